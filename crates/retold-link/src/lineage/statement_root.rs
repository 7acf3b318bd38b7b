//! Who first told a stretch of a report, as far as lineage can tell.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{ArticleId, Ground, Lineage, Source};
use retold_text::TextRange;

/// Steps from copy to copy that are followed.
const MOST_STEPS: usize = 16;

/// The root of the words at `range` of `article`: where its parents have them, theirs; else the article itself. The
/// same words of two articles that took them from one dispatch have one root.
pub fn root_of(
    lineages: &BTreeMap<ArticleId, &Lineage>,
    article: ArticleId,
    range: TextRange,
) -> Source {
    let (mut article, mut range) = (article, range);
    for _ in 0..MOST_STEPS {
        let Some(lineage) = lineages.get(&article) else {
            return Source::Article(article);
        };
        let Some((parent, place)) = parent_of(lineage, range) else {
            return own_root(lineage);
        };
        match (parent, place) {
            (Source::Article(parent), Some(place)) => (article, range) = (*parent, place),
            (Source::Article(parent), None) => return Source::Article(*parent),
            (outside, _) => return outside.clone(),
        }
    }
    Source::Article(article)
}

/// How many independent reports make statements, each given by its article and its root: the number of roots, and not more
/// than articles, for no article agrees with itself. Where articles with a body make them, those without one (headlines
/// alone) do not count, and else as one: nobody can tell whose reports they stand above.
pub fn count_roots(
    lineages: &BTreeMap<ArticleId, &Lineage>,
    statements: impl IntoIterator<Item = (ArticleId, Source)>,
) -> usize {
    let (mut roots, mut articles) = (BTreeSet::new(), BTreeSet::new());
    let mut without_body = false;
    for (article, root) in statements {
        match lineages.get(&article) {
            Some(lineage) if lineage.roots.is_empty() => without_body = true,
            _ => {
                roots.insert(root);
                articles.insert(article);
            }
        }
    }
    roots
        .len()
        .min(articles.len())
        .max(usize::from(without_body))
}

/// Per cent of a body that must be an article's own for its words to count as its own report: a fifth.
const LEAST_OWN: u8 = 20;

/// The root of words that no parent has: the article, unless it has so little of its own that they are an edited
/// sentence of its source.
fn own_root(lineage: &Lineage) -> Source {
    let own = Source::Article(lineage.article);
    let share = lineage
        .roots
        .iter()
        .find(|root| root.root == own)
        .map_or(0, |root| root.share);
    match lineage.roots.first() {
        Some(most) if share < LEAST_OWN => most.root.clone(),
        _ => own,
    }
}

/// The parent that has most of the words at `range`, if it has half of them at least, and where it has them.
fn parent_of(lineage: &Lineage, range: TextRange) -> Option<(&Source, Option<TextRange>)> {
    let mut best: Option<(u32, &Source, Option<TextRange>)> = None;
    for edge in &lineage.edges {
        for ground in &edge.grounds {
            let Ground::SharedText { child, parent, .. } = ground else {
                continue;
            };
            for (index, shared) in child.iter().enumerate() {
                let common = shared.intersect(range).map_or(0, TextRange::len);
                if common > best.map_or(0, |(most, ..)| most) {
                    let place = parent.get(index);
                    let place = place.map(|parent| carried(range, *shared, *parent));
                    best = Some((common, &edge.parent, place));
                }
            }
        }
    }
    best.filter(|(common, ..)| u64::from(*common) * 2 >= u64::from(range.len()))
        .map(|(_, parent, place)| (parent, place))
}

/// Where the words of `child` that lie in `range` stand in `parent`, which are the same words but for edits: in proportion, so
/// near enough to tell which passage of the parent's they are in.
fn carried(range: TextRange, child: TextRange, parent: TextRange) -> TextRange {
    let within = |place: u32| {
        let place = u64::from(place.clamp(child.start(), child.end()) - child.start());
        let length = u64::from(child.len().max(1));
        let carried = place * u64::from(parent.len()) / length;
        parent.start() + u32::try_from(carried).unwrap_or(parent.len())
    };
    TextRange::new(within(range.start()), within(range.end()))
}

#[cfg(test)]
mod tests {
    use retold_model::{Direction, LineageEdge, LineageKind, RootShare};

    use super::*;

    fn id(n: u8) -> ArticleId {
        ArticleId::of_url(&format!("https://example.org/{n}"))
    }

    fn lineage(article: u8, edges: Vec<(Source, TextRange, Option<TextRange>)>) -> Lineage {
        let edges = edges.into_iter().map(|(parent, child, place)| LineageEdge {
            parent,
            kind: LineageKind::Excerpt,
            confidence: 90,
            direction: Direction::Known,
            share: 50,
            grounds: vec![Ground::SharedText {
                words: 10,
                share: 50,
                child: vec![child],
                parent: place.into_iter().collect(),
            }],
        });
        Lineage {
            article: id(article),
            edges: edges.collect(),
            origin: None,
            agencies: Vec::new(),
            roots: Vec::new(),
        }
    }

