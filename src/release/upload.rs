//! Proof that a package was found acceptable.

use serde::{Deserialize, Serialize};

use crate::app::Framework;
#[cfg(feature = "package")]
use crate::diagnostic::Accepted;
#[cfg(feature = "package")]
use crate::package::Inspection;

/// Who found a package acceptable.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Checked {
    /// The inspection of this crate.
    Inspected,
    /// The embedder, on its own responsibility.
    Vouched,
}

/// Proof that a package of a framework was found acceptable: what an upload cannot do without.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct Acceptance {
    framework: Framework,
    checked: Checked,
}

impl Acceptance {
    /// The embedder's own word for a package that this crate has not inspected, as tests and builds without the
    /// feature `package` need it. The log keeps that it was only a word.
    pub const fn vouched(framework: Framework) -> Self {
        Self { framework, checked: Checked::Vouched }
    }

    /// The word of this crate's inspection; `None` when the inspection could not tell the framework.
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::io::{Cursor, Write};
    /// # use cloudapp::app::{Framework, Policy};
    /// # use cloudapp::package::Inspector;
    /// # use cloudapp::release::{Acceptance, Checked};
    /// # let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    /// # zip.start_file("public/index.php", zip::write::SimpleFileOptions::default())?;
    /// # zip.write_all(b"<?php")?;
    /// # let bytes = zip.finish()?.into_inner();
    /// let policy = Policy::default();
    /// let accepted = Inspector::new(&policy).framework(Framework::Php).inspect_bytes(&bytes).expect("no error is found");
    /// let acceptance = Acceptance::inspected(&accepted).expect("the framework is known");
    /// assert_eq!((acceptance.framework(), acceptance.checked()), (Framework::Php, Checked::Inspected));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "package")]
    #[must_use]
    pub fn inspected(inspection: &Accepted<Inspection>) -> Option<Self> {
        let framework = inspection.value().framework?;
        Some(Self { framework, checked: Checked::Inspected })
    }

    /// The package's framework.
    #[must_use]
    pub const fn framework(self) -> Framework {
        self.framework
    }

    /// Who found it acceptable.
    #[must_use]
    pub const fn checked(self) -> Checked {
        self.checked
    }
}
