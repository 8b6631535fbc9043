//! The four verbs, and the two facts they are derived from.

use crate::open_enum::open_enum;

open_enum! {
    /// Who starts the exchange, seen from your organization.
    Initiator {
        /// Your system starts it, with one of your API keys.
        You = "you", "You";
        /// The connection starts it, towards one of your endpoints.
        Connection = "connection", "The connection";
    }
}

open_enum! {
    /// Whether an exchange is answered with data.
    ExchangeKind {
        /// Asynchronous: data goes one way and is acknowledged.
        OneWay = "oneWay", "One-way";
        /// Synchronous: a query goes one way, its answer comes back.
        TwoWay = "twoWay", "Two-way";
    }
}

open_enum! {
    /// Your side of a data flow. The connection sees the mirror.
    Verb {
        /// You start it, one-way.
        Send = "SEND", "Send";
        /// They start it, one-way.
        Receive = "RECEIVE", "Receive";
        /// You start it, two-way.
        Request = "REQUEST", "Request";
        /// They start it, two-way.
        Respond = "RESPOND", "Respond";
    }
}

impl Verb {
    /// The one place that derives a verb: from who starts and whether an answer comes back.
    /// Unknown facts give an unknown verb that names them.
    #[must_use]
    pub fn derive(initiator: &Initiator, exchange: &ExchangeKind) -> Self {
        match (initiator, exchange) {
            (Initiator::You, ExchangeKind::OneWay) => Self::Send,
            (Initiator::Connection, ExchangeKind::OneWay) => Self::Receive,
            (Initiator::You, ExchangeKind::TwoWay) => Self::Request,
            (Initiator::Connection, ExchangeKind::TwoWay) => Self::Respond,
            (initiator, exchange) => Self::Other(format!("{initiator}/{exchange}")),
        }
    }

    /// Its place in [`Self::KNOWN`]; `None` for an unknown verb.
    #[must_use]
    pub fn place(&self) -> Option<usize> {
        match self {
            Self::Send => Some(0),
            Self::Receive => Some(1),
            Self::Request => Some(2),
            Self::Respond => Some(3),
            Self::Other(_) => None,
        }
    }

    /// Who starts the exchange; `None` for an unknown verb.
    #[must_use]
    pub fn initiator(&self) -> Option<Initiator> {
        match self {
            Self::Send | Self::Request => Some(Initiator::You),
            Self::Receive | Self::Respond => Some(Initiator::Connection),
            Self::Other(_) => None,
        }
    }

    /// One-way or two-way; `None` for an unknown verb.
    #[must_use]
    pub fn exchange(&self) -> Option<ExchangeKind> {
        match self {
            Self::Send | Self::Receive => Some(ExchangeKind::OneWay),
            Self::Request | Self::Respond => Some(ExchangeKind::TwoWay),
            Self::Other(_) => None,
        }
    }

    /// The same arrow as the other side sees it: SEND and RECEIVE change places, so do REQUEST and RESPOND.
    #[must_use]
    pub fn mirror(&self) -> Self {
        match self {
            Self::Send => Self::Receive,
            Self::Receive => Self::Send,
            Self::Request => Self::Respond,
            Self::Respond => Self::Request,
            Self::Other(text) => Self::Other(text.clone()),
        }
    }

    /// How the arrow reads in a sentence about `partner`: "you send to Redox Health System".
    #[must_use]
    pub fn clause(&self, partner: &str) -> String {
        let does = match self {
            Self::Send => "you send to ",
            Self::Receive => "you receive from ",
            Self::Request => "you request from ",
            Self::Respond => "you respond to ",
            Self::Other(text) => return [text, ", with ", partner].concat(),
        };
        [does, partner].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verb_follows_from_its_two_facts_and_gives_them_back() {
        for (place, verb) in Verb::KNOWN.iter().enumerate() {
            assert_eq!(verb.place(), Some(place));
            let initiator = verb.initiator().unwrap();
            let exchange = verb.exchange().unwrap();
            assert_eq!(Verb::derive(&initiator, &exchange), *verb);
        }
    }

    #[test]
    fn mirror_swaps_who_starts_and_keeps_the_exchange_kind() {
        for verb in Verb::KNOWN {
            assert_eq!(verb.mirror().mirror(), *verb);
            assert_ne!(verb.mirror().initiator(), verb.initiator());
            assert_eq!(verb.mirror().exchange(), verb.exchange());
        }
    }

    #[test]
    fn an_unknown_verb_survives_a_round_trip() {
        let verb: Verb = serde_json::from_str("\"BROADCAST\"").unwrap();
        assert_eq!(verb, Verb::Other("BROADCAST".to_owned()));
        assert!(!verb.is_known());
        assert_eq!(serde_json::to_string(&verb).unwrap(), "\"BROADCAST\"");
    }
}
