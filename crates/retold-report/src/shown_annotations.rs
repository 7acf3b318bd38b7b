//! What was read in an article as lines for people, the same in every format.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use retold_model::{NameKind, QuoteStance, Reference, TimeGround, ViaRole};
use retold_text::address::{Address, address};

use crate::annotation_record::{
    AmountRecord, AnnotationsRecord, ChainRecord, MeasureRecord, QuantityRecord, QuoteRecord,
    TimeRecord,
};
use crate::dossier::{Dossier, label};
use crate::entity_record::EntityRecord;
use crate::shown_comparison::{SameWording, ShownSaying, listed};
use crate::span::Span;

/// Roles that one chain is shown with.
const SHOWN_ROLES: usize = 4;

/// Roles of one chain that are looked at: a hostile text may give one a thousand.
const MOST_ROLES: usize = 64;

/// Names that an entity of a story is shown with.
const SHOWN_NAMES: usize = 6;

/// Lines under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) title: &'static str,
    pub(crate) lines: Vec<Line>,
}

/// One thing that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Whose words follow, or nothing.
    pub(crate) lead: String,
    /// The words of the text.
    pub(crate) words: String,
    /// What was read in them.
    pub(crate) note: String,
    /// Where the words begin, in bytes and characters, and where they end in characters.
    pub(crate) start_byte: u32,
    pub(crate) start_char: u32,
    pub(crate) end_char: u32,
}

impl Line {
    fn new(lead: String, words: String, notes: &[String], first: &Span, last: &Span) -> Self {
        Self {
            lead,
            words,
            note: notes.join(" · "),
            start_byte: first.start_byte,
            start_char: first.start_char,
            end_char: last.end_char,
        }
    }
}

/// What one speaker said in the articles of a story.
#[derive(Clone, Debug)]
pub(crate) struct Speaker {
    pub(crate) name: String,
    /// Each saying once, those that most articles have first.
    pub(crate) sayings: Vec<ShownSaying>,
}

/// Whom sayings are grouped by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum SpeakerKey {
    /// The place in the entities of the dossier.
    Entity(usize),
    /// Words that stand for somebody, folded.
    Words(String),
    /// A pronoun that leads to no name.
    Pronoun,
    Nobody,
}

/// What the sayings are put under whose speaker is a pronoun that leads to no name.
const UNNAMED: &str = "(a speaker without a name)";

/// Words that name nobody: where they lead to no name, nothing is known of the speaker.
pub(crate) const PRONOUNS: [&str; 12] = [
    "he", "i", "it", "one", "she", "that", "they", "this", "we", "which", "who", "you",
];

/// Who said what in a story, wordings of one saying together: who is quoted in most articles first, quotes without a
/// speaker last.
pub(crate) fn speakers(dossier: &Dossier) -> Vec<Speaker> {
    let mut said = SaidBySpeaker::default();
    let entities = EntitiesOfChains::new(dossier);
    let collated = said.add_utterances(dossier, &entities);
    said.add_others(dossier, &entities, &collated);
    let mut speakers: Vec<(SpeakerKey, Speaker)> = { said.0.into_iter() }
        .map(|(key, mut speaker)| {
            speaker
                .sayings
                .sort_by_key(|saying| std::cmp::Reverse(saying.articles()));
            (key, speaker)
        })
        .collect();
    let articles = |speaker: &Speaker| {
        let most = speaker.sayings.iter().map(ShownSaying::articles).max();
        (most, speaker.sayings.len())
    };
    speakers.sort_by_key(|(key, speaker)| {
        (
            matches!(key, SpeakerKey::Nobody | SpeakerKey::Pronoun),
            std::cmp::Reverse(articles(speaker)),
            key.clone(),
        )
    });
    speakers.into_iter().map(|(_, speaker)| speaker).collect()
}

/// Quotes of a story by the place of the article and their own.
type QuotePlaces = BTreeSet<(usize, u32)>;

/// Sayings under who said them.
#[derive(Default)]
struct SaidBySpeaker(BTreeMap<SpeakerKey, Speaker>);

impl SaidBySpeaker {
    fn sayings(&mut self, (key, name): (SpeakerKey, String)) -> &mut Vec<ShownSaying> {
        let new = || Speaker {
            name,
            sayings: Vec::new(),
        };
        &mut self.0.entry(key).or_insert_with(new).sayings
    }

