//! What makes nginx refuse a file: one file a rule.

mod argument_count;
mod conflicting_directives;
mod duplicate_directive;
mod duplicate_listen;
mod duplicate_location;
mod duplicate_name;
mod empty_upstream;
mod invalid_address;
mod invalid_condition;
mod invalid_entry;
mod invalid_location;
mod invalid_parameter;
mod invalid_regex;
mod invalid_value;
mod misplaced_directive;
mod missing_block;
mod missing_certificate;
mod missing_events;
mod out_of_bounds;
mod too_long_word;
mod unexpected_block;
mod unexpected_end;
mod unexpected_token;
mod unknown_directive;
mod unknown_log_format;
mod unknown_variable;
mod unknown_zone;
mod unread_include;

pub use argument_count::ArgumentCount;
pub use conflicting_directives::ConflictingDirectives;
pub use duplicate_directive::DuplicateDirective;
pub use duplicate_listen::DuplicateListen;
pub use duplicate_location::DuplicateLocation;
pub use duplicate_name::DuplicateName;
pub use empty_upstream::EmptyUpstream;
pub use invalid_address::InvalidAddress;
pub use invalid_condition::InvalidCondition;
pub use invalid_entry::InvalidEntry;
pub use invalid_location::InvalidLocation;
pub use invalid_parameter::InvalidParameter;
pub use invalid_regex::InvalidRegex;
pub use invalid_value::InvalidValue;
pub use misplaced_directive::MisplacedDirective;
pub use missing_block::MissingBlock;
pub use missing_certificate::MissingCertificate;
pub use missing_events::MissingEvents;
pub use out_of_bounds::OutOfBounds;
pub use too_long_word::TooLongWord;
pub use unexpected_block::UnexpectedBlock;
pub use unexpected_end::UnexpectedEnd;
pub use unexpected_token::UnexpectedToken;
pub use unknown_directive::UnknownDirective;
pub use unknown_log_format::UnknownLogFormat;
pub use unknown_variable::UnknownVariable;
pub use unknown_zone::UnknownZone;
pub use unread_include::UnreadInclude;

use crate::diagnostic::{Finding, Rule};

/// Every rule of this module, by id.
pub const RULES: &[&Rule] = &[
    ArgumentCount::RULE,
    ConflictingDirectives::RULE,
    DuplicateDirective::RULE,
    DuplicateListen::RULE,
    DuplicateLocation::RULE,
    DuplicateName::RULE,
    EmptyUpstream::RULE,
    InvalidAddress::RULE,
    InvalidCondition::RULE,
    InvalidEntry::RULE,
    InvalidLocation::RULE,
    InvalidParameter::RULE,
    InvalidRegex::RULE,
    InvalidValue::RULE,
    MisplacedDirective::RULE,
    MissingBlock::RULE,
    MissingCertificate::RULE,
    MissingEvents::RULE,
    OutOfBounds::RULE,
    TooLongWord::RULE,
    UnexpectedBlock::RULE,
    UnexpectedEnd::RULE,
    UnexpectedToken::RULE,
    UnknownDirective::RULE,
    UnknownLogFormat::RULE,
    UnknownVariable::RULE,
    UnknownZone::RULE,
    UnreadInclude::RULE,
];
