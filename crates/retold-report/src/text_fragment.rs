//! Links that open a web page at the words: `https://example.org/a#:~:text=…`.
//!
//! The syntax is that of the WICG note "URL Fragment Text Directives":
//! `#:~:text=[prefix-,]start[,end][,-suffix]`, each term percent-encoded, the first match on the page wins. A term must
//! lie in one block of the page, begin and end at a word boundary; prefix and suffix stand next to the match.

use retold_model::{Article, CutReason};
use retold_text::{TextRange, fold};
use rustc_hash::FxHashMap;

use crate::inert;
use crate::source_words::SourceWords;

/// Up to this many words are given whole; longer runs by their first and last words.
const WHOLE_WORDS: usize = 14;

/// Words of a start or an end.
const END_WORDS: usize = 6;

/// Words of a prefix or a suffix.
const CONTEXT_WORDS: usize = 4;

/// How many places of the page are compared before words count as standing twice. Bounds the cost on pages that
/// repeat themselves.
const COMPARED_PLACES: usize = 256;

/// A longer link is of no use: servers and mail programs cut it.
const LONGEST_LINK: usize = 2_000;

/// The words of a page, in its order: blocks of the article and what was cut.
pub(crate) struct Page {
    /// The address without its fragment directive.
    address: String,
    tokens: Vec<Token>,
    /// Start in the article's text and index in `tokens`, ascending.
    of_text: Vec<(u32, usize)>,
    /// Where each pair of neighbouring words stands.
    pairs: FxHashMap<(u32, u32), Vec<usize>>,
}

/// A run of characters between spaces.
struct Token {
    words: String,
    /// The same number for words that a browser takes for the same: case and accents do not count.
    key: u32,
    /// Which block or cut of the page.
    piece: usize,
    /// Whether it belongs to the article: what was cut may not be part of the page as a browser shows it.
    in_article: bool,
    /// The end in the article's text.
    text_end: u32,
}

impl Page {
    /// The page of an article, if its address can be a link.
    pub(crate) fn new(
        article: &Article,
        address: Option<&str>,
        words: &SourceWords<'_>,
    ) -> Option<Self> {
        let address = inert::web_address(address?)?;
        let address = address
            .split_once(":~:")
            .map_or(address.as_str(), |(before, _)| before)
            .trim_end_matches('#');
        let mut page = Self {
            address: address.to_owned(),
            tokens: Vec::new(),
            of_text: Vec::new(),
            pairs: FxHashMap::default(),
        };
        let blocks = article
            .blocks
            .iter()
            .map(|block| (block.source, Some(block.range)));
        let cuts = article
            .cuts
            .iter()
            .filter(|cut| cut.reason != CutReason::Hidden)
            .map(|cut| (cut.source, None));
        let mut pieces: Vec<_> = blocks.chain(cuts).collect();
        pieces.sort_by_key(|&(source, _)| source);
        let mut keys = FxHashMap::default();
        for (piece, (source, range)) in pieces.into_iter().enumerate() {
            match range {
                Some(range) => {
                    let text = range.slice(&article.text).unwrap_or_default();
                    for (start, token) in tokens(text) {
                        let start = range.start() + offset(start);
                        page.of_text.push((start, page.tokens.len()));
                        page.push(token, piece, Some(start), &mut keys);
                    }
                }
                None => {
                    for (_, token) in tokens(&words.words(source)) {
                        page.push(token, piece, None, &mut keys);
                    }
                }
            }
        }
        page.of_text.sort_unstable();
        for index in 1..page.tokens.len() {
            let pair = (page.tokens[index - 1].key, page.tokens[index].key);
            page.pairs.entry(pair).or_default().push(index - 1);
        }
        Some(page)
    }

    fn push(
        &mut self,
        words: &str,
        piece: usize,
        text_start: Option<u32>,
        keys: &mut FxHashMap<String, u32>,
    ) {
        let next = offset(keys.len());
        let key = *keys.entry(fold::fold_word(words)).or_insert(next);
        self.tokens.push(Token {
            words: words.to_owned(),
            key,
            piece,
            in_article: text_start.is_some(),
            text_end: text_start.map_or(0, |start| start + offset(words.len())),
        });
    }

