//! `retold quotes`: who said what, with the words that say so.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;
use retold_annotate::chains::Lookup;
use retold_model::{ArticleId, ArticleVersion, Entity, EntityId, Quote, QuoteStance, ViaRole};
use retold_report::inert::visible;
use retold_report::{Span, spans, speaker_name, wrap};
use retold_store::Reader;
use retold_text::TextRange;
use serde_json::{Value, json};

use super::stories::{format_of, write_list};
use crate::base;
use crate::cli::{Global, ListFormat, QuotesArgs};
use crate::exit_status::ExitStatus;
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
        ListFormat::Json => {
            let rows = found.iter().map(Found::row).collect::<Result<_>>()?;
            let columns = COLUMNS.map(str::to_owned).to_vec();
            write_list(&Table { columns, rows }, &args.list, screen)?;
        }
        ListFormat::Csv => {
            let rows = found.iter().map(Found::cells).collect();
            let columns = CSV_COLUMNS.map(str::to_owned).to_vec();
            write_list(&Table { columns, rows }, &args.list, screen)?;
        }
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

const COLUMNS: [&str; 17] = [
    "article",
    "version",
    "outlet",
    "published",
    "speaker",
    "entity",
    "kind",
    "stance",
    "content",
    "speaker_words",
    "cue",
    "addressee",
    "medium",
    "setting",
    "via",
    "nested",
    "confidence",
];

/// The same for a spreadsheet: words in the place of ranges, with the place of the whole quote in characters.
const CSV_COLUMNS: [&str; 20] = [
    "article",
    "version",
    "outlet",
    "headline",
    "address",
    "published",
    "speaker",
    "entity",
    "kind",
    "stance",
    "content",
    "speaker_words",
    "cue",
    "addressee",
    "medium",
    "setting",
    "via",
    "start_char",
    "end_char",
    "confidence",
];

impl Found {
    fn outlet(&self) -> Option<&str> {
        let outlet = self.version.article.outlet.as_ref();
        outlet.map(|outlet| outlet.value.as_str())
    }

    fn published(&self) -> Option<String> {
        let published = self.version.article.published.as_ref();
        published.map(|published| published.value.to_string())
    }

    fn row(&self) -> Result<Vec<Value>> {
        let Self { quote, speaker, .. } = self;
        let article = &self.version.article;
        let all = |ranges: &[TextRange]| spans(&article.text, ranges.iter().copied());
        let one = |range: Option<TextRange>| -> Result<Value> {
            let span: Option<Span> = all(range.as_slice()).pop();
            Ok(serde_json::to_value(span)?)
        };
        let via: Vec<Value> = quote
            .via
            .iter()
            .map(|link| json!({ "role": link.role, "span": all(&[link.mention]).pop() }))
            .collect();
        Ok(vec![
            json!(article.id.to_string()),
            json!(article.version.to_string()),
            json!(self.outlet()),
            json!(self.published()),
            json!(speaker.as_ref().map(|entity| &entity.name)),
            json!(speaker.as_ref().map(|entity| entity.id.to_string())),
            json!(quote.kind),
            json!(quote.stance),
            serde_json::to_value(all(&quote.content))?,
            one(quote.speaker)?,
            one(quote.cue)?,
            one(quote.addressee)?,
            one(quote.medium)?,
            one(quote.setting)?,
            json!(via),
            json!(quote.nested),
            json!(quote.confidence),
        ])
    }

    fn cells(&self) -> Vec<Value> {
        let Self { quote, speaker, .. } = self;
        let article = &self.version.article;
        let words = |range: TextRange| range.slice(&article.text).unwrap_or_default();
        let one = |range: Option<TextRange>| json!(range.map(words));
        let contents: Vec<&str> = quote.content.iter().map(|&range| words(range)).collect();
        let via: Vec<String> = { quote.via.iter() }
            .map(|link| format!("{}{}", via_words(link.role), words(link.mention)))
            .collect();
        let (headline, address) = (article.headline.as_ref(), article.canonical_url.as_ref());
        let place = spans(&article.text, [quote.extent()]).pop();
        vec![
            json!(article.id.to_string()),
            json!(article.version.to_string()),
            json!(self.outlet()),
            json!(headline.map(|headline| &headline.value)),
            json!(address.map(|address| &address.value)),
            json!(self.published()),
            json!(speaker.as_ref().map(|entity| &entity.name)),
            json!(speaker.as_ref().map(|entity| entity.id.to_string())),
            json!(quote.kind),
            json!(quote.stance),
            json!(contents.join(" … ")),
            one(quote.speaker),
            one(quote.cue),
            one(quote.addressee),
            one(quote.medium),
            one(quote.setting),
            json!(via.join("; ")),
            json!(place.as_ref().map(|span| span.start_char)),
            json!(place.as_ref().map(|span| span.end_char)),
            json!(quote.confidence),
        ]
    }

    /// `Speaker, in the words of the text (outlet, time)`, then the words with their place.
    fn write(&self, out: &mut impl Write, width: usize) -> Result<()> {
        let text = &self.version.article.text;
        let words = |range: TextRange| range.slice(text).unwrap_or_default();
        let quote = &self.quote;
        let registered = self.speaker.as_ref().map(|entity| entity.name.as_str());
        let mut head = speaker_name(registered, quote.speaker.map(words)).to_owned();
        let mut say = |before: &str, range: Option<TextRange>| {
            if let Some(range) = range {
                head.push_str(before);
                head.push_str(words(range));
            }
        };
        say(" · ", quote.cue);
        say(" · to ", quote.addressee);
        say(" · ", quote.medium);
        say(" · ", quote.setting);
        for link in &quote.via {
            say(&format!(" · {}", via_words(link.role)), Some(link.mention));
        }
        let place = spans(text, [quote.extent()]).pop();
        let place = place.map_or_else(String::new, |span| {
            format!("characters {}–{}", span.start_char, span.end_char)
        });
        let source = [self.outlet().map(str::to_owned), self.published()];
        let source: Vec<String> = source.into_iter().flatten().collect();
        writeln!(out, "{}", visible(&head))?;
        let contents: Vec<&str> = quote.content.iter().map(|&range| words(range)).collect();
        for line in wrap(
            &visible(&contents.join(" … ")),
            width.saturating_sub(4).min(96),
        ) {
            writeln!(out, "    {line}")?;
        }
        let kind = retold_report::label(&quote.kind);
        let id = self.version.article.id;
        let source = visible(&source.join(", ")).into_owned();
        writeln!(out, "    {kind}, {place} of {id}  {source}\n")?;
        Ok(())
    }
}

/// What an outlet between did, before its name.
fn via_words(role: ViaRole) -> &'static str {
    match role {
        ViaRole::Told => "told ",
        ViaRole::Reported => "reported by ",
        ViaRole::Cited => "cited by ",
    }
}
