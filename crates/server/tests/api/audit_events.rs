//! The audit trail: who did what, in the order it happened, and nothing of what was refused.

use causeway_client::Client;
use causeway_model::{
    ActorKind, ApiKeyPatch, AuditAction, AuditEvent, AuditEventsQuery, AuthCredentialPatch, AuthStrategy,
    EmbedPatch, EndpointKind, EndpointPatch, NewAuthCredential, NewEndpoint, ProblemCode, Reveal, Rotation,
    Scope,
};
use causeway_server::clock::Clock;
use reqwest::Method;
use serde_json::json;

use crate::api_keys::{make, with};
use crate::oauth::system::{Signer, granted, register};
use crate::support::{TestServer, code};

async fn all(client: &Client) -> Vec<AuditEvent> {
    let ask = AuditEventsQuery { limit: Some(200), cursor: None };
    client.audit_events(&ask).await.unwrap().items
}

/// Actions, the oldest first, with the name of what they were done to.
fn told(events: &[AuditEvent]) -> Vec<(AuditAction, &str)> {
    events
        .iter()
        .rev()
        .map(|event| (event.action.clone(), event.object.as_ref().map_or("", |it| &it.name)))
        .collect()
}

#[tokio::test]
async fn everything_is_told_once_and_in_order() {
    use AuditAction as A;
    let server = TestServer::start().await;
    assert!(all(&server.client).await.is_empty());
    let signed_in = server.bare(Method::POST, "/api/v1/session").json(&json!({ "code": server.code() }));
    assert!(signed_in.send().await.unwrap().status().is_success());

    let made = make(&server, "Intake", &[Scope::EndpointsWrite, Scope::EndpointsRead]).await;
    make(&server, "Intake", &[Scope::EndpointsWrite, Scope::EndpointsRead]).await;
    let id = made.api_key.id;
    let rename = ApiKeyPatch { name: Some("ADT intake".to_owned()), ..ApiKeyPatch::default() };
    server.client.update_api_key(id, "*", &rename).await.unwrap();
    server.client.update_api_key(id, "*", &rename).await.unwrap();
    server.client.rotate_api_key(id, "*", &Rotation { overlap_seconds: 60 }).await.unwrap();

    let new = NewAuthCredential {
        environment_id: made.api_key.environment_id,
        name: "Gateway".to_owned(),
        strategy: AuthStrategy::Basic,
        settings: [("username", "u"), ("password", "p")].map(|(a, b)| (a.to_owned(), b.to_owned())).into(),
        headers: Vec::new(),
    };
    let credential = server.client.create_auth_credential("c", &new).await.unwrap();
    let patch = AuthCredentialPatch {
        settings: [("password".to_owned(), Some("q".to_owned()))].into(),
        ..AuthCredentialPatch::default()
    };
    server.client.update_auth_credential(credential.id, "*", &patch).await.unwrap();

    // An API key makes and changes an endpoint; the rest is for people.
    let agent = with(&server, &made);
    let new = NewEndpoint {
        environment_id: made.api_key.environment_id,
        name: "Ward".to_owned(),
        kind: EndpointKind::Https,
        url: None,
        verification_token: None,
        verification_method: None,
    };
    let endpoint = agent.create_endpoint("e", &new).await.unwrap();
    let patch = EndpointPatch { auth_credential_id: Some(Some(credential.id)), ..EndpointPatch::default() };
    agent.update_endpoint(endpoint.id, "*", &patch).await.unwrap();
    // What is refused did not happen.
    assert_eq!(code(agent.delete_api_key(id, "*", None).await), ProblemCode::Forbidden);
    assert_eq!(code(agent.update_endpoint(endpoint.id, "\"9\"", &patch).await), ProblemCode::Stale);
    let unconfirmed = server.client.delete_auth_credential(credential.id, "*", None).await;
    assert_eq!(code(unconfirmed), ProblemCode::Conflict);
    server.client.delete_auth_credential(credential.id, "*", Some("Gateway")).await.unwrap();
    agent.delete_endpoint(endpoint.id, "*", None).await.unwrap();
    let connection = server.engine().await.id;
    let embed = crate::embeds::make(&server, &[connection], Reveal::Names).await;
    let patch = EmbedPatch { reveal: Some(Reveal::Everything), ..EmbedPatch::default() };
    server.client.update_embed(embed.id, "*", &patch).await.unwrap();
    server.client.revoke_embed(embed.id, "*").await.unwrap();
    server.client.delete_embed(embed.id, "*").await.unwrap();
    server.client.revoke_api_key(id, "*").await.unwrap();
    server.client.delete_api_key(id, "*", None).await.unwrap();

    let events = all(&server.client).await;
    let expected = [
        (A::SignedIn, ""),
        (A::ApiKeyCreated, "Intake"),
        (A::ApiKeyChanged, "ADT intake"),
        (A::ApiKeyRotated, "ADT intake"),
        (A::AuthCredentialCreated, "Gateway"),
        (A::AuthCredentialChanged, "Gateway"),
        (A::EndpointCreated, "Ward"),
        (A::EndpointChanged, "Ward"),
        (A::AuthCredentialDeleted, "Gateway"),
        (A::EndpointDeleted, "Ward"),
        (A::EmbedCreated, &embed.name),
        (A::EmbedChanged, &embed.name),
        (A::EmbedRevoked, &embed.name),
        (A::EmbedDeleted, &embed.name),
        (A::ApiKeyRevoked, "ADT intake"),
        (A::ApiKeyDeleted, "ADT intake"),
    ];
    assert_eq!(told(&events), expected);
    assert!(events.iter().zip(events.iter().skip(1)).all(|(later, one)| later.id == one.id + 1), "no gaps");
    let of = |action: AuditAction| events.iter().find(|event| event.action == action).unwrap();
    let (sign_in, made_by) = (of(A::SignedIn), of(A::ApiKeyCreated));
    assert_eq!(
        (&sign_in.actor.kind, &sign_in.object, sign_in.environment_id),
        (&ActorKind::Owner, &None, None)
    );
    assert_eq!((&made_by.actor.kind, made_by.actor.name.as_str()), (&ActorKind::Token, "Test"));
    assert_eq!(made_by.object.as_ref().unwrap().id, id.0);
    assert_eq!(made_by.environment_id, Some(made.api_key.environment_id));
    assert_eq!(made_by.at, server.clock.now().timestamp());
    let by_key = of(A::EndpointChanged);
    assert_eq!((&by_key.actor.kind, by_key.api_key_id), (&ActorKind::ApiKey, Some(id)));
}

