//! The picture for a custom element: what is drawn and where, every sentence about it, as text for the class that puts
//! it into a page (`js/`). The class is JavaScript because browsers take nothing else, and it draws as well, because
//! everything a widget loads must weigh 50 kB at most: docs/ARCHITECTURE.md, "The widget".
//!
//! It must not know elements, a server or a token.

mod json;
mod scene;

use causeway_data_flow::{Choice, Options, Structure, layout};
use causeway_model::{
    Connection, ConnectionDataFlow, ConnectionKind, EnvironmentId, FlowCounts, Read, Source, Status,
    Timestamp, guid,
};
use uuid::Uuid;
use wasm_bindgen::prelude::wasm_bindgen;

/// Memory of a page: a tenth of the code of the standard allocator, and a constant time per call.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// One picture.
#[wasm_bindgen]
#[derive(Default)]
pub struct Picture {
    answer: Option<ConnectionDataFlow>,
    choice: Choice,
}

#[wasm_bindgen]
impl Picture {
    /// An empty one.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads an answer, given as JSON. False when it is none; what was known before stays.
    pub fn read(&mut self, json: &[u8]) -> bool {
        let answer: Option<Answer> = causeway_client::read(json);
        let is_answer = answer.is_some();
        if let Some(Answer(answer)) = answer {
            self.answer = Some(answer);
        }
        is_answer
    }

    /// How many arrows there are.
    pub fn flows(&self) -> usize {
        self.answer.as_ref().map_or(0, |answer| answer.flows.len())
    }

    /// GUID of the connection; empty while there is none.
    pub fn connection(&self) -> String {
        self.answer.as_ref().map(|answer| guid(answer.connection.id.0)).unwrap_or_default()
    }

    /// Shows the partner's side, or one's own.
    pub fn mirror(&mut self, mirror: bool) {
        self.choice.mirror = mirror;
    }

    /// Opens the group of a data type, or closes it.
    pub fn toggle(&mut self, data_type: &str) {
        self.choice.toggle_group(data_type);
    }

    /// Lays everything out in this width, with text of this size (both px), and says what is where at this moment
    /// (RFC 3339, UTC): see `scene.rs`. Empty without an answer.
    pub fn draw(&self, width: i32, font: i32, now: String) -> String {
        let Some(answer) = &self.answer else { return String::new() };
        let structure = Structure::viewed(answer, &self.choice, None);
        let layout = layout(&structure, &Options { width, font });
        scene::scene(answer, &structure, &layout, &Timestamp(now))
    }

    /// What is known of an arrow: see `scene.rs`. Empty when there is no such arrow.
    pub fn details(&self, id: &str) -> String {
        let found = || {
            let (id, answer) = (id.parse().ok()?, self.answer.as_ref()?);
            Some((answer, answer.flows.iter().find(|flow| flow.id == id)?))
        };
        let Some((answer, flow)) = found() else { return String::new() };
        scene::details(answer, flow, self.choice.mirror)
    }
}

/// An answer of which no more is asked than what is drawn: pages give what they have, and servers change.
struct Answer(ConnectionDataFlow);

impl Read for Answer {
    fn read(source: impl Source) -> Option<Self> {
        let connection = source.get("connection");
        let never = Timestamp(String::new());
        let connection = Connection {
            id: connection.read("id")?,
            name: connection.read("name")?,
            environment_id: EnvironmentId(Uuid::nil()),
            kind: ConnectionKind::Partner,
            status: Status::NoTraffic,
            fhir_version: None,
            flow_counts: FlowCounts::default(),
            endpoint_count: 0,
            last_message_at: None,
            vpn: None,
            created_at: never.clone(),
            updated_at: never,
            version: 0,
        };
        let [left, right] = ["left", "right"].map(|side| Read::read(source.get(side)));
        let flows = source.read("flows")?;
        Some(Self(ConnectionDataFlow { connection, left: left?, right: right?, flows }))
    }
}
