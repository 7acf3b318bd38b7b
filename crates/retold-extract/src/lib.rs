//! From a source document to an article: main text, headline, bylines, dates, credits.
//!
//! [`extract`] is a pure function of the source document: no file, no clock, no network. Every block of the
//! article knows the raw bytes it came from, and [`Extraction::map`] maps any range of the text back to them; what
//! was left out is listed with the reason. What is not stated stays open.
//!
//! ```text
//!  Part (HTML page)     ──html──► tree ──segment──► segments ──content──► labels ─┐
//!  Part (plain scrape)  ──────────────scrape──► labelled lines ───────────────────┼─assemble──► Article
//!  fields, JSON-LD, meta ──metadata, dates, names──► facts ───────────────────────┘
//! ```
//!
//! The decision: the body is found by structure and words together, in a cascade (see `content.rs`), without a trained
//! model. It is fast, it can say why, and it costs the tuning of word lists in `data/`.

mod assemble;
mod caption;
mod content;
mod credit;
mod dateline;
mod dates;
mod furniture;
mod html;
mod language;
mod metadata;
mod names;
mod page;
mod run_together;
mod scrape;
mod script_state;
mod segment;
mod stated_body;

use retold_model::{
    Article, BlockKind, Byline, Diagnostic, DiagnosticKind, Markup, Part, PartRole, Severity,
    SourceDocument,
};
use retold_text::OffsetMap;

use assemble::{Draft, RawBlock, stated};
use content::{Label, same_words};

pub use language::is_english;

/// What was extracted from one source document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extraction {
    /// The article; `None` where the document holds no text that could be one.
    pub article: Option<Article>,
    /// From the article's text to the raw bytes of its source document.
    pub map: OffsetMap,
    /// What is worth knowing.
    pub diagnostics: Vec<Diagnostic>,
}

/// Letters of a value that a diagnostic shows.
const MOST_SHOWN: usize = 60;

/// Extracts the article from `source`. Never fails: a document without an article gives a diagnostic. The cost is
/// linear in the size of the document.
pub fn extract(source: &SourceDocument) -> Extraction {
    let mut draft = Draft::default();
    let mut diagnostics = Vec::new();
    for part in &source.parts {
        match (part.markup, part.role) {
            (Markup::Plain, PartRole::Whole | PartRole::Body) => scrape::read(part, &mut draft),
            (_, PartRole::Headline | PartRole::Deck) => line_part(part, &mut draft),
            (markup, _) => {
                let limit_hit = html_part(source, part, markup == Markup::HtmlFragment, &mut draft);
                if limit_hit {
                    diagnostics.push(diagnostic(
                        source,
                        Severity::Warning,
                        DiagnosticKind::LimitExceeded,
                        "the page is nested deeper than 512 elements; what is deeper was read flat",
                    ));
                }
            }
        }
    }
    diagnostics.extend(assemble::unread_times(source).map(|field| {
        let value: String = field.value.chars().take(MOST_SHOWN).collect();
        let message = format!("`{value}` is no date or time that could be read");
        diagnostic(
            source,
            Severity::Warning,
            DiagnosticKind::Malformed,
            &message,
        )
    }));
    let Some((article, map)) = assemble::article(source, draft) else {
        diagnostics.push(diagnostic(
            source,
            Severity::Error,
            DiagnosticKind::NoArticle,
            "no text that could be an article",
        ));
        return Extraction {
            article: None,
            map: OffsetMap::new(),
            diagnostics,
        };
    };
    Extraction {
        article: Some(article),
        map,
        diagnostics,
    }
}

fn diagnostic(
    source: &SourceDocument,
    severity: Severity,
    kind: DiagnosticKind,
    message: &str,
) -> Diagnostic {
    Diagnostic {
        severity,
        kind,
        location: source.location.clone(),
        message: message.to_owned(),
    }
}

/// A part that is one line: the headline or standfirst that a format states.
fn line_part(part: &Part, draft: &mut Draft) {
    let (text, map) = if part.markup == Markup::Plain {
        scrape::folded(&part.text, 0, part.text.len())
    } else {
        page::line(&part.text)
    };
    if text.is_empty() {
        return;
    }
    let map = map.over(&part.map);
    if part.role == PartRole::Headline {
        let source = map.source_range(retold_text::TextRange::of(0, text.len()));
        draft.headline = Some(retold_model::Stated {
            value: text.clone(),
            from: "headline".into(),
            source: Some(source),
        });
    }
    draft.blocks.push(RawBlock {
        kind: assemble::line_kind(part.role),
        text,
        map,
    });
}

/// A part that is HTML. Gives whether a limit was hit.
fn html_part(source: &SourceDocument, part: &Part, fragment: bool, draft: &mut Draft) -> bool {
    let uri = source.location.uri.as_deref();
    let page = page::page(&part.text, uri, fragment);
    let limit_hit = page.limit_hit;
    for piece in page.pieces {
        let kind = match piece.label {
            Label::Paragraph => BlockKind::Paragraph,
            Label::Heading => BlockKind::Heading,
            Label::ListItem => BlockKind::ListItem,
            Label::BlockQuote => BlockKind::BlockQuote,
            Label::Deck => BlockKind::Deck,
            Label::Headline => BlockKind::Headline,
            Label::Credit => BlockKind::Credit,
            Label::Cut(_) => continue,
        };
        let map = piece.map.over(&part.map);
        // A fragment that opens with the headline or deck that the format states already repeats it.
        let repeated = draft
            .blocks
            .iter()
            .any(|block| !block.kind.is_body() && same_words(&block.text, &piece.text));
        if fragment && repeated {
            let source = map.source_range(retold_text::TextRange::of(0, piece.text.len()));
            draft.cuts.push(retold_model::Cut {
                source,
                reason: retold_model::CutReason::Repeated,
            });
            continue;
        }
        draft.blocks.push(RawBlock {
            kind,
            text: piece.text,
            map,
        });
    }
    draft
        .cuts
        .extend(page.cuts.into_iter().map(|cut| assemble::cut(part, cut)));
    let text = |fact: Option<metadata::Fact>| {
        fact.map(|fact| stated(metadata::unescape(&fact.value).into_owned(), &fact, part))
    };
    if fragment {
        return limit_hit;
    }
    draft.headline = text(page.headline);
    draft.outlet = text(page.outlet);
    draft.section = text(page.section);
    draft.language = text(page.language);
    draft.canonical_url = text(page.canonical_url);
    draft.image = text(page.image);
    draft.published = page
        .published
        .map(|(stamp, fact)| stated(stamp, &fact, part));
    draft.modified = page
        .modified
        .map(|(stamp, fact)| stated(stamp, &fact, part));
    draft.bylines = page
        .bylines
        .into_iter()
        .map(|(fact, kind)| Byline {
            name: stated(fact.value.clone(), &fact, part),
            kind,
        })
        .collect();
    limit_hit
}
