//! Reading answers of the contract, from whatever holds parsed JSON.
//!
//! Why not serde alone: what it generates for reading is a fifth of what the dashboard loads, most of it for cases and
//! messages nobody sees. Here a type is read by one line that names its fields ([`readable`]); the compiler checks
//! that none is missing, and tests read what serde has written. Unknown fields are skipped; an error says only that the
//! answer cannot be read.

use std::borrow::Cow;
use std::sync::Arc;

use uuid::Uuid;

/// A JSON value; cheap to copy, since it stands in a document that somebody else holds.
pub trait Source: Copy {
    /// The value of a field, by its name on the wire; `null` where there is none, or no object.
    #[must_use]
    fn get(self, field: &'static str) -> Self;
    /// Reads a field; once per type and not once per field, which is where most of the code of reading was.
    #[inline(never)]
    #[must_use]
    fn read<T: Read>(self, field: &'static str) -> Option<T> {
        T::read(self.get(field))
    }
    /// Whether it is `null`.
    fn is_null(self) -> bool;
    /// Its text, if it is one; not copied where it stands in the document as it is.
    fn text(&self) -> Option<Cow<'_, str>>;
    /// Its text, if it is one, shared with whoever asks for a text that says the same where the source keeps them.
    fn shared(self) -> Option<Arc<str>> {
        self.text().map(Into::into)
    }
    /// Its texts, if it is a list of texts, shared as a whole where the source keeps them.
    fn shared_list(self) -> Option<Texts> {
        self.items()?.map(Self::shared).collect()
    }
    /// Its number, if it is a whole one from 0 to 2^53, beyond which JSON's readers differ (RFC 8259 section 6).
    fn whole(self) -> Option<u64>;
    /// Its truth, if it is one.
    fn truth(self) -> Option<bool>;
    /// Its items, if it is a list.
    fn items(self) -> Option<impl Iterator<Item = Self>>;
}

/// Texts, shared as a whole and each by itself.
pub type Texts = Arc<[Arc<str>]>;

/// A type that can be read.
pub trait Read: Sized {
    /// Reads it; `None` when it is something else.
    fn read(source: impl Source) -> Option<Self>;
}

impl Read for String {
    fn read(source: impl Source) -> Option<Self> {
        source.text().map(Cow::into_owned)
    }
}

impl Read for Arc<str> {
    fn read(source: impl Source) -> Option<Self> {
        source.shared()
    }
}

impl Read for Texts {
    fn read(source: impl Source) -> Option<Self> {
        source.shared_list()
    }
}

impl<T: Read> Read for Arc<T> {
    fn read(source: impl Source) -> Option<Self> {
        T::read(source).map(Self::new)
    }
}

impl Read for bool {
    fn read(source: impl Source) -> Option<Self> {
        source.truth()
    }
}

impl Read for u64 {
    fn read(source: impl Source) -> Option<Self> {
        source.whole()
    }
}

impl Read for u32 {
    fn read(source: impl Source) -> Option<Self> {
        source.whole()?.try_into().ok()
    }
}

impl Read for u16 {
    fn read(source: impl Source) -> Option<Self> {
        source.whole()?.try_into().ok()
    }
}

impl Read for Uuid {
    fn read(source: impl Source) -> Option<Self> {
        Self::try_parse(&source.text()?).ok()
    }
}

impl<T: Read> Read for Option<T> {
    fn read(source: impl Source) -> Option<Self> {
        if source.is_null() { Some(None) } else { T::read(source).map(Some) }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(source: impl Source) -> Option<Self> {
        let items = source.items()?;
        let mut list = Self::with_capacity(items.size_hint().0);
        for item in items {
            list.push(one(item)?);
        }
        Some(list)
    }
}

/// An item of a list. Out of line: a browser compiles a function anew that has run for long, and to have that of a whole
/// answer compiled anew, which is called once, would be in vain.
#[inline(never)]
fn one<T: Read>(item: impl Source) -> Option<T> {
    T::read(item)
}

impl<T: Read> Read for crate::Page<T> {
    fn read(source: impl Source) -> Option<Self> {
        Some(Self { items: source.read("items")?, next: source.read("next")? })
    }
}

/// Makes structs readable: `readable!(FlowCounts { send, receive, request, respond });`. A field's name on the wire is
/// made of the one in Rust when this is compiled.
macro_rules! readable {
    ($($name:ident { $($field:ident),+ $(,)? })+) => {
        $(
            impl crate::Read for $name {
                fn read(source: impl crate::Source) -> Option<Self> {
                    Some(Self {
                        $($field: {
                            const FIELD: &str = stringify!($field);
                            const ON_WIRE: [u8; crate::read::length_on_wire(FIELD)] = crate::read::on_wire(FIELD);
                            crate::Source::read(source, const { crate::read::text(&ON_WIRE) })?
                        }),+
                    })
                }
            }
        )+
    };
}

pub(crate) use readable;

/// Bytes of a field's name on the wire.
pub(crate) const fn length_on_wire(field: &str) -> usize {
    let mut length = 0;
    let mut rest = field.as_bytes();
    while let [first, others @ ..] = rest {
        length += (*first != b'_') as usize;
        rest = others;
    }
    length
}

/// A field's name on the wire: `environmentId` of `environment_id`. Loops, because this runs in the compiler.
pub(crate) const fn on_wire<const LENGTH: usize>(field: &str) -> [u8; LENGTH] {
    let mut name = [0; LENGTH];
    let (mut at, mut rest, mut capital) = (0, field.as_bytes(), false);
    while let [first, others @ ..] = rest {
        if *first == b'_' {
            capital = true;
        } else {
            name[at] = if capital { first.to_ascii_uppercase() } else { *first };
            at += 1;
            capital = false;
        }
        rest = others;
    }
    name
}

/// A name as text; names in Rust are UTF-8.
pub(crate) const fn text(name: &'static [u8]) -> &'static str {
    match std::str::from_utf8(name) {
        Ok(text) => text,
        Err(_) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Actor, ActorKind, ApiKey, ApiKeyId, ApiKeyWithSecret, AuditAction, AuditEvent, AuditObject,
        AuthCredential, AuthCredentialId, AuthCredentialRef, AuthHeader, AuthSetting, AuthStrategy, CardKind,
        Connection, ConnectionDataFlow, ConnectionId, ConnectionKind, ConnectionRef, ConnectionUse, DataFlow,
        DataFlowId, DataFlowRow, Embed, EmbedCheck, EmbedId, EmbedToken, Endpoint, EndpointId, EndpointKind,
        EndpointState, EndpointUse, Environment, EnvironmentFlag, EnvironmentId, EnvironmentSummary,
        ExchangeKind, FieldError, Finding, FindingState, FlowCard, FlowCounts, FlowRef, ImportCounts,
        ImportProblem, ImportReport, KeyUse, OrganizationId, OrganizationRef, Owner, Page, PartyRef, Problem,
        ProblemCode, Reveal, Session, Status, StatusCount, Tally, Timestamp, Usage, Verb, Verification,
        VerificationMethod, VerificationState, Vpn, VpnResult, VpnState, VpnStatus,
    };
    use serde::Serialize;
    use serde_json::{Value, json};

    static NULL: Value = Value::Null;

    impl Source for &Value {
        fn get(self, field: &'static str) -> Self {
            Value::get(self, field).unwrap_or(&NULL)
        }

        fn is_null(self) -> bool {
            Value::is_null(self)
        }

        fn text(&self) -> Option<Cow<'_, str>> {
            self.as_str().map(Cow::Borrowed)
        }

        fn whole(self) -> Option<u64> {
            self.as_u64()
        }

        fn truth(self) -> Option<bool> {
            self.as_bool()
        }

        fn items(self) -> Option<impl Iterator<Item = Self>> {
            Some(self.as_array()?.iter())
        }
    }

    fn id(last: u128) -> Uuid {
        Uuid::from_u128(last)
    }

    fn time() -> Timestamp {
        Timestamp("2026-01-02T03:04:05.678Z".to_owned())
    }

    fn vpn_state() -> VpnState {
        VpnState { status: VpnStatus::Attention, stale_at: Some(time()) }
    }

    fn connection() -> Connection {
        Connection {
            id: ConnectionId(id(1)),
            environment_id: EnvironmentId(id(2)),
            name: "Mercy".to_owned(),
            kind: ConnectionKind::Partner,
            status: Status::Other("hibernating".to_owned()),
            fhir_version: Some("4.0.1".to_owned()),
            flow_counts: FlowCounts { send: 1, receive: 2, request: 3, respond: 4 },
            endpoint_count: 5,
            last_message_at: Some(time()),
            vpn: Some(vpn_state()),
            created_at: time(),
            updated_at: time(),
            version: 9_007_199_254_740_992,
        }
    }

    /// Reads what serde wrote, with every optional field there; then again with every one of them left out or null,
    /// which may change the value but must not make it unreadable unless the field is needed.
    fn there_and_back<T: Serialize + Read + PartialEq + std::fmt::Debug>(value: &T) {
        let written = serde_json::to_value(value).unwrap();
        assert_eq!(T::read(&written).as_ref(), Some(value), "{written}");
        if let Value::Object(fields) = &written {
            for name in fields.keys() {
                assert_ne!(
                    fields[name],
                    Value::Null,
                    "`{name}` must be there for this test to tell its name"
                );
            }
        }
    }

    #[test]
    fn every_answer_is_read_as_it_was_written() {
        let card = FlowCard {
            key: "k/oneWay".into(),
            kind: CardKind::Endpoint,
            id: id(3),
            exchange: ExchangeKind::OneWay,
            name: "ADT in".to_owned(),
            url: Some("https://a.example".to_owned()),
            connection_type: Some("hl7v2-mllp".to_owned()),
            state: Some(EndpointState::Active),
            editable: true,
            vpn: Some(vpn_state()),
            id_hidden: true,
            url_hidden: true,
        };
        there_and_back(&vpn_state());
        let flow = DataFlow {
            id: DataFlowId(id(4)),
            verb: Verb::Send,
            data_type: "PatientAdmin".into(),
            event_types: ["Arrival".into()].into(),
            left: "l".into(),
            right: "r".into(),
            status: Status::Healthy,
            last_message_at: Some(time()),
        };
        there_and_back(&card);
        let shown = FlowCard { id_hidden: false, url_hidden: false, ..card.clone() };
        let written = serde_json::to_value(&shown).unwrap();
        assert!(written.get("idHidden").is_none() && written.get("urlHidden").is_none());
        assert_eq!(FlowCard::read(&written), Some(shown));
        there_and_back(&flow);
        there_and_back(&connection());
        there_and_back(&ConnectionDataFlow {
            connection: connection(),
            left: vec![card.clone().into()],
            right: vec![card.into()],
            flows: vec![flow],
        });
        let party = PartyRef {
            kind: CardKind::ApiKey,
            id: id(5),
            name: "Key".to_owned(),
            url: Some("https://b.example".to_owned()),
            vpn: Some(VpnState { status: VpnStatus::Up, stale_at: Some(time()) }),
        };
        there_and_back(&party);
        let connection_ref = ConnectionRef { id: ConnectionId(id(1)), name: "Mercy".to_owned() };
        there_and_back(&DataFlowRow {
            id: DataFlowId(id(4)),
            connection: connection_ref.clone(),
            verb: Verb::Respond,
            data_type: "FHIR.Patient".to_owned(),
            event_types: vec!["read".to_owned()],
            yours: party.clone(),
            theirs: party,
            status: Status::Down,
            last_message_at: Some(time()),
        });
        let verification = Verification {
            state: VerificationState::Failed,
            method: VerificationMethod::Get,
            has_token: true,
            checked_at: Some(time()),
            outcome: Some("timeout".to_owned()),
            detail: Some("It took too long.".to_owned()),
        };
        there_and_back(&verification);
        let credential_ref = AuthCredentialRef { id: AuthCredentialId(id(9)), name: "Gateway".to_owned() };
        there_and_back(&credential_ref);
        let setting = AuthSetting { name: "username".to_owned(), value: Some("u".to_owned()) };
        there_and_back(&setting);
        there_and_back(&AuthHeader { name: "X".to_owned() });
        let used = EndpointUse { id: EndpointId(id(6)), name: "In".to_owned(), data_flows: 3 };
        there_and_back(&used);
        there_and_back(&AuthCredential {
            id: AuthCredentialId(id(9)),
            environment_id: EnvironmentId(id(2)),
            name: "Gateway".to_owned(),
            strategy: AuthStrategy::Basic,
            settings: vec![setting],
            headers: vec![AuthHeader { name: "X".to_owned() }],
            endpoints: vec![used],
            created_at: time(),
            updated_at: time(),
            version: 1,
        });
        let test = crate::vpn::tests::good_until(15, VpnResult::NoAnswer);
        there_and_back(&test);
        let vpn = Vpn { status: VpnStatus::Other("sealed".to_owned()), tests: vec![test] };
        there_and_back(&vpn);
        there_and_back(&Endpoint {
            id: EndpointId(id(6)),
            environment_id: EnvironmentId(id(2)),
            owner: Owner::Connection,
            connection: Some(connection_ref),
            name: "R4".to_owned(),
            kind: EndpointKind::Https,
            url: Some("https://c.example".to_owned()),
            verification: Some(verification),
            auth_credential: Some(credential_ref),
            connection_type: Some("hl7-fhir-rest".to_owned()),
            fhir_version: Some("4.0.1".to_owned()),
            state: EndpointState::Off,
            editable: false,
            vpn: Some(vpn),
            flow_counts: FlowCounts::default(),
            created_at: time(),
            updated_at: time(),
            version: 7,
        });
        let mut key = ApiKey {
            expires_at: Some(time()),
            revoked_at: Some(time()),
            last_used_at: Some(time()),
            jwks_url: Some("https://d.example/jwks".to_owned()),
            ..crate::api_key::tests::key()
        };
        key.secrets[0].last_used_at = Some(time());
        there_and_back(&key.secrets[0]);
        there_and_back(&key.public_keys[0]);
        there_and_back(&key);
        there_and_back(&ApiKeyWithSecret { api_key: key, secret: Some("s".to_owned()) });
        there_and_back(&Embed {
            id: EmbedId(id(10)),
            environment_id: EnvironmentId(id(2)),
            name: "Portal".to_owned(),
            allowed_origins: vec!["https://portal.example".to_owned()],
            connection_ids: vec![ConnectionId(id(1))],
            reveal: Reveal::NoAddresses,
            revoked_at: Some(time()),
            last_used_at: Some(time()),
            created_at: time(),
            updated_at: time(),
            version: 2,
        });
        there_and_back(&EmbedToken { token: "t".to_owned(), expires_at: time() });
        let finding = Finding {
            state: FindingState::Problem,
            found: Some("script-src 'self'".to_owned()),
            message: "It is blocked.".to_owned(),
            line: Some("script-src 'self' https://causeway.example".to_owned()),
        };
        there_and_back(&finding);
        there_and_back(&EmbedCheck {
            csp: finding.clone(),
            cors: finding.clone(),
            token: finding.clone(),
            framing: finding,
        });
        let flow = FlowRef { id: DataFlowId(id(4)), verb: Verb::Send, data_type: "Order".to_owned() };
        there_and_back(&flow);
        let object = AuditObject { id: id(5), name: "Gateway".to_owned() };
        there_and_back(&object);
        there_and_back(&AuditEvent {
            id: 7,
            at: time(),
            actor: Actor { kind: ActorKind::ApiKey, name: "Agent".to_owned() },
            api_key_id: Some(ApiKeyId(id(3))),
            action: AuditAction::EndpointChanged,
            object: Some(object),
            environment_id: Some(EnvironmentId(id(2))),
        });
        let connection = ConnectionRef { id: ConnectionId(id(1)), name: "Mercy".to_owned() };
        let last = KeyUse { last4: Some("ab12".to_owned()), kid: Some("k".to_owned()), at: time() };
        there_and_back(&last);
        there_and_back(&Usage {
            connections: 1,
            data_flows: 1,
            items: vec![ConnectionUse {
                connection,
                data_flows: 1,
                flows: vec![flow],
                last_uses: vec![last],
            }],
        });
        there_and_back(&Environment {
            id: EnvironmentId(id(2)),
            name: "Staging".to_owned(),
            flag: EnvironmentFlag::Staging,
            created_at: time(),
            version: 1,
        });
        there_and_back(&EnvironmentSummary {
            connections: 3,
            by_status: vec![StatusCount { status: Status::Down, count: 2 }],
            data_flows: 39,
        });
        there_and_back(&Session {
            organization: OrganizationRef { id: OrganizationId(id(8)), name: "Yours".to_owned() },
            actor: Actor { kind: ActorKind::Owner, name: "Owner".to_owned() },
            expires_at: Some(time()),
        });
        let tally = Tally { created: 1, updated: 2, unchanged: 3 };
        there_and_back(&ImportReport {
            rows: ImportCounts { total: 3, accepted: 2, rejected: 1 },
            connections: tally,
            endpoints: tally,
            data_flows: tally,
            problems: vec![ImportProblem {
                position: 3,
                pointer: "/entry/2".to_owned(),
                reason: "no name".to_owned(),
            }],
        });
        there_and_back(&Problem {
            type_: "/problems/stale".to_owned(),
            title: "Stale".to_owned(),
            status: 412,
            detail: "It changed.".to_owned(),
            instance: Some("1".to_owned()),
            code: ProblemCode::Stale,
            errors: vec![FieldError {
                pointer: "/url".to_owned(),
                code: "urlScheme".to_owned(),
                message: "Use https.".to_owned(),
            }],
        });
    }

    #[test]
    fn what_is_not_needed_may_be_missing_and_what_is_needed_may_not() {
        let read = |value: &Value| Page::<ConnectionRef>::read(value);
        let item = json!({ "id": id(1).to_string(), "name": "Mercy", "new": true });
        assert!(read(&json!({ "items": [item], "next": null })).is_some());
        assert!(read(&json!({ "items": [] })).is_some());
        assert!(read(&json!({ "next": "x" })).is_none());
        assert!(read(&json!({ "items": [{ "id": id(1).to_string() }] })).is_none());
        assert!(read(&json!({ "items": [{ "id": "no uuid", "name": "Mercy" }] })).is_none());
        assert!(read(&json!([])).is_none());
        assert!(FlowCounts::read(&json!({ "send": -1, "receive": 0, "request": 0, "respond": 0 })).is_none());
        assert!(
            FlowCounts::read(&json!({ "send": 0.5, "receive": 0, "request": 0, "respond": 0 })).is_none()
        );
    }

    #[test]
    fn names_are_written_as_the_contract_does() {
        assert_eq!(length_on_wire("last_message_at"), 13);
        let name = text(const { &on_wire::<13>("last_message_at") });
        assert_eq!(name, "lastMessageAt");
        assert_eq!(text(const { &on_wire::<2>("id") }), "id");
        for other in ["last_message_at", "lastmessageat", "lastMessageA", "lastMessageAtt", ""] {
            assert_ne!(name, other);
        }
    }
}
