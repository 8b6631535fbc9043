//! The picture as lines of a table: the table twin on screen, paper and CSV show the same ones in the same order.

use causeway_model::{ConnectionDataFlow, DataFlow, DataFlowId, FlowCard, Verb};

use crate::sorting::sorted;
use crate::words::{Vocabularies, explain};
use crate::{Choice, Side, Structure};

/// The reader's choice as a flat list of arrows.
#[derive(Debug)]
pub struct Table<'a> {
    picture: &'a ConnectionDataFlow,
    structure: Structure,
    /// Positions in the picture's flows, in the order of their ids.
    by_id: Vec<usize>,
}

/// One line: an arrow and its ends.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// The data flow.
    pub flow: &'a DataFlow,
    /// Its verb as the left side sees it.
    pub verb: &'a Verb,
    /// The card on the left.
    pub left: Option<&'a FlowCard>,
    /// The card on the right.
    pub right: Option<&'a FlowCard>,
}

impl<'a> Table<'a> {
    /// Every arrow that the choice shows, whether or not the picture groups it.
    #[must_use]
    pub fn of(picture: &'a ConnectionDataFlow, choice: &Choice, selected: Option<DataFlowId>) -> Self {
        let choice = Choice { group: Some(false), ..choice.clone() };
        let structure = Structure::chosen(picture, &choice, selected);
        let flows = &picture.flows;
        let by_id = sorted(flows.len(), &|a, b| flows[a].id.cmp(&flows[b].id));
        Self { picture, structure, by_id }
    }

    /// What is shown.
    #[must_use]
    pub fn structure(&self) -> &Structure {
        &self.structure
    }

    /// The lines, by data type and id.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.structure.rows.iter().filter_map(|row| {
            let card = |side: Side| self.structure.cards(side).get(row.card(side))?.facts();
            let flow = self.flow(row.id.flow()?)?;
            Some(Line { flow, verb: row.verb()?, left: card(Side::Left), right: card(Side::Right) })
        })
    }

    fn flow(&self, id: DataFlowId) -> Option<&'a DataFlow> {
        let flows = &self.picture.flows;
        let found = self.by_id.binary_search_by(|at| flows[*at].id.cmp(&id)).ok()?;
        flows.get(self.by_id[found])
    }

    /// The lines as CSV (RFC 4180), with a heading. "Your" and "their" columns stay what they are when the picture is
    /// mirrored; the verb and the sentence are those of whoever is on the left.
    #[must_use]
    pub fn csv(&self) -> String {
        const HEADING: [&str; 16] = [
            "Data type",
            "Verb",
            "Exchange",
            "Your side",
            "Your GUID",
            "Their side",
            "Their GUID",
            "Their URL",
            "Events",
            "HL7 v2",
            "FHIR",
            "Status",
            "Last message",
            "In words",
            "Your VPN",
            "Their VPN",
        ];
        let mut csv = String::new();
        record(&mut csv, &HEADING.map(str::to_owned));
        let partner = &self.picture.connection.name;
        let mirrored = self.structure.mirrored;
        for line in self.lines() {
            let (yours, theirs) = if mirrored { (line.right, line.left) } else { (line.left, line.right) };
            let name = |card: Option<&FlowCard>| card.map(|card| card.name.clone()).unwrap_or_default();
            let guid = |card: Option<&FlowCard>| card.map(|card| card.id.to_string()).unwrap_or_default();
            let vpn = |card: Option<&FlowCard>| {
                card.and_then(|card| card.vpn.as_ref())
                    .map(|vpn| vpn.status.label().to_owned())
                    .unwrap_or_default()
            };
            let words = Vocabularies::of(line.flow);
            record(
                &mut csv,
                &[
                    (*line.flow.data_type).to_owned(),
                    line.verb.as_str().to_owned(),
                    line.verb.exchange().map(|kind| kind.label().to_owned()).unwrap_or_default(),
                    name(yours),
                    guid(yours),
                    name(theirs),
                    guid(theirs),
                    theirs.and_then(|card| card.url.clone()).unwrap_or_default(),
                    line.flow.event_types.join("; "),
                    words.hl7v2.join("; "),
                    words.fhir.join("; "),
                    line.flow.status.label().to_owned(),
                    line.flow.last_message_at.as_ref().map(|at| at.0.clone()).unwrap_or_default(),
                    explain(&line.flow.data_type, line.verb, partner, mirrored),
                    vpn(yours),
                    vpn(theirs),
                ],
            );
        }
        csv
    }
}

fn record(csv: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            csv.push(',');
        }
        field(csv, cell);
    }
    csv.push_str("\r\n");
}

/// Quoted where RFC 4180 asks for it. A text that a spreadsheet would run as a formula gets an apostrophe in front
/// (OWASP, "CSV Injection"): names come from imported files.
fn field(csv: &mut String, text: &str) {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_quoted = is_formula || text.contains([',', '"', '\n', '\r']);
    if is_quoted {
        csv.push('"');
    }
    if is_formula {
        csv.push('\'');
    }
    for char in text.chars() {
        if char == '"' {
            csv.push('"');
        }
        csv.push(char);
    }
    if is_quoted {
        csv.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn what_has_a_meaning_in_csv_or_in_a_spreadsheet_is_quoted() {
        let written = |text: &str| {
            let mut csv = String::new();
            field(&mut csv, text);
            csv
        };
        assert_eq!(written("Mercy"), "Mercy");
        assert_eq!(written("Smith, \"Jr\""), "\"Smith, \"\"Jr\"\"\"");
        assert_eq!(written("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(written("@SUM(1)"), "\"'@SUM(1)\"");
        assert_eq!(written("two\nlines"), "\"two\nlines\"");
        assert_eq!(written(""), "");
    }
}
