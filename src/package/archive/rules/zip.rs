//! What is wrong with a ZIP.

use std::fmt;

use serde::Serialize;

use crate::diagnostic::{shown, terms};
use crate::rule_table;

rule_table! {
    /// What is wrong with a ZIP, by id.
    pub(in crate::package::archive) RULES

    ZIP_COMMENT_INVALID: Error "archive/zip-comment-invalid" { name }
        source "readers compared on crafted archives"
        example r"(an entry comment that holds `PK\5\6`)"
        what "an entry's comment is not text, or holds a ZIP signature" / "条目注释不是文本，或含有 ZIP 签名"
        why "readers may start reading inside the comment, and PHP refuses the whole archive for a text that is not what its flag says"
          / "读取工具可能从注释内部开始读取；文本与标志不符时，PHP 会拒绝整个压缩包"
        fix "remove the comment" / "去掉注释"
        help "remove the comments: pack again without `zip -c`" / "去掉注释：重新打包时不要用 `zip -c`"
        message "the comment of `{name}` is not UTF-8, or holds a ZIP signature or a control character, expected plain text"
              / "`{name}` 的注释不是 UTF-8，或含有 ZIP 签名或控制字符，应为普通文本"

    ZIP_CRC_MISMATCH: Error "archive/zip-crc-mismatch" { name, found, expected }
        source "readers compared on crafted archives"
        example "(a JAR with one byte changed)"
        what "an entry's content does not have its checksum" / "条目内容与校验和不符"
        why "the file was damaged on its way" / "文件在传输中损坏"
        fix "build and upload the package again" / "重新构建并上传包"
        message "`{name}`: the content's CRC-32 is {found}, expected {expected}"
              / "`{name}`：内容的 CRC-32 为 {found}，应为 {expected}"

    ZIP_DEFLATE_BAD: Error "archive/zip-deflate-bad" { name, fault }
        source "readers compared on crafted archives"
        example "(a deflate stream with a bad block)"
        what "an entry's compressed data is damaged" / "条目的压缩数据已损坏"
        why "it cannot be unpacked, or unpacks differently" / "无法解压，或解压结果不同"
        fix "build and upload the package again" / "重新构建并上传包"
        message "`{name}`: {fault}, expected one whole deflate stream" / "`{name}`：{fault}，应为一个完整的 deflate 流"

    ZIP_DESCRIPTOR_MISMATCH: Error "archive/zip-descriptor-mismatch" { name, fault }
        source "readers compared on crafted archives"
        example "(a data descriptor with another size)"
        what "a data descriptor contradicts the directory" / "数据描述符与目录矛盾"
        why "readers that stream end the entry elsewhere" / "流式读取的工具会在别处结束该条目"
        fix "build the package again with one run of a common tool" / "用常见工具一次性重新构建包"
        message "`{name}`: {fault}, expected a descriptor that repeats the directory"
              / "`{name}`：{fault}，描述符应与目录一致"

    ZIP_EMPTY: Error "archive/zip-empty" {}
        source "the platform needs an application"
        example "# php"
        what "a ZIP holds no entry" / "ZIP 中没有条目"
        why "there is nothing to run" / "没有可运行的内容"
        fix "pack the application's files" / "打包应用的文件"
        message "the archive holds no entry, expected the application's files" / "压缩包中没有条目，应含应用的文件"

    ZIP_ENCRYPTED: Error "archive/zip-encrypted" { name }
        source "readers compared on crafted archives"
        example "(an entry with a password)"
        what "an entry is encrypted" / "条目已加密"
        why "the platform has no password to read it with" / "平台没有密码可供读取"
        fix "pack without a password" / "打包时不要加密码"
        message "`{name}` is encrypted, expected plain content" / "`{name}` 已加密，应为明文内容"

    ZIP_EOCD_MISMATCH: Error "archive/zip-eocd-mismatch" { field, found, expected }
        source "readers compared on crafted archives"
        example "(an end record that counts one entry too few)"
        what "the end record does not fit the directory" / "结束记录与目录不符"
        why "readers count, search or trust differently and see different files"
          / "各读取工具计数、查找或信任的方式不同，看到的文件不同"
        fix "build the package again with one run of a common tool" / "用常见工具一次性重新构建包"
        message "{field} of the end record is {found}, expected {expected}"
              / "结束记录的 {field} 为 {found}，应为 {expected}"

    ZIP_EXTRA_INVALID: Error "archive/zip-extra-invalid" { name, fault }
        source "readers compared on crafted archives"
        example "(an extra record longer than the field that holds it)"
        what "an entry's extra field is malformed" / "条目的扩展字段格式错误"
        why "readers skip it, guess or stop" / "各读取工具会跳过、猜测或停止"
        fix "build the package again with one run of a common tool" / "用常见工具一次性重新构建包"
        message "`{name}`: {fault} in the extra field, expected whole records, each kind once"
              / "`{name}`：扩展字段中 {fault}，应为完整的记录且每种一次"

    ZIP_HEADER_BAD: Error "archive/zip-header-bad" { name, part }
        source "readers compared on crafted archives"
        example "(a directory entry whose offset points outside)"
        what "an entry's header or data is not where the directory says" / "条目的头或数据不在目录所说的位置"
        why "no reader can read it, or each reads something else" / "读取工具无法读取，或读到不同内容"
        fix "build the package again with one run of a common tool" / "用常见工具一次性重新构建包"
        message "`{name}`: {part} is not where the directory says, expected it inside the archive"
              / "`{name}`：{part} 不在目录所说的位置，应在压缩包之内"

    ZIP_HEADER_MISMATCH: Error "archive/zip-header-mismatch" { name, field, local, directory }
        source "readers compared on crafted archives"
        example "(another name before the data than in the directory)"
        what "an entry's two headers contradict each other" / "条目的两个头互相矛盾"
        why "readers that stream see another file than those that use the directory"
          / "流式读取的工具与使用目录的工具看到的文件不同"
        fix "build the package again with one run of a common tool" / "用常见工具一次性重新构建包"
        message "`{name}`: {field} is {local} before the data and {directory} in the directory, expected the same"
              / "`{name}`：{field} 在数据前为 {local}，在目录中为 {directory}，应相同"

    ZIP_METHOD_UNSUPPORTED: Error "archive/zip-method-unsupported" { name, method }
        source "the JVM and PHP read methods 0 and 8"
        example "(an entry compressed with LZMA)"
        what "an entry is compressed with a method that the runtimes do not read" / "条目使用了运行环境不支持的压缩方法"
        why "it cannot be unpacked on the hosts" / "在主机上无法解压"
        fix "compress with deflate" / "用 deflate 压缩"
        help "compress with deflate: `zip -r app.zip .`, or `7z a -mm=Deflate app.zip .`"
           / "用 deflate 压缩：`zip -r app.zip .` 或 `7z a -mm=Deflate app.zip .`"
        message "`{name}` uses compression method {method}, expected 0 (stored) or 8 (deflated)"
              / "`{name}` 使用压缩方法 {method}，应为 0（存储）或 8（deflate）"

    ZIP_MODE_INVALID: Warning "archive/zip-mode-invalid" { name }
        source "some versions of commons-compress write it"
        example "(a directory with mode 0xFFFF)"
        what "a directory has the mode -1" / "目录的模式为 -1"
        why "readers that keep modes make it accessible to everybody" / "保留模式的读取工具会让所有人都能访问它"
        fix "update the packing tool" / "升级打包工具"
        message "the directory `{name}` has mode 0xffff, expected a real one"
              / "目录 `{name}` 的模式为 0xffff，应为真实模式"

    ZIP_MULTI_DISK: Error "archive/zip-multi-disk" { disk }
        source "readers compared on crafted archives"
        example "(a part of a split ZIP)"
        what "the ZIP says that it is one of several disks" / "ZIP 声称自己是多个分卷之一"
        why "the other parts are missing" / "缺少其他分卷"
        fix "pack into one file" / "打包成一个文件"
        help "join the parts: `zip -s 0 split.zip --out app.zip`" / "合并分卷：`zip -s 0 split.zip --out app.zip`"
        message "the archive names disk {disk}, expected a single file" / "压缩包提到分卷 {disk}，应为单个文件"

    ZIP_MULTIPLE_EOCD: Error "archive/zip-multiple-eocd" {}
        source "readers compared on crafted archives"
        example r"(an archive comment that holds `PK\5\6`)"
        what "the archive comment holds a ZIP signature" / "压缩包注释中含有 ZIP 签名"
        why "readers start from different end records and see different files"
          / "各读取工具从不同的结束记录开始，看到的文件不同"
        fix "remove the archive comment" / "去掉压缩包注释"
        help "remove the archive comment: `zip -z app.zip < /dev/null`" / "去掉压缩包注释：`zip -z app.zip < /dev/null`"
        message "the archive comment holds a ZIP signature, expected plain text"
              / "压缩包注释中含有 ZIP 签名，应为普通文本"

    ZIP_OVERLAP: Error "archive/zip-overlap" { name, other }
        source "Fifield, A better zip bomb"
        example "(two entries that share their data)"
        what "entries overlap" / "条目互相重叠"
        why "a small file unpacks to an enormous one, and readers see different contents"
          / "很小的文件会解压出巨大的内容，各读取工具看到的内容不同"
        fix "build the package again with one run of a common tool" / "用常见工具一次性重新构建包"
        message "`{name}` reaches into `{other}`, expected entries one after another"
              / "`{name}` 与 `{other}` 重叠，条目应依次排列"

    ZIP_PREFIX_DATA: Error "archive/zip-prefix-data" { found, allowed }
        source "readers compared on crafted archives"
        example "(a picture followed by a ZIP)"
        what "there is data before the first entry of a ZIP" / "ZIP 的第一个条目之前有数据"
        why "some readers take the file for whatever that data is" / "有的读取工具会把文件当成那些数据"
        fix "build the package without it" / "去掉这些数据重新构建"
        help "build the package without it; only an executable JAR may start with a `#!` script"
           / "去掉这些数据重新构建；只有可执行 JAR 可以以 `#!` 脚本开头"
        message "{found} before the first entry, expected at most {allowed} of launch script"
              / "第一个条目之前有 {found}，启动脚本最多应为 {allowed}"

    ZIP_SETUID: Warning "archive/zip-setuid" { name, mode }
        source "readers compared on crafted archives"
        example "(an entry with mode 4755)"
        what "an entry is set-user-id or set-group-id" / "条目带有 set-user-id 或 set-group-id"
        why "the file would run with another user's rights where a reader keeps the bit"
          / "若读取工具保留该位，文件会以其他用户的权限运行"
        fix "remove the bit" / "去掉该位"
        help "remove the bit: `chmod ug-s` on the file, then pack again"
           / "去掉该位：对文件执行 `chmod ug-s` 后重新打包"
        message "`{name}` has mode {mode}, expected no set-user-id or set-group-id bit"
              / "`{name}` 的模式为 {mode}，不应有 set-user-id 或 set-group-id 位"

    ZIP_SIZE_LIE: Error "archive/zip-size-lie" { name, found, expected }
        source "readers compared on crafted archives"
        example "(a deflated entry that unpacks to more than it says)"
        what "an entry unpacks to another size than it says" / "条目解压后的大小与声明不符"
        why "readers cut it, fail or run out of space" / "读取工具会截断、失败或耗尽空间"
        fix "build the package again with one run of a common tool" / "用常见工具一次性重新构建包"
        message "`{name}` unpacks to {found}, expected {expected}" / "`{name}` 解压后为 {found}，应为 {expected}"

    ZIP_SPECIAL_FILE: Error "archive/zip-special-file" { name, mode }
        source "readers compared on crafted archives"
        example "(an entry with the Unix type of a device)"
        what "a ZIP holds a device, pipe or socket" / "ZIP 中含有设备、管道或套接字"
        why "readers fail, or make one" / "读取工具会失败，或真的建立它"
        fix "leave it out" / "不要打包它"
        message "`{name}` has the mode {mode} of a special file, expected a file or directory"
              / "`{name}` 的模式 {mode} 是特殊文件，应为文件或目录"

    ZIP_SYMLINK: Error "archive/zip-symlink" { name }
        source "unzip makes a link, PHP and the JVM a file"
        example "(an entry with the Unix type of a symbolic link)"
        what "a ZIP holds a symbolic link" / "ZIP 中含有符号链接"
        why "some readers make a link of it, others a file that holds the target's name"
          / "有的读取工具建立链接，有的建立内容为目标名的文件"
        fix "pack the file itself" / "打包文件本身"
        help "pack what the link points to: `zip -r app.zip .` without `-y`"
           / "打包链接指向的内容：`zip -r app.zip .`，不要加 `-y`"
        message "`{name}` is a symbolic link, expected a file or directory" / "`{name}` 是符号链接，应为文件或目录"

    ZIP_TIME_ZERO: Warning "archive/zip-time-zero" { name, count }
        source "the zeroth day of the zeroth month"
        example "(an entry with DOS time 0)"
        what "entries have a modification time that does not exist" / "条目的修改时间不存在"
        why "readers show 1979 or 1980, or fail to set it" / "读取工具显示 1979 或 1980 年，或无法设置"
        fix "touch the files before packing" / "打包前更新文件时间"
        message "`{name}` is the first of {count} entries with the time 0, expected a date from 1980 on"
              / "`{name}` 是 {count} 个时间为 0 的条目中的第一个，日期应不早于 1980 年"

    ZIP_TRAILING_DATA: Error "archive/zip-trailing-data" { found, zeros }
        source "readers compared on crafted archives"
        example "(a JAR with a second file appended)"
        what "something follows the end record of a ZIP" / "ZIP 的结束记录之后还有数据"
        why "some readers find another archive in it; `java -jar` calls the file corrupt, even for zeros"
          / "有的读取工具在其中找到另一个压缩包；`java -jar` 会认为文件已损坏，即使只是零"
        fix "remove what was appended, or pack into a file: `bsdtar --format zip -cf -` adds zeros"
          / "去掉追加的内容，或直接打包成文件：`bsdtar --format zip -cf -` 会追加零"
        message "the file goes on for {found} of {zeros} after its end record, expected it to end there"
              / "结束记录之后还有 {found}的{zeros}，文件应在此结束"

    ZIP_TRUNCATED: Error "archive/zip-truncated" { size }
        source "readers compared on crafted archives"
        example "(the first half of a JAR)"
        what "a ZIP ends before its end record" / "ZIP 在结束记录之前就结束了"
        why "nothing can be found in it" / "无法在其中找到任何内容"
        fix "upload the file again" / "重新上传文件"
        help "upload the file again, and compare its size and checksum with the original"
           / "重新上传文件，并与原文件比较大小和校验和"
        message "the archive ends after {size} without its end record, expected a whole ZIP"
              / "压缩包在 {size} 之后结束，没有结束记录，应为完整的 ZIP"

    ZIP_TYPE_CONFLICT: Error "archive/zip-type-conflict" { name, fault }
        source "readers compared on crafted archives"
        example "(an entry `x` with the attribute of a directory)"
        what "an entry's name and its attributes disagree about whether it is a directory"
           / "条目名与属性对是否目录的说法不一"
        why "some readers make a file of it, others a directory" / "有的读取工具建立文件，有的建立目录"
        fix "build the package again with one run of a common tool" / "用常见工具一次性重新构建包"
        message "`{name}`: {fault}, expected a name and attributes that agree" / "`{name}`：{fault}，名字与属性应一致"

    ZIP_UNICODE_PATH: Error "archive/zip-unicode-path" { name, other }
        source "readers compared on crafted archives"
        example "(an extra field 0x7075 with another name)"
        what "an entry has a second name in its extra field" / "条目的扩展字段中有第二个名字"
        why "readers disagree about which name counts" / "各读取工具采用的名字不同"
        fix "pack without the extra field" / "打包时不写该扩展字段"
        help "pack with a tool that sets the UTF-8 flag instead, such as 7-Zip or bsdtar"
           / "改用设置 UTF-8 标志的工具打包，例如 7-Zip 或 bsdtar"
        message "`{name}` is also called `{other}`, expected one name" / "`{name}` 又名 `{other}`，应只有一个名字"

    ZIP_UNLISTED_DATA: Error "archive/zip-unlisted-data" { name, found }
        source "readers compared on crafted archives"
        example "(a file between two entries that the directory does not list)"
        what "bytes that belong to no entry" / "有不属于任何条目的字节"
        why "readers that stream find files there that the directory does not list"
          / "流式读取的工具会在其中找到目录没有列出的文件"
        fix "build the package again with one run of a common tool" / "用常见工具一次性重新构建包"
        help "build the package again; after deleting entries, `zip -F` removes such holes"
           / "重新构建包；删除过条目后可用 `zip -F` 去掉空洞"
        message "{found} after `{name}` belong to no entry, expected the next entry"
              / "`{name}` 之后有 {found} 不属于任何条目，应为下一个条目"

    ZIP_UNUSED_FLAGS: Warning "archive/zip-unused-flags" { name, flags }
        source "APPNOTE.TXT 4.4.4"
        example "(an entry with flag bit 7)"
        what "an entry has flags that mean nothing" / "条目带有没有意义的标志"
        why "a reader may give them a meaning" / "某个读取工具可能赋予它含义"
        fix "build the package again with one run of a common tool" / "用常见工具一次性重新构建包"
        message "`{name}` has the unused flags {flags}, expected none" / "`{name}` 带有未使用的标志 {flags}，不应有"

    ZIP_VERSION_UNSUPPORTED: Error "archive/zip-version-unsupported" { name, version }
        source "readers compared on crafted archives"
        example "(an entry that needs version 6.3)"
        what "an entry needs a newer ZIP version than the runtimes read" / "条目需要运行环境不支持的 ZIP 版本"
        why "it cannot be unpacked on the hosts" / "在主机上无法解压"
        fix "build the package again with one run of a common tool" / "用常见工具一次性重新构建包"
        message "`{name}` needs ZIP version {version} (in tenths), expected at most 46"
              / "`{name}` 需要 ZIP 版本 {version}（以十分之一计），最多应为 46"

    ZIP_ZIP64_MISMATCH: Error "archive/zip-zip64-mismatch" { field, found, expected }
        source "readers compared on crafted archives"
        example "(a zip64 record with another directory than the end record)"
        what "the zip64 record and the end record contradict each other" / "zip64 记录与结束记录矛盾"
        why "readers that know zip64 see other files than those that do not"
          / "支持 zip64 的工具与不支持的工具看到的文件不同"
        fix "build the package again with one run of a common tool" / "用常见工具一次性重新构建包"
        message "{field} of the zip64 record is {found}, expected {expected}"
              / "zip64 记录的 {field} 为 {found}，应为 {expected}"
}

