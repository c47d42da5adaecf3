//! Other products of a Java build, recognised by their entries.

use super::class_file::class_entry;
use super::launcher::Launcher;
use crate::diagnostic::terms;
use crate::package::files::Files;
use crate::package::paths::extension;

/// What the file is when it is not an application's JAR, with an entry that shows it.
pub(super) fn other_artifact(files: &Files, main_class: Option<&str>) -> Option<(Artifact, String)> {
    war(files, main_class).map(|entry| (Artifact::War, entry)).or_else(|| without_classes(files))
}

/// An entry that only a WAR has. An executable JAR may have `WEB-INF` too: as resources that nothing reads.
fn war(files: &Files, main_class: Option<&str>) -> Option<String> {
    // `java -jar` starts a WAR too, but as another layout than the platform's, with nginx's files elsewhere.
    let is_jar = files.is_directory("BOOT-INF")
        || main_class.is_some_and(|class| match Launcher::of(class) {
            Some(launcher) => launcher != Launcher::War,
            None => !files.is_directory("WEB-INF/lib") && files.is_file(&class_entry(class)),
        });
    if is_jar {
        return None;
    }
    if files.is_file("WEB-INF/web.xml") {
        return Some("WEB-INF/web.xml".to_owned());
    }
    let directories = ["WEB-INF/classes", "WEB-INF/lib"];
    directories.iter().find_map(|directory| files.below(directory).next()).map(|(path, _)| path.to_owned())
}

fn without_classes(files: &Files) -> Option<(Artifact, String)> {
    let mut source = None;
    for (path, _) in files.iter() {
        match extension(path) {
            Some("class" | "jar") => return None,
            Some("java" | "kt" | "groovy" | "scala") if source.is_none() => {
                source = Some((Artifact::Sources, path.to_owned()));
            }
            _ => {}
        }
    }
    // What javadoc of Java 10 and later, and of earlier ones, writes beside `index.html`.
    let lists = ["element-list", "package-list", "allclasses-index.html", "allclasses-frame.html"];
    let list = lists.iter().find(|list| files.is_file("index.html") && files.is_file(list));
    list.map(|list| (Artifact::Javadoc, (*list).to_owned())).or(source)
}

terms! {
    /// A product of a Java build that is not the application.
    pub(super) Artifact {
        Javadoc "javadoc" = "a documentation JAR" / "文档 JAR",
        Sources "sources" = "a source JAR" / "源码 JAR",
        War "war" = "a WAR" / " WAR",
    }
}
