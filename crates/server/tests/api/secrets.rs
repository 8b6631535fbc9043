//! Secrets are found nowhere but where they belong: not in the database, not in answers.

use causeway_model::{
    AuthCredentialPatch, AuthHeaderSetting, AuthStrategy, EndpointKind, EndpointPatch, NewAuthCredential,
    NewEndpoint, Rotation, Scope, VerificationMethod,
};
use reqwest::Method;

use crate::api_keys::make;
use crate::support::TestServer;

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
    canaries.push(server.token[server.token.rfind('_').unwrap() + 1..].to_owned());
    let mut haystacks = Vec::new();
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
