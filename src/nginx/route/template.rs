//! Arguments that variables and captures are filled into.

/// A part of an argument.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Part<'t> {
    Text(&'t [u8]),
    /// Name as written.
    Variable(&'t str),
    /// `$1` to `$9`.
    Capture(usize),
}

/// The parts of an argument, as `ngx_http_script_compile` takes it apart.
pub(super) fn parts(text: &[u8]) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == b'$') {
        let after = rest.get(at + 1..).unwrap_or_default();
        let (part, length) = match after.first() {
            Some(digit @ b'1'..=b'9') => (Part::Capture(usize::from(digit - b'0')), 1),
            Some(b'{') => {
                let end = after.iter().position(|byte| *byte == b'}').unwrap_or(after.len());
                (variable(after.get(1..end)), end + 1)
            }
            _ => {
                let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
                let end = after.iter().take_while(is_name).count();
                (variable(after.get(..end)), end)
            }
        };
        parts.push(Part::Text(rest.get(..at).unwrap_or_default()));
        parts.push(part);
        rest = after.get(length..).unwrap_or_default();
    }
    parts.push(Part::Text(rest));
    parts.retain(|part| !matches!(part, Part::Text(b"")));
    parts
}

fn variable(name: Option<&[u8]>) -> Part<'_> {
    let name = name.and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default();
    name.parse().map_or(Part::Variable(name), Part::Capture)
}

/// Whether an argument holds a variable or a capture.
pub(super) fn is_fixed(text: &[u8]) -> bool {
    !text.contains(&b'$')
}
