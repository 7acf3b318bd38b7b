//! Base noun phrases by the tree: spaCy's rules for English.

use crate::doc::Token;
use crate::labels::{Label, Labels};

/// Members of a list of noun phrases that are followed to its first.
const LONGEST_LIST: usize = 256;

/// The labels that the rules ask for, as one model numbers them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NounChunks {
    /// Parts of speech of the word that a chunk ends with.
    nouns: Vec<Label>,
    /// What that word is to its head.
    roles: Vec<Label>,
    conjunct: Option<Label>,
}

impl NounChunks {
    pub(crate) fn english(labels: &Labels) -> Self {
        const NOUNS: [&str; 3] = ["NOUN", "PROPN", "PRON"];
        const ROLES: [&str; 10] = [
            "oprd",
            "nsubj",
            "dobj",
            "nsubjpass",
            "pcomp",
            "pobj",
            "dative",
            "appos",
            "attr",
            "ROOT",
        ];
        let found = |names: &[&str]| names.iter().filter_map(|name| labels.find(name)).collect();
        Self {
            nouns: found(&NOUNS),
            roles: found(&ROLES),
            conjunct: labels.find("conj"),
        }
    }

    /// Whether a chunk ends with this token; one that is joined to a noun phrase (`conj`) is one, too.
    pub(crate) fn is_chunk(&self, token: Token<'_>) -> bool {
        if !self.nouns.contains(&token.pos_label()) {
            return false;
        }
        let conjunct = |token: Token<'_>| Some(token.dep_label()) == self.conjunct;
        if self.roles.contains(&token.dep_label()) {
            return true;
        }
        if !conjunct(token) {
            return false;
        }
        // The head of a list of any sane length; a text that is one endless list is not walked again for each member.
        let mut heads = token.ancestors().take(LONGEST_LIST);
        let first = heads.find(|head| !(conjunct(*head) && head.head().index() < head.index()));
        first.is_some_and(|head| self.roles.contains(&head.dep_label()))
    }
}
