//! Reading JSON (RFC 8259) where it stands: a value is a place in what was received, and is looked at when it is asked
//! for. Texts that many say are copied once.
//!
//! Why not `serde_json`: in a browser it would bring number tables and error texts that a page never shows. Why not the
//! browser's own parser: every field of what it makes is a call out of WebAssembly, forty thousand of them for a
//! picture of 5,000 arrows, and takes three times as long (docs/BENCHMARKS.md). Why no tree and no list of what is
//! where: it would take longer to make than the text to read. Fields are asked for in the order in which they were
//! written, so that nearly everything is gone past once; whoever asks in another order is answered, too, and waits
//! longer. Tests compare it with `serde_json` on whatever both are given. It must not know the model.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

use causeway_model::{Index, Read, Source, Texts};

use crate::json_parser::{DEEPEST, Kind, Parser};

/// Reads a JSON text; `None` when it is not JSON or not of the expected shape.
#[must_use]
pub fn read<T: Read>(text: &[u8]) -> Option<T> {
    let document = Document::of(text)?;
    let read = T::read(document.root())?;
    document.is_json().then_some(read)
}

/// A text, and what of it is known.
struct Document<'a> {
    text: &'a str,
    /// The value that was gone past last: where it starts, and what is behind it.
    passed: Cell<(usize, usize)>,
    /// Per depth the list or object that was looked into last.
    open: [Cell<Open>; DEEPEST],
    texts: RefCell<Known<'a, Arc<str>>>,
    lists: RefCell<Known<'a, Option<Texts>>>,
}

/// A list or object that has been looked into.
#[derive(Clone, Copy, Default)]
struct Open {
    /// Where it starts.
    at: usize,
    /// Where the last value starts that was asked for; 0 before the first. Everything before it is JSON.
    value: usize,
    /// Of the fields up to that one a mark each; others may have the same.
    marks: u64,
}

/// What has been read of texts, each once.
struct Known<'a, T> {
    index: Index<'a>,
    /// Per number of the index.
    values: Vec<T>,
}

/// A value of a document.
#[derive(Clone, Copy)]
struct Value<'d, 'a> {
    document: &'d Document<'a>,
    /// Where it starts; of a value that is not there, nowhere.
    at: usize,
    /// In how many lists and objects it is.
    depth: usize,
}

const NOWHERE: usize = usize::MAX;

impl<'a> Document<'a> {
    fn of(text: &'a [u8]) -> Option<Self> {
        Some(Self {
            text: std::str::from_utf8(text).ok()?,
            passed: Cell::new((NOWHERE, 0)),
            open: [const { Cell::new(Open { at: NOWHERE, value: 0, marks: 0 }) }; DEEPEST],
            texts: RefCell::new(Known::new()),
            lists: RefCell::new(Known::new()),
        })
    }

    fn root(&self) -> Value<'_, 'a> {
        let mut parser = Parser::new(self.text, 0);
        parser.space();
        Value { document: self, at: parser.at, depth: 0 }
    }

    /// Whether all of it is JSON, also what nobody asked for.
    fn is_json(&self) -> bool {
        self.root().after().is_some_and(|end| {
            let mut parser = Parser::new(self.text, end);
            parser.space();
            parser.at == self.text.len()
        })
    }
}

impl<'a, T: Clone> Known<'a, T> {
    fn new() -> Self {
        Self { index: Index::default(), values: vec![] }
    }

    /// What has been read of this text.
    fn find(&self, written: &str) -> Option<T> {
        Some(self.values[self.index.find(written)?].clone())
    }

    /// What this text says; read when it is new.
    fn get(&mut self, written: &'a str, read: impl FnOnce() -> T) -> T {
        let number = self.index.number(written);
        if number == self.values.len() {
            self.values.push(read());
        }
        self.values[number].clone()
    }
}

