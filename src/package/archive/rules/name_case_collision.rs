use crate::diagnostic::rule;

rule! {
    /// Two names differ in letter case only.
    pub struct NameCaseCollision {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// The name that differs only in letter case.
        pub other: String,
    }
    id: "archive/name-case-collision",
    severity: Warning,
    source: "the JVM loads `meta-inf/manifest.mf` too",
    example: "`META-INF/MANIFEST.MF` beside `meta-inf/manifest.mf`",
    english: {
        what: "two names differ in letter case only",
        why: "a reader that ignores case may take the other one",
        fix: "rename or drop one of them",
        message: "`{name}` differs from `{other}` in letter case only, expected names that differ otherwise",
        help: "rename or drop one of them",
    },
    chinese: {
        what: "两个名字只有大小写不同",
        why: "忽略大小写的读取工具可能取到另一个",
        fix: "改名或删除其中一个",
        message: "`{name}` 与 `{other}` 只有大小写不同，名字应有其他区别",
        help: "改名或删除其中一个",
    },
}
