//! Rules about packages of Node.js apps.

mod cd_target_missing;
mod command_not_bundled;
mod command_only_in_dev_dependencies;
mod crlf_shebang;
mod dangling_symlink;
mod egg_stderr_aborts_start;
mod egg_stop_title;
mod engines_unsatisfiable;
mod exec_bit_missing;
mod flattened_symlink;
mod foreign_native_binary;
mod glibc_too_new;
mod global_install_in_script;
mod lockfile_conflict;
mod lockfile_private_registry;
mod missing_start;
mod missing_stop;
mod modules_absent;
mod optional_platform_package_missing;
mod package_json_bom;
mod package_json_invalid;
mod package_json_missing;
mod path_case_mismatch;
mod port_mismatch;
mod script_not_runnable;
mod start_target_missing;
mod stop_start_race;
mod windows_path;

pub use cd_target_missing::CdTargetMissing;
pub use command_not_bundled::CommandNotBundled;
pub use command_only_in_dev_dependencies::CommandOnlyInDevDependencies;
pub use crlf_shebang::CrlfShebang;
pub use dangling_symlink::DanglingSymlink;
pub use egg_stderr_aborts_start::EggStderrAbortsStart;
pub use egg_stop_title::EggStopTitle;
pub use engines_unsatisfiable::{EnginesFault, EnginesUnsatisfiable};
pub use exec_bit_missing::ExecBitMissing;
pub use flattened_symlink::FlattenedSymlink;
pub use foreign_native_binary::ForeignNativeBinary;
pub use glibc_too_new::GlibcTooNew;
pub use global_install_in_script::GlobalInstallInScript;
pub use lockfile_conflict::LockfileConflict;
pub use lockfile_private_registry::LockfilePrivateRegistry;
pub use missing_start::MissingStart;
pub use missing_stop::MissingStop;
pub use modules_absent::ModulesAbsent;
pub use optional_platform_package_missing::OptionalPlatformPackageMissing;
pub use package_json_bom::PackageJsonBom;
pub use package_json_invalid::PackageJsonInvalid;
pub use package_json_missing::PackageJsonMissing;
pub use path_case_mismatch::PathCaseMismatch;
pub use port_mismatch::PortMismatch;
pub use script_not_runnable::{ScriptFault, ScriptNotRunnable};
pub use start_target_missing::StartTargetMissing;
pub use stop_start_race::StopStartRace;
pub use windows_path::WindowsPath;

use crate::diagnostic::{Finding, Rule};

/// Every rule about packages of Node.js apps, by id.
pub const RULES: &[&Rule] = &[
    CdTargetMissing::RULE,
    CommandNotBundled::RULE,
    CommandOnlyInDevDependencies::RULE,
    CrlfShebang::RULE,
    DanglingSymlink::RULE,
    EggStderrAbortsStart::RULE,
    EggStopTitle::RULE,
    EnginesUnsatisfiable::RULE,
    ExecBitMissing::RULE,
    FlattenedSymlink::RULE,
    ForeignNativeBinary::RULE,
    GlibcTooNew::RULE,
    GlobalInstallInScript::RULE,
    LockfileConflict::RULE,
    LockfilePrivateRegistry::RULE,
    MissingStart::RULE,
    MissingStop::RULE,
    ModulesAbsent::RULE,
    OptionalPlatformPackageMissing::RULE,
    PackageJsonBom::RULE,
    PackageJsonInvalid::RULE,
    PackageJsonMissing::RULE,
    PathCaseMismatch::RULE,
    PortMismatch::RULE,
    ScriptNotRunnable::RULE,
    StartTargetMissing::RULE,
    StopStartRace::RULE,
    WindowsPath::RULE,
];
