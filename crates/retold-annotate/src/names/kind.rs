//! What a name stands for: a sum of weights for each kind, from the name's own words, from what stands around it and
//! from the language model.
//!
//! The weights are set by hand, in halves of about what doubles the odds; they were compared on newspapers of five
//! continents (`cargo xtask eval entities`).

use super::lexicon::{self, Entry, InPeople, InPlaces, Role, Roles};
use super::reading::{Label, Reading, Word, form};
use super::run;
use super::spans::Span;
use super::vehicle;
use crate::numbers::AGES;
use retold_model::NameGround;

/// The kinds that compete.
pub(super) const PERSON: usize = 0;
pub(super) const ORGANISATION: usize = 1;
pub(super) const PLACE: usize = 2;
pub(super) const GROUP: usize = 3;
pub(super) const FACILITY: usize = 4;
/// No name, or a name of something else.
pub(super) const OTHER: usize = 5;

/// What speaks for each kind.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scores {
    pub(super) kinds: [f32; 6],
    /// Grounds by their number, each with the kinds it spoke for.
    pub(super) grounds: [u8; 7],
    /// The kinds that the words around it tell nearly for sure.
    pub(super) told: u8,
    /// The words around it tell a vessel, which is none of the kinds.
    pub(super) vessel: bool,
    /// What people do as subjects follows it: "said".
    pub(super) says: bool,
}

impl Scores {
    fn add(&mut self, ground: NameGround, kind: usize, weight: f32) {
        self.kinds[kind] += weight;
        if weight > 0.5 {
            self.grounds[ground as usize] |= 1 << kind;
        }
        if weight > 1.9 && matches!(ground, NameGround::Context | NameGround::Title) {
            self.told |= 1 << kind;
        }
    }

    /// The kind that most speaks for.
    pub(super) fn best(&self) -> usize {
        (0..6).fold(OTHER, |best, kind| {
            if self.kinds[kind] > self.kinds[best] {
                kind
            } else {
                best
            }
        })
    }
}

/// What speaks for each kind of a candidate.
pub(super) fn scores(reading: &Reading<'_>, span: &Span) -> Scores {
    let mut scores = Scores::default();
    let words = &reading.words[span.words.clone()];
    model(words, &mut scores, reading, span);
    own_words(reading, span, words, &mut scores);
    around(reading, span, &mut scores);
    scores.vessel = vehicle::is_vessel(reading, span);
    if vehicle::is_car(reading, span) {
        scores.add(NameGround::Context, OTHER, 7.0);
    }
    scores
}

