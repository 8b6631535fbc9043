//! The part of a connection's data flow that decides what is drawn where: cards, and rows between them.
//!
//! Everything is put into one canonical order and made total here: doubles are dropped, a flow that names a card the
//! answer does not contain gets an empty one. After this every pass can rely on its input. Must not know status,
//! counters or times: a picture whose structure is unchanged is never laid out again.

use causeway_model::{ConnectionDataFlow, DataFlowId, FlowCard, Verb};

use crate::sorting::{pick, sorted};

/// Yours or theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Your API keys and endpoints.
    Left,
    /// The connection's endpoints.
    Right,
}

/// A card to place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Names it among the cards of its side.
    pub key: String,
    /// What the server says about it; `None` for a card that is only known from the flows that name it.
    pub facts: Option<FlowCard>,
    /// Its place among the cards of its side with the same GUID, counted from 1, and how many they are.
    pub shown: (u32, u32),
}

/// An arrow to place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its data flow.
    pub id: DataFlowId,
    /// Your side of it.
    pub verb: Verb,
    /// Data model or FHIR resource.
    pub data_type: String,
    /// Index into [`Structure::left`].
    pub left: usize,
    /// Index into [`Structure::right`].
    pub right: usize,
}

/// How many endpoints (or API keys) a side has, and how many cards show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Different GUIDs.
    pub parties: usize,
    /// Cards.
    pub cards: usize,
}

/// What is drawn, in canonical order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    /// Your side.
    pub left: Vec<Card>,
    /// Their side.
    pub right: Vec<Card>,
    /// The arrows.
    pub rows: Vec<Row>,
}

impl Structure {
    /// Takes the structure out of the server's answer.
    #[must_use]
    pub fn of(picture: &ConnectionDataFlow) -> Self {
        let named =
            |key: fn(&causeway_model::DataFlow) -> &String| picture.flows.iter().map(key).collect::<Vec<_>>();
        let left = cards(&picture.left, &named(|flow| &flow.left));
        let right = cards(&picture.right, &named(|flow| &flow.right));
        let (in_left, in_right) = (by_key(&left), by_key(&right));
        let mut rows: Vec<Row> = picture
            .flows
            .iter()
            .filter_map(|flow| {
                Some(Row {
                    id: flow.id,
                    verb: flow.verb.clone(),
                    data_type: flow.data_type.clone(),
                    left: position(&left, &in_left, &flow.left)?,
                    right: position(&right, &in_right, &flow.right)?,
                })
            })
            .collect();
        let all = sorted(rows.len(), &|a, b| key(&rows[a]).cmp(&key(&rows[b])));
        rows = pick(rows, &all);
        rows.dedup_by_key(|row| row.id);
        let canonical = sorted(rows.len(), &|a, b| {
            (&rows[a].data_type, rows[a].id).cmp(&(&rows[b].data_type, rows[b].id))
        });
        Self { left, right, rows: pick(rows, &canonical) }
    }

    /// The cards of a side.
    #[must_use]
    pub fn cards(&self, side: Side) -> &[Card] {
        match side {
            Side::Left => &self.left,
            Side::Right => &self.right,
        }
    }

    /// Endpoints and cards of a side, for its heading.
    #[must_use]
    pub fn count(&self, side: Side) -> Count {
        let cards = self.cards(side);
        Count { parties: cards.iter().filter(|card| card.shown.0 == 1).count(), cards: cards.len() }
    }

    /// The same exchange as the other side sees it.
    #[must_use]
    pub fn mirror(&self) -> Self {
        let turned =
            |row: &Row| Row { verb: row.verb.mirror(), left: row.right, right: row.left, ..row.clone() };
        Self {
            left: self.right.clone(),
            right: self.left.clone(),
            rows: self.rows.iter().map(turned).collect(),
        }
    }
}

impl Row {
    /// The index of its card on a side.
    #[must_use]
    pub fn card(&self, side: Side) -> usize {
        match side {
            Side::Left => self.left,
            Side::Right => self.right,
        }
    }
}

/// Everything that tells two rows apart, so that of two rows with one id always the same is kept.
fn key(row: &Row) -> (DataFlowId, &str, &str, usize, usize) {
    (row.id, row.verb.as_str(), &row.data_type, row.left, row.right)
}

/// The cards' positions in the order of their keys, for [`position`].
fn by_key(cards: &[Card]) -> Vec<usize> {
    sorted(cards.len(), &|a, b| cards[a].key.cmp(&cards[b].key))
}

fn position(cards: &[Card], by_key: &[usize], key: &str) -> Option<usize> {
    by_key.binary_search_by(|card| cards[*card].key.as_str().cmp(key)).ok().map(|found| by_key[found])
}

/// The cards of one side in canonical order: by name, then key; those only named by flows last, by key.
fn cards(given: &[FlowCard], named: &[&String]) -> Vec<Card> {
    let facts = sorted(given.len(), &|a, b| facts_key(&given[a]).cmp(&facts_key(&given[b])));
    let mut known: Vec<&FlowCard> = facts.iter().map(|card| &given[*card]).collect();
    known.dedup_by_key(|card| &card.key);

    let names = sorted(named.len(), &|a, b| named[a].cmp(named[b]));
    let mut missing: Vec<&String> = names.iter().map(|name| named[*name]).collect();
    missing.dedup();
    missing.retain(|key| known.binary_search_by(|card| card.key.cmp(key)).is_err());

    let canonical =
        sorted(known.len(), &|a, b| (&known[a].name, &known[a].key).cmp(&(&known[b].name, &known[b].key)));
    let known = pick(known, &canonical);
    let mut cards: Vec<Card> = known
        .iter()
        .map(|card| Card { key: card.key.clone(), facts: Some((*card).clone()), shown: (1, 1) })
        .collect();
    number_repeats(&known, &mut cards);
    cards.extend(missing.into_iter().map(|key| Card { key: key.clone(), facts: None, shown: (1, 1) }));
    cards
}

/// Counts the cards of each GUID, in canonical order.
fn number_repeats(facts: &[&FlowCard], cards: &mut [Card]) {
    let by_id = sorted(facts.len(), &|a, b| facts[a].id.cmp(&facts[b].id));
    for same in by_id.chunk_by(|a, b| facts[*a].id == facts[*b].id) {
        let of = u32::try_from(same.len()).unwrap_or(u32::MAX);
        for (card, nth) in same.iter().zip(1..) {
            cards[*card].shown = (nth, of);
        }
    }
}

/// Everything that tells two cards apart, so that of two cards with one key always the same is kept.
fn facts_key(card: &FlowCard) -> (&str, &str, Option<&str>, Option<&str>, Option<&str>, u128) {
    let state = card.state.as_ref().map(causeway_model::EndpointState::as_str);
    (&card.key, &card.name, card.url.as_deref(), card.connection_type.as_deref(), state, card.id.as_u128())
}
