//! A register in memory: the reference for every other base.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{
    Alias, ArticleId, ArticleNames, AuthorityEntry, ChainPlace, ChainSense, Decided, Decision,
    Entity, EntityId, EntityIndex, EntityUpdate, FirstArticle, KeyedSense, LinkIndexError, NameKey,
    NameSense, SenseSummary, StatedOffice,
};

use super::sense::senses;
use super::update::{EntityChange, RemovedNames, authority_names, update};
use crate::hash;

/// Articles, decisions, authority entries and the register of them in memory.
///
/// ```
/// use retold_link::entities::MemoryRegister;
/// let mut register = MemoryRegister::new();
/// register.change(&[], Vec::new()).unwrap();
/// assert_eq!(register.entities().count(), 0);
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryRegister {
    articles: BTreeMap<ArticleId, (ArticleNames, Vec<ChainSense>)>,
    /// The chains of each sense.
    chains: BTreeMap<NameSense, BTreeSet<ChainPlace>>,
    with_key: BTreeMap<NameKey, BTreeMap<NameSense, u32>>,
    keys: BTreeMap<NameSense, BTreeMap<NameKey, u32>>,
    settled: BTreeMap<NameSense, u64>,
    decided: Vec<Decided>,
    decisions_made: u32,
    authority: Vec<AuthorityEntry>,
    entities: BTreeMap<EntityId, Entity>,
    entity_of: BTreeMap<NameSense, EntityId>,
}

impl MemoryRegister {
    /// An empty register.
    pub fn new() -> Self {
        Self::default()
    }

    /// Removes articles, adds articles, and brings the register up to date. An added article that the base holds
    /// already takes the place of the old one.
    ///
    /// # Errors
    ///
    /// None in fact: memory can always be read.
    pub fn change(
        &mut self,
        remove: &[ArticleId],
        add: Vec<ArticleNames>,
    ) -> Result<EntityUpdate, LinkIndexError> {
        self.bring(remove, add, Vec::new(), Vec::new())
    }

    /// Makes a decision; its number takes it back.
    ///
    /// # Errors
    ///
    /// None in fact: memory can always be read.
    pub fn decide(&mut self, decision: Decision) -> Result<(u32, EntityUpdate), LinkIndexError> {
        self.decisions_made += 1;
        let number = self.decisions_made;
        self.decided.push(Decided {
            number,
            decision: decision.clone(),
        });
        Ok((number, self.decision_changed(decision)?))
    }

    /// Takes a decision back: the register is as if it had never been made.
    ///
    /// # Errors
    ///
    /// None in fact: memory can always be read.
    pub fn take_back(&mut self, number: u32) -> Result<EntityUpdate, LinkIndexError> {
        let Some(at) = self
            .decided
            .iter()
            .position(|decided| decided.number == number)
        else {
            return Ok(EntityUpdate::default());
        };
        let gone = self.decided.remove(at);
        self.decision_changed(gone.decision)
    }

    fn decision_changed(&mut self, decision: Decision) -> Result<EntityUpdate, LinkIndexError> {
        let again = decision
            .articles()
            .iter()
            .filter_map(|id| self.articles.get(id))
            .map(|(article, _)| article.clone())
            .collect();
        self.bring(&[], again, vec![decision], Vec::new())
    }

    /// Takes the entries of an authority file in.
    ///
    /// # Errors
    ///
    /// None in fact: memory can always be read.
    pub fn import(&mut self, entries: Vec<AuthorityEntry>) -> Result<EntityUpdate, LinkIndexError> {
        self.authority.extend(entries.iter().cloned());
        self.authority.sort();
        self.authority.dedup();
        self.bring(&[], Vec::new(), Vec::new(), entries)
    }

