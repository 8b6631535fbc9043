//! Which card and which row comes after which.
//!
//! In: the structure, in canonical order. Out: components (cards that hang together through arrows), in each the
//! cards of both sides by barycentre, and the rows so that those of the same two cards are neighbours. The side with
//! more cards leads: each of its cards has all its rows together. O(n log n). Must not know sizes.

use std::ops::Range;

use causeway_model::Verb;

use crate::sorting::{by_number, by_rank, pair, pick};
use crate::{Side, Structure};

/// Rounds of ordering one side by the other; more do not make pictures of this kind any better.
const SWEEPS: usize = 3;

/// The order of everything.
pub(crate) struct Order {
    pub(crate) components: Vec<Component>,
    /// Cards without arrows, left and right.
    pub(crate) loose: [Vec<usize>; 2],
}

/// Cards that hang together, and their rows.
#[derive(Default)]
pub(crate) struct Component {
    /// Cards, left and right.
    pub(crate) cards: [Vec<usize>; 2],
    /// Rows, as indices into the structure.
    pub(crate) rows: Vec<usize>,
    /// Neighbouring rows that share both cards, as ranges of `rows`.
    pub(crate) blocks: Vec<Range<usize>>,
    /// Whether every card of the side has all its rows together.
    pub(crate) straight: [bool; 2],
}

const SIDES: [Side; 2] = [Side::Left, Side::Right];

#[inline(never)]
pub(crate) fn order(structure: &Structure) -> Order {
    let ranks = first_verbs(structure);
    let mut components = components(structure);
    // Made once: a picture may have as many components as cards.
    let mut places = SIDES.map(|side| vec![0; structure.cards(side).len()]);
    for component in &mut components {
        for (cards, ranks) in component.cards.iter_mut().zip(&ranks) {
            // Within one rank the canonical order.
            let keys: Vec<u64> = cards.iter().map(|card| pair(ranks[*card], *card)).collect();
            let order = by_number(&keys);
            *cards = pick(std::mem::take(cards), &order);
        }
        for side in [0, 1] {
            note_places(component, side, &mut places);
        }
        sweep(structure, component, &mut places);
        sort_rows(structure, component, &places);
    }
    // Every component has cards on both sides, and no two have one in common, so the left side decides.
    let first = |component: &Component| {
        component.cards[0].iter().map(|card| pair(ranks[0][*card], *card)).min().unwrap_or(0)
    };
    let by_first = by_number(&components.iter().map(first).collect::<Vec<_>>());
    let components = pick(components, &by_first);
    let loose =
        [0, 1].map(|side| (0..ranks[side].len()).filter(|card| ranks[side][*card] == UNUSED).collect());
    Order { components, loose }
}

const UNUSED: usize = usize::MAX;

/// Per side and card the first verb among its rows, in the order users know: SEND, RECEIVE, REQUEST, RESPOND, unknown
/// ones.
#[inline(never)]
fn first_verbs(structure: &Structure) -> [Vec<usize>; 2] {
    let mut ranks = SIDES.map(|side| vec![UNUSED; structure.cards(side).len()]);
    for row in &structure.rows {
        let rank = row.verb().and_then(Verb::place).unwrap_or(Verb::KNOWN.len());
        for (ranks, card) in ranks.iter_mut().zip([row.left, row.right]) {
            ranks[card] = rank.min(ranks[card]);
        }
    }
    ranks
}

/// Puts rows and their cards into components (union by smaller root, with path halving).
#[inline(never)]
fn components(structure: &Structure) -> Vec<Component> {
    let lefts = structure.left.len();
    let mut parent: Vec<usize> = (0..lefts + structure.right.len()).collect();
    let parent = parent.as_mut_slice();
    let find = |parent: &mut [usize], mut node: usize| {
        while parent[node] != node {
            parent[node] = parent[parent[node]];
            node = parent[node];
        }
        node
    };
    for row in &structure.rows {
        let (a, b) = (find(parent, row.left), find(parent, lefts + row.right));
        parent[a.max(b)] = a.min(b);
    }
    let mut found: Vec<Component> = vec![];
    let mut of_root: Vec<Option<usize>> = vec![None; parent.len()];
    let mut seen = vec![false; parent.len()];
    for (index, row) in structure.rows.iter().enumerate() {
        let at = *of_root[find(parent, row.left)].get_or_insert(found.len());
        if at == found.len() {
            found.push(Component::default());
        }
        let component = &mut found[at];
        component.rows.push(index);
        for (side, node) in [(0, row.left), (1, lefts + row.right)] {
            if !std::mem::replace(&mut seen[node], true) {
                component.cards[side].push(if side == 0 { node } else { node - lefts });
            }
        }
    }
    found
}

/// Per side and card its place within its component.
type Places = [Vec<usize>; 2];

/// Orders each side by the mean position of the cards its rows lead to.
#[inline(never)]
fn sweep(structure: &Structure, component: &mut Component, places: &mut Places) {
    if component.cards.iter().any(|cards| cards.len() < 2) {
        return;
    }
    let rows = structure.rows.as_slice();
    let ends: Vec<[usize; 2]> =
        component.rows.iter().map(|row| [rows[*row].left, rows[*row].right]).collect();
    for round in 0..SWEEPS * 2 {
        let (moving, fixed) = if round % 2 == 0 { (1, 0) } else { (0, 1) };
        let mut pull = vec![(0_u64, 0_u64); component.cards[moving].len()];
        let (moving_at, fixed_at) = (places[moving].as_slice(), places[fixed].as_slice());
        for ends in ends.as_slice() {
            let (sum, count) = &mut pull.as_mut_slice()[moving_at[ends[moving]]];
            *sum += fixed_at[ends[fixed]] as u64;
            *count += 1;
        }
        let cards = std::mem::take(&mut component.cards[moving]);
        // In fixed point. Cards with the same mean keep their order.
        let means: Vec<u64> = pull.iter().map(|(sum, count)| (sum << 24) / count.max(&1)).collect();
        let by_mean = by_number(&means);
        component.cards[moving] = pick(cards, &by_mean);
        note_places(component, moving, places);
    }
}

fn note_places(component: &Component, side: usize, places: &mut Places) {
    for (place, card) in component.cards[side].iter().enumerate() {
        places[side][*card] = place;
    }
}

/// Sorts rows by the leading side, then the other; within a block the canonical order (data type, then id) stays.
#[inline(never)]
fn sort_rows(structure: &Structure, component: &mut Component, places: &Places) {
    let rows = structure.rows.as_slice();
    let lead = usize::from(component.cards[0].len() <= component.cards[1].len());
    for side in [1 - lead, lead] {
        let places = places[side].as_slice();
        let place = |row: usize| places[rows[row].card(SIDES[side])];
        component.rows = by_rank(&component.rows, component.cards[side].len(), &place);
    }
    let ends = |row: usize| (rows[row].left, rows[row].right);
    let mut start = 0;
    let ordered = component.rows.as_slice();
    for next in 1..=ordered.len() {
        if next == ordered.len() || ends(ordered[next]) != ends(ordered[start]) {
            component.blocks.push(start..next);
            start = next;
        }
    }
    component.straight = SIDES.map(|side| {
        let card_of = |block: &Range<usize>| rows[component.rows[block.start]].card(side);
        let mut runs: Vec<usize> = component.blocks.iter().map(card_of).collect();
        runs.dedup();
        // Every card has a run: as many runs as cards means that none has two.
        runs.len() == component.cards[usize::from(side == Side::Right)].len()
    });
}
