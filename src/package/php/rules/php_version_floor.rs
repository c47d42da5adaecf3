//! Code for a newer PHP than the hosts have.

use crate::app::PhpVersion;
use crate::diagnostic::rule;
use crate::package::php::PhpFloor;

rule! {
    /// The code needs a newer PHP than the hosts have.
    pub struct PhpVersionFloor {
        /// The least version that is needed.
        pub floor: PhpFloor,
        /// Who needs it.
        pub by: String,
        /// PHP of the hosts, by the policy.
        pub hosts: PhpVersion,
    }
    id: "php/php-version-floor",
    severity: Warning,
    source: "the guide names no version; 7.2 is the newest of the YUM repositories for CentOS 6 (decided)",
    example: "\"require\": {\"php\": \">=8.1\"} in composer.json",
    english: {
        what: "the code needs a newer PHP than the hosts have",
        why: "composer's platform check, or the first syntax that PHP does not know, ends every request with status 500",
        fix: "install versions of the libraries for the hosts' PHP: composer config platform.php VERSION and composer update --no-dev; a platform with another PHP says so in its policy's `php`",
        message: "{by} needs PHP {floor}, the hosts have {hosts}",
        help: "composer config platform.php {hosts}.0 && composer update --no-dev, then pack again",
    },
    chinese: {
        what: "代码需要的 PHP 版本高于服务器的版本",
        why: "composer 的平台检查，或 PHP 不认识的语法，会使每个请求都以 500 失败",
        fix: "请安装适合服务器 PHP 版本的库：composer config platform.php 版本，然后 composer update --no-dev；若平台的 PHP 版本不同，请在策略的 `php` 中声明",
        message: "{by} 需要 PHP {floor}，而服务器为 {hosts}",
        help: "请运行 composer config platform.php {hosts}.0 && composer update --no-dev，然后重新打包",
    },
}
