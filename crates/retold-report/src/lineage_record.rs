//! Who copied whom, as it leaves Retold.

use std::collections::BTreeMap;

use retold_link::independent_reports;
use retold_model::{ArticleId, Direction, Ground, IndependentReport, Lineage, LineageKind, Source};
use retold_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::article_record::View;
use crate::dossier::{Dossier, label};
use crate::span::Span;

/// Where the text of one article came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LineageRecord {
    /// The article.
    #[cfg_attr(test, schemars(with = "String"))]
    pub article: ArticleId,
    /// Its parents, those that give most first; empty for an article that took from nobody known.
    pub edges: Vec<LineageEdgeRecord>,
    /// The agencies behind its text, with how sure that is.
    pub agencies: Vec<AgencyRecord>,
    /// The roots of its body, the greatest share first.
    pub roots: Vec<RootRecord>,
}

/// An edge from an article to where it took text from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LineageEdgeRecord {
    /// Where the text was taken from.
    pub parent: TextSourceRecord,
    /// `reprint`, `excerpt`, `rewrite`, `update` or `borrowing`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub kind: LineageKind,
    /// How sure it is that this and no other is the parent, 0 to 100.
    pub confidence: u8,
    /// `known`, or `unknown` where the other way is about as likely.
    #[cfg_attr(test, schemars(with = "String"))]
    pub direction: Direction,
    /// Per cent of the article's body that this parent gives and no edge before this one.
    pub share: u8,
    /// Why.
    pub grounds: Vec<GroundRecord>,
}

/// An article, an agency's dispatch, or a text that is not in the collection.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TextSourceRecord {
    /// `article`, `agency` or `unknown`.
    pub kind: String,
    /// The article; of the others the first copy by id, which tells two texts of one agency apart.
    #[cfg_attr(test, schemars(with = "String"))]
    pub article: ArticleId,
    /// The names of the agency; several where the credits leave open which it was.
    pub names: Vec<String>,
}

/// Why something is thought to be so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GroundRecord {
    /// `shared-text`, `cut-from-bottom`, `inherited`, `credit`, `agency-page`, `same-headline`, `same-paragraphs`,
    /// `earlier`, `later` (which speaks against the edge), `credited-copies`, `common-source`.
    pub ground: String,
    /// What is behind it, in a few words and numbers.
    pub note: String,
    /// Where it stands in the article.
    pub child: Vec<Span>,
    /// Where it stands in the parent, if that is in the dossier.
    pub parent: Vec<Span>,
}

/// An agency behind a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AgencyRecord {
    /// Its name in the register of agencies and outlets.
    pub name: String,
    /// How sure it is, 0 to 100.
    pub confidence: u8,
    /// Why.
    pub grounds: Vec<GroundRecord>,
}

/// A root of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RootRecord {
    /// An agency's dispatch, an outlet's own report, or a text that is not in the collection.
    pub root: TextSourceRecord,
    /// Per cent of the body.
    pub share: u8,
}

/// A report that stands for itself, with the articles that carry it: they count once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct IndependentRecord {
    /// Who first told it, as far as can be told.
    pub root: TextSourceRecord,
    /// Those that carry at least a fifth of a body of it.
    pub articles: Vec<CarrierRecord>,
}

/// An article that carries a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CarrierRecord {
    /// The article.
    #[cfg_attr(test, schemars(with = "String"))]
    pub article: ArticleId,
    /// Per cent of its body.
    pub share: u8,
    /// The way the text took, from its parent to the root; empty for the article whose own report it is.
    pub path: Vec<TextSourceRecord>,
}

impl From<&Source> for TextSourceRecord {
    fn from(source: &Source) -> Self {
        let (kind, article, names) = match source {
            Source::Article(id) => ("article", *id, Vec::new()),
            Source::Agency { names, first } => ("agency", *first, names.clone()),
            Source::Unknown { first } => ("unknown", *first, Vec::new()),
        };
        Self {
            kind: kind.to_owned(),
            article,
            names,
        }
    }
}

