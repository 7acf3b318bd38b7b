//! How far a run of words goes that may be one name: by capitals, and by what stands between them.

use super::lexicon::{InPeople, InPlaces, Role, Roles};
use super::reading::{Label, Reading, Word};
use super::spans::{abstract_noun, known, known_place, same_model};
use crate::streets::STREETS;

/// The longest run in words: no name comes near it, and hostile text costs no more than other text.
const LONGEST: usize = 30;

/// Particles of names: "Ludwig van Beethoven", "Abu Bakr al Baghdadi".
const PARTICLES: &[&str] = &[
    "abu", "af", "al", "av", "ben", "bin", "bint", "binti", "da", "dan", "das", "de", "del",
    "della", "den", "der", "di", "do", "dos", "du", "e", "el", "ibn", "ka", "la", "le", "mac",
    "ter", "ul", "van", "von", "wa", "y", "zu",
];

/// Whether the word is one of them: it parts no name.
pub(super) fn is_particle(word: &Word<'_>) -> bool {
    PARTICLES.contains(&word.text)
}

/// Ends of words that are no part of a name behind a hyphen: "US-led", but "Ka-shing".
const VERBS: &[&str] = &[
    "ed", "ing", "en", "led", "run", "born", "wide", "like", "style", "era", "made", "elect",
    "day", "type", "year", "old", "hand", "held", "built", "free", "friendly", "owned",
];

/// Where the run that begins at `at` ends.
pub(super) fn run_end(reading: &Reading<'_>, at: usize) -> usize {
    let mut end = at + 1;
    while end - at < LONGEST {
        let run = Run {
            reading,
            from: at,
            end,
        };
        let Some(next) = run.joined() else {
            break;
        };
        end = next;
    }
    end
}

/// Whether a number belongs to the name: "Highway 61", "State Route 3", "Channel 9".
pub(super) fn takes_number(word: &Word<'_>) -> bool {
    word.capital && ["channel", "highway", "hwy", "interstate", "route"].contains(&&*word.key)
}

