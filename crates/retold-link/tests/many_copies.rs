//! A text that many print: its copies stay copies however many they are, and what stands below many texts makes no copies.

#![expect(clippy::unwrap_used, reason = "memory can always be read")]

mod linked;

use std::collections::BTreeSet;
use std::sync::Arc;

use linked::{at_once, lineages, links};
use retold_link::{MemoryIndex, independent_reports};
use retold_model::{ArticleId, Linkable};
use retold_text::TextRange;

/// Sentences of an agency's report.
const REPORT: &[&str] = &[
    "A storm tore the roof off the old town hall of Ashford on Monday and left four hundred homes without power.",
    "The mayor of Ashford, Ruth Abend, said that engineers would look at the beams before anyone may enter again.",
    "Further down the river Stour two bridges were closed because driftwood had piled up against their piers.",
    "Crews from three counties worked through the night to bring the power lines along the valley road back up.",
    "A shelter in the school gymnasium took in sixty people, most of them from the houses beside the railway.",
    "Forecasters at the weather office expect another front with heavy rain from the west late on Thursday night.",
    "The governor is to visit the valley on Wednesday and has promised quick help for those who lost their homes.",
    "Insurers put the damage at some nine million, which would make it the costliest storm there since records began.",
];

/// Sentences that stand below all articles.
const NOTICE: &str = "The material on this page may not be published, broadcast, rewritten or passed on without our written consent. \
                      Letters to the editor should name the article they are about and the town in which their writer lives.";

fn article(number: usize, sentences: &[String]) -> Linkable {
    let mut text = String::new();
    let mut body = Vec::new();
    for sentence in sentences {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(sentence);
        body.push(TextRange::of(start, text.len()));
    }
    Linkable {
        id: ArticleId::of_url(&format!("https://outlet{number}.example/storm")),
        headline: Some("Storm takes roof off Ashford town hall".to_owned()),
        text: Arc::from(text),
        body,
        published: Some(format!("2024-05-{:02}", 14 + number % 3).parse().unwrap()),
        outlet: Some(format!("Outlet {number}")),
        language: None,
    }
}

/// The report as one outlet prints it: cut from the bottom, here and there with a sentence of its own.
fn copy(number: usize) -> Linkable {
    let kept = REPORT.len() - number % 4;
    let mut sentences: Vec<String> = REPORT[..kept].iter().map(ToString::to_string).collect();
    if number.is_multiple_of(3) {
        sentences.push(own(number));
    }
    article(number, &sentences)
}

/// A sentence of words that no other has.
fn own(number: usize) -> String {
    let words: Vec<String> = (0..14).map(|at| format!("word{number}of{at}")).collect();
    format!("Own {}.", words.join(" "))
}

#[test]
fn many_copies_are_as_if_added_at_once() {
    let copies: Vec<Linkable> = (0..90).map(copy).collect();
    let expected = at_once(&copies);

    let mut in_turn = MemoryIndex::new();
    for batch in copies.rchunks(7) {
        in_turn.change(&[], batch.to_vec()).unwrap();
    }
    assert!(links(&in_turn) == expected, "in batches");

    // More copies than there will be, then fewer; and the first by their ids told otherwise in between.
    let mut changed = MemoryIndex::new();
    changed.change(&[], (20..110).map(copy).collect()).unwrap();
    let mut first: Vec<usize> = (20..110).collect();
    first.sort_unstable_by_key(|&number| copy(number).id);
    let other = first[..9]
        .iter()
        .map(|&number| article(number, &[own(number)]));
    changed.change(&[], other.collect()).unwrap();
    let late: Vec<ArticleId> = (90..110).map(|number| copy(number).id).collect();
    changed.change(&late, copies[..20].to_vec()).unwrap();
    changed.change(&[], copies[20..90].to_vec()).unwrap();
    assert!(links(&changed) == expected, "after changes");
    // Until few are left.
    let gone: Vec<ArticleId> = copies[..50].iter().map(|copy| copy.id).collect();
    changed.change(&gone, Vec::new()).unwrap();
    assert!(
        links(&changed) == at_once(&copies[50..]),
        "after most have left"
    );
}

#[test]
fn hundreds_of_copies_are_one_report_and_one_story() {
    let mut base = MemoryIndex::new();
    for batch in (0..450).map(copy).collect::<Vec<_>>().chunks(150) {
        base.change(&[], batch.to_vec()).unwrap();
    }
    let (passages, _, stories, groups) = links(&base);
    let lengths: Vec<usize> = stories.iter().map(|story| story.articles.len()).collect();
    assert_eq!(lengths, [450]);
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0].articles.len(), 450);
    let pairs: BTreeSet<_> = { passages.iter() }
        .map(|passage| (passage.first.article, passage.second.article))
        .collect();
    // Sixteen that are led to all: how many pairs of the cut ones are led to each other is theirs.
    assert!(pairs.len() < 450 * 32, "{} pairs", pairs.len());
    let carriers: Vec<usize> = { independent_reports(&lineages(&base)).into_iter() }
        .map(|report| report.articles.len())
        .collect();
    assert_eq!(carriers, [450]);
}

#[test]
fn a_notice_below_hundreds_of_texts_is_no_report() {
    let mut base = MemoryIndex::new();
    let articles = (0..420).map(|number| {
        let sentences: Vec<String> = (0..4).map(|at| own(number * 4 + at + 1)).collect();
        let notice = NOTICE.split_inclusive(". ").map(|s| s.trim().to_owned());
        article(
            number,
            &sentences.into_iter().chain(notice).collect::<Vec<_>>(),
        )
    });
    base.change(&[], articles.collect()).unwrap();
    assert_eq!(base.all_passages().count(), 0);
}
