//! A doc as the taggers read it: small numbers for each token, computed once.

use std::sync::LazyLock;

use retold_lang::{Doc, EntityMark, Label};
use retold_text::TextRange;
use rustc_hash::FxHashMap;

use super::marks::{self, Marked};

/// A word, label or class as a number; equal words have equal codes.
pub(crate) type Code = u32;

/// The code of a word: eight bytes at a time, multiplied and folded.
pub(crate) const fn code(word: &str) -> Code {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let bytes = word.as_bytes();
    let mut hash = bytes.len() as u64;
    let mut at = 0;
    while at < bytes.len() {
        let mut chunk = 0;
        let mut count = 0;
        while count < 8 && at < bytes.len() {
            chunk = chunk << 8 | bytes[at] as u64;
            count += 1;
            at += 1;
        }
        hash = (hash ^ chunk).wrapping_mul(FACTOR);
        hash ^= hash >> 32;
    }
    #[expect(clippy::cast_possible_truncation, reason = "its lower half is taken")]
    let code = hash.wrapping_mul(FACTOR).rotate_left(32) as u32;
    code
}

/// The same, faster: for words that are read, not written here.
fn code_of(word: &str) -> Code {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let bytes = word.as_bytes();
    let mut hash = bytes.len() as u64;
    let (chunks, rest) = bytes.as_chunks::<8>();
    let mut add = |chunk: u64| {
        hash = (hash ^ chunk).wrapping_mul(FACTOR);
        hash ^= hash >> 32;
    };
    for chunk in chunks {
        add(u64::from_be_bytes(*chunk));
    }
    if !rest.is_empty() {
        add(rest
            .iter()
            .fold(0, |chunk, byte| chunk << 8 | u64::from(*byte)));
    }
    #[expect(clippy::cast_possible_truncation, reason = "its lower half is taken")]
    let code = hash.wrapping_mul(FACTOR).rotate_left(32) as u32;
    code
}

/// The codes of a doc's labels, made when they are first seen.
#[derive(Default)]
struct LabelCodes(Vec<Option<Code>>);

impl LabelCodes {
    fn of(&mut self, label: Label, name: &str) -> Code {
        let at = label.index();
        if at >= self.0.len() {
            self.0.resize(at + 1, None);
        }
        *self.0[at].get_or_insert_with(|| code_of(name))
    }
}

/// No token.
pub(crate) const NONE: u32 = u32::MAX;

/// Where a token stands to the marks of quotation.
pub(crate) mod quoted {
    pub(crate) const OUTSIDE: u8 = 0;
    pub(crate) const INSIDE: u8 = 1;
    pub(crate) const OPEN: u8 = 2;
    pub(crate) const CLOSE: u8 = 3;
}

/// The groups of attributing words, by lemma; 0 is no group.
static GROUPS: LazyLock<FxHashMap<Code, u8>> = LazyLock::new(|| {
    let mut groups = FxHashMap::default();
    let lines = include_str!("../../data/quotes-verbs.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    for (group, line) in (1..).zip(lines) {
        let words = line.split_once(':').map_or(line, |(_, words)| words);
        for word in words.split_whitespace() {
            groups.entry(code(word)).or_insert(group);
        }
    }
    groups
});

/// One token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) form: Code,
    pub(crate) lemma: Code,
    /// The lemma in small letters.
    pub(crate) lemma_lower: Code,
    pub(crate) tag: Code,
    pub(crate) pos: Code,
    pub(crate) dep: Code,
    /// Entity type with `Begin` or `Inside`, 0 outside.
    pub(crate) entity: Code,
    /// The number of its head; its own for a root.
    pub(crate) head: u32,
    /// First and last token of its subtree.
    pub(crate) left: u32,
    pub(crate) right: u32,
    pub(crate) sentence: u32,
    /// Quotations of the block that opened up to here.
    pub(crate) quotation: u16,
    pub(crate) quoted: u8,
    pub(crate) group: u8,
    pub(crate) shape: u8,
    /// Which dependents it has, one bit a kind.
    pub(crate) children: u16,
    /// Whether it is a verb of attributing, outside of marks.
    pub(crate) attributing: bool,
}

/// The way up from a token to the nearest attributing word above it, or to the root.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clause {
    /// Whether there is an attributing word.
    pub(crate) found: bool,
    /// Steps, of which four and more are one.
    pub(crate) depth: u8,
    /// The attributing word or the root.
    pub(crate) above: u32,
    /// How the last token of the way hangs on it.
    pub(crate) edge: Code,
}

/// Kinds of dependents.
pub(crate) mod child {
    use super::{Code, code};

