//! A doc's dependency tree in small numbers: what the stages that follow arcs read instead of labels.

use retold_lang::{Doc, Labels, Token};
use retold_text::TextRange;

/// Defines an enum of labels of the model, with the names that the model gives them.
macro_rules! labels {
    ($(#[$doc:meta])* $enum:ident { $($name:ident = $label:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub(crate) enum $enum { $($name,)* #[default] Other }

        impl $enum {
            /// What each label of the model is, by the label's number.
            fn table(labels: &Labels) -> Vec<Self> {
                let mut table = Vec::new();
                for (label, value) in [$(($label, Self::$name),)*] {
                    if let Some(label) = labels.find(label) {
                        if table.len() <= label.index() {
                            table.resize(label.index() + 1, Self::Other);
                        }
                        table[label.index()] = value;
                    }
                }
                table
            }
        }
    };
}

labels! {
    /// The arc from a token's head to it.
    Dep {
        Root = "ROOT", Nsubj = "nsubj", NsubjPass = "nsubjpass", Csubj = "csubj", CsubjPass = "csubjpass",
        Dobj = "dobj", Dative = "dative", Pobj = "pobj", Attr = "attr", Acomp = "acomp", Oprd = "oprd",
        Agent = "agent", Appos = "appos", Poss = "poss", Compound = "compound", Conj = "conj", Cc = "cc",
        Prep = "prep", Pcomp = "pcomp", Relcl = "relcl", Acl = "acl", Advcl = "advcl", Ccomp = "ccomp",
        Xcomp = "xcomp", Aux = "aux", AuxPass = "auxpass", Neg = "neg", Prt = "prt", Mark = "mark",
        Advmod = "advmod", Amod = "amod", Det = "det", Nummod = "nummod", Npadvmod = "npadvmod",
        Expl = "expl", Nmod = "nmod", Case = "case", Parataxis = "parataxis", Punct = "punct",
        Predet = "predet", Preconj = "preconj", Unclear = "dep",
    }
}

labels! {
    /// Universal part of speech.
    Pos {
        Noun = "NOUN", Propn = "PROPN", Pron = "PRON", Verb = "VERB", Aux = "AUX", Adp = "ADP", Det = "DET",
        Adj = "ADJ", Adv = "ADV", Num = "NUM", Part = "PART", Sconj = "SCONJ", Cconj = "CCONJ",
        Punct = "PUNCT", Space = "SPACE",
    }
}

/// Dependents of one token that are asked about; only lists and hostile texts have more, and they may be asked for each
/// of them again.
const MOST_CHILDREN: usize = 64;

/// One token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The number of its head; its own for a root.
    pub(crate) head: u32,
    /// First and last token of its subtree.
    pub(crate) left: u32,
    pub(crate) right: u32,
    pub(crate) sentence: u32,
    pub(crate) block: u32,
    pub(crate) dep: Dep,
    pub(crate) pos: Pos,
    /// It stands between marks of quotation.
    pub(crate) quoted: bool,
}

/// A doc as a tree of [`Node`]s.
#[derive(Clone)]
pub(crate) struct Tree<'d> {
    pub(crate) doc: &'d Doc,
    pub(crate) nodes: Vec<Node>,
}

