//! The formats of a base, one migration each. They are dated and only ever appended.

use rusqlite::Connection;

/// Says that a SQLite file is a Retold base: "RTLD".
pub(crate) const APPLICATION_ID: i32 = 0x5254_4C44;

/// All migrations in order; the format number of a base is how many were run on it.
const MIGRATIONS: &[(&str, &str)] = &[
    (
        "20261122_collection",
        include_str!("../migrations/20261122_collection.sql"),
    ),
    (
        "20261123_annotations",
        include_str!("../migrations/20261123_annotations.sql"),
    ),
    (
        "20261124_entities",
        include_str!("../migrations/20261124_entities.sql"),
    ),
    (
        "20261125_lineage",
        include_str!("../migrations/20261125_lineage.sql"),
    ),
    (
        "20261126_decisions",
        include_str!("../migrations/20261126_decisions.sql"),
    ),
    (
        "20261127_story_sheets",
        include_str!("../migrations/20261127_story_sheets.sql"),
    ),
    (
        "20261128_embeddings",
        include_str!("../migrations/20261128_embeddings.sql"),
    ),
    (
        "20261129_fingerprints_by_id",
        include_str!("../migrations/20261129_fingerprints_by_id.sql"),
    ),
    (
        "20261130_similarity_kinds",
        include_str!("../migrations/20261130_similarity_kinds.sql"),
    ),
];

/// The format that this program writes.
pub(crate) fn latest_format() -> u32 {
    u32::try_from(MIGRATIONS.len()).expect("migrations are written by hand")
}

/// Brings a base from `format` to the latest, each step in the transaction that is open.
pub(crate) fn migrate(connection: &Connection, format: u32) -> rusqlite::Result<()> {
    for (name, sql) in MIGRATIONS.iter().skip(format as usize) {
        tracing::debug!(name, "migration");
        connection.execute_batch(sql)?;
    }
    connection.pragma_update(None, "user_version", latest_format())
}
