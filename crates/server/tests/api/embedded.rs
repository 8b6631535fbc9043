//! What pages of others load, as browsers ask for it; and what attackers send instead.

use std::time::Duration;

use causeway_client::Client;
use causeway_model::{ConnectionDataFlow, ConnectionId, EmbedPatch, NewEmbedToken, Problem, Reveal, Scope};
use data_encoding::BASE64URL_NOPAD;
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::json;

use crate::api_keys;
use crate::embeds::{PORTAL, make, mint, new};
use crate::support::{TestServer, development, engine, named};

fn path(connection: ConnectionId) -> String {
    format!("/embed/v1/connections/{connection}/data-flow")
}

fn request(server: &TestServer, connection: ConnectionId, token: &str) -> RequestBuilder {
    server.bare(Method::GET, &path(connection)).bearer_auth(token)
}

/// As a page of an origin asks.
pub async fn ask(server: &TestServer, connection: ConnectionId, token: &str, origin: &str) -> Response {
    request(server, connection, token).header("origin", origin).send().await.unwrap()
}

fn readable_by(headers: &HeaderMap) -> Option<&str> {
    assert!(!headers.contains_key("access-control-allow-credentials"));
    assert!(!headers.contains_key("set-cookie"));
    assert_eq!(headers["vary"], "Origin");
    headers.get("access-control-allow-origin").map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_page_of_the_embed_reads_the_picture_and_not_again_what_it_has() {
    let server = TestServer::start().await;
    let connection = server.engine().await.id;
    let embed = make(&server, &[connection], Reveal::Everything).await;
    let token = mint(&server.client, embed.id, connection).await;
    let response = ask(&server, connection, &token, PORTAL).await;
    assert_eq!(response.status(), StatusCode::OK);
    let headers = response.headers().clone();
    assert_eq!(readable_by(&headers), Some(PORTAL));
    assert_eq!(headers["access-control-expose-headers"], "etag");
    assert_eq!(headers["cache-control"], "no-store");
    let whole = server.client.data_flow(connection).await.unwrap().value;
    assert_eq!(response.json::<ConnectionDataFlow>().await.unwrap(), whole);

    let again = request(&server, connection, &token).header("origin", "http://localhost:3000");
    let again = again.header("if-none-match", &headers["etag"]).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(readable_by(again.headers()), Some("http://localhost:3000"));
    // The frame page: of this server, without an origin.
    let own = request(&server, connection, &token).header("sec-fetch-site", "same-origin");
    let own = own.send().await.unwrap();
    assert_eq!((own.status(), readable_by(own.headers())), (StatusCode::OK, None));
    for _ in 0..100 {
        if server.client.embed(embed.id).await.unwrap().value.last_used_at.is_some() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it was never noted that the embed is used");
}

#[tokio::test]
async fn the_picture_is_reduced_to_what_the_embed_reveals_now() {
    let server = TestServer::start().await;
    server.import(&["Mercy"], &["Patient", "Encounter"]).await;
    let connection = named(&server.client, "Mercy").await.id;
    let whole = server.client.data_flow(connection).await.unwrap().value;
    let embed = make(&server, &[connection], Reveal::Names).await;
    let token = mint(&server.client, embed.id, connection).await;
    let read = async || ask(&server, connection, &token, PORTAL).await.text().await.unwrap();

    let text = read().await;
    assert!(text.contains("Mercy") && text.contains("\"idHidden\":true"));
    for card in whole.left.iter().chain(&whole.right) {
        assert!(!text.contains(&card.id.to_string()), "{card:?}");
        assert!(card.url.as_ref().is_none_or(|url| !text.contains(url)));
    }
    assert!(whole.flows.iter().all(|flow| !text.contains(&flow.id.to_string())));
    assert!(!text.contains("fhir0.example.org"), "not even as the name of an endpoint without one");
    assert!(!text.contains(&whole.connection.environment_id.to_string()));
    assert_eq!(read().await, text, "stand-ins stay the same");

    let patch = |reveal| EmbedPatch { reveal: Some(reveal), ..EmbedPatch::default() };
    server.client.update_embed(embed.id, "*", &patch(Reveal::NoAddresses)).await.unwrap();
    let text = read().await;
    assert!(text.contains(&whole.right[0].id.to_string()) && !text.contains("fhir0.example.org"));
    server.client.update_embed(embed.id, "*", &patch(Reveal::Everything)).await.unwrap();
    assert!(read().await.contains("https://fhir0.example.org/r4"));

    // Cards of API keys show a name, and no part of any secret.
    let key = server.client.api_keys(embed.environment_id).await.unwrap().items.remove(0);
    let rotation = causeway_model::Rotation { overlap_seconds: 0 };
    let made = server.client.rotate_api_key(key.id, "*", &rotation).await.unwrap();
    let text = read().await;
    let shown = &made.api_key.secrets[0];
    assert!(text.contains("\"kind\":\"apiKey\""));
    for part in [made.secret.as_ref().unwrap(), &shown.prefix, &shown.last4] {
        assert!(!text.contains(&format!("\"{part}")) && !text.contains("cwy_"), "{part}");
    }
}

#[tokio::test]
async fn a_browser_may_ask_from_anywhere_whether_it_may_ask() {
    let server = TestServer::start().await;
    let connection = server.engine().await.id;
    for origin in [PORTAL, "https://stranger.example", "null"] {
        let request = server.bare(Method::OPTIONS, &path(connection)).header("origin", origin);
        let request = request
            .header("access-control-request-method", "GET")
            .header("access-control-request-headers", "authorization,if-none-match");
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
        let headers = response.headers();
        assert_eq!(headers["access-control-allow-origin"], "*");
        assert_eq!(headers["access-control-allow-methods"], "GET");
        assert_eq!(headers["access-control-allow-headers"], "authorization, if-none-match");
        assert!(!headers.contains_key("access-control-allow-credentials"));
    }
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        let response = server.bare(method, &path(connection)).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    }
}

#[tokio::test]
async fn no_other_answer_takes_part_in_cors() {
    let server = TestServer::start().await;
    let connection = server.engine().await.id;
    let embed = make(&server, &[connection], Reveal::Names).await;
    for path in [
        "/api/v1/session".to_owned(),
        format!("/api/v1/connections/{connection}/data-flow"),
        format!("/api/v1/embeds/{}", embed.id),
        "/healthz".to_owned(),
        "/sign-in".to_owned(),
        format!("/embed/v1/frame/{}", embed.id),
        "/embed/v1/frame.js".to_owned(),
        "/oauth/token".to_owned(),
        "/".to_owned(),
    ] {
        for method in [Method::GET, Method::OPTIONS] {
            let request = server.request(method.clone(), &path).header("origin", PORTAL);
            let request = request.header("access-control-request-method", "GET");
            let response = request.send().await.unwrap();
            let cors = response.headers().keys().any(|name| name.as_str().starts_with("access-control-"));
            assert!(!cors, "{method} {path}");
        }
    }
}

/// A JSON Web Token that says what a careless server would believe.
fn jwt(algorithm: &str, signature: &str, connection: ConnectionId) -> String {
    let part = |value: serde_json::Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let header = part(json!({ "alg": algorithm, "typ": "causeway-embed+jwt" }));
    let claims = part(json!({ "cid": connection, "aud": "causeway-embed", "exp": 4_102_444_800_u64 }));
    format!("{header}.{claims}.{signature}")
}

#[tokio::test]
async fn only_a_good_token_of_an_embed_opens_the_picture() {
    let server = TestServer::start().await;
    let connection = server.engine().await.id;
    let embed = make(&server, &[connection], Reveal::Names).await;
    let good = mint(&server.client, embed.id, connection).await;
    let key = api_keys::make(&server, "All", Scope::KNOWN).await.secret.unwrap();
    let mut edited = good.clone();
    edited.replace_range(30..31, if &good[30..31] == "x" { "y" } else { "x" });
    let other = mint(&server.client, embed.id, connection).await;
    // The id of one and the secret of another.
    let crossed = summed(&format!("{}{}", &good[..21], &other[21..]));
    let wrong = [
        server.token.clone(),
        key,
        edited,
        crossed,
        good[..good.len() - 1].to_owned(),
        // Of another kind, with the id and secret of a good one.
        summed(&good.replace("cwy_emb_", "cwy_at_")),
        summed(&good.replace("cwy_emb_", "cwy_pat_")),
        summed(&good.replace("cwy_emb_", "cwy_dev_")),
        jwt("none", "", connection),
        jwt("HS256", &BASE64URL_NOPAD.encode(&[7; 32]), connection),
        embed.id.to_string(),
        String::new(),
    ];
    assert_eq!(summed(&good), good);
    let mut words: Option<Problem> = None;
    for wrong in wrong {
        let response = ask(&server, connection, &wrong, PORTAL).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{wrong}");
        // The page's script has to see that, to get another one.
        assert_eq!(readable_by(response.headers()), Some(PORTAL));
        assert!(response.headers()["www-authenticate"].to_str().unwrap().starts_with("Bearer"));
        let problem = crate::support::anonymous(response.json().await.unwrap());
        assert_eq!(words.get_or_insert_with(|| problem.clone()), &problem, "one answer for all: {wrong}");
    }
    for (name, value) in [
        ("cookie", format!("causeway_session_{}={good}", server.base.rsplit(':').next().unwrap())),
        ("authorization", format!("Basic {good}")),
        ("x-api-key", good.clone()),
    ] {
        let request = server.bare(Method::GET, &path(connection)).header("origin", PORTAL);
        let response = request.header(name, value).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{name}");
    }
    // A real session is of no use either.
    let sign_in = server.bare(Method::POST, "/api/v1/session").json(&json!({ "code": server.code() }));
    let cookie = sign_in.send().await.unwrap().headers()["set-cookie"].to_str().unwrap().to_owned();
    let request = server.bare(Method::GET, &path(connection)).header("origin", PORTAL);
    let response = request.header("cookie", cookie.split(';').next().unwrap()).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    // In the query it opens nothing, and beside a good header it is refused as well.
    let query = format!("{}?token={good}", path(connection));
    let bare = server.bare(Method::GET, &query).header("origin", PORTAL);
    assert_eq!(bare.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    let both = server.bare(Method::GET, &query).header("origin", PORTAL).bearer_auth(&good);
    assert_eq!(both.send().await.unwrap().status(), StatusCode::BAD_REQUEST);
    assert_eq!(ask(&server, connection, &good, PORTAL).await.status(), StatusCode::OK);
}

/// The same token with the right checksum, which anybody can compute.
fn summed(token: &str) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let body = &token[..token.len() - 6];
    let mut value = crc32fast::hash(body.as_bytes());
    let mut digits = ['0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = char::from(DIGITS[(value % 62) as usize]);
        value /= 62;
    }
    format!("{body}{}", digits.iter().collect::<String>())
}

#[tokio::test]
async fn a_token_of_an_embed_opens_nothing_of_the_api() {
    let server = TestServer::start().await;
    let connection = server.engine().await.id;
    let embed = make(&server, &[connection], Reveal::Everything).await;
    let token = mint(&server.client, embed.id, connection).await;
    for path in [
        "/api/v1/session".to_owned(),
        "/api/v1/openapi.json".to_owned(),
        format!("/api/v1/connections/{connection}"),
        format!("/api/v1/connections/{connection}/data-flow"),
        format!("/api/v1/embeds/{}", embed.id),
        format!("/connections/{connection}/print"),
        "/".to_owned(),
    ] {
        for origin in [None, Some(PORTAL)] {
            let mut request = server.bare(Method::GET, &path).bearer_auth(&token);
            if let Some(origin) = origin {
                request = request.header("origin", origin);
            }
            assert_eq!(request.send().await.unwrap().status(), StatusCode::UNAUTHORIZED, "{path}");
        }
    }
    let client = Client::new(&*server.base).with_token(&*token);
    let asked = NewEmbedToken { connection_id: connection, ttl_seconds: 900 };
    let refused = crate::support::problem(client.mint_embed_token(embed.id, &asked).await);
    assert_eq!(refused.status, 401, "a token makes no tokens");
}

#[tokio::test]
async fn a_token_is_good_for_its_connection_and_its_origins_only() {
    let server = TestServer::start().await;
    let connection = server.engine().await.id;
    let other = named(&server.client, "Redox Health System").await.id;
    let embed = make(&server, &[connection, other], Reveal::Names).await;
    let token = mint(&server.client, embed.id, connection).await;
    let (_, stranger) = server.another_organization().await;
    let theirs = engine(&stranger).await.id;
    let unknown = ConnectionId(uuid::Uuid::from_u128(1));
    let mut words: Option<Problem> = None;
    for wrong in [other, theirs, unknown] {
        let response = ask(&server, wrong, &token, PORTAL).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        assert_eq!(readable_by(response.headers()), Some(PORTAL));
        let problem = crate::support::anonymous(response.json().await.unwrap());
        assert_eq!(words.get_or_insert_with(|| problem.clone()), &problem, "whether it exists is not told");
    }
    // Of another organization: an embed there shows nothing here.
    let new = new(development(&stranger).await.id, &[theirs], Reveal::Names);
    let elsewhere = stranger.create_embed("e", &new).await.unwrap();
    let foreign = mint(&stranger, elsewhere.id, theirs).await;
    assert_eq!(ask(&server, connection, &foreign, PORTAL).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(ask(&server, theirs, &foreign, PORTAL).await.status(), StatusCode::OK);

    for origin in [
        "https://stranger.example",
        "https://portal.example.evil",
        "https://portal.example:8443",
        "http://portal.example",
        "https://PORTAL.example",
        "https://portal.example/",
        "https://portal.example https://stranger.example",
        "null",
        "",
    ] {
        let response = ask(&server, connection, &token, origin).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{origin}");
        assert_eq!(readable_by(response.headers()), None, "{origin}");
    }
    for site in [None, Some("cross-site"), Some("same-site"), Some("none")] {
        let mut request = request(&server, connection, &token);
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        let response = request.send().await.unwrap();
        assert_eq!((response.status(), readable_by(response.headers())), (StatusCode::FORBIDDEN, None));
    }
    let null = server.bare(Method::GET, &path(connection)).header("origin", "null").send().await.unwrap();
    assert_eq!((null.status(), readable_by(null.headers())), (StatusCode::UNAUTHORIZED, None));
}

#[tokio::test]
async fn a_token_ends_by_itself_and_with_whatever_it_depends_on() {
    let server = TestServer::start().await;
    let connection = server.engine().await.id;
    let other = named(&server.client, "Redox Health System").await.id;
    let embed = make(&server, &[connection, other], Reveal::Names).await;
    let status = async |token: &str, origin: &str| ask(&server, connection, token, origin).await.status();
    let token = mint(&server.client, embed.id, connection).await;
    server.clock.advance(Duration::from_secs(899));
    assert_eq!(status(&token, PORTAL).await, StatusCode::OK);
    server.clock.advance(Duration::from_secs(1));
    assert_eq!(status(&token, PORTAL).await, StatusCode::UNAUTHORIZED);

    // What has ended is forgotten when the next one is made.
    let token = mint(&server.client, embed.id, connection).await;
    let db = rusqlite::Connection::open_with_flags(
        server.dir.path().join("data/causeway.db"),
        rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY,
    )
    .unwrap();
    let count = || -> i64 { db.query_row("SELECT COUNT(*) FROM embed_token", [], |row| row.get(0)).unwrap() };
    assert_eq!(count(), 1);

    // An origin that is taken away, and given back.
    let origins =
        |origin: &str| EmbedPatch { allowed_origins: Some(vec![origin.to_owned()]), ..EmbedPatch::default() };
    server.client.update_embed(embed.id, "*", &origins("https://new.example")).await.unwrap();
    assert_eq!(status(&token, PORTAL).await, StatusCode::FORBIDDEN);
    assert_eq!(status(&token, "https://new.example").await, StatusCode::OK);
    server.client.update_embed(embed.id, "*", &origins(PORTAL)).await.unwrap();
    assert_eq!(status(&token, PORTAL).await, StatusCode::OK);

    // A connection that leaves takes its tokens along, also when it comes back.
    let connections =
        |ids: &[ConnectionId]| EmbedPatch { connection_ids: Some(ids.to_vec()), ..EmbedPatch::default() };
    server.client.update_embed(embed.id, "*", &connections(&[other])).await.unwrap();
    server.client.update_embed(embed.id, "*", &connections(&[connection, other])).await.unwrap();
    assert_eq!(status(&token, PORTAL).await, StatusCode::UNAUTHORIZED);

    let token = mint(&server.client, embed.id, connection).await;
    server.client.revoke_embed(embed.id, "*").await.unwrap();
    assert_eq!(status(&token, PORTAL).await, StatusCode::UNAUTHORIZED);
    let embed = make(&server, &[connection], Reveal::Names).await;
    let token = mint(&server.client, embed.id, connection).await;
    assert_eq!(status(&token, PORTAL).await, StatusCode::OK);
    server.client.delete_embed(embed.id, "*").await.unwrap();
    assert_eq!(status(&token, PORTAL).await, StatusCode::UNAUTHORIZED);
    assert_eq!(count(), 0);
}

#[tokio::test]
async fn the_frame_page_may_be_framed_by_the_origins_of_its_embed_and_nobody_else() {
    let server = TestServer::start().await;
    let connection = server.engine().await.id;
    let embed = make(&server, &[connection], Reveal::Names).await;
    let frame = format!("/embed/v1/frame/{}", embed.id);
    let get = async |path: &str| server.bare(Method::GET, path).send().await.unwrap();
    let response = get(&format!("{frame}?connection={connection}&theme=dark")).await;
    assert_eq!(response.status(), StatusCode::OK);
    let headers = response.headers().clone();
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("; frame-ancestors https://portal.example http://localhost:3000; "), "{policy}");
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval'; style-src 'self'"), "{policy}");
    assert!(policy.contains("require-trusted-types-for 'script'"), "{policy}");
    assert!(!headers.contains_key("x-frame-options") && !headers.contains_key("set-cookie"));
    assert_eq!(headers["cross-origin-resource-policy"], "cross-origin");
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(headers["content-type"], "text/html; charset=utf-8");
    let page = response.text().await.unwrap();
    let origins = "<meta name=\"causeway-origins\" content=\"https://portal.example http://localhost:3000\">";
    assert!(page.contains(origins) && page.contains("<div id=\"frame\"></div>"), "{page}");
    assert!(!page.contains(&connection.to_string()), "the query is the script's");

    let patch =
        EmbedPatch { allowed_origins: Some(vec!["https://one.example".to_owned()]), ..EmbedPatch::default() };
    server.client.update_embed(embed.id, "*", &patch).await.unwrap();
    let response = get(&frame).await;
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("; frame-ancestors https://one.example; "), "{policy}");

    server.client.revoke_embed(embed.id, "*").await.unwrap();
    for gone in [&*frame, "/embed/v1/frame/0191f0e2-7c1a-7000-8000-000000000000", "/embed/v1/frame/x"] {
        let response = get(gone).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{gone}");
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    }
    for (path, content_type) in [
        ("/embed/v1/frame.js", "text/javascript; charset=utf-8"),
        ("/embed/v1/frame.css", "text/css; charset=utf-8"),
    ] {
        let response = get(path).await;
        assert_eq!(
            (response.status(), &response.headers()["content-type"]),
            (StatusCode::OK, &content_type.parse().unwrap())
        );
        assert_eq!(response.headers()["cross-origin-resource-policy"], "cross-origin");
    }
    // This build has no widget; what is not there is not there for anybody, signed in or not.
    assert_eq!(get("/embed/v1/causeway-data-flow.js").await.status(), StatusCode::NOT_FOUND);
    let rebound = server.bare(Method::GET, &frame).header("host", "rebound.example").send().await.unwrap();
    assert_eq!(rebound.status(), StatusCode::MISDIRECTED_REQUEST);
}
