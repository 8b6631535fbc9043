//! Sorting by position, with a merge sort of our own. The standard sort is compiled once per type and comparison, and once
//! alone it weighs more than the layout's passes together weigh in a widget that may have 50 kB in all (4 to 8 kB; this
//! is 0.4). Here everything is sorted through positions, so that there is one function.

use std::cmp::Ordering;

/// The positions `0..count` in the order of `compare`; equal ones keep their order.
#[inline(never)]
pub(crate) fn sorted(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    merged(count, |at, other| compare(at, other).is_lt())
}

/// The positions of `keys` in the order of the keys; equal ones keep their order. Compiled for itself: this is where
/// laying out spends most of its time, and calling what compares takes longer than comparing.
#[must_use]
#[inline(never)]
pub(crate) fn by_number(keys: &[u64]) -> Vec<usize> {
    merged(keys.len(), |at, other| keys[at] < keys[other])
}

/// The positions of GUIDs, as numbers, in their order; equal ones keep theirs.
#[must_use]
pub fn by_guid(guids: impl Iterator<Item = u128>) -> Vec<usize> {
    let guids: Vec<u128> = guids.collect();
    sorted(guids.len(), &|a, b| guids[a].cmp(&guids[b]))
}

/// Runs that are in order already, as a server's answers often are whole, are merged in pairs until there is one: half as
/// many comparisons as a heap sort.
#[inline(always)]
fn merged(count: usize, is_less: impl Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..count).collect();
    // Where runs end.
    let mut ends: Vec<usize> = (1..count).filter(|at| is_less(*at, *at - 1)).collect();
    ends.push(count);
    while ends.len() > 1 {
        let mut merged = Vec::with_capacity(count);
        let mut start = 0;
        let mut merged_ends = Vec::with_capacity(ends.len());
        for pair in ends.chunks(2) {
            let (middle, end) = (pair[0], pair[pair.len() - 1]);
            let (mut left, mut right) = (&positions[start..middle], &positions[middle..end]);
            while let ([first, rest @ ..], [other, others @ ..]) = (left, right) {
                if is_less(*other, *first) {
                    merged.push(*other);
                    right = others;
                } else {
                    merged.push(*first);
                    left = rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
            merged_ends.push(end);
            start = end;
        }
        positions = merged;
        ends = merged_ends;
    }
    positions
}

/// The positions in the order of their ranks, all of which are below `ranks`; equal ones keep their order. Counts instead
/// of comparing, so it takes as long as there are positions and ranks.
pub(crate) fn by_rank(positions: &[usize], ranks: usize, rank: &dyn Fn(usize) -> usize) -> Vec<usize> {
    let mut next = vec![0; ranks];
    let next = next.as_mut_slice();
    positions.iter().for_each(|at| next[rank(*at)] += 1);
    let mut start = 0;
    for next in next.iter_mut() {
        start += std::mem::replace(next, start);
    }
    let mut ordered = vec![0; positions.len()];
    let places = ordered.as_mut_slice();
    for at in positions {
        let place = &mut next[rank(*at)];
        places[*place] = *at;
        *place += 1;
    }
    ordered
}

/// Two numbers as one that sorts by the first, then the second. A picture has fewer rows than 32 bits can tell apart.
pub(crate) fn pair(first: usize, second: usize) -> u64 {
    (first as u64) << 32 | second as u64
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
        fn sorts_as_the_standard_library_does(keys in prop::collection::vec(0_u64..40, 0..200)) {
            let mut expected: Vec<usize> = (0..keys.len()).collect();
            expected.sort_by_key(|at| keys[*at]);
            prop_assert_eq!(by_number(&keys), &*expected);
            let all: Vec<usize> = (0..keys.len()).collect();
            prop_assert_eq!(by_rank(&all, 40, &|at| usize::try_from(keys[at]).unwrap()), expected);
        }
    }

    #[test]
    fn equal_items_keep_their_order() {
        let ages = [3, 1, 3, 2, 1];
        assert_eq!(sorted(ages.len(), &|a, b| ages[a].cmp(&ages[b])), [1, 4, 3, 0, 2]);
        assert_eq!(by_number(&[3, 1, 3, 2, 1]), [1, 4, 3, 0, 2]);
        assert!(pair(1, 0) > pair(0, u32::MAX as usize) && pair(1, 2) > pair(1, 1));
        assert_eq!(pick(vec!["a", "b", "c"], &[2, 0]), ["c", "a"]);
    }
}