#[tokio::test]
async fn an_access_token_is_told_with_its_client_and_a_refused_one_is_not() {
    let server = TestServer::start().await;
    let signer = Signer::ec("k");
    let key = register(&server, &signer, Scope::KNOWN).await;
    let assertion = signer.good(&server, &key);
    granted(&server, &assertion, None).await;
    assert!(!crate::oauth::system::ask(&server, &assertion).await.status.is_success(), "replayed");
    let events = all(&server.client).await;
    assert_eq!(
        told(&events),
        [(AuditAction::ApiKeyCreated, &*key.name), (AuditAction::AccessTokenIssued, &*key.name)]
    );
    assert_eq!(events[0].api_key_id, Some(key.id));
}

#[tokio::test]
async fn it_is_read_page_by_page_by_people_of_the_organization() {
    let server = TestServer::start().await;
    for number in 0..5 {
        // Names of different lengths, for these name the requests.
        make(&server, &"n".repeat(number + 1), Scope::KNOWN).await;
    }
    let every = all(&server.client).await;
    let mut found = Vec::new();
    let mut ask = AuditEventsQuery { limit: Some(2), cursor: None };
    loop {
        let page = server.client.audit_events(&ask).await.unwrap();
        found.extend(page.items);
        // What happens meanwhile is not on later pages, and moves nothing.
        make(&server, &"m".repeat(found.len() + 20), &[]).await;
        ask.cursor = page.next;
        if ask.cursor.is_none() {
            break;
        }
    }
    assert_eq!(found, every);
    let (_, other) = server.another_organization().await;
    assert!(all(&other).await.is_empty());
    let foreign = AuditEventsQuery { cursor: ask_cursor(&server).await, limit: None };
    assert_eq!(code(other.audit_events(&foreign).await), ProblemCode::BadRequest);
    let key = make(&server, "Every scope there is", Scope::KNOWN).await;
    assert_eq!(code(with(&server, &key).audit_events(&foreign).await), ProblemCode::Forbidden);
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let refused = server.request(method, "/api/v1/audit-events").send().await.unwrap();
        assert_eq!(refused.status().as_u16(), 405);
    }
}

async fn ask_cursor(server: &TestServer) -> Option<String> {
    let ask = AuditEventsQuery { limit: Some(1), cursor: None };
    server.client.audit_events(&ask).await.unwrap().next
}
