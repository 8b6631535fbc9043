//! Rules for names, and the words of their refusals. Names are shown as text everywhere, so markup, entities and
//! right-to-left text are good names and kept as they are.

use serde_json::Value;

use super::error::kind;

/// The longest name, in characters.
const MAX_NAME: usize = 200;

/// Text of a field without surrounding white space, or why there is none. `fix` completes "…; ".
pub(super) fn required<'a>(value: Option<&'a Value>, field: &str, fix: &str) -> Result<&'a str, String> {
    match value {
        None | Some(Value::Null) => Err(format!("`{field}` is missing; {fix}")),
        Some(Value::String(text)) if is_blank(text) => Err(format!("`{field}` is blank; {fix}")),
        Some(Value::String(text)) => Ok(text.trim()),
        Some(other) => Err(format!("`{field}` is {}, not text; {fix}", kind(other))),
    }
}

/// A name: text of 1 to 200 characters. A tab is white space, not a fault: real directories have it inside names.
pub(super) fn name<'a>(value: Option<&'a Value>, field: &str) -> Result<&'a str, String> {
    let name = required(value, field, "give the name as text")?;
    let length = name.chars().count();
    if length > MAX_NAME {
        return Err(format!("`{field}` has {length} characters; shorten it to {MAX_NAME}"));
    }
    if let Some(control) = name.chars().find(|c| c.is_control() && *c != '\t') {
        return Err(format!("`{field}` has a control character (U+{:04X}); remove it", u32::from(control)));
    }
    Ok(name)
}

/// Whether a field says anything at all; FHIR leaves elements out rather than blank.
pub(super) fn is_present(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !is_blank(text),
        Some(_) => true,
    }
}

/// A FHIR `code`: no white space around it, none but single spaces inside (FHIR R4, datatypes, `code`).
pub(super) fn code(value: Option<&Value>) -> Option<&str> {
    let code = value?.as_str()?.trim();
    (!code.is_empty() && code.len() <= 64 && !code.chars().any(|c| c.is_control() || is_invisible(c)))
        .then_some(code)
}

/// A name nobody can see would make a tile nobody can click, so invisible characters alone are as good as none.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Characters without width: soft hyphen, zero-width and direction marks, joiners, byte order mark.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(value: &Value) -> Result<String, String> {
        name(Some(value), "OrganizationName").map(str::to_owned)
    }

    #[test]
    fn hostile_names_are_kept_as_they_are() {
        let long = "n".repeat(200);
        for good in ["<script>alert(1)</script>", "A &amp; B", "مستشفى الملك", "TX - \t X", "Å\u{301}", &long]
        {
            assert_eq!(check(&json!(format!(" {good}\n"))).as_deref(), Ok(good));
        }
    }

    #[test]
    fn a_refusal_names_the_field_and_the_fix() {
        let missing = name(None, "OrganizationName").unwrap_err();
        assert_eq!(missing, "`OrganizationName` is missing; give the name as text");
        assert!(check(&json!(" \t\u{200B}")).unwrap_err().contains("is blank"));
        assert!(check(&json!(7)).unwrap_err().contains("is a number, not text"));
        assert!(
            check(&json!("n".repeat(201))).unwrap_err().contains("has 201 characters; shorten it to 200")
        );
        assert!(check(&json!("a\u{0}b")).unwrap_err().contains("U+0000"));
        assert!(check(&json!("a\nb")).unwrap_err().contains("U+000A"));
    }
}