fn model(words: &[Word<'_>], scores: &mut Scores, reading: &Reading<'_>, span: &Span) {
    let ground = NameGround::Model;
    let Some((number, label)) = words.iter().find_map(|word| word.model) else {
        scores.add(ground, OTHER, if words[0].proper { 0.8 } else { 1.0 });
        return;
    };
    let whole = words
        .iter()
        .all(|word| word.model.is_some_and(|(n, _)| n == number));
    let outside = |at: Option<usize>| {
        at.and_then(|at| reading.words.get(at))
            .is_some_and(|w| w.model.is_some_and(|(n, _)| n == number) && w.capital)
    };
    let exact =
        whole && !outside(span.words.start.checked_sub(1)) && !outside(Some(span.words.end));
    let share = if exact { 0.6 } else { 0.3 };
    match label {
        Label::Person => {
            let unknown = words.iter().all(|w| w.entry.people == InPeople::No);
            let last = &words[words.len() - 1];
            let headed = words.len() > 1
                && (last.is(Role::OrganisationHead)
                    || last.is(Role::FacilityHead)
                    || last.is(Role::PlaceHead));
            scores.add(
                ground,
                PERSON,
                if unknown || headed { 1.2 } else { 2.0 } * share,
            );
            scores.add(ground, OTHER, 0.3);
        }
        Label::Organisation => {
            let bare = words.len() == 1 && !words[0].shouted;
            scores.add(ground, ORGANISATION, if bare { 1.2 } else { 1.6 } * share);
            scores.add(ground, OTHER, 0.5);
        }
        Label::Place => {
            let unknown = words.iter().all(|w| w.entry.places == InPlaces::No);
            scores.add(ground, PLACE, if unknown { 1.4 } else { 2.0 } * share);
        }
        // "a Hammond man": of a town, not of a people.
        Label::Group if is_town(reading, span) => scores.add(ground, PLACE, 1.4 * share),
        Label::Group => scores.add(ground, GROUP, 2.0 * share),
        Label::Facility => {
            scores.add(ground, FACILITY, 1.6 * share);
            scores.add(ground, PLACE, 0.4);
        }
        Label::Other => scores.add(ground, OTHER, 2.0),
        Label::Value => scores.add(ground, OTHER, 1.5),
    }
}

/// Whether the lists have the name as a town's, and as no people's.
fn is_town(reading: &Reading<'_>, span: &Span) -> bool {
    let known = lexicon::look_up(&reading.form(span.words.start, span.words.end));
    known.places > InPlaces::No && !known.roles.has(Role::Group)
}

/// What the words of a name say, wherever they stand.
fn own_words(reading: &Reading<'_>, span: &Span, words: &[Word<'_>], scores: &mut Scores) {
    let form = reading.form(span.words.start, span.words.end);
    let own = OwnWords {
        reading,
        words,
        known: lexicon::look_up(&form),
        form,
        single: words.len() == 1,
        shouted: words.iter().all(|w| w.shouted || w.key.is_empty()),
    };
    own.by_lists(scores);
    own.by_head_word(scores);
    own.by_writing(scores);
    own.by_parts_of_names(scores);
}

struct OwnWords<'r, 'd> {
    reading: &'r Reading<'d>,
    words: &'r [Word<'d>],
    /// What the lists have under the whole name.
    known: Entry,
    form: String,
    single: bool,
    /// All in capitals.
    shouted: bool,
}

