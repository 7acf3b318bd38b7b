//! What of the world a map shows, and where on the drawing a point lies.

use std::fmt::Write as _;

use super::land::Degrees;

/// A point of the drawing: right, down.
pub(super) type Pixels = (f64, f64);

/// Pixels of the drawing: as wide as the text, and between these heights.
const WIDTH: u32 = 760;
const LEAST_HEIGHT: f64 = 300.0;
const MOST_HEIGHT: f64 = 480.0;

/// Degrees of latitude that are shown at least: less is land and sea without a shape.
const LEAST_DEGREES: f64 = 12.0;

/// How much is shown around the places: a fifth of what they span at each side.
const MARGIN: f64 = 0.2;

/// No map goes to the poles, where this projection has no shape.
const MOST_NORTH: f64 = 85.0;

/// Pixels between the lines of the grid at least.
const GRID: f64 = 90.0;

/// A part of the world on the drawing.
pub(super) struct Frame {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Degrees at the left rim, not turned back to -180 to 180, and at the upper rim.
    west: f64,
    north: f64,
    /// Pixels of a degree.
    across: f64,
    down: f64,
}

impl Frame {
    /// A frame around `points`, with room at the rims; `None` for none.
    pub(super) fn around(points: &[Degrees]) -> Option<Self> {
        let points: Vec<Degrees> = { points.iter() }
            .map(|&(x, y)| (turned(x), y.clamp(-MOST_NORTH, MOST_NORTH)))
            .collect();
        let (west, east) = narrowest(&points)?;
        let (mut south, mut north) = { points.iter() }
            .fold((MOST_NORTH, -MOST_NORTH), |(south, north), point| {
                (point.1.min(south), point.1.max(north))
            });
        let middle = f64::midpoint(south, north);
        let scale = middle.to_radians().cos().max(0.1);
        // What is shown, in degrees of latitude both ways.
        let wide = (east - west) * scale * (1.0 + 2.0 * MARGIN);
        let high = ((north - south) * (1.0 + 2.0 * MARGIN)).max(LEAST_DEGREES);
        let width = f64::from(WIDTH);
        let height = (width * high / wide.max(1e-9)).clamp(LEAST_HEIGHT, MOST_HEIGHT);
        let degree = (width / wide.max(1e-9))
            .min(height / high)
            // The whole world and no more.
            .max(width / (360.0 * scale));
        let half = height / degree / 2.0;
        (south, north) = (middle - half, middle + half);
        // Towards a pole the frame moves, rather than showing what is not there.
        let moved = (north - MOST_NORTH).max(0.0) - (-MOST_NORTH - south).max(0.0);
        Some(Self {
            width: WIDTH,
            height: pixels(height),
            west: f64::midpoint(west, east) - width / degree / scale / 2.0,
            north: north - moved,
            across: degree * scale,
            down: degree,
        })
    }

    /// Where a point lies on the drawing, or beside it.
    pub(super) fn project(&self, (x, y): Degrees) -> Pixels {
        let x = self.west + (turned(x) - self.west).rem_euclid(360.0);
        ((x - self.west) * self.across, (self.north - y) * self.down)
    }

    /// Whether a point lies on the drawing.
    pub(super) fn holds(&self, point: Degrees) -> bool {
        let (x, y) = self.project(point);
        (0.0..=f64::from(self.width)).contains(&x) && (0.0..=f64::from(self.height)).contains(&y)
    }

    /// The meridians of the grid with their degrees from -179 to 180.
    pub(super) fn meridians(&self) -> Vec<(i32, f64)> {
        let east = self.west + f64::from(self.width) / self.across;
        let lines = lines(self.west, east, GRID / self.across);
        let turned = |degrees: i32| match degrees.rem_euclid(360) {
            degrees @ 0..=180 => degrees,
            degrees => degrees - 360,
        };
        { lines.into_iter() }
            .map(|at| (turned(at), (f64::from(at) - self.west) * self.across))
            .collect()
    }

    /// The parallels of the grid.
    pub(super) fn parallels(&self) -> Vec<(i32, f64)> {
        let south = self.north - f64::from(self.height) / self.down;
        { lines(south, self.north, GRID / self.down).into_iter() }
            .map(|at| (at, (self.north - f64::from(at)) * self.down))
            .collect()
    }

    /// Draws what of a ring lies on the drawing, as commands of a path. The world repeats itself at its sides.
    pub(super) fn draw(&self, ring: &[Degrees], path: &mut String) {
        let first = ((self.west - 180.0) / 360.0).floor();
        for world in [0.0, 1.0, 2.0] {
            let shift = (first + world) * 360.0;
            let points: Vec<Pixels> = { ring.iter() }
                .map(|&(x, y)| {
                    (
                        (x + shift - self.west) * self.across,
                        (self.north - y) * self.down,
                    )
                })
                .collect();
            let points = self.clipped(points);
            let mut last = None;
            for &point in &points {
                let point = ((point.0 * 2.0).round() / 2.0, (point.1 * 2.0).round() / 2.0);
                if last == Some(point) {
                    continue;
                }
                let sign = if last.is_none() { 'M' } else { 'L' };
                let _ = write!(path, "{sign}{} {}", point.0, point.1);
                last = Some(point);
            }
            if last.is_some() {
                path.push('Z');
            }
        }
    }

