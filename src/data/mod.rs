//! What the dashboard knows of the server: resources and actions. The only module that names the client.
//!
//! Pages ask here, components draw what they are given. A failed refresh keeps the last answer and says so; when the
//! server is away, everything asks again by itself.

mod act;
mod export;
mod import;
mod key_pair;
mod link;
mod names;
mod paged;
mod remote;
mod resources;

pub(crate) use act::{
    Attempts, Done, Refusal, check_embed, create_api_key, create_auth_credential, create_embed,
    create_endpoint, delete_api_key, delete_auth_credential, delete_embed, delete_endpoint, mint_embed_token,
    reroute, revoke_api_key, revoke_embed, rotate_api_key, update_api_key, update_auth_credential,
    update_embed, update_endpoint, verify_endpoint,
};
pub(crate) use export::{Export, api_url, save_png};
pub(crate) use import::{ImportState, import_directory};
pub(crate) use key_pair::{KeyPair, generate_key_pair};
pub(crate) use link::{LinkState, provide_data, public_base, use_link};
pub(crate) use names::Names;
pub(crate) use paged::Paged;
pub(crate) use remote::{Failure, Phase, Remote};
pub(crate) use resources::{
    api_key, api_key_usage, api_keys, auth_credential, auth_credential_usage, auth_credentials, connections,
    data_flow, data_flows, embed, embeds, endpoint, endpoint_usage, endpoints, session, sign_out,
    some_connections, summary, use_environments, your_ends,
};
