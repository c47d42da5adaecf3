//! Untrusted text made safe to print.

use std::fmt;

/// Text whose control and bidirectional-control characters print as escapes.
///
/// Everything else, backslashes included, prints as it is: the aim is that a terminal or a log cannot be deceived, not
/// that the text can be read back.
///
/// # Examples
///
/// ```
/// use cloudapp::diagnostic::Escaped;
///
/// assert_eq!(Escaped("a\u{202e}b\n").to_string(), r"a\u{202e}b\n");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return f.write_str(self.0);
        }
        for part in self.0.split_inclusive(needs_escape) {
            let mut plain = part.chars();
            match plain.next_back() {
                Some(last) if needs_escape(last) => write!(f, "{}{}", plain.as_str(), last.escape_default())?,
                _ => f.write_str(part)?,
            }
        }
        Ok(())
    }
}

fn needs_escape(character: char) -> bool {
    character.is_control() || deceives(character)
}

/// Whether a character changes how its neighbours are shown, or is a line end to some readers.
fn deceives(character: char) -> bool {
    matches!(character,
        '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}
