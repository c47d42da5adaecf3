use crate::diagnostic::rule;

rule! {
    /// An entry is encrypted.
    pub struct ZipEncrypted {
        /// Name as the archive holds it, made printable.
        pub name: String,
    }
    id: "archive/zip-encrypted",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "an entry with a password",
    english: {
        what: "an entry is encrypted",
        why: "the platform has no password to read it with",
        fix: "pack without a password",
        message: "`{name}` is encrypted, expected plain content",
        help: "pack without a password",
    },
    chinese: {
        what: "条目已加密",
        why: "平台没有密码可供读取",
        fix: "打包时不要加密码",
        message: "`{name}` 已加密，应为明文内容",
        help: "打包时不要加密码",
    },
}
