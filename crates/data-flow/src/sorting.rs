//! Sorting by position. The standard sort is compiled once per type and comparison, several kilobytes each; here
//! everything is sorted through positions, so that it is compiled twice: by a number, which is fast and so for
//! whatever there is one of per arrow, and by any comparison.

use std::cmp::Ordering;

/// The positions `0..count` in the order of `compare`; equal ones keep their order.
pub(crate) fn sorted(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..count).collect();
    sort(&mut positions, compare);
    positions
}

/// The positions of `keys` in the order of the keys; equal ones keep their order.
#[must_use]
pub fn by_number(keys: impl Iterator<Item = u128>) -> Vec<usize> {
    let mut keyed: Vec<(u128, usize)> = keys.zip(0..).collect();
    sort_numbers(&mut keyed);
    keyed.into_iter().map(|(_, position)| position).collect()
}

/// Not part of the generic function: it is to be compiled once.
fn sort_numbers(keyed: &mut [(u128, usize)]) {
    keyed.sort_unstable();
}

/// Two numbers as one that sorts by the first, then the second.
pub(crate) fn pair(first: u64, second: u64) -> u128 {
    u128::from(first) << 64 | u128::from(second)
}

/// Sorts positions by `compare`; equal ones are put in ascending order.
pub(crate) fn sort(positions: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    positions.sort_unstable_by(|a, b| compare(*a, *b).then(a.cmp(b)));
}

/// The items in the order of `positions`; an item whose position is not there is dropped.
pub(crate) fn pick<T>(items: Vec<T>, positions: &[usize]) -> Vec<T> {
    let mut slots: Vec<Option<T>> = items.into_iter().map(Some).collect();
    positions.iter().filter_map(|position| slots[*position].take()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_items_keep_their_order() {
        let ages = [3, 1, 3, 2, 1];
        assert_eq!(sorted(ages.len(), &|a, b| ages[a].cmp(&ages[b])), [1, 4, 3, 0, 2]);
        assert_eq!(by_number([3, 1, 3, 2, 1].into_iter()), [1, 4, 3, 0, 2]);
        assert!(pair(1, 0) > pair(0, u64::MAX) && pair(1, 2) > pair(1, 1));
        assert_eq!(pick(vec!["a", "b", "c"], &[2, 0]), ["c", "a"]);
    }
}
