//! What is wrong with a tar.

use crate::diagnostic::terms;
use crate::rule_table;

rule_table! {
    /// What is wrong with a tar, by id.
    pub(in crate::package::archive) RULES

    TAR_CHECKSUM: Error "archive/tar-checksum" { found, expected }
        source "POSIX.1-2024, pax"
        example "(a header with one byte changed)"
        what "a tar header does not have its checksum" / "tar 头与校验和不符"
        why "readers skip ahead or stop, each somewhere else" / "各读取工具会跳过或停止在不同位置"
        fix "pack again with GNU tar, bsdtar or `npm pack`" / "用 GNU tar、bsdtar 或 `npm pack` 重新打包"
        message "a header's checksum is {found}, expected {expected}" / "头的校验和为 {found}，应为 {expected}"

    TAR_EMPTY: Error "archive/tar-empty" {}
        source "the platform needs an application"
        example "# node-js"
        what "a tgz holds no entry" / "tgz 中没有条目"
        why "there is nothing to run" / "没有可运行的内容"
        fix "pack the application's files" / "打包应用的文件"
        help "pack with `tar czf app.tgz -C app .`" / "用 `tar czf app.tgz -C app .` 打包"
        message "the archive holds no entry, expected the application's files" / "压缩包中没有条目，应含应用的文件"

    TAR_END_MISSING: Warning "archive/tar-end-missing" { blocks }
        source "POSIX.1-2024, pax"
        example "(a tar without zero blocks at its end)"
        what "a tar does not end with two zero blocks" / "tar 没有以两个零块结尾"
        why "it may be incomplete" / "无法判断它是否完整"
        fix "pack again with GNU tar, bsdtar or `npm pack`" / "用 GNU tar、bsdtar 或 `npm pack` 重新打包"
        message "the tar ends with {blocks} zero blocks, expected two" / "tar 以 {blocks} 个零块结尾，应为两个"

    TAR_GNU_INVALID: Error "archive/tar-gnu-invalid" { fault }
        source "readers compared on crafted archives"
        example "(two long names in a row)"
        what "a GNU long name is malformed" / "GNU 长名字格式错误"
        why "readers disagree about which name counts" / "各读取工具采用的名字不同"
        fix "pack again with GNU tar, bsdtar or `npm pack`" / "用 GNU tar、bsdtar 或 `npm pack` 重新打包"
        message "GNU long name: {fault}, expected one before its entry" / "GNU 长名字：{fault}，应在其条目之前出现一次"

    TAR_HEADER_BAD: Error "archive/tar-header-bad" { name, field, found }
        source "readers compared on crafted archives"
        example "(a size of `12x`)"
        what "a tar header has a field that readers take differently" / "tar 头中有各工具理解不同的字段"
        why "readers disagree about where the next entry starts or what it is called"
          / "各读取工具对下一个条目的位置或名字看法不一"
        fix "pack again with GNU tar, bsdtar or `npm pack`" / "用 GNU tar、bsdtar 或 `npm pack` 重新打包"
        message "`{name}`: {field} is `{found}`, expected what POSIX or GNU tar writes"
              / "`{name}`：{field} 为 `{found}`，应为 POSIX 或 GNU tar 的写法"

    TAR_LINK_ESCAPE: Error "archive/tar-link-escape" { name, target, fault }
        source "readers compared on crafted archives"
        example "passwords -> /etc/passwd"
        what "a link does not stay inside the archive, or readers follow it differently"
           / "链接不在压缩包之内，或各工具跟随方式不同"
        why "files are read or written outside the release directory, or not those that were inspected; of links through links only commands of npm workspaces, which lead to a file of the archive, are let pass"
          / "会读写发布目录之外的文件，或读写到未经检查的文件；经由其他链接的链接中，只允许指向包内文件的 npm 工作区命令"
        fix "replace the link by the file" / "用文件代替链接"
        help "replace the link by the file: `tar czhf app.tgz -C app .` follows links"
           / "用文件代替链接：`tar czhf app.tgz -C app .` 会跟随链接"
        message "`{name}` links to `{target}`: {fault}, expected a link to another entry of the archive"
              / "`{name}` 链接到 `{target}`：{fault}，应链接到压缩包中的其他条目"

    TAR_NOT_TAR: Error "archive/tar-not-tar" {}
        source "POSIX.1-2024, pax"
        example "(a text compressed with gzip)"
        what "what was compressed with gzip is no tar" / "用 gzip 压缩的内容不是 tar"
        why "nothing can be unpacked" / "无法解包"
        fix "pack with tar first" / "先用 tar 打包"
        help "pack with `tar czf app.tgz -C app .`" / "用 `tar czf app.tgz -C app .` 打包"
        message "the gzip file does not hold a tar, expected one" / "gzip 文件中不是 tar，应为 tar"

    TAR_PAX_GLOBAL: Error "archive/tar-pax-global" { key }
        source "readers compared on crafted archives"
        example "(a global `path`)"
        what "a global pax header changes names or sizes" / "全局 pax 头改变了名字或大小"
        why "some readers apply it to every entry, others ignore it" / "有的读取工具应用于所有条目，有的忽略"
        fix "pack again with GNU tar, bsdtar or `npm pack`" / "用 GNU tar、bsdtar 或 `npm pack` 重新打包"
        message "the global pax header sets `{key}`, expected only comments and times"
              / "全局 pax 头设置了 `{key}`，应只有注释和时间"

    TAR_PAX_INVALID: Error "archive/tar-pax-invalid" { fault, key }
        source "POSIX.1-2024, pax"
        example "(a pax record with a wrong length)"
        what "a pax header is malformed" / "pax 头格式错误"
        why "readers skip it, guess or stop" / "各读取工具会跳过、猜测或停止"
        fix "pack again with GNU tar, bsdtar or `npm pack`" / "用 GNU tar、bsdtar 或 `npm pack` 重新打包"
        message "pax header: {fault} (`{key}`), expected records `length key=value`, each key once"
              / "pax 头：{fault}（`{key}`），应为 `长度 键=值` 的记录，每个键一次"

    TAR_SIZE_MISMATCH: Error "archive/tar-size-mismatch" { name, fault }
        source "TARmageddon, CVE-2025-62518"
        example "(a pax size beside another one in the header)"
        what "an entry's sizes contradict each other, or what it is" / "条目的大小互相矛盾，或与类型矛盾"
        why "readers disagree about where the next entry starts and find hidden ones"
          / "各读取工具对下一个条目的位置看法不一，会读到隐藏的条目"
        fix "pack again with GNU tar, bsdtar or `npm pack`" / "用 GNU tar、bsdtar 或 `npm pack` 重新打包"
        message "`{name}`: {fault}, expected one size that fits the entry"
              / "`{name}`：{fault}，应只有一个符合条目的大小"

    TAR_SPARSE: Error "archive/tar-sparse" { name }
        source "readers compared on crafted archives"
        example "(an entry of type S)"
        what "an entry is sparse" / "条目是稀疏文件"
        why "readers that do not know the form write other content" / "不支持该格式的读取工具会写出不同内容"
        fix "pack without holes" / "打包时不用稀疏格式"
        help "pack without `--sparse` (`-S`)" / "打包时不要加 `--sparse`（`-S`）"
        message "`{name}` is a sparse file, expected a plain one" / "`{name}` 是稀疏文件，应为普通文件"

    TAR_TRAILING_DATA: Error "archive/tar-trailing-data" { found }
        source "readers compared on crafted archives"
        example "(a second tar after the end of the first)"
        what "something follows the end of a tar" / "tar 的结尾之后还有数据"
        why "some readers stop at the end, others read on and find more files"
          / "有的读取工具到此停止，有的继续读并找到更多文件"
        fix "pack again with GNU tar, bsdtar or `npm pack`" / "用 GNU tar、bsdtar 或 `npm pack` 重新打包"
        message "{found} after the end of the tar, expected zeros up to the end of the file"
              / "tar 的结尾之后有 {found}，直到文件结尾应为零"

    TAR_TRUNCATED: Error "archive/tar-truncated" { name }
        source "POSIX.1-2024, pax"
        example "(a tar that ends within a file)"
        what "a tar ends within an entry" / "tar 在条目中间结束"
        why "the last file is cut" / "最后一个文件不完整"
        fix "pack and upload the package again" / "重新打包并上传"
        message "the tar ends within `{name}`, expected the rest of it" / "tar 在 `{name}` 中间结束，应有其余部分"

    TAR_TYPE_UNSUPPORTED: Error "archive/tar-type-unsupported" { name, kind }
        source "readers compared on crafted archives"
        example "(a device)"
        what "an entry is no file, directory or link" / "条目不是文件、目录或链接"
        why "readers skip it, fail, or make a device" / "读取工具会跳过、失败或建立设备"
        fix "leave it out" / "不要打包它"
        message "`{name}` has type `{kind}`, expected a file, directory or link"
              / "`{name}` 的类型为 `{kind}`，应为文件、目录或链接"
}

