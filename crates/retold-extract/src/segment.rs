//! The visible text of a page in segments: runs of text that nothing but inline markup interrupts.

use retold_text::{OffsetMap, TextRange};
use rustc_hash::FxHashSet;

use crate::html::{Document, NodeId, NodeKind, Tag};

/// A run of text between block boundaries, white space folded; a line break is kept as `\n`.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    /// The element that holds it: the innermost one that is no inline element.
    pub(crate) block: NodeId,
    /// Its first text node.
    pub(crate) first: NodeId,
    /// The node after its last text node.
    pub(crate) end: NodeId,
    /// The words.
    pub(crate) text: String,
    /// From `text` to bytes of the page.
    pub(crate) map: OffsetMap,
    /// Letters and digits in it.
    pub(crate) letters: u32,
    /// Of them inside links.
    pub(crate) link_letters: u32,
    /// Of them in bold, strong or underlined text.
    pub(crate) bold_letters: u32,
    /// Words in it.
    pub(crate) words: u32,
}

impl Segment {
    /// Share of its letters that stand in links, 0 to 1.
    pub(crate) fn link_density(&self) -> f32 {
        share(self.link_letters, self.letters)
    }

    /// Whether all of it is bold.
    pub(crate) fn is_bold(&self) -> bool {
        self.letters > 0 && self.bold_letters * 10 >= self.letters * 9
    }

    /// Bytes of the page from its first to its last character.
    pub(crate) fn page_range(&self) -> (u32, u32) {
        let whole = self.map.source_range(TextRange::of(0, self.text.len()));
        (whole.start(), whole.end())
    }
}

/// `part / whole` for counts, 0 where there is nothing.
#[expect(
    clippy::cast_precision_loss,
    reason = "a share of letters needs no more than 24 bits"
)]
pub(crate) fn share(part: u32, whole: u32) -> f32 {
    if whole == 0 {
        0.0
    } else {
        part as f32 / whole as f32
    }
}

/// Collects the segments of `document`, leaving out the nodes for which `skip` says so (with all that is in them).
pub(crate) fn segments(document: &Document<'_>, skip: impl Fn(NodeId) -> bool) -> Vec<Segment> {
    let mut collector = Collector {
        document,
        result: Vec::new(),
        current: None,
        breaks: 0,
        blocks: vec![Document::ROOT],
        blank: false,
    };
    let mut open: Vec<(NodeId, Mark)> = Vec::new();
    let (mut links, mut bold) = (0u32, 0u32);
    // Inside a row of a data table cells are no blocks: a row reads as one line.
    let mut row_end = Document::ROOT;
    let mut id = Document::ROOT;
    let last = NodeId(u32::try_from(document.len()).expect("nodes are capped"));
    while id < last {
        while let Some(&(end, mark)) = open.last() {
            if end > id {
                break;
            }
            open.pop();
            match mark {
                Mark::Block => collector.leave_block(),
                Mark::Link => links -= 1,
                Mark::Bold => bold -= 1,
            }
        }
        let node = document.node(id);
        match node.kind {
            NodeKind::Text => collector.text(id, links > 0, bold > 0),
            NodeKind::RawText => {}
            NodeKind::Element(_) if skip(id) => {
                id = node.end;
                continue;
            }
            NodeKind::Element(Tag::Br) => collector.line_break(),
            NodeKind::Element(Tag::Td | Tag::Th) if row_end > id => collector.blank = true,
            NodeKind::Element(tag) => {
                if tag == Tag::Tr && is_data_row(document, id) {
                    row_end = node.end;
                }
                let mark = match tag {
                    Tag::A => Some(Mark::Link),
                    Tag::B | Tag::Strong | Tag::U => Some(Mark::Bold),
                    tag if !tag.is_inline() => Some(Mark::Block),
                    _ => None,
                };
                match mark {
                    Some(Mark::Block) => collector.enter_block(id),
                    Some(Mark::Link) => links += 1,
                    Some(Mark::Bold) => bold += 1,
                    None => {}
                }
                if let Some(mark) = mark {
                    open.push((node.end, mark));
                }
            }
        }
        id = NodeId(id.0 + 1);
    }
    collector.flush();
    collector.result
}

