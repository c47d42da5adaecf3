//! PHP extensions and the YUM packages that bring them.

use crate::diagnostic::nearest;

/// What a word of `php_extensions` asks YUM for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Request {
    /// Something that PHP itself brings.
    Bundled,
    /// A package of PHP extensions.
    Known,
    /// No known package; `write` is the one that was likely meant.
    Unknown {
        /// A package that exists.
        write: Option<String>,
    },
}

/// What the word `name` of `php_extensions` asks for.
pub(super) fn request(name: &str) -> Request {
    let Some(subject) = subject(name) else {
        return bare(name);
    };
    match subject {
        "" => Request::Bundled,
        _ if is_bundled(subject) => Request::Bundled,
        _ if is_known(subject) => Request::Known,
        _ => Request::Unknown { write: nearest(subject, subjects()).map(package_of) },
    }
}

/// The package to ask YUM for to get `extension`.
pub(super) fn package_of(extension: &str) -> String {
    format!("php-{}", packages(extension).next().unwrap_or(extension))
}

/// Whether PHP itself brings `extension`.
pub(super) fn is_bundled(extension: &str) -> bool {
    BUNDLED.contains(&packages(extension).next().unwrap_or(extension))
}

/// Whether installing what `name` asks for brings `extension`.
pub(super) fn brings(name: &str, extension: &str) -> bool {
    let subject = subject(name).unwrap_or(name);
    if subject == extension || alias(subject) == extension {
        return true;
    }
    let mut asked: Vec<&str> = packages(subject).collect();
    asked.push(subject);
    // The packages of database drivers need that of PDO.
    let needs_pdo = asked.iter().any(|package| NEED_PDO.contains(package));
    packages(extension).any(|package| asked.contains(&package) || (needs_pdo && package == "pdo"))
}

/// The extension's name as `php -m` and composer write it, of a package that is called otherwise.
fn alias(subject: &str) -> &str {
    match subject {
        "libsodium" => "sodium",
        "zendopcache" => "opcache",
        other => other,
    }
}

/// A word that does not start like a PHP package: the name of an extension, most likely.
fn bare(name: &str) -> Request {
    let lower = name.to_ascii_lowercase();
    // What composer, PECL and php.ini on Windows call an extension.
    let plain = ["ext-", "pecl-", "php_"].iter().find_map(|prefix| lower.strip_prefix(prefix)).unwrap_or(&lower);
    let plain = [".so", ".dll"].iter().find_map(|suffix| plain.strip_suffix(suffix)).unwrap_or(plain);
    if is_bundled(plain) {
        Request::Bundled
    } else if is_known(plain) {
        Request::Unknown { write: Some(package_of(plain)) }
    } else {
        Request::Unknown { write: nearest(plain, subjects()).map(package_of) }
    }
}

/// What a PHP package's name says beside PHP and its version: `redis` of `php72w-pecl-redis-4.1.0`; empty for PHP
/// itself. `None` when the name does not start like one.
fn subject(name: &str) -> Option<&str> {
    let name = ARCHITECTURES.iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name);
    let name = without_version(name);
    let name = name.strip_prefix("rh-").unwrap_or(name);
    let rest = name.strip_prefix("php")?;
    let rest = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
    // php72w of Webtatic, php72u of IUS, php72-php of Remi.
    let rest = if rest.len() + 3 < name.len() { rest.strip_prefix(['w', 'u']).unwrap_or(rest) } else { rest };
    let rest = if rest.is_empty() { rest } else { rest.strip_prefix('-')? };
    let rest = rest.strip_prefix("php-").unwrap_or(rest);
    Some(rest.strip_prefix("pecl-").unwrap_or(rest))
}

/// The name without a version, which starts with a digit after a `-`.
fn without_version(name: &str) -> &str {
    let starts_with_digit = |rest: &str| rest.starts_with(|digit: char| digit.is_ascii_digit());
    // yum's `name-version-release`: a version starts with a digit.
    let end = name.match_indices('-').find(|(at, _)| name.get(at + 1..).is_some_and(starts_with_digit));
    end.and_then(|(at, _)| name.get(..at)).unwrap_or(name)
}

fn is_known(subject: &str) -> bool {
    subjects().any(|known| known == subject)
}

fn subjects() -> impl Iterator<Item = &'static str> {
    let base = base().flat_map(|(extension, package)| [extension, package]);
    base.chain(PECL.split_ascii_whitespace()).chain(NO_EXTENSIONS)
}

/// The packages that provide an extension, the one to be preferred first.
fn packages(extension: &str) -> impl Iterator<Item = &'static str> {
    base().filter(move |(name, _)| *name == extension).map(|(_, package)| package)
}

fn base() -> impl Iterator<Item = (&'static str, &'static str)> {
    BASE.split_ascii_whitespace().map(|pair| pair.split_once('=').unwrap_or((pair, pair)))
}

/// Packages that PHP on a host cannot be without.
const BUNDLED: [&str; 3] = ["cli", "common", "fpm"];

/// Packages of PHP that hold no extension.
const NO_EXTENSIONS: [&str; 2] = ["pear", "pecl"];

const ARCHITECTURES: [&str; 3] = [".x86_64", ".noarch", ".i686"];

const NEED_PDO: [&str; 7] = ["interbase", "mssql", "mysql", "mysqlnd", "odbc", "pdo_dblib", "pgsql"];

/// Extensions and the packages of Webtatic's repository that provide them, of PHP 5.6 and 7.2, without the `php56w-` or
/// `php72w-` before: `extension=package`, or one word where both are called the same. Of two packages the one to be preferred
/// comes first.
const BASE: &str = "
    bcmath bz2=common calendar=common cgi=cli cli common core=common ctype=common curl=common date=common dba devel
    dom=xml domxml=xml embedded enchant ereg=common exif=common fileinfo=common filter=common firebird=interbase fpm
    ftp=common gd gettext=common gmp=common hash=common iconv=common imap interbase intl json=common ldap
    libxml=common mbstring mcrypt mhash=common mssql mssql=pdo_dblib mysql=mysqlnd mysql mysqli=mysqlnd mysqli=mysql
    mysqlnd odbc opcache openssl=common pcntl=cli pcre=common pdo pdo_dblib pdo_dblib=mssql pdo_firebird=interbase
    pdo_mysql=mysqlnd pdo_mysql=mysql pdo_odbc=odbc pdo_pgsql=pgsql pdo_sqlite=pdo pgsql phar=common phpdbg
    posix=process process pspell readline=cli recode reflection=common session=common shmop=common simplexml=common
    snmp soap sockets=common sodium spl=common sqlite3=pdo standard=common sysvmsg=process sysvsem=process
    sysvshm=process tidy tokenizer=common wddx=xml xml xmlreader=xml xmlrpc xmlwriter=xml xsl=xml zip=common
    zlib=common
";

/// Extensions from PECL that YUM repositories for PHP carry as `php-pecl-…`.
const PECL: &str = "
    amqp apc apcu ast ds event gearman geoip gmagick grpc http igbinary imagick libsodium lzf mailparse memcache
    memcached mongo mongodb msgpack oauth propro protobuf raphf rar rdkafka redis solr sphinx ssh2 stomp swoole
    uploadprogress uuid xdebug xhprof yac yaf yaml yar zendopcache zmq
";
