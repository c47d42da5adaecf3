//! A first line that ends like a line of Windows.

use crate::diagnostic::rule;

rule! {
    /// A script file that is started has Windows line ends.
    pub struct CrlfShebang {
        /// The script that runs it.
        pub script: String,
        /// The file.
        pub path: String,
    }
    id: "node/crlf-shebang",
    severity: Error,
    source: "Linux: the interpreter's name ends at LF, so that CR belongs to it",
    example: "#!/usr/bin/env node\\r\\n",
    english: {
        what: "a file that a script starts has Windows line ends",
        why: "Linux looks for an interpreter whose name ends with a carriage return: No such file or directory",
        fix: "save the file with LF line ends, and keep git from converting it: *.sh text eol=lf in .gitattributes",
        message: "script {script} starts {path}, whose first line ends with CR LF",
        help: "sed -i 's/\\r$//' {path}",
    },
    chinese: {
        what: "脚本启动的文件使用了 Windows 换行符",
        why: "Linux 会寻找名字以回车符结尾的解释器：No such file or directory",
        fix: "请用 LF 换行保存文件，并在 .gitattributes 中写 *.sh text eol=lf 防止 git 转换",
        message: "脚本 {script} 启动 {path}，其首行以 CR LF 结尾",
        help: "sed -i 's/\\r$//' {path}",
    },
}
