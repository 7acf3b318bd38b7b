//! One `item` of RSS or `entry` of Atom.
//!
//! Elements are told apart by local name and by whether they carry the prefix of the item itself: the declarations of
//! other prefixes stand in the feed, not in the item's own bytes, and `encoded`, `creator` or `origLink` mean one thing
//! whatever the prefix.
//!
//! `<source>` names the publication that a feed took an item from: it is the item's outlet and a credit. The title of
//! the feed follows it as an outlet of less weight.

use quick_xml::events::Event;
use retold_model::{DiagnosticKind, FieldName, Markup, PartRole, Severity};
use retold_text::OffsetMap;

use crate::charset::size;
use crate::found::Found;
use crate::json::Words;
use crate::markup::has_markup;
use crate::xml::{CharacterData, Tokens, attribute, split_name};

/// Elements deeper than this in an item are text of the one above: `item/media:group/media:content` is 2.
const DEPTH: usize = 2;

/// How far up an end tag is looked for, so that stray ones cost nothing.
const LOOK_UP: usize = 16;

/// How many elements of an item are kept: a real one has under a hundred.
const ELEMENTS: usize = 2_000;

/// An element of an item.
#[derive(Debug)]
struct Element {
    /// `media:content`, or `content` where its prefix is the item's own.
    name: String,
    /// The element it stands in, unless that is the item.
    parent: Option<usize>,
    attributes: Vec<(&'static str, Words)>,
    /// Character data of its own.
    words: Words,
    /// Everything between its tags, as it stands.
    inner: (usize, usize),
    /// Whether it holds elements.
    has_elements: bool,
}

/// Attributes that say something.
const ATTRIBUTES: &[&str] = &[
    "type",
    "href",
    "rel",
    "url",
    "medium",
    "term",
    "label",
    "isPermaLink",
    "src",
];

/// Reads one item.
pub(crate) fn parse(text: &str) -> Found {
    let mut found = Found::default();
    let (root, elements) = elements(text, &mut found);
    let item = Item {
        text,
        format: if root == "entry" { "atom" } else { "rss" },
        elements: &elements,
    };
    item.parts(&mut found);
    item.addresses(&mut found);
    item.people(&mut found);
    item.dates(&mut found);
    item.others(&mut found);
    found
}

/// The local name of the item's own tag, and its elements.
fn elements(text: &str, found: &mut Found) -> (String, Vec<Element>) {
    let mut tokens = Tokens::from(text, 0);
    let mut root: Option<(String, String)> = None;
    let mut elements: Vec<Element> = Vec::new();
    // Open tags: name, element (none for the item itself and below the depth that is kept), its text so far.
    let mut open: Vec<(String, Option<usize>, Option<CharacterData>)> = Vec::new();
    loop {
        let token = match tokens.next() {
            Ok(Some(token)) => token,
            Ok(None) => break,
            Err(broken) => {
                found.problems.push((
                    Severity::Warning,
                    DiagnosticKind::Malformed,
                    format!("the item is cut at byte {}: {}", broken.at, broken.message),
                ));
                break;
            }
        };
        let (tag, is_empty) = match &token.event {
            Event::Start(tag) => (tag, false),
            Event::Empty(tag) => (tag, true),
            Event::End(tag) => {
                let name = tag.name();
                let name: &str = name.as_ref();
                let above = open.iter().rev().take(LOOK_UP);
                if let Some(up) = above.into_iter().position(|(open, ..)| open == name) {
                    for _ in 0..=up {
                        close(&mut open, &mut elements, token.start);
                    }
                }
                continue;
            }
            _ => {
                if let Some((_, _, Some(data))) = open.last_mut() {
                    data.push(&token);
                }
                continue;
            }
        };
        let qualified = tag.name();
        let qualified: &str = qualified.as_ref();
        let (prefix, local) = split_name(qualified);
        let Some((own, _)) = &root else {
            root = Some((prefix.to_owned(), local.to_owned()));
            open.push((qualified.to_owned(), None, None));
            continue;
        };
        let parent = open.last().and_then(|(_, element, _)| *element);
        if let Some(parent) = parent {
            elements[parent].has_elements = true;
        }
        let keep = open.len() <= DEPTH && elements.len() < ELEMENTS;
        if keep {
            let name = if prefix == own { local } else { qualified };
            elements.push(Element {
                name: name.to_owned(),
                parent,
                attributes: ATTRIBUTES
                    .iter()
                    .filter_map(|name| Some((*name, attribute(tag, token.start, name)?)))
                    .collect(),
                words: CharacterData::new().finish(),
                inner: (token.end, token.end),
                has_elements: false,
            });
        }
        if !is_empty {
            let element = keep.then(|| elements.len() - 1);
            open.push((qualified.to_owned(), element, keep.then(CharacterData::new)));
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut elements, text.len());
    }
    (root.map(|(_, local)| local).unwrap_or_default(), elements)
}

fn close(
    open: &mut Vec<(String, Option<usize>, Option<CharacterData>)>,
    elements: &mut [Element],
    end: usize,
) {
    if let Some((_, Some(element), Some(data))) = open.pop() {
        elements[element].words = data.finish();
        elements[element].inner.1 = end;
    }
}

struct Item<'t> {
    text: &'t str,
    format: &'static str,
    elements: &'t [Element],
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&Words> {
        self.attributes
            .iter()
            .find_map(|(key, words)| (*key == name).then_some(words))
    }

