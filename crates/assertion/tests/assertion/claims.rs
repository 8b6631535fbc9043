//! Assertions that are signed by the right key, and refused for what they claim.

use causeway_assertion::{Expected, Refusal, issuer, verify};
use serde_json::{Value, json};

use crate::support::*;

/// The refusal of a good assertion in which one claim is different, or missing when it is null.
#[track_caller]
fn with_claim(name: &str, value: impl Into<Value>) -> Refusal {
    refusal(&EC_KEY.assertion(ec_header(), with(claims(), name, value)))
}

#[test]
fn every_required_claim_is_required() {
    for name in ["iss", "sub", "aud", "exp", "jti"] {
        assert_eq!(with_claim(name, ()), Refusal::MissingClaim(name));
    }
}

#[test]
fn expired() {
    assert_eq!(with_claim("exp", NOW - 60), Refusal::Expired(60));
    assert_eq!(with_claim("exp", NOW - 75), Refusal::Expired(75));
    assert_eq!(
        Refusal::Expired(75).to_string(),
        "The assertion is expired: its exp is 75 s ago. Check the clock of your system."
    );
    assert_eq!(with_claim("exp", 0), Refusal::Expired(NOW));
    assert_eq!(with_claim("exp", -1), Refusal::Expired(NOW + 1));
    assert_eq!(with_claim("exp", i64::MIN), Refusal::Expired(i64::MAX));
}

#[test]
fn expires_too_late() {
    assert_eq!(with_claim("exp", NOW + 361), Refusal::ExpiresTooLate(361));
    // Milliseconds.
    assert_eq!(with_claim("exp", NOW * 1000), Refusal::ExpiresTooLate(NOW * 999));
    assert_eq!(with_claim("exp", i64::MAX), Refusal::ExpiresTooLate(i64::MAX - NOW));
}

#[test]
fn the_ends_of_time_do_not_overflow() {
    for now in [i64::MIN, -1, 0, i64::MAX] {
        for exp in [i64::MIN, -1, 0, i64::MAX] {
            let assertion = EC_KEY.assertion(ec_header(), with(claims(), "exp", exp));
            let code = verify(&assertion, &registered(), &Expected { now, ..expected() })
                .map_or_else(|refusal| refusal.code(), |_| "accepted");
            // `iat` is far from all of these.
            let wanted = match exp.cmp(&now) {
                std::cmp::Ordering::Less if exp.abs_diff(now) >= 60 => "expired",
                std::cmp::Ordering::Greater if exp.abs_diff(now) > 360 => "expiresTooLate",
                _ if now == i64::MAX => "accepted",
                _ => "issuedInFuture",
            };
            assert_eq!(code, wanted, "now {now}, exp {exp}");
        }
    }
}

#[test]
fn times_that_are_no_whole_numbers() {
    for name in ["exp", "iat", "nbf"] {
        let text = (NOW + 100).to_string();
        let fraction = 1_800_000_100.5;
        for value in [json!(text), json!(fraction), json!(true), json!([NOW]), json!(u64::MAX)] {
            assert_eq!(with_claim(name, value), Refusal::InvalidTime(name));
        }
        // `null` would be left out by the helper.
        for number in ["null", "1800000100.0", "18000001e2", "1e300", "99999999999999999999"] {
            let payload = claims().to_string().replacen('{', &format!("{{\"{name}\":{number},"), 1);
            let own = format!(",\"{name}\":{}", claims()[name]);
            let payload = payload.replace(&own, "");
            assert_eq!(
                refusal(&EC_KEY.assertion(ec_header(), payload)),
                Refusal::InvalidTime(name),
                "{number}"
            );
        }
    }
}

#[test]
fn from_the_future() {
    assert_eq!(with_claim("iat", NOW + 61), Refusal::IssuedInFuture(61));
    assert_eq!(with_claim("iat", i64::MAX), Refusal::IssuedInFuture(i64::MAX - NOW));
    assert_eq!(with_claim("nbf", NOW + 61), Refusal::NotYetValid(61));
}

#[test]
fn for_another_server() {
    for audience in [
        json!("https://other.example/oauth2/token"),
        json!("https://causeway.example/oauth2/token/"),
        json!("https://CAUSEWAY.example/oauth2/token"),
        json!("https://causeway.example/oauth2/token "),
        json!("https://causeway.example/oauth2"),
        json!(""),
        json!([]),
        json!(["https://other.example", "https://causeway.example/"]),
    ] {
        assert_eq!(with_claim("aud", audience), Refusal::WrongAudience);
    }
    for audience in [json!(1), json!({"aud": AUDIENCE}), json!([AUDIENCE, 1]), json!([[AUDIENCE]])] {
        assert_eq!(with_claim("aud", audience), Refusal::InvalidAudience);
    }
    let nobody = Expected { audiences: &[], ..expected() };
    let assertion = EC_KEY.assertion(ec_header(), claims());
    assert_eq!(verify(&assertion, &registered(), &nobody), Err(Refusal::WrongAudience));
}

#[test]
fn in_another_name() {
    let other = "7d9c7b34-0000-4000-8000-000000000000";
    assert_eq!(with_claim("sub", other), Refusal::IssuerIsNotSubject);
    assert_eq!(with_claim("iss", other), Refusal::IssuerIsNotSubject);
    assert_eq!(with_claim("sub", CLIENT.to_uppercase()), Refusal::IssuerIsNotSubject);
    let both = with(with(claims(), "iss", other), "sub", other);
    let assertion = EC_KEY.assertion(ec_header(), both);
    assert_eq!(refusal(&assertion), Refusal::OtherClient);
    // What the caller would look up is that other client, whose keys do not fit.
    assert_eq!(issuer(&assertion).as_deref(), Ok(other));
}

#[test]
fn ids_that_name_nothing() {
    for name in ["iss", "sub", "jti"] {
        let values = [
            json!(""),
            json!("x".repeat(257)),
            json!("ü".repeat(257)),
            json!("a\u{0}b"),
            json!("a\nb"),
            json!(1),
            json!(["a"]),
            json!(false),
        ];
        for value in values {
            assert_eq!(with_claim(name, value), Refusal::InvalidId(name));
        }
    }
    let assertion = EC_KEY.assertion(ec_header(), with(claims(), "jti", "x".repeat(15_000)));
    assert_eq!(refusal(&assertion), Refusal::TooLarge);
}
