//! Untrusted text cut to what a message can bear.

/// The start of a name, word or line, with `…` where there was more.
pub(crate) fn shortened(text: &str) -> String {
    cut(text, 60)
}

/// The start of a path, a list or the like, which is of use mostly when it is whole, with `…` where there was more.
#[allow(dead_code, reason = "only packages have such texts")]
pub(crate) fn shortened_text(text: &str) -> String {
    cut(text, 240)
}

/// At most `most` characters of a text.
fn cut(text: &str, most: usize) -> String {
    let mut shown: String = text.chars().take(most).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
