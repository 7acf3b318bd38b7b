//! The tree of a page.

use super::attributes::{Attribute, Attributes};
use super::tag::Tag;
use super::tokenizer::{Token, Tokenizer, entities};

/// Open elements at most, as browsers have it; deeper ones become children of the last.
const MAX_DEPTH: usize = 512;

/// Nodes at most: what a page of 64 MiB of one-letter tags has. Beyond, the rest of the page is not read.
const MAX_NODES: usize = 4_000_000;

/// Blocks that are opened again when a link around them is closed: the adoption agency's own limit.
const MAX_REOPENED: usize = 8;

/// An end tag of any heading closes the one that is open.
const HEADINGS: [Tag; 6] = [Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6];

/// Index of a node. Nodes stand in document order, so the descendants of a node are the indices up to its `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(pub(crate) u32);

impl NodeId {
    /// For indexing tables by node.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    /// An element.
    Element(Tag),
    /// Text as written, entities to be decoded.
    Text,
    /// The content of a script, a style or the like.
    RawText,
}

/// A node: its place in the tree and in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// What it is.
    pub(crate) kind: NodeKind,
    /// Its parent; the root is its own.
    pub(crate) parent: NodeId,
    /// The first node that is not a descendant.
    pub(crate) end: NodeId,
    /// First byte in the page.
    pub(crate) start_byte: u32,
    /// For text the first byte after it, for an element the first byte after its end tag, or where it was closed.
    pub(crate) end_byte: u32,
    attributes: (u32, u32),
}

/// A parsed page.
pub(crate) struct Document<'t> {
    /// The page.
    pub(crate) text: &'t str,
    nodes: Vec<Node>,
    attributes: Vec<Attribute<'t>>,
    /// Whether a limit was hit, so that part of the page was not read as written.
    pub(crate) limit_hit: bool,
}

impl<'t> Document<'t> {
    /// The root element, `html`, whether written or not.
    pub(crate) const ROOT: NodeId = NodeId(0);

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The node.
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// The tag of an element; `None` for text.
    pub(crate) fn tag(&self, id: NodeId) -> Option<Tag> {
        match self.node(id).kind {
            NodeKind::Element(tag) => Some(tag),
            NodeKind::Text | NodeKind::RawText => None,
        }
    }

    /// The attributes of an element; none for text.
    pub(crate) fn attributes(&self, id: NodeId) -> Attributes<'_, 't> {
        let (start, end) = self.node(id).attributes;
        Attributes(&self.attributes[start as usize..end as usize])
    }

    /// All nodes in document order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..u32::try_from(self.nodes.len()).expect("nodes are capped below 2^32")).map(NodeId)
    }

    /// The node and its descendants, in document order.
    pub(crate) fn subtree(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        (id.0..self.node(id).end.0).map(NodeId)
    }

    /// The children of a node, in order.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(id).end;
        let mut next = NodeId(id.0 + 1);
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = next;
                next = self.node(child).end;
                child
            })
        })
    }

    /// The parent, its parent, and so on up to the root; not the node itself.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut at = id;
        std::iter::from_fn(move || {
            (at != Self::ROOT).then(|| {
                at = self.node(at).parent;
                at
            })
        })
    }

    /// Whether `id` is `ancestor` or stands in it.
    pub(crate) fn is_in(&self, id: NodeId, ancestor: NodeId) -> bool {
        ancestor <= id && id < self.node(ancestor).end
    }

    /// The pieces of a text node's text, decoded: `(start, end, decoded)` in bytes of the page; `None` where the
    /// bytes are the text.
    pub(crate) fn text_pieces(&self, id: NodeId, mut each: impl FnMut(usize, usize, Option<&str>)) {
        let node = self.node(id);
        let (start, end) = (node.start_byte as usize, node.end_byte as usize);
        match node.kind {
            NodeKind::Element(_) => {}
            NodeKind::RawText => each(start, end, None),
            NodeKind::Text => entities(&self.text[start..end], |s, e, decoded| {
                each(start + s, start + e, decoded);
            }),
        }
    }

    /// All text in a node, decoded, white space folded, scripts and styles left out.
    pub(crate) fn text_of(&self, id: NodeId) -> String {
        let mut text = String::new();
        // Where the open blocks end: a block parts words on both sides.
        let mut ends = Vec::new();
        for node in self.subtree(id) {
            while ends.last().is_some_and(|&end| end <= node) {
                ends.pop();
                text.push(' ');
            }
            match self.node(node).kind {
                NodeKind::Text => self.text_pieces(node, |start, end, decoded| {
                    text.push_str(decoded.unwrap_or(&self.text[start..end]));
                }),
                NodeKind::Element(tag) if !tag.is_inline() => {
                    text.push(' ');
                    ends.push(self.node(node).end);
                }
                NodeKind::Element(_) | NodeKind::RawText => {}
            }
        }
        retold_text::fold::fold_space(&text)
    }
}

