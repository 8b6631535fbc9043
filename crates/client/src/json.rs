//! Reading JSON (RFC 8259) into a document whose texts are borrowed from what was received.
//!
//! Why not `serde_json`: in a browser it would bring number tables and error texts that a page never shows. Why not the
//! browser's own parser: every field of what it makes is a call out of WebAssembly, forty thousand of them for a
//! picture of 5,000 arrows, and takes three times as long (docs/BENCHMARKS.md). Tests compare it with `serde_json` on
//! whatever both are given. It must not know the model.

use std::borrow::Cow;

use causeway_model::{Read, Source, is_wire_name};

/// Reads a JSON text; `None` when it is not JSON or not of the expected shape.
#[must_use]
pub fn read<T: Read>(text: &[u8]) -> Option<T> {
    T::read(&parse(text)?)
}

/// A value of a document.
#[derive(Debug, Clone, PartialEq)]
enum Json<'a> {
    Null,
    Truth(bool),
    Whole(u64),
    /// A number below zero, with a fraction, or too large. The contract has none, so its value is not kept.
    Number,
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

static NULL: Json<'static> = Json::Null;

impl<'a> Source for &'a Json<'a> {
    fn get(self, field: &'static str) -> Self {
        match self {
            // Of two with one name the last one counts, as everywhere.
            Json::Object(fields) => fields
                .iter()
                .rev()
                .find(|(name, _)| is_wire_name(name, field))
                .map_or(&NULL, |(_, value)| value),
            _ => &NULL,
        }
    }

    fn is_null(self) -> bool {
        matches!(self, Json::Null)
    }

    fn text(self) -> Option<String> {
        match self {
            Json::Text(text) => Some(text.as_ref().to_owned()),
            _ => None,
        }
    }

    fn whole(self) -> Option<u64> {
        match self {
            Json::Whole(number) => Some(*number),
            _ => None,
        }
    }

    fn truth(self) -> Option<bool> {
        match self {
            Json::Truth(truth) => Some(*truth),
            _ => None,
        }
    }

    fn items(self) -> Option<impl Iterator<Item = Self>> {
        match self {
            Json::List(items) => Some(items.iter()),
            _ => None,
        }
    }
}

/// Lists and objects within each other; more would be an attack on the stack.
const DEEPEST: u32 = 64;

/// Up to here JSON's readers agree on whole numbers (RFC 8259 section 6).
const MOST: u64 = 1 << 53;

fn parse(text: &[u8]) -> Option<Json<'_>> {
    let mut parser = Parser { text: std::str::from_utf8(text).ok()?, at: 0 };
    let value = parser.value(0)?;
    parser.space();
    (parser.at == text.len()).then_some(value)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// Goes past `byte` if it is next.
    fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: u32) -> Option<Json<'a>> {
        self.space();
        match self.peek()? {
            b'"' => self.string().map(Json::Text),
            b'{' | b'[' if depth == DEEPEST => None,
            b'{' => self.object(depth + 1),
            b'[' => self.list(depth + 1),
            b'-' | b'0'..=b'9' => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Option<Json<'a>> {
        let (word, value) = match self.peek()? {
            b'n' => ("null", Json::Null),
            b't' => ("true", Json::Truth(true)),
            _ => ("false", Json::Truth(false)),
        };
        let end = self.at + word.len();
        if self.text.get(self.at..end)? != word {
            return None;
        }
        self.at = end;
        Some(value)
    }

    fn list(&mut self, depth: u32) -> Option<Json<'a>> {
        self.at += 1;
        let mut items = vec![];
        self.space();
        if self.takes(b']') {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.space();
            match self.next()? {
                b',' => {}
                b']' => return Some(Json::List(items)),
                _ => return None,
            }
        }
    }

    fn object(&mut self, depth: u32) -> Option<Json<'a>> {
        self.at += 1;
        let mut fields = vec![];
        self.space();
        if self.takes(b'}') {
            return Some(Json::Object(fields));
        }
        loop {
            self.space();
            let name = self.string()?;
            self.space();
            if self.next()? != b':' {
                return None;
            }
            fields.push((name, self.value(depth)?));
            self.space();
            match self.next()? {
                b',' => {}
                b'}' => return Some(Json::Object(fields)),
                _ => return None,
            }
        }
    }

    fn number(&mut self) -> Option<Json<'a>> {
        let negative = self.takes(b'-');
        let start = self.at;
        let mut whole = Some(0_u64);
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            self.at += 1;
            whole = whole.and_then(|it| it.checked_mul(10)?.checked_add(u64::from(digit - b'0')));
        }
        let digits = self.text.get(start..self.at)?;
        if digits.is_empty() || (digits.len() > 1 && digits.starts_with('0')) {
            return None;
        }
        let mut plain = !negative;
        if self.takes(b'.') {
            plain = false;
            self.digits()?;
        }
        if self.takes(b'e') || self.takes(b'E') {
            plain = false;
            let _sign = self.takes(b'+') || self.takes(b'-');
            self.digits()?;
        }
        Some(whole.filter(|whole| plain && *whole <= MOST).map_or(Json::Number, Json::Whole))
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        if self.next()? != b'"' {
            return None;
        }
        let start = self.at;
        self.plain();
        let text = self.text.get(start..self.at)?;
        if self.takes(b'"') {
            return Some(Cow::Borrowed(text));
        }
        let mut text = text.to_owned();
        loop {
            match self.next()? {
                b'"' => return Some(Cow::Owned(text)),
                b'\\' => text.push(self.escaped()?),
                _ => return None,
            }
            let start = self.at;
            self.plain();
            text.push_str(self.text.get(start..self.at)?);
        }
    }

    /// Goes past everything that stands for itself.
    fn plain(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'"' || byte == b'\\' || byte < b' ' {
                break;
            }
            self.at += 1;
        }
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.next()? {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                if !(0xd800..0xdc00).contains(&unit) {
                    return char::from_u32(unit);
                }
                // The first half of a pair, RFC 8259 section 7.
                if self.next()? != b'\\' || self.next()? != b'u' {
                    return None;
                }
                let second = self.unit()?.checked_sub(0xdc00).filter(|second| *second < 0x400)?;
                char::from_u32(0x10000 + ((unit - 0xd800) << 10) + second)?
            }
            _ => return None,
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |unit, _| Some(unit * 16 + char::from(self.next()?).to_digit(16)?))
    }
}

// Not compiled for browsers: what makes up documents needs the machine's random numbers.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "json_tests.rs"]
mod tests;
