//! Articles from a seeded generator, and everything a base holds as text.
#![allow(dead_code, reason = "each test file uses some of it")]
#![allow(missing_docs, clippy::unwrap_used, reason = "helpers of tests")]

use std::fmt::Write as _;
use std::path::Path;

use retold_pipeline::Collection;
use retold_read::{Known, Limits, Read, read_bytes};
use retold_store::SourceCursor;

/// The `SplitMix64` generator: enough chance for tests, the same everywhere.
#[derive(Clone, Debug)]
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

const PLACES: &[&str] = &[
    "Grauhafen",
    "Port Ellery",
    "Nordwyk",
    "Saltmere",
    "Kesten",
    "Villa Oria",
    "Brückenau",
    "Tarn Hill",
    "Lakeview",
    "Osterby",
    "Quillan",
    "Marrow Bay",
];
const PEOPLE: &[&str] = &[
    "Ada Venn",
    "Jonas Pell",
    "Mirela Stan",
    "Tomás Quiroga",
    "Ingrid Halle",
    "Samuel Okoro",
    "Lena Park",
    "Viktor Anders",
    "Noor Salim",
    "Claire Dumont",
];
const THINGS: &[&str] = &[
    "sea wall",
    "ferry",
    "grain store",
    "tram line",
    "reservoir",
    "school roof",
    "fish market",
    "power station",
    "footbridge",
    "museum",
    "hospital wing",
    "radio mast",
];
const DEEDS: &[&str] = &[
    "collapsed",
    "reopened",
    "caught fire",
    "was flooded",
    "was sold",
    "was closed",
    "was inspected",
    "lost power",
];
const OUTLETS: &[&str] = &[
    "The Grauhafen Post",
    "Nordwyk Courier",
    "Saltmere Gazette",
    "The Daily Quill",
    "Kesten Observer",
    "Radio Tarn",
];

/// One file as it would be found, with what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) known: Known,
}

impl Page {
    pub(crate) fn reads(&self) -> Vec<Read> {
        read_bytes(
            &self.name,
            self.bytes.clone(),
            &self.known,
            &Limits::default(),
        )
        .collect()
    }
}

/// A sentence of its own: two of the same words are rare.
fn sentence(chance: &mut Chance, place: &str) -> String {
    let (who, other) = (chance.pick(PEOPLE), chance.pick(PEOPLE));
    let (thing, deed) = (chance.pick(THINGS), chance.pick(DEEDS));
    let number = 2 + chance.below(9000);
    match chance.below(5) {
        0 => format!(
            "The {thing} in {place} {deed} after {number} hours of rain, {who} told reporters on site {number}."
        ),
        1 => format!(
            "“We counted {number} boats before the {thing} {deed},” said {who}, who works with {other} in {place}."
        ),
        2 => format!(
            "About {number} people near the {thing} of {place} had been warned by {who} that it {deed} before."
        ),
        3 => format!(
            "{who} and {other} want to spend {number} crowns on the {thing} that {deed} in the north of {place}."
        ),
        _ => format!(
            "Records of {place} show that the {thing} {deed} in {number} days of the reign of {who} and {other}."
        ),
    }
}

