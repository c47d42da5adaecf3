//! A requested extension that is there anyway.

use crate::diagnostic::rule;

rule! {
    /// A word of `php_extensions` that PHP itself brings.
    pub struct ExtensionBundled {
        /// The word.
        pub name: String,
    }
    id: "php/extension-bundled",
    severity: Info,
    source: "packages php-common, php-cli and php-fpm of Webtatic's repository for PHP 5.6 and 7.2",
    example: "php_extensions=php-json",
    english: {
        what: "a requested extension comes with PHP itself",
        why: "installing it does nothing: it is part of a package that every host with PHP has",
        fix: "remove the word from php_extensions",
        message: "{name} comes with PHP itself",
        help: "remove {name} from php_extensions",
    },
    chinese: {
        what: "所请求的扩展随 PHP 自带",
        why: "安装它没有任何作用：每台装有 PHP 的服务器都已包含它",
        fix: "请从 php_extensions 中删除该词",
        message: "{name} 随 PHP 自带",
        help: "请从 php_extensions 中删除 {name}",
    },
}
