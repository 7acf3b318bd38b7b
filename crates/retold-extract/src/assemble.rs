//! From the pieces of a document to its article: one text, blocks, ranges of raw bytes.

use retold_model::{
    Article, ArticleId, Block, BlockKind, Byline, BylineKind, Cut, CutReason, Field, FieldName,
    Part, PartRole, SourceDocument, Stamp, Stated, VersionId,
};
use retold_text::{OffsetMap, TextRange};

use crate::content::same_words;
use crate::credit;
use crate::dateline;
use crate::dates::{self, DayOrder};
use crate::language;
use crate::metadata::{Fact, unescape};
use crate::names;
use crate::run_together;

/// A block before it has its place.
#[derive(Clone, Debug)]
pub(crate) struct RawBlock {
    pub(crate) kind: BlockKind,
    pub(crate) text: String,
    /// To raw bytes of the source document.
    pub(crate) map: OffsetMap,
}

/// Everything that the parts of a document gave.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) blocks: Vec<RawBlock>,
    pub(crate) cuts: Vec<Cut>,
    pub(crate) headline: Option<Stated<String>>,
    pub(crate) outlet: Option<Stated<String>>,
    pub(crate) section: Option<Stated<String>>,
    pub(crate) language: Option<Stated<String>>,
    pub(crate) published: Option<Stated<Stamp>>,
    pub(crate) modified: Option<Stated<Stamp>>,
    pub(crate) canonical_url: Option<Stated<String>>,
    pub(crate) image: Option<Stated<String>>,
    pub(crate) bylines: Vec<Byline>,
}

/// A fact of a part as a value with its raw bytes.
pub(crate) fn stated<T>(value: T, fact: &Fact, part: &Part) -> Stated<T> {
    let source = fact
        .bytes
        .map(|(start, end)| part.map.source_range(TextRange::new(start, end)));
    Stated {
        value,
        from: fact.from.clone(),
        source,
    }
}

/// Puts the article together; `None` where there is neither a body nor a headline that the format states.
pub(crate) fn article(source: &SourceDocument, mut draft: Draft) -> Option<(Article, OffsetMap)> {
    apply_fields(source, &mut draft);
    draft.blocks = { draft.blocks.into_iter() }
        .flat_map(run_together::split)
        .collect();
    credit::mark(&mut draft.blocks);
    cut_repeated_decks(&mut draft);
    let mut text = String::new();
    let mut map = OffsetMap::new();
    let mut blocks = Vec::with_capacity(draft.blocks.len());
    for raw in &draft.blocks {
        if !text.is_empty() {
            text.push_str("\n\n");
            let at = map
                .segments()
                .last()
                .map_or(0, |last| last.source_start + last.source_len);
            map.push_replaced(2, at, 0);
        }
        let start = text.len();
        text.push_str(&raw.text);
        map.push_mapped(&raw.map, TextRange::of(0, raw.text.len()));
        let range = TextRange::of(start, text.len());
        blocks.push(Block {
            kind: raw.kind,
            range,
            source: raw.map.source_range(TextRange::of(0, raw.text.len())),
        });
    }
    // What a format states to be a headline is a report, if a short one, where it also says where or when it was published:
    // else it may be the title of anything. A page of which no text is left is none.
    let has_body = blocks.iter().any(|block| block.kind.is_body());
    let has_stated_headline = source
        .parts
        .iter()
        .any(|part| part.role == PartRole::Headline)
        && blocks.iter().any(|block| block.kind == BlockKind::Headline);
    let was_published = draft.canonical_url.is_some() || draft.published.is_some();
    let is_headline_alone = has_stated_headline && was_published;
    if !has_body && !is_headline_alone {
        return None;
    }
    let body: Vec<TextRange> = blocks
        .iter()
        .filter(|block| block.kind.is_body())
        .map(|block| block.range)
        .collect();
    let dateline = dateline::find(&text, &body);
    let mut credits = credit::credits(&text, &blocks);
    for byline in draft
        .bylines
        .iter()
        .filter(|byline| byline.kind == BylineKind::Agency)
    {
        credits.push(credit::of_byline(byline));
    }
    credits.extend(
        source
            .stated(FieldName::Credit)
            .filter_map(credit::of_field),
    );
    if let Some(credit) = dateline.as_ref().and_then(credit::of_dateline) {
        credits.push(credit);
    }
    let language = language::of(draft.language, &text);
    let id = match &draft.canonical_url {
        Some(url) => ArticleId::of_url(&url.value),
        None => ArticleId::of_source(
            &source.digest,
            draft.outlet.as_ref().map(|outlet| outlet.value.as_str()),
        ),
    };
    draft
        .cuts
        .sort_by_key(|cut| (cut.source.start(), cut.source.end(), cut.reason));
    let article = Article {
        id,
        version: VersionId::of(id, &text),
        source: source.digest,
        outlet: draft.outlet,
        section: draft.section,
        language,
        published: draft.published,
        modified: draft.modified,
        canonical_url: draft.canonical_url,
        image: draft.image,
        headline: draft.headline,
        bylines: draft.bylines,
        dateline,
        credits,
        text,
        blocks,
        cuts: draft.cuts,
    };
    Some((article, map))
}

