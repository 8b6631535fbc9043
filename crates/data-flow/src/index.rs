//! Which texts are the same: a hash table with open addressing.
//!
//! Why not the standard one: it is compiled once per type, and its hash withstands chosen keys, which costs the widget
//! more bytes than everything here. Keys chosen to collide would make a picture slow to nobody but who chose them.

/// The different texts among those it is given, numbered in the order in which they first come.
pub(crate) struct Index<'a> {
    texts: Vec<&'a str>,
    /// Numbers of texts, each at the first free place from its hash on.
    slots: Vec<usize>,
}

const FREE: usize = usize::MAX;

impl<'a> Index<'a> {
    pub(crate) fn new() -> Self {
        Self { texts: vec![], slots: vec![FREE; 64] }
    }

    /// The number of a text; the next one when it is new.
    pub(crate) fn number(&mut self, text: &'a str) -> usize {
        if 2 * self.texts.len() >= self.slots.len() {
            self.slots = vec![FREE; 2 * self.slots.len()];
            for number in 0..self.texts.len() {
                let slot = self.slot(self.texts[number]);
                self.slots[slot] = number;
            }
        }
        let slot = self.slot(text);
        if self.slots[slot] == FREE {
            self.slots[slot] = self.texts.len();
            self.texts.push(text);
        }
        self.slots[slot]
    }

    /// Per number its text.
    pub(crate) fn texts(&self) -> &[&'a str] {
        &self.texts
    }

    /// Where a text is, or belongs.
    fn slot(&self, text: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(text) & mask;
        while self.slots[slot] != FREE && !is_same(self.texts[self.slots[slot]], text) {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

/// Eight bytes at a time: WebAssembly's own comparison takes one after the other, and a key has forty.
fn is_same(a: &str, b: &str) -> bool {
    let ((eights, rest), (others, other_rest)) =
        (a.as_bytes().as_chunks::<8>(), b.as_bytes().as_chunks::<8>());
    a.len() == b.len()
        && eights.iter().zip(others).all(|(a, b)| u64::from_le_bytes(*a) == u64::from_le_bytes(*b))
        && word(rest) == word(other_rest)
}

/// Eight bytes at a time: multiplied, which carries each bit upwards (by the golden ratio, as Knuth's Fibonacci hashing
/// does), then the upper half folded onto the lower.
fn hash(text: &str) -> usize {
    let mut hash = 0_u64;
    let mut mix = |word: u64| {
        hash = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 32;
    };
    let (eights, rest) = text.as_bytes().as_chunks();
    eights.iter().for_each(|eight| mix(u64::from_le_bytes(*eight)));
    mix(word(rest));
    // Once more, for what the last bytes have moved to the upper half.
    mix(text.len() as u64);
    hash as usize
}

/// Up to eight bytes as a number.
fn word(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_number() {
        let texts: Vec<String> = (0..1000).map(|at| format!("endpoint {}", at % 300)).collect();
        let mut index = Index::new();
        let numbers: Vec<usize> = texts.iter().map(|text| index.number(text)).collect();
        assert!(numbers.iter().enumerate().all(|(at, number)| *number == at % 300));
        assert_eq!(index.number(""), 300);
        assert_eq!(index.texts()[299], "endpoint 299");
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
