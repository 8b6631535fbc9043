//! Tests of the layout as a whole.

mod choices;
mod properties;
mod shapes;
mod support;
