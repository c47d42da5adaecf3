//! Packages built and judged in a test.

use cloudapp::app::{EnvironmentKind, Framework, Policy};
use cloudapp::diagnostic::{Diagnostic, Language, Report};
use cloudapp::package::{Facts, Inspected, Inspection, Inspector, Verdict};

use crate::chinese::assert_chinese;
use crate::support::zip::Zip;

/// An inspected package.
pub struct Judged(pub Inspected);

impl Judged {
    #[track_caller]
    pub fn report(&self) -> &Report {
        assert_chinese(Report::of(&self.0));
        Report::of(&self.0)
    }

    pub fn inspection(&self) -> &Inspection {
        Inspection::of(&self.0)
    }

    pub fn verdict(&self) -> Verdict {
        Verdict::of(&self.0)
    }

    /// `severity rule` of each finding.
    pub fn rules(&self) -> Vec<String> {
        let line = |found: &Diagnostic| format!("{} {}", found.severity(), found.rule().id);
        self.report().diagnostics().iter().map(line).collect()
    }

    /// The only finding of a rule.
    #[track_caller]
    pub fn only(&self, rule: &str) -> &Diagnostic {
        let mut found = self.report().diagnostics().iter().filter(|found| found.rule().id == rule);
        let first = found.next().unwrap_or_else(|| panic!("no {rule} in {:?}", self.rules()));
        assert!(found.next().is_none(), "{rule} more than once");
        first
    }

    #[track_caller]
    pub fn message(&self, rule: &str) -> String {
        self.only(rule).message(Language::English)
    }

    #[track_caller]
    pub fn help(&self, rule: &str) -> String {
        self.only(rule).help(Language::English)
    }

    #[track_caller]
    pub fn php(&self) -> &cloudapp::package::php::PhpFacts {
        let Some(Facts::Php(facts)) = &self.inspection().facts else { panic!("{:?}", self.rules()) };
        facts
    }
}

/// Files of a package by path; a path that ends with `/` is a directory.
pub type Tree<'a> = [(&'a str, &'a str)];

pub fn zip(files: &Tree<'_>) -> Zip {
    files.iter().fold(
        Zip::new(),
        |zip, (path, content)| {
            if path.ends_with('/') { zip.directory(path) } else { zip.file(path, content) }
        },
    )
}

pub fn php(files: &Tree<'_>) -> Judged {
    judge(&zip(files).build(), Framework::Php, &Policy::default(), None)
}

pub fn judge(bytes: &[u8], framework: Framework, policy: &Policy, environment: Option<EnvironmentKind>) -> Judged {
    let inspector = Inspector::new(policy).framework(framework);
    let inspector = environment.into_iter().fold(inspector, Inspector::environment);
    Judged(inspector.inspect_bytes(bytes))
}
