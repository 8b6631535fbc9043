//! Sorting and looking up by position. The standard sort is compiled once per type and comparison, several kilobytes
//! each; here everything is sorted through positions, so that it is compiled once.

use std::cmp::Ordering;

/// The positions `0..count` in the order of `compare`; equal ones keep their order.
pub(crate) fn sorted(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..count).collect();
    sort(&mut positions, compare);
    positions
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
        assert_eq!(pick(vec!["a", "b", "c"], &[2, 0]), ["c", "a"]);
    }
}
