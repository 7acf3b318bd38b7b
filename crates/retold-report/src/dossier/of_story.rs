//! How the dossier of a story is made: its articles are put in order, and every part speaks of them by their places.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use retold_link::independent_reports;
use retold_link::utterances::Vectors;
use retold_model::{ArticleId, Lineage, Passage};

use super::{
    Dossier, DossierParts, FORMAT_VERSION, Placed, ReprintRecord, StoryRecord, diagnostic_records,
    passage_records, placed,
};
use crate::article_record::{ArticleRecord, View};
use crate::comparison_record::Comparison;
use crate::entity_record::entity_records;
use crate::input::{ArticleInput, StoryInput};
use crate::lineage_record::{CarrierRecord, IndependentRecord, LineageRecord, independent};
use crate::open_record::Known;
use crate::passage_record::PassageRecord;
use crate::phase_record::{LinkedStoryRecord, PhaseMaker, PhaseRecord};
use crate::shown_passages::{Pair, nearest_pairs};
use crate::story_place_record::story_places;

/// Passages that a story's dossier holds at most before it keeps to the nearest pairs: 300 reprints of one text share
/// 45,000, each of which says the same again.
const MOST_PASSAGES: usize = 2_000;

impl Dossier {
    /// The dossier of a story. Articles that the story does not name, and passages of such, are left out; the order
    /// of the input does not matter.
    pub fn of_story(input: &StoryInput) -> Self {
        Self::of_story_parts(input, DossierParts::All, None)
    }

    /// As [`Self::of_story`], but only with the `parts` that are asked for; lists of the others are empty. `vectors` of
    /// sentences decide which wordings that share few words are one saying: they are asked for once, and only where the
    /// story has such wordings.
    pub fn of_story_parts(
        input: &StoryInput,
        parts: DossierParts,
        vectors: Option<Vectors<'_>>,
    ) -> Self {
        let story = StoryArticles::new(input, parts);
        let articles = story.records();
        let reprints = story.reprints();
        let repeated: usize = reprints.iter().map(|group| group.articles.len() - 1).sum();
        let independent = story.independent();
        let lineage: Vec<LineageRecord> = { story.lineages.iter() }
            .map(|lineage| LineageRecord::of(lineage, &story.views))
            .collect();
        let (passages, passages_left_out) = story.passages();
        let (phases, linked_stories) = story.phases();
        let diagnostics = diagnostic_records(&input.diagnostics);
        let known = Known {
            undated: &input.phases.phases.undated,
            phases: &phases,
            linked_stories: &linked_stories,
            articles: &articles,
            lineage: &lineage,
            diagnostics: &diagnostics,
            passages_left_out,
        };
        let open = if story.has_all() {
            known.open()
        } else {
            Vec::new()
        };
        let compared = story.comparison(vectors);
        Self {
            format: "retold-dossier".to_owned(),
            format_version: FORMAT_VERSION,
            retold: env!("CARGO_PKG_VERSION").to_owned(),
            story: StoryRecord {
                id: input.story.id,
                headline: input.story.headline.clone(),
                first: input.story.first,
                last: input.story.last,
                article_count: articles.len(),
                independent_count: independent.len(),
                separate_texts: articles.len().saturating_sub(repeated),
                outlet_count: outlet_count(&articles),
            },
            reprints,
            phases,
            linked_stories,
            lineage,
            independent,
            discrepancies: compared.discrepancies,
            timeline: compared.timeline,
            claims: compared.claims,
            utterances: compared.utterances,
            entities: entity_records(story.inputs().into_iter().filter(|_| story.has_all())),
            places: story_places(&articles),
            open,
            passages,
            passages_left_out,
            diagnostics,
            articles,
        }
    }
}

/// The articles of a story in the order of the dossier, with what is known of them.
struct StoryArticles<'i> {
    input: &'i StoryInput,
    parts: DossierParts,
    views: BTreeMap<ArticleId, View<'i>>,
    /// The place of each article in the dossier.
    place: BTreeMap<ArticleId, usize>,
    /// In the order of the dossier.
    lineages: Vec<Lineage>,
}

impl<'i> StoryArticles<'i> {
    fn new(input: &'i StoryInput, parts: DossierParts) -> Self {
        let view = match parts {
            DossierParts::All => View::of,
            DossierParts::Comparison | DossierParts::Lineage => View::head_of,
        };
        let views: BTreeMap<ArticleId, View<'i>> = { input.articles.iter() }
            .map(|article| (article.version.article.id, view(article)))
            .collect();
        let place: BTreeMap<ArticleId, usize> = { input.story.articles.iter() }
            .filter(|id| views.contains_key(id))
            .enumerate()
            .map(|(place, id)| (*id, place))
            .collect();
        let mut lineages: Vec<Lineage> = { input.lineages.iter() }
            .filter(|lineage| place.contains_key(&lineage.article))
            .cloned()
            .collect();
        lineages.sort_by_key(|lineage| place.get(&lineage.article).copied());
        Self {
            input,
            parts,
            views,
            place,
            lineages,
        }
    }

