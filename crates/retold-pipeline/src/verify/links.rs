//! What links articles, made again from all of them and compared row by row.

use std::collections::{BTreeMap, BTreeSet};

use retold_link::entities::MemoryRegister;
use retold_link::{MemoryIndex, fingerprints, groups_of_reprints, lineage};
use retold_model::{
    ArticleId, Entity, EntityId, LinkIndex, Linkable, Passage, ReprintGroup, Sheet, Story,
};

use super::{Check, differs};
use crate::error::Result;

/// Articles up to which links are found again: all of them stand in memory for it.
const MOST_LINKED: usize = 50_000;

impl Check<'_> {
    /// Finds passages, similarities, stories and groups again.
    pub(super) fn links(&mut self) -> Result<()> {
        for finding in self.reader.check_current()? {
            self.find(finding.table, finding.row, finding.message);
        }
        if self.linkables.len() > MOST_LINKED {
            return Ok(());
        }
        self.entities()?;
        let linkables: Vec<(Linkable, Sheet)> =
            std::mem::take(&mut self.linkables).into_values().collect();
        self.tokens(&linkables)?;
        let ids: Vec<ArticleId> = linkables.iter().map(|(linkable, _)| linkable.id).collect();
        let mut memory = MemoryIndex::new();
        memory.decide(self.reader.decisions()?)?;
        memory.change_sheets(&[], linkables)?;
        let mut expected: BTreeMap<ArticleId, Vec<Passage>> = BTreeMap::new();
        let mut count = 0;
        for passage in memory.all_passages() {
            expected
                .entry(passage.first.article)
                .or_default()
                .push(passage.clone());
            count += 1;
        }
        self.verification.passages = Some(count);
        let mut held_groups = self.reader.reprint_groups()?;
        for id in ids {
            let rows = self.reader.passage_rows(id);
            if let Some(rows) = self.read(rows, &format!("first {id}"))? {
                self.passages(id, rows, expected.remove(&id).unwrap_or_default());
            }
            self.similarities(id, &memory)?;
        }
        let all: Vec<Passage> = memory.all_passages().cloned().collect();
        let decisions = self.reader.decisions()?;
        let lineages = lineage(&std::mem::take(&mut self.facts), &all, &decisions);
        let mut groups = groups_of_reprints(&lineages);
        for expected in lineages {
            let id = expected.article;
            let row = format!("id {id}");
            let found = self.reader.lineage(id);
            let held = self.read(found, &row)?.flatten();
            if held.as_ref() != Some(&expected) {
                self.find("lineage", row, differs(&held, &Some(expected)));
            }
        }
        let stories: Vec<Story> = memory.stories().cloned().collect();
        self.stories(&stories)?;
        groups.sort_unstable();
        held_groups.sort_unstable();
        self.groups(&held_groups, &groups);
        Ok(())
    }

    /// Makes the register again and compares it.
    fn entities(&mut self) -> Result<()> {
        let mut register = MemoryRegister::new();
        register.import(self.reader.authority_entries()?)?;
        for decided in self.reader.decisions()? {
            register.decide(decided.decision)?;
        }
        register.change(&[], std::mem::take(&mut self.names))?;
        let found = self.reader.entities();
        let Some(held) = self.read(found, "all")? else {
            return Ok(());
        };
        let held: BTreeMap<EntityId, Entity> =
            held.into_iter().map(|entity| (entity.id, entity)).collect();
        let expected: BTreeMap<EntityId, &Entity> = register
            .entities()
            .map(|entity| (entity.id, entity))
            .collect();
        let ids: BTreeSet<EntityId> = held.keys().chain(expected.keys()).copied().collect();
        for id in ids {
            let (held, expected) = (held.get(&id), expected.get(&id).copied());
            if held != expected {
                self.find("entity", format!("id {id}"), differs(&held, &expected));
            }
        }
        Ok(())
    }

    fn tokens(&mut self, linkables: &[(Linkable, Sheet)]) -> Result<()> {
        let (mut fingerprint_total, mut term_total) = (0, 0);
        for (linkable, sheet) in linkables {
            let fingerprints = fingerprints(linkable);
            fingerprint_total += fingerprints.len() as u64;
            term_total += sheet.leading.len() as u64;
            let row = format!("id {}", linkable.id);
            if !self
                .reader
                .holds_tokens(linkable.id, &fingerprints, &sheet.leading)?
            {
                let message =
                    "the indexes of the link stage lack some of its fingerprints or terms";
                self.find("article", row.clone(), message.to_owned());
            }
            let held = self.reader.sheet(linkable.id);
            if let Some(held) = self.read(held, &row)?
                && held != *sheet
            {
                let message = "the base keeps another sheet than its text and annotations give";
                self.find("story_sheet", row, message.to_owned());
            }
        }
        let held = self.reader.token_counts()?;
        if held != (fingerprint_total, term_total) {
            let message = format!(
                "the table holds {} fingerprints, and `link_term` {} terms; the texts give {fingerprint_total} and {term_total}",
                held.0, held.1
            );
            self.find("link_fingerprint", "all".to_owned(), message);
        }
        Ok(())
    }

    /// Compares the passages of one first article.
    fn passages(&mut self, id: ArticleId, held: Vec<(i64, Passage)>, expected: Vec<Passage>) {
        let mut missing: Vec<Passage> = Vec::new();
        let mut held = held;
        for passage in expected {
            match held.iter().position(|(_, held)| *held == passage) {
                Some(at) => {
                    held.swap_remove(at);
                }
                None => missing.push(passage),
            }
        }
        held.sort_unstable_by_key(|(key, _)| *key);
        for (key, wrong) in held {
            // The one that it should be: the missing one that has most in common with it.
            let like = |passage: &Passage| {
                let same = [
                    passage.second.article == wrong.second.article,
                    passage.first == wrong.first,
                    passage.second == wrong.second,
                    passage.matched_words == wrong.matched_words,
                    passage.edits == wrong.edits,
                ];
                same.into_iter().filter(|same| *same).count()
            };
            let nearest = (0..missing.len()).max_by_key(|&at| like(&missing[at]));
            let Some(right) = nearest.map(|at| missing.swap_remove(at)) else {
                self.find(
                    "passage",
                    format!("key {key}"),
                    "the texts give no such passage".to_owned(),
                );
                continue;
            };
            let ends = |passage: &Passage| {
                (
                    passage.first,
                    passage.second,
                    passage.kind,
                    passage.matched_words,
                )
            };
            if ends(&wrong) != ends(&right) {
                self.find(
                    "passage",
                    format!("key {key}"),
                    differs(&ends(&wrong), &ends(&right)),
                );
            }
            for position in 0..wrong.edits.len().max(right.edits.len()) {
                let (wrong, right) = (wrong.edits.get(position), right.edits.get(position));
                if wrong != right {
                    let row = format!("passage {key}, position {position}");
                    self.find("passage_edit", row, differs(&wrong, &right));
                }
            }
        }
        for passage in missing {
            let message = format!(
                "a passage with {} is missing: {passage:?}",
                passage.second.article
            );
            self.find("passage", format!("first {id}"), message);
        }
    }

    fn similarities(&mut self, id: ArticleId, memory: &MemoryIndex) -> Result<()> {
        let held = self.reader.similarities(id)?;
        let expected = match memory.key(id)? {
            Some(key) => memory.similarities(key)?,
            None => Vec::new(),
        };
        let pairs: BTreeSet<(ArticleId, ArticleId)> = held
            .iter()
            .chain(&expected)
            .map(|similarity| (similarity.first, similarity.second))
            .collect();
        for pair in pairs {
            let score = |list: &[retold_model::Similarity]| {
                list.iter()
                    .find(|similarity| (similarity.first, similarity.second) == pair)
                    .map(|similarity| (similarity.score, similarity.kind))
            };
            if score(&held) != score(&expected) {
                let row = format!("first {}, second {}", pair.0, pair.1);
                self.find("similarity", row, differs(&score(&held), &score(&expected)));
            }
        }
        Ok(())
    }

    fn stories(&mut self, expected: &[Story]) -> Result<()> {
        let found = self.reader.stories();
        let Some(held) = self.read(found, "all")? else {
            return Ok(());
        };
        let by_id = |stories: &[Story]| -> BTreeMap<_, Story> {
            stories
                .iter()
                .map(|story| (story.id, story.clone()))
                .collect()
        };
        let (held, expected) = (by_id(&held), by_id(expected));
        for id in held.keys().chain(expected.keys()) {
            let (held, expected) = (held.get(id), expected.get(id));
            if held != expected {
                self.find("story", format!("id {id}"), differs(&held, &expected));
            }
        }
        Ok(())
    }

    fn groups(&mut self, held: &[ReprintGroup], expected: &[ReprintGroup]) {
        for group in held.iter().filter(|group| !expected.contains(group)) {
            let row = format!("group {}", group.articles[0]);
            self.find(
                "reprint_group_article",
                row,
                "the passages give no such group".to_owned(),
            );
        }
        for group in expected.iter().filter(|group| !held.contains(group)) {
            let row = format!("group {}", group.articles[0]);
            let message = format!("the passages give the group {:?}", group.articles);
            self.find("reprint_group_article", row, message);
        }
    }
}