/// Whether a table row holds data: several cells, and nothing but words in them.
fn is_data_row(document: &Document<'_>, row: NodeId) -> bool {
    let mut cells = 0;
    let mut bytes = 0;
    for id in document.subtree(row).skip(1).take(400) {
        match document.node(id).kind {
            NodeKind::Element(Tag::Td | Tag::Th) => cells += 1,
            NodeKind::Element(Tag::Br | Tag::P) => {}
            NodeKind::Element(tag) if !tag.is_inline() => return false,
            NodeKind::Element(_) => {}
            NodeKind::Text | NodeKind::RawText => {
                bytes += document.node(id).end_byte - document.node(id).start_byte;
            }
        }
    }
    cells >= 2 && bytes < 600
}

#[derive(Clone, Copy)]
enum Mark {
    Block,
    Link,
    Bold,
}

struct Collector<'d, 't> {
    document: &'d Document<'t>,
    result: Vec<Segment>,
    current: Option<Segment>,
    /// Line breaks since the last word.
    breaks: u32,
    /// Whether white space came since the last word.
    blank: bool,
    blocks: Vec<NodeId>,
}

impl Collector<'_, '_> {
    fn enter_block(&mut self, id: NodeId) {
        self.flush();
        self.blocks.push(id);
    }

    fn leave_block(&mut self) {
        self.flush();
        self.blocks.pop();
    }

    /// Two line breaks in a row part paragraphs, one is kept.
    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks > 1 {
            self.flush();
        }
    }

    fn flush(&mut self) {
        self.breaks = 0;
        self.blank = false;
        if let Some(mut segment) = self.current.take()
            && !segment.text.is_empty()
        {
            segment.words = count_words(&segment.text);
            self.result.push(segment);
        }
    }

    fn text(&mut self, id: NodeId, in_link: bool, in_bold: bool) {
        let document = self.document;
        document.text_pieces(id, |start, end, decoded| match decoded {
            None => self.run(id, start, &document.text[start..end], in_link, in_bold),
            Some(decoded) => self.replaced(id, start, end, decoded, in_link, in_bold),
        });
    }

    fn segment(&mut self, id: NodeId) -> &mut Segment {
        let block = *self.blocks.last().expect("the root block stays");
        let segment = self.current.get_or_insert_with(|| Segment {
            block,
            first: id,
            end: id,
            text: String::new(),
            map: OffsetMap::new(),
            letters: 0,
            link_letters: 0,
            bold_letters: 0,
            words: 0,
        });
        segment.end = NodeId(id.0 + 1);
        segment
    }

    /// Puts the white space that came before the next word, if any, which stands at `start`.
    fn gap(&mut self, id: NodeId, start: usize) {
        let sign = match (self.breaks, self.blank) {
            (0, false) => None,
            (0, true) => Some(' '),
            _ => Some('\n'),
        };
        self.breaks = 0;
        self.blank = false;
        let segment = self.segment(id);
        if let Some(sign) = sign
            && !segment.text.is_empty()
        {
            let from = segment
                .map
                .segments()
                .last()
                .map_or(0, |last| last.source_start + last.source_len);
            let to = size(start);
            segment.text.push(sign);
            segment
                .map
                .push_replaced(1, from.min(to), to.saturating_sub(from));
        }
    }

    /// Appends text that stands in the page as it is.
    fn run(&mut self, id: NodeId, start: usize, text: &str, in_link: bool, in_bold: bool) {
        let mut rest = text;
        let mut at = start;
        while !rest.is_empty() {
            let space = rest.len() - rest.trim_start().len();
            if space > 0 {
                self.blank = true;
                at += space;
                rest = &rest[space..];
                continue;
            }
            let word_end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let word = &rest[..word_end];
            self.gap(id, at);
            let segment = self.segment(id);
            // Soft hyphens and zero-width marks only steer the layout.
            let mut offset = at;
            for piece in word.split(['\u{ad}', '\u{200b}', '\u{feff}']) {
                segment.text.push_str(piece);
                segment.map.push_verbatim(size(piece.len()), size(offset));
                count(segment, piece, in_link, in_bold);
                offset += piece.len();
                offset += text[offset - start..]
                    .chars()
                    .next()
                    .filter(|c| matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}'))
                    .map_or(0, char::len_utf8);
            }
            at += word_end;
            rest = &rest[word_end..];
        }
    }

    /// Appends what an entity stands for.
    fn replaced(
        &mut self,
        id: NodeId,
        start: usize,
        end: usize,
        text: &str,
        in_link: bool,
        in_bold: bool,
    ) {
        if text.trim().is_empty() {
            self.blank = true;
            return;
        }
        // Soft hyphens and zero-width marks only steer the layout.
        if matches!(text, "\u{ad}" | "\u{200b}" | "\u{feff}") {
            return;
        }
        self.gap(id, start);
        let segment = self.segment(id);
        segment.text.push_str(text);
        segment
            .map
            .push_replaced(size(text.len()), size(start), size(end - start));
        count(segment, text, in_link, in_bold);
    }
}

