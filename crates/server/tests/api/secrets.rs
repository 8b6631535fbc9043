//! Secrets are found nowhere but where they belong: not in the database, not in answers, not in the log.

use causeway_model::{
    AuthCredentialPatch, AuthHeaderSetting, AuthStrategy, EndpointKind, EndpointPatch, NewAuthCredential,
    NewEndpoint, Reveal, Rotation, Scope, VerificationMethod,
};
use reqwest::{Method, StatusCode};

use crate::api_keys::make;
use crate::embedded::ask;
use crate::embeds::{PORTAL, make as make_embed, mint, new};
use crate::support::{TestServer, TracedServer, development, engine};

const TOKEN: &str = "VERIFICATION-CANARY-7f3a91";
const HEADER: &str = "HEADER-CANARY-2c81d0";

#[tokio::test]
async fn no_secret_is_in_the_database_or_in_an_answer() {
    let server = TestServer::start().await;
    let first = make(&server, "Searched for", Scope::KNOWN).await;
    let id = first.api_key.id;
    let second = server.client.rotate_api_key(id, "*", &Rotation { overlap_seconds: 60 }).await.unwrap();
    let new = NewEndpoint {
        environment_id: server.development().await.id,
        name: "With a token".to_owned(),
        kind: EndpointKind::Https,
        url: Some("http://127.0.0.1:9/in".to_owned()),
        verification_token: Some(TOKEN.to_owned()),
        verification_method: Some(VerificationMethod::Post),
    };
    let endpoint = server.client.create_endpoint("e", &new).await.unwrap();
    assert!(endpoint.verification.as_ref().unwrap().has_token);
    let credential = NewAuthCredential {
        environment_id: endpoint.environment_id,
        name: "With headers".to_owned(),
        strategy: AuthStrategy::Headers,
        settings: std::collections::BTreeMap::new(),
        headers: vec![AuthHeaderSetting { name: "X-Api-Key".to_owned(), value: Some(HEADER.to_owned()) }],
    };
    let credential = server.client.create_auth_credential("c", &credential).await.unwrap();
    let patch = EndpointPatch { auth_credential_id: Some(Some(credential.id)), ..EndpointPatch::default() };
    server.client.update_endpoint(endpoint.id, "*", &patch).await.unwrap();
    let other = AuthCredentialPatch {
        headers: Some(vec![AuthHeaderSetting { name: "X-Other".to_owned(), value: Some(HEADER.to_owned()) }]),
        ..AuthCredentialPatch::default()
    };
    server.client.update_auth_credential(credential.id, "*", &other).await.unwrap();
    // Sent, and refused by nobody being there.
    server.client.verify_endpoint(endpoint.id).await.unwrap();
    // The secret parts: what stands before them may be shown.
    let secret = |made: &causeway_model::ApiKeyWithSecret| {
        let text = made.secret.clone().unwrap();
        text[text.rfind('_').unwrap() + 1..text.len() - 6].to_owned()
    };
    let mut canaries = vec![secret(&first), secret(&second), TOKEN.to_owned(), HEADER.to_owned()];
    let connection = server.engine().await.id;
    let embed = make_embed(&server, &[connection], Reveal::Everything).await;
    let token = mint(&server.client, embed.id, connection).await;
    let picture = ask(&server, connection, &token, PORTAL).await;
    assert_eq!(picture.status(), StatusCode::OK);
    canaries.push(token[token.rfind('_').unwrap() + 1..token.len() - 6].to_owned());
    canaries.push(server.token[server.token.rfind('_').unwrap() + 1..].to_owned());
    let mut haystacks = vec![("picture".to_owned(), picture.bytes().await.unwrap().to_vec())];
    for entry in std::fs::read_dir(server.dir.path().join("data")).unwrap() {
        let path = entry.unwrap().path();
        haystacks.push((path.display().to_string(), std::fs::read(&path).unwrap()));
    }
    assert!(haystacks.iter().any(|(name, content)| name.contains("causeway.db") && content.len() > 1000));
    let paths = [
        "/api-keys".to_owned(),
        format!("/api-keys/{id}"),
        format!("/endpoints/{}", endpoint.id),
        "/endpoints".to_owned(),
        "/embeds".to_owned(),
        format!("/embeds/{}", embed.id),
        "/auth-credentials".to_owned(),
        "/audit-events".to_owned(),
        format!("/auth-credentials/{}", credential.id),
    ];
    for path in paths {
        let response = server.request(Method::GET, &format!("/api/v1{path}")).send().await.unwrap();
        assert!(response.status().is_success());
        haystacks.push((path, response.bytes().await.unwrap().to_vec()));
    }
    let trail = &haystacks.iter().find(|(name, _)| name == "/audit-events").unwrap().1;
    for told in ["apiKeyRotated", "authCredentialChanged", "endpointChanged"] {
        assert!(String::from_utf8_lossy(trail).contains(told), "{told}");
    }
    for canary in canaries {
        for (name, content) in &haystacks {
            let found = content.windows(canary.len()).any(|part| part == canary.as_bytes());
            assert!(!found, "{canary} in {name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_token_of_an_embed_is_in_the_log() {
    let server = TracedServer::start().await;
    let connection = engine(&server.client).await.id;
    let environment = development(&server.client).await.id;
    let new = new(environment, &[connection], Reveal::Names);
    let embed = server.client.create_embed("e", &new).await.unwrap();
    let token = mint(&server.client, embed.id, connection).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/embed/v1/connections/{connection}/data-flow", server.base);
    // Once as it should be, once as a careless page would.
    let good = client.get(&url).bearer_auth(&token).header("origin", PORTAL).send().await.unwrap();
    let careless = client.get(format!("{url}?token={token}")).header("origin", PORTAL).send().await.unwrap();
    assert_eq!((good.status(), careless.status()), (StatusCode::OK, StatusCode::UNAUTHORIZED));
    let log = String::from_utf8(server.stop()).unwrap();
    assert!(log.contains(&embed.id.to_string()), "it is told that a token was given");
    let secret = &token[token.rfind('_').unwrap() + 1..token.len() - 6];
    assert!(!log.contains(secret));
}
