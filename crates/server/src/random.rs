//! The source of randomness, as a parameter: secrets and ids come from here, so that tests can foresee them.

use std::fmt;
use std::sync::Mutex;

use uuid::{Builder, Uuid};

use crate::clock::Time;

/// The operating system gave no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct RandomError;

/// A source of bytes that nobody can foresee.
pub trait Random: Send + Sync {
    /// Fills the slice.
    ///
    /// # Errors
    /// When the source has failed; nothing secret may be made then.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError>;
}

impl dyn Random + '_ {
    /// A version 7 UUID (RFC 9562 section 5.7): ids that sort by age, never secrets.
    ///
    /// # Errors
    /// When the source has failed.
    pub fn uuid(&self, now: Time) -> Result<Uuid, RandomError> {
        let mut bytes = [0_u8; 10];
        self.fill(&mut bytes)?;
        Ok(Builder::from_unix_timestamp_millis(now.millis(), &bytes).into_uuid())
    }

    /// A version 4 UUID (RFC 9562 section 5.4): random enough that nobody answers it by guessing.
    ///
    /// # Errors
    /// When the source has failed.
    pub fn challenge(&self) -> Result<Uuid, RandomError> {
        let mut bytes = [0_u8; 16];
        self.fill(&mut bytes)?;
        Ok(Builder::from_random_bytes(bytes).into_uuid())
    }

    /// Letters and digits, each worth 5.95 bits.
    ///
    /// # Errors
    /// When the source has failed.
    pub fn base62(&self, length: usize) -> Result<String, RandomError> {
        let mut text = String::with_capacity(length);
        while text.len() < length {
            let mut bytes = [0_u8; 64];
            self.fill(&mut bytes)?;
            // 248 is the largest multiple of 62 in a byte; larger values would favour the first letters.
            let fair = bytes.iter().filter(|byte| **byte < 248);
            text.extend(fair.take(length - text.len()).map(|byte| base62_digit(u32::from(*byte))));
        }
        Ok(text)
    }
}

/// The base 62 digit of `value` modulo 62.
pub(crate) fn base62_digit(value: u32) -> char {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    char::from(DIGITS[(value % 62) as usize])
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
        getrandom::fill(bytes).map_err(|_| RandomError)
    }
}

/// The same bytes in every run, from a seed: for tests only, good for no secret.
pub struct SeededRandom(Mutex<u64>);

impl SeededRandom {
    /// A generator that starts from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

impl fmt::Debug for SeededRandom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SeededRandom")
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
        let mut state = self.0.lock().map_err(|_| RandomError)?;
        for chunk in bytes.chunks_mut(8) {
            // SplitMix64: small, and different for every step of the counter.
            *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_has_the_length_asked_for_and_only_letters_and_digits() {
        let random: &dyn Random = &SeededRandom::new(1);
        for length in [0, 1, 43, 200] {
            let text = random.base62(length).unwrap();
            assert_eq!(text.len(), length);
            assert!(text.chars().all(|c| c.is_ascii_alphanumeric()));
        }
    }

    #[test]
    fn ids_sort_by_age() {
        let random: &dyn Random = &SeededRandom::new(2);
        let earlier = random.uuid(Time(1_000_000_000)).unwrap();
        let later = random.uuid(Time(2_000_000_000)).unwrap();
        assert!(earlier < later);
        assert_eq!(earlier.get_version_num(), 7);
    }

    #[test]
    fn the_operating_system_does_not_repeat_itself() {
        let random: &dyn Random = &OsRandom;
        assert_ne!(random.base62(43).unwrap(), random.base62(43).unwrap());
    }
}
