//! What a page states about itself: in JSON-LD, in meta elements, in marked-up text.
//!
//! [`Facts`] are the fields of its head, [`Marks`] the elements that may state something, [`View`] tells where on the
//! labelled page they stand; from these three come headline, bylines, times and outlet.

mod bylines;
mod headline;
mod json_ld;
mod marks;
mod outlet;
mod times;
mod view;

use std::borrow::Cow;

use retold_text::fold::fold_space;

use crate::html::{Document, NodeId, Tag};

pub(crate) use bylines::bylines;
pub(crate) use headline::headline;
pub(crate) use json_ld::JsonLd;
pub(crate) use marks::Marks;
pub(crate) use outlet::outlet;
pub(crate) use times::{day_order, says_changed, times};
pub(crate) use view::View;

/// A value, the field it was read from, and the bytes of the page that state it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) value: String,
    pub(crate) from: String,
    pub(crate) bytes: Option<(u32, u32)>,
}

/// One meta element.
struct Meta {
    /// Its `name`, `property`, `itemprop` or `http-equiv`, in lower case.
    name: String,
    value: String,
    bytes: (u32, u32),
}

/// What the page states.
pub(crate) struct Facts {
    metas: Vec<Meta>,
    /// The title element.
    pub(crate) title: Option<Fact>,
    /// The `lang` attribute of the root.
    pub(crate) language: Option<Fact>,
    /// `link rel=canonical`.
    pub(crate) canonical: Option<Fact>,
    /// All JSON-LD of the page.
    pub(crate) json_ld: JsonLd,
}

/// Meta elements kept; more are a hostile page.
const MAX_METAS: usize = 1000;

impl Facts {
    /// Reads what `document` states.
    pub(crate) fn read(document: &Document<'_>) -> Self {
        let mut facts = Self {
            metas: Vec::new(),
            title: None,
            language: None,
            canonical: None,
            json_ld: JsonLd::default(),
        };
        if let Some(language) = document
            .attributes(Document::ROOT)
            .get("lang")
            .or_else(|| document.attributes(Document::ROOT).get("xml:lang"))
        {
            facts.language = Some(Fact {
                value: language.trim().to_owned(),
                from: "html:lang".into(),
                bytes: None,
            });
        }
        for id in document.ids() {
            match document.tag(id) {
                Some(Tag::Meta) => facts.meta(document, id),
                Some(Tag::Title) if facts.title.is_none() && !in_svg(document, id) => {
                    let value = document.text_of(id);
                    if !value.is_empty() {
                        facts.title = Some(Fact {
                            value,
                            from: "html:title".into(),
                            bytes: Some(bytes(document, id)),
                        });
                    }
                }
                Some(Tag::Link) if facts.canonical.is_none() => {
                    let attributes = document.attributes(id);
                    if attributes
                        .raw("rel")
                        .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
                        && let Some(href) = attributes.get("href")
                    {
                        facts.canonical = Some(Fact {
                            value: href.trim().to_owned(),
                            from: "link:canonical".into(),
                            bytes: Some(bytes(document, id)),
                        });
                    }
                }
                Some(Tag::Script) => {
                    let is_json_ld = document.attributes(id).raw("type").is_some_and(|kind| {
                        kind.trim()
                            .to_ascii_lowercase()
                            .starts_with("application/ld+json")
                    });
                    if is_json_ld && let Some(content) = document.children(id).next() {
                        let (start, end) = bytes(document, content);
                        facts
                            .json_ld
                            .read(&document.text[start as usize..end as usize], start);
                    }
                }
                _ => {}
            }
        }
        facts.json_ld.finish();
        facts
    }

    fn meta(&mut self, document: &Document<'_>, id: NodeId) {
        let attributes = document.attributes(id);
        let Some(content) = attributes.get("content") else {
            return;
        };
        let value = fold_space(&content);
        if value.is_empty() {
            return;
        }
        for name in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = attributes.get(name)
                && self.metas.len() < MAX_METAS
            {
                self.metas.push(Meta {
                    name: name.trim().to_ascii_lowercase(),
                    value: value.clone(),
                    bytes: bytes(document, id),
                });
            }
        }
    }

    /// The first value of the first of `names` that the page has.
    pub(crate) fn first(&self, names: &[&str]) -> Option<Fact> {
        names.iter().find_map(|name| self.all(name).next())
    }

    /// All values of the meta elements called `name`.
    pub(crate) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = Fact> + 'f {
        self.metas
            .iter()
            .filter(move |meta| meta.name == name)
            .map(|meta| Fact {
                value: meta.value.clone(),
                from: format!("meta:{}", meta.name),
                bytes: Some(meta.bytes),
            })
    }
}

fn in_svg(document: &Document<'_>, id: NodeId) -> bool {
    document
        .ancestors(id)
        .any(|ancestor| document.tag(ancestor) == Some(Tag::Svg))
}

fn bytes(document: &Document<'_>, id: NodeId) -> (u32, u32) {
    (document.node(id).start_byte, document.node(id).end_byte)
}

/// Text that was escaped twice (`&amp;amp;`), as meta elements often are.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    if text.contains('&') {
        htmlize::unescape(text)
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests;
