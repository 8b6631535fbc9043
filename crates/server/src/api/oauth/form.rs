//! The body of a token request: `application/x-www-form-urlencoded` (RFC 6749 section 4.4.2, RFC 7523 section 2.2).

use std::collections::HashMap;
use std::fmt;

use axum::http::{HeaderMap, header};

use super::error::{Code, Refused};

/// The one grant there is.
const GRANT: &str = "client_credentials";
/// The one kind of assertion there is (RFC 7523 section 8.2).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const NOT_FORM: &str = "Send the parameters as a body of the type application/x-www-form-urlencoded.";
const NO_CLIENT: &str =
    "The request does not say who sends it. Sign an assertion and send it as client_assertion.";
const BY_SECRET: &str = "Clients prove themselves with a signed client_assertion here, and with nothing else. The \
     secret of an API key is sent as a bearer token to the API itself.";

/// Body of `POST /oauth/token`. Other parameters are ignored; an empty one is as good as none (RFC 6749 section 3.2).
#[derive(utoipa::ToSchema)]
pub(crate) struct TokenRequest {
    /// `client_credentials`.
    #[expect(dead_code, reason = "it can only be one, so that nothing depends on it; part of the contract")]
    grant_type: String,
    /// `urn:ietf:params:oauth:client-assertion-type:jwt-bearer`.
    #[expect(dead_code, reason = "it can only be one, so that nothing depends on it; part of the contract")]
    client_assertion_type: String,
    /// A JSON Web Token, signed with RS384 or ES384 by a key of the API key's set.
    pub(super) client_assertion: String,
    /// Scopes separated by spaces; all of the API key's when left out.
    pub(super) scope: Option<String>,
    /// The client's id, which the assertion has as `iss`; may be left out.
    pub(super) client_id: Option<String>,
}

/// Without the assertion.
impl fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenRequest")
    }
}

impl TokenRequest {
    /// Reads and checks all that does not need to know the client.
    pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, Refused> {
        let mut given = parameters(headers, body)?;
        let mut take = |name: &str| given.remove(name);
        let invalid = |description: &str| Refused::new(Code::InvalidRequest, description);
        let grant_type = take("grant_type").ok_or_else(|| invalid("grant_type is missing."))?;
        if grant_type != GRANT {
            let description = format!("The grant_type must be {GRANT}.");
            return Err(Refused::new(Code::UnsupportedGrantType, description));
        }
        one_way_to_prove(headers, take("client_secret").is_some())?;
        let (client_assertion_type, client_assertion) =
            match (take("client_assertion_type"), take("client_assertion")) {
                (Some(kind), Some(assertion)) => (kind, assertion),
                (None, None) => return Err(Refused::new(Code::InvalidClient, NO_CLIENT)),
                (None, _) => return Err(invalid("client_assertion_type is missing.")),
                (_, None) => return Err(invalid("client_assertion is missing.")),
            };
        if client_assertion_type != ASSERTION_TYPE {
            let description = format!("The client_assertion_type must be {ASSERTION_TYPE}.");
            return Err(Refused::new(Code::InvalidClient, description));
        }
        let (scope, client_id) = (take("scope"), take("client_id"));
        Ok(Self { grant_type, client_assertion_type, client_assertion, scope, client_id })
    }
}

/// The parameters that have a value. None may be there twice.
fn parameters(headers: &HeaderMap, body: &[u8]) -> Result<HashMap<String, String>, Refused> {
    let declared =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = declared.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Refused::new(Code::InvalidRequest, NOT_FORM));
    }
    let mut given = HashMap::new();
    for (name, value) in form_urlencoded::parse(body) {
        if given.insert(name.into_owned(), value.into_owned()).is_some() {
            return Err(Refused::new(Code::InvalidRequest, "A parameter is given twice. Give each once."));
        }
    }
    given.retain(|_, value| !value.is_empty());
    Ok(given)
}

/// A client must not prove itself in two ways (RFC 6749 section 2.3), and only one is supported.
fn one_way_to_prove(headers: &HeaderMap, secret: bool) -> Result<(), Refused> {
    let Some(sent) = headers.get(header::AUTHORIZATION) else {
        return if secret { Err(Refused::new(Code::InvalidClient, BY_SECRET)) } else { Ok(()) };
    };
    let basic = sent.as_bytes().get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"basic "));
    Err(Refused::OAuth {
        code: Code::InvalidClient,
        description: BY_SECRET.to_owned(),
        challenge: Some(if basic { "Basic realm=\"causeway\"" } else { "Bearer" }),
    })
}
