//! What is known of a document from outside: by flag or manifest.

use retold_model::{Field, FieldName};

/// What the user knows of a document and its bytes may not say: values as written, each optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The address it was fetched from; becomes its canonical URL and its location's address.
    pub url: Option<String>,
    /// The publication that carried it.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// When it was last modified.
    pub modified: Option<String>,
    /// When it was fetched.
    pub retrieved: Option<String>,
    /// Its language, as a BCP 47 tag.
    pub language: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The section of the outlet.
    pub section: Option<String>,
}

impl Known {
    /// The fields that are stated, with `from` as the place. `one` is whether the file holds one document: what can
    /// be true of one only (address, headline, author, dates of the text) is not said of every record of an archive.
    pub(crate) fn fields(&self, from: &str, one: bool) -> Vec<Field> {
        self.values()
            .into_iter()
            .filter(|(name, _)| one || is_shared(*name))
            .filter_map(|(name, value)| {
                let value = value.clone()?;
                Some(Field {
                    name,
                    value,
                    from: from.to_owned(),
                    source: None,
                })
            })
            .collect()
    }

    /// Whether it says something that can be true of one document only.
    pub(crate) fn is_of_one(&self) -> bool {
        self.values()
            .into_iter()
            .any(|(name, value)| value.is_some() && !is_shared(name))
    }

    fn values(&self) -> [(FieldName, &Option<String>); 9] {
        [
            (FieldName::CanonicalUrl, &self.url),
            (FieldName::Headline, &self.headline),
            (FieldName::Author, &self.author),
            (FieldName::Outlet, &self.outlet),
            (FieldName::Section, &self.section),
            (FieldName::Language, &self.language),
            (FieldName::Published, &self.published),
            (FieldName::Modified, &self.modified),
            (FieldName::Retrieved, &self.retrieved),
        ]
    }

    /// Sets the field that a manifest's column or key names. Unknown names are left alone: a manifest may hold
    /// columns of its owner.
    pub(crate) fn set(&mut self, column: &str, value: String) {
        let field = match column.trim().to_ascii_lowercase().as_str() {
            "url" => &mut self.url,
            "outlet" => &mut self.outlet,
            "published" => &mut self.published,
            "modified" => &mut self.modified,
            "retrieved" => &mut self.retrieved,
            "language" => &mut self.language,
            "headline" => &mut self.headline,
            "author" => &mut self.author,
            "section" => &mut self.section,
            _ => return,
        };
        *field = (!value.trim().is_empty()).then_some(value);
    }
}

fn is_shared(name: FieldName) -> bool {
    matches!(
        name,
        FieldName::Outlet | FieldName::Section | FieldName::Language | FieldName::Retrieved
    )
}
