use crate::diagnostic::rule;

rule! {
    /// An entry's name has a `..` component.
    pub struct PathTraversal {
        /// Name as the archive holds it, made printable.
        pub name: String,
    }
    id: "archive/path-traversal",
    severity: Error,
    source: "unzip, 7z, PHP and busybox resolve it in different ways",
    example: "an entry `public/../index.php`",
    english: {
        what: "an entry's name has a `..` component",
        why: "readers resolve `..` in different ways, and a careless one writes outside the release directory",
        fix: "pack again from inside the application's directory",
        message: "`{name}` has a `..` component, expected a path that only goes down",
        help: "pack again from inside the application's directory, for example `tar czf app.tgz -C app .` or `(cd app && zip -r ../app.zip .)`",
    },
    chinese: {
        what: "条目名含有 `..`",
        why: "各读取工具处理 `..` 的方式不同，不谨慎的工具会写到发布目录之外",
        fix: "在应用目录内重新打包",
        message: "`{name}` 含有 `..`，应为只向下的路径",
        help: "在应用目录内重新打包，例如 `tar czf app.tgz -C app .` 或 `(cd app && zip -r ../app.zip .)`",
    },
}
