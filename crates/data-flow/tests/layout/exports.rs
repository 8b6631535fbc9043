//! What leaves the picture as a file holds all of it, and is well-formed whatever the names are.

use std::sync::Arc;

use causeway_data_flow::{Choice, Drawing, Options, Structure, Table, layout};
use causeway_model::{ConnectionDataFlow, Status, VpnState, VpnStatus};
use proptest::prelude::*;

use crate::properties::any_picture;
use crate::support;

fn svg(picture: &ConnectionDataFlow, width: i32) -> (String, Structure) {
    let structure = Structure::of(picture);
    let layout = layout(&structure, &Options::for_width(width));
    (Drawing { picture, structure: &structure, layout: &layout }.svg(), structure)
}

/// Elements are closed in the order they were opened, attributes are quoted, and nothing but markup is between
/// angle brackets. Enough to tell that a text became markup.
fn assert_well_formed(svg: &str) {
    let mut open = vec![];
    for part in svg.split('<').skip(1) {
        assert!(part.contains('>'), "an unclosed tag: {part}");
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        assert!(!text.contains('>'), "{text}");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "in {svg}");
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap_or_default());
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_svg_has_every_arrow_label_and_card(picture in any_picture(), width in 240..1600) {
        let (svg, structure) = svg(&picture, width);
        assert_well_formed(&svg);
        prop_assert_eq!(svg.matches("class=\"arrow\"").count(), structure.rows.len());
        prop_assert_eq!(svg.matches("class=\"label\"").count(), structure.rows.len());
        prop_assert_eq!(svg.matches("class=\"card\"").count(), structure.left.len() + structure.right.len());
        for row in &structure.rows {
            let id = format!("data-flow-id=\"{}\"", row.id.flow().unwrap());
            prop_assert!(svg.contains(&id));
        }
    }

    #[test]
    fn a_csv_has_one_record_per_arrow(picture in any_picture()) {
        let table = Table::of(&picture, &Choice::default(), None);
        let csv = table.csv();
        // Outside quotes, a record ends with CRLF.
        let mut quoted = false;
        let records = csv.bytes().filter(|byte| { quoted ^= *byte == b'"'; *byte == b'\n' && !quoted }).count();
        prop_assert_eq!(records, 1 + Structure::of(&picture).rows.len());
    }
}

#[test]
fn a_status_has_room_and_a_long_name_makes_it() {
    let mut picture = support::default_connection();
    picture.flows.iter_mut().for_each(|flow| flow.status = Status::Attention);
    for width in [320, 560, 720, 768, 900, 1008, 1280, 1920] {
        let structure = Structure::of(&picture);
        let layout = layout(&structure, &Options::for_width(width));
        let svg = Drawing { picture: &picture, structure: &structure, layout: &layout }.svg();
        let statuses: Vec<&str> =
            svg.split("<text x=\"").filter(|text| text.contains(">Attention<")).collect();
        assert_eq!(statuses.len(), structure.rows.len(), "each is written in full at {width}");
        for status in statuses {
            let start: i32 = status.split('"').next().unwrap().parse().unwrap();
            // Nine bold letters of 12 px are less wide than 80 px.
            assert!(start + 80 <= layout.lane.label_end + 8, "{start} at {width}, {:?}", layout.lane);
        }
    }
}

#[test]
fn paper_gets_every_label_once_and_no_row_is_cut() {
    let picture = support::partner(6, 40);
    let structure = Structure::of(&picture);
    let layout = layout(&structure, &Options::for_width(1000));
    let drawing = Drawing { picture: &picture, structure: &structure, layout: &layout };
    let pages = drawing.pages(500, 700);
    assert!(pages.len() > 3);
    pages.iter().for_each(|page| assert_well_formed(page));
    for row in &structure.rows {
        let id = format!("data-flow-id=\"{}\"", row.id.flow().unwrap());
        assert_eq!(pages.iter().filter(|page| page.contains(&id)).count(), 1, "{id}");
    }
    let cards: usize = pages.iter().map(|page| page.matches("class=\"card\"").count()).sum();
    assert_eq!(cards, structure.left.len() + structure.right.len());
}

#[test]
fn the_columns_of_a_mirrored_table_stay_yours_and_theirs() {
    let picture = support::import(1);
    let line = |mirror| {
        let csv = Table::of(&picture, &Choice { mirror, ..Choice::default() }, None).csv();
        csv.lines().nth(1).unwrap().to_owned()
    };
    assert!(line(false).starts_with("FHIR.Resource0,REQUEST,Two-way,Redox API Endpoint,"), "{}", line(false));
    assert!(line(true).starts_with("FHIR.Resource0,RESPOND,Two-way,Redox API Endpoint,"), "{}", line(true));
}

#[test]
fn a_vpn_takes_a_line_of_its_card_whatever_its_state_and_is_in_every_file() {
    let with = |status: Option<VpnStatus>| {
        let mut picture = support::import(1);
        Arc::make_mut(&mut picture.right[0]).vpn = status.map(|status| VpnState { status, stale_at: None });
        picture
    };
    let height = |picture: &ConnectionDataFlow, width| {
        layout(&Structure::of(picture), &Options::for_width(width)).right[0].rect.height
    };
    for width in [320, 1280] {
        let bare = height(&with(None), width);
        for status in VpnStatus::KNOWN {
            assert_eq!(height(&with(Some(status.clone())), width), bare + 20, "{status} at {width}");
        }
    }
    let down = with(Some(VpnStatus::Down));
    assert!(svg(&down, 1280).0.contains("VPN down"));
    assert!(!svg(&with(None), 1280).0.contains("VPN"));
    let csv = Table::of(&down, &Choice::default(), None).csv();
    let ends: Vec<_> = csv.lines().map(|line| line.rsplitn(3, ',').take(2).collect::<Vec<_>>()).collect();
    assert_eq!(ends, [["Their VPN", "Your VPN"], ["VPN down", ""]]);
}
