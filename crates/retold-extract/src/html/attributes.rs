//! Attributes of an element, decoded when asked for.

use std::borrow::Cow;

/// One attribute as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attribute<'t> {
    pub(super) name: &'t str,
    pub(super) value: &'t str,
}

/// The attributes of one element, in order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attributes<'d, 't>(pub(super) &'d [Attribute<'t>]);

impl<'t> Attributes<'_, 't> {
    /// The decoded value of the first attribute called `name` (lower case).
    pub(crate) fn get(&self, name: &str) -> Option<Cow<'t, str>> {
        self.raw(name).map(decode)
    }

    /// The value as written.
    pub(crate) fn raw(&self, name: &str) -> Option<&'t str> {
        self.0
            .iter()
            .find(|attribute| attribute.name.eq_ignore_ascii_case(name))
            .map(|attribute| attribute.value)
    }

    /// Whether an attribute called `name` is there, with or without a value.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// Names and values as written, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'t str, &'t str)> + '_ {
        self.0
            .iter()
            .map(|attribute| (attribute.name, attribute.value))
    }
}

fn decode(value: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', value.as_bytes()).is_some() {
        htmlize::unescape_attribute(value)
    } else {
        Cow::Borrowed(value)
    }
}
