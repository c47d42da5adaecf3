//! A location has a wrong modifier or a wrong place.

use crate::diagnostic::rule;

rule! {
    /// A location has a wrong modifier or a wrong place.
    pub struct InvalidLocation {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/invalid-location",
    severity: Error,
    source: "nginx -t",
    example: "location /a { location /b {} }",
    english: {
        what: "a location has a wrong modifier or a wrong place",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "modifiers are `=`, `~`, `~*`, `^~`; an inner location lies under the outer one; a named one stands in the server",
        message: "{words}",
        help: "write `{directive} [= | ~ | ~* | ^~] path` under the prefix of the block around it",
    },
    chinese: {
        what: "location 的修饰符或位置有误",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "修饰符为 `=`、`~`、`~*`、`^~`；内层 location 须在外层路径之下；命名 location 只能放在 server 中",
        message: "nginx 报告：{words}",
        help: "写成 `{directive} [= | ~ | ~* | ^~] 路径`，且位于外层块的前缀之下",
    },
}
