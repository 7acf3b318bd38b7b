//! The collection: one SQLite file.
//!
//! The only place with SQL for it; rows become the model's records at its border. Plain tables and views, to be read
//! with pleasure in Datasette or the `sqlite3` shell: the [schema](https://www.sqlite.org/schematab.html) is
//! `migrations/*.sql`, and the file tells it itself.
//!
//! What a base answers is a function of the set of source documents in it: which source stands for a version, which
//! version for an article, is chosen by rules that do not ask which came first, and every list is ordered by content
//! ids or stated times. The file's own row numbers never leave it.
//!
//! The main decision: articles' texts stand in the file as plain text, so that any SQLite tool can read and search
//! them. The price is size: the plain texts alone are two and a half times what `gzip` makes of them. All that is
//! not for people is packed: source bytes of neighbours are compressed together, and the indexes of the link stage
//! are inverted indexes of FTS5 and not rows.
//!
//! ```
//! use retold_store::{SearchQuery, Store};
//! # let directory = tempfile::tempdir()?;
//! let store = Store::open(directory.path().join("retold.db"))?;
//! assert_eq!(store.reader().counts()?.articles, 0);
//! assert!(store.reader().search(&SearchQuery::parse("flood"), 10)?.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;

mod migration;
mod store;

mod annotation_rows;
mod article_rows;
mod chain_rows;
mod decision_rows;
mod entity_rows;
mod link_rows;
mod names;
mod sheet_rows;
mod source_rows;
mod token_index;
mod version_order;

mod batch;
mod entity_index;
mod link_index;
mod reader;

mod audit;

mod search;
mod sql;

pub use audit::Finding;
pub use batch::{Added, Batch, NewSource};
pub use entity_index::EntityView;
pub use error::{Result, StoreError};
pub use link_index::{Derive, LinkView};
pub use reader::{Counts, Reader, SourceCursor, SourceSelector};
pub use search::{Hit, SearchQuery};
pub use source_rows::{SourceId, StoredSource};
pub use sql::{SqlLimits, SqlTable, SqlValue};
pub use store::Store;
