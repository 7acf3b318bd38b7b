//! Ids: content hashes, so that the same input has the same ids in every base.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use retold_text::TextRange;

use crate::{ClaimKind, NameKind};

/// Text that is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} hexadecimal digits, but found `{found}`")]
pub struct ParseIdError {
    /// How many digits such an id has.
    pub expected: usize,
    /// What was given.
    pub found: String,
}

macro_rules! content_id {
    ($(#[$doc:meta])* $name:ident, $bytes:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; $bytes]);

        impl $name {
            /// The hash of `parts`, each with its length, so that `["ab", "c"]` and `["a", "bc"]` differ.
            fn hash(parts: &[&[u8]]) -> Self {
                let mut hasher = blake3::Hasher::new();
                hasher.update(stringify!($name).as_bytes());
                for part in parts {
                    hasher.update(&(part.len() as u64).to_le_bytes());
                    hasher.update(part);
                }
                let mut bytes = [0; $bytes];
                bytes.copy_from_slice(&hasher.finalize().as_bytes()[..$bytes]);
                Self(bytes)
            }

            /// Its bytes: they ascend as the ids do.
            pub const fn as_bytes(&self) -> &[u8; $bytes] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                let mut text = [0; 2 * $bytes];
                for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
                    pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
                }
                f.write_str(std::str::from_utf8(&text).expect("digits are ASCII"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                let error = || ParseIdError { expected: 2 * $bytes, found: text.chars().take(80).collect() };
                if text.len() != 2 * $bytes || !text.is_ascii() {
                    return Err(error());
                }
                let mut bytes = [0; $bytes];
                for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
                    let digit = |d: u8| (d as char).to_digit(16);
                    let (Some(high), Some(low)) = (digit(digits[0]), digit(digits[1])) else { return Err(error()) };
                    *byte = u8::try_from(high * 16 + low).expect("two hexadecimal digits fit a byte");
                }
                Ok(Self(bytes))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

content_id!(
    /// One article, through all its versions. Made from its canonical URL, else from its source's digest and what is
    /// known of the source from outside. Written as 16 hexadecimal digits.
    ///
    /// Ids of different things do not mix:
    ///
    /// ```compile_fail
    /// use retold_model::{ArticleId, StoryId};
    /// let id: StoryId = ArticleId::of_url("https://example.org/a");
    /// ```
    ArticleId, 8);
content_id!(
    /// One text of an article. Written as 16 hexadecimal digits.
    VersionId, 8);
content_id!(
    /// One story, named after its founding article. Written as 16 hexadecimal digits.
    StoryId, 8);
content_id!(
    /// One entity of the register, named after the article that named it first. Written as 16 hexadecimal digits.
    EntityId, 8);

content_id!(
    /// A point in which reports differ, named after what differs and where the values are stated first. Written as 16
    /// hexadecimal digits.
    DiscrepancyId, 8);

impl ArticleId {
    /// The id of the article at a canonical URL.
    pub fn of_url(url: &str) -> Self {
        Self::hash(&[b"url", url.as_bytes()])
    }

    /// The id of an article without a URL: its source's bytes, and the outlet that is known to have carried it.
    /// The same bytes twice are the same article, unless they are known to stand in two outlets.
    pub fn of_source(digest: &Digest, outlet: Option<&str>) -> Self {
        Self::hash(&[
            b"source",
            digest.as_bytes(),
            outlet.unwrap_or_default().as_bytes(),
        ])
    }
}

impl VersionId {
    /// The id of the version of `article` that reads `text`.
    pub fn of(article: ArticleId, text: &str) -> Self {
        Self::hash(&[&article.0, text.as_bytes()])
    }
}

impl StoryId {
    /// The id of the story that `founder`, its first article, opened.
    pub fn of(founder: ArticleId) -> Self {
        Self::hash(&[&founder.0])
    }
}

impl DiscrepancyId {
    /// The id of a discrepancy: for each value the first statement of it, in the text of its article.
    pub fn of(kind: ClaimKind, values: &[(ArticleId, TextRange)]) -> Self {
        let mut values = values.to_vec();
        values.sort_unstable();
        let mut bytes = vec![kind as u8];
        for (article, words) in values {
            bytes.extend(article.0);
            bytes.extend(words.start().to_le_bytes());
            bytes.extend(words.end().to_le_bytes());
        }
        Self::hash(&[&bytes])
    }
}

impl EntityId {
    /// The id of the entity that `founder` was the first article to name, by `name`; namesakes differ in `facet`.
    pub fn of(founder: ArticleId, kind: NameKind, name: &str, facet: &str) -> Self {
        Self::hash(&[&founder.0, &[kind as u8], name.as_bytes(), facet.as_bytes()])
    }
}

/// The BLAKE3 digest of raw bytes. Written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        blake3::Hash::from_bytes(self.0).fmt(f)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        match blake3::Hash::from_hex(text) {
            Ok(hash) => Ok(Self(*hash.as_bytes())),
            Err(_) => Err(ParseIdError {
                expected: 64,
                found: text.chars().take(80).collect(),
            }),
        }
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_the_same_in_every_run() {
        let id = ArticleId::of_url("https://example.org/a");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_ne!(id, ArticleId::of_url("https://example.org/b"));
        assert_eq!(
            "12".parse::<ArticleId>(),
            Err(ParseIdError {
                expected: 16,
                found: "12".into()
            })
        );
        assert_eq!(
            "é2345678é234567".parse::<StoryId>().map_err(|e| e.expected),
            Err(16)
        );
    }

    #[test]
    fn the_same_bytes_in_two_outlets_are_two_articles() {
        let digest = Digest::of(b"text");
        assert_ne!(
            ArticleId::of_source(&digest, Some("A")),
            ArticleId::of_source(&digest, Some("B"))
        );
        assert_eq!(digest.to_string().parse(), Ok(digest));
    }
}