    /// The sayings that stand in several wordings. Gives their quotes.
    fn add_utterances(
        &mut self,
        dossier: &Dossier,
        entities: &EntitiesOfChains<'_>,
    ) -> QuotePlaces {
        let mut collated = QuotePlaces::new();
        for utterance in &dossier.utterances {
            let places = utterance.wordings.iter().filter_map(|wording| {
                let article = dossier.place(wording.article)?;
                Some((article, wording.quote))
            });
            let places: Vec<(usize, u32)> = places.collect();
            collated.extend(&places);
            // The fullest wording says who it was; where it does not, the first that does.
            let fullest = places.get(utterance.fullest as usize);
            let speaker = { fullest.into_iter().chain(&places) }
                .filter_map(|&(article, quote)| {
                    let read = dossier.articles[article].annotations.as_ref()?;
                    Some(entities.speaker(article, read, read.quotes.get(quote as usize)?))
                })
                .find(|(key, _)| !matches!(key, SpeakerKey::Nobody | SpeakerKey::Pronoun));
            let named = || {
                let name = speaker_name(None, utterance.speaker.as_deref()).to_owned();
                let folded = retold_text::fold::fold_word(&name);
                match &utterance.speaker {
                    Some(_) => (SpeakerKey::Words(folded), name),
                    None => (SpeakerKey::Nobody, name),
                }
            };
            { self.sayings(speaker.unwrap_or_else(named)) }
                .push(ShownSaying::of(dossier, utterance));
        }
        collated
    }

    /// All other quotes. What articles have in the same words, with the same words around them, is one line; what a page says
    /// again, in a headline or a caption, is left out.
    fn add_others(
        &mut self,
        dossier: &Dossier,
        entities: &EntitiesOfChains<'_>,
        collated: &QuotePlaces,
    ) {
        let mut told: BTreeSet<(usize, SpeakerKey, String)> = BTreeSet::new();
        let mut lines: BTreeMap<(SpeakerKey, String, Vec<String>), usize> = BTreeMap::new();
        for (number, article) in dossier.articles.iter().enumerate() {
            let Some(read) = &article.annotations else {
                continue;
            };
            for (place, quote) in (0..).zip(&read.quotes) {
                let Some(first) = quote.content.first() else {
                    continue;
                };
                if quote.stance != QuoteStance::Statement
                    || quote.nested
                    || collated.contains(&(number, place))
                {
                    continue;
                }
                let (speaker, name) = entities.speaker(number, read, quote);
                let key = SameWording::key(&quote.content);
                if !told.insert((number, speaker.clone(), key.clone())) {
                    continue;
                }
                let mut notes = vec![label(&quote.kind)];
                if let (SpeakerKey::Pronoun, Some(mention)) = (&speaker, &quote.speaker) {
                    notes.push(format!("“{}”", mention.words));
                }
                notes.extend(around(quote));
                let sayings = self.sayings((speaker.clone(), name));
                match lines.entry((speaker, key, notes.clone())) {
                    Entry::Occupied(line) => {
                        let wording = &mut sayings[*line.get()].wordings[0];
                        wording.places.push((number, first.clone()));
                    }
                    Entry::Vacant(line) => {
                        line.insert(sayings.len());
                        let wording = SameWording::whole(&quote.content, notes, number, first);
                        let wordings = vec![wording];
                        sayings.push(ShownSaying { wordings });
                    }
                }
            }
        }
    }
}

/// Which entity a chain of an article is.
struct EntitiesOfChains<'d> {
    dossier: &'d Dossier,
    /// By the place of the article in the dossier and the first byte of the name of the chain.
    of_name: BTreeMap<(usize, u32), usize>,
}

impl<'d> EntitiesOfChains<'d> {
    fn new(dossier: &'d Dossier) -> Self {
        let mut of_name = BTreeMap::new();
        for (index, entity) in dossier.entities.iter().enumerate() {
            for place in &entity.chains {
                let Some(article) = dossier.place(place.article) else {
                    continue;
                };
                let chain = { dossier.articles[article].annotations.as_ref() }
                    .and_then(|read| read.chains.get(place.chain as usize));
                of_name.extend(chain.map(|chain| ((article, chain.name.start_byte), index)));
            }
        }
        Self { dossier, of_name }
    }

