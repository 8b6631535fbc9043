//! How often something may be done: at most so many times within a minute, per whatever it is done to.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::clock::Time;

const WINDOW: Duration = Duration::from_secs(60);

/// Counts what was done within the last minute. In memory: a restart forgets it.
pub(crate) struct Throttle<K> {
    most: usize,
    done: Mutex<HashMap<K, Vec<Time>>>,
}

impl<K: Eq + Hash> Throttle<K> {
    /// Allows `most` a minute.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, done: Mutex::new(HashMap::new()) }
    }

    /// Counts one more; or says how long to wait.
    pub(crate) fn take(&self, key: K, now: Time) -> Result<(), Duration> {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        done.retain(|_, times| {
            times.retain(|time| now.since(*time) < WINDOW);
            !times.is_empty()
        });
        let times = done.entry(key).or_default();
        if times.len() >= self.most {
            let oldest = times.first().map_or(Duration::ZERO, |oldest| now.since(*oldest));
            return Err(WINDOW.saturating_sub(oldest));
        }
        times.push(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_later_it_may_be_done_again() {
        let throttle = Throttle::new(2);
        let at = |seconds: i64| Time(seconds * 1_000_000);
        assert_eq!(throttle.take("a", at(0)), Ok(()));
        assert_eq!(throttle.take("a", at(10)), Ok(()));
        assert_eq!(throttle.take("a", at(20)), Err(Duration::from_secs(40)));
        assert_eq!(throttle.take("b", at(20)), Ok(()), "others do not wait");
        assert_eq!(throttle.take("a", at(60)), Ok(()));
        assert_eq!(throttle.take("a", at(61)), Err(Duration::from_secs(9)));
    }
}
