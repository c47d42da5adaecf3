//! The configuration of nginx for a production environment behind a load balancer.

#![allow(clippy::print_stdout, reason = "an example shows what it made")]

use cloudapp::app::{Framework, ParseError, Tier};
use cloudapp::nginx::{BodyLimit, Profile, Site, generate};

fn main() -> Result<(), ParseError> {
    let site = Site::production(Framework::SpringBoot, Tier::Standard.tls_end(), "www.example.com".parse()?)
        .with_body_limit(BodyLimit::try_from(20)?);
    let config = generate(&site, Profile::Hardened);

    assert!(config.as_str().contains("server_name www.example.com;"));
    assert!(!config.as_str().contains("ssl_certificate"), "the certificate is the load balancer's");
    println!("{config}");
    Ok(())
}