impl<'d> OwnWords<'_, 'd> {
    fn first(&self) -> &Word<'d> {
        &self.words[0]
    }

    fn last(&self) -> &Word<'d> {
        &self.words[self.words.len() - 1]
    }

    /// The place of the last word, or of the one before "of".
    fn head_at(&self) -> usize {
        let last = self.words.len() - 1;
        // "State Route 52"
        let numbered = last > 0
            && self.words[last - 1].is(Role::FacilityHead)
            && run::takes_number(&self.words[last - 1])
            && run::is_number(self.words[last].text);
        { self.words.iter() }
            .position(|w| matches!(w.text, "of" | "for" | "on" | "in"))
            .filter(|at| *at > 0)
            .map_or(last - usize::from(numbered), |at| at - 1)
    }

    /// The whole name in the lists of countries, outlets, peoples, towns.
    fn by_lists(&self, scores: &mut Scores) {
        let (words, known, form) = (self.words, &self.known, &self.form);
        let (first, single, shouted) = (self.first(), self.single, self.shouted);
        let listed = NameGround::List;
        let capitals_only = first.shouted || !words.iter().any(|w| w.shouted);
        // Short names such as "WHO" and "AP" are written in capitals, or have a number as "G7".
        let sure = form.len() > 4
            || words.iter().any(|w| w.shouted)
            || form.contains(|c: char| c == '.' || c.is_ascii_digit());
        if capitals_only && sure || form.len() > 4 {
            for (role, kind, weight) in [
                (Role::Country, PLACE, 5.0),
                (Role::Region, PLACE, 4.0),
                (Role::Outlet, ORGANISATION, 3.0),
                (Role::Organisation, ORGANISATION, 4.0),
            ] {
                if known.roles.has(role) {
                    scores.add(listed, kind, weight);
                }
            }
        } else if known.roles.has(Role::Country) || known.roles.has(Role::Region) {
            scores.add(listed, PLACE, 4.0);
        }
        if known.roles.has(Role::Group) {
            // "Han" and "Georgian" are names of people, too.
            let person = single
                && first.entry.people == InPeople::Given
                && !matches!(first.model, Some((_, Label::Group)));
            scores.add(listed, GROUP, if person { 2.5 } else { 4.5 });
        }
        if !shouted || !single || form.len() > 4 {
            let extra = if single { 0.0 } else { 1.0 };
            match known.places {
                InPlaces::No => {}
                InPlaces::Town => scores.add(listed, PLACE, 0.8 + extra),
                InPlaces::City => scores.add(listed, PLACE, 1.6 + extra),
                InPlaces::Metropolis => scores.add(listed, PLACE, 2.4 + extra),
            }
        }
    }

    /// "Ministry of …", "… Bank", "… and …".
    fn by_head_word(&self, scores: &mut Scores) {
        let (words, single) = (self.words, self.single);
        let (first, head_at) = (self.first(), self.head_at());
        let head = &words[head_at];
        let ground = NameGround::HeadWord;
        let alone = if single { 0.2 } else { 1.0 };
        if head.is(Role::OrganisationHead) {
            scores.add(ground, ORGANISATION, 3.0 * alone);
        }
        if head.is(Role::OtherHead) || self.known.roles.has(Role::OtherHead) {
            scores.add(ground, OTHER, 3.0);
        }
        if head.is(Role::FacilityHead) {
            scores.add(ground, FACILITY, 2.5 * alone);
        }
        if head.is(Role::PlaceHead) {
            scores.add(ground, PLACE, 2.5 * alone);
        }
        // "Elm St.": before a name it is a saint, behind one a street.
        if self.last().key == "st." {
            let kind = if single { OTHER } else { FACILITY };
            scores.add(ground, kind, 3.5);
            scores.add(ground, PERSON, -2.0);
        }
        if !single && self.last().is(Role::PaperHead) && self.begins_with_place() {
            scores.add(ground, ORGANISATION, 3.0);
            scores.add(ground, PERSON, -1.5);
        }
        // "Santander UK" is nobody.
        if !single && self.last().is(Role::Country) && first.entry.people == InPeople::No {
            scores.add(ground, PERSON, -1.5);
        }
        if !single && first.is(Role::PlaceFirst) {
            scores.add(ground, PLACE, 1.5);
        }
        // "Aoraki Mount Cook" is nobody.
        let mount = |word: &Word<'_>| matches!(word.key.as_ref(), "mount" | "mt" | "mt.");
        let body = head.is(Role::OrganisationHead) || head.is(Role::FacilityHead);
        if words.iter().skip(1).any(mount) || !single && !body && mount(first) {
            scores.add(ground, PLACE, 1.0);
            scores.add(ground, PERSON, -2.0);
        }
        if head_at + 1 < words.len() && !head.is(Role::PlaceHead) {
            scores.add(ground, ORGANISATION, 0.7);
        }
        if words.iter().any(|w| w.text == "&" || w.text == "and") {
            scores.add(ground, ORGANISATION, 1.5);
            scores.add(ground, PERSON, -2.0);
        }
        if words
            .iter()
            .any(|w| matches!(w.text, "of" | "for" | "the" | "on"))
            || words.iter().skip(1).any(is_no_part_of_a_person)
        {
            scores.add(ground, PERSON, -3.0);
        }
        if !single
            && words[..words.len() - 1]
                .iter()
                .any(|w| w.is(Role::OrganisationHead))
            && !head.is(Role::OrganisationHead)
        {
            scores.add(ground, ORGANISATION, 0.8);
        }
    }

    /// Whether it is the word of a quality or a deed, that no list has as a name: "Inequality", "Prevention".
    fn is_quality(&self) -> bool {
        let word = self.first();
        let known = self.known.roles != Roles::default()
            || self.known.places > InPlaces::No
            || word.entry.people > InPeople::No
            || matches!(word.model, Some((_, Label::Group)));
        let ends = ["ity", "tion", "tions", "ness", "ism"];
        word.text.len() > 6
            && !word.shouted
            && !known
            && ends.iter().any(|end| word.key.ends_with(end))
    }

    /// Whether the lists have what stands before the last word as a country, a region or a city.
    fn begins_with_place(&self) -> bool {
        let before = lexicon::look_up(&form(&self.words[..self.words.len() - 1]));
        let roles = before.roles;
        roles.has(Role::Country) || roles.has(Role::Region) || before.places > InPlaces::Town
    }

    /// Words that are written as a title is, in capitals, or elsewhere in the text as common words.
    fn by_writing(&self, scores: &mut Scores) {
        let (reading, known) = (self.reading, &self.known);
        let (first, single) = (self.first(), self.single);
        let ground = NameGround::HeadWord;
        if single
            && (first.is(Role::Title) || first.is(Role::TitleInner) || first.is(Role::Generic))
            && !known.roles.has(Role::Organisation)
            && !known.roles.has(Role::Country)
        {
            scores.add(
                ground,
                OTHER,
                if first.entry.people > InPeople::Some {
                    2.5
                } else {
                    4.5
                },
            );
        }
        if single && first.shouted && (2..=7).contains(&first.text.len()) {
            scores.add(ground, ORGANISATION, 1.3);
            scores.add(ground, PERSON, -1.5);
            scores.add(ground, PLACE, -0.8);
        } else if single
            && first.text.chars().skip(1).any(char::is_uppercase)
            && !first.shouted
            && !first.text.starts_with("Mc")
        {
            scores.add(ground, ORGANISATION, 1.0);
        }
        if single && is_abbreviation(first) {
            scores.add(ground, OTHER, 4.0);
        }
        if single && self.is_quality() {
            scores.add(ground, OTHER, 2.0);
        }
        if single && matches!(&*first.key, "jr" | "jr." | "sr" | "sr.") {
            scores.add(ground, OTHER, 5.0);
        }
        if !single && first.is(Role::OrganisationFirst) {
            scores.add(ground, ORGANISATION, 2.0);
        }
        if single && reading.lower.contains(&first.key) && !known.roles.has(Role::Organisation) {
            scores.add(ground, OTHER, 1.0);
        }
        // "Detectives said", where a sentence begins so: an office in the plural.
        let singular = first.key.strip_suffix('s').map(lexicon::look_up);
        if single
            && first.opens
            && !reading.named.contains(&first.key)
            && singular.is_some_and(|one| one.roles.has(Role::Title))
            && !known.roles.has(Role::Organisation)
        {
            scores.add(ground, OTHER, 3.0);
        }
        if single && reading.is_ordinary(first) {
            scores.add(ground, OTHER, 3.0);
        }
        if single && !first.proper && first.model.is_none() && !reading.named.contains(&first.key) {
            scores.add(ground, OTHER, 1.5);
        }
    }

    /// Given names, family names, particles, initials.
    fn by_parts_of_names(&self, scores: &mut Scores) {
        let (words, single, shouted) = (self.words, self.single, self.shouted);
        let (first, last) = (self.first(), self.last());
        let (listed, ground) = (NameGround::List, NameGround::HeadWord);
        let head = &words[self.head_at()];
        let headed = !single
            && (head.is(Role::OrganisationHead)
                || head.is(Role::FacilityHead)
                || head.is(Role::PlaceHead)
                || head.is(Role::OtherHead));
        let people = words
            .iter()
            .filter(|w| w.entry.people != InPeople::No)
            .count();
        let capitals = words.iter().filter(|w| w.capital).count();
        if people > 0 && !shouted {
            let mut weight = match first.entry.people {
                InPeople::Given => 1.4,
                InPeople::Family => 1.2,
                InPeople::Some => 0.6,
                InPeople::No => 0.0,
            };
            if !single {
                weight += match last.entry.people {
                    InPeople::Given | InPeople::Family => 1.2,
                    InPeople::Some => 0.8,
                    InPeople::No => 0.0,
                };
                if people == capitals {
                    weight += 0.5;
                }
            }
            if headed {
                weight *= 0.3;
            }
            scores.add(listed, PERSON, weight);
        }
        if (2..=4).contains(&capitals)
            && !words.iter().any(|w| {
                w.is(Role::OrganisationHead) || w.is(Role::PlaceHead) || w.is(Role::FacilityHead)
            })
        {
            scores.add(ground, PERSON, 0.3);
        }
        if words.iter().any(|w| {
            matches!(
                w.text,
                "bin" | "ibn" | "bint" | "van" | "von" | "al" | "Al" | "ul" | "Abu" | "Abdul"
            )
        }) && !single
        {
            scores.add(ground, PERSON, 0.8);
        }
        // "N. Korea"
        let side = words.len() == 2
            && matches!(first.text, "N." | "S." | "E." | "W.")
            && (last.is(Role::Country) || last.is(Role::Region));
        if side {
            scores.add(listed, PLACE, 3.0);
        } else if capitals >= 2
            && words
                .iter()
                .any(|w| w.text.len() == 2 && w.text.ends_with('.') && w.capital)
        {
            scores.add(ground, PERSON, 1.2);
        }
    }
}

