//! Dossiers as one HTML file that needs no network and no scripts.
//!
//! The templates escape every value; words pass [`inert::visible`](crate::inert::visible) first, so that no sign of a
//! page turns the direction of the words around it. Links lead to places in the file, or to `http` and `https`
//! addresses. A content security policy in the file forbids everything but its own style.

mod drawing;
mod view;

use std::collections::BTreeMap;

use askama::Template;
use retold_model::ArticleId;

use crate::article_record::ArticleRecord;
use crate::comparison_record::{agreed, by_words, discrepancy_words, same_wordings, support};
use crate::dossier::{ArticleDossier, DiagnosticRecord, Dossier, label, short_name};
use crate::inert::visible;
use crate::lineage_graph::source_name;
use crate::lineage_record::{TextSourceRecord, edge_words, ground_words};
use crate::shown_annotations;
use crate::shown_passages::shown_passages;
use view::{
    ArticleView, Figure, LineView, PairView, Passages, Places, VersionView, block_anchor, readable,
};

/// A story's dossier with the texts of its articles. Each passage is shown side by side and linked to its place in
/// both texts.
pub fn story_html(dossier: &Dossier) -> String {
    let story = &dossier.story;
    let number: BTreeMap<ArticleId, usize> = dossier
        .articles
        .iter()
        .enumerate()
        .map(|(index, article)| (article.id, index + 1))
        .collect();
    let shown = shown_passages(&dossier.passages, dossier.passages_left_out);
    let mut places = Places::default();
    let articles: Vec<ArticleView> = dossier
        .articles
        .iter()
        .enumerate()
        .map(|(index, article)| ArticleView::of(article, index + 1, &shown.passages, &mut places))
        .collect();
    let name_of = |id: ArticleId| {
        let number = number.get(&id).copied().unwrap_or_default();
        let name = number
            .checked_sub(1)
            .map_or("", |index| articles[index].name.as_str());
        format!("{number} {name}")
    };
    let passages = Passages {
        shown: PairView::of_passages(&shown.passages, &name_of, &places),
        more: shown.more,
    };
    let source_of = |source: &TextSourceRecord| match source.kind.as_str() {
        "article" => name_of(source.article),
        _ => visible(&source_name(source)).into_owned(),
    };
    let independent = dossier
        .independent
        .iter()
        .map(|report| {
            let carriers = report
                .articles
                .iter()
                .filter(|carrier| !carrier.path.is_empty());
            let carriers = carriers
                .map(|carrier| format!("{} ({} %)", name_of(carrier.article), carrier.share))
                .collect();
            (source_of(&report.root), carriers)
        })
        .collect();
    let edges = dossier
        .lineage
        .iter()
        .flat_map(|lineage| {
            lineage
                .edges
                .iter()
                .map(move |edge| (lineage.article, edge))
        })
        .map(|(child, edge)| EdgeView {
            child: name_of(child),
            parent: source_of(&edge.parent),
            words: edge_words(edge),
            grounds: visible(&ground_words(&edge.grounds)).into_owned(),
        })
        .collect();
    let places: BTreeMap<ArticleId, usize> = dossier
        .articles
        .iter()
        .enumerate()
        .map(|(index, article)| (article.id, index))
        .collect();
    let place_of = |id: ArticleId| places.get(&id).copied().unwrap_or_default();
    let cited = |number: usize, start: u32, words: &str, note: String| CitedView {
        anchor: dossier.articles.get(number).and_then(|article| {
            let block = article
                .blocks
                .iter()
                .position(|block| (block.span.start_byte..block.span.end_byte).contains(&start));
            block.map(|block| block_anchor(number + 1, block))
        }),
        words: visible(words).into_owned(),
        note,
    };
    let articles_named = |articles: &[usize]| -> String {
        let names: Vec<String> = articles
            .iter()
            .filter_map(|&index| Some(name_of(dossier.articles.get(index)?.id)))
            .collect();
        names.join(", ")
    };
    let discrepancies = dossier
        .discrepancies
        .iter()
        .map(|discrepancy| DiscrepancyView {
            title: discrepancy_words(discrepancy),
            values: discrepancy
                .values
                .iter()
                .map(|value| {
                    let words = value
                        .statements
                        .first()
                        .map_or("", |first| &first.words.words);
                    let title = visible(words).into_owned();
                    let stated = by_words(&value.statements, &place_of);
                    let statements = stated
                        .iter()
                        .map(|same| {
                            let first = same.first;
                            let note = articles_named(&same.articles);
                            let number = place_of(first.article);
                            cited(number, first.words.start_byte, &first.sentence.words, note)
                        })
                        .collect();
                    (
                        title,
                        support(value.articles, value.independent),
                        statements,
                    )
                })
                .collect(),
        })
        .collect();
    let agreed = agreed(&dossier.claims)
        .into_iter()
        .map(|sentence| {
            let statement = sentence.statement;
            let notes: Vec<String> = sentence
                .claims
                .iter()
                .map(|claim| {
                    let fullest = claim.statements.get(claim.fullest as usize);
                    let words = fullest.map_or("", |fullest| &fullest.words.words);
                    let words = visible(words).into_owned();
                    let support = support(claim.articles, claim.independent);
                    format!("{} “{words}”: {support}", label(&claim.kind))
                })
                .collect();
            let number = place_of(statement.article);
            let note = format!("{} · {}", notes.join(" · "), name_of(statement.article));
            cited(
                number,
                statement.words.start_byte,
                &statement.sentence.words,
                note,
            )
        })
        .collect();
    let sayings = dossier
        .utterances
        .iter()
        .map(|utterance| {
            let speaker = utterance.speaker.as_deref().unwrap_or("(no speaker)");
            let wordings = same_wordings(utterance, dossier)
                .into_iter()
                .map(|same| {
                    let note = format!(
                        "{} · {}",
                        same.notes.join(" · "),
                        articles_named(&same.articles)
                    );
                    let number = same.articles.first().copied().unwrap_or_default();
                    cited(number, same.start_byte, &same.words, note)
                })
                .collect();
            (visible(speaker).into_owned(), wordings)
        })
        .collect();
    let entities = shown_annotations::entities(dossier)
        .into_iter()
        .map(|(title, lines)| {
            let shown = |text: &str| visible(text).into_owned();
            let lines = lines
                .iter()
                .map(|line| (shown(&line.name), shown(&line.note)));
            (title, lines.collect())
        })
        .collect();
    let speakers = shown_annotations::speakers(dossier);
    let speakers = speakers
        .iter()
        .map(|speaker| SpeakerView {
            name: visible(&speaker.name).into_owned(),
            quotes: speaker
                .quotes
                .iter()
                .map(|(index, line)| {
                    let name = name_of(dossier.articles[*index].id);
                    (
                        name,
                        LineView::of(line, &dossier.articles[*index], index + 1),
                    )
                })
                .collect(),
        })
        .collect();
    let reprints = dossier
        .reprints
        .iter()
        .map(|group| {
            let index = |id: &ArticleId| number.get(id).map(|number| number - 1);
            group
                .articles
                .iter()
                .filter_map(index)
                .map(|index| &articles[index])
                .collect()
        })
        .collect();
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
        if let Some(stamp) = stamp {
            figures.push(Figure {
                value: readable(stamp),
                name: name.to_owned(),
            });
        }
    }
    render(&StoryPage {
        retold: &dossier.retold,
        title: shown_headline(story.headline.as_deref()),
        id: story.id.to_string(),
        figures,
        articles: &articles,
        reprints,
        independent,
        drawing: drawing::drawing(dossier),
        edges,
        discrepancies,
        agreed,
        sayings,
        entities,
        speakers,
        passages,
        diagnostics: diagnostics(&dossier.diagnostics),
    })
}

