//! The lineage of a story as a drawing for other programs: DOT for Graphviz, `GraphML` for Gephi, yEd and networkx.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::article_record::ArticleRecord;
use crate::dossier::{Dossier, label, short_name};
use crate::inert::visible;
use crate::lineage_record::{LineageEdgeRecord, TextSourceRecord, edge_words};

/// The nodes of the graph by their ids: articles, then the agencies and unknown texts that edges lead to.
fn nodes(dossier: &Dossier) -> BTreeMap<String, (String, String)> {
    let mut nodes = BTreeMap::new();
    for article in &dossier.articles {
        nodes.insert(
            article.id.to_string(),
            (article_name(article), "article".to_owned()),
        );
    }
    for lineage in &dossier.lineage {
        for edge in &lineage.edges {
            nodes.entry(node_id(&edge.parent)).or_insert_with(|| {
                let name = visible(&source_name(&edge.parent)).into_owned();
                (name, edge.parent.kind.clone())
            });
        }
    }
    nodes
}

fn article_name(article: &ArticleRecord) -> String {
    let name = short_name(
        article.outlet.as_ref(),
        article.address(),
        &article.source.path,
    );
    let published = article
        .published
        .as_ref()
        .map_or_else(String::new, |moment| format!(", {}", moment.value));
    visible(&format!("{name}{published}")).into_owned()
}

/// An agency or an unknown text in words.
pub(crate) fn source_name(source: &TextSourceRecord) -> String {
    match source.kind.as_str() {
        "agency" => source.names.join(" or "),
        "unknown" => "a text that is not in the collection".to_owned(),
        _ => source.article.to_string(),
    }
}

fn node_id(source: &TextSourceRecord) -> String {
    match source.kind.as_str() {
        "article" => source.article.to_string(),
        kind => format!("{kind} {}", source.article),
    }
}

fn edges(dossier: &Dossier) -> impl Iterator<Item = (String, String, &LineageEdgeRecord)> {
    dossier.lineage.iter().flat_map(|lineage| {
        lineage
            .edges
            .iter()
            .map(|edge| (node_id(&edge.parent), lineage.article.to_string(), edge))
    })
}

/// The lineage in the language of Graphviz; edges lead from parent to child.
pub fn lineage_dot(dossier: &Dossier) -> String {
    let text = |words: &str| words.replace('\\', "\\\\").replace('"', "\\\"");
    let mut dot = String::from("digraph lineage {\n  rankdir=LR;\n  node [shape=box];\n");
    for (id, (name, kind)) in nodes(dossier) {
        let shape = if kind == "article" { "box" } else { "ellipse" };
        let _ = writeln!(
            dot,
            "  \"{id}\" [label=\"{}\", shape={shape}];",
            text(&name)
        );
    }
    for (parent, child, edge) in edges(dossier) {
        let style = match edge.direction {
            retold_model::Direction::Known => "forward",
            retold_model::Direction::Unknown => "both",
        };
        let words = text(&edge_words(edge));
        let _ = writeln!(
            dot,
            "  \"{parent}\" -> \"{child}\" [label=\"{words}\", dir={style}];"
        );
    }
    dot.push_str("}\n");
    dot
}

/// The lineage as `GraphML`; edges lead from parent to child.
pub fn lineage_graphml(dossier: &Dossier) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    let keys = [
        ("name", "node", "string"),
        ("source", "node", "string"),
        ("kind", "edge", "string"),
        ("direction", "edge", "string"),
        ("share", "edge", "int"),
        ("confidence", "edge", "int"),
    ];
    for (name, of, kind) in keys {
        let _ = writeln!(
            xml,
            "  <key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        );
    }
    xml.push_str("  <graph id=\"lineage\" edgedefault=\"directed\">\n");
    for (id, (name, kind)) in nodes(dossier) {
        let _ = writeln!(
            xml,
            "    <node id=\"{id}\"><data key=\"name\">{}</data><data key=\"source\">{kind}</data></node>",
            escaped(&name)
        );
    }
    for (parent, child, edge) in edges(dossier) {
        let _ = writeln!(
            xml,
            "    <edge source=\"{parent}\" target=\"{child}\"><data key=\"kind\">{}</data>\
             <data key=\"direction\">{}</data><data key=\"share\">{}</data>\
             <data key=\"confidence\">{}</data></edge>",
            label(&edge.kind),
            label(&edge.direction),
            edge.share,
            edge.confidence
        );
    }
    xml.push_str("  </graph>\n</graphml>\n");
    xml
}

/// Words as XML text. Of the signs that XML 1.0 does not allow at all, [`visible`] leaves two.
fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_holds_no_sign_that_it_does_not_allow() {
        let words = visible("a<b>&\"c\"\u{1b}\n\u{fffe}\u{ffff}\u{10ffff}");
        assert_eq!(
            escaped(&words),
            "a&lt;b&gt;&amp;&quot;c&quot;\u{fffd} \u{fffd}\u{fffd}\u{10ffff}"
        );
    }
}
