//! `POST /api/v1/embeds/{id}/check`: what would stand in the way of an embed in a page.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use causeway_model::{
    ApiKeyState, Embed, EmbedCheck, EmbedId, Environment, EnvironmentFlag, FieldError, Finding, FindingState,
    NewEmbedCheck, OrganizationId, Scope,
};
use causeway_outbound::{Policy, SystemResolver, Target, fetch_page_policy};

use super::checks;
use crate::app::App;
use crate::auth::Identity;
use crate::embed::csp::{ELEMENT, Fault, Need, Policies};
use crate::extract::{Id, Json};
use crate::headers::frame_ancestors;
use crate::problem::{ApiError, Result, field};

/// Longest policy that is looked at, in bytes.
const LONGEST_POLICY: usize = 16 * 1024;
/// How much of a policy is shown, in characters.
const SHOWN: usize = 2000;
/// How many API keys are named.
const NAMED: usize = 5;

const NOT_ASKED: &str =
    "The page's policy is not known. Give the address of the page, or paste the policy it sends.";
const SENDS_NONE: &str =
    "The page sends no policy, so none stands in the way. One in a <meta> of the page is not looked at.";
const ALLOWED: &str = "The page's policy lets the widget run and fetch.";
const SEVERAL: &str = "The page sends several policies, and each must allow it.";
const REVOKED: &str = "The embed is revoked, for good. Make a new one.";

/// Tests an embed for pages of an origin.
///
/// For the policy give the text, or the address of a page, which is then fetched by the rules of verified endpoints: it
/// must be of the origin, and its headers alone are read. At most 30 a minute, verifications included.
#[utoipa::path(
    post, path = "/api/v1/embeds/{id}/check", tag = "embeds", operation_id = "checkEmbed",
    params(("id" = EmbedId, Path, description = "The embed")),
    request_body = NewEmbedCheck,
    responses(
        (status = 200, description = "Four findings, each with the line that mends it", body = EmbedCheck),
        (status = 403, description = "An API key checks no embeds"),
        (status = 404, description = "No such embed of yours"),
        (status = 415, description = "The body is not declared as JSON"),
        (status = 422, description = "A field is not valid; `errors` names it"),
        (status = 429, description = "Too many pages fetched within a minute; see Retry-After"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<EmbedId>,
    Json(asked): Json<NewEmbedCheck>,
) -> Result<axum::Json<EmbedCheck>> {
    let org = identity.org();
    let embed = app.store.embed(org, id).await?.ok_or_else(ApiError::not_found)?;
    let environment = app.store.environment(org, embed.environment_id).await?;
    let environment = environment.ok_or_else(ApiError::not_found)?;
    let asked = Asked::checked(asked, &environment.flag).map_err(ApiError::validation)?;
    let token = token(&app, org, &embed, &environment).await?;
    let policy = read(&app, org, &asked, &environment.flag).await?;
    let (origin, server) = (&asked.origin, &app.site.base_url);
    Ok(axum::Json(EmbedCheck {
        csp: csp(&policy, origin, server),
        cors: cors(&embed, origin),
        token,
        framing: framing(&embed, &policy, origin, server),
    }))
}

/// What is asked, checked.
struct Asked {
    origin: String,
    page: Option<String>,
    policy: Option<String>,
}

impl Asked {
    fn checked(asked: NewEmbedCheck, flag: &EnvironmentFlag) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let origin = checks::one("/origin", &asked.origin, flag).map_err(|error| errors.push(error)).ok();
        // A form sends what was left empty as an empty text.
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let (page, policy) = (given(asked.page), given(asked.policy));
        if let Some(page) = &page {
            match Target::parse(page, *flag == EnvironmentFlag::Development) {
                Err(refusal) => errors.push(field("/page", refusal.code(), refusal.words())),
                Ok(target) => {
                    let other = |origin: &String| target.url().origin().ascii_serialization() != *origin;
                    if origin.as_ref().is_some_and(other) {
                        errors.push(field(
                            "/page",
                            "otherOrigin",
                            "Give the address of a page of this origin.",
                        ));
                    }
                }
            }
        }
        if page.is_some() && policy.is_some() {
            errors.push(field("/policy", "both", "Give the address of the page or its policy, not both."));
        }
        if policy.as_ref().is_some_and(|policy| policy.len() > LONGEST_POLICY) {
            errors.push(field("/policy", "length", format!("Give at most {LONGEST_POLICY} bytes.")));
        }
        match origin {
            Some(origin) if errors.is_empty() => Ok(Self { origin, page, policy }),
            _ => Err(errors),
        }
    }
}

/// What is known of the policy of a page.
enum Known {
    /// Nobody said where to look.
    NotAsked,
    /// The page could not be read; why, for people.
    Unread(String),
    /// The page's policies, as text and understood.
    Sent(String, Policies),
}

async fn read(app: &App, org: OrganizationId, asked: &Asked, flag: &EnvironmentFlag) -> Result<Known> {
    if let Some(text) = &asked.policy {
        return Ok(Known::Sent(text.trim().to_owned(), Policies::parse(text)));
    }
    let Some(page) = &asked.page else { return Ok(Known::NotAsked) };
    // What comes of it tells which hosts can be reached from here, as a verification does.
    app.verifications_of_all.take(org.to_string(), app.clock.now()).map_err(|wait| {
        ApiError::too_many("Too many pages were fetched. Wait a minute, or paste the policy.")
            .header(header::RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1))
    })?;
    let rules = Policy { plain_http: *flag == EnvironmentFlag::Development, ..(*app.outbound).clone() };
    Ok(match fetch_page_policy(page, &rules, &SystemResolver).await {
        Err(refusal) => Known::Unread(format!("The page could not be read. {}", refusal.words())),
        Ok(sent) if sent.iter().map(String::len).sum::<usize>() > LONGEST_POLICY => {
            Known::Unread("The page's policy is too long.".to_owned())
        }
        Ok(sent) => {
            let text = sent.join("\n");
            let policies = Policies::parse(&text);
            Known::Sent(text, policies)
        }
    })
}

