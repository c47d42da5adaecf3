//! Numbers, sizes and times as nginx reads them.

/// `ngx_atoi`: decimal digits only, up to the greatest 64-bit signed number.
pub(super) fn number(text: &[u8]) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    let mut value = 0_i64;
    for byte in text {
        let digit = byte.is_ascii_digit().then(|| i64::from(byte - b'0'))?;
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    Some(value)
}

/// `ngx_parse_size`: bytes, with `k` or `m`.
pub(super) fn size(text: &[u8]) -> Option<i64> {
    let (digits, scale) = match text {
        [digits @ .., b'k' | b'K'] => (digits, 1 << 10),
        [digits @ .., b'm' | b'M'] => (digits, 1 << 20),
        _ => (text, 1),
    };
    number(digits)?.checked_mul(scale)
}

/// `ngx_parse_offset`: bytes, with `k`, `m` or `g`.
pub(super) fn offset(text: &[u8]) -> Option<i64> {
    match text {
        [digits @ .., b'g' | b'G'] => number(digits)?.checked_mul(1 << 30),
        _ => size(text),
    }
}

/// `ngx_parse_time` to milliseconds: `1h 30m`, units from great to small, a bare number being seconds.
pub(super) fn milliseconds(text: &[u8]) -> Option<i64> {
    time(text, Precision::Milliseconds)
}

/// `ngx_parse_time` to seconds; years and months are known too.
pub(super) fn seconds(text: &[u8]) -> Option<i64> {
    time(text, Precision::Seconds)
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Precision {
    Milliseconds,
    Seconds,
}

fn time(text: &[u8], precision: Precision) -> Option<i64> {
    let thousand = if precision == Precision::Milliseconds { 1000 } else { 1 };
    // The place of the last unit in the row y M w d h m s ms; each must come after it.
    // A time in milliseconds starts past `M`, which is why it takes neither `y` nor `M`.
    let mut step = if precision == Precision::Milliseconds { 2 } else { 0 };
    let (mut total, mut value) = (0_i64, 0_i64);
    let mut valid = false;
    let mut bytes = text.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte.is_ascii_digit() {
            value = value.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
            valid = true;
            continue;
        }
        let (unit, scale) = match byte {
            b'y' => (1, 60 * 60 * 24 * 365),
            b'M' => (2, 60 * 60 * 24 * 30),
            b'w' => (3, 60 * 60 * 24 * 7),
            b'd' => (4, 60 * 60 * 24),
            b'h' => (5, 60 * 60),
            b'm' if bytes.peek() == Some(&b's') => {
                bytes.next();
                if precision == Precision::Seconds {
                    return None;
                }
                (8, 1)
            }
            b'm' => (6, 60),
            // A space ends a bare number of seconds, after which nothing but one more bare number may follow.
            b's' | b' ' => (7, 1),
            _ => return None,
        };
        if step >= unit {
            return None;
        }
        step = if byte == b' ' { 9 } else { unit };
        let scale = if unit == 8 { 1 } else { scale * thousand };
        total = total.checked_add(value.checked_mul(scale)?)?;
        value = 0;
        while bytes.next_if_eq(&b' ').is_some() {}
    }
    if !valid {
        return None;
    }
    total.checked_add(value.checked_mul(thousand)?)
}
