//! What `unzip` makes of a ZIP that other readers take as it is.

use crate::diagnostic::terms;
use crate::rule_table;

rule_table! {
    /// What `unzip` makes of a ZIP, by id.
    pub(in crate::package::archive) RULES

    UNZIP_COLLISION: Error "archive/unzip-collision" { name, other, disk }
        source "unzip 6.0-28 of Debian"
        example "# php\npublic/index.php: <?php\npublic/index.php;1: <?php"
        what "two entries are one file once unzip has written them" / "两个条目经 unzip 解压后成为同一个文件"
        why "unzip drops a version such as `;1` and the byte FF, and maps bytes of names that DOS or Windows wrote: the second file replaces the first, or is lost"
          / "unzip 会去掉 `;1` 之类的版本号和字节 FF，并转换由 DOS 或 Windows 写入的名称字节：后一个文件会覆盖前一个，或者丢失"
        fix "rename one of them, or leave it out" / "给其中一个改名，或不打包它"
        message "`{name}` and `{other}` meet at `{disk}` on disk, expected names that unzip keeps apart"
              / "`{name}` 与 `{other}` 在磁盘上都成为 `{disk}`，应使用 unzip 能区分的名字"

    UNZIP_NAME: Warning "archive/unzip-name" { name, disk, others }
        source "unzip 6.0-28 of Debian; CentOS 6 has the same table, later builds of Red Hat and Ubuntu convert otherwise"
        example "# php\npublic/index.php: <?php\napp/x.php;1: <?php"
        what "unzip writes an entry under another name" / "unzip 会以另一个名字写出条目"
        why "what the application asks for by its name is not there; the name of an entry that DOS or Windows made also depends on the host's unzip and language"
          / "应用按原名找不到该文件；由 DOS 或 Windows 生成的条目，其名字还取决于服务器的 unzip 及语言设置"
        fix "use ASCII names that do not end in `;` and digits, or pack on Linux" / "使用不以 `;` 加数字结尾的 ASCII 名字，或在 Linux 上打包"
        help "rename it with ASCII letters and without `;`, or pack with `zip -r app.zip .` on Linux or macOS: Python on Windows and `jar cfM` write names that unzip maps"
           / "请改为不含 `;` 的 ASCII 名字，或在 Linux、macOS 上用 `zip -r app.zip .` 打包：Windows 上的 Python 与 `jar cfM` 写出的名字会被 unzip 转换"
        message "`{name}` is `{disk}` on disk: unzip does not keep the name{others}"
              / "`{name}` 在磁盘上为 `{disk}`：unzip 不会保留该名字{others}"

    UNZIP_SKIPPED: Error "archive/unzip-skipped" { name, fault }
        source "`mapname` of unzip 6.0, which exits with 0 or 2"
        example "(an entry made by FAT with the attribute of a volume label)"
        what "unzip does not write an entry" / "unzip 不会写出条目"
        why "the file is not on the hosts" / "服务器上没有该文件"
        fix "pack the file again under a plain name" / "用普通名字重新打包该文件"
        help "pack again with `zip -r app.zip .`, and rename the file when its name has no letters"
           / "用 `zip -r app.zip .` 重新打包；名字中没有字母时请改名"
        message "`{name}` is skipped by unzip: {fault}, expected a file that it writes"
              / "unzip 会跳过 `{name}`：{fault}，应为它会写出的文件"

    UNZIP_STOPS: Warning "archive/unzip-stops" { name }
        source "unzip 6.0-28 of Debian: its patch for CVE-2019-13232"
        example "(an entry with the extra field 0x7075, and one with a data descriptor after it)"
        what "unzip stops at an entry, and what follows is not unpacked" / "unzip 会在某个条目处停止，其后的条目不会解压"
        why "newer builds of unzip take the archive for a zip bomb (`overlapped components`, exit status 12); CentOS 6's reads it"
          / "较新的 unzip 会把该压缩包当作 zip 炸弹（`overlapped components`，退出码 12）；CentOS 6 的 unzip 可以读取"
        fix "pack with UTF-8 names and the flag for them, or into a file instead of a pipe"
          / "用带 UTF-8 标志的文件名打包，或直接打包成文件而不经过管道"
        help "pack with `zip -r app.zip .` on Linux or macOS" / "在 Linux 或 macOS 上用 `zip -r app.zip .` 打包"
        message "unzip may stop at `{name}`, whose data descriptor comes after an extra field 0x7075, expected one of the two at most"
              / "unzip 可能在 `{name}` 处停止：其数据描述符出现在扩展字段 0x7075 之后，二者最多应有其一"
}

terms! {
    /// Why `unzip` writes nothing.
    pub(in crate::package::archive) SkipFault {
        Label = "its attributes make it a volume label of DOS" / "其属性表明它是 DOS 卷标",
        Nameless = "nothing of its name is left" / "去掉部分字符后名字为空",
    }
}