    fn says(&self, attribute: &str, value: &str) -> bool {
        self.attribute(attribute)
            .is_some_and(|words| words.text == value)
    }

    fn local(&self) -> &str {
        split_name(&self.name).1
    }
}

impl<'t> Item<'t> {
    /// Elements directly in the item.
    fn children(&self) -> impl Iterator<Item = &'t Element> {
        self.elements
            .iter()
            .filter(|element| element.parent.is_none())
    }

    /// Elements called `name` in one directly in the item called `parent`.
    fn below(&self, parent: &str, name: &str) -> impl Iterator<Item = &'t Element> {
        self.elements.iter().filter(move |element| {
            element.name == name
                && element.parent.is_some_and(|above| {
                    self.elements[above].name == parent && self.elements[above].parent.is_none()
                })
        })
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &'t Element> {
        self.children().filter(move |element| element.name == name)
    }

    /// Foreign elements with this local name: `dc:creator`, `content:encoded`.
    fn foreign(&self, local: &str) -> impl Iterator<Item = &'t Element> {
        self.children()
            .filter(move |element| element.name.contains(':') && element.local() == local)
    }

    fn parts(&self, found: &mut Found) {
        for element in self.named("title") {
            self.part(PartRole::Headline, element, Markup::Plain, found);
        }
        for element in self
            .foreign("encoded")
            .filter(|element| !element.name.starts_with("excerpt"))
        {
            self.part(PartRole::Body, element, Markup::HtmlFragment, found);
        }
        if self.format == "atom" {
            for element in self
                .named("content")
                .filter(|element| element.attribute("src").is_none())
            {
                self.part(PartRole::Body, element, Markup::Plain, found);
            }
        }
        for name in ["description", "summary"] {
            for element in self.named(name) {
                let role = if found.has(PartRole::Body) {
                    PartRole::Deck
                } else {
                    PartRole::Body
                };
                let markup = if name == "description" {
                    Markup::HtmlFragment
                } else {
                    Markup::Plain
                };
                self.part(role, element, markup, found);
            }
        }
    }

    /// Adds an element as a part. Atom says how to read it by `type`; elements inside one that should hold text are
    /// markup that was not escaped.
    fn part(&self, role: PartRole, element: &Element, markup: Markup, found: &mut Found) {
        if element.has_elements || element.says("type", "xhtml") {
            let (start, end) = element.inner;
            let mut map = OffsetMap::new();
            map.push_verbatim(size(end - start), size(start));
            let text = self.text[start..end].to_owned();
            found.part(role, Markup::HtmlFragment, Words { text, map });
            return;
        }
        let words = element.words.clone();
        let stated = element.attribute("type").map(|words| words.text.as_str());
        let markup = match stated {
            Some("html" | "text/html") => Markup::HtmlFragment,
            Some("text" | "text/plain") if self.format == "atom" => Markup::Plain,
            // Titles are plain by the letter, and yet often carry entities or tags.
            _ if has_markup(&words.text) => Markup::HtmlFragment,
            _ => markup,
        };
        found.part(role, markup, words);
    }

    fn addresses(&self, found: &mut Found) {
        for element in self.foreign("origLink") {
            self.field(FieldName::CanonicalUrl, element, found);
        }
        for element in self.named("link") {
            if let Some(address) = element.attribute("href") {
                let is_alternate = element
                    .attribute("rel")
                    .is_none_or(|rel| rel.text == "alternate");
                if is_alternate {
                    self.field_of(FieldName::CanonicalUrl, element, "@href", address, found);
                }
            } else {
                self.field(FieldName::CanonicalUrl, element, found);
            }
        }
        let stated = |found: &Found| {
            found
                .fields
                .iter()
                .any(|field| field.name == FieldName::CanonicalUrl)
        };
        if !stated(found) {
            for element in self
                .foreign("link")
                .filter(|element| element.says("rel", "alternate"))
            {
                if let Some(address) = element.attribute("href") {
                    self.field_of(FieldName::CanonicalUrl, element, "@href", address, found);
                }
            }
        }
        for element in self.named("guid") {
            let is_address = !element.says("isPermaLink", "false")
                && element.words.text.trim().starts_with("http");
            if is_address && !stated(found) {
                self.field(FieldName::CanonicalUrl, element, found);
            }
        }
    }

    fn people(&self, found: &mut Found) {
        for element in self.foreign("creator").chain(self.named("author")) {
            self.field(FieldName::Author, element, found);
        }
        for element in self.below("author", "name") {
            self.field_of(FieldName::Author, element, "", &element.words, found);
        }
        // The publication an aggregator took the item from: its outlet, and whose material it is.
        for element in self.named("source").chain(self.below("source", "title")) {
            for name in [FieldName::Outlet, FieldName::Credit] {
                self.field(name, element, found);
            }
        }
    }

    fn dates(&self, found: &mut Found) {
        for name in ["pubDate", "published", "issued"] {
            for element in self.named(name).chain(self.foreign(name)) {
                self.field(FieldName::Published, element, found);
            }
        }
        for element in self
            .children()
            .filter(|element| element.name == "dc:date" || element.name == "dcterms:created")
        {
            self.field(FieldName::Published, element, found);
        }
        for name in ["updated", "modified"] {
            for element in self.named(name).chain(self.foreign(name)) {
                self.field(FieldName::Modified, element, found);
            }
        }
    }

    fn others(&self, found: &mut Found) {
        for element in self.named("category") {
            match element.attribute("label").or(element.attribute("term")) {
                Some(words) => self.field_of(FieldName::Section, element, "", words, found),
                None => self.field(FieldName::Section, element, found),
            }
        }
        for element in self.foreign("language") {
            self.field(FieldName::Language, element, found);
        }
        for element in self.named("guid").chain(self.named("id")) {
            self.field(FieldName::Id, element, found);
        }
        for element in self.elements {
            self.image(element, found);
        }
    }

    fn image(&self, element: &Element, found: &mut Found) {
        let has = |attribute: &str, prefix: &str| {
            element
                .attribute(attribute)
                .is_some_and(|words| words.text.starts_with(prefix))
        };
        let is_image = match element.name.as_str() {
            "enclosure" => has("type", "image/"),
            "media:thumbnail" => true,
            "media:content" => has("type", "image/") || has("medium", "image"),
            _ => false,
        };
        if let Some(address) = element.attribute("url")
            && is_image
        {
            self.field_of(FieldName::Image, element, "@url", address, found);
        }
    }

    fn field(&self, name: FieldName, element: &Element, found: &mut Found) {
        self.field_of(name, element, "", &element.words, found);
    }

    fn field_of(
        &self,
        name: FieldName,
        element: &Element,
        suffix: &str,
        words: &Words,
        found: &mut Found,
    ) {
        let format = self.format;
        let path = match element.parent {
            Some(above) => format!("{}/{}", self.elements[above].name, element.name),
            None => element.name.clone(),
        };
        found.field(name, &format!("{format}:{path}{suffix}"), words);
    }
}

