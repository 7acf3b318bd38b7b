//! Exports as CSV tables: UTF-8, a header, RFC 4180 quoting, no cell that a spreadsheet would run.

use std::io;

use crate::dossier::{Dossier, DossierParts};
use crate::export_record::ExportRecord;
use crate::{article_csv, story_csv};

/// One table of the export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CsvTable {
    /// A row for each version of an article: what its source states.
    Articles,
    /// A row for each block of text.
    Blocks,
    /// A row for each name of a byline.
    Bylines,
    /// A row for each credit.
    Credits,
    /// A row for each part of a source that was left out.
    Cuts,
    /// A row for each passage of two articles.
    Passages,
    /// A row for each difference inside a passage.
    Edits,
    /// A row for each article of a story.
    StoryArticles,
    /// A row for each name.
    Mentions,
    /// A row for each place name of which it is known where it lies.
    Places,
    /// A row for each date, time, duration and what recurs.
    Times,
    /// A row for each number.
    Quantities,
    /// A row for each quote and reported statement.
    Quotes,
    /// A row for each outlet or agency that a text names.
    SourceOutlets,
    /// A row for each story.
    Stories,
    /// A row for each edge of a story's lineage.
    Lineage,
    /// A row for each statement of a claim.
    Claims,
    /// A row for each statement of a value in which reports differ.
    Discrepancies,
    /// A row for each wording of a saying.
    Wordings,
}

const ID: [&str; 2] = ["article", "version"];
pub(crate) const SPAN: [&str; 5] = ["start_byte", "end_byte", "start_char", "end_char", "words"];

/// What the text says around a quote: the columns have the same names in every table of quotes.
pub const AROUND_QUOTE: [&str; 6] = [
    "speaker_words",
    "cue",
    "addressee",
    "medium",
    "setting",
    "via",
];

pub(crate) const SOURCE: [&str; 2] = ["source_start_byte", "source_end_byte"];

impl CsvTable {
    /// All tables, in the order in which they are written and described.
    pub const ALL: [Self; 19] = [
        Self::Articles,
        Self::Blocks,
        Self::Bylines,
        Self::Credits,
        Self::Cuts,
        Self::Passages,
        Self::Edits,
        Self::StoryArticles,
        Self::Mentions,
        Self::Places,
        Self::Times,
        Self::Quantities,
        Self::Quotes,
        Self::SourceOutlets,
        Self::Stories,
        Self::Lineage,
        Self::Claims,
        Self::Discrepancies,
        Self::Wordings,
    ];

    /// Whether its rows are made of stories, not of articles.
    pub fn is_of_stories(self) -> bool {
        matches!(
            self,
            Self::Stories | Self::Lineage | Self::Claims | Self::Discrepancies | Self::Wordings
        )
    }

