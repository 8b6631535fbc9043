//! Writes SVG: elements, attributes, text. Must not know what a picture is.

use super::wrap::fitting;
use crate::metrics::text_width;
use crate::{Rect, Row, RowId};

pub(super) const INK: &str = "#18212c";
pub(super) const QUIET: &str = "#53606f";
pub(super) const LINE: &str = "#7d8896";
const SURFACE: &str = "#ffffff";
pub(super) const ACCENT: &str = "#0b6e6e";
pub(super) const OUT: &str = "#3b4cca";
pub(super) const IN: &str = "#0b6e6e";
pub(super) const IDLE: &str = "#5d6875";
pub(super) const BAD: &str = "#b3261e";
pub(super) const WARN: &str = "#9a5b00";

const SANS: &str = "Inter, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";
const MONO: &str = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    size: i32,
    bold: bool,
    mono: bool,
    colour: &'static str,
    anchor: &'static str,
}

impl Style {
    pub(super) fn plain(size: i32) -> Self {
        Self { size, bold: false, mono: false, colour: INK, anchor: "" }
    }

    pub(super) fn bold(size: i32) -> Self {
        Self { bold: true, ..Self::plain(size) }
    }

    pub(super) fn mono() -> Self {
        Self { mono: true, colour: QUIET, ..Self::plain(12) }
    }

    pub(super) fn quiet(self) -> Self {
        self.colour(QUIET)
    }

    pub(super) fn colour(self, colour: &'static str) -> Self {
        Self { colour, ..self }
    }

    pub(super) fn end(self) -> Self {
        Self { anchor: "end", ..self }
    }

    pub(super) fn middle(self) -> Self {
        Self { anchor: "middle", ..self }
    }
}

/// SVG text in the making.
#[derive(Default)]
pub(super) struct Svg(String);