    fn speaker(
        &self,
        article: usize,
        read: &AnnotationsRecord,
        quote: &QuoteRecord,
    ) -> (SpeakerKey, String) {
        // A speaker's name is that of a chain; one without a name may be a chain's member.
        let start = quote.speaker_name.as_ref().map(|name| name.start_byte);
        let start = start.or_else(|| {
            let mention = quote.speaker.as_ref()?;
            let chain = { read.chains.iter() }
                .find(|chain| { chain.members.iter() }.any(|member| member.span == *mention))?;
            Some(chain.name.start_byte)
        });
        let entity = start.and_then(|start| self.of_name.get(&(article, start)));
        let registered = entity.map(|&entity| self.dossier.entities[entity].name.as_str());
        let mention = quote.speaker_name.as_ref().or(quote.speaker.as_ref());
        let mention = mention.map(|span| span.words.as_str());
        let key = match (entity, mention.map(retold_text::fold::fold_word)) {
            (Some(&entity), _) => SpeakerKey::Entity(entity),
            (None, Some(words)) if PRONOUNS.contains(&words.as_str()) => SpeakerKey::Pronoun,
            (None, Some(words)) => SpeakerKey::Words(words),
            (None, None) => SpeakerKey::Nobody,
        };
        let name = match key {
            SpeakerKey::Pronoun => UNNAMED,
            _ => speaker_name(registered, mention),
        };
        (key, name.to_owned())
    }
}

/// An entity of a story in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntityLine {
    pub(crate) name: String,
    /// What the articles say that it is, each with the numbers of the articles: `coast guard commander (1, 2)`.
    pub(crate) offices: Vec<String>,
    /// Where it is named, and how else.
    pub(crate) note: String,
}

/// People and organisations that the articles of a story name. Groups ("Russian") are left out; places have a list of
/// their own.
pub(crate) fn entities(dossier: &Dossier) -> Vec<(&'static str, Vec<EntityLine>)> {
    let kinds = [
        ("People", NameKind::Person),
        ("Organisations", NameKind::Organisation),
    ];
    let titles: Vec<Titles<'_>> = { dossier.articles.iter() }
        .map(|article| {
            let mentions = { article.annotations.iter() }.flat_map(|read| &read.mentions);
            mentions
                .filter_map(|mention| Some((mention.span.start_byte, mention.title.as_ref()?)))
                .collect()
        })
        .collect();
    kinds
        .into_iter()
        .map(|(title, kind)| {
            let named = { dossier.entities.iter() }.filter(|entity| entity.kind == kind);
            let lines = of_one_line(kind, named)
                .into_iter()
                .map(|entities| entity_line(&entities, dossier, &titles))
                .collect();
            (title, lines)
        })
        .filter(|(_, lines): &(_, Vec<EntityLine>)| !lines.is_empty())
        .collect()
}

/// Bodies of one name are told in one line: that of two articles may be another "Sheriff's Office" in each, which nobody can
/// tell from the name. People of one name were told apart for a reason.
fn of_one_line<'d>(
    kind: NameKind,
    entities: impl Iterator<Item = &'d EntityRecord>,
) -> Vec<Vec<&'d EntityRecord>> {
    let mut lines: Vec<Vec<&EntityRecord>> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for entity in entities {
        let next = lines.len();
        let line = match kind {
            NameKind::Organisation => *places.entry(plain(&entity.name)).or_insert(next),
            _ => next,
        };
        if line == next {
            lines.push(Vec::new());
        }
        lines[line].push(entity);
    }
    lines
}

/// A name without what is house style: "People's" and "People’s", "PORT ELLERY" and "Port Ellery" are one.
fn plain(name: &str) -> String {
    retold_text::fold::fold_word(name).replace('’', "'")
}

/// The titles right before names of an article, by the first byte of the name.
type Titles<'d> = BTreeMap<u32, &'d Span>;