/// Words of a text; scripts without spaces between words count two signs a word.
pub(crate) fn count_words(text: &str) -> u32 {
    let spaced = text.split_whitespace().count();
    let dense = if text.is_ascii() {
        0
    } else {
        text.chars().filter(|c| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{0E00}'..='\u{0E7F}')).count() / 2
    };
    size(spaced.max(dense))
}

/// Letters and digits of a text.
pub(crate) fn count_letters(text: &str) -> u32 {
    size(if text.is_ascii() {
        text.bytes().filter(u8::is_ascii_alphanumeric).count()
    } else {
        text.chars().filter(|c| c.is_alphanumeric()).count()
    })
}

fn count(segment: &mut Segment, text: &str, in_link: bool, in_bold: bool) {
    let letters = count_letters(text);
    segment.letters += letters;
    segment.link_letters += if in_link { letters } else { 0 };
    segment.bold_letters += if in_bold { letters } else { 0 };
}

fn size(n: usize) -> u32 {
    u32::try_from(n).expect("documents are limited to less than 4 GiB")
}

/// The words of a text as a set of hashes of runs of `N` words: for asking how much of one text stands in another.
#[derive(Debug, Default)]
pub(crate) struct Shingles(FxHashSet<u64>);

impl Shingles {
    const N: usize = 4;

    /// The shingles of `text`.
    pub(crate) fn of(text: &str) -> Self {
        let mut result = Self::default();
        result.add(text);
        result
    }

    /// Adds the shingles of `text`.
    pub(crate) fn add(&mut self, text: &str) {
        self.0.extend(hashes(text));
    }

    /// The share of the shingles of `text` that stand here too, 0 to 1.
    pub(crate) fn coverage(&self, text: &str) -> f32 {
        let (mut all, mut found) = (0, 0);
        for hash in hashes(text) {
            all += 1;
            found += u32::from(self.0.contains(&hash));
        }
        share(found, all)
    }
}

fn hashes(text: &str) -> Vec<u64> {
    use std::hash::Hasher;
    let words: Vec<u64> = retold_text::word::words(text)
        .map(|range| {
            let mut hasher = rustc_hash::FxHasher::default();
            hasher.write(
                retold_text::fold::fold_word(range.slice(text).expect("words lie on boundaries"))
                    .as_bytes(),
            );
            hasher.finish()
        })
        .collect();
    let combine = |window: &[u64]| {
        window.iter().fold(0u64, |hash, word| {
            (hash.rotate_left(7) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95)
        })
    };
    if words.is_empty() {
        Vec::new()
    } else if words.len() < Shingles::N {
        vec![combine(&words)]
    } else {
        words.windows(Shingles::N).map(combine).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::parse;

    fn check(page: &str, expected: &[&str]) {
        let document = parse(page);
        let found = segments(&document, |id| document.tag(id) == Some(Tag::Nav));
        let texts: Vec<_> = found.iter().map(|segment| segment.text.as_str()).collect();
        assert_eq!(texts, expected, "{page}");
        for segment in &found {
            assert_eq!(segment.map.len() as usize, segment.text.len());
        }
    }

    #[test]
    fn blocks_and_double_breaks_part_segments() {
        check(
            "<div>a <b>b</b>c<p>d\n  e</p>f</div>",
            &["a bc", "d e", "f"],
        );
        check("<p>a<br>b<br><br>c</p>", &["a\nb", "c"]);
        check(
            "<nav>x</nav><p>a&nbsp;&amp;&shy;b</p><script>y</script>",
            &["a &b"],
        );
    }

    #[test]
    fn segments_know_their_bytes() {
        let page = "<p> Fish &amp; chips </p>";
        let document = parse(page);
        let segment = &segments(&document, |_| false)[0];
        let (start, end) = segment.page_range();
        assert_eq!(&page[start as usize..end as usize], "Fish &amp; chips");
    }

    #[test]
    fn letters_in_links_are_counted() {
        let document = parse("<p><a href=x>ab <b>cd</b></a> efgh</p>");
        let segment = &segments(&document, |_| false)[0];
        assert_eq!(
            (segment.letters, segment.link_letters, segment.bold_letters),
            (8, 4, 2)
        );
    }
}
