//! The register of people, organisations, places and groups: what a base's articles name, across all of them.

use retold_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::{
    Annotations, ArticleId, Chain, EntityId, LinkIndexError, Linkable, NameKind, Placing,
    Reference, Stamp,
};

/// What the register needs to know of an article's current version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleNames {
    /// Its id.
    pub id: ArticleId,
    /// When published, as stated.
    pub published: Option<Stamp>,
    /// The publication.
    pub outlet: Option<String>,
    /// Its coreference chains, in their order: a [`ChainSense`] names one by its place in this list.
    pub chains: Vec<NamedChain>,
}

impl ArticleNames {
    /// The names of the chains in `annotations` of `article`.
    pub fn of(article: &Linkable, annotations: &Annotations) -> Self {
        Self {
            id: article.id,
            published: article.published,
            outlet: article.outlet.clone(),
            chains: annotations
                .chains
                .iter()
                .map(|chain| NamedChain {
                    ids: place_ids(chain, annotations),
                    ..NamedChain::of(chain, &article.text)
                })
                .collect(),
        }
    }
}

/// The `GeoNames` id of the place that a chain of a place stands for, if all its mentions that were read agree.
fn place_ids(chain: &Chain, annotations: &Annotations) -> Vec<AuthorityId> {
    if chain.kind != NameKind::Place {
        return Vec::new();
    }
    let mut ids: Vec<u32> = annotations
        .places
        .iter()
        .filter(|reading| {
            reading.placing == Placing::Itself
                && reading.confidence >= SURE_PLACE
                && chain
                    .members
                    .iter()
                    .any(|member| member.range == reading.range)
        })
        .filter_map(|reading| reading.place.geonames)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    match ids[..] {
        [id] => vec![AuthorityId {
            scheme: "geonames".to_owned(),
            value: id.to_string(),
        }],
        _ => Vec::new(),
    }
}

/// The confidence of a reading from which on it tells places of one name apart.
const SURE_PLACE: u8 = 60;

/// A coreference chain, by its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedChain {
    /// What kind of thing it is.
    pub kind: NameKind,
    /// The names in it, each text once.
    pub names: Vec<ChainName>,
    /// What it is said to be.
    pub roles: Vec<StatedRole>,
    /// What other stages know it as, a place by its GeoNames id: chains with different ids of one scheme stay apart.
    pub ids: Vec<AuthorityId>,
}

/// One name of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainName {
    /// As written.
    pub text: String,
    /// By name or acronym.
    pub reference: Reference,
    /// Where in the article, ascending, never empty.
    pub ranges: Vec<TextRange>,
}

/// What the text says that somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedRole {
    /// As written.
    pub text: String,
    /// Where in the article.
    pub range: TextRange,
}

impl NamedChain {
    /// The names and roles of `chain`, whose ranges index `text`.
    pub fn of(chain: &Chain, text: &str) -> Self {
        let mut names: Vec<ChainName> = Vec::new();
        for member in &chain.members {
            if !matches!(member.reference, Reference::Name | Reference::Acronym) {
                continue;
            }
            let Some(words) = member.range.slice(text) else {
                continue;
            };
            match names.iter_mut().find(|name| name.text == words) {
                Some(name) => name.ranges.push(member.range),
                None => names.push(ChainName {
                    text: words.to_owned(),
                    reference: member.reference,
                    ranges: vec![member.range],
                }),
            }
        }
        let roles = chain
            .roles
            .iter()
            .filter_map(|&range| {
                Some(StatedRole {
                    text: range.slice(text)?.to_owned(),
                    range,
                })
            })
            .collect();
        Self {
            kind: chain.kind,
            names,
            roles,
            ids: Vec::new(),
        }
    }
}

/// One name as the articles use it that give no reason to tell its bearers apart. The register's atom: whatever has
/// the same sense is the same entity, however many articles there are.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NameSense {
    /// The kind, as the articles have it.
    pub kind: NameKind,
    /// The fullest name of the chain, folded: see `retold_link::entities::fold_name`.
    pub name: String,
    /// What the article says that tells namesakes apart: "president", "president of us", "geonames 2643743", "split 3";
    /// empty where it says nothing.
    pub facet: String,
}

/// A key under which senses are looked up that may be one entity: "surname obama". Opaque; made by
/// `retold_link::entities`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NameKey(pub String);

/// What is stored of one chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainSense {
    /// Its place among the chains of its article.
    pub chain: u32,
    /// Its sense.
    pub sense: NameSense,
    /// The keys that its sense has by this chain, ascending, without doubles. A sense has the keys of all its chains.
    pub keys: Vec<NameKey>,
    /// The names as written, with their mentions, by text.
    pub names: Vec<Alias>,
}

