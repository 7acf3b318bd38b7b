//! The senses of an article's chains: under which name and keys each is stored.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{
    Alias, ArticleId, ArticleNames, ChainName, ChainSense, Decided, Decision, NameKey, NameKind,
    NameSense, NamedChain, Reference, SplitPart,
};
use retold_text::fold::fold_space;

use super::known::{KNOWN, country};
use super::lists::{LISTS, OrganisationWord};
use super::name::{PersonName, content_words, core, fold_name, initials, is_particle, titles};
use super::people::{surnames, wade_giles};
use super::spelling::{skeleton, sounds};
use super::things;

/// Names of one chain that count; a chain with more is an error of the reading.
const MOST_NAMES: usize = 16;

/// Characters of a role that count.
const LONGEST_ROLE: usize = 200;

/// What the base stores of the chains of `article`; chains without a name have no sense.
///
/// A pure function of the article, but for decisions that split off chains of it: see [`Decision::articles`].
pub fn senses(article: &ArticleNames, decisions: &[Decided]) -> Vec<ChainSense> {
    let home = home(article);
    article
        .chains
        .iter()
        .zip(0..)
        .filter_map(|(chain, number)| {
            let mut sense = sense(chain, article.id, home)?;
            // The later decision holds.
            let split = decisions.iter().rev().find_map(|decided| {
                let Decision::Split { apart, .. } = &decided.decision else {
                    return None;
                };
                apart
                    .contains(&SplitPart::Article {
                        article: article.id,
                        name: sense.name.clone(),
                    })
                    .then_some(decided.number)
            });
            if let Some(number) = split {
                sense.facet = format!("{SPLIT}{number}");
            }
            let mut names: Vec<Alias> = chain
                .names
                .iter()
                .take(MOST_NAMES)
                .map(|name| Alias {
                    text: fold_space(&name.text),
                    mentions: u32::try_from(name.ranges.len()).unwrap_or(u32::MAX),
                })
                .filter(|alias| !alias.text.is_empty())
                .collect();
            names.sort();
            names.dedup_by(|later, kept| {
                let same = later.text == kept.text;
                if same {
                    kept.mentions = kept.mentions.saturating_add(later.mentions);
                }
                same
            });
            let forms: BTreeSet<String> = names
                .iter()
                .map(|alias| fold_name(sense.kind, &alias.text))
                .collect();
            let mut keys = keys(sense.kind, &sense.name, &forms);
            if !chain.ids.is_empty() {
                keys.push(KeyRule::Id.key(&sense.facet));
            }
            keys.extend(body_key(&sense));
            keys.sort();
            Some(ChainSense {
                chain: number,
                sense,
                keys,
                names,
            })
        })
        .collect()
}

/// How the facet of a chain that was split off by hand begins.
pub(super) const SPLIT: &str = "split ";

fn sense(chain: &NamedChain, article: ArticleId, home: Option<&'static str>) -> Option<NameSense> {
    let names: Vec<(&ChainName, String)> = chain
        .names
        .iter()
        .take(MOST_NAMES)
        .map(|name| (name, fold_name(chain.kind, &name.text)))
        .filter(|(_, folded)| !folded.is_empty())
        .collect();
    // Names before acronyms; the one with the most words, then with the most mentions; the first of equals.
    let (_, fullest) = names.iter().rev().max_by_key(|(name, folded)| {
        (
            name.reference == Reference::Name,
            folded.split(' ').count(),
            name.ranges.len(),
        )
    })?;
    let name = usual_head(chain.kind, &names, fullest).unwrap_or(fullest);
    let facet = match (chain.ids.iter().min(), chain.kind) {
        (Some(id), _) => format!("{} {}", id.scheme, id.value),
        (None, NameKind::Person) => {
            let role = role_facet(chain);
            // "Maria", "Smith": the next article's is another one until something tells.
            if role.is_empty() && is_common(name) {
                format!("{ARTICLE}{article}")
            } else {
                role
            }
        }
        (None, NameKind::Organisation) if is_of_every_town(name) => format!("{ARTICLE}{article}"),
        (None, NameKind::Organisation) if is_of_every_country(name) => match home {
            Some(country) => format!("{COUNTRY}{country}"),
            None => format!("{ARTICLE}{article}"),
        },
        (None, _) => String::new(),
    };
    Some(NameSense {
        kind: chain.kind,
        name: name.clone(),
        facet,
    })
}

