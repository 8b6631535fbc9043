//! Changes: sent, awaited, answered. Nothing is shown before the server has said so.

use std::cell::RefCell;

use causeway_client::{Client, ClientError};
use causeway_model::{
    ApiKey, ApiKeyId, ApiKeyPatch, ApiKeyWithSecret, AuthCredential, AuthCredentialId, AuthCredentialPatch,
    ConnectionId, DataFlow, DataFlowId, Embed, EmbedCheck, EmbedId, EmbedPatch, EmbedToken, Endpoint,
    EndpointId, EndpointPatch, FieldError, NewApiKey, NewAuthCredential, NewEmbed, NewEmbedCheck,
    NewEmbedToken, NewEndpoint, ProblemCode, Reroute, Rotation,
};
use leptos::task::spawn_local;

use super::link::Link;
use super::remote::Answer;

/// Why nothing was changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// In words for the reader.
    pub(crate) message: String,
    /// The fields at fault.
    pub(crate) fields: Vec<FieldError>,
    /// It changed after it was read.
    pub(crate) stale: bool,
}

impl Refusal {
    /// There is no environment to make anything in.
    pub(crate) fn unknown_environment() -> Self {
        let message = "There is no such environment. Choose one in the top bar.".to_owned();
        Self { message, ..Self::default() }
    }

    /// The first answer got lost, and with it what is told only once.
    pub(crate) fn secret_lost() -> Self {
        let message = "Your first try made it, but its secret got lost with the answer. Close this, open the API key and rotate it.";
        Self { message: message.to_owned(), ..Self::default() }
    }
}

impl From<ClientError> for Refusal {
    fn from(error: ClientError) -> Self {
        let message = error.to_string();
        match error {
            ClientError::Problem(problem) => {
                Self { message, stale: problem.code == ProblemCode::Stale, fields: problem.errors }
            }
            _ => Self { message, ..Self::default() },
        }
    }
}

/// What is done with the answer.
pub(crate) type Done<T> = Box<dyn FnOnce(Result<T, Refusal>)>;

/// Sends; whatever comes of it, what is on screen may be out of date and is asked for again.
fn act<T: 'static>(link: Link, answer: impl FnOnce(Client) -> Answer<T>, done: Done<T>) {
    send(link, answer, |_| true, done);
}

/// As [`act`]; but what has just been deleted is not asked for again: its page is about to be left.
fn remove(link: Link, answer: impl FnOnce(Client) -> Answer<()>, done: Done<()>) {
    send(link, answer, Result::is_err, done);
}

/// As [`act`], for what changes nothing that is on screen.
fn ask<T: 'static>(link: Link, answer: impl FnOnce(Client) -> Answer<T>, done: Done<T>) {
    send(link, answer, |_| false, done);
}

fn send<T: 'static>(
    link: Link,
    answer: impl FnOnce(Client) -> Answer<T>,
    asks_again: fn(&Result<T, ClientError>) -> bool,
    done: Done<T>,
) {
    let answer = answer(link.client());
    spawn_local(async move {
        let result = answer.await;
        link.learn(result.as_ref().err());
        if asks_again(&result) {
            link.ask_again();
        }
        done(result.map_err(Refusal::from));
    });
}

/// The ETag of a version.
fn etag(version: u64) -> String {
    ["\"", &version.to_string(), "\""].concat()
}

/// Names the attempts of one form: the same request sent again, because its answer was lost, makes nothing twice.
pub(crate) struct Attempts<T>(RefCell<Option<(T, String)>>);

impl<T: Clone + PartialEq> Attempts<T> {
    /// None so far.
    pub(crate) fn new() -> Self {
        Self(RefCell::new(None))
    }

    /// The name of the attempt to make this.
    pub(crate) fn name(&self, new: &T) -> String {
        let mut last = self.0.borrow_mut();
        if let Some((_, name)) = last.as_ref().filter(|(before, _)| before == new) {
            return name.clone();
        }
        // Of no use to anybody who guesses it; it need only differ.
        let name = [js_sys::Date::now().to_string(), js_sys::Math::random().to_string()].concat();
        *last = Some((new.clone(), name.clone()));
        name
    }

    /// After a success: the next one is another, even with the same content.
    pub(crate) fn done(&self) {
        self.0.take();
    }
}

/// Gives an arrow another API key or endpoint of yours.
pub(crate) fn reroute(
    link: Link,
    connection: ConnectionId,
    flow: DataFlowId,
    ends: Reroute,
    done: Done<DataFlow>,
) {
    act(link, move |client| Box::pin(async move { client.reroute(connection, flow, &ends).await }), done);
}

/// Makes an API key.
pub(crate) fn create_api_key(link: Link, once: String, new: NewApiKey, done: Done<ApiKeyWithSecret>) {
    act(link, |client| Box::pin(async move { client.create_api_key(&once, &new).await }), done);
}

/// Changes an API key.
pub(crate) fn update_api_key(link: Link, id: ApiKeyId, version: u64, patch: ApiKeyPatch, done: Done<ApiKey>) {
    let answer = move |client: Client| -> Answer<ApiKey> {
        Box::pin(async move { client.update_api_key(id, &etag(version), &patch).await.map(|it| it.value) })
    };
    act(link, answer, done);
}

