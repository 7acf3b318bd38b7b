//! Where data goes: standard output, or a file that appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tempfile::NamedTempFile;

use crate::failure::Mistake;

/// What Excel needs to see that a file is UTF-8.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Where data goes.
pub(crate) enum Output {
    /// Standard output.
    Stdout(BufWriter<io::Stdout>),
    /// A file, written beside its place and then moved there.
    File(BufWriter<NamedTempFile>, PathBuf),
    /// A pipe, a terminal, `/dev/null`: nothing may be put in its place.
    Device(BufWriter<File>),
}

impl Output {
    /// Opens `path`; none, or `-`, is standard output. Through a symbolic link goes what is written to a file, too.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            return Ok(Self::Stdout(BufWriter::new(io::stdout())));
        };
        if path.is_dir() {
            let hint = "`-o` names the file to be written";
            return Err(Mistake::new(format!("`{}` is a directory", path.display()), hint).into());
        }
        if let Ok(known) = fs::metadata(path)
            && !known.is_file()
        {
            let device = fs::OpenOptions::new().write(true).open(path);
            let device = device.with_context(|| not_written(path))?;
            return Ok(Self::Device(BufWriter::new(device)));
        }
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let directory = match path.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".retold-");
        // Temporary files are for their owner only; what is written here is meant to be read as any other file.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder
            .tempfile_in(directory)
            .with_context(|| format!("could not write in `{}`", directory.display()))?;
        Ok(Self::File(BufWriter::new(file), path))
    }

    /// Writes out what is left and puts the file in its place.
    pub(crate) fn finish(self) -> Result<()> {
        match self {
            Self::Stdout(mut out) => Ok(out.flush()?),
            Self::Device(mut out) => Ok(out.flush()?),
            Self::File(out, path) => {
                let context = || not_written(&path);
                let file = out
                    .into_inner()
                    .map_err(io::IntoInnerError::into_error)
                    .with_context(context)?;
                file.as_file().sync_all().with_context(context)?;
                file.persist(&path).with_context(context)?;
                Ok(())
            }
        }
    }
}

fn not_written(path: &Path) -> String {
    format!("could not write `{}`", path.display())
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::File(out, _) => out.write(bytes),
            Self::Device(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::File(out, _) => out.flush(),
            Self::Device(out) => out.flush(),
        }
    }
}

/// Makes the directory that tables are written to.
pub(crate) fn directory(path: &Path) -> Result<()> {
    if path.is_file() {
        let hint = "`-o` names the directory that the tables are written to; `--table NAME` writes one file";
        return Err(Mistake::new(format!("`{}` is a file", path.display()), hint).into());
    }
    fs::create_dir_all(path)
        .with_context(|| format!("could not make the directory `{}`", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_whole_or_not_at_all() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("out.json");
        fs::write(&path, "before").unwrap();
        let mut output = Output::open(Some(&path)).unwrap();
        output.write_all(b"half").unwrap();
        output.flush().unwrap();
        drop(output);
        assert_eq!(fs::read_to_string(&path).unwrap(), "before");
        let mut output = Output::open(Some(&path)).unwrap();
        output.write_all(b"whole").unwrap();
        output.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_stays_what_it_is() {
        use std::os::unix::fs::{FileTypeExt as _, symlink};

        let directory = tempfile::tempdir().unwrap();
        let [pipe, file, link] = ["pipe", "file", "link"].map(|name| directory.path().join(name));
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let reader = std::process::Command::new("cat")
            .arg(&pipe)
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = Output::open(Some(&pipe)).unwrap();
        output.write_all(b"through").unwrap();
        output.finish().unwrap();
        assert_eq!(reader.wait_with_output().unwrap().stdout, b"through");
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());

        fs::write(&file, "before").unwrap();
        symlink("file", &link).unwrap();
        let mut output = Output::open(Some(&link)).unwrap();
        output.write_all(b"through").unwrap();
        output.finish().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "through");
    }
}