/// "To", "Up", "Supporters": with a capital in a headline, and never in a person's name.
fn is_no_part_of_a_person(word: &Word<'_>) -> bool {
    word.capital
        && word.entry.people == InPeople::No
        && !word.shouted
        && (word.is(Role::Never) || word.is(Role::PeopleNoun))
}

/// What stands around a name says of it.
fn around(reading: &Reading<'_>, span: &Span, scores: &mut Scores) {
    let (start, end) = (span.words.start, span.words.end);
    let around = Around {
        reading,
        span,
        before: reading.beside(start, start.checked_sub(1)),
        before_two: reading.beside(start, start.checked_sub(2)),
        after: reading.beside(end - 1, Some(end)),
        after_two: reading.beside(end - 1, Some(end + 1)),
    };
    around.by_both_sides(scores);
    around.by_word_before(scores);
    around.by_word_after(scores);
}

struct Around<'r, 'd> {
    reading: &'r Reading<'d>,
    span: &'r Span,
    before: Option<&'r Word<'d>>,
    before_two: Option<&'r Word<'d>>,
    after: Option<&'r Word<'d>>,
    after_two: Option<&'r Word<'d>>,
}

impl Around<'_, '_> {
    /// Titles, brackets, marks of quotation, money, platforms.
    fn by_both_sides(&self, scores: &mut Scores) {
        let Self {
            reading,
            span,
            before,
            before_two,
            after,
            after_two,
        } = *self;
        let at_end = span.words.end - 1;
        let ground = NameGround::Context;
        let last = &reading.words[at_end];
        let body = last.is(Role::OrganisationHead) || last.is(Role::FacilityHead);
        if !span.title.is_empty() && (!body || last.entry.people > InPeople::Some) {
            let strong = reading.words[span.title.clone()]
                .iter()
                .any(|w| w.capital && w.is(Role::Title));
            scores.add(NameGround::Title, PERSON, if strong { 3.5 } else { 2.0 });
        }
        // "Ashton, VA": the postal code of a state.
        if span.words.len() == 1
            && before.is_some_and(|w| w.text == ",")
            && before_two.is_some_and(|w| w.capital || w.text == ".")
            && is_postal(last.text)
        {
            scores.add(ground, PLACE, 5.0);
        }
        // An acronym in brackets after common words stands for what has no name.
        if before.is_some_and(|w| w.text == "(")
            && before_two.is_some_and(|w| !w.capital && !w.key.is_empty())
            && after.is_some_and(|w| w.text == ")")
            && last.shouted
        {
            scores.add(NameGround::Acronym, OTHER, 2.0);
        }
        let quoted = before.is_some_and(|w| matches!(w.text, "\"" | "“" | "‘"))
            && after.is_some_and(|w| matches!(w.text, "\"" | "”" | "’" | ","))
            && (after.is_some_and(|w| w.text != ",")
                || after_two.is_some_and(|w| matches!(w.text, "\"" | "”" | "’")));
        if quoted && span.words.len() > 1 {
            scores.add(ground, OTHER, 1.5);
        }
        if before.is_some_and(|w| w.text == "(")
            && after.is_some_and(|w| w.text == ")")
            && before_two.is_some_and(|w| {
                w.capital
                    && (w.entry.people > InPeople::No
                        || matches!(w.model, Some((_, Label::Person))))
            })
        {
            scores.add(ground, ORGANISATION, 1.0);
        }
        let money = |w: Option<&Word<'_>>| {
            w.is_some_and(|w| matches!(&*w.key, "dollar" | "dollars" | "cents") || w.text == "$")
        };
        if last.is(Role::Country)
            && (money(after) || after.is_some_and(|w| w.text == "-") && money(after_two))
        {
            scores.add(ground, OTHER, 7.0);
        }
        if before.is_some_and(|w| w.key == "on")
            && last.is(Role::Outlet)
            && [
                "twitter",
                "facebook",
                "instagram",
                "youtube",
                "tiktok",
                "whatsapp",
                "telegram",
                "weibo",
                "netflix",
            ]
            .contains(&&*last.key)
        {
            scores.add(ground, OTHER, 3.0);
        }
    }

    fn by_word_before(&self, scores: &mut Scores) {
        let ground = NameGround::Context;
        let Some(before) = self.before else { return };
        match &*before.key {
            "in" | "near" | "around" | "outside" | "across" | "throughout" | "northern"
            | "southern" | "eastern" | "western" | "central" | "toward" | "towards"
            | "southwestern" | "northeastern" | "northwestern" | "southeastern" => {
                // "In Lake County Circuit Court" is no place.
                let last = &self.reading.words[self.span.words.end - 1];
                let body = self.span.words.len() > 1
                    && last.is(Role::OrganisationHead)
                    && !last.is(Role::PlaceHead);
                scores.add(ground, PLACE, if body { 0.6 } else { 2.8 });
            }
            "from" | "into" | "through" => scores.add(ground, PLACE, 0.6),
            "at" => {
                scores.add(ground, ORGANISATION, 0.4);
                scores.add(ground, PLACE, 0.3);
            }
            "of" => scores.add(ground, PLACE, if self.tells_home() { 2.4 } else { 0.2 }),
            "by" | "with" | "told" => scores.add(ground, PERSON, 0.2),
            "the" => {
                scores.add(ground, PERSON, -1.8);
                scores.add(ground, ORGANISATION, 0.6);
                scores.add(ground, PLACE, -0.3);
            }
            _ => {}
        }
        let named = if before.text == "of" {
            self.before_two
        } else {
            Some(before)
        };
        if let Some(noun) = named.filter(|noun| !noun.capital) {
            if noun.is(Role::PlaceNoun) {
                scores.add(ground, PLACE, if before.text == "of" { 2.0 } else { 0.8 });
            }
            if noun.is(Role::OrganisationNoun) && before.text != "of" {
                scores.add(ground, ORGANISATION, 1.8);
            }
        }
    }

    /// Whether it tells where somebody lives: "Ana Moor, 30, of Ashford".
    fn tells_home(&self) -> bool {
        let Self { reading, span, .. } = *self;
        let words = &reading.words;
        let body = words[span.words.end - 1].is(Role::OrganisationHead);
        let back = |by: usize| Some(words[span.words.start.checked_sub(by)?].text);
        let aged = { back(3) }
            .and_then(|age| age.parse().ok())
            .is_some_and(|age: i64| AGES.contains(&age));
        !body && aged && back(2) == Some(",") && back(4) == Some(",")
    }

    fn by_word_after(&self, scores: &mut Scores) {
        let ground = NameGround::Context;
        let (end, after_two) = (self.span.words.end, self.after_two);
        let Some(after) = self.after else { return };
        if after.is(Role::Saying) && !after.capital {
            scores.says = true;
            scores.add(ground, PERSON, 1.0);
            scores.add(ground, ORGANISATION, 0.3);
        }
        if after.text == "-" && after.glued {
            match after_two.map(|w| &*w.key) {
                Some("based") => scores.add(ground, PLACE, 2.5),
                Some("led" | "backed" | "affiliated" | "linked" | "listed" | "funded") => {
                    scores.add(ground, PERSON, -0.5);
                }
                _ => {}
            }
        }
        if !after.capital && after.is(Role::PlaceNoun) {
            scores.add(ground, PLACE, 1.2);
        }
        if !after.capital && after.is(Role::OrganisationNoun) {
            scores.add(ground, ORGANISATION, 0.8);
        }
        if !after.capital && after.is(Role::PeopleNoun) && !is_town(self.reading, self.span) {
            scores.add(ground, GROUP, 1.2);
        }
        if after.text == "," {
            let next = after_two;
            if let Some(next) = next {
                if next.text.bytes().all(|b| b.is_ascii_digit())
                    && (1..=2).contains(&next.text.len())
                {
                    scores.add(ground, PERSON, 2.0);
                }
                if next.is(Role::Country) || next.is(Role::Region) {
                    scores.add(ground, PLACE, 1.2);
                }
                if next.key == "who" || next.key == "whose" {
                    scores.add(ground, PERSON, 1.5);
                }
                if matches!(&*next.key, "where") {
                    scores.add(ground, PLACE, 1.5);
                }
                apposition(self.reading, end - 1, scores);
            }
        }
        if self.has_officer() {
            scores.add(ground, PERSON, -1.5);
        }
        // "Xyloran®" is a product.
        if after.glued && after.text.starts_with(['®', '™']) {
            scores.add(ground, OTHER, 4.0);
        }
        if self.names_street() {
            scores.add(ground, FACILITY, 3.0);
            scores.add(ground, PERSON, -1.5);
        }
        if matches!(&*after.key, "who") {
            scores.add(ground, PERSON, 1.2);
        }
        if owns_state(self.reading, end) {
            scores.add(ground, PLACE, 2.0);
            scores.add(ground, PERSON, -1.0);
        }
        if self.has_version() {
            scores.add(ground, OTHER, 3.0);
        }
    }

    /// "Ashton Police Lt. Tom Reave", "Ashton Coroner Tom Reave": an office of it, and who holds it.
    fn has_officer(&self) -> bool {
        let last = self.span.words.end - 1;
        let beside = |at: usize| {
            self.reading
                .beside(last, Some(at))
                .filter(|word| !word.glued)
        };
        let office = (last + 1..last + 4)
            .map_while(beside)
            .take_while(|word| word.capital && (word.is(Role::Title) || word.is(Role::TitleInner)))
            .count();
        let end = last + 1 + office;
        let titled = office > 0 && self.reading.words[end - 1].is(Role::Title);
        let stop = usize::from(
            self.reading
                .words
                .get(end)
                .is_some_and(|word| word.text == "."),
        );
        titled && beside(end + stop).is_some_and(|word| word.capital)
    }

    /// "between Gale and Ostley roads".
    fn names_street(&self) -> bool {
        const KINDS: &[&str] = &["avenue", "avenues", "road", "roads", "street", "streets"];
        let last = self.span.words.end - 1;
        let is_kind = |at: usize| {
            { self.reading.beside(last, Some(at)) }
                .is_some_and(|word| !word.capital && KINDS.contains(&&*word.key))
        };
        let one_of_two = self.after.is_some_and(|word| word.text == "and")
            && self.after_two.is_some_and(|word| word.capital)
            && is_kind(last + 3);
        self.span.words.len() == 1 && (is_kind(last + 1) || one_of_two)
    }

    /// "in Orris 3", "for Orris 3.5": a program, of which that is the version; no list knows it as anything else.
    fn has_version(&self) -> bool {
        const BEFORE: &[&str] = &[
            "for", "from", "in", "of", "on", "to", "under", "using", "with",
        ];
        let name = &self.reading.words[self.span.words.start];
        let is_version = self.after.is_some_and(|after| {
            let mut digits = after.text.split('.').map(str::as_bytes);
            digits.all(|part| part.len() == 1 && part[0].is_ascii_digit()) && !after.glued
        });
        let scored = self
            .after_two
            .is_some_and(|w| w.glued && w.text != "." && w.text != ",");
        let roles = name.entry.roles == Roles::default();
        self.span.words.len() == 1
            && self
                .before
                .is_some_and(|w| BEFORE.contains(&w.text.to_ascii_lowercase().as_str()))
            && is_version
            && !scored
            && roles
            && name.entry.people == InPeople::No
            && name.entry.places == InPlaces::No
    }
}

