//! The outline of the land that maps of a story are drawn on, out of the package that holds it.
//!
//! The package is fetched by hand, so that a new version is a deliberate act, and unpacked: `npm pack world-atlas@2.0.2`
//! (ISC; its data are those of Natural Earth, which are in the public domain). Borders are left out: where they run is what
//! some stories are about.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::say;

/// Steps of a degree that the outline is kept in: 50 of 0.02 degrees.
const STEPS: f64 = 50.0;
/// Twice the area, in steps, of the triangle that a point must make with its neighbours to be kept: 0.012 square degrees.
/// With the least island it gives a file below 40 kB.
const LEAST_TRIANGLE: i64 = 60;
/// Twice the area, in steps, of the least island and lake: 0.05 square degrees.
const LEAST_RING: i64 = 250;

type Point = (i64, i64);

/// Writes the outline from the unpacked package in `package`.
pub(crate) fn run(package: &Path, out: &Path) -> Result<()> {
    let path = package.join("land-50m.json");
    let text = fs::read_to_string(&path)
        .with_context(|| format!("could not read `{}`", path.display()))?;
    let topology: Topology = serde_json::from_str(&text)?;
    let rings: Vec<Vec<Point>> = { topology.rings().into_iter() }
        .filter(|ring| doubled_area(ring).abs() >= LEAST_RING)
        .map(|ring| simplified(&ring))
        .collect();
    let bytes = encoded(&rings);
    fs::write(out, &bytes).with_context(|| format!("could not write `{}`", out.display()))?;
    let points: usize = rings.iter().map(Vec::len).sum();
    say(&format!(
        "{} rings, {points} points, {} bytes",
        rings.len(),
        bytes.len()
    ));
    Ok(())
}

/// `TopoJSON`: lines as differences of whole numbers, rings as numbers of lines.
#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    arcs: Vec<Vec<(i64, i64)>>,
    objects: Objects,
}

#[derive(Deserialize)]
struct Transform {
    scale: (f64, f64),
    translate: (f64, f64),
}

#[derive(Deserialize)]
struct Objects {
    land: Collection,
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    /// Polygons of rings of lines; a negative number is a line taken backwards, -1 the first.
    arcs: Vec<Vec<Vec<i64>>>,
}

impl Topology {
    /// The rings in steps of a degree, without points that fall on the one before, open.
    fn rings(&self) -> Vec<Vec<Point>> {
        let lines: Vec<Vec<Point>> = self.arcs.iter().map(|line| self.line(line)).collect();
        let polygons = { self.objects.land.geometries.iter() }.flat_map(|shape| &shape.arcs);
        let ring = |numbers: &Vec<i64>| {
            let mut ring: Vec<Point> = Vec::new();
            for &number in numbers {
                let backwards = number < 0;
                let index = usize::try_from(if backwards { !number } else { number });
                let line = &lines[index.expect("not negative")];
                if backwards {
                    ring.extend(line.iter().rev());
                } else {
                    ring.extend(line);
                }
            }
            ring.dedup();
            if ring.first() == ring.last() {
                ring.pop();
            }
            ring
        };
        polygons.flatten().map(ring).collect()
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "whole numbers below a million, degrees below 181"
    )]
    fn line(&self, differences: &[(i64, i64)]) -> Vec<Point> {
        let (scale, translate) = (self.transform.scale, self.transform.translate);
        let step = |at: i64, scale: f64, translate: f64| {
            ((at as f64 * scale + translate) * STEPS).round() as i64
        };
        let (mut x, mut y) = (0, 0);
        { differences.iter() }
            .map(|(dx, dy)| {
                (x, y) = (x + dx, y + dy);
                (step(x, scale.0, translate.0), step(y, scale.1, translate.1))
            })
            .collect()
    }
}

fn triangle(a: Point, b: Point, c: Point) -> i64 {
    ((b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1)).abs()
}

fn doubled_area(ring: &[Point]) -> i64 {
    let next = ring.iter().skip(1).chain(ring.first());
    { ring.iter().zip(next) }
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum()
}

/// The ring without the points that matter least (Visvalingam and Whyatt, 1993): again and again the one whose triangle
/// with its neighbours is smallest, of equals the first.
fn simplified(ring: &[Point]) -> Vec<Point> {
    let count = ring.len();
    let mut before: Vec<usize> = (0..count).map(|at| (at + count - 1) % count).collect();
    let mut after: Vec<usize> = (0..count).map(|at| (at + 1) % count).collect();
    let area = |before: &[usize], after: &[usize], at: usize| {
        triangle(ring[before[at]], ring[at], ring[after[at]])
    };
    let mut weight: Vec<i64> = (0..count).map(|at| area(&before, &after, at)).collect();
    let mut heap: BinaryHeap<Reverse<(i64, usize)>> =
        weight.iter().copied().zip(0..).map(Reverse).collect();
    let mut kept = vec![true; count];
    let mut left = count;
    while let Some(Reverse((least, at))) = heap.pop() {
        if least >= LEAST_TRIANGLE || left <= 4 {
            break;
        }
        if !kept[at] || weight[at] != least {
            continue;
        }
        kept[at] = false;
        left -= 1;
        let (one, other) = (before[at], after[at]);
        (after[one], before[other]) = (other, one);
        for neighbour in [one, other] {
            weight[neighbour] = area(&before, &after, neighbour).max(least);
            heap.push(Reverse((weight[neighbour], neighbour)));
        }
    }
    { ring.iter().zip(kept) }
        .filter(|(_, kept)| *kept)
        .map(|(point, _)| *point)
        .collect()
}

/// For each ring the number of its points, then each point as the difference from the one before: numbers in seven bits
/// a byte, the sign in the lowest.
fn encoded(rings: &[Vec<Point>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut push = |mut number: u64| {
        while number >= 0x80 {
            bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        bytes.push(number.to_le_bytes()[0]);
    };
    for ring in rings {
        push(ring.len() as u64);
        let mut last = (0, 0);
        for &point in ring {
            for difference in [point.0 - last.0, point.1 - last.1] {
                push(((difference << 1) ^ (difference >> 63)).cast_unsigned());
            }
            last = point;
        }
    }
    bytes
}