/// Takes out standfirsts that are only the first words of the body, as content systems make them up.
fn cut_repeated_decks(draft: &mut Draft) {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let decks: Vec<String> = draft
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Deck)
        .map(|block| letters(&block.text))
        .collect();
    let Some(longest) = decks.iter().map(String::len).max() else {
        return;
    };
    let mut opening = String::new();
    for block in draft.blocks.iter().filter(|block| block.kind.is_body()) {
        opening.push_str(&letters(&block.text));
        if opening.len() >= longest {
            break;
        }
    }
    draft.blocks.retain(|block| {
        let repeats = block.kind == BlockKind::Deck && opening.starts_with(&letters(&block.text));
        if repeats {
            let source = block.map.source_range(TextRange::of(0, block.text.len()));
            draft.cuts.push(Cut {
                source,
                reason: CutReason::Repeated,
            });
        }
        !repeats
    });
}

/// A time as the format or the user states it.
fn stamp(value: &str, order: DayOrder) -> Option<Stamp> {
    let written = value.trim().parse().ok();
    written.or_else(|| dates::find(value, order).map(|found| found.stamp))
}

/// The times that the format or the user states, and that nobody can read: of each field the first, where no other is read.
pub(crate) fn unread_times(source: &SourceDocument) -> impl Iterator<Item = &Field> {
    let is_read = |field: &Field| {
        { [DayOrder::Unknown, DayOrder::DayFirst].into_iter() }
            .any(|order| stamp(&field.value, order).is_some())
    };
    [FieldName::Published, FieldName::Modified]
        .into_iter()
        .filter(move |&name| !source.stated(name).any(is_read))
        .filter_map(|name| {
            source
                .stated(name)
                .find(|field| !field.value.trim().is_empty())
        })
}

