//! Reading one JSON Web Key (RFC 7517 section 4, RFC 7518 section 6) that a person pasted, and saying all that is
//! wrong.

use aws_lc_rs::signature::{ECDSA_P384_SHA384_FIXED, ParsedPublicKey};
use data_encoding::BASE64URL_NOPAD;

use crate::json::{Json, child, is_id};
use crate::key::{Algorithm, Key, Material, bits, point};
use crate::key_set::KeySetError;

/// Members of private keys, for all types of RFC 7518 section 6.
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

pub(crate) const PRIVATE_KEY: &str =
    "This is a private key. Paste only the public half, and treat this key as exposed.";

/// Bytes of a coordinate on P-384 (RFC 7518 section 6.2.1.2).
const COORDINATE: usize = 48;

/// A fault, with a pointer that begins at the key.
type Read<T> = Result<T, KeySetError>;

/// Reads the key that the JSON Pointer `at` leads to; `None` when something was added to `errors`. Members that are
/// not known are ignored, as RFC 7517 section 4 demands.
pub(crate) fn read(jwk: &Json, at: &str, errors: &mut Vec<KeySetError>) -> Option<Key> {
    let before = errors.len();
    // When it is a secret or no key at all, what else is wrong does not matter.
    keep(is_public(jwk), at, errors)?;
    let kid = keep(kid(jwk), at, errors);
    keep(usage(jwk), at, errors);
    keep(operations(jwk), at, errors);
    let material = match kind(jwk) {
        Ok(algorithm) => {
            keep(named_algorithm(jwk, algorithm), at, errors);
            match algorithm {
                Algorithm::Rs384 => rsa(jwk, at, errors),
                Algorithm::Es384 => p384(jwk, at, errors),
            }
        }
        Err(error) => keep(Err(error), at, errors),
    };
    if errors.len() == before { Some(Key { kid: kid?, material: material? }) } else { None }
}

fn keep<T>(read: Read<T>, at: &str, errors: &mut Vec<KeySetError>) -> Option<T> {
    read.map_err(|mut error| {
        error.pointer.insert_str(0, at);
        errors.push(error);
    })
    .ok()
}

/// The fault of one member.
fn fault(member: &str, code: &'static str, message: impl Into<String>) -> KeySetError {
    KeySetError::new(child("", member), code, message)
}

fn is_public(jwk: &Json) -> Read<()> {
    if !matches!(jwk, Json::Object(_)) {
        let message = "A key must be a JSON object with kty, kid and the numbers of the key.";
        return Err(KeySetError::new("", "invalid", message));
    }
    if jwk.get("kty").and_then(Json::text) == Some("oct") {
        return Err(fault(
            "kty",
            "sharedSecret",
            "A shared secret does not belong in a key set. Paste the public half of an RSA or P-384 key, and treat this \
             secret as exposed.",
        ));
    }
    match private_member(jwk) {
        Some(name) => Err(fault(name, "privateKey", PRIVATE_KEY)),
        None => Ok(()),
    }
}

/// Whether it has a member that only private keys have.
pub(crate) fn is_private(jwk: &Json) -> bool {
    private_member(jwk).is_some()
}

fn private_member(jwk: &Json) -> Option<&'static str> {
    PRIVATE.into_iter().find(|name| jwk.get(name).is_some())
}

fn kid(jwk: &Json) -> Read<String> {
    match required(jwk, "kid")? {
        kid if is_id(kid) => Ok(kid.to_owned()),
        _ => Err(fault("kid", "invalid", "A kid must have 1 to 256 characters and no control characters.")),
    }
}

/// RFC 7517 section 4.2.
fn usage(jwk: &Json) -> Read<()> {
    match jwk.get("use").map(Json::text) {
        None | Some(Some("sig")) => Ok(()),
        Some(_) => {
            Err(fault("use", "invalid", "The key must be for signatures: set use to sig or leave it out."))
        }
    }
}

/// RFC 7517 section 4.3.
fn operations(jwk: &Json) -> Read<()> {
    match jwk.get("key_ops") {
        None => Ok(()),
        Some(Json::List(items)) if items.iter().any(|item| item.text() == Some("verify")) => Ok(()),
        Some(_) => Err(fault(
            "key_ops",
            "invalid",
            "The key must be for verifying: let key_ops be a list with verify or leave it out.",
        )),
    }
}

