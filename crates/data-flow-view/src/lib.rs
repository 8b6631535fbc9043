//! The data-flow picture as elements, for the dashboard. The widget draws the same in JavaScript (`crates/embed/js`).
//!
//! Answer → structure → layout (with the measured width) → elements. Selection, pointer, keyboard position and status
//! are applied to the few elements they concern; none of them is ever upstream of the layout. This crate must not know a
//! framework, a router, a server or how the page around it looks: what the page decides comes in as a [`Host`], colours
//! as custom properties (`style/data-flow.css` is its style sheet).
//!
//! What tests, host pages and assistive technology rely on: the lists "Your endpoints", "Data flows" and
//! "<Connection>'s endpoints"; one list item per data flow, named by a sentence; the attributes
//! `data-connection-id`, `data-flow-id`, `data-endpoint-id`, `data-api-key-id`, `data-verb` and `data-status`;
//! one `path.flow-arrow` per data flow.

mod arrows;
mod card;
mod cards;
mod clock;
mod details;
mod heading;
mod markers;
mod measure;
mod picture;
mod row;
mod rows;
mod scene;
mod status;
mod window;

pub use details::last_message;
pub use picture::Picture;
pub use scene::{Host, Shown};
pub use status::{status_shape, status_word, vpn_word};
