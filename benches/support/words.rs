//! Text that compresses as code does.

/// Text of a few hundred words in an order that depends on `seed`.
pub fn words(seed: u32, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9) | 1;
    let mut text = Vec::with_capacity(length + 12);
    while text.len() < length {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        text.extend_from_slice(format!("word{} ", state % 700).as_bytes());
    }
    text.truncate(length);
    text
}
