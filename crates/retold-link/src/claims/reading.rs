//! A report as the comparing sees it: its sentences, and who is meant where.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use jiff::civil::Date;
use retold_model::{
    Argument, ArticleId, EntityId, Frame, NameKind, PlaceReading, Quantity, Reference, Report,
    Statement, TimeExpression, Voucher,
};
use retold_text::TextRange;
use retold_text::sentence::sentences;
use retold_text::word::words;
use rustc_hash::FxHashSet;

use super::letters::latin_share;
use super::words::noun_class;
use crate::entities::fold_name;

/// A report with what is looked up in it again and again.
pub(super) struct Reading<'a> {
    pub(super) report: Report<'a>,
    /// The day of publication by the outlet's clock.
    pub(super) published: Option<Date>,
    /// Percent of its places which are of countries with Latin letters.
    pub(super) latin_share: Option<usize>,
    sentences: Vec<TextRange>,
    /// The words of its text.
    all_words: Vec<TextRange>,
    /// The same, folded as those of names: of most reports they are not asked for.
    folded_words: OnceCell<FxHashSet<String>>,
    /// The chain of each member, by where it begins.
    chains: BTreeMap<u32, (TextRange, u32)>,
    /// The parts of its quotes, by where they begin.
    quoted: Vec<Quoted>,
    /// The first frame that has a quantity, by their numbers.
    frame_of_quantity: BTreeMap<u32, u32>,
}

/// A part of a quote.
struct Quoted {
    part: TextRange,
    quote: u32,
    /// Where it and all before it have ended.
    all_end: u32,
}

/// Bytes of a sentence from which on it is none: a table or a list that nothing parts. What stands in it is not compared, for each of
/// its values would be read beside all of the others.
const LONGEST_SENTENCE: u32 = 16 << 10;

/// Somebody or something that takes part.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Thing {
    /// Of the register.
    Entity(EntityId),
    /// What a noun names, by its class.
    Noun(String),
}

impl<'a> Reading<'a> {
    pub(super) fn new(report: Report<'a>) -> Self {
        let mut chains = BTreeMap::new();
        for (number, chain) in (0..).zip(&report.annotations.chains) {
            for member in &chain.members {
                chains.insert(member.range.start(), (member.range, number));
            }
        }
        Self {
            report,
            published: report.published.map(retold_model::Stamp::date),
            latin_share: latin_share(&report.annotations.places),
            sentences: whole_sentences(report),
            all_words: words(report.text).collect(),
            folded_words: OnceCell::new(),
            chains,
            quoted: quoted(report),
            frame_of_quantity: frame_of_quantity(report),
        }
    }

    pub(super) fn id(&self) -> ArticleId {
        self.report.id
    }

