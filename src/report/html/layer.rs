//! What lies over a text: the ranges to mark and the ranges to hide, cut into stretches that look alike.

use std::collections::BTreeSet;
use std::ops::Range;

/// Marks and hidden ranges over one text, in bytes.
#[derive(Debug, Default)]
pub struct Layer {
    /// Disjoint and sorted; with the indices of the marks that cover it.
    stretches: Vec<(Range<usize>, Vec<usize>)>,
    /// Disjoint and sorted.
    hidden: Vec<Range<usize>>,
}

/// A stretch of text and how it looks.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    pub range: Range<usize>,
    /// The marks over it, by index.
    pub marks: &'a [usize],
    pub hidden: bool,
}

impl Layer {
    /// Ranges that end before they start count as empty, and empty ones mark nothing.
    pub fn new(marks: &[Range<usize>], hidden: &[Range<usize>]) -> Self {
        let mut edges: Vec<(usize, bool, usize)> = Vec::new();
        for (index, mark) in marks.iter().enumerate().filter(|(_, mark)| mark.start < mark.end) {
            edges.push((mark.start, true, index));
            edges.push((mark.end, false, index));
        }
        edges.sort_unstable();
        let mut stretches = Vec::new();
        let mut open: BTreeSet<usize> = BTreeSet::new();
        let mut from = 0;
        for (at, starts, index) in edges {
            if at > from && !open.is_empty() {
                stretches.push((from..at, open.iter().copied().collect()));
            }
            from = at;
            if starts {
                open.insert(index);
            } else {
                open.remove(&index);
            }
        }
        Self { stretches, hidden: merge(hidden) }
    }

    /// The pieces of `range`, in order and without gaps.
    pub fn cut(&self, range: Range<usize>) -> Vec<Piece<'_>> {
        let mut pieces = Vec::with_capacity(1);
        let mut at = range.start;
        while at < range.end {
            let (marks, mark_end) = match after(&self.stretches, at, |(range, _)| range) {
                Some((stretch, marks)) if stretch.start <= at => (marks.as_slice(), stretch.end),
                Some((stretch, _)) => (&[][..], stretch.start),
                None => (&[][..], range.end),
            };
            let (hidden, hidden_end) = match after(&self.hidden, at, |range| range) {
                Some(hidden) if hidden.start <= at => (true, hidden.end),
                Some(hidden) => (false, hidden.start),
                None => (false, range.end),
            };
            let end = mark_end.min(hidden_end).min(range.end);
            pieces.push(Piece { range: at..end, marks, hidden });
            at = end;
        }
        pieces
    }

    /// How `range` looks where it can only be shown whole: marked like its first marked stretch, hidden if any of it is.
    pub fn over(&self, range: Range<usize>) -> Piece<'_> {
        let marks = after(&self.stretches, range.start, |(range, _)| range).filter(|(stretch, _)| stretch.start < range.end);
        let hidden = after(&self.hidden, range.start, |range| range).is_some_and(|hidden| hidden.start < range.end);
        Piece { range, marks: marks.map_or(&[][..], |(_, marks)| marks.as_slice()), hidden }
    }
}

/// The first of the sorted `items` that ends behind `at`.
fn after<T>(items: &[T], at: usize, range: impl Fn(&T) -> &Range<usize>) -> Option<&T> {
    items.get(items.partition_point(|item| range(item).end <= at))
}

/// `ranges` sorted, with those that overlap or touch made one.
pub fn merge(ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut sorted: Vec<Range<usize>> = ranges.iter().filter(|range| range.start < range.end).cloned().collect();
    sorted.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(sorted.len());
    for range in sorted {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_marks_are_cut_where_they_change() {
        let layer = Layer::new(&[2..6, 4..8, 9..9], std::slice::from_ref(&(5..7)));
        let pieces: Vec<_> = layer.cut(0..10).into_iter().map(|piece| (piece.range, piece.marks.to_vec(), piece.hidden)).collect();
        assert_eq!(
            pieces,
            [
                (0..2, vec![], false),
                (2..4, vec![0], false),
                (4..5, vec![0, 1], false),
                (5..6, vec![0, 1], true),
                (6..7, vec![1], true),
                (7..8, vec![1], false),
                (8..10, vec![], false)
            ]
        );
        assert_eq!(layer.over(0..3).marks, [0]);
        assert!(layer.over(6..20).hidden);
        assert!(!layer.over(7..20).hidden);
        assert!(layer.cut(3..3).is_empty());
    }

    #[test]
    fn neighbours_and_overlaps_merge() {
        assert_eq!(merge(&[5..7, 0..2, 2..3, 6..9, 4..4]), [0..3, 5..9]);
    }
}
