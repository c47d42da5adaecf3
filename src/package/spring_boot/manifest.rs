//! `META-INF/MANIFEST.MF` as the JDK reads it.

use crate::diagnostic::{Phrase, speaks, terms};
use crate::package::files::BYTE_ORDER_MARK;
use crate::phrase;
use std::ops::Range;

/// Main attributes of a JAR's manifest.
///
/// The grammar is that of `java.util.jar.Manifest` (JDK 8 to 17, checked against it), not of its specification:
///
/// - UTF-8 without a byte order mark; lines end with LF, CR or CRLF and hold at most 511 bytes
/// - `Name: value`; a name is 1 to 70 of `A-Z a-z 0-9 _ -`, in any letter case; the blank after the colon is needed
/// - a line that starts with a blank continues the value before it, without that blank
/// - of equal names the last one counts
/// - an empty line ends the main attributes; what follows are sections that start with `Name: `
/// - a last line without a line end is dropped, silently; but `java -jar` refuses one that continues a main attribute
///
/// # Examples
///
/// ```
/// use cloudapp::package::spring_boot::Manifest;
///
/// let manifest = Manifest::parse(b"main-class: org.example\r\n .App\r\n")?;
/// assert_eq!(manifest.get("Main-Class").unwrap().value(), "org.example.App");
///
/// let cut = Manifest::parse(b"Manifest-Version: 1.0\nMain-Class: org.example.App")?;
/// assert_eq!(cut.attributes().count(), 1);
/// assert_eq!(cut.dropped(), Some(22..49));
/// # Ok::<(), cloudapp::package::spring_boot::ManifestError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Manifest {
    attributes: Vec<Attribute>,
    dropped: Option<Range<usize>>,
    unfinished: Option<ManifestError>,
}

impl Manifest {
    /// Its entry.
    pub const ENTRY: &'static str = "META-INF/MANIFEST.MF";

    /// Reads a manifest.
    ///
    /// # Errors
    ///
    /// What makes the JDK refuse the whole JAR: the first line, of the main attributes or of a section, that breaks the
    /// grammar.
    pub fn parse(text: &[u8]) -> Result<Self, ManifestError> {
        let mut lines = Lines { text, at: 0, number: 0, in_sections: false, unfinished: None };
        let mut attributes: Vec<Attribute> = Vec::new();
        while let Some(line) = lines.next()? {
            // `Attributes.read` stops at an empty line, and `Manifest.read` continues with the sections.
            if line.content.is_empty() {
                lines.in_sections = true;
                read_sections(&mut lines)?;
                break;
            }
            read_attribute(&line, &mut lines, |attribute| attributes.push(attribute))?;
        }
        Ok(Self { attributes, dropped: lines.dropped(), unfinished: lines.unfinished })
    }

    /// The attribute of this name, in any letter case; the last one when there are more.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().rfind(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }

    /// The main attributes in their order, the ones that a later one replaces too.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.iter()
    }

    /// Bytes of the last line when it has no line end, so that the JDK drops it.
    #[must_use]
    pub fn dropped(&self) -> Option<Range<usize>> {
        self.dropped.clone()
    }

    /// A last line without a line end that continues a main attribute. `parse_nv_pair` of `java -jar`'s own reader,
    /// `parse_manifest.c`, says "Error: newline required" and the launcher "Invalid or corrupt jarfile"; sections it does
    /// not read.
    pub(super) fn unfinished(&self) -> Option<&ManifestError> {
        self.unfinished.as_ref()
    }
}

/// A main attribute of a manifest.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Attribute {
    name: String,
    value: String,
    span: Range<usize>,
}

impl Attribute {
    /// Name as written.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Value with its continuation lines joined. Blanks at its end belong to it.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Bytes of the value in the manifest, line ends between its lines included.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

/// Why the JDK refuses a manifest.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ManifestError {
    /// Line, from 1.
    pub line: usize,
    /// Bytes of the line.
    pub span: Range<usize>,
    /// What is wrong with it.
    pub fault: ManifestFault,
}

impl ManifestError {
    fn phrase(&self) -> Phrase {
        phrase!("line {line}: {fault}" / "第 {line} 行：{fault}", line = self.line, fault = self.fault)
    }
}

speaks!(ManifestError);

impl std::error::Error for ManifestError {}

terms! {
    /// What is wrong with a line of a manifest.
    pub ManifestFault {
        ByteOrderMark "byte-order-mark" = "a byte order mark before the first name" / "首个名称前有字节顺序标记（BOM）",
        Continuation "continuation" = "a continuation line with nothing before it" / "续行之前没有内容",
        Length "length" = "more than 511 bytes in one line" / "一行超过 511 字节",
        NoSeparator "no-separator" = "no colon followed by a blank" / "缺少后跟空格的冒号",
        Name "name" = "a name that is not 1 to 70 of A-Z a-z 0-9 _ -" / "名称不是 1 到 70 个 A-Z a-z 0-9 _ - 字符",
        Section "section" = "a section that does not start with its Name" / "分节不是以 Name 开头",
        Unfinished "unfinished" = "a continuation without a line end at the end of the file" / "文件末尾的续行没有换行符",
    }
}