/// Gives an API key a new secret; the present one goes on for so many seconds.
pub(crate) fn rotate_api_key(
    link: Link,
    id: ApiKeyId,
    version: u64,
    overlap: u64,
    done: Done<ApiKeyWithSecret>,
) {
    let rotation = Rotation { overlap_seconds: overlap };
    let answer = move |client: Client| -> Answer<ApiKeyWithSecret> {
        Box::pin(async move { client.rotate_api_key(id, &etag(version), &rotation).await })
    };
    act(link, answer, done);
}

/// Ends an API key.
pub(crate) fn revoke_api_key(link: Link, id: ApiKeyId, version: u64, done: Done<()>) {
    let answer = move |client: Client| -> Answer<()> {
        Box::pin(async move { client.revoke_api_key(id, &etag(version)).await.map(|_| ()) })
    };
    act(link, answer, done);
}

/// Deletes an API key. `confirm`, here and below: its name, which takes what depends on it along.
pub(crate) fn delete_api_key(
    link: Link,
    id: ApiKeyId,
    version: u64,
    confirm: Option<String>,
    done: Done<()>,
) {
    let answer = move |client: Client| -> Answer<()> {
        Box::pin(async move { client.delete_api_key(id, &etag(version), confirm.as_deref()).await })
    };
    remove(link, answer, done);
}

/// Makes an endpoint.
pub(crate) fn create_endpoint(link: Link, once: String, new: NewEndpoint, done: Done<Endpoint>) {
    act(link, |client| Box::pin(async move { client.create_endpoint(&once, &new).await }), done);
}

/// Changes an endpoint of yours.
pub(crate) fn update_endpoint(
    link: Link,
    id: EndpointId,
    version: u64,
    patch: EndpointPatch,
    done: Done<Endpoint>,
) {
    let answer = move |client: Client| -> Answer<Endpoint> {
        Box::pin(async move { client.update_endpoint(id, &etag(version), &patch).await.map(|it| it.value) })
    };
    act(link, answer, done);
}

/// Deletes an endpoint of yours.
pub(crate) fn delete_endpoint(
    link: Link,
    id: EndpointId,
    version: u64,
    confirm: Option<String>,
    done: Done<()>,
) {
    let answer = move |client: Client| -> Answer<()> {
        Box::pin(async move { client.delete_endpoint(id, &etag(version), confirm.as_deref()).await })
    };
    remove(link, answer, done);
}

/// Makes an auth credential.
pub(crate) fn create_auth_credential(
    link: Link,
    once: String,
    new: NewAuthCredential,
    done: Done<AuthCredential>,
) {
    act(link, |client| Box::pin(async move { client.create_auth_credential(&once, &new).await }), done);
}

/// Changes an auth credential.
pub(crate) fn update_auth_credential(
    link: Link,
    id: AuthCredentialId,
    version: u64,
    patch: AuthCredentialPatch,
    done: Done<AuthCredential>,
) {
    let answer = move |client: Client| -> Answer<AuthCredential> {
        Box::pin(
            async move { client.update_auth_credential(id, &etag(version), &patch).await.map(|it| it.value) },
        )
    };
    act(link, answer, done);
}

/// Deletes an auth credential.
pub(crate) fn delete_auth_credential(
    link: Link,
    id: AuthCredentialId,
    version: u64,
    confirm: Option<String>,
    done: Done<()>,
) {
    let answer = move |client: Client| -> Answer<()> {
        Box::pin(async move { client.delete_auth_credential(id, &etag(version), confirm.as_deref()).await })
    };
    remove(link, answer, done);
}

/// Makes an embed.
pub(crate) fn create_embed(link: Link, once: String, new: NewEmbed, done: Done<Embed>) {
    act(link, |client| Box::pin(async move { client.create_embed(&once, &new).await }), done);
}

/// Changes an embed.
pub(crate) fn update_embed(link: Link, id: EmbedId, version: u64, patch: EmbedPatch, done: Done<Embed>) {
    let answer = move |client: Client| -> Answer<Embed> {
        Box::pin(async move { client.update_embed(id, &etag(version), &patch).await.map(|it| it.value) })
    };
    act(link, answer, done);
}

/// Ends an embed.
pub(crate) fn revoke_embed(link: Link, id: EmbedId, version: u64, done: Done<()>) {
    let answer = move |client: Client| -> Answer<()> {
        Box::pin(async move { client.revoke_embed(id, &etag(version)).await.map(|_| ()) })
    };
    act(link, answer, done);
}

/// Deletes an embed.
pub(crate) fn delete_embed(link: Link, id: EmbedId, version: u64, done: Done<()>) {
    remove(link, move |client| Box::pin(async move { client.delete_embed(id, &etag(version)).await }), done);
}

/// Asks what would stand in the way of an embed in a page.
pub(crate) fn check_embed(link: Link, id: EmbedId, asked: NewEmbedCheck, done: Done<EmbedCheck>) {
    ask(link, move |client| Box::pin(async move { client.check_embed(id, &asked).await }), done);
}

/// Asks for a token for one picture of an embed, as good as those that your server gets.
pub(crate) fn mint_embed_token(link: Link, id: EmbedId, new: NewEmbedToken, done: Done<EmbedToken>) {
    ask(link, move |client| Box::pin(async move { client.mint_embed_token(id, &new).await }), done);
}

/// Has the server do the verification handshake.
pub(crate) fn verify_endpoint(link: Link, id: EndpointId, done: Done<Endpoint>) {
    let answer = move |client: Client| -> Answer<Endpoint> {
        Box::pin(async move { client.verify_endpoint(id).await.map(|it| it.value) })
    };
    act(link, answer, done);
}
