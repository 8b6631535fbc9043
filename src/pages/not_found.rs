//! For addresses that lead nowhere.

use causeway_dom::{Container, Fragment, html};

use super::{hidden_heading, set_title};
use crate::components::load_state::{empty_state, to_connections};

/// Says so, and shows the way back.
pub(crate) fn not_found() -> Fragment {
    set_title("Not found");
    let why = html("p").text("The link may be incomplete, or what it led to may have been removed.");
    Fragment::new()
        .child(hidden_heading("Not found"))
        .child(empty_state("There is nothing at this address.", why).child(to_connections()))
}

/// For the path of a thing that has no id in it; `what` is the thing: "connection".
pub(crate) fn malformed(what: &str) -> Fragment {
    set_title("Not found");
    let article = if what.starts_with('e') { "an" } else { "a" };
    let title = ["This is not the address of ", article, " ", what, "."].concat();
    Fragment::new().child(hidden_heading("Not found")).child(empty_state(&title, to_connections()))
}
