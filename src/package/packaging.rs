//! What differs between a JAR, a tgz and a ZIP: one row each.

use super::archive::{Entry, Format, Integrity, Limits, Options, Want};
use super::context::Context;
use super::files::Files;
use super::inspection::Facts;
use super::{node, php, spring_boot};
use crate::app::{Container, EnvironmentKind, Framework, Policy};
use crate::diagnostic::Findings;

/// What differs between packages of one format, which is that of one framework, and those of another.
pub(super) struct Packaging {
    pub(super) container: Container,
    pub(super) framework: Framework,
    /// What its first bytes say that it is.
    pub(super) format: Format,
    /// Endings of the names of files that are meant to be such a package.
    pub(super) extensions: &'static [&'static str],
    /// Files that only a package of the framework has, and directories.
    evidence: (&'static [&'static str], &'static [&'static str]),
    /// Files whose content decides how the package runs, beside those that replace nginx's configuration.
    deciding: &'static [&'static str],
    /// How much of an entry is kept.
    want: fn(&Entry) -> Want,
    /// Whether the start of a file is worth keeping, after it was read.
    pub(super) says_something: fn(&Entry, &[u8]) -> bool,
    /// What replaces nginx's configuration where a directory is not there.
    older_nginx: Option<OlderNginx>,
    /// What has to be read again for the libraries in it.
    pub(super) scan: fn(&Files, &Policy) -> Option<spring_boot::Scan>,
    /// Judges the content by the rules of the framework.
    pub(super) judge: fn(&Files, Option<&spring_boot::Seen>, &Context<'_>, &mut Findings<'_>) -> Facts,
    /// Whether the only directory at the root, with its first file as evidence, belongs there and is no wrapper.
    pub(super) belongs_at_root: fn(&str, &str) -> bool,
    /// Directories whose files the web sees, where the package does not name them itself.
    pub(super) web_roots: &'static [&'static str],
    /// The command that packs the content of a directory as a file of a name: `(name, directory)`, both quoted.
    pub(super) pack: fn(&str, &str) -> String,
    /// The command that leaves out, or takes out, what macOS's Finder adds.
    pub(super) without_metadata: &'static str,
}

/// Names of nginx's files in an older layout: test, then production.
struct OlderNginx {
    names: [&'static str; 2],
    /// The directory that the newer layout has.
    without: &'static str,
}

impl Packaging {
    /// Of packages in this format.
    pub(super) fn of(container: Container) -> &'static Self {
        match container {
            Container::Jar => &JAR,
            Container::Tgz => &TGZ,
            Container::Zip => &ZIP,
        }
    }

    /// Of packages for this framework.
    pub(super) fn for_framework(framework: Framework) -> &'static Self {
        Self::of(framework.runtime().container)
    }

    /// The framework whose files are below `root` (empty, or a directory with its `/`), the one of this format first:
    /// a PHP application often holds a `package.json` too.
    pub(super) fn recognise(&self, files: &Files, root: &str) -> Option<Framework> {
        let others = Framework::ALL.iter().copied().filter(|framework| *framework != self.framework);
        let mut all = std::iter::once(self.framework).chain(others);
        all.find(|framework| Self::for_framework(*framework).evidence(files, root).is_some())
    }

    /// A path below `root` that only a package of this framework has.
    pub(super) fn evidence(&self, files: &Files, root: &str) -> Option<String> {
        let below = |path: &&str| format!("{root}{path}");
        let (paths, directories) = self.evidence;
        let file = paths.iter().map(below).find(|path| files.is_file(path));
        file.or_else(|| directories.iter().map(below).find(|path| files.is_directory(path)))
    }

    pub(super) fn options(&self, limits: Limits, integrity: Integrity) -> Options {
        let options = Options::new(self.container).with_limits(limits).with_integrity(integrity);
        options.deciding(self.nginx_names()).deciding(self.deciding.iter().copied())
    }

    pub(super) fn want(&self, entry: &Entry) -> Want {
        let path = entry.path.as_str();
        let older = self.older_nginx.iter().flat_map(|older| older.names);
        let is_nginx_file = self.nginx_names().into_iter().chain(older).any(|name| name == path);
        if is_nginx_file { Want::Whole } else { (self.want)(entry) }
    }

    /// Names of the files that replace nginx's configuration: test, then production.
    pub(super) fn nginx_names(&self) -> [&'static str; 2] {
        let runtime = self.framework.runtime();
        [runtime.nginx_test, runtime.nginx_production]
    }

    /// The name that replaces nginx's configuration in `environment` of this package.
    pub(super) fn nginx_name(&self, files: &Files, environment: EnvironmentKind) -> &'static str {
        let older = self.older_nginx.as_ref().filter(|older| !files.is_directory(older.without));
        let [test, production] = older.map_or_else(|| self.nginx_names(), |older| older.names);
        match environment {
            EnvironmentKind::Test => test,
            EnvironmentKind::Production => production,
        }
    }
}

