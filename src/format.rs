//! How values read on screen. Pure text in, text out, except for the reader's own clock and locale.

use causeway_model::{Timestamp, VpnTest};

/// `17036` as `17,036`.
pub(crate) fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 endpoint`, `17,036 endpoints`.
pub(crate) fn counted(number: u32, one: &str, many: &str) -> String {
    let noun = if number == 1 { one } else { many };
    format!("{} {noun}", grouped(number))
}

/// Up to two characters that stand for a name: the first of its first two words that do not begin with a mark. The
/// style sheet makes them capitals; Unicode's tables for that are in the browser already.
pub(crate) fn initials(name: &str) -> String {
    let stands_for = |first: &char| {
        let is_mark = ('\u{2000}'..='\u{206f}').contains(first);
        first.is_ascii_alphanumeric() || !(first.is_ascii() || is_mark)
    };
    name.split_whitespace().filter_map(|word| word.chars().next().filter(stands_for)).take(2).collect()
}

/// The release name of a FHIR version number: `4.0.1` is `FHIR R4`. Unknown numbers are shown as they are.
/// Source: the publication history at hl7.org/fhir/directory.html.
pub(crate) fn fhir_release(version: &str) -> String {
    let release = match version.split('.').take(2).collect::<Vec<_>>().as_slice() {
        ["0" | "1", ..] => "DSTU2",
        ["3", ..] => "STU3",
        ["4", "0"] => "R4",
        ["4", "1" | "3"] => "R4B",
        ["5", ..] => "R5",
        _ => return format!("FHIR {version}"),
    };
    format!("FHIR {release}")
}

/// The day a key works until, in UTC, as a date field has it: `2027-01-31`; empty for ever.
pub(crate) fn day(time: Option<&Timestamp>) -> String {
    time.map(|time| time.0.chars().take(10).collect()).unwrap_or_default()
}

/// The end of a day of a date field, in UTC; `None` for an empty field.
pub(crate) fn end_of_day(day: &str) -> Option<Timestamp> {
    (!day.is_empty()).then(|| Timestamp([day, "T23:59:59.999Z"].concat()))
}

/// Now, as the contract writes times.
pub(crate) fn now() -> Timestamp {
    Timestamp(js_sys::Date::new_0().to_iso_string().into())
}

/// Date and time in the reader's own language and time zone.
pub(crate) fn local(time: &Timestamp) -> String {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_str(&time.0));
    date.to_locale_string("default", &wasm_bindgen::JsValue::UNDEFINED).into()
}

/// Where the traffic of a VPN test goes, as far as that is known: `From 10.153.0.7 to 10.20.30.40:2575`.
pub(crate) fn way(test: &VpnTest) -> String {
    let to = match (&test.receiving_ip, test.receiving_port) {
        (Some(ip), None) => ip.clone(),
        // RFC 5952 section 6.
        (Some(ip), Some(port)) if ip.contains(':') => format!("[{ip}]:{port}"),
        (Some(ip), Some(port)) => format!("{ip}:{port}"),
        (None, Some(port)) => format!("port {port}"),
        (None, None) => String::new(),
    };
    match (&test.sending_ip, to.is_empty()) {
        (Some(from), false) => format!("From {from} to {to}"),
        (Some(from), true) => format!("From {from}"),
        (None, false) => format!("To {to}"),
        (None, true) => to,
    }
}

/// How long ago, in the largest unit that fits: `now`, `5 min ago`, `3 h ago`, `12 d ago`; `never` without a time.
pub(crate) fn ago(time: Option<&Timestamp>, now_ms: f64) -> String {
    let Some(time) = time else { return "never".to_owned() };
    let then_ms = js_sys::Date::parse(&time.0);
    if then_ms.is_nan() {
        return time.0.clone();
    }
    ago_text(now_ms - then_ms)
}

fn ago_text(elapsed_ms: f64) -> String {
    // Truncation is meant: 119 seconds are "1 min ago". Clocks that run ahead of the server's read as "now".
    let minutes = (elapsed_ms.max(0.0) / 60_000.0) as u32;
    match minutes {
        0 => "now".to_owned(),
        1..60 => format!("{minutes} min ago"),
        60..1440 => format!("{} h ago", minutes / 60),
        _ => format!("{} d ago", minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    use causeway_model::{VpnResult, VpnTestKind};

    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(
            [0, 999, 1000, 17_036, 1_234_567].map(grouped),
            ["0", "999", "1,000", "17,036", "1,234,567"]
        );
        assert_eq!(counted(1, "flow", "flows"), "1 flow");
        assert_eq!(counted(0, "flow", "flows"), "0 flows");
    }

    #[test]
    fn a_key_works_until_the_end_of_its_day() {
        let end = end_of_day("2027-01-31").unwrap();
        assert_eq!(end.0, "2027-01-31T23:59:59.999Z");
        assert_eq!(day(Some(&end)), "2027-01-31");
        assert_eq!((end_of_day(""), day(None)), (None, String::new()));
    }

    #[test]
    fn initials_skip_marks_and_work_in_any_script() {
        assert_eq!(initials("Redox Health System"), "RH");
        assert_eq!(initials("NC - Sollus Pediatrics"), "NS");
        assert_eq!(initials("Kaiser – Georgia"), "KG");
        assert_eq!(initials("mmMedical “group”"), "m");
        assert_eq!(initials("<script> &amp; UW"), "U");
        assert_eq!(initials("مستشفى الملك"), "ما");
        assert_eq!(initials("  "), "");
    }

    #[test]
    fn fhir_versions_have_release_names() {
        assert_eq!(fhir_release("4.0.1"), "FHIR R4");
        assert_eq!(fhir_release("4.3.0"), "FHIR R4B");
        assert_eq!(fhir_release("3.0.1"), "FHIR STU3");
        assert_eq!(fhir_release("1.0.2"), "FHIR DSTU2");
        assert_eq!(fhir_release("9.9"), "FHIR 9.9");
    }

    #[test]
    fn the_way_of_a_test_is_told_as_far_as_it_is_known() {
        let told = |from: Option<&str>, to: Option<&str>, receiving_port| {
            way(&VpnTest {
                kind: VpnTestKind::Ping,
                result: VpnResult::Passed,
                sending_ip: from.map(str::to_owned),
                receiving_ip: to.map(str::to_owned),
                receiving_port,
                checked_at: Timestamp(String::new()),
                stale_at: Timestamp(String::new()),
                message: None,
            })
        };
        assert_eq!(told(Some("10.0.0.1"), Some("10.0.0.2"), Some(2575)), "From 10.0.0.1 to 10.0.0.2:2575");
        assert_eq!(told(None, Some("2001:db8::1"), Some(2575)), "To [2001:db8::1]:2575");
        assert_eq!(told(None, Some("2001:db8::1"), None), "To 2001:db8::1");
        assert_eq!(told(Some("10.0.0.1"), None, None), "From 10.0.0.1");
        assert_eq!(told(None, None, Some(2575)), "To port 2575");
        assert_eq!(told(None, None, None), "");
    }

    #[test]
    fn elapsed_time_reads_in_its_largest_unit() {
        let minute = 60_000.0;
        assert_eq!(ago_text(-5.0 * minute), "now");
        assert_eq!(ago_text(59_999.0), "now");
        assert_eq!(ago_text(119_999.0), "1 min ago");
        assert_eq!(ago_text(3.5 * 60.0 * minute), "3 h ago");
        assert_eq!(ago_text(50.0 * 24.0 * 60.0 * minute), "50 d ago");
    }
}
