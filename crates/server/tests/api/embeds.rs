//! Embeds: made, changed, revoked, deleted; tokens for them; what stands in their way.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use causeway_client::Client;
use causeway_model::{
    ConnectionId, Embed, EmbedId, EmbedPatch, EnvironmentId, FindingState, NewEmbed, NewEmbedCheck,
    NewEmbedToken, Page, ProblemCode, Reveal, Scope,
};
use causeway_server::clock::Clock;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::api_keys;
use crate::embedded::ask;
use crate::handshake::receiver;
use crate::scopes::staging;
use crate::support::{TestServer, all_connections, anonymous, code, development, engine, problem};

pub const PORTAL: &str = "https://portal.example";

pub fn new(environment: EnvironmentId, connections: &[ConnectionId], reveal: Reveal) -> NewEmbed {
    NewEmbed {
        environment_id: environment,
        name: "Portal".to_owned(),
        allowed_origins: vec![PORTAL.to_owned(), "http://localhost:3000".to_owned()],
        connection_ids: connections.to_vec(),
        reveal,
    }
}

/// An embed in Development.
pub async fn make(server: &TestServer, connections: &[ConnectionId], reveal: Reveal) -> Embed {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let key = format!("embed {}", MADE.fetch_add(1, Ordering::Relaxed));
    let environment = server.development().await.id;
    server.client.create_embed(&key, &new(environment, connections, reveal)).await.unwrap()
}

pub async fn mint(client: &Client, embed: EmbedId, connection: ConnectionId) -> String {
    let new = NewEmbedToken { connection_id: connection, ttl_seconds: 900 };
    client.mint_embed_token(embed, &new).await.unwrap().token
}

fn etag(version: u64) -> String {
    format!("\"{version}\"")
}

#[tokio::test]
async fn an_embed_is_made_read_changed_revoked_and_deleted() {
    let server = TestServer::start().await;
    let connections: Vec<_> = all_connections(&server.client).await.into_iter().map(|it| it.id).collect();
    let environment = server.development().await.id;
    let both = [server.engine().await.id, named(&server, "Redox Health System").await];
    assert!(both.iter().all(|id| connections.contains(id)));
    let made = make(&server, &[both[1], both[0], both[1]], Reveal::Names).await;
    assert_eq!(made.connection_ids, [both[1], both[0]], "in the order given, each once");
    assert_eq!((made.version, &made.revoked_at, &made.last_used_at), (1, &None, &None));
    assert_eq!(
        server.client.embeds(environment).await.unwrap().items.as_slice(),
        std::slice::from_ref(&made)
    );
    assert!(server.client.embeds(staging(&server).await.id).await.unwrap().items.is_empty());
    let read = server.client.embed(made.id).await.unwrap();
    assert_eq!((&read.value, read.etag.as_str()), (&made, "\"1\""));

    let patch = EmbedPatch {
        name: Some(" Renamed ".to_owned()),
        connection_ids: Some(vec![both[0]]),
        allowed_origins: Some(vec!["HTTPS://Other.Example:443/".to_owned()]),
        reveal: Some(Reveal::Everything),
    };
    let changed = server.client.update_embed(made.id, &etag(1), &patch).await.unwrap().value;
    assert_eq!((changed.name.as_str(), changed.version), ("Renamed", 2));
    assert_eq!(changed.allowed_origins, ["https://other.example"]);
    assert_eq!((changed.connection_ids.as_slice(), changed.reveal.clone()), (&both[..1], Reveal::Everything));
    let same = server.client.update_embed(made.id, &etag(2), &patch).await.unwrap().value;
    assert_eq!(same, changed, "a patch that changes nothing makes no version");
    assert_eq!(code(server.client.update_embed(made.id, &etag(1), &patch).await), ProblemCode::Stale);

    let revoked = server.client.revoke_embed(made.id, &etag(2)).await.unwrap().value;
    assert_eq!((revoked.revoked_at, revoked.version), (Some(server.clock.now().timestamp()), 3));
    assert_eq!(code(server.client.revoke_embed(made.id, "*").await), ProblemCode::Conflict);
    assert_eq!(code(server.client.update_embed(made.id, "*", &patch).await), ProblemCode::Conflict);
    assert_eq!(code(server.client.delete_embed(made.id, &etag(2)).await), ProblemCode::Stale);
    server.client.delete_embed(made.id, &etag(3)).await.unwrap();
    assert_eq!(code(server.client.embed(made.id).await), ProblemCode::NotFound);
}

