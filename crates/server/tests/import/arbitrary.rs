//! Whatever the input, nothing panics, and what is read keeps its promises.

use causeway_server::import::{read_capability, read_directory};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{FIXTURES, check, check_capability, fixture};

/// Any JSON, with the words of the formats as keys and values so that it comes close to good input.
fn any_json() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "Endpoints",
        "URL",
        "OrganizationName",
        "resourceType",
        "Bundle",
        "entry",
        "resource",
        "Endpoint",
        "fullUrl",
        "Organization",
        "CapabilityStatement",
        "rest",
        "mode",
        "server",
        "type",
        "interaction",
        "code",
        "fhirVersion",
        "4.0.1",
        "address",
        "https://a.example/r4",
        "managingOrganization",
        "reference",
        "#o",
        "o",
        "contained",
        "id",
        "name",
        "endpoint",
        "status",
        "connectionType",
        "coding",
        "display",
        "Organization/o",
        "active",
        "",
    ]);
    let text = prop_oneof![word.prop_map(str::to_owned), any::<String>()];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((text.clone(), inner), 0..6).prop_map(|pairs| pairs.into_iter().collect()),
        ]
    })
}

fn read_all(bytes: &[u8]) {
    if let Ok(directory) = read_directory(bytes) {
        check(&directory);
    }
    if let Ok(capability) = read_capability(bytes) {
        check_capability(&capability);
    }
}

/// Puts `new` in place of the `nth` value of a tree, counted depth first.
fn replace(value: &mut Value, nth: &mut usize, new: &Value) {
    if *nth == 0 {
        *value = new.clone();
    }
    *nth = nth.wrapping_sub(1);
    match value {
        Value::Array(list) => list.iter_mut().for_each(|inner| replace(inner, nth, new)),
        Value::Object(object) => object.values_mut().for_each(|inner| replace(inner, nth, new)),
        _ => {}
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_all(&bytes);
    }

    #[test]
    fn arbitrary_json_never_panics(value in any_json()) {
        read_all(value.to_string().as_bytes());
        for wrapped in [
            json!({"Endpoints": [value.clone()]}),
            json!({"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Endpoint"}}, value.clone()]}),
            json!({"resourceType": "Conformance", "fhirVersion": "1.0.2", "rest": [value.clone()]}),
        ] {
            read_all(wrapped.to_string().as_bytes());
        }
    }

    #[test]
    fn a_valid_file_with_one_value_replaced_never_panics(
        file in prop::sample::select(FIXTURES.to_vec()), place in 0..200_usize, new in any_json(),
    ) {
        let mut value: Value = serde_json::from_slice(&fixture(file)).unwrap();
        replace(&mut value, &mut place.clone(), &new);
        read_all(value.to_string().as_bytes());
    }

    #[test]
    fn a_valid_file_with_bytes_changed_never_panics(
        file in prop::sample::select(FIXTURES.to_vec()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = fixture(file);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        read_all(&bytes);
    }
}
