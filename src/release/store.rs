//! Events and snapshots as versioned data.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::app::App;
use super::database;
use super::event::{Change, Event};
use super::history::OrderStatus;
use super::id::AppNumber;
use super::status::{HostStatus, Status};
use crate::app::{self, AppName, Description, EnvironmentKind, Framework};
use crate::diagnostic::{Phrase, Sentence, sentences, shortened, speaks, translated};
use crate::phrase;

/// Schema of the events that this version of the crate writes.
pub const EVENT_SCHEMA: u32 = 3;
/// Schema of the snapshots that this version of the crate writes.
pub const SNAPSHOT_SCHEMA: u32 = 2;

/// An event as it is kept in a log: `{"schema":3,"type":"built","data":{"environment":"test"}}`.
///
/// Types and fields of a schema never change. What an older version of the crate wrote is brought up to the present
/// schema while it is read; what it does not know is refused, because a state without it would be wrong.
///
/// # Examples
///
/// ```
/// use cloudapp::app::EnvironmentKind;
/// use cloudapp::release::{Change, Event, StoredEvent};
///
/// let event = Event::Changed { environment: EnvironmentKind::Test, change: Change::Built {} };
/// let stored = StoredEvent::from(&event);
/// let text = serde_json::to_string(&stored)?;
/// assert_eq!(text, r#"{"schema":3,"type":"built","data":{"environment":"test"}}"#);
/// assert_eq!(Event::try_from(serde_json::from_str::<StoredEvent>(&text)?)?, event);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StoredEvent {
    /// Schema that the event was written in.
    pub schema: u32,
    /// What happened, in kebab case.
    #[serde(rename = "type")]
    pub kind: String,
    /// The rest, an object.
    data: Map<String, Value>,
}

impl From<&Event> for StoredEvent {
    fn from(event: &Event) -> Self {
        let (kind, data) = match event {
            Event::AppCreated { number, name, framework, description } => {
                let mut data = Map::new();
                data.insert("number".to_owned(), number.get().into());
                data.insert("name".to_owned(), name.as_str().into());
                data.insert("framework".to_owned(), framework.as_str().into());
                let description = description.as_ref().map(|text| Value::from(text.as_str()));
                data.extend(description.map(|text| ("description".to_owned(), text)));
                (APP_CREATED.to_owned(), data)
            }
            Event::AppDeleted => (APP_DELETED.to_owned(), Map::new()),
            Event::Changed { environment, change } => {
                let mut data = Map::new();
                data.insert(ENVIRONMENT.to_owned(), environment.as_str().into());
                // The derived form of a change is an object with its data, an object too, under its type.
                let derived = serde_json::to_value(change);
                if let Ok(Value::Object(mut derived)) = derived
                    && let Some(Value::Object(fields)) = derived.remove(change.kind())
                {
                    data.extend(fields);
                }
                (change.kind().to_owned(), data)
            }
        };
        Self { schema: EVENT_SCHEMA, kind, data }
    }
}

impl TryFrom<StoredEvent> for Event {
    type Error = UnreadableEvent;