/// An article's dossier.
pub fn article_html(dossier: &ArticleDossier) -> String {
    let record = dossier.current();
    let shown = shown_passages(&dossier.passages, 0);
    let mut places = Places::default();
    let article = ArticleView::of(record, 1, &shown.passages, &mut places);
    let name_of = |id: ArticleId| match dossier.others.iter().find(|other| other.id == id) {
        Some(other) => visible(&short_name(
            other.outlet.as_ref(),
            other.address.as_deref(),
            &other.path,
        ))
        .into_owned(),
        None => article.name.clone(),
    };
    let passages = Passages {
        shown: PairView::of_passages(&shown.passages, &name_of, &places),
        more: shown.more,
    };
    let versions = match dossier.versions.as_slice() {
        [_] => Vec::new(),
        versions => {
            let before: Vec<Option<&ArticleRecord>> = std::iter::once(None)
                .chain(versions.iter().map(|version| Some(&version.article)))
                .collect();
            versions
                .iter()
                .zip(before)
                .map(|(version, before)| VersionView::of(version, before))
                .collect()
        }
    };
    render(&ArticlePage {
        retold: &dossier.retold,
        title: shown_headline(
            record
                .headline
                .as_ref()
                .map(|headline| headline.value.as_str()),
        ),
        id: record.id.to_string(),
        article: &article,
        versions,
        passages,
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
    articles: &'d [ArticleView],
    reprints: Vec<Vec<&'d ArticleView>>,
    /// Each report that stands for itself, with those that carry it.
    independent: Vec<(String, Vec<String>)>,
    /// SVG, ready.
    drawing: Option<String>,
    edges: Vec<EdgeView>,
    discrepancies: Vec<DiscrepancyView>,
    agreed: Vec<CitedView>,
    /// By speaker.
    sayings: Vec<(String, Vec<CitedView>)>,
    /// Under each heading the names, each with a note.
    entities: Vec<(&'static str, Vec<(String, String)>)>,
    speakers: Vec<SpeakerView>,
    passages: Passages,
    diagnostics: Vec<String>,
}

/// Words of an article with the way to their place.
struct CitedView {
    words: String,
    note: String,
    anchor: Option<String>,
}

/// A point in which reports differ: each value with its support and the sentences that state it.
struct DiscrepancyView {
    title: String,
    values: Vec<(String, String, Vec<CitedView>)>,
}

/// Who took a text from whom.
struct EdgeView {
    child: String,
    parent: String,
    words: String,
    grounds: String,
}

/// What one speaker said, each with the name of the article.
struct SpeakerView {
    name: String,
    quotes: Vec<(String, LineView)>,
}

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage<'d> {
    retold: &'d str,
    title: String,
    id: String,
    article: &'d ArticleView,
    versions: Vec<VersionView>,
    passages: Passages,
    diagnostics: Vec<String>,
}

fn render(page: &impl Template) -> String {
    page.render()
        .expect("writing to a string does not fail, and no filter of the templates does")
}

fn shown_headline(headline: Option<&str>) -> String {
    headline.map_or_else(
        || "(no headline)".to_owned(),
        |headline| visible(headline).into_owned(),
    )
}

fn diagnostics(records: &[DiagnosticRecord]) -> Vec<String> {
    records
        .iter()
        .map(|record| {
            let number = record
                .record
                .map_or_else(String::new, |number| format!(" record {number}"));
            let line = format!(
                "{}: {}{number}: {}",
                label(&record.severity),
                record.path,
                record.message
            );
            visible(&line).into_owned()
        })
        .collect()
}
