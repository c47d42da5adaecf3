//! A library inside the JAR that is compressed.

use crate::diagnostic::rule;

rule! {
    /// A nested library is compressed instead of stored.
    pub struct NestedLibraryCompressed {
        /// Its entry.
        pub library: String,
    }
    id: "spring-boot/nested-library-compressed",
    severity: Error,
    source: "Spring Boot reference, Executable Jar Restrictions; tried with the launchers of 2.2.0, 2.6.6 and 3.2.3",
    example: "a JAR unpacked and packed again with zip -r",
    english: {
        what: "a library inside the JAR is compressed",
        why: "Spring Boot reads nested libraries in place and ends with `Unable to open nested entry … It has been compressed`",
        fix: "store the libraries without compression",
        message: "{library} is deflated, expected stored: Spring Boot cannot open a compressed nested library",
        help: "upload the JAR as the build wrote it, or pack again without compression: zip -0 -r app.jar ., jar cfM0 app.jar .; to change one file use `jar uf0 app.jar FILE`",
    },
    chinese: {
        what: "JAR 内的依赖库被压缩了",
        why: "Spring Boot 直接在原处读取嵌套的依赖库，会以 `Unable to open nested entry … It has been compressed` 退出",
        fix: "请不压缩地存储依赖库",
        message: "{library} 被压缩（deflate），应为仅存储：Spring Boot 无法打开被压缩的嵌套依赖库",
        help: "请上传构建生成的原始 JAR，或不压缩地重新打包：zip -0 -r app.jar . 或 jar cfM0 app.jar .；只改一个文件时用 `jar uf0 app.jar FILE`",
    },
}
