//! `retold article`: the dossier of an article.

use std::io::Write as _;

use anyhow::Result;
use retold_report::{ArticleDossier, article_html, article_markdown, article_text, to_json_pretty};

use super::story::format_of;
use crate::base;
use crate::cli::{DossierArgs, DossierFormat, Global};
use crate::dossier_input;
use crate::exit_status::ExitStatus;
use crate::output::Output;
use crate::screen::Screen;

pub(crate) fn run(global: &Global, args: &DossierArgs, screen: Screen) -> Result<ExitStatus> {
    let input = base::read(global, |reader| {
        dossier_input::of_article(reader, base::article(reader, &args.id)?)
    })?;
    let dossier = ArticleDossier::of_article(&input);
    let format = format_of(args.format, args.output.as_deref());
    let mut output = Output::open(args.output.as_deref())?;
    match format {
        DossierFormat::Json => to_json_pretty(&mut output, &dossier)?,
        DossierFormat::Html => output.write_all(article_html(&dossier).as_bytes())?,
        DossierFormat::Md => output.write_all(article_markdown(&dossier).as_bytes())?,
        DossierFormat::Text => {
            output.write_all(article_text(&dossier, screen.width(), screen.paint()).as_bytes())?;
        }
    }
    output.finish()?;
    Ok(ExitStatus::Done)
}
