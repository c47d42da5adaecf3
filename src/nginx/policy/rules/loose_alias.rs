//! An alias that leads out of its directory.

use crate::diagnostic::rule;

rule! {
    /// An alias that leads out of its directory.
    pub struct LooseAlias {
        /// The location.
        pub location: String,
        /// The path.
        pub path: String,
        /// The location, ending with a slash.
        pub tidy: String,
    }
    id: "nginx/loose-alias",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "location /files { alias /home/admin/app-run/files/; }",
    english: {
        what: "an alias does not end where its location ends",
        why: "`/files../x` leads to the parent of the directory, and `/filesx` to its neighbour",
        fix: "end the location and the alias with `/`, and use no captures",
        message: "the alias {path} of location {location} leads out of its directory",
        help: "write `location {tidy}` with `alias` and a path that ends with `/`",
    },
    chinese: {
        what: "alias 与 location 的结尾不一致",
        why: "`/files../x` 会到达目录的上一级，`/filesx` 会到达相邻目录",
        fix: "请让 location 和 alias 都以 `/` 结尾，且不使用捕获",
        message: "location {location} 的 alias {path} 会越出其目录",
        help: "请写 `location {tidy}`，`alias` 路径以 `/` 结尾",
    },
}
