//! Which stories and parts of stories are later phases of others.
//!
//! Measured twice: on the stories that Retold makes, and, as these keep most follow-ups with their story, on the stories of
//! the gold, cut where nothing was published for two weeks, each part taken for a story of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use retold_link::phases::{AnnotatedIndex, Particulars, PhaseBase, count, of_story};
use retold_link::{MemoryIndex, sheet};
use retold_model::{
    ArticleId, ArticleStub, Decided, LinkIndexError, Phase, Sheet, Similarity, Stamp, Story,
    StoryDecision, StoryId, StoryPhases,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::gold::GoldFile;
use super::stories::read;
use super::text_document::TextRecord;
use super::{Predictions, Scored, of_kind};

/// Files with dates, texts and stories: headlines alone take up nothing.
fn inputs(files: &[GoldFile]) -> Result<Vec<&GoldFile>> {
    let mut found = Vec::new();
    for file in of_kind(files, &["id", "text", "date", "story_id"], &[]) {
        let records: Vec<TextRecord> = file.records()?;
        if records.iter().any(|record| !record.text.is_empty()) {
            found.push(file);
        }
    }
    Ok(found)
}

#[derive(Deserialize)]
struct Gold {
    id: String,
    story_id: String,
}

/// A later phase, and what it is thought to follow.
#[derive(Serialize, Deserialize)]
struct Line {
    /// `link` between Retold's stories, `gap` within one, `given` between parts of stories of the gold. No ties, but what there
    /// might be ties between: `story` is one of Retold's stories, `part` a part of one of the gold.
    kind: Kind,
    /// The articles of the earlier stories or phases.
    earlier: Vec<String>,
    /// The articles of the later one.
    later: Vec<String>,
    /// How sure the tie is; none where there is none.
    confidence: Option<u8>,
    /// Of a story, when its first phase was published.
    #[serde(default)]
    published: Option<[Stamp; 2]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Story,
    Part,
    Link,
    Gap,
    Given,
}

/// One file of predictions for each input file.
pub(super) fn predict(files: &[GoldFile]) -> Result<Vec<Predictions>> {
    inputs(files)?.into_iter().map(predict_file).collect()
}

fn predict_file(file: &GoldFile) -> Result<Predictions> {
    let records: Vec<TextRecord> = file.records()?;
    let names: BTreeMap<ArticleId, &str> = { records.iter() }
        .map(|record| (record.article_id(), record.id.as_str()))
        .collect();
    let mut base = MemoryIndex::new();
    let mut annotations = BTreeMap::new();
    let mut articles = Vec::new();
    for (linkable, read) in read(&records)? {
        articles.push((linkable.clone(), sheet(&linkable, read.as_ref())));
        annotations.extend(read.map(|read| (linkable.id, read)));
    }
    base.change_sheets(&[], articles)?;
    let index = AnnotatedIndex {
        index: &base,
        annotations: &annotations,
    };
    let records_of = |articles: &[ArticleId]| -> Vec<String> {
        let names = { articles.iter() }.filter_map(|id| names.get(id));
        names.map(|&name| name.to_owned()).collect()
    };
    let mut lines = Vec::new();
    let stories: Vec<Story> = base.stories().cloned().collect();
    for story in &stories {
        let phases = of_story(&index, story)?;
        lines.extend(phases.phases.first().map(|first| Line {
            kind: Kind::Story,
            earlier: Vec::new(),
            later: records_of(&story.articles),
            confidence: None,
            published: Some([first.first, first.last]),
        }));
        lines.extend(gaps(&phases, &records_of));
        lines.extend(links(Kind::Link, story, &phases, &records_of));
    }
    let parts = parts(file, &index, &records)?;
    let given = Given {
        index,
        stories: { parts.iter().zip(0..) }
            .flat_map(|(part, at)| part.articles.iter().map(move |&id| (id, at)))
            .collect(),
        parts: &parts,
    };
    for part in &parts {
        lines.push(Line {
            kind: Kind::Part,
            earlier: Vec::new(),
            later: records_of(&part.articles),
            confidence: None,
            published: None,
        });
        let phases = of_story(&given, part)?;
        lines.extend(links(Kind::Given, part, &phases, &records_of));
    }
    Predictions::new(&format!("phases-{}", file.name), &lines)
}

/// The later phases of a story.
fn gaps(phases: &StoryPhases, records: &dyn Fn(&[ArticleId]) -> Vec<String>) -> Vec<Line> {
    let of = |phase: &Phase| records(&phase.articles);
    (1..phases.phases.len())
        .map(|at| {
            let tie = phases.phases[at].tie.as_ref();
            Line {
                kind: Kind::Gap,
                earlier: phases.phases[..at].iter().flat_map(of).collect(),
                later: of(&phases.phases[at]),
                confidence: tie.map(|tie| tie.confidence),
                published: None,
            }
        })
        .collect()
}

/// The stories that a story continues.
fn links(
    kind: Kind,
    story: &Story,
    phases: &StoryPhases,
    records: &dyn Fn(&[ArticleId]) -> Vec<String>,
) -> Vec<Line> {
    { phases.earlier.iter() }
        .map(|linked| Line {
            kind,
            earlier: records(&linked.story.articles),
            later: records(&story.articles),
            confidence: Some(linked.tie.confidence),
            published: None,
        })
        .collect()
}

/// The stories of the gold, each cut at its gaps.
fn parts(file: &GoldFile, base: &dyn PhaseBase, records: &[TextRecord]) -> Result<Vec<Story>> {
    let mut gold: BTreeMap<String, Vec<ArticleId>> = BTreeMap::new();
    for (record, labelled) in records.iter().zip(file.records::<Gold>()?) {
        let articles = gold.entry(labelled.story_id).or_default();
        articles.push(record.article_id());
    }
    let mut parts = Vec::new();
    for articles in gold.into_values() {
        let whole = story(articles, None);
        for phase in of_story(&Alone(base), &whole)?.phases {
            parts.push(story(phase.articles.clone(), Some(&phase)));
        }
    }
    Ok(parts)
}

fn story(articles: Vec<ArticleId>, phase: Option<&Phase>) -> Story {
    Story {
        id: StoryId::of(articles[0]),
        headline: None,
        first: phase.map(|phase| phase.first),
        last: phase.map(|phase| phase.last),
        articles,
    }
}

/// A base in which other articles are near nothing.
struct Alone<'b>(&'b dyn PhaseBase);

