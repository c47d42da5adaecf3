//! No `package.json` at the root.

use crate::diagnostic::{Finding, Language, Page, Rule, Severity};

/// The root holds no `package.json`.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct PackageJsonMissing {
    /// Where one was found instead.
    pub found: Option<String>,
}

impl Finding for PackageJsonMissing {
    const RULE: &'static Rule = &Rule::declare(
        "node/package-json-missing",
        Severity::Error,
        "guide §1.3.2: source files at the root, start and stop in package.json",
        "a .tgz with app.js and no package.json",
        Page::new(
            "there is no package.json at the root of the package",
            "the platform runs npm start in the directory where the package is unpacked; without package.json npm fails with ENOENT",
            "pack the directory that holds package.json (tar czf app.tgz -C DIRECTORY .), or create it with npm init",
        ),
        Page::new(
            "发布包根目录没有 package.json",
            "平台在解压目录执行 npm start，没有 package.json 时 npm 以 ENOENT 失败",
            "请打包 package.json 所在的目录（tar czf app.tgz -C 目录 .），或用 npm init 创建",
        ),
    );

    fn message(&self, language: Language) -> String {
        match (language, &self.found) {
            (Language::English, None) => "no package.json found, expected one at the root".to_owned(),
            (Language::English, Some(found)) => format!("found {found}, expected package.json at the root"),
            (Language::Chinese, None) => "没有找到 package.json，根目录应有一个".to_owned(),
            (Language::Chinese, Some(found)) => format!("找到 {found}，而 package.json 应在根目录"),
        }
    }

    fn help(&self, language: Language) -> String {
        let directory = self.found.as_deref().and_then(|found| found.rsplit_once('/')).map_or("", |(parent, _)| parent);
        match (language, directory) {
            (Language::English, "") => "create it with npm init, and give it the scripts start and stop".to_owned(),
            (Language::English, _) => format!("pack that directory's content: tar czf app.tgz -C {directory} ."),
            (Language::Chinese, "") => "请用 npm init 创建，并写好 start 和 stop 脚本".to_owned(),
            (Language::Chinese, _) => format!("请打包该目录里的内容：tar czf app.tgz -C {directory} ."),
        }
    }
}
