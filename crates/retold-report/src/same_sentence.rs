//! Sentences that stand word for word in several reports of a story: whoever wrote them, they were written once.

use std::cell::RefCell;
use std::collections::BTreeMap;

use retold_model::{ArticleId, Report};
use retold_text::TextRange;
use retold_text::fold::fold_word;
use retold_text::sentence::sentences;
use retold_text::word::words;
use rustc_hash::FxHashMap;

/// Shorter sentences ("He was not hurt.") may be the same by chance.
const LEAST_WORDS: usize = 6;

/// The sentences of some reports that several of them have.
///
/// Lineage needs a score of words before it tells that one report has text of another. A single sentence that two reports
/// have word for word (of a release, of a box that a site puts under each article) is below that, and still no two reports
/// that agree.
pub(crate) struct SameSentences<'a> {
    texts: BTreeMap<ArticleId, &'a str>,
    /// Where each stands first, in the order of the reports.
    first: FxHashMap<String, (ArticleId, TextRange)>,
    /// What was asked for: each statement is asked for by all that counts it.
    asked: RefCell<BTreeMap<(ArticleId, TextRange), (ArticleId, TextRange)>>,
}

impl<'a> SameSentences<'a> {
    /// Those of `reports`, of which the first is taken for the writer. Cost: the text.
    pub(crate) fn of(reports: &[Report<'a>]) -> Self {
        let mut first: FxHashMap<String, (ArticleId, TextRange)> = FxHashMap::default();
        for report in reports {
            for sentence in sentences(report.text) {
                if let Some(key) = sentence.slice(report.text).and_then(key) {
                    first.entry(key).or_insert((report.id, sentence));
                }
            }
        }
        let texts = reports.iter().map(|report| (report.id, report.text));
        Self {
            texts: texts.collect(),
            first,
            asked: RefCell::default(),
        }
    }

    /// The first report that has the words of `sentence` of `article`, and where; what is given, if they are too few to tell.
    pub(crate) fn first(&self, article: ArticleId, sentence: TextRange) -> (ArticleId, TextRange) {
        let of = |(article, sentence): (ArticleId, TextRange)| {
            { self.texts.get(&article) }
                .and_then(|text| key(sentence.slice(text)?))
                .and_then(|key| self.first.get(&key).copied())
                .unwrap_or((article, sentence))
        };
        let place = (article, sentence);
        let mut asked = self.asked.borrow_mut();
        *asked.entry(place).or_insert_with(|| of(place))
    }
}

/// The words of a sentence without case, accents and punctuation, if they are enough.
fn key(sentence: &str) -> Option<String> {
    let mut key = String::with_capacity(sentence.len());
    let mut count = 0;
    for word in words(sentence).filter_map(|word| word.slice(sentence)) {
        if count > 0 {
            key.push(' ');
        }
        if word.is_ascii() {
            let start = key.len();
            key.push_str(word);
            key[start..].make_ascii_lowercase();
        } else {
            key.push_str(&fold_word(word));
        }
        count += 1;
    }
    (count >= LEAST_WORDS).then_some(key)
}

#[cfg(test)]
mod tests {
    use retold_model::Annotations;

    use super::*;

    #[test]
    fn a_sentence_leads_to_the_first_report_that_has_it() {
        let one = "Fire in the mill. Two people died in the fire, police said. He was not hurt.";
        let other =
            "“Two people died in the fire”, police said. He was not hurt. Three people died then.";
        let annotations = Annotations::default();
        let entities = BTreeMap::new();
        let id = |n: u8| ArticleId::of_url(&format!("https://example.org/{n}"));
        let report = |n: u8, text| Report {
            id: id(n),
            text,
            published: None,
            outlet: None,
            annotations: &annotations,
            entities: &entities,
        };
        let same = SameSentences::of(&[report(1, one), report(2, other)]);
        let first = |article: u8, text: &str, words: &str| {
            let start = text.find(words).unwrap();
            let (article, range) =
                same.first(id(article), TextRange::of(start, start + words.len()));
            (
                article,
                range
                    .slice(if article == id(1) { one } else { other })
                    .unwrap(),
            )
        };
        let there = (id(1), "Two people died in the fire, police said.");
        assert_eq!(
            first(1, one, "Two people died in the fire, police said."),
            there
        );
        assert_eq!(
            first(2, other, "“Two people died in the fire”, police said."),
            there
        );
        // Of few words nothing is told.
        assert_eq!(
            first(2, other, "He was not hurt."),
            (id(2), "He was not hurt.")
        );
        assert_eq!(
            first(2, other, "Three people died then."),
            (id(2), "Three people died then.")
        );
    }
}
