//! Rules of packages for Node.js.

use crate::rule_table;

rule_table! {
    /// Rules of scripts, modules and ports, by id.
    pub(super) RULES

    CD_TARGET_MISSING: Error "node/cd-target-missing" { script, directory }
        source "POSIX: cd to a directory that does not exist fails"
        example r#"package.json: {"scripts": {"start": "cd server && node app.js"}}"#
        what "a script goes into a directory that is not in the package" / "脚本进入的目录不在发布包中"
        why "cd fails with No such file or directory, and the commands after && do not run"
          / "cd 以 No such file or directory 失败，&& 之后的命令不会执行"
        fix "pack the directory, or correct its name" / "请打包该目录，或更正目录名"
        help "pack {directory}/ too, or correct the path" / "请把 {directory}/ 一并打包，或更正路径"
        message "script {script} goes into {directory}, which is not in the package"
              / "脚本 {script} 进入 {directory}，但发布包中没有它"

    COMMAND_NOT_BUNDLED: Error "node/command-not-bundled" { script, command, package }
        source "guide §6: a development library was installed locally, the command is not found in the cloud, e.g. pm2"
        example "package.json: {\"scripts\": {\"start\": \"pm2 start app.js\"}}\napp.js:"
        what "a script runs a command that neither the package contains nor the platform provides"
           / "脚本执行的命令既不在发布包中，平台也不提供"
        why "the command was installed on the developer's machine only; on the hosts the shell ends with 127, command not found"
          / "该命令只安装在开发者的机器上；在服务器上 shell 以 127（找不到命令）退出"
        fix "add the package that provides the command to dependencies, so that npm puts it into node_modules/.bin"
          / "请把提供该命令的包加入 dependencies，npm 会把它放进 node_modules/.bin"
        help "npm install --save {package:sh}, and pack again" / "npm install --save {package:sh}，然后重新打包"
        message "script {script} runs {command}, which is in neither node_modules/.bin nor dependencies, and the platform does not provide it"
              / "脚本 {script} 执行 {command}，但它既不在 node_modules/.bin 也不在 dependencies 中，平台也不提供"

    COMMAND_ONLY_IN_DEV_DEPENDENCIES: Error "node/command-only-in-dev-dependencies" { script, command, package }
        source "npm: install --omit=dev and NODE_ENV=production leave devDependencies out"
        example "package.json: {\"scripts\": {\"start\": \"nodemon app.js\"}, \"devDependencies\": {\"nodemon\": \"3\"}}\napp.js:"
        what "a script that the platform runs needs a development dependency" / "平台要执行的脚本依赖开发依赖"
        why "a production install leaves devDependencies out, so that the shell ends with 127, command not found"
          / "生产环境安装不含 devDependencies，shell 以 127（找不到命令）退出"
        fix "move the package to dependencies" / "请把该包移到 dependencies"
        help "npm install --save-prod {package:sh}" / "npm install --save-prod {package:sh}"
        message "script {script} runs {command}, which only the development dependency {package} provides"
              / "脚本 {script} 执行 {command}，而只有开发依赖 {package} 提供它"

    CRLF_SHEBANG: Error "node/crlf-shebang" { script, path }
        source "Linux: the interpreter's name ends at LF, so that CR belongs to it"
        example "package.json: {\"scripts\": {\"start\": \"sh start.sh\"}}\nstart.sh: #!/bin/sh\\u{d}"
        what "a file that a script starts has Windows line ends" / "脚本启动的文件使用了 Windows 换行符"
        why "Linux looks for an interpreter whose name ends with a carriage return, and a shell takes it into the last word of each line: No such file or directory"
          / "Linux 会寻找名字以回车符结尾的解释器，shell 也会把回车符并入每行最后一个词：No such file or directory"
        fix "save the file with LF line ends, and keep git from converting it: *.sh text eol=lf in .gitattributes"
          / "请用 LF 换行保存文件，并在 .gitattributes 中写 *.sh text eol=lf 防止 git 转换"
        help "sed -i 's/\\r$//' {path:sh}" / "sed -i 's/\\r$//' {path:sh}"
        message "script {script} starts {path}, whose first line ends with CR LF"
              / "脚本 {script} 启动 {path}，其首行以 CR LF 结尾"

    DANGLING_SYMLINK: Error "node/dangling-symlink" { link, target }
        source "POSIX: opening a link whose target does not exist fails with ENOENT"
        example "package.json: {}\nnode_modules/.bin/pm2 -> ../pm2/bin/pm2"
        what "a symbolic link leads to nothing in the package" / "符号链接指向发布包中不存在的内容"
        why "opening it fails with No such file or directory; a command that is such a link is not found"
          / "打开它会以 No such file or directory 失败；若命令是这样的链接，则找不到命令"
        fix "pack what the link leads to, or remove the link" / "请把链接的目标一并打包，或删除该链接"
        help "pack the target too (npm install before packing), or remove the link: rm {link:sh}"
           / "请把目标一并打包（打包前执行 npm install），或删除链接：rm {link:sh}"
        message "{link} leads to {target}, which is not in the package" / "{link} 指向 {target}，但发布包中没有它"

    EGG_STDERR_ABORTS_START: Info "node/egg-stderr-aborts-start" { script }
        source "egg-scripts: start --daemon reads the stderr of the start, and fails when there is any"
        example r#"package.json: {"scripts": {"start": "egg-scripts start --daemon"}, "dependencies": {"egg-scripts": "2"}}"#
        what "a start in the background fails when anything is written to stderr meanwhile"
           / "后台启动期间只要有内容写到 stderr，启动就会失败"
        why "a deprecation warning of Node.js or of a module is enough: egg-scripts reports an error and ends with 1 although the app runs"
          / "Node.js 或某个模块的弃用警告就足以触发：应用已运行，egg-scripts 却报错并以 1 退出"
        fix "add --ignore-stderr when the app is known to write warnings at start"
          / "若已知应用启动时会输出警告，请加 --ignore-stderr"
        help "add --ignore-stderr to egg-scripts start" / "请给 egg-scripts start 加上 --ignore-stderr"
        message "script {script} starts Egg with --daemon and without --ignore-stderr: a warning on stderr fails the start"
              / "脚本 {script} 以 --daemon 启动 Egg 而没有 --ignore-stderr：stderr 上的一条警告就会使启动失败"

    EGG_STOP_TITLE: Warning "node/egg-stop-title" { started, stopped }
        source "egg-scripts: stop finds processes by --title; start's default is egg-server-NAME"
        example r#"package.json: {"scripts": {"start": "egg-scripts start --title=egg-server-shop", "stop": "egg-scripts stop --title=egg-shop"}}"#
        what "the app is stopped by another title than it is started with" / "停止应用时的 title 与启动时不同"
        why "egg-scripts stop finds no process of that title and succeeds; the old app goes on and keeps the port"
          / "egg-scripts stop 找不到该 title 的进程，却成功返回；旧应用继续运行并占用端口"
        fix "give start and stop the same title" / "请让 start 和 stop 使用相同的 title"
        help "write --title={started} in stop" / "请在 stop 中写 --title={started}"
        message "the app is started with the title {started} and stopped by the title {stopped}"
              / "应用以 title {started} 启动，却以 title {stopped} 停止"

    ENGINES_UNSATISFIABLE: Warning "node/engines-unsatisfiable" { range, fault }
        source "npm: engines; Node.js BUILDING.md: glibc of the official x64 binaries; CentOS 6 has 2.12 (guide §1.2)"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\"}, \"engines\": {\"node\": \">=18\"}}\napp.js:"
        what "no Node.js that the hosts can run satisfies engines" / "服务器能运行的 Node.js 都不满足 engines"
        why "npm warns and goes on, or refuses with engine-strict; code for a newer Node.js then fails where it uses what the older one lacks"
          / "npm 会警告后继续，若设置 engine-strict 则拒绝；为更新的 Node.js 编写的代码会在旧版本缺少的功能处失败"
        fix "ask for a version that the hosts can run, and test with it" / "请要求服务器能运行的版本，并用它测试"
        help "write a range such as \">=8\" in engines.node" / "请在 engines.node 中写版本范围，例如 \">=8\""
        message "{fault}" / "{fault}"

    EXEC_BIT_MISSING: Error "node/exec-bit-missing" { script, path }
        source "POSIX: starting a file needs its execute permission"
        example "package.json: {\"scripts\": {\"start\": \"./start.sh\"}}\nstart.sh: #!/bin/sh"
        what "a file that a script starts is not executable" / "脚本启动的文件没有可执行权限"
        why "a .tgz carries permissions: the shell ends with 126, Permission denied"
          / ".tgz 保留文件权限：shell 以 126（Permission denied）退出"
        fix "set the permission before packing" / "请在打包前设置权限"
        help "chmod +x {path:sh}, and pack again" / "chmod +x {path:sh}，然后重新打包"
        message "script {script} starts {path}, which is not executable"
              / "脚本 {script} 启动 {path}，但它没有可执行权限"

    FLATTENED_SYMLINK: Error "node/flattened-symlink" { script, path }
        source "npm: node_modules/.bin holds links; a copied script resolves its require against .bin"
        example "package.json: {\"scripts\": {\"start\": \"pm2 start app.js\"}}\napp.js:\nnode_modules/.bin/pm2:\n  #!/usr/bin/env node\n  require('../lib/binaries/CLI.js')"
        what "a command in node_modules/.bin is a copy of a file instead of a link to it"
           / "node_modules/.bin 中的命令是文件副本，而不是链接"
        why "the copy looks for its own files beside itself, in node_modules/.bin, and ends with Cannot find module"
          / "副本会在 node_modules/.bin 旁边查找自己的文件，以 Cannot find module 退出"
        fix "pack links as links: tar without -h, on a file system that has links"
          / "请按链接打包：tar 不要使用 -h，并在支持链接的文件系统上打包"
        help "run npm rebuild, and pack with tar czf app.tgz . (without -h), not on Windows"
           / "请执行 npm rebuild，再用 tar czf app.tgz .（不要 -h）打包，不要在 Windows 上打包"
        message "script {script} runs {path}, which is a file and not a link, so that it cannot find its own modules"
              / "脚本 {script} 运行 {path}，它是普通文件而不是链接，找不到自己的模块"

    FOREIGN_NATIVE_BINARY: Error "node/foreign-native-binary" { module, found }
        source "file headers: ELF, Mach-O, PE; hosts are CentOS on x86-64 (guide §1.2)"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\"}}\nnode_modules/bcrypt/build/Release/bcrypt_lib.node: <binary for macOS>"
        what "a native add-on is built for another system than the hosts" / "原生模块是为其他系统编译的"
        why "require of the module fails with invalid ELF header, and the app does not start"
          / "require 该模块会以 invalid ELF header 失败，应用无法启动"
        fix "install the modules on Linux x86-64, or leave node_modules out where the platform installs them"
          / "请在 Linux x86-64 上安装依赖；若由平台安装依赖，则不要打包 node_modules"
        help "rm -rf node_modules && npm ci on Linux x86-64, then pack"
           / "请在 Linux x86-64 上执行 rm -rf node_modules && npm ci，然后打包"
        message "{module} contains a native add-on for {found}, expected Linux on x86-64"
              / "{module} 带有用于 {found} 的原生模块，应为 Linux x86-64"

    GLIBC_TOO_NEW: Error "node/glibc-too-new" { module, needed, available }
        source "ELF version needs (GLIBC_x.y); CentOS 6 has glibc 2.12 (guide §1.2)"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\"}}\nnode_modules/better-sqlite3/build/Release/better_sqlite3.node: <binary that needs GLIBC_2.29>"
        what "a native add-on needs a newer GNU C library than the hosts have" / "原生模块需要比服务器更新的 GNU C 库"
        why "require of the module fails with version GLIBC_x.y not found, and the app does not start"
          / "require 该模块会以 version GLIBC_x.y not found 失败，应用无法启动"
        fix "build the module from source on a system as old as the hosts"
          / "请在与服务器同样旧的系统上从源码编译该模块"
        help "npm rebuild {module:sh} --build-from-source on a system with glibc {available}, then pack"
           / "请在 glibc {available} 的系统上执行 npm rebuild {module:sh} --build-from-source，然后打包"
        message "{module} needs glibc {needed}, the hosts have {available}"
              / "{module} 需要 glibc {needed}，服务器是 {available}"

    GLOBAL_INSTALL_IN_SCRIPT: Warning "node/global-install-in-script" { script, packages }
        source "npm: install -g writes outside the package"
        example r#"package.json: {"scripts": {"start": "npm i -g pm2 && pm2 start app.js"}}"#
        what "a script installs packages for all users of the host" / "脚本为主机的所有用户安装软件包"
        why "it needs rights and a registry at each start, gets whatever version is newest that day, and fails the start when either is missing"
          / "每次启动都需要权限和镜像源，装到的是当天的最新版本；缺一样启动就会失败"
        fix "add the packages to dependencies; npm puts their commands on the PATH of scripts"
          / "请把这些包加入 dependencies，npm 会把它们的命令加入脚本的 PATH"
        help "npm install --save {packages}, and take the installation out of the script"
           / "npm install --save {packages}，并从脚本中去掉安装命令"
        message "script {script} installs {packages} globally at run time" / "脚本 {script} 在运行时全局安装 {packages}"

    LOCAL_DEPENDENCY_MISSING: Warning "node/local-dependency-missing" { name, range }
        source "npm: a directory of file: becomes a link, whether it is there or not; run with npm 11"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\"}, \"dependencies\": {\"core\": \"file:../core\"}}\napp.js:"
        what "a dependency is a directory that is not in the package" / "依赖指向不在发布包中的目录"
        why "npm install makes a link that leads nowhere and succeeds; require of the dependency then ends with Cannot find module"
          / "npm install 会创建指向不存在目录的链接并成功返回；随后 require 该依赖以 Cannot find module 失败"
        fix "pack the directory too, or publish the dependency to a registry" / "请把该目录一并打包，或把依赖发布到镜像源"
        help "put the directory into the package and write its path there, for example file:./lib/core"
           / "请把该目录放入发布包，并写上它在包中的路径，例如 file:./lib/core"
        message "{name} is {range}, which is not in the package" / "{name} 指向 {range}，但发布包中没有它"

    LOCKFILE_CONFLICT: Warning "node/lockfile-conflict" { used, other }
        source "npm reads only package-lock.json and npm-shrinkwrap.json, yarn only yarn.lock, pnpm only pnpm-lock.yaml"
        example "package.json: {}\npackage-lock.json: {}\nyarn.lock:"
        what "the package holds lock files of two package managers" / "发布包中有两种包管理器的锁文件"
        why "each manager keeps only its own up to date; the versions that the platform installs are not those that were tested"
          / "每种包管理器只更新自己的锁文件；平台安装的版本可能不是测试过的版本"
        fix "keep the lock file of the manager that you use" / "请只保留所用包管理器的锁文件"
        help "remove the one that you do not use: git rm {other:sh}" / "请删除不用的锁文件：git rm {other:sh}"
        message "found {other} beside {used}, expected the lock file of one package manager"
              / "在 {used} 旁边发现 {other}，应只有一种包管理器的锁文件"

    LOCKFILE_PRIVATE_REGISTRY: Warning "node/lockfile-private-registry" { host }
        source "npm, yarn, pnpm: the lock file's addresses are asked first"
        example "package.json: {}\npackage-lock.json:\n  \"resolved\": \"http://nexus.corp/npm/egg/-/egg-3.17.5.tgz\""
        what "a lock file takes packages from a host that is not known to be public"
           / "锁文件从未知是否公开的主机下载包"
        why "the hosts of the platform cannot reach a registry inside a company's network; npm install waits, then fails"
          / "平台的服务器无法访问公司内网的镜像源；npm install 会一直等待，然后失败"
        fix "make the lock file with the public registry" / "请用公开镜像源重新生成锁文件"
        help "npm config set registry https://registry.npmmirror.com, remove the lock file, and run npm install"
           / "npm config set registry https://registry.npmmirror.com，删除锁文件后执行 npm install"
        message "packages come from {host}, which the hosts may not reach" / "软件包来自 {host}，服务器可能无法访问"

    MISSING_START: Error "node/missing-start" { suggestion, server_js }
        source "guide §1.3.2: start and stop implemented in package.json scripts"
        example r#"package.json: {"scripts": {"dev": "egg-bin dev"}}"#
        what "package.json has no start script" / "package.json 没有 start 脚本"
        why "the platform starts the app by npm start, which fails with: Missing script: \"start\""
          / "平台用 npm start 启动应用，此时 npm 以 Missing script: \"start\" 失败"
        fix "add a start script that starts the app and returns or stays in the foreground" / "请添加启动应用的 start 脚本"
        help "add to scripts: \"start\": {suggestion:?}" / "请在 scripts 中添加：\"start\": {suggestion:?}"
        message "scripts has no start{server_js}" / "scripts 中没有 start{server_js}"

    MISSING_STOP: Error "node/missing-stop" { suggestion }
        source "guide §1.3.2: start and stop implemented in package.json scripts"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\"}}\napp.js:"
        what "package.json has no stop script" / "package.json 没有 stop 脚本"
        why "before each release and when the app is stopped the platform runs npm stop, which fails with: Missing script: \"stop\"; the old process keeps the port and the new one cannot listen"
          / "每次发布前以及停止应用时平台执行 npm stop，此时 npm 以 Missing script: \"stop\" 失败；旧进程占用端口，新进程无法监听"
        fix "add a stop script that ends what start started" / "请添加能结束 start 所启动进程的 stop 脚本"
        help "add to scripts: \"stop\": {suggestion:?}" / "请在 scripts 中添加：\"stop\": {suggestion:?}"
        message "scripts has no stop, expected the command that stops the app" / "scripts 中没有 stop，应写明停止应用的命令"

    MODULES_ABSENT: Error "node/modules-absent" { missing, has_modules }
        source "policy of the platform: node_modules in the package (error), or installed by the platform (warning)"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\"}, \"dependencies\": {\"egg\": \"3\"}}\napp.js:"
        what "dependencies are not in node_modules" / "依赖不在 node_modules 中"
        why "without an installation on the hosts, require ends with Cannot find module; with one, the release depends on the registry and gets the versions of that day unless a lock file pins them"
          / "若服务器上不安装依赖，require 以 Cannot find module 退出；若安装，则发布依赖于镜像源，没有锁文件时装到的是当天的版本"
        fix "run npm ci before packing and pack node_modules too, or pack a lock file where the platform installs"
          / "请在打包前执行 npm ci 并把 node_modules 一并打包；若由平台安装，请打包锁文件"
        help "npm ci --omit=dev, and pack node_modules too" / "npm ci --omit=dev，并把 node_modules 一并打包"
        message "{missing}" / "{missing}"

    OPTIONAL_PLATFORM_PACKAGE_MISSING: Error "node/optional-platform-package-missing" { found, expected }
        source "npm: optionalDependencies with os and cpu; npm/cli issue 4828"
        example "package.json: {}\nnode_modules/@img/sharp-darwin-arm64/package.json: {\"os\": [\"darwin\"]}"
        what "of a package that exists once for each platform, only others' are there"
           / "按平台分发的包中只有其他平台的版本"
        why "modules installed on macOS or Windows lack the part for Linux; npm does not add it to modules that are there, and require fails at start"
          / "在 macOS 或 Windows 上安装的依赖缺少 Linux 部分；npm 不会为已有的 node_modules 补装，启动时 require 失败"
        fix "install the modules for Linux x64, or leave node_modules out where the platform installs them"
          / "请为 Linux x64 安装依赖；若由平台安装依赖，则不要打包 node_modules"
        help "rm -rf node_modules && npm ci --os=linux --cpu=x64 --libc=glibc, then pack"
           / "请执行 rm -rf node_modules && npm ci --os=linux --cpu=x64 --libc=glibc，然后打包"
        message "found {found}, expected {expected} for the hosts" / "找到 {found}，服务器需要 {expected}"

    PACKAGE_JSON_BOM: Warning "node/package-json-bom" {}
        source "npm accepts the mark; JSON.parse and require of older Node.js do not"
        example r"package.json: \u{feff}{}"
        what "package.json starts with a byte order mark" / "package.json 以字节顺序标记（BOM）开头"
        why "npm skips it, but code that reads package.json with JSON.parse fails on its first character"
          / "npm 会跳过它，但用 JSON.parse 读取 package.json 的代码会在第一个字符处失败"
        fix "save the file as UTF-8 without byte order mark" / "请把文件保存为不带 BOM 的 UTF-8"
        help "sed -i '1s/^\\xEF\\xBB\\xBF//' package.json" / "sed -i '1s/^\\xEF\\xBB\\xBF//' package.json"
        message "package.json starts with a byte order mark (EF BB BF), expected {{"
              / "package.json 以字节顺序标记（EF BB BF）开头，应为 {{"

    PACKAGE_JSON_INVALID: Error "node/package-json-invalid" { line, column, found, expected }
        source "npm: package.json must be actual JSON, not just JavaScript"
        example r#"package.json: {"name": "app",}"#
        what "package.json is not a JSON object" / "package.json 不是 JSON 对象"
        why "npm stops with EJSONPARSE before it runs start or stop"
          / "npm 在执行 start 或 stop 之前就以 EJSONPARSE 退出"
        fix "correct the line: JSON has no comments, no trailing commas and only double quotes"
          / "请修正该行：JSON 没有注释，没有末尾逗号，只用双引号"
        help "correct line {line}; check with: node -p \"JSON.parse(require('fs').readFileSync('package.json'))\""
           / "请修正第 {line} 行；可用命令检查：node -p \"JSON.parse(require('fs').readFileSync('package.json'))\""
        message "package.json is not valid JSON at line {line}, column {column}: found {found}, expected {expected}"
              / "package.json 第 {line} 行第 {column} 列不是有效的 JSON：出现 {found}，应为 {expected}"

    PACKAGE_JSON_MISSING: Error "node/package-json-missing" { found }
        source "guide §1.3.2: source files at the root, start and stop in package.json"
        example "app.js:"
        what "there is no package.json at the root of the package" / "发布包根目录没有 package.json"
        why "the platform runs npm start in the directory where the package is unpacked; without package.json npm fails with ENOENT"
          / "平台在解压目录执行 npm start，没有 package.json 时 npm 以 ENOENT 失败"
        fix "pack the directory that holds package.json (tar czf app.tgz -C DIRECTORY .), or create it with npm init"
          / "请打包 package.json 所在的目录（tar czf app.tgz -C 目录 .），或用 npm init 创建"
        help "create it with npm init, and give it the scripts start and stop" / "请用 npm init 创建，并写好 start 和 stop 脚本"
        message "no package.json found, expected one at the root" / "没有找到 package.json，根目录应有一个"

    PATH_CASE_MISMATCH: Error "node/path-case-mismatch" { script, written, actual }
        source "Linux file systems tell upper from lower case; macOS and Windows do not"
        example "package.json: {\"scripts\": {\"start\": \"node Server.js\"}}\nserver.js:"
        what "a script names a path in other letter case than the package holds it"
           / "脚本中的路径与发布包中的大小写不同"
        why "it works on macOS and Windows; on the Linux hosts the file is not found and the app does not start"
          / "在 macOS 和 Windows 上可以运行；服务器是 Linux，找不到文件，应用无法启动"
        fix "write the path as it is" / "请按实际大小写书写路径"
        help "write {actual}" / "请写 {actual}"
        message "script {script} names {written}, the package holds {actual}"
              / "脚本 {script} 写的是 {written}，发布包中是 {actual}"

    PORT_MISMATCH: Error "node/port-mismatch" { port, origin, expected, replacement }
        source "guide §1.3.2: a Node.js app listens on 7001"
        example r#"package.json: {"scripts": {"start": "egg-scripts start --port=8080"}, "dependencies": {"egg": "3"}}"#
        what "the app listens on another port than nginx passes requests to" / "应用监听的端口与 nginx 转发的端口不同"
        why "nginx passes requests to port 7001, where nothing listens: every request ends with 502 Bad Gateway"
          / "nginx 把请求转发到 7001 端口，而那里没有进程监听：所有请求都返回 502 Bad Gateway"
        fix "listen on 7001, or supply an nginx file that passes requests to the app's port"
          / "请监听 7001，或提供转发到应用端口的 nginx 配置文件"
        help "write {replacement}" / "请写 {replacement}"
        message "the app listens on {port} ({origin}), nginx passes requests to {expected}"
              / "应用监听 {port}（{origin}），nginx 转发到 {expected}"

    SCRIPT_NOT_RUNNABLE: Error "node/script-not-runnable" { script, fault }
        source "npm: run-script; measured with npm 11"
        example r#"package.json: {"scripts": {"start": "", "stop": 5}}"#
        what "a script that the platform runs is empty, no text, or not there" / "平台要执行的脚本为空、不是文本或不存在"
        why "npm drops a script that is no text and fails as if it were missing; an empty one succeeds and does nothing, so that the app is reported as started or stopped and is not"
          / "npm 会丢弃不是文本的脚本，并按脚本缺失失败；空脚本则成功返回却什么也不做，应用看似已启动或停止，其实没有"
        fix "give the script a command" / "请为脚本写上命令"
        help "write \"{script}\": \"COMMAND\" in scripts" / "请在 scripts 中写：\"{script}\": \"命令\""
        message "{fault}" / "{fault}"

    START_TARGET_MISSING: Error "node/start-target-missing" { script, target, similar }
        source "Node.js: Cannot find module (MODULE_NOT_FOUND)"
        example r#"package.json: {"scripts": {"start": "node dist/main.js"}}"#
        what "a script runs a file that is not in the package" / "脚本运行的文件不在发布包中"
        why "Node.js ends with Cannot find module, a shell with No such file or directory: the app does not start"
          / "Node.js 以 Cannot find module 退出，shell 以 No such file or directory 退出：应用无法启动"
        fix "build before you pack, and name the file that is there" / "请先构建再打包，并写对文件名"
        help "build the app before packing, so that {target} is in the package" / "请先构建应用再打包，使 {target} 在发布包中"
        message "script {script} runs {target}, which is not in the package"
              / "脚本 {script} 运行 {target}，但发布包中没有它"

    STOP_ALWAYS_FAILS: Error "node/stop-always-fails" { script }
        source "npm: npm stop ends with the status of its script"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\", \"stop\": \"echo no stop && exit 1\"}}\napp.js:"
        what "the stop script ends with an error whatever happens" / "stop 脚本无论如何都以错误结束"
        why "npm stop fails each time, and the old process keeps the port: the next start ends with EADDRINUSE"
          / "npm stop 每次都失败，旧进程一直占用端口：下次启动以 EADDRINUSE 退出"
        fix "write the command that ends what start started" / "请写上能结束 start 所启动进程的命令"
        help "end the process that start started, for example: pkill -f '[n]ode .*app.js'"
           / "请结束 start 启动的进程，例如：pkill -f '[n]ode .*app.js'"
        message "script {script} always fails and ends no process" / "脚本 {script} 总是失败，且不会结束任何进程"

    STOP_DOES_NOTHING: Warning "node/stop-does-nothing" { script }
        source "npm: npm stop runs its script and nothing else"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\", \"stop\": \"echo stopped\"}}\napp.js:"
        what "the stop script ends no process" / "stop 脚本不会结束任何进程"
        why "the old process goes on and keeps the port: the next start ends with EADDRINUSE, or the old version goes on answering"
          / "旧进程继续运行并占用端口：下次启动以 EADDRINUSE 退出，或仍由旧版本响应"
        fix "write the command that ends what start started" / "请写上能结束 start 所启动进程的命令"
        help "end the process that start started, for example: pkill -f '[n]ode .*app.js'"
           / "请结束 start 启动的进程，例如：pkill -f '[n]ode .*app.js'"
        message "script {script} does nothing that ends a process" / "脚本 {script} 不会结束任何进程"

    STOP_START_RACE: Warning "node/stop-start-race" { script, command }
        source "POSIX: kill returns when the signal is sent, not when the process has ended"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\", \"stop\": \"pkill node\"}}\napp.js:"
        what "a process is signalled to end, and nothing waits until it has" / "向进程发送了结束信号，却没有等待它结束"
        why "the command returns at once; the next start finds the port still in use and ends with EADDRINUSE"
          / "命令立即返回；接着启动时端口仍被占用，以 EADDRINUSE 退出"
        fix "wait until the process has ended" / "请等待进程结束"
        help "add a wait after it: while pgrep -f '[n]ode ' > /dev/null; do sleep 1; done"
           / "请在其后等待：while pgrep -f '[n]ode ' > /dev/null; do sleep 1; done"
        message "script {script} sends a signal with {command} and does not wait until the process has ended"
              / "脚本 {script} 用 {command} 发送信号，却没有等待进程结束"

    WINDOWS_PATH: Error "node/windows-path" { script, read_as, suggestion }
        source "POSIX shell: a backslash outside quotes is dropped"
        example "package.json: {\"scripts\": {\"start\": \"node dist\\\\main.js\"}}\ndist/main.js:"
        what "a script writes a path with backslashes" / "脚本中的路径使用了反斜杠"
        why "the shell of the hosts drops the backslash and looks for a file of another name"
          / "服务器的 shell 会去掉反斜杠，去找另一个名字的文件"
        fix "write / between directories; Windows takes it too" / "请用 / 分隔目录，Windows 同样接受"
        help "write {suggestion}" / "请写 {suggestion}"
        message "script {script} writes a path with backslashes, which the shell reads as {read_as}"
              / "脚本 {script} 中的路径使用了反斜杠，shell 会读作 {read_as}"

    WINDOWS_SET: Warning "node/windows-set" { script, name, written }
        source "POSIX, XCU 2.14: set makes its words the positional parameters"
        example "package.json: {\"scripts\": {\"start\": \"set NODE_ENV=production&& node app.js\"}}\napp.js:"
        what "a script sets a variable as only Windows does" / "脚本用只有 Windows 才支持的方式设置变量"
        why "the shell of the hosts takes the words as positional parameters: the variable is not set, and the app runs without it"
          / "服务器的 shell 会把这些词当作位置参数：变量没有设置，应用在没有它的情况下运行"
        fix "write the variable before the command, or use cross-env for both systems"
          / "请把变量写在命令前，或用 cross-env 兼容两种系统"
        help "write {written} COMMAND, without set and &&" / "请写 {written} 命令，去掉 set 和 &&"
        message "script {script} says set {written}, which sets {name} on Windows only"
              / "脚本 {script} 写了 set {written}，只在 Windows 上会设置 {name}"
}
