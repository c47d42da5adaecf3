//! Messages of serde, and of our errors that passed through it, translated back from English.

use super::phrase::{Phrase, Sentence, Value};

/// `text` as the sentence that it was made from, in both languages: one of `tables` or of serde. Any other text is kept.
///
/// serde reduces every error to its English text.
pub(crate) fn translated(text: &str, tables: &[&[Sentence]]) -> Value {
    translate(text, tables, DEPTH)
}

fn translate(text: &str, tables: &[&[Sentence]], depth: u8) -> Value {
    let Some(depth) = depth.checked_sub(1) else { return text.into() };
    let by_english = |sentence: &Sentence| (sentence.english, *sentence);
    let ours = tables.iter().copied().flatten().map(by_english);
    // Quoted text is from the input, even where one of our sentences would match it.
    let is_quoted = ['"', '`'].iter().any(|mark| text.starts_with(*mark) && text.ends_with(*mark));
    let ours = ours.filter(|_| !is_quoted);
    for (template, sentence) in REWORDED.iter().copied().chain(SERDE.iter().map(by_english)).chain(ours) {
        if let Some(values) = captured(template, text) {
            let translated = |(name, value)| (name, translate(value, tables, depth));
            return Phrase::new(sentence, values.into_iter().map(translated).collect()).into();
        }
    }
    text.into()
}

/// What `text` has for each placeholder of `template`; `None` when it does not match.
fn captured<'a>(template: &'static str, text: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let (start, mut placeholders) = template.split_once('{').unwrap_or((template, ""));
    let mut rest = text.strip_prefix(start)?;
    let mut values = Vec::new();
    while let Some((name, after)) = placeholders.split_once('}') {
        let (value, remains) = if let Some((literal, next)) = after.split_once('{') {
            placeholders = next;
            rest.split_once(literal)?
        } else {
            placeholders = "";
            (rest.strip_suffix(after)?, "")
        };
        values.push((name, value));
        rest = remains;
    }
    rest.is_empty().then_some(values)
}

const fn plain(english: &'static str, chinese: &'static str) -> Sentence {
    Sentence::plain(english, chinese)
}

const OBJECT: Sentence = plain("an object", "对象");
const ARRAY: Sentence = plain("an array", "数组");
const WORD: Sentence = plain("a word", "单词");

/// Messages in terms of Rust or of the parser, with sentences in terms of JSON.
const REWORDED: &[(&str, Sentence)] = &[
    ("u8", plain("a whole number from 0 to 255", "0 到 255 的整数")),
    ("u16", plain("a whole number from 0 to 65535", "0 到 65535 的整数")),
    ("u32", plain("a whole number from 0 to 2^32-1", "0 到 2^32-1 的整数")),
    ("u64", plain("a whole number from 0 to 2^64-1", "0 到 2^64-1 的整数")),
    ("map", OBJECT),
    ("a map", OBJECT),
    ("struct {name}", OBJECT),
    ("sequence", ARRAY),
    ("a sequence", ARRAY),
    ("variant identifier", WORD),
    ("enum {name}", WORD),
    ("string or map", plain("a string or an object", "字符串或对象")),
    ("expected ident", plain("expected true, false or null", "应为 true、false 或 null")),
];

/// Other messages of serde and `serde_json`.
const SERDE: &[Sentence] = &[
    Sentence::over(
        &["reason", "line", "column"],
        "{reason} at line {line} column {column}",
        "第 {line} 行第 {column} 列：{reason}",
    ),
    Sentence::over(
        &["found", "expected"],
        "invalid type: {found}, expected {expected}",
        "类型不符：{found}，应为{expected}",
    ),
    Sentence::over(
        &["found", "expected"],
        "invalid value: {found}, expected {expected}",
        "值无效：{found}，应为{expected}",
    ),
    Sentence::over(
        &["length", "expected"],
        "invalid length {length}, expected {expected}",
        "长度 {length} 不符，应为{expected}",
    ),
    Sentence::over(&["field"], "unknown field {field}, there are no fields", "未知字段 {field}，此处不应有字段"),
    Sentence::over(
        &["field", "fields"],
        "unknown field {field}, expected one of {fields}",
        "未知字段 {field}，应为 {fields} 之一",
    ),
    Sentence::over(&["field", "other"], "unknown field {field}, expected {other}", "未知字段 {field}，应为 {other}"),
    Sentence::over(
        &["word", "words"],
        "unknown variant {word}, expected one of {words}",
        "未知的值 {word}，应为 {words} 之一",
    ),
    Sentence::over(&["word", "other"], "unknown variant {word}, expected {other}", "未知的值 {word}，应为 {other}"),
    Sentence::over(&["field"], "missing field {field}", "缺少字段 {field}"),
    Sentence::over(&["field"], "duplicate field {field}", "字段 {field} 重复"),
    Sentence::over(&["one", "other"], "`{one}` or `{other}`", "`{one}` 或 `{other}`"),
    Sentence::over(&["number"], "integer {number}", "整数 {number}"),
    Sentence::over(&["number"], "floating point {number}", "小数 {number}"),
    Sentence::over(&["flag"], "boolean {flag}", "布尔值 {flag}"),
    Sentence::over(&["text"], "string {text}", "字符串 {text}"),
    plain("a string", "字符串"),
    plain("a boolean", "布尔值"),
    plain("EOF while parsing a list", "文本在数组中间结束"),
    plain("EOF while parsing an object", "文本在对象中间结束"),
    plain("EOF while parsing a string", "文本在字符串中间结束"),
    plain("EOF while parsing a value", "文本在值之前结束"),
    plain("expected `:`", "应为 `:`"),
    plain("expected `,` or `]`", "应为 `,` 或 `]`"),
    plain("expected `,` or `}`", "应为 `,` 或 `}`"),
    plain("expected value", "应为一个值"),
    plain("expected `\"`", "应为 `\"`"),
    plain("invalid escape", "转义无效"),
    plain("invalid number", "数字无效"),
    plain("number out of range", "数字超出范围"),
    plain("invalid unicode code point", "Unicode 码点无效"),
    plain("control character (\\u0000-\\u001F) found while parsing a string", "字符串中有控制字符（\\u0000-\\u001F）"),
    plain("key must be a string", "键必须是字符串"),
    plain("lone leading surrogate in hex escape", "十六进制转义中的代理项不成对"),
    plain("trailing comma", "末尾多了逗号"),
    plain("trailing characters", "JSON 之后还有多余的字符"),
    plain("unexpected end of hex escape", "十六进制转义不完整"),
    plain("recursion limit exceeded", "嵌套过深"),
];

/// How deep sentences nest: the place, the refusal, its fault, what was expected, one of its words.
const DEPTH: u8 = 5;
