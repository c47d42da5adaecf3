//! YAML files, flattened as Spring Boot flattens them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::document::{Document, NO_ANCHOR, Property, TOO_DEEP, TOO_LARGE, TWICE, Unreadable};

/// Reads a YAML file: nested keys are joined by dots, items of lists get `[0]`, `[1]`; numbers and words get the text
/// that YAML 1.1 gives them (`0x1f90` is `8080`, `yes` is `true`), since Spring reads it with `SnakeYAML`.
pub(super) fn read(text: &str) -> Result<Vec<Document>, Unreadable> {
    let mut reader = Reader { places: Places::new(text), ..Reader::default() };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let at = reader.places.byte(error.marker().index());
            Unreadable { at, fault: error.info().to_owned() }
        })?;
        let start = reader.places.byte(span.start.index());
        let end = reader.places.byte(span.end.index()).max(start);
        reader.event(event, start..end).map_err(|fault| Unreadable { at: start, fault: fault.to_owned() })?;
    }
    Ok(reader.documents)
}

/// Builds the nodes of a document, in which an alias is the node that it names, and flattens them at its end.
#[derive(Default)]
struct Reader<'a> {
    places: Places<'a>,
    nodes: Vec<Node>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, usize>,
    root: Option<usize>,
    documents: Vec<Document>,
    flattened: usize,
}

enum Node {
    Scalar { text: String, span: Range<usize> },
    Sequence(Vec<usize>),
    Mapping(Vec<(usize, usize)>),
}

