//! Key sets that clients publish at a URL of their own, fetched when they are needed and kept for some minutes.
//!
//! Anybody who knows a client's id can have its key set asked for, so a URL is called at most once in
//! [`KEY_SET_REST`], whatever comes of it, and a call once begun runs to its end and is remembered even when whoever
//! caused it goes away. An organization can give its clients other URLs over and over, so its calls are counted too:
//! what comes of them tells which hosts can be reached from here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use causeway_assertion::KeySet;
use causeway_model::OrganizationId;
use causeway_outbound::{Policy, SystemResolver, fetch_json};
use tokio::sync::Mutex as AsyncMutex;

use crate::clock::{Clock, Time};
use crate::config::KEY_SET_REST;
use crate::throttle::Throttle;

const TOO_MANY: &str =
    "The key set of this client was not fetched: too many were for its organization. Wait a minute.";

/// Why there is no key set, in words for the developer of the client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct NoKeySet(String);

/// What is known of one URL.
#[derive(Default)]
struct Known {
    set: Option<(Arc<KeySet>, Time)>,
    failure: Option<(NoKeySet, Time)>,
}

type Entry = Arc<AsyncMutex<Known>>;
/// Where a set is, and whether plain HTTP is accepted there: a set that was fetched for one environment must not
/// answer for another with a stricter rule.
type Place = (String, bool);

/// The key sets fetched last. In memory: a restart forgets them.
pub(crate) struct KeySets {
    most: usize,
    /// With the moment each was last asked for.
    entries: Mutex<HashMap<Place, (Entry, Time)>>,
    calls: Throttle<OrganizationId>,
}

impl KeySets {
    /// Keeps `most` sets, and makes `calls` a minute for an organization.
    pub(crate) fn new(most: usize, calls: usize) -> Self {
        Self { most, entries: Mutex::new(HashMap::new()), calls: Throttle::new(calls) }
    }

    /// The set at `url`, fetched unless it was within `age`.
    pub(crate) async fn get(
        &self,
        org: OrganizationId,
        url: &str,
        policy: Policy,
        age: Duration,
        clock: &Arc<dyn Clock>,
    ) -> Result<Arc<KeySet>, NoKeySet> {
        let entry = self.entry((url.to_owned(), policy.plain_http), clock.now());
        // Those who come meanwhile wait for the one call.
        let mut known = entry.lock_owned().await;
        let within = |at: &Time, age: Duration| clock.now().since(*at) < age;
        match &*known {
            Known { set: Some((set, at)), .. } if within(at, age.max(KEY_SET_REST)) => {
                return Ok(Arc::clone(set));
            }
            Known { failure: Some((failure, at)), .. } if within(at, KEY_SET_REST) => {
                return Err(failure.clone());
            }
            _ => {}
        }
        self.calls.take(org, clock.now()).map_err(|_| NoKeySet(TOO_MANY.to_owned()))?;
        let (url, clock) = (url.to_owned(), Arc::clone(clock));
        let call = tokio::spawn(async move {
            let fetched = fetch(&url, &policy).await;
            let now = clock.now();
            match fetched {
                Ok(set) => {
                    let set = Arc::new(set);
                    *known = Known { set: Some((Arc::clone(&set), now)), failure: None };
                    Ok(set)
                }
                Err(failure) => {
                    known.failure = Some((failure.clone(), now));
                    Err(failure)
                }
            }
        });
        call.await.unwrap_or_else(|_| Err(NoKeySet("The key set could not be fetched.".to_owned())))
    }

    /// What is known of a place. When there are too many, the one nobody asked for longest is forgotten.
    fn entry(&self, place: Place, now: Time) -> Entry {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((entry, asked)) = entries.get_mut(&place) {
            *asked = now;
            return Arc::clone(entry);
        }
        if entries.len() >= self.most {
            let oldest = entries.iter().min_by_key(|(_, (_, asked))| *asked).map(|(place, _)| place.clone());
            oldest.and_then(|place| entries.remove(&place));
        }
        let entry = Entry::default();
        entries.insert(place, (Arc::clone(&entry), now));
        entry
    }
}

async fn fetch(url: &str, policy: &Policy) -> Result<KeySet, NoKeySet> {
    let body = fetch_json(url, policy, &SystemResolver).await.map_err(|refusal| {
        tracing::info!(outcome = refusal.code(), "a key set could not be fetched");
        NoKeySet(format!("The key set of this client could not be fetched. {refusal}"))
    })?;
    let text = String::from_utf8_lossy(&body);
    KeySet::published(&text).map_err(|errors| {
        // The first fault is enough, and without its place: that is made of names the other server chose.
        let fault = errors.first().map_or("", |error| error.message.as_str());
        NoKeySet(format!("The key set of this client cannot be used. {fault}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_sets_are_kept_than_allowed_and_the_ones_in_use_stay() {
        let sets = KeySets::new(2, 1);
        let place = |name: &str| (format!("https://{name}.example/jwks"), false);
        let first = sets.entry(place("a"), Time(1));
        sets.entry(place("b"), Time(2));
        assert!(Arc::ptr_eq(&first, &sets.entry(place("a"), Time(3))));
        sets.entry(place("c"), Time(4));
        assert_eq!(sets.entries.lock().unwrap().len(), 2);
        assert!(Arc::ptr_eq(&first, &sets.entry(place("a"), Time(5))), "b went, asked for longest ago");
    }
}
