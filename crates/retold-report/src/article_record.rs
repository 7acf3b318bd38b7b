//! One version of an article, with every range in full: what dossiers and exports have in common.

use retold_model::{
    Annotations, ArticleId, ArticleVersion, BlockKind, Byline, BylineKind, Credit, CreditKind,
    CutReason, Dateline, Digest, Form, Precision, SourceDocument, Stamp, Stated, VersionId,
};
use retold_outlets::{Kind, register};
use serde::{Deserialize, Serialize};

use crate::annotation_record::AnnotationsRecord;
use crate::input::ArticleInput;
use crate::source_words::SourceWords;
use crate::span::{SourceSpan, Span, Spans};
use crate::text_fragment::Page;

/// One version of an article. Absent values are `null`: the source does not state them, and nothing is guessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ArticleRecord {
    /// The article's id, the same for all its versions: 16 hexadecimal digits.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: ArticleId,
    /// The id of this version: 16 hexadecimal digits.
    #[cfg_attr(test, schemars(with = "String"))]
    pub version: VersionId,
    /// Whether this version stands for the article.
    pub current: bool,
    /// The publication that carried it.
    pub outlet: Option<StatedText>,
    /// The headline.
    pub headline: Option<StatedText>,
    /// The section of the outlet.
    pub section: Option<StatedText>,
    /// The language, as a BCP 47 tag.
    pub language: Option<StatedText>,
    /// The lasting address.
    pub canonical_url: Option<StatedText>,
    /// The address of the lead image.
    pub image: Option<StatedText>,
    /// When it was published.
    pub published: Option<Moment>,
    /// When it was last modified.
    pub modified: Option<Moment>,
    /// Who wrote it.
    pub bylines: Vec<BylineRecord>,
    /// The place, date and agency that open it.
    pub dateline: Option<DatelineRecord>,
    /// Whose material it says it carries.
    pub credits: Vec<CreditRecord>,
    /// The source document it was read from.
    pub source: SourceRecord,
    /// The text: the words of the blocks, parted by a blank line. All ranges count in it.
    pub text: String,
    /// The blocks of the text, in order.
    pub blocks: Vec<BlockRecord>,
    /// What of the source document was left out, in its order.
    pub cuts: Vec<CutRecord>,
    /// What was read in the text; `null` where it was not analysed, for want of a model for its language.
    pub annotations: Option<AnnotationsRecord>,
}

/// A value and where it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StatedText {
    /// The value.
    pub value: String,
    /// Where it was read: `json-ld:headline`, `meta:og:site_name`, `text`, `url`, `flag`, `manifest` …
    pub from: String,
    /// The raw bytes it was read from, where known.
    pub source: Option<SourceSpan>,
}

/// A time as its source states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Moment {
    /// The time in EDTF, with no part that was not stated: `2024-05-16`, `2024-05-16T09:36:55+06:00`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub value: Stamp,
    /// The smallest unit that was stated.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::precision"))]
    pub precision: Precision,
    /// The UTC offset, where stated: `+06:00`, or `Z`.
    pub offset: Option<String>,
    /// The instant in UTC (RFC 3339), where time and offset were stated.
    pub instant: Option<String>,
    /// Where it was read: `json-ld:datePublished`, `rss:pubDate`, `text`, `url` …
    pub from: String,
    /// The raw bytes it was read from, where known.
    pub source: Option<SourceSpan>,
}

/// One name of a byline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BylineRecord {
    /// The name, without "By".
    pub name: String,
    /// Who it is.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::byline_kind"))]
    pub kind: BylineKind,
    /// Where it was read.
    pub from: String,
    /// The raw bytes it was read from, where known.
    pub source: Option<SourceSpan>,
}

/// The place, date and agency that open a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DatelineRecord {
    /// The place as written.
    pub place: Option<String>,
    /// The date as written.
    pub date: Option<String>,
    /// The agency as written.
    pub agency: Option<String>,
    /// Where it stands in the text.
    pub span: Span,
}

/// Whose material the article says it carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CreditRecord {
    /// How it is put.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::credit_kind"))]
    pub kind: CreditKind,
    /// The names as written, one each.
    pub names: Vec<String>,
    /// The agencies and outlets among them, by their usual names in the register of agencies and outlets.
    pub outlets: Vec<String>,
    /// Where it was read.
    pub from: String,
    /// Where it stands in the text; `null` where only a field says it.
    pub span: Option<Span>,
}

