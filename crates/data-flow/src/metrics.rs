//! Sizes: how wide text is about, how high a card and a row are.
//!
//! The numbers mirror `style/data-flow.css` (padding, line heights, type scale); whoever changes one changes the
//! other. Text width is an estimate on the wide side, so that layout needs no browser; where it is wrong, the style
//! sheet cuts with an ellipsis and shows the whole text on focus.

use std::sync::Arc;

use causeway_model::{CardKind, EndpointState};

use crate::{Card, Form, Options, PlacedCard, Rect, RowKind, Side, Structure};

/// Below this width (at the usual text size) cards stand above their arrows.
const WIDE_FROM: i32 = 720;
/// Below this width the two cards of a block stand one above the other.
const SIDE_BY_SIDE_FROM: i32 = 520;
/// Characters of a GUID are all the same width; 36 of them at 12 px.
const GUID_WIDTH: i32 = 264;
/// Room for the Copy button beside a GUID, with its gap.
const COPY_WIDTH: i32 = 68;
/// The longest status that may follow a label, with its shape and the gap before it.
const STATUS_WIDTH: i32 = 96;
/// Name and URL are cut after this many lines.
const NAME_LINES: i32 = 3;
const URL_LINES: i32 = 2;

/// How many lines the parts of a card take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardLines {
    /// Lines of the name, 1 to 3.
    pub name: i32,
    /// Lines of the GUID, 0 to 2.
    pub guid: i32,
    /// Lines of the URL, 0 for API keys.
    pub url: i32,
    /// Further lines: which card of how many, the state when it is not active, and the VPN where there is one.
    pub notes: i32,
}

/// All sizes of one picture, in px.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Metrics {
    /// The form these sizes are for.
    pub(crate) form: Form,
    /// Width of the picture.
    pub(crate) width: i32,
    /// Whether the two cards of a stacked block stand side by side.
    pub(crate) side_by_side: bool,
    /// Width of a card.
    pub(crate) card_width: i32,
    /// Height of a row.
    pub(crate) row: i32,
    /// Lines of a label: 2 where verb and data type do not fit side by side.
    pub(crate) label_lines: i32,
    /// About the width of the widest label.
    pub(crate) label_width: i32,
    /// Room for a status behind a label; below each other, it has some beside the verb.
    pub(crate) status_width: i32,
    /// Free space around the picture.
    pub(crate) edge: i32,
    font: i32,
}

impl Metrics {
    /// Chooses the form, then everything that follows from it.
    #[must_use]
    #[inline(never)]
    pub(crate) fn new(structure: &Structure, options: &Options) -> Self {
        let font = options.font.clamp(8, 64);
        let px = |size: i32| size * font / 16;
        let width = options.width.max(px(240));
        let form = if width >= px(WIDE_FROM) { Form::Wide } else { Form::Stacked };
        let side_by_side = width >= px(SIDE_BY_SIDE_FROM);
        let edge = if width < px(360) { px(8) } else { px(16) };
        let card_width = match form {
            Form::Wide => (width * 29 / 100).max(px(200)).min(px(372)).min((width - 2 * edge) / 3),
            Form::Stacked if side_by_side => (width - 2 * edge - px(16)) / 2,
            Form::Stacked => width - 2 * edge - px(20),
        };
        let widest = |lines: i32| {
            let mut last: Option<(&Arc<str>, i32)> = None;
            // Padding of the plate, and the verb or note where it stands on the same line.
            let texts = structure.rows.iter().map(|row| {
                // Rows of one data type follow each other, and mostly share its text.
                let data_type = match last {
                    Some((text, width)) if *text == row.data_type => width,
                    _ => text_width(&row.data_type, px(13)),
                };
                last = Some((&row.data_type, data_type));
                match &row.kind {
                    RowKind::Flow(_) if lines == 1 => data_type + px(72),
                    RowKind::Flow(_) => data_type.max(px(64)),
                    RowKind::Group(group) => {
                        let note = text_width(&group.note(), px(12)) + px(24);
                        if lines == 1 { data_type + note } else { data_type.max(note) }
                    }
                }
            });
            texts.max().unwrap_or(px(64)) + px(16)
        };
        let room = match form {
            Form::Wide => width - 2 * (px(32) + card_width) - px(96),
            Form::Stacked => width - 2 * edge - px(80),
        };
        let label_lines = if widest(1) <= room { 1 } else { 2 };
        let row = if label_lines == 1 { px(32) } else { px(44) };
        let label_width = widest(label_lines);
        let status_width = if label_lines == 1 { px(STATUS_WIDTH) } else { 0 };
        Self {
            form,
            width,
            side_by_side,
            card_width,
            row,
            label_lines,
            label_width,
            status_width,
            edge,
            font,
        }
    }

