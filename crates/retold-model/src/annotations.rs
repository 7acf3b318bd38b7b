//! Everything that was read in one article.

use retold_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::{
    Chain, Embedding, Frame, Mention, PlaceReading, Quantity, Quote, SourceOutlet, TimeAnchor,
    TimeExpression,
};

/// What was read in the text of one version of an article. All lists ascend by where their records begin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotations {
    /// Names of people, organisations, places, buildings and groups.
    pub mentions: Vec<Mention>,
    /// Which mentions, descriptions and pronouns stand for one thing.
    pub chains: Vec<Chain>,
    /// Where the places lie, for the mentions of places of which that is known.
    pub places: Vec<PlaceReading>,
    /// Dates, times, durations and what recurs.
    pub times: Vec<TimeExpression>,
    /// Numbers with what they count.
    pub quantities: Vec<Quantity>,
    /// What somebody said, by the words that say so (`cue`), or by the content where there are none.
    pub quotes: Vec<Quote>,
    /// The outlets and agencies that the text names, and which quotes came through them.
    pub outlets: Vec<SourceOutlet>,
    /// Who does what to whom: the frames refer to `times`, `quantities`, `quotes` and each other by number.
    pub frames: Vec<Frame>,
    /// What a short article means; of others their words tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embedding: Option<Embedding>,
}

impl Annotations {
    /// Every range of it, with the kind of the record that has it and the record's place in its list.
    pub fn ranges(&self) -> impl Iterator<Item = (&'static str, usize, TextRange)> + '_ {
        fn of<'r, T, R: Iterator<Item = TextRange> + 'r>(
            kind: &'static str,
            records: &'r [T],
            ranges: impl Fn(&'r T) -> R + 'r,
        ) -> impl Iterator<Item = (&'static str, usize, TextRange)> + 'r {
            let numbered = records.iter().enumerate();
            numbered
                .flat_map(move |(at, record)| ranges(record).map(move |range| (kind, at, range)))
        }
        of("mention", &self.mentions, Mention::ranges)
            .chain(of("chain", &self.chains, Chain::ranges))
            .chain(of("place", &self.places, |place| {
                std::iter::once(place.range)
            }))
            .chain(of("outlet", &self.outlets, |outlet| {
                std::iter::once(outlet.range)
            }))
            .chain(of("frame", &self.frames, Frame::ranges))
            .chain(of("time", &self.times, TimeExpression::ranges))
            .chain(of("quantity", &self.quantities, Quantity::ranges))
            .chain(of("quote", &self.quotes, Quote::ranges))
    }
}

impl Mention {
    /// Every range of it.
    pub fn ranges(&self) -> impl Iterator<Item = TextRange> {
        std::iter::once(self.range).chain(self.title)
    }
}

impl Chain {
    /// Every range of it.
    pub fn ranges(&self) -> impl Iterator<Item = TextRange> {
        let members = self.members.iter().map(|member| member.range);
        std::iter::once(self.name)
            .chain(members)
            .chain(self.roles.iter().copied())
    }
}

impl Quote {
    /// Where its words stand, from the first to the last.
    pub fn extent(&self) -> TextRange {
        let first = self.content.first().expect("a quote has content");
        let last = self.content.last().expect("a quote has content");
        TextRange::new(first.start(), last.end())
    }

    /// Every range of it.
    pub fn ranges(&self) -> impl Iterator<Item = TextRange> {
        let around = [
            self.cue,
            self.speaker,
            self.speaker_name,
            self.addressee,
            self.medium,
            self.setting,
        ];
        self.content
            .iter()
            .copied()
            .chain(around.into_iter().flatten())
            .chain(self.via.iter().map(|link| link.mention))
    }
}

impl TimeExpression {
    /// Every range of it.
    pub fn ranges(&self) -> impl Iterator<Item = TextRange> {
        let anchor = match self.anchor {
            Some(TimeAnchor::Expression(range)) => Some(range),
            Some(TimeAnchor::Document(_)) | None => None,
        };
        std::iter::once(self.range)
            .chain(anchor)
            .chain(self.ends.iter().map(|end| end.range))
    }
}

impl Quantity {
    /// Every range of it.
    pub fn ranges(&self) -> impl Iterator<Item = TextRange> {
        [self.range, self.number]
            .into_iter()
            .chain(self.of)
            .chain(self.conversion.iter().map(|conversion| conversion.range))
    }
}
