//! One named constructor per thing the dashboard asks for.

use causeway_model::{
    ApiKey, ApiKeyId, AuthCredential, AuthCredentialId, Connection, ConnectionDataFlow, ConnectionId,
    ConnectionsQuery, DataFlowRow, DataFlowsQuery, Embed, EmbedId, Endpoint, EndpointId, Environment,
    EnvironmentId, EnvironmentSummary, Session, Usage, Verb, YourEnd,
};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::link::use_link;
use super::paged::{PAGE, Paged};
use super::remote::{Failure, Remote};

#[derive(Clone, Copy)]
struct Environments(Remote<Vec<Environment>>);

/// Asks for the environments once for all pages.
pub(crate) fn provide_environments() {
    let environments = Remote::new(|client| {
        Some((String::new(), Box::pin(async move { client.environments().await.map(|page| page.items) })))
    });
    provide_context(Environments(environments));
}

/// Your organization's environments, in the order the server gives them.
pub(crate) fn use_environments() -> Remote<Vec<Environment>> {
    expect_context::<Environments>().0
}

/// Who is signed in.
pub(crate) fn session() -> Remote<Session> {
    Remote::new(|client| Some((String::new(), Box::pin(async move { client.session().await }))))
}

/// Counts of an environment, of what matches the search.
pub(crate) fn summary(
    key: impl Fn() -> Option<(EnvironmentId, Option<String>)> + 'static,
) -> Remote<EnvironmentSummary> {
    Remote::new(move |client| {
        let (environment, search) = key()?;
        let question = format!("{environment} {}", search.as_deref().unwrap_or_default());
        Some((question, Box::pin(async move { client.summary(environment, search.as_deref()).await })))
    })
}

/// The connections that answer a question.
pub(crate) fn connections(key: impl Fn() -> Option<ConnectionsQuery> + 'static) -> Paged<Connection> {
    Paged::new(key, |client, ask, cursor| async move {
        client.connections(&ConnectionsQuery { limit: Some(PAGE), cursor, ..ask }).await
    })
}

/// Ids and names of connections, and whether there are more.
pub(crate) type SomeConnections = (Vec<(ConnectionId, String)>, bool);

/// The first connections of an environment that match a search, as many as are wanted or a few more. For choosing some;
/// [`connections`] is for showing all, and weighs more.
pub(crate) fn some_connections(
    key: impl Fn() -> Option<(EnvironmentId, String, usize)> + 'static,
) -> Remote<SomeConnections> {
    Remote::keeping(move |client| {
        let (environment, search, wanted) = key()?;
        let question = [&*environment.to_string(), " ", &wanted.to_string(), " ", &search].concat();
        let mut ask = ConnectionsQuery {
            environment: Some(environment),
            search: Some(search).filter(|search| !search.is_empty()),
            limit: Some(PAGE),
            ..ConnectionsQuery::default()
        };
        let answer = async move {
            let mut found = Vec::new();
            loop {
                let page = client.connections(&ask).await?;
                found.extend(page.items.into_iter().map(|it| (it.id, it.name)));
                if page.next.is_none() || found.len() >= wanted {
                    return Ok((found, page.next.is_some()));
                }
                ask.cursor = page.next;
            }
        };
        Some((question, Box::pin(answer)))
    })
}

/// The data flows that answer a question.
pub(crate) fn data_flows(key: impl Fn() -> Option<DataFlowsQuery> + 'static) -> Paged<DataFlowRow> {
    Paged::new(key, |client, ask, cursor| async move {
        client.data_flows(&DataFlowsQuery { limit: Some(PAGE), cursor, ..ask }).await
    })
}

/// The picture of one connection.
pub(crate) fn data_flow(id: ConnectionId) -> Remote<ConnectionDataFlow> {
    Remote::new(move |client| {
        Some((id.to_string(), Box::pin(async move { client.data_flow(id).await.map(|read| read.value) })))
    })
}