/// A name as written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Alias {
    /// As written, with white space folded.
    pub text: String,
    /// How often.
    pub mentions: u32,
}

/// What a base knows of a sense: sums over its chains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SenseSummary {
    /// The sense.
    pub sense: NameSense,
    /// Chains that have it.
    pub chains: u32,
    /// The names of these chains, each text once, by text.
    pub names: Vec<Alias>,
    /// The first article: least by ([`Stamp::sort_key`] of the publication, id), with those without a stamp last.
    pub first: FirstArticle,
    /// The articles with the smallest ids, ascending, at most [`SenseSummary::SAMPLE`]: a sample that the order of adding
    /// has no part in.
    pub sample: Vec<ArticleId>,
    /// The [`SettledSense::signature`] that the last update gave; `None` for a sense that is new.
    pub settled: Option<u64>,
}

impl SenseSummary {
    /// Articles in a sample.
    pub const SAMPLE: usize = 16;
}

/// The article in which something was named first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstArticle {
    /// When it was published, as stated.
    pub published: Option<Stamp>,
    /// Which.
    pub article: ArticleId,
}

impl Ord for FirstArticle {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |first: &Self| (first.published.is_none(), first.published, first.article);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for FirstArticle {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// What a merge stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MergeGround {
    /// A user said so.
    ByHand,
    /// An authority file or a built-in table has both names in one entry.
    Authority,
    /// The same name, with nothing that tells its bearers apart.
    SameName,
    /// The same name in another order, with or without middle names, initials, titles or legal form.
    FormOfName,
    /// Another spelling of the same name: accents, hyphens, doubled letters.
    SpellingVariant,
    /// The same name out of another script, or by its form in another language or its short form: "Sergei", "Sergey";
    /// "Bill", "William".
    Transliteration,
    /// The initials of the other, introduced by an article or without a rival in the base.
    Acronym,
    /// The last name, with the title or office that the full name has too.
    TitleAndSurname,
    /// The last name, or the first words of an organisation's, of one bearer in the base.
    ShortName,
}

/// Why two senses are one entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Merge {
    /// What it stands on.
    pub ground: MergeGround,
    /// One; the lesser of the two.
    pub one: NameSense,
    /// The other.
    pub other: NameSense,
}

/// An id in somebody's list of things: `geonames` `2643743`, `wikidata` `Q84`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AuthorityId {
    /// Whose list: lower case letters, digits and hyphens.
    pub scheme: String,
    /// The id there.
    pub value: String,
}

/// An entry of an authority file: what a user knows of a thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AuthorityEntry {
    /// The name to show.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its ids.
    #[serde(default)]
    pub ids: Vec<AuthorityId>,
    /// Its kind, where stated: the entry then speaks of this kind alone.
    #[serde(default)]
    pub kind: Option<NameKind>,
}

/// A person, organisation, place or group of the base.
///
/// Its chains are those of its senses; its offices are the roles stated in these chains. Both are looked up where they
/// are wanted: an entity with ten thousand articles is a small record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Named after the article that named it first.
    pub id: EntityId,
    /// What kind of thing it is.
    pub kind: NameKind,
    /// The most usual of its full names, as written.
    pub name: String,
    /// All its names as written, the most frequent first, then by text.
    pub aliases: Vec<Alias>,
    /// Chains that stand for it.
    pub chains: u32,
    /// The first article that names it.
    pub first: FirstArticle,
    /// Its senses, ascending.
    pub senses: Vec<NameSense>,
    /// Why they are one, ascending: enough to connect them all.
    pub merges: Vec<Merge>,
    /// What authority files and other stages know it as, ascending.
    pub ids: Vec<AuthorityId>,
}

/// An office or other role as an article states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedOffice {
    /// As written: "Prime Minister", "a spokesman for the ministry".
    pub text: String,
    /// The article that says so.
    pub article: ArticleId,
    /// Where in it.
    pub range: TextRange,
    /// When it was published, as stated.
    pub published: Option<Stamp>,
    /// The publication.
    pub outlet: Option<String>,
}

/// A chain of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ChainPlace {
    /// The article.
    pub article: ArticleId,
    /// The place among its chains.
    pub chain: u32,
}

/// An entity as a decision names it, in a way that holds when the register is made anew: whatever entity has a chain
/// with this name in the witness.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntityReference {
    /// Its id when the decision was made.
    pub id: EntityId,
    /// A sense of it.
    pub sense: NameSense,
    /// An article with a chain of that sense.
    pub witness: ArticleId,
}

/// What is to be taken out of an entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SplitPart {
    /// All chains with this full name, folded.
    Name(String),
    /// Its chain with this full name in this article.
    Article {
        /// The article.
        article: ArticleId,
        /// The full name that the chain has there, folded.
        name: String,
    },
}

