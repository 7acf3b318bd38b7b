//! Elements that may state a headline, a writer, a date or the outlet, found in one pass over the page.

use rustc_hash::FxHashMap;

use crate::html::{Document, NodeId, Tag};

/// Candidates of each kind that are kept; a page with more is a list or hostile.
const MAX_MARKS: usize = 300;
/// Links to the front page looked at for the outlet's name: it stands in the head of the page.
const MAX_FRONT_LINKS: usize = 20;
/// Attributes of more bytes are no names.
const MAX_ATTRIBUTE: usize = 200;

/// How an element says that it names a writer, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum WriterMark {
    /// `itemprop="author"`.
    Itemprop,
    /// `rel="author"`.
    Rel,
    /// A class such as `byline`.
    Class,
    /// A link to the page of a writer.
    Link,
    /// A class such as `author-box`: what tells of a writer, with the name somewhere in it.
    Box,
    /// An `address` element.
    Address,
}

impl WriterMark {
    /// What a fact read here says of its origin.
    pub(crate) fn from(self) -> &'static str {
        match self {
            Self::Itemprop => "html:itemprop=author",
            Self::Rel => "html:rel=author",
            Self::Class | Self::Box => "html:class=author",
            Self::Link => "html:author-link",
            Self::Address => "html:address",
        }
    }
}

/// The candidates, each list in document order.
#[derive(Default)]
pub(crate) struct Marks {
    pub(crate) headings: Vec<NodeId>,
    /// `time` elements and `itemprop=datePublished`.
    pub(crate) times: Vec<NodeId>,
    pub(crate) writers: Vec<(NodeId, WriterMark)>,
    /// Links to the front page of the site.
    pub(crate) front_links: Vec<NodeId>,
}