/// A base with stories that are given.
struct Given<'b> {
    index: AnnotatedIndex<'b>,
    parts: &'b [Story],
    stories: BTreeMap<ArticleId, usize>,
}

type Answer<T> = Result<T, LinkIndexError>;

impl PhaseBase for Alone<'_> {
    fn stub(&self, article: ArticleId) -> Answer<Option<ArticleStub>> {
        self.0.stub(article)
    }

    fn similarities(&self, _: ArticleId) -> Answer<Vec<Similarity>> {
        Ok(Vec::new())
    }

    fn story_of(&self, _: ArticleId) -> Answer<Option<Story>> {
        Ok(None)
    }

    fn sheet(&self, _: ArticleId) -> Answer<Arc<Sheet>> {
        Ok(Arc::default())
    }

    fn particulars(&self, article: ArticleId) -> Answer<Arc<Particulars>> {
        Ok(Arc::new(Particulars::none(article)))
    }

    fn story_decisions(&self) -> Answer<Vec<Decided<StoryDecision>>> {
        Ok(Vec::new())
    }
}

impl PhaseBase for Given<'_> {
    fn stub(&self, article: ArticleId) -> Answer<Option<ArticleStub>> {
        self.index.stub(article)
    }

    fn similarities(&self, article: ArticleId) -> Answer<Vec<Similarity>> {
        self.index.similarities(article)
    }

    fn story_of(&self, article: ArticleId) -> Answer<Option<Story>> {
        let at = self.stories.get(&article);
        Ok(at.map(|&at| self.parts[at].clone()))
    }

    fn sheet(&self, article: ArticleId) -> Answer<Arc<Sheet>> {
        self.index.sheet(article)
    }

    fn particulars(&self, article: ArticleId) -> Answer<Arc<Particulars>> {
        self.index.particulars(article)
    }

    fn story_decisions(&self) -> Answer<Vec<Decided<StoryDecision>>> {
        Ok(Vec::new())
    }
}

/// Scores the predictions in `out`, file by file. A link or a gap is right where the two sides share a story of the gold.
pub(super) fn score(files: &[GoldFile], out: &Path) -> Result<Vec<Scored>> {
    let files = inputs(files)?.into_iter();
    files.map(|file| score_file(file, out)).collect()
}

