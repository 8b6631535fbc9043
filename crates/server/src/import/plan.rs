//! Gathers good rows into organizations, lists bad ones, and counts both.

use std::collections::{HashMap, HashSet};

use causeway_model::{EndpointState, ImportProblem};

use super::directory::{Directory, DirectoryEndpoint, DirectoryOrganization};
use super::{MAX_LISTED_PROBLEMS, naming};

/// Why one row is left out.
#[derive(Debug)]
pub(super) struct Rejection {
    pub(super) pointer: String,
    pub(super) reason: String,
}

impl Rejection {
    pub(super) fn new(pointer: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), reason: reason.into() }
    }
}

/// An endpoint as its row gives it.
#[derive(Debug, Clone)]
pub(super) struct NewEndpoint {
    /// `None` when the file has no name for it.
    pub(super) name: Option<String>,
    pub(super) url: String,
    pub(super) connection_type: Option<String>,
    pub(super) state: EndpointState,
}

/// A directory in the making.
#[derive(Default)]
pub(super) struct Plan {
    organizations: Vec<(String, Vec<NewEndpoint>)>,
    by_name: HashMap<String, usize>,
    accepted: u32,
    rejected: u32,
    problems: Vec<ImportProblem>,
}

impl Plan {
    /// A plan with room for as many organizations as there are rows.
    pub(super) fn for_rows(rows: usize) -> Self {
        Self { by_name: HashMap::with_capacity(rows), ..Self::default() }
    }

    /// The organization of this name; made on its first appearance.
    pub(super) fn organization(&mut self, name: &str) -> usize {
        if let Some(index) = self.by_name.get(name) {
            return *index;
        }
        let index = self.organizations.len();
        self.organizations.push((name.to_owned(), Vec::new()));
        self.by_name.insert(name.to_owned(), index);
        index
    }

    /// Adds an endpoint to an organization.
    pub(super) fn endpoint(&mut self, organization: usize, endpoint: NewEndpoint) {
        if let Some((_, endpoints)) = self.organizations.get_mut(organization) {
            endpoints.push(endpoint);
        }
    }

    /// Counts a row as used.
    pub(super) fn accept(&mut self) {
        self.accepted += 1;
    }

    /// Counts a row as left out and lists why. `index` counts from 0; people count from 1.
    pub(super) fn reject(&mut self, index: usize, rejection: Rejection) {
        self.rejected += 1;
        if self.problems.len() < MAX_LISTED_PROBLEMS {
            let position = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let Rejection { pointer, reason } = rejection;
            self.problems.push(ImportProblem { position, pointer, reason });
        }
    }

    pub(super) fn finish(self) -> Directory {
        let organizations = self
            .organizations
            .into_iter()
            .map(|(name, drafts)| DirectoryOrganization { name, endpoints: named(distinct(drafts)) });
        Directory {
            organizations: organizations.collect(),
            total_rows: self.accepted + self.rejected,
            accepted_rows: self.accepted,
            rejected_rows: self.rejected,
            problems: self.problems,
        }
    }
}

/// The same URL under one name is one endpoint: the first one stays.
fn distinct(mut drafts: Vec<NewEndpoint>) -> Vec<NewEndpoint> {
    if drafts.len() > 1 {
        let mut seen = HashSet::new();
        drafts.retain(|draft| seen.insert(draft.url.clone()));
    }
    drafts
}

fn named(drafts: Vec<NewEndpoint>) -> Vec<DirectoryEndpoint> {
    let names = naming::names(drafts.iter().map(|draft| draft.url.as_str()));
    drafts
        .into_iter()
        .zip(names)
        .map(|(draft, derived)| DirectoryEndpoint {
            name: draft.name.unwrap_or(derived),
            url: draft.url,
            connection_type: draft.connection_type,
            state: draft.state,
        })
        .collect()
}