    pub(super) fn words(&self, range: TextRange) -> &'a str {
        range.slice(self.report.text).unwrap_or("")
    }

    /// The words of its text.
    pub(super) fn all_words(&self) -> &[TextRange] {
        &self.all_words
    }

    /// Whether a word, folded as those of names, stands anywhere in it.
    pub(super) fn has_word(&self, folded: &str) -> bool {
        let words = self.folded_words.get_or_init(|| {
            { self.all_words.iter() }
                .map(|&word| fold_name(NameKind::Facility, self.words(word)))
                .collect()
        });
        words.contains(folded)
    }

    /// The sentence that holds a range whole; none of those that are too long to be one.
    pub(super) fn sentence(&self, range: TextRange) -> Option<TextRange> {
        let after = self
            .sentences
            .partition_point(|sentence| sentence.start() <= range.start());
        let sentence = *self.sentences.get(after.checked_sub(1)?)?;
        (sentence.contains_range(range) && sentence.len() <= LONGEST_SENTENCE).then_some(sentence)
    }

    /// The statement that `words` make.
    pub(super) fn statement(&self, words: TextRange, voucher: Voucher) -> Option<Statement> {
        let sentence = self.sentence(words)?;
        // Ranges of other texts may cut a letter.
        words
            .slice(self.report.text)
            .filter(|words| !words.is_empty())?;
        Some(Statement {
            article: self.id(),
            sentence,
            words,
            voucher,
        })
    }

    /// The same, where nothing but the quotes of the report tells who stands for it.
    pub(super) fn stated(&self, words: TextRange) -> Option<Statement> {
        self.statement(words, self.voucher(words))
    }

    /// Who stands for what is said at a place: the innermost quote around it, else the outlet.
    pub(super) fn voucher(&self, range: TextRange) -> Voucher {
        let behind = self
            .quoted
            .partition_point(|it| it.part.start() <= range.start());
        let innermost = { self.quoted[..behind].iter().rev() }
            .take_while(|it| it.all_end >= range.end())
            .filter(|it| it.part.contains_range(range))
            .min_by_key(|it| (it.part.len(), it.quote));
        innermost.map_or(Voucher::Outlet, |it| Voucher::Quote(it.quote))
    }

    /// The text between two places, where it stands within a sentence.
    pub(super) fn between(&self, start: u32, end: u32) -> Option<&'a str> {
        (start <= end).then(|| TextRange::new(start, end).slice(self.report.text))?
    }

    /// The word of a sentence before a range in it; empty where it begins the sentence.
    pub(super) fn word_before(&self, sentence: TextRange, range: TextRange) -> &'a str {
        let before = self.between(sentence.start(), range.start());
        { before.and_then(|before| before.split_whitespace().next_back()) }.unwrap_or("")
    }

    /// The chain that stands at the head of a noun phrase, with how it is referred to there.
    pub(super) fn chain_at(&self, range: TextRange) -> Option<u32> {
        let (_, &(member, chain)) = self.chains.range(..range.end()).next_back()?;
        (member.intersect(range).is_some()).then_some(chain)
    }

    /// The entity of a chain.
    pub(super) fn entity(&self, chain: u32) -> Option<EntityId> {
        self.report.entities.get(&chain).copied()
    }

    pub(super) fn kind(&self, chain: u32) -> Option<NameKind> {
        Some(self.report.annotations.chains.get(chain as usize)?.kind)
    }

    /// Who or what the heads of an argument are; pronouns that nothing explains are nobody.
    pub(super) fn things(&self, argument: &Argument) -> Vec<Thing> {
        { argument.heads.iter() }
            .filter_map(|&head| self.thing(head))
            .collect()
    }

    pub(super) fn thing(&self, head: TextRange) -> Option<Thing> {
        if let Some(entity) = self.chain_at(head).and_then(|chain| self.entity(chain)) {
            return Some(Thing::Entity(entity));
        }
        let word = self.words(head);
        let noun = !is_pronoun(word) && word.chars().all(char::is_alphabetic);
        noun.then(|| Thing::Noun(noun_class(word)))
    }

    /// Names of persons in full, with their chains.
    pub(super) fn full_persons(&self) -> impl Iterator<Item = (u32, TextRange, &'a str)> {
        (0..)
            .zip(&self.report.annotations.chains)
            .filter_map(|(number, chain)| {
                let name = self.words(chain.name);
                let named = chain
                    .members
                    .iter()
                    .any(|member| member.reference == Reference::Name);
                (chain.kind == NameKind::Person && named && name.contains(' '))
                    .then_some((number, chain.name, name))
            })
    }

    pub(super) fn times_in(&self, range: TextRange) -> impl Iterator<Item = &'a TimeExpression> {
        let times = &self.report.annotations.times;
        let first = times.partition_point(|time| time.range.start() < range.start());
        times[first..]
            .iter()
            .take_while(move |time| time.range.start() < range.end())
    }

    pub(super) fn places_in(&self, range: TextRange) -> impl Iterator<Item = &'a PlaceReading> {
        let places = &self.report.annotations.places;
        let first = places.partition_point(|place| place.range.start() < range.start());
        places[first..]
            .iter()
            .take_while(move |place| place.range.start() < range.end())
    }

    pub(super) fn quantities_in(&self, range: TextRange) -> impl Iterator<Item = &'a Quantity> {
        let quantities = &self.report.annotations.quantities;
        let first = quantities.partition_point(|quantity| quantity.range.start() < range.start());
        quantities[first..]
            .iter()
            .take_while(move |quantity| quantity.range.start() < range.end())
            .filter(move |quantity| range.contains_range(quantity.range))
    }

    /// The frame that the quantity of a number belongs to.
    pub(super) fn frame_of(&self, quantity: u32) -> Option<&'a Frame> {
        let frame = *self.frame_of_quantity.get(&quantity)?;
        self.report.annotations.frames.get(frame as usize)
    }

    pub(super) fn frames_in(&self, range: TextRange) -> impl Iterator<Item = (u32, &'a Frame)> {
        let frames = &self.report.annotations.frames;
        let first = frames.partition_point(|frame| frame.predicate.start() < range.start());
        (0..)
            .zip(frames)
            .skip(first)
            .take_while(move |(_, frame)| frame.predicate.start() < range.end())
    }
}

/// The parts of the quotes of a report, by where they begin.
fn quoted(report: Report<'_>) -> Vec<Quoted> {
    let mut result: Vec<Quoted> = (0..)
        .zip(&report.annotations.quotes)
        .flat_map(|(quote, told)| {
            let parts = told.content.iter();
            parts.map(move |&part| Quoted {
                part,
                quote,
                all_end: part.end(),
            })
        })
        .collect();
    result.sort_by_key(|it| it.part.start());
    let mut all_end = 0;
    for it in &mut result {
        all_end = it.all_end.max(all_end);
        it.all_end = all_end;
    }
    result
}

