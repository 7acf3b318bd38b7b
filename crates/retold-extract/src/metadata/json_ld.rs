//! What a page states in JSON-LD (schema.org).

use retold_text::fold::fold_space;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::{Fact, unescape};

/// A script of more bytes is not read: real ones have a few kilobytes, or the body of the article.
const MAX_BYTES: usize = 4 << 20;
/// Objects read per page.
const MAX_OBJECTS: usize = 20_000;

/// An author as stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Author {
    pub(crate) name: Fact,
    /// Whether it is stated to be an organisation.
    pub(crate) organisation: bool,
}

/// What the JSON-LD of a page states of its article.
#[derive(Debug, Default)]
pub(crate) struct JsonLd {
    pub(crate) headline: Option<Fact>,
    pub(crate) description: Option<Fact>,
    pub(crate) body: Option<Fact>,
    pub(crate) authors: Vec<Author>,
    pub(crate) published: Option<Fact>,
    /// When the record was made: days before the publication, it may be.
    pub(crate) created: Option<Fact>,
    pub(crate) modified: Option<Fact>,
    pub(crate) publisher: Option<Fact>,
    /// The name of the web site.
    pub(crate) site: Option<Fact>,
    pub(crate) section: Option<Fact>,
    pub(crate) image: Option<Fact>,
    pub(crate) language: Option<Fact>,
    pub(crate) url: Option<Fact>,
    /// Names of objects that others refer to by `@id`.
    names: FxHashMap<String, (String, bool)>,
    /// References to authors and publishers, to be resolved when all scripts are read.
    author_references: Vec<String>,
    publisher_reference: Option<String>,
    objects: usize,
    /// How much the object was an article that gave the fields: the highest counts.
    rank: u8,
}

impl JsonLd {
    /// Reads one script, which starts at byte `start` of the page.
    pub(super) fn read(&mut self, script: &str, start: u32) {
        if script.len() > MAX_BYTES {
            return;
        }
        let script = strip_wrapping(script);
        let value = serde_json::from_str(script)
            .or_else(|_| serde_json::from_str(&without_control_characters(script)));
        if let Ok(value) = value {
            let end = start + u32::try_from(script.len()).expect("capped above");
            self.visit(&value, (start, end), 0);
        }
    }

    /// Whether an object said that the page is an article.
    pub(crate) fn is_article(&self) -> bool {
        self.rank >= 3
    }

    /// Whether an object said that the page is news.
    pub(crate) fn is_news(&self) -> bool {
        self.rank >= 4
    }

    /// Whether an object said that the page is a guide, a recipe or a review, and who wrote it. Unlike `Article`, which
    /// blog software calls all that it holds, such a type is chosen for the text.
    pub(crate) fn is_authored_guide(&self) -> bool {
        self.rank == 2 && self.authors.iter().any(|author| !author.organisation)
    }

    /// Whether no object said more than that this is a web page.
    pub(crate) fn is_page(&self) -> bool {
        self.rank <= 1
    }

