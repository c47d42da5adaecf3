//! Rules of what the app's code loads.

use crate::rule_table;

rule_table! {
    /// Rules of what the app's code loads, by id.
    pub(in crate::package::node) RULES

    BUILTIN_TOO_NEW: Error "node/builtin-too-new" { builtin, since, hosts }
        source "is-core-module 2.18.0; run on Node.js 16.20, 18.20, 20.20, 22.22 and 24.13"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\"}}\napp.js: require('node:sqlite')"
        what "the code loads a module of Node.js that the hosts' Node.js does not have yet"
           / "代码加载的 Node.js 内置模块在服务器的 Node.js 中还不存在"
        why "require ends with No such built-in module or Cannot find module, and the app does not start"
          / "require 以 `No such built-in module` 或 Cannot find module 失败，应用无法启动"
        fix "use a package from npm instead, or hosts with a newer Node.js"
          / "请改用 npm 上的包，或使用 Node.js 更新的服务器"
        help "run the app with Node.js {hosts} before packing" / "请在打包前用 Node.js {hosts} 运行应用"
        message "{builtin} came with Node.js {since}, the hosts have {hosts}"
              / "{builtin} 从 Node.js {since} 起才有，服务器是 {hosts}"

    ES_MODULE_REQUIRED: Error "node/es-module-required" { written, file }
        source "Node.js before 20.19 and 22.12: ERR_REQUIRE_ESM; run on 16.20 and 18.20"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\"}}\napp.js: require('./lib.mjs')\nlib.mjs: export default 1"
        what "require names an ES module" / "require 加载的是 ES 模块"
        why "Node.js before 20.19 and 22.12 ends with ERR_REQUIRE_ESM" / "20.19 和 22.12 之前的 Node.js 以 ERR_REQUIRE_ESM 退出"
        fix "load it by import(), use the package's last version for CommonJS, or hosts with a newer Node.js"
          / "请用 import() 加载，或使用该包最后一个支持 CommonJS 的版本，或使用 Node.js 更新的服务器"
        help "load it by import('{written}')" / "请用 import('{written}') 加载"
        message "require('{written}') loads {file}, which is an ES module" / "require('{written}') 加载 {file}，而它是 ES 模块"

    IMPORT_IN_COMMON_JS: Error "node/import-in-common-js" { file }
        source "Node.js: Cannot use import statement outside a module; run on 16.20, 18.20, 20.20, 22.22 and 24.13"
        example "package.json: {\"scripts\": {\"start\": \"node app.cjs\"}}\napp.cjs: import fs from 'fs'"
        what "a file that Node.js reads as CommonJS uses import or export" / "Node.js 按 CommonJS 读取的文件使用了 import 或 export"
        why "without \"type\": \"module\" Node.js before 20.19 and 22.7 ends with a SyntaxError, and every version does for .cjs and \"type\": \"commonjs\""
          / "没有 \"type\": \"module\" 时，20.19 和 22.7 之前的 Node.js 以 SyntaxError 退出；对 .cjs 和 \"type\": \"commonjs\" 所有版本都会失败"
        fix "write \"type\": \"module\" in package.json, or name the file .mjs" / "请在 package.json 中写 \"type\": \"module\"，或把文件命名为 .mjs"
        message "{file} uses import or export, and nothing says that it is an ES module"
              / "{file} 使用了 import 或 export，但没有声明它是 ES 模块"

    MODULE_NOT_EXPORTED: Error "node/module-not-exported" { module, package }
        source "Node.js: ERR_PACKAGE_PATH_NOT_EXPORTED; run on 16.20, 18.20, 20.20, 22.22 and 24.13"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\"}, \"dependencies\": {\"a\": \"1\"}}\napp.js: require('a/lib/x')\nnode_modules/a/package.json: {\"exports\": \"./index.js\"}\nnode_modules/a/index.js:\nnode_modules/a/lib/x.js:"
        what "the code loads a file of a package that the package's exports do not name"
           / "代码加载了包中未由 exports 导出的文件"
        why "Node.js ends with ERR_PACKAGE_PATH_NOT_EXPORTED, whether the file is there or not"
          / "无论文件是否存在，Node.js 都以 ERR_PACKAGE_PATH_NOT_EXPORTED 退出"
        fix "load what the package's exports name" / "请加载该包 exports 中导出的路径"
        help "look at exports in node_modules/{package}/package.json" / "请查看 node_modules/{package}/package.json 中的 exports"
        message "{package} does not export {module}" / "{package} 没有导出 {module}"

    MODULE_ONLY_IN_DEV_DEPENDENCIES: Warning "node/module-only-in-dev-dependencies" { module, package }
        source "npm: install --omit=dev and NODE_ENV=production leave devDependencies out"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\"}, \"devDependencies\": {\"dotenv\": \"16\"}}\napp.js: require('dotenv')"
        what "the code that start runs loads a development dependency" / "start 运行的代码加载了开发依赖"
        why "a production install leaves devDependencies out, and require ends with Cannot find module"
          / "生产环境安装不含 devDependencies，require 以 Cannot find module 失败"
        fix "move the package to dependencies" / "请把该包移到 dependencies"
        help "npm install --save-prod {package}" / "npm install --save-prod {package}"
        message "{module} is loaded, and {package} is only in devDependencies" / "代码加载 {module}，而 {package} 只在 devDependencies 中"

    MODULE_UNDECLARED: Error "node/module-undeclared" { module, package }
        source "Node.js: Cannot find module (MODULE_NOT_FOUND)"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\"}}\napp.js: require('express')"
        what "the code loads a package that package.json does not ask for" / "代码加载了 package.json 未声明的包"
        why "it is in the developer's node_modules only; nothing installs it on the hosts, and require ends with Cannot find module"
          / "它只存在于开发者的 node_modules 中；服务器上不会安装，require 以 Cannot find module 失败"
        fix "add the package to dependencies" / "请把该包加入 dependencies"
        help "npm install --save {package}" / "npm install --save {package}"
        message "{module} is loaded, and {package} is neither in node_modules nor in dependencies"
              / "代码加载 {module}，而 {package} 既不在 node_modules 也不在 dependencies 中"

    REQUIRE_CASE_MISMATCH: Error "node/require-case-mismatch" { written, actual }
        source "Linux file systems tell upper from lower case; macOS and Windows do not"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\"}}\napp.js: require('./routes/Users')\nroutes/users.js:"
        what "the code loads a file in other letter case than the package holds it"
           / "代码加载的文件与发布包中的大小写不同"
        why "it works on macOS and Windows; on the Linux hosts Node.js ends with Cannot find module"
          / "在 macOS 和 Windows 上可以运行；在 Linux 服务器上 Node.js 以 Cannot find module 退出"
        fix "write the path as it is; git mv renames a file whose case git has not noticed"
          / "请按实际大小写书写路径；若 git 未察觉大小写变化，可用 git mv 重命名"
        help "write the path so that it leads to {actual}" / "请改写路径，使其指向 {actual}"
        message "{written} is loaded, the package holds {actual}" / "代码加载 {written}，发布包中是 {actual}"

    REQUIRE_IN_ES_MODULE: Error "node/require-in-es-module" { name, file }
        source "Node.js: ReferenceError: require is not defined in ES module scope; run on 16.20, 18.20, 20.20, 22.22 and 24.13"
        example "package.json: {\"type\": \"module\", \"scripts\": {\"start\": \"node app.js\"}}\napp.js: const fs = require('fs')"
        what "an ES module uses what only CommonJS has" / "ES 模块使用了只有 CommonJS 才有的变量"
        why "with \"type\": \"module\" or .mjs there is no require, module, exports, __dirname or __filename: the app ends with a ReferenceError"
          / "在 \"type\": \"module\" 或 .mjs 中没有 require、module、exports、__dirname 和 __filename：应用以 ReferenceError 退出"
        fix "use import and import.meta.url, name the file .cjs, or take \"type\": \"module\" out of package.json"
          / "请使用 import 和 import.meta.url，或把文件命名为 .cjs，或从 package.json 中去掉 \"type\": \"module\""
        message "{file} is an ES module, in which {name} is not defined" / "{file} 是 ES 模块，其中没有定义 {name}"

    REQUIRE_TARGET_MISSING: Error "node/require-target-missing" { written, target, similar }
        source "Node.js: Cannot find module (MODULE_NOT_FOUND)"
        example "package.json: {\"scripts\": {\"start\": \"node app.js\"}}\napp.js: require('./config/db')"
        what "the code loads a file that is not in the package" / "代码加载的文件不在发布包中"
        why "Node.js ends with Cannot find module when the line runs" / "执行到该行时，Node.js 以 Cannot find module 退出"
        fix "pack the file; look whether .gitignore, .npmignore or the build left it out"
          / "请打包该文件；检查它是否被 .gitignore、.npmignore 或构建遗漏"
        help "pack {target} too, or correct the path" / "请把 {target} 一并打包，或更正路径"
        message "{written} is loaded, which is not in the package" / "代码加载 {written}，但发布包中没有它"
}
