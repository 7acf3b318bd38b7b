//! `retold quotes`: who said what, with the words that say so.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;
use retold_annotate::chains::Lookup;
use retold_model::{ArticleId, ArticleVersion, Entity, EntityId, Quote, QuoteStance};
use retold_report::inert::visible;
use retold_report::{
    AROUND_QUOTE, QuoteRecord, Span, around, spans, speaker_name, via_words, wrap,
};
use retold_store::Reader;
use retold_text::TextRange;
use serde_json::{Value, json};

use crate::base;
use crate::cli::{Global, ListFormat, QuotesArgs};
use crate::exit_status::ExitStatus;
use crate::list::{format_of, write_list};
use crate::messages::Reporter;
use crate::output::Output;
use crate::screen::Screen;
use crate::table::Table;

/// A quote with what is known of it.
struct Found {
    version: ArticleVersion,
    quote: Quote,
    speaker: Option<Entity>,
}

pub(crate) fn run(global: &Global, args: &QuotesArgs, screen: Screen) -> Result<ExitStatus> {
    let collection = base::open_to_read(global)?;
    let reader = collection.reader();
    let speaker = args
        .speaker
        .as_deref()
        .map(|name| base::entity(reader, name))
        .transpose()?;
    let articles = match (&args.article, &args.story) {
        (Some(article), _) => vec![base::article(reader, article)?],
        (None, Some(story)) => {
            let id = base::story(reader, story)?;
            reader
                .story(id)?
                .map_or_else(Vec::new, |story| story.articles)
        }
        (None, None) => match speaker {
            Some(id) => articles_of(reader, id)?,
            None => reader.article_ids()?,
        },
    };
    let mut found = Vec::new();
    for id in articles {
        found.extend(quotes_of(reader, id)?.into_iter().filter(|found| {
            (args.attitudes || found.quote.stance == QuoteStance::Statement)
                && (speaker.is_none() || found.speaker.as_ref().map(|entity| entity.id) == speaker)
        }));
    }
    match format_of(&args.list, screen) {
        ListFormat::Text => {
            let mut output = Output::open(args.list.output.as_deref())?;
            for found in &found {
                found.write(&mut output, screen.width())?;
            }
            output.finish()?;
        }
        ListFormat::Json => write_list(&of_ranges(&found), &args.list, screen)?,
        ListFormat::Csv => write_list(&of_words(&found), &args.list, screen)?,
    }
    if found.is_empty() {
        Reporter::new(screen).say("no quotes");
    }
    Ok(ExitStatus::look_at_if(found.is_empty()))
}

fn articles_of(reader: Reader<'_>, entity: EntityId) -> Result<Vec<ArticleId>> {
    let mut articles: Vec<ArticleId> = reader
        .chains_of(entity)?
        .into_iter()
        .map(|place| place.article)
        .collect();
    articles.dedup();
    Ok(articles)
}

fn quotes_of(reader: Reader<'_>, id: ArticleId) -> Result<Vec<Found>> {
    let Some(version) = reader.article(id)? else {
        return Ok(Vec::new());
    };
    let Some(annotations) = reader.annotations(version.article.version)? else {
        return Ok(Vec::new());
    };
    let entities: BTreeMap<u32, Entity> = reader.entities_of(id)?;
    let lookup = Lookup::new(&annotations.chains);
    let found = annotations.quotes.iter().map(|quote| {
        let chain = quote
            .speaker_name
            .into_iter()
            .chain(quote.speaker)
            .find_map(|range| lookup.chain_of(range));
        Found {
            version: version.clone(),
            quote: quote.clone(),
            speaker: chain
                .and_then(|chain| u32::try_from(chain).ok())
                .and_then(|chain| entities.get(&chain).cloned()),
        }
    });
    Ok(found.collect())
}

/// The quotes with their ranges, for programs.
fn of_ranges(found: &[Found]) -> Table {
    Table {
        columns: columns(
            &["article", "version", "outlet", "published"],
            &["nested", "confidence"],
        ),
        rows: found.iter().map(Found::ranges).collect(),
    }
}

/// The same for a spreadsheet: words in the place of ranges, with the place of the whole quote in characters.
fn of_words(found: &[Found]) -> Table {
    Table {
        columns: columns(
            &[
                "article",
                "version",
                "outlet",
                "headline",
                "address",
                "published",
            ],
            &["start_char", "end_char", "confidence"],
        ),
        rows: found.iter().map(Found::cells).collect(),
    }
}

