//! Rules that set attributes of tokens after tagging and parsing.
//!
//! After `formats/spacy-runtime.md`, section 5.2. All rules look at the tokens as they were before the ruler; where
//! several set the same attribute, the last of them holds.

mod condition;

use rmpv::Value;
use rustc_hash::FxHashMap;

use self::condition::Condition;
use crate::error::ModelError;
use crate::labels::{Label, Labels};
use crate::lexeme::{LexemeId, Lexicon};
use crate::msgpack;

const FILE: &str = "attribute_ruler/patterns";

/// Most conditions of rules over several tokens; English has 16.
const MAX_LONG_CONDITIONS: usize = 128;

/// Most looks of tokens kept, at about 100 bytes each; beyond that the cache begins anew.
const MAX_KNOWN: usize = 200_000;

/// What the ruler sees and changes of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RuledToken {
    pub(crate) lexeme: LexemeId,
    pub(crate) tag: Label,
    pub(crate) pos: Label,
    pub(crate) morph: Label,
    pub(crate) dep: Label,
    /// Set if a rule tells the lemma; see [`Ruler::lemma`].
    pub(crate) lemma: Option<RuleLemma>,
}

/// A lemma that a rule sets, as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RuleLemma(u16);

/// The rules of a model. Shared, never changed.
pub(crate) struct Ruler {
    effects: Vec<Effect>,
    lemmas: Vec<Box<str>>,
    /// Conditions on one token with the rule that each fulfils, ascending.
    single: Vec<(Condition, usize)>,
    long: Vec<LongPattern>,
    /// The conditions of all long patterns, one pattern after another.
    long_conditions: Vec<Condition>,
    /// The conditions that a long pattern begins with, as bits.
    long_starts: u128,
}

/// A pattern of several tokens.
struct LongPattern {
    rule: usize,
    /// The number of the first of its conditions.
    first: usize,
    length: usize,
    /// Which of its tokens the rule changes.
    target: usize,
}

/// What a rule sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Effect {
    tag: Option<Label>,
    pos: Option<Label>,
    morph: Option<Label>,
    dep: Option<Label>,
    lemma: Option<RuleLemma>,
}

/// What one worker has found about tokens; cleared with the lexicon whose forms it knows.
#[derive(Default)]
pub(crate) struct RulerCache {
    known: FxHashMap<Key, Matches>,
    /// Rules that match single tokens, one token after another.
    rules: Vec<u16>,
    masks: Vec<u128>,
    effects: Vec<Effect>,
    long: Vec<LongMatch>,
}

/// All that conditions may ask of a token.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    lexeme: LexemeId,
    tag: Label,
    pos: Label,
    dep: Label,
}

/// What the rules say of a token that looks like a key.
#[derive(Clone, Copy)]
struct Matches {
    /// Of all rules on one token together.
    effect: Effect,
    /// Where those rules stand in the cache.
    rules: (u32, u32),
    /// Which conditions of long patterns hold.
    mask: u128,
}

/// A long pattern that was found; the order is that in which rules apply.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct LongMatch {
    token: usize,
    rule: usize,
    start: usize,
    length: usize,
}

impl Ruler {
    /// From the model's file `attribute_ruler/patterns`; the labels that rules set or ask for join `labels`.
    ///
    /// # Errors
    ///
    /// If it is no such file, or has rules of a kind that is not supported.
    pub(crate) fn from_bytes(bytes: &[u8], labels: &mut Labels) -> Result<Self, ModelError> {
        let top = msgpack::read(FILE, bytes)?;
        let rules = top
            .as_array()
            .ok_or_else(|| ModelError::format(FILE, "is no list"))?;
        let mut read = Self {
            effects: Vec::new(),
            lemmas: Vec::new(),
            single: Vec::new(),
            long: Vec::new(),
            long_conditions: Vec::new(),
            long_starts: 0,
        };
        for (number, rule) in rules.iter().enumerate() {
            read.add(number, rule, labels)
                .map_err(|problem| ModelError::format(FILE, format!("rule {number} {problem}")))?;
        }
        Ok(read)
    }

