//! What can go wrong between asking and understanding the answer.

use std::fmt;

use causeway_model::{Problem, ProblemCode};

use crate::Answer;

/// Why an operation failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientError {
    /// No answer arrived: the server is down, the network is cut, or the request was refused on the way.
    Network(String),
    /// The server answered with a problem.
    Problem(Box<Problem>),
    /// An answer arrived that is not of the contract, such as a proxy's HTML page. Holds the status.
    Foreign(u16),
    /// The answer is a success but not of the expected shape, or has no entity tag where one is needed.
    Decode,
}

impl ClientError {
    pub(crate) fn from_answer(answer: &Answer) -> Self {
        match answer.json::<Problem>() {
            Ok(problem) => Self::Problem(Box::new(problem)),
            Err(_) => Self::Foreign(answer.status),
        }
    }

    /// The code of a problem; `None` for every other failure.
    #[must_use]
    pub fn code(&self) -> Option<&ProblemCode> {
        match self {
            Self::Problem(problem) => Some(&problem.code),
            _ => None,
        }
    }

    /// Whether the server as a whole is away: no answer, or one that somebody else gave in its place.
    #[must_use]
    pub fn is_unreachable(&self) -> bool {
        match self {
            Self::Network(_) => true,
            Self::Foreign(status) => *status >= 500,
            Self::Problem(_) | Self::Decode => false,
        }
    }

    /// Whether asking again later can help: no answer, a gateway's answer, or a server's fault.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Network(_) => true,
            Self::Problem(problem) => problem.status >= 500,
            Self::Foreign(status) => *status >= 500,
            Self::Decode => false,
        }
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(_) => f.write_str("The server does not answer."),
            Self::Problem(problem) if problem.detail.is_empty() => f.write_str(&problem.title),
            Self::Problem(problem) => f.write_str(&problem.detail),
            Self::Foreign(status) => {
                write!(f, "Something between you and the server answered instead of it (HTTP {status}).")
            }
            Self::Decode => {
                f.write_str("The server's answer cannot be read by this version of the dashboard.")
            }
        }
    }
}

impl std::error::Error for ClientError {}
