//! The file of the gazetteer: columns of numbers and names, packed with zstd.
//!
//! Unpacked it is the magic bytes, then the columns, each with its length in bytes before it (u32, little-endian).
//! Numbers are LEB128, those that go up and down as differences in zigzag order. Names in lower case are sorted and
//! each gives only what differs from the one before it. A file that is not sound is refused as a whole.

use retold_model::PlaceFeature;

const MAGIC: &[u8; 8] = b"rtdgaz01";

/// The most that an unpacked file may hold, against a broken head.
const MOST_BYTES: usize = 64 << 20;

/// Compression pays here: the file is made once and shipped with every build.
const ZSTD_LEVEL: i32 = 19;

/// No country, no parent.
pub const NONE: u32 = u32::MAX;

/// One place of the gazetteer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name as written.
    pub name: String,
    /// Its id in `GeoNames`, 0 if it has none.
    pub geonames: u32,
    /// Its number in Wikidata, 0 if not known.
    pub wikidata: u32,
    /// Hundred-thousandths of a degree.
    pub latitude: i32,
    /// Hundred-thousandths of a degree.
    pub longitude: i32,
    /// Its people; of divisions those of their towns.
    pub population: u32,
    /// What it is.
    pub feature: PlaceFeature,
    /// Number of the row of its country, else [`NONE`].
    pub country: u32,
    /// Number of the row that it lies in directly, else [`NONE`].
    pub parent: u32,
}

/// A key and the rows that bear it: the number of a row doubled, one more where the name is only another name of it.
pub type Entry = (String, Vec<u32>);

/// All that a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    /// Two capital letters of the countries; the first rows are theirs, in this order.
    pub countries: Vec<[u8; 2]>,
    /// The places; [`Row::parent`] and [`Row::country`] are always before the row itself.
    pub rows: Vec<Row>,
    /// Keys in ascending order.
    pub entries: Vec<Entry>,
}

/// Features in the order of their numbers in the file.
const FEATURES: [PlaceFeature; 5] = [
    PlaceFeature::Country,
    PlaceFeature::Division,
    PlaceFeature::District,
    PlaceFeature::Capital,
    PlaceFeature::Town,
];

impl Tables {
    /// The packed file.
    ///
    /// # Errors
    ///
    /// If it cannot be packed for want of memory.
    pub fn to_bytes(&self) -> std::io::Result<Vec<u8>> {
        let mut columns: Vec<Vec<u8>> = vec![Vec::new(); COLUMNS];
        for code in &self.countries {
            columns[0].extend(code);
        }
        let mut last = [0_i64; 4];
        for (index, row) in (0_u32..).zip(&self.rows) {
            let feature = FEATURES.iter().position(|f| *f == row.feature);
            columns[1].push(u8::try_from(feature.unwrap_or(0)).unwrap_or(0));
            let back = |to: u32| if to == NONE { 0 } else { u64::from(index - to) };
            put(&mut columns[2], u64::from(row.country.wrapping_add(1)));
            put(&mut columns[3], back(row.parent));
            for (column, (last, now)) in last
                .iter_mut()
                .zip([
                    i64::from(row.geonames),
                    i64::from(row.latitude),
                    i64::from(row.longitude),
                    i64::from(row.wikidata),
                ])
                .enumerate()
            {
                put(&mut columns[4 + column], zigzag(now - *last));
                *last = now;
            }
            put(&mut columns[8], u64::from(row.population));
            columns[9].extend(row.name.as_bytes());
            columns[9].push(b'\n');
        }
        let mut before = "";
        for (key, rows) in &self.entries {
            let shared = before
                .bytes()
                .zip(key.bytes())
                .take_while(|(a, b)| a == b)
                .take(255)
                .count();
            columns[10].push(u8::try_from(shared).unwrap_or(0));
            columns[11].extend(&key.as_bytes()[shared..]);
            columns[11].push(b'\n');
            put(&mut columns[12], rows.len() as u64);
            for row in rows {
                put(&mut columns[13], u64::from(*row));
            }
            before = key;
        }
        let mut raw = MAGIC.to_vec();
        for column in columns {
            raw.extend(u32::try_from(column.len()).unwrap_or(0).to_le_bytes());
            raw.extend(column);
        }
        zstd::bulk::compress(&raw, ZSTD_LEVEL)
    }
}

const COLUMNS: usize = 14;

fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(u8::try_from(number & 0x7f).unwrap_or(0) | 0x80);
        number >>= 7;
    }
    out.push(u8::try_from(number).unwrap_or(0));
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

/// A column of numbers that is being read.
struct Numbers<'b>(&'b [u8]);

