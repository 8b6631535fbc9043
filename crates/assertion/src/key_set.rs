//! The public keys of a client: read from what a person pasted, written for storage.

use std::collections::BTreeSet;
use std::fmt;

use crate::json::{Json, Unreadable};
use crate::jwk::{self, PRIVATE_KEY};
use crate::key::Key;

/// The longest text that [`KeySet::parse`] reads, in bytes.
pub const MAX_KEY_SET_BYTES: usize = 64 * 1024;

/// The most keys in a set. Two are enough to change keys without a gap; some clients have one per machine.
pub const MAX_KEYS: usize = 20;

const SAME_KID: &str = "Another key of the set has the same kid: give each key its own.";

/// A JSON Web Key Set (RFC 7517 section 5) of 1 to [`MAX_KEYS`] public keys, each of a kind that SMART App Launch 2.2
/// asks for and each with a name of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySet {
    keys: Vec<Key>,
}

/// One fault of a pasted text. Only names of members are repeated in it, because the text may be private by mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySetError {
    /// JSON Pointer (RFC 6901) to the member at fault, such as `/keys/0/n`; empty for the whole text.
    pub pointer: String,
    /// Short reason for programs; stable, in camel case: `tooLarge`, `notJson`, `duplicate`, `required`, `invalid`,
    /// `noKeys`, `tooManyKeys`, `duplicateKid`, `privateKey`, `sharedSecret`, `unsupportedType`, `unsupportedCurve`,
    /// `unsupportedAlgorithm`, `keySize`, `leadingZero`, `notBase64Url` or `notOnCurve`.
    pub code: &'static str,
    /// The reason and the fix, for people.
    pub message: String,
}

impl fmt::Display for KeySetError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_empty() {
            formatter.write_str(&self.message)
        } else {
            write!(formatter, "{}: {}", self.pointer, self.message)
        }
    }
}

impl std::error::Error for KeySetError {}

impl KeySet {
    /// Reads `{"keys":[…]}`, or a single JSON Web Key, which is what many tools print, as a set of one.
    ///
    /// Accepted are RSA keys of 2048 to 8192 bits and EC keys on P-384 (SMART App Launch 2.2, "Client Authentication:
    /// Asymmetric"; RFC 7518 section 6) that have a `kid` and do not say that they are for something else (`use`,
    /// `key_ops`, `alg`). Members that are not known are ignored, as RFC 7517 demands.
    ///
    /// # Errors
    ///
    /// Every fault that was found, key by key; never none. A refused text must be neither stored nor logged: with
    /// `privateKey` or `sharedSecret` there is a secret in it, and with another code there may be.
    pub fn parse(text: &str) -> Result<Self, Vec<KeySetError>> {
        let document = document(text).map_err(|error| vec![error])?;
        let found = found(&document).map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        let mut keys: Vec<Key> = Vec::new();
        let mut names = BTreeSet::new();
        for (at, jwk) in found {
            let Some(key) = jwk::read(jwk, &at, &mut errors) else { continue };
            if names.insert(key.kid().to_owned()) {
                keys.push(key);
            } else {
                errors.push(KeySetError::new(format!("{at}/kid"), "duplicateKid", SAME_KID));
            }
        }
        if errors.is_empty() { Ok(Self { keys }) } else { Err(errors) }
    }

    /// Reads the set that a client publishes at an address of its own, as [`KeySet::parse`] does; but keys that are not
    /// for signing here, such as those for encryption or of another curve, are passed over (RFC 7517 section 5). Such a
    /// set is often made for several servers, and nobody is there to correct it.
    ///
    /// # Errors
    ///
    /// What is wrong when no key is left, when two keys have one name, or when there is a secret in the set: then it is
    /// known to everybody.
    pub fn published(text: &str) -> Result<Self, Vec<KeySetError>> {
        let document = document(text).map_err(|error| vec![error])?;
        let found = found(&document).map_err(|error| vec![error])?;
        let mut faults = Vec::new();
        let mut keys: Vec<Key> = Vec::new();
        for (at, jwk) in found {
            let Some(key) = jwk::read(jwk, &at, &mut faults) else { continue };
            if keys.iter().any(|other| other.kid() == key.kid()) {
                return Err(vec![KeySetError::new(format!("{at}/kid"), "duplicateKid", SAME_KID)]);
            }
            keys.push(key);
        }
        let exposed = faults.iter().any(|fault| matches!(fault.code, "privateKey" | "sharedSecret"));
        if keys.is_empty() || exposed { Err(faults) } else { Ok(Self { keys }) }
    }

    /// The keys in the order of the text, at least one.
    #[must_use]
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The set in one spelling, for storage: `kty`, `kid`, `use`, `alg` and the numbers of each key, and nothing else
    /// that may have been in the pasted text. [`KeySet::parse`] reads it back as the same set.
    #[must_use]
    pub fn to_json(&self) -> String {
        let keys: Vec<String> = self.keys.iter().map(Key::to_json).collect();
        format!(r#"{{"keys":[{}]}}"#, keys.join(","))
    }

    /// The key of this name, compared exactly.
    pub(crate) fn key(&self, kid: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.kid() == kid)
    }
}

impl KeySetError {
    pub(crate) fn new(pointer: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code, message: message.into() }
    }
}

fn document(text: &str) -> Result<Json, KeySetError> {
    if text.len() > MAX_KEY_SET_BYTES {
        return Err(KeySetError::new(
            "",
            "tooLarge",
            "The text is longer than 64 KiB: paste the key set alone.",
        ));
    }
    Json::parse(text.as_bytes()).map_err(|unreadable| match unreadable {
        Unreadable::Duplicate(pointer) => KeySetError::new(pointer, "duplicate", "Give this member once."),
        // What people paste instead.
        Unreadable::NotJson if text.contains("PRIVATE KEY-----") => {
            KeySetError::new("", "privateKey", PRIVATE_KEY)
        }
        Unreadable::NotJson if text.contains("-----BEGIN ") => {
            KeySetError::new("", "notJson", "This is PEM: convert the public key to a JSON Web Key first.")
        }
        Unreadable::NotJson => {
            KeySetError::new("", "notJson", "This is not JSON: copy the whole key set, from { to }.")
        }
    })
}

/// The keys of a document with the JSON Pointers to them.
fn found(document: &Json) -> Result<Vec<(String, &Json)>, KeySetError> {
    let is_key = document.get("kty").is_some();
    match document.get("keys") {
        // Whatever it is meant to be, that there is a secret in it must be said.
        _ if jwk::is_private(document) => Ok(vec![(String::new(), document)]),
        None if is_key => Ok(vec![(String::new(), document)]),
        None => {
            let message = "This is not a key set: paste an object with a list named keys, or a single key.";
            Err(KeySetError::new("", "invalid", message))
        }
        Some(_) if is_key => {
            let message = "This is a key and a set at once: leave either kty or keys out.";
            Err(KeySetError::new("", "invalid", message))
        }
        Some(Json::List(keys)) if keys.is_empty() => {
            Err(KeySetError::new("/keys", "noKeys", "The set is empty: add at least one public key."))
        }
        Some(Json::List(keys)) if keys.len() > MAX_KEYS => {
            let message = format!("The set has {} keys: keep the {MAX_KEYS} newest at most.", keys.len());
            Err(KeySetError::new("/keys", "tooManyKeys", message))
        }
        Some(Json::List(keys)) => {
            Ok(keys.iter().enumerate().map(|(place, key)| (format!("/keys/{place}"), key)).collect())
        }
        Some(_) => Err(KeySetError::new("/keys", "invalid", "The member keys must be a list of keys.")),
    }
}
