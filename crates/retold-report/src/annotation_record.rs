//! What was read in an article, as it leaves Retold: every range with bytes, characters and words.

use retold_model::{
    Amount, Annotations, ArgumentRole, Chain, Conversion, Frame, Measure, Mention, Modality,
    NameGround, NameKind, OutletRole, PlaceFeature, PlaceGround, PlaceReading, Placing,
    PredicateKind, Qualifier, Quantity, Quote, QuoteGround, QuoteKind, QuoteStance, Reference,
    SourceOutlet, Tense, TimeAnchor, TimeExpression, TimeGround, TimeKind, TimeModifier,
    TimePrecision, ViaRole, Voice, Voucher,
};
use retold_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::span::{Span, Spans};

/// Everything that was read in a version of an article. Lists ascend by where their records begin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AnnotationsRecord {
    /// Names of people, organisations, places, buildings and groups.
    pub mentions: Vec<MentionRecord>,
    /// Which names, descriptions and pronouns stand for one thing.
    pub chains: Vec<ChainRecord>,
    /// Where the places lie, of which that is known.
    pub places: Vec<PlaceRecord>,
    /// Dates, times, durations and what recurs.
    pub times: Vec<TimeRecord>,
    /// Numbers with what they count.
    pub quantities: Vec<QuantityRecord>,
    /// What somebody said, in the order of the words that say so (`cue`), or of the content where there are none.
    pub quotes: Vec<QuoteRecord>,
    /// The outlets and agencies that the text names, and which quotes came through them.
    pub outlets: Vec<SourceOutletRecord>,
    /// Who does what to whom; `times`, `quantities`, `complements` and `quote` are places in the lists, from 0.
    pub frames: Vec<FrameRecord>,
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MentionRecord {
    /// The name alone.
    pub span: Span,
    /// What it stands for.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::name_kind"))]
    pub kind: NameKind,
    /// What spoke for this kind.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub grounds: Vec<NameGround>,
    /// The titles and offices stated right before it.
    pub title: Option<Span>,
}

/// The places of the text that stand for one thing with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ChainRecord {
    /// What kind of thing it is.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::name_kind"))]
    pub kind: NameKind,
    /// The fullest of its names.
    pub name: Span,
    /// Where it stands.
    pub members: Vec<ChainMemberRecord>,
    /// What it is said to be.
    pub roles: Vec<Span>,
}

/// One place of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ChainMemberRecord {
    /// The words.
    pub span: Span,
    /// How they refer: `name`, `acronym`, `description`, `pronoun`.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::reference"))]
    pub reference: Reference,
}

/// A place name with the place that it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PlaceRecord {
    /// The name.
    pub span: Span,
    /// The place's name in the gazetteer.
    pub place: String,
    /// What it is: `country`, `division`, `town`, `river`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub feature: PlaceFeature,
    /// Hundred-thousandths of a degree, north positive.
    pub latitude_e5: i32,
    /// Hundred-thousandths of a degree, east positive.
    pub longitude_e5: i32,
    /// Its id in GeoNames.
    pub geonames: Option<u32>,
    /// Its id in Wikidata.
    pub wikidata: Option<String>,
    /// Two capital letters of ISO 3166.
    pub country: Option<String>,
    /// The first-order division that it lies in.
    pub division: Option<String>,
    /// `itself` if the name is the place's, `near` if what it names lies in the place or beside it.
    #[cfg_attr(test, schemars(with = "String"))]
    pub placing: Placing,
    /// Whether the place acts: its government or people are meant.
    pub actor: bool,
    /// How sure, from 0 to 100.
    pub confidence: u8,
    /// What spoke for it.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub grounds: Vec<PlaceGround>,
}

/// A date, time, duration or set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TimeRecord {
    /// The words.
    pub span: Span,
    /// `date`, `time`, `duration` or `set`.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::time_kind"))]
    pub kind: TimeKind,
    /// Its value as TIMEX3: `2024-05-16`, `P2D`, `XXXX-WXX-2`.
    pub timex: String,
    /// Its value as EDTF (ISO 8601-2), where EDTF can say it.
    pub edtf: Option<String>,
    /// The smallest unit that the words name.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub precision: Option<TimePrecision>,
    /// How the words narrow or loosen the value, as in TIMEX3: `APPROX`, `START`.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub modifier: Option<TimeModifier>,
    /// The first civil moment that it covers, where known.
    pub begin: Option<String>,
    /// The first civil moment after it, where known.
    pub end: Option<String>,
    /// The zone as written, where one is stated.
    pub zone: Option<String>,
    /// The article's time that it was counted from, as EDTF, where it was.
    pub anchor: Option<String>,
    /// The other expression that it was counted from, where it was.
    pub anchor_span: Option<Span>,
    /// Why the value is what it is.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::time_ground"))]
    pub ground: TimeGround,
}

