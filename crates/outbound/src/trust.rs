//! Whose certificates are believed.
//!
//! The public authorities are Mozilla's list, compiled in (webpki-roots), and not the operating system's: a container
//! often has none, machines differ in theirs, and what an administrator put there for employees' browsers, such as
//! the authority of a proxy that opens TLS, was not put there for this server. What an operator wants to trust
//! besides, they say here. The list ages with the release; authorities come and go over years.

use std::fmt;
use std::sync::Arc;

use rustls::client::Resumption;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

/// Certificates of authorities that an operator trusts besides the public ones.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Roots(Vec<CertificateDer<'static>>);

/// Why a text holds no certificates that can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RootsError {
    /// There is no block `BEGIN CERTIFICATE` in it.
    #[error("there is no certificate in it; give certificates in PEM format (-----BEGIN CERTIFICATE-----)")]
    NoCertificate,
    /// A block is cut off or damaged, or is no X.509 certificate.
    #[error("a certificate in it cannot be read; it may be cut off or damaged")]
    Unreadable,
}

impl Roots {
    /// Reads certificates in PEM format (RFC 7468), one or several; blocks of other kinds are passed over.
    ///
    /// # Errors
    ///
    /// [`RootsError`], when there is none or one of them cannot be read.
    pub fn from_pem(pem: &[u8]) -> Result<Self, RootsError> {
        let certificates: Vec<_> = CertificateDer::pem_slice_iter(pem)
            .collect::<Result<_, _>>()
            .map_err(|_| RootsError::Unreadable)?;
        if certificates.is_empty() {
            return Err(RootsError::NoCertificate);
        }
        // A mistake must show when the operator makes it, not at some user's call.
        let mut probe = RootCertStore::empty();
        for certificate in &certificates {
            probe.add(certificate.clone()).map_err(|_| RootsError::Unreadable)?;
        }
        Ok(Self(certificates))
    }

    /// The number of certificates.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none, so that only public authorities are trusted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} certificates]", self.0.len())
    }
}

/// TLS 1.2 and 1.3 with rustls' choice of ciphers, no client certificate, nothing remembered from call to call.
pub(crate) fn client_config(extra: &Roots) -> Result<ClientConfig, rustls::Error> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for certificate in &extra.0 {
        roots.add(certificate.clone())?;
    }
    // Named here, so that it does not depend on what else of the program uses rustls.
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.resumption = Resumption::disabled();
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authority() -> String {
        let key = rcgen::KeyPair::generate().unwrap();
        let mut params = rcgen::CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        params.self_signed(&key).unwrap().pem()
    }

    #[test]
    fn certificates_are_read_with_whatever_stands_between_them() {
        let pem = format!("# ours\n{}\n# and theirs\n{}", authority(), authority());
        let roots = Roots::from_pem(pem.as_bytes()).unwrap();
        assert_eq!(roots.len(), 2);
        assert_eq!(format!("{roots:?}"), "[2 certificates]");
        let config = client_config(&roots).unwrap();
        assert!(config.alpn_protocols.is_empty());
    }

    #[test]
    fn what_holds_no_certificate_is_refused() {
        let pem = authority();
        let cut_off = &pem[..pem.len() / 2];
        let other = "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n";
        let key = rcgen::KeyPair::generate().unwrap().serialize_pem();
        for (text, error) in [
            ("", RootsError::NoCertificate),
            ("hello", RootsError::NoCertificate),
            (&key, RootsError::NoCertificate),
            (other, RootsError::Unreadable),
            (cut_off, RootsError::Unreadable),
        ] {
            assert_eq!(Roots::from_pem(text.as_bytes()), Err(error), "{text}");
        }
    }
}
