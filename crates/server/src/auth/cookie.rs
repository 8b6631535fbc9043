//! The session cookie.

use axum::http::{HeaderMap, HeaderValue, header};

use super::secret::Secret;
use crate::config::SESSION_LIFE;

/// Name and attributes of the session cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SessionCookie {
    name: String,
    secure: bool,
}

impl SessionCookie {
    /// Over TLS the name starts with `__Host-`, which browsers tie to this host and to `Secure` (RFC 6265bis section
    /// 4.1.3.2). Plain HTTP on a loopback address cannot have that; cookies ignore ports, so the port is in the name
    /// and two servers on one machine do not sign each other out.
    pub(crate) fn new(port: u16, https: bool) -> Self {
        let name =
            if https { "__Host-causeway_session".to_owned() } else { format!("causeway_session_{port}") };
        Self { name, secure: https }
    }

    /// The cookie's value, if the request has one.
    pub(crate) fn read(&self, headers: &HeaderMap) -> Option<Secret> {
        let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == self.name).map(|(_, value)| Secret::new(value))
    }

    /// `Set-Cookie` that starts a session.
    pub(crate) fn set(&self, value: &Secret) -> Option<HeaderValue> {
        self.header(value.reveal(), SESSION_LIFE.as_secs())
    }

    /// `Set-Cookie` that ends it.
    pub(crate) fn clear(&self) -> Option<HeaderValue> {
        self.header("", 0)
    }

    fn header(&self, value: &str, max_age: u64) -> Option<HeaderValue> {
        let secure = if self.secure { "; Secure" } else { "" };
        let text =
            format!("{}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}", self.name);
        let mut value = HeaderValue::try_from(text).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_fit_the_way_browsers_come() {
        let set = |cookie: SessionCookie| cookie.set(&Secret::new("v")).unwrap().to_str().unwrap().to_owned();
        assert_eq!(
            set(SessionCookie::new(8080, false)),
            "causeway_session_8080=v; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax"
        );
        assert_eq!(
            set(SessionCookie::new(8080, true)),
            "__Host-causeway_session=v; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure"
        );
    }

    #[test]
    fn the_right_cookie_is_found_among_others() {
        let cookie = SessionCookie::new(8080, false);
        let mut headers = HeaderMap::new();
        assert!(cookie.read(&headers).is_none());
        headers.append(header::COOKIE, HeaderValue::from_static("causeway_session_80=x; a=b"));
        headers.append(header::COOKIE, HeaderValue::from_static("causeway_session_8080=mine"));
        assert_eq!(cookie.read(&headers).unwrap().reveal(), "mine");
    }
}
