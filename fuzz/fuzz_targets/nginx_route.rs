//! No text and no request make the model panic or go on for ever; equal inputs give equal predictions, and each way
//! assumes something else.
#![no_main]

use cloudapp::app::{Framework, NginxVersion, TlsEnd};
use cloudapp::nginx::route::{Found, Request, Router};
use cloudapp::nginx::{Config, Site};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // The first line is the request, the rest the configuration.
    let (first, text) = data.split_at(data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len()));
    let Ok(request) = String::from_utf8_lossy(first).parse::<Request>() else { return };
    let config = Config::parse(text);
    let domain = "www.example.com".parse().unwrap();
    let production = Site::production(Framework::Php, TlsEnd::LoadBalancer, domain);
    for site in [Site::test(Framework::NodeJs), production.on_nginx(NginxVersion::new(1, 31, 5))] {
        let router = Router::new(&site);
        let arrived = router.arrival(&request);
        let prediction = router.predict(&config, &arrived);
        assert!((1..=16).contains(&prediction.ways.len()));
        assert_eq!(prediction, router.predict(&config, &arrived));
        for (place, way) in prediction.ways.iter().enumerate() {
            assert!(prediction.ways.iter().skip(place + 1).all(|other| other.assumptions != way.assumptions));
        }
        let everything = |_: &str| Some(Found::File);
        assert!(!router.with_disk(everything).predict(&config, &arrived).ways.is_empty());
    }
});
