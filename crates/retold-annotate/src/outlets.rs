//! The outlets and agencies that a text names, and which of its quotes came through them.

use retold_model::{OutletRole, Quote, SourceOutlet};
use retold_outlets::register;
use retold_text::TextRange;

/// The outlets and agencies named in the parts of `text` at `blocks`, in order.
///
/// A name that also stands for something else ("The Times", "Sun") counts only where a quote is attributed to it or
/// came through it. Costs time linear in the text and the number of quotes.
pub fn source_outlets(text: &str, blocks: &[TextRange], quotes: &[Quote]) -> Vec<SourceOutlet> {
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
    let mut found = Vec::new();
    for block in blocks {
        let Some(words) = block.slice(text) else {
            continue;
        };
        for named in register().all(words) {
            let range = named.range.shift(block.start());
            let near = &roles
                [roles.partition_point(|(role, ..)| role.start() + LONGEST < range.start())..];
            let role = near
                .iter()
                .take_while(|(role, ..)| role.start() <= range.start())
                .find(|(role, ..)| role.contains_range(range));
            if named.found.ambiguous && role.is_none() {
                continue;
            }
            let outlet = named.found.outlet();
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

/// Bytes before an outlet's name within which the mention that holds it begins.
const LONGEST: u32 = 200;
