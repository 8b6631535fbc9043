//! Names for endpoints whose file gives them none: the host, and what tells the endpoints at one host apart.

use std::collections::HashMap;

use super::url;

/// The longest name made here, in characters; the limit for names of endpoints in the API.
const MAX_NAME: usize = 120;

/// Names for all the URLs of one organization, in the same order: `fhir.example.org` for a host that occurs once,
/// `fhir.example.org/…/R4` and `fhir.example.org/…/DSTU2` where several share it.
pub(super) fn names<'a>(urls: impl Iterator<Item = &'a str>) -> Vec<String> {
    let places: Vec<Place<'a>> = urls.map(Place::of).collect();
    // Nearly every organization of a large directory has one endpoint: nothing to compare.
    if let [place] = places.as_slice() {
        return vec![shorten(&place.host)];
    }
    let mut hosts: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, place) in places.iter().enumerate() {
        hosts.entry(&place.host).or_default().push(index);
    }
    let shared: HashMap<&str, Vec<bool>> =
        hosts.iter().map(|(host, members)| (*host, shared_segments(&places, members))).collect();

    let mut taken: HashMap<String, u32> = HashMap::new();
    places
        .iter()
        .map(|place| {
            let hint = shared
                .get(place.host.as_str())
                .map(|shared| hint(&place.segments, shared))
                .unwrap_or_default();
            let name = shorten(&format!("{}{hint}", place.host));
            let count = taken.entry(name.clone()).or_default();
            *count += 1;
            if *count == 1 { name } else { format!("{name} ({count})") }
        })
        .collect()
}

struct Place<'a> {
    host: String,
    segments: Vec<&'a str>,
}

impl<'a> Place<'a> {
    fn of(url: &'a str) -> Self {
        let (host, path) = url::parse(url).map_or((url, ""), |address| (address.authority, address.path));
        Self {
            host: host.to_lowercase(),
            segments: path.split('/').filter(|part| !part.is_empty()).collect(),
        }
    }
}

/// For each position of a path, whether all endpoints at this host have the same segment there. A single endpoint
/// shares its whole path with itself, hence gets no hint.
fn shared_segments(places: &[Place<'_>], members: &[usize]) -> Vec<bool> {
    let mut members = members.iter().filter_map(|index| places.get(*index));
    let Some(first) = members.next() else { return Vec::new() };
    let mut shared = vec![true; first.segments.len()];
    for other in members {
        for (position, flag) in shared.iter_mut().enumerate() {
            *flag &= other.segments.get(position) == first.segments.get(position);
        }
    }
    shared
}

/// The segments that differ, with `…` for those that do not: `/…/R4`.
fn hint(segments: &[&str], shared: &[bool]) -> String {
    let mut hint = String::new();
    let mut skipped = false;
    for (position, segment) in segments.iter().enumerate() {
        if shared.get(position).copied().unwrap_or(false) {
            skipped = true;
        } else {
            hint.push_str(if skipped { "/…/" } else { "/" });
            hint.push_str(segment);
            skipped = false;
        }
    }
    hint
}

fn shorten(name: &str) -> String {
    if name.chars().count() <= MAX_NAME {
        return name.to_owned();
    }
    name.chars().take(MAX_NAME - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(urls: &[&str]) -> Vec<String> {
        names(urls.iter().copied())
    }

    #[test]
    fn one_endpoint_at_a_host_is_named_by_the_host() {
        assert_eq!(
            named(&["https://FHIR.a.example/api/R4/", "https://b.example:8443/x"]),
            ["fhir.a.example", "b.example:8443"]
        );
    }

    #[test]
    fn several_at_a_host_are_told_apart_by_what_differs() {
        assert_eq!(
            named(&["https://a.example/api/FHIR/DSTU2/", "https://a.example/api/FHIR/R4/"]),
            ["a.example/…/DSTU2", "a.example/…/R4"]
        );
        assert_eq!(
            named(&["https://a.example/r4/tenant/", "https://a.example/dstu2/tenant/"]),
            ["a.example/r4", "a.example/dstu2"]
        );
        assert_eq!(
            named(&["https://a.example/x/1/y/2", "https://a.example/x/3/y/4", "https://a.example/x"]),
            ["a.example/…/1/y/2", "a.example/…/3/y/4", "a.example"]
        );
    }

    #[test]
    fn names_that_would_be_equal_are_counted_and_long_ones_cut() {
        assert_eq!(
            named(&["https://a.example/r4", "https://a.example/r4/", "https://a.example/r4?x"]),
            ["a.example", "a.example (2)", "a.example (3)"]
        );
        let long = format!("https://a.example/{}", "x".repeat(300));
        assert_eq!(named(&[&long, "https://a.example/y"])[0].chars().count(), 120);
    }
}
