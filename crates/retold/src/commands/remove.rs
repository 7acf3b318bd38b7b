//! `retold remove`: take sources out of the base.

use anyhow::Result;
use retold_store::SourceSelector;

use crate::base;
use crate::cli::{Global, RemoveArgs};
use crate::exit_status::ExitStatus;
use crate::messages::{Reporter, count};
use crate::screen::Screen;

pub(crate) fn run(global: &Global, args: &RemoveArgs, screen: Screen) -> Result<ExitStatus> {
    let reporter = Reporter::new(screen);
    let mut collection = base::annotating_as_before(base::open_to_change(global)?, &reporter)?;
    let mut selectors = Vec::new();
    for name in &args.names {
        // A path that looks like an id is given as `./cafe`.
        let is_path = !base::well_formed(name)
            || !collection
                .reader()
                .find_sources(&SourceSelector::Path(name.clone()))?
                .is_empty();
        selectors.push(if is_path {
            SourceSelector::Path(name.clone())
        } else {
            SourceSelector::Article(base::article(collection.reader(), name)?)
        });
    }
    selectors.extend(args.url.iter().cloned().map(SourceSelector::Uri));
    selectors.extend(args.digest.iter().cloned().map(SourceSelector::Digest));
    let (mut sources, mut articles) = (0, 0);
    let mut missed = false;
    for selector in &selectors {
        let summary = collection.remove(selector)?;
        sources += summary.sources;
        articles += summary.articles;
        if summary.sources == 0 {
            missed = true;
            reporter.say(&format!("nothing in the base is {}", shown(selector)));
        }
    }
    reporter.finish();
    reporter.say(&format!(
        "{} removed, {} gone with them",
        count(sources, "source document", "source documents"),
        count(articles, "article", "articles")
    ));
    Ok(ExitStatus::look_at_if(missed))
}

fn shown(selector: &SourceSelector) -> String {
    let text = match selector {
        SourceSelector::Article(id) => format!("of the article `{id}`"),
        SourceSelector::Path(path) => format!(
            "from `{path}` (paths are as they were added: `retold sql 'SELECT DISTINCT path FROM source_document'`)"
        ),
        SourceSelector::Uri(uri) => format!("from the address `{uri}`"),
        SourceSelector::Digest(digest) => format!("of the digest `{digest}`"),
    };
    retold_report::inert::visible(&text).into_owned()
}
