//! What was read in an article as lines for people, the same in every format.

use std::collections::BTreeMap;

use retold_model::{ArticleId, NameKind, QuoteStance, Reference, TimeGround, ViaRole};

use crate::annotation_record::{
    AmountRecord, AnnotationsRecord, ChainRecord, MeasureRecord, QuantityRecord, QuoteRecord,
    TimeRecord,
};
use crate::dossier::{Dossier, label};
use crate::entity_record::EntityRecord;
use crate::span::Span;

/// Roles that one chain is shown with.
const SHOWN_ROLES: usize = 4;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Speaker {
    pub(crate) name: String,
    /// The place of the article in the dossier, and the quote.
    pub(crate) quotes: Vec<(usize, Line)>,
}

/// Who said what in a story, by speaker: who is quoted most first. Speakers that the register does not know are left
/// out; the articles have all.
pub(crate) fn speakers(dossier: &Dossier) -> Vec<Speaker> {
    let mut name_of: BTreeMap<(ArticleId, u32), usize> = BTreeMap::new();
    for (index, entity) in dossier.entities.iter().enumerate() {
        let places = entity
            .chains
            .iter()
            .map(|place| (place.article, place.chain));
        name_of.extend(places.map(|place| (place, index)));
    }
    let mut said: BTreeMap<usize, Vec<(usize, Line)>> = BTreeMap::new();
    for (number, article) in dossier.articles.iter().enumerate() {
        let Some(read) = &article.annotations else {
            continue;
        };
        // A speaker's name is that of a chain, whose place in the list says which entity it is.
        let chains: BTreeMap<u32, u32> = read
            .chains
            .iter()
            .zip(0..)
            .map(|(chain, place)| (chain.name.start_byte, place))
            .collect();
        for quote in &read.quotes {
            let chain = quote
                .speaker_name
                .as_ref()
                .and_then(|name| chains.get(&name.start_byte));
            let entity = chain.and_then(|&chain| name_of.get(&(article.id, chain)));
            if let (Some(&entity), Some(line), QuoteStance::Statement) =
                (entity, self::quote(quote), quote.stance)
            {
                said.entry(entity).or_default().push((number, line));
            }
        }
    }
    let mut speakers: Vec<(usize, Speaker)> = said
        .into_iter()
        .map(|(entity, quotes)| {
            let name = dossier.entities[entity].name.clone();
            (entity, Speaker { name, quotes })
        })
        .collect();
    speakers.sort_by_key(|(entity, speaker)| (std::cmp::Reverse(speaker.quotes.len()), *entity));
    speakers.into_iter().map(|(_, speaker)| speaker).collect()
}

/// An entity of a story in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntityLine {
    pub(crate) name: String,
    pub(crate) note: String,
}

/// Who and what the articles of a story name, by kind; groups ("Russian") are left out.
pub(crate) fn entities(dossier: &Dossier) -> Vec<(&'static str, Vec<EntityLine>)> {
    let kinds: [(&'static str, &[NameKind]); 3] = [
        ("People", &[NameKind::Person]),
        ("Organisations", &[NameKind::Organisation]),
        ("Places", &[NameKind::Place, NameKind::Facility]),
    ];
    kinds
        .into_iter()
        .map(|(title, kinds)| {
            let named = dossier
                .entities
                .iter()
                .filter(|entity| kinds.contains(&entity.kind))
                .map(|entity| entity_line(entity, dossier))
                .collect();
            (title, named)
        })
        .filter(|(_, lines): &(_, Vec<EntityLine>)| !lines.is_empty())
        .collect()
}

fn entity_line(entity: &EntityRecord, dossier: &Dossier) -> EntityLine {
    let mut numbers: Vec<usize> = dossier
        .articles
        .iter()
        .enumerate()
        .filter(|(_, article)| { entity.chains.iter() }.any(|place| place.article == article.id))
        .map(|(index, _)| index + 1)
        .collect();
    numbers.dedup();
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    let others = entity.names.iter().filter(|name| **name != entity.name);
    let others: Vec<&str> = others.take(SHOWN_NAMES).map(String::as_str).collect();
    let mut note = format!("in {}", numbers.join(", "));
    if !others.is_empty() {
        note.push_str(" · also ");
        note.push_str(&others.join(", "));
    }
    EntityLine {
        name: entity.name.clone(),
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
    let speaker = quote
        .speaker_name
        .as_ref()
        .or(quote.speaker.as_ref())
        .map_or("?", |span| span.words.as_str());
    let mut notes = vec![label(&quote.kind)];
    if let (Some(name), Some(mention)) = (&quote.speaker_name, &quote.speaker)
        && name.words != mention.words
    {
        notes.push(format!("“{}”", mention.words));
    }
    let mut say = |before: &str, span: &Option<Span>| {
        notes.extend(span.as_ref().map(|span| format!("{before}{}", span.words)));
    };
    say("", &quote.cue);
    say("to ", &quote.addressee);
    say("", &quote.medium);
    say("", &quote.setting);
    for link in &quote.via {
        let role = match link.role {
            ViaRole::Told => "told",
            ViaRole::Reported => "reported by",
            ViaRole::Cited => "cited by",
        };
        notes.push(format!("{role} {}", link.span.words));
    }
    Some(Line::new(
        speaker.to_owned(),
        words.join(" … "),
        &notes,
        first,
        last,
    ))
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
