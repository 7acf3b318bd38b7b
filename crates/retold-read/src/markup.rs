//! Whether a text is HTML: seen from its tags, not from its name.

/// Tags that stand in the bodies of articles and pages. Sorted.
const TAGS: &[&str] = &[
    "a",
    "article",
    "b",
    "blockquote",
    "body",
    "br",
    "center",
    "div",
    "em",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "ol",
    "p",
    "script",
    "section",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "title",
    "tr",
    "u",
    "ul",
    "video",
];

/// Tags that set a block: one alone shows that a value is marked up. Sorted.
const BLOCK_TAGS: &[&str] = &[
    "article",
    "blockquote",
    "body",
    "br",
    "div",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "html",
    "img",
    "li",
    "ol",
    "p",
    "section",
    "table",
    "ul",
];

/// How many tags a text must show before it is a page: a scrape may keep a stray `<b>`.
const PAGE_TAGS: usize = 4;

/// How much of a text is looked at, in bytes.
const LOOK_BYTES: usize = 64 << 10;

/// Whether a value (a title, a body in JSON or a feed) is HTML: it has a block tag, two tags of any kind or an entity.
pub(crate) fn has_markup(text: &str) -> bool {
    let mut tags = 0;
    for name in tags_of(head(text)) {
        tags += 1;
        if tags >= 2 || is_in(BLOCK_TAGS, name) {
            return true;
        }
    }
    has_entity(text)
}

/// Whether a file without `<html>` is a page or a piece of one: several tags that HTML knows.
pub(crate) fn is_page(text: &str) -> bool {
    tags_of(head(text)).take(PAGE_TAGS).count() == PAGE_TAGS
}

/// Whether `name` is a tag of HTML, in any case.
pub(crate) fn is_tag(name: &str) -> bool {
    is_in(TAGS, name)
}

fn is_in(sorted: &[&str], name: &str) -> bool {
    sorted
        .binary_search(&name.to_ascii_lowercase().as_str())
        .is_ok()
}

fn head(text: &str) -> &str {
    let mut end = text.len().min(LOOK_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Names of the known tags of `text`, opening and closing.
fn tags_of(text: &str) -> impl Iterator<Item = &str> {
    memchr::memchr_iter(b'<', text.as_bytes()).filter_map(move |at| {
        let rest = &text[at + 1..];
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let len = rest
            .bytes()
            .take(12)
            .position(|b| !b.is_ascii_alphanumeric())?;
        let closes = matches!(
            rest.as_bytes()[len],
            b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r'
        );
        let name = &rest[..len];
        (closes && is_tag(name)).then_some(name)
    })
}

/// Whether a character reference stands in the text: `&#8217;`, `&amp;`, `&nbsp;`.
fn has_entity(text: &str) -> bool {
    memchr::memchr_iter(b'&', head(text).as_bytes()).any(|at| {
        let rest = &text.as_bytes()[at + 1..];
        let window = &rest[..rest.len().min(10)];
        let Some(end) = memchr::memchr(b';', window) else {
            return false;
        };
        let name = &window[..end];
        match name.strip_prefix(b"#") {
            Some(number) => {
                !number.is_empty() && number.iter().all(u8::is_ascii_hexdigit)
                    || number.starts_with(b"x")
            }
            None => {
                name.len() >= 2
                    && name[0].is_ascii_alphabetic()
                    && name.iter().all(u8::is_ascii_alphanumeric)
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_by_tags_and_entities() {
        for (text, expected) in [
            ("", false),
            ("a < b and c > d", false),
            ("one <b> left over", false),
            ("<b>bold</b>", true),
            ("first<br>second", true),
            ("<P class=x>A</P>", true),
            ("Fish &amp; chips", true),
            ("It&#8217;s", true),
            ("AT&T; B&B", false),
            ("P&G rose; Q fell", false),
            ("<unknown>thing</unknown>", false),
            ("<", false),
        ] {
            assert_eq!(has_markup(text), expected, "{text}");
        }
    }

    #[test]
    fn scrape_with_a_stray_tag_is_no_page() {
        assert!(!is_page("Text with <b> and </b> left over"));
        assert!(is_page("<p>One</p><p>Two</p>"));
    }

    #[test]
    fn lists_are_sorted() {
        assert!(TAGS.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(BLOCK_TAGS.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
