//! The part of a connection's data flow that decides what is drawn where: cards, and rows between them.
//!
//! Everything is put into one canonical order and made total here: doubles are dropped, a flow that names a card the
//! answer does not contain gets an empty one, and what the reader chose is applied. After this every pass can rely on
//! its input. A status plays a part only where it decides which rows there are (filters, and groups, which never hide
//! what is unhealthy); counters and times play none: a picture whose structure is unchanged is never laid out again.

use std::sync::Arc;

use causeway_model::{
    ConnectionDataFlow, DataFlow, DataFlowId, FlowCard, Index, Initiator, Status, Verb, compare,
};

use crate::choice::{Choice, Filter};
use crate::grouping;
use crate::sorting::{by_guid, by_rank, sorted};

/// Whether an arrow is shown; it comes with what is known of its ends, left and right.
pub type Shows<'a> = &'a dyn Fn(&DataFlow, [Option<&FlowCard>; 2]) -> bool;

/// The left or the right side of the picture: yours and theirs, unless it is mirrored.
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
    pub key: Arc<str>,
    /// What it shows.
    pub content: Content,
    /// Its place among the cards of its side with the same GUID, counted from 1, and how many they are.
    pub shown: (u32, u32),
}

/// What a card shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// An endpoint or API key.
    Known(Arc<FlowCard>),
    /// Something that only the flows that name it know of.
    Unknown,
    /// This many endpoints and API keys at once: where groups of arrows end that have no end in common.
    Several(u32),
}

impl Card {
    /// The endpoint or API key it shows, if it is one and known.
    #[must_use]
    pub fn facts(&self) -> Option<&FlowCard> {
        match &self.content {
            Content::Known(facts) => Some(facts),
            Content::Unknown | Content::Several(_) => None,
        }
    }
}

/// Names a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowId {
    /// A group of arrows of this data type.
    Group(String),
    /// One arrow.
    Flow(DataFlowId),
}

impl RowId {
    /// The data flow, if it is one arrow.
    #[must_use]
    pub fn flow(&self) -> Option<DataFlowId> {
        match self {
            Self::Flow(id) => Some(*id),
            Self::Group(_) => None,
        }
    }
}

/// A row to place: an arrow, or several in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Names it.
    pub id: RowId,
    /// What it is.
    pub kind: RowKind,
    /// Data model or FHIR resource; rows of one share the text as the data flows of the answer do.
    pub data_type: Arc<str>,
    /// Index into [`Structure::left`].
    pub left: usize,
    /// Index into [`Structure::right`].
    pub right: usize,
}

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    /// One arrow, with the left side's part in it.
    Flow(Verb),
    /// Several arrows.
    Group(Group),
}

/// Several arrows of one data type in one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// How many they are.
    pub flows: u32,
    /// How many of them are unhealthy; those have rows of their own, whether or not the group is open.
    pub unhealthy: u32,
    /// Whether every arrow has a row of its own.
    pub open: bool,
    /// Whether the left side starts any of them.
    pub outward: bool,
    /// Whether the right side starts any of them.
    pub inward: bool,
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
    /// The rows.
    pub rows: Vec<Row>,
    /// Arrows that the reader's choice shows, each by itself or in a group.
    pub shown: usize,
    /// All arrows there are.
    pub total: usize,
    /// Whether arrows are grouped.
    pub grouped: bool,
    /// Whether the sides are exchanged.
    pub mirrored: bool,
}

impl Structure {
    /// Everything in the server's answer, ungrouped.
    #[must_use]
    pub fn of(picture: &ConnectionDataFlow) -> Self {
        Self::chosen(picture, &Choice { group: Some(false), ..Choice::default() }, None)
    }

    /// What the reader chose of the server's answer.
    #[must_use]
    pub fn chosen(picture: &ConnectionDataFlow, choice: &Choice, selected: Option<DataFlowId>) -> Self {
        let filter = Filter::new(choice, selected);
        let shows = |flow: &DataFlow, ends: [Option<&FlowCard>; 2]| filter.shows(flow, ends);
        Self::viewed(picture, choice, choice.is_filtered().then_some(&shows))
    }

