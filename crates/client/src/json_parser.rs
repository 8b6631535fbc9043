//! The grammar of JSON (RFC 8259): going past what stands at a place in a text, if it is JSON. It must not know what is
//! asked of a document.

use causeway_model::same;

/// Lists and objects within each other; more would be an attack on the stack.
pub(crate) const DEEPEST: usize = 64;

/// Up to here JSON's readers agree on whole numbers (RFC 8259 section 6).
pub(crate) const MOST: u64 = 1 << 53;

const MOST_DIGITS: usize = 16;

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It stands for itself.
    Plain,
    /// It has escapes in it.
    Escaped,
}

const ONES: u64 = u64::MAX / 0xff;
const HIGHS: u64 = 0x80 * ONES;
/// Seven bytes that stand for themselves, above one.
const PADDING: u64 = b' ' as u64 * (ONES - 1);

/// Of eight bytes those that do not stand for themselves in a text: quotes, backslashes and what is below a space. The
/// highest bit of each is set; those above the lowest such byte may be set wrongly.
#[inline(always)]
fn special(bytes: u64) -> u64 {
    // With its second bit turned, a quote is a space, and what is below a space stays there.
    let quotes_or_control = below(bytes ^ (0x02 * ONES), u64::from(b' ') + 1);
    let backslashes = below(bytes ^ (u64::from(b'\\') * ONES), 1);
    quotes_or_control | backslashes
}

/// Of eight bytes those below a limit, all bytes being ASCII; as in [`special`].
#[inline(always)]
fn below(bytes: u64, limit: u64) -> u64 {
    bytes.wrapping_sub(limit * ONES) & !bytes & HIGHS
}

/// The first byte from `at` that is marked, or the end. Eight bytes at a time: most of a document is texts.
#[inline(always)]
fn first(bytes: &[u8], mut at: usize, mark: impl Fn(u64) -> u64) -> usize {
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let marked = mark(u64::from_le_bytes(*eight));
        // None of them: 64 zeros.
        at += marked.trailing_zeros() as usize / 8;
        if marked != 0 {
            return at;
        }
    }
    while bytes.get(at).is_some_and(|byte| mark(u64::from(*byte) | PADDING) == 0) {
        at += 1;
    }
    at
}

/// A text that is being read. What it goes past is JSON; what is not is not gone past.
pub(crate) struct Parser<'a> {
    text: &'a str,
    /// How much of it has been read.
    pub(crate) at: usize,
}

impl<'a> Parser<'a> {
    #[inline(always)]
    pub(crate) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
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
    pub(crate) fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    #[inline(always)]
    pub(crate) fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// A value that is in so many lists and objects.
    pub(crate) fn value(&mut self, depth: usize) -> Option<()> {
        match self.peek()? {
            b'"' => self.string().map(|_| ()),
            b'{' | b'[' if depth == DEEPEST => None,
            first @ (b'{' | b'[') => self.several(first + 2, depth),
            b'-' | b'0'..=b'9' => self.number().map(|_| ()),
            _ => self.word(),
        }
    }

    /// Out of line, as numbers are: less to compile anew for what runs for each value.
    #[inline(never)]
    fn word(&mut self) -> Option<()> {
        let word = match self.peek()? {
            b'n' => "null",
            b't' => "true",
            _ => "false",
        };
        let start = self.at;
        self.at += word.len();
        (self.text.get(start..self.at)? == word).then_some(())
    }

    /// A list or an object; its last character is two behind its first in ASCII.
    fn several(&mut self, last: u8, depth: usize) -> Option<()> {
        self.at += 1;
        if self.begins(last) {
            self.member(last, depth)?;
            self.others(last, depth)?;
        }
        Some(())
    }

    /// Whether something is in a list or object that begins here; it is next, or what is behind the end.
    #[inline(always)]
    pub(crate) fn begins(&mut self, last: u8) -> bool {
        self.space();
        !self.takes(last)
    }

