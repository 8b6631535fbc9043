//! Lines to copy.

use causeway_dom::{Container, El, html};

use super::copy::copy_button;

/// Lines as they are, with a button that copies them. `of` says what they are, for those who do not see the heading.
pub(crate) fn code_block(lines: &str, of: &str) -> El {
    html("div.code").child(html("pre.command").child(html("code").text(lines))).child(copy_button(
        lines.to_owned(),
        "lines",
        of,
    ))
}
