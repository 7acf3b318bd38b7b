//! A segment judged by itself.

use retold_model::CutReason;

use crate::credit;
use crate::html::{NodeId, Tag};
use crate::segment::Segment;

use super::container::PROSE_LINKS;
use super::{Label, Page, Reading};

/// Words of a heading that is a paragraph.
const LONG_HEADING: u32 = 40;

impl Page<'_, '_> {
    /// Why a segment outside the container is not in the article.
    pub(super) fn outside(&self, index: usize, segment: &Segment) -> CutReason {
        self.cut[segment.first.index()]
            .or(self.phrases[index])
            .unwrap_or(if segment.link_density() > PROSE_LINKS {
                CutReason::Navigation
            } else {
                CutReason::Boilerplate
            })
    }

    /// A segment inside the container, judged by itself.
    pub(super) fn line(&self, index: usize, segment: &Segment, container: NodeId) -> Label {
        let document = self.document;
        if let Some(reason) = self.cut[segment.first.index()] {
            return Label::Cut(reason);
        }
        if segment.letters == 0 {
            return Label::Cut(CutReason::Interface);
        }
        let mut kind = Label::Paragraph;
        let gallery = self.reading == Reading::Captions;
        for id in std::iter::once(segment.block).chain(document.ancestors(segment.block)) {
            match document.tag(id) {
                Some(Tag::Figcaption | Tag::Caption) if !gallery => {
                    return Label::Cut(CutReason::Caption);
                }
                Some(Tag::Figure)
                    if !gallery && segment.words < 40 && !matches!(kind, Label::BlockQuote) =>
                {
                    return Label::Cut(CutReason::Caption);
                }
                Some(tag) if tag.is_heading() => kind = Label::Heading,
                Some(Tag::Blockquote) => kind = Label::BlockQuote,
                Some(Tag::Li | Tag::Dd | Tag::Dt) if kind == Label::Paragraph => {
                    kind = Label::ListItem;
                }
                _ => {}
            }
            if id == container {
                break;
            }
        }
        if credit::read(&segment.text).is_some() {
            return Label::Credit;
        }
        if let Some(reason) = self.phrases[index] {
            return Label::Cut(reason);
        }
        // A short bold paragraph is a heading that was not marked up as one.
        if kind == Label::Paragraph
            && segment.is_bold()
            && segment.words <= 12
            && !segment.text.ends_with(['.', ':', '!', ',', '”', '"'])
        {
            kind = Label::Heading;
        }
        let density = segment.link_density();
        if kind == Label::Heading && density > 0.8 && self.heads_prose(segment) {
            return kind;
        }
        // A heading of a paragraph's length heads nothing.
        if kind == Label::Heading && segment.words >= LONG_HEADING {
            kind = Label::Paragraph;
        }
        if density > 0.5 && self.is_reference(segment) {
            return kind;
        }
        if density > 0.8 || (density > 0.5 && kind == Label::ListItem && segment.words < 20) {
            return Label::Cut(CutReason::Teaser);
        }
        kind
    }

    /// Whether paragraphs of prose follow a heading as its siblings: then it is a section's, though it is a link.
    pub(super) fn heads_prose(&self, segment: &Segment) -> bool {
        let parent = self.document.node(segment.block).parent;
        let next = self
            .segments
            .partition_point(|other| other.first < segment.end);
        let below = self.segments[next..].iter().take(3).filter(|s| {
            self.document.node(s.block).parent == parent && s.words >= 20 && s.link_density() < 0.3
        });
        below.count() >= 2
    }

    /// Whether a line that is all link refers to something outside the site, or spells the address out: a source of
    /// the text, where a link within the site is a teaser.
    fn is_reference(&self, segment: &Segment) -> bool {
        if ["http://", "https://", "www."]
            .iter()
            .any(|start| segment.text.starts_with(start))
        {
            return true;
        }
        let Some(own) = self.hints.domain.as_deref() else {
            return false;
        };
        let document = self.document;
        let inside = (segment.first.0..segment.end.0).map(NodeId);
        let mut links = document
            .ancestors(segment.first)
            .take_while(|&id| id != segment.block)
            .chain(inside)
            .filter(|&id| document.tag(id) == Some(Tag::A))
            .peekable();
        links.peek().is_some()
            && links.all(|id| {
                let href = document.attributes(id).get("href");
                href.and_then(|href| domain(&href))
                    .is_some_and(|domain| domain != own)
            })
    }
}

/// The registrable domain of an absolute web address.
pub(crate) fn domain(address: &str) -> Option<String> {
    let address = address.trim();
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))
        .or_else(|| address.strip_prefix("//"))?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    psl::domain_str(host).map(str::to_ascii_lowercase)
}
