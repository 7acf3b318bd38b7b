//! What the page of a story shows: strings that are ready but for escaping.

use std::collections::BTreeMap;

use askama::Template;
use retold_model::ArticleId;

use super::view::{ArticleView, Cites, Figure, PairView, Passages, Places, cite_anchor, readable};
use super::{diagnostics, drawing, map, render};
use crate::dossier::Dossier;
use crate::headline::story_headline;
use crate::inert::visible;
use crate::lineage_record::{edge_words, ground_words, origin_words};
use crate::shown_annotations::{self, EntityLine};
use crate::shown_comparison::{
    self, Collated, Mark, NO_DISCREPANCY, SameWording, ShownSaying, ShownSentence, by_words,
    discrepancy_words, marks, says_where_reports_differ, support, value_words,
};
use crate::shown_open::{self, INDEPENDENT};
use crate::shown_passages::shown_passages;
use crate::shown_phases::{self, ShownPhase};
use crate::shown_places::{coordinates, numbers, within};

/// Sentences of one report, names of a kind, sentences that state a value, and speakers, before the rest is folded.
const OPEN_SENTENCES: usize = 6;
const OPEN_NAMES: usize = 12;
const OPEN_WORDINGS: usize = 1;
const OPEN_SPEAKERS: usize = 12;

/// A story's dossier with the texts of its articles. Every sentence has marks that lead to its place in the texts, and
/// each passage is shown side by side.
pub fn story_html(dossier: &Dossier) -> String {
    let shown = Shown::of(dossier);
    let passages = shown_passages(
        &dossier.passages,
        &dossier.lineage,
        dossier.passages_left_out,
    );
    let cites = shown.cites();
    let mut places = Places::default();
    let articles: Vec<ArticleView> = { dossier.articles.iter().enumerate() }
        .map(|(index, article)| {
            let cites = cites.get(&index).unwrap_or(&NO_CITES);
            let origin = origin_words(dossier, article.id);
            ArticleView {
                origin: visible(&origin).into_owned(),
                ..ArticleView::of(article, index + 1, &passages.passages, cites, &mut places)
            }
        })
        .collect();
    let name_of = |id: ArticleId| dossier.name(id);
    let pairs = Passages {
        shown: PairView::of_passages(&passages.passages, &name_of, &places),
        more: passages.more,
    };
    let page = Page {
        dossier,
        articles: &articles,
        places: &places,
    };
    let story = &dossier.story;
    render(&StoryPage {
        retold: &dossier.retold,
        title: visible(&story_headline(dossier)).into_owned(),
        id: story.id.to_string(),
        figures: figures(dossier),
        independent_note: (story.article_count > 1).then_some(INDEPENDENT),
        articles: &articles,
        says_where_reports_differ: says_where_reports_differ(dossier),
        no_discrepancy: NO_DISCREPANCY,
        discrepancies: page.discrepancies(),
        phases: phases(dossier),
        timeline: { shown.timeline.iter() }
            .map(|(date, sentences)| (date.clone(), page.sentences(sentences)))
            .collect(),
        agreed: page.sentences(&shown.agreed),
        only_one: { shown.only_one.iter() }
            .map(|report| OneReportView {
                name: dossier.source_name(report.root),
                sentences: Folded::of(page.sentences(&report.sentences), OPEN_SENTENCES),
            })
            .collect(),
        speakers: Folded::of(page.speakers(&shown.speakers), OPEN_SPEAKERS),
        independent: independent(dossier),
        drawing: drawing::drawing(dossier),
        edges: edges(dossier),
        entities: { shown_annotations::entities(dossier).into_iter() }
            .map(|(title, lines)| (title, Folded::of(names(&lines), OPEN_NAMES)))
            .collect(),
        map: map::map(&dossier.places),
        places: story_places(dossier),
        open: { shown_open::lines(dossier).into_iter() }
            .map(|line| (line.title, visible(&line.words).into_owned()))
            .collect(),
        passages: pairs,
        diagnostics: diagnostics(&dossier.diagnostics),
    })
}