#[cfg(test)]
mod tests {
    use crate::record::tests::shown;
    use retold_model::Form;

    #[test]
    fn rss_item() {
        let raw = r#"<item><title>Wall &amp; pier</title><link>
 https://e.org/1?a=1&amp;b=2 </link><guid isPermaLink="false">id-1</guid><description>&lt;p&gt;In Port&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>A wall]]>&#8217;<![CDATA[s fall</p>]]></content:encoded><dc:creator><![CDATA[Ada B]]></dc:creator><author>d@e.org (Desk)</author>
<pubDate>Thu, 16 May 2024 09:36:55 +0600</pubDate><dc:date>2024-05-16</dc:date><atom:updated>2024-05-17T00:00:00Z</atom:updated>
<source url="https://s.org/rss">Sea News</source><category>World</category><category domain="x">Sea</category>
<media:group><media:content url="v.mp4" type="video/mp4"/><media:content url="i.jpg" medium="image"><media:title>no</media:title></media:content></media:group>
<enclosure url="e.jpg" type="image/jpeg" length="1"/></item>"#;
        assert_eq!(
            shown(raw.as_bytes(), Form::FeedItem, "utf-8"),
            [
                "Headline Plain `Wall & pier` <- `Wall &amp; pier`",
                "Deck HtmlFragment `<p>In Port</p>` <- `&lt;p&gt;In Port&lt;/p&gt;`",
                "Body HtmlFragment `<p>A wall’s fall</p>` <- `<p>A wall]]>&#8217;<![CDATA[s fall</p>`",
                "CanonicalUrl rss:link `https://e.org/1?a=1&b=2` <- `https://e.org/1?a=1&amp;b=2`",
                "Author rss:dc:creator `Ada B` <- `Ada B`",
                "Author rss:author `d@e.org (Desk)` <- `d@e.org (Desk)`",
                "Outlet rss:source `Sea News` <- `Sea News`",
                "Credit rss:source `Sea News` <- `Sea News`",
                "Published rss:pubDate `Thu, 16 May 2024 09:36:55 +0600` <- `Thu, 16 May 2024 09:36:55 +0600`",
                "Published rss:dc:date `2024-05-16` <- `2024-05-16`",
                "Modified rss:atom:updated `2024-05-17T00:00:00Z` <- `2024-05-17T00:00:00Z`",
                "Section rss:category `World` <- `World`",
                "Section rss:category `Sea` <- `Sea`",
                "Id rss:guid `id-1` <- `id-1`",
                "Image rss:media:group/media:content@url `i.jpg` <- `i.jpg`",
                "Image rss:enclosure@url `e.jpg` <- `e.jpg`",
            ]
        );
    }

