//! What the comparison of reports gives, as people are shown it: the same sentences in every format.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{
    ArticleId, ClaimKind, CollationKind, Course, Modality, QuoteStance, SameGround,
};

use crate::comparison_record::{
    ClaimRecord, DiscrepancyRecord, StatedValueRecord, StatementRecord, UtteranceRecord,
    WordingRecord,
};
use crate::dossier::{Dossier, label};
use crate::lineage_record::TextSourceRecord;
use crate::shown_annotations;
use crate::span::Span;
use crate::timeline_record::DatedRecord;

/// What is said where reports were compared and no difference was found: most are not.
pub(crate) const NO_DISCREPANCY: &str =
    "No difference was found, which does not say that there is none.";

/// Whether a dossier says where its reports differ, be it that nothing was found: there are two that could.
pub(crate) fn says_where_reports_differ(dossier: &Dossier) -> bool {
    let compared = { dossier.articles.iter() }.filter(|article| article.annotations.is_some());
    !dossier.discrepancies.is_empty() || dossier.independent.len() > 1 && compared.count() > 1
}

/// A sentence of a report with the places where reports state the same.
#[derive(Clone, Debug)]
pub(crate) struct ShownSentence<'d> {
    /// The statement whose sentence is shown.
    pub(crate) statement: &'d StatementRecord,
    /// One of each article, in the order of the dossier.
    pub(crate) marks: Vec<Mark<'d>>,
    /// What is said of it: its support, who is quoted with it, whether it is only planned.
    pub(crate) notes: Vec<String>,
}

/// A place that a sentence is opened at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark<'d> {
    /// The place of the article in the dossier.
    pub(crate) article: usize,
    /// The sentence there.
    pub(crate) sentence: &'d Span,
}

/// The places of `statements` as [`marks`] gives them; that of the article whose sentence is shown is the sentence.
fn marks_with<'d>(
    dossier: &Dossier,
    shown: &'d StatementRecord,
    statements: impl IntoIterator<Item = &'d StatementRecord>,
) -> Vec<Mark<'d>> {
    let mut marks = marks(dossier, statements);
    let place = dossier.place(shown.article);
    let own = { marks.iter_mut() }.find(|mark| Some(mark.article) == place);
    if let Some(mark) = own {
        mark.sentence = &shown.sentence;
    }
    marks
}

/// The places of `statements`, the first of each article.
pub(crate) fn marks<'d>(
    dossier: &Dossier,
    statements: impl IntoIterator<Item = &'d StatementRecord>,
) -> Vec<Mark<'d>> {
    let mut first: BTreeMap<usize, &'d Span> = BTreeMap::new();
    for statement in statements {
        let Some(article) = dossier.place(statement.article) else {
            continue;
        };
        let sentence = first.entry(article).or_insert(&statement.sentence);
        if statement.sentence.start_byte < sentence.start_byte {
            *sentence = &statement.sentence;
        }
    }
    first
        .into_iter()
        .map(|(article, sentence)| Mark { article, sentence })
        .collect()
}