/// A collection that has not ended, and the key that waits for its value.
struct Open {
    node: usize,
    key: Option<usize>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: Range<usize>) -> Result<(), &'static str> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd => {}
            Event::DocumentStart(_) => {
                self.nodes.clear();
                self.anchors.clear();
                self.root = None;
            }
            Event::DocumentEnd => {
                let document = self.flatten()?;
                self.documents.push(document);
            }
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).copied().ok_or(NO_ANCHOR.english)?;
                self.place(node);
            }
            Event::Scalar(text, style, anchor, tag) => {
                let text = resolve(&text, style, tag.as_deref());
                let node = self.add(Node::Scalar { text, span }, anchor)?;
                self.place(node);
            }
            Event::SequenceStart(anchor, _) => self.start(Node::Sequence(Vec::new()), anchor)?,
            Event::MappingStart(anchor, _) => self.start(Node::Mapping(Vec::new()), anchor)?,
            Event::SequenceEnd | Event::MappingEnd => drop(self.open.pop()),
        }
        Ok(())
    }

    fn add(&mut self, node: Node, anchor: usize) -> Result<usize, &'static str> {
        if self.nodes.len() >= MOST_NODES {
            return Err(TOO_LARGE.english);
        }
        let index = self.nodes.len();
        self.nodes.push(node);
        if anchor > 0 {
            self.anchors.insert(anchor, index);
        }
        Ok(index)
    }

    fn start(&mut self, node: Node, anchor: usize) -> Result<(), &'static str> {
        if self.open.len() >= GREATEST_DEPTH {
            return Err(TOO_DEEP.english);
        }
        let node = self.add(node, anchor)?;
        self.place(node);
        self.open.push(Open { node, key: None });
        Ok(())
    }

    /// Puts a node where the document has it: as the root, an item, a key or a value.
    fn place(&mut self, node: usize) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match self.nodes.get_mut(open.node) {
            Some(Node::Sequence(items)) => items.push(node),
            Some(Node::Mapping(pairs)) => match open.key.take() {
                Some(key) => pairs.push((key, node)),
                None => open.key = Some(node),
            },
            Some(Node::Scalar { .. }) | None => {}
        }
    }

    fn flatten(&mut self) -> Result<Document, &'static str> {
        let mut document = Document::default();
        let mut pending: Vec<(usize, String, usize)> =
            self.root.map(|root| (root, String::new(), 0)).into_iter().collect();
        while let Some((node, path, depth)) = pending.pop() {
            // Aliases of aliases unfold to any size: each visit counts, not each node.
            self.flattened += 1;
            if self.flattened > MOST_NODES {
                return Err(TOO_LARGE.english);
            }
            if depth > GREATEST_DEPTH {
                return Err(TOO_DEEP.english);
            }
            match self.nodes.get(node) {
                Some(Node::Scalar { text, span }) if !path.is_empty() => {
                    document.properties.push(Property::new(path, text.clone(), span.clone()));
                }
                // Spring takes a document that is one scalar as the property `document`.
                Some(Node::Scalar { .. }) | None => {}
                Some(Node::Sequence(items)) => {
                    let items = items.iter().enumerate().rev();
                    pending.extend(items.map(|(index, item)| (*item, format!("{path}[{index}]"), depth + 1)));
                }
                Some(Node::Mapping(pairs)) => self.expand(pairs, &path, depth, &mut pending)?,
            }
        }
        Ok(document)
    }

    /// The pairs of a mapping, after those that it merges in and does not have itself.
    fn expand(
        &self,
        pairs: &[(usize, usize)],
        path: &str,
        depth: usize,
        pending: &mut Vec<(usize, String, usize)>,
    ) -> Result<(), &'static str> {
        let mut keys = BTreeSet::new();
        let mut children = Vec::new();
        let mut merged = Vec::new();
        for (key, value) in pairs {
            match self.key(*key) {
                Some("<<") => merged.push(*value),
                Some(key) if keys.insert(key) => children.push((*value, join(path, key), depth + 1)),
                // `OriginTrackedYamlLoader` sets `allowDuplicateKeys` to false.
                Some(_) => return Err(TWICE.english),
                None => {}
            }
        }
        let mut steps = 0;
        while let Some(node) = merged.pop() {
            steps += 1;
            if steps > MOST_MERGES {
                return Err(TOO_LARGE.english);
            }
            match self.nodes.get(node) {
                Some(Node::Sequence(items)) => merged.extend(items.iter().rev()),
                Some(Node::Mapping(pairs)) => {
                    for (key, value) in pairs {
                        match self.key(*key) {
                            Some("<<") => merged.push(*value),
                            Some(key) if keys.insert(key) => children.push((*value, join(path, key), depth + 1)),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        pending.extend(children.into_iter().rev());
        Ok(())
    }

    fn key(&self, node: usize) -> Option<&str> {
        match self.nodes.get(node) {
            Some(Node::Scalar { text, .. }) => Some(text),
            _ => None,
        }
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() || key.starts_with('[') { format!("{path}{key}") } else { format!("{path}.{key}") }
}

/// The text that Spring has of a scalar: YAML 1.1 gives plain ones a type, whose value is printed again.
fn resolve(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> String {
    let is_text = tag.is_some_and(|tag| tag.suffix == "str" || tag.handle == "!");
    // Quotes and `!!str` keep a scalar a text.
    if style != ScalarStyle::Plain || is_text {
        return text.to_owned();
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => String::new(),
        // `BOOL` of SnakeYAML's `Resolver`; `y` and `n` alone are none.
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => "true".to_owned(),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => "false".to_owned(),
        _ => integer(text).map_or_else(|| text.to_owned(), |number| number.to_string()),
    }
}

/// The value of an integer of YAML 1.1: decimal, `0b1`, `017` (octal), `0x1f`, `1:30` (base 60), with `_` anywhere.
fn integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (text.starts_with('-'), digits),
        None => (false, text),
    };
    if !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let plain = digits.replace('_', "");
    let number = if let Some(binary) = plain.strip_prefix("0b") {
        i64::from_str_radix(binary, 2).ok()
    } else if let Some(hexadecimal) = plain.strip_prefix("0x") {
        i64::from_str_radix(hexadecimal, 16).ok()
    } else if plain.len() > 1 && plain.starts_with('0') {
        // A port with a zero before it is octal in YAML 1.1, and decimal in a `.properties` file.
        i64::from_str_radix(&plain, 8).ok()
    } else if plain.contains(':') {
        // `8080:80` is a number to base 60, too.
        plain.split(':').try_fold(0_i64, |number, part| {
            let part = part.parse::<i64>().ok()?;
            number.checked_mul(60)?.checked_add(part)
        })
    } else {
        plain.parse().ok()
    };
    number.map(|number| if negative { -number } else { number })
}

/// Offsets in bytes of places that the parser counts in characters and tells in rising order, mostly.
#[derive(Default)]
struct Places<'a> {
    text: &'a str,
    character: usize,
    byte: usize,
}

impl<'a> Places<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, character: 0, byte: 0 }
    }

    fn byte(&mut self, character: usize) -> usize {
        while self.character > character {
            self.character -= 1;
            self.byte = self.byte.saturating_sub(1);
            while !self.text.is_char_boundary(self.byte) {
                self.byte -= 1;
            }
        }
        let rest = self.text.get(self.byte..).unwrap_or_default();
        for next in rest.chars().take(character - self.character) {
            self.character += 1;
            self.byte += next.len_utf8();
        }
        self.byte
    }
}

/// Nodes of a file, aliases counted each time: many times those of a real one.
const MOST_NODES: usize = 100_000;
const MOST_MERGES: usize = 1000;
/// `SnakeYAML` stops at 50.
const GREATEST_DEPTH: usize = 50;
