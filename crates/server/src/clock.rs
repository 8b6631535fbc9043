//! The clock, as a parameter: everything that depends on the time asks a [`Clock`], so that tests can move it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use causeway_model::Timestamp;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

/// A point in time: microseconds since 1970-01-01T00:00:00Z, as the database stores it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub i64);

/// RFC 3339 with milliseconds, the form [`Timestamp`] promises.
const FORMAT: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

impl Time {
    /// The same point, this much later. Far out of range it stays at the last representable moment.
    #[must_use]
    pub fn after(self, span: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(span.as_micros()).unwrap_or(i64::MAX)))
    }

    /// How long it is from `earlier` to here; nothing when `earlier` is in fact later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The point this many seconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn of_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000))
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// Milliseconds since 1970, as UUID version 7 wants them.
    #[must_use]
    pub fn millis(self) -> u64 {
        u64::try_from(self.0 / 1000).unwrap_or(0)
    }

    /// As text on the wire.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        let text = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1000)
            .ok()
            .and_then(|at| at.format(FORMAT).ok());
        Timestamp(text.unwrap_or_else(|| "1970-01-01T00:00:00.000Z".to_owned()))
    }
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Time;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Time {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Time(i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX))
    }
}

/// A clock that stands still until it is moved: for tests.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that shows `start`.
    #[must_use]
    pub fn new(start: Time) -> Self {
        Self(AtomicI64::new(start.0))
    }

    /// Moves it forward.
    pub fn advance(&self, span: Duration) {
        self.0.store(self.now().after(span).0, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Time {
        Time(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_written_as_rfc_3339_with_milliseconds() {
        assert_eq!(Time(1_795_509_330_123_456).timestamp().0, "2026-11-24T08:35:30.123Z");
        assert_eq!(Time(0).timestamp().0, "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn spans_saturate_instead_of_wrapping() {
        let start = Time(5);
        assert_eq!(start.after(Duration::from_secs(1)), Time(1_000_005));
        assert_eq!(start.since(Time(9)), Duration::ZERO);
        assert_eq!(Time::of_seconds(i64::MAX), Time(i64::MAX));
        assert_eq!((Time(-1).seconds(), Time(1_999_999).seconds()), (-1, 1));
        assert_eq!(Time(i64::MAX).after(Duration::from_secs(1)), Time(i64::MAX));
    }
}
