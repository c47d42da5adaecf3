//! A directory limit from another host.

use crate::diagnostic::rule;

rule! {
    /// A `.user.ini` limits PHP to directories that the hosts do not have.
    pub struct OpenBasedirUserini {
        /// The directories as written.
        pub found: String,
        /// Directory from which a release runs.
        pub expected: &'static str,
    }
    id: "php/open-basedir-userini",
    severity: Error,
    source: "PHP manual: .user.ini files and open_basedir; guide §1.3.3: /home/admin/app-run",
    example: "open_basedir=/www/wwwroot/shop/:/tmp/ in public/.user.ini",
    english: {
        what: "a .user.ini limits PHP to directories of another host",
        why: "PHP-FPM reads the file in the web root and then refuses to open the application's own scripts: \"No input file specified\"",
        fix: "leave the .user.ini of a hosting panel out of the package",
        message: "open_basedir={found} does not hold {expected}, where the application runs",
        help: "leave this .user.ini out of the package (on the old host: chattr -i .user.ini && rm .user.ini), or write open_basedir={expected}/:/tmp/",
    },
    chinese: {
        what: ".user.ini 把 PHP 限制在另一台服务器的目录中",
        why: "PHP-FPM 会读取 Web 根目录中的该文件，然后拒绝打开应用自己的脚本：\"No input file specified\"",
        fix: "打包时请不要包含主机面板生成的 .user.ini",
        message: "open_basedir={found} 不包含应用的运行目录 {expected}",
        help: "打包时请去掉该 .user.ini（在原服务器上：chattr -i .user.ini && rm .user.ini），或改为 open_basedir={expected}/:/tmp/",
    },
}
