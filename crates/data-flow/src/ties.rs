//! Brackets on the outer side that join the cards of one endpoint.
//!
//! Brackets that would cross stand side by side on up to two tracks; what does not fit has no bracket, the cards
//! still say in words that they are the same endpoint. Must not know rows.

use crate::metrics::Metrics;
use crate::route::Path;
use crate::sorting::sorted;
use crate::{Form, Layout, PlacedCard, Point, Side, Structure, Tie};

const TRACKS: usize = 2;

pub(crate) fn ties(structure: &Structure, layout: &Layout, metrics: &Metrics) -> Vec<Tie> {
    if layout.form == Form::Stacked {
        return vec![];
    }
    let mut ties = of_side(structure, layout, metrics, Side::Left);
    ties.append(&mut of_side(structure, layout, metrics, Side::Right));
    ties
}

fn of_side(structure: &Structure, layout: &Layout, metrics: &Metrics, side: Side) -> Vec<Tie> {
    let repeated: Vec<(u128, &PlacedCard)> = layout
        .cards(side)
        .iter()
        .filter_map(|placed| {
            let card = &structure.cards(side)[placed.card];
            let facts = card.facts().filter(|_| card.shown.1 > 1)?;
            Some((facts.id.as_u128(), placed))
        })
        .collect();
    if repeated.is_empty() { vec![] } else { join(&repeated, metrics, side) }
}

/// Brackets for cards that are given with their GUIDs.
#[inline(never)]
fn join(repeated: &[(u128, &PlacedCard)], metrics: &Metrics, side: Side) -> Vec<Tie> {
    let top = |at: usize| repeated[at].1.rect.y;
    let by_id = sorted(repeated.len(), &|a, b| (repeated[a].0, top(a)).cmp(&(repeated[b].0, top(b))));
    let groups: Vec<&[usize]> = by_id.chunk_by(|a, b| repeated[*a].0 == repeated[*b].0).collect();
    let downwards = sorted(groups.len(), &|a, b| top(groups[a][0]).cmp(&top(groups[b][0])));
    let groups = downwards.iter().map(|group| groups[*group].iter().map(|at| repeated[*at].1).collect());
    let groups: Vec<Vec<&PlacedCard>> = groups.collect();

    let mut free = [i32::MIN; TRACKS];
    let mut ties = vec![];
    for group in groups {
        let ends: Vec<i32> = group.iter().map(|placed| placed.rect.y + metrics.title_middle()).collect();
        let (Some(first), Some(last)) = (ends.first(), ends.last()) else { continue };
        let Some(track) = free.iter().position(|end| end < first) else { continue };
        free[track] = *last;
        let cards = group.iter().map(|placed| placed.card).collect();
        let reach = metrics.px(8 + 7 * i32::try_from(track).unwrap_or(0));
        let rect = group[0].rect;
        let (edge, outside) = match side {
            Side::Left => (rect.x, rect.x - reach),
            Side::Right => (rect.right(), rect.right() + reach),
        };
        ties.push(Tie { side, cards, d: bracket(edge, outside, &ends) });
    }
    ties
}

/// From the first card out, along all of them, and back in at the last; the ones between get a short line.
fn bracket(edge: i32, outside: i32, ends: &[i32]) -> String {
    let start = ends.first().copied().unwrap_or(0);
    let mut path = Path::at(Point { x: edge, y: start });
    path.across(outside);
    for end in &ends[1..] {
        path.along(*end);
        path.across(edge);
        path.to('M', Point { x: outside, y: *end });
    }
    path.0
}
