//! The outline of the land, as `cargo xtask land` packs it: rings of points in steps of a degree.

/// Made from Natural Earth (public domain), as packed in world-atlas 2.0.2 (ISC); see NOTICE.
static LAND: &[u8] = include_bytes!("../../../data/land.bin");

/// Steps of a degree.
const STEPS: f64 = 50.0;

/// A point in degrees: east, north.
pub(super) type Degrees = (f64, f64);

/// The coasts of continents, islands and inland seas, each a ring that is not closed.
pub(super) fn rings() -> Vec<Vec<Degrees>> {
    let mut bytes = LAND.iter().copied();
    let mut rings = Vec::new();
    while let Some(count) = number(&mut bytes) {
        let (mut x, mut y) = (0, 0);
        let mut ring = Vec::new();
        for _ in 0..count {
            let (Some(east), Some(north)) = (difference(&mut bytes), difference(&mut bytes)) else {
                return rings;
            };
            (x, y) = (x + east, y + north);
            ring.push((f64::from(x) / STEPS, f64::from(y) / STEPS));
        }
        rings.push(ring);
    }
    rings
}

/// Seven bits a byte, the lowest first.
fn number(bytes: &mut impl Iterator<Item = u8>) -> Option<u32> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let byte = bytes.next()?;
        number |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// The sign is in the lowest bit.
fn difference(bytes: &mut impl Iterator<Item = u8>) -> Option<i32> {
    let number = number(bytes)?;
    let half = (number >> 1).cast_signed();
    Some(if number & 1 == 0 { half } else { !half })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_land_is_small_whole_and_on_the_globe() {
        assert!(LAND.len() <= 40_000, "{} bytes", LAND.len());
        let rings = rings();
        let points: usize = rings.iter().map(Vec::len).sum();
        assert_eq!((rings.len(), points), (556, 16_884));
        let on_globe = |&(x, y): &Degrees| x.abs() <= 180.0 && y.abs() <= 90.0;
        assert!(rings.iter().flatten().all(on_globe));
        // Rings of land run clockwise, those of inland seas the other way.
        let area = |ring: &[Degrees]| {
            let next = ring.iter().skip(1).chain(ring.first());
            let doubled: f64 = { ring.iter().zip(next) }
                .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
                .sum();
            doubled / 2.0
        };
        let all: f64 = rings.iter().map(|ring| area(ring)).sum();
        assert!(
            (-17_729.0..-17_728.0).contains(&all),
            "{all} square degrees"
        );
    }
}
