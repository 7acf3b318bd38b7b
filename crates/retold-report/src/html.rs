//! Dossiers as one HTML file that needs no network and no scripts.
//!
//! The templates escape every value; words pass [`inert::visible`](crate::inert::visible) first, so that no sign of a
//! page turns the direction of the words around it. Links lead to places in the file, or to `http` and `https`
//! addresses. A content security policy in the file forbids everything but its own style.

mod drawing;
mod map;
mod story;
mod view;

use askama::Template;
use retold_model::ArticleId;

use crate::article_record::ArticleRecord;
use crate::dossier::{ArticleDossier, DiagnosticRecord, label, short_name};
use crate::headline::headline_or_opening;
use crate::inert::visible;
use crate::shown_passages::shown_passages;
pub use story::story_html;
use view::{ArticleView, Cites, PairView, Passages, Places, VersionView};

/// An article's dossier.
pub fn article_html(dossier: &ArticleDossier) -> String {
    let record = dossier.current();
    let shown = shown_passages(&dossier.passages, &[], 0);
    let mut places = Places::default();
    let article = ArticleView::of(record, 1, &shown.passages, &Cites::new(), &mut places);
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
        title: visible(&headline_or_opening(record)).into_owned(),
        id: record.id.to_string(),
        article: &article,
        versions,
        passages,
        diagnostics: diagnostics(&dossier.diagnostics),
    })
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