    fn bring(
        &mut self,
        remove: &[ArticleId],
        add: Vec<ArticleNames>,
        decisions: Vec<Decision>,
        authority: Vec<AuthorityEntry>,
    ) -> Result<EntityUpdate, LinkIndexError> {
        let leaving: BTreeSet<ArticleId> = remove
            .iter()
            .copied()
            .chain(add.iter().map(|article| article.id))
            .filter(|id| self.articles.contains_key(id))
            .collect();
        let removed = leaving
            .iter()
            .map(|&id| RemovedNames::of(self, id))
            .collect::<Result<Vec<_>, _>>()?;
        for &id in &leaving {
            self.drop_article(id);
        }
        let mut added = BTreeSet::new();
        for article in add {
            added.insert(article.id);
            self.drop_article(article.id);
            self.hold(article);
        }
        let change = EntityChange {
            removed,
            added: added.into_iter().collect(),
            decisions,
            authority,
        };
        let update = update(self, &change)?;
        self.apply(&update);
        Ok(update)
    }

    /// Applies an update, as every base must.
    pub fn apply(&mut self, update: &EntityUpdate) {
        for id in &update.dissolved {
            for sense in self
                .entities
                .remove(id)
                .map_or_else(Vec::new, |entity| entity.senses)
            {
                if self.entity_of.get(&sense) == Some(id) {
                    self.entity_of.remove(&sense);
                }
            }
        }
        for entity in &update.entities {
            for sense in &entity.senses {
                self.entity_of.insert(sense.clone(), entity.id);
            }
            self.entities.insert(entity.id, entity.clone());
        }
        for settled in &update.settled {
            self.settled
                .insert(settled.sense.clone(), settled.signature);
        }
    }

    /// All entities, by id.
    pub fn entities(&self) -> impl Iterator<Item = &Entity> {
        self.entities.values()
    }

    /// The entity of a chain; `None` for a chain without a name, and one that the base does not hold.
    pub fn entity(&self, place: ChainPlace) -> Option<&Entity> {
        let (_, chains) = self.articles.get(&place.article)?;
        let chain = chains.iter().find(|chain| chain.chain == place.chain)?;
        self.entities.get(self.entity_of.get(&chain.sense)?)
    }

    /// The chains of an entity, ascending.
    pub fn chains(&self, entity: &Entity) -> Vec<ChainPlace> {
        let mut places: Vec<ChainPlace> = entity
            .senses
            .iter()
            .filter_map(|sense| self.chains.get(sense))
            .flatten()
            .copied()
            .collect();
        places.sort_unstable();
        places
    }

    /// The offices and other roles of an entity as stated, by date, those without one last, then by article and place.
    pub fn offices(&self, entity: &Entity) -> Vec<StatedOffice> {
        let mut offices: Vec<StatedOffice> = self
            .chains(entity)
            .into_iter()
            .filter_map(|place| {
                let (article, _) = self.articles.get(&place.article)?;
                let chain = article.chains.get(usize::try_from(place.chain).ok()?)?;
                Some(chain.roles.iter().map(|role| StatedOffice {
                    text: role.text.clone(),
                    article: article.id,
                    range: role.range,
                    published: article.published,
                    outlet: article.outlet.clone(),
                }))
            })
            .flatten()
            .collect();
        offices.sort_by_key(|office| {
            let first = FirstArticle {
                published: office.published,
                article: office.article,
            };
            (first, office.range.start(), office.range.end())
        });
        offices
    }

    fn hold(&mut self, article: ArticleNames) {
        let chains = senses(&article, &self.decided);
        for chain in &chains {
            let place = ChainPlace {
                article: article.id,
                chain: chain.chain,
            };
            self.chains
                .entry(chain.sense.clone())
                .or_default()
                .insert(place);
            for key in &chain.keys {
                *self
                    .with_key
                    .entry(key.clone())
                    .or_default()
                    .entry(chain.sense.clone())
                    .or_default() += 1;
                *self
                    .keys
                    .entry(chain.sense.clone())
                    .or_default()
                    .entry(key.clone())
                    .or_default() += 1;
            }
        }
        self.articles.insert(article.id, (article, chains));
    }

