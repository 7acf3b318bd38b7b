//! Article versions: one row, and rows for their blocks, cuts, bylines, datelines, credits.

use std::sync::Arc;

use retold_model::{
    Article, ArticleFacts, ArticleVersion, Block, Byline, Credit, Cut, Dateline, Linkable, Stamp,
    Stated,
};
use retold_text::{CharOffsets, SourceRange, TextRange, TextSize};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::{Result, StoreError};
use crate::names::{Place, pair, word};

/// Writes a version, not yet current, and gives its key.
pub(crate) fn insert(
    connection: &Connection,
    article_key: i64,
    source: i64,
    article: &Article,
) -> rusqlite::Result<i64> {
    let version = connection
        .prepare_cached(
            "INSERT INTO article_version (id, article, current, source, headline, outlet, section, language, published,
                 modified, canonical_url, image, text)
             VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .insert(params![
            article.version.to_string(),
            article_key,
            source,
            value(article.headline.as_ref()),
            value(article.outlet.as_ref()),
            value(article.section.as_ref()),
            value(article.language.as_ref()),
            stamp(article.published.as_ref()),
            stamp(article.modified.as_ref()),
            value(article.canonical_url.as_ref()),
            value(article.image.as_ref()),
            article.text,
        ])?;
    insert_parts(connection, version, article)?;
    Ok(version)
}

/// Lets another source stand for a version: same text, other fields. `current` stays.
pub(crate) fn replace(
    connection: &Connection,
    version: i64,
    source: i64,
    article: &Article,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE article_version SET source = ?2, headline = ?3, outlet = ?4, section = ?5, language = ?6,
                 published = ?7, modified = ?8, canonical_url = ?9, image = ?10, text = ?11
             WHERE key = ?1",
        )?
        .execute(params![
            version,
            source,
            value(article.headline.as_ref()),
            value(article.outlet.as_ref()),
            value(article.section.as_ref()),
            value(article.language.as_ref()),
            stamp(article.published.as_ref()),
            stamp(article.modified.as_ref()),
            value(article.canonical_url.as_ref()),
            value(article.image.as_ref()),
            article.text,
        ])?;
    for table in [
        "stated_field",
        "block",
        "cut",
        "byline",
        "dateline",
        "credit",
    ] {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE version = ?1"))?
            .execute([version])?;
    }
    insert_parts(connection, version, article)
}

fn value(stated: Option<&Stated<String>>) -> Option<&str> {
    stated.map(|stated| stated.value.as_str())
}

fn stamp(stated: Option<&Stated<Stamp>>) -> Option<String> {
    stated.map(|stated| stated.value.to_string())
}

