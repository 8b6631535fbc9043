//! Reading JSON (RFC 8259) into a list of tokens that point into what was received; texts are copied when they are asked for.
//!
//! Why not `serde_json`: in a browser it would bring number tables and error texts that a page never shows. Why not the
//! browser's own parser: every field of what it makes is a call out of WebAssembly, forty thousand of them for a
//! picture of 5,000 arrows, and takes three times as long (docs/BENCHMARKS.md). Why no tree: its thirty thousand small
//! lists would take longer to allocate and to free than the text to read. Tests compare it with `serde_json` on
//! whatever both are given. It must not know the model.

use std::cell::Cell;

use causeway_model::{Read, Source, is_wire_name};

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

#[derive(Debug, Clone, Copy)]
struct Token {
    kind: Kind,
    /// Where it starts in the text; a text without its quotes.
    start: usize,
    /// Where it ends in the text; of a list or object the index of the token behind it.
    end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Null,
    True,
    False,
    Whole,
    /// A number below zero, with a fraction, or too large. The contract has none, so its value is not kept.
    Number,
    /// A text that stands for itself.
    Text,
    /// A text with escapes in it.
    Escaped,
    List,
    Object,
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
}

impl<'a> Document<'a> {
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
    fn bytes(self) -> &'a [u8] {
        let token = self.document.tokens.get(self.at);
        let part = token.and_then(|token| self.document.text.as_bytes().get(token.start..token.end));
        part.unwrap_or_default()
    }

    fn slice(self) -> &'a str {
        let token = self.document.tokens.get(self.at);
        token.and_then(|token| self.document.text.get(token.start..token.end)).unwrap_or_default()
    }

    /// Of the fields whose names are among the tokens `from..to`, the first of this name.
    fn find(self, from: usize, to: usize, field: &str) -> Option<Self> {
        let mut name = Self { at: from, ..self };
        while name.at < to {
            let value = Self { at: name.at + 1, ..self };
            let is_it = match name.kind() {
                Kind::Escaped => name.text().is_some_and(|name| is_wire_name(name.as_bytes(), field)),
                _ => is_wire_name(name.bytes(), field),
            };
            if is_it {
                return Some(value);
            }
            name.at = self.document.after(value.at);
        }
        None
    }
}

/// The items of a list.
struct Items<'a> {
    next: Value<'a>,
    end: usize,
}

impl<'a> Iterator for Items<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        let this = self.next;
        self.next.at = this.document.after(this.at);
        (this.at < self.end).then_some(this)
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

    fn text(self) -> Option<String> {
        match self.kind() {
            Kind::Text => Some(self.slice().to_owned()),
            Kind::Escaped => {
                let mut text = String::new();
                let mut reader = Parser::new(self.slice());
                while reader.at < reader.text.len() {
                    let start = reader.at;
                    reader.plain();
                    text.push_str(reader.text.get(start..reader.at)?);
                    if reader.takes(b'\\') {
                        text.push(reader.escaped()?);
                    }
                }
                Some(text)
            }
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
        Some(Items { next: Value { at: self.at + 1, ..self }, end: token.end })
    }
}

/// Lists and objects within each other; more would be an attack on the stack.
const DEEPEST: u32 = 64;

/// Up to here JSON's readers agree on whole numbers (RFC 8259 section 6).
const MOST: u64 = 1 << 53;

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

struct Parser<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, tokens: vec![] }
    }

    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline(always)]
    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// Goes past `byte` if it is next.
    #[inline(always)]
    fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    #[inline(always)]
    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Notes what has just been read.
    #[inline(always)]
    fn note(&mut self, kind: Kind, start: usize, end: usize) {
        self.tokens.push(Token { kind, start, end });
    }

    fn value(&mut self, depth: u32) -> Option<()> {
        self.space();
        match self.peek()? {
            b'"' => self.string(),
            b'{' | b'[' if depth == DEEPEST => None,
            b'{' => self.several(Kind::Object, b'}', depth + 1),
            b'[' => self.several(Kind::List, b']', depth + 1),
            b'-' | b'0'..=b'9' => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Option<()> {
        let (word, kind) = match self.peek()? {
            b'n' => ("null", Kind::Null),
            b't' => ("true", Kind::True),
            _ => ("false", Kind::False),
        };
        let start = self.at;
        self.at += word.len();
        self.note(kind, start, self.at);
        (self.text.get(start..self.at)? == word).then_some(())
    }

    /// A list or an object.
    fn several(&mut self, kind: Kind, last: u8, depth: u32) -> Option<()> {
        let token = self.tokens.len();
        self.note(kind, self.at, 0);
        self.at += 1;
        self.space();
        if !self.takes(last) {
            loop {
                if kind == Kind::Object {
                    self.space();
                    self.string()?;
                    self.space();
                    if !self.takes(b':') {
                        return None;
                    }
                }
                self.value(depth)?;
                self.space();
                match self.next()? {
                    b',' => {}
                    byte if byte == last => break,
                    _ => return None,
                }
            }
        }
        let end = self.tokens.len();
        self.tokens.get_mut(token)?.end = end;
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        let first = self.at;
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
        let is_whole = plain && whole.is_some_and(|whole| whole <= MOST);
        self.note(if is_whole { Kind::Whole } else { Kind::Number }, first, self.at);
        Some(())
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn string(&mut self) -> Option<()> {
        if !self.takes(b'"') {
            return None;
        }
        let start = self.at;
        let mut kind = Kind::Text;
        loop {
            self.plain();
            match self.next()? {
                b'"' => break,
                b'\\' => kind = Kind::Escaped,
                // A control character.
                _ => return None,
            }
            self.escaped()?;
        }
        self.note(kind, start, self.at - 1);
        Some(())
    }

    /// Goes past everything that stands for itself.
    #[inline(always)]
    fn plain(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while let Some(byte) = bytes.get(at)
            && *byte != b'"'
            && *byte != b'\\'
            && *byte >= b' '
        {
            at += 1;
        }
        self.at = at;
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
