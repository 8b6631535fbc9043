//! The picture as one SVG text: for a file, for paper, for pages that cannot run a program.
//!
//! Plain SVG 1.1 with presentation attributes only, in the colours of the light theme: no style sheet, no script, no
//! foreign objects, so that every viewer draws it and every content security policy lets it through. Text is measured
//! by the same estimate as the layout and cut with an ellipsis; the whole text is in a `title`. Must not know who asks.

use causeway_model::{ConnectionDataFlow, DataFlowId, Initiator, Status};

mod card;
mod pen;
mod wrap;

use crate::metrics::text_width;
use crate::route::{Head, heads};
use crate::words::{document_title, flow_count, row_name};
use crate::{Layout, PlacedRow, Rect, Row, RowKind, Side, Structure};
use card::card;
use pen::{BAD, IDLE, IN, LINE, OUT, QUIET, Style, Svg, WARN};

/// Height of the heading above the picture.
const HEADING: i32 = 64;

/// A picture to be written out.
#[derive(Debug, Clone, Copy)]
pub struct Drawing<'a> {
    /// The answer the picture is of.
    pub picture: &'a ConnectionDataFlow,
    /// What is drawn.
    pub structure: &'a Structure,
    /// Where; laid out with [`crate::Options::for_width`], since text is written at its usual size.
    pub layout: &'a Layout,
}