/// Whether it is short for what is no body, in the plural, too: "GDP", "PDFs".
fn is_abbreviation(word: &Word<'_>) -> bool {
    let singular = || {
        let letters = word.text.strip_suffix('s')?;
        let capitals = letters.bytes().all(|b| b.is_ascii_uppercase());
        capitals.then(|| lexicon::look_up_word(word.key.strip_suffix('s').unwrap_or_default()))
    };
    word.shouted && word.is(Role::Abbreviation)
        || singular().is_some_and(|one| one.roles.has(Role::Abbreviation))
}

/// Whether it is the short form of a state of North America: "VA", "N.C."
fn is_postal(text: &str) -> bool {
    let letters = text.bytes().filter(u8::is_ascii_uppercase).count();
    let written = text.bytes().all(|b| b.is_ascii_uppercase() || b == b'.');
    written && letters == 2 && POSTAL.contains(&&*text.replace('.', ""))
}

/// Postal codes of the states and provinces of the United States and Canada.
const POSTAL: &[&str] = &[
    "AB", "AK", "AL", "AR", "AZ", "BC", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA", "ID",
    "IL", "IN", "KS", "KY", "LA", "MA", "MB", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NB", "NC",
    "ND", "NE", "NH", "NJ", "NL", "NM", "NS", "NT", "NU", "NV", "NY", "OH", "OK", "ON", "OR", "PA",
    "PE", "QC", "RI", "SC", "SD", "SK", "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY", "YT",
];