    fn has_all(&self) -> bool {
        self.parts == DossierParts::All
    }

    fn place(&self, id: ArticleId) -> Option<usize> {
        self.place.get(&id).copied()
    }

    /// In the order of the dossier.
    fn ordered(&self) -> Vec<&View<'i>> {
        { self.input.story.articles.iter() }
            .filter_map(|id| self.views.get(id))
            .collect()
    }

    fn records(&self) -> Vec<ArticleRecord> {
        { self.ordered().into_iter() }
            .map(|view| match self.parts {
                DossierParts::All => ArticleRecord::of_view(view),
                DossierParts::Comparison => ArticleRecord::of_quotes(view),
                DossierParts::Lineage => ArticleRecord::of_head(view),
            })
            .collect()
    }

    /// In the order of the dossier.
    fn inputs(&self) -> Vec<&'i ArticleInput> {
        let mut inputs: Vec<&ArticleInput> = { self.input.articles.iter() }
            .filter(|article| self.place(article.version.article.id).is_some())
            .collect();
        inputs.sort_by_key(|article| self.place(article.version.article.id));
        inputs
    }

    fn reprints(&self) -> Vec<ReprintRecord> {
        let mut groups: Vec<Vec<(usize, ArticleId)>> = { self.input.reprints.iter() }
            .map(|group| {
                let mut placed: Vec<(usize, ArticleId)> = { group.articles.iter() }
                    .filter_map(|id| Some((self.place(*id)?, *id)))
                    .collect();
                placed.sort_unstable();
                placed
            })
            .filter(|placed| placed.len() > 1)
            .collect();
        groups.sort_unstable();
        { groups.into_iter() }
            .map(|placed| ReprintRecord {
                articles: placed.into_iter().map(|(_, id)| id).collect(),
            })
            .collect()
    }

    /// The reports that stand for themselves, those that most articles carry first.
    fn independent(&self) -> Vec<IndependentRecord> {
        let mut reports = independent(&self.lineages);
        for report in &mut reports {
            let place = |carrier: &CarrierRecord| self.place(carrier.article);
            report.articles.sort_by_key(place);
        }
        reports.sort_by_key(|report| {
            let carried = Reverse(report.articles.len());
            (carried, self.place(report.root.article))
        });
        reports
    }

    /// The passages that are kept, and how many are not.
    fn passages(&self) -> (Vec<PassageRecord>, usize) {
        if !self.has_all() {
            return (Vec::new(), 0);
        }
        let all = placed(&self.input.passages, &self.place);
        let kept = match all.len() {
            ..=MOST_PASSAGES => all.clone(),
            _ => self.nearest(&all),
        };
        let left_out = all.len() - kept.len();
        (passage_records(&kept, &self.ordered()), left_out)
    }

    /// Those of the nearest pairs.
    fn nearest<'p>(&self, passages: &[Placed<'p>]) -> Vec<Placed<'p>> {
        let took: BTreeSet<Pair> = { self.lineages.iter() }
            .flat_map(|of| { of.edges.iter() }.map(|edge| (of.article, edge.parent.article())))
            .filter_map(|(child, parent)| Some((child, parent?)))
            .collect();
        let pair = |passage: &Passage| (passage.first.article, passage.second.article);
        let words =
            { passages.iter() }.map(|placed| (pair(placed.passage), placed.passage.matched_words));
        let nearest = nearest_pairs(words, &took);
        { passages.iter() }
            .filter(|placed| nearest.contains(&pair(placed.passage)))
            .copied()
            .collect()
    }

    fn comparison(&self, vectors: Option<Vectors<'_>>) -> Comparison {
        match self.parts {
            DossierParts::Lineage => Comparison::default(),
            DossierParts::All | DossierParts::Comparison => Comparison::of(
                &self.inputs(),
                &self.lineages,
                &self.input.decisions,
                &self.views,
                vectors,
            ),
        }
    }

    /// The phases, and the stories that it continues or that continue it.
    fn phases(&self) -> (Vec<PhaseRecord>, Vec<LinkedStoryRecord>) {
        if !self.has_all() {
            return (Vec::new(), Vec::new());
        }
        let made = PhaseMaker::new(&self.input.phases, &self.views);
        let count = |articles: &[ArticleId]| {
            let of_phase: Vec<Lineage> = { self.lineages.iter() }
                .filter(|of| articles.contains(&of.article))
                .cloned()
                .collect();
            independent_reports(&of_phase).len()
        };
        (made.phases(&count), made.linked())
    }
}

/// How many outlets the articles name: by name without regard to case and accents.
fn outlet_count(articles: &[ArticleRecord]) -> usize {
    let names: BTreeSet<String> = { articles.iter() }
        .filter_map(|article| article.outlet.as_ref())
        .map(|outlet| retold_text::fold::fold_word(&outlet.value))
        .collect();
    names.len()
}
