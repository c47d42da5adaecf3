//! Configurations from templates.

use std::fmt;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use super::site::{Disposition, Site};
use crate::app::parse::words;
use crate::app::{DomainName, EnvironmentKind, Framework, NginxVersion, TlsEnd};

words! {
    /// Which default configuration is generated.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Profile: "profile" / "配置方案" {
        /// The guide's, directive for directive (§1.3.1–1.3.3), flaws included; see [`generate`].
        Documented = "documented",
        /// The same topology, secure and correct.
        #[default]
        Hardened = "hardened",
    }
}

/// The configuration of nginx for `site`: a whole `nginx.conf`.
///
/// The hardened profile closes connections that ask for another host, offers TLS 1.2 and 1.3 with forward secrecy only,
/// tells the app the client's address, host and scheme and never what the client claims about them, lets WebSocket
/// through, and serves neither dotfiles nor build files nor uploaded scripts of a PHP app. Behind a load balancer that
/// ends TLS it listens on port 80 only and redirects exactly the requests that the balancer received as `http`.
///
/// The documented profile corrects slips in the guide's text and takes from the site only what the guide lets vary: the
/// framework, the environment and `app_entry`. Two sites that the guide leaves out are served in its spirit: behind a
/// load balancer, where the redirect would never end, the application's server listens on port 80 and there is no
/// redirect; on nginx from 1.25.1, which knows no `ssl on`, `listen 443 ssl` says the same.
///
/// Values reach a template as types whose grammar has no character with a meaning to nginx, so that nothing can be
/// injected.
///
/// # Examples
///
/// ```
/// use cloudapp::app::Framework;
/// use cloudapp::nginx::{Profile, Site, generate};
///
/// let site = Site::test(Framework::Php).with_app_entry("public_html".parse()?);
/// let config = generate(&site, Profile::Hardened);
/// assert!(config.as_str().contains("root /home/admin/app-run/public_html;"));
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
#[must_use]
pub fn generate(site: &Site, profile: Profile) -> Generated {
    let template = match profile {
        Profile::Documented => documented(site.framework(), site.environment()),
        Profile::Hardened => include_str!("templates/hardened.j2"),
    };
    Generated { text: render(template, &Values::of(site)), site: site.clone(), profile }
}

/// A generated configuration and what it is for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Generated {
    text: String,
    site: Site,
    profile: Profile,
}

impl Generated {
    /// The text of `nginx.conf`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What it was generated for.
    #[must_use]
    pub const fn site(&self) -> &Site {
        &self.site
    }

    /// The profile it follows.
    #[must_use]
    pub const fn profile(&self) -> Profile {
        self.profile
    }
}

impl AsRef<str> for Generated {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Generated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

const fn documented(framework: Framework, environment: EnvironmentKind) -> &'static str {
    match (framework, environment) {
        (Framework::NodeJs, EnvironmentKind::Test) => include_str!("templates/documented/node-js-test.j2"),
        (Framework::NodeJs, EnvironmentKind::Production) => include_str!("templates/documented/node-js-production.j2"),
        (Framework::Php, EnvironmentKind::Test) => include_str!("templates/documented/php-test.j2"),
        (Framework::Php, EnvironmentKind::Production) => include_str!("templates/documented/php-production.j2"),
        (Framework::SpringBoot, EnvironmentKind::Test) => include_str!("templates/documented/spring-boot-test.j2"),
        (Framework::SpringBoot, EnvironmentKind::Production) => {
            include_str!("templates/documented/spring-boot-production.j2")
        }
    }
}

/// What the templates may say about a site.
#[expect(clippy::struct_excessive_bools, reason = "each is a branch of a template")]
#[derive(Serialize)]
struct Values<'a> {
    php: bool,
    port: u16,
    production: bool,
    /// TLS ends here.
    tls: bool,
    /// TLS ends at the load balancer.
    balanced: bool,
    domains: Vec<&'a str>,
    app_entry: &'a str,
    body_limit: String,
    attachment: bool,
    /// `ssl on` exists.
    ssl_directive: bool,
    /// HTTP/2 is a parameter of `listen` and not yet a directive.
    http2_parameter: bool,
    /// A server may refuse handshakes.
    reject_handshake: bool,
    /// `ssl_protocols` knows TLS 1.3.
    tls_1_3: bool,
    /// Variable with the client's scheme.
    client_scheme: &'static str,
    /// Variable with the port that the client connected to.
    client_port: &'static str,
}

impl<'a> Values<'a> {
    fn of(site: &'a Site) -> Self {
        let balanced = site.tls_end() == Some(TlsEnd::LoadBalancer);
        let version = site.nginx_version();
        Self {
            php: site.framework() == Framework::Php,
            port: site.framework().runtime().port,
            production: site.environment() == EnvironmentKind::Production,
            tls: site.tls_end() == Some(TlsEnd::Nginx),
            balanced,
            domains: site.domains().map(DomainName::as_str).collect(),
            app_entry: site.app_entry().as_str(),
            body_limit: site.body_limit().to_string(),
            attachment: site.disposition() == Disposition::Attachment,
            ssl_directive: version < SSL_DIRECTIVE_REMOVED,
            http2_parameter: version < HTTP2_DIRECTIVE,
            reject_handshake: version >= REJECT_HANDSHAKE,
            tls_1_3: version >= TLS_1_3,
            client_scheme: if balanced { "$client_scheme" } else { "$scheme" },
            client_port: if balanced { "$client_port" } else { "$server_port" },
        }
    }
}

#[expect(
    clippy::expect_used,
    reason = "templates are constants and know every value; the tests of this module render each of their branches"
)]
fn render(template: &str, values: &Values<'_>) -> String {
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    let mut environment = Environment::new();
    environment.set_syntax(syntax.expect("the default delimiters"));
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.render_str(template, Serde(values)).expect("a template that renders")
}

/// nginx changes 1.25.1: "the `ssl` directive was removed", and `http2` became one.
const SSL_DIRECTIVE_REMOVED: NginxVersion = NginxVersion::new(1, 25, 1);
const HTTP2_DIRECTIVE: NginxVersion = NginxVersion::new(1, 25, 1);
/// nginx changes 1.19.4.
const REJECT_HANDSHAKE: NginxVersion = NginxVersion::new(1, 19, 4);
/// nginx changes 1.13.0.
const TLS_1_3: NginxVersion = NginxVersion::new(1, 13, 0);
