//! What was acknowledged is there after the server was killed in the middle of writing.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use causeway_client::Client;
use causeway_model::{EndpointId, EndpointPatch};
use causeway_server::clock::SystemClock;
use causeway_server::random::OsRandom;
use causeway_server::server::{create_token, open_data};

use crate::support::{causeway, development};

/// Starts the real program; gives it and the address it answers at.
fn serve(data: &std::path::Path) -> (Child, String) {
    let mut command = causeway(data, &["serve", "--listen", "127.0.0.1:0"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let ready = lines.into_iter().find_map(|line| line.strip_prefix("ready: ").map(str::to_owned));
    (child, ready.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_acknowledged_write_survives_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let store = open_data(&data, &SystemClock, &OsRandom).unwrap();
    let organization = store.local_organization().await.unwrap().id;
    let token = create_token(&*store, organization, "Test", &SystemClock, &OsRandom).await.unwrap();
    drop(store);
    let acknowledged = Arc::new(AtomicU64::new(0));
    for round in 0..5 {
        let (mut child, base) = serve(&data);
        let client = Client::new(&*base).with_token(&*token);
        let id = client.endpoints(development(&client).await.id).await.unwrap().items[0].id;
        let version = client.endpoint(id).await.unwrap().value.version;
        let seen = acknowledged.load(Ordering::SeqCst);
        assert!(version >= seen, "round {round}: version {version}, acknowledged {seen}");
        let writer = tokio::spawn(write_until_it_dies(client, id, Arc::clone(&acknowledged)));
        tokio::time::sleep(Duration::from_millis(150 + 40 * round)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        writer.await.unwrap();
    }
    assert!(acknowledged.load(Ordering::SeqCst) > 20, "{acknowledged:?}");
}

async fn write_until_it_dies(client: Client, id: EndpointId, acknowledged: Arc<AtomicU64>) {
    for n in 0_u64.. {
        let patch = EndpointPatch { name: Some(format!("Name {n} {}", n % 7)), ..EndpointPatch::default() };
        match client.update_endpoint(id, "*", &patch).await {
            Ok(done) => acknowledged.fetch_max(done.value.version, Ordering::SeqCst),
            Err(_) => return,
        };
    }
}