/// Numbers of articles as they are listed: `1, 4, 6`.
pub(crate) fn numbers(marks: &[Mark<'_>]) -> String {
    listed(marks.iter().map(|mark| mark.article))
}

/// Places of articles in the dossier as their numbers are listed: `1, 4, 6`.
pub(crate) fn listed(places: impl IntoIterator<Item = usize>) -> String {
    let numbers: Vec<String> = { places.into_iter() }
        .map(|place| (place + 1).to_string())
        .collect();
    numbers.join(", ")
}

/// Dated sentences that Markdown and HTML show at most; JSON has all.
pub(crate) const MOST_DATES: usize = 120;

/// What is dated, as sentences under their dates, in the order of the dossier: at most `most`, of days rather than of
/// longer times, and those that most independent reports have.
pub(crate) fn timeline(dossier: &Dossier, most: usize) -> Vec<(String, Vec<ShownSentence<'_>>)> {
    let mut ranked: Vec<(usize, &DatedRecord)> = dossier.timeline.iter().enumerate().collect();
    ranked.sort_by_key(|(place, dated)| {
        let day = dated.date.len() == "2024-05-16".len();
        let support = (
            dated.independent > 1,
            day,
            dated.independent,
            dated.articles,
        );
        (std::cmp::Reverse(support), *place)
    });
    ranked.truncate(most);
    ranked.sort_by_key(|(place, _)| *place);
    let mut dates: Vec<(String, Vec<ShownSentence<'_>>)> = Vec::new();
    for (_, dated) in ranked {
        let Some(sentence) = dated_sentence(dossier, dated) else {
            continue;
        };
        let date = date_words(&dated.date);
        match dates.last_mut() {
            Some((last, sentences)) if *last == date => sentences.push(sentence),
            _ => dates.push((date, vec![sentence])),
        }
    }
    dates
}

fn dated_sentence<'d>(dossier: &Dossier, dated: &'d DatedRecord) -> Option<ShownSentence<'d>> {
    let statement = dated.statements.get(dated.fullest as usize)?;
    let mut notes: Vec<String> = Vec::new();
    // The mark of a single article says that it is one.
    notes.extend((dated.articles > 1).then(|| support(dated.articles, dated.independent)));
    notes.extend((dated.modality != Modality::Asserted).then(|| label(&dated.modality)));
    notes.extend(said_by(dossier, statement));
    Some(ShownSentence {
        statement,
        marks: marks_with(dossier, statement, &dated.statements),
        notes,
    })
}

/// Where a sentence stands: the article and the sentence's first byte.
type Place = (ArticleId, u32);

fn place(statement: &StatementRecord) -> Place {
    (statement.article, statement.sentence.start_byte)
}

/// The sentences that state a value from which other reports differ.
fn differing(dossier: &Dossier) -> BTreeSet<Place> {
    { dossier.discrepancies.iter() }
        .filter(|discrepancy| !discrepancy.is_dismissed())
        .flat_map(|discrepancy| &discrepancy.values)
        .flat_map(|value| &value.statements)
        .map(place)
        .collect()
}

/// The statement whose sentence stands for a claim on which reports agree: one that states nothing else from which others
/// differ, if there is one. Of an event, the shortest: that it happened is what they agree on, and each sentence tells more
/// of it; of a value, which is told beside it, the fullest.
fn agreed_statement<'d>(
    claim: &'d ClaimRecord,
    differing: &BTreeSet<Place>,
) -> Option<&'d StatementRecord> {
    let is_event = claim.kind == ClaimKind::Event;
    { (0..).zip(&claim.statements) }
        .min_by_key(|(number, statement)| {
            let sentence = &statement.sentence;
            let length = sentence.end_byte - sentence.start_byte;
            (
                differing.contains(&place(statement)),
                if is_event { length } else { 0 },
                *number != claim.fullest,
                std::cmp::Reverse(length),
            )
        })
        .map(|(_, statement)| statement)
}