    /// What of a ring lies on the drawing and a little beside it, rim by rim (Sutherland and Hodgman, 1974).
    fn clipped(&self, ring: Vec<Pixels>) -> Vec<Pixels> {
        const BESIDE: f64 = 4.0;
        let (right, bottom) = (
            f64::from(self.width) + BESIDE,
            f64::from(self.height) + BESIDE,
        );
        // For each rim how far inside a point lies.
        let rims: [&dyn Fn(Pixels) -> f64; 4] = [
            &|point| point.0 + BESIDE,
            &|point| right - point.0,
            &|point| point.1 + BESIDE,
            &|point| bottom - point.1,
        ];
        let mut ring = ring;
        for inside in rims {
            let mut kept = Vec::with_capacity(ring.len());
            for (at, &point) in ring.iter().enumerate() {
                let before = ring[(at + ring.len() - 1) % ring.len()];
                let (here, there) = (inside(point), inside(before));
                if (here < 0.0) != (there < 0.0) {
                    let part = there / (there - here);
                    kept.push((
                        before.0 + (point.0 - before.0) * part,
                        before.1 + (point.1 - before.1) * part,
                    ));
                }
                if here >= 0.0 {
                    kept.push(point);
                }
            }
            ring = kept;
        }
        ring
    }
}

/// Degrees of longitude from -180 to below 180.
fn turned(degrees: f64) -> f64 {
    (degrees + 180.0).rem_euclid(360.0) - 180.0
}

/// The western and the eastern end of the narrowest stretch of longitudes that holds all points: what is left of the
/// circle without its widest gap. The eastern end may lie beyond 180.
fn narrowest(points: &[Degrees]) -> Option<(f64, f64)> {
    let mut longitudes: Vec<f64> = points.iter().map(|point| point.0).collect();
    longitudes.sort_by(f64::total_cmp);
    let (&first, &last) = (longitudes.first()?, longitudes.last()?);
    let mut widest = (first + 360.0 - last, first, last);
    for pair in longitudes.windows(2) {
        if pair[1] - pair[0] > widest.0 {
            widest = (pair[1] - pair[0], pair[1], pair[0] + 360.0);
        }
    }
    Some((widest.1, widest.2))
}

/// The multiples of a round number of degrees, not closer than `apart`, from `from` to `to`.
fn lines(from: f64, to: f64, apart: f64) -> Vec<i32> {
    let step = { [1, 2, 5, 10, 15, 30, 45].into_iter() }
        .find(|&step| f64::from(step) >= apart)
        .unwrap_or(90);
    let first = whole((from / f64::from(step)).ceil());
    let last = whole((to / f64::from(step)).floor());
    (first..=last).map(|number| number * step).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees of a circle, steps of a grid"
)]
fn whole(number: f64) -> i32 {
    number as i32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between the least and the most height"
)]
fn pixels(height: f64) -> u32 {
    height.round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_repeats_itself_at_the_date_line() {
        assert_eq!(
            narrowest(&[(170.0, 0.0), (-170.0, 0.0)]),
            Some((170.0, 190.0))
        );
        assert_eq!(narrowest(&[(10.0, 0.0), (20.0, 0.0)]), Some((10.0, 20.0)));
        assert_eq!(narrowest(&[(10.0, 0.0)]), Some((10.0, 10.0)));
        assert_eq!(narrowest(&[]), None);
    }

    #[test]
    fn points_lie_inside_and_north_is_up() {
        let frame = Frame::around(&[(30.0, 50.0), (120.0, 40.0)]).unwrap();
        let (kyiv, beijing) = (frame.project((30.0, 50.0)), frame.project((120.0, 40.0)));
        assert!(
            kyiv.0 < beijing.0 && kyiv.1 < beijing.1,
            "{kyiv:?} {beijing:?}"
        );
        assert!(frame.holds((30.0, 50.0)) && frame.holds((120.0, 40.0)));
        assert!(!frame.holds((-100.0, 40.0)));
    }

    #[test]
    fn a_ring_is_clipped_at_the_rims() {
        let frame = Frame::around(&[(0.0, 0.0)]).unwrap();
        let mut path = String::new();
        frame.draw(
            &[(-90.0, -60.0), (90.0, -60.0), (90.0, 60.0), (-90.0, 60.0)],
            &mut path,
        );
        let (right, bottom) = (frame.width + 4, frame.height + 4);
        assert_eq!(
            path,
            format!("M-4 -4L-4 {bottom}L{right} {bottom}L{right} -4Z")
        );
    }

    #[test]
    fn grids_have_round_numbers() {
        assert_eq!(lines(-3.0, 33.0, 9.0), [0, 10, 20, 30]);
        assert_eq!(lines(0.5, 3.5, 0.7), [1, 2, 3]);
    }
}
