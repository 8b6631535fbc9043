//! Files that are refused whole, and the limits.

use causeway_server::import::{
    MAX_ROWS, capability_from_value, directory_from_value, read_capability, read_directory,
};
use serde_json::{Value, json};

use crate::{FIXTURES, fixture};

#[test]
fn a_file_of_another_kind_is_refused_as_a_directory() {
    for (value, pointer, part) in [
        (json!([]), "", "the file is a list"),
        (json!("x"), "", "the file is text"),
        (json!(null), "", "the file is null"),
        (json!({}), "", "neither `Endpoints` nor `resourceType`"),
        (json!({"Endpoints": {}}), "/Endpoints", "`Endpoints` is an object, not a list"),
        (json!({"Endpoints": []}), "/Endpoints", "no rows"),
        (json!({"resourceType": "Patient"}), "/resourceType", "this is a FHIR Patient, not a directory"),
        (json!({"resourceType": "<b>"}), "/resourceType", "resource of an unknown `resourceType`"),
        (json!({"resourceType": 1, "Endpoints": []}), "/resourceType", "resource of an unknown"),
        (json!({"resourceType": "Endpoint"}), "/resourceType", "put it into a Bundle"),
        (json!({"resourceType": "CapabilityStatement"}), "/resourceType", "pass it with --capability"),
        (
            json!({"resourceType": "Conformance"}),
            "/resourceType",
            "this is a Conformance; pass it with --capability",
        ),
        (json!({"resourceType": "Bundle"}), "/entry", "no entries"),
        (json!({"resourceType": "Bundle", "entry": []}), "/entry", "no entries"),
        (json!({"resourceType": "Bundle", "entry": 1}), "/entry", "`entry` is a number, not a list"),
        (json!({"resourceType": "Bundle", "entry": [1, {}]}), "/entry", "no Endpoint and no Organization"),
        (
            json!({"Endpoints": vec![0; MAX_ROWS + 1]}),
            "/Endpoints",
            "200001 rows, more than the limit of 200000",
        ),
        (json!({"resourceType": "Bundle", "entry": vec![0; MAX_ROWS + 1]}), "/entry", "200001 entries"),
    ] {
        let error = directory_from_value(&value).unwrap_err();
        assert!(error.message.contains(part) && error.pointer == pointer, "{error:?}");
    }
}

#[test]
fn a_file_of_another_kind_is_refused_as_a_capability_statement() {
    let statement =
        |rest: Value| json!({"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "rest": rest});
    let server = |resource: Value| statement(json!([{"mode": "server", "resource": resource}]));
    let many: Vec<Value> =
        (0..501).map(|i| json!({"type": format!("T{i}"), "interaction": [{"code": "read"}]})).collect();
    let codes: Vec<Value> = (0..51).map(|i| json!({"code": format!("x-{i}")})).collect();
    for (value, pointer, part) in [
        (json!(7), "", "the file is a number"),
        (json!({}), "", "resource without `resourceType`"),
        (json!({"Endpoints": []}), "/Endpoints", "pass it as the directory"),
        (json!({"resourceType": "Bundle"}), "/resourceType", "this is a Bundle; pass it as the directory"),
        (json!({"resourceType": "Patient"}), "/resourceType", "this is a FHIR Patient"),
        (json!({"resourceType": "Conformance"}), "/fhirVersion", "`fhirVersion` is missing"),
        (json!({"resourceType": "Conformance", "fhirVersion": "<b>"}), "/fhirVersion", "no FHIR version"),
        (statement(json!(null)), "/rest", "describes no server"),
        (statement(json!({})), "/rest", "`rest` is an object, not a list"),
        (statement(json!([1, {"mode": "client"}])), "/rest", "describes no server"),
        (server(json!([])), "/rest", "no resource with an interaction"),
        (server(json!([{"type": "Patient"}])), "/rest", "no resource with an interaction"),
        (server(json!([{"type": "A b"}])), "/rest/0/resource/0/type", "no FHIR resource type"),
        (server(json!([4])), "/rest/0/resource/0/type", "no FHIR resource type"),
        (server(json!([{"type": "A", "interaction": 1}])), "/rest/0/resource/0/interaction", "not a list"),
        (
            server(json!([{"type": "A", "interaction": [{}]}])),
            "/rest/0/resource/0/interaction/0/code",
            "`code`",
        ),
        (server(json!(many)), "/rest", "more than 500 resources"),
        (
            server(json!([{"type": "A", "interaction": codes}])),
            "/rest/0/resource/0/interaction",
            "more than 50",
        ),
    ] {
        let error = capability_from_value(&value).unwrap_err();
        assert!(error.message.contains(part) && error.pointer == pointer, "{error:?}");
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused_with_the_place() {
    for name in FIXTURES {
        let bytes = fixture(name);
        let end = bytes.trim_ascii_end().len();
        for length in 0..end {
            for error in [
                read_directory(&bytes[..length]).unwrap_err(),
                read_capability(&bytes[..length]).unwrap_err(),
            ] {
                let expected = ["the file is empty", "it is cut off", "is not UTF-8 text"];
                assert!(
                    expected.iter().any(|part| error.message.contains(part)),
                    "{name} at {length}: {error}"
                );
            }
        }
    }
}

#[test]
fn a_hundred_megabytes_are_refused_without_being_parsed() {
    let mut bytes = br#"{"Endpoints":["#.to_vec();
    bytes.resize(100_000_000, b' ');
    assert_eq!(
        read_directory(&bytes).unwrap_err().message,
        "the file has 96 MiB, more than the limit of 64 MiB; split it"
    );
    assert!(read_capability(&bytes).is_err());
}

#[test]
fn a_small_file_cannot_link_everything_with_everything() {
    let endpoints = (0..500).map(|i| {
        json!({"resource": {"resourceType": "Endpoint", "id": i.to_string(),
        "name": "e", "address": format!("https://a.example/{i}")}})
    });
    let all: Vec<Value> = (0..500).map(|i| json!({"reference": format!("Endpoint/{i}")})).collect();
    let organizations = (0..500).map(|i| {
        json!({"resource": {"resourceType": "Organization", "name": format!("o{i}"),
        "endpoint": all}})
    });
    let bundle =
        json!({"resourceType": "Bundle", "entry": endpoints.chain(organizations).collect::<Vec<_>>()});
    let error = directory_from_value(&bundle).unwrap_err();
    assert!(error.message.contains("250000 endpoints of organizations"), "{error}");
}

#[test]
fn more_problems_than_are_listed_are_counted() {
    let directory = directory_from_value(&json!({"Endpoints": vec![0; 1_500]})).unwrap();
    assert_eq!(
        (directory.problems.len(), directory.rejected_rows, directory.accepted_rows),
        (1_000, 1_500, 0)
    );
}
