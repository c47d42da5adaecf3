//! Commands that the documented platform's hosts have.

use std::collections::BTreeSet;

/// What comes with Node.js, GNU coreutils and the rest of a minimal `CentOS` 6 (§1.2, §6).
pub(super) fn documented() -> BTreeSet<String> {
    [NODE, BASE].into_iter().flat_map(str::split_ascii_whitespace).map(ToOwned::to_owned).collect()
}

const NODE: &str = "node npm npx";

const BASE: &str = "
    arch awk base64 basename bash cal cat chattr chgrp chkconfig chmod chown chroot chrt cksum clear cmp col column
    comm cp cpio crontab csplit curl cut date dd df diff diff3 dir dirname dmesg du egrep env expand expr factor
    fallocate fgrep file find flock fmt fold free gawk getconf getent getopt grep groups gunzip gzip head hexdump
    hostid hostname iconv id ifconfig install ionice ip ipcrm ipcs iptables join killall last ldconfig ldd less link
    ln locale logger logname ls lscpu md5sum mkdir mkfifo mknod mktemp more mount mv namei netstat nice nl nohup
    nproc od openssl paste pathchk perl pgrep pidof ping pinky pkill pmap pr printenv ps ptx pwdx python readlink
    realpath renice reset rev rm rmdir rpm runcon runuser script sdiff sed seq service setsid sh sha1sum sha224sum
    sha256sum sha384sum sha512sum shred shuf sleep sort split ss stat stdbuf stty su sudo sum sync sysctl systemctl
    tac tail tailf tar taskset tee timeout top touch tput tr truncate tsort tty uname unexpand uniq unlink unzip
    uptime useradd userdel usermod users usleep uuidgen vdir vi vmstat w wall watch wc whereis which who whoami
    xargs yes yum zcat
";