impl<'d> Tree<'d> {
    pub(crate) fn new(doc: &'d Doc, blocks: &[TextRange]) -> Self {
        let deps = Dep::table(doc.labels());
        let positions = Pos::table(doc.labels());
        let mut nodes: Vec<Node> = Vec::with_capacity(doc.len());
        let (mut sentence, mut block, mut quoted) = (0_u32, 0_usize, false);
        for token in doc.tokens() {
            let range = token.range();
            if token.is_sentence_start() && token.index() > 0 {
                sentence += 1;
            }
            let before = block;
            while blocks.get(block).is_some_and(|b| b.end() <= range.start()) {
                block += 1;
            }
            if block != before {
                quoted = false;
            }
            let subtree = token.subtree().token_range();
            let mut inside = quoted;
            match token.text() {
                "“" | "``" | "«" | "„" => quoted = true,
                "”" | "»" => {
                    quoted = false;
                    inside = false;
                }
                "\"" | "''" => {
                    quoted = !quoted;
                    inside = false;
                }
                // Single marks that the tagger takes for marks of quotation, not for apostrophes.
                "'" | "‘" | "’" => match token.tag() {
                    "``" => quoted = true,
                    "''" if quoted => {
                        quoted = false;
                        inside = false;
                    }
                    _ => {}
                },
                _ => {}
            }
            nodes.push(Node {
                start: range.start(),
                end: range.end(),
                head: number(token.head().index()),
                left: number(subtree.start),
                right: number(subtree.end - 1),
                sentence,
                block: number(block),
                dep: deps
                    .get(token.dep_label().index())
                    .copied()
                    .unwrap_or_default(),
                pos: positions
                    .get(token.pos_label().index())
                    .copied()
                    .unwrap_or_default(),
                quoted: inside,
            });
        }
        Self { doc, nodes }
    }

    /// The words of a token.
    pub(crate) fn text(&self, at: usize) -> &'d str {
        self.doc.token(at).map_or("", |token| token.text())
    }

    /// The base form of a token.
    pub(crate) fn lemma(&self, at: usize) -> &'d str {
        self.doc.token(at).map_or("", |token| token.lemma())
    }

    /// The fine tag of a token.
    pub(crate) fn tag(&self, at: usize) -> &'d str {
        self.doc.token(at).map_or("", |token| token.tag())
    }

    /// The first [`MOST_CHILDREN`] dependents of a token, in text order.
    pub(crate) fn children(&self, at: usize) -> impl Iterator<Item = usize> + use<'d> {
        self.all_children(at).take(MOST_CHILDREN)
    }

    /// All dependents of a token, in text order: for what asks each token once.
    pub(crate) fn all_children(&self, at: usize) -> impl Iterator<Item = usize> + use<'d> {
        self.doc
            .token(at)
            .into_iter()
            .flat_map(|token| token.children().map(Token::index))
    }

    /// The first dependent with this arc.
    pub(crate) fn child(&self, at: usize, dep: Dep) -> Option<usize> {
        self.children(at)
            .find(|&child| self.nodes[child].dep == dep)
    }

    /// The head of a token; `None` for a root.
    pub(crate) fn head(&self, at: usize) -> Option<usize> {
        let head = self.nodes[at].head as usize;
        (head != at).then_some(head)
    }

    /// The root of each sentence; its first token where it has none.
    pub(crate) fn roots(&self) -> Vec<usize> {
        let mut roots: Vec<usize> = Vec::new();
        let mut found = true;
        for (at, node) in self.nodes.iter().enumerate() {
            if node.sentence as usize == roots.len() {
                roots.push(at);
                found = false;
            }
            if !found && node.head as usize == at {
                found = true;
                if let Some(root) = roots.last_mut() {
                    *root = at;
                }
            }
        }
        roots
    }

    /// The range of the tokens `from..to`, which are at least one.
    pub(crate) fn range(&self, from: usize, to: usize) -> TextRange {
        TextRange::new(self.nodes[from].start, self.nodes[to - 1].end)
    }

    /// The tokens that a range holds or cuts.
    pub(crate) fn tokens(&self, range: TextRange) -> std::ops::Range<usize> {
        let first = self.nodes.partition_point(|node| node.end <= range.start());
        let last = self.nodes.partition_point(|node| node.start < range.end());
        first..last.max(first)
    }

    /// The token among `tokens` that governs the others: the first whose head lies outside.
    pub(crate) fn top(&self, tokens: &std::ops::Range<usize>) -> Option<usize> {
        tokens
            .clone()
            .find(|&at| self.head(at).is_none_or(|head| !tokens.contains(&head)))
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).expect("a text has fewer tokens than bytes, and those fit 32 bits")
}