    /// A size given for the usual text size, at the user's.
    #[must_use]
    pub(crate) fn px(&self, size: i32) -> i32 {
        size * self.font / 16
    }

    /// From a card's top edge to the middle of the first line of its name: there its first arrow ends.
    #[must_use]
    pub(crate) fn title_middle(&self) -> i32 {
        self.px(19)
    }

    /// A card at this place: as high as its content.
    pub(crate) fn place(&self, structure: &Structure, side: Side, card: usize, x: i32, y: i32) -> PlacedCard {
        let lines = self.lines(&structure.cards(side)[card]);
        let guid = match lines.guid {
            0 => 0,
            1 => 30,
            _ => 36,
        };
        let height = self.px(18 + lines.name * 20 + guid + lines.url * 20 + lines.notes * 20) + 2;
        let rect = Rect { x, y, width: self.card_width, height };
        PlacedCard { card, rect, lines, reach: rect.bottom() }
    }

    /// How many lines each part of a card takes.
    fn lines(&self, card: &Card) -> CardLines {
        let Some(facts) = card.facts() else {
            return CardLines { name: 1, guid: 0, url: 0, notes: 1 };
        };
        // Padding and border on both sides; the tag with the kind stands beside the name.
        let inner = self.card_width - self.px(26);
        let name = wrapped(text_width(&facts.name, self.px(14)), inner - self.px(72), NAME_LINES);
        let guid = match facts.id_hidden {
            true => 0,
            false if inner >= self.px(GUID_WIDTH + COPY_WIDTH) => 1,
            false => 2,
        };
        let url = match &facts.url {
            None if facts.kind == CardKind::ApiKey || facts.url_hidden => 0,
            None => 1,
            Some(url) => wrapped(text_width(url, self.px(13)), inner, URL_LINES),
        };
        let repeated = i32::from(card.shown.1 > 1);
        let unusual = i32::from(facts.state.as_ref().is_some_and(|state| *state != EndpointState::Active));
        CardLines { name, guid, url, notes: repeated + unusual + i32::from(facts.vpn.is_some()) }
    }
}

/// Lines a text of this width takes; words do not fill a line to its end.
fn wrapped(text: i32, room: i32, most: i32) -> i32 {
    let room = room.max(1);
    if text <= room { 1 } else { (text * 9 / 8 / room + 1).min(most).max(2) }
}

/// A text of more characters is as wide as this many, which no place has room for.
const MEASURED: usize = 512;

/// About how wide a text is in a proportional font of this size.
#[must_use]
pub(crate) fn text_width(text: &str, size: i32) -> i32 {
    let width = |char: u32| match ASCII_WIDTHS.get(char as usize) {
        Some(width) => i32::from(*width),
        None if char >= 0x1100 => 104,
        None => 60,
    };
    // Most texts are of ASCII alone, and their bytes are there at once.
    let ascii = |sum: i32, byte: &u8| Some(sum + i32::from(*ASCII_WIDTHS.get(usize::from(*byte))?));
    let start = &text.as_bytes()[..text.len().min(MEASURED)];
    let hundredths = start
        .iter()
        .try_fold(0, ascii)
        .unwrap_or_else(|| text.chars().take(MEASURED).map(|char| width(char.into())).sum());
    hundredths * size / 100
}

/// In hundredths of the font's size. A table, because this is asked for each character of each name and URL.
const ASCII_WIDTHS: [u8; 128] = {
    let mut widths = [0; 128];
    let mut at: u8 = 0;
    while at < 128 {
        widths[at as usize] = match at {
            b'i' | b'j' | b'l' | b't' | b'f' | b'I' | b'.' | b',' | b':' | b';' | b'\'' | b'|' | b'!'
            | b'/' | b'(' | b')' | b' ' => 36,
            b'm' | b'w' | b'M' | b'W' | b'@' => 94,
            b'A'..=b'Z' | b'0'..=b'9' => 68,
            _ => 60,
        };
        at += 1;
    }
    widths
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_measured_by_its_characters() {
        assert!(text_width("iiii", 13) < text_width("aaaa", 13));
        assert!(text_width("aaaa", 13) < text_width("MMMM", 13));
        assert!(text_width("漢字", 13) > text_width("ab", 13));
        assert_eq!(text_width("", 13), 0);
    }

    #[test]
    fn long_text_wraps_and_is_cut() {
        assert_eq!(wrapped(100, 100, 3), 1);
        assert_eq!(wrapped(110, 100, 3), 2);
        assert_eq!(wrapped(900, 100, 3), 3);
        assert_eq!(wrapped(900, -5, 2), 2);
    }
}
