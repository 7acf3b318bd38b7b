//! What titles and nouns tell of a person.

use super::lexicon::Sex;

/// The sex that titles before a name tell.
pub(super) fn sex_of_title(title: &str) -> Option<Sex> {
    title.split_whitespace().find_map(|word| {
        let word = word.trim_end_matches('.').to_ascii_lowercase();
        match word.as_str() {
            "mr" | "sir" | "lord" | "king" | "prince" | "brother" | "father" | "chairman"
            | "spokesman" | "businessman" | "congressman" | "herr" | "monsieur" | "senor" => {
                Some(Sex::Man)
            }
            "mrs" | "ms" | "miss" | "lady" | "dame" | "queen" | "princess" | "sister"
            | "mother" | "chairwoman" | "spokeswoman" | "businesswoman" | "congresswoman"
            | "duchess" | "frau" | "madame" | "senora" | "actress" => Some(Sex::Woman),
            _ => None,
        }
    })
}

/// Words that open the names of many bodies and stand for none of them alone.
pub(super) fn is_common_first(word: &str) -> bool {
    word.len() < 3
        || matches!(
            word,
            "new"
                | "north"
                | "south"
                | "east"
                | "west"
                | "national"
                | "royal"
                | "united"
                | "american"
                | "british"
                | "international"
                | "world"
                | "general"
                | "first"
                | "central"
                | "supreme"
                | "high"
                | "federal"
                | "state"
                | "ministry"
                | "department"
                | "bank"
                | "university"
                | "party"
                | "san"
                | "saint"
                | "st"
                | "house"
                | "european"
                | "african"
                | "asian"
                | "democratic"
                | "people's"
                | "social"
                | "foreign"
                | "defense"
                | "defence"
                | "free"
        )
}