fn insert_parts(connection: &Connection, version: i64, article: &Article) -> rusqlite::Result<()> {
    insert_grounds(connection, version, article)?;
    let offsets = CharOffsets::new(&article.text);
    let mut statement = connection.prepare_cached(
        "INSERT INTO block (version, position, kind, start_byte, end_byte, start_char, end_char, source_start_byte,
             source_end_byte)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for (position, block) in (0i64..).zip(&article.blocks) {
        let (start_char, end_char) = offsets.chars(block.range);
        statement.execute(params![
            version,
            position,
            word(block.kind),
            block.range.start(),
            block.range.end(),
            start_char,
            end_char,
            block.source.start(),
            block.source.end(),
        ])?;
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO cut (version, position, reason, source_start_byte, source_end_byte) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (position, cut) in (0i64..).zip(&article.cuts) {
        statement.execute(params![
            version,
            position,
            word(cut.reason),
            cut.source.start(),
            cut.source.end()
        ])?;
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO byline (version, position, name, kind, read_from, source_start_byte, source_end_byte)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (position, byline) in (0i64..).zip(&article.bylines) {
        let (start, end) = ends(byline.name.source);
        statement.execute(params![
            version,
            position,
            byline.name.value,
            word(byline.kind),
            byline.name.from,
            start,
            end
        ])?;
    }
    if let Some(dateline) = &article.dateline {
        let (start_char, end_char) = offsets.chars(dateline.range);
        connection
            .prepare_cached(
                "INSERT INTO dateline (version, place, date, agency, start_byte, end_byte, start_char, end_char)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                version,
                dateline.place,
                dateline.date,
                dateline.agency,
                dateline.range.start(),
                dateline.range.end(),
                start_char,
                end_char,
            ])?;
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO credit (version, position, kind, names, read_from, start_byte, end_byte, start_char, end_char)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for (position, credit) in (0i64..).zip(&article.credits) {
        let chars = credit.range.map(|range| offsets.chars(range));
        statement.execute(params![
            version,
            position,
            word(credit.kind),
            serde_json::to_string(&credit.names).expect("names are text"),
            credit.from,
            credit.range.map(TextRange::start),
            credit.range.map(TextRange::end),
            chars.map(|(start, _)| start),
            chars.map(|(_, end)| end),
        ])?;
    }
    Ok(())
}

fn ends(source: Option<SourceRange>) -> (Option<TextSize>, Option<TextSize>) {
    (source.map(SourceRange::start), source.map(SourceRange::end))
}

/// Writes where each field was read.
fn insert_grounds(
    connection: &Connection,
    version: i64,
    article: &Article,
) -> rusqlite::Result<()> {
    fn grounds<'a, T>(
        field: &'static str,
        stated: Option<&'a Stated<T>>,
    ) -> Option<(&'static str, &'a str, Option<SourceRange>)> {
        stated.map(|stated| (field, stated.from.as_str(), stated.source))
    }
    let fields = [
        grounds("canonical-url", article.canonical_url.as_ref()),
        grounds("headline", article.headline.as_ref()),
        grounds("image", article.image.as_ref()),
        grounds("language", article.language.as_ref()),
        grounds("modified", article.modified.as_ref()),
        grounds("outlet", article.outlet.as_ref()),
        grounds("published", article.published.as_ref()),
        grounds("section", article.section.as_ref()),
    ];
    let mut statement = connection.prepare_cached(
        "INSERT INTO stated_field (version, field, read_from, source_start_byte, source_end_byte)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (field, from, source) in fields.into_iter().flatten() {
        let (start, end) = ends(source);
        statement.execute(params![version, field, from, start, end])?;
    }
    Ok(())
}

/// Reads the version with the key `version`.
pub(crate) fn read(
    connection: &Connection,
    version: i64,
    at: impl Fn(rusqlite::Error) -> StoreError + Copy,
) -> Result<Option<ArticleVersion>> {
    let mut found = read_without_layout(connection, version, at)?;
    if let Some(ArticleVersion { article, .. }) = &mut found {
        article.blocks = read_blocks(connection, version, at)?;
        article.cuts = read_cuts(connection, version, at)?;
    }
    Ok(found)
}

/// The same without blocks and cuts.
pub(crate) fn read_without_layout(
    connection: &Connection,
    version: i64,
    at: impl Fn(rusqlite::Error) -> StoreError + Copy,
) -> Result<Option<ArticleVersion>> {
    let place = Place {
        table: "article_version",
        key: version,
    };
    let row = connection
        .prepare_cached(
            "SELECT article.id, article_version.id, current, digest, retrieved, headline, outlet, section, language,
                 published, modified, canonical_url, image, text
             FROM article_version
             JOIN article ON article.key = article_version.article
             JOIN source_document ON source_document.key = article_version.source
             WHERE article_version.key = ?1",
        )
        .and_then(|mut statement| {
            statement
                .query_row([version], |row| {
                    let mut fields: [Option<String>; 8] = Default::default();
                    for (i, field) in fields.iter_mut().enumerate() {
                        *field = row.get(5 + i)?;
                    }
                    Ok((
                        [row.get::<_, String>(0)?, row.get(1)?, row.get(3)?, row.get(13)?],
                        row.get::<_, bool>(2)?,
                        row.get::<_, Option<String>>(4)?,
                        fields,
                    ))
                })
                .optional()
        })
        .map_err(at)?;
    let Some(([id, version_id, digest, text], current, retrieved, fields)) = row else {
        return Ok(None);
    };
    let [
        headline,
        outlet,
        section,
        language,
        published,
        modified,
        canonical_url,
        image,
    ] = fields;
    let mut grounds = Grounds::read(connection, version).map_err(at)?;
    let article = Article {
        id: place.parse(&id)?,
        version: place.parse(&version_id)?,
        source: place.parse(&digest)?,
        headline: grounds.stated(place, "headline", headline)?,
        outlet: grounds.stated(place, "outlet", outlet)?,
        section: grounds.stated(place, "section", section)?,
        language: grounds.stated(place, "language", language)?,
        published: grounds.stated(place, "published", place.parse_some(published)?)?,
        modified: grounds.stated(place, "modified", place.parse_some(modified)?)?,
        canonical_url: grounds.stated(place, "canonical-url", canonical_url)?,
        image: grounds.stated(place, "image", image)?,
        bylines: read_bylines(connection, version, at)?,
        dateline: read_dateline(connection, version, at)?,
        credits: read_credits(connection, version, at)?,
        blocks: Vec::new(),
        cuts: Vec::new(),
        text,
    };
    Ok(Some(ArticleVersion {
        article,
        retrieved: place.parse_some(retrieved)?,
        current,
    }))
}

/// What lineage needs to know of the current version of the article with the key `article`.
pub(crate) fn read_facts(
    connection: &Connection,
    article: i64,
    at: impl Fn(rusqlite::Error) -> StoreError + Copy,
) -> Result<Option<ArticleFacts>> {
    let place = Place {
        table: "article",
        key: article,
    };
    let row = connection
        .prepare_cached(
            "SELECT article_version.key, article.id, text, retrieved, headline, outlet, language, published, modified,
                 canonical_url
             FROM article_version
             JOIN article ON article.key = article_version.article
             JOIN source_document ON source_document.key = article_version.source
             WHERE article_version.article = ?1 AND current = 1",
        )
        .and_then(|mut statement| {
            statement
                .query_row([article], |row| {
                    let mut fields: [Option<String>; 7] = Default::default();
                    for (i, field) in fields.iter_mut().enumerate() {
                        *field = row.get(3 + i)?;
                    }
                    let [id, text]: [String; 2] = [row.get(1)?, row.get(2)?];
                    Ok((row.get::<_, i64>(0)?, id, text, fields))
                })
                .optional()
        })
        .map_err(at)?;
    let Some((version, id, text, fields)) = row else {
        return Ok(None);
    };
    let [
        retrieved,
        headline,
        outlet,
        language,
        published,
        modified,
        canonical_url,
    ] = fields;
    Ok(Some(ArticleFacts {
        linkable: Arc::new(Linkable {
            id: place.parse(&id)?,
            headline,
            text: text.into(),
            body: read_body(connection, version, at)?,
            published: place.parse_some(published)?,
            outlet,
            language,
        }),
        modified: place.parse_some(modified)?,
        retrieved: place.parse_some(retrieved)?,
        canonical_url,
        bylines: read_bylines(connection, version, at)?,
        dateline: read_dateline(connection, version, at)?,
        credits: read_credits(connection, version, at)?,
    }))
}

/// Where the fields of one version were read.
struct Grounds(Vec<(String, String, Option<TextSize>, Option<TextSize>)>);

impl Grounds {
    fn read(connection: &Connection, version: i64) -> rusqlite::Result<Self> {
        let mut statement = connection.prepare_cached(
            "SELECT field, read_from, source_start_byte, source_end_byte FROM stated_field WHERE version = ?1",
        )?;
        let rows = statement.query_map([version], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
        rows.collect::<rusqlite::Result<_>>().map(Self)
    }

    /// `value` with its grounds.
    fn stated<T>(
        &mut self,
        place: Place,
        field: &str,
        value: Option<T>,
    ) -> Result<Option<Stated<T>>> {
        let Some(value) = value else { return Ok(None) };
        let found = self
            .0
            .iter_mut()
            .find(|(name, ..)| name == field)
            .ok_or_else(|| place.damaged(format!("a value without grounds in `{field}`")))?;
        Ok(Some(Stated {
            value,
            from: std::mem::take(&mut found.1),
            source: place.range_some(found.2, found.3)?,
        }))
    }
}

/// Reads all rows of `sql` for `version`.
fn rows<T>(
    connection: &Connection,
    sql: &str,
    version: i64,
    at: impl Fn(rusqlite::Error) -> StoreError,
    read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_map([version], read)?.collect())
        .map_err(at)
}

/// The body blocks of a version.
pub(crate) fn read_body(
    connection: &Connection,
    version: i64,
    at: impl Fn(rusqlite::Error) -> StoreError,
) -> Result<Vec<TextRange>> {
    let blocks = read_blocks(connection, version, at)?.into_iter();
    let body = blocks.filter(|block| block.kind.is_body());
    Ok(body.map(|block| block.range).collect())
}

/// The blocks of a version.
fn read_blocks(
    connection: &Connection,
    version: i64,
    at: impl Fn(rusqlite::Error) -> StoreError,
) -> Result<Vec<Block>> {
    let place = Place {
        table: "block",
        key: version,
    };
    let sql = "SELECT kind, start_byte, end_byte, source_start_byte, source_end_byte FROM block
               WHERE version = ?1 ORDER BY position";
    rows(connection, sql, version, at, |row| {
        Ok((row.get(0)?, pair(row, 1)?, pair(row, 3)?))
    })?
    .into_iter()
    .map(|(kind, range, source)| {
        Ok(Block {
            kind: place.variant(kind)?,
            range: place.range(range.0, range.1)?,
            source: place.range(source.0, source.1)?,
        })
    })
    .collect()
}

fn read_cuts(
    connection: &Connection,
    version: i64,
    at: impl Fn(rusqlite::Error) -> StoreError,
) -> Result<Vec<Cut>> {
    let place = Place {
        table: "cut",
        key: version,
    };
    let sql = "SELECT reason, source_start_byte, source_end_byte FROM cut WHERE version = ?1 ORDER BY position";
    rows(connection, sql, version, at, |row| {
        Ok((row.get(0)?, pair(row, 1)?))
    })?
    .into_iter()
    .map(|(reason, source)| {
        Ok(Cut {
            reason: place.variant(reason)?,
            source: place.range(source.0, source.1)?,
        })
    })
    .collect()
}

fn read_bylines(
    connection: &Connection,
    version: i64,
    at: impl Fn(rusqlite::Error) -> StoreError,
) -> Result<Vec<Byline>> {
    let place = Place {
        table: "byline",
        key: version,
    };
    let sql = "SELECT kind, name, read_from, source_start_byte, source_end_byte FROM byline
               WHERE version = ?1 ORDER BY position";
    rows(connection, sql, version, at, |row| {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
        ))
    })?
    .into_iter()
    .map(|(kind, value, from, start, end)| {
        Ok(Byline {
            kind: place.variant(kind)?,
            name: Stated {
                value,
                from,
                source: place.range_some(start, end)?,
            },
        })
    })
    .collect()
}