    fn add(&mut self, number: usize, rule: &Value, labels: &mut Labels) -> Result<(), String> {
        u16::try_from(number).map_err(|_| "is one too many")?;
        let effect = self.effect(msgpack::get(rule, "attrs"), labels)?;
        self.effects.push(effect);
        let index = match msgpack::get(rule, "index") {
            None => 0,
            Some(index) => index.as_i64().ok_or("has an index that is no number")?,
        };
        let patterns = msgpack::get(rule, "patterns")
            .and_then(Value::as_array)
            .ok_or("has no patterns")?;
        for pattern in patterns {
            let pattern = pattern.as_array().ok_or("has a pattern that is no list")?;
            let length = pattern.len();
            let target = if index < 0 {
                i64::try_from(length).unwrap_or(0) + index
            } else {
                index
            };
            let target = usize::try_from(target)
                .ok()
                .filter(|target| *target < length);
            let target = target.ok_or("changes a token outside its pattern")?;
            if let [condition] = pattern.as_slice() {
                self.single
                    .push((Condition::from_value(condition, labels)?, number));
                continue;
            }
            let first = self.long_conditions.len();
            if first + length > MAX_LONG_CONDITIONS {
                return Err("has one pattern over several tokens too many".to_owned());
            }
            for condition in pattern {
                self.long_conditions
                    .push(Condition::from_value(condition, labels)?);
            }
            self.long_starts |= 1 << first;
            self.long.push(LongPattern {
                rule: number,
                first,
                length,
                target,
            });
        }
        Ok(())
    }

    fn effect(
        &mut self,
        attributes: Option<&Value>,
        labels: &mut Labels,
    ) -> Result<Effect, String> {
        let attributes = attributes
            .and_then(Value::as_map)
            .ok_or("has no attributes")?;
        let mut effect = Effect::default();
        for (key, value) in attributes {
            let (Some(key), Some(value)) = (msgpack::text(key), msgpack::text(value)) else {
                return Err(format!("sets `{key}` to `{value}`, which is not supported"));
            };
            let label = if key == "MORPH" && value == "_" {
                ""
            } else {
                value
            };
            match key {
                "LEMMA" => effect.lemma = Some(self.number_of(value)?),
                "TAG" | "POS" | "MORPH" | "DEP" => {
                    let label = Some(labels.intern(label).ok_or("has one label too many")?);
                    match key {
                        "TAG" => effect.tag = label,
                        "POS" => effect.pos = label,
                        "MORPH" => effect.morph = label,
                        _ => effect.dep = label,
                    }
                }
                _ => return Err(format!("sets `{key}`, which is not supported")),
            }
        }
        Ok(effect)
    }

    fn number_of(&mut self, lemma: &str) -> Result<RuleLemma, String> {
        if lemma.is_empty() {
            return Err("sets an empty lemma".to_owned());
        }
        let number = self
            .lemmas
            .iter()
            .position(|known| &**known == lemma)
            .unwrap_or(self.lemmas.len());
        if number == self.lemmas.len() {
            self.lemmas.push(Box::from(lemma));
        }
        u16::try_from(number)
            .map(RuleLemma)
            .map_err(|_| "sets one lemma too many".to_owned())
    }

    /// The text of a lemma that a rule has set.
    pub(crate) fn lemma(&self, lemma: RuleLemma) -> &str {
        &self.lemmas[usize::from(lemma.0)]
    }

    /// Applies the rules to the tokens of one document.
    pub(crate) fn apply(
        &self,
        lexicon: &Lexicon,
        cache: &mut RulerCache,
        tokens: &mut [RuledToken],
    ) {
        if cache.known.len() > MAX_KNOWN {
            cache.clear();
        }
        cache.effects.clear();
        cache.masks.clear();
        let mut may_be_long = false;
        for token in &*tokens {
            let matches = self.matches(lexicon, cache, token);
            cache.effects.push(matches.effect);
            cache.masks.push(matches.mask);
            may_be_long |= matches.mask & self.long_starts != 0;
        }
        if may_be_long {
            self.apply_long(lexicon, cache, tokens);
        }
        for (token, effect) in tokens.iter_mut().zip(&cache.effects) {
            token.tag = effect.tag.unwrap_or(token.tag);
            token.pos = effect.pos.unwrap_or(token.pos);
            token.morph = effect.morph.unwrap_or(token.morph);
            token.dep = effect.dep.unwrap_or(token.dep);
            token.lemma = effect.lemma.or(token.lemma);
        }
    }