/// Whether the word is such a number.
pub(super) fn is_number(text: &str) -> bool {
    text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the word tells the side of a town on which a street lies: "East", "NW".
fn is_side(word: &Word<'_>) -> bool {
    const SIDES: [&str; 16] = [
        "e",
        "east",
        "n",
        "ne",
        "north",
        "northeast",
        "northwest",
        "nw",
        "s",
        "se",
        "south",
        "southeast",
        "southwest",
        "sw",
        "w",
        "west",
    ];
    SIDES.contains(&&*word.key)
}

/// Whether a numbered street begins at `at`: "103rd Street", "4th Ave."
pub(super) fn ordinal_street(reading: &Reading<'_>, at: usize) -> bool {
    let text = reading.words[at].text;
    let ordinal = text.starts_with(|c: char| c.is_ascii_digit())
        && ["st", "nd", "rd", "th"].iter().any(|end| {
            { text.strip_suffix(end) }.is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
        });
    ordinal
        && reading
            .beside(at, Some(at + 1))
            .is_some_and(|street| street.capital && STREETS.contains(&&*street.key))
}

/// Words `from..end` that may be one name. What is asked of it is where it goes on to, if it goes on.
struct Run<'r, 'd> {
    reading: &'r Reading<'d>,
    from: usize,
    end: usize,
}

impl<'r, 'd> Run<'r, 'd> {
    fn joined(&self) -> Option<usize> {
        let word = self.word(self.end)?;
        if word.capital {
            return self.by_capital(word);
        }
        let (last, after) = (self.last(), self.end + 1);
        if is_number(word.text) && takes_number(last) {
            return Some(after);
        }
        // "East 21st Street"
        if is_side(last) && ordinal_street(self.reading, self.end) {
            return Some(after + 1);
        }
        match word.text {
            "-" | "‑" if word.glued => self.by_hyphen(),
            // A nickname: `Josip "Joe" Broz`.
            "\"" | "“" if last.entry.people > InPeople::No => {
                let closed = self
                    .word(after + 1)
                    .is_some_and(|w| matches!(w.text, "\"" | "”"));
                (self.capital(after) && closed && self.capital(after + 2)).then_some(after + 3)
            }
            "&" => self.capital(after).then_some(after + 1),
            // "J. Osei", "Md. Karim"; what opens a sentence is no part of the name.
            "." if word.glued && last.text.len() <= 2 => {
                let short =
                    last.text.len() == 1 || last.is(Role::Title) || last.is(Role::PlaceFirst);
                let goes_on = self.capital(after) && (short || !self.reading.words[after].opens);
                goes_on.then_some(after + 1)
            }
            _ if self.owns_what_follows() => Some(after + 1),
            "'" | "’" if word.glued => {
                let next = self.word(after)?;
                (next.glued && next.key.len() > 1 && !next.is(Role::Never)).then_some(after + 1)
            }
            particle if PARTICLES.contains(&particle) => self.by_particle(),
            "of" => self.by_of(),
            "for" | "on" | "to" | "against" | "in" => self.by_preposition(word.text),
            "and" => self.by_and(),
            "," if self.same() && last.model.is_some_and(|(_, l)| l == Label::Organisation) => {
                let named = self.capital(after) && same_model(self.reading, self.end, after);
                (named && self.any(|w| &*w.key == "of")).then_some(after + 1)
            }
            _ => None,
        }
    }

    /// The word at `at`, if it stands in the block of the run.
    fn word(&self, at: usize) -> Option<&'r Word<'d>> {
        self.reading.beside(self.from, Some(at))
    }

    fn last(&self) -> &'r Word<'d> {
        &self.reading.words[self.end - 1]
    }

    /// Whether a name may go on with the word at `at`.
    fn capital(&self, at: usize) -> bool {
        self.word(at)
            .is_some_and(|w| w.capital && (w.glued || !w.is(Role::Never)))
    }

    /// Whether the model has the last word and the next one in one name.
    fn same(&self) -> bool {
        same_model(self.reading, self.end - 1, self.end)
    }

    fn any(&self, is: impl Fn(&Word<'_>) -> bool) -> bool {
        self.reading.words[self.from..self.end].iter().any(is)
    }

    /// The place after the next word, and after "the" where it stands there.
    fn after_article(&self) -> usize {
        let next = self.end + 1;
        next + usize::from(self.word(next).is_some_and(|w| w.text == "the"))
    }

    /// On with `word`, which has a capital.
    fn by_capital(&self, word: &Word<'_>) -> Option<usize> {
        let (last, on) = (self.last(), self.end + 1);
        if word.glued && last.text != "-" && !last.text.ends_with('.') && last.text != "&" {
            return None;
        }
        if self.reading.in_headline(word) && self.ends_in_headline(word) {
            return None;
        }
        if word.is(Role::Never) {
            return self.same().then_some(on);
        }
        if self.reading.in_headline(word) {
            let same = self.same() && self.reading.is_spelled(word);
            return (same || known(word) && known(last)).then_some(on);
        }
        let people = last.is(Role::Group) && !last.proper && self.end - self.from == 1;
        (!people || self.same()).then_some(on)
    }

    /// Where each word has a capital, a name ends at a verb, a pronoun and at who is of it: "Ashton Man Held After Crash".
    fn ends_in_headline(&self, word: &Word<'_>) -> bool {
        let body = (self.end + 1..self.end + 3)
            .map_while(|at| self.word(at))
            .any(|next| next.is(Role::OrganisationHead));
        word.of_clause && !known(word) || word.is(Role::PeopleNoun) && !body
    }

    /// "Ka-shing", but not "US-led".
    fn by_hyphen(&self) -> Option<usize> {
        let (last, after) = (self.last(), self.end + 1);
        let next = self.word(after)?;
        if !next.glued {
            return None;
        }
        let place = |w: &Word<'_>| w.is(Role::Country) || w.is(Role::Region) || w.is(Role::Group);
        if next.capital {
            let apart = place(last) && (place(next) || self.end - self.from == 1);
            return (!apart).then_some(after + 1);
        }
        let name = next.key.len() >= 2
            && !VERBS.iter().any(|end| next.key.ends_with(end))
            && !place(last)
            && !next.common
            || next.model.is_some_and(|(_, label)| label == Label::Person)
                && self.same()
                && !VERBS.contains(&&*next.key);
        (name && last.capital).then_some(after + 1)
    }

    /// "Sotheby's Institute", "People's Court": the model tells them from "China's Foreign Ministry"; of an office or of
    /// people it needs not: "Sheriff's Office", "Workers' Party".
    fn owns_what_follows(&self) -> bool {
        let (last, after) = (self.last(), self.end + 1);
        self.reading.owns(self.from, self.end)
            && self.word(after).is_some_and(|next| {
                let in_model = self.same() && same_model(self.reading, self.end, after);
                let named = in_model && !known_place(last);
                let of_office =
                    last.is(Role::Title) || last.is(Role::Never) || last.is(Role::PeopleNoun);
                let owned = of_office && next.is(Role::OrganisationHead);
                // "Channel 2's Maria Holt" is two.
                let numbered = is_number(last.text);
                next.capital && !next.glued && !numbered && (named || owned)
            })
    }

    /// "Ludwig van Beethoven", "Oscar de la Renta".
    fn by_particle(&self) -> Option<usize> {
        let mut next = self.end + 1;
        for _ in 0..2 {
            let word = self.word(next)?;
            if word.capital {
                return Some(next + 1);
            }
            let second = ["la", "los", "las", "-", "der", "den", "el", "al"];
            if !second.contains(&word.text) {
                return None;
            }
            next += 1;
        }
        self.capital(next).then_some(next + 1)
    }

    /// "Ministry of Health", "Hall of the People".
    fn by_of(&self) -> Option<usize> {
        let (last, next) = (self.last(), self.after_article());
        let heads = [
            Role::OfHead,
            Role::OrganisationHead,
            Role::FacilityHead,
            Role::OtherHead,
        ];
        let head = heads.iter().any(|role| last.is(*role));
        let word = self.reading.words.get(next);
        let title = word.is_some_and(|w| w.is(Role::Title) && !w.is(Role::OrganisationHead));
        // "Zecary Banks of Elmira" is Zecary Banks, whatever the model has.
        let run = &self.reading.words[self.from..self.end];
        let bearer = run.len() > 1 && run[0].entry.people == InPeople::Given;
        let surname = last.entry.people > InPeople::No;
        let lives_there = bearer && !head && (surname || word.is_some_and(known_place));
        let same = same_model(self.reading, self.end - 1, next) && !lives_there;
        let capital = self.capital(next) || same && self.word(next).is_some_and(|w| w.capital);
        (capital && (head && !last.is(Role::Title) && !title || same)).then_some(next + 1)
    }

    /// "Centers for Disease Control", "Institute on Aging".
    fn by_preposition(&self, preposition: &str) -> Option<usize> {
        let (last, next) = (self.last(), self.after_article());
        let head = last.is(Role::OrganisationHead) && !last.is(Role::Title);
        let word = self.reading.words.get(next);
        let field =
            word.is_some_and(|w| abstract_noun(w) && !w.shouted && !w.is(Role::OrganisationFirst));
        let same = same_model(self.reading, self.end - 1, next);
        let open = match preposition {
            "for" | "on" => head && (field && self.end - self.from <= 3 || same),
            "against" => head && same,
            _ => false,
        };
        let goes_on = open || same && self.any(|w| w.text == "for");
        (self.capital(next) && goes_on).then_some(next + 1)
    }

    /// "the Brae and Sorre Line", "the Grain and Seed Administration": two words that are nothing by themselves, and what
    /// both are.
    fn opens_company(&self) -> bool {
        let words = &self.reading.words;
        let unknown = |at: usize| {
            self.word(at).is_some_and(|word| {
                word.capital
                    && !word.common
                    && word.entry.roles == Roles::default()
                    && word.entry.people < InPeople::Given
                    && !known_place(word)
            })
        };
        let after_article =
            |from: usize| from.checked_sub(1).is_some_and(|at| words[at].key == "the");
        let (last, next) = (self.end - 1, self.end + 1);
        let is_whole = self.end - self.from == 1 && after_article(self.from);
        let Some(head) = self.word(self.end + 2).filter(|head| head.capital) else {
            return false;
        };
        // "U.S. Grain and Seed Administration"
        let of_place = self.end - self.from == 2 && known_place(&words[self.from]);
        let of_fields = (is_whole || of_place) && self.is_field(last) && self.is_field(next);
        let is_body = head.is(Role::OrganisationHead);
        let is_company = &*head.key == "line" || is_body && !head.is(Role::Generic);
        of_fields && is_body || is_whole && unknown(last) && unknown(next) && is_company
    }

    /// Whether the word at `at` may be what an office is for, and is nobody's and no place's name: "Food", "Securities".
    fn is_field(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| {
            let named = [Role::Country, Role::Generic, Role::Group, Role::Region];
            word.capital
                && !word.shouted
                && abstract_noun(word)
                && word.entry.people == InPeople::No
                && word.entry.places == InPlaces::No
                && !named.into_iter().any(|role| word.is(role))
        })
    }

    /// "Ministry of Agriculture and Fisheries"; "the National Assembly and the National Council" are two.
    fn by_and(&self) -> Option<usize> {
        let (last, after) = (self.last(), self.end + 1);
        if !self.capital(after) {
            return None;
        }
        if self.opens_company() {
            return Some(after + 1);
        }
        if last.is(Role::OrganisationHead) && !self.any(|w| w.text == "of") {
            return None;
        }
        let words = &self.reading.words;
        // "Museum of Science and Industry"
        let office = self.any(|w| w.is(Role::OrganisationHead) || w.is(Role::FacilityHead));
        let office_follows =
            { words[self.end..].iter().take(4) }.any(|w| w.is(Role::OrganisationHead));
        let one_name = same_model(self.reading, self.end - 1, after) && (office || office_follows);
        let fields = office
            && self.any(|w| matches!(&*w.key, "of" | "for" | "on"))
            && abstract_noun(&words[after])
            && abstract_noun(last);
        (one_name || fields).then_some(after + 1)
    }
}
