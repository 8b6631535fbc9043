//! What the reader chose to see of a picture, and how a URL says it. Must not know how anything is drawn.

use causeway_model::{DataFlow, DataFlowId, FlowCard, Status, Verb, translate};

/// Above this many arrows they are grouped by data type, unless the reader says otherwise.
pub const GROUP_ABOVE: usize = 150;

/// GUIDs are found by this many of their characters or more; shorter pieces would be found by accident.
const GUID_PIECE: usize = 6;

/// What the reader chose. The default is to see everything as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Words that must all be found in an arrow or at its ends; upper and lower case are the same.
    pub find: String,
    /// Only these verbs, as the picture shows them; empty for all.
    pub verbs: Vec<Verb>,
    /// Only this data type.
    pub data_type: Option<String>,
    /// Only this status.
    pub status: Option<Status>,
    /// Only what somebody should look at.
    pub only_unhealthy: bool,
    /// Only the selected arrow, as long as there is one.
    pub only_selected: bool,
    /// One card per endpoint instead of one per endpoint and exchange kind.
    pub fold: bool,
    /// As the other side sees it.
    pub mirror: bool,
    /// Whether arrows are grouped by data type; `None` decides by their number.
    pub group: Option<bool>,
    /// Groups that are open, by data type.
    pub open: Vec<String>,
    /// The table instead of the picture.
    pub table: bool,
}

impl Choice {
    /// Opens a group of arrows, or closes it.
    pub fn toggle_group(&mut self, data_type: &str) {
        let before = self.open.len();
        self.open.retain(|open| open != data_type);
        if self.open.len() == before {
            self.open.push(data_type.to_owned());
        }
    }

    /// Reads a URL's query; `get` gives the decoded value of a parameter. What is not understood is left out.
    #[must_use]
    pub fn from_query(get: &dyn Fn(&str) -> Option<String>) -> Self {
        let present = |name| get(name).filter(|value: &String| !value.trim().is_empty());
        let list = |name, separator| -> Vec<String> {
            let value = present(name).unwrap_or_default();
            value.split(separator).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        let only = present("only");
        Self {
            find: present("find").unwrap_or_default(),
            verbs: list("verb", ',')
                .iter()
                .map(|verb| Verb::from(verb.to_ascii_uppercase().as_str()))
                .collect(),
            data_type: present("type"),
            status: present("status").map(|status| Status::from(status.as_str())),
            only_unhealthy: only.as_deref() == Some("unhealthy"),
            only_selected: only.as_deref() == Some("selected"),
            fold: present("cards").as_deref() == Some("folded"),
            mirror: present("seen").as_deref() == Some("theirs"),
            group: match present("group").as_deref() {
                Some("on") => Some(true),
                Some("off") => Some(false),
                _ => None,
            },
            open: list("open", '|'),
            table: present("show").as_deref() == Some("table"),
        }
    }

    /// The parameters of a URL's query, values not encoded. What is at its default is left out.
    #[must_use]
    pub fn to_query(&self) -> Vec<(&'static str, String)> {
        let verbs: Vec<String> = self.verbs.iter().map(|verb| verb.as_str().to_ascii_lowercase()).collect();
        let flag = |on: bool, value: &str| if on { value.to_owned() } else { String::new() };
        let pairs = [
            ("find", self.find.clone()),
            ("verb", verbs.join(",")),
            ("type", self.data_type.clone().unwrap_or_default()),
            ("status", self.status.as_ref().map(|status| status.as_str().to_owned()).unwrap_or_default()),
            ("only", flag(self.only_unhealthy, "unhealthy") + &flag(self.only_selected, "selected")),
            ("cards", flag(self.fold, "folded")),
            ("seen", flag(self.mirror, "theirs")),
            ("group", self.group.map(|on| flag(true, if on { "on" } else { "off" })).unwrap_or_default()),
            ("open", self.open.join("|")),
            ("show", flag(self.table, "table")),
        ];
        pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Whether anything is hidden by it.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        !self.find.trim().is_empty()
            || !self.verbs.is_empty()
            || self.data_type.is_some()
            || self.status.is_some()
            || self.only_unhealthy
            || self.only_selected
    }

    /// The same without what hides anything.
    #[must_use]
    pub fn unfiltered(&self) -> Self {
        Self {
            fold: self.fold,
            mirror: self.mirror,
            group: self.group,
            open: self.open.clone(),
            table: self.table,
            ..Self::default()
        }
    }
}

/// Decides, flow by flow, what is shown.
pub(crate) struct Filter<'a> {
    choice: &'a Choice,
    words: Vec<String>,
    selected: Option<DataFlowId>,
}

