//! Reading directories and capability statements: small fixtures, every real file of `tests/data`, files that are
//! not what they should be, and arbitrary bytes. Storing what was read is tested elsewhere.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails, also inside its helpers")]

#[path = "import/arbitrary.rs"]
mod arbitrary;
#[path = "import/refused.rs"]
mod refused;

use std::path::{Path, PathBuf};

use causeway_server::import::{Capability, Directory, MAX_LISTED_PROBLEMS, read_capability, read_directory};

const FIXTURES: [&str; 5] = [
    "endpoint-list.json",
    "bundle-r4.json",
    "capability-r4.json",
    "capability-stu3.json",
    "conformance-dstu2.json",
];

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/import");
    std::fs::read(folder.join(name)).unwrap()
}

/// The real files that the browser tests use too.
fn real_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data")
}

fn endpoints(directory: &Directory) -> usize {
    directory.organizations.iter().map(|organization| organization.endpoints.len()).sum()
}

/// `name | url | connection type | state` of every endpoint, under the names of their organizations.
fn outline(directory: &Directory) -> Vec<String> {
    let mut lines = Vec::new();
    for organization in &directory.organizations {
        lines.push(organization.name.clone());
        lines.extend(organization.endpoints.iter().map(|endpoint| {
            let kind = endpoint.connection_type.as_deref().unwrap_or("-");
            format!("  {} | {} | {kind} | {}", endpoint.name, endpoint.url, endpoint.state)
        }));
    }
    lines
}

fn problems(directory: &Directory) -> Vec<String> {
    let line = |p: &causeway_model::ImportProblem| format!("{} {} {}", p.position, p.pointer, p.reason);
    directory.problems.iter().map(line).collect()
}

/// What holds for every directory that is read at all.
fn check(directory: &Directory) {
    assert_eq!(directory.total_rows, directory.accepted_rows + directory.rejected_rows);
    assert_eq!(directory.problems.len(), (directory.rejected_rows as usize).min(MAX_LISTED_PROBLEMS));
    let mut names = std::collections::HashSet::new();
    for organization in &directory.organizations {
        let name = &organization.name;
        assert!(
            names.insert(name) && name.trim() == name && (1..=200).contains(&name.chars().count()),
            "{name:?}"
        );
        let mut urls = std::collections::HashSet::new();
        for endpoint in &organization.endpoints {
            assert!(urls.insert(&endpoint.url), "{}", endpoint.url);
            let scheme = endpoint.url.split_once("://").unwrap().0.to_ascii_lowercase();
            assert!(scheme == "https" || scheme == "http", "{}", endpoint.url);
            assert!((1..=200).contains(&endpoint.name.chars().count()) && endpoint.state.is_known());
        }
    }
}

fn check_capability(capability: &Capability) {
    assert!(!capability.resources.is_empty());
    assert!(capability.resources.is_sorted_by(|a, b| a.resource < b.resource));
    assert!(capability.resources.iter().all(|resource| !resource.interactions.is_empty()));
}

#[test]
fn an_endpoint_list_keeps_good_rows_and_lists_bad_ones() {
    let directory = read_directory(&fixture("endpoint-list.json")).unwrap();
    check(&directory);
    assert_eq!((directory.total_rows, directory.accepted_rows, directory.rejected_rows), (20, 9, 11));
    assert_eq!(
        outline(&directory),
        [
            "Riverside Clinic",
            "  fhir.example.org/…/DSTU2 | https://fhir.example.org/api/DSTU2/ | - | active",
            "  fhir.example.org/…/R4 | https://fhir.example.org/api/R4/ | - | active",
            "<script>alert(1)</script>",
            "  hill.example.net:8080 | http://hill.example.net:8080/fhir | - | active",
            "Smith &amp; Sons, \"MD\"",
            "  shared.example.com | https://shared.example.com/r4 | - | active",
            "مستشفى الملك خالد",
            "  shared.example.com | https://shared.example.com/r4 | - | active",
            "riverside clinic",
            "  shared.example.com | https://shared.example.com/r4 | - | active",
            "A very long name of one hundred and twenty characters, as registers of large university hospitals happen to \
         contain them",
            "  shared.example.com | https://shared.example.com/r4 | - | active",
            "TX - \tTab in the middle",
            "  shared.example.com | https://shared.example.com/r4 | - | active",
        ]
    );
    let fix = "write an absolute URL such as https://fhir.example.org/r4";
    assert_eq!(problems(&directory), [
        "10 /Endpoints/9/OrganizationName `OrganizationName` is missing; give the name as text".to_owned(),
        "11 /Endpoints/10/OrganizationName `OrganizationName` is blank; give the name as text".to_owned(),
        "12 /Endpoints/11/OrganizationName `OrganizationName` is a number, not text; give the name as text".to_owned(),
        "13 /Endpoints/12/OrganizationName `OrganizationName` has a control character (U+0007); remove it".to_owned(),
        "14 /Endpoints/13/URL `URL` is missing; give the endpoint's https:// URL".to_owned(),
        "15 /Endpoints/14/URL `URL` is missing; give the endpoint's https:// URL".to_owned(),
        format!("16 /Endpoints/15/URL `URL` does not start with https:// or http://; {fix}"),
        "17 /Endpoints/16/URL `URL` has a user name or password before the host; remove it".to_owned(),
        "18 /Endpoints/17/URL `URL` has white space or an invisible character (U+0020); remove it".to_owned(),
        "19 /Endpoints/18/URL `URL` has no host; write it after https://".to_owned(),
        "20 /Endpoints/19 the row is text; write it as an object with `URL` and `OrganizationName`".to_owned(),
    ]);
}