    /// Finds the long patterns, and puts together anew what happens to the tokens that they change.
    fn apply_long(&self, lexicon: &Lexicon, cache: &mut RulerCache, tokens: &[RuledToken]) {
        let mut found = std::mem::take(&mut cache.long);
        found.clear();
        for (start, mask) in cache.masks.iter().enumerate() {
            if mask & self.long_starts == 0 {
                continue;
            }
            for pattern in &self.long {
                let masks = cache.masks[start..].iter().take(pattern.length);
                let holds = (pattern.first..)
                    .zip(masks)
                    .filter(|(condition, mask)| *mask >> condition & 1 == 1)
                    .count();
                if holds == pattern.length {
                    let token = start + pattern.target;
                    found.push(LongMatch {
                        token,
                        rule: pattern.rule,
                        start,
                        length: pattern.length,
                    });
                }
            }
        }
        found.sort_unstable();
        for group in found.chunk_by(|one, other| one.token == other.token) {
            let token = group[0].token;
            let (first, last) = self.matches(lexicon, cache, &tokens[token]).rules;
            let mut rules: Vec<(usize, usize, usize)> = cache.rules[first as usize..last as usize]
                .iter()
                .map(|rule| (usize::from(*rule), token, 1))
                .chain(
                    group
                        .iter()
                        .map(|long| (long.rule, long.start, long.length)),
                )
                .collect();
            rules.sort_unstable();
            cache.effects[token] = self.together(rules.into_iter().map(|(rule, ..)| rule));
        }
        cache.long = found;
    }

    fn matches(&self, lexicon: &Lexicon, cache: &mut RulerCache, token: &RuledToken) -> Matches {
        let key = Key {
            lexeme: token.lexeme,
            tag: token.tag,
            pos: token.pos,
            dep: token.dep,
        };
        if let Some(matches) = cache.known.get(&key) {
            return *matches;
        }
        let lexeme = lexicon.get(token.lexeme);
        let first = cache.rules.len();
        for (condition, rule) in &self.single {
            let rule = u16::try_from(*rule).expect("rules were counted");
            let is_new = cache.rules.len() == first || cache.rules.last() != Some(&rule);
            if is_new && condition.holds(lexeme, token) {
                cache.rules.push(rule);
            }
        }
        let mut mask = 0;
        for (number, condition) in self.long_conditions.iter().enumerate() {
            mask |= u128::from(condition.holds(lexeme, token)) << number;
        }
        let effect = self.together(cache.rules[first..].iter().map(|rule| usize::from(*rule)));
        let place =
            |index: usize| u32::try_from(index).expect("the worker clears its caches before");
        let matches = Matches {
            effect,
            rules: (place(first), place(cache.rules.len())),
            mask,
        };
        cache.known.insert(key, matches);
        matches
    }

    fn together(&self, rules: impl Iterator<Item = usize>) -> Effect {
        rules.fold(Effect::default(), |before, rule| {
            let after = self.effects[rule];
            Effect {
                tag: after.tag.or(before.tag),
                pos: after.pos.or(before.pos),
                morph: after.morph.or(before.morph),
                dep: after.dep.or(before.dep),
                lemma: after.lemma.or(before.lemma),
            }
        })
    }
}

impl RulerCache {
    /// Forgets all tokens.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::lexeme::Vocabulary;

    /// Applies `rules` to words with tags and dependencies; what they are then, with the lemma set.
    fn ruled(rules: &serde_json::Value, words: &[(&str, &str, &str)]) -> Vec<String> {
        let mut labels = Labels::new();
        let rules = Ruler::from_bytes(&msgpack::file_of(rules), &mut labels).unwrap();
        let vocabulary = Vocabulary::from_bytes(b"\x80").unwrap();
        let (mut lexicon, mut cache) = (Lexicon::default(), RulerCache::default());
        let mut tokens: Vec<RuledToken> = words
            .iter()
            .map(|(text, tag, dep)| RuledToken {
                lexeme: lexicon.intern(&vocabulary, text, None),
                tag: labels.intern(tag).unwrap(),
                pos: Label::NONE,
                morph: Label::NONE,
                dep: labels.intern(dep).unwrap(),
                lemma: None,
            })
            .collect();
        let before = tokens.clone();
        rules.apply(&lexicon, &mut cache, &mut tokens);
        let first = tokens.clone();
        tokens = before;
        rules.apply(&lexicon, &mut cache, &mut tokens);
        assert_eq!(tokens, first, "what is remembered says the same");
        let shown = tokens.iter().map(|token| {
            let lemma = token.lemma.map_or("", |lemma| rules.lemma(lemma));
            let names =
                [token.tag, token.pos, token.morph, token.dep].map(|label| labels.name(label));
            format!("{} {lemma}", names.join(" "))
        });
        shown.collect()
    }

