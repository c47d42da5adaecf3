//! Each type against a grammar written apart from it.

use std::fmt::Display;
use std::str::FromStr;

use cloudapp::app::{
    AppName, Date, DomainName, DomainPattern, Fault, NginxVersion, PackageVersion, ParseError, ReleaseOrderId, SiteCode,
};
use proptest::prelude::*;
use regex::Regex;

/// A grammar: the whole language, and every beginning of a text of it of any length.
struct Grammar {
    whole: Regex,
    beginning: Regex,
    most: usize,
}

impl Grammar {
    fn new(whole: &str, beginning: &str, most: usize) -> Self {
        Self { whole: Regex::new(whole).unwrap(), beginning: Regex::new(beginning).unwrap(), most }
    }

    fn app_name() -> Self {
        Self::new(r"\A[a-z][A-Za-z0-9]{0,49}\z", r"\A(|[a-z][A-Za-z0-9]*)\z", 50)
    }

    fn package_version() -> Self {
        Self::new(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", r"\A(|[A-Za-z0-9][A-Za-z0-9._-]*)\z", 64)
    }

    fn site() -> Self {
        Self::new(r"\A[A-Z]+(_[A-Z]+)*\z", r"\A(|[A-Z]+(_[A-Z]+)*_?)\z", 32)
    }

    /// Accepted exactly when the grammar has it, printed as it was read, refused for a reason that is so.
    fn holds<T: FromStr<Err = ParseError> + Display>(&self, text: &str) -> Result<(), TestCaseError> {
        let accepted = self.whole.is_match(text) && text.chars().count() <= self.most;
        match text.parse::<T>() {
            Ok(value) => {
                prop_assert!(accepted, "{:?} is not in the grammar", text);
                prop_assert_eq!(value.to_string(), text);
            }
            Err(error) => {
                prop_assert!(!accepted, "{:?} is in the grammar, refused: {}", text, error);
                self.is_true(text, error.fault())?;
            }
        }
        Ok(())
    }

    fn is_true(&self, text: &str, fault: &Fault) -> Result<(), TestCaseError> {
        match fault {
            Fault::Empty { .. } => prop_assert_eq!(text, ""),
            Fault::Character { found, at, .. } => {
                prop_assert!(text[*at..].starts_with(*found));
                prop_assert!(self.beginning.is_match(&text[..*at]), "{:?} is wrong before byte {}", text, at);
                prop_assert!(!self.beginning.is_match(&text[..*at + found.len_utf8()]));
            }
            Fault::End { at, .. } => {
                prop_assert_eq!(*at, text.len());
                prop_assert!(self.beginning.is_match(text) && !self.whole.is_match(text));
            }
            Fault::Length { at: 0, length, most } => {
                prop_assert_eq!(*length, text.chars().count());
                prop_assert!(length > most && *most == self.most);
            }
            other => prop_assert!(false, "{:?}: unexpected {:?}", text, other),
        }
        Ok(())
    }
}

/// Texts that are nearly right, and texts that are not.
fn texts(nearly: &'static str) -> impl Strategy<Value = String> {
    let odd = prop_oneof![Just(String::new()), "[ -~]", "\\PC", Just("\u{0}".to_owned()), Just("é".to_owned())];
    let inserted = (nearly, odd, any::<prop::sample::Index>()).prop_map(|(text, odd, at)| {
        let mut places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        places.push(text.len());
        let at = *at.get(&places);
        format!("{}{odd}{}", &text[..at], &text[at..])
    });
    prop_oneof![3 => inserted, 1 => "\\PC{0,70}"]
}

proptest! {
    #[test]
    fn an_app_name_is_its_grammar(text in texts("[a-z][A-Za-z0-9]{0,55}")) {
        Grammar::app_name().holds::<AppName>(&text)?;
    }

    #[test]
    fn a_package_version_is_its_grammar(text in texts("[A-Za-z0-9][A-Za-z0-9._-]{0,70}")) {
        Grammar::package_version().holds::<PackageVersion>(&text)?;
    }

    #[test]
    fn a_site_is_its_grammar(text in texts("[A-Z]{1,12}(_[A-Z]{1,12}){0,3}_?")) {
        Grammar::site().holds::<SiteCode>(&text)?;
    }

    #[test]
    fn an_ascii_domain_is_its_grammar(text in texts("[A-Za-z0-9_-]{1,66}(\\.[a-z0-9_-]{1,66}){0,4}\\.?")) {
        prop_assume!(text.is_ascii() && !text.to_ascii_lowercase().contains("xn--"));
        // The root's dot at the end is taken off.
        let name = text.strip_suffix('.').filter(|name| name.contains('.')).unwrap_or(&text);
        let label = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
        let whole = Regex::new(&format!(r"(?i)\A({label}\.)+{label}\z")).unwrap();
        let number = Regex::new(r"(?i)\.([0-9]+|0x[0-9a-f]*)\z").unwrap();
        let accepted = whole.is_match(name) && !number.is_match(name) && name.len() <= 253;
        match text.parse::<DomainName>() {
            Ok(domain) => {
                prop_assert!(accepted);
                prop_assert_eq!(domain.as_str(), name.to_ascii_lowercase());
            }
            Err(error) => prop_assert!(!accepted, "{:?} refused: {}", text, error),
        }
    }

    #[test]
    fn a_domain_reads_back_and_leaves_no_server_name(text in texts("[a-zéß小程序ф-]{1,9}(\\.[a-zб中国]{2,9}){1,3}")) {
        if let Ok(domain) = text.parse::<DomainName>() {
            prop_assert!(Regex::new(r"\A[a-z0-9._-]+\z").unwrap().is_match(domain.as_str()));
            prop_assert_eq!(domain.as_str().parse::<DomainName>().unwrap(), domain.clone());
            prop_assert_eq!(domain.to_unicode().parse::<DomainName>().unwrap(), domain);
        }
    }

    #[test]
    fn a_wildcard_stands_only_at_the_start(text in "[*.]{0,3}[a-z*]{1,5}(\\.[a-z*]{1,5}){1,3}") {
        let accepted = Regex::new(r"\A(\*\.)?[a-z]+(\.[a-z]+)+\z").unwrap().is_match(&text);
        prop_assert_eq!(text.parse::<DomainPattern>().is_ok(), accepted);
        prop_assert_eq!(text.parse::<DomainName>().is_ok(), accepted && !text.starts_with('*'));
    }

    #[test]
    fn an_nginx_version_reads_back(text in texts("[0-9]{1,5}\\.[0-9]{1,5}\\.[0-9]{1,5}")) {
        let number = r"(0|[1-9][0-9]{0,4})";
        let form = Regex::new(&format!(r"\A{number}\.{number}\.{number}\z")).unwrap();
        let small = text.split('.').all(|part| part.parse::<u16>().is_ok());
        match text.parse::<NginxVersion>() {
            Ok(version) => prop_assert_eq!(version.to_string(), text),
            Err(_) => prop_assert!(!(form.is_match(&text) && small)),
        }
    }

    #[test]
    fn a_date_reads_back(text in texts("(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]")) {
        if let Ok(date) = text.parse::<Date>() {
            prop_assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn a_release_order_id_reads_back(text in texts("[A-Z]{1,4}(_[A-Z]{1,3})?20[0-9]{2}0[1-9][12][0-9][01][0-9][0-5][0-9][0-5][0-9][0-9]{4}")) {
        let form = Regex::new(r"\A[A-Z]+(_[A-Z]+)*20[0-9]{2}0[1-9][12][0-9][01][0-9][0-5][0-9][0-5][0-9][0-9]{4}\z").unwrap();
        match text.parse::<ReleaseOrderId>() {
            Ok(id) => prop_assert_eq!(id.to_string(), text),
            // The form above leaves one impossible kind of day out: 29 February of other years than leap years.
            Err(error) => prop_assert!(!form.is_match(&text) || text.contains("0229"), "{:?} refused: {}", text, error),
        }
    }
}
