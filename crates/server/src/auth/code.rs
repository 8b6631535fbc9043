//! Sign-in codes: what a printed link carries behind its `#`, where neither a server's log nor a referrer sees it.

use super::secret::{Secret, hash};
use crate::clock::Time;
use crate::config::SIGN_IN_CODE_LIFE;
use crate::random::{Random, RandomError};
use crate::store::NewSignInCode;

/// Letters and digits of a code: 154 bits.
const LENGTH: usize = 26;

/// A new code, and what is stored of it.
pub(crate) fn new_code(now: Time, random: &dyn Random) -> Result<(Secret, NewSignInCode), RandomError> {
    let code = random.base62(LENGTH)?;
    let stored =
        NewSignInCode { code_hash: hash(&code), created_at: now, expires_at: now.after(SIGN_IN_CODE_LIFE) };
    Ok((Secret::new(code), stored))
}

/// The link that carries a code.
pub(crate) fn link(base_url: &str, code: &Secret) -> Secret {
    Secret::new(format!("{base_url}/sign-in#{}", code.reveal()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn only_the_hash_of_a_code_is_stored() {
        let (code, stored) = new_code(Time(0), &SeededRandom::new(1)).unwrap();
        assert_eq!(code.reveal().len(), LENGTH);
        assert_eq!(stored.code_hash, hash(code.reveal()));
        assert!(!format!("{stored:?}{code:?}").contains(code.reveal()));
        assert!(link("http://localhost:1", &code).reveal().starts_with("http://localhost:1/sign-in#"));
    }
}
