//! Reading JSON in a native program.

use causeway_model::Read;

/// Reads a JSON text; `None` when it is not JSON or not of the expected shape.
pub(crate) fn read<T: Read>(text: &str) -> Option<T> {
    T::read(&serde_json::from_str::<serde_json::Value>(text).ok()?)
}
