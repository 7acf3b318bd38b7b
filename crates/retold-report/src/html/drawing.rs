//! The lineage of a story as a drawing: a lane for each outlet, a column for each article in the order of the dossier,
//! agencies and texts outside the collection on the left, arrows from where a text was taken to who took it.
//!
//! Plain SVG in the page: no script, no network. The table below it says the same in words.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use askama::filters::{Html, escape};
use retold_model::{ArticleId, Direction};

use super::view::readable;
use crate::dossier::{Dossier, label};
use crate::inert::visible;
use crate::lineage_graph::source_name;
use crate::lineage_record::TextSourceRecord;
use crate::wrap::shorten;

/// Articles beyond which a drawing is only a tangle.
const MOST_ARTICLES: usize = 60;

/// Pixels: the names of lanes, the column of agencies, a column of an article, a lane, the head with the times.
const NAMES: usize = 180;
const OUTSIDE: usize = 150;
const COLUMN: usize = 56;
const LANE: usize = 46;
const HEAD: usize = 30;

/// Columns of a name in the drawing.
const NAME_COLUMNS: usize = 24;

/// The drawing; `None` where no article took from another, or there are too many.
pub(super) fn drawing(dossier: &Dossier) -> Option<String> {
    let is_empty = dossier.lineage.iter().all(|of| of.edges.is_empty());
    if dossier.articles.len() > MOST_ARTICLES || is_empty {
        return None;
    }
    let plan = Plan::new(dossier);
    let (width, height) = plan.size();
    let mut svg = format!(
        "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"group\" \
         aria-label=\"Who took text from whom; the table below says it in words\"><defs><marker id=\"arrow\" \
         viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">\
         <path d=\"M0 0 L8 4 L0 8 z\" class=\"head\"/></marker></defs>"
    );
    plan.draw_lanes(&mut svg);
    plan.draw_outside(&mut svg);
    plan.draw_days(&mut svg);
    plan.draw_arrows(&mut svg);
    plan.draw_articles(&mut svg);
    svg.push_str("</svg>");
    Some(svg)
}

/// Where everything stands.
struct Plan<'d> {
    dossier: &'d Dossier,
    /// The names of the outlets.
    lanes: Vec<String>,
    /// The lane of each article.
    lane_of: Vec<usize>,
    /// Agencies and texts outside the collection, with their names.
    outside: BTreeMap<Outside<'d>, String>,
}

/// A text that is no article of the collection: its kind, and the article that it is known by.
type Outside<'d> = (&'d str, ArticleId);

/// A point in pixels.
type Point = (usize, usize);

impl<'d> Plan<'d> {
    fn new(dossier: &'d Dossier) -> Self {
        let (mut lanes, mut lane_of) = (Vec::new(), Vec::new());
        for article in &dossier.articles {
            let name = article.short_name();
            let lane = lanes.iter().position(|lane| *lane == name);
            lane_of.push(lane.unwrap_or(lanes.len()));
            if lane.is_none() {
                lanes.push(name);
            }
        }
        let outside = { dossier.lineage.iter().flat_map(|of| &of.edges) }
            .filter_map(|edge| Some((outside(&edge.parent)?, source_name(&edge.parent))))
            .collect();
        Self {
            dossier,
            lanes,
            lane_of,
            outside,
        }
    }

    /// Where the columns of the articles begin.
    fn first(&self) -> usize {
        NAMES + if self.outside.is_empty() { 0 } else { OUTSIDE }
    }

    fn size(&self) -> Point {
        (
            self.first() + self.dossier.articles.len() * COLUMN,
            HEAD + self.lanes.len().max(self.outside.len()) * LANE,
        )
    }

    fn article(&self, id: ArticleId) -> Option<Point> {
        let place = self.dossier.place(id)?;
        Some((
            self.first() + place * COLUMN + COLUMN / 2,
            middle_of(self.lane_of[place]),
        ))
    }

