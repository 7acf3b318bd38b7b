//! Which quotes of a story's reports render one saying.
//!
//! 1. **Forms.** The quotes of one speaker with the same words are one form; everything after is done once a form.
//! 2. **Candidates.** Forms of one speaker that share a content word, found by an index; forms of different speakers that
//!    share a run of words.
//! 3. **Links.** A run of words in both; or enough of the words that are rare in the story; or, where words leave it open,
//!    sentence vectors with some shared words. One speaker's words are given to another only if they are nearly the same.
//! 4. **Sayings.** Links join forms, the surest first (Kruskal). A link that is less than a long run of words joins two
//!    sets of forms only if their fullest forms are linked too, and no report tells both as two quotes: a phrase that stands
//!    in two sayings does not make them one.
//!
//! Precision goes before recall. What is lost: paraphrases without a shared content word, very short fragments, and quotes
//! whose speaker the article does not make clear and whose words were changed.
//!
//! Cost: linear in the quotes but for the pairs of forms with a common word, of which each form brings at most
//! 64 others; each pair costs the product of the lengths.

mod saying;
mod stem;

mod form;

mod compare;
mod near;

mod collate;

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{
    JoinGround, QuoteKind, Report, Utterance, UtteranceJoin, Wording, WordingDifference,
};

use compare::{Link, Verdict};
use form::{Form, Weights};
use saying::Saying;

use crate::forest::Forest;

/// Forms that may share a word for it to be looked up.
const MOST_SHARING: usize = 48;

/// Words of a form that are looked up, the rarest first.
const MOST_KEYS: usize = 24;

/// Forms that a form is compared with, those that share its rarest words first.
const MOST_OTHERS: usize = 64;

/// Words in a row by which forms of different speakers are found.
const SHINGLE: usize = 5;

/// Gives the vectors of texts, in their order, all of one length.
pub type Vectors<'v> = &'v dyn Fn(&[&str]) -> Vec<Vec<f32>>;

/// The sayings that stand in two or more reports of one story and whose speaker one of them tells, by the first of their
/// wordings.
///
/// `vectors`, if given, is asked at most once, for the sentences of quotes that words leave open; without it those stay
/// apart. The order of `reports` makes no difference.
pub fn utterances(reports: &[Report], vectors: Option<Vectors>) -> Vec<Utterance> {
    let mut ordered: Vec<&Report> = reports.iter().collect();
    ordered.sort_by_key(|report| report.id);
    ordered.dedup_by_key(|report| report.id);
    let sayings = saying::sayings(&ordered);
    let forms = form::forms(&sayings);
    let links = links(&forms, &sayings, &ordered, vectors);
    let mut result: Vec<Utterance> = { joined(&forms, &sayings, &links) }
        .into_iter()
        .flat_map(|set| tell(&set, &forms, &sayings, &links, &ordered))
        .collect();
    result.sort_by_key(|utterance| {
        let first = &utterance.wordings[0];
        (first.article, first.quote)
    });
    result
}

/// Links between forms, by their numbers, the smaller first.
type Links = BTreeMap<(usize, usize), Link>;

fn links(
    forms: &[Form],
    sayings: &[Saying],
    reports: &[&Report],
    vectors: Option<Vectors>,
) -> Links {
    let mut links = Links::new();
    let mut open = Vec::new();
    let pairs = of_one_speaker(forms);
    // Without pairs nobody asks for weights, for which all reports are read.
    let read: &[&Report] = if pairs.is_empty() { &[] } else { reports };
    let weights = Weights::of(read);
    for (one, other) in pairs {
        // What one report tells as two quotes is two sayings, unless one repeats the other.
        let apart = !forms[one].reports.is_disjoint(&forms[other].reports);
        match compare::compare(&forms[one], &forms[other], sayings, &weights) {
            Verdict::Joined(link) if link.firm || !apart => {
                links.insert((one, other), link);
            }
            Verdict::Open if !apart => open.push((one, other)),
            Verdict::Joined(_) | Verdict::Open | Verdict::Apart => {}
        }
    }
    for (one, other) in of_two_speakers(forms, sayings) {
        if let Some(link) = compare::compare_across(&forms[one], &forms[other], sayings) {
            links.insert((one, other), link);
        }
    }
    drop_ambiguous(&mut links, forms, sayings);
    if let Some(vectors) = vectors {
        links.extend(near::near(&open, forms, sayings, &weights, vectors));
    }
    links
}