/// A number with what it is a number of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuantityRecord {
    /// The words, from the qualifier to the unit or the counted noun.
    pub span: Span,
    /// How it is qualified.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub qualifier: Option<Qualifier>,
    /// How much.
    pub amount: AmountRecord,
    /// Of what.
    pub measure: MeasureRecord,
    /// The words of the counted noun phrase.
    pub of: Option<Span>,
    /// The same in another unit, as the text states it.
    pub conversion: Option<ConversionRecord>,
}

/// The same quantity in another unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ConversionRecord {
    /// Its words.
    pub span: Span,
    /// How much.
    pub amount: AmountRecord,
    /// Of what.
    pub measure: MeasureRecord,
}

/// A value or an interval; decimal numbers as text, so that none is rounded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AmountRecord {
    /// The value, or the least; the unit of counting of "dozens" and "thousands".
    pub value: String,
    /// The greatest of an interval.
    pub to: Option<String>,
    /// Whether there are so many of no stated number: "dozens".
    pub many: bool,
}

/// What is counted or measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MeasureRecord {
    /// `number`, `money`, `percent`, `percentage-points`, `age`, `ordinal`, `fraction`, `unit` or `things`.
    pub kind: String,
    /// The currency (ISO 4217), the unit, the noun, the fraction (`2/3`).
    pub unit: Option<String>,
}

/// Words that somebody said, wrote or is said to hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuoteRecord {
    /// What was said; broken where the attributing words break it.
    pub content: Vec<Span>,
    /// `direct`, `indirect` or `mixed`.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::quote_kind"))]
    pub kind: QuoteKind,
    /// `statement` for what others could hear or read, `attitude` for what is only ascribed.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::quote_stance"))]
    pub stance: QuoteStance,
    /// The attributing words.
    pub cue: Option<Span>,
    /// The mention of the speaker beside the cue.
    pub speaker: Option<Span>,
    /// The name that the mention stands for.
    pub speaker_name: Option<Span>,
    /// To whom it was said.
    pub addressee: Option<Span>,
    /// Through what it was said.
    pub medium: Option<Span>,
    /// On what occasion.
    pub setting: Option<Span>,
    /// From the speaker to the outlet, nearest to the speaker first.
    pub via: Vec<ViaRecord>,
    /// Whether it stands inside the content of another.
    pub nested: bool,
    /// What told that this is a quote.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::quote_ground"))]
    pub ground: QuoteGround,
    /// How sure that is, from 0 to 100.
    pub confidence: u8,
}

/// One link between the speaker and the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ViaRecord {
    /// The words that name it.
    pub span: Span,
    /// What it did: `told`, `reported`, `cited`.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::via_role"))]
    pub role: ViaRole,
}

/// An outlet or agency that the text names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SourceOutletRecord {
    /// Its name as written.
    pub span: Span,
    /// Its usual name, by the register of agencies and outlets.
    pub name: String,
    /// Whether others carry its text.
    pub agency: bool,
    /// Whether a state directs what it says.
    pub state: bool,
    /// Two capital letters of ISO 3166.
    pub country: Option<String>,
    /// What it did: `speaker`, `told`, `reported`, `cited`, `named`.
    pub role: String,
    /// The quote that came through it, as its place in `quotes`.
    pub quote: Option<u32>,
}

/// A predicate with its arguments and circumstances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FrameRecord {
    /// The word that says what happens.
    pub predicate: Span,
    /// `verb`, `copula`, `apposition` or `noun`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub kind: PredicateKind,
    /// Its base form, with its particle.
    pub lemma: String,
    /// `active` or `passive`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub voice: Voice,
    /// Who and what takes part.
    pub arguments: Vec<ArgumentRecord>,
    /// The frames of the clauses that complete it.
    pub complements: Vec<u32>,
    /// The times that belong to it.
    pub times: Vec<u32>,
    /// The quantities in it.
    pub quantities: Vec<u32>,
    /// The places where it happens or from or to where it goes.
    pub places: Vec<Span>,
    /// Whether it is negated.
    pub negated: bool,
    /// `asserted`, `planned`, `possible`, `wished`, `denied`, `conditional` or `questioned`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub modality: Modality,
    /// `past`, `present` or `future`.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub tense: Option<Tense>,
    /// The quote whose speaker stands for it; `null` where the outlet does.
    pub quote: Option<u32>,
}

