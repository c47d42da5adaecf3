//! Layers of documents before Spring Boot 2.4, where a document with `spring.profiles` counts as its profile's file does.

use std::collections::{BTreeSet, VecDeque};

use super::document::{Document, Naming};
use super::{Base, DEFAULT_PROFILE, File, MOST_PROFILES, list, profile};

/// The active documents, the strongest first, and the active profiles.
pub(super) fn load<'a>(
    files: &'a [File],
    given: &[String],
    naming: Naming,
) -> (Vec<(&'a File, &'a Document)>, Vec<String>) {
    let mut loader = Loader {
        files,
        naming,
        queue: VecDeque::from([None]),
        processed: Vec::new(),
        active: given.to_vec(),
        is_activated: !given.is_empty(),
        groups: Vec::new(),
        seen: BTreeSet::new(),
    };
    let default = [DEFAULT_PROFILE.to_owned()];
    let first = if given.is_empty() { &default } else { given };
    // `ConfigFileApplicationListener.initializeProfiles`: without a profile first, then those from outside, or the
    // default one.
    loader.queue.extend(first.iter().cloned().map(Some));
    while let Some(profile) = loader.queue.pop_front() {
        if loader.processed.len() > MOST_PROFILES {
            break;
        }
        if loader.processed.contains(&profile) {
            continue;
        }
        // The default profile is not an active one, unless it was activated by name.
        if let Some(name) = &profile
            && (loader.is_activated || name != DEFAULT_PROFILE)
            && !loader.active.contains(name)
        {
            loader.active.push(name.clone());
        }
        loader.groups.push(Vec::new());
        loader.profile(profile.as_deref());
        loader.processed.push(profile);
    }
    loader.expressions();
    let Loader { processed, active, groups, .. } = loader;
    let documents: Vec<(&File, &Document)> = groups.into_iter().rev().flatten().collect();
    let mut profiles: Vec<String> = processed.into_iter().flatten().filter(|name| active.contains(name)).collect();
    // A document that came in last may still name profiles; they are active, though none of their documents is loaded.
    if profiles.is_empty() {
        let mut named = documents.iter().map(|(_, document)| list(document, "spring.profiles.active", naming));
        profiles = named.find(|names| !names.is_empty()).unwrap_or_default();
    }
    (documents, profiles)
}

struct Loader<'a> {
    files: &'a [File],
    naming: Naming,
    queue: VecDeque<Option<String>>,
    processed: Vec<Option<String>>,
    /// Profiles that expressions are evaluated with.
    active: Vec<String>,
    is_activated: bool,
    /// Documents of each processed profile, the strongest first.
    groups: Vec<Vec<(&'a File, &'a Document)>>,
    /// Documents that are in a group.
    seen: BTreeSet<(usize, usize)>,
}

/// Which documents of a file a profile takes.
#[derive(Clone, Copy)]
enum Take<'p> {
    WithoutProfiles,
    Naming(&'p str),
}

impl Loader<'_> {
    fn profile(&mut self, profile: Option<&str>) {
        // The strongest directory and format come first, with every file of them.
        let mut places: Vec<_> =
            self.files.iter().map(|file| (file.base != Base::Bootstrap, file.in_config, file.format)).collect();
        places.dedup();
        for place in places.into_iter().rev() {
            let Some(name) = profile else {
                self.take(place, None, Take::WithoutProfiles);
                continue;
            };
            self.take(place, Some(name), Take::WithoutProfiles);
            self.take(place, Some(name), Take::Naming(name));
            // A document of one profile in another profile's file (`loadForFileExtension`).
            for processed in self.processed.clone().into_iter().flatten() {
                self.take(place, Some(&processed), Take::Naming(name));
            }
            self.take(place, None, Take::Naming(name));
        }
    }

    fn take(&mut self, place: (bool, bool, super::Format), file_profile: Option<&str>, take: Take<'_>) {
        let files = self.files;
        for (index, file) in files.iter().enumerate() {
            let is_there = (file.base != Base::Bootstrap, file.in_config, file.format) == place;
            if !is_there || file.profile.as_deref() != file_profile {
                continue;
            }
            let mut taken = Vec::new();
            for (number, document) in file.documents.iter().enumerate() {
                let profiles = list(document, "spring.profiles", self.naming);
                let is_taken = match take {
                    Take::WithoutProfiles => profiles.is_empty(),
                    Take::Naming(name) => profiles.iter().any(|profile| profile == name) && self.holds(&profiles),
                };
                if is_taken {
                    self.activate(document);
                    taken.push((file, document));
                    self.seen.insert((index, number));
                }
            }
            if let Some(group) = self.groups.last_mut() {
                group.extend(taken.into_iter().rev());
            }
        }
    }

    fn holds(&self, profiles: &[String]) -> bool {
        let default = [DEFAULT_PROFILE.to_owned()];
        let active = if self.active.is_empty() { &default } else { self.active.as_slice() };
        profile::any_holds(&profiles.join(","), active) == Some(true)
    }

    fn activate(&mut self, document: &Document) {
        let active = list(document, "spring.profiles.active", self.naming);
        // "Profiles already activated": a later `spring.profiles.active` changes nothing (`addActiveProfiles`).
        if !active.is_empty() && !self.is_activated {
            self.is_activated = true;
            self.queue.extend(active.into_iter().map(Some));
            self.queue.retain(|profile| profile.as_deref() != Some(DEFAULT_PROFILE));
        }
        // Included profiles go before those that wait (`addIncludedProfiles`).
        let included = list(document, "spring.profiles.include", self.naming).into_iter().map(Some);
        let included: Vec<_> = included.filter(|profile| !self.processed.contains(profile)).collect();
        for profile in included.into_iter().rev().take(MOST_PROFILES) {
            self.queue.push_front(profile);
        }
    }

    /// Adds the documents whose expression holds although it is not just an active profile's name (`!test`): in front of
    /// those without a profile.
    fn expressions(&mut self) {
        let files = self.files;
        for (index, file) in files.iter().enumerate().rev() {
            if file.profile.is_some() {
                continue;
            }
            for (number, document) in file.documents.iter().enumerate().rev() {
                let profiles = list(document, "spring.profiles", self.naming);
                if self.holds(&profiles)
                    && !self.seen.contains(&(index, number))
                    && let Some(group) = self.groups.first_mut()
                {
                    group.insert(0, (file, document));
                }
            }
        }
    }
}