    pub(crate) const SUBJECT: u16 = 1;
    pub(crate) const CCOMP: u16 = 2;
    pub(crate) const OBJECT: u16 = 4;
    pub(crate) const XCOMP: u16 = 8;
    pub(crate) const PREP: u16 = 16;
    pub(crate) const PASSIVE: u16 = 32;
    pub(crate) const AGENT: u16 = 64;
    pub(crate) const ADVCL: u16 = 128;
    pub(crate) const MARK: u16 = 256;
    pub(crate) const PARATAXIS: u16 = 512;
    pub(crate) const RELCL: u16 = 1024;

    pub(super) fn bit(dep: Code) -> u16 {
        const NSUBJ: Code = code("nsubj");
        const NSUBJPASS: Code = code("nsubjpass");
        const AUXPASS: Code = code("auxpass");
        const CCOMP_: Code = code("ccomp");
        const DOBJ: Code = code("dobj");
        const DATIVE: Code = code("dative");
        const XCOMP_: Code = code("xcomp");
        const PREP_: Code = code("prep");
        const AGENT_: Code = code("agent");
        const ADVCL_: Code = code("advcl");
        const MARK_: Code = code("mark");
        const PARATAXIS_: Code = code("parataxis");
        const RELCL_: Code = code("relcl");
        const ACL: Code = code("acl");
        match dep {
            NSUBJ => SUBJECT,
            NSUBJPASS | AUXPASS => PASSIVE,
            CCOMP_ => CCOMP,
            DOBJ | DATIVE => OBJECT,
            XCOMP_ => XCOMP,
            PREP_ => PREP,
            AGENT_ => AGENT,
            ADVCL_ => ADVCL,
            MARK_ => MARK,
            PARATAXIS_ => PARATAXIS,
            RELCL_ | ACL => RELCL,
            _ => 0,
        }
    }
}

/// A doc as the taggers read it.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) words: Vec<Word>,
    pub(crate) clauses: Vec<Clause>,
    /// The blocks that have tokens: their tokens and their quotations in marks.
    pub(crate) parts: Vec<Part>,
}

/// One block.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) tokens: std::ops::Range<usize>,
    pub(crate) marked: Vec<Marked>,
    /// 1 for the first block, 2 for one that is no sentence, 0 else.
    pub(crate) class: u8,
}

impl Reading {
    pub(crate) fn new(doc: &Doc, blocks: &[TextRange]) -> Self {
        let text = doc.text();
        let mut words: Vec<Word> = Vec::with_capacity(doc.len());
        let mut sentences = doc.sentences().enumerate().peekable();
        let mut sentence = 0_u32;
        let mut lower = String::new();
        let mut labels = LabelCodes::default();
        for token in doc.tokens() {
            while let Some((number, span)) = sentences.peek() {
                if span.token_range().start > token.index() {
                    break;
                }
                sentence = u32::try_from(*number).unwrap_or(u32::MAX);
                sentences.next();
            }
            let form = token.text();
            lower.clear();
            if form.is_ascii() {
                lower.push_str(form);
                lower.make_ascii_lowercase();
            } else {
                lower.extend(form.chars().flat_map(char::to_lowercase));
            }
            let plain = normal(&lower);
            let code_of_form = code_of(plain);
            let lemma = if token.lemma() == plain {
                code_of_form
            } else {
                code_of(token.lemma())
            };
            let lemma_lower = if token.lemma().bytes().any(|byte| byte.is_ascii_uppercase()) {
                code_of(&token.lemma().to_ascii_lowercase())
            } else {
                lemma
            };
            let range = token.range();
            let index = u32::try_from(token.index()).unwrap_or(u32::MAX);
            words.push(Word {
                start: range.start(),
                end: range.end(),
                form: code_of_form,
                lemma_lower,
                lemma: if lower.len() > 1 { lemma } else { code_of_form },
                tag: code_of(token.tag()),
                pos: labels.of(token.pos_label(), token.pos()),
                dep: labels.of(token.dep_label(), token.dep()),
                entity: match token.entity_mark() {
                    EntityMark::Outside => 0,
                    EntityMark::Begin => code_of(token.entity_type()),
                    EntityMark::Inside => code_of(token.entity_type()) ^ 1,
                },
                head: u32::try_from(token.head().index()).unwrap_or(index),
                left: index,
                right: index,
                sentence,
                quotation: 0,
                quoted: quoted::OUTSIDE,
                group: GROUPS.get(&lemma).copied().unwrap_or(0),
                shape: shape(form),
                children: 0,
                attributing: false,
            });
        }
        spread_subtrees(&mut words);
        let mut parts = Vec::with_capacity(blocks.len());
        let mut at = 0;
        for (number, block) in blocks.iter().enumerate() {
            while at < words.len() && words[at].start < block.start() {
                at += 1;
            }
            let first = at;
            while at < words.len() && words[at].end <= block.end() {
                at += 1;
            }
            if first == at {
                continue;
            }
            let marked = marks::marked(text, *block);
            mark_words(&mut words[first..at], &marked);
            let ends = block.slice(text).unwrap_or("").trim_end();
            let is_sentence = ends.ends_with(['.', '!', '?', '”', '"', '\'', '’', ':', '…', '»']);
            parts.push(Part {
                tokens: first..at,
                marked,
                class: match (number, is_sentence) {
                    (0, _) => 1,
                    (_, false) => 2,
                    (_, true) => 0,
                },
            });
        }
        for word in &mut words {
            word.attributing = is_attributing(word);
        }
        let clauses = clauses(&words);
        Self {
            words,
            clauses,
            parts,
        }
    }
}