/// Somebody or something that takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ArgumentRecord {
    /// `subject`, `object`, `recipient`, `predicative` or `prepositional`, whatever the voice.
    #[cfg_attr(test, schemars(with = "String"))]
    pub role: ArgumentRole,
    /// The noun phrase.
    pub span: Span,
    /// Its head words.
    pub heads: Vec<Span>,
    /// The preposition before it.
    pub preposition: Option<String>,
}

impl AnnotationsRecord {
    pub(crate) fn of(annotations: &Annotations, spans: &Spans<'_>) -> Self {
        let made = Maker(spans);
        Self {
            mentions: annotations
                .mentions
                .iter()
                .map(|m| made.mention(m))
                .collect(),
            chains: annotations.chains.iter().map(|c| made.chain(c)).collect(),
            places: annotations.places.iter().map(|p| made.place(p)).collect(),
            times: annotations.times.iter().map(|t| made.time(t)).collect(),
            quantities: annotations
                .quantities
                .iter()
                .map(|q| made.quantity(q))
                .collect(),
            quotes: annotations.quotes.iter().map(|q| made.quote(q)).collect(),
            outlets: annotations.outlets.iter().map(|o| made.outlet(o)).collect(),
            frames: annotations.frames.iter().map(|f| made.frame(f)).collect(),
        }
    }

    /// The quotes alone: who stands for what a report states.
    pub(crate) fn of_quotes(annotations: &Annotations, spans: &Spans<'_>) -> Self {
        let made = Maker(spans);
        Self {
            quotes: annotations.quotes.iter().map(|q| made.quote(q)).collect(),
            ..Self::default()
        }
    }

    /// How many ranges it holds.
    pub(crate) fn ranges(&self) -> usize {
        fn one<T>(optional: Option<&T>) -> usize {
            usize::from(optional.is_some())
        }
        let mentions = self.mentions.iter().map(|m| 1 + one(m.title.as_ref()));
        let chains = self
            .chains
            .iter()
            .map(|c| 1 + c.members.len() + c.roles.len());
        let times = self.times.iter().map(|t| 1 + one(t.anchor_span.as_ref()));
        let quantities = self
            .quantities
            .iter()
            .map(|q| 1 + one(q.of.as_ref()) + one(q.conversion.as_ref()));
        let quotes = self.quotes.iter().map(|q| {
            let around = [
                &q.cue,
                &q.speaker,
                &q.speaker_name,
                &q.addressee,
                &q.medium,
                &q.setting,
            ];
            q.content.len() + q.via.len() + around.into_iter().filter(|span| span.is_some()).count()
        });
        let frames = self.frames.iter().map(|f| {
            let arguments: usize = f.arguments.iter().map(|a| 1 + a.heads.len()).sum();
            1 + arguments + f.places.len()
        });
        mentions
            .chain(self.places.iter().map(|_| 1))
            .chain(chains)
            .chain(times)
            .chain(quantities)
            .chain(quotes)
            .chain(self.outlets.iter().map(|_| 1))
            .chain(frames)
            .sum()
    }
}

struct Maker<'s, 't>(&'s Spans<'t>);

impl Maker<'_, '_> {
    fn some(&self, range: Option<TextRange>) -> Option<Span> {
        range.map(|range| self.0.span(range))
    }

    fn all(&self, ranges: &[TextRange]) -> Vec<Span> {
        ranges.iter().map(|range| self.0.span(*range)).collect()
    }

    fn mention(&self, mention: &Mention) -> MentionRecord {
        MentionRecord {
            span: self.0.span(mention.range),
            kind: mention.kind,
            grounds: mention.grounds.clone(),
            title: self.some(mention.title),
        }
    }

    fn chain(&self, chain: &Chain) -> ChainRecord {
        let members = chain.members.iter().map(|member| ChainMemberRecord {
            span: self.0.span(member.range),
            reference: member.reference,
        });
        ChainRecord {
            kind: chain.kind,
            name: self.0.span(chain.name),
            members: members.collect(),
            roles: self.all(&chain.roles),
        }
    }

    fn place(&self, reading: &PlaceReading) -> PlaceRecord {
        let place = &reading.place;
        PlaceRecord {
            span: self.0.span(reading.range),
            place: place.name.clone(),
            feature: place.feature,
            latitude_e5: place.point.latitude,
            longitude_e5: place.point.longitude,
            geonames: place.geonames,
            wikidata: place.wikidata.clone(),
            country: place.country.clone(),
            division: place.division.clone(),
            placing: reading.placing,
            actor: reading.actor,
            confidence: reading.confidence,
            grounds: reading.grounds.clone(),
        }
    }