/// How many there are, of them right, and how many there should be.
#[derive(Default)]
struct Tally {
    found: u32,
    right: u32,
    wanted: u32,
}

impl Tally {
    fn add(&mut self, is_right: bool) {
        self.found += 1;
        self.right += u32::from(is_right);
    }

    fn precision(&self) -> f64 {
        f64::from(self.right) / f64::from(self.found.max(1))
    }

    fn recall(&self) -> f64 {
        f64::from(self.right) / f64::from(self.wanted.max(1))
    }
}

fn score_file(file: &GoldFile, out: &Path) -> Result<Scored> {
    let path = out.join(format!("phases-{}", file.name));
    let lines: Vec<Line> = GoldFile::open(&path)
        .with_context(|| format!("could not read `{}`", path.display()))?
        .records()?;
    let gold: BTreeMap<String, String> = { file.records::<Gold>()?.into_iter() }
        .map(|gold| (gold.id, gold.story_id))
        .collect();
    let labels = |articles: &[String]| -> BTreeSet<String> {
        { articles.iter() }
            .filter_map(|id| gold.get(id).cloned())
            .collect()
    };
    let is_right = |line: &Line| !labels(&line.earlier).is_disjoint(&labels(&line.later));
    let (mut linked, mut given) = (Tally::default(), Tally::default());
    let (mut gaps, mut untied) = (Tally::default(), Tally::default());
    for line in &lines {
        match (line.kind, line.confidence) {
            (Kind::Link, Some(_)) => linked.add(is_right(line)),
            (Kind::Given, Some(_)) => given.add(is_right(line)),
            (Kind::Gap, Some(_)) => gaps.add(is_right(line)),
            (Kind::Gap, None) => untied.add(!is_right(line)),
            (Kind::Story | Kind::Part, _) | (Kind::Link | Kind::Given, None) => {}
        }
    }
    linked.wanted = pairs(&lines, Kind::Story, &labels);
    given.wanted = pairs(&lines, Kind::Part, &labels);
    gaps.wanted = gaps.right + untied.found - untied.right;
    untied.wanted = untied.right + gaps.found - gaps.right;
    let row = |name: &str, tally: &Tally| {
        let recall = match tally.wanted {
            0 => String::new(),
            wanted => format!(" of {wanted}, recall {:.3}", tally.recall()),
        };
        let (found, right) = (tally.found, tally.right);
        format!(
            "{name:36} {right:4} right of {found:4} found, precision {:.3};{recall}\n",
            tally.precision()
        )
    };
    let table = [
        row("links between Retold's stories", &linked),
        row("later phases with a tie, in them", &gaps),
        row("later phases without, other stories", &untied),
        row("links between parts of gold stories", &given),
    ];
    let scores = |tally: &Tally| {
        json!({
            "found": tally.found, "right": tally.right, "wanted": tally.wanted,
            "p": tally.precision(), "r": tally.recall(),
        })
    };
    Ok(Scored {
        name: file.name.clone(),
        digest: file.digest.clone(),
        table: table.concat(),
        scores: json!({
            "links": scores(&linked), "tied": scores(&gaps), "untied": scores(&untied),
            "given": scores(&given),
        }),
    })
}

/// Pairs of stories, or of parts, with articles of one gold story; of stories those whose first phases lie weeks apart, as all
/// parts of a story do.
fn pairs(lines: &[Line], kind: Kind, labels: &dyn Fn(&[String]) -> BTreeSet<String>) -> u32 {
    let of_kind: Vec<(BTreeSet<String>, &Line)> = { lines.iter() }
        .filter(|line| line.kind == kind)
        .map(|line| (labels(&line.later), line))
        .collect();
    let mut pairs = 0;
    for (number, (labels, line)) in of_kind.iter().enumerate() {
        for (others, other) in &of_kind[number + 1..] {
            let ends = { line.published.iter() }.chain(&other.published).flatten();
            let is_apart = kind == Kind::Part || count(ends.map(dated).collect()) > 1;
            pairs += u32::from(!labels.is_disjoint(others) && is_apart);
        }
    }
    pairs
}

/// An article of which only the day is known.
fn dated(published: &Stamp) -> ArticleStub {
    ArticleStub {
        id: ArticleId::of_url(&published.to_string()),
        headline: None,
        published: Some(*published),
        outlet: None,
    }
}
