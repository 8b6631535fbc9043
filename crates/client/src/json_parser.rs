//! The grammar of JSON (RFC 8259): a text, token by token. It must not know what is asked of a document.

/// Lists and objects within each other; more would be an attack on the stack.
const DEEPEST: u32 = 64;

/// Up to here JSON's readers agree on whole numbers (RFC 8259 section 6).
pub(crate) const MOST: u64 = 1 << 53;

/// One value or name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// Where it starts in the text; a text without its quotes. Of a list how many items it has.
    pub(crate) start: usize,
    /// Where it ends in the text; of a list or object the index of the token behind it.
    pub(crate) end: usize,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
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

const ONES: u64 = u64::MAX / 0xff;
const HIGHS: u64 = 0x80 * ONES;
/// Seven bytes that stand for themselves, above one.
const PADDING: u64 = b' ' as u64 * (ONES - 1);

/// Of eight bytes those that do not stand for themselves in a text: quotes, backslashes and what is below a space. The
/// highest bit of each is set; those above the lowest such byte may be set wrongly.
#[inline(always)]
fn special(bytes: u64) -> u64 {
    let below = |bytes: u64, limit: u64| bytes.wrapping_sub(limit * ONES) & !bytes & HIGHS;
    // With its second bit turned, a quote is a space, and what is below a space stays there.
    let quotes_or_control = below(bytes ^ (0x02 * ONES), u64::from(b' ') + 1);
    let backslashes = below(bytes ^ (u64::from(b'\\') * ONES), 1);
    quotes_or_control | backslashes
}

/// The first byte from `at` that does not stand for itself, or the end. Eight bytes at a time: most of a document is texts.
#[inline(always)]
pub(crate) fn plain(bytes: &[u8], mut at: usize) -> usize {
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let special = special(u64::from_le_bytes(*eight));
        // None of them is special: 64 zeros.
        at += special.trailing_zeros() as usize / 8;
        if special != 0 {
            return at;
        }
    }
    while bytes.get(at).is_some_and(|byte| special(u64::from(*byte) | PADDING) == 0) {
        at += 1;
    }
    at
}

/// A text that is being read.
pub(crate) struct Parser<'a> {
    pub(crate) text: &'a str,
    /// How much of it has been read.
    pub(crate) at: usize,
    /// What has been found.
    pub(crate) tokens: Vec<Token>,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
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

    /// Notes what has just been read.
    #[inline(always)]
    fn note(&mut self, kind: Kind, start: usize, end: usize) {
        self.tokens.push(Token { kind, start, end });
    }

    pub(crate) fn value(&mut self, depth: u32) -> Option<()> {
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

    /// Out of line, as numbers are: less to compile anew for what runs for each value.
    #[inline(never)]
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
        self.note(kind, 0, 0);
        self.at += 1;
        self.space();
        let mut count = 0;
        if !self.takes(last) {
            loop {
                count += 1;
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
        *self.tokens.get_mut(token)? = Token { kind, start: count, end };
        Some(())
    }

    #[inline(never)]
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
            self.at = plain(self.text.as_bytes(), self.at);
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