impl<'a> Filter<'a> {
    pub(crate) fn new(choice: &'a Choice, selected: Option<DataFlowId>) -> Self {
        let words = choice.find.split_whitespace().map(str::to_ascii_lowercase).collect();
        Self { choice, words, selected: selected.filter(|_| choice.only_selected) }
    }

    /// `ends` are the cards of the flow, as far as they are known.
    pub(crate) fn shows(&self, flow: &DataFlow, ends: [Option<&FlowCard>; 2]) -> bool {
        let choice = self.choice;
        let verb_fits = || {
            choice.verbs.is_empty()
                || choice.verbs.contains(&if choice.mirror { flow.verb.mirror() } else { flow.verb.clone() })
        };
        self.selected.is_none_or(|selected| flow.id == selected)
            && (!choice.only_unhealthy || flow.status.is_unhealthy())
            && choice.status.as_ref().is_none_or(|status| flow.status == *status)
            && choice.data_type.as_ref().is_none_or(|data_type| *flow.data_type == **data_type)
            && verb_fits()
            && (self.words.is_empty() || self.finds(flow, ends))
    }

    fn finds(&self, flow: &DataFlow, ends: [Option<&FlowCard>; 2]) -> bool {
        let mut text = String::new();
        let mut add = |part: &str| {
            text.push_str(part);
            text.push('\n');
        };
        add(&flow.data_type);
        add(flow.verb.as_str());
        add(flow.status.label());
        for event in flow.event_types.iter() {
            add(event);
            let translation = translate(&flow.data_type, event);
            for term in [translation.hl7v2, translation.fhir].into_iter().flatten() {
                add(term.text);
            }
        }
        for end in ends.into_iter().flatten() {
            add(&end.name);
            add(end.url.as_deref().unwrap_or_default());
            add(end.kind.label());
        }
        text.make_ascii_lowercase();
        self.words.iter().all(|word| {
            text.contains(word.as_str())
                || (word.len() >= GUID_PIECE
                    && (flow.id.to_string().contains(word.as_str())
                        || ends.iter().flatten().any(|end| end.id.to_string().contains(word.as_str()))))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Choice;
    use causeway_model::{Status, Verb};

    fn read(query: &[(&'static str, String)]) -> Choice {
        Choice::from_query(&|name| {
            query.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
        })
    }

    #[test]
    fn a_choice_survives_the_way_through_a_url() {
        let choice = Choice {
            find: "adt kaiser".to_owned(),
            verbs: vec![Verb::Send, Verb::Request],
            data_type: Some("FHIR.Encounter".to_owned()),
            status: Some(Status::Down),
            only_unhealthy: true,
            only_selected: false,
            fold: true,
            mirror: true,
            group: Some(false),
            open: vec!["Claim".to_owned(), "FHIR Bulk Data Access".to_owned()],
            table: true,
        };
        assert_eq!(read(&choice.to_query()), choice);
        assert!(choice.is_filtered() && !choice.unfiltered().is_filtered());
    }

    #[test]
    fn defaults_leave_no_trace_and_nonsense_is_left_out() {
        assert!(Choice::default().to_query().is_empty());
        let nonsense = [
            ("only", "everything"),
            ("group", "maybe"),
            ("cards", "x"),
            ("seen", "x"),
            ("verb", ","),
            ("find", " "),
        ];
        assert_eq!(read(&nonsense.map(|(name, value)| (name, value.to_owned()))), Choice::default());
    }
}
