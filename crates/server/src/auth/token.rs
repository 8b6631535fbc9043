//! Bearer tokens: `cwy_<kind>_<id>_<secret><checksum>`.
//!
//! The id (12 characters) finds the token and is no secret; the secret (43 characters, 256 bits) is stored as a hash;
//! the checksum (CRC-32 of all before it, 6 characters) tells a typo or a cut-off copy from a wrong token without
//! asking the database. Letters and digits only, so a double click selects it. The prefixes must never change: scanners
//! for leaked secrets look for them.

use axum::http::HeaderValue;
use causeway_model::EnvironmentFlag;

use crate::random::{Random, RandomError, base62_digit};

use super::secret::Secret;

const ID: usize = 12;
const SECRET: usize = 43;
const CHECKSUM: usize = 6;

/// What a token is, as its prefix says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Made on the command line: opens everything of its organization.
    Personal,
    /// Secret of an API key. Whoever finds one can see what it opens.
    Development,
    /// Secret of an API key.
    Staging,
    /// Secret of an API key.
    Production,
    /// Given out by `POST /oauth/token`, for some minutes.
    Access,
    /// For one picture in pages of others, for some minutes; opens nothing of the API.
    Embed,
}

impl TokenKind {
    const ALL: [Self; 6] =
        [Self::Personal, Self::Development, Self::Staging, Self::Production, Self::Access, Self::Embed];

    /// The kind of an API key's secret.
    pub(crate) fn of_environment(flag: &EnvironmentFlag) -> Self {
        match flag {
            EnvironmentFlag::Production => Self::Production,
            EnvironmentFlag::Staging => Self::Staging,
            _ => Self::Development,
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Personal => "cwy_pat_",
            Self::Development => "cwy_dev_",
            Self::Staging => "cwy_stg_",
            Self::Production => "cwy_prod_",
            Self::Access => "cwy_at_",
            Self::Embed => "cwy_emb_",
        }
    }
}

/// A well-formed bearer token, not yet a valid one.
#[derive(Debug, Clone)]
pub(crate) struct BearerToken {
    pub(crate) kind: TokenKind,
    pub(crate) id: String,
    pub(crate) secret: Secret,
}

impl BearerToken {
    pub(crate) fn generate(kind: TokenKind, random: &dyn Random) -> Result<Self, RandomError> {
        Ok(Self { kind, id: random.base62(ID)?, secret: Secret::new(random.base62(SECRET)?) })
    }

    /// The token as its owner keeps it.
    pub(crate) fn text(&self) -> Secret {
        let body = format!("{}_{}", self.shown(), self.secret.reveal());
        Secret::new(format!("{body}{}", checksum(&body)))
    }

    /// The part that is no secret, as screens show it.
    pub(crate) fn shown(&self) -> String {
        format!("{}{}", self.kind.prefix(), self.id)
    }

    /// What an `Authorization` header carries; `None` when that is anything else.
    pub(crate) fn of_header(value: &HeaderValue) -> Option<Self> {
        let (scheme, text) = value.to_str().ok()?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| Self::parse(text.trim())).flatten()
    }

    /// `None` when it is not of the form, or the checksum is wrong.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (kind, rest) =
            TokenKind::ALL.into_iter().find_map(|kind| Some((kind, text.strip_prefix(kind.prefix())?)))?;
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
        Some(Self { kind, id: rest[..ID].to_owned(), secret: Secret::new(secret) })
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
        let token = BearerToken::generate(TokenKind::Personal, &SeededRandom::new(seed)).unwrap();
        token.text().reveal().to_owned()
    }

    #[test]
    fn every_kind_is_read_back_as_itself() {
        for kind in TokenKind::ALL {
            let token = BearerToken::generate(kind, &SeededRandom::new(3)).unwrap();
            let text = token.text().reveal().to_owned();
            assert!(text.starts_with(&token.shown()));
            assert!(!token.shown().contains(token.secret.reveal()));
            assert_eq!(BearerToken::parse(&text).unwrap().kind, kind);
        }
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
        fn no_text_makes_it_panic(text in "(cwy_(pat|dev|stg|prod|at|emb)_)?.{0,80}") {
            let _ = BearerToken::parse(&text);
        }
    }
}
