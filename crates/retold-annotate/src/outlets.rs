//! The outlets and agencies that a text names, and which of its quotes came through them.

use retold_model::{Mention, OutletRole, Quote, SourceOutlet};
use retold_outlets::{Kind, register};
use retold_text::TextRange;

/// The outlets and agencies named in the parts of `text` at `blocks`, in order.
///
/// A name that also stands for something else ("The Times", "Sun") counts only where a quote is attributed to it and it is read as a
/// name, or where a quote came through it; a part of another name ("Sun Microsystems") never. "agency" counts only where no name stands
/// beside it, and where it is said to be of news or a quote came through it: of "the agency said" nobody knows. Costs time linear
/// in the text and the number of quotes.
pub fn source_outlets(
    text: &str,
    blocks: &[TextRange],
    mentions: &[Mention],
    quotes: &[Quote],
) -> Vec<SourceOutlet> {
    let mut roles: Vec<(TextRange, OutletRole, u32)> = Vec::new();
    for (number, quote) in (0..).zip(quotes) {
        roles.extend(
            quote
                .speaker
                .map(|range| (range, OutletRole::Speaker, number)),
        );
        let via = quote.via.iter();
        roles.extend(via.map(|link| (link.mention, OutletRole::Via(link.role), number)));
    }
    // A link of a chain says more than a speaker, and the first quote stands for those after it.
    roles.sort_unstable_by_key(|(range, role, number)| {
        (range.start(), *role == OutletRole::Speaker, *number)
    });
    let mut found: Vec<SourceOutlet> = Vec::new();
    for block in blocks {
        let Some(words) = block.slice(text) else {
            continue;
        };
        for named in register().all(words) {
            let range = named.range.shift(block.start());
            if is_part(range, text, mentions) {
                continue;
            }
            let near = &roles
                [roles.partition_point(|(role, ..)| role.start() + LONGEST < range.start())..];
            let role = near
                .iter()
                .take_while(|(role, ..)| role.start() <= range.start())
                .find(|(role, ..)| role.contains_range(range));
            if named.found.ambiguous && role.is_none() {
                continue;
            }
            let speaks = role.is_some_and(|(_, role, _)| *role == OutletRole::Speaker);
            if named.found.ambiguous && speaks && !is_name(range, mentions) {
                continue;
            }
            let outlet = named.found.outlet();
            if outlet.kind == Kind::Unnamed {
                let words = range.slice(text).unwrap_or_default();
                if speaks && matches!(words, "agency" | "agencies" | "Agency" | "Agencies") {
                    continue;
                }
                let spoken_for = role.is_none_or(|(role, ..)| {
                    found
                        .last()
                        .is_some_and(|last| role.contains_range(last.range))
                });
                if spoken_for {
                    continue;
                }
            }
            found.push(SourceOutlet {
                range,
                name: outlet.name.to_owned(),
                agency: outlet.is_agency(),
                state: outlet.state,
                country: outlet.country.map(str::to_owned),
                role: role.map_or(OutletRole::Named, |(_, role, _)| *role),
                quote: role.map(|(.., number)| *number),
            });
        }
    }
    found
}

/// Whether the words at `range` are read as a name, or as part of one.
fn is_name(range: TextRange, mentions: &[Mention]) -> bool {
    let first = mentions.partition_point(|mention| mention.range.end() <= range.start());
    { mentions.get(first) }.is_some_and(|mention| mention.range.start() < range.end())
}

/// Whether the name at `range` is only a part of a longer one, whose other words are not of the trade.
fn is_part(range: TextRange, text: &str, mentions: &[Mention]) -> bool {
    let first = mentions.partition_point(|mention| mention.range.end() < range.end());
    let Some(mention) = mentions.get(first).map(|mention| mention.range) else {
        return false;
    };
    if !mention.contains_range(range) || mention == range {
        return false;
    }
    let before = TextRange::new(mention.start(), range.start());
    let after = TextRange::new(range.end(), mention.end());
    [before, after]
        .into_iter()
        .filter_map(|rest| rest.slice(text))
        .flat_map(str::split_whitespace)
        .any(|word| !TRADE.contains(&word.trim_matches(|c: char| !c.is_alphanumeric())))
}

