use super::terms::TypeFault;
use crate::diagnostic::rule;

rule! {
    /// An entry's name and its attributes disagree about whether it is a directory.
    pub struct ZipTypeConflict {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// What contradicts the name.
        pub fault: TypeFault,
    }
    id: "archive/zip-type-conflict",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "an entry `x/` with content",
    english: {
        what: "an entry's name and its attributes disagree about whether it is a directory",
        why: "some readers make a file of it, others a directory",
        fix: "build the package again with one run of a common tool",
        message: "`{name}`: {fault}, expected a name and attributes that agree",
        help: "build the package again with one run of a common tool",
    },
    chinese: {
        what: "条目名与属性对是否目录的说法不一",
        why: "有的读取工具建立文件，有的建立目录",
        fix: "用常见工具一次性重新构建包",
        message: "`{name}`：{fault}，名字与属性应一致",
        help: "用常见工具一次性重新构建包",
    },
}
