//! The headers of an auth credential: which names and values there may be, and how they are kept.

use causeway_model::{AuthHeaderSetting, FieldError, MOST_HEADERS};

use super::checks::{LONGEST, Settings};
use crate::problem::field;

/// Where the value of the one header was sealed that a credential could have before it could have several.
const FIRST: &str = "headerValue";

/// What a client must not set: it belongs to the message or to one connection (RFC 9110 sections 7.2, 7.6.1 and 8.6).
const RESERVED: &[&str] = &[
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Names of headers in the order they are sent, and their values by the names in lower case.
#[derive(Default)]
pub(super) struct Headers {
    pub(super) names: Vec<String>,
    pub(super) values: Settings,
}

impl Headers {
    /// What was stored.
    pub(super) fn stored(names: Vec<String>, mut values: Settings) -> Self {
        if let Some(value) = values.remove(FIRST)
            && let Some(first) = names.first()
        {
            values.insert(first.to_ascii_lowercase(), value);
        }
        Self { names, values }
    }

    /// Each name with its value.
    pub(super) fn pairs(mut self) -> Vec<(String, String)> {
        let value = |name: String| {
            let value = self.values.remove(&name.to_ascii_lowercase())?;
            Some((name, value))
        };
        self.names.into_iter().filter_map(value).collect()
    }
}

/// Names the headers that are too many, unfit, there twice, or without a value that is not among `before` either.
pub(super) fn checked(
    headers: Vec<AuthHeaderSetting>,
    before: &Settings,
    errors: &mut Vec<FieldError>,
) -> Headers {
    let mut taken = Headers::default();
    if headers.is_empty() {
        errors.push(field("/headers", "required", "Give at least one header."));
    } else if headers.len() > MOST_HEADERS {
        errors.push(field("/headers", "length", format!("Give at most {MOST_HEADERS} headers.")));
    }
    for (place, AuthHeaderSetting { name, value }) in headers.into_iter().take(MOST_HEADERS).enumerate() {
        let (name, value) = (name.trim().to_owned(), value.map(|value| value.trim().to_owned()));
        let key = name.to_ascii_lowercase();
        let wrong = |what: &str| format!("/headers/{place}/{what}");
        if !is_name(&name) {
            errors.push(field(wrong("name"), "header", "Give a header's name, as in X-Api-Key."));
        } else if RESERVED.contains(&&*key) {
            let message = "This header belongs to the connection, not to a credential.";
            errors.push(field(wrong("name"), "reserved", message));
        } else if taken.values.contains_key(&key) {
            errors.push(field(wrong("name"), "duplicate", "This header is there already."));
            continue;
        }
        let is_text = |byte: u8| byte == b'\t' || (b' '..=b'~').contains(&byte);
        let value = match value {
            Some(value) if value.is_empty() => {
                errors.push(field(wrong("value"), "required", "Give its value."));
                value
            }
            Some(value) if value.len() > LONGEST => {
                errors.push(field(wrong("value"), "length", "Give at most 8,192 characters."));
                value
            }
            Some(value) if !value.bytes().all(is_text) => {
                errors.push(field(wrong("value"), "characters", "Give ASCII characters on one line."));
                value
            }
            Some(value) => value,
            None => before.get(&key).cloned().unwrap_or_else(|| {
                errors.push(field(
                    wrong("value"),
                    "required",
                    "Give its value: none is stored under this name.",
                ));
                String::new()
            }),
        };
        taken.names.push(name);
        taken.values.insert(key, value);
    }
    taken
}

/// Headers were given for another strategy.
pub(super) fn not_for_strategy() -> FieldError {
    field("/headers", "notForStrategy", "Leave it out, or choose the strategy `headers`.")
}

/// A token as RFC 9110 section 5.6.2 has it.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 256
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(name: &str, value: Option<&str>) -> AuthHeaderSetting {
        AuthHeaderSetting { name: name.to_owned(), value: value.map(str::to_owned) }
    }

    fn faults(headers: Vec<AuthHeaderSetting>) -> Vec<(String, String)> {
        let before = Settings::from([("x-kept".to_owned(), "old".to_owned())]);
        let mut errors = Vec::new();
        checked(headers, &before, &mut errors);
        errors.into_iter().map(|error| (error.pointer, error.code)).collect()
    }

    #[test]
    fn names_are_tokens_that_belong_to_nobody_else() {
        let fault = |name: &str| faults(vec![header(name, Some("v"))]).pop().map(|(_, code)| code);
        for good in ["X-Api-Key", " Authorization ", "x", "!#$%&'*+-.^_`|~09"] {
            assert_eq!(fault(good), None, "{good}");
        }
        for bad in ["", "X Api", "X:", "Ä", "X\r\nY", "a/b", "\"a\"", "{a}", &"x".repeat(257)] {
            assert_eq!(fault(bad).as_deref(), Some("header"), "{bad}");
        }
        for reserved in
            ["Host", "content-LENGTH", "Transfer-Encoding", "TE", "Upgrade", "Proxy-Authorization"]
        {
            assert_eq!(fault(reserved).as_deref(), Some("reserved"), "{reserved}");
        }
    }

    #[test]
    fn faults_are_told_row_by_row() {
        let named = |all: &[(&str, &str)]| -> Vec<(String, String)> {
            all.iter().map(|(at, code)| ((*at).to_owned(), (*code).to_owned())).collect()
        };
        assert_eq!(faults(Vec::new()), named(&[("/headers", "required")]));
        let many = (0..11).map(|n| header(&format!("x-{n}"), Some("v"))).collect();
        assert_eq!(faults(many), named(&[("/headers", "length")]));
        let rows = vec![
            header("X-Kept", None),
            header("x-KEPT", Some("v")),
            header("X-New", None),
            header("X-Empty", Some(" ")),
            header("X-Lines", Some("a\nb")),
            header("X-Long", Some(&"v".repeat(LONGEST + 1))),
        ];
        let expected = [
            ("/headers/1/name", "duplicate"),
            ("/headers/2/value", "required"),
            ("/headers/3/value", "required"),
            ("/headers/4/value", "characters"),
            ("/headers/5/value", "length"),
        ];
        assert_eq!(faults(rows), named(&expected));
    }

    #[test]
    fn the_one_header_of_before_is_found_under_its_name() {
        let old = Settings::from([(FIRST.to_owned(), "v".to_owned())]);
        let stored = Headers::stored(vec!["X-Api-Key".to_owned()], old);
        assert_eq!(stored.pairs(), [("X-Api-Key".to_owned(), "v".to_owned())]);
        // A header may have that very name; its key is in lower case.
        let mut errors = Vec::new();
        let new = checked(vec![header("headerValue", Some("w"))], &Settings::new(), &mut errors);
        let stored = Headers::stored(new.names, new.values);
        assert_eq!(stored.pairs(), [("headerValue".to_owned(), "w".to_owned())]);
    }
}
