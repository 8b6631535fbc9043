//! Which card and which row comes after which.
//!
//! In: the structure, in canonical order. Out: components (cards that hang together through arrows), in each the
//! cards of both sides by barycentre, and the rows so that those of the same two cards are neighbours. The side with
//! more cards leads: each of its cards has all its rows together. O(n log n). Must not know sizes.

use std::cmp::Ordering;
use std::ops::Range;

use causeway_model::Verb;

use crate::sorting::{pick, sort, sorted};
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

pub(crate) fn order(structure: &Structure) -> Order {
    let ranks = SIDES.map(|side| first_verbs(structure, side));
    let mut components = components(structure);
    for component in &mut components {
        for (cards, ranks) in component.cards.iter_mut().zip(&ranks) {
            sort(cards, &|a, b| ranks[a].cmp(&ranks[b]));
        }
        sweep(structure, component);
        sort_rows(structure, component);
    }
    let first = |component: usize, side: usize| {
        components[component].cards[side].iter().map(|card| (ranks[side][*card], *card)).min()
    };
    let by_first =
        sorted(components.len(), &|a, b| (first(a, 0), first(a, 1)).cmp(&(first(b, 0), first(b, 1))));
    let components = pick(components, &by_first);
    let loose =
        [0, 1].map(|side| (0..ranks[side].len()).filter(|card| ranks[side][*card] == UNUSED).collect());
    Order { components, loose }
}

const UNUSED: usize = usize::MAX;

/// Per card the first verb among its rows, in the order users know: SEND, RECEIVE, REQUEST, RESPOND, unknown ones.
fn first_verbs(structure: &Structure, side: Side) -> Vec<usize> {
    let mut ranks = vec![UNUSED; structure.cards(side).len()];
    for row in &structure.rows {
        let rank = Verb::KNOWN.iter().position(|verb| Some(verb) == row.verb()).unwrap_or(Verb::KNOWN.len());
        let card = &mut ranks[row.card(side)];
        *card = rank.min(*card);
    }
    ranks
}

/// Puts rows and their cards into components (union by smaller root, with path halving).
fn components(structure: &Structure) -> Vec<Component> {
    let lefts = structure.left.len();
    let mut parent: Vec<usize> = (0..lefts + structure.right.len()).collect();
    let find = |parent: &mut Vec<usize>, mut node: usize| {
        while parent[node] != node {
            parent[node] = parent[parent[node]];
            node = parent[node];
        }
        node
    };
    for row in &structure.rows {
        let (a, b) = (find(&mut parent, row.left), find(&mut parent, lefts + row.right));
        parent[a.max(b)] = a.min(b);
    }
    let mut found: Vec<Component> = vec![];
    let mut of_root: Vec<Option<usize>> = vec![None; parent.len()];
    let mut seen = vec![false; parent.len()];
    for (index, row) in structure.rows.iter().enumerate() {
        let at = *of_root[find(&mut parent, row.left)].get_or_insert(found.len());
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

/// Orders each side by the mean position of the cards its rows lead to.
fn sweep(structure: &Structure, component: &mut Component) {
    if component.cards.iter().any(|cards| cards.len() < 2) {
        return;
    }
    for round in 0..SWEEPS * 2 {
        let (moving, fixed) = if round % 2 == 0 { (1, 0) } else { (0, 1) };
        let at = positions(structure, component, fixed);
        let mut pull = vec![(0_u64, 0_u64); structure.cards(SIDES[moving]).len()];
        for row in component.rows.iter().map(|row| &structure.rows[*row]) {
            let (sum, count) = &mut pull[row.card(SIDES[moving])];
            *sum += at[row.card(SIDES[fixed])];
            *count += 1;
        }
        let cards = std::mem::take(&mut component.cards[moving]);
        // Cards with the same mean keep their order.
        let by_mean = sorted(cards.len(), &|a, b| {
            let ((sum_a, count_a), (sum_b, count_b)) = (pull[cards[a]], pull[cards[b]]);
            (sum_a * count_b.max(1)).cmp(&(sum_b * count_a.max(1)))
        });
        component.cards[moving] = pick(cards, &by_mean);
    }
}

/// Per card of a side its place within the component; 0 for cards of other components.
fn positions(structure: &Structure, component: &Component, side: usize) -> Vec<u64> {
    let mut places = vec![0; structure.cards(SIDES[side]).len()];
    for (card, place) in component.cards[side].iter().zip(0..) {
        places[*card] = place;
    }
    places
}

/// Sorts rows by the leading side, then the other; within a block the canonical order (data type, then id) stays.
fn sort_rows(structure: &Structure, component: &mut Component) {
    let at = [0, 1].map(|side| positions(structure, component, side));
    let lead = match component.cards[0].len().cmp(&component.cards[1].len()) {
        Ordering::Greater => 0,
        _ => 1,
    };
    let place = |row: usize, side: usize| at[side][structure.rows[row].card(SIDES[side])];
    let places = |row: usize| (place(row, lead), place(row, 1 - lead));
    sort(&mut component.rows, &|a, b| places(a).cmp(&places(b)));

    let ends = |row: usize| (structure.rows[row].left, structure.rows[row].right);
    let mut start = 0;
    for next in 1..=component.rows.len() {
        let rows = &component.rows;
        if next == rows.len() || ends(rows[next]) != ends(rows[start]) {
            component.blocks.push(start..next);
            start = next;
        }
    }
    component.straight = SIDES.map(|side| {
        let mut runs: Vec<usize> =
            component.blocks.iter().map(|b| structure.rows[component.rows[b.start]].card(side)).collect();
        runs.dedup();
        let visits = runs.len();
        sort(&mut runs, &|a, b| a.cmp(&b));
        runs.dedup();
        runs.len() == visits
    });
}
