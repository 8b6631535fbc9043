//! Signatures that are not by the registered key over exactly this text.

use causeway_assertion::Refusal;

use crate::support::*;

/// Good assertions of both kinds: header, payload and signature.
fn good() -> Vec<[String; 3]> {
    [RSA_KEY.assertion(rsa_header(), claims()), EC_KEY.assertion(ec_header(), claims())]
        .iter()
        .map(|assertion| {
            assert!(judge(assertion).is_ok());
            let parts: Vec<String> = assertion.split('.').map(str::to_owned).collect();
            parts.try_into().unwrap()
        })
        .collect()
}

#[test]
fn another_key_under_the_registered_name() {
    assert_eq!(refusal(&ATTACKER_RSA.assertion(rsa_header(), claims())), Refusal::WrongSignature);
    assert_eq!(refusal(&ATTACKER_EC.assertion(ec_header(), claims())), Refusal::WrongSignature);
}

#[test]
fn an_edited_payload() {
    for [header, _, signature] in good() {
        for payload in [with(claims(), "exp", NOW + 300), with(claims(), "scope", "system/*.cruds")] {
            let edited = format!("{header}.{}.{signature}", base64url(payload.to_string()));
            assert_eq!(refusal(&edited), Refusal::WrongSignature);
        }
        // The same claims, written differently.
        let spaced = format!("{header}.{}.{signature}", base64url(format!("{} ", claims())));
        assert_eq!(refusal(&spaced), Refusal::WrongSignature);
        assert_eq!(refusal(&format!("{header}..{signature}")), Refusal::WrongSignature);
    }
}

#[test]
fn an_edited_header() {
    for ([_, payload, signature], header) in good().into_iter().zip([rsa_header(), ec_header()]) {
        for edited in [with(header.clone(), "typ", ()), with(header.clone(), "extra", 1)] {
            let edited = format!("{}.{payload}.{signature}", base64url(edited.to_string()));
            assert_eq!(refusal(&edited), Refusal::WrongSignature);
        }
    }
}

#[test]
fn parts_of_two_assertions() {
    let [rsa, ec] = &good()[..] else { panic!("two kinds") };
    assert_eq!(refusal(&format!("{}.{}.{}", rsa[0], rsa[1], ec[2])), Refusal::WrongSignature);
    assert_eq!(refusal(&format!("{}.{}.{}", ec[0], ec[1], rsa[2])), Refusal::WrongSignature);
}

#[test]
fn signatures_that_are_too_short_or_too_long() {
    for signer in [&*RSA_KEY, &*EC_KEY] {
        let header = if signer.alg() == "RS384" { rsa_header() } else { ec_header() };
        let signed = signed_part(header, claims());
        let signature = signer.sign(&signed);
        for length in [0, 1, signature.len() / 2, signature.len() - 1] {
            assert_eq!(refusal(&with_signature(&signed, &signature[..length])), Refusal::WrongSignature);
        }
        for longer in [[&signature[..], &[0]].concat(), [&[0], &signature[..]].concat()] {
            assert_eq!(refusal(&with_signature(&signed, &longer)), Refusal::WrongSignature);
        }
        let twice = [&signature[..], &signature[..]].concat();
        assert_eq!(refusal(&with_signature(&signed, &twice)), Refusal::WrongSignature);
    }
}

/// ECDSA checks that forget the range of r and s accept these for every text and key.
#[test]
fn ecdsa_signatures_out_of_range() {
    let signed = signed_part(ec_header(), claims());
    let zero = [0; 48];
    let mut one = zero;
    one[47] = 1;
    for r in [zero, one, ORDER, [0xff; 48]] {
        for s in [zero, one, ORDER, [0xff; 48]] {
            assert_eq!(refusal(&with_signature(&signed, &[r, s].concat())), Refusal::WrongSignature);
        }
    }
    let signed = signed_part(rsa_header(), claims());
    for byte in [0, 1, 0xff] {
        assert_eq!(refusal(&with_signature(&signed, &[byte; 256])), Refusal::WrongSignature);
    }
}

/// Certificates and many libraries use DER; RFC 7518 section 3.4 does not.
#[test]
fn an_ecdsa_signature_in_der() {
    let signed = signed_part(ec_header(), claims());
    let signature = EC_KEY.sign(&signed);
    let (r, s) = signature.split_at(48);
    let numbers = [der_integer(r), der_integer(s)].concat();
    let der = [&[0x30, u8::try_from(numbers.len()).unwrap()], &numbers[..]].concat();
    assert_eq!(refusal(&with_signature(&signed, &der)), Refusal::WrongSignature);
    assert!(judge(&with_signature(&signed, &signature)).is_ok());
}

fn der_integer(number: &[u8]) -> Vec<u8> {
    let start = number.iter().position(|byte| *byte != 0).unwrap();
    let mut digits = number[start..].to_vec();
    if digits[0] >= 0x80 {
        digits.insert(0, 0);
    }
    [&[2, u8::try_from(digits.len()).unwrap()], &digits[..]].concat()
}

/// Why a replay is recognized by its `jti` and not by its text: with (r, s), (r, n − s) is a signature too.
#[test]
fn the_twin_of_an_ecdsa_signature_has_the_same_jti() {
    let signed = signed_part(ec_header(), claims());
    let signature = EC_KEY.sign(&signed);
    let mut twin = signature.clone();
    let mut borrow = 0;
    for place in (0..48).rev() {
        let difference = i16::from(ORDER[place]) - i16::from(signature[48 + place]) - borrow;
        borrow = i16::from(difference < 0);
        twin[48 + place] = u8::try_from(difference.rem_euclid(256)).unwrap();
    }
    assert_ne!(twin, signature);
    let verified = judge(&with_signature(&signed, &signature)).unwrap();
    assert_eq!(judge(&with_signature(&signed, &twin)), Ok(verified));
}

/// The order n of P-384 (FIPS 186-5, SP 800-186 section 3.2.1.4).
const ORDER: [u8; 48] = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xc7, 0x63, 0x4d, 0x81, 0xf4, 0x37, 0x2d, 0xdf, 0x58, 0x1a,
    0x0d, 0xb2, 0x48, 0xb0, 0xa7, 0x7a, 0xec, 0xec, 0x19, 0x6a, 0xcc, 0xc5, 0x29, 0x73,
];