/// The source document of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SourceRecord {
    /// The file it was found in, as named when it was added; members of archives after `!`.
    pub path: String,
    /// Which record of the file, from 0; `null` where the file is one document.
    pub record: Option<u32>,
    /// First byte of the record in the file, after decompression.
    pub offset: u64,
    /// The address it was fetched from, where known.
    pub uri: Option<String>,
    /// How its bytes are read.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::form"))]
    pub form: Form,
    /// Its media type.
    pub media_type: String,
    /// Its character set.
    pub charset: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// The BLAKE3 digest of its bytes: 64 hexadecimal digits.
    #[cfg_attr(test, schemars(with = "String"))]
    pub digest: Digest,
    /// When it was fetched, where known, as EDTF.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub retrieved: Option<Stamp>,
}

/// A block of the text: a paragraph, a heading, a headline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BlockRecord {
    /// What it is.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::block_kind"))]
    pub kind: BlockKind,
    /// Where it stands in the text.
    pub span: Span,
    /// The raw bytes it came from, markup between them included.
    pub source: SourceSpan,
    /// A link that opens the web page at these words; `null` where no address is known.
    pub link: Option<String>,
}

/// A part of the source document that holds words and was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CutRecord {
    /// Why.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::cut_reason"))]
    pub reason: CutReason,
    /// Its raw bytes.
    pub source: SourceSpan,
    /// Its words as the source shows them: without markup, white space folded.
    pub words: String,
}

impl ArticleRecord {
    /// The record of one version. The same input gives the same record.
    pub fn of(input: &ArticleInput) -> Self {
        Self::of_view(&View::of(input))
    }

    /// Whether its source gives nothing below the headline and the standfirst.
    pub(crate) fn is_headline_alone(&self) -> bool {
        !self.blocks.iter().any(|block| block.kind.is_body())
    }

    pub(crate) fn of_view(view: &View<'_>) -> Self {
        let article = &view.version.article;
        Self {
            text: article.text.clone(),
            blocks: article
                .blocks
                .iter()
                .map(|block| BlockRecord {
                    kind: block.kind,
                    span: view.spans.span(block.range),
                    source: block.source.into(),
                    link: view.page.as_ref().and_then(|page| page.link(block.range)),
                })
                .collect(),
            cuts: article
                .cuts
                .iter()
                .map(|cut| CutRecord {
                    reason: cut.reason,
                    source: cut.source.into(),
                    words: view
                        .words
                        .as_ref()
                        .map_or_else(String::new, |words| words.words(cut.source)),
                })
                .collect(),
            annotations: view
                .annotations
                .map(|annotations| AnnotationsRecord::of(annotations, &view.spans)),
            ..Self::of_head(view)
        }
    }

    /// The record without text, blocks and cuts, and of what was read in the text with the quotes alone.
    pub(crate) fn of_quotes(view: &View<'_>) -> Self {
        Self {
            annotations: view
                .annotations
                .map(|annotations| AnnotationsRecord::of_quotes(annotations, &view.spans)),
            ..Self::of_head(view)
        }
    }

    /// The record without text, blocks, cuts and annotations.
    pub(crate) fn of_head(view: &View<'_>) -> Self {
        let article = &view.version.article;
        let spans = &view.spans;
        Self {
            id: article.id,
            version: article.version,
            current: view.version.current,
            outlet: article.outlet.as_ref().map(stated_text),
            headline: article.headline.as_ref().map(stated_text),
            section: article.section.as_ref().map(stated_text),
            language: article.language.as_ref().map(stated_text),
            canonical_url: article.canonical_url.as_ref().map(stated_text),
            image: article.image.as_ref().map(stated_text),
            published: article.published.as_ref().map(moment),
            modified: article.modified.as_ref().map(moment),
            bylines: article.bylines.iter().map(byline).collect(),
            dateline: article.dateline.as_ref().map(|line| dateline(line, spans)),
            credits: article
                .credits
                .iter()
                .map(|line| credit(line, spans))
                .collect(),
            source: source(view),
            text: String::new(),
            blocks: Vec::new(),
            cuts: Vec::new(),
            annotations: None,
        }
    }

    /// The place of the block that holds a byte of the text, in [`Self::blocks`].
    pub(crate) fn block_at(&self, byte: u32) -> Option<usize> {
        let after = self
            .blocks
            .partition_point(|block| block.span.start_byte <= byte);
        let place = after.checked_sub(1)?;
        (byte < self.blocks[place].span.end_byte).then_some(place)
    }

    /// The link that opens the web page at the block that holds a byte of the text.
    pub(crate) fn link_at(&self, byte: u32) -> Option<&str> {
        self.blocks[self.block_at(byte)?].link.as_deref()
    }

