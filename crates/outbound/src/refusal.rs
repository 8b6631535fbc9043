//! Why a call was not made or did not succeed, for the engineer who has to mend it.
//!
//! Nothing here repeats what the other server said or which address a name led to: what a user learns must not be more
//! than they need for that.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use crate::call::BODY_CAP;

/// Why a call was not made or did not succeed. The codes are part of the REST API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The URL cannot be read, or has something in it that does not belong there.
    BadUrl(UrlFault),
    /// Another scheme than https.
    NotHttps,
    /// The name of the host leads nowhere, or could not be looked up.
    NameNotFound,
    /// The host is, at least by one of its addresses, in a network that is off limits.
    BlockedAddress,
    /// A port that must not be called at this address.
    PortNotAllowed,
    /// No connection, or it ended without a complete HTTP answer.
    ConnectFailed,
    /// No secure connection.
    Tls(TlsFault),
    /// It took longer than this.
    Timeout(Duration),
    /// The answer leads elsewhere; its status. Redirects are never followed: they would lead past every check.
    Redirect(u16),
    /// The answer has this status, which is not one of success.
    HttpStatus(u16),
    /// The answer is longer than [`BODY_CAP`], and what was looked for is not in the part that was read.
    AnswerTooLarge,
    /// The answer does not contain the challenge.
    ChallengeMissing,
}

/// What is wrong with a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlFault {
    /// No URL by the WHATWG standard, or none that begins with a scheme, two slashes and a host.
    Unreadable,
    /// Longer than [`crate::URL_LIMIT`].
    TooLong,
    /// White space, control characters or backslashes.
    Characters,
    /// A user name or password before the host.
    Userinfo,
    /// A part behind `#`.
    Fragment,
}

/// Why there is no secure connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsFault {
    /// The certificate has expired or is not valid yet.
    Dates,
    /// The certificate is for other names.
    WrongName,
    /// The certificate does not lead to an authority that is trusted.
    UnknownIssuer,
    /// Anything else about the certificate, such as a revoked one or one made for another purpose.
    Certificate,
    /// No agreement: another protocol than TLS, or only versions before 1.2.
    Handshake,
}

impl Refusal {
    /// The name of this case for programs: camelCase, and never changed.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadUrl(_) => "badUrl",
            Self::NotHttps => "notHttps",
            Self::NameNotFound => "nameNotFound",
            Self::BlockedAddress => "blockedAddress",
            Self::PortNotAllowed => "portNotAllowed",
            Self::ConnectFailed => "connectFailed",
            Self::Tls(_) => "tls",
            Self::Timeout(_) => "timeout",
            Self::Redirect(_) => "redirect",
            Self::HttpStatus(_) => "httpStatus",
            Self::AnswerTooLarge => "answerTooLarge",
            Self::ChallengeMissing => "challengeMissing",
        }
    }

    /// What happened and what to do next, in one or two sentences.
    #[must_use]
    pub fn words(&self) -> String {
        let text = match self {
            Self::BadUrl(fault) => fault.words(),
            Self::NotHttps => {
                "The URL does not start with https://. Give one that does; http:// is accepted in Development \
                 environments only, and only if the operator of this server allows it."
            }
            Self::NameNotFound => {
                "The host name in the URL could not be looked up. Check its spelling and that its DNS record is \
                 visible from this server."
            }
            Self::BlockedAddress => {
                "The URL leads to a private, local or reserved address, which this server does not call. Use an \
                 address on the internet, or ask the operator of this server to allow the endpoint's network."
            }
            Self::PortNotAllowed => {
                "The URL names a port that this server does not call. Use 443 or 8443 (with http:// 80 or 8080)."
            }
            Self::ConnectFailed => {
                "No connection could be made, or it ended without a complete HTTP answer. Check that the endpoint is \
                 running, listens on this port, and that its firewall lets this server in."
            }
            Self::Tls(fault) => fault.words(),
            Self::Timeout(limit) => {
                return format!(
                    "There was no complete answer within {} s. Check that the endpoint is running and that its \
                     firewall lets this server in; if it is slow, let it answer first and work afterwards.",
                    limit.as_secs_f32()
                );
            }
            Self::Redirect(status) => {
                return format!(
                    "The answer was a redirect (status {status}), which is not followed. Give the URL that it leads \
                     to, after checking that it is the right one."
                );
            }
            Self::HttpStatus(status) => {
                return format!(
                    "The answer had status {status}, not one of success (200 to 299). {}",
                    status_advice(*status)
                );
            }
            Self::AnswerTooLarge => {
                return format!(
                    "The answer was longer than {} KiB and was not read to its end. Answer with nothing but what was \
                     asked for.",
                    BODY_CAP / 1024
                );
            }
            Self::ChallengeMissing => {
                "The answer did not contain the challenge. Check the verification token, then answer with the value \
                 of \"challenge\" from the request, without changing or encoding it."
            }
        };
        text.to_owned()
    }
}

