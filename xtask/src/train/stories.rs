//! The logistic models that tell whether two articles report one happening, of two short articles and of others: fits their
//! weights on files of stories, and measures them on halves and on files that they have not seen.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use retold_link::learn::{
    EVIDENCE, Evidence, Models, Weights, evidence, evidence_names, groups, is_bare, score,
};

use super::Settings;
use crate::eval::stories::{Labelled, labelled};
use crate::eval::{self, Task, gold};
use crate::say;

/// Rounds of Newton's method: it converges in about ten.
const ROUNDS: usize = 20;

/// What keeps weights small: of the pairs of short articles there are few.
const RIDGE: f64 = 0.2;
const RIDGE_SHORT: f64 = 15.0;

/// A file with fewer pairs of one story counts for less.
const LEAST_SAME: usize = 100;

/// Leading terms that a pair shares.
const SHARED: usize = 2;

/// One pair of articles of a file, the first before the second.
struct Pair {
    first: usize,
    second: usize,
    evidence: Evidence,
    same: bool,
}

/// One file, read.
struct Corpus {
    name: String,
    articles: Vec<Labelled>,
    pairs: Vec<Pair>,
}

/// Which articles: those of one half of the stories, or all.
type Part = Option<usize>;

pub(super) fn run(settings: &Settings) -> Result<bool> {
    let data = { settings.data.clone() }.unwrap_or_else(|| eval::default_data(Task::Stories));
    let mut corpora = Vec::new();
    for file in gold::files(&data)?
        .iter()
        .filter(|file| file.has("story_id"))
    {
        let articles = labelled(file)?;
        let pairs = pairs(&articles);
        if !pairs.is_empty() {
            corpora.push(Corpus {
                name: file.name.clone(),
                articles,
                pairs,
            });
        }
    }
    let all: Vec<(&Corpus, Part)> = corpora.iter().map(|corpus| (corpus, None)).collect();
    if settings.hold_out {
        for half in 0..2 {
            let seen: Vec<(&Corpus, Part)> = { corpora.iter() }
                .map(|corpus| (corpus, Some(half)))
                .collect();
            let weights = fit(&seen)?;
            for corpus in &corpora {
                let held = measure(corpus, Some(1 - half), &weights);
                say(&format!("{} half {}: {held:.4}", corpus.name, 2 - half));
            }
        }
        for corpus in &corpora {
            let seen: Vec<(&Corpus, Part)> = { all.iter().copied() }
                .filter(|(other, _)| other.name != corpus.name)
                .collect();
            let held = measure(corpus, None, &fit(&seen)?);
            say(&format!("{} from the others: {held:.4}", corpus.name));
        }
        return Ok(true);
    }
    let weights = fit(&all)?;
    let Models { long, short } = weights;
    for ((name, long), short) in evidence_names().into_iter().zip(long).zip(short) {
        say(&format!("{name}\t{long}\t{short}"));
    }
    for corpus in &corpora {
        let seen = measure(corpus, None, &weights);
        say(&format!("{}: {seen:.4}", corpus.name));
    }
    Ok(true)
}

/// The pairs that share enough leading terms, of which one at least has a body.
fn pairs(articles: &[Labelled]) -> Vec<Pair> {
    let mut holders: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (number, article) in articles.iter().enumerate() {
        for &term in &article.sheet.leading {
            holders.entry(term).or_default().push(number);
        }
    }
    let mut pairs = Vec::new();
    for (first, article) in articles.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for term in &article.sheet.leading {
            for &second in holders[term].iter().filter(|&&second| second > first) {
                *shared.entry(second).or_default() += 1;
            }
        }
        for (second, _) in shared.into_iter().filter(|&(_, shared)| shared >= SHARED) {
            let other = &articles[second];
            if is_bare(&article.sheet) && is_bare(&other.sheet) {
                continue;
            }
            let here = (&article.sheet, article.published);
            let there = (&other.sheet, other.published);
            pairs.extend(evidence(here, there).map(|evidence| Pair {
                first,
                second,
                evidence,
                same: article.story == other.story,
            }));
        }
    }
    pairs
}

/// In which half an article is: the stories of a file in turn.
fn halves(corpus: &Corpus) -> Vec<usize> {
    let stories: BTreeSet<&str> = { corpus.articles.iter() }
        .map(|article| article.story.as_str())
        .collect();
    let half: BTreeMap<&str, usize> = stories.into_iter().zip((0..).map(|n| n / 2 % 2)).collect();
    { corpus.articles.iter() }
        .map(|article| half[article.story.as_str()])
        .collect()
}