/// What two independent reports or more state, by sentence, in the order of the claims.
pub(crate) fn agreed(dossier: &Dossier) -> Vec<ShownSentence<'_>> {
    let differing = differing(dossier);
    let mut found: Vec<(&StatementRecord, Vec<(&ClaimRecord, &StatementRecord)>)> = Vec::new();
    for claim in dossier.claims.iter().filter(|claim| claim.independent > 1) {
        let Some(statement) = agreed_statement(claim, &differing) else {
            continue;
        };
        let words = &statement.sentence.words;
        match { found.iter_mut() }.find(|(found, _)| found.sentence.words == *words) {
            Some((_, claims)) => claims.push((claim, statement)),
            None => found.push((statement, vec![(claim, statement)])),
        }
    }
    found
        .into_iter()
        .map(|(statement, claims)| {
            // That it happened is what the sentence says; of several such claims the best known speaks.
            let event = { claims.iter() }
                .filter(|(claim, _)| claim.kind == ClaimKind::Event)
                .map(|(claim, _)| (claim.independent, claim.articles))
                .max()
                .map(|(independent, articles)| support(articles, independent));
            let values = { claims.iter() }
                .filter(|(claim, _)| claim.kind != ClaimKind::Event)
                .map(|(claim, shown)| {
                    let (kind, words) = (kind_words(&claim.kind), &shown.words.words);
                    format!(
                        "{kind} “{words}”: {}",
                        support(claim.articles, claim.independent)
                    )
                });
            let mut notes: Vec<String> = event.into_iter().chain(values).collect();
            notes.dedup();
            notes.extend(said_by(dossier, statement));
            let statements = claims.iter().flat_map(|(claim, _)| &claim.statements);
            ShownSentence {
                statement,
                marks: marks_with(dossier, statement, statements),
                notes,
            }
        })
        .collect()
}

/// What one independent report alone states.
#[derive(Clone, Debug)]
pub(crate) struct OneReport<'d> {
    /// The report.
    pub(crate) root: &'d TextSourceRecord,
    /// In the order of its text.
    pub(crate) sentences: Vec<ShownSentence<'d>>,
}

/// What one report alone states, by report: those whose text more articles carry first. Sentences of which another
/// report states something too, or something else, are left out: they are shown there.
pub(crate) fn only_one(dossier: &Dossier) -> Vec<OneReport<'_>> {
    let differing = { dossier.discrepancies.iter() }
        .flat_map(|discrepancy| &discrepancy.values)
        .flat_map(|value| &value.statements);
    let shared = { dossier.claims.iter().filter(|claim| claim.independent > 1) }
        .flat_map(|claim| &claim.statements);
    let shown: BTreeSet<Place> = differing.chain(shared).map(place).collect();
    // Copies of a sentence are one, and what a claim takes together. The fullest stands first: its sentence is shown.
    let mut groups: Vec<Vec<&StatementRecord>> = Vec::new();
    let mut group_of: BTreeMap<Place, usize> = BTreeMap::new();
    let mut copies: BTreeMap<(&TextSourceRecord, &str), usize> = BTreeMap::new();
    for claim in dossier.claims.iter().filter(|claim| claim.independent == 1) {
        let Some(fullest) = claim.statements.get(claim.fullest as usize) else {
            continue;
        };
        let places = || claim.statements.iter().map(place);
        // What a headline says, the text below it says with its circumstances.
        let headline = { dossier.place(fullest.article) }
            .and_then(|place| dossier.articles[place].headline.as_ref());
        if { places() }.any(|place| shown.contains(&place))
            || headline.is_some_and(|headline| headline.value == fullest.sentence.words)
        {
            continue;
        }
        let copy = (&fullest.root, fullest.sentence.words.as_str());
        let known = { places() }
            .find_map(|place| group_of.get(&place).copied())
            .or_else(|| copies.get(&copy).copied());
        let group = known.unwrap_or_else(|| {
            groups.push(vec![fullest]);
            groups.len() - 1
        });
        copies.entry(copy).or_insert(group);
        groups[group].extend(&claim.statements);
        group_of.extend(places().map(|place| (place, group)));
    }
    let mut by_root: BTreeMap<&TextSourceRecord, Vec<ShownSentence<'_>>> = BTreeMap::new();
    for group in groups {
        let sentence = ShownSentence {
            statement: group[0],
            marks: marks_with(dossier, group[0], group.iter().copied()),
            notes: said_by(dossier, group[0]).into_iter().collect(),
        };
        by_root.entry(&group[0].root).or_default().push(sentence);
    }
    let mut reports: Vec<OneReport<'_>> = by_root
        .into_iter()
        .map(|(root, mut sentences)| {
            sentences.sort_by_cached_key(|sentence| {
                let stated = sentence.statement;
                (dossier.place(stated.article), stated.sentence.start_byte)
            });
            OneReport { root, sentences }
        })
        .collect();
    reports.sort_by_key(|report| {
        let carriers = { dossier.independent.iter() }
            .find(|independent| independent.root == *report.root)
            .map_or(0, |independent| independent.articles.len());
        (
            std::cmp::Reverse(carriers),
            dossier.place(report.root.article),
        )
    });
    reports
}

