//! Whether a JAR without Spring Boot's launcher is a Spring Boot application, and has all that it needs.

use std::collections::BTreeSet;

use super::class_file::class_entry;
use super::launch::Judged;
use super::launcher::LOADER_DIRECTORY;
use super::main_class;
use super::reach::Reach;
use super::rules::{AUTOCONFIGURATION_LOST, LIBRARIES_MISSING, MAIN_CLASS_MISSING, NOT_SPRING_BOOT, THIN_LAUNCHER};
use crate::diagnostic::{Findings, Location, Severity, shortened};
use crate::{finding, phrase};

impl Judged<'_> {
    /// Judges a JAR with everything at its root; `false` when it is no Spring Boot application.
    pub(super) fn application(&self, class: &str, reach: Option<Reach>, findings: &mut Findings<'_>) -> bool {
        if class == THIN_WRAPPER && self.files.is_file(&class_entry(class)) {
            let finding = finding!(THIN_LAUNCHER { class: class.to_owned() });
            findings.add(self.location("Main-Class"), finding);
            return true;
        }
        let Some(entry) = main_class::entry(self.files, &self.manifest, class) else {
            let near = self.like_start_class(class, &class_entry(class));
            let near = near.map(|near| phrase!("; there is {near}" / "；现有 {near}", near));
            let finding = finding!(MAIN_CLASS_MISSING { class: shortened(class), near: near.unwrap_or_else(none) });
            findings.add(self.location("Main-Class"), finding);
            return true;
        };
        if class.starts_with(&LOADER_DIRECTORY.replace('/', ".")) {
            return true;
        }
        let has_spring_boot = self.files.is_file(SPRING_APPLICATION);
        match reach {
            Some(Reach::Reached) if has_spring_boot => self.autoconfiguration(findings),
            Some(Reach::Reached) => {
                let beside = self.manifest.get("Class-Path").map(|value| shortened(value.value().trim()));
                let beside = beside.map(|beside| {
                    phrase!(
                        "; Class-Path names {beside}, beside the JAR" / "；Class-Path 指向 JAR 旁的 {beside}",
                        beside
                    )
                });
                let class = shortened(class);
                let finding = finding!(LIBRARIES_MISSING { class, beside: beside.unwrap_or_else(none) });
                findings.add(Location::entry(entry), finding);
            }
            // Others' loaders of nested JARs may lead to it too.
            _ if NESTED_LOADERS.contains(&class) => {
                self.not_spring_boot(class, Severity::Warning, findings);
            }
            Some(Reach::Unknown) if has_spring_boot => self.not_spring_boot(class, Severity::Warning, findings),
            Some(Reach::Unknown | Reach::Unreached) => {
                self.not_spring_boot(class, Severity::Error, findings);
                return false;
            }
            None => {}
        }
        true
    }

    fn not_spring_boot(&self, class: &str, severity: Severity, findings: &mut Findings<'_>) {
        let finding = finding!(NOT_SPRING_BOOT { class: shortened(class) });
        findings.add_as(severity, self.location("Main-Class"), finding);
    }

    /// Whether the lists of auto-configurations survived the merging of all libraries into one JAR.
    fn autoconfiguration(&self, findings: &mut Findings<'_>) {
        let directory = "org/springframework/boot/autoconfigure";
        if !self.files.is_file(&format!("{ENABLE}.class")) {
            return;
        }
        let lists: Vec<(&str, &[u8])> =
            LISTS.iter().filter_map(|list| Some((*list, self.files.content(list)?))).collect();
        if lists.iter().any(|(list, _)| self.files.whole(list).is_none()) {
            return;
        }
        let words: BTreeSet<&[u8]> = lists.iter().flat_map(|(_, text)| text.split(|byte| !is_in_name(*byte))).collect();
        // Each list of Spring Boot's own names some of its classes; where none is packed, the key alone tells.
        let class = |path: &str| path.strip_suffix(".class").map(|class| class.replace('/', "."));
        let mut own =
            self.files.below(directory).map(|(path, _)| path).filter(|path| is_autoconfiguration(path)).peekable();
        let is_listed = match own.peek() {
            None => {
                !lists.is_empty() && (words.contains(ENABLE_KEY) || lists.iter().any(|(list, _)| *list == LISTS[1]))
            }
            Some(_) => own.filter_map(class).any(|class| words.contains(class.as_bytes())),
        };
        if is_listed {
            return;
        }
        let found = match lists.first() {
            Some((list, _)) => {
                phrase!("{list} names none of Spring Boot's own" / "{list} 中没有 Spring Boot 自带的条目", list = *list)
            }
            None => phrase!("there is no META-INF/spring.factories" / "没有 META-INF/spring.factories"),
        };
        let place = lists.first().map_or_else(Location::input, |(list, _)| Location::entry(*list));
        findings.add(place, finding!(AUTOCONFIGURATION_LOST { found }));
    }
}

fn is_autoconfiguration(path: &str) -> bool {
    path.strip_suffix("AutoConfiguration.class")
        .is_some_and(|class| !class.contains('$') && class != "org/springframework/boot/autoconfigure/Enable")
}

fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'$')
}

/// No more to say.
fn none() -> crate::diagnostic::Phrase {
    phrase!("" / " ")
}

/// Lists of auto-configurations: up to 2.7, and since 2.7.
pub(super) const LISTS: [&str; 2] =
    ["META-INF/spring.factories", "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports"];
const SPRING_APPLICATION: &str = "org/springframework/boot/SpringApplication.class";
const ENABLE_KEY: &[u8] = b"org.springframework.boot.autoconfigure.EnableAutoConfiguration";
const ENABLE: &str = "org/springframework/boot/autoconfigure/EnableAutoConfiguration";
/// The main class of spring-boot-thin-launcher.
const THIN_WRAPPER: &str = "org.springframework.boot.loader.wrapper.ThinJarWrapper";
/// Eclipse's and One-JAR's.
const NESTED_LOADERS: [&str; 2] =
    ["org.eclipse.jdt.internal.jarinjarloader.JarRsrcLoader", "com.simontuffs.onejar.Boot"];