    /// Its name, which is also the name of its file without `.csv`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Blocks => "blocks",
            Self::Bylines => "bylines",
            Self::Credits => "credits",
            Self::Cuts => "cuts",
            Self::Passages => "passages",
            Self::Edits => "edits",
            Self::StoryArticles => "story_articles",
            Self::Mentions => "mentions",
            Self::Places => "places",
            Self::Times => "times",
            Self::Quantities => "quantities",
            Self::Quotes => "quotes",
            Self::SourceOutlets => "source_outlets",
            Self::Stories => "stories",
            Self::Lineage => "lineage",
            Self::Claims => "claims",
            Self::Discrepancies => "discrepancies",
            Self::Wordings => "wordings",
        }
    }

    /// The names of its columns.
    pub fn columns(self) -> Vec<&'static str> {
        let own: &[&str] = match self {
            Self::Articles => {
                return [
                    &ID[..],
                    &[
                        "current",
                        "outlet",
                        "outlet_from",
                        "headline",
                        "headline_from",
                        "section",
                        "section_from",
                    ],
                    &[
                        "language",
                        "language_from",
                        "canonical_url",
                        "canonical_url_from",
                        "image",
                        "image_from",
                    ],
                    &[
                        "published",
                        "published_precision",
                        "published_offset",
                        "published_instant",
                        "published_from",
                    ],
                    &[
                        "modified",
                        "modified_precision",
                        "modified_offset",
                        "modified_instant",
                        "modified_from",
                    ],
                    &["dateline_place", "dateline_date", "dateline_agency"],
                    &SPAN.map(|name| match name {
                        "start_byte" => "dateline_start_byte",
                        "end_byte" => "dateline_end_byte",
                        "start_char" => "dateline_start_char",
                        "end_char" => "dateline_end_char",
                        _ => "dateline_words",
                    }),
                    &[
                        "path",
                        "record",
                        "offset",
                        "uri",
                        "form",
                        "media_type",
                        "charset",
                        "bytes",
                        "digest",
                    ],
                    &["retrieved", "text_bytes", "text_chars"],
                ]
                .concat();
            }
            Self::Blocks => {
                return [&ID[..], &["block", "kind"], &SPAN, &SOURCE, &["link"]].concat();
            }
            Self::Bylines => {
                return [&ID[..], &["byline", "name", "kind", "from"], &SOURCE].concat();
            }
            Self::Credits => {
                return [&ID[..], &["credit", "kind", "names", "from"], &SPAN].concat();
            }
            Self::Cuts => return [&ID[..], &["cut", "reason"], &SOURCE, &["words"]].concat(),
            Self::Mentions => return [&ID[..], &["mention", "kind"], &SPAN, &["title"]].concat(),
            Self::Places => {
                return [
                    &ID[..],
                    &["place"],
                    &SPAN,
                    &[
                        "name",
                        "feature",
                        "latitude",
                        "longitude",
                        "country",
                        "division",
                    ],
                    &["geonames", "wikidata", "placing", "actor", "confidence"],
                ]
                .concat();
            }
            Self::Times => {
                return [
                    &ID[..],
                    &["time", "kind"],
                    &SPAN,
                    &[
                        "timex",
                        "edtf",
                        "precision",
                        "modifier",
                        "begin",
                        "end",
                        "zone",
                    ],
                    &["anchor", "ground"],
                ]
                .concat();
            }
            Self::Quantities => {
                return [
                    &ID[..],
                    &["quantity"],
                    &SPAN,
                    &["qualifier", "amount", "to", "many", "measure", "unit", "of"],
                ]
                .concat();
            }
            Self::Quotes => {
                return [
                    &ID[..],
                    &["quote", "kind", "stance"],
                    &SPAN,
                    &["content", "speaker"],
                    &AROUND_QUOTE,
                    &["nested", "confidence"],
                ]
                .concat();
            }
            Self::SourceOutlets => {
                return [
                    &ID[..],
                    &["source_outlet"],
                    &SPAN,
                    &["name", "agency", "state", "country", "role", "quote"],
                ]
                .concat();
            }
            Self::Passages => &["kind", "matched_words", "edits"],
            Self::Edits => &["edit", "kind"],
            Self::StoryArticles => return vec!["story", "article"],
            Self::Stories | Self::Lineage | Self::Claims | Self::Discrepancies | Self::Wordings => {
                return story_csv::columns(self);
            }
        };
        [
            &[
                "first_article",
                "first_version",
                "first_start_byte",
                "first_end_byte",
                "first_start_char",
            ][..],
            &[
                "first_end_char",
                "first_words",
                "second_article",
                "second_version",
                "second_start_byte",
            ],
            &[
                "second_end_byte",
                "second_start_char",
                "second_end_char",
                "second_words",
            ],
            own,
        ]
        .concat()
    }
}

/// Writes records into tables.
pub struct CsvExport<W: io::Write> {
    tables: Vec<(CsvTable, csv::Writer<W>)>,
}

impl<W: io::Write> CsvExport<W> {
    /// Starts `tables`, each with its header.
    ///
    /// # Errors
    ///
    /// What writing gives.
    pub fn new(tables: Vec<(CsvTable, W)>) -> io::Result<Self> {
        let mut export = Self {
            tables: Vec::with_capacity(tables.len()),
        };
        for (table, out) in tables {
            let mut writer = csv::Writer::from_writer(out);
            writer.write_record(table.columns())?;
            export.tables.push((table, writer));
        }
        Ok(export)
    }

    /// What of each story is to be [written](Self::write_story); `None` where no table is made of stories.
    pub fn story_parts(&self) -> Option<DossierParts> {
        let mut parts = None;
        for (table, _) in self
            .tables
            .iter()
            .filter(|(table, _)| table.is_of_stories())
        {
            match table {
                CsvTable::Stories | CsvTable::Lineage => {
                    parts.get_or_insert(DossierParts::Lineage);
                }
                _ => parts = Some(DossierParts::Comparison),
            }
        }
        parts
    }

    /// Appends the rows of a record to each table.
    ///
    /// # Errors
    ///
    /// What writing gives.
    pub fn write(&mut self, record: &ExportRecord) -> io::Result<()> {
        for (table, writer) in &mut self.tables {
            for row in article_csv::rows(*table, record) {
                writer.write_record(row)?;
            }
        }
        Ok(())
    }

    /// Appends the rows of a story to each table that is made of stories.
    ///
    /// # Errors
    ///
    /// What writing gives.
    pub fn write_story(&mut self, story: &Dossier) -> io::Result<()> {
        for (table, writer) in &mut self.tables {
            for row in story_csv::rows(*table, story) {
                writer.write_record(row)?;
            }
        }
        Ok(())
    }

    /// Writes out what is left.
    ///
    /// # Errors
    ///
    /// What writing gives.
    pub fn finish(self) -> io::Result<Vec<(CsvTable, W)>> {
        self.tables
            .into_iter()
            .map(|(table, writer)| {
                let out = writer
                    .into_inner()
                    .map_err(csv::IntoInnerError::into_error)?;
                Ok((table, out))
            })
            .collect()
    }
}
