//! What a class file names: its constant pool.

/// Classes that a class file refers to, and texts in it that may name some, as entries without `.class`: `org/example/App`.
///
/// JVM specification §4.4. Empty for what is no class file, and cut where it is damaged.
pub(super) fn names(class: &[u8]) -> Vec<String> {
    let mut reader = Reader(class);
    let Some(count) = reader.take(10).and_then(|head| head.strip_prefix(b"\xca\xfe\xba\xbe")?.get(4..)) else {
        return Vec::new();
    };
    let count = count.iter().fold(0_usize, |count, byte| count << 8 | usize::from(*byte));
    // Index 0 is none.
    let mut texts: Vec<&[u8]> = vec![b""];
    let mut named = Vec::new();
    while texts.len() < count {
        let Some(text) = reader.constant(&mut named) else { break };
        let is_wide = matches!(text, Constant::Wide);
        texts.push(if let Constant::Text(text) = text { text } else { b"" });
        if is_wide {
            // "In retrospect, making 8-byte constants take two constant pool entries was a poor choice."
            texts.push(b"");
        }
    }
    let text = |index: &u16| std::str::from_utf8(texts.get(usize::from(*index))?).ok();
    named.iter().filter_map(text).filter_map(class_name).collect()
}

/// The class of a text: `[Lorg/example/App;` and `org.example.App` name the same.
fn class_name(text: &str) -> Option<String> {
    let element = text.trim_start_matches('[');
    let name = element.strip_prefix('L').and_then(|name| name.strip_suffix(';')).filter(|_| element != text);
    let name = name.unwrap_or(element);
    let is_part = |part: &str| {
        !part.is_empty() && part.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '$' | '-'))
    };
    (name.len() <= LONGEST_NAME && name.split(['/', '.']).all(is_part)).then(|| name.replace('.', "/"))
}

enum Constant<'a> {
    Other,
    Text(&'a [u8]),
    Wide,
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn short(&mut self) -> Option<u16> {
        self.take(2)?.first_chunk().map(|bytes| u16::from_be_bytes(*bytes))
    }

    /// The next constant; the index of the text of a class or string goes to `named`.
    fn constant(&mut self, named: &mut Vec<u16>) -> Option<Constant<'a>> {
        match self.take(1)?.first()? {
            1 => {
                let length = usize::from(self.short()?);
                return Some(Constant::Text(self.take(length)?));
            }
            7 | 8 => named.push(self.short()?),
            5 | 6 => {
                self.take(8)?;
                return Some(Constant::Wide);
            }
            15 => drop(self.take(3)?),
            16 | 19 | 20 => drop(self.take(2)?),
            3 | 4 | 9..=12 | 17 | 18 => drop(self.take(4)?),
            _ => return None,
        }
        Some(Constant::Other)
    }
}

const LONGEST_NAME: usize = 512;
