//! Pages of lists: limits, cursors, the `Link` to the next page, and the search words both lists take.

use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use causeway_model::{OrganizationId, Page};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::problem::{ApiError, Result, field, internal};
use crate::store::SearchTerms;

const DEFAULT_LIMIT: u32 = 50;
const MOST: u32 = 200;
/// Longest search text, in characters.
const LONGEST_SEARCH: usize = 200;
/// Bytes of a cursor that tie it to its list; 72 bits are plenty against accidents, and there is nothing to gain by
/// forging one: every page is limited to the caller's organization anyway.
const SEAL: usize = 9;

/// How many items a page has.
pub(super) fn limit(asked: Option<u32>) -> Result<u32> {
    match asked {
        None => Ok(DEFAULT_LIMIT),
        Some(limit @ 1..=MOST) => Ok(limit),
        Some(_) => Err(parameter("limit", &format!("Ask for 1 to {MOST} items."))),
    }
}

/// The words of a search.
pub(super) fn search(text: Option<&str>) -> Result<SearchTerms> {
    let text = text.unwrap_or_default();
    if text.chars().count() > LONGEST_SEARCH {
        return Err(parameter("search", &format!("Search for at most {LONGEST_SEARCH} characters.")));
    }
    SearchTerms::parse(text).map_err(|too_many| parameter("search", &format!("Search for {too_many}.")))
}

/// Enums are closed on write: a filter must be one of the known values.
pub(super) fn known<T: std::fmt::Display + PartialEq>(
    name: &str,
    value: Option<T>,
    known: &[T],
) -> Result<Option<T>> {
    match value {
        Some(value) if !known.contains(&value) => {
            let list = known.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            Err(parameter(name, &format!("Use one of {list}.")))
        }
        value => Ok(value),
    }
}

fn parameter(name: &str, message: &str) -> ApiError {
    ApiError::bad_request("The query cannot be read.", vec![field(name, "invalid", message)])
}

/// Ties cursors to one list: its name, its organization and its filters.
pub(super) struct Listing(Vec<u8>);

impl Listing {
    /// `filters` is everything that decides which items the list has and in which order.
    pub(super) fn new(name: &str, org: OrganizationId, filters: &impl Serialize) -> Result<Self> {
        serde_json::to_vec(&(name, org, filters)).map(Self).map_err(|error| internal(&error))
    }

    fn seal(&self, payload: &[u8]) -> [u8; SEAL] {
        let digest = Sha256::new().chain_update(&self.0).chain_update([0]).chain_update(payload).finalize();
        let mut seal = [0; SEAL];
        seal.copy_from_slice(&digest[..SEAL]);
        seal
    }

    /// A cursor for the place where a page ended.
    pub(super) fn cursor(&self, place: &impl Serialize) -> Result<String> {
        let payload = serde_json::to_vec(place).map_err(|error| internal(&error))?;
        Ok(data_encoding::BASE64URL_NOPAD.encode(&[&self.seal(&payload), payload.as_slice()].concat()))
    }

    /// The place a cursor stands for.
    pub(super) fn place<T: DeserializeOwned>(&self, cursor: Option<&str>) -> Result<Option<T>> {
        let Some(cursor) = cursor else { return Ok(None) };
        let bytes = data_encoding::BASE64URL_NOPAD.decode(cursor.as_bytes()).ok();
        let place =
            bytes.as_deref().and_then(|bytes| bytes.split_at_checked(SEAL)).and_then(|(seal, payload)| {
                let genuine = self.seal(payload) == seal;
                if genuine { serde_json::from_slice(payload).ok() } else { None }
            });
        let wrong = || parameter("cursor", "This cursor is not of this list. Start again without one.");
        place.map(Some).ok_or_else(wrong)
    }
}

/// One page: as many items as asked for, and where the next page starts if there are more. `items` holds one more than
/// the page when there are.
pub(super) fn page<T, P: Serialize>(
    mut items: Vec<T>,
    limit: u32,
    listing: &Listing,
    place: impl Fn(&T) -> P,
) -> Result<Page<T>> {
    let limit = limit as usize;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = match items.last() {
        Some(last) if more => Some(listing.cursor(&place(last))?),
        _ => None,
    };
    Ok(Page { items, next })
}

/// A page with its `Link: …; rel="next"` (RFC 8288).
pub(super) fn respond<T: Serialize>(uri: &Uri, page: &Page<T>) -> Response {
    let mut response = axum::Json(page).into_response();
    if let Some(next) = &page.next {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let others = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        query.extend_pairs(others.filter(|(name, _)| name != "cursor")).append_pair("cursor", next);
        let link = HeaderValue::try_from(format!("<{}?{}>; rel=\"next\"", uri.path(), query.finish()));
        if let Ok(link) = link {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn listing(org: u128, filters: &str) -> Listing {
        Listing::new("things", OrganizationId(Uuid::from_u128(org)), &filters).unwrap()
    }

    #[test]
    fn a_cursor_is_good_for_its_own_list_only() {
        let cursor = listing(1, "a").cursor(&("place", 7)).unwrap();
        let read = |listing: Listing| listing.place::<(String, u8)>(Some(&cursor));
        assert_eq!(read(listing(1, "a")).unwrap(), Some(("place".to_owned(), 7)));
        assert!(read(listing(1, "b")).is_err());
        assert!(read(listing(2, "a")).is_err());
        assert_eq!(listing(1, "a").place::<String>(None).unwrap(), None);
    }

    #[test]
    fn a_tampered_cursor_is_refused() {
        let listing = listing(1, "a");
        let cursor = listing.cursor(&"place").unwrap();
        for place in 0..cursor.len() {
            let mut bytes = cursor.clone().into_bytes();
            bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
            assert!(listing.place::<String>(std::str::from_utf8(&bytes).ok()).is_err(), "at {place}");
        }
    }

    #[test]
    fn the_link_keeps_the_filters() {
        let uri = "/api/v1/connections?search=a+b&cursor=old&limit=2".parse().unwrap();
        let page = Page { items: vec![1], next: Some("new".to_owned()) };
        let response = respond(&uri, &page);
        let link = &response.headers()[header::LINK];
        assert_eq!(link, "</api/v1/connections?search=a+b&limit=2&cursor=new>; rel=\"next\"");
    }

    proptest! {
        #[test]
        fn no_text_makes_a_cursor_panic(text in ".{0,200}") {
            let _ = listing(1, "a").place::<(String, u8)>(Some(&text));
        }
    }
}
