//! `retold story`: the dossier of a story, and corrections of which articles it has.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use retold_model::{ArticleId, StoryDecision};
use retold_report::{
    Dossier, DossierParts, story_html, story_markdown, story_text, to_json_pretty,
};
use retold_store::Reader;

use super::decisions::decide;
use crate::base;
use crate::cli::{DossierFormat, Global, StoryArgs, StoryCommand};
use crate::dossier_input;
use crate::exit_status::ExitStatus;
use crate::failure::Mistake;
use crate::output::Output;
use crate::screen::Screen;
use crate::sentence_vectors::SentenceVectors;

pub(crate) fn run(global: &Global, args: &StoryArgs, screen: Screen) -> Result<ExitStatus> {
    if let Some(command) = &args.command {
        return decide(global, screen, |reader| {
            Ok(vec![decision(reader, command)?])
        });
    }
    let beginning = args.id.as_deref().context("clap asks for an id")?;
    let sentences = SentenceVectors::new(screen);
    let dossier = base::read(global, |reader| {
        let story = base::whole_story(reader, beginning)?;
        dossier_input::dossier(reader, story, DossierParts::All, &sentences)
    })?;
    let format = format_of(args.format, args.output.as_deref());
    let mut output = Output::open(args.output.as_deref())?;
    match format {
        DossierFormat::Json => to_json_pretty(&mut output, &dossier)?,
        format => output.write_all(rendered(&dossier, format, screen).as_bytes())?,
    }
    output.finish()?;
    Ok(ExitStatus::Done)
}

fn decision(reader: Reader<'_>, command: &StoryCommand) -> Result<StoryDecision> {
    let members = |story: &String| -> Result<Vec<ArticleId>> {
        let mut articles = base::whole_story(reader, story)?.articles;
        articles.sort_unstable();
        Ok(articles)
    };
    // Those that are taken out, and those that stay.
    let apart = |story, articles: &[String]| -> Result<(Vec<ArticleId>, Vec<ArticleId>)> {
        let all = members(story)?;
        let mut out = Vec::with_capacity(articles.len());
        for article in articles {
            let id = base::article(reader, article)?;
            if !all.contains(&id) {
                let message = format!("the article {id} is not of this story");
                let hint = format!("`retold story {story}` shows its articles");
                return Err(Mistake::new(message, hint).into());
            }
            out.push(id);
        }
        out.sort_unstable();
        out.dedup();
        let rest: Vec<ArticleId> = all.into_iter().filter(|id| !out.contains(id)).collect();
        if rest.is_empty() {
            let message = "these are all articles of the story";
            return Err(Mistake::new(message.to_owned(), "leave at least one in it").into());
        }
        Ok((out, rest))
    };
    Ok(match command {
        StoryCommand::Merge { stories } => {
            let articles: Result<Vec<_>> = stories.iter().map(members).collect();
            let mut articles = articles?.concat();
            articles.sort_unstable();
            articles.dedup();
            StoryDecision::Merge { articles }
        }
        StoryCommand::Confirm { story } => StoryDecision::Confirm {
            articles: members(story)?,
        },
        StoryCommand::Split { story, articles } => {
            let (articles, others) = apart(story, articles)?;
            StoryDecision::Split { articles, others }
        }
        StoryCommand::Reject { story, articles } => {
            let (articles, others) = apart(story, articles)?;
            StoryDecision::Reject { articles, others }
        }
    })
}

fn rendered(dossier: &Dossier, format: DossierFormat, screen: Screen) -> String {
    match format {
        DossierFormat::Html => story_html(dossier),
        DossierFormat::Md => story_markdown(dossier),
        DossierFormat::Text | DossierFormat::Json => {
            story_text(dossier, screen.width(), screen.paint())
        }
    }
}

/// What was asked for, else what the name of the file tells, else text.
pub(crate) fn format_of(asked: Option<DossierFormat>, output: Option<&Path>) -> DossierFormat {
    let told = || {
        let ending = output?.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "html" | "htm" => Some(DossierFormat::Html),
            "md" | "markdown" => Some(DossierFormat::Md),
            "json" => Some(DossierFormat::Json),
            _ => None,
        }
    };
    asked.or_else(told).unwrap_or(DossierFormat::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_file_tells_the_format() {
        let format = |name: &str| format_of(None, Some(Path::new(name)));
        assert_eq!(format("a.HTML"), DossierFormat::Html);
        assert_eq!(format("a.md"), DossierFormat::Md);
        assert_eq!(format("a.json"), DossierFormat::Json);
        assert_eq!(format("a"), DossierFormat::Text);
        assert_eq!(format_of(None, None), DossierFormat::Text);
        assert_eq!(
            format_of(Some(DossierFormat::Md), Some(Path::new("a.html"))),
            DossierFormat::Md
        );
    }
}
