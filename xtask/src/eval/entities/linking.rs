//! The clusters of a file: its records are the articles of a base, and each entity of the register is one.

use anyhow::Result;
use retold_annotate::chains::chains;
use retold_link::entities::MemoryRegister;
use retold_model::{ArticleId, ArticleNames, Chain, ChainPlace, Mention, NamedChain};
use retold_text::CharOffsets;
use serde::Serialize;

use super::Read;

/// A mention with its cluster.
#[derive(Serialize)]
pub(super) struct Linked {
    start: u32,
    end: u32,
    cluster: String,
}

/// The clusters of the mentions of all records.
pub(super) fn link(reads: &[Read<'_>], mentions: &[Vec<Mention>]) -> Result<Vec<Vec<Linked>>> {
    let chains: Vec<Vec<Chain>> = reads
        .iter()
        .zip(mentions)
        .map(|(read, mentions)| chains(&read.doc, &read.blocks, mentions))
        .collect();
    let mut register = MemoryRegister::new();
    let articles = reads
        .iter()
        .zip(&chains)
        .map(|(read, chains)| ArticleNames {
            id: ArticleId::of_url(read.id),
            published: None,
            outlet: None,
            chains: chains
                .iter()
                .map(|chain| NamedChain::of(chain, read.text))
                .collect(),
        })
        .collect();
    register.change(&[], articles)?;
    reads
        .iter()
        .zip(&chains)
        .zip(mentions)
        .map(|((read, chains), mentions)| {
            let offsets = CharOffsets::new(read.text);
            mentions
                .iter()
                .map(|mention| {
                    let number = chains.iter().position(|chain| {
                        chain
                            .members
                            .iter()
                            .any(|member| member.range == mention.range)
                    });
                    let entity = number.and_then(|number| {
                        register.entity(ChainPlace {
                            article: ArticleId::of_url(read.id),
                            chain: u32::try_from(number).ok()?,
                        })
                    });
                    let (start, end) = offsets.chars(mention.range);
                    Ok(Linked {
                        start,
                        end,
                        cluster: entity.map_or_else(
                            || format!("{} {start}", read.id),
                            |entity| format!("{} {}", entity.id, entity.name),
                        ),
                    })
                })
                .collect()
        })
        .collect()
}
