//! Statements that a report has from another outlet and says so: "the Herald reported", "the mayor told Reuters", "according to MPA".
//!
//! Lineage sees copied words; what is told again in other words it cannot see. Where the report names the outlet that it has a
//! statement from, the statement is that outlet's, however many tell it again.

use std::collections::BTreeMap;

use retold_model::{ArticleId, Lineage, Report, Source, Statement, Voucher};
use retold_outlets::register;
use retold_text::word::words;

/// Initials of fewer letters are of too many things.
const LEAST_INITIALS: usize = 3;

/// The outlets that the reports of a story name as the source of statements.
pub(crate) struct Attributions<'a> {
    reports: BTreeMap<ArticleId, Report<'a>>,
    lineages: &'a [Lineage],
    /// The outlets of the reports, each with its first report: the words of the name, and the initials.
    outlets: Vec<Outlet>,
    /// For each other outlet that a report has something from the first of them by id.
    first: BTreeMap<&'a str, ArticleId>,
}

struct Outlet {
    name: String,
    words: Vec<String>,
    initials: Option<String>,
    article: ArticleId,
}

impl<'a> Attributions<'a> {
    pub(crate) fn of(reports: &[Report<'a>], lineages: &'a [Lineage]) -> Self {
        let mut outlets: Vec<Outlet> = Vec::new();
        let mut first: BTreeMap<&str, ArticleId> = BTreeMap::new();
        for report in reports {
            if let Some(name) = report.outlet
                && outlets.iter().all(|outlet| outlet.name != name)
            {
                outlets.push(Outlet::new(name, report.id));
            }
            for named in &report.annotations.outlets {
                if named.quote.is_some() {
                    let first = first.entry(&named.name).or_insert(report.id);
                    *first = report.id.min(*first);
                }
            }
        }
        let reports = reports.iter().map(|report| (report.id, *report));
        Self {
            reports: reports.collect(),
            lineages,
            outlets,
            first,
        }
    }

    /// Whose a statement is that an article makes in words of its own, where it has it from another outlet.
    pub(crate) fn root(&self, statement: &Statement) -> Option<Source> {
        let Voucher::Quote(number) = statement.voucher else {
            return None;
        };
        let report = self.reports.get(&statement.article)?;
        let quote = report.annotations.quotes.get(number as usize)?;
        let via = quote.via.iter().map(|link| link.mention);
        for phrase in quote.speaker.into_iter().chain(via) {
            let phrase = phrase.slice(report.text).unwrap_or_default();
            let told = { self.outlets.iter() }
                .find(|outlet| report.outlet != Some(&outlet.name) && outlet.is_named(phrase));
            if let Some(told) = told {
                return Some(self.of_article(told.article));
            }
        }
        let own = report.outlet.and_then(|name| register().named(name));
        let named = { report.annotations.outlets.iter() }
            .filter(|named| named.quote == Some(number))
            // A network of people is no outlet, and "agencies" are no one's.
            .filter(|named| named.country.is_some())
            .find(|named| {
                own.as_ref()
                    .is_none_or(|own| own.outlet().name != named.name)
            })?;
        let known = { self.lineages.iter().flat_map(|lineage| &lineage.roots) }
            .map(|root| &root.root)
            .find(
                |root| matches!(root, Source::Agency { names, .. } if names.contains(&named.name)),
            );
        let of_story = || {
            let is_it = |outlet: &&Outlet| {
                { register().named(&outlet.name) }
                    .is_some_and(|found| found.outlet().name == named.name)
            };
            self.outlets.iter().find(is_it).map(|outlet| outlet.article)
        };
        Some(match (known, of_story()) {
            (Some(known), _) => known.clone(),
            (None, Some(article)) => self.of_article(article),
            (None, None) => Source::Agency {
                names: vec![named.name.clone()],
                first: *self.first.get(&*named.name)?,
            },
        })
    }

    /// The root of most of an article.
    fn of_article(&self, article: ArticleId) -> Source {
        { self.lineages.iter() }
            .find(|lineage| lineage.article == article)
            .and_then(|lineage| lineage.roots.first())
            .map_or(Source::Article(article), |root| root.root.clone())
    }
}

impl Outlet {
    fn new(name: &str, article: ArticleId) -> Self {
        let initials: String = { name.split_whitespace() }
            .filter_map(|word| word.chars().next())
            .filter(|first| first.is_uppercase())
            .collect();
        Self {
            name: name.to_owned(),
            words: bare_words(name).into_iter().map(str::to_owned).collect(),
            initials: (initials.chars().count() >= LEAST_INITIALS).then_some(initials),
            article,
        }
    }

