//! Libraries that composer installed elsewhere.

use crate::diagnostic::rule;

rule! {
    /// `composer.json` asks for packages, and the package does not hold them.
    pub struct VendorMissing {
        /// The file that loads them.
        pub expected: String,
        /// Packages that `composer.json` asks for, the first of them.
        pub needs: String,
    }
    id: "php/vendor-missing",
    severity: Error,
    source: "guide §1.3.3: the platform installs extensions, and says of nothing else that it does",
    example: "composer.json that requires topthink/framework, without vendor/autoload.php",
    english: {
        what: "the libraries that composer.json asks for are not in the package",
        why: "the platform does not run composer: the first require of vendor/autoload.php ends every request with a fatal error",
        fix: "run composer install --no-dev before packing, and pack the vendor directory too",
        message: "composer.json requires {needs}, expected {expected} in the package",
        help: "composer install --no-dev --optimize-autoloader, then pack again with the directory of {expected}",
    },
    chinese: {
        what: "软件包中没有 composer.json 所需的库",
        why: "平台不会运行 composer：首次加载 vendor/autoload.php 时，每个请求都会因致命错误而失败",
        fix: "请在打包前运行 composer install --no-dev，并把 vendor 目录一起打包",
        message: "composer.json 需要 {needs}，软件包中应有 {expected}",
        help: "请运行 composer install --no-dev --optimize-autoloader，然后连同 {expected} 所在目录重新打包",
    },
}
