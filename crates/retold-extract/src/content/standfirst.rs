//! Headline and standfirst above the body.

use retold_model::CutReason;

use crate::furniture::Role;
use crate::html::{NodeId, Tag};
use crate::language;

use super::{Label, Page, folded_letters};

/// Words of a standfirst at most.
const STANDFIRST_WORDS: u32 = 160;
/// Bytes of the body that tell its language.
const LANGUAGE_SAMPLE: usize = 1500;
/// Letters from which a beginning is enough for two texts to be one.
const ALIKE_LETTERS: usize = 60;

impl Page<'_, '_> {
    /// Headline and standfirst: found wherever they stand above the body, and taken out of it where it repeats them.
    pub(super) fn find_deck_and_headline(&self, labels: &mut [Label]) {
        let Some(first_body) = labels.iter().position(|label| label.is_body()) else {
            return;
        };
        let last_body = labels
            .iter()
            .rposition(|label| label.is_body())
            .unwrap_or(first_body);
        // Headline: the best h1 or line above the body that the head of the page confirms.
        let mut headline: Option<(usize, u32)> = None;
        for i in 0..=last_body {
            let segment = &self.segments[i];
            if segment.words == 0 || segment.words > 60 {
                continue;
            }
            let tag = self
                .document
                .ancestors(segment.first)
                .take(4)
                .filter_map(|id| self.document.tag(id))
                .find(|tag| tag.is_heading());
            let stated = self.is_page_title(segment);
            let score = match tag {
                Some(_) if stated && i <= first_body => 5,
                Some(_) if stated => 4,
                None if stated && i < first_body + 3 => 2,
                Some(Tag::H1) if i < first_body + 2 => 3,
                _ => 0,
            };
            let hidden = matches!(
                self.cut[segment.first.index()],
                Some(CutReason::Navigation | CutReason::Hidden | CutReason::Teaser)
            );
            let score = if hidden && score < 4 { 0 } else { score };
            // Of several that the head confirms the one nearest above the body: the others are the site's.
            let later = |best: u32| score == best && score == 5;
            if score > 0 && headline.is_none_or(|(_, best)| score > best || later(best)) {
                headline = Some((i, score));
            }
        }
        for (label, segment) in labels.iter_mut().zip(&self.segments).take(first_body + 4) {
            if label.is_body() && self.is_page_title(segment) {
                *label = Label::Cut(CutReason::Repeated);
            }
        }
        if let Some((i, _)) = headline {
            labels[i] = Label::Headline;
        }
        // Standfirst: named so, or worded as the description and standing apart from the body. Of several headings that
        // state the headline the first one is above it.
        let above = (0..first_body)
            .find(|&i| self.is_page_title(&self.segments[i]) && self.is_heading(i))
            .or(headline.map(|(i, _)| i))
            .unwrap_or(0);
        for i in above..labels.len().min(first_body + 3) {
            if labels[i] == Label::Headline {
                continue;
            }
            let segment = &self.segments[i];
            let named = self
                .document
                .ancestors(segment.first)
                .take(4)
                .any(|id| self.is_named_standfirst(id));
            let described = self
                .hints
                .descriptions
                .iter()
                .any(|description| begins_alike(description, &segment.text));
            // A caption is described by the page, too.
            let caption = labels[i] == Label::Cut(CutReason::Caption);
            let apart = !caption
                && (!labels[i].is_body()
                    || self
                        .document
                        .tag(segment.block)
                        .is_some_and(Tag::is_heading));
            // A heading of a sentence's length between headline and text heads nothing: it is a standfirst.
            let subheading = headline.is_some()
                && i <= first_body
                && segment.words >= 9
                && self.cut[segment.first.index()].is_none()
                && self
                    .document
                    .tag(segment.block)
                    .is_some_and(Tag::is_heading);
            if segment.words >= 4
                && segment.words <= STANDFIRST_WORDS
                && segment.link_density() < 0.3
                && apart
                && self.phrases[i].is_none()
                && (named || described || subheading)
            {
                let lead = segment.words >= 10 && self.standfirst_is_lead(labels);
                labels[i] = if lead { Label::Paragraph } else { Label::Deck };
                break;
            }
        }
    }

    /// Whether an element is called a standfirst, or a teaser that was not taken for one because it leads nowhere.
    fn is_named_standfirst(&self, id: NodeId) -> bool {
        match self.roles[id.index()] {
            Role::Deck => true,
            Role::Furniture(CutReason::Teaser) => self.cut[id.index()].is_none(),
            _ => false,
        }
    }

    fn is_heading(&self, i: usize) -> bool {
        self.document
            .ancestors(self.segments[i].first)
            .take(4)
            .any(|id| self.document.tag(id).is_some_and(Tag::is_heading))
    }

    /// Whether the standfirst is the first paragraph of the report. In the German and Romance press the lead (Vorspann,
    /// chapô, entradilla) tells the first facts, and the text below goes on from it; an English standfirst advertises
    /// the text. The language is that of the text: templates often state another.
    fn standfirst_is_lead(&self, labels: &[Label]) -> bool {
        let mut sample = String::new();
        for (segment, _) in self
            .segments
            .iter()
            .zip(labels)
            .filter(|(_, label)| label.is_body())
        {
            sample.push_str(&segment.text);
            sample.push(' ');
            if sample.len() > LANGUAGE_SAMPLE {
                break;
            }
        }
        language::detect(&sample)
            .map(|found| found.value)
            .or_else(|| self.hints.language.clone())
            .is_some_and(|language| !language.to_ascii_lowercase().starts_with("en"))
    }
}

/// Whether a description, which may be cut off, says what a line says.
fn begins_alike(description: &str, line: &str) -> bool {
    let (mut description, mut line) = (folded_letters(description), folded_letters(line));
    let mut alike = 0;
    loop {
        match (description.next(), line.next()) {
            (Some(a), Some(b)) if a == b => alike += 1,
            (Some(_), Some(_)) => return false,
            (None, None) => return alike > 0,
            _ => return alike >= ALIKE_LETTERS,
        }
    }
}