/// How the facet of a name begins that each article has for itself.
pub(super) const ARTICLE: &str = "article ";

/// How the facet of a body begins that every country has.
pub(super) const COUNTRY: &str = "in ";

/// Whether a person's name is a word that very many bear.
pub(super) fn is_common(name: &str) -> bool {
    !name.contains(' ')
        && (LISTS.common_surnames.contains(name)
            || LISTS.first_names.contains(name)
            || !LISTS.given_groups(name).is_empty())
}

/// Whether a body's name has no word that tells it from its like in other countries: "Ministry of Education".
fn is_of_every_country(name: &str) -> bool {
    KNOWN.entry(NameKind::Organisation, name).is_none()
        && content_words(name)
            .into_iter()
            .all(|word| LISTS.body_words.contains(word))
}

/// Whether a body's name has no word that tells it from its like in other towns: "Sheriff's Office".
fn is_of_every_town(name: &str) -> bool {
    let words = content_words(name);
    let is_local = |word: &&str| LISTS.local_words.contains(word);
    KNOWN.entry(NameKind::Organisation, name).is_none()
        && { words.iter() }.all(|word| is_local(word) || LISTS.body_words.contains(word))
        && (words.iter().any(is_local) || words == ["police", "department"])
}

/// A body that every country has, with its country: "Kenyan Ministry of Health", and "Health Ministry" in an article about
/// Kenya.
fn body_key(sense: &NameSense) -> Option<NameKey> {
    if sense.kind != NameKind::Organisation {
        return None;
    }
    let mut own = None;
    let mut rest: Vec<&str> = Vec::new();
    let words: Vec<&str> = sense.name.split(' ').collect();
    let mut at = 0;
    while at < words.len() {
        let two = words.get(at..at + 2).map(|pair| pair.join(" "));
        let known = two
            .as_deref()
            .and_then(country)
            .map(|country| (country, 2))
            .or_else(|| country(words[at]).map(|country| (country, 1)));
        match known {
            Some((country, length)) if own.is_none() => {
                own = Some(country);
                at += length;
            }
            _ => {
                rest.push(words[at]);
                at += 1;
            }
        }
    }
    let country = own.or_else(|| sense.facet.strip_prefix(COUNTRY))?;
    let rest = rest.join(" ");
    if rest.is_empty() || !is_of_every_country(&rest) {
        return None;
    }
    let mut words = content_words(&rest);
    words.sort_unstable();
    Some(KeyRule::Body.key(&format!("{} of {country}", words.join(" "))))
}

/// Mentions of a country from which on an article may be about it.
const HOME: usize = 2;

/// The country that an article is about: named, with its people, at least twice as often as any other.
fn home(article: &ArticleNames) -> Option<&'static str> {
    let mut mentions: BTreeMap<&'static str, usize> = BTreeMap::new();
    for chain in &article.chains {
        if !matches!(chain.kind, NameKind::Place | NameKind::Group) {
            continue;
        }
        for name in chain.names.iter().take(MOST_NAMES) {
            let folded = fold_name(chain.kind, &name.text);
            if let Some(country) = country(&folded) {
                *mentions.entry(country).or_default() += name.ranges.len();
            }
        }
    }
    let most = mentions
        .values()
        .copied()
        .max()
        .filter(|&most| most >= HOME)?;
    let mut leading = mentions.iter().filter(|&(_, &count)| 2 * count > most);
    match (leading.next(), leading.next()) {
        (Some((country, _)), None) => Some(country),
        _ => None,
    }
}

/// How many times as often as the fullest name its first words must stand alone to be the name.
const USUAL: usize = 2;

