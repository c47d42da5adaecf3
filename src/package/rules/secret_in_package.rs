//! A secret that travels with the package.

use crate::diagnostic::rule;
use crate::package::secrets::SecretKind;

rule! {
    /// The package holds a secret. Its value is in no field and no text.
    pub struct SecretInPackage {
        /// What kind of secret.
        pub kind: SecretKind,
        /// The file.
        pub file: String,
        /// Whether the file can be downloaded from the web root.
        pub served: bool,
    }
    id: "package/secret-in-package",
    severity: Warning,
    source: "what is in a package is on every host, in every kept version and with everybody who may download one",
    example: "id_rsa, .env with DB_PASSWORD, _authToken in .npmrc",
    english: {
        what: "the package holds a private key, password or token",
        why: "everybody who gets the package or a host's disk gets the secret too; below the web root the whole world can download it",
        fix: "take the secret out of the package, give it to the hosts another way, and revoke the one that was packed",
        message: "{file} holds {kind}",
        help: "leave {file} out of the package and revoke what it holds; a .npmrc may say ${{NPM_TOKEN}}, code may read the environment",
    },
    chinese: {
        what: "软件包中有私钥、密码或令牌",
        why: "任何拿到软件包或服务器磁盘的人都会得到它；在 Web 根目录下则任何人都能下载",
        fix: "请从软件包中移除，改用其他方式提供给服务器，并吊销已打包的密钥",
        message: "{file} 含有{kind:#}",
        help: "打包时请排除 {file}，并吊销其中的密钥；.npmrc 中可写 ${{NPM_TOKEN}}，代码可读取环境变量",
    },
}