    /// Whether something follows in a list or object; it is next, or what is behind the end.
    #[inline(always)]
    pub(crate) fn goes_on(&mut self, last: u8) -> Option<bool> {
        self.space();
        match self.next()? {
            b',' => {
                self.space();
                Some(true)
            }
            byte => (byte == last).then_some(false),
        }
    }

    /// What follows in a list or object, to its end.
    pub(crate) fn others(&mut self, last: u8, depth: usize) -> Option<()> {
        while self.goes_on(last)? {
            self.member(last, depth)?;
        }
        Some(())
    }

    /// An item or a field.
    #[inline(always)]
    fn member(&mut self, last: u8, depth: usize) -> Option<()> {
        if last == b'}' {
            self.string()?;
            self.colon()?;
        }
        self.value(depth + 1)
    }

    /// What is between a field's name and its value.
    #[inline(always)]
    pub(crate) fn colon(&mut self) -> Option<()> {
        self.space();
        if !self.takes(b':') {
            return None;
        }
        self.space();
        Some(())
    }

    /// Goes past a name if it is this one, written without escapes.
    #[inline(always)]
    pub(crate) fn is_name(&mut self, name: &str) -> bool {
        let bytes = self.text.as_bytes();
        let end = self.at + 1 + name.len();
        let is_it = self.peek() == Some(b'"')
            && bytes.get(end) == Some(&b'"')
            && bytes.get(self.at + 1..end).is_some_and(|it| same(it, name.as_bytes()));
        if is_it {
            self.at = end + 1;
        }
        is_it
    }

    /// A number; what it is if it is a whole one that JSON's readers agree on. The contract has no other.
    #[inline(never)]
    pub(crate) fn number(&mut self) -> Option<Option<u64>> {
        let (start, first) = (self.at, self.peek());
        let mut whole = 0_u64;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            self.at += 1;
            whole = whole.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
        }
        let digits = self.at - start;
        let is_whole = match digits {
            0 => false,
            1 => true,
            _ => digits <= MOST_DIGITS && first != Some(b'0'),
        };
        if is_whole && !matches!(self.peek(), Some(b'.' | b'e' | b'E')) {
            return Some((whole <= MOST).then_some(whole));
        }
        self.at = start;
        self.other_number().map(|()| None)
    }

    #[inline(never)]
    fn other_number(&mut self) -> Option<()> {
        let _negative = self.takes(b'-');
        if !self.takes(b'0') {
            self.digits()?;
        }
        if self.takes(b'.') {
            self.digits()?;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _sign = self.takes(b'+') || self.takes(b'-');
            self.digits()?;
        }
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

    /// A text without its quotes, as it is written.
    #[inline(always)]
    pub(crate) fn text(&mut self) -> Option<(&'a str, Kind)> {
        let start = self.at;
        let kind = self.string()?;
        Some((self.text.get(start + 1..self.at - 1)?, kind))
    }

    fn string(&mut self) -> Option<Kind> {
        if !self.takes(b'"') {
            return None;
        }
        let mut kind = Kind::Plain;
        loop {
            self.at = first(self.text.as_bytes(), self.at, special);
            match self.next()? {
                b'"' => return Some(kind),
                b'\\' => kind = Kind::Escaped,
                // A control character.
                _ => return None,
            }
            self.escaped()?;
        }
    }

    /// What a list would be if its first closing bracket were its end.
    #[inline(always)]
    pub(crate) fn up_to_bracket(&self) -> Option<&'a str> {
        let brackets = |bytes| below(bytes ^ (u64::from(b']') * ONES), 1);
        self.text.get(self.at..=first(self.text.as_bytes(), self.at, brackets))
    }

    /// What stands for itself, up to the next character that does not.
    pub(crate) fn plain(&mut self) -> &'a str {
        let start = self.at;
        self.at = first(self.text.as_bytes(), start, special);
        self.text.get(start..self.at).unwrap_or_default()
    }

    pub(crate) fn escaped(&mut self) -> Option<char> {
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