fn of_part(corpus: &Corpus, part: Part) -> Vec<&Pair> {
    let halves = halves(corpus);
    let seen = |article: usize| part.is_none_or(|part| halves[article] == part);
    { corpus.pairs.iter() }
        .filter(|pair| seen(pair.first) && seen(pair.second))
        .collect()
}

/// Both models, each by the pairs of its kind.
fn fit(seen: &[(&Corpus, Part)]) -> Result<Models> {
    Ok(Models {
        long: fit_model(seen, false, RIDGE)?,
        short: fit_model(seen, true, RIDGE_SHORT)?,
    })
}

/// The weights that fit best, in thousandths; each file counts by its pairs of one story.
fn fit_model(seen: &[(&Corpus, Part)], is_short: bool, ridge: f64) -> Result<Weights> {
    const SIZE: usize = EVIDENCE + 1;
    let mut rows: Vec<([f64; SIZE], f64, f64)> = Vec::new();
    for &(corpus, part) in seen {
        let mut pairs = of_part(corpus, part);
        pairs.retain(|pair| pair.evidence.is_short == is_short);
        let same = pairs.iter().filter(|pair| pair.same).count();
        let weight = 1000.0 / f64::from(u32::try_from(same.max(LEAST_SAME))?);
        for pair in pairs {
            let mut row = [1.0; SIZE];
            for (to, &from) in row.iter_mut().zip(&pair.evidence.numbers) {
                *to = f64::from(i32::try_from(from)?) / 1000.0;
            }
            rows.push((row, f64::from(u8::from(pair.same)), weight));
        }
    }
    let mut weights = [0.0; SIZE];
    for _ in 0..ROUNDS {
        let mut slope = [0.0; SIZE];
        let mut curve = [[0.0; SIZE]; SIZE];
        for (row, same, weight) in &rows {
            let logit: f64 = row.iter().zip(&weights).map(|(x, w)| x * w).sum();
            let guess = 1.0 / (1.0 + (-logit).exp());
            for a in 0..SIZE {
                slope[a] += weight * (same - guess) * row[a];
                for b in 0..=a {
                    curve[a][b] += weight * guess * (1.0 - guess) * row[a] * row[b];
                }
            }
        }
        for a in 0..SIZE {
            for b in 0..a {
                curve[b][a] = curve[a][b];
            }
            // The last one is the constant.
            if a < EVIDENCE {
                slope[a] -= ridge * weights[a];
                curve[a][a] += ridge;
            }
            curve[a][a] += 1e-9;
        }
        let step = solve(curve, slope).context("the evidence of the pairs is too alike")?;
        for (weight, step) in weights.iter_mut().zip(step) {
            *weight += step;
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "weights are small")]
    Ok(weights.map(|weight| (weight * 1000.0).round() as i64))
}

/// The solution of `matrix * x = right`, for a positive definite matrix.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> Option<[f64; N]> {
    for a in 0..N {
        let pivot = matrix[a][a];
        if pivot.abs() < 1e-12 {
            return None;
        }
        for b in a + 1..N {
            let factor = matrix[b][a] / pivot;
            for c in a..N {
                matrix[b][c] -= factor * matrix[a][c];
            }
            right[b] -= factor * right[a];
        }
    }
    for a in (0..N).rev() {
        for b in a + 1..N {
            right[a] -= matrix[a][b] * right[b];
        }
        right[a] /= matrix[a][a];
    }
    Some(right)
}

/// `BCubed` F1 of the stories that `models` make of a part.
fn measure(corpus: &Corpus, part: Part, models: &Models) -> f64 {
    let halves = halves(corpus);
    let scores: Vec<(usize, usize, u32)> = { of_part(corpus, part).into_iter() }
        .map(|pair| (pair.first, pair.second, score(&pair.evidence, models)))
        .filter(|&(.., score)| score > 0)
        .collect();
    let seen = |article: &usize| part.is_none_or(|part| halves[*article] == part);
    let found: Vec<Vec<usize>> = { groups(corpus.articles.len(), &scores).into_iter() }
        .map(|group| group.into_iter().filter(seen).collect())
        .collect();
    let mut told: BTreeMap<&str, f64> = BTreeMap::new();
    let mut count = 0.0;
    for article in found.iter().flatten() {
        *told.entry(&corpus.articles[*article].story).or_default() += 1.0;
        count += 1.0;
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for group in &found {
        let mut both: BTreeMap<&str, f64> = BTreeMap::new();
        let mut size = 0.0;
        for &article in group {
            *both.entry(&corpus.articles[article].story).or_default() += 1.0;
            size += 1.0;
        }
        for (story, both) in both {
            precision += both * both / size;
            recall += both * both / told[story];
        }
    }
    let (precision, recall) = (precision / count, recall / count);
    2.0 * precision * recall / (precision + recall)
}