    fn source(&self, source: &TextSourceRecord) -> Option<Point> {
        let Some(wanted) = outside(source) else {
            return self.article(source.article);
        };
        let lane = self.outside.keys().position(|known| *known == wanted)?;
        Some((NAMES + OUTSIDE - 20, middle_of(lane)))
    }

    fn draw_lanes(&self, svg: &mut String) {
        let (width, _) = self.size();
        for (lane, name) in self.lanes.iter().enumerate() {
            let (y, name) = (middle_of(lane), words(&shorten(name, NAME_COLUMNS)));
            let _ = write!(
                svg,
                "<line x1=\"{NAMES}\" y1=\"{y}\" x2=\"{width}\" y2=\"{y}\" class=\"lane\"/>\
                 <text x=\"0\" y=\"{}\">{name}</text>",
                y + 4
            );
        }
    }

    fn draw_outside(&self, svg: &mut String) {
        for (lane, name) in self.outside.values().enumerate() {
            let (x, y) = (NAMES + OUTSIDE - 20, middle_of(lane));
            let name = words(&shorten(name, NAME_COLUMNS));
            let _ = write!(
                svg,
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"5\" class=\"outside\"/>\
                 <text x=\"{}\" y=\"{}\" class=\"outside\">{name}</text>",
                x - 10,
                y - 8
            );
        }
    }

    /// Each day above the first article that was published on it.
    fn draw_days(&self, svg: &mut String) {
        let mut day = String::new();
        for (place, article) in self.dossier.articles.iter().enumerate() {
            let Some(published) = &article.published else {
                continue;
            };
            let date = published.value.date().to_string();
            if date != day {
                let x = self.first() + place * COLUMN + 4;
                let _ = write!(svg, "<text x=\"{x}\" y=\"14\" class=\"day\">{date}</text>");
                day = date;
            }
        }
    }

    fn draw_arrows(&self, svg: &mut String) {
        for lineage in &self.dossier.lineage {
            for edge in &lineage.edges {
                let ends = (self.source(&edge.parent), self.article(lineage.article));
                let (Some((x1, y1)), Some((x2, y2))) = ends else {
                    continue;
                };
                let (sure, arrow) = match edge.direction {
                    Direction::Known => ("", " marker-end=\"url(#arrow)\""),
                    Direction::Unknown => (" unknown", ""),
                };
                let (middle, kind) = (usize::midpoint(x1, x2), label(&edge.kind));
                // The arrow ends at the rim of the circle.
                let end = if x2 >= x1 { x2 - 14 } else { x2 + 14 };
                let _ = write!(
                    svg,
                    "<path d=\"M{x1} {y1} C{middle} {y1} {middle} {y2} {end} {y2}\" class=\"{kind}{sure}\"{arrow}/>"
                );
            }
        }
    }

    fn draw_articles(&self, svg: &mut String) {
        for (number, article) in (1..).zip(&self.dossier.articles) {
            let Some((x, y)) = self.article(article.id) else {
                continue;
            };
            let published = article.published.as_ref().map_or_else(
                || "no time stated".to_owned(),
                |moment| readable(moment.value),
            );
            let title = words(&format!("{number} {}, {published}", article.short_name()));
            let _ = write!(
                svg,
                "<a href=\"#a{number}\" aria-label=\"{title}\"><circle cx=\"{x}\" cy=\"{y}\" r=\"12\">\
                 <title>{title}</title></circle><text x=\"{x}\" y=\"{}\" class=\"number\">{number}</text></a>",
                y + 4
            );
        }
    }
}

fn outside(source: &TextSourceRecord) -> Option<Outside<'_>> {
    (source.kind != "article").then_some((&*source.kind, source.article))
}

/// The middle of a lane.
fn middle_of(lane: usize) -> usize {
    HEAD + lane * LANE + LANE / 2
}

/// Words of a page as text of the drawing.
pub(super) fn words(text: &str) -> String {
    escape(&*visible(text), Html).map_or_else(|_| String::new(), |text| text.to_string())
}
