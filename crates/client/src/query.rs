//! Query strings, percent-encoded as RFC 3986 section 2 asks.

/// Builds `?a=b&c=d` from the pairs that have a value; empty when none has.
pub(crate) fn query(pairs: &[(&str, Option<&str>)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if let Some(value) = value {
            text.push(if text.is_empty() { '?' } else { '&' });
            text.push_str(name);
            text.push('=');
            encode_into(&mut text, value);
        }
    }
    text
}

fn encode_into(text: &mut String, value: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.push(char::from(HEX[usize::from(byte >> 4)]));
            text.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_present_pairs_are_written_and_every_reserved_byte_is_encoded() {
        assert_eq!(query(&[("a", None), ("b", None)]), "");
        assert_eq!(
            query(&[("search", Some("a&b=c ü/+")), ("limit", None), ("cursor", Some("x-_.~"))]),
            "?search=a%26b%3Dc%20%C3%BC%2F%2B&cursor=x-_.~"
        );
    }
}