impl Numbers<'_> {
    #[inline]
    fn next(&mut self) -> Option<u32> {
        let mut number = 0_u64;
        for shift in (0..35).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return u32::try_from(number).ok();
            }
        }
        None
    }

    #[inline]
    fn next_signed(&mut self) -> Option<i32> {
        let number = self.next()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }
}

/// What a file holds, as it is searched: one array a column.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) countries: Vec<[u8; 2]>,
    pub(super) features: Vec<PlaceFeature>,
    pub(super) country: Vec<u16>,
    pub(super) parent: Vec<u32>,
    pub(super) geonames: Vec<u32>,
    pub(super) points: Vec<(i32, i32)>,
    pub(super) wikidata: Vec<u32>,
    pub(super) population: Vec<u32>,
    pub(super) names: Strings,
    /// Ascending.
    pub(super) keys: Strings,
    /// For the first two bytes that a key can have the number of its first key: where the search in them begins.
    openers: Vec<u32>,
    /// Where the rows of each key end.
    pub(super) ends: Vec<u32>,
    /// Row numbers doubled, as in [`Entry`].
    pub(super) rows: Vec<u32>,
}

/// Many strings, one after another.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub(super) fn get(&self, index: usize) -> &str {
        let start = index
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize);
        &self.text[start..self.ends[index] as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn of(lines: &[u8]) -> Option<Self> {
        let mut bytes = Vec::with_capacity(lines.len());
        let mut ends = Vec::new();
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            bytes.extend_from_slice(line.strip_suffix(b"\n")?);
            ends.push(u32::try_from(bytes.len()).ok()?);
        }
        let text = String::from_utf8(bytes).ok()?;
        Self { text, ends }.checked()
    }

    /// Strings of which each begins with that many bytes of the one before.
    fn of_differences(shared: &[u8], lines: &[u8]) -> Option<Self> {
        let mut bytes: Vec<u8> = Vec::with_capacity(lines.len() * 2);
        let mut ends = Vec::with_capacity(shared.len());
        let mut start = 0;
        let mut shared = shared.iter();
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            let length = bytes.len();
            let head = start + usize::from(*shared.next()?);
            if head > length {
                return None;
            }
            bytes.extend_from_within(start..head);
            bytes.extend_from_slice(line.strip_suffix(b"\n")?);
            start = length;
            ends.push(u32::try_from(bytes.len()).ok()?);
        }
        let text = String::from_utf8(bytes).ok()?;
        shared.next().is_none().then_some(())?;
        Self { text, ends }.checked()
    }

    /// Itself if every string ends between characters.
    fn checked(self) -> Option<Self> {
        self.ends
            .iter()
            .all(|end| self.text.is_char_boundary(*end as usize))
            .then_some(self)
    }
}

impl Columns {
    /// Reads a packed file; `None` if it is not one, or not sound.
    pub(super) fn read(packed: &[u8]) -> Option<Self> {
        let raw = zstd::bulk::decompress(packed, MOST_BYTES).ok()?;
        let mut rest = raw.strip_prefix(MAGIC)?;
        let mut column = || -> Option<&[u8]> {
            let (length, tail) = rest.split_first_chunk::<4>()?;
            let (column, tail) = tail.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            rest = tail;
            Some(column)
        };
        let countries: Vec<[u8; 2]> = column()?.as_chunks().0.to_vec();
        let features: Vec<PlaceFeature> = column()?
            .iter()
            .map(|number| FEATURES.get(usize::from(*number)).copied())
            .collect::<Option<_>>()?;
        let count = features.len();
        let (mut country, mut parent) = (Numbers(column()?), Numbers(column()?));
        let (mut geonames, mut latitude) = (Numbers(column()?), Numbers(column()?));
        let (mut longitude, mut wikidata) = (Numbers(column()?), Numbers(column()?));
        let mut population = Numbers(column()?);
        let mut result = Self {
            names: Strings::of(column()?)?,
            keys: Strings::of_differences(column()?, column()?)?,
            country: Vec::with_capacity(count),
            parent: Vec::with_capacity(count),
            geonames: Vec::with_capacity(count),
            points: Vec::with_capacity(count),
            wikidata: Vec::with_capacity(count),
            population: Vec::with_capacity(count),
            countries,
            features,
            ..Self::default()
        };
        let mut last = [0_i32; 4];
        let mut add = |column: usize, numbers: &mut Numbers<'_>| -> Option<i32> {
            last[column] = last[column].wrapping_add(numbers.next_signed()?);
            Some(last[column])
        };
        for index in 0..u32::try_from(count).ok()? {
            let of = country.next()?;
            if of as usize > result.countries.len() {
                return None;
            }
            result.country.push(u16::try_from(of).ok()?.wrapping_sub(1));
            let back = parent.next()?;
            result.parent.push(match back {
                0 => NONE,
                back => index.checked_sub(back)?,
            });
            result.geonames.push(add(0, &mut geonames)?.cast_unsigned());
            result
                .points
                .push((add(1, &mut latitude)?, add(2, &mut longitude)?));
            result.wikidata.push(add(3, &mut wikidata)?.cast_unsigned());
            result.population.push(population.next()?);
        }
        let (mut counts, mut rows) = (Numbers(column()?), Numbers(column()?));
        let mut end = 0_u32;
        result.ends.reserve(result.keys.len());
        for _ in 0..result.keys.len() {
            let more = counts.next()?;
            end = end.checked_add(more)?;
            result.ends.push(end);
            for _ in 0..more {
                let row = rows.next()?;
                if row as usize / 2 >= count {
                    return None;
                }
                result.rows.push(row);
            }
        }
        result.openers = openers(&result.keys);
        (result.names.len() == count && result.countries.len() <= count && rest.is_empty())
            .then_some(result)
    }

    /// The rows of a key, as in [`Entry`].
    pub(super) fn look_up(&self, key: &str) -> &[u32] {
        let opener = opener(key);
        let (mut low, mut high) = (
            self.openers[opener] as usize,
            self.openers[opener + 1] as usize,
        );
        while low < high {
            let middle = low.midpoint(high);
            match self.keys.get(middle).cmp(key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    let start = middle
                        .checked_sub(1)
                        .map_or(0, |before| self.ends[before] as usize);
                    return &self.rows[start..self.ends[middle] as usize];
                }
            }
        }
        &[]
    }
}

