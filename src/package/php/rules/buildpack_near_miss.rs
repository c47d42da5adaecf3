//! Settings under a name that the platform does not read.

use crate::diagnostic::rule;

rule! {
    /// A file that is nearly called `_buildpack` is passed over.
    pub struct BuildpackNearMiss {
        /// The file.
        pub found: String,
    }
    id: "php/buildpack-near-miss",
    severity: Warning,
    source: "guide §1.3.3: the settings are in the file _buildpack at the package's root",
    example: "_buildpack.txt, .buildpack, public/_buildpack",
    english: {
        what: "a file with settings has a name or a place that is not read",
        why: "the platform reads _buildpack at the package's root and nothing else: web root and extensions stay at their defaults, without a word",
        fix: "rename the file to _buildpack and keep it at the package's root",
        message: "{found} is passed over, expected _buildpack at the package's root",
        help: "mv {found} _buildpack",
    },
    chinese: {
        what: "设置文件的名称或位置不会被读取",
        why: "平台只读取软件包根目录下的 _buildpack：Web 根目录和扩展会保持默认值，且没有任何提示",
        fix: "请把文件改名为 _buildpack 并放在软件包根目录",
        message: "{found} 会被忽略，应为软件包根目录下的 _buildpack",
        help: "mv {found} _buildpack",
    },
}
