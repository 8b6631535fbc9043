//! The one error of xtask: a sentence that tells a person what is wrong and what to do.
//!
//! It must not carry a backtrace, a chain of causes or a program's raw output; that is printed before, by `process`.

use std::fmt;

/// A failure, told in one sentence.
#[derive(Debug)]
pub(crate) struct Fault(String);

/// The result of everything here that can fail.
pub(crate) type Outcome<T = ()> = Result<T, Fault>;

impl Fault {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// For the file system, whose errors say what but not where.
    pub(crate) fn io(doing: impl fmt::Display, error: &std::io::Error) -> Self {
        Self(format!("{doing}: {error}"))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