/// Drops the links of short wordings that stand whole in two sayings: nothing tells which of them they are of.
fn drop_ambiguous(links: &mut Links, forms: &[Form], sayings: &[Saying]) {
    let length = |form: usize| forms[form].words(sayings).len();
    let mut wholes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (&(one, other), link) in links.iter() {
        let one_speaker = forms[one].speaker == forms[other].speaker;
        if one_speaker && !link.firm && matches!(link.ground, JoinGround::Contained { .. }) {
            let (part, whole) = if length(one) < length(other) {
                (one, other)
            } else {
                (other, one)
            };
            wholes.entry(part).or_default().push(whole);
        }
    }
    for (part, wholes) in wholes {
        let longest = { wholes.iter().copied() }
            .max_by_key(|&whole| (length(whole), std::cmp::Reverse(whole)))
            .expect("a part has a whole");
        let of_one_saying = { wholes.iter() }.all(|&whole| {
            whole == longest || links.contains_key(&(whole.min(longest), whole.max(longest)))
        });
        if !of_one_saying {
            for whole in wholes {
                links.remove(&(part.min(whole), part.max(whole)));
            }
        }
    }
}

/// Pairs of forms of one speaker that share a content word.
fn of_one_speaker(forms: &[Form]) -> BTreeSet<(usize, usize)> {
    let mut index: BTreeMap<(&saying::SpeakerKey, &str), Vec<usize>> = BTreeMap::new();
    for (number, form) in forms.iter().enumerate() {
        if let Some(speaker) = &form.speaker {
            for stem in &form.stems {
                index.entry((speaker, stem)).or_default().push(number);
            }
        }
    }
    let mut pairs = BTreeSet::new();
    for (number, form) in forms.iter().enumerate() {
        let Some(speaker) = &form.speaker else {
            continue;
        };
        let mut sharing: Vec<&Vec<usize>> = { form.stems.iter() }
            .filter_map(|stem| index.get(&(speaker, stem.as_str())))
            .filter(|sharing| sharing.len() <= MOST_SHARING)
            .collect();
        sharing.sort_by_key(|sharing| sharing.len());
        sharing.truncate(MOST_KEYS);
        let mut others = BTreeSet::new();
        for &other in sharing.into_iter().flatten() {
            if others.len() == MOST_OTHERS {
                break;
            }
            if other != number && others.insert(other) {
                pairs.insert((number.min(other), number.max(other)));
            }
        }
    }
    pairs
}

/// Pairs of forms of different speakers, or of none, that share words in a row.
fn of_two_speakers(forms: &[Form], sayings: &[Saying]) -> BTreeSet<(usize, usize)> {
    let mut index: BTreeMap<Vec<&str>, BTreeSet<usize>> = BTreeMap::new();
    for (number, form) in forms.iter().enumerate() {
        if !form.outer {
            for run in form.words(sayings).windows(SHINGLE) {
                let keys = run.iter().map(|word| word.key.as_str()).collect();
                index.entry(keys).or_default().insert(number);
            }
        }
    }
    let mut pairs = BTreeSet::new();
    for sharing in index
        .values()
        .filter(|sharing| sharing.len() <= MOST_SHARING)
    {
        for &one in sharing {
            for &other in sharing.range(one + 1..) {
                let (speaker, second) = (&forms[one].speaker, &forms[other].speaker);
                if speaker.is_none() || speaker != second {
                    pairs.insert((one, other));
                }
            }
        }
    }
    pairs
}

/// The sets of forms that links join, each ascending; sets of one too.
fn joined(forms: &[Form], sayings: &[Saying], links: &Links) -> Vec<Vec<usize>> {
    let mut sets = Forest::new(forms.len());
    let mut parts: Vec<Part> = (0..forms.len())
        .map(|form| Part::of(form, forms, sayings))
        .collect();
    for (&(one, other), link) in surest_first(links) {
        let (a, b) = (sets.root(one), sets.root(other));
        if a == b || !(link.firm || parts[a].fits(&parts[b], links)) {
            continue;
        }
        let root = sets.join(a, b);
        let joined = std::mem::take(&mut parts[a.max(b)]);
        parts[root].join(joined);
    }
    sets.groups()
}

/// A set of forms while it grows.
#[derive(Default)]
struct Part {
    /// The length of its fullest form, and its number; the smaller number of equals.
    fullest: (usize, std::cmp::Reverse<usize>),
    /// Its forms, by the reports they stand in.
    by_report: BTreeMap<usize, Vec<usize>>,
}

impl Part {
    fn of(form: usize, forms: &[Form], sayings: &[Saying]) -> Self {
        Self {
            fullest: (forms[form].words(sayings).len(), std::cmp::Reverse(form)),
            by_report: { forms[form].reports.iter() }
                .map(|&report| (report, vec![form]))
                .collect(),
        }
    }