fn read_dateline(
    connection: &Connection,
    version: i64,
    at: impl Fn(rusqlite::Error) -> StoreError,
) -> Result<Option<Dateline>> {
    let place = Place {
        table: "dateline",
        key: version,
    };
    let sql = "SELECT place, date, agency, start_byte, end_byte FROM dateline WHERE version = ?1";
    let found = rows(connection, sql, version, at, |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, pair(row, 3)?))
    })?;
    found
        .into_iter()
        .next()
        .map(|(name, date, agency, range)| {
            Ok(Dateline {
                range: place.range(range.0, range.1)?,
                place: name,
                date,
                agency,
            })
        })
        .transpose()
}

fn read_credits(
    connection: &Connection,
    version: i64,
    at: impl Fn(rusqlite::Error) -> StoreError,
) -> Result<Vec<Credit>> {
    let place = Place {
        table: "credit",
        key: version,
    };
    let sql = "SELECT kind, names, read_from, start_byte, end_byte FROM credit
               WHERE version = ?1 ORDER BY position";
    rows(connection, sql, version, at, |row| {
        Ok((
            row.get(0)?,
            row.get::<_, String>(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
        ))
    })?
    .into_iter()
    .map(|(kind, names, from, start, end)| {
        Ok(Credit {
            kind: place.variant(kind)?,
            names: serde_json::from_str(&names)
                .map_err(|error| place.damaged(format!("names that cannot be read ({error})")))?,
            range: place.range_some(start, end)?,
            from,
        })
    })
    .collect()
}
