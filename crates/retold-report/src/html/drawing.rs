//! The lineage of a story as a drawing: a lane for each outlet, a column for each article in the order of the dossier,
//! agencies and texts outside the collection on the left, arrows from where a text was taken to who took it.
//!
//! Plain SVG in the page: no script, no network. The table below it says the same in words.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use askama::filters::{Html, escape};
use retold_model::Direction;

use super::view::readable;
use crate::dossier::{Dossier, label, short_name};
use crate::inert::visible;
use crate::lineage_graph::source_name;
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
    let edges = || { dossier.lineage.iter() }.flat_map(|lineage| &lineage.edges);
    if dossier.articles.len() > MOST_ARTICLES || edges().next().is_none() {
        return None;
    }
    let mut lanes: Vec<String> = Vec::new();
    let mut nodes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut svg = String::new();
    let mut outside: BTreeMap<String, String> = BTreeMap::new();
    for edge in edges().filter(|edge| edge.parent.kind != "article") {
        let id = format!("{} {}", edge.parent.kind, edge.parent.article);
        outside
            .entry(id)
            .or_insert_with(|| source_name(&edge.parent));
    }
    let first = NAMES + if outside.is_empty() { 0 } else { OUTSIDE };
    let mut circles = String::new();
    for (index, article) in dossier.articles.iter().enumerate() {
        let name = short_name(
            article.outlet.as_ref(),
            article.address(),
            &article.source.path,
        );
        let lane = lanes
            .iter()
            .position(|lane| *lane == name)
            .unwrap_or_else(|| {
                lanes.push(name.clone());
                lanes.len() - 1
            });
        let (x, y) = (
            first + index * COLUMN + COLUMN / 2,
            HEAD + lane * LANE + LANE / 2,
        );
        nodes.insert(article.id.to_string(), (x, y));
        let published = article.published.as_ref().map_or_else(
            || "no time stated".to_owned(),
            |moment| readable(moment.value),
        );
        let number = index + 1;
        let title = words(&format!("{number} {name}, {published}"));
        let _ = write!(
            circles,
            "<a href=\"#a{number}\"><circle cx=\"{x}\" cy=\"{y}\" r=\"12\"><title>{title}</title></circle>\
             <text x=\"{x}\" y=\"{}\" class=\"number\">{number}</text></a>",
            y + 4
        );
    }
    let (width, height) = (
        first + dossier.articles.len() * COLUMN,
        HEAD + lanes.len().max(outside.len()) * LANE,
    );
    for (lane, name) in lanes.iter().enumerate() {
        let y = HEAD + lane * LANE + LANE / 2;
        let name = words(&shorten(name, NAME_COLUMNS));
        let _ = write!(
            svg,
            "<line x1=\"{NAMES}\" y1=\"{y}\" x2=\"{width}\" y2=\"{y}\" class=\"lane\"/>\
             <text x=\"0\" y=\"{}\">{name}</text>",
            y + 4
        );
    }
    for (place, (id, name)) in outside.iter().enumerate() {
        let (x, y) = (NAMES + OUTSIDE - 20, HEAD + place * LANE + LANE / 2);
        nodes.insert(id.clone(), (x, y));
        let name = words(&shorten(name, NAME_COLUMNS));
        let _ = write!(
            svg,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"5\" class=\"outside\"/>\
             <text x=\"{}\" y=\"{}\" class=\"outside\">{name}</text>",
            x - 10,
            y - 8
        );
    }
    let mut day = String::new();
    for (index, article) in dossier.articles.iter().enumerate() {
        let Some(published) = &article.published else {
            continue;
        };
        let date = published.value.date().to_string();
        if date != day {
            let x = first + index * COLUMN + 4;
            let _ = write!(svg, "<text x=\"{x}\" y=\"14\" class=\"day\">{date}</text>");
            day = date;
        }
    }
    for lineage in &dossier.lineage {
        for edge in &lineage.edges {
            let parent = match edge.parent.kind.as_str() {
                "article" => edge.parent.article.to_string(),
                kind => format!("{kind} {}", edge.parent.article),
            };
            let (Some(&(x1, y1)), Some(&(x2, y2))) =
                (nodes.get(&parent), nodes.get(&lineage.article.to_string()))
            else {
                continue;
            };
            let known = edge.direction == Direction::Known;
            let arrow = if known {
                " marker-end=\"url(#arrow)\""
            } else {
                ""
            };
            let (middle, kind) = (usize::midpoint(x1, x2), label(&edge.kind));
            let sure = if known { "" } else { " unknown" };
            // The arrow ends at the rim of the circle.
            let end = if x2 >= x1 { x2 - 14 } else { x2 + 14 };
            let _ = write!(
                svg,
                "<path d=\"M{x1} {y1} C{middle} {y1} {middle} {y2} {end} {y2}\" class=\"{kind}{sure}\"{arrow}/>"
            );
        }
    }
    Some(format!(
        "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
         aria-label=\"Who took text from whom; the table below says it in words\"><defs><marker id=\"arrow\" \
         viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">\
         <path d=\"M0 0 L8 4 L0 8 z\" class=\"head\"/></marker></defs>{svg}{circles}</svg>"
    ))
}

/// Words of a page as text of the drawing.
pub(super) fn words(text: &str) -> String {
    escape(&*visible(text), Html).map_or_else(|_| String::new(), |text| text.to_string())
}
