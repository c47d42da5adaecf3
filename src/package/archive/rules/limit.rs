//! What there is too much of.

use crate::diagnostic::terms;
use crate::rule_table;

rule_table! {
    /// What there is too much of, by id.
    pub(in crate::package::archive) RULES

    LIMIT_ARCHIVE_SIZE: Error "archive/limit-archive-size" { found, allowed }
        source "archive limits of the platform"
        example "(a file of 2 GiB)"
        what "the archive is too big" / "压缩包太大"
        why "the platform does not spend more on one package" / "平台不会为一个包花费更多资源"
        fix "leave out what the application does not need" / "去掉应用不需要的内容"
        help "leave out what the application does not need: `.git`, `node_modules` that the platform installs, uploads, logs"
           / "去掉应用不需要的内容：`.git`、由平台安装的 `node_modules`、上传文件、日志"
        message "the archive has {found}, expected at most {allowed}" / "压缩包为 {found}，最多应为 {allowed}"

    LIMIT_ENTRY_COUNT: Error "archive/limit-entry-count" { found, allowed }
        source "archive limits of the platform"
        example "(300,000 entries)"
        what "the archive has too many entries" / "条目太多"
        why "the platform does not spend more on one package" / "平台不会为一个包花费更多资源"
        fix "leave out what the application does not need" / "去掉应用不需要的内容"
        message "the archive has {found} entries, expected at most {allowed}"
              / "压缩包有 {found} 个条目，最多应为 {allowed} 个"

    LIMIT_ENTRY_SIZE: Error "archive/limit-entry-size" { name, found, allowed }
        source "archive limits of the platform"
        example "(a file of 3 GiB)"
        what "a file is too big" / "文件太大"
        why "the platform does not spend more on one package" / "平台不会为一个包花费更多资源"
        fix "keep big files out of the package" / "不要把大文件放进包"
        message "`{name}` has {found}, expected at most {allowed}" / "`{name}` 为 {found}，最多应为 {allowed}"

    LIMIT_MEMBERS: Error "archive/limit-members" { found, allowed }
        source "archive limits of the platform"
        example "(a gzip file of 20,000 members)"
        what "the gzip file has too many members" / "gzip 成员太多"
        why "the platform does not spend more on one package" / "平台不会为一个包花费更多资源"
        fix "compress in one run" / "一次性压缩"
        message "the gzip file has {found} members, expected at most {allowed}"
              / "gzip 文件有 {found} 个成员，最多应为 {allowed} 个"

    LIMIT_METADATA: Error "archive/limit-metadata" { what, found, allowed }
        source "archive limits of the platform"
        example "(a pax header of 2 MiB)"
        what "names or extension headers are too big" / "名字或扩展头太大"
        why "the platform does not spend more on one package" / "平台不会为一个包花费更多资源"
        fix "shorten names and drop extended attributes" / "缩短名字并去掉扩展属性"
        help "shorten names, and pack without extended attributes: `tar --no-xattrs`"
           / "缩短名字，打包时不带扩展属性：`tar --no-xattrs`"
        message "{what}: {found}, expected at most {allowed}" / "{what}：{found}，最多应为 {allowed}"

    LIMIT_RATIO: Error "archive/limit-ratio" { name, found, allowed }
        source "archive limits of the platform"
        example "(1 GiB of zeros)"
        what "content is compressed more than real files ever are" / "压缩比高于任何真实文件"
        why "the platform does not spend more on one package" / "平台不会为一个包花费更多资源"
        fix "leave out files that hold nothing but repetition" / "去掉只有重复内容的文件"
        message "`{name}` unpacks {found}, expected at most {allowed}"
              / "`{name}` 的压缩比为 {found}，最多应为 {allowed}"

    LIMIT_SMALL_FILE: Error "archive/limit-small-file" { name, found, allowed }
        source "archive limits of the platform"
        example "package.json: <5 MiB>"
        what "a file that has to be read whole is too big" / "需要整体读取的文件太大"
        why "the platform does not spend more on one package" / "平台不会为一个包花费更多资源"
        fix "make the file smaller" / "缩小该文件"
        message "`{name}` has {found}, expected at most {allowed}" / "`{name}` 为 {found}，最多应为 {allowed}"

    LIMIT_TOTAL_SIZE: Error "archive/limit-total-size" { found, allowed }
        source "archive limits of the platform"
        example "(files of 5 GiB in all)"
        what "the files are too big together" / "文件总量太大"
        why "the platform does not spend more on one package" / "平台不会为一个包花费更多资源"
        fix "leave out what the application does not need" / "去掉应用不需要的内容"
        message "the files have {found} unpacked, expected at most {allowed}" / "解压后共 {found}，最多应为 {allowed}"

    PATH_TOO_DEEP: Error "archive/path-too-deep" { name, found, allowed }
        source "limit"
        example "(an entry 101 directories deep)"
        what "an entry lies too deep" / "条目层级太深"
        why "extraction fails half-way" / "解压会在中途失败"
        fix "make the tree flatter" / "让目录层级更浅"
        message "`{name}` has {found} components, expected at most {allowed}"
              / "`{name}` 有 {found} 层，最多应为 {allowed} 层"

    PATH_TOO_LONG: Error "archive/path-too-long" { name, found, allowed }
        source "limit; NAME_MAX of Linux is 255"
        example "(a component of 256 bytes)"
        what "an entry's name, or a component of it, is too long" / "条目名或其中一部分太长"
        why "extraction fails half-way" / "解压会在中途失败"
        fix "shorten the name" / "缩短名字"
        message "`{name}` has {found}, expected at most {allowed}" / "`{name}` 的长度为 {found}，最多应为 {allowed}"
}

terms! {
    /// What there is too much of.
    pub(in crate::package::archive) MetadataKind {
        Extension = "bytes of one extension header" / "单个扩展头的字节数",
        Names = "bytes of all names" / "全部名称的字节数",
        Records = "records of one pax header" / "单个 pax 头的记录数",
    }
}
