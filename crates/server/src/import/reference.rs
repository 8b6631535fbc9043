//! Finds resources of a Bundle by their references (FHIR R4, "Resolving references in Bundles"; "Contained resources").

use std::collections::HashMap;

use serde_json::{Map, Value};

/// The entries of a Bundle by `fullUrl` and by type and id. Of two that claim the same, the first counts.
#[derive(Default)]
pub(super) struct Index<'a> {
    by_full_url: HashMap<&'a str, usize>,
    by_id: HashMap<(&'a str, &'a str), usize>,
}

impl<'a> Index<'a> {
    pub(super) fn add(&mut self, entry: usize, full_url: Option<&'a str>, resource: &'a Map<String, Value>) {
        if let Some(full_url) = full_url {
            self.by_full_url.entry(full_url).or_insert(entry);
        }
        if let (Some(kind), Some(id)) = (text(resource, "resourceType"), text(resource, "id")) {
            self.by_id.entry((kind, id)).or_insert(entry);
        }
    }

    /// The entry that `reference`, standing in an entry of `full_url`, points to. `kind` is the type that is meant;
    /// published directories also give a bare id.
    pub(super) fn find(&self, reference: &str, full_url: Option<&str>, kind: &str) -> Option<usize> {
        // `Organization/1/_history/2` points to one version of `Organization/1`; a Bundle holds only one.
        let reference = reference.trim().split("/_history/").next()?;
        if let Some(entry) = self.by_full_url.get(reference) {
            return Some(*entry);
        }
        if let Some(base) = full_url.and_then(base_of)
            && let Some(entry) = self.by_full_url.get(format!("{base}/{reference}").as_str())
        {
            return Some(*entry);
        }
        let mut parts = reference.rsplit('/');
        let id = parts.next()?;
        match parts.next() {
            Some(named) if named != kind => None,
            _ => self.by_id.get(&(kind, id)).copied(),
        }
    }
}

/// `https://a.example/r4` of `https://a.example/r4/Endpoint/1`.
fn base_of(full_url: &str) -> Option<&str> {
    let (rest, _id) = full_url.rsplit_once('/')?;
    Some(rest.rsplit_once('/')?.0)
}

/// The contained resource of type `kind` that `reference` names, with its place in `contained`. FHIR writes `#id`;
/// published directories also write the bare id.
pub(super) fn contained<'a>(
    resource: &'a Map<String, Value>,
    reference: &str,
    kind: &str,
) -> Option<(usize, &'a Map<String, Value>)> {
    let reference = reference.trim();
    let id = reference.strip_prefix('#').unwrap_or(reference);
    contained_all(resource, kind).find(|(_, found)| text(found, "id") == Some(id))
}

/// All contained resources of type `kind`, with their places in `contained`.
pub(super) fn contained_all<'a>(
    resource: &'a Map<String, Value>,
    kind: &str,
) -> impl Iterator<Item = (usize, &'a Map<String, Value>)> {
    let list = resource.get("contained").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let objects = list.iter().enumerate().filter_map(|(place, value)| Some((place, value.as_object()?)));
    objects.filter(move |(_, found)| text(found, "resourceType") == Some(kind))
}

/// Text of a field, if it is text.
pub(super) fn text<'a>(object: &'a Map<String, Value>, field: &str) -> Option<&'a str> {
    object.get(field).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_are_found_by_full_url_base_and_id() {
        let one = json!({"resourceType": "Organization", "id": "1"});
        let other = json!({"resourceType": "Organization", "id": "1"});
        let mut index = Index::default();
        index.add(0, Some("https://a.example/r4/Organization/1"), one.as_object().unwrap());
        index.add(1, Some("https://b.example/r4/Organization/1"), other.as_object().unwrap());
        index.add(2, Some("urn:uuid:0c"), other.as_object().unwrap());

        let find = |reference, from| index.find(reference, from, "Organization");
        assert_eq!(find("urn:uuid:0c", None), Some(2));
        assert_eq!(find("https://b.example/r4/Organization/1", None), Some(1));
        assert_eq!(find("Organization/1", Some("https://b.example/r4/Endpoint/9")), Some(1));
        assert_eq!(find("Organization/1/_history/3", None), Some(0));
        assert_eq!(find("https://c.example/Organization/1", None), Some(0));
        assert_eq!(find("1", None), Some(0));
        assert_eq!(find("Patient/1", None), None);
        assert_eq!(find("", None), None);
    }
}
