//! Numbers in tar headers.

/// A number that a header field holds, read as every tar reader reads it; `None` when some read it differently.
///
/// - octal digits between optional blanks and NULs, nothing after them; or
/// - base 256: a first byte of 0x80, then the number, below 2^53, which node-tar can still count.
pub(super) fn read(field: &[u8]) -> Option<u64> {
    // GNU's way to write more than eleven octal digits.
    if field.first()? & 0x80 != 0 {
        return read_base_256(field);
    }
    let digits = field.trim_ascii_start();
    let blanks = field.len() - digits.len();
    if !field.get(..blanks)?.iter().all(|byte| *byte == b' ') {
        return None;
    }
    let end = digits.iter().position(|byte| matches!(byte, 0 | b' ')).unwrap_or(digits.len());
    let (digits, rest) = digits.split_at_checked(end)?;
    // Behind the digits readers stop at the first NUL or blank, or go on.
    if digits.is_empty() || !rest.iter().all(|byte| matches!(byte, 0 | b' ')) {
        return None;
    }
    digits.iter().try_fold(0_u64, |number, digit| match digit {
        b'0'..=b'7' => number.checked_mul(8)?.checked_add(u64::from(digit - b'0')),
        _ => None,
    })
}

/// A time, which may lie before 1970; its value does not matter here, so that one is 0.
pub(super) fn read_time(field: &[u8]) -> Option<u64> {
    // A time before 1970 in base 256: two's complement, all ones in front.
    let negative = field.len() > 8 && field.starts_with(&[0xff; 5]);
    if negative { Some(0) } else { read(field) }
}

fn read_base_256(field: &[u8]) -> Option<u64> {
    let (first, digits) = field.split_first()?;
    let (high, low) = digits.split_at_checked(digits.len().checked_sub(7)?)?;
    if *first != 0x80 || high.iter().any(|byte| *byte != 0) {
        return None;
    }
    let number = low.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte));
    if number >> 53 == 0 { Some(number) } else { None }
}
