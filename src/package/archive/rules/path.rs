//! Names that lead astray.

use crate::rule_table;

rule_table! {
    /// Names that lead astray, by id.
    pub(in crate::package::archive) RULES

    PATH_ABSOLUTE: Error "archive/path-absolute" { name }
        source "readers strip or keep the root"
        example "/etc/cron.d/x:"
        what "an entry's name starts at the root or with a drive letter" / "条目名从根目录或盘符开始"
        why "some readers drop the root, others write there" / "有的读取工具去掉根目录，有的真的写到那里"
        fix "pack with relative names" / "用相对路径打包"
        help "pack with relative names: do not pass `-P` to tar, and pass `.` instead of a full path"
           / "用相对路径打包：tar 不要加 `-P`，并用 `.` 代替完整路径"
        message "`{name}` is an absolute path, expected one below the archive's root"
              / "`{name}` 是绝对路径，应位于压缩包根目录之下"

    PATH_BACKSLASH: Error "archive/path-backslash" { name }
        source "unzip turns it into / on some hosts; the JVM, Python and PHP do not"
        example "# php\npublic\\index.php:"
        what "an entry's name has a backslash" / "条目名含有反斜杠"
        why "some readers make a directory of it, others a file with a strange name"
          / "有的读取工具当作目录，有的当作名字奇怪的文件"
        fix "pack with a tool that writes `/`" / "用写 `/` 的工具打包"
        help "pack with `zip`, 7-Zip or PowerShell 7 `Compress-Archive`; old .NET and PowerShell 5.1 write backslashes"
           / "用 `zip`、7-Zip 或 PowerShell 7 的 `Compress-Archive` 打包；旧版 .NET 与 PowerShell 5.1 会写反斜杠"
        message "`{name}` has a backslash, expected `/` between directories" / "`{name}` 含有反斜杠，目录之间应为 `/`"

    PATH_BIDI: Error "archive/path-bidi" { name }
        source "CVE-2021-42574"
        example r"app\u{202e}sj.exe:"
        what "an entry's name has a character that turns the direction of writing" / "条目名含有改变书写方向的字符"
        why "the name looks like another one on every screen and in every review"
          / "在任何屏幕和评审中，这个名字看起来都像另一个名字"
        fix "rename the file" / "给文件改名"
        message "`{name}` has a character that turns the direction of writing, expected none"
              / "`{name}` 含有改变书写方向的字符，不应出现"

    PATH_CONTROL: Error "archive/path-control" { name }
        source "unzip rewrites it, PHP drops it, NUL ends a name in C tools"
        example r"a\u{a}b:"
        what "an entry's name has a control character" / "条目名含有控制字符"
        why "readers rewrite, drop or cut such names differently" / "各读取工具会改写、丢弃或截断这样的名字"
        fix "rename the file" / "给文件改名"
        message "`{name}` has a control character, expected printable characters"
              / "`{name}` 含有控制字符，应只含可打印字符"

    PATH_EMPTY: Error "archive/path-empty" {}
        source "no reader can write it"
        example "(an entry whose name has no characters)"
        what "an entry has no name" / "条目没有名字"
        why "readers skip it or fail" / "读取工具会跳过或失败"
        fix "pack again with another tool" / "换一个工具重新打包"
        message "an entry has an empty name, expected a path" / "有条目的名字为空，应为路径"

    PATH_ENCODING: Error "archive/path-encoding" { name }
        source "the JVM throws, Python reads CP437, node-tar writes U+FFFD"
        example "(a JAR entry whose name is GBK)"
        what "an entry's name is not the UTF-8 that it must be" / "条目名应为 UTF-8 却不是"
        why "readers decode it in different ways or give up" / "各读取工具的解码方式不同，或者直接放弃"
        fix "pack with UTF-8 names" / "用 UTF-8 文件名打包"
        help "rename the file with ASCII letters, or pack with a tool that writes UTF-8 names, such as `jar`, 7-Zip or bsdtar"
           / "用 ASCII 字母给文件改名，或用写 UTF-8 名字的工具打包，例如 `jar`、7-Zip 或 bsdtar"
        message "`{name}` is not UTF-8, expected a UTF-8 name" / "`{name}` 不是 UTF-8，应为 UTF-8 名字"

    PATH_ENCODING_UNFLAGGED: Warning "archive/path-encoding-unflagged" { name }
        source "macOS Finder writes it; only Python disagrees"
        example "(a ZIP entry `中文.txt` without flag bit 11)"
        what "an entry's UTF-8 name is not marked as UTF-8" / "条目名是 UTF-8，却没有相应标志"
        why "a few readers decode it as an old code page" / "少数读取工具会按旧代码页解码"
        fix "pack with a tool that marks UTF-8 names" / "用会标记 UTF-8 的工具打包"
        help "pack with `zip` 3.0, 7-Zip or bsdtar, or use ASCII names"
           / "用 `zip` 3.0、7-Zip 或 bsdtar 打包，或使用 ASCII 名字"
        message "`{name}` is UTF-8 without the flag that says so, expected flag bit 11"
              / "`{name}` 是 UTF-8 但没有标志，应设置标志位 11"

    PATH_NONCANONICAL: Error "archive/path-noncanonical" { name }
        source "the JVM looks names up literally, PHP drops `...`"
        example "# php\npublic//index.php:"
        what "an entry's name has an empty or dotted component" / "条目名含有空的或只有点的部分"
        why "readers that look it up literally do not find it, others find it under another name"
          / "按字面查找的工具找不到它，其他工具以另一个名字找到它"
        fix "pack so that names are plain" / "打包时使用普通名字"
        help "pack with `zip -r app.zip .` inside the directory, or drop the `./` and `//` from the names"
           / "在目录内用 `zip -r app.zip .` 打包，或去掉名字中的 `./` 与 `//`"
        message "`{name}` has an empty or dotted component, expected plain names between single `/`"
              / "`{name}` 含有空的或只有点的部分，应为以单个 `/` 分隔的普通名字"

    PATH_RESERVED: Warning "archive/path-reserved" { name, component }
        source "names of Windows"
        example "aux.js:"
        what "an entry's name cannot exist on Windows" / "条目名在 Windows 上无法存在"
        why "developers on Windows cannot unpack the package" / "使用 Windows 的开发者无法解包"
        fix "rename the file" / "给文件改名"
        message "`{name}`: Windows cannot hold `{component}`, expected a name that every system can hold"
              / "`{name}`：Windows 无法保存 `{component}`，应为所有系统都能保存的名字"

    PATH_TRAVERSAL: Error "archive/path-traversal" { name }
        source "unzip, 7z, PHP and busybox resolve it in different ways"
        example "# php\npublic/../index.php:"
        what "an entry's name has a `..` component" / "条目名含有 `..`"
        why "readers resolve `..` in different ways, and a careless one writes outside the release directory"
          / "各读取工具处理 `..` 的方式不同，不谨慎的工具会写到发布目录之外"
        fix "pack again from inside the application's directory" / "在应用目录内重新打包"
        help "pack again from inside the application's directory, for example `tar czf app.tgz -C app .` or `(cd app && zip -r ../app.zip .)`"
           / "在应用目录内重新打包，例如 `tar czf app.tgz -C app .` 或 `(cd app && zip -r ../app.zip .)`"
        message "`{name}` has a `..` component, expected a path that only goes down"
              / "`{name}` 含有 `..`，应为只向下的路径"

    NON_UTF8_NAMES: Warning "package/non-utf8-names" { name }
        source "Chinese Windows writes GBK"
        example "(a PHP package with GBK names)"
        what "an entry's name is not UTF-8" / "条目名不是 UTF-8"
        why "the name reads differently on the hosts, and links to it break"
          / "名字在主机上显示不同，指向它的链接会失效"
        fix "pack with UTF-8 names" / "用 UTF-8 文件名打包"
        help "use ASCII names, or pack with UTF-8 names: 7-Zip with `-mcu=on`, or bsdtar"
           / "使用 ASCII 名字，或用 UTF-8 名字打包：7-Zip 加 `-mcu=on`，或 bsdtar"
        message "`{name}` is not UTF-8, expected a UTF-8 name" / "`{name}` 不是 UTF-8，应为 UTF-8 名字"

    WRONG_CONTAINER: Error "package/wrong-container" { expected, found }
        source "§1.3"
        example "# node-js zip\npackage.json: {}"
        what "the file has another format than the framework asks for" / "文件格式不是框架要求的格式"
        why "the platform cannot unpack it" / "平台无法解包"
        fix "pack in the format of the framework" / "按框架要求的格式打包"
        help "Spring Boot: `mvn package` makes the JAR; Node.js: `tar czf app.tgz -C app .`; PHP: `(cd app && zip -r ../app.zip .)`"
           / "Spring Boot：`mvn package` 生成 JAR；Node.js：`tar czf app.tgz -C app .`；PHP：`(cd app && zip -r ../app.zip .)`"
        message "the file is {found}, expected {expected}" / "文件是{found}，应为 {expected}"
}