/// Which of the two kinds of SMART it is, by type and curve.
fn kind(jwk: &Json) -> Read<Algorithm> {
    match required(jwk, "kty")? {
        "RSA" => Ok(Algorithm::Rs384),
        "EC" => match required(jwk, "crv")? {
            "P-384" => Ok(Algorithm::Es384),
            _ => Err(fault("crv", "unsupportedCurve", "SMART asks for ES384: use curve P-384.")),
        },
        "OKP" => Err(fault(
            "kty",
            "unsupportedType",
            "SMART asks for RS384 or ES384, so Ed25519 and its relatives cannot be used: use an RSA or P-384 key.",
        )),
        _ => Err(fault(
            "kty",
            "unsupportedType",
            "SMART asks for RS384 or ES384: use kty RSA, or EC with curve P-384.",
        )),
    }
}

/// RFC 7517 section 4.4.
fn named_algorithm(jwk: &Json, algorithm: Algorithm) -> Read<()> {
    match jwk.get("alg") {
        Some(alg) if alg.text() != Some(algorithm.as_str()) => {
            let message = format!(
                "SMART asks for {algorithm} with such a key: set alg to {algorithm} or leave it out."
            );
            Err(fault("alg", "unsupportedAlgorithm", message))
        }
        _ => Ok(()),
    }
}

/// RFC 7518 section 6.3.1.
fn rsa(jwk: &Json, at: &str, errors: &mut Vec<KeySetError>) -> Option<Material> {
    let n = keep(integer(jwk, "n").and_then(modulus), at, errors);
    let e = keep(integer(jwk, "e").and_then(exponent), at, errors);
    Some(Material::Rsa { n: n?, e: e? })
}

fn modulus(n: Vec<u8>) -> Read<Vec<u8>> {
    match bits(&n) {
        2048..=8192 if is_odd(&n) => Ok(n),
        2048..=8192 => {
            Err(fault("n", "invalid", "The modulus is even, so this is no RSA key: copy it again."))
        }
        bits => {
            let message = format!("The modulus has {bits} bits: use an RSA key of 2048 to 8192 bits.");
            Err(fault("n", "keySize", message))
        }
    }
}

/// 65537 in nearly every key. More than 32 bits are of no use and would make each check slower.
fn exponent(e: Vec<u8>) -> Read<Vec<u8>> {
    if (2..=32).contains(&bits(&e)) && is_odd(&e) {
        Ok(e)
    } else {
        Err(fault(
            "e",
            "invalid",
            "The exponent must be odd and from 3 to 4294967295: use 65537, which is AQAB.",
        ))
    }
}

fn is_odd(number: &[u8]) -> bool {
    number.last().is_some_and(|byte| byte % 2 == 1)
}

/// RFC 7518 section 6.2.1.
fn p384(jwk: &Json, at: &str, errors: &mut Vec<KeySetError>) -> Option<Material> {
    let x = keep(coordinate(jwk, "x"), at, errors);
    let y = keep(coordinate(jwk, "y"), at, errors);
    let (x, y) = (x?, y?);
    // A point elsewhere would let whoever made it up forge signatures.
    if ParsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point(&x, &y)).is_err() {
        let message = "The point x, y is not on curve P-384: copy both numbers again.";
        return keep(Err(fault("x", "notOnCurve", message)), at, errors);
    }
    Some(Material::P384 { x, y })
}

fn coordinate(jwk: &Json, name: &'static str) -> Read<Vec<u8>> {
    let bytes = decoded(jwk, name)?;
    if bytes.len() == COORDINATE {
        return Ok(bytes);
    }
    let message = format!(
        "A coordinate on P-384 has 48 bytes, this one {}: keep the zero bytes in front.",
        bytes.len()
    );
    Err(fault(name, "keySize", message))
}

/// A number as RFC 7518 section 2 writes it (Base64urlUInt): the fewest bytes.
fn integer(jwk: &Json, name: &'static str) -> Read<Vec<u8>> {
    let bytes = decoded(jwk, name)?;
    match bytes.first() {
        Some(0) => {
            Err(fault(name, "leadingZero", "The number begins with a zero byte: leave that byte out."))
        }
        _ => Ok(bytes),
    }
}

fn decoded(jwk: &Json, name: &'static str) -> Read<Vec<u8>> {
    BASE64URL_NOPAD.decode(required(jwk, name)?.as_bytes()).map_err(|_| {
        fault(
            name,
            "notBase64Url",
            "Write it as base64url: letters, digits, - and _ only, and no = at the end.",
        )
    })
}

fn required<'a>(jwk: &'a Json, name: &'static str) -> Read<&'a str> {
    match jwk.get(name) {
        Some(Json::Text(text)) => Ok(text),
        Some(_) => Err(fault(name, "invalid", format!("The member {name} must be a text."))),
        None => Err(fault(name, "required", format!("The member {name} is missing: add it to the key."))),
    }
}