/// A correction by hand. Where two decisions speak of the same, the later one holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// Two entities are one.
    Merge {
        /// One.
        one: EntityReference,
        /// The other.
        other: EntityReference,
    },
    /// Parts of an entity are another one, all of them the same.
    Split {
        /// The entity.
        entity: EntityReference,
        /// What is another.
        apart: Vec<SplitPart>,
    },
    /// The name to show.
    Rename {
        /// The entity.
        entity: EntityReference,
        /// Its name.
        name: String,
    },
    /// The kind of thing.
    SetKind {
        /// The entity.
        entity: EntityReference,
        /// Its kind.
        kind: NameKind,
    },
}

impl Decision {
    /// The articles whose chains have other senses by this decision: to make or to undo it, they are removed and added
    /// again in the same change.
    pub fn articles(&self) -> Vec<ArticleId> {
        let Self::Split { apart, .. } = self else {
            return Vec::new();
        };
        let mut articles: Vec<ArticleId> = apart
            .iter()
            .filter_map(|part| match part {
                SplitPart::Article { article, .. } => Some(*article),
                SplitPart::Name(_) => None,
            })
            .collect();
        articles.sort_unstable();
        articles.dedup();
        articles
    }

    /// The entities that it speaks of.
    pub fn references(&self) -> Vec<&EntityReference> {
        match self {
            Self::Merge { one, other } => vec![one, other],
            Self::Split { entity, .. }
            | Self::Rename { entity, .. }
            | Self::SetKind { entity, .. } => vec![entity],
        }
    }
}

/// A decision with the number that it was stored under: ascending in the order of deciding, never used again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Decided<D = Decision> {
    /// The number.
    pub number: u32,
    /// The decision.
    pub decision: D,
}

/// The look-ups that the register makes. `retold-store` answers them from its indexes; tests from memory.
///
/// All answers are about the base as it is after a change; [`entity_of`](EntityIndex::entity_of) and
/// [`SenseSummary::settled`] are as last stored. No answer depends on the order in which articles were added.
///
/// # Errors
///
/// Every look-up fails with [`LinkIndexError`] where the base can not be read.
#[expect(
    clippy::missing_errors_doc,
    reason = "all look-ups fail alike, as the trait says"
)]
pub trait EntityIndex {
    /// What is stored of the chains of an article, by chain; empty for an article that the base does not hold.
    fn chain_senses(&self, article: ArticleId) -> Result<Vec<ChainSense>, LinkIndexError>;

    /// What is known of a sense; `None` where no chain has it.
    fn summary(&self, sense: &NameSense) -> Result<Option<SenseSummary>, LinkIndexError>;

    /// The keys of a sense, ascending.
    fn keys(&self, sense: &NameSense) -> Result<Vec<NameKey>, LinkIndexError>;

    /// The senses that have a key, ascending; `None` where there are more than `most`.
    fn with_key(
        &self,
        key: &NameKey,
        most: usize,
    ) -> Result<Option<Vec<KeyedSense>>, LinkIndexError>;

    /// The entity that has a sense, as last stored.
    fn entity_of(&self, sense: &NameSense) -> Result<Option<Entity>, LinkIndexError>;

    /// The decisions in force, ascending by number.
    fn decisions(&self) -> Result<Vec<Decided>, LinkIndexError>;

    /// The entries of the user's authority files that have a name, folded as in `retold_link::entities::fold_name`; in
    /// order.
    fn authority(&self, name: &str) -> Result<Vec<AuthorityEntry>, LinkIndexError>;
}

/// A sense that has a key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyedSense {
    /// The sense.
    pub sense: NameSense,
    /// The entity that has it, as last stored: a number that senses of one entity share, different in every base.
    pub entity: Option<u64>,
}

/// What a sense was when the register was last brought up to date.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SettledSense {
    /// The sense.
    pub sense: NameSense,
    /// A hash of all that the register leans on: as long as it stays, a further article changes counts alone. It never
    /// needs more than 63 bits.
    pub signature: u64,
}

/// What a change of the base does to the register: apply all of it in the transaction of the change.
///
/// To apply it, delete the entities of `dissolved` with their lists of senses, then insert `entities`, then note
/// `settled`. All lists ascend, and hold nothing twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityUpdate {
    /// Entities that are no more, or not as they were.
    pub dissolved: Vec<EntityId>,
    /// Entities that are new, or not as they were; by id. With them every sense of the base is in one entity.
    pub entities: Vec<Entity>,
    /// Senses to note.
    pub settled: Vec<SettledSense>,
    /// The numbers of the decisions in force that speak of an entity which the base does not have now: they rest until
    /// it has. Ascending.
    pub resting: Vec<u32>,
}
