//! The guard, with a receiver that nobody may reach: the canary.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use causeway_outbound::{Method, Policy, Refusal, judge};

use crate::corpus::{corpus, look_up, spellings};
use crate::names::{Names, NoNames, addresses};
use crate::receiver::{Answer, Receiver};
use crate::support::{local, posted, verified};

#[tokio::test]
async fn no_spelling_reaches_the_canary() {
    let canary = Receiver::start(Answer::Challenge).await;
    let forms = corpus(canary.port());
    let distinct: HashSet<_> = forms.iter().map(|form| &form.url).collect();
    assert!(distinct.len() >= 1000, "{} forms", distinct.len());
    let names = Names::new(|name, _| look_up(name));
    let mut wrong = Vec::new();
    for form in &forms {
        let policy = Policy { plain_http: form.plain_http, ..Policy::default() };
        let judged = judge(&form.url, &policy, &names).await.map(|approved| approved.addresses().to_vec());
        // Only what was refused is called, so that a mistake in the guard does not reach out to strangers.
        if judged.as_ref().err().map(Refusal::code) != Some(form.code) {
            wrong.push(format!("{:?} should be {}: {judged:?}", form.url, form.code));
            continue;
        }
        for method in [Method::Post, Method::Get] {
            let called = verified(&form.url, method, &policy, &names).await;
            assert_eq!(called.map_err(|refusal| refusal.code()), Err(form.code), "{:?}", form.url);
        }
    }
    assert!(wrong.is_empty(), "{} forms:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(canary.connections(), 0);
}

/// Without the guard the spellings are sharp: each of them does lead to the receiver.
#[tokio::test]
async fn the_same_spellings_reach_a_receiver_that_is_allowed() {
    let receiver = Receiver::start(Answer::Challenge).await;
    let spellings = spellings(Ipv4Addr::LOCALHOST);
    for host in &spellings {
        let url = format!("http://{host}:{}/hook", receiver.port());
        assert_eq!(posted(&url, &local()).await, Ok(()), "{url}");
    }
    assert_eq!(receiver.connections(), spellings.len());
}

/// So that nothing above passes because everything is refused. Nobody is called.
#[tokio::test]
async fn what_is_public_may_be_called() {
    let names = Names::new(|name, _| look_up(name));
    let secure = Policy::default();
    let plain = Policy { plain_http: true, ..Policy::default() };
    let v4 = "93.184.215.14";
    let v6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c";
    for (url, policy, found) in [
        ("https://public.test", &secure, &[v4][..]),
        ("https://PUBLIC.test.:8443/fhir/R4?tenant=7", &secure, &[v4]),
        ("https://faß.test/", &secure, &[v4]),
        ("https://dual.test/", &secure, &[v6, v4]),
        ("https://93.184.215.14/", &secure, &[v4]),
        ("https://93.184.215.14:443/", &secure, &[v4]),
        ("https://1572394766/", &secure, &[v4]),
        ("https://0x5db8d70e:8443/", &secure, &[v4]),
        ("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]:8443/", &secure, &[v6]),
        ("https://11.0.0.0/", &secure, &["11.0.0.0"]),
        ("https://172.32.0.0/", &secure, &["172.32.0.0"]),
        ("https://126.255.255.255/", &secure, &["126.255.255.255"]),
        ("https://223.255.255.255/", &secure, &["223.255.255.255"]),
        ("http://public.test/", &plain, &[v4]),
        ("http://public.test:8080/", &plain, &[v4]),
        ("https://public.test/", &plain, &[v4]),
    ] {
        let approved = judge(url, policy, &names).await.unwrap_or_else(|refusal| panic!("{url}: {refusal}"));
        let ips: Vec<_> = approved.addresses().iter().map(std::net::SocketAddr::ip).collect();
        assert_eq!(ips, addresses(found), "{url}");
        let port = approved.target().url().port_or_known_default();
        assert!(approved.addresses().iter().all(|address| Some(address.port()) == port), "{url}");
    }
}

#[tokio::test]
async fn allowed_networks_may_be_called_on_any_port_by_name_and_address() {
    let policy = Policy { allowed_networks: vec!["10.0.0.0/24".parse().unwrap()], ..Policy::default() };
    let names = Names::new(|name, _| look_up(name));
    for url in [
        "https://intranet:9961/",
        "https://10.0.0.255:1/",
        "https://[::ffff:10.0.0.1]:1/",
        "https://167772161/",
    ] {
        assert!(judge(url, &policy, &names).await.is_ok(), "{url}");
    }
    for (url, refusal) in [
        ("https://10.0.1.0/", Refusal::BlockedAddress),
        ("https://127.0.0.1/", Refusal::BlockedAddress),
        ("https://[64:ff9b::10.0.0.1]/", Refusal::BlockedAddress),
        ("https://public.test:9961/", Refusal::PortNotAllowed),
        // The public half of it may be called on ports of HTTPS only.
        ("https://half-intranet.test:9961/", Refusal::PortNotAllowed),
        ("http://intranet/", Refusal::NotHttps),
    ] {
        assert_eq!(judge(url, &policy, &names).await.unwrap_err(), refusal, "{url}");
    }
}

#[tokio::test]
async fn a_name_that_leads_elsewhere_the_second_time_is_judged_by_the_first() {
    let canary = Receiver::start(Answer::Challenge).await;
    let url = format!("http://rebinding.test:{}/", canary.port());
    let policy = Policy { plain_http: true, ..Policy::default() };
    // Public first: what was found then is what would be called.
    let names = Names::new(|_, nth| Ok(addresses(&[["93.184.215.14", "127.0.0.1"][nth.min(1)]])));
    let approved = judge("http://rebinding.test/", &policy, &names).await.unwrap();
    assert_eq!(approved.addresses(), ["93.184.215.14:80".parse().unwrap()]);
    assert_eq!(names.asked(), 1);
    // From now on private.
    assert_eq!(verified(&url, Method::Post, &policy, &names).await, Err(Refusal::BlockedAddress));
    assert_eq!(canary.connections(), 0);
}

#[tokio::test]
async fn a_name_with_many_addresses_is_tried_at_a_few() {
    let names = Names::new(|name, _| look_up(name));
    let approved = judge("https://crowd.test/", &Policy::default(), &names).await.unwrap();
    let few = ["93.184.215.0", "93.184.215.1", "93.184.215.2", "93.184.215.3"];
    assert_eq!(approved.addresses(), few.map(|address| format!("{address}:443").parse().unwrap()));
}

#[tokio::test]
async fn addresses_are_not_looked_up() {
    for url in ["https://127.0.0.1/", "https://2130706433/", "https://[::1]/", "https://127。0。0。1/"] {
        assert_eq!(judge(url, &Policy::default(), &NoNames).await.unwrap_err(), Refusal::BlockedAddress);
    }
}