impl Svg {
    pub(super) fn open(&mut self, width: i32, top: i32, height: i32, title: &str) {
        let (width, top, height) = (width.to_string(), top.to_string(), height.to_string());
        self.tag(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("width", &width),
                ("height", &height),
                ("viewBox", &["0 ", &top, " ", &width, " ", &height].concat()),
                ("font-family", SANS),
                ("role", "img"),
            ],
            ">",
        );
        self.0.push_str("<title>");
        self.escaped(title);
        self.0.push_str("</title>");
        self.markers();
        let whole =
            [("x", "0"), ("y", top.as_str()), ("width", &width), ("height", &height), ("fill", SURFACE)];
        self.tag("rect", &whole, "/>");
    }

    pub(super) fn close(mut self) -> String {
        self.0.push_str("</svg>\n");
        self.0
    }

    pub(super) fn begin_card(&mut self) {
        self.0.push_str("<g class=\"card\">");
    }

    pub(super) fn end_group(&mut self) {
        self.0.push_str("</g>");
    }

    fn markers(&mut self) {
        self.0.push_str("<defs>");
        for (tone, colour) in [("out", OUT), ("in", IN), ("other", IDLE)] {
            for (head, d) in [("filled", "M0.5 1 9 5 0.5 9z"), ("open", "M1.5 1.5 8.5 5 1.5 8.5")] {
                let id = [head, "-", tone].concat();
                self.tag(
                    "marker",
                    &[
                        ("id", id.as_str()),
                        ("viewBox", "0 0 10 10"),
                        ("refX", "8.5"),
                        ("refY", "5"),
                        ("markerWidth", "10"),
                        ("markerHeight", "10"),
                        ("markerUnits", "userSpaceOnUse"),
                        ("orient", "auto-start-reverse"),
                    ],
                    ">",
                );
                let (fill, stroke) = if head == "filled" { (colour, "none") } else { ("none", colour) };
                let paint = [("d", d), ("fill", fill), ("stroke", stroke), ("stroke-width", "1.5")];
                self.tag("path", &paint, "/></marker>");
            }
        }
        self.0.push_str("</defs>");
    }

    pub(super) fn begin_label(&mut self, row: &Row, title: &str) {
        let id = match &row.id {
            RowId::Flow(id) => ("data-flow-id", id.to_string()),
            RowId::Group(data_type) => ("data-group", data_type.clone()),
        };
        self.tag("g", &[("class", "label"), (id.0, &id.1)], "><title>");
        self.escaped(title);
        self.0.push_str("</title>");
    }

    pub(super) fn path(&mut self, d: &str, stroke: &str, width: &str, more: &[(&str, &str)]) {
        self.0.push_str("<path");
        self.attributes(more);
        self.attributes(&[("d", d), ("fill", "none"), ("stroke", stroke), ("stroke-width", width)]);
        self.0.push_str("/>");
    }

    pub(super) fn line(&mut self, x: i32, y: i32, to: i32) {
        let d = ["M", &x.to_string(), " ", &y.to_string(), "H", &to.to_string()].concat();
        self.path(&d, LINE, "1", &[("stroke-opacity", "0.5")]);
    }

    pub(super) fn frame(&mut self, rect: &Rect, more: &[(&str, &str)]) {
        self.rect(rect, &[("rx", "6"), ("fill", SURFACE), ("stroke", LINE)], more);
    }

    pub(super) fn plate(&mut self, rect: &Rect) {
        self.rect(rect, &[("rx", "6"), ("fill", SURFACE)], &[]);
    }

    fn rect(&mut self, rect: &Rect, paint: &[(&str, &str)], more: &[(&str, &str)]) {
        let (x, y) = (rect.x.to_string(), rect.y.to_string());
        let (width, height) = (rect.width.to_string(), rect.height.to_string());
        self.0.push_str("<rect");
        self.attributes(&[("x", &x), ("y", &y), ("width", &width), ("height", &height)]);
        self.attributes(paint);
        self.attributes(more);
        self.0.push_str("/>");
    }

    /// A line of text, cut to `room`; the whole text is its title then.
    pub(super) fn text(&mut self, x: i32, y: i32, text: &str, style: &Style, room: i32) {
        let (x, y, size) = (x.to_string(), y.to_string(), style.size.to_string());
        self.0.push_str("<text");
        self.attributes(&[("x", &x), ("y", &y), ("font-size", &size), ("fill", style.colour)]);
        if style.bold {
            self.attributes(&[("font-weight", "600")]);
        }
        if style.mono {
            self.attributes(&[("font-family", MONO)]);
        }
        if !style.anchor.is_empty() {
            self.attributes(&[("text-anchor", style.anchor)]);
        }
        self.0.push('>');
        if room == i32::MAX || text_width(text, style.size) <= room {
            self.escaped(text);
        } else {
            self.0.push_str("<title>");
            self.escaped(text);
            self.0.push_str("</title>");
            self.escaped(text[..fitting(text, style.size, room - style.size)].trim_end());
            self.0.push('…');
        }
        self.0.push_str("</text>");
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        self.0.push('<');
        self.0.push_str(name);
        self.attributes(attributes);
        self.0.push_str(end);
    }

    fn attributes(&mut self, attributes: &[(&str, &str)]) {
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.escaped(value);
            self.0.push('"');
        }
    }

    /// Any text, as XML wants it. Characters that XML 1.0 does not allow at all are left out (section 2.2).
    fn escaped(&mut self, text: &str) {
        for char in text.chars() {
            match char {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\t' | '\n' | '\r' => self.0.push(' '),
                '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
                char => self.0.push(char),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_names_stays_text() {
        let mut svg = Svg::default();
        svg.text(0, 0, "<script>alert(\"1\")</script> & \u{1}Söhne", &Style::plain(13), 10_000);
        assert!(svg.0.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; Söhne"), "{}", svg.0);
    }

    #[test]
    fn what_does_not_fit_is_cut_and_whole_in_the_title() {
        let mut svg = Svg::default();
        svg.text(0, 0, "A very long name of a hospital", &Style::plain(13), 60);
        assert!(svg.0.contains("<title>A very long name of a hospital</title>A very…</text>"), "{}", svg.0);
    }
}
