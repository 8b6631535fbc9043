//! `causeway openapi`: the document that is committed as `docs/openapi.json`.

use super::{Failure, print};

pub(super) fn run() -> Result<(), Failure> {
    print(crate::api::openapi::json().trim_end());
    Ok(())
}
