//! What search text means, for whoever builds it and whoever matches it.

/// The newer words of the field, and Causeway's word for the same thing. They find, they never name.
pub const ALIASES: &[(&str, &str)] = &[
    ("destination", "endpoint"),
    ("source", "api key"),
    ("subscription", "data flow"),
    ("connected org", "connection"),
];

/// Text as it is compared: lower case, one space between words, none around.
#[must_use]
pub fn normalize(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The words of a query; every one of them must be found.
#[must_use]
pub fn terms(query: &str) -> Vec<String> {
    query.split_whitespace().map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_spacing_do_not_matter() {
        assert_eq!(normalize("  Redox\t Health  SYSTEM "), "redox health system");
        assert_eq!(terms(" ÄRZTE  Net "), ["ärzte", "net"]);
        assert!(terms("   ").is_empty());
    }
}
