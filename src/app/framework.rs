//! Back-end frameworks and what the platform asks of each.

use super::kind::EnvironmentKind;
use super::parse::words;

words! {
    /// Back-end framework of an app, chosen at its creation and fixed afterwards (§2.2).
    #[non_exhaustive]
    pub enum Framework: "framework" / "框架" {
        /// Node.js (§1.3.2).
        NodeJs = "node-js",
        /// PHP (§1.3.3).
        Php = "php",
        /// Spring Boot (§1.3.1).
        SpringBoot = "spring-boot",
    }
}

words! {
    /// Format of a package file (§1.3).
    #[non_exhaustive]
    pub enum Container: "container" / "软件包格式" {
        /// Executable JAR.
        Jar = "jar",
        /// tar compressed with gzip, source files at its root.
        Tgz = "tgz",
        /// ZIP, source files at its root.
        Zip = "zip",
    }
}

impl Framework {
    /// Name as the product documentation writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NodeJs => "Node.js",
            Self::Php => "PHP",
            Self::SpringBoot => "Spring Boot",
        }
    }

    /// What the platform asks of an app of this framework.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Container, EnvironmentKind, Framework};
    ///
    /// let runtime = Framework::NodeJs.runtime();
    /// assert_eq!((runtime.container, runtime.port), (Container::Tgz, 7001));
    /// assert_eq!(runtime.nginx_file(EnvironmentKind::Test), "conf/nginx.test.conf");
    /// ```
    #[must_use]
    pub const fn runtime(self) -> &'static Runtime {
        match self {
            Self::NodeJs => &NODE_JS,
            Self::Php => &PHP,
            Self::SpringBoot => &SPRING_BOOT,
        }
    }
}

/// What the platform asks of an app of one framework.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Runtime {
    /// Format of the package.
    pub container: Container,
    /// Port on which the application listens; of `FastCGI` for PHP.
    pub port: u16,
    /// Path that shows whether the app answers, asked of nginx on its host: any answer below 500 does. The guide names
    /// none; `/` is this crate's choice.
    pub health_path: &'static str,
    /// Entry that replaces nginx's configuration in the test environment.
    pub nginx_test: &'static str,
    /// Entry that replaces nginx's configuration in the production environment.
    pub nginx_production: &'static str,
    /// Section of the guide.
    pub source: &'static str,
}

impl Runtime {
    /// Entry that replaces nginx's configuration in `environment`.
    #[must_use]
    pub const fn nginx_file(&self, environment: EnvironmentKind) -> &'static str {
        match environment {
            EnvironmentKind::Test => self.nginx_test,
            EnvironmentKind::Production => self.nginx_production,
        }
    }
}

const SPRING_BOOT: Runtime = Runtime {
    container: Container::Jar,
    port: 8080,
    health_path: "/",
    nginx_test: "BOOT-INF/classes/nginx/nginx-test.conf",
    nginx_production: "BOOT-INF/classes/nginx/nginx-prod.conf",
    source: "§1.3.1",
};

const NODE_JS: Runtime = Runtime {
    container: Container::Tgz,
    port: 7001,
    health_path: "/",
    nginx_test: "conf/nginx.test.conf",
    nginx_production: "conf/nginx.prod.conf",
    source: "§1.3.2",
};

const PHP: Runtime = Runtime {
    container: Container::Zip,
    port: 9000,
    health_path: "/",
    nginx_test: "nginx/nginx-test.conf",
    nginx_production: "nginx/nginx-prod.conf",
    source: "§1.3.3",
};
