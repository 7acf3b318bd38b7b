//! Paths, directories, patterns, manifests, flags.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::Path;

use retold_read::{Input, Known, Limits, Manifest, read};
use support::lines;

fn shown(
    directory: &Path,
    inputs: &[Input],
    known: &Known,
    manifest: Option<&Manifest>,
) -> Vec<String> {
    let prefix = format!("{}/", directory.display());
    lines(read(inputs, known, manifest, &Limits::default()))
        .iter()
        .map(|line| {
            line.replace(&prefix, "")
                .replace(directory.to_str().unwrap(), ".")
        })
        .filter(|line| !line.starts_with("  Whole"))
        .collect()
}

fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    directory
}

#[test]
fn directories_are_walked_in_order() {
    let tree = tree(&[
        ("b.txt", "B"),
        ("a/z.txt", "Z"),
        ("a/.hidden", "no"),
        (".git/config", "no"),
        ("c.txt", "C"),
        ("README.md", "about"),
    ]);
    let inputs = [Input::Path(tree.path().to_owned())];
    assert_eq!(
        shown(tree.path(), &inputs, &Known::default(), None),
        [
            "note: README.md: a file that tells about the others is left out; name it to have it read",
            "b.txt @0 Text utf-8 text/plain",
            "c.txt @0 Text utf-8 text/plain",
            "a/z.txt @0 Text utf-8 text/plain",
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_out_of_the_tree_are_told_and_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = tree(&[("secret.txt", "S")]);
    let tree = tree(&[("a.txt", "A"), ("d/b.txt", "B")]);
    symlink(outside.path().join("secret.txt"), tree.path().join("out")).unwrap();
    symlink(outside.path(), tree.path().join("outdir")).unwrap();
    symlink(tree.path(), tree.path().join("d/up")).unwrap();
    symlink("loop", tree.path().join("loop")).unwrap();
    let inputs = [Input::Path(tree.path().to_owned())];
    assert_eq!(
        shown(tree.path(), &inputs, &Known::default(), None),
        [
            "a.txt @0 Text utf-8 text/plain",
            "warning: loop: a symbolic link that leads nowhere",
            "warning: out: a symbolic link that leads out of the directory is not followed",
            "warning: outdir: a symbolic link that leads out of the directory is not followed",
            "d/b.txt @0 Text utf-8 text/plain",
        ]
    );
}

#[test]
fn patterns() {
    let tree = tree(&[("a.html", "<html>"), ("b/c.html", "<html>"), ("d.txt", "D")]);
    let pattern = |pattern: &str| Input::from_argument(tree.path().join(pattern).to_str().unwrap());
    assert_eq!(
        shown(
            tree.path(),
            &[pattern("**/*.html"), pattern("*.none")],
            &Known::default(),
            None
        ),
        [
            "a.html @0 Html utf-8 text/html",
            "b/c.html @0 Html utf-8 text/html",
            "error: *.none: no file matches",
        ]
    );
    assert_eq!(Input::from_argument("-"), Input::Stdin);
}

#[test]
fn file_that_cannot_be_a_directory() {
    let tree = tree(&[("a.txt", "A")]);
    let inputs = [Input::Path(tree.path().join("a.txt/b"))];
    let found = shown(tree.path(), &inputs, &Known::default(), None);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("error: a.txt/b: "), "{found:?}");
}

#[test]
fn flags_outweigh_manifests_and_both_outweigh_the_record() {
    let tree = tree(&[
        (
            "a.json",
            "{\"text\":\"A\",\"url\":\"own\",\"publisher\":\"Own\"}",
        ),
        (
            "manifest.csv",
            "path,url,outlet,retrieved\na.json,https://m.org,Manifest,2024-05-16 07:00:00\n",
        ),
    ]);
    let known = Known {
        outlet: Some("Flag".into()),
        ..Known::default()
    };
    let inputs = [Input::Path(tree.path().to_owned())];
    assert_eq!(
        shown(tree.path(), &inputs, &known, None),
        [
            "a.json @0 JsonArticle utf-8 application/json <https://m.org> at 2024-05-16T07:00:00",
            "  Body Plain `A`",
            "  Outlet flag `Flag` outside",
            "  CanonicalUrl manifest `https://m.org` outside",
            "  Outlet manifest `Manifest` outside",
            "  Retrieved manifest `2024-05-16 07:00:00` outside",
            "  CanonicalUrl json:url `own`",
            "  Outlet json:publisher `Own`",
        ]
    );
    // The same by name.
    let (manifest, problems) =
        Manifest::load(&tree.path().join("manifest.csv"), &Limits::default());
    assert_eq!(problems, []);
    let by_name = shown(
        tree.path(),
        &[Input::Path(tree.path().join("a.json"))],
        &known,
        Some(&manifest),
    );
    assert_eq!(by_name, shown(tree.path(), &inputs, &known, None));
}

#[test]
fn what_is_true_of_one_is_not_said_of_many() {
    let tree = tree(&[
        ("a.jsonl", "{\"text\":\"A\"}\n{\"text\":\"B\"}\n"),
        ("b.txt", "B"),
    ]);
    let known = Known {
        url: Some("https://e.org".into()),
        outlet: Some("O".into()),
        ..Known::default()
    };
    assert_eq!(
        shown(
            tree.path(),
            &[Input::Path(tree.path().join("a.jsonl"))],
            &known,
            None
        ),
        [
            "note: a.jsonl: address, headline, author or date were given for the file, which holds many records: they are left out",
            "a.jsonl#0 @0 JsonArticle utf-8 application/json",
            "  Body Plain `A`",
            "  Outlet flag `O` outside",
            "a.jsonl#1 @13 JsonArticle utf-8 application/json",
            "  Body Plain `B`",
            "  Outlet flag `O` outside",
        ]
    );
    assert_eq!(
        shown(
            tree.path(),
            &[Input::Path(tree.path().join("b.txt"))],
            &known,
            None
        ),
        [
            "b.txt @0 Text utf-8 text/plain <https://e.org>",
            "  CanonicalUrl flag `https://e.org` outside",
            "  Outlet flag `O` outside",
        ]
    );
    let found = shown(
        tree.path(),
        &[Input::Path(tree.path().to_owned())],
        &known,
        None,
    );
    assert_eq!(
        found[0],
        "note: .: address, headline, author or date were given for many files: they are left out"
    );
}