/// One endpoint, yours or a connection's.
pub(crate) fn endpoint(id: EndpointId) -> Remote<Endpoint> {
    Remote::new(move |client| {
        Some((id.to_string(), Box::pin(async move { client.endpoint(id).await.map(|read| read.value) })))
    })
}

/// Your endpoints of an environment.
pub(crate) fn endpoints(id: impl Fn() -> Option<EnvironmentId> + 'static) -> Remote<Vec<Endpoint>> {
    Remote::new(move |client| {
        let id = id()?;
        Some((id.to_string(), Box::pin(async move { client.endpoints(id).await.map(|page| page.items) })))
    })
}

/// Your API keys of an environment.
pub(crate) fn api_keys(id: impl Fn() -> Option<EnvironmentId> + 'static) -> Remote<Vec<ApiKey>> {
    Remote::new(move |client| {
        let id = id()?;
        Some((id.to_string(), Box::pin(async move { client.api_keys(id).await.map(|page| page.items) })))
    })
}

/// Your auth credentials of an environment.
pub(crate) fn auth_credentials(
    id: impl Fn() -> Option<EnvironmentId> + 'static,
) -> Remote<Vec<AuthCredential>> {
    Remote::new(move |client| {
        let id = id()?;
        let list = async move { client.auth_credentials(id).await.map(|page| page.items) };
        Some((id.to_string(), Box::pin(list)))
    })
}

/// One auth credential of yours.
pub(crate) fn auth_credential(id: AuthCredentialId) -> Remote<AuthCredential> {
    Remote::new(move |client| {
        let read = async move { client.auth_credential(id).await.map(|read| read.value) };
        Some((id.to_string(), Box::pin(read)))
    })
}

/// Your embeds of an environment.
pub(crate) fn embeds(id: impl Fn() -> Option<EnvironmentId> + 'static) -> Remote<Vec<Embed>> {
    Remote::new(move |client| {
        let id = id()?;
        Some((id.to_string(), Box::pin(async move { client.embeds(id).await.map(|page| page.items) })))
    })
}

/// One embed of yours.
pub(crate) fn embed(id: EmbedId) -> Remote<Embed> {
    Remote::new(move |client| {
        Some((id.to_string(), Box::pin(async move { client.embed(id).await.map(|read| read.value) })))
    })
}

/// One API key of yours.
pub(crate) fn api_key(id: ApiKeyId) -> Remote<ApiKey> {
    Remote::new(move |client| {
        Some((id.to_string(), Box::pin(async move { client.api_key(id).await.map(|read| read.value) })))
    })
}

/// What depends on an API key.
pub(crate) fn api_key_usage(id: ApiKeyId) -> Remote<Usage> {
    Remote::new(move |client| Some((id.to_string(), Box::pin(async move { client.api_key_usage(id).await }))))
}

/// What depends on an auth credential.
pub(crate) fn auth_credential_usage(id: AuthCredentialId) -> Remote<Usage> {
    Remote::new(move |client| {
        Some((id.to_string(), Box::pin(async move { client.auth_credential_usage(id).await })))
    })
}

/// What depends on an endpoint.
pub(crate) fn endpoint_usage(id: EndpointId) -> Remote<Usage> {
    Remote::new(move |client| {
        Some((id.to_string(), Box::pin(async move { client.endpoint_usage(id).await })))
    })
}

/// What an arrow of this verb can be routed to.
pub(crate) fn your_ends(verb: Verb, environment: EnvironmentId) -> Remote<Vec<YourEnd>> {
    Remote::new(move |client| {
        let verb = verb.clone();
        let ends = async move { client.your_ends(&verb, environment).await.map(|page| page.items) };
        Some((String::new(), Box::pin(ends)))
    })
}

/// Signs out, then calls `done` with what went wrong, if anything.
pub(crate) fn sign_out(done: impl FnOnce(Option<Failure>) + 'static) {
    let client = use_link().client();
    spawn_local(async move { done(client.sign_out().await.err().as_ref().map(Failure::from)) });
}
