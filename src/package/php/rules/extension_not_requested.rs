//! An extension that the code needs and nobody asks YUM for.

use crate::diagnostic::rule;

rule! {
    /// An extension that composer's files need and `php_extensions` does not bring.
    pub struct ExtensionNotRequested {
        /// The extension.
        pub extension: String,
        /// The package that needs it.
        pub by: String,
        /// The whole value of `php_extensions` that brings everything needed.
        pub write: String,
    }
    id: "php/extension-not-requested",
    severity: Warning,
    source: "guide §1.3.3; ext- requirements of composer.lock and composer.json",
    example: "\"require\": {\"ext-redis\": \"*\"} in composer.json without php-redis in php_extensions",
    english: {
        what: "the code needs an extension that php_extensions does not bring",
        why: "where the extension is not installed the first use of it ends the request with an undefined function or class",
        fix: "add the extension's package to php_extensions in _buildpack",
        message: "{by} needs the extension {extension}, which php_extensions does not bring",
        help: "write in _buildpack: php_extensions={write}",
    },
    chinese: {
        what: "代码需要某个扩展，而 php_extensions 没有安装它",
        why: "扩展未安装时，首次用到它的请求会因函数或类不存在而失败",
        fix: "请在 _buildpack 的 php_extensions 中加入该扩展的软件包",
        message: "{by} 需要扩展 {extension}，而 php_extensions 没有安装它",
        help: "请在 _buildpack 中写：php_extensions={write}",
    },
}
