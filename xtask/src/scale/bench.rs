//! What the link stage costs on a base that grows, and what `MinHash` costs on the same texts.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result, ensure};
use retold_annotate::{annotate, prose};
use retold_extract::extract;
use retold_lang::Pipeline;
use retold_model::{Annotations, Article, PlaceReading, SourceDocument};
use retold_pipeline::{Annotator, Collection, Settings};
use retold_read::{Known, Limits, Read, read_bytes};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use tracing_subscriber::layer::SubscriberExt as _;

use super::clock;
use super::corpus::{Record, World, worlds};
use crate::{english, root, say};

/// Articles of one measurement.
const WINDOW: usize = 1000;

/// The parts of the link stage, as their spans are called, in the order in which they are run.
const PARTS: [&str; 8] = [
    "index",
    "entities",
    "touched",
    "passages",
    "similarities",
    "stories",
    "apply",
    "lineage",
];

/// The whole stage, with what stands between its parts.
const LINK: &str = "link";

/// What is paid beside it for each batch.
const BESIDE: [&str; 2] = ["store", "commit"];

/// A growing base, measured as it grows.
pub(crate) struct LinkBench {
    /// The sizes at which adding another 1,000 articles is measured, ascending.
    pub(crate) sizes: Vec<usize>,
    /// The base; made anew.
    pub(crate) base: PathBuf,
    /// A base as an earlier run left it, which is copied and grows on, by corpora that it does not hold.
    pub(crate) from: Option<PathBuf>,
    /// Where annotations of the corpora are kept from run to run.
    pub(crate) annotations: Option<PathBuf>,
    /// Copies of each corpus.
    pub(crate) renamings: u64,
    /// The first corpus.
    pub(crate) seed: u64,
    /// A Python with what `bench/link/requirements.txt` names.
    pub(crate) python: Option<PathBuf>,
}

/// CPU seconds of one window, by span.
type Spent = BTreeMap<&'static str, f64>;