/// The first two bytes of a key as a number, in the order of keys.
fn opener(key: &str) -> usize {
    let byte = |at: usize| usize::from(key.as_bytes().get(at).copied().unwrap_or(0));
    byte(0) << 8 | byte(1)
}

/// The number of the first key that begins with each two bytes or with later ones.
fn openers(keys: &Strings) -> Vec<u32> {
    let mut result = Vec::with_capacity((1 << 16) + 1);
    for (number, key) in (0..).zip((0..keys.len()).map(|at| keys.get(at))) {
        let opener = opener(key);
        if result.len() <= opener {
            result.resize(opener + 1, number);
        }
    }
    result.resize((1 << 16) + 1, u32::try_from(keys.len()).unwrap_or(u32::MAX));
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables() -> Tables {
        let row = |name: &str, feature, parent| Row {
            name: name.to_owned(),
            geonames: 7,
            wikidata: 142,
            latitude: -4_885_341,
            longitude: 234_880,
            population: 1_500_000_000,
            feature,
            country: 0,
            parent,
        };
        Tables {
            countries: vec![*b"FR"],
            rows: vec![
                row("France", PlaceFeature::Country, NONE),
                row("Île-de-France", PlaceFeature::Division, 0),
                row("Paris", PlaceFeature::Capital, 1),
            ],
            entries: vec![
                ("-fr".to_owned(), vec![0]),
                ("france".to_owned(), vec![0]),
                ("francia".to_owned(), vec![1]),
                ("paris".to_owned(), vec![4, 3]),
            ],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let columns = Columns::read(&tables().to_bytes().unwrap()).unwrap();
        assert_eq!(columns.countries, [*b"FR"]);
        assert_eq!(columns.country, [0; 3]);
        assert_eq!(columns.parent, [NONE, 0, 1]);
        assert_eq!(columns.geonames, [7; 3]);
        assert_eq!(columns.wikidata, [142; 3]);
        assert_eq!(columns.points, [(-4_885_341, 234_880); 3]);
        assert_eq!(columns.population, [1_500_000_000; 3]);
        assert_eq!(columns.names.get(1), "Île-de-France");
        assert_eq!(columns.look_up("france"), [0]);
        assert_eq!(columns.look_up("francia"), [1]);
        assert_eq!(columns.look_up("paris"), [4, 3]);
        assert_eq!(columns.look_up("parish"), [0; 0]);
    }

    #[test]
    fn what_is_not_sound_is_refused() {
        let mut unknown = tables();
        unknown.entries[0].1 = vec![6];
        assert!(Columns::read(&unknown.to_bytes().unwrap()).is_none());
        let mut named = tables();
        named.rows[0].name = "two\nlines".to_owned();
        assert!(Columns::read(&named.to_bytes().unwrap()).is_none());
        let raw = zstd::bulk::decompress(&tables().to_bytes().unwrap(), MOST_BYTES).unwrap();
        for length in 0..raw.len() {
            let packed = zstd::bulk::compress(&raw[..length], 1).unwrap();
            assert!(Columns::read(&packed).is_none(), "{length}");
        }
        assert!(Columns::read(b"").is_none());
    }
}