/// Whether a possessive at `at` and what is owned tell a country or a part of one: "…'s transport minister".
fn owns_state(reading: &Reading<'_>, at: usize) -> bool {
    /// What stands between: "former foreign trade".
    const FIELD: usize = 3;
    reading.owns(at, at)
        && (at + 1..=at + 1 + FIELD)
            .map_while(|owned| reading.beside(at, Some(owned)))
            .take_while(|word| !word.key.is_empty())
            .any(|word| {
                matches!(
                    &*word.key,
                    "minister"
                        | "ministry"
                        | "parliament"
                        | "capital"
                        | "coast"
                        | "coastline"
                        | "embassy"
                        | "ambassador"
                        | "population"
                        | "currency"
                        | "constitution"
                )
            })
}

/// The first noun after the comma: "X, a former minister", "X, the capital of".
fn apposition(reading: &Reading<'_>, at: usize, scores: &mut Scores) {
    let ground = NameGround::Context;
    let Some(article) = reading.beside(at, Some(at + 2)) else {
        return;
    };
    if !matches!(&*article.key, "a" | "an" | "the" | "his" | "her") && !article.is(Role::Title) {
        return;
    }
    for step in 2..9 {
        let Some(word) = reading.beside(at, Some(at + step)) else {
            return;
        };
        if word.capital && step > 2 && !word.is(Role::Group) {
            continue;
        }
        if word.is(Role::Title) {
            scores.add(ground, PERSON, 1.5);
            return;
        }
        if word.common {
            if word.is(Role::PlaceNoun) {
                scores.add(ground, PLACE, 1.5);
                return;
            }
            if word.is(Role::OrganisationNoun) {
                scores.add(ground, ORGANISATION, 1.5);
                return;
            }
        }
        if word.text == "," || word.text == "of" {
            return;
        }
    }
}