/// `said by the coast guard`, where a speaker and not the outlet stands for a statement; `ascribed to the coast guard`, where
/// the outlet tells what the speaker thinks or wants: of "he seeks to mend ties after the raid" nobody said a word. Of a sentence
/// of which less than half was said the sentence itself tells which part.
fn said_by(dossier: &Dossier, statement: &StatementRecord) -> Option<String> {
    let article = dossier.articles.get(dossier.place(statement.article)?)?;
    let quotes = &article.annotations.as_ref()?.quotes;
    let quote = quotes.get(statement.quote? as usize)?;
    if !is_mostly_said(&quote.content, &statement.sentence) {
        return None;
    }
    let speaker = quote.speaker_name.as_ref().or(quote.speaker.as_ref())?;
    if shown_annotations::PRONOUNS.contains(&speaker.words.to_lowercase().as_str()) {
        return None;
    }
    Some(match quote.stance {
        QuoteStance::Statement => format!("said by {}", speaker.words),
        QuoteStance::Attitude => format!("ascribed to {}", speaker.words),
    })
}

/// Whether half of a sentence or more is what somebody said.
fn is_mostly_said(content: &[Span], sentence: &Span) -> bool {
    let said: u32 = { content.iter() }
        .map(|part| {
            let end = part.end_byte.min(sentence.end_byte);
            end.saturating_sub(part.start_byte.max(sentence.start_byte))
        })
        .sum();
    said * 2 >= sentence.end_byte - sentence.start_byte
}

/// Statements in the same words, as copies of one text have them.
#[derive(Clone, Debug)]
pub(crate) struct SameWords<'d> {
    /// The first of them, in the order of the dossier's articles.
    pub(crate) first: &'d StatementRecord,
    /// Where all of them stand.
    pub(crate) marks: Vec<Mark<'d>>,
}

/// The sentences that state a value, those with the words that it is shown by first. What an article says in the same words
/// again is left out: a name may stand in every other sentence.
pub(crate) fn by_words<'d>(dossier: &Dossier, value: &'d StatedValueRecord) -> Vec<SameWords<'d>> {
    let shown_by = value_words(dossier, value);
    let mut ordered: Vec<&StatementRecord> = value.statements.iter().collect();
    ordered.sort_by_cached_key(|statement| {
        let is_other = statement.words.words != shown_by;
        let place = dossier.place(statement.article);
        (is_other, place, statement.words.start_byte)
    });
    let mut told = BTreeSet::new();
    ordered.retain(|statement| told.insert((statement.article, &statement.words.words)));
    let mut groups: Vec<Vec<&StatementRecord>> = Vec::new();
    for statement in ordered {
        let same =
            { groups.iter_mut() }.find(|group| group[0].sentence.words == statement.sentence.words);
        match same {
            Some(group) => group.push(statement),
            None => groups.push(vec![statement]),
        }
    }
    groups
        .into_iter()
        .map(|group| SameWords {
            first: group[0],
            marks: marks(dossier, group.iter().copied()),
        })
        .collect()
}

/// What a wording is beside the fullest, in runs of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Collated {
    /// In both.
    Same,
    /// Only here, or other words than there.
    Here,
    /// What only the fullest has: the words are those of the fullest.
    LeftOut,
    /// The same, and dots say so.
    LeftOutWithDots,
}

