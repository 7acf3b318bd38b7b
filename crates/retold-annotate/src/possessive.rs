//! The ending that makes an owner of a name: "Russia's", "the Philippines'".

/// Whether a token that is glued to a name is this ending.
pub(crate) fn is_possessive(token: &str) -> bool {
    matches!(token, "'s" | "’s" | "'" | "’")
}

/// The words before the ending "'s", if they have it.
pub(crate) fn owner(words: &str) -> Option<&str> {
    words
        .strip_suffix("'s")
        .or_else(|| words.strip_suffix("’s"))
}

/// The words without the ending "'s".
pub(crate) fn without_possessive(words: &str) -> &str {
    owner(words).unwrap_or(words)
}