fn finding(
    state: FindingState,
    found: Option<String>,
    message: impl Into<String>,
    line: Option<String>,
) -> Finding {
    let found = found.filter(|found| !found.is_empty()).map(|found| found.chars().take(SHOWN).collect());
    Finding { state, found, message: message.into(), line }
}

fn csp(policy: &Known, origin: &str, server: &str) -> Finding {
    let needed =
        || Some(format!("script-src 'self' {server} 'wasm-unsafe-eval'; connect-src 'self' {server}"));
    match policy {
        Known::NotAsked => finding(FindingState::Unknown, None, NOT_ASKED, needed()),
        Known::Unread(why) => {
            finding(FindingState::Unknown, None, format!("{why} Paste its policy instead."), needed())
        }
        Known::Sent(_, policies) if policies.is_empty() => finding(FindingState::Ok, None, SENDS_NONE, None),
        Known::Sent(text, policies) => {
            let faults = policies.faults(&ELEMENT, origin, server);
            of_faults(&faults, policies.len())
                .unwrap_or_else(|| finding(FindingState::Ok, Some(text.clone()), ALLOWED, None))
        }
    }
}

/// One finding of all faults; none without any.
fn of_faults(faults: &[Fault], policies: usize) -> Option<Finding> {
    if faults.is_empty() {
        return None;
    }
    let joined = |part: fn(&Fault) -> &str, between: &str| {
        let mut parts: Vec<&str> = Vec::new();
        for part in faults.iter().map(part) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts.join(between)
    };
    let may_work = faults.iter().all(|fault| fault.may_work);
    let state = if may_work { FindingState::Unknown } else { FindingState::Problem };
    let mut message = joined(|fault| &fault.message, " ");
    if policies > 1 {
        message = format!("{message} {SEVERAL}");
    }
    let found = joined(|fault| &fault.found, "; ");
    Some(finding(state, Some(found), message, Some(joined(|fault| &fault.line, "; "))))
}

/// The embed's origins as they are written in a request.
fn origins_line(origins: &[String]) -> String {
    format!("\"allowedOrigins\": {}", serde_json::Value::from(origins))
}

/// The line that adds an origin.
fn with(embed: &Embed, origin: &str) -> Option<String> {
    let mut origins = embed.allowed_origins.clone();
    origins.push(origin.to_owned());
    Some(origins_line(&origins))
}

fn cors(embed: &Embed, origin: &String) -> Finding {
    if embed.allowed_origins.contains(origin) {
        let found = format!("Access-Control-Allow-Origin: {origin}");
        return finding(FindingState::Ok, Some(found), "Pages of this origin may read the picture.", None);
    }
    let message = format!("Pages of {origin} may not read the picture: the embed does not name it.");
    finding(FindingState::Problem, Some(origins_line(&embed.allowed_origins)), message, with(embed, origin))
}

fn framing(embed: &Embed, policy: &Known, origin: &String, server: &str) -> Finding {
    if embed.revoked_at.is_some() {
        return finding(FindingState::Problem, Some(frame_ancestors(&[])), REVOKED, None);
    }
    let found = Some(frame_ancestors(&embed.allowed_origins));
    if !embed.allowed_origins.contains(origin) {
        let message = format!("Pages of {origin} may not frame the picture: the embed does not name it.");
        return finding(FindingState::Problem, found, message, with(embed, origin));
    }
    let message = match policy {
        Known::Sent(_, policies) => {
            let faults = policies.faults(&[Need::Frame], origin, server);
            if let Some(finding) = of_faults(&faults, policies.len()) {
                return finding;
            }
            "Pages of this origin may frame the picture.".to_owned()
        }
        _ => format!("Pages of this origin may frame the picture, if their policy has frame-src {server}."),
    };
    finding(FindingState::Ok, found, message, None)
}

async fn token(app: &App, org: OrganizationId, embed: &Embed, environment: &Environment) -> Result<Finding> {
    if embed.revoked_at.is_some() {
        return Ok(finding(FindingState::Problem, None, REVOKED, None));
    }
    if embed.connection_ids.is_empty() {
        let message = "The embed has no connections any more. Add one.";
        let line = Some("\"connectionIds\": [\"…\"]".to_owned());
        return Ok(finding(FindingState::Problem, Some("\"connectionIds\": []".to_owned()), message, line));
    }
    let now = app.clock.now().timestamp();
    let keys = app.store.api_keys(org, Some(environment.id)).await?;
    let may = keys
        .iter()
        .filter(|key| key.scopes.contains(&Scope::EmbedsMint) && key.state(&now) == ApiKeyState::Active);
    let names: Vec<&str> = may.map(|key| key.name.as_str()).collect();
    if names.is_empty() {
        let name = &environment.name;
        let message =
            format!("No API key of {name} that works has the scope embeds:mint. Make one for your server.");
        let line = Some(format!("\"scopes\": [\"{}\"]", Scope::EmbedsMint));
        return Ok(finding(FindingState::Problem, None, message, line));
    }
    let found = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    Ok(finding(FindingState::Ok, Some(found), "Your server can get tokens.", None))
}