impl Drawing<'_> {
    /// The whole picture under a heading.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut svg = Svg::default();
        let (width, height) = (self.layout.width, self.layout.height);
        svg.open(width, -HEADING, height + HEADING, &document_title(self.picture));
        self.heading(&mut svg);
        self.content(&mut svg, 0, height);
        svg.close()
    }

    /// The picture in pieces, cut between rows, without a heading: for paper. The first is at most about `first` px
    /// high, the others `most`.
    #[must_use]
    pub fn pages(&self, first: i32, most: i32) -> Vec<String> {
        let mut pages = vec![];
        let mut top = 0;
        while top < self.layout.height {
            let bottom = self.cut(top, if top == 0 { first } else { most });
            let mut svg = Svg::default();
            svg.open(self.layout.width, top, bottom - top, &document_title(self.picture));
            self.content(&mut svg, top, bottom);
            pages.push(svg.close());
            top = bottom;
        }
        pages
    }

    /// The last place before `top + most` that no row and no card stands across; without one, just there.
    fn cut(&self, top: i32, most: i32) -> i32 {
        let wanted = top + most;
        if wanted >= self.layout.height {
            return self.layout.height;
        }
        let rows = self.layout.rows.iter().map(|row| (row.top, row.top + self.layout.lane.row));
        let cards = [Side::Left, Side::Right].into_iter().flat_map(|side| self.layout.cards(side));
        let cards = cards.map(|card| (card.rect.y - 4, card.rect.bottom() + 4));
        let across: Vec<(i32, i32)> = rows.chain(cards).collect();
        let mut at = wanted;
        // Each round moves above something; a page keeps at least half its height.
        while let Some((above, _)) = across.iter().find(|(start, end)| *start < at && at < *end) {
            if *above <= top + most / 2 {
                return wanted;
            }
            at = *above;
        }
        at
    }

    fn heading(&self, svg: &mut Svg) {
        let width = self.layout.width;
        let (yours, theirs) = ("Your organization", self.picture.connection.name.as_str());
        let (left, right) = if self.structure.mirrored { (theirs, yours) } else { (yours, theirs) };
        let room = width / 3;
        svg.text(16, -30, left, &Style::bold(15), room);
        svg.text(width - 16, -30, right, &Style::bold(15).end(), room);
        let count = flow_count(self.structure);
        svg.text(width / 2, -30, &count, &Style::plain(13).quiet().middle(), room);
        svg.line(0, -10, width);
    }

    fn content(&self, svg: &mut Svg, top: i32, bottom: i32) {
        let within = |start: i32, end: i32| start < bottom && end > top;
        let layout = self.layout;
        for rail in layout.rails.iter().filter(|rail| within(rail.top, rail.bottom)) {
            let d = ["M", &rail.x.to_string(), " ", &rail.top.to_string(), "V", &rail.bottom.to_string()]
                .concat();
            svg.path(&d, LINE, "2", &[("stroke-opacity", "0.55")]);
        }
        for tie in &layout.ties {
            svg.path(&tie.d, LINE, "1", &[]);
        }
        let statuses = Statuses::of(self.picture);
        let middle = layout.lane.row / 2;
        for placed in &layout.rows {
            let (highest, lowest) = layout.extent(placed);
            if within(highest - middle, lowest + middle) {
                self.arrow(svg, placed, &self.structure.rows[placed.row], &statuses);
            }
        }
        for placed in &layout.rows[layout.rows_within(top, bottom)] {
            self.label(svg, placed, &self.structure.rows[placed.row], &statuses);
        }
        for side in [Side::Left, Side::Right] {
            for placed in layout.cards(side).iter().filter(|card| within(card.rect.y, card.rect.bottom())) {
                card(svg, placed, &self.structure.cards(side)[placed.card]);
            }
        }
        for repeat in layout.repeats.iter().filter(|repeat| within(repeat.rect.y, repeat.rect.bottom())) {
            let card = &self.structure.cards(repeat.side)[repeat.card];
            let name = card.facts().map(|facts| facts.name.as_str()).unwrap_or_default();
            svg.frame(&repeat.rect, &[("stroke-dasharray", "4 3")]);
            let y = repeat.rect.y + repeat.rect.height / 2 + 4;
            svg.text(repeat.rect.x + 12, y, name, &Style::plain(13).quiet(), repeat.rect.width - 90);
            svg.text(repeat.rect.right() - 12, y, "see above", &Style::plain(12).quiet().end(), 70);
        }
    }

    fn arrow(&self, svg: &mut Svg, placed: &PlacedRow, row: &Row, statuses: &Statuses<'_>) {
        let (start, end) = heads(&row.kind);
        let tone = tone(&row.kind);
        let marker = |head| match head {
            Head::None => None,
            Head::Filled => Some(["url(#filled-", tone.0, ")"].concat()),
            Head::Open => Some(["url(#open-", tone.0, ")"].concat()),
        };
        let (start, end) = (marker(start), marker(end));
        let mut more = vec![("class", "arrow")];
        more.extend(start.as_deref().map(|url| ("marker-start", url)));
        more.extend(end.as_deref().map(|url| ("marker-end", url)));
        if row.id.flow().and_then(|id| statuses.get(id)).is_some_and(Status::is_unhealthy) {
            more.push(("stroke-dasharray", "5 4"));
        }
        svg.path(&self.layout.path(placed), tone.1, "1.5", &more);
    }

    fn label(&self, svg: &mut Svg, placed: &PlacedRow, row: &Row, statuses: &Statuses<'_>) {
        let lane = self.layout.lane;
        let (first, second) = match &row.kind {
            RowKind::Flow(verb) => (verb.as_str().to_owned(), row.data_type.to_string()),
            RowKind::Group(group) => (row.data_type.to_string(), group.note()),
        };
        let status = row.id.flow().and_then(|id| statuses.get(id)).filter(|status| status.is_unhealthy());
        let is_flow = row.id.flow().is_some();
        let verb = Style::bold(12).colour(tone(&row.kind).1);
        let (first_style, second_style) =
            if is_flow { (verb, Style::plain(13)) } else { (Style::plain(13), Style::plain(12).quiet()) };
        let room = lane.label_end - lane.label;
        let inset = lane.label + 8;
        // One line: the verb in a column of its own, then the name. Two lines: one below the other.
        let one_line = lane.label_lines == 1;
        let second_x = match (one_line, is_flow) {
            (true, true) => inset + 72,
            (true, false) => inset + text_width(&first, 13) + 12,
            (false, _) => inset,
        };
        let status_text = status.map(|status| (status.label(), status_colour(status)));
        let status_width = status_text.map_or(0, |(text, _)| text_width(text, 12) + 8);
        let second_width = text_width(&second, 13) + second_x - inset;
        // Where both have no room, the name gives way to the status; below each other, the status is beside the verb.
        let (status_x, used, second_room) = if one_line {
            let second_room = room - 16 * i32::from(status.is_some()) - status_width;
            let status_x = inset + second_width.min(second_room) + 8;
            (status_x, second_width.max(text_width(&first, 12)) + status_width, second_room)
        } else {
            let first_width = text_width(&first, 12);
            (inset + first_width + 8, second_width.max(first_width + status_width), room)
        };
        let middle = placed.top + lane.row / 2;
        let width = used.min(room - 16) + 16;
        let plate = Rect { x: lane.label, y: placed.top + 2, width, height: lane.row - 4 };
        svg.plate(&plate);
        let title = row_name(row, &self.picture.connection.name, self.structure.mirrored);
        svg.begin_label(row, &title);
        let (first_y, second_y) = if one_line { (middle + 4, middle + 4) } else { (middle - 4, middle + 13) };
        svg.text(inset, first_y, &first, &first_style, if is_flow || !one_line { room } else { room / 2 });
        svg.text(second_x, second_y, &second, &second_style, second_room - (second_x - inset));
        if let Some((text, colour)) = status_text {
            svg.text(status_x, first_y, text, &Style::bold(12).colour(colour), room - (status_x - inset));
        }
        svg.end_group();
    }
}

/// Name and colour of an arrow: who starts.
fn tone(kind: &RowKind) -> (&'static str, &'static str) {
    match kind {
        RowKind::Flow(verb) => match verb.initiator() {
            Some(Initiator::You) => ("out", OUT),
            Some(_) => ("in", IN),
            None => ("other", IDLE),
        },
        RowKind::Group(group) => match (group.outward, group.inward) {
            (true, false) => ("out", OUT),
            (false, true) => ("in", IN),
            _ => ("other", IDLE),
        },
    }
}

fn status_colour(status: &Status) -> &'static str {
    match status {
        Status::Down => BAD,
        Status::Attention => WARN,
        _ => QUIET,
    }
}

/// Statuses by data flow.
struct Statuses<'a>(Vec<(DataFlowId, &'a Status)>);

impl<'a> Statuses<'a> {
    fn of(picture: &'a ConnectionDataFlow) -> Self {
        let mut statuses: Vec<_> = picture.flows.iter().map(|flow| (flow.id, &flow.status)).collect();
        statuses.sort_unstable_by_key(|(id, _)| *id);
        Self(statuses)
    }

    fn get(&self, id: DataFlowId) -> Option<&'a Status> {
        self.0.binary_search_by_key(&id, |(id, _)| *id).ok().map(|at| self.0[at].1)
    }
}
