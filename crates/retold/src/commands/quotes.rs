//! `retold quotes`: who said what, with the words that say so.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;
use retold_annotate::chains::Lookup;
use retold_model::{Article, ArticleId, ArticleVersion, Entity, EntityId, Quote, QuoteStance};
use retold_report::inert::visible;
use retold_report::{
    AROUND_QUOTE, QuoteRecord, Span, Spans, around, speaker_name, via_words, wrap,
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

/// An article with the quotes that are asked for, each with the entity that speaks.
struct Told {
    version: ArticleVersion,
    quotes: Vec<(Quote, Option<Entity>)>,
}

/// A quote with what is known of it.
struct Found<'t> {
    article: &'t Article,
    spans: &'t Spans<'t>,
    quote: &'t Quote,
    speaker: Option<&'t Entity>,
}

pub(crate) fn run(global: &Global, args: &QuotesArgs, screen: Screen) -> Result<ExitStatus> {
    let told = base::read(global, |reader| asked_for(reader, args))?;
    match format_of(&args.list, screen) {
        ListFormat::Text => {
            let mut output = Output::open(args.list.output.as_deref())?;
            each(&told, |found| found.write(&mut output, screen.width()))?;
            output.finish()?;
        }
        ListFormat::Json => write_list(&of_ranges(&told)?, &args.list, screen)?,
        ListFormat::Csv => write_list(&of_words(&told)?, &args.list, screen)?,
    }
    if told.is_empty() {
        Reporter::new(screen).say("no quotes");
    }
    Ok(ExitStatus::look_at_if(told.is_empty()))
}

/// Hands over each quote. The characters of each text are counted once.
fn each(told: &[Told], mut take: impl FnMut(&Found<'_>) -> Result<()>) -> Result<()> {
    for Told { version, quotes } in told {
        let article = &version.article;
        let spans = Spans::new(&article.text);
        for (quote, speaker) in quotes {
            take(&Found {
                article,
                spans: &spans,
                quote,
                speaker: speaker.as_ref(),
            })?;
        }
    }
    Ok(())
}

/// The articles that have quotes which are asked for.
fn asked_for(reader: Reader<'_>, args: &QuotesArgs) -> Result<Vec<Told>> {
    let speaker = args
        .speaker
        .as_deref()
        .map(|name| base::entity(reader, name))
        .transpose()?;
    let articles = match (&args.article, &args.story) {
        (Some(article), _) => vec![base::article(reader, article)?],
        (None, Some(story)) => base::whole_story(reader, story)?.articles,
        (None, None) => match speaker {
            Some(id) => articles_of(reader, id)?,
            None => reader.article_ids()?,
        },
    };
    let mut told = Vec::new();
    for id in articles {
        if let Some(mut of_article) = quotes_of(reader, id)? {
            of_article.quotes.retain(|(quote, by)| {
                (args.attitudes || quote.stance == QuoteStance::Statement)
                    && (speaker.is_none() || by.as_ref().map(|entity| entity.id) == speaker)
            });
            told.extend((!of_article.quotes.is_empty()).then_some(of_article));
        }
    }
    Ok(told)
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

/// The quotes of an article; nothing where it was not read.
fn quotes_of(reader: Reader<'_>, id: ArticleId) -> Result<Option<Told>> {
    let Some(version) = reader.article(id)? else {
        return Ok(None);
    };
    let Some(annotations) = reader.annotations(version.article.version)? else {
        return Ok(None);
    };
    let entities: BTreeMap<u32, Entity> = reader.entities_of(id)?;
    let lookup = Lookup::new(&annotations.chains);
    let quotes = { annotations.quotes.iter() }.map(|quote| {
        let chain = quote
            .speaker_name
            .into_iter()
            .chain(quote.speaker)
            .find_map(|range| lookup.chain_of(range));
        let speaker = chain
            .and_then(|chain| u32::try_from(chain).ok())
            .and_then(|chain| entities.get(&chain).cloned());
        (quote.clone(), speaker)
    });
    Ok(Some(Told {
        quotes: quotes.collect(),
        version,
    }))
}

/// The quotes with their ranges, for programs.
fn of_ranges(told: &[Told]) -> Result<Table> {
    let mut rows = Vec::new();
    each(told, |found| {
        rows.push(found.ranges());
        Ok(())
    })?;
    Ok(Table {
        columns: columns(
            &["article", "version", "outlet", "published"],
            &["nested", "confidence"],
        ),
        rows,
    })
}

/// The same for a spreadsheet: words in the place of ranges, with the place of the whole quote in characters.
fn of_words(told: &[Told]) -> Result<Table> {
    let mut rows = Vec::new();
    each(told, |found| {
        rows.push(found.cells());
        Ok(())
    })?;
    Ok(Table {
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
        rows,
    })
}

/// The columns between `before` and `behind` are those of [`Found::said`].
fn columns(before: &[&str], behind: &[&str]) -> Vec<String> {
    let said = ["speaker", "entity", "kind", "stance", "content"];
    let all = [before, &said, &AROUND_QUOTE, behind].concat();
    all.into_iter().map(str::to_owned).collect()
}

impl Found<'_> {
    fn outlet(&self) -> Option<&str> {
        let outlet = self.article.outlet.as_ref();
        outlet.map(|outlet| outlet.value.as_str())
    }

    fn published(&self) -> Option<String> {
        let published = self.article.published.as_ref();
        published.map(|published| published.value.to_string())
    }

    fn words(&self, range: TextRange) -> &str {
        range.slice(&self.article.text).unwrap_or_default()
    }

    /// The words of all parts of the quote.
    fn content(&self) -> String {
        let parts = self.quote.content.iter().map(|&part| self.words(part));
        parts.collect::<Vec<_>>().join(" … ")
    }

    /// Where the whole quote stands.
    fn place(&self) -> Span {
        self.spans.span(self.quote.extent())
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
        let Self { article, quote, .. } = self;
        let span = |range: TextRange| self.spans.span(range);
        let via: Vec<Value> = { quote.via.iter() }
            .map(|link| json!({ "role": link.role, "span": span(link.mention) }))
            .collect();
        let content: Vec<Span> = quote.content.iter().map(|&part| span(part)).collect();
        let said = self.said(json!(content), json!(via), |range| json!(range.map(span)));
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
        let Self { article, quote, .. } = self;
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
            json!(place.start_char),
            json!(place.end_char),
            json!(quote.confidence),
        ]);
        row
    }

    /// `Speaker, in the words of the text (outlet, time)`, then the words with their place.
    fn write(&self, out: &mut impl Write, width: usize) -> Result<()> {
        let quote = &self.quote;
        let registered = self.speaker.map(|entity| entity.name.as_str());
        let mention = quote.speaker.map(|range| self.words(range));
        let mut head = vec![speaker_name(registered, mention).to_owned()];
        head.extend(around(&QuoteRecord::of(quote, self.spans)));
        let head = head.join(" · ");
        let place = self.place();
        let place = format!("characters {}–{}", place.start_char, place.end_char);
        let source = [self.outlet().map(str::to_owned), self.published()];
        let source: Vec<String> = source.into_iter().flatten().collect();
        writeln!(out, "{}", visible(&head))?;
        for line in wrap(&visible(&self.content()), width.saturating_sub(4).min(96)) {
            writeln!(out, "    {line}")?;
        }
        let kind = retold_report::label(&quote.kind);
        let id = self.article.id;
        let source = visible(&source.join(", ")).into_owned();
        writeln!(out, "    {kind}, {place} of {id}  {source}\n")?;
        Ok(())
    }
}