terms! {
    /// A field of a ZIP's end records.
    pub(in crate::package::archive) EndField {
        Count = "the number of entries" / "条目数",
        DirectoryOffset = "the offset of the directory" / "目录的偏移量",
        DirectorySize = "the size of the directory" / "目录的大小",
        Locator = "the place of the zip64 record" / "zip64 记录的位置",
        RecordSize = "the size of the zip64 record" / "zip64 记录的大小",
    }

    /// A part of a ZIP's entry.
    pub(in crate::package::archive) HeaderPart {
        Data = "the data" / "数据",
        DirectoryHeader = "the directory header" / "目录文件头",
        LocalHeader = "the local header" / "本地文件头",
    }

    /// A field that both headers of a ZIP's entry have.
    pub(in crate::package::archive) HeaderField {
        Crc = "CRC-32" / "CRC-32",
        Flags = "flags" / "标志位",
        Method = "method" / "压缩方法",
        Name = "name" / "名称",
        PackedSize = "compressed size" / "压缩后大小",
        Size = "size" / "大小",
        Time = "time" / "时间",
        Utf8Flag = "UTF-8 flag" / "UTF-8 标志",
        Version = "version needed" / "所需版本",
    }

    /// What is wrong with a ZIP's extra field.
    pub(in crate::package::archive) ExtraFault {
        Overrun = "a record longer than the field" / "有一条记录比字段还长",
        Repeated = "a record twice" / "有一条记录重复",
        Tail = "bytes after the last record" / "最后一条记录之后还有字节",
        UnicodePath = "a malformed Unicode path" / "Unicode 路径格式错误",
        Zip64Missing = "no zip64 values where the header asks for them" / "文件头要求 zip64 值，却没有",
        Zip64Size = "zip64 values that the header does not ask for" / "有文件头没有要求的 zip64 值",
    }

    /// What is wrong with a data descriptor.
    pub(in crate::package::archive) DescriptorFault {
        Differs = "the data descriptor differs from the directory" / "数据描述符与目录不一致",
        Hidden = "the stored data holds what looks like its end" / "存储的数据中含有像是其结尾的内容",
        Missing = "the data descriptor is missing" / "缺少数据描述符",
    }

    /// What is wrong with compressed data.
    pub(in crate::package::archive) DeflateFault {
        Invalid = "invalid compressed data" / "压缩数据无效",
        Short = "the compressed data ends early" / "压缩数据提前结束",
        Trailing = "bytes follow the compressed data" / "压缩数据之后还有字节",
    }

    /// How a ZIP's entry contradicts its name.
    pub(in crate::package::archive) TypeFault {
        DirectoryAttribute = "the attributes of a directory on a name without a final /" / "名称不以 / 结尾，却有目录的属性",
        DirectoryWithData = "a directory with content" / "目录带有内容",
    }
}

/// A number shown in hexadecimal.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub(in crate::package::archive) struct Hex(pub(in crate::package::archive) u32);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

/// A Unix mode, shown in octal.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub(in crate::package::archive) struct Octal(pub(in crate::package::archive) u32);

impl fmt::Display for Octal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:o}", self.0)
    }
}

shown!(Hex, Octal);
