//! Rules of packages for PHP.

use crate::rule_table;

rule_table! {
    /// Rules of packages for PHP, by id.
    pub RULES

    APP_ENTRY_MISSING: Error "php/app-entry-missing" { entry, found, mend }
        source "guide §1.3.3: the web server's path is /public, changed by app_entry"
        example "web/index.php: <?php"
        what "the directory that nginx serves is not in the package" / "软件包中没有 nginx 所服务的目录"
        why "nginx serves this directory and nothing else, so every request is answered with 404"
          / "nginx 只服务该目录，因此所有请求都返回 404"
        fix "name the folder that holds index.php in _buildpack: app_entry=FOLDER; or move the application's public files into public/"
          / "请在 _buildpack 中用 app_entry=目录 指定 index.php 所在目录，或把公开文件移到 public/"
        help "{mend}" / "{mend}"
        message "expected the web root {entry}/, {found}" / "应有 Web 根目录 {entry}/，{found}"

    APP_ENTRY_UNSAFE: Error "php/app-entry-unsafe" { value, fault, write }
        source "guide §1.3.3: app_entry names the web root; its grammar is decided"
        example "_buildpack: app_entry=../etc"
        what "app_entry is not a plain path below the package's root" / "app_entry 不是软件包根目录下的普通路径"
        why "the value becomes part of nginx's root directive: there it could leave the package, publish its settings or break the configuration"
          / "该值会成为 nginx root 指令的一部分，可能越出软件包、泄露配置文件，或使 nginx 配置出错"
        fix "write folder names separated by /, such as public_html or web/public, without quotes, blanks or dotted segments"
          / "请写由 / 分隔的目录名，例如 public_html 或 web/public，不要有引号、空格或以点开头的目录"
        help "write app_entry={write} in _buildpack" / "请在 _buildpack 中写 app_entry={write}"
        message "{fault}; found app_entry={value}" / "app_entry={value} 不合法：{fault}"

    BOM_BEFORE_NAMESPACE: Warning "php/bom-before-namespace" { statement, command }
        source "PHP manual: a namespace must be declared at the top of the file before any other code"
        example r"public/index.php: \u{feff}<?php namespace app;"
        what "a PHP file starts with a byte order mark before its namespace"
           / "PHP 文件在 namespace 之前以字节顺序标记（BOM）开头"
        why "PHP takes the mark for output before the first statement and stops with a fatal error as soon as the file is loaded"
          / "PHP 会把 BOM 当作首条语句之前的输出，一加载该文件就会因致命错误而中止"
        fix "save the file as UTF-8 without BOM" / "请将文件保存为不带 BOM 的 UTF-8"
        help "save it as UTF-8 without BOM: {command}" / "请保存为不带 BOM 的 UTF-8：{command}"
        message "the bytes EF BB BF stand before <?php, and {statement} must be the file's first statement"
              / "字节 EF BB BF 出现在 <?php 之前，而 {statement} 必须是文件的第一条语句"

    BUILDPACK_BOM: Warning "php/buildpack-bom" {}
        source "decided: the guide (§1.3.3) shows plain text"
        example r"_buildpack: \u{feff}app_entry=public"
        what "_buildpack starts with a byte order mark" / "_buildpack 以字节顺序标记（BOM）开头"
        why "a reader that does not expect the mark takes it for the start of the first key and does not know that key"
          / "不识别 BOM 的程序会把它当作第一个键的一部分，从而不认识该键"
        fix "save the file as UTF-8 without BOM" / "请将文件保存为不带 BOM 的 UTF-8"
        help "save it as UTF-8 without BOM: sed -i '1s/^\\xEF\\xBB\\xBF//' _buildpack"
           / "请保存为不带 BOM 的 UTF-8：sed -i '1s/^\\xEF\\xBB\\xBF//' _buildpack"
        message "_buildpack starts with the bytes EF BB BF, expected the first key"
              / "_buildpack 以字节 EF BB BF 开头，应直接以第一个键开头"

    BUILDPACK_INVALID: Error "php/buildpack-invalid" { fault, write }
        source "guide §1.3.3: key=value in _buildpack; the rest of the grammar is decided"
        example "_buildpack: app_entry: public_html"
        what "a line of _buildpack is no key=value" / "_buildpack 中有一行不是 key=value"
        why "the platform cannot read the setting, so the web root or the extensions are not those that were meant"
          / "平台无法读取该设置，因此 Web 根目录或扩展与预期不符"
        fix "write one key=value a line, each key once, as UTF-8 text"
          / "请每行写一个 key=value，每个键只写一次，并使用 UTF-8 文本"
        help "write one key=value a line, each key once: {write}" / "请每行写一个 key=value，每个键只写一次：{write}"
        message "{fault}" / "{fault}"

    BUILDPACK_NEAR_MISS: Warning "php/buildpack-near-miss" { found }
        source "guide §1.3.3: the settings are in the file _buildpack at the package's root"
        example "_buildpack.txt: app_entry=web"
        what "a file with settings has a name or a place that is not read" / "设置文件的名称或位置不会被读取"
        why "the platform reads _buildpack at the package's root and nothing else: web root and extensions stay at their defaults, without a word"
          / "平台只读取软件包根目录下的 _buildpack：Web 根目录和扩展会保持默认值，且没有任何提示"
        fix "rename the file to _buildpack and keep it at the package's root"
          / "请把文件改名为 _buildpack 并放在软件包根目录"
        help "mv {found:sh} _buildpack" / "mv {found:sh} _buildpack"
        message "{found} is passed over, expected _buildpack at the package's root"
              / "{found} 会被忽略，应为软件包根目录下的 _buildpack"

    BUILDPACK_UNKNOWN_KEY: Warning "php/buildpack-unknown-key" { key, expected }
        source "guide §1.3.3: app_entry and php_extensions"
        example "_buildpack: app-entry=public_html"
        what "_buildpack holds a key that the platform does not know" / "_buildpack 中有平台不认识的键"
        why "the line is ignored silently and the default stays in force" / "该行会被静默忽略，默认设置继续生效"
        fix "write app_entry or php_extensions, or remove the line" / "请改为 app_entry 或 php_extensions，或删除该行"
        help "write {expected}, or remove the line" / "请改为 {expected}，或删除该行"
        message "unknown key {key:?}, expected {expected}" / "未知的键 {key:?}，应为 {expected}"

    EXTENSION_BUNDLED: Info "php/extension-bundled" { name }
        source "packages php-common, php-cli and php-fpm of Webtatic's repository for PHP 5.6 and 7.2"
        example "_buildpack: php_extensions=php-json"
        what "a requested extension comes with PHP itself" / "所请求的扩展随 PHP 自带"
        why "installing it does nothing: it is part of a package that every host with PHP has"
          / "安装它没有任何作用：每台装有 PHP 的服务器都已包含它"
        fix "remove the word from php_extensions" / "请从 php_extensions 中删除该词"
        help "remove {name} from php_extensions" / "请从 php_extensions 中删除 {name}"
        message "{name} comes with PHP itself" / "{name} 随 PHP 自带"

    EXTENSION_NAME_INVALID: Error "php/extension-name-invalid" { name, character, write }
        source "guide §1.3.3: extensions are installed with YUM; names of RPM packages"
        example "_buildpack: php_extensions=php-redis,php-gd"
        what "a word of php_extensions is no name of an RPM package" / "php_extensions 中有不是 RPM 包名的词"
        why "the words go to yum install: an option, a pattern or a shell character there installs something else or stops the installation"
          / "这些词会交给 yum install：其中的选项、通配符或 Shell 字符会导致安装别的东西，或使安装中断"
        fix "write names of packages separated by blanks: letters, digits, _, ., + and -, starting with a letter, a digit or _"
          / "请写由空格分隔的包名：只能包含字母、数字、_、.、+ 和 -，并以字母、数字或 _ 开头"
        help "separate the names by blanks, without quotes: php_extensions={write}"
           / "包名之间用空格分隔，不要加引号：php_extensions={write}"
        message "{name:?} is no package name because of {character:?}, expected letters, digits, '_', '.', '+' and '-', starting with a letter, a digit or '_'"
              / "{name:?} 因 {character:?} 而不是合法的包名，只能包含字母、数字、'_'、'.'、'+' 和 '-'，并以字母、数字或 '_' 开头"

    EXTENSION_NOT_REQUESTED: Warning "php/extension-not-requested" { extension, by, write }
        source "guide §1.3.3; ext- requirements of composer.lock and composer.json"
        example r#"composer.json: {"require": {"ext-redis": "*"}}"#
        what "the code needs an extension that php_extensions does not install"
           / "代码需要某个扩展，而 php_extensions 没有安装它"
        why "where the extension is not installed the first use of it ends the request with an undefined function or class"
          / "扩展未安装时，首次用到它的请求会因函数或类不存在而失败"
        fix "add the extension's package to php_extensions in _buildpack"
          / "请在 _buildpack 的 php_extensions 中加入该扩展的软件包"
        help "write in _buildpack: php_extensions={write}" / "请在 _buildpack 中写：php_extensions={write}"
        message "{by} needs the extension {extension}, which php_extensions does not install"
              / "{by} 需要扩展 {extension}，而 php_extensions 没有安装它"

    EXTENSION_UNKNOWN: Warning "php/extension-unknown" { name, write }
        source "guide §1.3.3: an extension must exist in a YUM repository; names of Webtatic's packages for PHP 5.6 and 7.2"
        example "_buildpack: php_extensions=redis"
        what "a word of php_extensions is no known package of PHP extensions" / "php_extensions 中有未知的 PHP 扩展包"
        why "yum installs packages, not extensions: a name that it does not know is skipped with a line in ext-installerr.log, and redis alone is the database server"
          / "yum 安装的是软件包而不是扩展：不认识的名称会被跳过，只在 ext-installerr.log 留下一行；而单独的 redis 是数据库服务器"
        fix "write the name of the package, php-EXTENSION in most cases" / "请写软件包的名称，通常是 php-扩展名"
        help "write {write} in php_extensions, or keep {name:?} when your YUM repository has it"
           / "请在 php_extensions 中写 {write}；若您的 YUM 仓库中有 {name:?}，可以保留"
        message "{name:?} is no known package of PHP extensions, expected {write}"
              / "{name:?} 不是已知的 PHP 扩展包，应为 {write}"

    LARAVEL_KEY_MISSING: Warning "php/laravel-key-missing" {}
        source "Laravel: EncryptionServiceProvider throws MissingAppKeyException when app.key is empty"
        example "artisan:\ncomposer.json: {\"require\": {\"laravel/framework\": \"8\"}}\nvendor/autoload.php: <?php\npublic/index.php: <?php"
        what "nothing in the package gives Laravel its APP_KEY" / "发布包中没有 Laravel 的 APP_KEY"
        why "unless the hosts set it, every request that uses sessions or cookies ends with status 500: No application encryption key has been specified"
          / "除非服务器设置了它，使用会话或 Cookie 的请求都会以 500 失败：`No application encryption key has been specified`"
        fix "give the hosts an APP_KEY: in their environment, or in a .env that only the hosts get"
          / "请为服务器提供 APP_KEY：写入环境变量，或写入只有服务器才有的 .env"
        help "`php artisan key:generate --show` prints one; set it as APP_KEY" / "用 `php artisan key:generate --show` 生成，并设为 APP_KEY"
        message "the package holds neither an APP_KEY in .env nor cached settings of Laravel"
              / "发布包中既没有 .env 中的 APP_KEY，也没有 Laravel 的配置缓存"

    LOCKED_LIBRARY_MISSING: Warning "php/locked-library-missing" { library, count }
        source "Composer: composer install brings every package of composer.lock, and lists it in vendor/composer/installed.json"
        example "composer.json: {\"require\": {\"a/b\": \"1\"}}\ncomposer.lock: {\"packages\": [{\"name\": \"a/b\"}]}\nvendor/autoload.php: <?php\nvendor/composer/installed.json: []\npublic/index.php: <?php"
        what "a library of composer.lock is not in vendor" / "composer.lock 中的库不在 vendor 中"
        why "the first use of it ends with a fatal error: class not found" / "首次使用它时以致命错误结束：找不到类"
        fix "run composer install --no-dev before packing" / "请在打包前执行 composer install --no-dev"
        help "composer install --no-dev, then pack again with vendor/" / "请执行 composer install --no-dev，然后连同 vendor/ 重新打包"
        message "composer.lock lists {library}, which vendor does not hold; {count} such libraries in all"
              / "composer.lock 中有 {library}，而 vendor 中没有；此类库共 {count} 个"

    NO_INDEX_PHP: Error "php/no-index-php" { entry, found }
        source "guide §1.3.3: the default configuration sends every request to index.php"
        example "_buildpack: app_entry=web\nweb/style.css:"
        what "the directory that nginx serves holds no index.php" / "nginx 所服务的目录中没有 index.php"
        why "nginx sends every request that is no file to index.php of this directory: all of them fail with 404"
          / "nginx 会把所有非文件请求转给该目录的 index.php，因此这些请求都返回 404"
        fix "put the application's index.php into the web root, or name the folder that holds it in _buildpack"
          / "请把应用的 index.php 放入 Web 根目录，或在 _buildpack 中指定它所在的目录"
        help "put the application's start script at {entry}/index.php, or name the folder that holds it in _buildpack: app_entry=FOLDER"
           / "请把应用的入口脚本放到 {entry}/index.php，或在 _buildpack 中指定它所在的目录：app_entry=目录"
        message "expected {entry}/index.php, {found}" / "应有 {entry}/index.php，{found}"

    OPEN_BASEDIR_USERINI: Error "php/open-basedir-userini" { found, expected }
        source "PHP manual: .user.ini files and open_basedir; guide §1.3.3: /home/admin/app-run"
        example "public/index.php: <?php\npublic/.user.ini: open_basedir=/www/wwwroot/shop/:/tmp/"
        what "a .user.ini limits PHP to directories of another host" / ".user.ini 把 PHP 限制在另一台服务器的目录中"
        why "PHP-FPM reads the file in the web root and then refuses to open the application's own scripts: \"No input file specified\""
          / "PHP-FPM 会读取 Web 根目录中的该文件，然后拒绝打开应用自己的脚本：\"No input file specified\""
        fix "leave the .user.ini of a hosting panel out of the package" / "打包时请不要包含主机面板生成的 .user.ini"
        help "leave this .user.ini out of the package (on the old host: chattr -i .user.ini && rm .user.ini), or write open_basedir={expected}/:/tmp/"
           / "打包时请去掉该 .user.ini（在原服务器上：chattr -i .user.ini && rm .user.ini），或改为 open_basedir={expected}/:/tmp/"
        message "open_basedir={found} does not hold {expected}, where the application runs"
              / "open_basedir={found} 不包含应用的运行目录 {expected}"

    PHP_VERSION_FLOOR: Warning "php/php-version-floor" { floor, by, hosts }
        source "the guide names no version; 7.2 is the newest of the YUM repositories for CentOS 6 (decided)"
        example "public/index.php: <?php\ncomposer.json: {\"require\": {\"php\": \">=8.1\"}}"
        what "the code needs a newer PHP than the hosts have" / "代码需要的 PHP 版本高于服务器的版本"
        why "composer's platform check, or the first syntax that PHP does not know, ends every request with status 500"
          / "composer 的平台检查，或 PHP 不认识的语法，会使每个请求都以 500 失败"
        fix "install versions of the libraries for the hosts' PHP: composer config platform.php VERSION and composer update --no-dev; a platform with another PHP says so in its policy's `php`"
          / "请安装适合服务器 PHP 版本的库：composer config platform.php 版本，然后 composer update --no-dev；若平台的 PHP 版本不同，请在策略的 `php` 中声明"
        help "composer config platform.php {hosts}.0 && composer update --no-dev, then pack again"
           / "请运行 composer config platform.php {hosts}.0 && composer update --no-dev，然后重新打包"
        message "{by} needs PHP {floor}, the hosts have {hosts}" / "{by} 需要 PHP {floor}，而服务器为 {hosts}"

    REQUIRE_CASE_MISMATCH: Error "php/require-case-mismatch" { written, actual }
        source "Linux file systems tell upper from lower case; macOS and Windows do not"
        example "public/index.php: <?php require __DIR__ . '/../App/boot.php';\napp/boot.php: <?php"
        what "the start page loads a file in other letter case than the package holds it"
           / "入口脚本加载的文件与软件包中的大小写不同"
        why "it works on macOS and Windows; on the Linux hosts every request ends with Failed opening required"
          / "在 macOS 和 Windows 上可以运行；在 Linux 服务器上每个请求都以 `Failed opening required` 失败"
        fix "write the path as it is" / "请按实际大小写书写路径"
        help "write the path so that it leads to {actual}" / "请改写路径，使其指向 {actual}"
        message "{written} is loaded, the package holds {actual}" / "入口脚本加载 {written}，软件包中是 {actual}"

    REQUIRE_TARGET_MISSING: Error "php/require-target-missing" { target }
        source "PHP manual: require of a file that is not there is a fatal error"
        example "public/index.php: <?php require __DIR__ . '/../boot.php';"
        what "the start page loads a file that is not in the package" / "入口脚本加载的文件不在软件包中"
        why "every request ends with a fatal error: Failed opening required" / "每个请求都以致命错误结束：`Failed opening required`"
        fix "pack the file, or run composer install --no-dev when it is composer's" / "请打包该文件；若由 composer 生成，请执行 composer install --no-dev"
        help "pack {target} too, or correct the path" / "请把 {target} 一并打包，或更正路径"
        message "{target} is loaded, which is not in the package" / "入口脚本加载 {target}，但软件包中没有它"

    RUNTIME_NOT_WRITABLE: Warning "php/runtime-not-writable" { directory, framework, state }
        source "directories that ThinkPHP, Laravel, CodeIgniter and Yii write to"
        example "artisan: <?php\nbootstrap/app.php: <?php\npublic/index.php: <?php"
        what "a directory that the framework writes to is not there, or not writable"
           / "框架需要写入的目录不存在或不可写"
        why "caches, sessions, logs or compiled views cannot be written, and requests that need them end with status 500"
          / "缓存、会话、日志或编译后的视图无法写入，需要它们的请求会以 500 失败"
        fix "pack the directory, with write permission for its owner; archivers drop empty directories, so put a .gitignore or .gitkeep into it"
          / "请把该目录打包进去，并让所有者可写；打包工具会丢弃空目录，可在其中放一个 .gitignore 或 .gitkeep"
        help "mkdir -p {directory:sh} && chmod u+rwx {directory:sh} && touch {directory:sh}/.gitkeep, then pack again"
           / "请运行 mkdir -p {directory:sh} && chmod u+rwx {directory:sh} && touch {directory:sh}/.gitkeep，然后重新打包"
        message "{framework} writes to {directory}/, which {state}"
              / "{framework} 需要写入 {directory}/，而该目录{state}"

    VENDOR_MISSING: Error "php/vendor-missing" { expected, needs }
        source "guide §1.3.3: the platform installs extensions, and says of nothing else that it does"
        example "composer.json: {\"require\": {\"topthink/framework\": \"6\"}}\npublic/index.php: <?php require __DIR__ . '/../vendor/autoload.php';"
        what "the libraries that composer.json asks for are not in the package" / "软件包中没有 composer.json 所需的库"
        why "the platform does not run composer: the first require of vendor/autoload.php ends every request with a fatal error"
          / "平台不会运行 composer：首次加载 vendor/autoload.php 时，每个请求都会因致命错误而失败"
        fix "run composer install --no-dev before packing, and pack the vendor directory too"
          / "请在打包前运行 composer install --no-dev，并把 vendor 目录一起打包"
        help "composer install --no-dev --optimize-autoloader, then pack again with the directory of {expected}"
           / "请运行 composer install --no-dev --optimize-autoloader，然后连同 {expected} 所在目录重新打包"
        message "composer.json requires {needs}, expected {expected} in the package"
              / "composer.json 需要 {needs}，软件包中应有 {expected}"
}