impl<'d, 'a> Value<'d, 'a> {
    #[inline(always)]
    fn parser(self) -> Parser<'a> {
        Parser::new(self.document.text, self.at)
    }

    /// Its first character, by which its kind can be told if it is JSON.
    #[inline(always)]
    fn first(self) -> u8 {
        self.document.text.as_bytes().get(self.at).copied().unwrap_or(b'n')
    }

    /// Notes what is behind it.
    #[inline(always)]
    fn pass(self, end: usize) {
        self.document.passed.set((self.at, end));
    }

    /// What of it is known, as a list or object.
    #[inline(always)]
    fn open(self) -> Option<&'d Cell<Open>> {
        self.document.open.get(self.depth)
    }

    /// The value within it that starts there.
    #[inline(always)]
    fn within(self, at: usize) -> Self {
        Self { at, depth: self.depth + 1, ..self }
    }

    /// What is behind it; `None` when it is not JSON.
    #[inline(always)]
    fn after(self) -> Option<usize> {
        let (start, end) = self.document.passed.get();
        if start == self.at { Some(end) } else { self.go_past() }
    }

    #[inline(never)]
    fn go_past(self) -> Option<usize> {
        let mut parser = self.parser();
        let open = self.open().map(Cell::get).unwrap_or_default();
        if open.at == self.at && open.value > 0 {
            let last = self.first() + 2;
            parser.at = self.within(open.value).after()?;
            parser.others(last, self.depth)?;
        } else {
            parser.value(self.depth)?;
        }
        self.pass(parser.at);
        Some(parser.at)
    }

    /// Goes to the next value of this list or object: behind the one asked for last, past the comma.
    #[inline(never)]
    fn step(self, last_value: usize, last: u8) -> Option<Option<Parser<'a>>> {
        let mut parser = self.parser();
        let goes_on = if last_value == 0 {
            parser.at += 1;
            parser.begins(last)
        } else {
            parser.at = self.within(last_value).after()?;
            parser.goes_on(last)?
        };
        if !goes_on {
            self.pass(parser.at);
        }
        Some(goes_on.then_some(parser))
    }

    /// The field behind the one asked for last, if it has this name and is written without spaces.
    #[inline(always)]
    fn next_field(self, open: &Open, field: &str) -> Option<Self> {
        let (passed, end) = self.document.passed.get();
        let mut parser = self.parser();
        if open.value > 0 {
            if passed != open.value {
                return None;
            }
            parser.at = end;
        }
        // The brace or the comma.
        if !parser.takes(if open.value > 0 { b',' } else { b'{' }) {
            return None;
        }
        let is_it = parser.is_name(field) && parser.takes(b':');
        is_it.then_some(self.within(parser.at)).filter(|value| value.first() > b' ')
    }

    /// The field of this name, wherever it is; nowhere if there is none.
    #[inline(never)]
    fn other_field(self, mut open: Open, field: &str) -> Self {
        let mut found = self.find(&mut open, field);
        if found.is_none() && open.marks & mark(field) != 0 {
            open = Open { at: self.at, ..Open::default() };
            found = self.find(&mut open, field);
        }
        if let Some(known) = self.open() {
            known.set(open);
        }
        found.unwrap_or(Self { at: NOWHERE, ..self })
    }

    /// The field of this name behind the one asked for last.
    fn find(self, open: &mut Open, field: &str) -> Option<Self> {
        while let Some(mut parser) = self.step(open.value, b'}')? {
            let (name, kind) = parser.text()?;
            let name = text(name, kind);
            parser.colon()?;
            open.value = parser.at;
            open.marks |= mark(&name);
            if *name == *field {
                return Some(self.within(parser.at));
            }
        }
        None
    }

    /// The text, as written.
    #[inline(always)]
    fn written(self) -> Option<(&'a str, Kind)> {
        let mut parser = self.parser();
        let written = parser.text()?;
        self.pass(parser.at);
        Some(written)
    }
}

/// A number of 0 to 63 for a field's name, as a bit. Names of one object mostly differ in it.
#[inline(always)]
fn mark(name: &str) -> u64 {
    1 << ((name.len() as u8 ^ name.as_bytes().first().unwrap_or(&0)) & 63)
}

/// What is written like this stands for.
#[inline(always)]
fn text(written: &str, kind: Kind) -> Cow<'_, str> {
    match kind {
        Kind::Escaped => unescaped(written).into(),
        Kind::Plain => written.into(),
    }
}

/// What a text with escapes in it stands for. Out of line: few texts have any, and whoever reads a long document has this
/// compiled a second time with what reads the others.
#[inline(never)]
fn unescaped(written: &str) -> String {
    let mut text = String::new();
    let mut parser = Parser::new(written, 0);
    loop {
        text.push_str(parser.plain());
        if !parser.takes(b'\\') {
            return text;
        }
        text.extend(parser.escaped());
    }
}

/// The items of a list.
struct Items<'d, 'a> {
    list: Value<'d, 'a>,
    /// Where the last one starts.
    last: usize,
}

impl<'d, 'a> Iterator for Items<'d, 'a> {
    type Item = Value<'d, 'a>;

    fn next(&mut self) -> Option<Value<'d, 'a>> {
        let parser = self.list.step(self.last, b']')??;
        self.last = parser.at;
        self.list.open()?.set(Open { at: self.list.at, value: self.last, marks: 0 });
        Some(self.list.within(self.last))
    }
}

impl Source for Value<'_, '_> {
    fn get(self, field: &'static str) -> Self {
        let Some(known) = self.open().filter(|_| self.first() == b'{') else {
            return Self { at: NOWHERE, ..self };
        };
        let mut open = known.get();
        if open.at != self.at {
            open = Open { at: self.at, ..Open::default() };
        }
        // Nearly always it is the next one.
        let Some(value) = self.next_field(&open, field) else { return self.other_field(open, field) };
        known.set(Open { value: value.at, marks: open.marks | mark(field), ..open });
        value
    }

    fn is_null(self) -> bool {
        if self.first() != b'n' {
            return false;
        }
        // Gone past at once, so that the field behind it is found at once, too.
        let _ = self.after();
        true
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        self.written().map(|(written, kind)| text(written, kind))
    }

    fn shared(self) -> Option<Arc<str>> {
        let (written, kind) = self.written()?;
        Some(self.document.texts.borrow_mut().get(written, || text(written, kind).into()))
    }

    fn shared_list(self) -> Option<Texts> {
        let items = self.items()?;
        let mut lists = self.document.lists.borrow_mut();
        // What is written like a list that has been gone past is one, and ends where that did.
        let known = self.parser().up_to_bracket().and_then(|it| Some((it, lists.find(it)?)));
        if let Some((written, list)) = known {
            self.pass(self.at + written.len());
            return list;
        }
        let written = self.document.text.get(self.at..self.after()?)?;
        lists.get(written, || items.map(Self::shared).collect())
    }

    fn whole(self) -> Option<u64> {
        let mut parser = self.parser();
        let whole = parser.number()?;
        self.pass(parser.at);
        whole
    }

    fn truth(self) -> Option<bool> {
        let truth = match self.first() {
            b't' => true,
            b'f' => false,
            _ => return None,
        };
        self.after().map(|_| truth)
    }

    fn items(self) -> Option<impl Iterator<Item = Self>> {
        (self.first() == b'[' && self.depth < DEEPEST).then_some(Items { list: self, last: 0 })
    }
}

// Not compiled for browsers: what makes up documents needs the machine's random numbers.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "json_tests.rs"]
mod tests;