    fn try_from(stored: StoredEvent) -> Result<Self, UnreadableEvent> {
        let StoredEvent { schema, kind, mut data } = upcast(stored)?;
        let refuse = |fault| UnreadableEvent { schema, kind: shortened(&kind), fault };
        let wrong = |error: serde_json::Error| refuse(EventFault::Data(error.to_string()));
        match kind.as_str() {
            APP_CREATED => {
                let created: Created = serde_json::from_value(Value::Object(data)).map_err(wrong)?;
                let Created { number, name, framework, description } = created;
                Ok(Self::AppCreated { number, name, framework, description })
            }
            APP_DELETED if data.is_empty() => Ok(Self::AppDeleted),
            APP_DELETED => Err(refuse(EventFault::Data(NO_DATA.english.to_owned()))),
            _ => {
                if !Change::KINDS.contains(&kind.as_str()) {
                    return Err(refuse(EventFault::Type));
                }
                let nowhere = || refuse(EventFault::Data(NO_ENVIRONMENT.english.to_owned()));
                let environment = data.remove(ENVIRONMENT).ok_or_else(nowhere)?;
                let environment: EnvironmentKind = serde_json::from_value(environment).map_err(wrong)?;
                let mut change = Map::new();
                change.insert(kind.clone(), Value::Object(data));
                let change: Change = serde_json::from_value(Value::Object(change)).map_err(wrong)?;
                Ok(Self::Changed { environment, change })
            }
        }
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        StoredEvent::from(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(StoredEvent::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Brings an event of an older schema up to the present one, schema by schema.
fn upcast(mut stored: StoredEvent) -> Result<StoredEvent, UnreadableEvent> {
    if stored.schema == 0 || stored.schema > EVENT_SCHEMA {
        return Err(UnreadableEvent {
            schema: stored.schema,
            kind: shortened(&stored.kind),
            fault: EventFault::Schema,
        });
    }
    let behind = usize::try_from(EVENT_SCHEMA - stored.schema).unwrap_or_default();
    for step in UPCASTS.iter().rev().take(behind).rev() {
        stored = step(stored);
        stored.schema += 1;
    }
    Ok(stored)
}

/// Since schema 2 a reclaim says when it was.
fn to_schema_2(mut stored: StoredEvent) -> StoredEvent {
    if stored.kind == "reclaimed" {
        // The event did not say when, and nothing else in a log does.
        stored.data.insert("at".to_owned(), Value::Null);
    }
    stored
}

/// Since schema 3 an upload has a proof instead of a word. The word alone proves nothing, so that the version has to be
/// admitted again before it is released.
fn to_schema_3(mut stored: StoredEvent) -> StoredEvent {
    if stored.kind == "version-uploaded" {
        let _ = stored.data.remove("checked");
    }
    stored
}

/// The state of an app, from which it continues without its log: `{"schema":2,"app":{…}}`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
struct Snapshot<A> {
    schema: u32,
    app: A,
}

impl App {
    /// The state as text, one line of JSON. Together with the events after [`revision`](Self::revision) it makes the
    /// same app as the whole log.
    ///
    /// # Examples
    ///
    /// ```
    /// # use cloudapp::app::Framework;
    /// # use cloudapp::release::{App, AppNumber};
    /// let (app, _created) = App::create(AppNumber::new(7), "todoapp".parse()?, Framework::NodeJs, None);
    /// let snapshot = r#"{"schema":2,"app":{"number":7,"name":"todoapp","framework":"node-js","revision":1}}"#;
    /// assert_eq!(app.to_snapshot(), snapshot);
    /// # Ok::<(), cloudapp::app::ParseError>(())
    /// ```
    #[must_use]
    pub fn to_snapshot(&self) -> String {
        // Maps with other keys than text are the only thing that has no JSON, and an app has none.
        serde_json::to_string(&Snapshot { schema: SNAPSHOT_SCHEMA, app: self }).unwrap_or_default()
    }

    /// The state that [`to_snapshot`](Self::to_snapshot) wrote.
    ///
    /// # Errors
    ///
    /// Text that is no snapshot, or one of another schema: the app is then to be made from its log.
    ///
    /// # Examples
    ///
    /// ```
    /// # use cloudapp::app::Framework;
    /// # use cloudapp::release::{App, AppNumber, UnreadableSnapshot};
    /// # let (app, _created) = App::create(AppNumber::new(7), "todoapp".parse()?, Framework::NodeJs, None);
    /// assert_eq!(App::from_snapshot(&app.to_snapshot()), Ok(app));
    /// let later = App::from_snapshot(r#"{"schema":9,"app":{}}"#);
    /// assert_eq!(later, Err(UnreadableSnapshot::Schema { found: 9 }));
    /// # Ok::<(), cloudapp::app::ParseError>(())
    /// ```
    pub fn from_snapshot(text: &str) -> Result<Self, UnreadableSnapshot> {
        let wrong = |error: serde_json::Error| UnreadableSnapshot::Data(error.to_string());
        // The schema first: what another one holds need not fit the types of this one.
        let Snapshot { schema, app } = serde_json::from_str::<Snapshot<Value>>(text).map_err(wrong)?;
        if schema != SNAPSHOT_SCHEMA {
            return Err(UnreadableSnapshot::Schema { found: schema });
        }
        serde_json::from_value(app).map_err(wrong)
    }
}

/// An event that cannot be read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnreadableEvent {
    schema: u32,
    kind: String,
    fault: EventFault,
}

impl UnreadableEvent {
    /// Its schema.
    #[must_use]
    pub const fn schema(&self) -> u32 {
        self.schema
    }

    /// Its type, cut when it is long.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// What is wrong with it.
    #[must_use]
    pub const fn fault(&self) -> &EventFault {
        &self.fault
    }

    fn phrase(&self) -> Phrase {
        let Self { schema, kind, fault } = self;
        phrase!(EVENT, kind = format!("{kind:?}"), schema = *schema, fault = fault.phrase())
    }
}

/// What is wrong with a stored event.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum EventFault {
    /// It was written in a schema that this version of the crate does not know.
    Schema,
    /// Nothing of this type is known.
    Type,
    /// Its data do not fit its type.
    Data(String),
}

impl EventFault {
    fn phrase(&self) -> Phrase {
        match self {
            Self::Schema => phrase!(SCHEMA, most = EVENT_SCHEMA),
            Self::Type => phrase!(UNKNOWN),
            Self::Data(reason) => foreign(reason),
        }
    }
}

/// A snapshot that cannot be read.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum UnreadableSnapshot {
    /// It is of another schema.
    Schema {
        /// Its schema.
        found: u32,
    },
    /// It is no snapshot.
    Data(String),
}

impl UnreadableSnapshot {
    fn phrase(&self) -> Phrase {
        match self {
            Self::Schema { found } => phrase!(
                "a snapshot of schema {found}, expected {known}: replay the log"
                    / "快照的格式版本为 {found}，应为 {known}：请重放日志",
                found = *found,
                known = SNAPSHOT_SCHEMA
            ),
            Self::Data(reason) => foreign(reason),
        }
    }
}

speaks!(EventFault, UnreadableEvent, UnreadableSnapshot);

impl std::error::Error for EventFault {}

impl std::error::Error for UnreadableEvent {}

impl std::error::Error for UnreadableSnapshot {}

/// What serde said.
fn foreign(reason: &str) -> Phrase {
    phrase!("{reason}" / "{reason}", reason = translated(reason, &[app::SENTENCES, SENTENCES].concat()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Created {
    number: AppNumber,
    name: AppName,
    framework: Framework,
    #[serde(default)]
    description: Option<Description>,
}

sentences! {
    /// What events are refused with.
    EVENTS
    EVENT { kind, schema, fault } = "event {kind} of schema {schema}: {fault}"
        / "格式版本 {schema} 的事件 {kind}：{fault}",
    SCHEMA { most } = "expected a schema from 1 to {most}" / "格式版本应为 1 到 {most}",
    UNKNOWN = "no such type is known" / "未知的事件类型",
    NO_DATA = "expected no data" / "不应有数据",
    NO_ENVIRONMENT = "no environment" / "缺少环境",
}

/// What a log and a snapshot may hold that is refused.
const SENTENCES: &[&[Sentence]] = &[EVENTS, database::SENTENCES, &[OrderStatus::NOUN, Status::NOUN, HostStatus::NOUN]];
const APP_CREATED: &str = "app-created";
const APP_DELETED: &str = "app-deleted";
const ENVIRONMENT: &str = "environment";
/// The first brings schema 1 to schema 2, and so on.
const UPCASTS: [fn(StoredEvent) -> StoredEvent; 2] = [to_schema_2, to_schema_3];