    /// The address of the web page, as stated or as fetched, whether or not it may be a link.
    pub fn address(&self) -> Option<&str> {
        self.canonical_url
            .as_ref()
            .map(|url| url.value.as_str())
            .or(self.source.uri.as_deref())
    }
}

/// A version of an article with its indexes, built once.
pub(crate) struct View<'a> {
    pub(crate) version: &'a ArticleVersion,
    pub(crate) spans: Spans<'a>,
    pub(crate) page: Option<Page>,
    annotations: Option<&'a Annotations>,
    source: Option<&'a SourceDocument>,
    words: Option<SourceWords<'a>>,
}

impl<'a> View<'a> {
    pub(crate) fn of(input: &'a ArticleInput) -> Self {
        let article = &input.version.article;
        let words = SourceWords::new(&input.source);
        let address = article
            .canonical_url
            .as_ref()
            .map(|url| url.value.as_str())
            .or(input.source.location.uri.as_deref());
        Self {
            version: &input.version,
            spans: Spans::new(&article.text),
            page: Page::new(article, address, &words),
            annotations: input.annotations.as_ref(),
            source: Some(&input.source),
            words: Some(words),
        }
    }

    /// A version with spans, but without links and words of what was cut: it takes next to no time.
    pub(crate) fn head_of(input: &'a ArticleInput) -> Self {
        Self {
            source: Some(&input.source),
            annotations: input.annotations.as_ref(),
            ..Self::without_source(&input.version)
        }
    }

    /// A version without its source: it has spans, but no links and no words of what was cut.
    pub(crate) fn without_source(version: &'a ArticleVersion) -> Self {
        Self {
            version,
            spans: Spans::new(&version.article.text),
            page: None,
            annotations: None,
            source: None,
            words: None,
        }
    }

    pub(crate) fn id(&self) -> ArticleId {
        self.version.article.id
    }
}

fn stated_text(stated: &Stated<String>) -> StatedText {
    StatedText {
        value: stated.value.clone(),
        from: stated.from.clone(),
        source: stated.source.map(SourceSpan::from),
    }
}

fn moment(stated: &Stated<Stamp>) -> Moment {
    let stamp = stated.value;
    // The offset as the stamp itself writes it, behind the time.
    let written = stamp.to_string();
    let offset = stamp.offset().map(|_| {
        let at = written.rfind(['Z', '+', '-']).unwrap_or(written.len());
        written[at..].to_owned()
    });
    Moment {
        value: stamp,
        precision: stamp.precision(),
        offset,
        instant: stamp.instant().map(|instant| instant.to_string()),
        from: stated.from.clone(),
        source: stated.source.map(SourceSpan::from),
    }
}

fn byline(byline: &Byline) -> BylineRecord {
    BylineRecord {
        name: byline.name.value.clone(),
        kind: byline.kind,
        from: byline.name.from.clone(),
        source: byline.name.source.map(SourceSpan::from),
    }
}

fn dateline(dateline: &Dateline, spans: &Spans<'_>) -> DatelineRecord {
    DatelineRecord {
        place: dateline.place.clone(),
        date: dateline.date.clone(),
        agency: dateline.agency.clone(),
        span: spans.span(dateline.range),
    }
}

fn credit(credit: &Credit, spans: &Spans<'_>) -> CreditRecord {
    CreditRecord {
        kind: credit.kind,
        names: credit.names.clone(),
        outlets: credit
            .names
            .iter()
            .filter_map(|name| register().named(name))
            .filter(|found| !found.ambiguous && found.outlet().kind != Kind::Unnamed)
            .map(|found| found.outlet().name.to_owned())
            .collect(),
        from: credit.from.clone(),
        span: credit.range.map(|range| spans.span(range)),
    }
}

