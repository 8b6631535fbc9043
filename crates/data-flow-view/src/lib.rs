//! The data-flow picture, for the dashboard and the widget.
//!
//! `picture` → `structure` (memo) → `layout` (memo, with the measured width) → elements. Selection, hover, keyboard
//! position and status are applied to the few elements they concern; none of them is ever upstream of the layout.
//! This crate must not know a router, a server or how the page around it looks: links come in as a callback, colours
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
mod copy;
mod details;
mod heading;
mod markers;
mod measure;
mod menu;
mod picture;
mod row;
mod rows;
mod scene;
mod status;
mod table;
mod tools;
mod window;

pub use causeway_data_flow::Choice;
pub use clock::ticking_now;
pub use copy::copy_button;
pub use menu::menu;
pub use picture::{DataFlowPicture, data_flow_picture};
pub use scene::Step;
pub use status::status_shape;