/// The line of entities that have one name.
fn entity_line(entities: &[&EntityRecord], dossier: &Dossier, titles: &[Titles<'_>]) -> EntityLine {
    let mut articles: BTreeSet<usize> = BTreeSet::new();
    // Offices by their words without case, in the first spelling, with the articles that state them.
    let mut offices: BTreeMap<String, (String, BTreeSet<usize>)> = BTreeMap::new();
    for place in { entities.iter() }.flat_map(|entity| &entity.chains) {
        let Some(article) = dossier.place(place.article) else {
            continue;
        };
        articles.insert(article);
        let read = dossier.articles[article].annotations.as_ref();
        let Some(chain) = read.and_then(|read| read.chains.get(place.chain as usize)) else {
            continue;
        };
        let titles = { chain.members.iter() }
            .filter_map(|member| titles[article].get(&member.span.start_byte).copied());
        let stated: BTreeSet<String> = { chain.roles.iter().chain(titles) }
            .map(|office| retold_text::fold::fold_space(&office.words))
            .filter(|words| address(words) != Some(Address::OfEverybody))
            .take(MOST_ROLES)
            .collect();
        for words in &stated {
            // "President" says nothing beside "Russian President", nor "Sgt." beside "Police Sgt".
            let bare = words.trim_end_matches('.');
            let longer = |other: &String| {
                { other.trim_end_matches('.').strip_suffix(bare) }
                    .is_some_and(|before| before.ends_with(' '))
            };
            if stated.iter().any(longer) {
                continue;
            }
            let entry = { offices.entry(retold_text::fold::fold_word(words)) }
                .or_insert_with(|| (words.clone(), BTreeSet::new()));
            entry.1.insert(article);
        }
    }
    let mut offices: Vec<(String, BTreeSet<usize>)> = offices.into_values().collect();
    offices.sort_by_key(|(words, articles)| (std::cmp::Reverse(articles.len()), words.clone()));
    let name = { entities.first() }.map_or_else(String::new, |entity| entity.name.clone());
    let mut seen = BTreeSet::from([plain(&name)]);
    let others: Vec<&str> = { entities.iter() }
        .flat_map(|entity| entity.names.iter().map(String::as_str))
        .filter(|name| seen.insert(plain(name)))
        .take(SHOWN_NAMES)
        .collect();
    let mut note = format!("in {}", listed(articles.iter().copied()));
    if !others.is_empty() {
        note.push_str(" · also ");
        note.push_str(&others.join(", "));
    }
    EntityLine {
        name,
        offices: { offices.iter().take(SHOWN_ROLES) }
            .map(|(words, articles)| format!("{words} ({})", listed(articles.iter().copied())))
            .collect(),
        note,
    }
}

/// The sections of an article; empty ones are left out.
pub(crate) fn sections(read: &AnnotationsRecord) -> Vec<Section> {
    let quotes = read
        .quotes
        .iter()
        .filter(|quote| quote.stance == QuoteStance::Statement)
        .filter_map(quote)
        .collect();
    let mut named: Vec<&ChainRecord> = read.chains.iter().collect();
    named.sort_by_key(|chain| (chain.kind, std::cmp::Reverse(chain.members.len())));
    let chains = named
        .into_iter()
        .map(|chain| self::chain(chain, read))
        .collect();
    let times = read.times.iter().map(time).collect();
    let quantities = read.quantities.iter().map(quantity).collect();
    [
        ("Who said what", quotes),
        ("Who and what is named", chains),
        ("Times", times),
        ("Numbers", quantities),
    ]
    .into_iter()
    .map(|(title, lines)| Section { title, lines })
    .filter(|section: &Section| !section.lines.is_empty())
    .collect()
}

/// A quote; `None` for one without content, which only a file can hold.
pub(crate) fn quote(quote: &QuoteRecord) -> Option<Line> {
    let (first, last) = (quote.content.first()?, quote.content.last()?);
    let words: Vec<&str> = quote
        .content
        .iter()
        .map(|span| span.words.as_str())
        .collect();
    let named = quote.speaker_name.as_ref().or(quote.speaker.as_ref());
    let speaker = speaker_name(None, named.map(|span| span.words.as_str()));
    let mut notes = vec![label(&quote.kind)];
    notes.extend(around(quote));
    Some(Line::new(
        speaker.to_owned(),
        words.join(" … "),
        &notes,
        first,
        last,
    ))
}

/// How a speaker is shown: by the name in the register, else in the words that stand for them.
pub fn speaker_name<'n>(registered: Option<&'n str>, mention: Option<&'n str>) -> &'n str {
    registered.or(mention).unwrap_or("(no speaker)")
}

/// What an outlet between speaker and article did, with the words that name it: "reported by Reuters".
pub fn via_words(role: ViaRole, outlet: &str) -> String {
    let did = match role {
        ViaRole::Told => "told",
        ViaRole::Reported => "reported by",
        ViaRole::Cited => "cited by",
    };
    format!("{did} {outlet}")
}

/// What the text says around a quote: the mention of the speaker, the cue, to whom, where, through whom. Words that stand in
/// others that are told ("said in a statement", "in a statement") are told once.
pub fn around(quote: &QuoteRecord) -> Vec<String> {
    let mut notes = Vec::new();
    if let (Some(name), Some(mention)) = (&quote.speaker_name, &quote.speaker)
        && name.words != mention.words
    {
        notes.push(format!("“{}”", mention.words));
    }
    let mut told: Vec<&Span> = Vec::new();
    for (before, span) in [
        ("", &quote.cue),
        ("to ", &quote.addressee),
        ("", &quote.medium),
        ("", &quote.setting),
    ] {
        if let Some(span) = span
            && !told.iter().any(|known| known.holds(span))
        {
            notes.push(format!("{before}{}", span.words));
            told.push(span);
        }
    }
    let addressee = quote.addressee.as_ref();
    let via = quote.via.iter().filter(|link| {
        link.role != ViaRole::Told || !addressee.is_some_and(|known| known.holds(&link.span))
    });
    notes.extend(via.map(|link| via_words(link.role, &link.span.words)));
    notes
}

fn chain(chain: &ChainRecord, read: &AnnotationsRecord) -> Line {
    let mut notes = vec![label(&chain.kind)];
    let times = chain.members.len();
    if times > 1 {
        notes.push(format!("{times} times"));
    }
    let mut others: Vec<&str> = chain
        .members
        .iter()
        .filter(|member| matches!(member.reference, Reference::Name | Reference::Acronym))
        .map(|member| member.span.words.as_str())
        .filter(|words| *words != chain.name.words)
        .collect();
    others.sort_unstable();
    others.dedup();
    if !others.is_empty() {
        notes.push(format!("also {}", others.join(", ")));
    }
    let roles = chain.roles.iter().take(SHOWN_ROLES);
    notes.extend(roles.map(|role| format!("“{}”", role.words)));
    if chain.kind == NameKind::Place {
        let place = read.places.iter().find(|place| {
            chain
                .members
                .iter()
                .any(|member| member.span.start_byte == place.span.start_byte)
        });
        notes.extend(place.map(|place| {
            let within = [place.division.as_deref(), place.country.as_deref()];
            let within: Vec<&str> = within.into_iter().flatten().collect();
            let sure = place.confidence;
            format!("{} {} ({sure} %)", place.place, within.join(", "))
        }));
    }
    Line::new(
        String::new(),
        chain.name.words.clone(),
        &notes,
        &chain.name,
        &chain.name,
    )
}

fn time(time: &TimeRecord) -> Line {
    let mut notes = vec![time.edtf.clone().unwrap_or_else(|| time.timex.clone())];
    notes.extend(time.modifier.map(|modifier| label(&modifier)));
    notes.extend(time.zone.clone());
    match (&time.anchor, &time.anchor_span) {
        (Some(anchor), _) => notes.push(format!("counted from {anchor}")),
        (None, Some(span)) => notes.push(format!("counted from “{}”", span.words)),
        (None, None) if time.ground == TimeGround::Open => notes.push("left open".to_owned()),
        (None, None) => {}
    }
    let words = time.span.words.clone();
    Line::new(String::new(), words, &notes, &time.span, &time.span)
}

fn quantity(quantity: &QuantityRecord) -> Line {
    let qualifier = quantity
        .qualifier
        .map(|qualifier| label(&qualifier).replace('-', " "));
    let mut said: Vec<String> = qualifier.into_iter().collect();
    said.push(amount(&quantity.amount));
    said.push(measure(&quantity.measure));
    said.retain(|word| !word.is_empty());
    let mut notes = vec![said.join(" ")];
    notes.extend(quantity.conversion.as_ref().map(|conversion| {
        format!(
            "= {} {}",
            amount(&conversion.amount),
            measure(&conversion.measure)
        )
    }));
    let words = quantity.span.words.clone();
    Line::new(String::new(), words, &notes, &quantity.span, &quantity.span)
}

fn amount(amount: &AmountRecord) -> String {
    match (&amount.to, amount.many) {
        (Some(to), _) => format!("{} to {to}", amount.value),
        (None, true) => format!("some {}s", amount.value),
        (None, false) => amount.value.clone(),
    }
}

fn measure(measure: &MeasureRecord) -> String {
    match (measure.kind.as_str(), &measure.unit) {
        ("number", _) => String::new(),
        ("percent", _) => "%".to_owned(),
        ("age", Some(unit)) => format!("{unit} of age"),
        ("fraction", Some(fraction)) => format!("({fraction})"),
        ("money" | "unit" | "things", Some(unit)) => unit.clone(),
        (kind, _) => kind.replace('-', " "),
    }
}