/// Parses a page or a fragment. Any text is a page; the cost is linear in its length.
pub(crate) fn parse(text: &str) -> Document<'_> {
    let mut builder = Builder {
        document: Document {
            text,
            nodes: Vec::with_capacity(text.len() / 32 + 16),
            attributes: Vec::new(),
            limit_hit: false,
        },
        open: Vec::with_capacity(64),
        open_count: [0; Tag::COUNT],
        overflow: 0,
        ordinary: text.len(),
    };
    builder.append(NodeKind::Element(Tag::Html), 0, 0, &[]);
    builder.push(Document::ROOT, Tag::Html);
    let mut tokenizer = Tokenizer::new(text);
    while let Some(token) = tokenizer.next() {
        if builder.document.nodes.len() >= MAX_NODES {
            builder.document.limit_hit = true;
            break;
        }
        match token {
            Token::Start {
                tag,
                self_closing,
                start,
                end,
            } => builder.start_tag(tag, self_closing, start, end, &tokenizer.attributes),
            Token::End { tag, start, end } => builder.end_tag(tag, start, end),
            Token::Text { start, end, raw } => builder.text(start, end, raw),
        }
    }
    let end = builder.ordinary;
    while !builder.open.is_empty() {
        builder.pop(end);
    }
    builder.document
}

struct Builder<'t> {
    document: Document<'t>,
    /// Open elements, outermost first.
    open: Vec<(NodeId, Tag)>,
    /// How many of each tag are open, so that a stray end tag costs nothing.
    open_count: [u32; Tag::COUNT],
    /// Elements below [`MAX_DEPTH`] that were opened and not closed.
    overflow: usize,
    /// The end of the page.
    ordinary: usize,
}

