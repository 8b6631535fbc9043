//! Reading JSON (RFC 8259) into a list of tokens that point into what was received; texts are copied when they are kept.
//!
//! Why not `serde_json`: in a browser it would bring number tables and error texts that a page never shows. Why not the
//! browser's own parser: every field of what it makes is a call out of WebAssembly, forty thousand of them for a
//! picture of 5,000 arrows, and takes three times as long (docs/BENCHMARKS.md). Why no tree: its thirty thousand small
//! lists would take longer to allocate and to free than the text to read. Tests compare it with `serde_json` on
//! whatever both are given. It must not know the model.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use causeway_model::{Read, Source};

use crate::json_parser::{Kind, Parser, Token, plain};

/// Reads a JSON text; `None` when it is not JSON or not of the expected shape.
#[must_use]
pub fn read<T: Read>(text: &[u8]) -> Option<T> {
    T::read(parse(text)?.root())
}

/// A text that is JSON, and where in it everything is.
#[derive(Debug)]
struct Document<'a> {
    text: &'a str,
    /// In the order of the text: a list is followed by its items, an object by its names and values in turn.
    tokens: Vec<Token>,
    /// The object that was last asked for a field, and the token behind that field. Fields are read in the order in
    /// which they were written, so the next one asked for mostly stands there.
    last: Cell<(usize, usize)>,
}

/// A value of a document.
#[derive(Debug, Clone, Copy)]
struct Value<'a> {
    document: &'a Document<'a>,
    /// The index of its token; of a value that is not there, none's.
    at: usize,
}

const NOWHERE: usize = usize::MAX;

impl<'a> Document<'a> {
    fn root(&'a self) -> Value<'a> {
        Value { document: self, at: 0 }
    }

    /// The index of the token behind a value.
    fn after(&self, at: usize) -> usize {
        match self.tokens.get(at) {
            Some(Token { kind: Kind::List | Kind::Object, end, .. }) => *end,
            _ => at + 1,
        }
    }
}

impl<'a> Value<'a> {
    #[inline(always)]
    fn kind(self) -> Kind {
        self.document.tokens.get(self.at).map_or(Kind::Null, |token| token.kind)
    }

    /// Its part of the text.
    fn place(self) -> Range<usize> {
        self.document.tokens.get(self.at).map_or(0..0, |token| token.start..token.end)
    }

    fn bytes(self) -> &'a [u8] {
        self.document.text.as_bytes().get(self.place()).unwrap_or_default()
    }

    fn slice(self) -> &'a str {
        self.document.text.get(self.place()).unwrap_or_default()
    }

    /// Of the fields whose names are among the tokens `from..to`, the first of this name.
    fn find(self, from: usize, to: usize, field: &str) -> Option<Self> {
        let mut name = Self { at: from, ..self };
        while name.at < to {
            let value = Self { at: name.at + 1, ..self };
            let is_it = match name.kind() {
                Kind::Escaped => name.text().is_some_and(|name| name == field),
                _ => name.bytes() == field.as_bytes(),
            };
            if is_it {
                return Some(value);
            }
            name.at = self.document.after(value.at);
        }
        None
    }
}

/// What a text with escapes in it stands for. Out of line: few texts have any, and whoever reads a long document has this
/// compiled a second time with what reads the others.
#[inline(never)]
fn unescaped(written: &str) -> Option<String> {
    let mut text = String::new();
    let mut reader = Parser::new(written);
    while reader.at < written.len() {
        let start = reader.at;
        reader.at = plain(written.as_bytes(), start);
        text.push_str(written.get(start..reader.at)?);
        if reader.takes(b'\\') {
            text.push(reader.escaped()?);
        }
    }
    Some(text)
}

/// The items of a list.
struct Items<'a> {
    next: Value<'a>,
    end: usize,
    count: usize,
}

impl<'a> Iterator for Items<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        let this = self.next;
        self.next.at = this.document.after(this.at);
        (this.at < self.end).then_some(this)
    }

    /// As many as there are, before the first is taken.
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.count, None)
    }
}

impl Source for Value<'_> {
    fn get(self, field: &'static str) -> Self {
        let absent = Self { at: NOWHERE, ..self };
        let document = self.document;
        let Some(Token { kind: Kind::Object, end, .. }) = document.tokens.get(self.at) else { return absent };
        let first = self.at + 1;
        let likely = match document.last.get() {
            (object, next) if object == self.at => next,
            _ => first,
        };
        let found = self.find(likely, *end, field).or_else(|| self.find(first, likely, field));
        if let Some(value) = found {
            document.last.set((self.at, document.after(value.at)));
        }
        found.unwrap_or(absent)
    }

    fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        match self.kind() {
            Kind::Text => Some(self.slice().into()),
            Kind::Escaped => unescaped(self.slice()).map(Cow::Owned),
            _ => None,
        }
    }

    fn whole(self) -> Option<u64> {
        (self.kind() == Kind::Whole)
            .then(|| self.bytes().iter().fold(0, |whole, digit| whole * 10 + u64::from(digit - b'0')))
    }

    fn truth(self) -> Option<bool> {
        match self.kind() {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    fn items(self) -> Option<impl Iterator<Item = Self>> {
        let token = self.document.tokens.get(self.at).filter(|token| token.kind == Kind::List)?;
        Some(Items { next: Value { at: self.at + 1, ..self }, end: token.end, count: token.start })
    }
}

/// Characters per token of what servers send, or fewer: room for all tokens is made once.
const PER_TOKEN: usize = 8;

fn parse(text: &[u8]) -> Option<Document<'_>> {
    let mut parser = Parser::new(std::str::from_utf8(text).ok()?);
    parser.tokens.reserve(text.len() / PER_TOKEN);
    parser.value(0)?;
    parser.space();
    (parser.at == text.len()).then_some(Document {
        text: parser.text,
        tokens: parser.tokens,
        last: Cell::new((NOWHERE, 0)),
    })
}

// Not compiled for browsers: what makes up documents needs the machine's random numbers.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "json_tests.rs"]
mod tests;