fn is_attributing(word: &Word) -> bool {
    const VERB: Code = code("VERB");
    const ACCORDING: Code = code("according");
    word.group > 0 && word.quoted == quoted::OUTSIDE && (word.pos == VERB || word.form == ACCORDING)
}

/// The clauses of all tokens, heads before what hangs below them.
fn clauses(words: &[Word]) -> Vec<Clause> {
    const UNKNOWN: Clause = Clause {
        found: false,
        depth: u8::MAX,
        above: 0,
        edge: 0,
    };
    const DEEPEST: u8 = 4;
    let mut result = vec![UNKNOWN; words.len()];
    let mut waiting: Vec<usize> = Vec::new();
    for start in 0..words.len() {
        let mut at = start;
        while result[at].depth == UNKNOWN.depth {
            let head = words[at].head as usize;
            let known =
                head == at || words[head].attributing || result[head].depth != UNKNOWN.depth;
            if !known {
                waiting.push(at);
                at = head;
                continue;
            }
            let edge = words[at].dep;
            result[at] = if head == at {
                Clause {
                    found: false,
                    depth: 0,
                    above: words[at].head,
                    edge,
                }
            } else if words[head].attributing {
                Clause {
                    found: true,
                    depth: 1,
                    above: words[at].head,
                    edge,
                }
            } else {
                let upper = result[head];
                Clause {
                    depth: (upper.depth + 1).min(DEEPEST),
                    edge: if upper.depth == 0 { edge } else { upper.edge },
                    ..upper
                }
            };
            at = waiting.pop().unwrap_or(at);
        }
    }
    result
}

/// Marks in one writing.
fn normal(word: &str) -> &str {
    match word {
        "“" | "”" | "„" | "«" | "»" | "''" | "``" | "‟" | "「" | "」" | "『" | "』" => {
            "\""
        }
        "’" | "‘" => "'",
        "’s" => "'s",
        "n’t" => "n't",
        "–" | "―" | "--" => "—",
        other => other,
    }
}

fn shape(form: &str) -> u8 {
    let mut characters = form.chars();
    let Some(first) = characters.next() else {
        return 0;
    };
    if first.is_numeric() {
        return 1;
    }
    if first.is_uppercase() {
        return match characters.next() {
            None => 2,
            Some(second) if second.is_uppercase() => 3,
            Some(_) => 4,
        };
    }
    if first.is_alphabetic() { 5 } else { 6 }
}

/// Fills `left`, `right` and `children`: leaves first, so that each token is handed up once.
fn spread_subtrees(words: &mut [Word]) {
    let mut waiting = vec![0_u32; words.len()];
    for word in 0..words.len() {
        let head = words[word].head as usize;
        if head != word {
            waiting[head] += 1;
            words[head].children |= child::bit(words[word].dep);
        }
    }
    let mut ready: Vec<usize> = (0..words.len())
        .filter(|&word| waiting[word] == 0)
        .collect();
    while let Some(word) = ready.pop() {
        let Word {
            head, left, right, ..
        } = words[word];
        let head = head as usize;
        if head == word {
            continue;
        }
        words[head].left = words[head].left.min(left);
        words[head].right = words[head].right.max(right);
        waiting[head] -= 1;
        if waiting[head] == 0 {
            ready.push(head);
        }
    }
}

fn mark_words(words: &mut [Word], marked: &[Marked]) {
    let mut marks = marked.iter().peekable();
    let mut number = 0_u16;
    let mut current: Option<&Marked> = None;
    for word in words {
        if current.is_some_and(|mark| mark.range.end() <= word.start) {
            current = None;
        }
        while let Some(mark) = marks.peek() {
            if mark.range.start() >= word.end {
                break;
            }
            current = Some(mark);
            number = number.saturating_add(1);
            marks.next();
        }
        word.quotation = number;
        if let Some(mark) = current
            && mark.range.end() > word.start
        {
            word.quoted = if word.start < mark.range.start() + mark.open
                && word.end <= mark.range.start() + mark.open
            {
                quoted::OPEN
            } else if mark.close > 0 && word.start + mark.close >= mark.range.end() {
                quoted::CLOSE
            } else {
                quoted::INSIDE
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn both_ways_to_a_code_are_one(word in "\\PC{0,40}") {
            prop_assert_eq!(code_of(&word), code(&word));
        }
    }
}