impl LinkBench {
    /// Makes the base and prints what it cost.
    pub(crate) fn run(&self) -> Result<bool> {
        let &last = self.sizes.last().context("no size to measure at")?;
        ensure!(
            self.sizes.iter().all(|size| size % WINDOW == 0),
            "sizes are multiples of {WINDOW}"
        );
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(clock::Clock))?;
        self.prepare()?;
        let readings = Readings::default();
        let taken = readings.clone();
        let mut collection = Collection::open(&self.base)?
            .with_annotator(Annotator::of(move |article| taken.of(article)));
        let texts = tempfile::NamedTempFile::new()?;
        let mut texts_out = BufWriter::new(texts.reopen()?);
        let settings = Settings {
            threads: std::num::NonZeroUsize::new(1),
            ..Settings::default()
        };
        let mut feed = Feed::new(self, readings);
        let mut sum = Spent::new();
        let mut measured: Vec<(usize, f64)> = Vec::new();
        let begun = usize::try_from(collection.reader().counts()?.sources)?;
        ensure!(
            begun % WINDOW == 0 && begun <= last,
            "no run up to a size below {last} left a base of {begun} articles"
        );
        say(&heading());
        for done in (begun..=last).step_by(WINDOW) {
            let mut lines = String::new();
            for record in feed.next(WINDOW)? {
                writeln!(texts_out, "{}", serde_json::to_string(&record.text)?)?;
                lines.push_str(&record.line());
                lines.push('\n');
            }
            clock::take();
            let name = format!("from-{done}.jsonl");
            let (known, limits) = (Known::default(), Limits::default());
            let reads = read_bytes(&name, lines.into_bytes(), &known, &limits);
            collection.add_reads(reads, &settings, &mut ())?;
            let spent = clock::take();
            if self.sizes.contains(&done) {
                measured.push((done, spent.get(LINK).copied().unwrap_or_default()));
                say(&row(&format!("at {done}"), &spent, WINDOW));
            } else if done % (10 * WINDOW) == 0 {
                say(&row(&format!("(at {done})"), &spent, WINDOW));
            }
            for (name, seconds) in spent {
                *sum.entry(name).or_default() += seconds;
            }
        }
        let all = last + WINDOW - begun;
        say(&row(&format!("all {all}"), &sum, all));
        let seconds = sum.get(LINK).copied().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        let rate = |articles: usize, seconds: f64| articles as f64 / seconds;
        say(&format!(
            "link stage: {:.0} articles per CPU second over the whole run, {} to {} articles",
            rate(all, seconds),
            begun + 1,
            begun + all
        ));
        if let [(small, one), .., (large, other)] = measured[..] {
            say(&format!(
                "link stage at {large}: {:.0} articles per CPU second; {:.2} times the cost at {small}",
                rate(WINDOW, other),
                other / one
            ));
        }
        if let Some(peak) = clock::peak_memory() {
            say(&format!("peak memory of the process: {peak:.0} MB"));
        }
        say(&format!(
            "articles without annotations: {}",
            feed.readings.without()
        ));
        texts_out.flush()?;
        drop(collection);
        match &self.python {
            Some(python) => self.minhash(python, texts.path(), rate(all, seconds)),
            None => Ok(true),
        }
    }

    /// Sees to it that the base is as the run needs it: not there, or a copy.
    fn prepare(&self) -> Result<()> {
        for ending in ["", "-wal", "-shm"] {
            let mut file = self.base.clone().into_os_string();
            file.push(ending);
            let _ = fs::remove_file(file);
        }
        if let Some(from) = &self.from {
            ensure!(
                self.python.is_none(),
                "MinHash is measured over a whole run"
            );
            fs::copy(from, &self.base)
                .with_context(|| format!("cannot copy {}", from.display()))?;
        }
        Ok(())
    }

    /// Runs `MinHash` over the same texts.
    fn minhash(&self, python: &Path, texts: &Path, ours: f64) -> Result<bool> {
        let output = Command::new(python)
            .arg(root().join("bench/link/minhash.py"))
            .arg(texts)
            .args(self.sizes.iter().map(ToString::to_string))
            .output()
            .with_context(|| format!("cannot run {}", python.display()))?;
        ensure!(
            output.status.success(),
            "minhash.py failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let text = String::from_utf8(output.stdout)?;
        say(text.trim_end());
        let theirs: f64 = text
            .lines()
            .find_map(|line| line.strip_prefix("articles per CPU second: "))
            .context("minhash.py did not tell its rate")?
            .parse()?;
        say(&format!(
            "link stage against MinHash: {:.2} times its articles per CPU second",
            ours / theirs
        ));
        Ok(true)
    }
}

fn heading() -> String {
    let names: Vec<String> = PARTS
        .iter()
        .chain([&LINK])
        .chain(&BESIDE)
        .map(|name| format!("{name:>12}"))
        .collect();
    format!(
        "milliseconds of CPU an article\n{:<12}{}{:>12}",
        "",
        names.concat(),
        "peak MB"
    )
}

fn row(name: &str, spent: &Spent, articles: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let cells: Vec<String> = PARTS
        .iter()
        .chain([&LINK])
        .chain(&BESIDE)
        .map(|name| {
            let seconds = spent.get(name).copied().unwrap_or_default();
            format!("{:>12.3}", 1000.0 * seconds / articles as f64)
        })
        .collect();
    let peak = clock::peak_memory().unwrap_or_default();
    format!("{name:<12}{}{peak:>12.0}", cells.concat())
}

/// The articles of the worlds, with what was read in them.
struct Feed<'b> {
    bench: &'b LinkBench,
    worlds: Box<dyn Iterator<Item = Result<World>>>,
    world: Option<World>,
    /// Of the world's copies, made and not yet given out, the last first.
    waiting: Vec<Record>,
    copy: u64,
    readings: Readings,
    english: Option<Pipeline>,
}

impl<'b> Feed<'b> {
    fn new(bench: &'b LinkBench, readings: Readings) -> Self {
        Self {
            bench,
            worlds: Box::new(worlds(bench.seed)),
            world: None,
            waiting: Vec::new(),
            copy: 0,
            readings,
            english: None,
        }
    }

