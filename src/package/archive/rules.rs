//! Rules of the archive layer, one file each.

mod gzip_bad;
mod gzip_trailing_data;
mod limit_archive_size;
mod limit_entry_count;
mod limit_entry_size;
mod limit_members;
mod limit_metadata;
mod limit_ratio;
mod limit_small_file;
mod limit_total_size;
mod name_case_collision;
mod name_duplicate;
mod name_file_dir_conflict;
mod name_unicode_collision;
mod non_utf8_names;
mod path_absolute;
mod path_backslash;
mod path_bidi;
mod path_control;
mod path_empty;
mod path_encoding;
mod path_encoding_unflagged;
mod path_noncanonical;
mod path_reserved;
mod path_too_deep;
mod path_too_long;
mod path_traversal;
mod tar_checksum;
mod tar_empty;
mod tar_end_missing;
mod tar_gnu_invalid;
mod tar_header_bad;
mod tar_link_escape;
mod tar_not_tar;
mod tar_pax_global;
mod tar_pax_invalid;
mod tar_size_mismatch;
mod tar_sparse;
mod tar_trailing_data;
mod tar_truncated;
mod tar_type_unsupported;
mod terms;
mod wrong_container;
mod zip_comment_invalid;
mod zip_crc_mismatch;
mod zip_deflate_bad;
mod zip_descriptor_mismatch;
mod zip_empty;
mod zip_encrypted;
mod zip_eocd_mismatch;
mod zip_extra_invalid;
mod zip_header_bad;
mod zip_header_mismatch;
mod zip_method_unsupported;
mod zip_mode_invalid;
mod zip_multi_disk;
mod zip_multiple_eocd;
mod zip_overlap;
mod zip_prefix_data;
mod zip_setuid;
mod zip_size_lie;
mod zip_special_file;
mod zip_symlink;
mod zip_time_zero;
mod zip_trailing_data;
mod zip_truncated;
mod zip_type_conflict;
mod zip_unicode_path;
mod zip_unlisted_data;
mod zip_unused_flags;
mod zip_version_unsupported;
mod zip_zip64_mismatch;

use crate::diagnostic::{Finding, Rule};

pub use gzip_bad::GzipBad;
pub use gzip_trailing_data::GzipTrailingData;
pub use limit_archive_size::LimitArchiveSize;
pub use limit_entry_count::LimitEntryCount;
pub use limit_entry_size::LimitEntrySize;
pub use limit_members::LimitMembers;
pub use limit_metadata::LimitMetadata;
pub use limit_ratio::LimitRatio;
pub use limit_small_file::LimitSmallFile;
pub use limit_total_size::LimitTotalSize;
pub use name_case_collision::NameCaseCollision;
pub use name_duplicate::NameDuplicate;
pub use name_file_dir_conflict::NameFileDirConflict;
pub use name_unicode_collision::NameUnicodeCollision;
pub use non_utf8_names::NonUtf8Names;
pub use path_absolute::PathAbsolute;
pub use path_backslash::PathBackslash;
pub use path_bidi::PathBidi;
pub use path_control::PathControl;
pub use path_empty::PathEmpty;
pub use path_encoding::PathEncoding;
pub use path_encoding_unflagged::PathEncodingUnflagged;
pub use path_noncanonical::PathNoncanonical;
pub use path_reserved::PathReserved;
pub use path_too_deep::PathTooDeep;
pub use path_too_long::PathTooLong;
pub use path_traversal::PathTraversal;
pub use tar_checksum::TarChecksum;
pub use tar_empty::TarEmpty;
pub use tar_end_missing::TarEndMissing;
pub use tar_gnu_invalid::TarGnuInvalid;
pub use tar_header_bad::TarHeaderBad;
pub use tar_link_escape::TarLinkEscape;
pub use tar_not_tar::TarNotTar;
pub use tar_pax_global::TarPaxGlobal;
pub use tar_pax_invalid::TarPaxInvalid;
pub use tar_size_mismatch::TarSizeMismatch;
pub use tar_sparse::TarSparse;
pub use tar_trailing_data::TarTrailingData;
pub use tar_truncated::TarTruncated;
pub use tar_type_unsupported::TarTypeUnsupported;
pub use terms::*;
pub use wrong_container::WrongContainer;
pub use zip_comment_invalid::ZipCommentInvalid;
pub use zip_crc_mismatch::ZipCrcMismatch;
pub use zip_deflate_bad::ZipDeflateBad;
pub use zip_descriptor_mismatch::ZipDescriptorMismatch;
pub use zip_empty::ZipEmpty;
pub use zip_encrypted::ZipEncrypted;
pub use zip_eocd_mismatch::ZipEocdMismatch;
pub use zip_extra_invalid::ZipExtraInvalid;
pub use zip_header_bad::ZipHeaderBad;
pub use zip_header_mismatch::ZipHeaderMismatch;
pub use zip_method_unsupported::ZipMethodUnsupported;
pub use zip_mode_invalid::ZipModeInvalid;
pub use zip_multi_disk::ZipMultiDisk;
pub use zip_multiple_eocd::ZipMultipleEocd;
pub use zip_overlap::ZipOverlap;
pub use zip_prefix_data::ZipPrefixData;
pub use zip_setuid::ZipSetuid;
pub use zip_size_lie::ZipSizeLie;
pub use zip_special_file::ZipSpecialFile;
pub use zip_symlink::ZipSymlink;
pub use zip_time_zero::ZipTimeZero;
pub use zip_trailing_data::ZipTrailingData;
pub use zip_truncated::ZipTruncated;
pub use zip_type_conflict::ZipTypeConflict;
pub use zip_unicode_path::ZipUnicodePath;
pub use zip_unlisted_data::ZipUnlistedData;
pub use zip_unused_flags::ZipUnusedFlags;
pub use zip_version_unsupported::ZipVersionUnsupported;
pub use zip_zip64_mismatch::ZipZip64Mismatch;

