//! Which texts are the same: a hash table with open addressing.
//!
//! Why not the standard one: it is compiled once per type, and its hash withstands chosen keys, which costs the widget
//! more bytes than everything here. Keys chosen to collide would make a picture slow to nobody but who chose them.

use std::cmp::Ordering;

/// The different texts among those it is given, numbered in the order in which they first come.
pub struct Index<'a> {
    texts: Vec<&'a str>,
    /// Numbers of texts, each at the first free place from its hash on.
    slots: Vec<usize>,
    /// The last text and its number: neighbours often are one text, which is then at one place.
    last: Option<(&'a str, usize)>,
}

const FREE: usize = usize::MAX;

impl Default for Index<'_> {
    fn default() -> Self {
        Self { texts: vec![], slots: vec![FREE; 64], last: None }
    }
}

impl<'a> Index<'a> {
    /// The number of a text; the next one when it is new.
    pub fn number(&mut self, text: &'a str) -> usize {
        if let Some((last, number)) = self.last
            && std::ptr::eq(last, text)
        {
            return number;
        }
        if 2 * self.texts.len() >= self.slots.len() {
            self.grow();
        }
        let slot = self.slot(text);
        let mut number = self.slots.as_slice()[slot];
        if number == FREE {
            number = self.texts.len();
            self.slots.as_mut_slice()[slot] = number;
            self.texts.push(text);
        }
        self.last = Some((text, number));
        number
    }

    #[inline(never)]
    fn grow(&mut self) {
        self.slots = vec![FREE; 2 * self.slots.len()];
        for number in 0..self.texts.len() {
            let slot = self.slot(self.texts[number]);
            self.slots[slot] = number;
        }
    }

    /// The number of a text that is known.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<usize> {
        Some(self.slots[self.slot(text)]).filter(|number| *number != FREE)
    }

    /// Per number its text.
    #[must_use]
    pub fn texts(&self) -> &[&'a str] {
        &self.texts
    }

    /// Where a text is, or belongs.
    fn slot(&self, text: &str) -> usize {
        // As slices, here and elsewhere where it matters: what looks into a `Vec` is a function that has to be called.
        let (slots, texts) = (self.slots.as_slice(), self.texts.as_slice());
        let mask = slots.len() - 1;
        let mut slot = hash(text) & mask;
        while let Some(there) = texts.get(slots[slot])
            && !std::ptr::eq(*there, text)
            && !same(there.as_bytes(), text.as_bytes())
        {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

/// Whether both are the same. Eight bytes at a time: WebAssembly's own comparison takes one after the other, and a key
/// has forty.
#[must_use]
pub fn same(a: &[u8], b: &[u8]) -> bool {
    let (eights, others) = (a.as_chunks().0, b.as_chunks().0);
    a.len() == b.len()
        && end(a) == end(b)
        && eights.iter().zip(others).all(|(a, b)| u64::from_le_bytes(*a) == u64::from_le_bytes(*b))
}

/// Which of both comes first, as texts are compared; eight bytes at a time, too.
#[must_use]
pub fn compare(a: &str, b: &str) -> Ordering {
    let (eights, others) = (a.as_bytes().as_chunks().0, b.as_bytes().as_chunks().0);
    let differ = |(a, b): (&[u8; 8], &[u8; 8])| u64::from_be_bytes(*a).cmp(&u64::from_be_bytes(*b));
    let first = eights.iter().zip(others).map(differ).find(|order| order.is_ne());
    first.unwrap_or_else(|| {
        let rest = 8 * eights.len().min(others.len());
        a.as_bytes()[rest..].cmp(&b.as_bytes()[rest..])
    })
}

/// Eight bytes at a time: multiplied, which carries each bit upwards (by the golden ratio, as Knuth's Fibonacci hashing
/// does), then the upper half folded onto the lower.
fn hash(text: &str) -> usize {
    let mut hash = 0_u64;
    let mut mix = |word: u64| {
        hash = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 32;
    };
    text.as_bytes().as_chunks().0.iter().for_each(|eight| mix(u64::from_le_bytes(*eight)));
    mix(end(text.as_bytes()));
    // Once more, for what the last bytes have moved to the upper half.
    mix(text.len() as u64);
    hash as usize
}

/// The last eight bytes, or all there are: of texts of one length those that differ there differ in this.
fn end(bytes: &[u8]) -> u64 {
    if let Some(eight) = bytes.last_chunk() {
        return u64::from_le_bytes(*eight);
    }
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last))
        }
        _ => bytes.iter().fold(0, |few, byte| few << 8 | u64::from(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_number() {
        let texts: Vec<String> = (0..1000).map(|at| format!("endpoint {}", at % 300)).collect();
        let mut index = Index::default();
        let numbers: Vec<usize> = texts.iter().map(|text| index.number(text)).collect();
        assert!(numbers.iter().enumerate().all(|(at, number)| *number == at % 300));
        assert_eq!(index.find(""), None);
        assert_eq!(index.number(""), 300);
        assert_eq!(index.find(""), Some(300));
        assert_eq!(index.texts()[299], "endpoint 299");
    }

    #[test]
    fn texts_are_the_same_and_ordered_as_texts_are() {
        let text = "0123456789/oneWay é";
        let mut texts: Vec<&str> = text.char_indices().map(|(at, _)| &text[..at]).collect();
        texts.extend(text.char_indices().map(|(at, _)| &text[at..]));
        texts.extend(["0123456889/oneWay", "00000000000", "\u{ff}\u{ff}\u{ff}\u{ff}\u{ff}"]);
        for a in &texts {
            for b in &texts {
                assert_eq!(same(a.as_bytes(), b.as_bytes()), a == b, "{a}, {b}");
                assert_eq!(compare(a, b), a.cmp(b), "{a}, {b}");
            }
        }
    }

    #[test]
    fn texts_of_one_kind_are_spread() {
        let mut low: Vec<usize> = (0..512).map(|at| hash(&format!("{at:032x}/oneWay")) & 1023).collect();
        low.sort_unstable();
        low.dedup();
        // At random it would be 403.
        assert!(low.len() > 330, "{}", low.len());
    }
}
