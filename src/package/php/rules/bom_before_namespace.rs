//! A byte order mark before a statement that must come first.

use crate::diagnostic::rule;

rule! {
    /// A PHP file starts with a byte order mark, and its first statement must be the first.
    pub struct BomBeforeNamespace {
        /// The statement: `namespace` or `declare(strict_types)`.
        pub statement: &'static str,
        /// The command that removes the mark.
        pub command: String,
    }
    id: "php/bom-before-namespace",
    severity: Warning,
    source: "PHP manual: a namespace must be declared at the top of the file before any other code",
    example: "EF BB BF before <?php namespace app;",
    english: {
        what: "a PHP file starts with a byte order mark before its namespace",
        why: "PHP takes the mark for output before the first statement and stops with a fatal error as soon as the file is loaded",
        fix: "save the file as UTF-8 without BOM",
        message: "the bytes EF BB BF stand before <?php, and {statement} must be the file's first statement",
        help: "save it as UTF-8 without BOM: {command}",
    },
    chinese: {
        what: "PHP 文件在 namespace 之前以字节顺序标记（BOM）开头",
        why: "PHP 会把 BOM 当作首条语句之前的输出，一加载该文件就会因致命错误而中止",
        fix: "请将文件保存为不带 BOM 的 UTF-8",
        message: "字节 EF BB BF 出现在 <?php 之前，而 {statement} 必须是文件的第一条语句",
        help: "请保存为不带 BOM 的 UTF-8：{command}",
    },
}