    /// Whether two sets can be one saying where the link between them is not firm: their fullest forms are linked, and no
    /// report tells them as two sayings, with a quote of each that are neither linked nor both parts of the fullest.
    fn fits(&self, other: &Self, links: &Links) -> bool {
        let link = |one: usize, other: usize| links.get(&(one.min(other), one.max(other)));
        let fullest = self.fullest.max(other.fullest).1.0;
        let is_part = |form: usize| {
            form == fullest
                || link(form, fullest)
                    .is_some_and(|link| !matches!(link.ground, JoinGround::Vectors { .. }))
        };
        let (few, many) = if self.by_report.len() <= other.by_report.len() {
            (self, other)
        } else {
            (other, self)
        };
        link(self.fullest.1.0, other.fullest.1.0).is_some() && { few.by_report.iter() }.all(
            |(report, forms)| {
                { many.by_report.get(report).into_iter().flatten() }.all(|&there| {
                    { forms.iter().take(MOST_OF_A_REPORT) }
                        .all(|&here| link(here, there).is_some() || is_part(here) && is_part(there))
                })
            },
        )
    }

    fn join(&mut self, other: Self) {
        self.fullest = self.fullest.max(other.fullest);
        for (report, mut forms) in other.by_report {
            self.by_report.entry(report).or_default().append(&mut forms);
        }
    }
}

/// Forms of one report that are looked at when two sets are compared.
const MOST_OF_A_REPORT: usize = 16;

fn surest_first(links: &Links) -> Vec<(&(usize, usize), &Link)> {
    let mut order: Vec<_> = links.iter().collect();
    order.sort_by_key(|&(pair, link)| (std::cmp::Reverse(link.confidence), *pair));
    order
}

/// The utterances that a set of forms gives: one, none if it is one wording, or several where what joined them is part of
/// another quote.
fn tell(
    set: &[usize],
    forms: &[Form],
    sayings: &[Saying],
    links: &Links,
    reports: &[&Report],
) -> Vec<Utterance> {
    let kept = without_parts(set, forms, sayings);
    let mut sets = Forest::new(kept.len());
    let mut steps = Vec::new();
    // Wordings of one form are joined to its first.
    let place: BTreeMap<usize, usize> = { kept.iter().enumerate() }
        .map(|(place, &saying)| (saying, place))
        .collect();
    let mut first_of: BTreeMap<usize, usize> = BTreeMap::new();
    for &form in set {
        let mut places = { forms[form].sayings.iter() }.filter_map(|saying| place.get(saying));
        let Some(&first) = places.next() else {
            continue;
        };
        first_of.insert(form, first);
        for &other in places {
            sets.join(first, other);
            let (ground, firm) = (JoinGround::Verbatim, true);
            steps.push((
                first,
                other,
                Link {
                    ground,
                    confidence: VERBATIM,
                    firm,
                },
            ));
        }
    }
    let inside: Links = { set.iter() }
        .flat_map(|&one| links.range((one, 0)..(one + 1, 0)))
        .filter(|((one, other), _)| first_of.contains_key(one) && first_of.contains_key(other))
        .map(|(&pair, &link)| (pair, link))
        .collect();
    for (&(one, other), &link) in surest_first(&inside) {
        let (first, second) = (first_of[&one], first_of[&other]);
        if sets.root(first) != sets.root(second) {
            sets.join(first, second);
            steps.push((first.min(second), first.max(second), link));
        }
    }
    let told = |group: Vec<usize>| {
        let members: Vec<&Saying> = group.iter().map(|&at| &sayings[kept[at]]).collect();
        let several = members
            .iter()
            .any(|saying| saying.report != members[0].report);
        let known = members.iter().any(|saying| saying.speaker.is_some());
        (several && known).then(|| {
            let number = |at: usize| group.binary_search(&at).ok().map(wide);
            let mut joins: Vec<UtteranceJoin> = { steps.iter() }
                .filter_map(|&(first, second, link)| {
                    Some(UtteranceJoin {
                        first: number(first)?,
                        second: number(second)?,
                        ground: link.ground,
                        confidence: link.confidence,
                    })
                })
                .collect();
            joins.sort_unstable_by_key(|join| (join.first, join.second));
            utterance(&members, joins, reports)
        })
    };
    sets.groups().into_iter().filter_map(told).collect()
}

/// How sure it is that the same words of one speaker are one saying: short ones may be said twice.
const VERBATIM: u8 = 98;