#[derive(Template)]
#[template(path = "story.html")]
struct StoryPage<'d> {
    retold: &'d str,
    title: String,
    id: String,
    figures: Vec<Figure>,
    independent_note: Option<&'static str>,
    articles: &'d [ArticleView],
    says_where_reports_differ: bool,
    no_discrepancy: &'static str,
    discrepancies: Vec<DiscrepancyView>,
    phases: Vec<ShownPhase>,
    /// By date.
    timeline: Vec<(String, Vec<CitedView>)>,
    agreed: Vec<CitedView>,
    only_one: Vec<OneReportView>,
    speakers: Folded<SpeakerView>,
    /// Each report that stands for itself, with those that carry it.
    independent: Vec<(String, Vec<String>)>,
    /// SVG, ready.
    drawing: Option<String>,
    edges: Vec<EdgeView>,
    /// Under each heading the names.
    entities: Vec<(&'static str, Folded<NameView>)>,
    /// SVG, ready.
    map: Option<String>,
    places: Vec<PlaceView>,
    /// What could not be told, with the words that are open.
    open: Vec<(String, String)>,
    passages: Passages,
    diagnostics: Vec<String>,
}

/// The phases, inert.
fn phases(dossier: &Dossier) -> Vec<ShownPhase> {
    { shown_phases::phases(dossier).into_iter() }
        .map(|phase| ShownPhase {
            headline: visible(&phase.headline).into_owned(),
            grounds: visible(&phase.grounds).into_owned(),
            ..phase
        })
        .collect()
}

/// A list of which the head stands open.
struct Folded<T> {
    open: Vec<T>,
    folded: Vec<T>,
}

impl<T> Folded<T> {
    fn of(mut all: Vec<T>, open: usize) -> Self {
        let folded = all.split_off(open.min(all.len()));
        Self { open: all, folded }
    }
}

/// Words of articles with the marks that open their places.
struct CitedView {
    /// Runs of words: `same`, `other`, `gap`.
    runs: Vec<(&'static str, String)>,
    lang: Option<String>,
    note: String,
    marks: Vec<MarkView>,
}

/// The number of an article, which leads to the words in it.
struct MarkView {
    number: usize,
    name: String,
    anchor: Option<String>,
}

/// A point in which reports differ.
struct DiscrepancyView {
    title: String,
    values: Vec<ValueView>,
    grounds: String,
}

/// A value with its support and the sentences that state it.
struct ValueView {
    words: String,
    support: String,
    marks: Vec<MarkView>,
    sentences: Folded<CitedView>,
}

struct OneReportView {
    name: String,
    sentences: Folded<CitedView>,
}

/// What one speaker said: sayings, each the fullest wording with the others.
struct SpeakerView {
    name: String,
    sayings: Vec<(CitedView, Vec<CitedView>)>,
}

/// Who took a text from whom.
struct EdgeView {
    child: String,
    parent: String,
    words: String,
    grounds: String,
}

/// Somebody or something that is named.
struct NameView {
    name: String,
    offices: String,
    note: String,
}

/// A row of the table of places.
struct PlaceView {
    name: String,
    kind: String,
    within: String,
    coordinates: String,
    sure: u8,
    times: usize,
    articles: String,
}

/// What of the comparison is shown, before its places in the page are known.
struct Shown<'d> {
    dossier: &'d Dossier,
    timeline: Vec<(String, Vec<ShownSentence<'d>>)>,
    agreed: Vec<ShownSentence<'d>>,
    only_one: Vec<shown_comparison::OneReport<'d>>,
    speakers: Vec<shown_annotations::Speaker>,
}

static NO_CITES: Cites = Cites::new();

impl<'d> Shown<'d> {
    fn of(dossier: &'d Dossier) -> Self {
        let alone = dossier.articles.len() < 2;
        Self {
            dossier,
            timeline: shown_comparison::timeline(dossier, shown_comparison::MOST_DATES),
            agreed: shown_comparison::agreed(dossier),
            only_one: if alone {
                Vec::new()
            } else {
                shown_comparison::only_one(dossier)
            },
            speakers: shown_annotations::speakers(dossier),
        }
    }

