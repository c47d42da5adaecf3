//! Whether a text in Chinese says something in English.

/// The first words of a text that are English: two in a row, or one that only a sentence has. What is quoted and what a
/// sentence gives as code is not looked at.
pub fn english_in(text: &str) -> Option<String> {
    english_beside(text, &[NAMES, FOUND].concat())
}

pub fn english_beside(text: &str, names: &[&str]) -> Option<String> {
    // Chinese next to a word ends it, and a run of words.
    let apart = |letter: char| if letter.is_ascii() { letter.to_string() } else { " · ".to_owned() };
    let plain: String = without_quoted(text).chars().map(apart).collect();
    let plain = names.iter().fold(plain, |plain, name| plain.replace(name, "·"));
    let mut before = None;
    for word in plain.split(' ') {
        let bare = word.trim_matches(|character: char| ",;:.?!()".contains(character));
        let is_word = bare.len() > 1 && bare.bytes().all(|byte| byte.is_ascii_alphabetic());
        match before {
            Some(before) if is_word => return Some(format!("{before} {bare}")),
            _ if is_word && FUNCTION_WORDS.contains(&bare) => return Some(bare.to_owned()),
            // The words of a list are values.
            _ => before = (is_word && !word.ends_with(',')).then_some(bare),
        }
    }
    None
}

/// The text without what stands in quotes or backticks. An apostrophe is no quote.
fn without_quoted(text: &str) -> String {
    let mut plain = String::new();
    let mut mark = None;
    for letter in text.chars() {
        match mark {
            Some(end) if letter == end => mark = None,
            Some(_) => {}
            None if matches!(letter, '"' | '`') => mark = Some(letter),
            // What a file says may be several words: a directive whose blank is none that nginx knows.
            None if letter == '“' => mark = Some('”'),
            None if letter == '\'' && !plain.ends_with(|before: char| before.is_ascii_alphanumeric()) => {
                mark = Some(letter);
            }
            None => plain.push(letter),
        }
    }
    plain
}

const FUNCTION_WORDS: [&str; 30] = [
    "the", "is", "of", "not", "an", "must", "with", "expected", "and", "or", "to", "in", "from", "at", "for", "by",
    "it", "its", "no", "more", "than", "has", "have", "be", "are", "that", "which", "this", "found", "only",
];

/// Names, commands and what programs say, which are the same in every language. Each is in what some rule says.
pub const NAMES: &[&str] = &[
    "Bad Gateway",
    "Bad Request",
    "CR LF",
    "Cannot find module",
    "EF BB BF",
    "GNU tar",
    "Missing script:",
    "Maven Shade",
    "No such file or directory",
    "Permission denied",
    "BEGIN RSA PRIVATE KEY",
    "BEGIN EC PRIVATE KEY",
    "Spring Boot",
    "invalid ELF header",
    "not found",
    // Commands and directives.
    "cloudapp nginx generate",
    "composer config platform.php",
    "composer install",
    "composer update",
    "gradlew clean bootJar",
    "git rm",
    "mvn clean package",
    "mvn package",
    "nginx root",
    "npm ci",
    "npm config set registry",
    "npm init",
    "npm install",
    "npm rebuild",
    "npm start",
    "npm stop",
    "openssl genrsa",
    "openssl pkey",
    "openssl rsa",
    "openssl storeutl",
    "openssl verify",
    "sleep 1; done",
    "tar czf",
    "while pgrep",
    "yum install",
];

/// The same, of what other tests find.
const FOUND: &[&str] = &["# web root", "PRIVATE KEY", "RDS MySQL", "Windows (PE)", "cd ", "mv ", "next start", "rm "];
