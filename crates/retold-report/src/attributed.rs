//! Statements that a report has from another outlet and says so: "the Herald reported", "the mayor told Reuters", "according to MPA".
//!
//! Lineage sees copied words; what is told again in other words it cannot see. Where the report names the outlet that it has a
//! statement from, the statement is that outlet's, however many tell it again.

use std::collections::BTreeMap;

use retold_model::{ArticleId, Lineage, Report, Source, Statement, Voucher};
use retold_outlets::{Kind, register};
use retold_text::word::words;

/// Initials of fewer letters are of too many things.
const LEAST_INITIALS: usize = 3;

/// The outlets that the reports of a story name as the source of statements.
///
/// It is asked for every statement of a story, often more than once, so that what does not depend on the statement is looked up first.
pub(crate) struct Attributions<'a> {
    reports: BTreeMap<ArticleId, Report<'a>>,
    /// The outlets of the reports, in the order of their first reports.
    outlets: Vec<Outlet<'a>>,
    /// For each other outlet that a report has something from the first of them by id.
    first: BTreeMap<&'a str, ArticleId>,
    /// The root of most of an article.
    of_article: BTreeMap<ArticleId, &'a Source>,
    /// The agencies whose text the story has, by name.
    agencies: BTreeMap<&'a str, &'a Source>,
}

/// An outlet of the story.
struct Outlet<'a> {
    name: &'a str,
    /// Its name in the register.
    registered: Option<&'static str>,
    words: Vec<&'a str>,
    initials: Option<String>,
    /// Its first report.
    article: ArticleId,
}

impl<'a> Attributions<'a> {
    pub(crate) fn of(reports: &[Report<'a>], lineages: &'a [Lineage]) -> Self {
        let mut outlets: Vec<Outlet<'_>> = Vec::new();
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
        let mut of_article = BTreeMap::new();
        let mut agencies: BTreeMap<&str, &Source> = BTreeMap::new();
        for lineage in lineages {
            if let Some(most) = lineage.roots.first() {
                of_article.entry(lineage.article).or_insert(&most.root);
            }
            for root in &lineage.roots {
                if let Source::Agency { names, .. } = &root.root {
                    for name in names {
                        agencies.entry(name).or_insert(&root.root);
                    }
                }
            }
        }
        let reports = reports.iter().map(|report| (report.id, *report));
        Self {
            reports: reports.collect(),
            outlets,
            first,
            of_article,
            agencies,
        }
    }

    /// Whose a statement is that an article makes in words of its own, where it has it from another outlet.
    pub(crate) fn root(&self, statement: &Statement) -> Option<Source> {
        let Voucher::Quote(number) = statement.voucher else {
            return None;
        };
        let report = self.reports.get(&statement.article)?;
        let quote = report.annotations.quotes.get(number as usize)?;
        let is_own = |outlet: &Outlet<'_>| report.outlet == Some(outlet.name);
        let via = quote.via.iter().map(|link| link.mention);
        for phrase in quote.speaker.into_iter().chain(via) {
            let phrase = bare_words(phrase.slice(report.text).unwrap_or_default());
            let told =
                { self.outlets.iter() }.find(|outlet| !is_own(outlet) && outlet.is_named(&phrase));
            if let Some(told) = told {
                return Some(self.root_of(told.article));
            }
        }
        let own = { self.outlets.iter() }
            .find(|outlet| is_own(outlet))
            .and_then(|outlet| outlet.registered);
        let named = { report.annotations.outlets.iter() }
            .filter(|named| named.quote == Some(number))
            .filter(|named| reports_itself(&named.name))
            .find(|named| own != Some(&named.name))?;
        if let Some(known) = self.agencies.get(&*named.name) {
            return Some((*known).clone());
        }
        let of_story =
            { self.outlets.iter() }.find(|outlet| outlet.registered == Some(&named.name));
        Some(match of_story {
            Some(outlet) => self.root_of(outlet.article),
            None => Source::Agency {
                names: vec![named.name.clone()],
                first: *self.first.get(&*named.name)?,
            },
        })
    }

    /// The root of most of an article.
    fn root_of(&self, article: ArticleId) -> Source {
        let root = self.of_article.get(&article);
        root.map_or(Source::Article(article), |root| (*root).clone())
    }
}

impl<'a> Outlet<'a> {
    fn new(name: &'a str, article: ArticleId) -> Self {
        let initials: String = { name.split_whitespace() }
            .filter_map(|word| word.chars().next())
            .filter(|first| first.is_uppercase())
            .collect();
        Self {
            name,
            registered: register().named(name).map(|found| found.outlet().name),
            words: bare_words(name),
            initials: (initials.chars().count() >= LEAST_INITIALS).then_some(initials),
            article,
        }
    }

    /// Whether the words name it. A name of one word may be any word: of it the register decides.
    fn is_named(&self, phrase: &[&str]) -> bool {
        let by_words = self.words.len() > 1 && { phrase.windows(self.words.len()) }
            .any(|words| words == self.words);
        by_words || { self.initials.iter() }.any(|initials| phrase.contains(&initials.as_str()))
    }
}

/// Whether an outlet of the register has reports of its own: a network of people has none, and "agencies" are no one's.
fn reports_itself(name: &str) -> bool {
    let kind = register().named(name).map(|found| found.outlet().kind);
    kind.is_some_and(|kind| !matches!(kind, Kind::Platform | Kind::Release | Kind::Unnamed))
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
