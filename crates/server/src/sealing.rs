//! Secrets that must be sent again cannot be hashed: they are encrypted, with a key that is not in the database.
//!
//! AES-256-GCM; the nonce is random and stands before the ciphertext; what the secret belongs to is authenticated
//! along with it, so that a ciphertext moved to another row opens no more.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use data_encoding::BASE64;

use crate::auth::Secret;
use crate::random::{Random, RandomError};

const KEY_LEN: usize = 32;

/// Name of the key's file in the data directory.
const KEY_FILE: &str = "secret.key";

/// Why something could not be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SealError {
    /// No random bytes for a nonce.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// It was sealed with another key or for another object, or it is damaged.
    #[error("a stored secret cannot be decrypted; was {KEY_FILE} replaced?")]
    Unreadable,
}

/// Seals and opens secrets.
pub(crate) struct Sealer {
    key: LessSafeKey,
    /// For fingerprints; derived, so that no key is used for two purposes.
    mark: hmac::Key,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer")
    }
}

impl Sealer {
    fn new(key: &[u8]) -> io::Result<Self> {
        let wrong =
            |_| io::Error::new(io::ErrorKind::InvalidData, format!("{KEY_FILE} does not hold 32 bytes"));
        let mark = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), b"causeway fingerprints");
        let mark = hmac::Key::new(hmac::HMAC_SHA256, mark.as_ref());
        let key = UnboundKey::new(&AES_256_GCM, key).map_err(wrong)?;
        Ok(Self { key: LessSafeKey::new(key), mark })
    }

    /// With the key of a data directory; the first call makes one, readable by its owner alone. `is_needed` when secrets
    /// are stored already: then only their own key will do.
    ///
    /// # Errors
    /// When the file cannot be read or made, or is missing although it is needed.
    pub(crate) fn open(data: &Path, is_needed: bool, random: &dyn Random) -> io::Result<Self> {
        let path = data.join(KEY_FILE);
        match fs::read(&path) {
            Ok(key) => return Self::new(&key),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        if is_needed {
            let reason =
                format!("{KEY_FILE} is missing, and stored secrets are encrypted with it; put it back");
            return Err(io::Error::new(io::ErrorKind::NotFound, reason));
        }
        let mut key = [0_u8; KEY_LEN];
        random.fill(&mut key).map_err(io::Error::other)?;
        // Whole or not at all, and on disk before anything is sealed with it.
        let unfinished = data.join(format!("{KEY_FILE}.new"));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&unfinished)?;
        file.write_all(&key)?;
        file.sync_all()?;
        fs::rename(&unfinished, &path)?;
        #[cfg(unix)]
        fs::File::open(data)?.sync_all()?;
        Self::new(&key)
    }

    /// Text for the database. `what` names the secret and what it belongs to.
    pub(crate) fn seal(&self, what: &str, secret: &Secret, random: &dyn Random) -> Result<String, SealError> {
        let mut nonce = [0_u8; NONCE_LEN];
        random.fill(&mut nonce)?;
        let mut text = secret.reveal().as_bytes().to_vec();
        let sealed = Nonce::assume_unique_for_key(nonce);
        self.key
            .seal_in_place_append_tag(sealed, Aad::from(what), &mut text)
            .map_err(|_| SealError::Unreadable)?;
        Ok(BASE64.encode(&[&nonce[..], &text].concat()))
    }

    /// Tells whether two texts are the same without keeping either. Keyed, because a text may hold a secret that is
    /// weak enough to be guessed from a plain hash.
    pub(crate) fn fingerprint(&self, text: &[u8]) -> String {
        data_encoding::HEXLOWER.encode(hmac::sign(&self.mark, text).as_ref())
    }

    /// The secret again.
    pub(crate) fn unseal(&self, what: &str, sealed: &str) -> Result<Secret, SealError> {
        let bytes = BASE64.decode(sealed.as_bytes()).map_err(|_| SealError::Unreadable)?;
        let (nonce, text) = bytes.split_at_checked(NONCE_LEN).ok_or(SealError::Unreadable)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Unreadable)?;
        let mut text = text.to_vec();
        let text =
            self.key.open_in_place(nonce, Aad::from(what), &mut text).map_err(|_| SealError::Unreadable)?;
        String::from_utf8(text.to_vec()).map(Secret::new).map_err(|_| SealError::Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::OsRandom;

    #[test]
    fn a_sealed_secret_is_opened_by_the_same_key_for_the_same_object_only() {
        let dir = tempfile::tempdir().unwrap();
        let sealer = Sealer::open(dir.path(), false, &OsRandom).unwrap();
        let secret = Secret::new("verification-token-1");
        let sealed = sealer.seal("endpoint/1", &secret, &OsRandom).unwrap();
        assert!(!sealed.contains("verification"));
        assert_ne!(sealed, sealer.seal("endpoint/1", &secret, &OsRandom).unwrap());
        let again = Sealer::open(dir.path(), true, &OsRandom).unwrap();
        assert_eq!(again.unseal("endpoint/1", &sealed).unwrap().reveal(), secret.reveal());
        assert_eq!(again.unseal("endpoint/2", &sealed).unwrap_err(), SealError::Unreadable);
        let other = tempfile::tempdir().unwrap();
        let other = Sealer::open(other.path(), false, &OsRandom).unwrap();
        assert_eq!(other.unseal("endpoint/1", &sealed).unwrap_err(), SealError::Unreadable);
        assert_eq!(sealer.fingerprint(b"a"), again.fingerprint(b"a"));
        assert_ne!(sealer.fingerprint(b"a"), sealer.fingerprint(b"b"));
        assert_ne!(sealer.fingerprint(b"a"), other.fingerprint(b"a"));
        for damaged in ["", "AAAA", "no base64", &sealed[..sealed.len() - 4]] {
            assert!(again.unseal("endpoint/1", damaged).is_err(), "{damaged}");
        }
    }

    #[test]
    fn a_missing_key_is_not_replaced_while_secrets_need_it() {
        let dir = tempfile::tempdir().unwrap();
        let refused = Sealer::open(dir.path(), true, &OsRandom).unwrap_err();
        assert!(refused.to_string().contains("secret.key is missing"));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn the_key_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        Sealer::open(dir.path(), false, &OsRandom).unwrap();
        let mode = fs::metadata(dir.path().join(KEY_FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