    fn drop_article(&mut self, id: ArticleId) {
        let Some((_, chains)) = self.articles.remove(&id) else {
            return;
        };
        for chain in chains {
            let place = ChainPlace {
                article: id,
                chain: chain.chain,
            };
            let sense = &chain.sense;
            if let Some(places) = self.chains.get_mut(sense) {
                places.remove(&place);
                if places.is_empty() {
                    self.chains.remove(sense);
                    self.settled.remove(sense);
                }
            }
            for key in &chain.keys {
                take_one(&mut self.with_key, key, sense);
                take_one(&mut self.keys, sense, key);
            }
        }
    }
}

/// Counts one down in a table of tables, and drops what is empty.
fn take_one<A: Ord + Clone, B: Ord>(
    table: &mut BTreeMap<A, BTreeMap<B, u32>>,
    row: &A,
    column: &B,
) {
    let Some(columns) = table.get_mut(row) else {
        return;
    };
    if let Some(count) = columns.get_mut(column) {
        *count -= 1;
        if *count == 0 {
            columns.remove(column);
        }
    }
    if columns.is_empty() {
        table.remove(row);
    }
}

impl EntityIndex for MemoryRegister {
    fn chain_senses(&self, article: ArticleId) -> Result<Vec<ChainSense>, LinkIndexError> {
        Ok(self
            .articles
            .get(&article)
            .map_or_else(Vec::new, |(_, chains)| chains.clone()))
    }

    fn summary(&self, sense: &NameSense) -> Result<Option<SenseSummary>, LinkIndexError> {
        let Some(places) = self.chains.get(sense) else {
            return Ok(None);
        };
        let mut names: BTreeMap<&str, u32> = BTreeMap::new();
        let mut first: Option<FirstArticle> = None;
        let mut sample = Vec::new();
        for place in places {
            let Some((article, chains)) = self.articles.get(&place.article) else {
                continue;
            };
            let here = FirstArticle {
                published: article.published,
                article: article.id,
            };
            first = Some(first.map_or(here, |first| first.min(here)));
            if sample.last() != Some(&article.id) && sample.len() < SenseSummary::SAMPLE {
                sample.push(article.id);
            }
            for chain in chains.iter().filter(|chain| chain.chain == place.chain) {
                for alias in &chain.names {
                    *names.entry(&alias.text).or_default() += alias.mentions;
                }
            }
        }
        let Some(first) = first else { return Ok(None) };
        Ok(Some(SenseSummary {
            sense: sense.clone(),
            chains: u32::try_from(places.len()).unwrap_or(u32::MAX),
            names: names
                .into_iter()
                .map(|(text, mentions)| Alias {
                    text: text.to_owned(),
                    mentions,
                })
                .collect(),
            first,
            sample,
            settled: self.settled.get(sense).copied(),
        }))
    }

    fn keys(&self, sense: &NameSense) -> Result<Vec<NameKey>, LinkIndexError> {
        Ok(self
            .keys
            .get(sense)
            .map_or_else(Vec::new, |keys| keys.keys().cloned().collect()))
    }

    fn with_key(
        &self,
        key: &NameKey,
        most: usize,
    ) -> Result<Option<Vec<KeyedSense>>, LinkIndexError> {
        let Some(senses) = self.with_key.get(key) else {
            return Ok(Some(Vec::new()));
        };
        let entity = |sense| self.entity_of.get(sense);
        let number = |id: &EntityId| hash::bytes(id.to_string().bytes());
        let keyed = senses.keys().map(|sense| KeyedSense {
            sense: sense.clone(),
            entity: entity(sense).map(number),
        });
        Ok((senses.len() <= most).then(|| keyed.collect()))
    }

    fn entity_of(&self, sense: &NameSense) -> Result<Option<Entity>, LinkIndexError> {
        Ok(self
            .entity_of
            .get(sense)
            .and_then(|id| self.entities.get(id))
            .cloned())
    }