impl<'t> Builder<'t> {
    fn append(
        &mut self,
        kind: NodeKind,
        start: usize,
        end: usize,
        attributes: &[Attribute<'t>],
    ) -> NodeId {
        let size = |n: usize| u32::try_from(n).expect("documents are limited to less than 4 GiB");
        let id = NodeId(size(self.document.nodes.len()));
        let parent = self.open.last().map_or(id, |&(parent, _)| parent);
        let first = size(self.document.attributes.len());
        self.document.attributes.extend_from_slice(attributes);
        let attributes = (first, size(self.document.attributes.len()));
        self.document.nodes.push(Node {
            kind,
            parent,
            end: NodeId(id.0 + 1),
            start_byte: size(start),
            end_byte: size(end),
            attributes,
        });
        id
    }

    fn push(&mut self, id: NodeId, tag: Tag) {
        self.open.push((id, tag));
        self.open_count[tag as usize] += 1;
    }

    /// Closes the innermost open element at byte `at`.
    fn pop(&mut self, at: usize) {
        let Some((id, tag)) = self.open.pop() else {
            return;
        };
        self.open_count[tag as usize] -= 1;
        let end = NodeId(u32::try_from(self.document.nodes.len()).expect("nodes are capped"));
        let node = &mut self.document.nodes[id.index()];
        node.end = end;
        node.end_byte = node
            .end_byte
            .max(u32::try_from(at).expect("documents are limited to less than 4 GiB"));
    }

    /// Closes open elements down to and with the one at `depth`.
    fn pop_to(&mut self, depth: usize, at: usize) {
        while self.open.len() > depth {
            self.pop(at);
        }
    }

    fn is_open(&self, tag: Tag) -> bool {
        self.open_count[tag as usize] > 0
    }

    /// The depth of the innermost open `wanted`, unless something that `stops` stands above it.
    fn find(&self, wanted: impl Fn(Tag) -> bool, stops: impl Fn(Tag) -> bool) -> Option<usize> {
        for (depth, &(_, tag)) in self.open.iter().enumerate().rev() {
            if wanted(tag) {
                return Some(depth);
            }
            if stops(tag) {
                return None;
            }
        }
        None
    }

    fn text(&mut self, start: usize, end: usize, raw: bool) {
        let blank = self.document.text[start..end]
            .bytes()
            .all(|b| b.is_ascii_whitespace());
        if !blank && !raw && !self.open.last().is_some_and(|&(_, tag)| tag.is_raw_text()) {
            self.leave_head(start);
        }
        self.append(
            if raw {
                NodeKind::RawText
            } else {
                NodeKind::Text
            },
            start,
            end,
            &[],
        );
    }

    /// Closes the head where something comes that can not stand in it.
    fn leave_head(&mut self, at: usize) {
        if self.is_open(Tag::Head)
            && !self.is_open(Tag::Template)
            && let Some(depth) = self.find(|tag| tag == Tag::Head, |_| false)
        {
            self.pop_to(depth, at);
        }
    }

    fn start_tag(
        &mut self,
        tag: Tag,
        self_closing: bool,
        start: usize,
        end: usize,
        attributes: &[Attribute<'t>],
    ) {
        if self.overflow > 0 && !tag.is_void() {
            self.append(NodeKind::Element(tag), start, end, attributes);
            self.overflow += usize::from(!tag.is_raw_text());
            return;
        }
        match tag {
            Tag::Html => {
                // The written root names the language; it may come after stray text.
                let root = &mut self.document.nodes[0];
                if root.attributes.0 == root.attributes.1 {
                    let first = u32::try_from(self.document.attributes.len())
                        .expect("fewer attributes than bytes");
                    self.document.attributes.extend_from_slice(attributes);
                    root.attributes = (
                        first,
                        first + u32::try_from(attributes.len()).expect("capped"),
                    );
                }
                return;
            }
            Tag::Head if self.is_open(Tag::Head) || self.is_open(Tag::Body) => return,
            Tag::Body if self.is_open(Tag::Body) => return,
            _ => {}
        }
        if !tag.belongs_in_head() {
            self.leave_head(start);
        }
        self.close_implied(tag, start);
        let id = self.append(NodeKind::Element(tag), start, end, attributes);
        let foreign = self.is_open(Tag::Svg)
            || self.is_open(Tag::Math)
            || matches!(tag, Tag::Svg | Tag::Math);
        if tag.is_void() || (self_closing && foreign) {
            return;
        }
        if self.open.len() >= MAX_DEPTH {
            self.document.limit_hit = true;
            self.overflow += 1;
            return;
        }
        self.push(id, tag);
    }

    /// Closes what the start tag of `tag` closes.
    fn close_implied(&mut self, tag: Tag, at: usize) {
        use Tag::{
            A, Address, Button, Caption, Colgroup, Dd, Div, Dt, H1, H2, H3, H4, H5, H6, Html, Li,
            Nobr, Optgroup, OptionTag, P, Table, Tbody, Td, Template, Tfoot, Th, Thead, Tr,
        };
        if tag.closes_paragraph()
            && self.is_open(P)
            && let Some(depth) = self.find(
                |open| open == P,
                |open| open.bounds_scope() || open == Button,
            )
        {
            self.pop_to(depth, at);
        }
        let same_kind: &[Tag] = match tag {
            Li => &[Li],
            Dd | Dt => &[Dd, Dt],
            OptionTag | Optgroup => &[OptionTag],
            Tr => &[Tr, Td, Th, Caption, Colgroup],
            Td | Th => &[Td, Th, Caption, Colgroup],
            Tbody | Thead | Tfoot => &[Tbody, Thead, Tfoot, Tr, Td, Th, Caption, Colgroup],
            A => &[A],
            Button => &[Button],
            Nobr => &[Nobr],
            H1 | H2 | H3 | H4 | H5 | H6 => {
                if self.open.last().is_some_and(|&(_, open)| open.is_heading()) {
                    self.pop(at);
                }
                return;
            }
            _ => return,
        };
        if !same_kind.iter().any(|&kind| self.is_open(kind)) {
            return;
        }
        if tag == A {
            self.end_tag(A, at, at);
            return;
        }
        let stops = |open: Tag| match tag {
            Li => open.is_special() && !matches!(open, Address | Div | P | Li),
            Dd | Dt => open.is_special() && !matches!(open, Address | Div | P | Dd | Dt),
            Tr | Td | Th | Tbody | Thead | Tfoot => matches!(open, Table | Template | Html),
            _ => open.bounds_scope(),
        };
        // The outermost of the kinds inside the scope: `<tr><td><tbody>` closes both.
        let mut close = None;
        for (depth, &(_, open)) in self.open.iter().enumerate().rev() {
            if same_kind.contains(&open) {
                close = Some(depth);
            } else if stops(open) {
                break;
            }
            if matches!(tag, Li | Dd | Dt | Td | Th) && close.is_some() {
                break;
            }
        }
        if let Some(depth) = close {
            self.pop_to(depth, at);
        }
    }

    fn end_tag(&mut self, tag: Tag, start: usize, end: usize) {
        if self.overflow > 0 {
            self.overflow -= usize::from(!tag.is_void() && !tag.is_raw_text());
            return;
        }
        if tag == Tag::Br {
            self.append(NodeKind::Element(Tag::Br), start, end, &[]);
            return;
        }
        // Content after `</body>` still belongs to it.
        let is_open = if tag.is_heading() {
            HEADINGS.iter().any(|&heading| self.is_open(heading))
        } else {
            self.is_open(tag)
        };
        if matches!(tag, Tag::Body | Tag::Html) || !is_open {
            return;
        }
        if tag.is_formatting() {
            self.close_formatting(tag, end);
            return;
        }
        let cell = matches!(
            tag,
            Tag::Td | Tag::Th | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Caption
        );
        let depth = self.find(
            |open| open == tag || (tag.is_heading() && open.is_heading()),
            |open| match tag {
                _ if cell => open == Tag::Table,
                Tag::Table => open == Tag::Template,
                Tag::Li => open.bounds_scope() || matches!(open, Tag::Ul | Tag::Ol),
                _ if tag.is_special() => open.bounds_scope(),
                _ => open.is_special(),
            },
        );
        if let Some(depth) = depth {
            self.pop_to(depth, end);
        }
    }

    /// Closes a formatting element; blocks opened inside it go on without it.
    fn close_formatting(&mut self, tag: Tag, at: usize) {
        let Some(depth) = self.find(|open| open == tag, Tag::bounds_scope) else {
            return;
        };
        let reopen: Vec<(NodeId, Tag)> = self.open[depth + 1..]
            .iter()
            .copied()
            .filter(|(_, open)| open.is_special())
            .take(MAX_REOPENED)
            .collect();
        self.pop_to(depth, at);
        for (id, tag) in reopen {
            let (first, last) = self.document.nodes[id.index()].attributes;
            let copy = self.append(NodeKind::Element(tag), at, at, &[]);
            self.document.nodes[copy.index()].attributes = (first, last);
            self.push(copy, tag);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree in brackets: `div(p("a") "b")`.
    fn show(document: &Document<'_>, id: NodeId) -> String {
        let inner: Vec<_> = document
            .children(id)
            .map(|child| show(document, child))
            .collect();
        if let NodeKind::Element(tag) = document.node(id).kind {
            return format!("{tag:?}({})", inner.join(" "));
        }
        let mut text = String::new();
        document.text_pieces(id, |start, end, decoded| {
            text.push_str(decoded.unwrap_or(&document.text[start..end]));
        });
        format!("{text:?}")
    }

    fn check(page: &str, expected: &str) {
        let document = parse(page);
        let shown: Vec<_> = document
            .children(Document::ROOT)
            .map(|child| show(&document, child))
            .collect();
        assert_eq!(shown.join(" "), expected, "{page}");
    }

    #[test]
    fn implied_end_tags() {
        check("<p>a<p>b<div>c</div>d", r#"P("a") P("b") Div("c") "d""#);
        check(
            "<ul><li>a<ul><li>b</ul><li>c</ul>",
            r#"Ul(Li("a" Ul(Li("b"))) Li("c"))"#,
        );
        check("<dl><dt>a<dd>b<dt>c</dl>", r#"Dl(Dt("a") Dd("b") Dt("c"))"#);
        check(
            "<table><tr><td>a<td>b<tr><td>c</table>d",
            r#"Table(Tr(Td("a") Td("b")) Tr(Td("c"))) "d""#,
        );
        check("<h2>a<h3>b</h2>c", r#"H2("a") H3("b") "c""#);
    }

    #[test]
    fn stray_end_tags_are_nothing() {
        check("<div>a</span></p></b>b</div>", r#"Div("a" "b")"#);
        check("<td>a</div></td>", r#"Td("a")"#);
        check(
            "<table><tr><td><div>a</table>b",
            r#"Table(Tr(Td(Div("a")))) "b""#,
        );
    }

    #[test]
    fn link_closed_inside_a_block_does_not_swallow_the_rest() {
        check("<a><div>a</a>b</div>c", r#"A(Div("a")) Div("b") "c""#);
        check("<a>x<a>y</a>", r#"A("x") A("y")"#);
    }

    #[test]
    fn head_ends_where_the_body_starts() {
        check(
            "<head><title>a &amp; b</title><div>c",
            r#"Head(Title("a & b")) Div("c")"#,
        );
        check("<head><meta name=a>text", r#"Head(Meta()) "text""#);
    }

    #[test]
    fn raw_text_is_not_decoded() {
        check(
            "<script>a &amp; b</script>c &amp; d",
            r#"Script("a &amp; b") "c & d""#,
        );
    }

    #[test]
    fn depth_is_capped_and_everything_is_kept() {
        let page = format!("{}x<div>y{}z", "<div>".repeat(2000), "</div>".repeat(2001));
        let document = parse(&page);
        assert!(document.limit_hit);
        assert_eq!(document.text_of(Document::ROOT), "x y z");
        let depth = document
            .ids()
            .map(|id| document.ancestors(id).count())
            .max();
        assert_eq!(depth, Some(MAX_DEPTH));
    }

    #[test]
    fn elements_know_their_bytes() {
        let document = parse("ab<p>cd</p>ef");
        let p = document.node(NodeId(2));
        assert_eq!((p.start_byte, p.end_byte), (2, 11));
    }
}