/// The first words of an organisation's fullest name where they are its usual name: an article that has "Boeing" ten
/// times and "Boeing Commercial Airplanes" once is about Boeing. Not "University" for "University of Alabama", nor what
/// many names begin with.
fn usual_head<'n>(
    kind: NameKind,
    names: &'n [(&ChainName, String)],
    fullest: &str,
) -> Option<&'n String> {
    if kind != NameKind::Organisation {
        return None;
    }
    let mentions = |folded: &str| -> usize {
        names
            .iter()
            .filter(|(_, other)| other == folded)
            .map(|(name, _)| name.ranges.len())
            .sum()
    };
    names
        .iter()
        .map(|(_, folded)| folded)
        .filter(|folded| {
            fullest
                .strip_prefix(folded.as_str())
                .and_then(|rest| rest.strip_prefix(' '))
                .is_some_and(|rest| stands_alone(folded, rest))
                && mentions(folded) >= USUAL * mentions(fullest)
        })
        .max_by_key(|folded| mentions(folded))
}

/// Whether the first words of a name name the thing without the rest.
fn stands_alone(head: &str, rest: &str) -> bool {
    let class = |word: &str| LISTS.organisation_words.get(word);
    let next = rest.split(' ').next().unwrap_or_default();
    class(next) != Some(&OrganisationWord::Small)
        && head.split(' ').any(|word| {
            class(word).is_none()
                && country(word).is_none()
                && !LISTS.general_words.contains(word)
                && word.chars().count() > 2
        })
}

/// The first role that the lists know, with its country: "president of brazil".
fn role_facet(chain: &NamedChain) -> String {
    let stated = chain.roles.iter().map(|role| role_words(&role.text));
    let titles = chain.names.iter().map(|name| titles(&name.text));
    for words in stated.chain(titles) {
        if let Some(role) = known_role(&words) {
            let country = (0..words.len()).find_map(|at| {
                let two = words.get(at..at + 2).map(|pair| pair.join(" "));
                two.as_deref()
                    .and_then(country)
                    .or_else(|| country(&words[at]))
            });
            return match country {
                Some(country) => format!("{role} of {country}"),
                None => role.to_owned(),
            };
        }
    }
    String::new()
}

fn role_words(text: &str) -> Vec<String> {
    let cut: String = text.chars().take(LONGEST_ROLE).collect();
    fold_name(NameKind::Place, &cut)
        .split(' ')
        .map(str::to_owned)
        .collect()
}

/// Abbreviated offices with what they stand for.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("adm", "admiral"),
    ("amb", "ambassador"),
    ("brig", "brigadier"),
    ("capt", "captain"),
    ("col", "colonel"),
    ("det", "detective"),
    ("dr", "doctor"),
    ("gen", "general"),
    ("gov", "governor"),
    ("lt", "lieutenant"),
    ("maj", "major"),
    ("pm", "prime minister"),
    ("prof", "professor"),
    ("rep", "representative"),
    ("sen", "senator"),
    ("sgt", "sergeant"),
];

/// The longest phrase of the list at the first place where there is one.
fn known_role(words: &[String]) -> Option<&'static str> {
    (0..words.len()).find_map(|at| {
        (1..=3).rev().find_map(|length| {
            let phrase = words.get(at..at + length)?.join(" ");
            let singular = phrase.strip_suffix('s').unwrap_or(&phrase);
            if let Some((_, role)) = ABBREVIATIONS.iter().find(|(short, _)| *short == phrase) {
                return Some(*role);
            }
            LISTS
                .roles
                .get_key_value(phrase.as_str())
                .or_else(|| LISTS.roles.get_key_value(singular))
                .map(|(role, _)| *role)
        })
    })
}

/// The rules that look for senses that may be one entity, by the first letter of their keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyRule {
    /// The same name.
    Name,
    /// A person's first and last name, by their [skeletons](skeleton).
    Person,
    /// A person's surname, by its sounds.
    Surname,
    /// The words of another name, by their skeletons.
    Thing,
    /// A name that a chain has beside its full one.
    Form,
    /// Initials.
    Initials,
    /// A name without the words that say what it is.
    Core,
    /// The id that other stages know it by.
    Id,
    /// A body that every country has, with its country.
    Body,
}

impl KeyRule {
    pub(super) fn key(self, value: &str) -> NameKey {
        NameKey(format!("{} {value}", self.letter()))
    }