/// `count` pages: dispatches, reprints with small edits, versions at the same address, scrapes without an address.
pub(crate) fn pages(count: usize, seed: u64) -> Vec<Page> {
    let mut chance = Chance(seed);
    let mut pages: Vec<Page> = Vec::new();
    let mut dispatch: Vec<String> = Vec::new();
    let mut place = "";
    while pages.len() < count {
        let number = pages.len();
        if number.is_multiple_of(6) {
            place = chance.pick(PLACES);
            let sentences = 8 + chance.below(8);
            dispatch = (0..sentences)
                .map(|_| sentence(&mut chance, place))
                .collect();
        }
        let mut body = dispatch.clone();
        match chance.below(4) {
            0 => body.truncate(5),
            1 => body.insert(2, sentence(&mut chance, place)),
            2 => {
                let at = chance.below(body.len());
                body[at] = body[at].replace("the ", "that old ");
            }
            _ => {}
        }
        if chance.below(5) == 0 {
            body = (0..7).map(|_| sentence(&mut chance, place)).collect();
        }
        let headline = format!(
            "{} news: {} {} {number}",
            place,
            chance.pick(THINGS),
            chance.pick(DEEDS)
        );
        let outlet = chance.pick(OUTLETS);
        let day = 1 + chance.below(28);
        // Now and then the address of an earlier page: a version of it.
        let address = if chance.below(8) == 0 {
            number / 2
        } else {
            number
        };
        let known = Known {
            outlet: Some(outlet.to_owned()),
            ..Known::default()
        };
        if chance.below(3) == 0 {
            let text = format!("{headline}\n\n{}\n", body.join("\n\n"));
            pages.push(Page {
                name: format!("scrape/{number:05}.txt"),
                bytes: text.into_bytes(),
                known,
            });
        } else {
            let paragraphs = format!("<p>{}</p>", body.join("</p>\n<p>"));
            let page = format!(
                "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{headline}</title>\
                 <link rel=\"canonical\" href=\"https://news.example/{address}\">\
                 <meta property=\"article:published_time\" content=\"2024-05-{day:02}T09:{:02}:00Z\"></head>\
                 <body><nav><a href=\"/\">Home</a> <a href=\"/w\">Weather</a></nav><article><h1>{headline}</h1>\
                 {paragraphs}</article><footer>All rights reserved</footer></body></html>",
                chance.below(60)
            );
            pages.push(Page {
                name: format!("pages/{number:05}.html"),
                bytes: page.into_bytes(),
                known,
            });
        }
        // The same bytes once more, elsewhere.
        if chance.below(15) == 0 && pages.len() < count {
            let mut copy = pages[pages.len() - 1].clone();
            copy.name = format!("copies/{number:05}");
            pages.push(copy);
        }
    }
    pages
}

/// Everything a base holds, by content ids.
pub(crate) fn dump(collection: &Collection) -> String {
    let reader = collection.reader();
    let mut out = String::new();
    let mut line = |text: String| writeln!(out, "{text}").unwrap();
    let mut cursor = SourceCursor::default();
    let mut sources: Vec<String> = Vec::new();
    loop {
        let next = reader.next_sources(&mut cursor, 100, 1 << 20).unwrap();
        if next.is_empty() {
            break;
        }
        sources.extend(
            next.into_iter()
                .map(|(id, stored)| format!("{id} {:?}", stored.unwrap().version)),
        );
    }
    sources.sort_unstable();
    line(sources.join("\n"));
    for id in reader.article_ids().unwrap() {
        for version in reader.versions(id).unwrap() {
            let sources: Vec<String> = reader
                .sources_of(version.article.version)
                .unwrap()
                .iter()
                .map(|source| {
                    format!(
                        "{} {:?} {:?} {}",
                        source.id,
                        source.location,
                        source.outside,
                        source.raw.len()
                    )
                })
                .collect();
            line(format!("{version:?} {sources:?}"));
            let read = reader.annotations(version.article.version).unwrap();
            line(format!("{read:?}"));
        }
        line(format!("{:?}", reader.passages(id).unwrap()));
        line(format!("{:?}", reader.similarities(id).unwrap()));
        line(format!("{:?}", reader.story_of(id).unwrap()));
        line(format!("{:?}", reader.lineage(id).unwrap()));
        line(format!("{:?}", reader.senses_of(id).unwrap()));
    }
    line(format!("{:?}", reader.stories().unwrap()));
    line(format!("{:?}", reader.entities().unwrap()));
    line(format!("{:?}", reader.reprint_groups().unwrap()));
    line(format!("{:?}", reader.diagnostics().unwrap()));
    line(format!("{:?}", reader.counts().unwrap()));
    out
}

/// Fails with the first line that differs.
pub(crate) fn assert_same(found: &str, expected: &str, what: &str) {
    for (number, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "{what}: line {number}");
    }
    assert_eq!(found.lines().count(), expected.lines().count(), "{what}");
}

/// Writes pages as files below `directory`.
pub(crate) fn write_pages(directory: &Path, pages: &[Page]) {
    for page in pages {
        let path = directory.join(&page.name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &page.bytes).unwrap();
    }
}
