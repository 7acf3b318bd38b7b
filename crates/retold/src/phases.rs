//! The phases of a story, as a base tells them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use retold_link::independent_reports;
use retold_link::phases::{Particulars, PhaseBase, in_short, of_story};
use retold_model::{
    ArticleId, ArticleStub, Decided, LinkIndexError, PhaseTie, Sheet, Similarity, Story,
    StoryDecision, StoryId, StoryPhases,
};
use retold_report::PhasesInput;
use retold_store::Reader;

/// The phases of a story, with what a dossier tells of the stories that are linked to it.
pub(crate) fn of_dossier(reader: Reader<'_>, story: &Story) -> Result<PhasesInput> {
    let phases = of_story(&Base::new(reader), story)?;
    let mut others = Vec::new();
    for id in cited_elsewhere(&phases, story) {
        let version = reader.article(id)?;
        others.push(version.with_context(|| format!("the base holds no article {id}"))?);
    }
    let mut independent = BTreeMap::new();
    for linked in phases.earlier.iter().chain(&phases.later) {
        independent.insert(linked.story.id, independent_count(reader, &linked.story)?);
    }
    Ok(PhasesInput {
        phases,
        others,
        independent,
    })
}

/// The articles of other stories that grounds speak of.
fn cited_elsewhere(phases: &StoryPhases, story: &Story) -> BTreeSet<ArticleId> {
    let ties = { phases.earlier.iter().chain(&phases.later) }.map(|linked| &linked.tie);
    let cited = |tie: &PhaseTie| -> Vec<ArticleId> {
        { tie.grounds.iter() }
            .flat_map(|ground| [ground.earlier, ground.later])
            .flatten()
            .map(|words| words.article)
            .collect()
    };
    ties.flat_map(cited)
        .filter(|id| !story.articles.contains(id))
        .collect()
}

/// How many reports of a story stand for themselves.
pub(crate) fn independent_count(reader: Reader<'_>, story: &Story) -> Result<usize> {
    let mut lineages = Vec::with_capacity(story.articles.len());
    for &id in &story.articles {
        lineages.extend(reader.lineage(id)?);
    }
    Ok(independent_reports(&lineages).len())
}

/// Asks of many stories how many phases they have and what they continue.
pub(crate) struct Continued<'r> {
    base: Base<'r>,
}

impl<'r> Continued<'r> {
    pub(crate) fn new(reader: Reader<'r>) -> Self {
        Self {
            base: Base::new(reader),
        }
    }

    /// The number of phases, and the stories that are continued, the first first.
    pub(crate) fn of(&self, story: &Story) -> Result<(usize, Vec<StoryId>)> {
        Ok(in_short(&self.base, story)?)
    }
}

/// Answers that are kept: neighbours are asked for again and again.
const KEPT: usize = 1 << 16;

/// A base that is asked for phases.
struct Base<'r> {
    reader: Reader<'r>,
    stubs: RefCell<BTreeMap<ArticleId, Option<ArticleStub>>>,
    sheets: RefCell<BTreeMap<ArticleId, Arc<Sheet>>>,
    decisions: RefCell<Option<Vec<Decided<StoryDecision>>>>,
}

impl<'r> Base<'r> {
    fn new(reader: Reader<'r>) -> Self {
        Self {
            reader,
            stubs: RefCell::default(),
            sheets: RefCell::default(),
            decisions: RefCell::default(),
        }
    }
}

type Answer<T> = std::result::Result<T, LinkIndexError>;

/// Keeps `value` under `id`; where there is much, it forgets the rest.
fn keep<T: Clone>(kept: &RefCell<BTreeMap<ArticleId, T>>, id: ArticleId, value: &T) {
    let mut kept = kept.borrow_mut();
    if kept.len() >= KEPT {
        kept.clear();
    }
    kept.insert(id, value.clone());
}

fn failed(error: retold_store::StoreError) -> LinkIndexError {
    LinkIndexError(Box::new(error))
}

impl PhaseBase for Base<'_> {
    fn stub(&self, article: ArticleId) -> Answer<Option<ArticleStub>> {
        if let Some(stub) = self.stubs.borrow().get(&article) {
            return Ok(stub.clone());
        }
        let stub = self.reader.stub(article).map_err(failed)?;
        keep(&self.stubs, article, &stub);
        Ok(stub)
    }

    fn similarities(&self, article: ArticleId) -> Answer<Vec<Similarity>> {
        self.reader.similarities(article).map_err(failed)
    }

    fn story_of(&self, article: ArticleId) -> Answer<Option<Story>> {
        self.reader.story_of(article).map_err(failed)
    }

    fn sheet(&self, article: ArticleId) -> Answer<Arc<Sheet>> {
        if let Some(sheet) = self.sheets.borrow().get(&article) {
            return Ok(Arc::clone(sheet));
        }
        let sheet = Arc::new(self.reader.sheet(article).map_err(failed)?);
        keep(&self.sheets, article, &sheet);
        Ok(sheet)
    }

    fn particulars(&self, article: ArticleId) -> Answer<Arc<Particulars>> {
        let Some(version) = self.reader.article(article).map_err(failed)? else {
            return Ok(Arc::new(Particulars::none(article)));
        };
        let read = version.article;
        let annotations = self.reader.annotations(read.version).map_err(failed)?;
        let published = read.published.as_ref().map(|stated| stated.value);
        let annotations = annotations.as_ref();
        let found = Particulars::of(article, published, &read.text, annotations);
        Ok(Arc::new(found))
    }

    fn story_decisions(&self) -> Answer<Vec<Decided<StoryDecision>>> {
        if let Some(decisions) = &*self.decisions.borrow() {
            return Ok(decisions.clone());
        }
        let decisions: Vec<Decided<StoryDecision>> = self.reader.decisions().map_err(failed)?;
        *self.decisions.borrow_mut() = Some(decisions.clone());
        Ok(decisions)
    }
}