/// Wordings that are the same words, as copies of one text have them.
#[derive(Clone, Debug)]
pub(crate) struct SameWording {
    /// The words, in runs that are the fullest's or not.
    pub(crate) runs: Vec<(Collated, String)>,
    /// Kind, `fullest`, `earliest`, differences, and what stands around the words.
    pub(crate) notes: Vec<String>,
    /// Where it stands: the place of the article in the dossier, and the first words.
    pub(crate) places: Vec<(usize, Span)>,
}

impl SameWording {
    /// A wording that nothing is compared with.
    pub(crate) fn whole(
        content: &[Span],
        notes: Vec<String>,
        article: usize,
        first: &Span,
    ) -> Self {
        let words: Vec<&str> = content.iter().map(|span| span.words.as_str()).collect();
        Self {
            runs: vec![(Collated::Same, words.join(" … "))],
            notes,
            places: vec![(article, first.clone())],
        }
    }

    /// The words by which copies are known: marks of quotation and space are house style.
    pub(crate) fn key(content: &[Span]) -> String {
        let words: Vec<String> = { content.iter() }
            .flat_map(|span| {
                let words = retold_text::word::words(&span.words);
                words.filter_map(|word| word.slice(&span.words))
            })
            .map(retold_text::fold::fold_word)
            .collect();
        words.join(" ")
    }
}

/// One saying in its wordings, the fullest first.
#[derive(Clone, Debug)]
pub(crate) struct ShownSaying {
    pub(crate) wordings: Vec<SameWording>,
}

impl ShownSaying {
    /// How many articles have it.
    pub(crate) fn articles(&self) -> usize {
        let places = self.wordings.iter().flat_map(|wording| &wording.places);
        places
            .map(|(article, _)| article)
            .collect::<BTreeSet<_>>()
            .len()
    }

    pub(crate) fn of(dossier: &Dossier, utterance: &UtteranceRecord) -> Self {
        let mut wordings: Vec<SameWording> = Vec::new();
        let mut of_key: BTreeMap<String, usize> = BTreeMap::new();
        let mut ordered: Vec<(u32, &WordingRecord)> = (0..).zip(&utterance.wordings).collect();
        ordered.sort_by_key(|(number, wording)| {
            let place = dossier.place(wording.article);
            (*number != utterance.fullest, place, *number)
        });
        for (number, wording) in ordered {
            let (Some(article), Some(first)) =
                (dossier.place(wording.article), wording.content.first())
            else {
                continue;
            };
            let runs = runs_of(wording, number == utterance.fullest);
            let mut special: Vec<String> = Vec::new();
            special.extend((number == utterance.fullest).then(|| "fullest".to_owned()));
            special.extend((Some(number) == utterance.earliest).then(|| "earliest".to_owned()));
            special.extend(wording.differences.iter().map(kind_words));
            let mut notes = vec![label(&wording.kind)];
            notes.extend_from_slice(&special);
            let around = { dossier.articles[article].annotations.iter() }
                .filter_map(|read| read.quotes.get(wording.quote as usize))
                .flat_map(shown_annotations::around);
            notes.extend(around);
            let key = SameWording::key(&wording.content);
            let same = of_key.get(&key).map(|&index: &usize| &mut wordings[index]);
            if let Some(same) = same {
                if same.places.iter().all(|(place, _)| *place != article) {
                    same.places.push((article, first.clone()));
                }
                // What is special to a copy is told; what stands around the words, the first tells for all.
                for note in special {
                    if !same.notes.contains(&note) {
                        same.notes.insert(1, note);
                    }
                }
            } else {
                of_key.insert(key, wordings.len());
                wordings.push(SameWording {
                    runs,
                    notes,
                    places: vec![(article, first.clone())],
                });
            }
        }
        for wording in &mut wordings {
            wording.places.sort_by_key(|(article, _)| *article);
        }
        Self { wordings }
    }
}

