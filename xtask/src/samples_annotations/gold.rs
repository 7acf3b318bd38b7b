//! What a reader found in a report.

use anyhow::{Context as _, Result, ensure};
use retold_model::{Article, ArticleId, TimeKind, ViaRole};
use retold_text::TextRange;
use serde::Deserialize;

/// A range of characters, as it is kept.
type Chars = [usize; 2];

/// One report. As read from its file the ranges are of characters; [`positioned`](Self::positioned) makes them bytes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldArticle<R = Chars> {
    #[serde(rename = "article")]
    pub(super) id: ArticleId,
    /// What its times are counted from: it tells a person why a value is what it is.
    published: Option<String>,
    /// How long the text is that the ranges are of.
    characters: usize,
    pub(super) quotes: Vec<GoldQuote<R>>,
    pub(super) persons: Vec<GoldPerson<R>>,
    pub(super) places: Vec<GoldPlace<R>>,
    pub(super) times: Vec<GoldTime<R>>,
}

/// A quotation or reported statement.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldQuote<R> {
    pub(super) content: Vec<R>,
    /// Other contents that are as right.
    #[serde(rename = "or", default = "Vec::new")]
    pub(super) others: Vec<Vec<R>>,
    /// Told by the marks of quotation; not measured.
    kind: retold_model::QuoteKind,
    /// The mention beside the cue.
    pub(super) speaker: Option<R>,
    /// The fullest name in the report of each who said it; none where the text does not say who.
    pub(super) speaker_names: Vec<R>,
    /// From the speaker to the outlet, nearest to the speaker first.
    pub(super) via: Vec<GoldVia<R>>,
    #[serde(default)]
    pub(super) optional: bool,
}

/// A link between speaker and report.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldVia<R> {
    pub(super) range: R,
    pub(super) role: ViaRole,
    /// Whether only another sentence says it.
    #[serde(default)]
    pub(super) optional: bool,
}

/// A name of a person.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldPerson<R> {
    pub(super) range: R,
    /// The same number is the same person in all reports.
    pub(super) entity: u32,
    #[serde(default)]
    pub(super) optional: bool,
}

/// A name of a place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldPlace<R> {
    pub(super) range: R,
    pub(super) entity: u32,
    /// The country that it is or lies in, where there is one.
    pub(super) country: Option<String>,
    /// Its id, where the reader was sure.
    pub(super) geonames: Option<u32>,
    /// A building or square; they count as places here.
    #[serde(default)]
    facility: bool,
    /// Whether its government is meant; `None` where readers could differ.
    pub(super) actor: Option<bool>,
    #[serde(default)]
    pub(super) optional: bool,
}

/// A date, time, duration or set.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldTime<R> {
    pub(super) range: R,
    pub(super) kind: TimeKind,
    pub(super) value: String,
    /// Other values that are as right.
    #[serde(default)]
    pub(super) alternatives: Vec<String>,
    #[serde(default)]
    pub(super) optional: bool,
}

impl GoldArticle {
    /// The same with ranges of the bytes of `article`'s text.
    pub(super) fn positioned(self, article: &Article) -> Result<GoldArticle<TextRange>> {
        let mut bytes: Vec<usize> = article.text.char_indices().map(|(at, _)| at).collect();
        ensure!(
            article.id == self.id && bytes.len() == self.characters,
            "the list is of `{}` with {} characters, but the report is `{}` with {}",
            self.id,
            self.characters,
            article.id,
            bytes.len()
        );
        bytes.push(article.text.len());
        let at = |[start, end]: Chars| {
            { bytes.get(start).zip(bytes.get(end)) }
                .filter(|_| start < end)
                .map(|(&start, &end)| TextRange::of(start, end))
                .with_context(|| format!("`{}` has no range {start}..{end}", self.id))
        };
        let all = |ranges: Vec<Chars>| ranges.into_iter().map(at).collect::<Result<Vec<_>>>();
        Ok(GoldArticle {
            id: self.id,
            published: self.published,
            characters: self.characters,
            quotes: { self.quotes.into_iter() }
                .map(|quote| {
                    Ok(GoldQuote {
                        content: all(quote.content)?,
                        others: { quote.others.into_iter() }
                            .map(all)
                            .collect::<Result<_>>()?,
                        kind: quote.kind,
                        speaker: quote.speaker.map(at).transpose()?,
                        speaker_names: all(quote.speaker_names)?,
                        via: { quote.via.into_iter() }
                            .map(|link| {
                                Ok(GoldVia {
                                    range: at(link.range)?,
                                    role: link.role,
                                    optional: link.optional,
                                })
                            })
                            .collect::<Result<_>>()?,
                        optional: quote.optional,
                    })
                })
                .collect::<Result<_>>()?,
            persons: { self.persons.into_iter() }
                .map(|person| {
                    Ok(GoldPerson {
                        range: at(person.range)?,
                        entity: person.entity,
                        optional: person.optional,
                    })
                })
                .collect::<Result<_>>()?,
            places: { self.places.into_iter() }
                .map(|place| {
                    Ok(GoldPlace {
                        range: at(place.range)?,
                        entity: place.entity,
                        country: place.country,
                        geonames: place.geonames,
                        facility: place.facility,
                        actor: place.actor,
                        optional: place.optional,
                    })
                })
                .collect::<Result<_>>()?,
            times: { self.times.into_iter() }
                .map(|time| {
                    Ok(GoldTime {
                        range: at(time.range)?,
                        kind: time.kind,
                        value: time.value,
                        alternatives: time.alternatives,
                        optional: time.optional,
                    })
                })
                .collect::<Result<_>>()?,
        })
    }
}

/// Whether two ranges share a byte.
pub(super) fn overlap(one: TextRange, other: TextRange) -> bool {
    one.start() < other.end() && other.start() < one.end()
}
