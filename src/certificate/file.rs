//! An uploaded file: its limits, its blocks, and what is said of one.

use super::File;
use super::foreign;
use super::pem::{self, Block, Fault};
use super::server::rules::{
    BLANK_LINE, DAMAGED, HEADER_IN_BLOCK, JOINED_BLOCKS, LOST_LINE_ENDS, SWALLOWED_CERTIFICATE, TOO_LARGE,
    UNSEEN_BLOCK, WRONG_FORMAT,
};
use crate::diagnostic::{Findings, Location, Severity, Source, Value};
use crate::{finding, phrase};

impl File<'_> {
    /// The PEM blocks, after what can be said of the file as a whole; `None` when that is all there is to say.
    pub(super) fn blocks(self, findings: &mut Findings<'_>) -> Option<Vec<Block>> {
        let file = self.name.to_owned();
        if self.bytes.len() > MOST_BYTES {
            findings.add(self.location(), finding!(TOO_LARGE { file, bytes: self.bytes.len(), most: MOST_BYTES }));
            return None;
        }
        if let Some((found, remedy)) = foreign::binary(self) {
            findings.add(self.location(), finding!(WRONG_FORMAT { file, found, remedy }));
            return None;
        }
        let blocks = pem::blocks(self.bytes);
        if let Some((found, remedy)) = foreign::text(self).filter(|_| blocks.is_empty()) {
            findings.add(self.location(), finding!(WRONG_FORMAT { file, found, remedy }));
            return None;
        }
        Some(blocks)
    }

    /// The whole file.
    pub(super) fn location(self) -> Location {
        Location::entry(self.name)
    }

    /// The first line of a block. Its text is not shown: in a file that lost its line ends it holds the key.
    pub(super) fn first_line(self, block: &Block) -> Location {
        Source::new(self.location(), self.bytes).at(block.begin.clone()).without_snippet()
    }

    /// Says why OpenSSL does not read a block.
    pub(super) fn refuse(self, block: &Block, fault: Fault, severity: Severity, findings: &mut Findings<'_>) {
        let (file, label, problem) = (self.name.to_owned(), label(block), fault);
        let finding = match fault {
            Fault::BlankLine => finding!(BLANK_LINE { file, block: label }),
            Fault::Header => finding!(HEADER_IN_BLOCK { file, block: label }),
            Fault::Joined => finding!(JOINED_BLOCKS { file }),
            Fault::Swallowed => finding!(SWALLOWED_CERTIFICATE { file }),
            Fault::CarriageReturns | Fault::Escaped | Fault::JoinedText | Fault::OneLine => {
                finding!(LOST_LINE_ENDS { file, block: label, problem })
            }
            Fault::Blank | Fault::Dashes | Fault::Mark | Fault::Text => {
                finding!(UNSEEN_BLOCK { file, block: label, problem })
            }
            _ => finding!(DAMAGED { file, block: label, problem }),
        };
        findings.add_as(severity, self.first_line(block), finding);
    }
}

/// What stands behind `BEGIN`, in words where it is nothing known.
pub(super) fn label(block: &Block) -> Value {
    match block.label {
        "" => phrase!("a block of an unknown kind" / "未知类型的块").into(),
        label => label.into(),
    }
}

const MOST_BYTES: usize = 256 * 1024;