/// The columns between `before` and `behind` are those of [`Found::said`].
fn columns(before: &[&str], behind: &[&str]) -> Vec<String> {
    let said = ["speaker", "entity", "kind", "stance", "content"];
    let all = [before, &said, &AROUND_QUOTE, behind].concat();
    all.into_iter().map(str::to_owned).collect()
}

impl Found {
    fn outlet(&self) -> Option<&str> {
        let outlet = self.version.article.outlet.as_ref();
        outlet.map(|outlet| outlet.value.as_str())
    }

    fn published(&self) -> Option<String> {
        let published = self.version.article.published.as_ref();
        published.map(|published| published.value.to_string())
    }

    fn words(&self, range: TextRange) -> &str {
        range.slice(&self.version.article.text).unwrap_or_default()
    }

    /// The words of all parts of the quote.
    fn content(&self) -> String {
        let parts = self.quote.content.iter().map(|&part| self.words(part));
        parts.collect::<Vec<_>>().join(" … ")
    }

    /// Where the whole quote stands.
    fn place(&self) -> Option<Span> {
        spans(&self.version.article.text, [self.quote.extent()]).pop()
    }

    /// Who said what, with what the text says around it, each range as `shown` gives it.
    fn said(
        &self,
        content: Value,
        via: Value,
        shown: impl Fn(Option<TextRange>) -> Value,
    ) -> Vec<Value> {
        let Self { quote, speaker, .. } = self;
        vec![
            json!(speaker.as_ref().map(|entity| &entity.name)),
            json!(speaker.as_ref().map(|entity| entity.id.to_string())),
            json!(quote.kind),
            json!(quote.stance),
            content,
            shown(quote.speaker),
            shown(quote.cue),
            shown(quote.addressee),
            shown(quote.medium),
            shown(quote.setting),
            via,
        ]
    }

    fn ranges(&self) -> Vec<Value> {
        let (article, quote) = (&self.version.article, &self.quote);
        let all = |ranges: &[TextRange]| spans(&article.text, ranges.iter().copied());
        let via: Vec<Value> = { quote.via.iter() }
            .map(|link| json!({ "role": link.role, "span": all(&[link.mention]).pop() }))
            .collect();
        let said = self.said(json!(all(&quote.content)), json!(via), |range| {
            json!(all(range.as_slice()).pop())
        });
        let mut row = vec![
            json!(article.id.to_string()),
            json!(article.version.to_string()),
            json!(self.outlet()),
            json!(self.published()),
        ];
        row.extend(said);
        row.extend([json!(quote.nested), json!(quote.confidence)]);
        row
    }

    fn cells(&self) -> Vec<Value> {
        let (article, quote) = (&self.version.article, &self.quote);
        let via: Vec<String> = { quote.via.iter() }
            .map(|link| via_words(link.role, self.words(link.mention)))
            .collect();
        let said = self.said(json!(self.content()), json!(via.join("; ")), |range| {
            json!(range.map(|range| self.words(range)))
        });
        let (headline, address) = (article.headline.as_ref(), article.canonical_url.as_ref());
        let place = self.place();
        let mut row = vec![
            json!(article.id.to_string()),
            json!(article.version.to_string()),
            json!(self.outlet()),
            json!(headline.map(|headline| &headline.value)),
            json!(address.map(|address| &address.value)),
            json!(self.published()),
        ];
        row.extend(said);
        row.extend([
            json!(place.as_ref().map(|span| span.start_char)),
            json!(place.as_ref().map(|span| span.end_char)),
            json!(quote.confidence),
        ]);
        row
    }

    /// `Speaker, in the words of the text (outlet, time)`, then the words with their place.
    fn write(&self, out: &mut impl Write, width: usize) -> Result<()> {
        let quote = &self.quote;
        let registered = self.speaker.as_ref().map(|entity| entity.name.as_str());
        let mention = quote.speaker.map(|range| self.words(range));
        let mut head = vec![speaker_name(registered, mention).to_owned()];
        head.extend(around(&QuoteRecord::of(quote, &self.version.article.text)));
        let head = head.join(" · ");
        let place = self.place().map_or_else(String::new, |span| {
            format!("characters {}–{}", span.start_char, span.end_char)
        });
        let source = [self.outlet().map(str::to_owned), self.published()];
        let source: Vec<String> = source.into_iter().flatten().collect();
        writeln!(out, "{}", visible(&head))?;
        for line in wrap(&visible(&self.content()), width.saturating_sub(4).min(96)) {
            writeln!(out, "    {line}")?;
        }
        let kind = retold_report::label(&quote.kind);
        let id = self.version.article.id;
        let source = visible(&source.join(", ")).into_owned();
        writeln!(out, "    {kind}, {place} of {id}  {source}\n")?;
        Ok(())
    }
}
