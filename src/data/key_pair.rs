//! A key pair made by the browser's own WebCrypto: the private half is handed to the reader and goes nowhere else.

use js_sys::{Array, JSON, Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::CryptoKey;

/// Both halves, as texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyPair {
    /// A JWK Set with the public half.
    pub(crate) public: String,
    /// The private half as a JWK.
    pub(crate) private: String,
}

/// Makes a pair for ES384 (RFC 7518 section 3.4), which SMART App Launch asks servers to take.
///
/// # Errors
/// In words, when the browser does not let us.
pub(crate) async fn generate_key_pair() -> Result<KeyPair, String> {
    let failed = |_: JsValue| {
        "Your browser makes keys on pages loaded over https:// or from this machine only. Make the pair elsewhere and paste its public half."
            .to_owned()
    };
    make().await.map_err(failed)
}

async fn make() -> Result<KeyPair, JsValue> {
    let crypto = window().crypto()?;
    // Absent where the page was not loaded over a secure connection.
    if Reflect::get(&crypto, &"subtle".into())?.is_undefined() {
        return Err(JsValue::UNDEFINED);
    }
    let subtle = crypto.subtle();
    let algorithm = Object::new();
    set(&algorithm, "name", "ECDSA")?;
    set(&algorithm, "namedCurve", "P-384")?;
    let uses = Array::of2(&"sign".into(), &"verify".into());
    let pair = JsFuture::from(subtle.generate_key_with_object(&algorithm, true, &uses)?).await?;
    let half = |name: &str| -> Result<CryptoKey, JsValue> {
        Ok(Reflect::get(&pair, &name.into())?.unchecked_into())
    };
    let private = JsFuture::from(subtle.export_key("jwk", &half("privateKey")?)?).await?;
    let public = JsFuture::from(subtle.export_key("jwk", &half("publicKey")?)?).await?;
    // Its date tells people which one it is.
    let today: String = js_sys::Date::new_0().to_iso_string().into();
    let suffix = (js_sys::Math::random() * 1e6) as u32;
    let kid = format!("{}-{suffix}", &today[..10]);
    for key in [&private, &public] {
        let key: &Object = key.unchecked_ref();
        set(key, "kid", &kid)?;
        set(key, "alg", "ES384")?;
        set(key, "use", "sig")?;
        for needless in ["ext", "key_ops"] {
            Reflect::delete_property(key, &needless.into())?;
        }
    }
    let text = |value: &JsValue| -> Result<String, JsValue> { Ok(JSON::stringify(value)?.into()) };
    Ok(KeyPair { public: ["{\"keys\":[", &text(&public)?, "]}"].concat(), private: text(&private)? })
}

fn set(object: &Object, name: &str, value: &str) -> Result<(), JsValue> {
    Reflect::set(object, &name.into(), &value.into()).map(|_| ())
}
