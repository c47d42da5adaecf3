//! Names that are one file to some readers.

use crate::rule_table;

rule_table! {
    /// Names that are one file to some readers, by id.
    pub(in crate::package::archive) RULES

    NAME_CASE_COLLISION: Warning "archive/name-case-collision" { name, other }
        source "the JVM loads `meta-inf/manifest.mf` too"
        example "# spring-boot\nMETA-INF/MANIFEST.MF:\nmeta-inf/manifest.mf:"
        what "two names differ in letter case only" / "两个名字只有大小写不同"
        why "a reader that ignores case may take the other one" / "忽略大小写的读取工具可能取到另一个"
        fix "rename or drop one of them" / "改名或删除其中一个"
        message "`{name}` differs from `{other}` in letter case only, expected names that differ otherwise"
              / "`{name}` 与 `{other}` 只有大小写不同，名字应有其他区别"

    NAME_DUPLICATE: Error "archive/name-duplicate" { name, first, second }
        source "PHP takes the first, others the last"
        example "LICENSE:\nLICENSE:"
        what "two entries have the same name" / "两个条目同名"
        why "some readers take the first, others the last" / "有的读取工具取第一个，有的取最后一个"
        fix "keep one of them" / "只保留其中一个"
        help "keep one of them: in the Maven Shade plugin with a `<transformer>` or an `<exclude>` for `{name}`; with `zip -FS` for a ZIP that was appended to"
           / "只保留其中一个：Maven Shade 插件可用 `<transformer>`，或为 `{name}` 加 `<exclude>`；追加过的 ZIP 可用 `zip -FS`"
        message "`{name}` is at byte {first} and again at byte {second}, expected one entry"
              / "`{name}` 在字节 {first} 处出现，又在字节 {second} 处出现，应只有一个"

    NAME_FILE_DIR_CONFLICT: Error "archive/name-file-dir-conflict" { name, other }
        source "extraction fails half-way"
        example "lib:\nlib/a.jar:"
        what "a name is a file and also a directory" / "一个名字既是文件又是目录"
        why "extraction fails half-way, with either of the two lost" / "解压会在中途失败，丢失其中之一"
        fix "rename one of them" / "给其中一个改名"
        message "`{name}` is no directory, but `{other}` needs it to be one"
              / "`{name}` 不是目录，而 `{other}` 需要它是目录"

    NAME_UNICODE_COLLISION: Warning "archive/name-unicode-collision" { name, other }
        source "macOS file systems compose names"
        example "caf\\u{e9}.txt:\ncafe\\u{301}.txt:"
        what "two names are the same text in different Unicode forms" / "两个名字是同一文本的不同 Unicode 形式"
        why "on some file systems one overwrites the other" / "在某些文件系统上，一个会覆盖另一个"
        fix "drop one of them" / "删除其中一个"
        message "`{name}` and `{other}` are the same text in two Unicode forms, expected one"
              / "`{name}` 与 `{other}` 是同一文本的两种 Unicode 形式，应只有一个"
}