    /// The link to the words at `range` of the article's text. `None` where it holds no words or the link would be
    /// too long.
    pub(crate) fn link(&self, range: TextRange) -> Option<String> {
        let (first, last) = self.tokens_of(range)?;
        let same_piece = self.tokens[first].piece == self.tokens[last].piece;
        let whole = same_piece && first <= last && last - first < WHOLE_WORDS;
        let (start, end) = if whole {
            ((first, last), None)
        } else {
            (
                (first, self.forward(first, END_WORDS - 1)),
                Some((self.backward(last, END_WORDS - 1), last)),
            )
        };
        let twice = self.stands_twice(start) || end.is_some_and(|end| self.stands_twice(end));
        let mut terms = Vec::new();
        if twice && let Some((from, to)) = self.before(first) {
            terms.push(self.term(from, to) + "-");
        }
        terms.push(self.term(start.0, start.1));
        if let Some((from, to)) = end {
            terms.push(self.term(from, to));
        }
        if twice && let Some((from, to)) = self.after(last) {
            terms.push(format!("-{}", self.term(from, to)));
        }
        let separator = if self.address.contains('#') { "" } else { "#" };
        let link = format!("{}{separator}:~:text={}", self.address, terms.join(","));
        (link.len() <= LONGEST_LINK).then_some(link)
    }

    /// First and last token that `range` touches.
    fn tokens_of(&self, range: TextRange) -> Option<(usize, usize)> {
        let touches = |&&(start, token): &&(u32, usize)| {
            start < range.end() && self.tokens[token].text_end > range.start()
        };
        let from = self
            .of_text
            .partition_point(|&(_, token)| self.tokens[token].text_end <= range.start());
        let to = self
            .of_text
            .partition_point(|&(start, _)| start < range.end());
        let (_, first) = self.of_text.get(from).filter(touches)?;
        let (_, last) = self.of_text.get(to.checked_sub(1)?).filter(touches)?;
        Some((*first, *last))
    }

    /// The token up to `count` after `from` in the same piece.
    fn forward(&self, from: usize, count: usize) -> usize {
        let mut to = from;
        while to - from < count
            && self
                .tokens
                .get(to + 1)
                .is_some_and(|next| next.piece == self.tokens[from].piece)
        {
            to += 1;
        }
        to
    }

    /// The token up to `count` before `to` in the same piece.
    fn backward(&self, to: usize, count: usize) -> usize {
        let mut from = to;
        while to - from < count && from > 0 && self.tokens[from - 1].piece == self.tokens[to].piece
        {
            from -= 1;
        }
        from
    }

    /// Whether the words of `from..=to` stand at another place of the page, too.
    fn stands_twice(&self, (from, to): (usize, usize)) -> bool {
        if from == to {
            // One word alone is likely to stand in what the page shows elsewhere.
            return true;
        }
        let keys = |from: usize, to: usize| self.tokens[from..=to].iter().map(|token| token.key);
        let pair = (self.tokens[from].key, self.tokens[from + 1].key);
        let places = self.pairs.get(&pair).map_or(&[][..], Vec::as_slice);
        places.len() > COMPARED_PLACES
            || places.iter().any(|&place| {
                let end = place + (to - from);
                place != from && end < self.tokens.len() && keys(place, end).eq(keys(from, to))
            })
    }

    fn before(&self, first: usize) -> Option<(usize, usize)> {
        let to = first
            .checked_sub(1)
            .filter(|&to| self.tokens[to].in_article)?;
        Some((self.backward(to, CONTEXT_WORDS - 1), to))
    }

    fn after(&self, last: usize) -> Option<(usize, usize)> {
        let from = last + 1;
        self.tokens
            .get(from)
            .filter(|token| token.in_article)
            .map(|_| (from, self.forward(from, CONTEXT_WORDS - 1)))
    }