/// Every rule of the archive layer, sorted by id.
pub const RULES: &[&Rule] = &[
    GzipBad::RULE,
    GzipTrailingData::RULE,
    LimitArchiveSize::RULE,
    LimitEntryCount::RULE,
    LimitEntrySize::RULE,
    LimitMembers::RULE,
    LimitMetadata::RULE,
    LimitRatio::RULE,
    LimitSmallFile::RULE,
    LimitTotalSize::RULE,
    NameCaseCollision::RULE,
    NameDuplicate::RULE,
    NameFileDirConflict::RULE,
    NameUnicodeCollision::RULE,
    PathAbsolute::RULE,
    PathBackslash::RULE,
    PathBidi::RULE,
    PathControl::RULE,
    PathEmpty::RULE,
    PathEncoding::RULE,
    PathEncodingUnflagged::RULE,
    PathNoncanonical::RULE,
    PathReserved::RULE,
    PathTooDeep::RULE,
    PathTooLong::RULE,
    PathTraversal::RULE,
    TarChecksum::RULE,
    TarEmpty::RULE,
    TarEndMissing::RULE,
    TarGnuInvalid::RULE,
    TarHeaderBad::RULE,
    TarLinkEscape::RULE,
    TarNotTar::RULE,
    TarPaxGlobal::RULE,
    TarPaxInvalid::RULE,
    TarSizeMismatch::RULE,
    TarSparse::RULE,
    TarTrailingData::RULE,
    TarTruncated::RULE,
    TarTypeUnsupported::RULE,
    ZipCommentInvalid::RULE,
    ZipCrcMismatch::RULE,
    ZipDeflateBad::RULE,
    ZipDescriptorMismatch::RULE,
    ZipEmpty::RULE,
    ZipEncrypted::RULE,
    ZipEocdMismatch::RULE,
    ZipExtraInvalid::RULE,
    ZipHeaderBad::RULE,
    ZipHeaderMismatch::RULE,
    ZipMethodUnsupported::RULE,
    ZipModeInvalid::RULE,
    ZipMultiDisk::RULE,
    ZipMultipleEocd::RULE,
    ZipOverlap::RULE,
    ZipPrefixData::RULE,
    ZipSetuid::RULE,
    ZipSizeLie::RULE,
    ZipSpecialFile::RULE,
    ZipSymlink::RULE,
    ZipTimeZero::RULE,
    ZipTrailingData::RULE,
    ZipTruncated::RULE,
    ZipTypeConflict::RULE,
    ZipUnicodePath::RULE,
    ZipUnlistedData::RULE,
    ZipUnusedFlags::RULE,
    ZipVersionUnsupported::RULE,
    ZipZip64Mismatch::RULE,
    NonUtf8Names::RULE,
    WrongContainer::RULE,
];