impl LineageRecord {
    pub(crate) fn of(lineage: &Lineage, views: &BTreeMap<ArticleId, View<'_>>) -> Self {
        let child = views.get(&lineage.article);
        let grounds = |grounds: &[Ground], parent: Option<&View<'_>>| -> Vec<GroundRecord> {
            grounds
                .iter()
                .map(|ground| GroundRecord::of(ground, child, parent))
                .collect()
        };
        Self {
            article: lineage.article,
            edges: lineage
                .edges
                .iter()
                .map(|edge| {
                    let parent = edge.parent.article().and_then(|id| views.get(&id));
                    LineageEdgeRecord {
                        parent: (&edge.parent).into(),
                        kind: edge.kind,
                        confidence: edge.confidence,
                        direction: edge.direction,
                        share: edge.share,
                        grounds: grounds(&edge.grounds, parent),
                    }
                })
                .collect(),
            agencies: lineage
                .agencies
                .iter()
                .map(|agency| AgencyRecord {
                    name: agency.name.clone(),
                    confidence: agency.confidence,
                    grounds: grounds(&agency.grounds, None),
                })
                .collect(),
            roots: lineage
                .roots
                .iter()
                .map(|root| RootRecord {
                    root: (&root.root).into(),
                    share: root.share,
                })
                .collect(),
        }
    }
}

impl GroundRecord {
    fn of(ground: &Ground, child: Option<&View<'_>>, parent: Option<&View<'_>>) -> Self {
        let spans = |view: Option<&View<'_>>, ranges: &[TextRange]| -> Vec<Span> {
            view.map_or_else(Vec::new, |view| {
                ranges.iter().map(|range| view.spans.span(*range)).collect()
            })
        };
        let listed = |articles: &[ArticleId]| {
            let ids: Vec<String> = articles.iter().map(ToString::to_string).collect();
            ids.join(", ")
        };
        let (name, note, in_child, in_parent): (_, _, &[TextRange], &[TextRange]) = match ground {
            Ground::SharedText {
                words,
                share,
                child,
                parent,
            } => (
                "shared-text",
                format!("{words} words, {share} %"),
                child,
                parent,
            ),
            Ground::CutFromBottom { words } => {
                ("cut-from-bottom", format!("{words} words follow"), &[], &[])
            }
            Ground::Inherited {
                child,
                parent,
                others,
            } => (
                "inherited",
                format!("{others} others write it differently"),
                std::slice::from_ref(child),
                std::slice::from_ref(parent),
            ),
            Ground::Credit { name, range } => ("credit", name.clone(), range.as_slice(), &[]),
            Ground::AgencyPage { name } => ("agency-page", name.clone(), &[], &[]),
            Ground::Decided => ("decided", String::new(), &[], &[]),
            Ground::SameHeadline => ("same-headline", String::new(), &[], &[]),
            Ground::SameParagraphs { places } => {
                ("same-paragraphs", format!("{places} places"), &[], &[])
            }
            Ground::Earlier { parent, child } => {
                ("earlier", format!("{parent} before {child}"), &[], &[])
            }
            Ground::Later { parent, child } => {
                ("later", format!("{parent} after {child}"), &[], &[])
            }
            Ground::CreditedCopies { agency, articles } => (
                "credited-copies",
                format!("{agency}: {}", listed(articles)),
                &[],
                &[],
            ),
            Ground::CommonSource { articles } => ("common-source", listed(articles), &[], &[]),
        };
        Self {
            ground: name.to_owned(),
            note,
            child: spans(child, in_child),
            parent: spans(parent, in_parent),
        }
    }
}

/// The reports behind `lineages` that stand for themselves.
pub(crate) fn independent(lineages: &[Lineage]) -> Vec<IndependentRecord> {
    let reports = independent_reports(lineages);
    reports
        .iter()
        .map(|report: &IndependentReport| IndependentRecord {
            root: (&report.root).into(),
            articles: report
                .articles
                .iter()
                .map(|carrier| CarrierRecord {
                    article: carrier.article,
                    share: carrier.share,
                    path: carrier.path.iter().map(TextSourceRecord::from).collect(),
                })
                .collect(),
        })
        .collect()
}

