//! The SQLite store as a whole: every statement can be prepared, lists use their indexes, two programs can start at
//! the same moment.

use causeway_model::{EnvironmentId, OrganizationId, Status, Verb};
use rusqlite::Connection;
use uuid::Uuid;

use super::*;
use crate::random::SeededRandom;

fn migrated() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    migrate::migrate(&connection, Time(1)).unwrap();
    connection
}

/// Every combination of filters of both lists.
fn lists() -> Vec<String> {
    let org = OrganizationId(Uuid::nil());
    let key = ConnectionKey { rank: 0, name: "a".to_owned(), id: "b".to_owned() };
    let flow_key = DataFlowKey {
        connection: key.clone(),
        data_type: String::new(),
        exchange: String::new(),
        initiator: String::new(),
        id: String::new(),
    };
    let mut all = Vec::new();
    for environment in [None, Some(EnvironmentId(Uuid::nil()))] {
        for status in [None, Some(Status::Down), Some(Status::Attention), Some(Status::NoTraffic)] {
            for words in ["", "a", "a abcdef01 c d e f g h"] {
                let search = SearchTerms::parse(words).unwrap();
                let filter = ConnectionFilter { environment, search: search.clone(), status: status.clone() };
                all.push(connections::page(org, &filter, None, 1).sql);
                all.push(connections::page(org, &filter, Some(&key), 1).sql);
                for verb in [None, Some(Verb::Send)] {
                    let filter =
                        DataFlowFilter { environment, search: search.clone(), status: status.clone(), verb };
                    all.push(data_flows::page(org, &filter, None, 1).sql);
                    all.push(data_flows::page(org, &filter, Some(&key), 1).sql);
                    all.push(data_flows::rest(org, &filter, &flow_key, 1).sql);
                }
            }
        }
    }
    all
}

#[test]
fn every_statement_can_be_prepared() {
    let db = migrated();
    let fixed = [
        migrate::SQL,
        identity::SQL,
        audit::SQL,
        creations::SQL,
        key_uses::SQL,
        dependents::SQL,
        reroute::SQL,
        api_key_secrets::SQL,
        clients::SQL,
        embed_connections::SQL,
        embed_tokens::SQL,
        organizations::SQL,
        write::SQL,
        connections::SQL,
        picture::SQL,
        vpn::SQL,
        import::SQL,
        import_write::SQL,
        import_known::SQL,
    ];
    let fixed = fixed.into_iter().flatten().map(|sql| (*sql).to_owned());
    let put_together = [
        environments::sql(),
        endpoints::sql(),
        api_keys::sql(),
        auth_credentials::sql(),
        embeds::sql(),
        usage::sql(),
        lists(),
    ]
    .into_iter()
    .flatten();
    for sql in fixed.chain(put_together) {
        if let Err(error) = db.prepare(&sql) {
            panic!("{error}: {sql}");
        }
    }
}

#[test]
fn lists_come_in_order_from_their_indexes() {
    let db = migrated();
    for sql in lists() {
        let mut explain = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let count = explain.parameter_count();
        let nulls = rusqlite::params_from_iter(std::iter::repeat_n(rusqlite::types::Null, count));
        let steps = explain.query_map(nulls, |row| row.get::<_, String>(3)).unwrap();
        let plan = steps.collect::<rusqlite::Result<Vec<_>>>().unwrap();
        assert!(plan[0].starts_with("SEARCH c USING") && plan[0].contains("INDEX"), "{plan:?}\n{sql}");
        assert!(!plan.iter().any(|step| step.starts_with("SCAN")), "{plan:?}\n{sql}");
        // Within one connection a sort is cheap; over all of them it is not.
        let whole_sort = plan.iter().any(|step| step == "USE TEMP B-TREE FOR ORDER BY");
        assert!(!whole_sort || sql.contains("c.id = ?"), "{plan:?}\n{sql}");
    }
}

#[test]
fn programs_that_start_at_the_same_moment_agree_on_one_organization() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("causeway.db");
    let open = |seed: u64| {
        let first = NewOrganization::draw_up("Mine", Time(1), &SeededRandom::new(seed)).unwrap();
        SqliteStore::open(&path, Time(1), &first).map(|_| ())
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|seed| scope.spawn(move || open(seed))).collect();
        for thread in threads {
            thread.join().unwrap().unwrap();
        }
    });
    let db = Connection::open(&path).unwrap();
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT COUNT(*) FROM organization"), 1);
    assert_eq!(count("SELECT COUNT(*) FROM connection"), 2);
    assert_eq!(count("SELECT COUNT(*) FROM pragma_foreign_key_check"), 0);
}

#[tokio::test]
async fn closing_leaves_one_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("causeway.db");
    let first = NewOrganization::draw_up("Mine", Time(1), &SeededRandom::new(1)).unwrap();
    let store = SqliteStore::open(&path, Time(1), &first).unwrap();
    store.ready().await.unwrap();
    drop(store);
    assert!(!dir.path().join("causeway.db-wal").exists());
}
