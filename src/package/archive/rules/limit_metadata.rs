use super::terms::MetadataKind;
use crate::diagnostic::rule;

rule! {
    /// Names or extension headers are too big.
    pub struct LimitMetadata {
        /// What there is too much of.
        pub what: MetadataKind,
        /// How much, at least.
        pub found: u64,
        /// The limit.
        pub allowed: u64,
    }
    id: "archive/limit-metadata",
    severity: Error,
    source: "archive limits of the platform",
    example: "a pax header of 2 MiB",
    english: {
        what: "names or extension headers are too big",
        why: "the platform does not spend more on one package",
        fix: "shorten names and drop extended attributes",
        message: "{what}: {found}, expected at most {allowed}",
        help: "shorten names, and pack without extended attributes: `tar --no-xattrs`",
    },
    chinese: {
        what: "名字或扩展头太大",
        why: "平台不会为一个包花费更多资源",
        fix: "缩短名字并去掉扩展属性",
        message: "{what}：{found}，最多应为 {allowed}",
        help: "缩短名字，打包时不带扩展属性：`tar --no-xattrs`",
    },
}
