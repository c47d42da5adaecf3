use super::terms::LinkFault;
use crate::diagnostic::rule;

rule! {
    /// A link does not stay inside the archive, or readers follow it differently.
    pub struct TarLinkEscape {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// Where it leads.
        pub target: String,
        /// What is wrong.
        pub fault: LinkFault,
    }
    id: "archive/tar-link-escape",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "a symbolic link to `/etc/passwd`",
    english: {
        what: "a link does not stay inside the archive, or readers follow it differently",
        why: "files are read or written outside the release directory, or not those that were inspected; of links through links only commands of npm workspaces, which lead to a file of the archive, are let pass",
        fix: "replace the link by the file",
        message: "`{name}` links to `{target}`: {fault}, expected a link to another entry of the archive",
        help: "replace the link by the file: `tar czhf app.tgz -C app .` follows links",
    },
    chinese: {
        what: "链接不在压缩包之内，或各工具跟随方式不同",
        why: "会读写发布目录之外的文件，或读写到未经检查的文件；经由其他链接的链接中，只允许指向包内文件的 npm 工作区命令",
        fix: "用文件代替链接",
        message: "`{name}` 链接到 `{target}`：{fault}，应链接到压缩包中的其他条目",
        help: "用文件代替链接：`tar czhf app.tgz -C app .` 会跟随链接",
    },
}
