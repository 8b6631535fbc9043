//! Texts that are no assertions, and assertions that could be read in two ways.

use causeway_assertion::{MAX_ASSERTION_BYTES, Part, Refusal, issuer};

use crate::support::*;

fn parts(assertion: &str) -> [&str; 3] {
    assertion.split('.').collect::<Vec<_>>().try_into().unwrap()
}

#[test]
fn more_or_fewer_than_three_parts() {
    let good = EC_KEY.assertion(ec_header(), claims());
    let [header, payload, signature] = parts(&good);
    for text in [
        String::new(),
        header.to_owned(),
        format!("{header}.{payload}"),
        format!("{good}."),
        format!(".{good}"),
        format!("{good}.{signature}"),
        format!("{header}..{payload}.{signature}"),
        "...".to_owned(),
    ] {
        assert_eq!(refusal(&text), Refusal::NotThreeParts, "{text}");
        assert_eq!(issuer(&text), Err(Refusal::NotThreeParts), "{text}");
    }
}

#[test]
fn empty_parts() {
    let good = EC_KEY.assertion(ec_header(), claims());
    let [header, payload, signature] = parts(&good);
    assert_eq!(refusal(&format!(".{payload}.{signature}")), Refusal::NotJson(Part::Header));
    assert_eq!(refusal(&format!("{header}.{payload}.")), Refusal::WrongSignature);
    assert_eq!(refusal(".."), Refusal::NotJson(Part::Header));
    assert_eq!(issuer(".."), Err(Refusal::NotJson(Part::Payload)));
    // Also when it is signed.
    assert_eq!(refusal(&EC_KEY.assertion(ec_header(), "")), Refusal::NotJson(Part::Payload));
}

#[test]
fn texts_that_are_too_long() {
    for text in ["a".repeat(MAX_ASSERTION_BYTES + 1), "a.".repeat(500_000), ".".repeat(1 << 20)] {
        assert_eq!(refusal(&text), Refusal::TooLarge);
        assert_eq!(issuer(&text), Err(Refusal::TooLarge));
    }
    // Exactly as long as allowed.
    let good = EC_KEY.assertion(ec_header(), claims());
    let padding = (0..MAX_ASSERTION_BYTES)
        .rev()
        .map(|length| {
            EC_KEY.assertion(ec_header(), with(claims(), "pad", "x".repeat((length - good.len()) * 3 / 4)))
        })
        .find(|assertion| assertion.len() <= MAX_ASSERTION_BYTES)
        .unwrap();
    assert!(padding.len() > MAX_ASSERTION_BYTES - 4);
    assert!(judge(&padding).is_ok());
}

#[test]
fn base64url_has_one_spelling() {
    for (signer, header) in [(&*RSA_KEY, rsa_header()), (&*EC_KEY, ec_header())] {
        let good = signer.assertion(header, claims());
        let all = parts(&good);
        for (place, part) in [Part::Header, Part::Payload, Part::Signature].into_iter().enumerate() {
            let text = all[place];
            let half = text.len() / 2;
            for changed in [
                format!("{text}="),
                format!("{text}=="),
                format!(" {text}"),
                format!("{text} "),
                format!("{text}\n"),
                format!("{}\r\n{}", &text[..half], &text[half..]),
                format!("{}+{}", &text[..half], &text[half + 1..]),
                format!("{}/{}", &text[..half], &text[half + 1..]),
                format!("{}%2E{}", &text[..half], &text[half..]),
                format!("{}ü{}", &text[..half], &text[half + 1..]),
                format!("{}\0{}", &text[..half], &text[half + 1..]),
            ] {
                let mut edited = all;
                edited[place] = &changed;
                let found = refusal(&edited.join("."));
                // A change of the payload is first seen by the signature.
                let wanted = match part {
                    Part::Payload => Refusal::WrongSignature,
                    part => Refusal::NotBase64Url(part),
                };
                assert_eq!(found, wanted, "{changed:?}");
                let claimed = issuer(&edited.join("."));
                assert_eq!(claimed.is_err(), part == Part::Payload, "{changed:?}");
            }
        }
    }
}

