//! Tests of the layout as a whole.

mod choices;
mod exports;
mod properties;
mod shapes;
mod support;
