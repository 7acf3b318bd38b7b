//! What is known of the bytes at hand: where they stand, what the user and their containers say of them.

use std::sync::Arc;

use retold_model::{Diagnostic, DiagnosticKind, Field, Form, Location, Stamp};

use crate::charset::{self, Declares};
use crate::record::{Record, parse_record};
use crate::{Known, Limits, Manifest, Read, problem};

/// What holds for a whole run.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    pub(crate) known: Known,
    /// Whether `known` is said of one file: then it may hold what is true of one document only.
    pub(crate) known_is_of_one: bool,
    /// The manifest that was named, then those that lie in directories.
    pub(crate) manifests: Vec<Manifest>,
    pub(crate) limits: Limits,
}

/// Where bytes stand and what is known of them from outside.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    settings: Arc<Settings>,
    /// The manifest of the directory that is being read.
    beside: Option<Manifest>,
    /// The file, members of archives after `!`.
    pub(crate) path: String,
    /// The record of a container that these bytes are.
    pub(crate) record: Option<u32>,
    /// Where that record starts.
    pub(crate) offset: u64,
    /// The address that the container states.
    pub(crate) uri: Option<String>,
    /// Whether these bytes are all that `path` holds.
    is_whole: bool,
    /// Whether they are a member of an archive.
    is_member: bool,
    /// What the container states.
    pub(crate) container: Vec<Field>,
    /// When the container says the bytes were fetched.
    pub(crate) retrieved: Option<Stamp>,
    /// The character set that a header states.
    pub(crate) charset: Option<String>,
    /// The media type that a header states.
    pub(crate) media_type: Option<String>,
    /// How many containers are around.
    pub(crate) nesting: u32,
}

impl Context {
    pub(crate) fn of_file(
        settings: &Arc<Settings>,
        beside: Option<Manifest>,
        path: String,
    ) -> Self {
        Self {
            settings: Arc::clone(settings),
            beside,
            path,
            record: None,
            offset: 0,
            uri: None,
            is_whole: true,
            is_member: false,
            container: Vec::new(),
            retrieved: None,
            charset: None,
            media_type: None,
            nesting: 0,
        }
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.settings.limits
    }

    /// The same bytes with a layer of compression taken off.
    pub(crate) fn unpacked(&self) -> Self {
        Self {
            nesting: self.nesting + 1,
            ..self.clone()
        }
    }

    /// A member of the archive that these bytes are.
    pub(crate) fn member(&self, name: &str) -> Self {
        let beside = self.beside.clone();
        let mut member = Self::of_file(
            &self.settings,
            beside,
            format!("{}!{name}", self.record_path()),
        );
        member.is_member = true;
        member.nesting = self.nesting + 1;
        member.uri.clone_from(&self.uri);
        member.retrieved = self.retrieved;
        member.container.clone_from(&self.container);
        member
    }

    /// One of many records in these bytes, at `offset` of them.
    pub(crate) fn record(&self, number: u32, offset: u64) -> Self {
        Self {
            path: self.record_path(),
            record: Some(number),
            offset,
            is_whole: false,
            ..self.clone()
        }
    }

    fn record_path(&self) -> String {
        match self.record {
            Some(record) => format!("{}!{record}", self.path),
            None => self.path.clone(),
        }
    }

    pub(crate) fn location(&self) -> Location {
        Location {
            path: self.path.clone(),
            record: self.record,
            offset: self.offset,
            uri: self.known_url().or_else(|| self.uri.clone()),
        }
    }

    /// What flags and the manifest say of these bytes.
    fn stated(&self) -> Vec<(&Known, &'static str, bool)> {
        let settings = &*self.settings;
        let is_one = self.is_whole && settings.known_is_of_one && !self.is_member;
        let mut stated = vec![(&settings.known, "flag", is_one)];
        let manifests = settings.manifests.iter().chain(&self.beside);
        // What is said of an archive holds for its members, as far as it can.
        let archive = self.path.split('!').next().unwrap_or_default();
        for manifest in manifests {
            if let Some(known) = manifest.of(&self.path) {
                stated.push((known, "manifest", self.is_whole));
            } else if let Some(known) = manifest.of(archive) {
                stated.push((known, "manifest", false));
            }
        }
        stated
    }

    fn known_url(&self) -> Option<String> {
        self.stated()
            .into_iter()
            .find_map(|(known, _, is_one)| known.url.clone().filter(|_| is_one))
    }

    /// A note where the user said of these bytes what can be true of one document only, and they hold many.
    pub(crate) fn note_for_many(&self) -> Option<Diagnostic> {
        let is_lost = self
            .stated()
            .into_iter()
            .any(|(known, _, is_one)| is_one && known.is_of_one());
        is_lost.then(|| {
            problem::note(
                self.location(),
                DiagnosticKind::UnknownFormat,
                "address, headline, author or date were given for the file, which holds many records: they are left out",
            )
        })
    }

    /// The document that `raw` is, and what is worth knowing of it.
    pub(crate) fn document(&self, raw: Arc<[u8]>, form: Form) -> Vec<Read> {
        let (declares, detected) = match form {
            Form::Html => (Declares::Html, "text/html"),
            Form::Text => (Declares::Nothing, "text/plain"),
            Form::FeedItem => (Declares::Xml, "application/xml"),
            Form::WordPress | Form::JsonFeedItem | Form::JsonArticle => {
                (Declares::Nothing, "application/json")
            }
        };
        let (encoding, overruled) = charset::detect(&raw, self.charset.as_deref(), declares);
        let media_type = self
            .media_type
            .clone()
            .unwrap_or_else(|| detected.to_owned());
        let mut reads = self.document_in(raw, form, encoding.name(), media_type);
        if let Some(message) = overruled {
            let note = problem::note(self.location(), DiagnosticKind::InvalidText, message);
            reads.push(Read::Diagnostic(note));
        }
        reads
    }

    /// The same where the character set is known.
    pub(crate) fn document_in(
        &self,
        raw: Arc<[u8]>,
        form: Form,
        charset: &str,
        media_type: String,
    ) -> Vec<Read> {
        let mut outside: Vec<Field> = self
            .stated()
            .into_iter()
            .flat_map(|(known, from, is_one)| known.fields(from, is_one))
            .collect();
        outside.extend(self.container.iter().cloned());
        let retrieved = self
            .stated()
            .into_iter()
            .find_map(|(known, _, _)| stamp(known.retrieved.as_deref()?))
            .or(self.retrieved);
        let (document, diagnostics) = parse_record(Record {
            location: self.location(),
            form,
            charset: charset.to_lowercase(),
            media_type,
            retrieved,
            raw,
            outside,
        });
        let lost = diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == retold_model::Severity::Error);
        let mut reads = Vec::with_capacity(1 + diagnostics.len());
        if !lost {
            reads.push(Read::Document(document));
        }
        reads.extend(diagnostics.into_iter().map(Read::Diagnostic));
        reads
    }
}

/// A stamp as users write it: with a blank for the `T`, too.
pub(crate) fn stamp(text: &str) -> Option<Stamp> {
    let text = text.trim();
    text.parse()
        .ok()
        .or_else(|| {
            let (day, time) = text.split_once(' ')?;
            format!("{day}T{}", time.replace(' ', "")).parse().ok()
        })
        .or_else(|| {
            // Fractions of a second are dropped: stamps have none.
            let (second, rest) = text.split_once('.')?;
            let zone = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            format!("{second}{zone}").parse().ok()
        })
}