#[test]
fn a_bundle_finds_the_organization_of_each_endpoint() {
    let directory = read_directory(&fixture("bundle-r4.json")).unwrap();
    check(&directory);
    assert_eq!((directory.total_rows, directory.accepted_rows, directory.rejected_rows), (17, 11, 6));
    assert_eq!(
        outline(&directory),
        [
            "Contained Hospital",
            "  Contained Hospital R4 | https://contained.example.org/r4 | hl7-fhir-rest | active",
            "Bare Id Clinic",
            "  bare.example.org | https://bare.example.org/api/R4 | - | off",
            "Lake County",
            "  Lake County R4 | https://lake.example.org/r4 | - | test",
            "Lake County Messages",
            "  lake.example.org | https://lake.example.org/messages | hl7-fhir-msg | suspended",
            "  shared.example.org | https://shared.example.org/r4 | - | active",
            "Display Practice",
            "  Display endpoint | https://display.example.org/r4 | - | active",
            "Named by its endpoint",
            "  Named by its endpoint | https://name.example.org/r4 | - | active",
            "Lists two",
            "  shared.example.org | https://shared.example.org/r4 | - | active",
            "  own.example.org | https://own.example.org/r4 | - | active",
            "No endpoint yet",
        ]
    );
    let only = "only Endpoint and Organization resources are imported";
    let fix = "write an absolute URL such as https://fhir.example.org/r4";
    assert_eq!(problems(&directory), [
        "12 /entry/11/resource/name `name` is missing; give the name as text".to_owned(),
        "13 /entry/12/resource/status `status` is entered-in-error: the publisher has withdrawn this endpoint".to_owned(),
        format!("14 /entry/13/resource/address `address` does not start with https:// or http://; {fix}"),
        "15 /entry/14/resource/managingOrganization no organization is named; give `managingOrganization`, its \
         `display` or a `name`"
            .to_owned(),
        format!("16 /entry/15/resource {only}; this is a FHIR Practitioner"),
        format!("17 /entry/16 {only}; this is an entry without `resource`"),
    ]);
}

#[test]
fn capability_statements_of_every_version_are_read() {
    let read = |name: &str| {
        let capability = read_capability(&fixture(name)).unwrap();
        check_capability(&capability);
        let lines =
            capability.resources.iter().map(|r| format!("{}: {}", r.resource, r.interactions.join(" ")));
        (capability.fhir_version.clone(), lines.collect::<Vec<_>>())
    };
    let (version, resources) = read("capability-r4.json");
    assert_eq!(version, "4.0.1");
    assert_eq!(resources, ["Observation: create", "Patient: read vread search-type x-merge"]);
    let (version, resources) = read("capability-stu3.json");
    assert_eq!((version.as_str(), resources), ("3.0.1", vec!["Encounter: read search-type".to_owned()]));
    let (version, resources) = read("conformance-dstu2.json");
    assert_eq!(version, "1.0.2");
    assert_eq!(resources, ["AllergyIntolerance: read", "MedicationOrder: read search-type"]);
}

#[test]
fn every_real_directory_is_read_completely() {
    let folder = real_data();
    // File, rows, organizations, endpoints; no row of these files is bad.
    let expected = [
        ("athenahealth-endpoint-list.json", 17_136, 17_037, 17_037),
        ("cerner-endpoint-list.json", 3_305, 1_536, 3_305),
        ("epic-endpoint-list.json", 957, 495, 957),
        ("epic-r4-bundle.json", 265, 265, 265),
    ];
    assert_eq!(files(&folder.join("directory")), expected.map(|file| file.0));
    for (name, rows, organizations, count) in expected {
        let bytes = std::fs::read(folder.join("directory").join(name)).unwrap();
        let directory = read_directory(&bytes).unwrap();
        check(&directory);
        assert!(directory.problems.is_empty(), "{name}: {:?}", problems(&directory));
        assert_eq!((directory.total_rows, directory.accepted_rows), (rows, rows), "{name}");
        assert_eq!((directory.organizations.len(), endpoints(&directory)), (organizations, count), "{name}");
        assert!(read_capability(&bytes).is_err(), "{name}");
    }
}

#[test]
fn every_real_capability_statement_is_read_completely() {
    let folder = real_data();
    // File, FHIR version, resources, interactions.
    let expected = [
        ("advantagecare-stu3.json", "3.0.1", 26, 51),
        ("cerner-dstu2.json", "1.0.2", 27, 48),
        ("epic-dstu2.json", "1.0.2", 17, 32),
        ("supported-profiles-r4.json", "4.0.1", 39, 348),
    ];
    assert_eq!(files(&folder.join("capability")), expected.map(|file| file.0));
    for (name, version, resources, interactions) in expected {
        let bytes = std::fs::read(folder.join("capability").join(name)).unwrap();
        let capability = read_capability(&bytes).unwrap();
        check_capability(&capability);
        let count: usize = capability.resources.iter().map(|resource| resource.interactions.len()).sum();
        assert_eq!(capability.fhir_version, version, "{name}");
        assert_eq!((capability.resources.len(), count), (resources, interactions), "{name}");
        assert!(read_directory(&bytes).unwrap_err().message.ends_with("pass it with --capability"), "{name}");
    }
}

fn files(folder: &Path) -> Vec<String> {
    let names =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}