    fn outlet(&self, outlet: &SourceOutlet) -> SourceOutletRecord {
        SourceOutletRecord {
            span: self.0.span(outlet.range),
            name: outlet.name.clone(),
            agency: outlet.agency,
            state: outlet.state,
            country: outlet.country.clone(),
            role: match outlet.role {
                OutletRole::Speaker => "speaker".to_owned(),
                OutletRole::Via(role) => crate::dossier::label(&role),
                OutletRole::Named => "named".to_owned(),
            },
            quote: outlet.quote,
        }
    }

    fn frame(&self, frame: &Frame) -> FrameRecord {
        let arguments = frame.arguments.iter().map(|argument| ArgumentRecord {
            role: argument.role,
            span: self.0.span(argument.range),
            heads: self.all(&argument.heads),
            preposition: argument.preposition.clone(),
        });
        FrameRecord {
            predicate: self.0.span(frame.predicate),
            kind: frame.kind,
            lemma: frame.lemma.clone(),
            voice: frame.voice,
            arguments: arguments.collect(),
            complements: frame.complements.clone(),
            times: frame.times.clone(),
            quantities: frame.quantities.clone(),
            places: self.all(&frame.places),
            negated: frame.negated,
            modality: frame.modality,
            tense: frame.tense,
            quote: match frame.voucher {
                Voucher::Outlet => None,
                Voucher::Quote(number) => Some(number),
            },
        }
    }

    fn time(&self, time: &TimeExpression) -> TimeRecord {
        let (anchor, anchor_span) = match &time.anchor {
            Some(TimeAnchor::Document(stamp)) => (Some(stamp.to_string()), None),
            Some(TimeAnchor::Expression(range)) => (None, Some(self.0.span(*range))),
            None => (None, None),
        };
        TimeRecord {
            span: self.0.span(time.range),
            kind: time.kind,
            timex: time.value.to_string(),
            edtf: time.edtf.clone(),
            precision: time.precision,
            modifier: time.modifier,
            begin: time.span.begin.map(|moment| moment.to_string()),
            end: time.span.end.map(|moment| moment.to_string()),
            zone: time.zone.as_ref().map(|zone| zone.name.clone()),
            anchor,
            anchor_span,
            ground: time.ground,
        }
    }

    fn quantity(&self, quantity: &Quantity) -> QuantityRecord {
        let conversion = |conversion: &Conversion| ConversionRecord {
            span: self.0.span(conversion.range),
            amount: AmountRecord::of(conversion.amount),
            measure: MeasureRecord::of(&conversion.measure),
        };
        QuantityRecord {
            span: self.0.span(quantity.range),
            qualifier: quantity.qualifier,
            amount: AmountRecord::of(quantity.amount),
            measure: MeasureRecord::of(&quantity.measure),
            of: self.some(quantity.of),
            conversion: quantity.conversion.as_ref().map(conversion),
        }
    }

    fn quote(&self, quote: &Quote) -> QuoteRecord {
        let via = quote.via.iter().map(|link| ViaRecord {
            span: self.0.span(link.mention),
            role: link.role,
        });
        QuoteRecord {
            content: self.all(&quote.content),
            kind: quote.kind,
            stance: quote.stance,
            cue: self.some(quote.cue),
            speaker: self.some(quote.speaker),
            speaker_name: self.some(quote.speaker_name),
            addressee: self.some(quote.addressee),
            medium: self.some(quote.medium),
            setting: self.some(quote.setting),
            via: via.collect(),
            nested: quote.nested,
            ground: quote.ground,
            confidence: quote.confidence,
        }
    }
}

impl QuoteRecord {
    /// The record of a quote in the text of `spans`.
    pub fn of(quote: &Quote, spans: &Spans<'_>) -> Self {
        Maker(spans).quote(quote)
    }
}

impl AmountRecord {
    fn of(amount: Amount) -> Self {
        let (value, to, many) = match amount {
            Amount::Value(value) => (value, None, false),
            Amount::Interval(from, to) => (from, Some(to), false),
            Amount::Many(unit) => (unit, None, true),
        };
        Self {
            value: value.to_string(),
            to: to.map(|to| to.to_string()),
            many,
        }
    }
}

impl MeasureRecord {
    fn of(measure: &Measure) -> Self {
        let (kind, unit) = match measure {
            Measure::Number => ("number", None),
            Measure::Money(code) => ("money", Some(code.clone())),
            Measure::Percent => ("percent", None),
            Measure::PercentagePoints => ("percentage-points", None),
            Measure::Age(unit) => ("age", Some(crate::dossier::label(unit))),
            Measure::Ordinal => ("ordinal", None),
            Measure::Fraction(above, below) => ("fraction", Some(format!("{above}/{below}"))),
            Measure::Unit(symbol) => ("unit", Some(symbol.clone())),
            Measure::Things(noun) => ("things", Some(noun.clone())),
        };
        Self {
            kind: kind.to_owned(),
            unit,
        }
    }
}