/// What the format or the user states outranks what a page says of itself.
fn apply_fields(source: &SourceDocument, draft: &mut Draft) {
    let order = match draft
        .language
        .as_ref()
        .map(|language| language.value.as_str())
    {
        Some(language) if language.starts_with("en") => DayOrder::Unknown,
        Some(_) => DayOrder::DayFirst,
        None => DayOrder::Unknown,
    };
    let field = |name: FieldName| {
        source
            .stated(name)
            .find(|field| !field.value.trim().is_empty())
    };
    let text = |name: FieldName| {
        field(name).map(|field| Stated {
            value: unescape(field.value.trim()).into_owned(),
            from: field.from.clone(),
            source: field.source,
        })
    };
    let time = |name: FieldName| {
        source.stated(name).find_map(|field| {
            Some(Stated {
                value: stamp(&field.value, order)?,
                from: field.from.clone(),
                source: field.source,
            })
        })
    };
    let over = |slot: &mut Option<Stated<String>>, value: Option<Stated<String>>| {
        if value.is_some() {
            *slot = value;
        }
    };
    over(&mut draft.outlet, text(FieldName::Outlet));
    over(&mut draft.section, text(FieldName::Section));
    over(&mut draft.language, text(FieldName::Language));
    over(&mut draft.image, text(FieldName::Image));
    over(&mut draft.canonical_url, text(FieldName::CanonicalUrl));
    over(&mut draft.headline, text(FieldName::Headline));
    draft.published = time(FieldName::Published).or(draft.published.take());
    draft.modified = time(FieldName::Modified).or(draft.modified.take());
    let site = draft.outlet.as_ref().map(|outlet| outlet.value.clone());
    let mut bylines: Vec<Byline> = Vec::new();
    for field in source.stated(FieldName::Author) {
        for (name, kind) in names::people(&unescape(&field.value), site.as_deref()) {
            if !bylines
                .iter()
                .any(|known| same_words(&known.name.value, &name))
            {
                bylines.push(Byline {
                    name: Stated {
                        value: name,
                        from: field.from.clone(),
                        source: field.source,
                    },
                    kind,
                });
            }
        }
    }
    if !bylines.is_empty() {
        draft.bylines = bylines;
    }
    let base = source.location.uri.clone();
    let resolve = |stated: &mut Stated<String>| {
        let base = base.as_deref().and_then(|base| url::Url::parse(base).ok());
        let url = match base {
            Some(base) => base.join(&stated.value),
            None => url::Url::parse(&stated.value),
        };
        match url {
            Ok(url) if matches!(url.scheme(), "http" | "https") => {
                stated.value = url.into();
                true
            }
            _ => false,
        }
    };
    draft.image = draft
        .image
        .take()
        .and_then(|mut image| resolve(&mut image).then_some(image));
    draft.canonical_url = draft
        .canonical_url
        .take()
        .and_then(|mut url| resolve(&mut url).then_some(url));
    if draft.canonical_url.is_none()
        && let Some(uri) = &source.location.uri
        && let Ok(url) = url::Url::parse(uri)
        && matches!(url.scheme(), "http" | "https")
    {
        draft.canonical_url = Some(Stated {
            value: url.into(),
            from: "uri".into(),
            source: None,
        });
    }
    if let Some(url) = &mut draft.canonical_url {
        url.value = canonical(&url.value);
    }
}

/// An address without what only tracks a visit: the fragment and campaign parameters.
fn canonical(address: &str) -> String {
    let Ok(mut url) = url::Url::parse(address) else {
        return address.to_owned();
    };
    url.set_fragment(None);
    let tracks = |key: &str| {
        key.starts_with("utm_")
            || matches!(
                key,
                "fbclid" | "gclid" | "ocid" | "cmpid" | "ncid" | "mc_cid" | "mc_eid"
            )
    };
    if url.query_pairs().any(|(key, _)| tracks(&key)) {
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(key, _)| !tracks(key))
            .map(|(k, v)| (k.into_owned(), v.into_owned()))
            .collect();
        if kept.is_empty() {
            url.set_query(None);
        } else {
            url.query_pairs_mut().clear().extend_pairs(kept);
        }
    }
    url.into()
}

/// Bytes of a part as raw bytes.
pub(crate) fn cut(part: &Part, (start, end, reason): (u32, u32, CutReason)) -> Cut {
    Cut {
        source: part.map.source_range(TextRange::new(start, end)),
        reason,
    }
}

/// The block kind of a part that is one line.
pub(crate) fn line_kind(role: PartRole) -> BlockKind {
    match role {
        PartRole::Headline => BlockKind::Headline,
        PartRole::Deck => BlockKind::Deck,
        PartRole::Whole | PartRole::Body => BlockKind::Paragraph,
    }
}
