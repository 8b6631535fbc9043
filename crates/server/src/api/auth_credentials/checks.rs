//! What the settings of an auth credential must be, and how they are split into what may be shown and what is sealed.

use std::collections::BTreeMap;

use causeway_model::{AuthCredentialId, AuthStrategy, FieldError};
use causeway_outbound::Target;

use super::headers::Headers;
use crate::app::App;
use crate::auth::Secret;
use crate::problem::{Result, field, internal};

/// Longest value of a setting, in bytes: a private key of 8192 bits fits.
pub(super) const LONGEST: usize = 8192;

/// Settings by name, all of them.
pub(super) type Settings = BTreeMap<String, String>;

/// Names the settings that are unknown, missing or unfit; values are without what surrounds them.
pub(super) fn checked(settings: Settings, strategy: &AuthStrategy, errors: &mut Vec<FieldError>) -> Settings {
    let fields = strategy.fields();
    let mut taken = Settings::new();
    for (name, value) in settings {
        let pointer = format!("/settings/{}", name.replace('~', "~0").replace('/', "~1"));
        let Some(known) = fields.iter().find(|known| known.name == name) else {
            let names = fields.iter().map(|known| known.name).collect::<Vec<_>>().join(", ");
            let names = if names.is_empty() { "headers, not settings" } else { &names };
            errors.push(field(pointer, "unknownField", format!("{} takes {names}.", strategy.label())));
            continue;
        };
        let value = value.trim().to_owned();
        if value.len() > LONGEST {
            errors.push(field(pointer, "length", "Give at most 8,192 characters."));
        } else if value.chars().any(|char| char.is_control() && char != '\n' && char != '\r') {
            errors.push(field(pointer, "characters", "Leave out control characters."));
        } else if known.name == "tokenUrl"
            && !value.is_empty()
            && let Err(refusal) = Target::parse(&value, false)
        {
            errors.push(field(pointer, refusal.code(), refusal.words()));
        }
        if !value.is_empty() {
            taken.insert(name, value);
        }
    }
    for missing in fields.iter().filter(|known| known.required && !taken.contains_key(known.name)) {
        let pointer = format!("/settings/{}", missing.name);
        if !errors.iter().any(|error| error.pointer == pointer) {
            errors.push(field(pointer, "required", format!("{} is needed.", missing.label)));
        }
    }
    taken
}

/// Settings as they are stored.
pub(super) struct Split {
    /// What may be shown.
    pub(super) shown: Settings,
    /// The secrets, sealed as one.
    pub(super) secrets: String,
    /// Their names.
    pub(super) secret_names: Vec<String>,
}

/// Seals the secrets: those among the settings, and the values of headers.
pub(super) fn split(
    app: &App,
    id: AuthCredentialId,
    strategy: &AuthStrategy,
    settings: Settings,
    headers: Headers,
) -> Result<Split> {
    let is_secret = |name: &str| strategy.fields().iter().any(|known| known.name == name && known.secret);
    let (mut secrets, shown): (Settings, Settings) =
        settings.into_iter().partition(|(name, _)| is_secret(name));
    let secret_names = secrets.keys().cloned().chain(headers.names).collect();
    secrets.extend(headers.values);
    let text = serde_json::to_string(&secrets).map_err(|error| internal(&error))?;
    let sealed = app.sealer.seal(&sealed_for(id), &Secret::new(text), &*app.random);
    Ok(Split { shown, secrets: sealed.map_err(|error| internal(&error))?, secret_names })
}

/// The secrets again, to be merged with a change.
pub(super) fn unsealed(app: &App, id: AuthCredentialId, sealed: &str) -> Result<Settings> {
    let text = app.sealer.unseal(&sealed_for(id), sealed).map_err(|error| internal(&error))?;
    serde_json::from_str(text.reveal()).map_err(|error| internal(&error))
}

fn sealed_for(id: AuthCredentialId) -> String {
    format!("auth credential {id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(strategy: &AuthStrategy, settings: &[(&str, &str)]) -> Vec<(String, String)> {
        let settings =
            settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut errors = Vec::new();
        checked(settings, strategy, &mut errors);
        errors.into_iter().map(|error| (error.pointer, error.code)).collect()
    }

    #[test]
    fn settings_are_those_of_the_strategy() {
        let basic = AuthStrategy::Basic;
        assert!(faults(&basic, &[("username", "u"), ("password", "p")]).is_empty());
        assert_eq!(
            faults(&basic, &[("username", " "), ("token", "t")]),
            [
                ("/settings/token".to_owned(), "unknownField".to_owned()),
                ("/settings/username".to_owned(), "required".to_owned()),
                ("/settings/password".to_owned(), "required".to_owned()),
            ]
        );
        let oauth = [("clientId", "c"), ("clientSecret", "s"), ("tokenUrl", "http://a.example/token")];
        assert_eq!(faults(&AuthStrategy::OAuth2, &oauth)[0].1, "notHttps");
        assert_eq!(faults(&basic, &[("username", "a\u{0}"), ("password", "p")])[0].1, "characters");
    }
}
