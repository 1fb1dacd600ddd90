//! Learns the trees that correct the weighed signs: gradient boosting of the logistic loss.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::needless_range_loop, reason = "arithmetic over short arrays")]

use ase_lint::questions::model::{SIGNS, sigmoid};
use ase_lint::questions::trees::{DEPTH, LEAVES, SPLITS, Tree};

const TREES: usize = 60;
const RATE: f32 = 0.08;
/// Bounds tried for a sign.
const BINS: usize = 24;
/// Least weight of a leaf (in units of p·(1-p)), and what pulls its value to zero.
const LEAST: f32 = 3.0;
const PULL: f32 = 4.0;

/// Trees that bring the log-odds `base` of each row nearer to what it is.
pub fn boost(rows: &[(&[f32; SIGNS], bool)], base: &[f32]) -> Vec<Tree> {
    let bounds: Vec<Vec<f32>> = (0..SIGNS).map(|s| bounds(rows, s)).collect();
    // The bin of each row and sign: how many bounds lie below it.
    let bins: Vec<[u8; SIGNS]> = rows.iter().map(|(x, _)| std::array::from_fn(|s| bounds[s].iter().filter(|b| x[s] > **b).count() as u8)).collect();
    let mut odds = base.to_vec();
    let mut trees = Vec::new();
    for _ in 0..TREES {
        let slopes: Vec<[f32; 2]> = rows
            .iter()
            .zip(&odds)
            .map(|((_, y), z)| {
                let p = sigmoid(*z);
                [f32::from(u8::from(*y)) - p, (p * (1.0 - p)).max(1e-4)]
            })
            .collect();
        let tree = grow(&bins, &bounds, &slopes);
        for (z, (x, _)) in odds.iter_mut().zip(rows) {
            *z += tree.value(x);
        }
        trees.push(tree);
    }
    trees
}

fn bounds(rows: &[(&[f32; SIGNS], bool)], sign: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|(x, _)| x[sign]).collect();
    values.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = (1..=BINS).map(|i| values[(values.len() - 1) * i / (BINS + 1)]).collect();
    out.dedup();
    // A bound at the highest value parts nothing.
    out.retain(|b| values.last().is_some_and(|v| b < v));
    out
}

fn grow(bins: &[[u8; SIGNS]], bounds: &[Vec<f32>], slopes: &[[f32; 2]]) -> Tree {
    let mut tree = Tree { sign: [0; SPLITS], bound: [f32::MAX; SPLITS], leaf: [0.0; LEAVES] };
    let mut nodes: Vec<Vec<usize>> = vec![(0..bins.len()).collect()];
    for level in 0..DEPTH {
        let first = (1 << level) - 1;
        let mut next = Vec::new();
        for (i, rows) in nodes.into_iter().enumerate() {
            let (left, right) = match split(&rows, bins, bounds, slopes) {
                Some((sign, bin)) => {
                    tree.sign[first + i] = sign as u8;
                    tree.bound[first + i] = bounds[sign][bin];
                    rows.into_iter().partition(|r| usize::from(bins[*r][sign]) <= bin)
                }
                None => (rows, Vec::new()),
            };
            next.push(left);
            next.push(right);
        }
        nodes = next;
    }
    for (leaf, rows) in tree.leaf.iter_mut().zip(&nodes) {
        let [g, h] = sums(rows, slopes);
        *leaf = RATE * g / (h + PULL);
    }
    tree
}

fn sums(rows: &[usize], slopes: &[[f32; 2]]) -> [f32; 2] {
    rows.iter().fold([0.0; 2], |[g, h], r| [g + slopes[*r][0], h + slopes[*r][1]])
}

/// The sign and the bound that part the rows best.
fn split(rows: &[usize], bins: &[[u8; SIGNS]], bounds: &[Vec<f32>], slopes: &[[f32; 2]]) -> Option<(usize, usize)> {
    let gain = |[g, h]: [f32; 2]| g * g / (h + PULL);
    let all = sums(rows, slopes);
    let mut best = (1e-3, None);
    for sign in 0..SIGNS {
        let mut parts = [[0.0_f32; 2]; BINS + 1];
        for r in rows {
            let part = &mut parts[usize::from(bins[*r][sign])];
            part[0] += slopes[*r][0];
            part[1] += slopes[*r][1];
        }
        let mut left = [0.0; 2];
        for bin in 0..bounds[sign].len() {
            left = [left[0] + parts[bin][0], left[1] + parts[bin][1]];
            let right = [all[0] - left[0], all[1] - left[1]];
            if left[1] < LEAST || right[1] < LEAST {
                continue;
            }
            let found = gain(left) + gain(right) - gain(all);
            if found > best.0 {
                best = (found, Some((sign, bin)));
            }
        }
    }
    best.1
}
