//! Whether an nginx file forwards to a port, by its text: what the file does with it is judged elsewhere.

/// Whether `text` names the port after a host, comments left out.
pub(super) fn forwards_to(text: &[u8], port: u16) -> bool {
    let address = format!(":{port}");
    String::from_utf8_lossy(text).lines().any(|line| {
        let line = line.split('#').next().unwrap_or_default();
        let ends = |at: usize| line.get(at..).is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()));
        line.match_indices(&address).any(|(at, found)| ends(at + found.len()))
    })
}
