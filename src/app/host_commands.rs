//! Commands that the documented platform's hosts have.

use std::collections::BTreeSet;

/// What comes with Node.js, GNU coreutils and the rest of a minimal `CentOS` 6 (§1.2, §6).
pub(super) fn documented() -> BTreeSet<String> {
    [NODE, BASE].into_iter().flat_map(str::split_ascii_whitespace).map(ToOwned::to_owned).collect()
}

const NODE: &str = "node npm npx";

const BASE: &str = "
    arch awk base64 basename bash cat chattr chgrp chkconfig chmod chown chroot cksum clear cmp column comm cp cpio
    crontab csplit curl cut date dd df diff dir dirname dmesg du egrep env expand expr factor fgrep file find flock
    fmt fold free gawk getent getopt grep groups gunzip gzip head hexdump hostid hostname id ifconfig install ionice
    ip ipcrm ipcs iptables join killall ldconfig ldd less link ln logger logname ls lscpu md5sum mkdir mkfifo mknod
    mktemp more mount mv netstat nice nl nohup nproc od openssl paste pathchk perl pgrep pidof ping pinky pkill pr
    printenv ps ptx python readlink realpath renice reset rev rm rmdir rpm runcon sed seq service setsid sh sha1sum
    sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split ss stat stdbuf stty su sudo sum sync sysctl
    systemctl tac tail tar tee timeout top touch tr truncate tsort tty uname unexpand uniq unlink unzip uptime users
    uuidgen vdir vi watch wc whereis which who whoami xargs yes yum zcat
";
