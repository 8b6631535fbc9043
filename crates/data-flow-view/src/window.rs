//! Which part of the picture is near the view, so that only that is drawn once a picture is long. The picture itself
//! never scrolls: the page does, or something around the picture.

use causeway_dom::window;
use web_sys::Element;

/// Up to this many rows everything is drawn, what is out of view a moment after the rest: the browser's own find, and
/// whoever reads the page as a whole, see it all. Measured in docs/BENCHMARKS.md.
pub(crate) const DRAW_ALL: usize = 300;

/// As soon as less than this is drawn around the view, more of it is, px.
const NEAR: i32 = 384;

/// Whoever scrolls finds this much drawn ahead, px: most frames of a scroll change nothing.
const AHEAD: i32 = 2560;

/// Heights within the picture between which it is drawn.
pub(crate) type Span = (i32, i32);

/// All of it.
pub(crate) const EVERYTHING: Span = (i32::MIN, i32::MAX);

/// What to draw of `stage`, which holds a picture of so many rows, when this much of it is drawn; and whether what is in
/// view is drawn already, so that there is time.
pub(crate) fn near(rows: usize, drawn: Option<Span>, stage: &Element) -> (Span, bool) {
    let view = view(stage);
    let has_time = drawn.is_some_and(|(from, to)| from <= view.0.max(0) && view.1 <= to);
    (if rows > DRAW_ALL { span(drawn, view) } else { EVERYTHING }, has_time)
}

/// What to draw of a picture of this height that is not in view yet: what will be in view of it and a little more,
/// without asking the browser where it is. Above it is nothing that has to be drawn, so that what is drawn next is below.
pub(crate) fn near_start(height: i32) -> Span {
    let end = window_height() + NEAR / 2;
    if height <= end { EVERYTHING } else { (-AHEAD, end) }
}

/// The part of the picture that is in view, if it were endless.
fn view(stage: &Element) -> Span {
    let top = stage.get_bounding_client_rect().top();
    // Truncation is meant: whole pixels are more than enough.
    let top = -(top as i32);
    (top, top + window_height())
}

/// What to draw for a view: what is drawn already, as long as that is enough, else more in the direction it moves.
fn span(drawn: Option<Span>, (top, bottom): Span) -> Span {
    // What was drawn whole has become longer since.
    match drawn.filter(|drawn| *drawn != EVERYTHING) {
        Some((from, to)) if from <= top - NEAR && bottom + NEAR <= to => (from, to),
        // Scrolled down or up to where it ends; not when it was somewhere else.
        Some((from, to)) if (from..to).contains(&top) && bottom + NEAR > to => (top - NEAR, bottom + AHEAD),
        Some((from, to)) if (from..to).contains(&bottom) && from > top - NEAR => (top - AHEAD, bottom + NEAR),
        _ => (top - 2 * NEAR, bottom + 2 * NEAR),
    }
}

fn window_height() -> i32 {
    let height = window().inner_height().ok().and_then(|height| height.as_f64());
    height.map_or(1000, |height| height as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_view_is_drawn_with_room_around_it() {
        let mut drawn = None;
        let mut changes = 0;
        // Down, up, and to somewhere else.
        let ways = (0..5000).step_by(60).chain((0..5000).rev().step_by(60)).chain([90_000, 20, -4000]);
        for top in ways {
            let now = span(drawn, (top, top + 800));
            assert!(now.0 <= top - NEAR && now.1 >= top + 800 + NEAR, "{top}: {now:?}");
            assert!(now.1 - now.0 <= 800 + NEAR + AHEAD);
            changes += i32::from(drawn != Some(now));
            drawn = Some(now);
        }
        assert!(changes < 14, "{changes} changes");
        assert_eq!(span(drawn, (-4010, -3210)), span(drawn, (-4000, -3200)));
        assert_eq!(span(Some(EVERYTHING), (0, 800)), span(None, (0, 800)));
    }
}
