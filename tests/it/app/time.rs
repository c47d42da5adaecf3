//! Times and ids made of times.

use cloudapp::app::{Date, PackageVersion, ReleaseOrderId, Timestamp};
use proptest::prelude::*;

fn refusal<T: std::fmt::Debug>(result: Result<T, cloudapp::app::ParseError>) -> String {
    result.unwrap_err().to_string()
}

fn timestamps() -> impl Strategy<Value = Timestamp> {
    (0..=Timestamp::MAX.unix_seconds()).prop_map(|seconds| Timestamp::from_unix_seconds(seconds).unwrap())
}

proptest! {
    #[test]
    fn a_time_reads_back(time in timestamps()) {
        prop_assert_eq!(time.to_string().parse::<Timestamp>().unwrap(), time);
        prop_assert_eq!(Timestamp::from_compact(&time.compact()).unwrap(), time);
    }

    #[test]
    fn a_release_order_id_holds_what_it_was_made_of(time in timestamps(), sequence in 0_u16..10_000) {
        let id = ReleaseOrderId::new("CNSH_NJ".parse().unwrap(), time, sequence).unwrap();
        prop_assert_eq!(id.to_string().parse::<ReleaseOrderId>().unwrap(), id);
    }

    #[test]
    fn later_times_have_later_labels(one in timestamps(), other in timestamps()) {
        let label = PackageVersion::from_upload_time;
        prop_assert_eq!(one.cmp(&other), label(one).as_str().cmp(label(other).as_str()));
    }
}

#[test]
fn the_guides_order_id_is_its_time_and_digits() {
    let created: Timestamp = "2019-06-18T19:43:17+08:00".parse().unwrap();
    let id = ReleaseOrderId::new("CNSH_NJ".parse().unwrap(), created, 784).unwrap();
    assert_eq!(id.to_string(), "CNSH_NJ201906181943170784");
}

#[test]
fn a_new_day_starts_in_china() {
    let time: Timestamp = "2019-06-18T16:00:00Z".parse().unwrap();
    assert_eq!(time.date(), Date::new(2019, 6, 19).unwrap());
}

#[test]
fn a_date_is_its_first_second() {
    assert_eq!("2020-02-29".parse::<Timestamp>().unwrap().to_string(), "2020-02-29T00:00:00+08:00");
}

#[test]
fn fractions_of_a_second_are_dropped() {
    assert_eq!("2020-02-29T01:02:03.999Z".parse::<Timestamp>().unwrap().compact(), "20200229090203");
}

#[test]
fn a_day_that_no_calendar_has_is_refused() {
    assert_eq!(
        refusal("2019-02-29".parse::<Date>()),
        "date: no day of any calendar at byte 0, expected a day YYYY-MM-DD from 1970 to 9999"
    );
    assert_eq!(
        refusal("CNSH_NJ201913181943170784".parse::<ReleaseOrderId>()),
        "release order id: no time of any calendar at byte 7, expected a site, 14 digits YYYYMMDDhhmmss and four digits"
    );
}

#[test]
fn an_order_id_with_a_digit_too_few_says_where_it_ends() {
    assert_eq!(
        refusal("CNSH_NJ20190618194317078".parse::<ReleaseOrderId>()),
        "release order id: ends at byte 24, expected a site, 14 digits YYYYMMDDhhmmss and four digits"
    );
}

#[test]
fn a_time_before_1970_is_refused() {
    assert!("1969-12-31T23:59:59Z".parse::<Timestamp>().is_err());
    assert!(Timestamp::from_unix_seconds(-1).is_err());
}

#[test]
fn the_last_second_is_the_last() {
    assert_eq!(Timestamp::MAX.to_string(), "9998-12-31T23:59:59+08:00");
    assert!(Timestamp::from_unix_seconds(Timestamp::MAX.unix_seconds() + 1).is_err());
    assert_eq!(Timestamp::MAX.saturating_add_seconds(1), Timestamp::MAX);
}