    /// Whether the phrase names it. A name of one word may be any word: of it the register decides.
    fn is_named(&self, phrase: &str) -> bool {
        let found = bare_words(phrase);
        let by_words = self.words.len() > 1 && { found.windows(self.words.len()) }
            .any(|words| words == self.words);
        by_words || { self.initials.iter() }.any(|initials| found.contains(&initials.as_str()))
    }
}

/// The words of a name; "the" is house style.
fn bare_words(name: &str) -> Vec<&str> {
    { words(name).filter_map(|word| word.slice(name)) }
        .skip_while(|word| word.eq_ignore_ascii_case("the"))
        .collect()
}

#[cfg(test)]
mod tests {
    use retold_model::{
        Annotations, OutletRole, Quote, QuoteGround, QuoteKind, QuoteStance, SourceOutlet, ViaLink,
        ViaRole,
    };
    use retold_text::TextRange;

    use super::*;

    fn id(n: u8) -> ArticleId {
        ArticleId::of_url(&format!("https://example.org/{n}"))
    }

    /// The root of what stands before the first comma of a text, which is attributed to `speaker`, via `via`; its outlet is
    /// "Saltmarsh Tribune", and the other report of the story is of `other`.
    fn root(text: &str, speaker: &str, via: Option<&str>, other: Option<&str>) -> Option<Source> {
        let range = |words: &str| {
            let start = text.find(words).unwrap();
            TextRange::of(start, start + words.len())
        };
        let quote = Quote {
            content: vec![TextRange::of(0, text.find(',').unwrap())],
            kind: QuoteKind::Indirect,
            stance: QuoteStance::Statement,
            cue: None,
            speaker: Some(range(speaker)),
            speaker_name: None,
            addressee: None,
            medium: None,
            setting: None,
            via: { via.into_iter() }
                .map(|via| ViaLink {
                    mention: range(via),
                    role: ViaRole::Told,
                })
                .collect(),
            nested: false,
            ground: QuoteGround::Tagger,
            confidence: 90,
        };
        let outlets = { register().all(text).into_iter() }
            .map(|named| SourceOutlet {
                range: named.range,
                name: named.found.outlet().name.to_owned(),
                agency: named.found.is_agency(),
                state: false,
                country: named.found.outlet().country.map(str::to_owned),
                role: OutletRole::Speaker,
                quote: Some(0),
            })
            .collect();
        let sentence = TextRange::of(0, text.len());
        let statement = Statement {
            article: id(2),
            sentence,
            words: quote.content[0],
            voucher: Voucher::Quote(0),
        };
        let annotations = Annotations {
            quotes: vec![quote],
            outlets,
            ..Annotations::default()
        };
        let (none, entities) = (Annotations::default(), BTreeMap::new());
        let report = |n, text, outlet, annotations| Report {
            id: id(n),
            text,
            published: None,
            outlet,
            annotations,
            entities: &entities,
        };
        let reports = [
            report(1, "", other, &none),
            report(2, text, Some("Saltmarsh Tribune"), &annotations),
        ];
        Attributions::of(&reports, &[]).root(&statement)
    }

    #[test]
    fn what_another_outlet_reported_is_its_own() {
        let first = Some(Source::Article(id(1)));
        let agency = Some("Meridian Press Agency");
        let text = "At least 14 are dead, MPA said.";
        assert_eq!(root(text, "MPA", None, agency), first);
        let text = "At least 14 are dead, the Meridian Press Agency reported.";
        assert_eq!(root(text, "the Meridian Press Agency", None, agency), first);
        let text = "At least 14 are dead, the mayor told Meridian Press Agency.";
        let via = Some("Meridian Press Agency");
        assert_eq!(root(text, "the mayor", via, agency), first);
        let reuters = Some(Source::Agency {
            names: vec!["Reuters".to_owned()],
            first: id(2),
        });
        let text = "At least 14 are dead, the mayor told Reuters.";
        assert_eq!(root(text, "the mayor", Some("Reuters"), None), reuters);
        // Reuters is in the story, under its other name.
        assert_eq!(
            root(text, "the mayor", Some("Reuters"), Some("Reuters News")),
            first
        );
    }

    #[test]
    fn what_people_say_is_the_report_s_own() {
        let text = "At least 14 are dead, police said.";
        assert_eq!(
            root(text, "police", None, Some("Meridian Press Agency")),
            None
        );
        // A magazine is called so, too.
        let text = "At least 14 are dead, people said.";
        assert_eq!(root(text, "people", None, Some("People")), None);
        // Its own reporter was told.
        let text = "At least 14 are dead, the mayor told the Saltmarsh Tribune.";
        assert_eq!(
            root(
                text,
                "the mayor",
                Some("the Saltmarsh Tribune"),
                Some("Herald")
            ),
            None
        );
    }
}
