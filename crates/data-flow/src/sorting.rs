//! Sorting by position, with a heap sort of our own. The standard sort is compiled once per type and comparison, and once
//! alone it weighs more than the layout's passes together weigh in a widget that may have 50 kB in all (4 to 8 kB; this
//! is 0.4). Here everything is sorted through positions, so that there is one function.

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
    let keys: Vec<u128> = keys.collect();
    sorted(keys.len(), &|a, b| keys[a].cmp(&keys[b]))
}

/// Two numbers as one that sorts by the first, then the second.
pub(crate) fn pair(first: u64, second: u64) -> u128 {
    u128::from(first) << 64 | u128::from(second)
}

/// Sorts positions by `compare`; equal ones are put in ascending order.
pub(crate) fn sort(positions: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    let is_less = |a: usize, b: usize| compare(a, b).then(a.cmp(&b)).is_lt();
    // What comes from a server is often in order already.
    if positions.windows(2).all(|pair| is_less(pair[0], pair[1])) {
        return;
    }
    // A heap whose top is the largest: first made, then taken apart from the top.
    let mut end = positions.len();
    let mut start = end / 2;
    while end > 1 {
        if start > 0 {
            start -= 1;
        } else {
            end -= 1;
            positions.swap(0, end);
        }
        let mut root = start;
        while let Some(child) = Some(2 * root + 1).filter(|child| *child < end) {
            let next = child + 1;
            let child = if next < end && is_less(positions[child], positions[next]) { next } else { child };
            if !is_less(positions[root], positions[child]) {
                break;
            }
            positions.swap(root, child);
            root = child;
        }
    }
}

/// The items in the order of `positions`; an item whose position is not there is dropped.
pub(crate) fn pick<T>(items: Vec<T>, positions: &[usize]) -> Vec<T> {
    let mut slots: Vec<Option<T>> = items.into_iter().map(Some).collect();
    positions.iter().filter_map(|position| slots[*position].take()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(keys in prop::collection::vec(0_u128..40, 0..200)) {
            let mut expected: Vec<usize> = (0..keys.len()).collect();
            expected.sort_by_key(|at| keys[*at]);
            prop_assert_eq!(by_number(keys.iter().copied()), expected);
        }
    }

    #[test]
    fn equal_items_keep_their_order() {
        let ages = [3, 1, 3, 2, 1];
        assert_eq!(sorted(ages.len(), &|a, b| ages[a].cmp(&ages[b])), [1, 4, 3, 0, 2]);
        assert_eq!(by_number([3, 1, 3, 2, 1].into_iter()), [1, 4, 3, 0, 2]);
        assert!(pair(1, 0) > pair(0, u64::MAX) && pair(1, 2) > pair(1, 1));
        assert_eq!(pick(vec!["a", "b", "c"], &[2, 0]), ["c", "a"]);
    }
}