    /// What the reader chose, but for filters: of the arrows, those that `shows` lets through, all without it. Apart
    /// from [`Self::chosen`], so that a widget without filters does not carry them.
    #[must_use]
    pub fn viewed(picture: &ConnectionDataFlow, choice: &Choice, shows: Option<Shows<'_>>) -> Self {
        let flows = distinct(&picture.flows);
        let (mut left, mut right) =
            (Cards::of(&picture.left, choice.fold), Cards::of(&picture.right, choice.fold));
        let at_left = left.positions(&flows, |flow| &flow.left);
        let at_right = right.positions(&flows, |flow| &flow.right);
        let total = flows.len();
        let mut arrows: Vec<Arrow<'_>> = flows
            .into_iter()
            .zip(at_left.into_iter().zip(at_right))
            .map(|(flow, (left, right))| Arrow { flow, left, right })
            .collect();
        if let Some(shows) = shows {
            filter(&mut arrows, &mut left, &mut right, shows);
        }
        // By data type; those of one type stay in the order of their ids.
        let (ranks, different) = ranks(&arrows);
        let all: Vec<usize> = (0..arrows.len()).collect();
        let (ranks, unordered) = (ranks.as_slice(), arrows.as_slice());
        let order = by_rank(&all, different, &|at| ranks[at]);
        let arrows: Vec<Arrow<'_>> = order.into_iter().map(|at| unordered[at]).collect();
        let (mut left, mut right) = (left.cards, right.cards);
        let shown = arrows.len();
        let grouped = choice.group.unwrap_or(shown > crate::GROUP_ABOVE);
        let rows = if grouped {
            grouping::rows(&arrows, &choice.open, &mut left, &mut right)
        } else {
            rows(&mut arrows.iter())
        };
        let structure = Self { left, right, rows, shown, total, grouped, mirrored: false };
        if choice.mirror { structure.mirror() } else { structure }
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
        let cards = self.cards(side).iter().filter(|card| !matches!(card.content, Content::Several(_)));
        Count { parties: cards.clone().filter(|card| card.shown.0 == 1).count(), cards: cards.count() }
    }

    /// The same exchange as the other side sees it.
    #[must_use]
    #[inline(never)]
    pub fn mirror(self) -> Self {
        let turned = |row: Row| Row { kind: row.kind.mirror(), left: row.right, right: row.left, ..row };
        Self {
            left: self.right,
            right: self.left,
            rows: self.rows.into_iter().map(turned).collect(),
            mirrored: !self.mirrored,
            ..self
        }
    }
}

impl Group {
    /// "12 arrows, 1 unhealthy".
    #[must_use]
    pub fn note(&self) -> String {
        let mut note = self.flows.to_string() + " arrows";
        if self.unhealthy > 0 {
            note.push_str(", ");
            note.push_str(&self.unhealthy.to_string());
            note.push_str(" unhealthy");
        }
        note
    }
}

impl RowKind {
    fn mirror(self) -> Self {
        match self {
            Self::Flow(verb) => Self::Flow(verb.mirror()),
            Self::Group(group) => {
                Self::Group(Group { outward: group.inward, inward: group.outward, ..group })
            }
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

    /// The left side's part in it, if it is one arrow.
    #[must_use]
    pub fn verb(&self) -> Option<&Verb> {
        match &self.kind {
            RowKind::Flow(verb) => Some(verb),
            RowKind::Group(_) => None,
        }
    }
}

/// A data flow that is shown, and its cards.
#[derive(Clone, Copy)]
pub(crate) struct Arrow<'a> {
    pub(crate) flow: &'a DataFlow,
    pub(crate) left: usize,
    pub(crate) right: usize,
}

/// The rows of arrows that are in canonical order.
pub(crate) fn rows<'a>(arrows: &mut dyn Iterator<Item = &'a Arrow<'a>>) -> Vec<Row> {
    let row = |arrow: &Arrow<'_>| Row {
        id: RowId::Flow(arrow.flow.id),
        kind: RowKind::Flow(arrow.flow.verb.clone()),
        data_type: arrow.flow.data_type.clone(),
        left: arrow.left,
        right: arrow.right,
    };
    arrows.map(row).collect()
}

impl Arrow<'_> {
    pub(crate) fn is_outward(&self) -> bool {
        self.flow.verb.initiator() == Some(Initiator::You)
    }

    pub(crate) fn status(&self) -> &Status {
        &self.flow.status
    }
}

/// Leaves the arrows that are shown, and the cards they need.
#[inline(never)]
fn filter(arrows: &mut Vec<Arrow<'_>>, left: &mut Cards<'_>, right: &mut Cards<'_>, shows: Shows<'_>) {
    arrows.retain(|it| shows(it.flow, [left.cards[it.left].facts(), right.cards[it.right].facts()]));
    let kept = left.keep_used(&mut arrows.iter().map(|arrow| arrow.left));
    arrows.iter_mut().for_each(|arrow| arrow.left = kept[arrow.left]);
    let kept = right.keep_used(&mut arrows.iter().map(|arrow| arrow.right));
    arrows.iter_mut().for_each(|arrow| arrow.right = kept[arrow.right]);
}

/// The flows in the order of their ids, without doubles; of two with one id always the same is kept.
#[inline(never)]
fn distinct(flows: &[DataFlow]) -> Vec<&DataFlow> {
    let key = |flow: &DataFlow| {
        (flow.verb.as_str().to_owned(), flow.data_type.clone(), flow.left.clone(), flow.right.clone())
    };
    let order = by_guid(flows.iter().map(|flow| flow.id.0.as_u128()));
    let mut distinct: Vec<&DataFlow> = Vec::with_capacity(flows.len());
    for flow in order.into_iter().map(|at| &flows[at]) {
        match distinct.last_mut() {
            Some(last) if last.id == flow.id => {
                if key(flow) < key(last) {
                    *last = flow;
                }
            }
            _ => distinct.push(flow),
        }
    }
    distinct
}