async fn named(server: &TestServer, name: &str) -> ConnectionId {
    crate::support::named(&server.client, name).await.id
}

#[tokio::test]
async fn a_repeated_request_makes_one_embed() {
    let server = TestServer::start().await;
    let new = new(server.development().await.id, &[server.engine().await.id], Reveal::Names);
    let first = server.client.create_embed("once", &new).await.unwrap();
    assert_eq!(server.client.create_embed("once", &new).await.unwrap(), first);
    let other = NewEmbed { name: "Other".to_owned(), ..new };
    assert_eq!(code(server.client.create_embed("once", &other).await), ProblemCode::Validation);
    assert_eq!(server.client.embeds(first.environment_id).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn another_organizations_embed_is_as_unknown_as_any() {
    let server = TestServer::start().await;
    let (_, other) = server.another_organization().await;
    let theirs = engine(&other).await.id;
    let made =
        other.create_embed("e", &new(development(&other).await.id, &[theirs], Reveal::Names)).await.unwrap();
    let unknown = EmbedId(Uuid::from_u128(1));
    let client = &server.client;
    let ask = NewEmbedToken { connection_id: theirs, ttl_seconds: 900 };
    let check = NewEmbedCheck { origin: PORTAL.to_owned(), ..NewEmbedCheck::default() };
    for id in [made.id, unknown] {
        let refused = [
            problem(client.embed(id).await),
            problem(client.update_embed(id, "*", &EmbedPatch::default()).await),
            problem(client.revoke_embed(id, "*").await),
            problem(client.delete_embed(id, "*").await),
            problem(client.mint_embed_token(id, &ask).await),
            problem(client.check_embed(id, &check).await),
        ];
        let first = anonymous(refused[0].clone());
        assert_eq!(first.code, ProblemCode::NotFound);
        assert!(refused.into_iter().all(|problem| anonymous(problem) == first));
    }
    let mine = new(server.development().await.id, &[theirs], Reveal::Names);
    let refused = problem(client.create_embed("mine", &mine).await);
    assert_eq!(refused.errors[0].pointer, "/connectionIds/0");
}

#[tokio::test]
async fn bad_input_is_named_by_its_pointer() {
    let server = TestServer::start().await;
    let environment = server.development().await.id;
    let connection = server.engine().await.id;
    let with = |more: Value| {
        let mut body = json!({ "environmentId": environment, "name": "E", "allowedOrigins": [PORTAL],
            "connectionIds": [connection], "reveal": "names" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let many: Vec<String> = (0..21).map(|place| format!("https://a{place}.example")).collect();
    let staging = staging(&server).await.id;
    let cases = [
        (with(json!({ "name": " " })), "/name", "length"),
        (with(json!({ "allowedOrigins": [] })), "/allowedOrigins", "count"),
        (with(json!({ "allowedOrigins": many })), "/allowedOrigins", "count"),
        (with(json!({ "allowedOrigins": [PORTAL, "*"] })), "/allowedOrigins/1", "origin"),
        (with(json!({ "allowedOrigins": ["null"] })), "/allowedOrigins/0", "origin"),
        (with(json!({ "allowedOrigins": ["https://a.example/b"] })), "/allowedOrigins/0", "origin"),
        (with(json!({ "allowedOrigins": ["https://*.example"] })), "/allowedOrigins/0", "origin"),
        (with(json!({ "allowedOrigins": ["http://a.example"] })), "/allowedOrigins/0", "notHttps"),
        (
            with(json!({ "environmentId": staging, "allowedOrigins": ["http://localhost"] })),
            "/allowedOrigins/0",
            "notHttps",
        ),
        (with(json!({ "connectionIds": [] })), "/connectionIds", "count"),
        (with(json!({ "connectionIds": vec![connection; 201] })), "/connectionIds", "count"),
        (
            with(json!({ "connectionIds": [connection, Uuid::from_u128(1)] })),
            "/connectionIds/1",
            "unknownConnection",
        ),
        (with(json!({ "environmentId": staging })), "/connectionIds/0", "unknownConnection"),
        (with(json!({ "reveal": "secrets" })), "/reveal", "invalid"),
        (with(json!({ "environmentId": Uuid::from_u128(1) })), "/environmentId", "unknownEnvironment"),
        (with(json!({ "token": "mine" })), "/token", "unknownField"),
    ];
    for (body, pointer, code) in cases {
        let response = server.request(Method::POST, "/api/v1/embeds").json(&body).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        let problem: causeway_model::Problem = response.json().await.unwrap();
        let first = &problem.errors[0];
        assert_eq!((first.pointer.as_str(), first.code.as_str()), (pointer, code), "{body}");
    }
    let made = make(&server, &[connection], Reveal::Names).await;
    let tokens = format!("/api/v1/embeds/{}/tokens", made.id);
    for (body, pointer, code) in [
        (json!({ "connectionId": Uuid::from_u128(1) }), "/connectionId", "notInEmbed"),
        (json!({ "connectionId": connection, "ttlSeconds": 0 }), "/ttlSeconds", "range"),
        (json!({ "connectionId": connection, "ttlSeconds": 901 }), "/ttlSeconds", "range"),
        (json!({}), "/connectionId", "required"),
    ] {
        let response = server.request(Method::POST, &tokens).json(&body).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        let problem: causeway_model::Problem = response.json().await.unwrap();
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), (pointer, code));
    }
}

#[tokio::test]
async fn a_key_with_the_scope_gets_tokens_and_nothing_else_of_embeds() {
    let server = TestServer::start().await;
    let connection = server.engine().await.id;
    let made = make(&server, &[connection], Reveal::Names).await;
    let key = api_keys::make(&server, "Mint", &[Scope::EmbedsMint]).await;
    let key = api_keys::with(&server, &key);
    let asked = NewEmbedToken { connection_id: connection, ttl_seconds: 60 };
    let token = key.mint_embed_token(made.id, &asked).await.unwrap();
    assert!(token.token.starts_with("cwy_emb_"));
    assert_eq!(token.expires_at, server.clock.now().after(Duration::from_secs(60)).timestamp());
    let refused: Result<Page<Embed>, _> = key.embeds(made.environment_id).await;
    assert_eq!(code(refused), ProblemCode::Forbidden);
    server.client.revoke_embed(made.id, "*").await.unwrap();
    assert_eq!(code(key.mint_embed_token(made.id, &asked).await), ProblemCode::Conflict);
}

#[tokio::test]
async fn a_deleted_connection_leaves_its_embeds_and_its_tokens_end() {
    let server = TestServer::start().await;
    server.import(&["Mercy"], &["Patient"]).await;
    let (mercy, other) = (named(&server, "Mercy").await, server.engine().await.id);
    let made = make(&server, &[mercy, other], Reveal::Names).await;
    let tokens = [mint(&server.client, made.id, mercy).await, mint(&server.client, made.id, other).await];
    server.client.delete_connection(mercy, "*").await.unwrap();
    let left = server.client.embed(made.id).await.unwrap().value;
    assert_eq!((left.connection_ids.as_slice(), left.version), (&[other][..], 2));
    assert_eq!(ask(&server, mercy, &tokens[0], PORTAL).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(ask(&server, other, &tokens[1], PORTAL).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn what_stands_in_the_way_is_told_with_the_line_that_mends_it() {
    let server = TestServer::start().await;
    let made = make(&server, &[server.engine().await.id], Reveal::Names).await;
    let check = async |origin: &str, page: Option<String>, policy: Option<&str>| {
        let asked = NewEmbedCheck { origin: origin.to_owned(), page, policy: policy.map(str::to_owned) };
        server.client.check_embed(made.id, &asked).await.unwrap()
    };
    let base = &server.base;
    let found = check(PORTAL, None, None).await;
    assert_eq!(found.csp.state, FindingState::Unknown);
    let needed = format!("script-src 'self' {base} 'wasm-unsafe-eval'; connect-src 'self' {base}");
    assert_eq!(found.csp.line.as_ref(), Some(&needed));
    assert_eq!((found.cors.state, found.framing.state), (FindingState::Ok, FindingState::Ok));
    assert_eq!(
        found.framing.found.as_deref(),
        Some("frame-ancestors https://portal.example http://localhost:3000")
    );
    assert_eq!(found.token.state, FindingState::Problem);
    assert_eq!(found.token.line.as_deref(), Some("\"scopes\": [\"embeds:mint\"]"));
    api_keys::make(&server, "Portal's server", &[Scope::EmbedsMint]).await;

    let found = check("https://stranger.example", None, Some("script-src 'self'")).await;
    let added = "\"allowedOrigins\": [\"https://portal.example\",\"http://localhost:3000\",\"https://stranger.example\"]";
    for finding in [&found.cors, &found.framing] {
        assert_eq!((&finding.state, finding.line.as_deref()), (&FindingState::Problem, Some(added)));
    }
    assert_eq!(found.csp.state, FindingState::Problem);
    assert_eq!(found.csp.line.unwrap(), format!("script-src 'self' {base} 'wasm-unsafe-eval'"));
    assert_eq!(found.token.state, FindingState::Ok);
    assert_eq!(found.token.found.as_deref(), Some("Portal's server"));

    let found = check(PORTAL, None, Some(&format!("{needed}; frame-src 'none'"))).await;
    assert_eq!(found.csp.state, FindingState::Ok);
    assert_eq!(
        (found.framing.state, found.framing.line),
        (FindingState::Problem, Some(format!("frame-src {base}")))
    );

    server.client.revoke_embed(made.id, "*").await.unwrap();
    let found = check(PORTAL, None, None).await;
    assert_eq!((found.token.state, found.framing.state), (FindingState::Problem, FindingState::Problem));
}

#[tokio::test]
async fn the_policy_of_a_page_is_read_where_it_is_sent() {
    let server = TestServer::start().await;
    let policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
    let address = receiver(move |request| {
        let header = if request.starts_with("GET /plain") {
            String::new()
        } else {
            format!("content-security-policy: {policy}\r\n")
        };
        format!("HTTP/1.1 200 OK\r\n{header}content-length: 4\r\nconnection: close\r\n\r\npage")
    })
    .await;
    let origin = format!("http://{address}");
    let mut embed = new(server.development().await.id, &[server.engine().await.id], Reveal::Names);
    embed.allowed_origins = vec![origin.clone()];
    let made = server.client.create_embed("page", &embed).await.unwrap();
    let asked = |page: String| NewEmbedCheck { origin: origin.clone(), page: Some(page), policy: None };
    let found = server.client.check_embed(made.id, &asked(format!("{origin}/portal"))).await.unwrap().csp;
    let base = &server.base;
    assert_eq!(found.state, FindingState::Problem);
    assert_eq!(
        found.line.unwrap(),
        format!("script-src 'self' 'wasm-unsafe-eval' {base}; connect-src 'self' {base}")
    );
    let found = server.client.check_embed(made.id, &asked(format!("{origin}/plain"))).await.unwrap().csp;
    assert_eq!((found.state, found.line), (FindingState::Ok, None));
    let gone = NewEmbedCheck {
        origin: "http://127.0.0.1:9".to_owned(),
        page: Some("http://127.0.0.1:9/".to_owned()),
        policy: None,
    };
    assert_eq!(server.client.check_embed(made.id, &gone).await.unwrap().csp.state, FindingState::Unknown);
    for (page, code) in [("https://other.example/", "otherOrigin"), ("ftp://a.example", "notHttps")] {
        let refused = problem(server.client.check_embed(made.id, &asked(page.to_owned())).await);
        assert_eq!((refused.errors[0].pointer.as_str(), refused.errors[0].code.as_str()), ("/page", code));
    }
    let mut both = asked(format!("{origin}/"));
    both.policy = Some("script-src *".to_owned());
    assert_eq!(problem(server.client.check_embed(made.id, &both).await).errors[0].pointer, "/policy");
    let mut last = ProblemCode::Internal;
    for _ in 0..30 {
        if let Err(error) = server.client.check_embed(made.id, &asked(format!("{origin}/plain"))).await {
            last = code::<()>(Err(error));
        }
    }
    assert_eq!(last, ProblemCode::TooManyRequests);
}