    #[test]
    fn later_rules_overwrite_single_attributes() {
        let rules = json!([
            {"patterns": [[{"TAG": "NN"}], [{"TAG": "NNS"}]], "attrs": {"POS": "NOUN", "MORPH": "Number=Sing"}, "index": 0},
            {"patterns": [[{"TAG": "NNS"}]], "attrs": {"MORPH": "Number=Plur", "LEMMA": "some"}, "index": 0},
            {"patterns": [[{"LOWER": {"IN": ["nil"]}}]], "attrs": {"MORPH": "_", "TAG": "X"}, "index": 0},
        ]);
        assert_eq!(
            ruled(
                &rules,
                &[("a", "NN", "d"), ("b", "NNS", ""), ("NIL", "NN", "")]
            ),
            [
                "NN NOUN Number=Sing d ",
                "NNS NOUN Number=Plur  some",
                "X NOUN   "
            ]
        );
    }

    #[test]
    fn rules_look_at_the_tokens_as_they_were() {
        let rules = json!([
            {"patterns": [[{"TAG": "A"}]], "attrs": {"TAG": "B"}, "index": 0},
            {"patterns": [[{"TAG": "B"}]], "attrs": {"TAG": "C"}, "index": 0},
        ]);
        assert_eq!(
            ruled(&rules, &[("a", "A", ""), ("b", "B", "")]),
            ["B    ", "C    "]
        );
    }

    #[test]
    fn rules_over_several_tokens_take_their_turn() {
        let rules = json!([
            {"patterns": [[{"LOWER": "got"}, {"LOWER": {"REGEX": "^t[ao]$"}}]], "attrs": {"LEMMA": "to"}, "index": 1},
            {"patterns": [[{"LOWER": "ta"}]], "attrs": {"LEMMA": "ta", "POS": "X"}, "index": 0},
            {"patterns": [[{"TAG": {"NOT_IN": ["Z"]}}, {"LOWER": "ta"}, {}]], "attrs": {"POS": "Y"}, "index": -2},
        ]);
        assert_eq!(
            ruled(&rules, &[("Got", "", ""), ("to", "", "")]),
            ["    ", "    to"]
        );
        assert_eq!(
            ruled(&rules, &[("Got", "", ""), ("ta", "", "")]),
            ["    ", " X   ta"]
        );
        assert_eq!(
            ruled(&rules, &[("q", "", ""), ("ta", "", ""), ("", "", "")])[1],
            " Y   ta"
        );
        assert_eq!(
            ruled(&rules, &[("q", "Z", ""), ("ta", "", ""), ("", "", "")])[1],
            " X   ta"
        );
    }

    #[test]
    fn white_space_is_told_apart() {
        let rules = json!([
            {"patterns": [[{"IS_SPACE": true, "DEP": {"NOT_IN": [""]}}]], "attrs": {"DEP": "dep"}, "index": 0},
            {"patterns": [[{"IS_SPACE": false}]], "attrs": {"POS": "X"}, "index": 0},
        ]);
        assert_eq!(
            ruled(&rules, &[("\n", "", "q"), ("\n", "", ""), ("a", "", "q")]),
            ["   dep ", "    ", " X  q "]
        );
    }

    #[test]
    fn err_what_is_not_supported() {
        let problem =
            |rule| match Ruler::from_bytes(&msgpack::file_of(&json!([rule])), &mut Labels::new()) {
                Ok(_) => "none".to_owned(),
                Err(error) => error.to_string(),
            };
        assert_eq!(
            problem(json!({"patterns": [[{"OP": "+"}]], "attrs": {}})),
            "attribute_ruler/patterns: rule 0 asks for `OP` with `IN: [\"+\"]`, which is not supported"
        );
        assert_eq!(
            problem(json!({"patterns": [[{"TAG": "A"}]], "attrs": {"NORM": "a"}})),
            "attribute_ruler/patterns: rule 0 sets `NORM`, which is not supported"
        );
        assert_eq!(
            problem(json!({"patterns": [[{"TAG": "A"}]], "attrs": {}, "index": 1})),
            "attribute_ruler/patterns: rule 0 changes a token outside its pattern"
        );
    }
}