    fn visit(&mut self, value: &Value, bytes: (u32, u32), depth: u32) {
        self.objects += 1;
        if depth > 24 || self.objects > MAX_OBJECTS {
            return;
        }
        match value {
            Value::Array(values) => values
                .iter()
                .for_each(|value| self.visit(value, bytes, depth + 1)),
            Value::Object(object) => {
                self.object(object, bytes);
                for (key, value) in object {
                    if matches!(
                        key.as_str(),
                        "comment"
                            | "review"
                            | "hasPart"
                            | "itemListElement"
                            | "relatedLink"
                            | "mentions"
                            | "citation"
                    ) {
                        continue;
                    }
                    if value.is_object() || value.is_array() {
                        self.visit(value, bytes, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, object: &Map<String, Value>, bytes: (u32, u32)) {
        let kinds = strings(object.get("@type"));
        let is = |name: &str| kinds.iter().any(|kind| kind.ends_with(name));
        if let (Some(id), Some(name)) = (text(object.get("@id")), text(object.get("name"))) {
            let organisation =
                is("Organization") || is("Corporation") || is("NewsMediaOrganization");
            self.names.entry(id).or_insert((name, organisation));
        }
        let fact = |key: &str| {
            text(object.get(key)).map(|value| Fact {
                value,
                from: format!("json-ld:{key}"),
                bytes: Some(bytes),
            })
        };
        if is("WebSite") {
            if self.site.is_none() {
                self.site = fact("name").map(|fact| Fact {
                    from: "json-ld:WebSite.name".into(),
                    ..fact
                });
            }
            return;
        }
        let rank = if is("NewsArticle")
            || is("ReportageNewsArticle")
            || is("AnalysisNewsArticle")
            || is("OpinionNewsArticle")
        {
            4
        } else if is("Article")
            || is("BlogPosting")
            || is("LiveBlogPosting")
            || is("Report")
            || is("SocialMediaPosting")
        {
            3
        } else if is("Recipe")
            || is("Review")
            || is("CreativeWork")
            || is("TechArticle")
            || is("HowTo")
        {
            2
        } else if is("WebPage") || is("ItemPage") || is("AboutPage") {
            1
        } else {
            return;
        };
        // The first object of the highest rank gives the fields; weaker ones fill gaps.
        let stronger = rank > self.rank;
        self.rank = self.rank.max(rank);
        let set = |slot: &mut Option<Fact>, value: Option<Fact>| {
            if value.is_some() && (stronger || slot.is_none()) {
                *slot = value;
            }
        };
        set(&mut self.published, fact("datePublished"));
        set(&mut self.created, fact("dateCreated").filter(|_| rank > 1));
        set(&mut self.modified, fact("dateModified"));
        set(&mut self.description, fact("description"));
        set(&mut self.language, fact("inLanguage"));
        set(
            &mut self.image,
            image(object.get("image").or_else(|| object.get("thumbnailUrl"))).map(|value| Fact {
                value,
                from: "json-ld:image".into(),
                bytes: Some(bytes),
            }),
        );
        if rank == 1 {
            return;
        }
        set(
            &mut self.headline,
            fact("headline").or_else(|| fact("name")),
        );
        set(&mut self.section, fact("articleSection"));
        set(&mut self.url, fact("url"));
        if let Some(body) = object.get("articleBody").and_then(Value::as_str)
            && (stronger || self.body.is_none())
        {
            self.body = Some(Fact {
                // Its line breaks are paragraphs.
                value: unescape(body).into_owned(),
                from: "json-ld:articleBody".into(),
                bytes: Some(bytes),
            });
        }
        if stronger || (self.authors.is_empty() && self.author_references.is_empty()) {
            let (authors, references) = people(
                object.get("author").or_else(|| object.get("creator")),
                bytes,
            );
            if !authors.is_empty() || !references.is_empty() {
                self.authors = authors;
                self.author_references = references;
            }
        }
        if let Some(publisher) = object.get("publisher")
            && (stronger || self.publisher.is_none())
        {
            let (names, references) = people(Some(publisher), bytes);
            if let Some(name) = names.into_iter().next() {
                self.publisher = Some(Fact {
                    from: "json-ld:publisher".into(),
                    ..name.name
                });
            }
            self.publisher_reference = references.into_iter().next();
        }
    }

    /// Resolves references, when all scripts are read.
    pub(super) fn finish(&mut self) {
        for reference in std::mem::take(&mut self.author_references) {
            if let Some((name, organisation)) = self.names.get(&reference) {
                let name = Fact {
                    value: name.clone(),
                    from: "json-ld:author".into(),
                    bytes: None,
                };
                self.authors.push(Author {
                    name,
                    organisation: *organisation,
                });
            }
        }
        if self.publisher.is_none()
            && let Some((name, _)) = self
                .publisher_reference
                .take()
                .and_then(|reference| self.names.get(&reference).cloned())
        {
            self.publisher = Some(Fact {
                value: name,
                from: "json-ld:publisher".into(),
                bytes: None,
            });
        }
    }
}

/// Names of people or organisations, and references to such.
fn people(value: Option<&Value>, bytes: (u32, u32)) -> (Vec<Author>, Vec<String>) {
    let mut authors = Vec::new();
    let mut references = Vec::new();
    let values: &[Value] = match value {
        Some(Value::Array(values)) => values,
        Some(value) => std::slice::from_ref(value),
        None => &[],
    };
    for value in values.iter().take(50) {
        let (name, organisation) = match value {
            Value::String(name) => (Some(plain(name)), false),
            Value::Object(object) => {
                let kinds = strings(object.get("@type"));
                let organisation = kinds
                    .iter()
                    .any(|kind| kind.contains("Organization") || kind.contains("Corporation"));
                match object.get("name") {
                    Some(Value::Array(names)) => {
                        for name in names.iter().filter_map(Value::as_str).take(50) {
                            let name = Fact {
                                value: plain(name),
                                from: "json-ld:author".into(),
                                bytes: Some(bytes),
                            };
                            authors.push(Author { name, organisation });
                        }
                        (None, organisation)
                    }
                    name => {
                        if name.is_none() {
                            references.extend(text(object.get("@id")));
                        }
                        (text(name), organisation)
                    }
                }
            }
            _ => (None, false),
        };
        if let Some(value) = name.filter(|name| !name.is_empty()) {
            authors.push(Author {
                name: Fact {
                    value,
                    from: "json-ld:author".into(),
                    bytes: Some(bytes),
                },
                organisation,
            });
        }
    }
    (authors, references)
}

fn image(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(url) => Some(url.trim().to_owned()),
        Value::Array(values) => image(values.first()),
        Value::Object(object) => text(object.get("url").or_else(|| object.get("contentUrl"))),
        _ => None,
    }
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The text of a value: a string, or the first of several.
fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => plain(text),
        Value::Array(values) => return text(values.first()),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => return text(object.get("name").or_else(|| object.get("@value"))),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// JSON-LD texts are often HTML-escaped once more.
fn plain(text: &str) -> String {
    fold_space(&unescape(text))
}

/// Some sites wrap the script in a comment or CDATA.
fn strip_wrapping(script: &str) -> &str {
    let script = script.trim();
    let script = script.strip_prefix("<!--").unwrap_or(script);
    let script = script.strip_suffix("-->").unwrap_or(script);
    let script = script
        .trim()
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[");
    script
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';')
}

/// Line breaks inside strings are no JSON, but common.
fn without_control_characters(script: &str) -> String {
    script
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str) -> JsonLd {
        let mut json_ld = JsonLd::default();
        json_ld.read(script, 0);
        json_ld.finish();
        json_ld
    }

    fn value(fact: Option<&Fact>) -> Option<&str> {
        fact.map(|fact| fact.value.as_str())
    }

    #[test]
    fn article_outranks_web_page_and_references_are_resolved() {
        let found = read(
            r##"{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},
            {"@type":"NewsArticle","headline":"A &amp; B","datePublished":"2024-05-16","author":{"@id":"#p"},"publisher":{"@id":"#o"}},
            {"@type":"Person","@id":"#p","name":"Ada Moor"},{"@type":"Organization","@id":"#o","name":"The Paper"},
            {"@type":"WebSite","name":"paper.example"}]}"##,
        );
        assert_eq!(value(found.headline.as_ref()), Some("A & B"));
        assert_eq!(value(found.published.as_ref()), Some("2024-05-16"));
        assert_eq!(value(found.publisher.as_ref()), Some("The Paper"));
        assert_eq!(value(found.site.as_ref()), Some("paper.example"));
        let authors: Vec<_> = found
            .authors
            .iter()
            .map(|author| (author.name.value.as_str(), author.organisation))
            .collect();
        assert_eq!(authors, [("Ada Moor", false)]);
    }

    #[test]
    fn broken_scripts_are_read_as_far_as_they_go() {
        assert_eq!(
            value(
                read("{\"@type\":\"Article\",\"headline\":\"two\nlines\"}")
                    .headline
                    .as_ref()
            ),
            Some("two lines")
        );
        assert_eq!(
            value(
                read("<!-- {\"@type\":[\"Article\"],\"headline\":\"x\"}; -->")
                    .headline
                    .as_ref()
            ),
            Some("x")
        );
        assert_eq!(value(read("{\"@type\":").headline.as_ref()), None);
    }
}
