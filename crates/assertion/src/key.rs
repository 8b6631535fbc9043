//! One public key: what it is called, what it is made of, and whether a signature is its own.
//!
//! The two kinds of SMART App Launch 2.2 ("Client Authentication: Asymmetric"): RSA for RS384, P-384 for ES384. How a
//! key is written as JSON is known to `jwk.rs`.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::DecodingKey;
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;

/// A signature algorithm that an assertion may use (RFC 7518 section 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    Rs384,
    /// ECDSA on curve P-384 with SHA-384.
    Es384,
}

impl Algorithm {
    /// The name in a header's or a key's `alg`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rs384 => "RS384",
            Self::Es384 => "ES384",
        }
    }

    /// Names are case-sensitive (RFC 7515 section 4.1.1).
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Rs384, Self::Es384].into_iter().find(|algorithm| algorithm.as_str() == name)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// One public key of a [`KeySet`](crate::KeySet).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub(crate) kid: String,
    pub(crate) material: Material,
}

/// The numbers of a key, big-endian.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Material {
    /// Modulus and exponent, without leading zero bytes.
    Rsa { n: Vec<u8>, e: Vec<u8> },
    /// Coordinates of a point that is on the curve, 48 bytes each.
    P384 { x: Vec<u8>, y: Vec<u8> },
}

impl Key {
    /// The name of the key in its set, 1 to 256 characters; an assertion names its key with it.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The one algorithm that this key is used with.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        match self.material {
            Material::Rsa { .. } => Algorithm::Rs384,
            Material::P384 { .. } => Algorithm::Es384,
        }
    }

    /// The kind of the key for people: `RSA 3072`, with the bits of the modulus, or `EC P-384`.
    #[must_use]
    pub fn kind(&self) -> String {
        match &self.material {
            Material::Rsa { n, .. } => format!("RSA {}", bits(n)),
            Material::P384 { .. } => "EC P-384".to_owned(),
        }
    }

    /// The SHA-256 thumbprint, base64url (RFC 7638): the same for the same key whatever it is called, so that people
    /// can compare a registered key with the one they hold.
    #[must_use]
    pub fn thumbprint(&self) -> String {
        // The required members only, in alphabetical order, without spaces (RFC 7638 section 3).
        let text = match &self.material {
            Material::Rsa { n, e } => {
                format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, base64url(e), base64url(n))
            }
            Material::P384 { x, y } => {
                format!(r#"{{"crv":"P-384","kty":"EC","x":"{}","y":"{}"}}"#, base64url(x), base64url(y))
            }
        };
        base64url(digest(&SHA256, text.as_bytes()).as_ref())
    }

    /// The key as a JSON Web Key, in one spelling.
    pub(crate) fn to_json(&self) -> String {
        let (kty, numbers) = match &self.material {
            Material::Rsa { n, e } => ("RSA", format!(r#""n":"{}","e":"{}""#, base64url(n), base64url(e))),
            Material::P384 { x, y } => {
                ("EC", format!(r#""crv":"P-384","x":"{}","y":"{}""#, base64url(x), base64url(y)))
            }
        };
        // Only the name can hold characters that JSON writes differently.
        let kid = serde_json::Value::from(self.kid.as_str());
        format!(r#"{{"kty":"{kty}","kid":{kid},"use":"sig","alg":"{}",{numbers}}}"#, self.algorithm())
    }

    /// Whether `signature` is one of `message` by the private half of this key. ECDSA signatures are the two numbers
    /// after one another, 48 bytes each (RFC 7518 section 3.4).
    pub(crate) fn verifies(&self, message: &str, signature: &Vec<u8>) -> bool {
        let (algorithm, key) = match &self.material {
            Material::Rsa { n, e } => {
                (jsonwebtoken::Algorithm::RS384, DecodingKey::from_rsa_raw_components(n, e))
            }
            Material::P384 { x, y } => {
                (jsonwebtoken::Algorithm::ES384, DecodingKey::from_ec_der(&point(x, y)))
            }
        };
        // The provider by name: the process-wide choice is anybody's to make, and panics when nobody did.
        (DEFAULT_PROVIDER.verifier_factory)(&algorithm, &key)
            .is_ok_and(|verifier| verifier.verify(message.as_bytes(), signature).is_ok())
    }
}

/// How many bits a number has that is written without leading zero bytes.
pub(crate) fn bits(number: &[u8]) -> usize {
    let unused = number.first().map_or(0, |byte| byte.leading_zeros() as usize);
    number.len() * 8 - unused
}

/// An uncompressed point (SEC 1 section 2.3.3).
pub(crate) fn point(x: &[u8], y: &[u8]) -> Vec<u8> {
    [&[4], x, y].concat()
}

fn base64url(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}
