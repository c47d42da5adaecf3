//! A byte order mark before the settings.

use crate::diagnostic::rule;

rule! {
    /// `_buildpack` starts with a byte order mark.
    pub struct BuildpackBom {}
    id: "php/buildpack-bom",
    severity: Warning,
    source: "decided: the guide (§1.3.3) shows plain text",
    example: "_buildpack saved by Windows Notepad as UTF-8 with BOM",
    english: {
        what: "_buildpack starts with a byte order mark",
        why: "a reader that does not expect the mark takes it for the start of the first key and does not know that key",
        fix: "save the file as UTF-8 without BOM",
        message: "_buildpack starts with the bytes EF BB BF, expected the first key",
        help: "save it as UTF-8 without BOM: sed -i '1s/^\\xEF\\xBB\\xBF//' _buildpack",
    },
    chinese: {
        what: "_buildpack 以字节顺序标记（BOM）开头",
        why: "不识别 BOM 的程序会把它当作第一个键的一部分，从而不认识该键",
        fix: "请将文件保存为不带 BOM 的 UTF-8",
        message: "_buildpack 以字节 EF BB BF 开头，应直接以第一个键开头",
        help: "请保存为不带 BOM 的 UTF-8：sed -i '1s/^\\xEF\\xBB\\xBF//' _buildpack",
    },
}
