//! `POST /api/v1/embeds`: a new embed.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use causeway_model::{Embed, EmbedId, NewEmbed};

use super::checks;
use crate::api::{fields, idempotency};
use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Json;
use crate::problem::{ApiError, Result};
use crate::store::{Created, EmbedRecord};

/// Makes an embed.
///
/// It shows nothing by itself: your server gets a token for each reader, with an API key of scope `embeds:mint`.
#[utoipa::path(
    post, path = "/api/v1/embeds", tag = "embeds", operation_id = "createEmbed",
    params(("Idempotency-Key" = Option<String>, Header, description = "Of your making, up to 255 characters; good for 24 hours")),
    request_body = NewEmbed,
    responses(
        (status = 201, description = "The embed", body = Embed,
            headers(("ETag" = String, description = "Its version"), ("Location" = String, description = "Where it is"))),
        (status = 200, description = "It was made by an earlier request with the same key", body = Embed),
        (status = 403, description = "An API key makes no embeds"),
        (status = 415, description = "The body is not declared as JSON"),
        (status = 422, description = "A field is not valid; `errors` names it"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    headers: HeaderMap,
    Json(new): Json<NewEmbed>,
) -> Result {
    let repetition = idempotency::of(&app, &headers, "POST /embeds", &new)?;
    let (org, now) = (identity.org(), app.clock.now());
    let environment = app.store.environment(org, new.environment_id).await?;
    let environment = environment.ok_or_else(fields::unknown_environment)?;
    let mut errors = Vec::new();
    let name = fields::name(&new.name, &mut errors);
    let allowed_origins = checks::origins(&new.allowed_origins, &environment.flag, &mut errors);
    let connections = checks::connections(&app, org, &environment, &new.connection_ids, &mut errors).await?;
    checks::reveal(&new.reveal, &mut errors);
    if !errors.is_empty() {
        return Err(ApiError::validation(errors));
    }
    let record = EmbedRecord {
        id: EmbedId(app.random.uuid(now)?),
        environment: environment.id,
        name,
        allowed_origins,
        connections,
        reveal: new.reveal,
    };
    match app.store.create_embed(org, identity.by(), record, repetition, now).await? {
        Created::New(embed) => respond(StatusCode::CREATED, &embed),
        Created::Before(embed) => respond(StatusCode::OK, &embed),
        Created::Other => Err(idempotency::used_for_something_else()),
    }
}

fn respond(status: StatusCode, embed: &Embed) -> Result {
    etag::created(status, &format!("/api/v1/embeds/{}", embed.id), embed.version, embed)
}
