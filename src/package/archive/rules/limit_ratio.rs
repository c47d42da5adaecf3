use crate::diagnostic::rule;
use crate::package::archive::Ratio;

rule! {
    /// Content is compressed more than real files ever are.
    pub struct LimitRatio {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// What was found, at least.
        pub found: Ratio,
        /// The limit.
        pub allowed: Ratio,
    }
    id: "archive/limit-ratio",
    severity: Error,
    source: "archive limits of the platform",
    example: "1 GiB of zeros",
    english: {
        what: "content is compressed more than real files ever are",
        why: "the platform does not spend more on one package",
        fix: "leave out files that hold nothing but repetition",
        message: "`{name}` unpacks {found}, expected at most {allowed}",
        help: "leave out files that hold nothing but repetition",
    },
    chinese: {
        what: "压缩比高于任何真实文件",
        why: "平台不会为一个包花费更多资源",
        fix: "去掉只有重复内容的文件",
        message: "`{name}` 的压缩比为 {found}，最多应为 {allowed}",
        help: "去掉只有重复内容的文件",
    },
}
