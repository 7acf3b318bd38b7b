//! The body of an article as words to compare.

use std::ops::Range;

use retold_model::Linkable;
use retold_text::TextRange;
use retold_text::sentence::sentences;
use retold_text::word::words;

use crate::hash;
use crate::house_style::hashed_key;

/// The words of an article's body blocks, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body {
    /// The hash of each word's key.
    pub(crate) keys: Vec<u64>,
    /// Where each word stands in the article's text.
    pub(crate) ranges: Vec<TextRange>,
    /// Which sentence each word is in.
    pub(crate) sentence_of: Vec<u32>,
    /// Whether each word stands between quotation marks.
    pub(crate) quoted: Vec<bool>,
    /// The sentences that hold words.
    pub(crate) sentences: Vec<Sentence>,
}

/// A sentence of a body; it never crosses blocks.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    /// Its words.
    pub(crate) words: Range<usize>,
}

impl Body {
    /// Reads the body blocks of `article`. Blocks that do not lie in its text are left out.
    pub(crate) fn of(article: &Linkable) -> Self {
        let mut body = Self::default();
        for &block in &article.body {
            if let Some(text) = block.slice(&article.text) {
                body.push_block(text, block.start());
            }
        }
        body
    }

    /// How many words it has.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    fn push_block(&mut self, block: &str, start: u32) {
        let mut quotes = Quotes::default();
        let mut read = 0;
        for sentence in sentences(block) {
            let first = self.len();
            let text = &block[sentence.as_usize()];
            let index = u32::try_from(self.sentences.len()).expect("texts are below 4 GiB");
            for word in words(text) {
                let word = word.shift(sentence.start());
                let from = word.as_usize().start;
                quotes.read(&block[read..from], block[from..].chars().next());
                read = word.as_usize().end;
                let spelt = &block[word.as_usize()];
                // "&amp;" that was never decoded is a sign, not a word.
                if spelt == "amp" && block[..from].ends_with('&') && block[read..].starts_with(';')
                {
                    continue;
                }
                if spelt.eq_ignore_ascii_case("cent") && self.joins_per(block, first, start, from) {
                    continue;
                }
                self.keys.push(hashed_key(spelt));
                self.ranges.push(word.shift(start));
                self.sentence_of.push(index);
                self.quoted.push(quotes.open);
            }
            if self.len() > first {
                self.sentences.push(Sentence {
                    words: first..self.len(),
                });
            }
        }
    }

    /// Makes "per cent" the one word "percent" where "per" is the last word and "cent" follows at `from`.
    fn joins_per(&mut self, block: &str, first: usize, start: u32, from: usize) -> bool {
        let Some(last) = self.ranges[first..].last().copied() else {
            return false;
        };
        let at = (last.start() - start) as usize;
        let end = (last.end() - start) as usize;
        if !block[at..end].eq_ignore_ascii_case("per") || !block[end..from].trim().is_empty() {
            return false;
        }
        let at = self.len() - 1;
        self.keys[at] = hash::bytes(*b"percent");
        self.ranges[at] = TextRange::of(last.start() as usize, start as usize + from + 4);
        true
    }
}

/// Follows quotation marks through a block. A quotation that is left open ends with its block, as typesetters do it
/// where the next paragraph opens it again.
#[derive(Default)]
struct Quotes {
    open: bool,
}

impl Quotes {
    /// Reads the signs between two words; `next` is the sign that follows.
    fn read(&mut self, signs: &str, next: Option<char>) {
        // So it is between most words.
        if signs == " " {
            return;
        }
        let mut chars = signs.chars().peekable();
        let mut before = None;
        while let Some(c) = chars.next() {
            let after = chars.peek().copied().or(next);
            match c {
                // A single mark opens before a word and after a space; apostrophes inside words are never seen here.
                '“' | '„' | '«' | '‘' => self.open = true,
                '”' | '»' => self.open = false,
                '"' => self.open = !self.open,
                // The mark of a plural possessive looks the same: it is the end only after a stop.
                '’' | '\''
                    if self.open
                        && after.is_none_or(|c| !c.is_alphanumeric())
                        && before.is_some_and(|c| matches!(c, '.' | ',' | '!' | '?')) =>
                {
                    self.open = false;
                }
                _ => {}
            }
            before = Some(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use retold_model::ArticleId;

    use super::*;

    fn linkable(text: &str) -> Linkable {
        Linkable {
            id: ArticleId::of_url("https://example.org/"),
            headline: None,
            text: Arc::from(text),
            body: vec![TextRange::of(0, text.len())],
            published: None,
            outlet: None,
            language: None,
        }
    }

    fn words_of(text: &str) -> Vec<(&str, bool)> {
        let body = Body::of(&linkable(text));
        let words = body.ranges.iter().map(|range| range.slice(text).unwrap());
        words.zip(body.quoted.iter().copied()).collect()
    }

    #[test]
    fn quoted_words_are_known() {
        assert_eq!(
            words_of("He said “go home,” then 'fled'. \"Now\" what?"),
            [
                ("He", false),
                ("said", false),
                ("go", true),
                ("home", true),
                ("then", false),
                ("fled", false),
                ("Now", true),
                ("what", false)
            ]
        );
    }

    #[test]
    fn per_cent_is_one_word_and_undecoded_ampersands_none() {
        assert_eq!(
            words_of("up 3 per cent at A&amp;B"),
            [
                ("up", false),
                ("3", false),
                ("per cent", false),
                ("at", false),
                ("A", false),
                ("B", false)
            ]
        );
        let keys = |text| Body::of(&linkable(text)).keys;
        assert_eq!(keys("3 per cent"), keys("3 percent"));
    }

    #[test]
    fn blocks_outside_the_text_are_left_out() {
        let mut article = linkable("é");
        article.body = vec![TextRange::new(1, 2), TextRange::new(0, 9)];
        assert_eq!(Body::of(&article).len(), 0);
    }
}
