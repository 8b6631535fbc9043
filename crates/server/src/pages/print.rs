//! `GET /connections/{id}/print`: a data flow for paper, without any program: the picture in pieces that fit a page,
//! then every arrow in words. It takes the same parameters as the dashboard's own page.

use axum::extract::State;
use axum::response::IntoResponse;
use causeway_data_flow::words::{Vocabularies, explain, flow_count, kind_tag};
use causeway_data_flow::{Drawing, Line, Options, Side, Table, layout};
use causeway_model::{ConnectionDataFlow, ConnectionId, FlowCard, ViewQuery};

use super::{Headers, headers};
use crate::app::App;
use crate::auth::Identity;
use crate::extract::{Id, Query};
use crate::problem::{ApiError, Result};
use crate::view::View;

/// Width of the drawing, px; a landscape page shows it at about four fifths of its size.
const WIDTH: i32 = 1240;
/// Heights of the first piece and of the others, px, so that they fit a landscape page of that width; the first page
/// has the heading too.
const PIECES: (i32, i32) = (620, 820);

/// `GET /print.css`.
pub(crate) async fn style() -> (Headers, &'static str) {
    (headers("text/css; charset=utf-8"), include_str!("print.css"))
}

/// `GET /print.js`.
pub(crate) async fn script() -> (Headers, &'static str) {
    (headers("text/javascript; charset=utf-8"), include_str!("print.js"))
}

/// The page.
pub(crate) async fn page(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<ConnectionId>,
    Query(query): Query<ViewQuery>,
) -> Result {
    let view = View::of(query)?;
    let org = identity.org();
    let picture = app.store.data_flow(org, id, app.clock.now()).await?.ok_or_else(ApiError::not_found)?;
    let environment = app.store.environment(org, picture.connection.environment_id).await?;
    let environment = environment.map(|environment| environment.name).unwrap_or_default();
    let html = Html::page(&picture, &view, &environment, &app.clock.now().timestamp().0);
    Ok((headers("text/html; charset=utf-8"), html).into_response())
}

#[derive(Default)]
struct Html(String);

impl Html {
    fn page(picture: &ConnectionDataFlow, view: &View, environment: &str, now: &str) -> String {
        let table = Table::of(picture, &view.choice, view.selected);
        let structure = table.structure();
        let layout = layout(structure, &Options::for_width(WIDTH));
        let drawing = Drawing { picture, structure, layout: &layout };
        let name = &picture.connection.name;

        let mut html = Self::default();
        html.raw("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>");
        html.text(&format!("Data flow with {name} · Causeway"));
        html.raw("</title><link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">");
        html.raw("<link rel=\"stylesheet\" href=\"/print.css\">");
        html.raw("<script src=\"/print.js\" type=\"module\"></script></head><body><header><div><h1>");
        html.text(&format!("Data flow with {name}"));
        html.raw("</h1><p class=\"quiet\">");
        let seen = if structure.mirrored { " · as they see it" } else { "" };
        html.text(&format!("{environment} · {}{seen} · as of {now}", flow_count(structure)));
        html.raw("</p></div><button type=\"button\" hidden>Print</button></header><main>");
        html.raw(LEGEND);
        html.raw("<h2>Picture</h2>");
        drawing.pages(PIECES.0, PIECES.1).iter().for_each(|piece| html.raw(piece));
        html.raw("<h2>Endpoints and API keys</h2>");
        html.ends(&table, name);
        html.raw("<h2>Every data flow</h2>");
        html.table(&table, name);
        html.raw("</main></body></html>\n");
        html.0
    }

    fn table(&mut self, table: &Table<'_>, partner: &str) {
        // A region that can be reached, since it may scroll sideways on a small screen.
        self.raw("<div class=\"table\" role=\"region\" aria-label=\"Every data flow\" tabindex=\"0\">");
        self.raw("<table><thead><tr>");
        self.headings(&["Data", "Verb", "Yours", "Theirs", "HL7 v2", "FHIR", "Status", "In words"]);
        let mirrored = table.structure().mirrored;
        for line in table.lines() {
            self.line(&line, partner, mirrored);
        }
        self.raw("</tbody></table></div>");
    }

    fn line(&mut self, line: &Line<'_>, partner: &str, mirrored: bool) {
        let (yours, theirs) = if mirrored { (line.right, line.left) } else { (line.left, line.right) };
        let words = Vocabularies::of(line.flow);
        self.raw("<tr><td>");
        self.text(&line.flow.data_type);
        self.raw("<br><span class=\"quiet\">");
        self.text(&line.flow.event_types.join(", "));
        self.raw("</span></td><td>");
        self.text(line.verb.as_str());
        self.raw("</td>");
        let name =
            |end: Option<&FlowCard>| end.map_or_else(|| "Unknown endpoint".to_owned(), |it| it.name.clone());
        for text in [
            name(yours),
            name(theirs),
            words.hl7v2.join(", "),
            words.fhir.join(", "),
            line.flow.status.label().to_owned(),
            explain(&line.flow.data_type, line.verb, partner, mirrored),
        ] {
            self.raw("<td>");
            self.text(&text);
            self.raw("</td>");
        }
        self.raw("</tr>");
    }

    /// Every endpoint and API key once, with what a firewall form asks for.
    fn ends(&mut self, table: &Table<'_>, partner: &str) {
        self.raw("<table><thead><tr>");
        self.headings(&["Whose", "Name", "Kind", "GUID", "URL"]);
        let structure = table.structure();
        let (yours, theirs) =
            if structure.mirrored { (Side::Right, Side::Left) } else { (Side::Left, Side::Right) };
        for (whose, side) in [("Yours", yours), (partner, theirs)] {
            for card in structure.cards(side).iter().filter(|card| card.shown.0 == 1) {
                let Some(facts) = card.facts() else { continue };
                self.raw("<tr><td>");
                self.text(whose);
                self.raw("</td><td>");
                self.text(&facts.name);
                self.raw("</td><td>");
                self.text(kind_tag(facts));
                self.raw("</td><td><code>");
                self.text(&facts.id.to_string());
                self.raw("</code></td><td><code>");
                self.text(facts.url.as_deref().unwrap_or("–"));
                self.raw("</code></td></tr>");
            }
        }
        self.raw("</tbody></table>");
    }

    fn headings(&mut self, titles: &[&str]) {
        for title in titles {
            self.raw("<th scope=\"col\">");
            self.text(title);
            self.raw("</th>");
        }
        self.raw("</tr></thead><tbody>");
    }

    /// Markup of our own.
    fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Any text, in an element's content.
    fn text(&mut self, text: &str) {
        for char in text.chars() {
            match char {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                char => self.0.push(char),
            }
        }
    }
}

const LEGEND: &str = "<ul class=\"legend\"><li><span class=\"out\">Indigo</span>: you start it</li>\
    <li><span class=\"in\">Teal</span>: they start it</li><li>Filled head: data goes there</li>\
    <li>Open head: the answer comes back</li><li>Dashed: needs attention</li></ul>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_names_stays_text() {
        let mut html = Html::default();
        html.text("<img src=x onerror=alert(1)> & Söhne");
        assert_eq!(html.0, "&lt;img src=x onerror=alert(1)&gt; &amp; Söhne");
    }
}
