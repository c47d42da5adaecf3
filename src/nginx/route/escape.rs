//! Escaping as `ngx_escape_uri` and `ngx_unescape_uri` do it.

/// The path of a request to a program or of a redirect: `NGX_ESCAPE_URI`.
pub(super) fn path(bytes: &[u8]) -> Vec<u8> {
    escaped(bytes, b"\"#%<>?\\^`{|}")
}

/// A capture in arguments: `NGX_ESCAPE_ARGS`.
pub(super) fn arguments(bytes: &[u8]) -> Vec<u8> {
    escaped(bytes, b"\"#%&+;<>?\\^`{|}")
}

fn escaped(bytes: &[u8], special: &[u8]) -> Vec<u8> {
    let mut result = Vec::with_capacity(bytes.len());
    for byte in bytes {
        if *byte <= b' ' || *byte >= 0x7f || special.contains(byte) {
            result.push(b'%');
            result
                .extend([byte >> 4, byte & 15].map(|digit| if digit < 10 { b'0' + digit } else { b'A' + digit - 10 }));
        } else {
            result.push(*byte);
        }
    }
    result
}

/// What becomes of the replacement of a redirect: `NGX_UNESCAPE_REDIRECT` undoes plain characters up to a `?`.
pub(super) fn unescaped_redirect(bytes: &[u8]) -> Vec<u8> {
    let mut result = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'?' => {
                result.push(b'?');
                result.extend_from_slice(rest);
                break;
            }
            b'%' => match after {
                [high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                    rest = after;
                    match decoded(*high, *low) {
                        b'?' if low.is_ascii_alphabetic() => {
                            result.push(b'?');
                            result.extend_from_slice(rest);
                            break;
                        }
                        plain @ b'&'..=b'~' => result.push(plain),
                        _ => result.extend([b'%', *high, *low]),
                    }
                }
                // What is no escape loses its `%`, and a wrong second digit with it.
                [high, _, after @ ..] if high.is_ascii_hexdigit() => rest = after,
                [other, after @ ..] => {
                    result.push(*other);
                    rest = after;
                }
                [] => {}
            },
            byte => result.push(*byte),
        }
    }
    result
}

pub(super) fn decoded(high: u8, low: u8) -> u8 {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => byte - b'0',
        _ => (byte | 0x20).wrapping_sub(b'a').wrapping_add(10) & 15,
    };
    digit(high) << 4 | digit(low)
}
