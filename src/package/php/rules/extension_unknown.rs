//! A requested extension that YUM likely does not have.

use crate::diagnostic::rule;

rule! {
    /// A word of `php_extensions` that is no known package of PHP extensions.
    pub struct ExtensionUnknown {
        /// The word.
        pub name: String,
        /// The package that was likely meant, or a pattern for it.
        pub write: String,
    }
    id: "php/extension-unknown",
    severity: Warning,
    source: "guide §1.3.3: an extension must exist in a YUM repository; names of Webtatic's packages for PHP 5.6 and 7.2",
    example: "php_extensions=redis",
    english: {
        what: "a word of php_extensions is no known package of PHP extensions",
        why: "yum installs packages, not extensions: a name that it does not know is skipped with a line in ext-installerr.log, and redis alone is the database server",
        fix: "write the name of the package, php-EXTENSION in most cases",
        message: "{name:?} is no known package of PHP extensions, expected {write}",
        help: "write {write} in php_extensions, or keep {name:?} when your YUM repository has it",
    },
    chinese: {
        what: "php_extensions 中有未知的 PHP 扩展包",
        why: "yum 安装的是软件包而不是扩展：不认识的名称会被跳过，只在 ext-installerr.log 留下一行；而单独的 redis 是数据库服务器",
        fix: "请写软件包的名称，通常是 php-扩展名",
        message: "{name:?} 不是已知的 PHP 扩展包，应为 {write}",
        help: "请在 php_extensions 中写 {write}；若您的 YUM 仓库中有 {name:?}，可以保留",
    },
}
