//! Full-text search with what users type.

use retold_model::ArticleId;
use retold_text::TextRange;
use rusqlite::params;

use crate::error::{Result, StoreError};
use crate::names::Place;
use crate::reader::Reader;

/// Words of one query that count; more are left out.
const MOST_OPERANDS: usize = 100;

/// Set around hits: characters that stand for nothing and that no text should hold.
const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';

/// An article that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The article.
    pub article: ArticleId,
    /// Its headline.
    pub headline: Option<String>,
    /// The publication.
    pub outlet: Option<String>,
    /// When published, as stated.
    pub published: Option<String>,
    /// The ranges of the words in its text that match, ascending.
    pub ranges: Vec<TextRange>,
    /// The part of its text to show: around the place where most of them stand together.
    pub snippet: TextRange,
    /// The words of the snippet.
    pub words: String,
}

/// A query that a user typed, made safe.
///
/// Words are joined by AND; `AND`, `OR` and `NOT` in capitals between words are operators; `"several words"` is a
/// phrase; `word*` finds all words that begin so. Case and accents do not count. All other signs part words.
///
/// ```
/// use retold_store::SearchQuery;
/// assert_eq!(SearchQuery::parse("dam OR \"flood wall\"* NOT b(r*").expression(), "\"dam\" OR \"flood wall\" * NOT \"b r\" *");
/// assert_eq!(SearchQuery::parse("AND 'x").expression(), "\"AND\" AND \"x\"");
/// assert!(SearchQuery::parse("—").is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchQuery(String);

impl SearchQuery {
    /// Reads what was typed. Any text is a query.
    pub fn parse(text: &str) -> Self {
        let pieces = pieces(text);
        let mut expression = String::new();
        let mut operator: Option<&str> = None;
        let mut operands = 0;
        for (i, piece) in pieces.iter().enumerate() {
            // An operator stands between two operands; elsewhere it is a word.
            let joins = !expression.is_empty() && operator.is_none() && i + 1 < pieces.len();
            match piece {
                Piece::Word(word @ ("AND" | "OR" | "NOT"), false) if joins => operator = Some(word),
                Piece::Word(word, prefix) | Piece::Phrase(word, prefix) => {
                    operands += 1;
                    if operands > MOST_OPERANDS {
                        break;
                    }
                    if !expression.is_empty() {
                        expression.push(' ');
                        expression.push_str(operator.take().unwrap_or("AND"));
                        expression.push(' ');
                    }
                    push_quoted(word, &mut expression);
                    if *prefix {
                        expression.push_str(" *");
                    }
                }
            }
        }
        Self(expression)
    }

    /// The query as FTS5 reads it.
    pub fn expression(&self) -> &str {
        &self.0
    }

    /// Whether nothing can be searched for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

enum Piece<'t> {
    Word(&'t str, bool),
    Phrase(&'t str, bool),
}

/// Words and phrases in order, without those that hold no letter or digit.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for (i, part) in text.split('"').enumerate() {
        // Every second part is quoted; an open quotation mark quotes the rest.
        if i % 2 == 1 {
            if part.contains(char::is_alphanumeric) {
                pieces.push(Piece::Phrase(part, false));
            }
            continue;
        }
        let mut rest = part;
        if let Some(after) = part.strip_prefix('*')
            && let Some(Piece::Phrase(_, prefix)) = pieces.last_mut()
            && i > 0
        {
            *prefix = true;
            rest = after;
        }
        for word in rest.split_whitespace() {
            let prefix = word.ends_with('*');
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            if !word.is_empty() {
                pieces.push(Piece::Word(word, prefix));
            }
        }
    }
    pieces
}

/// Appends words as one quoted string that holds nothing but letters, digits, marks and spaces.
fn push_quoted(words: &str, expression: &mut String) {
    expression.push('"');
    let mut space = false;
    for c in words.chars() {
        let is_mark = matches!(c, '\u{0300}'..='\u{036F}');
        if c.is_alphanumeric() || is_mark {
            if std::mem::take(&mut space) {
                expression.push(' ');
            }
            expression.push(c);
        } else {
            space = !expression.ends_with('"');
        }
    }
    expression.push('"');
}

/// Characters of a snippet.
const SNIPPET_CHARS: usize = 240;

