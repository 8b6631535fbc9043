//! Bytes to JSON: the limits and the errors that concern a file as a whole.

use serde_json::Value;
use serde_json::error::Category;

use super::{ImportError, MAX_FILE_BYTES};

/// The heaviest JSON that is parsed, in the units of [`weight`]: 200,000 rows of 30 fields, and below 1 GiB of memory.
const MAX_WEIGHT: u64 = 16_000_000;

/// Refuses bytes that are too large, or that parsing would blow up to many times their size. Callers who parse JSON
/// themselves ask first.
pub fn check_size(bytes: &[u8]) -> Result<(), ImportError> {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > MAX_FILE_BYTES {
        return Err(ImportError::too_large(length));
    }
    if weight(bytes) > MAX_WEIGHT {
        return Err(ImportError::whole("the file has too many values for one import; split it"));
    }
    Ok(())
}

/// About how much memory JSON takes once parsed, in units of 50 bytes: one for a value, 16 for an object, which may be
/// no more than `{"a":0}` in the file.
fn weight(bytes: &[u8]) -> u64 {
    let mut weight = 0;
    let mut in_text = false;
    let mut bytes = bytes.iter();
    while let Some(byte) = bytes.next() {
        match (byte, in_text) {
            (b'"', _) => in_text = !in_text,
            (b'\\', true) => {
                bytes.next();
            }
            (b',' | b'[', false) => weight += 1,
            (b'{', false) => weight += 16,
            _ => {}
        }
    }
    weight
}

/// Parses a file. Every refusal is one sentence that says what the file is instead.
pub(super) fn parse(bytes: &[u8]) -> Result<Value, ImportError> {
    check_size(bytes)?;
    // RFC 8259 section 8.1: a reader may ignore a byte order mark, and spreadsheets on Windows write one.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
    let start = text.trim_start();
    if start.is_empty() {
        return Err(ImportError::whole("the file is empty"));
    }
    if start.starts_with('<') {
        return Err(ImportError::whole(
            "the file is XML or HTML, not JSON; fetch it again with `Accept: application/fhir+json`",
        ));
    }
    serde_json::from_str(text).map_err(|error| not_json(&error))
}

fn not_utf8(bytes: &[u8], valid_up_to: usize) -> ImportError {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return ImportError::whole("the file is UTF-16 text; save it as UTF-8");
    }
    let before = bytes.get(..valid_up_to).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    ImportError::whole(format!(
        "the file is not UTF-8 text (byte {} in line {line}); save it as UTF-8",
        valid_up_to + 1
    ))
}

fn not_json(error: &serde_json::Error) -> ImportError {
    let place = format!("line {}, column {}", error.line(), error.column());
    let text = error.to_string();
    // serde_json has no category of its own for its nesting limit of 128, which keeps the stack safe.
    if text.starts_with("recursion limit exceeded") {
        return ImportError::whole(format!("the JSON is nested deeper than 127 levels at {place}"));
    }
    if error.classify() == Category::Eof {
        return ImportError::whole(format!(
            "the file ends in the middle of its JSON at {place}: it is cut off; fetch it again"
        ));
    }
    let reason = text.split(" at line ").next().unwrap_or(&text);
    ImportError::whole(format!("the file is not valid JSON at {place}: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        parse(bytes).unwrap_err().message
    }

    #[test]
    fn a_byte_order_mark_is_ignored() {
        assert_eq!(parse(b"\xEF\xBB\xBF{}").unwrap(), serde_json::json!({}));
        assert_eq!(refusal(b"\xEF\xBB\xBF \n"), "the file is empty");
    }

    #[test]
    fn each_kind_of_wrong_file_gets_its_own_sentence() {
        assert_eq!(refusal(b""), "the file is empty");
        assert_eq!(refusal(b"\xFF\xFE{\0}\0"), "the file is UTF-16 text; save it as UTF-8");
        assert_eq!(
            refusal(b"{\n\"a\": \"\xE9\"}"),
            "the file is not UTF-8 text (byte 9 in line 2); save it as UTF-8"
        );
        assert!(refusal(b" <Bundle/>").starts_with("the file is XML or HTML"));
        assert_eq!(
            refusal(b"{\n\"Endpoints\": ["),
            "the file ends in the middle of its JSON at line 2, column 14: it is cut off; fetch it again"
        );
        assert_eq!(
            refusal(b"{\"a\": 1}\n]"),
            "the file is not valid JSON at line 2, column 1: trailing characters"
        );
        assert_eq!(refusal(&[b'['; 500]), "the JSON is nested deeper than 127 levels at line 1, column 128");
    }

    #[test]
    fn a_file_over_the_limit_is_refused_before_it_is_parsed() {
        let bytes = vec![b' '; 100 * 1024 * 1024];
        assert_eq!(refusal(&bytes), "the file has 100 MiB, more than the limit of 64 MiB; split it");
    }

    #[test]
    fn a_file_that_would_need_much_memory_is_refused_before_it_is_parsed() {
        assert_eq!(weight(br#"{"a,{[\"[": [1, 2, {}]}"#), 16 + 1 + 2 + 16);
        let bytes = br#"{"a":0},"#.repeat(1_000_000);
        assert_eq!(refusal(&bytes), "the file has too many values for one import; split it");
    }
}