impl Marks {
    /// Finds the candidates. The cost is linear in the size of the page.
    pub(crate) fn find(document: &Document<'_>) -> Self {
        let mut marks = Self::default();
        let mut classes: FxHashMap<&str, Option<WriterMark>> = FxHashMap::default();
        for id in document.ids() {
            let Some(tag) = document.tag(id) else {
                continue;
            };
            let attributes = document.attributes(id);
            match tag {
                Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => {
                    push(&mut marks.headings, id, MAX_MARKS);
                }
                Tag::Time => push(&mut marks.times, id, MAX_MARKS),
                Tag::A if attributes.raw("href").is_some_and(is_front_page) => {
                    push(&mut marks.front_links, id, MAX_FRONT_LINKS);
                }
                _ => {}
            }
            let mut writer = (tag == Tag::Address).then_some(WriterMark::Address);
            for (name, value) in attributes.iter() {
                if value.len() > MAX_ATTRIBUTE {
                    continue;
                }
                let found = if name.eq_ignore_ascii_case("class") {
                    *classes.entry(value).or_insert_with(|| writer_class(value))
                } else if name.eq_ignore_ascii_case("itemprop") {
                    if tag != Tag::Time && is_publication(value) {
                        push(&mut marks.times, id, MAX_MARKS);
                    }
                    has_word(value, "author").then_some(WriterMark::Itemprop)
                } else if name.eq_ignore_ascii_case("rel") {
                    has_word(value, "author").then_some(WriterMark::Rel)
                } else if tag == Tag::A && name.eq_ignore_ascii_case("href") {
                    is_writer_page(value).then_some(WriterMark::Link)
                } else if name.eq_ignore_ascii_case("data-testid") {
                    writer_class(value)
                } else {
                    None
                };
                writer = match (writer, found) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
            if let Some(mark) = writer {
                push(&mut marks.writers, (id, mark), MAX_MARKS);
            }
        }
        marks
    }
}

fn push<T>(list: &mut Vec<T>, item: T, limit: usize) {
    if list.len() < limit {
        list.push(item);
    }
}

fn has_word(attribute: &str, word: &str) -> bool {
    attribute
        .split_ascii_whitespace()
        .any(|w| w.eq_ignore_ascii_case(word))
}

/// Whether an `itemprop` says that the element holds the day of publication.
pub(crate) fn is_publication(itemprop: &str) -> bool {
    has_word(itemprop, "datePublished") || has_word(itemprop, "dateCreated")
}

/// Whether an address is that of a front page.
pub(crate) fn is_front_page(href: &str) -> bool {
    // The last address in it: archives keep pages under theirs.
    let path = href.rsplit_once("://").map_or(href, |(_, rest)| {
        rest.split_once('/').map_or("", |(_, path)| path)
    });
    matches!(path.trim(), "" | "/" | "#" | "index.html" | "index.php")
}

/// Folders in which sites keep the pages of their writers.
const WRITER_FOLDERS: &[&str] = &[
    "/author/",
    "/authors/",
    "/autor/",
    "/autoren/",
    "/autore/",
    "/auteur/",
    "/writer/",
    "/journalist/",
    "/redakteur/",
    "?author=",
];

fn is_writer_page(href: &str) -> bool {
    WRITER_FOLDERS.iter().any(|folder| href.contains(folder))
}

/// Words of classes that name a writer.
const WRITER_STEMS: &[&str] = &[
    "author",
    "byline",
    "autor",
    "auteur",
    "redakteur",
    "journalist",
    "username",
    "submitted",
];
/// Words beside them that say: of readers, of other articles, of pictures, of rights.
const OTHER_PURPOSE: &[&str] = &[
    "comment",
    "related",
    "avatar",
    "img",
    "image",
    "photo",
    "desc",
    "social",
    "count",
    "link-list",
    "authori",
    "follow",
    "copyright",
];
/// Words beside them that say: more than the name stands here.
const BOX_WORDS: &[&str] = &["box", "bio", "info", "card", "about", "profile"];

/// Whether a class says that an element names a writer.
fn writer_class(class: &str) -> Option<WriterMark> {
    let class = class.to_ascii_lowercase();
    if class.contains("comment") {
        return None;
    }
    let mark = |name: &str| {
        let names_writer = name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| {
                word == "writer"
                    || WRITER_STEMS.iter().any(|stem| {
                        word.starts_with(stem)
                            || (word.ends_with(stem) && word.len() > stem.len() + 2)
                    })
            });
        if !names_writer || OTHER_PURPOSE.iter().any(|word| name.contains(word)) {
            None
        } else if BOX_WORDS.iter().any(|word| name.contains(word)) {
            Some(WriterMark::Box)
        } else {
            Some(WriterMark::Class)
        }
    };
    class.split_ascii_whitespace().filter_map(mark).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_that_name_a_writer() {
        for (class, expected) in [
            ("byline", Some(WriterMark::Class)),
            ("post__author-name", Some(WriterMark::Class)),
            ("author vcard", Some(WriterMark::Class)),
            ("author-box short", Some(WriterMark::Box)),
            ("comment-author vcard", None),
            ("author-image", None),
            ("authority", None),
            ("headline", None),
        ] {
            assert_eq!(writer_class(class), expected, "{class}");
        }
    }

    #[test]
    fn marks_stand_in_document_order() {
        let document = crate::html::parse(
            "<a href=/>Paper</a><h1>Talks</h1><span itemprop=author>Ada</span><a rel=author href=/author/ada>Ada</a>\
             <time>3 May 2024</time><meta itemprop=datePublished content=2024-05-03>",
        );
        let marks = Marks::find(&document);
        let kinds: Vec<WriterMark> = marks.writers.iter().map(|&(_, mark)| mark).collect();
        assert_eq!(kinds, [WriterMark::Itemprop, WriterMark::Rel]);
        assert_eq!(
            (
                marks.headings.len(),
                marks.times.len(),
                marks.front_links.len()
            ),
            (1, 2, 1)
        );
    }
}
