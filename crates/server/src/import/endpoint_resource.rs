//! One FHIR `Endpoint` resource (STU3, R4, R4B, R5).

use causeway_model::EndpointState;
use serde_json::{Map, Value};

use super::plan::{NewEndpoint, Rejection};
use super::{text, url};

/// Reads and checks an `Endpoint`; `pointer` is where it stands in the file.
pub(super) fn read(resource: &Map<String, Value>, pointer: &str) -> Result<NewEndpoint, Rejection> {
    let at = |field: &str, reason| Rejection::new(format!("{pointer}/{field}"), reason);
    let state = state(resource.get("status")).map_err(|reason| at("status", reason))?;
    let address = text::required(resource.get("address"), "address", "give the endpoint's https:// URL")
        .map_err(|reason| at("address", reason))?;
    url::parse(address).map_err(|reason| at("address", format!("`address` {reason}")))?;
    let name = if text::is_present(resource.get("name")) {
        Some(text::name(resource.get("name"), "name").map_err(|reason| at("name", reason))?)
    } else {
        None
    };
    Ok(NewEndpoint {
        name: name.map(str::to_owned),
        url: address.to_owned(),
        connection_type: connection_type(resource.get("connectionType")),
        state,
    })
}

/// FHIR R4 value set `endpoint-status` (<http://hl7.org/fhir/R4/valueset-endpoint-status.html>): active, suspended,
/// error, off, entered-in-error, test. The element is mandatory there; a file without it is taken to mean "active".
fn state(value: Option<&Value>) -> Result<EndpointState, String> {
    if !text::is_present(value) {
        return Ok(EndpointState::Active);
    }
    let code = text::required(value, "status", "use a code of FHIR's endpoint-status")?;
    match EndpointState::from(code) {
        EndpointState::Other(code) if code == "entered-in-error" => {
            Err("`status` is entered-in-error: the publisher has withdrawn this endpoint".to_owned())
        }
        EndpointState::Other(_) => {
            Err("`status` is not known; use active, suspended, error, off or test".to_owned())
        }
        state => Ok(state),
    }
}

/// R4 has one `Coding`, R5 a list of `CodeableConcept`, each with its codings; the first code counts.
fn connection_type(value: Option<&Value>) -> Option<String> {
    let value = value?;
    let concepts = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    concepts.iter().find_map(code_of).map(str::to_owned)
}

fn code_of(concept: &Value) -> Option<&str> {
    text::code(concept.get("code")).or_else(|| {
        concept.get("coding")?.as_array()?.iter().find_map(|coding| text::code(coding.get("code")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn endpoint(change: &Value) -> Result<NewEndpoint, Rejection> {
        let mut resource = json!({"resourceType": "Endpoint", "address": " https://a.example/r4 "});
        let object = resource.as_object_mut().unwrap();
        object.extend(change.as_object().unwrap().clone());
        read(object, "/entry/0/resource")
    }

    #[test]
    fn status_becomes_state() {
        assert_eq!(endpoint(&json!({})).unwrap().state, EndpointState::Active);
        for state in EndpointState::KNOWN {
            assert_eq!(&endpoint(&json!({"status": state.as_str()})).unwrap().state, state);
        }
        for bad in [json!("entered-in-error"), json!("limited"), json!(1)] {
            assert_eq!(endpoint(&json!({"status": bad})).unwrap_err().pointer, "/entry/0/resource/status");
        }
    }

    #[test]
    fn connection_type_is_read_from_r4_and_r5() {
        let of = |value: Value| endpoint(&json!({"connectionType": value})).unwrap().connection_type;
        assert_eq!(of(json!({"system": "s", "code": "hl7-fhir-rest"})).as_deref(), Some("hl7-fhir-rest"));
        let r5 = json!([{"text": "?"}, {"coding": [{"display": "?"}, {"code": "hl7v2-mllp"}]}]);
        assert_eq!(of(r5).as_deref(), Some("hl7v2-mllp"));
        for none in [json!(null), json!("x"), json!([]), json!({"code": " "}), json!({"coding": {}})] {
            assert_eq!(of(none), None);
        }
    }

    #[test]
    fn address_is_trimmed_and_checked() {
        assert_eq!(endpoint(&json!({})).unwrap().url, "https://a.example/r4");
        let rejection = endpoint(&json!({"address": "mllp://a.example:2575"})).unwrap_err();
        assert_eq!(rejection.pointer, "/entry/0/resource/address");
        assert!(rejection.reason.starts_with("`address` does not start with https://"));
    }
}