    /// The ranges of the articles that marks lead to, by the place of the article.
    fn cites(&self) -> BTreeMap<usize, Cites> {
        let mut cites: BTreeMap<usize, Cites> = BTreeMap::new();
        let dated = self.timeline.iter().flat_map(|(_, sentences)| sentences);
        let alone = { self.only_one.iter() }.flat_map(|report| &report.sentences);
        let marks = { dated.chain(&self.agreed).chain(alone) }.flat_map(|shown| &shown.marks);
        let values = { self.dossier.discrepancies.iter() }.flat_map(|found| &found.values);
        let stated = values.flat_map(|value| &value.statements);
        let stated = stated
            .filter_map(|stated| Some((self.dossier.place(stated.article)?, &stated.sentence)));
        let said = { self.speakers.iter() }.flat_map(|speaker| &speaker.sayings);
        let said = said.flat_map(|saying| &saying.wordings);
        let said = said
            .flat_map(|wording| &wording.places)
            .map(|(at, span)| (*at, span));
        let all = { marks.map(|mark| (mark.article, mark.sentence)) }
            .chain(stated)
            .chain(said);
        for (article, span) in all {
            let range = (span.start_byte, span.end_byte);
            cites.entry(article).or_default().insert(range);
        }
        cites
    }
}

/// What is known of the page while its parts are made.
struct Page<'p> {
    dossier: &'p Dossier,
    articles: &'p [ArticleView],
    places: &'p Places,
}