/// The last character of a part can have bits that belong to no byte. If they were ignored, an assertion would have
/// many spellings.
#[test]
fn unused_bits_are_zero() {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    // A signature of 256 bytes leaves two characters at the end, four bits of which are unused.
    let good = RSA_KEY.assertion(rsa_header(), claims());
    let (start, last) = good.split_at(good.len() - 1);
    let place = ALPHABET.iter().position(|letter| last.as_bytes() == [*letter]).unwrap();
    assert_eq!(place % 16, 0);
    for other in 1..16 {
        let edited = format!("{start}{}", char::from(ALPHABET[place + other]));
        assert_eq!(refusal(&edited), Refusal::NotBase64Url(Part::Signature));
    }
}

#[test]
fn whitespace_around_the_whole() {
    let good = EC_KEY.assertion(ec_header(), claims());
    for text in [format!(" {good}"), format!("\u{feff}{good}"), format!("Bearer {good}")] {
        assert_eq!(refusal(&text), Refusal::NotBase64Url(Part::Header));
    }
    for text in [format!("{good} "), format!("{good}\n"), format!("{good}\0")] {
        assert_eq!(refusal(&text), Refusal::NotBase64Url(Part::Signature));
    }
}

#[test]
fn headers_and_payloads_that_are_no_json() {
    for text in ["{", "{}{}", "{\"alg\":\"RS384\",}", "alg: RS384", "\u{feff}{}", "{'alg':'RS384'}"] {
        assert_eq!(refusal(&EC_KEY.assertion(text, claims())), Refusal::NotJson(Part::Header), "{text}");
        let assertion = EC_KEY.assertion(ec_header(), text);
        assert_eq!(refusal(&assertion), Refusal::NotJson(Part::Payload), "{text}");
        assert_eq!(issuer(&assertion), Err(Refusal::NotJson(Part::Payload)), "{text}");
    }
    let deep = format!("{{\"a\":{}", "[".repeat(5_000));
    assert_eq!(refusal(&EC_KEY.assertion(ec_header(), deep)), Refusal::NotJson(Part::Payload));
}

#[test]
fn payloads_that_are_no_utf_8() {
    for bytes in [&b"{\"iss\":\"\xff\"}"[..], b"\xff\xfe{\0}\0", b"{\"iss\":\"\xed\xa0\x80\"}"] {
        let signed = format!("{}.{}", base64url(ec_header().to_string()), base64url(bytes));
        let assertion = with_signature(&signed, &EC_KEY.sign(&signed));
        assert_eq!(refusal(&assertion), Refusal::NotJson(Part::Payload));
        assert_eq!(issuer(&assertion), Err(Refusal::NotJson(Part::Payload)));
    }
}

#[test]
fn headers_and_payloads_that_are_no_objects() {
    for text in ["[]", "null", "true", "1", "\"{}\"", "[{\"alg\":\"ES384\"}]"] {
        assert_eq!(refusal(&EC_KEY.assertion(text, claims())), Refusal::NotObject(Part::Header), "{text}");
        let assertion = EC_KEY.assertion(ec_header(), text);
        assert_eq!(refusal(&assertion), Refusal::NotObject(Part::Payload), "{text}");
        assert_eq!(issuer(&assertion), Err(Refusal::NotObject(Part::Payload)), "{text}");
    }
}

#[test]
fn members_that_are_there_twice() {
    let twice = |object: serde_json::Value, member: &str| {
        object.to_string().replacen('{', &format!("{{{member},"), 1)
    };
    for member in [r#""alg":"none""#, r#""alg":"ES384""#, r#""\u0061lg":"none""#, r#""kid":"rsa-2026""#] {
        let assertion = EC_KEY.assertion(twice(ec_header(), member), claims());
        assert_eq!(refusal(&assertion), Refusal::DuplicateMember(Part::Header), "{member}");
    }
    for member in
        [r#""iss":"other""#, r#""exp":1"#, r#""\u0065xp":1"#, r#""jti":"a""#, r#""a":{"b":1,"b":2}"#]
    {
        let assertion = EC_KEY.assertion(ec_header(), twice(claims(), member));
        assert_eq!(refusal(&assertion), Refusal::DuplicateMember(Part::Payload), "{member}");
        assert_eq!(issuer(&assertion), Err(Refusal::DuplicateMember(Part::Payload)), "{member}");
    }
}

#[test]
fn encrypted_tokens_have_five_parts() {
    assert_eq!(refusal("eyJhbGciOiJkaXIifQ.a.b.c.d"), Refusal::NotThreeParts);
}