impl Reader<'_> {
    /// The articles that match, best first (BM25, headlines count twice), at most `limit`; ties by id.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn search(&self, query: &SearchQuery, limit: usize) -> Result<Vec<Hit>> {
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let at = StoreError::at(self.path);
        let place = Place {
            table: "article_fts",
            key: 0,
        };
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT article.id, article_version.headline, article_version.outlet, article_version.published,
                     article_version.text, highlight(article_fts, 1, ?3, ?4)
                 FROM article_fts
                 JOIN article_version ON article_version.key = article_fts.rowid
                 JOIN article ON article.key = article_version.article
                 WHERE article_fts MATCH ?1
                 ORDER BY bm25(article_fts, 2.0, 1.0), article.id LIMIT ?2",
            )
            .map_err(&at)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = statement
            .query(params![
                query.expression(),
                limit,
                OPEN.to_string(),
                CLOSE.to_string()
            ])
            .map_err(&at)?;
        let mut hits = Vec::new();
        while let Some(row) = rows.next().map_err(&at)? {
            let read = || -> rusqlite::Result<_> {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                ))
            };
            let (id, headline, outlet, published, text, marked): (String, _, _, _, String, String) =
                read().map_err(&at)?;
            let ranges = marked_ranges(&text, &marked);
            let snippet = snippet(&text, &ranges);
            hits.push(Hit {
                article: place.parse(&id)?,
                headline,
                outlet,
                published,
                words: snippet.slice(&text).unwrap_or_default().to_owned(),
                snippet,
                ranges,
            });
        }
        Ok(hits)
    }
}

/// The ranges of `text` that `marked`, the same text with marks, puts between marks.
fn marked_ranges(text: &str, marked: &str) -> Vec<TextRange> {
    let mut ranges = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut open = None;
    for mark in marked.chars() {
        // A mark that the text itself holds is text where the text goes on with it.
        let own = chars.peek().is_some_and(|&(_, c)| c == mark);
        let offset = chars.peek().map_or(text.len(), |&(offset, _)| offset);
        if own {
            chars.next();
        } else if mark == OPEN {
            open = Some(offset);
        } else if mark == CLOSE
            && let Some(start) = open.take()
            && start < offset
        {
            ranges.push(TextRange::of(start, offset));
        }
    }
    ranges
}

/// The part of `text` to show: from the sentence or word boundary before the hits that stand most closely together.
fn snippet(text: &str, ranges: &[TextRange]) -> TextRange {
    let mut best = (0, 0);
    let mut first = 0;
    for (last, range) in ranges.iter().enumerate() {
        while (range.end() - ranges[first].start()) as usize > SNIPPET_CHARS {
            first += 1;
            if first == last {
                break;
            }
        }
        if last + 1 - first > best.1 {
            best = (first, last + 1 - first);
        }
    }
    let hit = ranges.get(best.0).map_or(0, |range| range.start() as usize);
    let before = text[..hit]
        .char_indices()
        .rev()
        .take(SNIPPET_CHARS / 4)
        .last();
    let mut start = before.map_or(hit, |(offset, _)| offset);
    if start > 0 {
        // Not in the middle of a word.
        start += text[start..hit]
            .find(char::is_whitespace)
            .map_or(0, |space| space + 1);
    }
    let after = text[start..].char_indices().nth(SNIPPET_CHARS);
    let mut end = after.map_or(text.len(), |(offset, _)| start + offset);
    if end < text.len()
        && let Some(space) = text[start..end].rfind(char::is_whitespace)
        && space > SNIPPET_CHARS / 2
    {
        end = start + space;
    }
    let trimmed = text[start..end].trim_end();
    TextRange::of(start, start + trimmed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_give_the_ranges_of_the_text() {
        let marked = format!("Der {OPEN}Fluß{CLOSE} stieg {OPEN}an{CLOSE}");
        assert_eq!(
            marked_ranges("Der Fluß stieg an", &marked),
            [TextRange::new(4, 9), TextRange::new(16, 18)]
        );
    }

    #[test]
    fn any_typed_text_is_a_query() {
        for (typed, expression) in [
            ("", ""),
            ("flood", "\"flood\""),
            ("flood wall", "\"flood\" AND \"wall\""),
            ("flood OR OR", "\"flood\" OR \"OR\""),
            ("NOT flood", "\"NOT\" AND \"flood\""),
            ("a NOT", "\"a\" AND \"NOT\""),
            ("\"open phrase", "\"open phrase\""),
            (
                "col:umn ^x {y} NEAR(a b)",
                "\"col umn\" AND \"x\" AND \"y\" AND \"NEAR a\" AND \"b\"",
            ),
            ("covid-19* don't", "\"covid 19\" * AND \"don t\""),
            (
                "'; DROP TABLE article --",
                "\"DROP\" AND \"TABLE\" AND \"article\"",
            ),
        ] {
            assert_eq!(
                SearchQuery::parse(typed).expression(),
                expression,
                "{typed}"
            );
        }
    }
}
