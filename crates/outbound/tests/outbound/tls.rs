//! HTTPS: whose certificates are believed.

use std::sync::Arc;

use causeway_outbound::{Method, Policy, Refusal, Roots, TlsFault};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::names::{Names, addresses};
use crate::receiver::{Answer, Receiver};
use crate::support::{local, posted, verified};

const NAME: &str = "receiver.test";

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority_params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(rcgen::DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

fn authority(name: &str) -> Authority {
    CertifiedIssuer::self_signed(authority_params(name), KeyPair::generate().unwrap()).unwrap()
}

fn config(chain: Vec<CertificateDer<'static>>, key: &KeyPair) -> ServerConfig {
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        .unwrap()
}

fn leaf_params(host: &str) -> CertificateParams {
    CertificateParams::new(vec![host.to_owned()]).unwrap()
}

/// A server with a certificate of `authority`.
fn issued(params: &CertificateParams, authority: &Authority) -> ServerConfig {
    let key = KeyPair::generate().unwrap();
    let leaf = params.signed_by(&key, authority).unwrap();
    config(vec![leaf.der().clone()], &key)
}

fn trusting(authority: &Authority) -> Policy {
    Policy { extra_roots: Roots::from_pem(authority.pem().as_bytes()).unwrap(), ..local() }
}

/// The verdict on a server, called by its name, and the number of requests it saw.
async fn call(config: ServerConfig, policy: &Policy) -> (Result<(), Refusal>, usize) {
    let receiver = Receiver::start_tls(Answer::Challenge, config).await;
    let names = Names::new(|_, _| Ok(addresses(&["127.0.0.1"])));
    let url = format!("https://{NAME}:{}/hook", receiver.port());
    let verdict = verified(&url, Method::Post, policy, &names).await;
    (verdict, receiver.seen().len())
}

#[tokio::test]
async fn an_authority_of_the_operator_is_believed_and_no_other() {
    let ours = authority("Ours");
    assert_eq!(call(issued(&leaf_params(NAME), &ours), &trusting(&ours)).await, (Ok(()), 1));
    let stranger = (Err(Refusal::Tls(TlsFault::UnknownIssuer)), 0);
    assert_eq!(call(issued(&leaf_params(NAME), &ours), &local()).await, stranger);
    // Also one of the same name.
    for name in ["Theirs", "Ours"] {
        let theirs = authority(name);
        assert_eq!(call(issued(&leaf_params(NAME), &theirs), &trusting(&ours)).await, stranger, "{name}");
    }
}

#[tokio::test]
async fn a_certificate_for_an_address_is_believed_at_that_address() {
    let ours = authority("Ours");
    let receiver = Receiver::start_tls(Answer::Challenge, issued(&leaf_params("127.0.0.1"), &ours)).await;
    let url = format!("https://{}/hook", receiver.address);
    assert_eq!(posted(&url, &trusting(&ours)).await, Ok(()));
}

#[tokio::test]
async fn self_signed_certificates_are_refused() {
    let key = KeyPair::generate().unwrap();
    let plain = leaf_params(NAME).self_signed(&key).unwrap();
    let mut params = leaf_params(NAME);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let with_authority = params.self_signed(&key).unwrap();
    for certificate in [plain, with_authority] {
        let (verdict, seen) = call(config(vec![certificate.der().clone()], &key), &local()).await;
        assert_eq!(verdict.unwrap_err().code(), "tls");
        assert_eq!(seen, 0);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_certificate_is_said() {
    let ours = authority("Ours");
    let mut old = leaf_params(NAME);
    old.not_after = date_time_ymd(2000, 1, 1);
    old.not_before = date_time_ymd(1999, 1, 1);
    let mut early = leaf_params(NAME);
    early.not_before = date_time_ymd(2999, 1, 1);
    early.not_after = date_time_ymd(3000, 1, 1);
    let other = leaf_params("other.test");
    for (params, fault) in [(old, TlsFault::Dates), (early, TlsFault::Dates), (other, TlsFault::WrongName)] {
        assert_eq!(call(issued(&params, &ours), &trusting(&ours)).await, (Err(Refusal::Tls(fault)), 0));
    }
}

#[tokio::test]
async fn an_intermediate_authority_must_be_sent_along() {
    let ours = authority("Ours");
    let middle = CertifiedIssuer::signed_by(
        authority_params("Intermediate of the tests"),
        KeyPair::generate().unwrap(),
        &ours,
    )
    .unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = leaf_params(NAME).signed_by(&key, &middle).unwrap();
    let chain = vec![leaf.der().clone(), middle.der().clone()];
    assert_eq!(call(config(chain, &key), &trusting(&ours)).await, (Ok(()), 1));
    let alone = vec![leaf.der().clone()];
    let refused = (Err(Refusal::Tls(TlsFault::UnknownIssuer)), 0);
    assert_eq!(call(config(alone, &key), &trusting(&ours)).await, refused);
}

#[tokio::test]
async fn a_port_without_tls_is_no_secure_connection() {
    // A server of plain HTTP answers the handshake with a complaint.
    let complaint = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n".to_owned();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        stream.writable().await.unwrap();
        stream.try_write(complaint.as_bytes()).unwrap();
        tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    });
    assert_eq!(posted(&url, &local()).await, Err(Refusal::Tls(TlsFault::Handshake)));
    server.abort();
}

#[tokio::test]
async fn plain_http_to_a_port_with_tls_is_no_answer() {
    let ours = authority("Ours");
    let receiver = Receiver::start_tls(Answer::Challenge, issued(&leaf_params(NAME), &ours)).await;
    assert_eq!(posted(&receiver.url(), &local()).await, Err(Refusal::ConnectFailed));
}
