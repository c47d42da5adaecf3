//! `.xml` files of properties.

use super::document::{Document, Property};

/// Reads the entries of a file as `java.util.Properties` writes them: `<entry key="server.port">8080</entry>`. Anything
/// else in it is passed over.
pub(super) fn read(text: &str) -> Document {
    let mut document = Document::default();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('<')) {
        let tag = at + found;
        let rest = text.get(tag..).unwrap_or_default();
        // The file's DTD allows little: comments, `properties`, `comment` and `entry`.
        at = if rest.starts_with("<!--") {
            after(text, tag, "-->")
        } else if rest
            .strip_prefix("<entry")
            .is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_whitespace()))
        {
            let start = after(text, tag, ">");
            let head = text.get(tag..start).unwrap_or_default();
            let (value, end) = content(text, start);
            if let Some(key) = key(head) {
                document.properties.push(Property::new(unescape(key), value, start..end));
            }
            end.max(start)
        } else {
            tag + 1
        };
    }
    document
}

fn after(text: &str, start: usize, mark: &str) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    rest.find(mark).map_or(text.len(), |found| start + found + mark.len())
}

fn key(head: &str) -> Option<&str> {
    let (_, rest) = head.split_once("key")?;
    let rest = rest.trim_ascii_start().strip_prefix('=')?.trim_ascii_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    rest.get(1..)?.split_once(quote).map(|(key, _)| key)
}

/// The text of an element whose content starts at `start`, and where it ends.
fn content(text: &str, start: usize) -> (String, usize) {
    let mut value = String::new();
    let mut at = start;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let end = rest.find('<').unwrap_or(rest.len());
        value.push_str(&unescape(rest.get(..end).unwrap_or_default()));
        at += end;
        let rest = text.get(at..).unwrap_or_default();
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let end = data.find("]]>").unwrap_or(data.len());
            value.push_str(data.get(..end).unwrap_or_default());
            at = after(text, at, "]]>");
        } else if rest.starts_with("<!--") {
            at = after(text, at, "-->");
        } else {
            return (value, at);
        }
    }
}

fn unescape(text: &str) -> String {
    let mut value = String::new();
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once('&') {
        value.push_str(before);
        let (name, after) = entity.split_once(';').unwrap_or((entity, ""));
        rest = after;
        let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix('x') {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => digits.parse().ok(),
        });
        match name {
            "lt" => value.push('<'),
            "gt" => value.push('>'),
            "amp" => value.push('&'),
            "quot" => value.push('"'),
            "apos" => value.push('\''),
            _ => value.extend(number.and_then(char::from_u32)),
        }
    }
    value.push_str(rest);
    value
}
