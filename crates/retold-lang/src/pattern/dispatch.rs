//! Which alternatives are possible at a character.

use rustc_hash::FxHashMap;

use crate::lexeme::CharSet;

/// Most entries of all lists of a table while it is made; French makes 100,000.
const MAX_WORK: usize = 1 << 24;

/// Which of some sets contain a character.
pub(crate) struct Dispatch {
    ascii: [u16; 128],
    /// Where the answer changes: first code point and number of the list that holds from there.
    changes: Vec<(u32, u16)>,
    /// Numbers of sets, ascending.
    lists: Vec<Vec<u16>>,
}

impl Dispatch {
    /// Sorts the code points by the sets that contain them.
    pub(crate) fn new(sets: &[&CharSet]) -> Result<Self, String> {
        let too_much = || "a pattern with too many alternatives is not supported".to_owned();
        let mut events: Vec<(u32, bool, u16)> = Vec::new();
        let numbers = 0..u16::try_from(sets.len()).map_err(|_| too_much())?;
        for (number, set) in numbers.zip(sets) {
            for &(first, last) in set.ranges() {
                events.push((first, true, number));
                events.push((last + 1, false, number));
            }
        }
        events.sort_unstable();
        let mut lists = vec![Vec::new()];
        let mut known = FxHashMap::from_iter([(Vec::new(), 0)]);
        let mut changes = vec![(0, 0)];
        let mut current: Vec<u16> = Vec::new();
        let mut work = 0;
        for group in events.chunk_by(|one, other| one.0 == other.0) {
            for &(_, begins, number) in group {
                match current.binary_search(&number) {
                    Ok(index) if !begins => drop(current.remove(index)),
                    Err(index) if begins => current.insert(index, number),
                    _ => {}
                }
            }
            work += current.len();
            if work > MAX_WORK {
                return Err(too_much());
            }
            let list = if let Some(list) = known.get(&current) {
                *list
            } else {
                let list = u16::try_from(lists.len()).map_err(|_| too_much())?;
                lists.push(current.clone());
                known.insert(current.clone(), list);
                list
            };
            changes.push((group[0].0, list));
        }
        let mut table = Self {
            ascii: [0; 128],
            changes,
            lists,
        };
        for code in 0..128_u8 {
            table.ascii[usize::from(code)] = table.list(u32::from(code));
        }
        Ok(table)
    }

    fn list(&self, code: u32) -> u16 {
        let behind = self.changes.partition_point(|&(first, _)| first <= code);
        self.changes[behind - 1].1
    }

    /// Numbers of the sets that contain `character`, ascending.
    #[inline]
    pub(crate) fn at(&self, character: char) -> &[u16] {
        let code = u32::from(character);
        let list = if code < 128 {
            self.ascii[code as usize]
        } else {
            self.list(code)
        };
        &self.lists[usize::from(list)]
    }
}