static JAR: Packaging = Packaging {
    container: Container::Jar,
    framework: Framework::SpringBoot,
    format: Format::Zip,
    extensions: &["jar", "war"],
    evidence: (&["META-INF/MANIFEST.MF"], &["BOOT-INF"]),
    deciding: &spring_boot::DECIDING,
    want: spring_boot::want,
    says_something: |_, _| true,
    // Before 1.4 Spring Boot kept the application's classes, and with them its resources, at the root.
    older_nginx: Some(OlderNginx { names: ["nginx/nginx-test.conf", "nginx/nginx-prod.conf"], without: "BOOT-INF" }),
    scan: spring_boot::Scan::needed,
    judge: |files, seen, context, findings| Facts::SpringBoot(spring_boot::judge(files, seen, context, findings)),
    belongs_at_root: |_, _| false,
    // `CLASSPATH_RESOURCE_LOCATIONS` of Spring Boot's `WebProperties`, which are looked up in both layouts.
    web_roots: &[
        "BOOT-INF/classes/META-INF/resources",
        "META-INF/resources",
        "BOOT-INF/classes/public",
        "public",
        "BOOT-INF/classes/resources",
        "resources",
        "BOOT-INF/classes/static",
        "static",
    ],
    // Spring Boot reads nested libraries only when they are stored (-0), and needs directory entries (no -D).
    pack: |name, directory| format!("cd {directory} && zip -0 -r ../{name} ."),
    // Taken out of the file as it is: packing a JAR again is what breaks its libraries.
    without_metadata: "zip -d app.jar '__MACOSX/*' '*/._*' '._*' '*.DS_Store'",
};

static TGZ: Packaging = Packaging {
    container: Container::Tgz,
    framework: Framework::NodeJs,
    format: Format::Gzip,
    extensions: &["tgz", "gz", "tar"],
    evidence: (&["package.json"], &[]),
    deciding: &node::DECIDING,
    want: node::want,
    says_something: node::says_something,
    older_nginx: None,
    scan: |_, _| None,
    judge: |files, _, context, findings| Facts::Node(node::judge(files, context, findings)),
    belongs_at_root: |_, _| false,
    web_roots: &["public", "app/public"],
    pack: |name, directory| format!("tar czf {name} -C {directory} ."),
    // Apple's tar writes `._x` beside each file that has extended attributes, unless this variable is set.
    without_metadata: "COPYFILE_DISABLE=1 tar czf app.tgz --exclude .DS_Store .",
};

static ZIP: Packaging = Packaging {
    container: Container::Zip,
    framework: Framework::Php,
    format: Format::Zip,
    extensions: &["zip"],
    evidence: (&["_buildpack", "composer.json", "index.php", "public/index.php"], &[]),
    deciding: &php::DECIDING,
    want: php::want,
    says_something: php::says_something,
    older_nginx: None,
    scan: |_, _| None,
    judge: |files, _, context, findings| Facts::Php(php::judge(files, context, findings)),
    // One folder that holds only `index.php` may be the entry directory itself.
    belongs_at_root: |directory, evidence| directory == "public" || evidence == "index.php",
    web_roots: &[],
    pack: |name, directory| format!("cd {directory} && zip -r ../{name} ."),
    without_metadata: "zip -r app.zip . -x '__MACOSX/*' '*/._*' '._*' '*.DS_Store'",
};