    fn decisions(&self) -> Result<Vec<Decided>, LinkIndexError> {
        Ok(self.decided.clone())
    }

    fn authority(&self, name: &str) -> Result<Vec<AuthorityEntry>, LinkIndexError> {
        Ok(self
            .authority
            .iter()
            .filter(|entry| authority_names(entry).iter().any(|own| own == name))
            .cloned()
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use retold_model::{ChainName, NameKind, NamedChain, Reference};
    use retold_text::TextRange;

    use super::*;

    /// Counts the look-ups and the rows that they give.
    struct Counted<'r> {
        register: &'r MemoryRegister,
        rows: Cell<usize>,
    }

    impl Counted<'_> {
        fn add(&self, rows: usize) {
            self.rows.set(self.rows.get() + 1 + rows);
        }
    }

    impl EntityIndex for Counted<'_> {
        fn chain_senses(&self, article: ArticleId) -> Result<Vec<ChainSense>, LinkIndexError> {
            let found = self.register.chain_senses(article)?;
            self.add(found.len());
            Ok(found)
        }

        fn summary(&self, sense: &NameSense) -> Result<Option<SenseSummary>, LinkIndexError> {
            let found = self.register.summary(sense)?;
            self.add(
                found
                    .as_ref()
                    .map_or(0, |found| found.names.len() + found.sample.len()),
            );
            Ok(found)
        }

        fn keys(&self, sense: &NameSense) -> Result<Vec<NameKey>, LinkIndexError> {
            let found = self.register.keys(sense)?;
            self.add(found.len());
            Ok(found)
        }

        fn with_key(
            &self,
            key: &NameKey,
            most: usize,
        ) -> Result<Option<Vec<KeyedSense>>, LinkIndexError> {
            let found = self.register.with_key(key, most)?;
            self.add(found.as_ref().map_or(0, Vec::len));
            Ok(found)
        }

        fn entity_of(&self, sense: &NameSense) -> Result<Option<Entity>, LinkIndexError> {
            let found = self.register.entity_of(sense)?;
            self.add(
                found
                    .as_ref()
                    .map_or(0, |found| found.senses.len() + found.aliases.len()),
            );
            Ok(found)
        }

        fn decisions(&self) -> Result<Vec<Decided>, LinkIndexError> {
            self.register.decisions()
        }

        fn authority(&self, name: &str) -> Result<Vec<AuthorityEntry>, LinkIndexError> {
            self.register.authority(name)
        }
    }

    fn article(number: usize, names: &[&str]) -> ArticleNames {
        ArticleNames {
            id: ArticleId::of_url(&number.to_string()),
            published: None,
            outlet: None,
            chains: names
                .iter()
                .map(|name| NamedChain {
                    kind: NameKind::Person,
                    names: vec![ChainName {
                        text: (*name).to_owned(),
                        reference: Reference::Name,
                        ranges: vec![TextRange::of(0, 1)],
                    }],
                    roles: Vec::new(),
                    ids: Vec::new(),
                })
                .collect(),
        }
    }

    /// Rows that the last of `count` articles about one person costs.
    fn cost(count: usize) -> usize {
        let names = ["Barack Obama", "Obama", "Barack H. Obama", "Michelle Obama"];
        let mut register = MemoryRegister::new();
        register
            .change(&[], (1..count).map(|at| article(at, &names)).collect())
            .unwrap();
        register.hold(article(0, &names));
        let counted = Counted {
            register: &register,
            rows: Cell::new(0),
        };
        let change = EntityChange {
            added: vec![ArticleId::of_url("0")],
            ..EntityChange::default()
        };
        let update = update(&counted, &change).unwrap();
        assert_eq!(update.entities.len(), 3);
        counted.rows.get()
    }

    #[test]
    fn an_article_more_costs_the_same_however_many_there_are() {
        // Not at a step of the doubling counts.
        assert!(cost(1500) <= cost(150), "{} {}", cost(1500), cost(150));
    }
}