    fn letter(self) -> char {
        match self {
            Self::Name => 'n',
            Self::Person => 'p',
            Self::Surname => 's',
            Self::Thing => 't',
            Self::Form => 'f',
            Self::Initials => 'i',
            Self::Core => 'c',
            Self::Id => 'd',
            Self::Body => 'b',
        }
    }

    /// The rule of a key.
    pub(super) fn of(key: &NameKey) -> Option<Self> {
        [
            Self::Name,
            Self::Person,
            Self::Surname,
            Self::Thing,
            Self::Form,
            Self::Initials,
            Self::Core,
            Self::Id,
            Self::Body,
        ]
        .into_iter()
        .find(|rule| key.0.starts_with(rule.letter()))
    }
}

/// Letters of an acronym that is looked up among initials without being introduced.
pub(super) const INITIALS: std::ops::RangeInclusive<usize> = 4..=7;

/// The keys of a sense by one chain, with all the folded names of it.
fn keys(kind: NameKind, name: &str, forms: &BTreeSet<String>) -> Vec<NameKey> {
    let mut keys = BTreeSet::from([KeyRule::Name.key(name)]);
    if kind == NameKind::Person {
        let person = PersonName::of(name);
        for surname in surnames(&person.words) {
            keys.insert(KeyRule::Surname.key(&sounds(surname)));
        }
        let words = &person.words;
        if words.len() > 1 {
            let last = words.len() - 1;
            // First with each later word, each word with the last: middle names and second family names come and go.
            for i in 0..words.len().min(6) {
                for j in i + 1..words.len().min(6) {
                    if i == 0 || j == last {
                        let surname = skeleton(&words[j]);
                        for given in given_keys(&words[i]) {
                            keys.insert(KeyRule::Person.key(&pair(&given, &surname)));
                        }
                        // An initial meets the names that begin so.
                        if i == 0
                            && j == last
                            && let Some(first) = words[0].chars().next()
                        {
                            keys.insert(KeyRule::Person.key(&format!("{first}. {surname}")));
                        }
                        if i == 0 && j == last && LISTS.family_first.contains(words[0].as_str()) {
                            for given in given_keys(&words[j]) {
                                keys.insert(
                                    KeyRule::Person.key(&pair(&given, &skeleton(&words[i]))),
                                );
                            }
                        }
                    }
                }
            }
            if let Some(chinese) = wade_giles(&person) {
                keys.insert(KeyRule::Person.key(&chinese));
            }
            if words.len() > 2 {
                // "Jong-un", "Jongun".
                keys.insert(KeyRule::Person.key(&words.concat()));
            } else if LISTS.family_first.contains(words[0].as_str()) {
                keys.insert(KeyRule::Person.key(&words.concat()));
            }
        } else if words.len() == 1 && is_particle(&words[0]) {
            keys.clear();
            keys.insert(KeyRule::Name.key(name));
        }
        return keys.into_iter().collect();
    }
    if let Some(spelling) = things::spelling_key(name) {
        keys.insert(KeyRule::Thing.key(&spelling));
    }
    keys.insert(KeyRule::Form.key(name));
    for form in forms {
        if form != name && !form.is_empty() {
            keys.insert(KeyRule::Form.key(form));
        }
    }
    if kind == NameKind::Organisation {
        let length = name.chars().count();
        if !name.contains(' ') && INITIALS.contains(&length) {
            keys.insert(KeyRule::Initials.key(name));
        }
        if let Some(initials) = initials(name)
            && INITIALS.contains(&initials.chars().count())
        {
            keys.insert(KeyRule::Initials.key(&initials));
        }
        keys.insert(KeyRule::Core.key(core(name).unwrap_or(name)));
    }
    keys.into_iter().collect()
}

/// What a given name is looked up by: its skeleton, and those of the groups it is a form of.
fn given_keys(word: &str) -> Vec<String> {
    let mut result = vec![skeleton(word)];
    for group in LISTS.given_groups(word) {
        result.push(format!("{group}"));
    }
    result
}

/// Two words in order, so that either may stand first.
fn pair(one: &str, other: &str) -> String {
    let (one, other) = if one <= other {
        (one, other)
    } else {
        (other, one)
    };
    format!("{one}+{other}")
}
