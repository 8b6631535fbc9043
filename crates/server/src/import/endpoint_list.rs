//! `{"Endpoints":[{"URL":…,"OrganizationName":…,…}]}`: the endpoint lists that US certification programmes publish.
//! Other fields of a row (`NPIID`, `OrganizationZipCode`) are not used.

use causeway_model::EndpointState;
use serde_json::{Map, Value};

use super::directory::Directory;
use super::error::kind;
use super::plan::{NewEndpoint, Plan, Rejection};
use super::{ImportError, MAX_ROWS, text, url};

pub(super) fn read(rows: &[Value]) -> Result<Directory, ImportError> {
    if rows.is_empty() {
        return Err(ImportError::at("/Endpoints", "`Endpoints` has no rows; there is nothing to import"));
    }
    if rows.len() > MAX_ROWS {
        return Err(ImportError::too_many("/Endpoints", "rows", rows.len()));
    }
    let mut plan = Plan::for_rows(rows.len());
    for (index, row) in rows.iter().enumerate() {
        match check(index, row) {
            Ok((name, url)) => {
                let organization = plan.organization(name);
                plan.endpoint(organization, endpoint(url));
                plan.accept();
            }
            Err(rejection) => plan.reject(index, rejection),
        }
    }
    Ok(plan.finish())
}

fn check(index: usize, row: &Value) -> Result<(&str, &str), Rejection> {
    let Value::Object(row) = row else {
        let reason =
            format!("the row is {}; write it as an object with `URL` and `OrganizationName`", kind(row));
        return Err(Rejection::new(format!("/Endpoints/{index}"), reason));
    };
    let at = |field: &str, reason| Rejection::new(format!("/Endpoints/{index}/{field}"), reason);
    let name = text::name(row.get("OrganizationName"), "OrganizationName")
        .map_err(|reason| at("OrganizationName", reason))?;
    let field = url_field(row);
    let url = text::required(row.get(field), field, "give the endpoint's https:// URL")
        .map_err(|reason| at(field, reason))?;
    url::parse(url).map_err(|reason| at(field, format!("`{field}` {reason}")))?;
    Ok((name, url))
}

fn url_field(row: &Map<String, Value>) -> &'static str {
    if !row.contains_key("URL") && row.contains_key("url") { "url" } else { "URL" }
}

/// The list says neither how to talk to an endpoint nor how it does.
fn endpoint(url: &str) -> NewEndpoint {
    NewEndpoint { name: None, url: url.to_owned(), connection_type: None, state: EndpointState::Active }
}