/// Per arrow the place of its data type among all different ones, and how many those are.
#[inline(never)]
fn ranks(arrows: &[Arrow<'_>]) -> (Vec<usize>, usize) {
    let mut index = Index::default();
    let numbers: Vec<usize> = arrows.iter().map(|arrow| index.number(&arrow.flow.data_type)).collect();
    let different = index.texts();
    let mut rank = vec![0; different.len()];
    let rank = rank.as_mut_slice();
    for (place, number) in
        sorted(different.len(), &|a, b| compare(different[a], different[b])).iter().enumerate()
    {
        rank[*number] = place;
    }
    (numbers.into_iter().map(|number| rank[number]).collect(), rank.len())
}

/// The cards of one side, and which of them a key of the answer means.
struct Cards<'a> {
    cards: Vec<Card>,
    /// Keys of the answer.
    keys: Index<'a>,
    /// Per number of a key the position in `cards`.
    positions: Vec<usize>,
}

impl<'a> Cards<'a> {
    /// In canonical order: by name, then key. Folded, cards with one GUID are one card.
    #[inline(never)]
    fn of(given: &'a [Arc<FlowCard>], fold: bool) -> Self {
        let mut keys = Index::default();
        let mut known: Vec<&Arc<FlowCard>> = Vec::with_capacity(given.len());
        for card in given {
            let number = keys.number(&card.key);
            match known.get_mut(number) {
                Some(same) if facts_key(card) < facts_key(same) => *same = card,
                Some(_) => {}
                None => known.push(card),
            }
        }
        let order = sorted(known.len(), &|a, b| {
            compare(&known[a].name, &known[b].name).then_with(|| compare(&known[a].key, &known[b].key))
        });
        let mut this = Self { cards: Vec::with_capacity(known.len()), keys, positions: vec![0; known.len()] };
        this.add_known(&known, &order, fold);
        this
    }

    /// `order` has the positions of `known` in canonical order.
    #[inline(never)]
    fn add_known(&mut self, known: &[&Arc<FlowCard>], order: &[usize], fold: bool) {
        let by_id = by_guid(order.iter().map(|at| known[*at].id.as_u128()));
        let id = |at: &usize| known[order[*at]].id;
        let mut shown = vec![(1, 1); known.len()];
        // Per card the first one with its GUID.
        let mut first: Vec<usize> = (0..known.len()).collect();
        for same in by_id.chunk_by(|a, b| id(a) == id(b)) {
            let of = u32::try_from(same.len()).unwrap_or(u32::MAX);
            for (card, nth) in same.iter().zip(1..) {
                shown[*card] = (nth, of);
                first[*card] = same[0];
            }
        }
        for (at, number) in order.iter().enumerate() {
            if fold && first[at] != at {
                self.positions[*number] = self.positions[order[first[at]]];
                continue;
            }
            self.positions[*number] = self.cards.len();
            let card = known[*number];
            let shown = if fold { (1, 1) } else { shown[at] };
            self.cards.push(Card { key: card.key.clone(), content: Content::Known(Arc::clone(card)), shown });
        }
    }

    /// The positions of the cards that flows name. One that is missing gets an empty card, behind the others and by
    /// key.
    fn positions(&mut self, flows: &[&'a DataFlow], key: fn(&DataFlow) -> &Arc<str>) -> Vec<usize> {
        let numbers: Vec<usize> = flows.iter().map(|flow| self.keys.number(key(flow))).collect();
        let known = self.positions.len();
        let missing = &self.keys.texts()[known..];
        self.positions.resize(known + missing.len(), 0);
        for at in sorted(missing.len(), &|a, b| compare(missing[a], missing[b])) {
            self.positions[known + at] = self.cards.len();
            let key = missing[at].into();
            self.cards.push(Card { key, content: Content::Unknown, shown: (1, 1) });
        }
        let positions = self.positions.as_slice();
        numbers.into_iter().map(|number| positions[number]).collect()
    }

    /// Drops the cards that are not used. Returns where each card is now.
    fn keep_used(&mut self, used: &mut dyn Iterator<Item = usize>) -> Vec<usize> {
        let mut keep = vec![false; self.cards.len()];
        used.for_each(|at| keep[at] = true);
        let mut kept = vec![0; keep.len()];
        let mut next = 0;
        for (at, keep) in keep.iter().enumerate() {
            kept[at] = next;
            next += usize::from(*keep);
        }
        let mut keep = keep.into_iter();
        self.cards.retain(|_| keep.next().unwrap_or(false));
        kept
    }
}

/// Everything that tells two cards with one key apart, so that always the same one is kept.
fn facts_key(card: &FlowCard) -> impl Ord {
    let state = card.state.as_ref().map(causeway_model::EndpointState::as_str);
    let vpn = card.vpn.as_ref().map(|vpn| vpn.status.as_str());
    (&card.name, card.url.as_deref(), card.connection_type.as_deref(), state, card.id.as_u128(), vpn)
}
