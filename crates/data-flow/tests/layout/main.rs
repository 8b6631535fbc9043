//! Tests of the layout as a whole.

mod properties;
mod shapes;
mod support;
