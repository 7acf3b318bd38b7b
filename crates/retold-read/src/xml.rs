//! XML with positions, as feeds need it: no entity of a DTD is expanded, nothing is loaded, damage is survived.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use retold_text::OffsetMap;

use crate::charset::size;
use crate::json::{Words, offset};

/// A token and where it stands in the text.
pub(crate) struct Token<'t> {
    pub(crate) event: Event<'t>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The tokens of a text. Tags come as they stand: feeds in the wild do not always close what they open.
pub(crate) struct Tokens<'t> {
    reader: Reader<&'t [u8]>,
    base: usize,
}

/// Markup that is none: where it starts, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) at: usize,
    pub(crate) message: String,
}

impl<'t> Tokens<'t> {
    /// The tokens of `text` from `base` on.
    pub(crate) fn from(text: &'t str, base: usize) -> Self {
        let mut reader = Reader::from_str(&text[base..]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self { reader, base }
    }

    /// The next token, `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Token<'t>>, Broken> {
        let start = self.position();
        match self.reader.read_event() {
            Ok(Event::Eof) => Ok(None),
            Ok(event) => Ok(Some(Token {
                event,
                start,
                end: self.position(),
            })),
            Err(error) => Err(Broken {
                at: start,
                message: error.to_string(),
            }),
        }
    }

    fn position(&self) -> usize {
        self.base + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }
}

/// The prefix (empty where there is none) and the local name of a qualified name.
pub(crate) fn split_name(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

/// The attribute of `tag` with the local name `name`; the tag's `<` stands at `start`.
pub(crate) fn attribute(tag: &BytesStart<'_>, start: usize, name: &str) -> Option<Words> {
    let whole: &str = tag;
    let mut attributes = tag.html_attributes();
    // Looking for doubles would be quadratic.
    attributes.with_checks(false);
    attributes.flatten().find_map(|attribute| {
        let key: &str = attribute.key.as_ref();
        if split_name(key).1 != name {
            return None;
        }
        let std::borrow::Cow::Borrowed(value) = attribute.value else {
            return None;
        };
        // An attribute without a value has an empty one that lies nowhere in the tag.
        if value.is_empty() {
            return None;
        }
        Some(unescape(value, start + 1 + offset(whole, value)))
    })
}

/// Collects the character data of an element.
#[derive(Debug)]
pub(crate) struct CharacterData {
    words: Words,
}

impl CharacterData {
    pub(crate) fn new() -> Self {
        Self {
            words: Words {
                text: String::new(),
                map: OffsetMap::new(),
            },
        }
    }

    /// Adds the character data of `token`, if it has any.
    pub(crate) fn push(&mut self, token: &Token<'_>) {
        match &token.event {
            Event::Text(text) => self.verbatim(text, token.start),
            // `<![CDATA[` are 9 bytes.
            Event::CData(text) => self.verbatim(text, token.start + 9),
            Event::GeneralRef(name) => self.reference(name, token.start),
            _ => {}
        }
    }

    pub(crate) fn finish(self) -> Words {
        self.words
    }

    fn verbatim(&mut self, text: &str, at: usize) {
        self.words.text.push_str(text);
        self.words.map.push_verbatim(size(text.len()), size(at));
    }

    /// Adds `&name;`, which stands at `at`: the five entities of XML and character references as the character, all
    /// others as they stand.
    fn reference(&mut self, name: &str, at: usize) {
        match resolve(name) {
            Some(c) => {
                self.words.text.push(c);
                self.words
                    .map
                    .push_replaced(size(c.len_utf8()), size(at), size(name.len() + 2));
            }
            None => self.verbatim(&format!("&{name};"), at),
        }
    }
}

fn unescape(value: &str, start: usize) -> Words {
    let mut data = CharacterData::new();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'&', &value.as_bytes()[from..]) {
        let at = from + at;
        data.verbatim(&value[from..at], start + from);
        // No name or number that is known is longer than this.
        let window = &value.as_bytes()[at..value.len().min(at + 12)];
        let end = memchr::memchr(b';', window).map(|end| at + end);
        match end.and_then(|end| Some((value.get(at + 1..end)?, end))) {
            Some((name, end)) if resolve(name).is_some() => {
                data.reference(name, start + at);
                from = end + 1;
            }
            _ => {
                data.verbatim("&", start + at);
                from = at + 1;
            }
        }
    }
    data.verbatim(&value[from..], start + from);
    data.finish()
}

fn resolve(name: &str) -> Option<char> {
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let point = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            let c = char::from_u32(point.ok()?).unwrap_or('\u{FFFD}');
            if c == '\0' { '\u{FFFD}' } else { c }
        }
    };
    Some(c)
}

#[cfg(test)]
mod tests {
    use retold_text::{SourceRange, TextRange};

    use super::*;

    fn character_data(text: &str) -> Words {
        let mut tokens = Tokens::from(text, 0);
        let mut data = CharacterData::new();
        while let Some(token) = tokens.next().unwrap() {
            data.push(&token);
        }
        data.finish()
    }

    #[test]
    fn references_and_cdata_know_their_bytes() {
        let words = character_data("<a>x &amp; y<![CDATA[ <b>]]>&#8217;&nbsp;& z</a>");
        assert_eq!(words.text, "x & y <b>’&nbsp;& z");
        let at = |from: usize, to: usize| words.map.source_range(TextRange::of(from, to));
        assert_eq!(at(2, 3), SourceRange::new(5, 10));
        assert_eq!(at(6, 9), SourceRange::new(22, 25));
        assert_eq!(at(9, 12), SourceRange::new(28, 35));
        assert_eq!(at(12, 18), SourceRange::new(35, 41));
        assert_eq!(words.map.len() as usize, words.text.len());
    }

    /// Found by fuzzing: `<guid isPermaLink>` was looked for outside its tag.
    #[test]
    fn attribute_without_value_is_none() {
        for text in ["<a href/>", "<a href=\"\"/>", "<a href =/>"] {
            let mut tokens = Tokens::from(text, 0);
            if let Ok(Some(Token {
                event: Event::Empty(tag),
                start,
                ..
            })) = tokens.next()
            {
                assert_eq!(
                    attribute(&tag, start, "href").map(|words| words.text),
                    None,
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn attributes_know_their_bytes() {
        let text = "  <a href='x?a=1&amp;b&c' media:url=\"é\"/>";
        let mut tokens = Tokens::from(text, 2);
        let Token {
            event: Event::Empty(tag),
            start,
            ..
        } = tokens.next().unwrap().unwrap()
        else {
            panic!("an empty tag");
        };
        let href = attribute(&tag, start, "href").unwrap();
        assert_eq!(href.text, "x?a=1&b&c");
        assert_eq!(
            href.map.source_range(TextRange::new(5, 6)),
            SourceRange::new(16, 21)
        );
        let url = attribute(&tag, start, "url").unwrap();
        assert_eq!(
            (
                url.text.as_str(),
                url.map.source_range(TextRange::new(0, 2))
            ),
            ("é", SourceRange::new(37, 39))
        );
        assert_eq!(attribute(&tag, start, "none"), None);
    }
}