    fn next(&mut self, count: usize) -> Result<Vec<Record>> {
        let mut records = Vec::with_capacity(count);
        self.readings.forget_all_but_the_last();
        while records.len() < count {
            if let Some(record) = self.waiting.pop() {
                records.push(record);
                continue;
            }
            if self.world.is_none() || self.copy == self.bench.renamings {
                let world = self.worlds.next().context("worlds have no end")??;
                let read = self.read(&world)?;
                self.readings.begin(read);
                self.world = Some(world);
                self.copy = 0;
            }
            let world = self.world.as_ref().expect("it was just made");
            let renaming = world.renaming(self.copy);
            self.waiting = world
                .originals
                .iter()
                .rev()
                .map(|original| original.renamed(&renaming, self.copy))
                .collect();
            self.copy += 1;
        }
        Ok(records)
    }

    /// What is read in the articles of a world before they are renamed.
    fn read(&mut self, world: &World) -> Result<FxHashMap<String, Reading>> {
        let kept = self
            .bench
            .annotations
            .as_ref()
            .map(|folder| folder.join(format!("{}.json.gz", world.seed)));
        if let Some(kept) = &kept
            && let Ok(file) = File::open(kept)
        {
            return Ok(serde_json::from_reader(std::io::BufReader::new(
                flate2::read::GzDecoder::new(file),
            ))?);
        }
        if self.english.is_none() {
            self.english = Some(english::pipeline()?);
        }
        let english = self.english.as_ref().expect("it was just loaded");
        let mut readings = FxHashMap::default();
        for original in &world.originals {
            let record = original.record();
            let article = extract(&document(&record.line())?).article;
            if let Some(article) = article {
                readings.insert(record.url.clone(), Reading::of(english, &article)?);
            }
        }
        if let Some(kept) = kept {
            let file = BufWriter::new(File::create(kept)?);
            let mut out = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
            serde_json::to_writer(&mut out, &readings)?;
            out.finish()?.flush()?;
        }
        Ok(readings)
    }
}

fn document(line: &str) -> Result<SourceDocument> {
    let (known, limits) = (Known::default(), Limits::default());
    let reads = read_bytes("one.jsonl", line.as_bytes().to_vec(), &known, &limits);
    reads
        .into_iter()
        .find_map(|read| match read {
            Read::Document(document) => Some(document),
            Read::Diagnostic(_) => None,
        })
        .context("a made article could not be read")
}

/// What was read in an article before its words were renamed.
#[derive(Deserialize, Serialize)]
struct Reading {
    text: String,
    annotations: Annotations,
}

impl Reading {
    fn of(english: &Pipeline, article: &Article) -> Result<Self> {
        let doc = english.analyse_parts(&article.text, &prose(article))?;
        Ok(Self {
            annotations: annotate(article, &doc),
            text: article.text.clone(),
        })
    }

    /// What holds for the copy: places in the text are the same; where a name was renamed, no gazetteer knows the place.
    fn renamed(&self, copy: &Article) -> Option<Annotations> {
        (self.text.len() == copy.text.len()).then(|| {
            let stays = |reading: &PlaceReading| {
                reading.range.slice(&self.text) == reading.range.slice(&copy.text)
            };
            let mut annotations = self.annotations.clone();
            annotations.places.retain(stays);
            annotations
        })
    }
}

/// Readings by the address of the article that was renamed, of the last two worlds: a window may hold articles of both.
#[derive(Clone, Default)]
struct Readings(Arc<Mutex<Held>>);

#[derive(Default)]
struct Held {
    worlds: Vec<FxHashMap<String, Reading>>,
    without: usize,
}

impl Readings {
    fn begin(&self, world: FxHashMap<String, Reading>) {
        self.held(|held| held.worlds.push(world));
    }

    fn forget_all_but_the_last(&self) {
        self.held(|held| {
            let last = held.worlds.pop();
            held.worlds.clear();
            held.worlds.extend(last);
        });
    }

    fn of(&self, copy: &Article) -> Option<Annotations> {
        let url = &copy.canonical_url.as_ref()?.value;
        let (original, _) = url.rsplit_once('-')?;
        self.held(|held| {
            let found = held.worlds.iter().find_map(|world| world.get(original));
            let annotations = found.and_then(|reading| reading.renamed(copy));
            held.without += usize::from(annotations.is_none());
            annotations
        })
    }

    /// How many articles there were whose reading did not fit them.
    fn without(&self) -> usize {
        self.held(|held| held.without)
    }

    fn held<T>(&self, with: impl FnOnce(&mut Held) -> T) -> T {
        with(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