impl Collated {
    pub(crate) fn is_left_out(self) -> bool {
        matches!(self, Self::LeftOut | Self::LeftOutWithDots)
    }
}

fn runs_of(wording: &WordingRecord, fullest: bool) -> Vec<(Collated, String)> {
    let joined = |spans: &[Span]| -> String {
        let words: Vec<&str> = spans.iter().map(|span| span.words.as_str()).collect();
        words.join(" … ")
    };
    if fullest || wording.collation.is_empty() {
        return vec![(Collated::Same, joined(&wording.content))];
    }
    let mut runs: Vec<(Collated, String)> = Vec::new();
    for segment in &wording.collation {
        let (here, there) = (joined(&segment.wording), joined(&segment.fullest));
        let left_out = if segment.ellipsis {
            Collated::LeftOutWithDots
        } else {
            Collated::LeftOut
        };
        match segment.kind {
            CollationKind::Same => runs.push((Collated::Same, here)),
            CollationKind::Added => runs.push((Collated::Here, here)),
            CollationKind::Omitted => runs.push((left_out, there)),
            CollationKind::Replaced => {
                runs.push((left_out, there));
                runs.push((Collated::Here, here));
            }
        }
    }
    runs.retain(|(_, words)| !words.is_empty());
    runs
}

/// The words of a value: those that most of its statements have, of equals the first in the order of the dossier.
pub(crate) fn value_words<'d>(dossier: &Dossier, value: &'d StatedValueRecord) -> &'d str {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for statement in &value.statements {
        *counts.entry(&statement.words.words).or_default() += 1;
    }
    { value.statements.iter() }
        .min_by_key(|statement| {
            let words = statement.words.words.as_str();
            (
                std::cmp::Reverse(counts[words]),
                dossier.place(statement.article),
                statement.words.start_byte,
            )
        })
        .map_or("", |statement| &statement.words.words)
}

/// A date in EDTF for people: weeks, seasons and quarters in words.
pub(crate) fn date_words(date: &str) -> String {
    if let Some((first, last)) = date.split_once('/') {
        return format!("{first} to {last}");
    }
    let season = match date.get(4..) {
        Some("-21") => "spring",
        Some("-22") => "summer",
        Some("-23") => "autumn",
        Some("-24") => "winter",
        Some("-33") => "first quarter of",
        Some("-34") => "second quarter of",
        Some("-35") => "third quarter of",
        Some("-36") => "fourth quarter of",
        _ => return date.to_owned(),
    };
    format!("{season} {}", &date[..4])
}

/// A number of articles and independent reports in words: `4 articles, 2 independent`.
pub(crate) fn support(articles: u32, independent: u32) -> String {
    match (articles, independent) {
        (1, _) => "1 article".to_owned(),
        (articles, 1) => format!("{articles} articles, one report"),
        (articles, independent) => format!("{articles} articles, {independent} independent"),
    }
}

/// What differs, in a few words: `number · conflict · high`; and what was decided of it.
pub(crate) fn discrepancy_words(discrepancy: &DiscrepancyRecord) -> String {
    let course = match discrepancy.course {
        Course::Conflict => "conflict",
        Course::Update => "update: the later report tells of a later state",
    };
    let decision = discrepancy.decision.as_ref().map(|decision| {
        let reason = decision.reason.as_ref().map(|reason| format!(": {reason}"));
        format!(
            " · {} by hand{}",
            label(&decision.verdict),
            reason.unwrap_or_default()
        )
    });
    format!(
        "{} · {course} · {}{}",
        kind_words(&discrepancy.kind),
        label(&discrepancy.severity),
        decision.unwrap_or_default()
    )
}