impl Page<'_> {
    fn mark(&self, mark: &Mark<'_>) -> MarkView {
        let number = mark.article + 1;
        let article = self.articles.get(mark.article);
        let anchor = cite_anchor(number, mark.sentence.start_byte);
        MarkView {
            number,
            name: article.map_or_else(String::new, |article| article.name.clone()),
            anchor: self.places.has(&anchor).then_some(anchor),
        }
    }

    fn cited(
        &self,
        runs: Vec<(&'static str, String)>,
        notes: &[String],
        marks: &[Mark<'_>],
    ) -> CitedView {
        let first = marks
            .first()
            .and_then(|mark| self.articles.get(mark.article));
        CitedView {
            runs,
            lang: first.and_then(|article| article.lang.clone()),
            note: visible(&notes.join(" · ")).into_owned(),
            marks: marks.iter().map(|mark| self.mark(mark)).collect(),
        }
    }

    fn sentences(&self, sentences: &[ShownSentence<'_>]) -> Vec<CitedView> {
        { sentences.iter() }
            .map(|shown| {
                let words = visible(&shown.statement.sentence.words).into_owned();
                self.cited(vec![("same", words)], &shown.notes, &shown.marks)
            })
            .collect()
    }

    fn discrepancies(&self) -> Vec<DiscrepancyView> {
        { self.dossier.discrepancies.iter() }
            .map(|discrepancy| DiscrepancyView {
                title: visible(&discrepancy_words(discrepancy)).into_owned(),
                grounds: shown_comparison::ground_words(&discrepancy.grounds),
                values: { discrepancy.values.iter() }
                    .map(|value| {
                        let sentences = { by_words(self.dossier, value).into_iter() }
                            .map(|same| {
                                let words = visible(&same.first.sentence.words).into_owned();
                                self.cited(vec![("same", words)], &[], &same.marks)
                            })
                            .collect();
                        ValueView {
                            words: visible(value_words(self.dossier, value)).into_owned(),
                            support: support(value.articles, value.independent),
                            marks: { marks(self.dossier, &value.statements).into_iter() }
                                .map(|mark| self.mark(&mark))
                                .collect(),
                            sentences: Folded::of(sentences, OPEN_WORDINGS),
                        }
                    })
                    .collect(),
            })
            .collect()
    }

    fn speakers(&self, speakers: &[shown_annotations::Speaker]) -> Vec<SpeakerView> {
        { speakers.iter() }
            .map(|speaker| SpeakerView {
                name: visible(&speaker.name).into_owned(),
                sayings: { speaker.sayings.iter() }
                    .filter_map(|saying| self.saying(saying))
                    .collect(),
            })
            .collect()
    }

    fn saying(&self, saying: &ShownSaying) -> Option<(CitedView, Vec<CitedView>)> {
        let (fullest, others) = saying.wordings.split_first()?;
        let others = others.iter().map(|wording| self.wording(wording));
        Some((self.wording(fullest), others.collect()))
    }

    fn wording(&self, wording: &SameWording) -> CitedView {
        let runs = { wording.runs.iter() }
            .map(|(kind, run)| {
                let mark = match kind {
                    Collated::Same => "same",
                    Collated::Here => "other",
                    Collated::LeftOut => "gap",
                    Collated::LeftOutWithDots => "dots",
                };
                (mark, visible(run).into_owned())
            })
            .collect();
        let marks: Vec<Mark<'_>> = { wording.places.iter() }
            .map(|(article, span)| Mark {
                article: *article,
                sentence: span,
            })
            .collect();
        self.cited(runs, &wording.notes, &marks)
    }
}

fn figures(dossier: &Dossier) -> Vec<Figure> {
    let story = &dossier.story;
    let mut figures = vec![
        Figure::count(story.article_count, "article", "articles"),
        Figure::count(
            story.independent_count,
            "independent report",
            "independent reports",
        ),
        Figure::count(story.outlet_count, "outlet", "outlets"),
    ];
    for (name, stamp) in [
        ("first published", story.first),
        ("last published", story.last),
    ] {
        figures.extend(stamp.map(|stamp| Figure {
            value: readable(stamp),
            name: name.to_owned(),
        }));
    }
    figures
}

fn independent(dossier: &Dossier) -> Vec<(String, Vec<String>)> {
    { dossier.independent.iter() }
        .map(|report| {
            let carriers = { report.articles.iter() }
                .filter(|carrier| !carrier.path.is_empty())
                .map(|carrier| format!("{} ({} %)", dossier.name(carrier.article), carrier.share));
            (dossier.source_name(&report.root), carriers.collect())
        })
        .collect()
}

fn edges(dossier: &Dossier) -> Vec<EdgeView> {
    { dossier.lineage.iter() }
        .flat_map(|lineage| {
            lineage
                .edges
                .iter()
                .map(move |edge| (lineage.article, edge))
        })
        .map(|(child, edge)| EdgeView {
            child: dossier.name(child),
            parent: dossier.source_name(&edge.parent),
            words: edge_words(edge),
            grounds: visible(&ground_words(dossier, &edge.grounds)).into_owned(),
        })
        .collect()
}

fn names(lines: &[EntityLine]) -> Vec<NameView> {
    let shown = |text: &str| visible(text).into_owned();
    { lines.iter() }
        .map(|line| NameView {
            name: shown(&line.name),
            offices: shown(&line.offices.join("; ")),
            note: shown(&line.note),
        })
        .collect()
}

fn story_places(dossier: &Dossier) -> Vec<PlaceView> {
    { dossier.places.iter() }
        .map(|place| PlaceView {
            name: visible(&place.place).into_owned(),
            kind: shown_comparison::kind_words(&place.feature),
            within: visible(&within(place).unwrap_or_default()).into_owned(),
            coordinates: coordinates(place),
            sure: place.confidence,
            times: place.names.len(),
            articles: numbers(dossier, place),
        })
        .collect()
}