    #[test]
    fn atom_entry_with_a_prefix_and_xhtml() {
        let raw = r#"<a:entry xmlns:a="http://www.w3.org/2005/Atom"><a:title type="html">It&amp;#8217;s</a:title>
<a:link rel="self" href="s"/><a:link href="https://e.org/1"/><a:id>tag:1</a:id><a:published>2024-05-16T09:00:00Z</a:published>
<a:updated>2024-05-17T09:00:00Z</a:updated><a:author><a:name>Ada</a:name><a:email>x</a:email></a:author><a:category term="w" label="World"/>
<a:summary>S</a:summary><a:content type="xhtml"><div><p>A &lt; <b>b</b></p></div></a:content><a:source><a:title>Sea</a:title></a:source></a:entry>"#;
        assert_eq!(
            shown(raw.as_bytes(), Form::FeedItem, "utf-8"),
            [
                "Headline HtmlFragment `It&#8217;s` <- `It&amp;#8217;s`",
                "Deck Plain `S` <- `S`",
                "Body HtmlFragment `<div><p>A &lt; <b>b</b></p></div>` <- `<div><p>A &lt; <b>b</b></p></div>`",
                "CanonicalUrl atom:link@href `https://e.org/1` <- `https://e.org/1`",
                "Author atom:author/name `Ada` <- `Ada`",
                "Outlet atom:source/title `Sea` <- `Sea`",
                "Credit atom:source/title `Sea` <- `Sea`",
                "Published atom:published `2024-05-16T09:00:00Z` <- `2024-05-16T09:00:00Z`",
                "Modified atom:updated `2024-05-17T09:00:00Z` <- `2024-05-17T09:00:00Z`",
                "Section atom:category `World` <- `World`",
                "Id atom:id `tag:1` <- `tag:1`",
            ]
        );
    }

    #[test]
    fn description_is_the_body_where_nothing_else_is() {
        assert_eq!(
            shown(
                b"<item><description>Only this</description><guid>https://e.org/1</guid></item>",
                Form::FeedItem,
                "utf-8"
            ),
            [
                "Body HtmlFragment `Only this` <- `Only this`",
                "CanonicalUrl rss:guid `https://e.org/1` <- `https://e.org/1`",
                "Id rss:guid `https://e.org/1` <- `https://e.org/1`",
            ]
        );
    }

    #[test]
    fn foreign_character_set_maps_back_through_xml() {
        assert_eq!(
            shown(
                b"<item><title>\xcf\xf0\xe0\xe3\xe0 &amp; \xec\xe8\xf0</title></item>",
                Form::FeedItem,
                "windows-1251"
            ),
            [r"Headline Plain `Прага & мир` <- `\xcf\xf0\xe0\xe3\xe0 &amp; \xec\xe8\xf0`"]
        );
    }

    #[test]
    fn entities_of_a_document_type_stay_as_they_are() {
        assert_eq!(
            shown(
                b"<item><title>&xxe; &lol9;</title><description>&nbsp;x</item>",
                Form::FeedItem,
                "utf-8"
            ),
            [
                "Headline HtmlFragment `&xxe; &lol9;` <- `&xxe; &lol9;`",
                "Body HtmlFragment `&nbsp;x` <- `&nbsp;x`",
            ]
        );
    }
}
