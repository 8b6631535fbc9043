//! The picture and its table as files, and the page for paper.

use causeway_model::{ConnectionId, ProblemCode};
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::support::{TestServer, engine, named};

async fn fetch(server: &TestServer, path: &str) -> (StatusCode, String, String) {
    let answer = server.request(Method::GET, path).send().await.unwrap();
    let header = |name: &str| {
        answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    };
    let headers = [header("content-type"), header("content-disposition")].join(" | ");
    (answer.status(), headers, answer.text().await.unwrap())
}

fn of(id: ConnectionId, rest: &str) -> String {
    format!("/api/v1/connections/{id}/data-flow{rest}")
}

#[tokio::test]
async fn the_drawing_has_every_arrow_and_a_name_to_save_it_under() {
    let server = TestServer::start().await;
    let engine = server.engine().await;
    let (status, headers, svg) = fetch(&server, &of(engine.id, ".svg")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers, "image/svg+xml | attachment; filename=\"data-flow-redox-engine.svg\"");
    assert_eq!(svg.matches("class=\"arrow\"").count(), engine.flow_counts.total() as usize);
}

#[tokio::test]
async fn files_hold_what_the_reader_chose() {
    let server = TestServer::start().await;
    let engine = server.engine().await;
    let (_, headers, csv) = fetch(&server, &of(engine.id, ".csv?verb=request&find=patient")).await;
    assert_eq!(headers, "text/csv; charset=utf-8 | attachment; filename=\"data-flow-redox-engine.csv\"");
    let lines: Vec<&str> = csv.lines().collect();
    assert!(lines.len() > 2 && lines.len() < engine.flow_counts.total() as usize, "{csv}");
    assert!(lines[1..].iter().all(|line| line.contains(",REQUEST,")), "{csv}");
    let (_, _, svg) = fetch(&server, &of(engine.id, ".svg?verb=request&find=patient&group=on")).await;
    assert_eq!(svg.matches("class=\"arrow\"").count(), lines.len() - 1, "files have no groups");
}

#[tokio::test]
async fn names_stay_text_in_every_form() {
    let server = TestServer::start().await;
    server.import(&["<script>alert(1)</script> & =cmd"], &["Patient"]).await;
    let connection = named(&server.client, "<script>alert(1)</script> & =cmd").await;
    for path in [of(connection.id, ".svg"), format!("/connections/{}/print", connection.id)] {
        let (status, _, text) = fetch(&server, &path).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!text.contains("<script>alert"), "{path}");
        assert!(text.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; =cmd"), "{path}");
    }
    let (_, headers, _) = fetch(&server, &of(connection.id, ".csv")).await;
    assert!(headers.ends_with("filename=\"data-flow-script-alert-1-script-cmd.csv\""), "{headers}");
}

#[tokio::test]
async fn the_page_for_paper_has_picture_and_table_and_runs_nothing_inline() {
    let server = TestServer::start().await;
    let engine = server.engine().await;
    let (status, headers, html) =
        fetch(&server, &format!("/connections/{}/print?seen=theirs", engine.id)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(headers.starts_with("text/html"), "{headers}");
    assert!(html.contains("as they see it"));
    // One line per data flow, and one per endpoint or API key.
    let (_, ends) = html.split_once("<h2>Every data flow</h2>").unwrap();
    assert_eq!(ends.matches("<tr><td>").count(), engine.flow_counts.total() as usize);
    assert!(html.matches("<svg").count() > 1, "several pieces");
    assert!(!html.contains("style=\"") && !html.contains("<style"));
}

#[tokio::test]
async fn what_is_not_understood_is_refused_by_name_and_what_is_not_yours_is_not_there() {
    let server = TestServer::start().await;
    let id = server.engine().await.id;
    for (query, parameter) in [
        ("?only=everything", "only"),
        ("?verb=shout", "verb"),
        ("?status=sleepy", "status"),
        ("?colour=red", "colour"),
        ("?find=a&find=b", "find"),
    ] {
        for path in [of(id, ".svg"), of(id, ".csv"), format!("/connections/{id}/print")] {
            let (status, _, body) = fetch(&server, &format!("{path}{query}")).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{path}{query}");
            let problem: Value = serde_json::from_str(&body).unwrap();
            assert_eq!(problem["code"], ProblemCode::BadRequest.as_str());
            assert_eq!(problem["errors"][0]["pointer"], parameter, "{body}");
        }
    }
    let (_, stranger) = server.another_organization().await;
    let theirs = engine(&stranger).await.id;
    for path in [of(theirs, ".svg"), of(theirs, ".csv"), format!("/connections/{theirs}/print")] {
        assert_eq!(fetch(&server, &path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let nobody = server.bare(Method::GET, &of(id, ".svg")).send().await.unwrap();
    assert_eq!(nobody.status(), StatusCode::UNAUTHORIZED);
}
