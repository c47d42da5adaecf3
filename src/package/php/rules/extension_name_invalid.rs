//! A requested extension that no RPM can be called.

use crate::diagnostic::rule;

rule! {
    /// A word of `php_extensions` that no RPM can be called.
    pub struct ExtensionNameInvalid {
        /// The word.
        pub name: String,
        /// The first character that does not belong.
        pub character: char,
        /// The setting as it was likely meant.
        pub write: String,
    }
    id: "php/extension-name-invalid",
    severity: Error,
    source: "guide §1.3.3: extensions are installed with YUM; names of RPM packages",
    example: "php_extensions=php-redis,php-gd",
    english: {
        what: "a word of php_extensions is no name of an RPM package",
        why: "the words go to yum install: an option, a pattern or a shell character there installs something else or stops the installation",
        fix: "write names of packages separated by blanks: letters, digits, _, ., + and -, starting with a letter, a digit or _",
        message: "{name:?} is no package name because of {character:?}, expected letters, digits, '_', '.', '+' and '-', starting with a letter, a digit or '_'",
        help: "separate the names by blanks, without quotes: php_extensions={write}",
    },
    chinese: {
        what: "php_extensions 中有不是 RPM 包名的词",
        why: "这些词会交给 yum install：其中的选项、通配符或 Shell 字符会导致安装别的东西，或使安装中断",
        fix: "请写由空格分隔的包名：只能包含字母、数字、_、.、+ 和 -，并以字母、数字或 _ 开头",
        message: "{name:?} 因 {character:?} 而不是合法的包名，只能包含字母、数字、'_'、'.'、'+' 和 '-'，并以字母、数字或 '_' 开头",
        help: "包名之间用空格分隔，不要加引号：php_extensions={write}",
    },
}
