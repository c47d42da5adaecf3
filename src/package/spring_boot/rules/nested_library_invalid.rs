//! A file among the libraries that is none.

use crate::diagnostic::rule;

rule! {
    /// A file in the directory of the nested libraries is no archive.
    pub struct NestedLibraryInvalid {
        /// Its entry.
        pub library: String,
    }
    id: "spring-boot/nested-library-invalid",
    severity: Error,
    source: "Spring Boot's launchers: tried with 2.2.0, 2.2.5, 2.4.2, 2.6.6 and 2.7.4, which do not start; those of 3.2.3 and 3.5.16 pass the file over",
    example: "BOOT-INF/lib/.gitkeep, BOOT-INF/lib/README.txt, a library that a failed download left empty",
    english: {
        what: "a file among the nested libraries is no JAR",
        why: "before Spring Boot 3.2 the launcher opens every file there and ends with `Failed to get nested archive for entry`; later ones load nothing from it",
        fix: "take the file out of the libraries' directory, or put the library that is meant there",
        message: "{library} is no archive, expected nothing but JARs among the libraries",
        help: "zip -d app.jar {library}",
    },
    chinese: {
        what: "嵌套依赖库目录中有不是 JAR 的文件",
        why: "Spring Boot 3.2 之前的启动器会打开该目录下的每个文件，并以 `Failed to get nested archive for entry` 退出；之后的版本无法从中加载任何内容",
        fix: "请把该文件移出依赖库目录，或换成真正的依赖库",
        message: "{library} 不是归档文件，依赖库目录中应只有 JAR",
        help: "zip -d app.jar {library}",
    },
}
