//! Spring Boot's own main classes, and where each finds the application.

/// What Spring Boot's launcher makes of the JAR.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Launcher {
    Jar,
    Properties,
    War,
}

impl Launcher {
    /// The launcher that `main_class` names, in any version of Spring Boot.
    pub(super) fn of(main_class: &str) -> Option<Self> {
        let simple = PACKAGES.iter().find_map(|package| main_class.strip_prefix(package)?.strip_prefix('.'))?;
        match simple {
            "JarLauncher" => Some(Self::Jar),
            "PropertiesLauncher" => Some(Self::Properties),
            "WarLauncher" => Some(Self::War),
            _ => None,
        }
    }

    /// Its class in each version, the newest first.
    pub(super) fn classes(self) -> impl Iterator<Item = String> {
        let simple = match self {
            Self::Jar => "JarLauncher",
            Self::Properties => "PropertiesLauncher",
            Self::War => "WarLauncher",
        };
        PACKAGES.iter().map(move |package| format!("{package}.{simple}"))
    }
}

/// Package of the launchers since 3.2, and before.
const PACKAGES: [&str; 2] = ["org.springframework.boot.loader.launch", "org.springframework.boot.loader"];

/// Directory of the launchers' classes in every version.
pub(super) const LOADER_DIRECTORY: &str = "org/springframework/boot/loader";