/// How an edge is put in a few words: `reprint, 92 % of the text, 81 % sure`.
pub(crate) fn edge_words(edge: &LineageEdgeRecord) -> String {
    let direction = match edge.direction {
        Direction::Known => "",
        Direction::Unknown => ", or the other way round",
    };
    format!(
        "{}, {} % of the text, {} % sure{direction}",
        label(&edge.kind),
        edge.share,
        edge.confidence
    )
}

/// The grounds of an edge in a few words each, articles by their numbers in `dossier`. Of several grounds of one kind
/// the first speaks for all, but for credits, of which each names somebody.
pub(crate) fn ground_words(dossier: &Dossier, grounds: &[GroundRecord]) -> String {
    let mut kinds: Vec<(&str, Vec<String>)> = Vec::new();
    for ground in grounds {
        let note = numbered(dossier, &ground.note);
        match { kinds.iter_mut() }.find(|(kind, _)| *kind == ground.ground) {
            Some((kind, notes)) if kind.starts_with("credit") => notes.push(note),
            Some(_) => {}
            None => kinds.push((&ground.ground, vec![note])),
        }
    }
    let words: Vec<String> = { kinds.into_iter() }
        .map(|(kind, notes)| {
            let note = notes.join(" and ");
            match kind {
                "shared-text" => format!("{note} in common"),
                "cut-from-bottom" => format!("cut from the bottom: there {note}"),
                "inherited" => format!("a wording that is its own: {note}"),
                "credit" => format!("credits {note}"),
                "agency-page" => format!("stands on a page of {note}"),
                "same-headline" => "the same headline".to_owned(),
                "same-paragraphs" => format!("paragraphs break alike at {note}"),
                "earlier" => format!("published earlier: {note}"),
                "later" => format!("but published later: {note}"),
                "credited-copies" => format!("other copies credit {note}"),
                "common-source" => format!("the same words in {note}"),
                "decided" => "decided by hand".to_owned(),
                other if note.is_empty() => other.to_owned(),
                other => format!("{other} ({note})"),
            }
        })
        .collect();
    words.join("; ")
}

/// A note with the numbers of the articles in the place of their ids.
fn numbered(dossier: &Dossier, note: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in note.split(' ') {
        let (id, sign) = match word.strip_suffix([',', ';']) {
            Some(id) => (id, &word[id.len()..]),
            None => (word, ""),
        };
        let place = id.parse().ok().and_then(|id| dossier.place(id));
        words.push(match place {
            Some(place) => format!("{}{sign}", place + 1),
            None => word.to_owned(),
        });
    }
    words.join(" ")
}

/// Where the text of an article came from, in a few words: `own report`, `headline alone`, `reprint of 2 (100 %)`,
/// `borrows from Reuters (25 %), 75 % its own`.
pub(crate) fn origin_words(dossier: &Dossier, article: ArticleId) -> String {
    let Some(lineage) = { dossier.lineage.iter() }.find(|lineage| lineage.article == article)
    else {
        return String::new();
    };
    if lineage.edges.is_empty() {
        let alone = { dossier.articles.iter() }
            .any(|record| record.id == article && record.is_headline_alone());
        return if alone {
            "headline alone"
        } else {
            "own report"
        }
        .to_owned();
    }
    let mut words: Vec<String> = { lineage.edges.iter() }
        .map(|edge| {
            let parent = match dossier.place(edge.parent.article) {
                Some(place) if edge.parent.kind == "article" => (place + 1).to_string(),
                _ => dossier.source_name(&edge.parent),
            };
            let sure = match edge.direction {
                Direction::Known => "",
                Direction::Unknown => ", or the other way round",
            };
            let kind = match edge.kind {
                LineageKind::Borrowing => "borrows from".to_owned(),
                kind => format!("{} of", label(&kind)),
            };
            format!("{kind} {parent} ({} %{sure})", edge.share)
        })
        .collect();
    let own = { lineage.roots.iter() }
        .find(|root| root.root.kind == "article" && root.root.article == article);
    words.extend(own.map(|own| format!("{} % its own", own.share)));
    words.join(", ")
}