    fn term(&self, from: usize, to: usize) -> String {
        let mut term = String::new();
        for (index, token) in self.tokens[from..=to].iter().enumerate() {
            if index > 0 {
                term.push_str("%20");
            }
            percent_encode(&token.words, &mut term);
        }
        term
    }
}

fn offset(n: usize) -> u32 {
    u32::try_from(n).expect("texts are limited to 4 GiB")
}

/// The runs of `text` between white space, with where they start. Signs that end a clause without a space after it
/// (Chinese, Japanese) end a run as well.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive(|c: char| {
        c.is_whitespace() || matches!(c, '。' | '、' | '，' | '！' | '？' | '；' | '：')
    })
    .scan(0, |at, token| {
        let start = *at;
        *at += token.len();
        Some((start, token.trim_end()))
    })
    .filter(|(_, token)| !token.is_empty())
}

/// Everything but letters and digits of ASCII and `. _ ~`: also the comma, the hyphen and the ampersand, which are
/// syntax here.
fn percent_encode(words: &str, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in words.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article_record::tests::plain_article;

    fn link(paragraphs: &[&str], words: &str, nth: usize) -> Option<String> {
        let input = plain_article(paragraphs);
        let article = &input.version.article;
        let source = SourceWords::new(&input.source);
        let page = Page::new(article, Some("https://example.org/a"), &source).unwrap();
        let start = article.text.match_indices(words).nth(nth).unwrap().0;
        page.link(TextRange::of(start, start + words.len()))
            .map(|link| link.replacen("https://example.org/a#:~:text=", "", 1))
    }

    #[test]
    fn words_that_stand_once_are_given_whole() {
        assert_eq!(
            link(
                &["“Go now, re-open & win,” he said."],
                "“Go now, re-open & win,”",
                0
            )
            .as_deref(),
            Some("%E2%80%9CGo%20now%2C%20re%2Dopen%20%26%20win%2C%E2%80%9D")
        );
    }

    #[test]
    fn words_that_stand_twice_get_their_neighbours() {
        let page = ["The mayor left the hall.", "Then the mayor left the town."];
        assert_eq!(
            link(&page, "the mayor left the", 0).as_deref(),
            Some("Then-,the%20mayor%20left%20the,-town.")
        );
        assert_eq!(
            link(&page, "The mayor left the", 0).as_deref(),
            Some("The%20mayor%20left%20the,-hall.")
        );
    }

    #[test]
    fn long_runs_are_given_by_their_ends() {
        let page = [
            "One two three four five six seven eight nine.",
            "Ten eleven twelve thirteen fourteen fifteen sixteen.",
        ];
        let all = page.join("\n\n");
        assert_eq!(
            link(&page, &all, 0).as_deref(),
            Some(
                "One%20two%20three%20four%20five%20six,eleven%20twelve%20thirteen%20fourteen%20fifteen%20sixteen."
            )
        );
    }

    #[test]
    fn words_without_spaces_end_at_their_signs() {
        assert_eq!(
            link(&["你好。世界。"], "世界。", 0).as_deref(),
            Some("%E4%BD%A0%E5%A5%BD%E3%80%82-,%E4%B8%96%E7%95%8C%E3%80%82")
        );
    }

    #[test]
    fn a_range_without_words_has_no_link() {
        let input = plain_article(&["a", "b"]);
        let source = SourceWords::new(&input.source);
        let page = Page::new(
            &input.version.article,
            Some("https://example.org/#x"),
            &source,
        )
        .unwrap();
        assert_eq!(page.link(TextRange::new(1, 3)), None);
        assert_eq!(page.link(TextRange::empty(0)), None);
        assert_eq!(
            page.link(TextRange::new(0, 1)).as_deref(),
            Some("https://example.org/#x:~:text=a,-b")
        );
        assert!(Page::new(&input.version.article, Some("javascript:x"), &source).is_none());
    }
}