/// Words that stand beside an outlet's name and leave it that outlet.
const TRADE: &[&str] = &[
    "",
    "Agency",
    "Arabic",
    "Channel",
    "English",
    "Magazine",
    "Network",
    "News",
    "Newspaper",
    "Online",
    "Radio",
    "Service",
    "TV",
    "Television",
    "The",
    "World",
    "agency",
    "news",
    "newspaper",
    "radio",
    "television",
];

/// Bytes before an outlet's name within which the mention that holds it begins.
const LONGEST: u32 = 200;

#[cfg(test)]
mod tests {
    use retold_model::{
        NameGround, NameKind, QuoteGround, QuoteKind, QuoteStance, ViaLink, ViaRole,
    };

    use super::*;

    fn range(text: &str, words: &str) -> TextRange {
        let start = text.find(words).unwrap();
        TextRange::of(start, start + words.len())
    }

    fn quote(content: TextRange, speaker: TextRange, via: Option<TextRange>) -> Quote {
        let role = ViaRole::Told;
        Quote {
            content: vec![content],
            kind: QuoteKind::Indirect,
            stance: QuoteStance::Statement,
            cue: None,
            speaker: Some(speaker),
            speaker_name: None,
            addressee: None,
            medium: None,
            setting: None,
            via: via
                .map(|mention| ViaLink { mention, role })
                .into_iter()
                .collect(),
            nested: false,
            ground: QuoteGround::Tagger,
            confidence: 90,
        }
    }

    fn told(text: &str, mentions: &[&str], quotes: &[Quote]) -> Vec<(String, OutletRole)> {
        let mentions: Vec<Mention> = mentions
            .iter()
            .map(|words| Mention {
                range: range(text, words),
                kind: NameKind::Organisation,
                grounds: vec![NameGround::Model],
                title: None,
            })
            .collect();
        let whole = TextRange::of(0, text.len());
        source_outlets(text, &[whole], &mentions, quotes)
            .into_iter()
            .map(|outlet| (outlet.name, outlet.role))
            .collect()
    }

    #[test]
    fn an_outlet_has_the_role_that_its_quote_gives_it() {
        let text = "The mayor told the Reuters news agency it rained. AFP said so too. Xinhua has a new chief.";
        let quotes = [
            quote(
                range(text, "it rained"),
                range(text, "The mayor"),
                Some(range(text, "the Reuters news agency")),
            ),
            quote(range(text, "so"), range(text, "AFP"), None),
        ];
        assert_eq!(
            told(text, &["Reuters", "AFP", "Xinhua"], &quotes),
            [
                ("Reuters".to_owned(), OutletRole::Via(ViaRole::Told)),
                ("Agence France-Presse".to_owned(), OutletRole::Speaker),
                ("Xinhua".to_owned(), OutletRole::Named),
            ]
        );
    }

    #[test]
    fn who_is_called_like_an_outlet_is_none() {
        let text = "People said the agency was late. People reported it. The agency said it was sorry, the news agencies said.";
        let second = text.rfind("People").unwrap();
        let quotes = [
            quote(
                range(text, "the agency was late"),
                TextRange::of(0, "People".len()),
                None,
            ),
            quote(
                range(text, "it"),
                TextRange::of(second, second + "People".len()),
                None,
            ),
            quote(range(text, "it was sorry"), range(text, "The agency"), None),
            quote(
                range(text, "it was sorry,"),
                range(text, "the news agencies"),
                None,
            ),
        ];
        assert_eq!(
            told(text, &[], &quotes),
            [("agencies".to_owned(), OutletRole::Speaker)]
        );
    }

    #[test]
    fn parts_of_other_names_and_common_words_are_no_outlets() {
        let text = "The Reuters Institute at Oxford met in the sun. BBC News came.";
        assert_eq!(
            told(text, &["Reuters Institute", "Oxford", "BBC News"], &[]),
            [("BBC".to_owned(), OutletRole::Named)]
        );
    }
}