fn read_attribute(
    line: &Line<'_>,
    lines: &mut Lines<'_>,
    mut keep: impl FnMut(Attribute),
) -> Result<(), ManifestError> {
    let Some(colon) = line.content.iter().position(|byte| *byte == b':') else {
        let fault =
            if line.content.starts_with(b" ") { ManifestFault::Continuation } else { ManifestFault::NoSeparator };
        return Err(line.error(fault));
    };
    // The JDK takes the first colon and requires a blank after it: "invalid header field".
    let (name, rest) = line.content.split_at(colon);
    if line.content.starts_with(b" ") {
        return Err(line.error(ManifestFault::Continuation));
    }
    let Some(first) = rest.strip_prefix(b": ") else { return Err(line.error(ManifestFault::NoSeparator)) };
    if !is_name(name) {
        let fault = if name.starts_with(BYTE_ORDER_MARK) { ManifestFault::ByteOrderMark } else { ManifestFault::Name };
        return Err(line.error(fault));
    }
    let mut value = first.to_vec();
    let start = line.start + colon + 2;
    let mut end = line.start + line.content.len();
    while lines.peek() == Some(b' ') {
        let Some(more) = lines.next()? else {
            // Dropped, and the value that it would have ended with it.
            lines.note_unfinished();
            return Ok(());
        };
        value.extend_from_slice(more.content.get(1..).unwrap_or_default());
        end = more.start + more.content.len();
    }
    keep(Attribute {
        name: String::from_utf8_lossy(name).into_owned(),
        value: String::from_utf8_lossy(&value).into_owned(),
        span: start..end,
    });
    Ok(())
}

/// Reads what follows the main attributes, of which only the grammar matters here.
fn read_sections(lines: &mut Lines<'_>) -> Result<(), ManifestError> {
    let mut in_section = false;
    while let Some(line) = lines.next()? {
        match (in_section, line.content.is_empty()) {
            (_, true) => in_section = false,
            (true, false) => read_attribute(&line, lines, drop)?,
            (false, false) => {
                let start = line.content.get(..SECTION_START.len()).unwrap_or_default();
                // `Manifest.parseName` takes `name: ` in any letter case.
                if !start.eq_ignore_ascii_case(SECTION_START) {
                    return Err(line.error(ManifestFault::Section));
                }
                while lines.peek() == Some(b' ') {
                    if lines.next()?.is_none() {
                        break;
                    }
                }
                in_section = true;
            }
        }
    }
    Ok(())
}

fn is_name(name: &[u8]) -> bool {
    let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (1..=LONGEST_NAME).contains(&name.len()) && name.iter().all(belongs)
}

struct Line<'a> {
    content: &'a [u8],
    start: usize,
    number: usize,
}

impl Line<'_> {
    fn error(&self, fault: ManifestFault) -> ManifestError {
        ManifestError { line: self.number, span: self.start..self.start + self.content.len(), fault }
    }
}

struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    number: usize,
    /// Whether the main attributes have ended.
    in_sections: bool,
    unfinished: Option<ManifestError>,
}

impl<'a> Lines<'a> {
    /// The next line; `None` at the end and for a last line that has no line end.
    fn next(&mut self) -> Result<Option<Line<'a>>, ManifestError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let window = rest.get(..LONGEST_LINE).unwrap_or(rest);
        let start = self.at;
        let Some(end) = window.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            // `FastInputStream.readLine` comes back without a line at the end of the file, so that what follows the
            // last line end is lost.
            if rest.len() < LONGEST_LINE {
                return Ok(None);
            }
            let line = Line { content: window, start, number: self.number + 1 };
            return Err(line.error(ManifestFault::Length));
        };
        // A `\r` alone ends a line too.
        let is_pair = window.get(end..end + 2) == Some(b"\r\n".as_slice());
        self.at += end + if is_pair { 2 } else { 1 };
        self.number += 1;
        Ok(Some(Line { content: window.get(..end).unwrap_or_default(), start, number: self.number }))
    }

    fn note_unfinished(&mut self) {
        if !self.in_sections {
            let content = self.text.get(self.at..).unwrap_or_default();
            let line = Line { content, start: self.at, number: self.number + 1 };
            self.unfinished = Some(line.error(ManifestFault::Unfinished));
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn dropped(&self) -> Option<Range<usize>> {
        (self.at < self.text.len()).then_some(self.at..self.text.len())
    }
}

const LONGEST_NAME: usize = 70;
/// Bytes of the buffer into which the JDK reads a line with its line end.
const LONGEST_LINE: usize = 512;
const SECTION_START: &[u8] = b"Name: ";