fn source(view: &View<'_>) -> SourceRecord {
    let mut record = SourceRecord {
        path: String::new(),
        record: None,
        offset: 0,
        uri: None,
        form: Form::Text,
        media_type: String::new(),
        charset: String::new(),
        bytes: 0,
        digest: view.version.article.source,
        retrieved: view.version.retrieved,
    };
    if let Some(document) = view.source {
        let location = &document.location;
        record.path.clone_from(&location.path);
        record.record = location.record;
        record.offset = location.offset;
        record.uri.clone_from(&location.uri);
        record.form = document.form;
        record.media_type.clone_from(&document.media_type);
        record.charset.clone_from(&document.charset);
        record.bytes = document.raw.len() as u64;
        record.retrieved = record.retrieved.or(document.retrieved);
    }
    record
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;

    use retold_model::{Article, Block, Cut, Location, Markup, Part, PartRole};
    use retold_text::{OffsetMap, SourceRange, TextRange};

    use super::*;

    /// An article of paragraphs from a plain text source that is the same text.
    pub(crate) fn plain_article(paragraphs: &[&str]) -> ArticleInput {
        let text = paragraphs.join("\n\n");
        let mut blocks = Vec::new();
        let mut at = 0;
        for paragraph in paragraphs {
            let range = TextRange::of(at, at + paragraph.len());
            blocks.push(Block {
                kind: BlockKind::Paragraph,
                range,
                source: SourceRange::new(range.start(), range.end()),
            });
            at += paragraph.len() + 2;
        }
        article_of(&text, &text, Form::Text, blocks, Vec::new())
    }

    /// An article with everything else unstated. `raw` is UTF-8.
    pub(crate) fn article_of(
        raw: &str,
        text: &str,
        form: Form,
        blocks: Vec<Block>,
        cuts: Vec<Cut>,
    ) -> ArticleInput {
        let digest = Digest::of(raw.as_bytes());
        let id = ArticleId::of_source(&digest, None);
        let article = Article {
            id,
            version: VersionId::of(id, text),
            source: digest,
            outlet: None,
            section: None,
            language: None,
            published: None,
            modified: None,
            canonical_url: None,
            image: None,
            headline: None,
            bylines: Vec::new(),
            dateline: None,
            credits: Vec::new(),
            text: text.to_owned(),
            blocks,
            cuts,
        };
        let (markup, media_type) = match form {
            Form::Text => (Markup::Plain, "text/plain"),
            _ => (Markup::HtmlPage, "text/html"),
        };
        ArticleInput {
            version: ArticleVersion {
                article,
                retrieved: None,
                current: true,
            },
            annotations: None,
            entities: std::collections::BTreeMap::new(),
            source: SourceDocument {
                location: Location {
                    path: "page.html".into(),
                    ..Location::default()
                },
                form,
                charset: "utf-8".into(),
                media_type: media_type.into(),
                retrieved: None,
                digest,
                raw: Arc::from(raw.as_bytes()),
                fields: Vec::new(),
                parts: vec![Part {
                    role: PartRole::Whole,
                    markup,
                    text: raw.to_owned(),
                    map: OffsetMap::identity(
                        u32::try_from(raw.len()).expect("test pages are short"),
                    ),
                }],
            },
        }
    }

    #[test]
    fn a_moment_keeps_precision_and_zone_as_stated() {
        let moment = |text: &str| {
            let moment = moment(&Stated {
                value: text.parse().unwrap(),
                from: "text".into(),
                source: None,
            });
            (moment.precision, moment.offset, moment.instant)
        };
        assert_eq!(moment("2024-05"), (Precision::Month, None, None));
        assert_eq!(moment("2024-05-16T09:36"), (Precision::Minute, None, None));
        assert_eq!(
            moment("2024-05-16T09:36:55-03:30"),
            (
                Precision::Second,
                Some("-03:30".into()),
                Some("2024-05-16T13:06:55Z".into())
            )
        );
        assert_eq!(moment("2024-05-16T09:36Z").1.as_deref(), Some("Z"));
    }

    #[test]
    fn a_record_shows_blocks_and_cuts_with_their_places() {
        let raw = "<nav>Home</nav><p>The <b>mayor</b> left.</p>";
        let input = article_of(
            raw,
            "The mayor left.",
            Form::Html,
            vec![Block {
                kind: BlockKind::Paragraph,
                range: TextRange::new(0, 15),
                source: SourceRange::new(18, 40),
            }],
            vec![Cut {
                source: SourceRange::new(0, 15),
                reason: CutReason::Navigation,
            }],
        );
        let record = ArticleRecord::of(&input);
        assert_eq!(
            record.blocks,
            [BlockRecord {
                kind: BlockKind::Paragraph,
                span: Span {
                    start_byte: 0,
                    end_byte: 15,
                    start_char: 0,
                    end_char: 15,
                    words: "The mayor left.".into()
                },
                source: SourceSpan {
                    start_byte: 18,
                    end_byte: 40
                },
                link: None,
            }]
        );
        assert_eq!(
            record.cuts,
            [CutRecord {
                reason: CutReason::Navigation,
                source: SourceSpan {
                    start_byte: 0,
                    end_byte: 15
                },
                words: "Home".into()
            }]
        );
    }
}
