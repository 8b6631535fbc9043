//! The program itself: what it prints, how it fails, how it stops.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Output, Stdio};

use causeway_client::Client;

use crate::support::{TestServer, all_connections, capability, causeway, directory};

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn run(data: &Path, args: &[&str]) -> Output {
    causeway(data, args).output().unwrap()
}

#[test]
fn serve_prints_two_lines_and_no_secret_elsewhere_and_stops_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = causeway(dir.path(), &["serve", "--listen", "127.0.0.1:0"]);
    let mut child =
        command.env("CAUSEWAY_LOG", "debug").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let sign_in = lines.next().unwrap();
    let ready = lines.next().unwrap();
    let base = ready.strip_prefix("ready: ").unwrap();
    let code = sign_in.strip_prefix(&format!("sign-in: {base}/sign-in#")).unwrap();
    let second = run(dir.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert!(text(&second.stderr).starts_with("causeway: another server is running"), "{second:?}");
    let status =
        std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(status.success());
    assert_eq!(lines.next(), None);
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(child.wait().unwrap().success(), "{log}");
    assert!(!log.contains(code), "{log}");
    assert!(log.contains("stopped"), "{log}");
}

#[test]
fn a_taken_port_is_one_clear_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(dir.path(), &["serve", "--listen", &address]);
    let sentence = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        sentence.contains(&format!("port {} is taken", taken.local_addr().unwrap().port())),
        "{sentence}"
    );
    assert!(sentence.contains("--listen") && sentence.lines().count() == 1, "{sentence}");
}

#[tokio::test]
async fn commands_work_while_the_server_runs() {
    let server = TestServer::start().await;
    let data = server.dir.path().join("data");
    let output = run(&data, &["token", "create", "--name", "Script"]);
    let token = text(&output.stdout).lines().last().unwrap().to_owned();
    let client = Client::new(&*server.base).with_token(token);
    assert_eq!(client.session().await.unwrap().actor.name, "Script");

    let files = tempfile::tempdir().unwrap();
    let (list, statement) = (files.path().join("list.json"), files.path().join("statement.json"));
    std::fs::write(&list, directory(&["Abbey Clinic"]).to_string()).unwrap();
    std::fs::write(&statement, capability(&["Patient"]).to_string()).unwrap();
    let args = ["import", "directory", list.to_str().unwrap(), "--capability", statement.to_str().unwrap()];
    let output = run(&data, &args);
    let report = text(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert!(report.contains("Connections: 1 created, 0 updated, 0 unchanged."), "{report}");
    assert!(report.contains("Data flows: 1 created"), "{report}");
    assert!(text(&run(&data, &args).stdout).contains("Connections: 0 created, 0 updated, 1 unchanged."));
    assert_eq!(all_connections(&client).await.len(), 3);
}

#[test]
fn refused_imports_leave_no_trace() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let file = dir.path().join("wrong.json");
    std::fs::write(&file, "{").unwrap();
    let file = file.to_str().unwrap();
    for args in [
        vec!["import", "directory", file],
        vec!["import", "directory", "/does/not/exist"],
        vec!["import", "directory", dir.path().to_str().unwrap()],
    ] {
        let output = run(&data, &args);
        let sentence = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(sentence.starts_with("causeway: ") && sentence.lines().count() == 1, "{sentence}");
        assert!(!data.exists());
    }
    std::fs::write(file, directory(&["Abbey Clinic"]).to_string()).unwrap();
    let output = run(&data, &["import", "directory", file, "--environment", "Nowhere"]);
    assert!(text(&output.stderr).contains("use one of Development, Staging, Production"));
}

#[test]
fn a_data_directory_that_cannot_be_used_is_one_clear_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let output = run(&file, &["token", "create"]);
    let sentence = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(sentence.contains("the data directory") && sentence.lines().count() == 1, "{sentence}");
}

#[test]
fn the_data_directory_is_private_and_the_document_is_json() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("new/data");
    assert!(run(&data, &["sign-in"]).status.success());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
    }
    let document = run(&data, &["openapi"]);
    assert!(serde_json::from_slice::<serde_json::Value>(&document.stdout).unwrap()["paths"].is_object());
}