/// The sayings of a set of forms, ascending, without those that stand inside another of them.
fn without_parts(set: &[usize], forms: &[Form], sayings: &[Saying]) -> Vec<usize> {
    let mut all: Vec<usize> = { set.iter() }
        .flat_map(|&form| forms[form].sayings.iter().copied())
        .collect();
    all.sort_unstable();
    let mut kept: Vec<usize> = Vec::with_capacity(all.len());
    for saying in all {
        let here = &sayings[saying];
        let overlapping = kept.last().copied().filter(|&last| {
            let before = &sayings[last];
            before.report == here.report
                && before
                    .record
                    .extent()
                    .intersect(here.record.extent())
                    .is_some()
        });
        match overlapping {
            None => kept.push(saying),
            Some(last) if sayings[last].words.len() < here.words.len() => {
                kept.pop();
                kept.push(saying);
            }
            Some(_) => {}
        }
    }
    kept
}

fn utterance(members: &[&Saying], joins: Vec<UtteranceJoin>, reports: &[&Report]) -> Utterance {
    let fullest = (0..members.len())
        .max_by_key(|&at| {
            let saying = members[at];
            (
                saying.words_in_marks(),
                saying.words.len(),
                std::cmp::Reverse(at),
            )
        })
        .expect("an utterance has wordings");
    let speaker = usual_speaker(members, fullest);
    let any_marks = members
        .iter()
        .any(|saying| saying.record.kind != QuoteKind::Indirect);
    let wording = |saying: &&Saying| {
        let mut differences = Vec::new();
        if any_marks && saying.record.kind == QuoteKind::Indirect {
            differences.push(WordingDifference::IndirectSpeech);
        }
        match (&saying.speaker, speaker) {
            (None, Some(_)) => differences.push(WordingDifference::NoSpeaker),
            (Some(here), Some(usual))
                if here.key != usual.key
                    && !saying::may_be_one(&here.shown.name, &usual.shown.name) =>
            {
                differences.push(WordingDifference::OtherSpeaker);
            }
            _ => {}
        }
        Wording {
            article: reports[saying.report].id,
            quote: saying.quote,
            content: saying.record.content.clone(),
            kind: saying.record.kind,
            speaker: saying.speaker.as_ref().map(|speaker| speaker.shown.clone()),
            via: saying.record.via.clone(),
            differences,
            collation: collate::collate(members[fullest], saying),
        }
    };
    Utterance {
        speaker: speaker.map(|speaker| speaker.shown.clone()),
        wordings: members.iter().map(wording).collect(),
        fullest: wide(fullest),
        earliest: earliest(members, reports),
        joins,
    }
}

/// The speaker that most wordings name; of equals, that of the fullest, then the first by key. As most of them show it.
fn usual_speaker<'s>(members: &[&'s Saying], fullest: usize) -> Option<&'s saying::Speaker> {
    let mut counts: BTreeMap<&saying::SpeakerKey, usize> = BTreeMap::new();
    for speaker in members.iter().filter_map(|saying| saying.speaker.as_ref()) {
        *counts.entry(&speaker.key).or_default() += 1;
    }
    let of_fullest = members[fullest].speaker.as_ref();
    let (&usual, _) = counts.iter().max_by_key(|&(key, &count)| {
        let here = of_fullest.is_some_and(|speaker| speaker.key == **key);
        (count, here, std::cmp::Reverse(*key))
    })?;
    let bearers = || {
        { members.iter() }
            .filter_map(|saying| saying.speaker.as_ref())
            .filter(|speaker| speaker.key == *usual)
    };
    bearers().max_by_key(|speaker| {
        let times = bearers()
            .filter(|other| other.shown == speaker.shown)
            .count();
        (
            times,
            of_fullest.is_some_and(|full| full.shown == speaker.shown),
            std::cmp::Reverse(&speaker.shown),
        )
    })
}

/// The wording whose article was surely published before those of all others that state a time.
fn earliest(members: &[&Saying], reports: &[&Report]) -> Option<u32> {
    let times: Vec<(usize, (i64, i64))> = { members.iter().enumerate() }
        .filter_map(|(at, saying)| Some((at, reports[saying.report].published?.minutes())))
        .collect();
    let &(first, (_, latest)) = times.iter().min_by_key(|&&(at, (_, last))| (last, at))?;
    let sure = { times.iter() }.all(|&(at, (earliest, _))| {
        members[at].report == members[first].report || latest < earliest
    });
    sure.then(|| wide(first))
}

fn wide(number: usize) -> u32 {
    u32::try_from(number).expect("a story has fewer quotes than 2^32")
}