impl UrlFault {
    fn words(self) -> &'static str {
        match self {
            Self::Unreadable => {
                "The URL cannot be read. It must be https://, a host name or IP address, then the path; check its \
                 spelling."
            }
            Self::TooLong => "The URL is longer than 2,048 bytes. Give a shorter one.",
            Self::Characters => {
                "The URL contains a space, a line break, a backslash or a control character. Remove it, or write it \
                 percent-encoded (a space is %20)."
            }
            Self::Userinfo => {
                "The URL contains a user name or password, or an @ before the path. Remove it; to prove who is \
                 calling, use the verification token."
            }
            Self::Fragment => "The URL contains a part behind #, which is never sent. Remove it.",
        }
    }
}

impl TlsFault {
    fn words(self) -> &'static str {
        match self {
            Self::Dates => {
                "The endpoint's TLS certificate has expired or is not valid yet. Renew it, and check the clock of both \
                 machines."
            }
            Self::WrongName => {
                "The endpoint's TLS certificate is for another host. Use the host name that is in the certificate, or \
                 get one for this host."
            }
            Self::UnknownIssuer => {
                "The endpoint's TLS certificate was not issued by an authority this server trusts. Let the endpoint \
                 send its intermediate certificates too; with an authority of your own, ask the operator of this \
                 server to add it."
            }
            Self::Certificate => {
                "The endpoint's TLS certificate cannot be used. Give the endpoint one that an authority issued for \
                 servers of this name; self-signed ones are not accepted."
            }
            Self::Handshake => {
                "No secure connection could be agreed on. Check that this port speaks HTTPS, with TLS 1.2 or 1.3."
            }
        }
    }
}

fn status_advice(status: u16) -> &'static str {
    match status {
        401 | 403 => "Let the endpoint accept this request; it is known by its verification token.",
        404 | 410 => "Check the path of the URL.",
        405 => "Let the endpoint accept this method, or choose the other one.",
        429 => "Wait a little, then try again.",
        500..=599 => "Look into the endpoint's log for what went wrong there.",
        _ => "Look into the endpoint's log for why it did not take the request.",
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words())
    }
}

impl Error for Refusal {}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const ALL: [Refusal; 20] = [
        Refusal::BadUrl(UrlFault::Unreadable),
        Refusal::BadUrl(UrlFault::TooLong),
        Refusal::BadUrl(UrlFault::Characters),
        Refusal::BadUrl(UrlFault::Userinfo),
        Refusal::BadUrl(UrlFault::Fragment),
        Refusal::NotHttps,
        Refusal::NameNotFound,
        Refusal::BlockedAddress,
        Refusal::PortNotAllowed,
        Refusal::ConnectFailed,
        Refusal::Tls(TlsFault::Dates),
        Refusal::Tls(TlsFault::WrongName),
        Refusal::Tls(TlsFault::UnknownIssuer),
        Refusal::Tls(TlsFault::Certificate),
        Refusal::Tls(TlsFault::Handshake),
        Refusal::Timeout(Duration::from_secs(10)),
        Refusal::Redirect(302),
        Refusal::HttpStatus(500),
        Refusal::AnswerTooLarge,
        Refusal::ChallengeMissing,
    ];

    #[test]
    fn codes_are_those_of_the_api() {
        let codes: HashSet<_> = ALL.iter().map(Refusal::code).collect();
        let expected = [
            "badUrl",
            "notHttps",
            "nameNotFound",
            "blockedAddress",
            "portNotAllowed",
            "connectFailed",
            "tls",
            "timeout",
            "redirect",
            "httpStatus",
            "answerTooLarge",
            "challengeMissing",
        ];
        assert_eq!(codes, HashSet::from(expected));
    }

    #[test]
    fn every_case_has_one_or_two_sentences_of_its_own() {
        let words: HashSet<_> = ALL.iter().map(Refusal::words).collect();
        assert_eq!(words.len(), ALL.len());
        for words in words {
            assert!(words.ends_with('.'), "{words}");
            assert!(words.matches(". ").count() <= 1, "{words}");
            assert!(!words.contains("  "), "{words}");
        }
    }

    #[test]
    fn numbers_are_said() {
        assert!(Refusal::Timeout(Duration::from_millis(2500)).words().contains("within 2.5 s"));
        assert!(Refusal::Timeout(Duration::from_secs(10)).words().contains("within 10 s"));
        assert!(Refusal::Redirect(307).words().contains("307"));
        assert!(Refusal::HttpStatus(404).words().contains("404"));
        assert!(Refusal::HttpStatus(404).words().contains("path"));
        assert!(Refusal::AnswerTooLarge.words().contains("64 KiB"));
        assert!(UrlFault::TooLong.words().contains("2,048"));
        assert_eq!(crate::URL_LIMIT, 2048);
    }
}