terms! {
    /// A field of a tar header.
    pub(in crate::package::archive) TarField {
        DeviceMajor = "device major" / "主设备号",
        DeviceMinor = "device minor" / "次设备号",
        Extension = "extension header without magic" / "扩展头没有魔数",
        Gid = "gid" / "gid",
        GroupName = "group name" / "组名",
        LinkName = "link name" / "链接名",
        Magic = "magic" / "魔数",
        Mode = "mode" / "权限",
        Mtime = "mtime" / "修改时间",
        Name = "name" / "名称",
        Prefix = "prefix" / "前缀",
        Size = "size" / "大小",
        Times = "atime and ctime" / "访问时间和状态变更时间",
        Uid = "uid" / "uid",
        UserName = "user name" / "用户名",
        Version = "version" / "版本",
    }

    /// What contradicts what about the size of a tar's entry.
    pub(in crate::package::archive) SizeFault {
        Directory = "a directory with content" / "目录带有内容",
        Pax = "the pax size differs from the header's" / "pax 中的大小与文件头不一致",
        PaxTwice = "the pax size is given twice" / "pax 中的大小出现两次",
        TrailingSlash = "a file whose name ends with /" / "名称以 / 结尾的文件",
    }

    /// What is wrong with a pax header.
    pub(in crate::package::archive) PaxFault {
        BothNames = "pax and GNU name for one entry" / "同一条目既有 pax 名称又有 GNU 名称",
        Charset = "a character set other than UTF-8" / "字符集不是 UTF-8",
        Dangling = "no entry follows" / "后面没有条目",
        EmptyValue = "an empty value" / "值为空",
        Key = "a malformed key" / "键的格式错误",
        Length = "a malformed length" / "长度的格式错误",
        Newline = "a line end in a value" / "值中有换行",
        Repeated = "a key twice" / "有一个键重复",
        Twice = "two headers for one entry" / "同一条目有两个扩展头",
        Value = "a malformed value" / "值的格式错误",
    }

    /// What is wrong with a GNU long name.
    pub(in crate::package::archive) GnuFault {
        Dangling = "no entry follows" / "后面没有条目",
        Empty = "an empty name" / "名称为空",
        Nul = "a NUL inside the name" / "名称中有 NUL",
        Twice = "two for one entry" / "同一条目有两个",
    }

    /// Why a link is refused.
    pub(in crate::package::archive) LinkFault {
        Absolute = "absolute" / "是绝对路径",
        Content = "it has content" / "带有内容",
        Deciding = "this file must not be a link" / "该文件不能是链接",
        Empty = "empty" / "为空",
        Encoding = "not plain text" / "不是纯文本",
        HardTarget = "no earlier file has that name" / "前面没有该名称的文件",
        Loop = "it leads back to itself" / "指回自身",
        Outside = "it leaves the archive" / "指到归档之外",
        Root = "it leads to the archive's root" / "指向归档的根目录",
        ThroughLink = "it leads through another link" / "经过另一个链接",
        Turns = "a .. after a name" / "名称之后有 ..",
    }

    /// What follows the end of a tar.
    pub(in crate::package::archive) TrailFault {
        Data = "data" / "数据",
        PartialBlock = "a part of a block" / "不完整的块",
        Zeros = "too many zeros" / "过多的零",
    }
}