/// Why two statements are taken to be about one thing, in words.
pub(crate) fn ground_words(grounds: &[SameGround]) -> String {
    let words: Vec<String> = grounds
        .iter()
        .map(|ground| match label(ground).as_str() {
            "like-predicate" => "like verbs".to_owned(),
            "like-noun" => "like nouns".to_owned(),
            "same-predicate" => "the same verb".to_owned(),
            "same-anchor" => "counted from the same event".to_owned(),
            "only-one" => "each report tells of only one".to_owned(),
            other => other.replacen("same-", "the same ", 1).replace('-', " "),
        })
        .collect();
    words.join(", ")
}

/// The label of a kind as words: `time distance`.
pub(crate) fn kind_words<T: serde::Serialize>(kind: &T) -> String {
    label(kind).replace('-', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, words: &str) -> Span {
        let end = start + u32::try_from(words.len()).unwrap();
        Span {
            start_byte: start,
            end_byte: end,
            start_char: start,
            end_char: end,
            words: words.to_owned(),
        }
    }

    fn stated(article: u8, start: u32, sentence: &str) -> StatementRecord {
        let article = ArticleId::of_url(&format!("https://example.org/{article}"));
        StatementRecord {
            article,
            words: span(start, "fell"),
            sentence: span(start, sentence),
            quote: None,
            root: TextSourceRecord {
                kind: "article".to_owned(),
                article,
                names: Vec::new(),
            },
        }
    }

    #[test]
    fn the_sentence_for_what_is_agreed_says_nothing_that_is_not() {
        let claim = |kind| ClaimRecord {
            kind,
            statements: vec![
                stated(
                    1,
                    10,
                    "The bridge fell on Tuesday, as trains were crossing it.",
                ),
                stated(2, 20, "The bridge at Ashford fell."),
                stated(3, 30, "The bridge fell in the storm."),
            ],
            fullest: 0,
            articles: 3,
            independent: 3,
            grounds: Vec::new(),
        };
        let (event, number) = (claim(ClaimKind::Event), claim(ClaimKind::Number));
        let shown = |claim: &ClaimRecord, differing: &[usize]| {
            let differing = { differing.iter() }
                .map(|&at| place(&claim.statements[at]))
                .collect();
            agreed_statement(claim, &differing)
                .unwrap()
                .sentence
                .words
                .clone()
        };
        // Nothing differs: the shortest of an event, the fullest of a value.
        assert_eq!(shown(&event, &[]), "The bridge at Ashford fell.");
        assert_eq!(
            shown(&number, &[]),
            "The bridge fell on Tuesday, as trains were crossing it."
        );
        // Of which day, the reports do not agree.
        assert_eq!(shown(&number, &[0]), "The bridge fell in the storm.");
        assert_eq!(shown(&event, &[1]), "The bridge fell in the storm.");
        // All state something else that differs.
        assert_eq!(
            shown(&number, &[0, 1, 2]),
            "The bridge fell on Tuesday, as trains were crossing it."
        );
    }

    #[test]
    fn dates_of_people_have_no_numbers_for_seasons() {
        let shown = ["2024-05", "2024-22", "2024-34", "2024-05-13/2024-05-19"].map(date_words);
        assert_eq!(
            shown,
            [
                "2024-05",
                "summer 2024",
                "second quarter of 2024",
                "2024-05-13 to 2024-05-19"
            ]
        );
    }

    #[test]
    fn a_sentence_is_said_where_half_of_it_is() {
        let sentence = span(
            100,
            "He left a day after Holt said that the road was closed.",
        );
        let part = |words: &str| {
            let at = u32::try_from(sentence.words.find(words).unwrap()).unwrap();
            span(100 + at, words)
        };
        assert!(!is_mostly_said(
            &[part("that the road was closed")],
            &sentence
        ));
        assert!(is_mostly_said(
            &[part("He left"), part("that the road was closed")],
            &sentence
        ));
        // The quote goes on in the next sentence.
        assert!(!is_mostly_said(
            &[
                part("closed."),
                span(200, "It will stay so for all of the week, she said.")
            ],
            &sentence
        ));
    }
}
