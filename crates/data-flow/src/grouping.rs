//! Many arrows as few rows: those of one data type become one row, with how many they are.
//!
//! What is unhealthy keeps a row of its own, and so does every arrow of a group that is open. A group runs between the
//! cards its arrows have in common; where they have none in common, it ends at a card that stands for all of them.

use crate::structure::{self, Arrow, Card, Content, Group, Row, RowId, RowKind};

/// Key of the card that stands for several.
const SEVERAL: &str = "several";

/// The rows of `arrows`, which are in canonical order; `open` are the data types whose groups are open.
#[inline(never)]
pub(crate) fn rows(
    arrows: &[Arrow<'_>],
    open: &[String],
    left: &mut Vec<Card>,
    right: &mut Vec<Card>,
) -> Vec<Row> {
    let several = [left.len(), right.len()];
    let mut ends_at_several = [false, false];
    let mut rows = vec![];
    for same in arrows.chunk_by(|a, b| a.flow.data_type == b.flow.data_type) {
        let [first, .., _] = same else {
            rows.extend(structure::rows(&mut same.iter()));
            continue;
        };
        let unhealthy = same.iter().filter(|arrow| arrow.status().is_unhealthy()).count();
        let is_open = open.iter().any(|open| **open == *first.flow.data_type);
        let end = |side: usize, card: fn(&Arrow<'_>) -> usize| {
            if same.iter().all(|arrow| card(arrow) == card(first)) { card(first) } else { several[side] }
        };
        let (at_left, at_right) = (end(0, |arrow| arrow.left), end(1, |arrow| arrow.right));
        ends_at_several[0] |= at_left == several[0];
        ends_at_several[1] |= at_right == several[1];
        rows.push(Row {
            id: RowId::Group((*first.flow.data_type).to_owned()),
            kind: RowKind::Group(Group {
                flows: count(same.len()),
                unhealthy: count(unhealthy),
                open: is_open,
                outward: same.iter().any(Arrow::is_outward),
                inward: !same.iter().all(Arrow::is_outward),
            }),
            data_type: first.flow.data_type.clone(),
            left: at_left,
            right: at_right,
        });
        let mut apart = same.iter().filter(|arrow| is_open || arrow.status().is_unhealthy());
        rows.extend(structure::rows(&mut apart));
    }
    for (cards, needed) in [(left, ends_at_several[0]), (right, ends_at_several[1])] {
        if needed {
            let content = Content::Several(count(cards.len()));
            cards.push(Card { key: SEVERAL.into(), content, shown: (1, 1) });
        }
    }
    rows
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
