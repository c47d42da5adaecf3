use crate::diagnostic::rule;

rule! {
    /// An entry's name cannot exist on Windows.
    pub struct PathReserved {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// The component that Windows does not allow.
        pub component: String,
    }
    id: "archive/path-reserved",
    severity: Warning,
    source: "names of Windows",
    example: "an entry `aux.js`",
    english: {
        what: "an entry's name cannot exist on Windows",
        why: "developers on Windows cannot unpack the package",
        fix: "rename the file",
        message: "`{name}`: Windows cannot hold `{component}`, expected a name that every system can hold",
        help: "rename the file",
    },
    chinese: {
        what: "条目名在 Windows 上无法存在",
        why: "使用 Windows 的开发者无法解包",
        fix: "给文件改名",
        message: "`{name}`：Windows 无法保存 `{component}`，应为所有系统都能保存的名字",
        help: "给文件改名",
    },
}