fn frame_of_quantity(report: Report<'_>) -> BTreeMap<u32, u32> {
    let mut result = BTreeMap::new();
    for (number, frame) in (0..).zip(&report.annotations.frames) {
        for &quantity in &frame.quantities {
            result.entry(quantity).or_insert(number);
        }
    }
    result
}

/// The sentences of a report; what was read as one time or number ends none: "at 10:30 p.m. Monday".
fn whole_sentences(report: Report<'_>) -> Vec<TextRange> {
    let mut result: Vec<TextRange> = Vec::new();
    let mut times = { report.annotations.times.iter() }
        .map(|time| time.range)
        .peekable();
    for sentence in sentences(report.text) {
        while times
            .next_if(|time| time.end() <= sentence.start())
            .is_some()
        {}
        let cut = { times.peek() }.is_some_and(|time| time.start() < sentence.start());
        match result.last_mut() {
            Some(last) if cut => *last = last.cover(sentence),
            _ => result.push(sentence),
        }
    }
    result
}

/// Whether a word stands for something without naming it.
pub(super) fn is_pronoun(word: &str) -> bool {
    const PRONOUNS: &[&str] = &[
        "all",
        "another",
        "any",
        "anybody",
        "anyone",
        "anything",
        "both",
        "each",
        "everybody",
        "everyone",
        "everything",
        "few",
        "he",
        "her",
        "herself",
        "him",
        "himself",
        "his",
        "i",
        "it",
        "its",
        "itself",
        "many",
        "me",
        "more",
        "most",
        "much",
        "nobody",
        "none",
        "nothing",
        "one",
        "others",
        "she",
        "some",
        "somebody",
        "someone",
        "something",
        "that",
        "their",
        "them",
        "themselves",
        "these",
        "they",
        "this",
        "those",
        "us",
        "we",
        "what",
        "which",
        "who",
        "whom",
        "you",
    ];
    PRONOUNS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use retold_model::{Annotations, Quote, QuoteGround, QuoteKind, QuoteStance};

    use super::*;

    fn quote(parts: &[(u32, u32)]) -> Quote {
        let range = |&(start, end): &(u32, u32)| TextRange::new(start, end);
        Quote {
            content: parts.iter().map(range).collect(),
            kind: QuoteKind::Indirect,
            stance: QuoteStance::Statement,
            cue: None,
            speaker: None,
            speaker_name: None,
            addressee: None,
            medium: None,
            setting: None,
            via: Vec::new(),
            nested: false,
            ground: QuoteGround::Tagger,
            confidence: 90,
        }
    }

    fn report<'a>(
        text: &'a str,
        annotations: &'a Annotations,
        entities: &'a BTreeMap<u32, EntityId>,
    ) -> Report<'a> {
        Report {
            id: ArticleId::of_url("https://example.org/1"),
            text,
            published: None,
            outlet: None,
            annotations,
            entities,
        }
    }

    #[test]
    fn the_innermost_quote_stands_for_what_is_said() {
        // The outer of two may come behind the inner one; the third is broken by its attribution.
        let annotations = Annotations {
            quotes: vec![
                quote(&[(20, 40)]),
                quote(&[(10, 60)]),
                quote(&[(70, 80), (90, 99)]),
            ],
            ..Annotations::default()
        };
        let (text, entities) = ("x".repeat(120), BTreeMap::new());
        let reading = Reading::new(report(&text, &annotations, &entities));
        let vouchers = [
            (12, 15),
            (25, 30),
            (35, 45),
            (65, 68),
            (82, 84),
            (91, 92),
            (5, 12),
        ]
        .map(|(start, end)| reading.voucher(TextRange::new(start, end)));
        let (outlet, quote) = (Voucher::Outlet, Voucher::Quote);
        assert_eq!(
            vouchers,
            [
                quote(1),
                quote(0),
                quote(1),
                outlet,
                outlet,
                quote(2),
                outlet
            ]
        );
    }

    #[test]
    fn what_nothing_parts_is_no_sentence() {
        let (annotations, entities) = (Annotations::default(), BTreeMap::new());
        let text = format!("Two died. The{} many. Four died.", " three".repeat(3_000));
        let reading = Reading::new(report(&text, &annotations, &entities));
        let sentence = |words: &str| {
            let start = text.find(words).unwrap();
            let found = reading.sentence(TextRange::of(start, start + words.len()));
            found.map(|sentence| reading.words(sentence))
        };
        assert_eq!(
            ["Two", "three", "Four"].map(sentence),
            [Some("Two died."), None, Some("Four died.")]
        );
    }
}
