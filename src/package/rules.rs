//! Rules of packages of every framework.

use crate::rule_table;

rule_table! {
    /// Rules of packages of every framework, by id.
    pub RULES

    NEAR_MISS: Warning "nginx-file/near-miss" { found, expected }
        source "guide §1.3.1–1.3.3: names of custom nginx files; of another name the default is used silently"
        example "package.json: {}\nconf/nginx-test.conf: events {}"
        what "an nginx file has a name that the platform does not look for" / "nginx 文件的名称不是平台所查找的名称"
        why "the platform uses its default configuration without a word, and the file has no effect"
          / "平台会静默使用默认配置，该文件不起任何作用"
        fix "give the file the exact name for the framework and environment: folder, separators and letter case count"
          / "请使用该框架和环境所规定的准确名称：目录、分隔符和大小写都必须一致"
        help "rename it: {found} -> {expected}; or remove it when the default configuration is meant"
           / "请重命名：{found} -> {expected}；若本意是使用默认配置，请删除该文件"
        message "{found} is ignored, expected {expected}" / "{found} 会被忽略，应为 {expected}"

    FRAMEWORK_MISMATCH: Error "package/framework-mismatch" { found, evidence, expected, container }
        source "guide §2.4, §3.4"
        example "# php\npackage.json: {}"
        what "the package is for another framework than the app" / "发布包的框架与云应用的框架不一致"
        why "the hosts run what the app's framework was chosen for at its creation, which cannot start this package"
          / "服务器按创建云应用时选择的框架运行，无法启动此发布包"
        fix "upload a package of the app's framework, or create an app for the package's framework"
          / "请上传与云应用框架一致的发布包，或为该框架新建云应用"
        help "upload a {expected} package (.{container}), or create a {found} app for this one: a framework is fixed once chosen"
           / "请上传 {expected} 发布包（.{container}），或为此发布包新建 {found} 云应用：框架选定后不能更改"
        message "{evidence} makes this a {found} package, the app's framework is {expected}"
              / "{evidence} 表明这是 {found} 发布包，而云应用的框架是 {expected}"

    MACOS_METADATA: Info "package/macos-metadata" { first, count, command }
        source "what Finder and the tar and zip of macOS write"
        example "# php\npublic/index.php: <?php\n__MACOSX/._index.php:"
        what "the package holds metadata of macOS" / "软件包中有 macOS 的元数据"
        why "nothing reads these files on the hosts; they cost space, and in a web root they can be downloaded"
          / "服务器上没有程序会读取这些文件；它们占用空间，在 Web 根目录中还可被下载"
        fix "leave __MACOSX/, ._ files and .DS_Store out of the package" / "请不要打包 __MACOSX/、._ 文件和 .DS_Store"
        help "pack without them: {command}" / "打包时请排除：{command}"
        message "{first} is metadata of macOS, {count} such entries in all"
              / "{first} 是 macOS 的元数据，此类条目共 {count} 个"

    SECRET_IN_PACKAGE: Warning "package/secret-in-package" { kind, file, served }
        source "what is in a package is on every host, in every kept version and with everybody who may download one"
        example "# php\npublic/index.php: <?php\n.env: DB_PASSWORD=s3cr3t-of-the-shop"
        what "the package holds a private key, password or token" / "软件包中有私钥、密码或令牌"
        why "everybody who gets the package or a host's disk gets the secret too; below the web root the whole world can download it"
          / "任何拿到软件包或服务器磁盘的人都会得到它；在 Web 根目录下则任何人都能下载"
        fix "take the secret out of the package, give it to the hosts another way, and revoke the one that was packed"
          / "请从软件包中移除，改用其他方式提供给服务器，并吊销已打包的密钥"
        help "leave {file} out of the package and revoke what it holds; a .npmrc may say ${{NPM_TOKEN}}, code may read the environment"
           / "打包时请排除 {file}，并吊销其中的密钥；.npmrc 中可写 ${{NPM_TOKEN}}，代码可读取环境变量"
        message "{file} holds {kind}" / "{file} 含有{kind}"

    WRAPPER_DIRECTORY: Error "package/wrapper-directory" { directory, manifest, command }
        source "guide §1.3.2, §1.3.3: source files at the root of the archive"
        example "app/package.json: {}\napp/server.js:"
        what "everything is inside one directory instead of at the root" / "所有文件都在一个目录里，而不在压缩包根目录"
        why "the platform unpacks the archive and looks at its root, where it finds neither the application nor its settings"
          / "平台解压后只在根目录查找应用及其配置，因此什么也找不到"
        fix "pack the directory's content, not the directory" / "请打包目录里的内容，而不是目录本身"
        help "pack the directory's content: {command}" / "请打包目录里的内容：{command}"
        message "everything is inside {directory}/: found {directory}/{manifest}, expected {manifest} at the root"
              / "所有文件都在 {directory}/ 里：找到 {directory}/{manifest}，应为根目录下的 {manifest}"
}
