//! What an element is for: by its tag, its names, its attributes.

use retold_model::CutReason;

use crate::furniture::{Role, Roles};
use crate::html::{Document, NodeId, Tag};

/// Elements whose text no reader sees, or that hold no text of the page.
pub(super) fn is_never_visible(document: &Document<'_>, id: NodeId) -> bool {
    use Tag::{
        Applet, Audio, Button, Canvas, Datalist, Embed, Frameset, Head, Iframe, Math, Noembed,
        Noframes, Noscript, Object, OptionTag, Script, Select, Style, Svg, Template, Textarea,
        Video,
    };
    let Some(tag) = document.tag(id) else {
        return false;
    };
    matches!(
        tag,
        Head | Script
            | Style
            | Template
            | Noscript
            | Noembed
            | Noframes
            | Iframe
            | Object
            | Embed
            | Applet
            | Audio
            | Video
            | Canvas
            | Svg
            | Math
            | Select
            | OptionTag
            | Datalist
            | Textarea
            | Button
            | Frameset
    )
}

pub(super) fn role<'t>(document: &Document<'t>, id: NodeId, names: &mut Roles<'t>) -> Role {
    let Some(tag) = document.tag(id) else {
        return Role::Unknown;
    };
    let attributes = document.attributes(id);
    let mut result = match tag {
        Tag::Nav | Tag::Menu | Tag::Footer => Role::Furniture(CutReason::Navigation),
        Tag::Aside => Role::Furniture(CutReason::Teaser),
        Tag::Form | Tag::Dialog => Role::Furniture(CutReason::Interface),
        Tag::Amp | Tag::AmpEmbed => Role::Furniture(CutReason::Advertisement),
        Tag::Html | Tag::Body => return Role::Unknown,
        _ => Role::Unknown,
    };
    let quoted = tag == Tag::Blockquote;
    let mut hidden = false;
    for (name, value) in attributes.iter() {
        if name.eq_ignore_ascii_case("class") || name.eq_ignore_ascii_case("id") {
            match names_role(names, value, tag) {
                Role::Unknown => {}
                Role::Body => result = Role::Body,
                Role::Furniture(_) if quoted => {}
                found if result == Role::Unknown => result = found,
                _ => {}
            }
        } else if name.eq_ignore_ascii_case("itemprop") {
            if value
                .split_ascii_whitespace()
                .any(|word| word == "articleBody")
            {
                result = Role::Body;
            } else if MICRODATA
                .iter()
                .any(|word| value.eq_ignore_ascii_case(word))
            {
                result = Role::Furniture(CutReason::Metadata);
            }
        } else if name.eq_ignore_ascii_case("role") {
            match value.to_ascii_lowercase().as_str() {
                "navigation" | "banner" | "contentinfo" | "menu" | "menubar" => {
                    result = Role::Furniture(CutReason::Navigation);
                }
                "complementary" => result = Role::Furniture(CutReason::Teaser),
                "search" | "dialog" | "alertdialog" | "toolbar" => {
                    result = Role::Furniture(CutReason::Interface);
                }
                _ => {}
            }
        } else if name.eq_ignore_ascii_case("hidden") {
            hidden = true;
        } else if name.eq_ignore_ascii_case("style") {
            hidden |= hides(value);
        } else if name.eq_ignore_ascii_case("aria-hidden") {
            hidden |= value.eq_ignore_ascii_case("true");
        }
    }
    if hidden {
        Role::Furniture(CutReason::Hidden)
    } else {
        result
    }
}

/// Microdata properties whose words are fields, not text.
const MICRODATA: &[&str] = &[
    "author",
    "creator",
    "publisher",
    "name",
    "url",
    "width",
    "height",
    "logo",
    "keywords",
    "datepublished",
    "datemodified",
    "datecreated",
    "articlesection",
    "mainentityofpage",
    "contenturl",
    "thumbnailurl",
    "wordcount",
    "commentcount",
    "interactioncount",
    "jobtitle",
    "givenname",
    "familyname",
    "sameas",
];

/// What class and id say of an element; inline elements only hide, share or caption.
pub(super) fn names_role<'t>(names: &mut Roles<'t>, value: &'t str, tag: Tag) -> Role {
    let role = names.role(value);
    if tag.is_heading() && matches!(role, Role::Furniture(_)) {
        Role::Unknown
    } else {
        role
    }
}

pub(super) fn hides(style: &str) -> bool {
    if style.len() > 2000 {
        return false;
    }
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    style.contains("display:none") || style.contains("visibility:hidden")
}
