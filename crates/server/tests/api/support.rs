//! A real server on a free port with an empty data directory, and ways to talk to it.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::thread::JoinHandle;

use causeway_client::{Client, ClientError};
use causeway_model::{
    Connection, ConnectionsQuery, Environment, ImportReport, ImportRequest, OrganizationRef, Page, Problem,
    ProblemCode,
};
use causeway_outbound::Roots;
use causeway_server::clock::{Clock, ManualClock, SystemClock};
use causeway_server::config::Config;
use causeway_server::random::OsRandom;
use causeway_server::server::{Server, Stopper, create_token, open_data};
use causeway_server::store::{NewOrganization, Store};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tempfile::TempDir;

pub struct TestServer {
    pub base: String,
    pub client: Client,
    pub token: String,
    pub sign_in_link: String,
    pub store: Arc<dyn Store>,
    pub clock: Arc<ManualClock>,
    pub dir: TempDir,
    stopper: Stopper,
}

impl TestServer {
    pub async fn start() -> Self {
        Self::start_with(None).await
    }

    pub async fn start_with(public_url: Option<&str>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new(SystemClock.now()));
        let config = Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            data: dir.path().join("data"),
            public_url: public_url.map(|url| url.parse().unwrap()),
            // Receivers of tests are on this machine.
            allowed_networks: vec!["127.0.0.0/8".parse().unwrap()],
            extra_roots: Roots::default(),
        };
        let server = Server::bind(&config, clock.clone(), Arc::new(OsRandom)).await.unwrap();
        let base = format!("http://{}", server.local_addr());
        let store = server.store();
        let organization = store.local_organization().await.unwrap();
        let token = create_token(&*store, organization.id, "Test", &*clock, &OsRandom).await.unwrap();
        let sign_in_link = server.sign_in_link().await.unwrap();
        let stopper = server.stopper();
        tokio::spawn(server.run());
        let client = Client::new(&*base).with_token(&*token);
        Self { base, client, token, sign_in_link, store, clock, dir, stopper }
    }

    /// The code of the link that was made at the start.
    pub fn code(&self) -> String {
        self.sign_in_link.split_once('#').unwrap().1.to_owned()
    }

    /// Another organization on the same server, with a client of its own.
    pub async fn another_organization(&self) -> (OrganizationRef, Client) {
        let new = NewOrganization::draw_up("Another", self.clock.now(), &OsRandom).unwrap();
        let organization = self.store.add_organization(new).await.unwrap();
        let token =
            create_token(&*self.store, organization.id, "Theirs", &*self.clock, &OsRandom).await.unwrap();
        (organization, Client::new(&*self.base).with_token(token))
    }

    /// A request with the token, to be completed.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path).bearer_auth(&self.token)
    }

    /// A request without any identity.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        client.request(method, format!("{}{path}", self.base))
    }

    pub async fn development(&self) -> Environment {
        development(&self.client).await
    }

    /// The default connection *Redox Engine*.
    pub async fn engine(&self) -> Connection {
        engine(&self.client).await
    }

    /// Imports a small directory into Development.
    pub async fn import(&self, names: &[&str], resources: &[&str]) -> ImportReport {
        let request = ImportRequest {
            environment_id: self.development().await.id,
            directory: directory(names),
            capability: (!resources.is_empty()).then(|| capability(resources)),
        };
        self.client.import(&request).await.unwrap()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.stopper.stop();
    }
}

pub async fn development(client: &Client) -> Environment {
    client.environments().await.unwrap().items.into_iter().find(|all| all.name == "Development").unwrap()
}

pub async fn engine(client: &Client) -> Connection {
    named(client, "Redox Engine").await
}

pub async fn named(client: &Client, name: &str) -> Connection {
    all_connections(client).await.into_iter().find(|connection| connection.name == name).unwrap()
}

/// Every connection, page by page.
pub async fn all_connections(client: &Client) -> Vec<Connection> {
    let mut all = Vec::new();
    let mut ask = ConnectionsQuery { limit: Some(200), ..ConnectionsQuery::default() };
    loop {
        let Page { items, next } = client.connections(&ask).await.unwrap();
        all.extend(items);
        ask.cursor = next;
        if ask.cursor.is_none() {
            return all;
        }
    }
}

/// A directory with one endpoint per name.
pub fn directory(names: &[&str]) -> Value {
    let row = |(place, name): (usize, &&str)| json!({ "URL": format!("https://fhir{place}.example.org/r4"), "OrganizationName": name, "NPIID": "", "OrganizationZipCode": "" });
    json!({ "Endpoints": names.iter().enumerate().map(row).collect::<Vec<_>>() })
}

/// A capability statement that answers reads and searches of these resources.
pub fn capability(resources: &[&str]) -> Value {
    let resource =
        |name: &&str| json!({ "type": name, "interaction": [{ "code": "read" }, { "code": "search-type" }] });
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "kind": "instance",
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "rest": [{ "mode": "server", "resource": resources.iter().map(resource).collect::<Vec<_>>() }],
    })
}

/// The problem a client's call ended with.
pub fn problem<T: std::fmt::Debug>(result: Result<T, ClientError>) -> Problem {
    match result {
        Err(ClientError::Problem(problem)) => *problem,
        other => panic!("expected a problem, got {other:?}"),
    }
}

pub fn code<T: std::fmt::Debug>(result: Result<T, ClientError>) -> ProblemCode {
    problem(result).code
}

/// The same problem without the id of its request, the only part that may differ.
pub fn anonymous(mut problem: Problem) -> Problem {
    problem.instance = None;
    problem
}

/// The program itself, on a data directory of its own, logging all it can.
pub struct TracedServer {
    pub base: String,
    pub client: Client,
    child: Child,
    log: JoinHandle<Vec<u8>>,
    _dir: TempDir,
}

impl TracedServer {
    pub async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        let store = open_data(&data, &SystemClock, &OsRandom).unwrap();
        let organization = store.local_organization().await.unwrap().id;
        let token = create_token(&*store, organization, "Test", &SystemClock, &OsRandom).await.unwrap();
        drop(store);
        let mut command = causeway(&data, &["serve", "--listen", "127.0.0.1:0"]);
        command.env("CAUSEWAY_LOG", "trace").stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stderr = child.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut text = Vec::new();
            stderr.read_to_end(&mut text).unwrap();
            text
        });
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let base = lines.find_map(|line| line.strip_prefix("ready: ").map(str::to_owned)).unwrap();
        let client = Client::new(&*base).with_token(token);
        Self { base, client, child, log, _dir: dir }
    }

    /// Stops it; what it logged.
    pub fn stop(mut self) -> Vec<u8> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.log.join().unwrap()
    }
}

/// The program itself, with an empty environment.
pub fn causeway(data: &Path, args: &[&str]) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_causeway"));
    command.args(args).env("CAUSEWAY_DATA", data).env_remove("CAUSEWAY_LOG");
    command
}
