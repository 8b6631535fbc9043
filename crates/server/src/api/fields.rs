//! Checks of single fields that several operations share. Each names the field and the fix.

use causeway_model::{FieldError, Timestamp};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::clock::Time;
use crate::problem::{ApiError, field};

/// Longest name, in characters.
const LONGEST_NAME: usize = 120;

/// A name of 1 to 120 characters on one line, without what surrounds it.
pub(crate) fn name(text: &str, errors: &mut Vec<FieldError>) -> String {
    let name = text.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        errors.push(field("/name", "length", "Give a name of 1 to 120 characters."));
    } else if name.chars().any(char::is_control) {
        errors.push(field("/name", "characters", "Give a name without line breaks and control characters."));
    }
    name
}

/// A moment.
pub(crate) fn moment(pointer: &str, text: &Timestamp, errors: &mut Vec<FieldError>) -> Option<Time> {
    let Ok(at) = OffsetDateTime::parse(&text.0, &Rfc3339) else {
        let message = "Give date and time as in 2027-01-31T12:00:00Z (RFC 3339).";
        errors.push(field(pointer, "time", message));
        return None;
    };
    Some(Time(i64::try_from(at.unix_timestamp_nanos() / 1000).unwrap_or(i64::MAX)))
}

/// The environment of a new object does not exist, or not for the caller.
pub(crate) fn unknown_environment() -> ApiError {
    let message = "There is no such environment in your organization.";
    ApiError::validation(vec![field("/environmentId", "unknownEnvironment", message)])
}

/// A moment that is still to come.
pub(crate) fn future(
    pointer: &str,
    text: &Timestamp,
    now: Time,
    errors: &mut Vec<FieldError>,
) -> Option<Time> {
    let at = moment(pointer, text, errors)?;
    if at <= now {
        errors.push(field(pointer, "past", "Give a moment that is still to come."));
        return None;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_checked() {
        let named = |text: &str| {
            let mut errors = Vec::new();
            let name = name(text, &mut errors);
            if errors.is_empty() { Ok(name) } else { Err(errors) }
        };
        assert_eq!(named("  Intake ").unwrap(), "Intake");
        assert!(named(&"ä".repeat(120)).is_ok());
        for wrong in ["", "   ", "a\nb", &"a".repeat(121)] {
            assert_eq!(named(wrong).unwrap_err()[0].pointer, "/name", "{wrong:?}");
        }
    }

    #[test]
    fn only_a_moment_to_come_is_taken() {
        let read = |text: &str| future("/at", &Timestamp(text.to_owned()), Time(0), &mut Vec::new());
        assert_eq!(read("1970-01-01T00:00:01Z"), Some(Time(1_000_000)));
        assert_eq!(read("1970-01-01T02:00:01+01:00"), Some(Time(3_601_000_000)));
        for wrong in ["1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2027-01-31", "tomorrow", ""] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
