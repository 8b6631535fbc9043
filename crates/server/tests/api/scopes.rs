//! What an API key opens: every route, with every scope missing but one, in its own environment and in another.

use causeway_model::{
    ApiKeyKind, AuthStrategy, EndpointKind, Environment, NewApiKey, NewAuthCredential, NewEndpoint, Reveal,
    Scope,
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::api_keys::{make, with};
use crate::support::{TestServer, all_connections, directory};

/// A route as it is asked: its method and path, a body, and the scope it needs; `None` where no key will do.
pub struct Case {
    method: Method,
    path: String,
    body: Option<Value>,
    scope: Option<Scope>,
    /// Whether it is about an object of the environment, so that a key of another one finds nothing.
    of_environment: bool,
}

fn case(method: Method, path: String, scope: Option<Scope>) -> Case {
    Case { method, path, body: None, scope, of_environment: true }
}

pub async fn cases(server: &TestServer) -> Vec<Case> {
    use Scope::{
        ApiKeysRead, ConnectionsRead, ConnectionsWrite, EmbedsMint, EndpointsRead, EndpointsWrite, VpnWrite,
    };
    let environment = server.development().await.id;
    server.import(&["Mercy"], &["Patient"]).await;
    let connection =
        all_connections(&server.client).await.into_iter().find(|it| it.name == "Mercy").unwrap().id;
    let arrow = server.client.data_flow(connection).await.unwrap().value.flows.remove(0);
    let (flow, yours) = (arrow.id, arrow.left.split('/').next().unwrap().to_owned());
    let key = make(server, "Looked at", &[]).await.api_key.id;
    let credential = NewAuthCredential {
        environment_id: environment,
        name: "Looked at".to_owned(),
        strategy: AuthStrategy::Basic,
        settings: [("username", "x"), ("password", "y")].map(|(a, b)| (a.to_owned(), b.to_owned())).into(),
        headers: Vec::new(),
    };
    let credential = server.client.create_auth_credential("c", &credential).await.unwrap().id;
    let new = NewEndpoint {
        environment_id: environment,
        name: "Looked at".to_owned(),
        kind: EndpointKind::Https,
        url: None,
        verification_token: None,
        verification_method: None,
    };
    let endpoint = server.client.create_endpoint("e", &new).await.unwrap().id;
    let embed = crate::embeds::make(server, &[connection], Reveal::Names).await.id;
    let get = |path: &str, scope| case(Method::GET, format!("/api/v1{path}"), Some(scope));
    let body = |case: Case, body: Value| Case { body: Some(body), ..case };
    let everywhere = |case: Case| Case { of_environment: false, ..case };
    let post = |path: &str, scope| case(Method::POST, format!("/api/v1{path}"), scope);
    vec![
        everywhere(get("/environments", ConnectionsRead)),
        get(&format!("/environments/{environment}/summary"), ConnectionsRead),
        everywhere(get("/connections", ConnectionsRead)),
        get(&format!("/connections/{connection}"), ConnectionsRead),
        get(&format!("/connections/{connection}/data-flow"), ConnectionsRead),
        get(&format!("/connections/{connection}/data-flow.svg"), ConnectionsRead),
        get(&format!("/connections/{connection}/data-flow.csv"), ConnectionsRead),
        body(
            post(&format!("/connections/{connection}/data-flows/{flow}/reroute"), Some(ConnectionsWrite)),
            json!({ "from": yours, "to": yours }),
        ),
        everywhere(get("/data-flows", ConnectionsRead)),
        everywhere(get("/endpoints", EndpointsRead)),
        get(&format!("/endpoints/{endpoint}"), EndpointsRead),
        get(&format!("/endpoints/{endpoint}/usage"), EndpointsRead),
        post(&format!("/endpoints/{endpoint}/verify"), Some(EndpointsWrite)),
        body(
            case(Method::PATCH, format!("/api/v1/endpoints/{endpoint}"), Some(EndpointsWrite)),
            json!({ "name": "Renamed" }),
        ),
        body(
            everywhere(post("/endpoints", Some(EndpointsWrite))),
            json!({ "environmentId": environment, "name": "New", "kind": "https" }),
        ),
        everywhere(get("/auth-credentials", EndpointsRead)),
        get(&format!("/auth-credentials/{credential}"), EndpointsRead),
        get(&format!("/auth-credentials/{credential}/usage"), EndpointsRead),
        body(
            post("/auth-credentials", None),
            json!({ "environmentId": environment, "name": "New", "strategy": "headers",
                "headers": [{ "name": "X", "value": "y" }] }),
        ),
        body(
            case(Method::PATCH, format!("/api/v1/auth-credentials/{credential}"), None),
            json!({ "name": "Mine" }),
        ),
        case(Method::DELETE, format!("/api/v1/auth-credentials/{credential}"), None),
        body(
            case(Method::PUT, format!("/api/v1/endpoints/{endpoint}/vpn-tests/ping"), Some(VpnWrite)),
            json!({ "result": "passed" }),
        ),
        case(Method::DELETE, format!("/api/v1/endpoints/{endpoint}/vpn-tests/ping"), Some(VpnWrite)),
        everywhere(get("/api-keys", ApiKeysRead)),
        get(&format!("/api-keys/{key}"), ApiKeysRead),
        get(&format!("/api-keys/{key}/usage"), ApiKeysRead),
        body(
            post("/api-keys", None),
            json!({ "environmentId": environment, "name": "New", "kind": "secret" }),
        ),
        body(case(Method::PATCH, format!("/api/v1/api-keys/{key}"), None), json!({ "name": "Mine" })),
        body(post(&format!("/api-keys/{key}/rotate"), None), json!({ "overlapSeconds": 0 })),
        post(&format!("/api-keys/{key}/revoke"), None),
        case(Method::DELETE, format!("/api/v1/api-keys/{key}"), None),
        case(Method::GET, "/api/v1/embeds".to_owned(), None),
        case(Method::GET, format!("/api/v1/embeds/{embed}"), None),
        body(
            post("/embeds", None),
            json!({ "environmentId": environment, "name": "New", "allowedOrigins": ["https://a.example"],
                "connectionIds": [connection], "reveal": "names" }),
        ),
        body(case(Method::PATCH, format!("/api/v1/embeds/{embed}"), None), json!({ "name": "Mine" })),
        body(
            post(&format!("/embeds/{embed}/tokens"), Some(EmbedsMint)),
            json!({ "connectionId": connection }),
        ),
        body(post(&format!("/embeds/{embed}/check"), None), json!({ "origin": "https://a.example" })),
        post(&format!("/embeds/{embed}/revoke"), None),
        case(Method::DELETE, format!("/api/v1/embeds/{embed}"), None),
        case(Method::GET, "/api/v1/audit-events".to_owned(), None),
        case(Method::DELETE, "/api/v1/session".to_owned(), None),
        case(Method::GET, format!("/connections/{connection}/print"), None),
        case(Method::GET, "/developer".to_owned(), None),
        body(
            everywhere(post("/imports", Some(ConnectionsWrite))),
            json!({ "environmentId": environment, "directory": directory(&["Saint"]) }),
        ),
        case(Method::DELETE, format!("/api/v1/endpoints/{endpoint}"), Some(EndpointsWrite)),
        case(Method::DELETE, format!("/api/v1/connections/{connection}"), Some(ConnectionsWrite)),
    ]
}

async fn ask(server: &TestServer, case: &Case, secret: &str) -> StatusCode {
    let mut request =
        server.bare(case.method.clone(), &case.path).bearer_auth(secret).header("if-match", "*");
    if let Some(body) = &case.body {
        request = request.json(body);
    }
    request.send().await.unwrap().status()
}

#[tokio::test]
async fn a_key_opens_exactly_what_its_scopes_say_and_only_in_its_environment() {
    let server = TestServer::start().await;
    let cases = cases(&server).await;
    let mut secrets = Vec::new();
    for scope in Scope::KNOWN {
        let made = make(&server, &format!("Only {scope}"), std::slice::from_ref(scope)).await;
        secrets.push((scope, made.secret.unwrap()));
    }
    let foreign = NewApiKey {
        environment_id: staging(&server).await.id,
        name: "Elsewhere".to_owned(),
        kind: ApiKeyKind::Secret,
        scopes: Scope::KNOWN.to_vec(),
        expires_at: None,
        jwk_set: None,
        jwks_url: None,
    };
    let foreign = server.client.create_api_key("foreign", &foreign).await.unwrap().secret.unwrap();
    assert!(foreign.starts_with("cwy_stg_"));
    assert_opens_exactly(&server, &cases, &secrets, &foreign).await;
}

pub async fn staging(server: &TestServer) -> Environment {
    let environments = server.client.environments().await.unwrap().items;
    environments.into_iter().find(|it| it.name == "Staging").unwrap()
}

/// Each of `secrets` has one scope in Development; `foreign` has all, in Staging.
pub async fn assert_opens_exactly(
    server: &TestServer,
    cases: &[Case],
    secrets: &[(&Scope, String)],
    foreign: &str,
) {
    // What is refused first, while everything is still there.
    for case in cases {
        let what = format!("{} {}", case.method, case.path);
        for (scope, secret) in secrets.iter().filter(|(scope, _)| case.scope.as_ref() != Some(*scope)) {
            assert_eq!(ask(server, case, secret).await, StatusCode::FORBIDDEN, "{what} with {scope}");
        }
        let elsewhere = ask(server, case, foreign).await;
        let expected = match (&case.scope, case.of_environment) {
            (None, _) => StatusCode::FORBIDDEN,
            (Some(_), true) => StatusCode::NOT_FOUND,
            // Lists show that environment's own; what is to be made here is refused.
            (Some(_), false) if case.method == Method::GET => StatusCode::OK,
            (Some(_), false) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        assert_eq!(elsewhere, expected, "{what} from another environment");
    }
    for case in cases {
        let Some(scope) = &case.scope else { continue };
        let (_, secret) = secrets.iter().find(|(known, _)| *known == scope).unwrap();
        let status = ask(server, case, secret).await;
        // Verifying an endpoint without a URL is a conflict, and so gets past the gate.
        let passes =
            status.is_success() || (case.path.ends_with("/verify") && status == StatusCode::CONFLICT);
        assert!(passes, "{} {} with {scope}: {status}", case.method, case.path);
    }
}

#[tokio::test]
async fn lists_of_a_key_show_its_environment_alone() {
    let server = TestServer::start().await;
    let made = make(&server, "Lists", Scope::KNOWN).await;
    let client = with(&server, &made);
    let environment = made.api_key.environment_id;
    assert_eq!(client.environments().await.unwrap().items.len(), 1);
    let connections = all_connections(&client).await;
    assert_eq!(connections.len(), 2);
    assert!(connections.iter().all(|connection| connection.environment_id == environment));
    let staging = staging(&server).await;
    for path in ["connections", "data-flows", "endpoints", "api-keys"] {
        let path = format!("/api/v1/{path}?environment={}", staging.id);
        let secret = made.secret.as_ref().unwrap();
        let response = server.bare(Method::GET, &path).bearer_auth(secret).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{path}");
    }
}
