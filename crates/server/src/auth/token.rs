//! Bearer tokens of scripts: `cwy_pat_<id>_<secret><checksum>`.
//!
//! The id (12 characters) finds the token and is no secret; the secret (43 characters, 256 bits) is stored as a hash;
//! the checksum (CRC-32 of all before it, 6 characters) tells a typo or a cut-off copy from a wrong token without
//! asking the database. Letters and digits only, so a double click selects it. The prefix must never change: scanners
//! for leaked secrets look for it.

use crate::random::{Random, RandomError, base62_digit};

use super::secret::Secret;

const PREFIX: &str = "cwy_pat_";
const ID: usize = 12;
const SECRET: usize = 43;
const CHECKSUM: usize = 6;

/// A well-formed bearer token, not yet a valid one.
#[derive(Debug, Clone)]
pub(crate) struct BearerToken {
    pub(crate) id: String,
    pub(crate) secret: Secret,
}

impl BearerToken {
    pub(crate) fn generate(random: &dyn Random) -> Result<Self, RandomError> {
        Ok(Self { id: random.base62(ID)?, secret: Secret::new(random.base62(SECRET)?) })
    }

    /// The token as its owner keeps it.
    pub(crate) fn text(&self) -> Secret {
        let body = format!("{PREFIX}{}_{}", self.id, self.secret.reveal());
        Secret::new(format!("{body}{}", checksum(&body)))
    }

    /// `None` when it is not of the form, or the checksum is wrong.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(PREFIX)?;
        let well_formed = rest.len() == ID + 1 + SECRET + CHECKSUM
            && rest
                .bytes()
                .enumerate()
                .all(|(place, byte)| if place == ID { byte == b'_' } else { byte.is_ascii_alphanumeric() });
        if !well_formed {
            return None;
        }
        let (body, sum) = text.split_at(text.len() - CHECKSUM);
        if checksum(body) != sum {
            return None;
        }
        let secret = &rest[ID + 1..ID + 1 + SECRET];
        Some(Self { id: rest[..ID].to_owned(), secret: Secret::new(secret) })
    }
}

fn checksum(body: &str) -> String {
    let mut value = crc32fast::hash(body.as_bytes());
    let mut digits = [b'0'; CHECKSUM].map(char::from);
    for digit in digits.iter_mut().rev() {
        *digit = base62_digit(value);
        value /= 62;
    }
    digits.iter().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::random::SeededRandom;

    fn text(seed: u64) -> String {
        BearerToken::generate(&SeededRandom::new(seed)).unwrap().text().reveal().to_owned()
    }

    #[test]
    fn a_token_has_the_published_form_and_is_read_back() {
        let text = text(1);
        assert_eq!(text.len(), 70);
        assert!(text.starts_with("cwy_pat_"));
        let token = BearerToken::parse(&text).unwrap();
        assert_eq!(token.text().reveal(), text);
        assert!(!format!("{token:?}").contains(token.secret.reveal()));
    }

    #[test]
    fn every_single_typo_is_noticed() {
        let text = text(2);
        for place in 0..text.len() {
            let mut typo = text.clone().into_bytes();
            typo[place] = if typo[place] == b'x' { b'y' } else { b'x' };
            assert!(BearerToken::parse(std::str::from_utf8(&typo).unwrap()).is_none(), "at {place}");
        }
        assert!(BearerToken::parse(&text[..text.len() - 1]).is_none());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(cwy_pat_)?.{0,80}") {
            let _ = BearerToken::parse(&text);
        }
    }
}