    #[test]
    fn copied_words_lead_to_their_root_and_own_words_stay() {
        let agency = Source::Agency {
            names: vec!["Reuters".into()],
            first: id(1),
        };
        let root_share = |root: &Source, share| RootShare {
            root: root.clone(),
            share,
        };
        let mut all = [
            lineage(1, vec![(agency.clone(), TextRange::new(100, 300), None)]),
            lineage(
                2,
                vec![(
                    Source::Article(id(1)),
                    TextRange::new(0, 200),
                    Some(TextRange::new(120, 300)),
                )],
            ),
        ];
        all[1].roots = vec![
            root_share(&agency, 70),
            root_share(&Source::Article(id(2)), 30),
        ];
        let by_id: BTreeMap<ArticleId, &Lineage> = all
            .iter()
            .map(|lineage| (lineage.article, lineage))
            .collect();
        let root = |article, start, end| root_of(&by_id, id(article), TextRange::new(start, end));
        // Copied from a copy.
        assert_eq!(root(2, 10, 60), agency);
        // Its own paragraph below the copied text.
        assert_eq!(root(2, 250, 320), Source::Article(id(2)));
        // More than half of it is its own.
        assert_eq!(root(2, 150, 300), Source::Article(id(2)));
        assert_eq!(root(3, 0, 10), Source::Article(id(3)));
        // With less than a fifth of its own it is an edited copy throughout.
        let mut edited = all[1].clone();
        edited.roots = vec![
            root_share(&agency, 90),
            root_share(&Source::Article(id(2)), 10),
        ];
        let by_id = BTreeMap::from([(id(1), &all[0]), (id(2), &edited)]);
        assert_eq!(root_of(&by_id, id(2), TextRange::new(250, 320)), agency);
    }

    #[test]
    fn headlines_alone_are_no_independent_reports() {
        let own = |article: u8| {
            let mut own = lineage(article, Vec::new());
            own.roots = vec![RootShare {
                root: Source::Article(id(article)),
                share: 100,
            }];
            own
        };
        let (first, second) = (own(1), own(2));
        let (headline, other) = (lineage(3, Vec::new()), lineage(4, Vec::new()));
        let by_id = { [&first, &second, &headline, &other].into_iter() }
            .map(|lineage| (lineage.article, lineage))
            .collect();
        let count = |articles: &[u8]| {
            let roots = articles.iter().map(|&n| {
                let root = root_of(&by_id, id(n), TextRange::new(0, 10));
                (id(n), root)
            });
            count_roots(&by_id, roots)
        };
        assert_eq!(count(&[]), 0);
        assert_eq!(count(&[1, 2]), 2);
        assert_eq!(count(&[1, 3, 4]), 1);
        assert_eq!(count(&[3, 4]), 1);
        // Its lineage is not known.
        assert_eq!(count(&[1, 5]), 2);
        // Once as its own, and once as another's.
        let twice = [
            (id(1), Source::Article(id(1))),
            (id(1), Source::Article(id(2))),
        ];
        assert_eq!(count_roots(&by_id, twice), 1);
    }

    #[test]
    fn a_sentence_of_a_copied_passage_stays_a_sentence() {
        // 2 is 1 word for word; of 1, what stands at 0..300 was taken from 3, the rest is its own.
        let all = [
            lineage(
                1,
                vec![(
                    Source::Article(id(3)),
                    TextRange::new(0, 300),
                    Some(TextRange::new(5000, 5300)),
                )],
            ),
            lineage(
                2,
                vec![(
                    Source::Article(id(1)),
                    TextRange::new(0, 1000),
                    Some(TextRange::new(0, 1000)),
                )],
            ),
        ];
        let mut all = all;
        for (lineage, own) in all.iter_mut().zip([1, 2]) {
            lineage.roots = vec![
                RootShare {
                    root: Source::Article(id(1)),
                    share: 70,
                },
                RootShare {
                    root: Source::Article(id(own)),
                    share: 30,
                },
            ];
        }
        let by_id: BTreeMap<ArticleId, &Lineage> = all
            .iter()
            .map(|lineage| (lineage.article, lineage))
            .collect();
        let root = |article, start, end| root_of(&by_id, id(article), TextRange::new(start, end));
        assert_eq!(root(1, 200, 290), Source::Article(id(3)));
        assert_eq!(root(2, 200, 290), Source::Article(id(3)));
        assert_eq!(root(1, 700, 790), Source::Article(id(1)));
        assert_eq!(root(2, 700, 790), Source::Article(id(1)));
    }

    #[test]
    fn places_are_carried_in_proportion() {
        let place = |start, end| {
            carried(
                TextRange::new(start, end),
                TextRange::new(100, 300),
                TextRange::new(1000, 1100),
            )
        };
        assert_eq!(place(100, 300), TextRange::new(1000, 1100));
        assert_eq!(place(150, 170), TextRange::new(1025, 1035));
        // What reaches beyond the passage ends with it.
        assert_eq!(place(0, 200), TextRange::new(1000, 1050));
        assert_eq!(place(250, 900), TextRange::new(1075, 1100));
    }
}
