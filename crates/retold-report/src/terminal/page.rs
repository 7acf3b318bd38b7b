//! Lines of text for a terminal: the one door through which words come, and are made inert.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::Paint;
use crate::inert::visible;
use crate::wrap::shorten;

/// The least width that is used: what is narrower scrolls.
const NARROWEST: usize = 40;

/// The widest line of running text: longer ones are hard to read.
const WIDEST: usize = 100;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Strong,
    Quiet,
    First,
    Second,
}

/// A word to be set, in its style.
#[derive(Clone)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) style: Style,
    /// Whether it follows the word before without a space.
    pub(super) glued: bool,
}

impl Word {
    pub(super) fn new(text: String, style: Style) -> Self {
        Self {
            text,
            style,
            glued: false,
        }
    }
}

/// Lines of text. Everything that comes in here is made inert, once, at this door.
pub(super) struct Page {
    pub(super) text: String,
    width: usize,
    paint: Paint,
}

impl Page {
    pub(super) fn new(width: usize, paint: Paint) -> Self {
        Self {
            text: String::new(),
            width: width.clamp(NARROWEST, WIDEST),
            paint,
        }
    }

    pub(super) fn heading(&mut self, title: &str) {
        self.text.push('\n');
        self.line(0, Style::Strong, title);
    }

    pub(super) fn legend(&mut self) {
        self.line(
            2,
            Style::Quiet,
            "[-only in the first-] {+only in the second+}",
        );
    }

    pub(super) fn numbered(&mut self, number: usize, text: &str) {
        self.hanging(&format!("{number:>3} "), Style::Strong, text);
    }

    /// `name  value (note)`.
    pub(super) fn field(&mut self, name: &str, value: &str, note: &str) {
        let note = if note.is_empty() {
            String::new()
        } else {
            format!(" ({note})")
        };
        self.hanging(
            &format!("    {name:<10}"),
            Style::Plain,
            &format!("{value}{note}"),
        );
    }

    pub(super) fn hanging(&mut self, lead: &str, style: Style, text: &str) {
        self.hanging_words(lead, &split(&visible(text), style));
    }

    /// Words that hang behind `lead`.
    pub(super) fn hanging_words(&mut self, lead: &str, words: &[Word]) {
        let before = self.text.len();
        self.words(lead.width(), words);
        self.text.replace_range(before..before + lead.width(), lead);
    }

    pub(super) fn line(&mut self, indent: usize, style: Style, text: &str) {
        let words = split(&visible(text), style);
        self.words(indent, &words);
    }

    /// `lead` and as much of `text` as fits.
    pub(super) fn one_line(&mut self, indent: usize, lead: &str, text: &str) {
        let room = self.width.saturating_sub(indent + lead.width()).max(10);
        let text = shorten(&visible(text), room);
        let _ = writeln!(self.text, "{:indent$}{lead}{text}", "");
    }

    pub(super) fn words(&mut self, indent: usize, words: &[Word]) {
        let mut used = 0;
        let _ = write!(self.text, "{:indent$}", "");
        let mut rest = words;
        while let Some((first, after)) = rest.split_first() {
            // A word and what is glued to it stand on one line.
            let glued = after.iter().take_while(|word| word.glued).count();
            let (together, next) = rest.split_at(1 + glued);
            let columns: usize = together.iter().map(|word| word.text.width()).sum();
            if used > 0 && indent + used + 1 + columns > self.width {
                let _ = write!(self.text, "\n{:indent$}", "");
                used = 0;
            }
            if used > 0 && !first.glued {
                self.text.push(' ');
                used += 1;
            }
            for word in together {
                self.painted(&word.text, word.style);
            }
            used += columns;
            rest = next;
        }
        self.text.push('\n');
    }

    pub(super) fn painted(&mut self, word: &str, style: Style) {
        let code = match (self.paint, style) {
            (Paint::Plain, _) | (_, Style::Plain) => None,
            (Paint::Colour, Style::Strong) => Some("1"),
            (Paint::Colour, Style::Quiet) => Some("2"),
            (Paint::Colour, Style::First) => Some("31"),
            (Paint::Colour, Style::Second) => Some("32"),
        };
        match code {
            Some(code) => {
                let _ = write!(self.text, "\u{1b}[{code}m{word}\u{1b}[0m");
            }
            None => self.text.push_str(word),
        }
    }
}

pub(super) fn split(text: &str, style: Style) -> Vec<Word> {
    text.split_whitespace()
        .map(|word| Word::new(word.to_owned(), style))
        .collect()
}
