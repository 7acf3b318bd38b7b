//! Names of ships, boats and cars, told by what stands around them.

use super::lexicon::Role;
use super::reading::Reading;
use super::spans::Span;

/// Whether what stands around it is said of ships and boats alone: "the ferry …", "HMS …", "the …, carrying 40 passengers".
pub(super) fn is_vessel(reading: &Reading<'_>, span: &Span) -> bool {
    let (start, end) = (span.words.start, span.words.end);
    let first = &reading.words[start];
    let prefixed =
        span.words.len() > 1 && matches!(first.text, "HMS" | "USS" | "MV" | "MS" | "SS" | "RMS");
    let before = reading.beside(start, start.checked_sub(1));
    let of_class = before.is_some_and(|word| !word.capital && is_class_of_vessel(&word.key));
    let known = [Role::Country, Role::Region, Role::Organisation, Role::Group];
    if prefixed || of_class && !known.into_iter().any(|role| first.is(role)) {
        return true;
    }
    let carrying = (end..end + 4)
        .map_while(|at| reading.beside(start, Some(at)))
        .position(|word| word.key == "carrying")
        .is_some_and(|at| {
            (end + at + 1..end + at + 6)
                .map_while(|at| reading.beside(start, Some(at)))
                .any(|word| matches!(&*word.key, "passengers" | "crew" | "crewmen" | "migrants"))
        });
    let articled = before.is_some_and(|word| word.key == "the");
    articled && carrying && reading.words[end].text == ","
}

fn is_class_of_vessel(key: &str) -> bool {
    matches!(
        key,
        "ferry"
            | "ship"
            | "tanker"
            | "vessel"
            | "trawler"
            | "yacht"
            | "freighter"
            | "frigate"
            | "submarine"
            | "warship"
            | "destroyer"
            | "liner"
            | "schooner"
            | "steamer"
            | "tugboat"
            | "lifeboat"
            | "icebreaker"
            | "catamaran"
    )
}

/// Whether a car is meant: "a silver Toyota Camry", "a 2007 Lincoln", "Blue Ford Taurus". Who is called Ford or Lincoln stands
/// without article, year and colour.
pub(super) fn is_car(reading: &Reading<'_>, span: &Span) -> bool {
    const OWNERS: [&str; 7] = ["a", "an", "his", "her", "their", "my", "stolen"];
    let words = &reading.words[span.words.clone()];
    let coloured = usize::from(words.len() > 1 && is_colour(&words[0].key));
    let last = &words[words.len() - 1];
    let headed = [
        Role::OrganisationHead,
        Role::FacilityHead,
        Role::OtherHead,
        Role::PlaceHead,
    ];
    if !is_make(&words[coloured].key)
        || words.len() > 1 && headed.into_iter().any(|role| last.is(role))
    {
        return false;
    }
    let before = reading.beside(span.words.start, span.words.start.checked_sub(1));
    let described = before.is_some_and(|word| {
        let year = word.text.len() == 4 && word.text.bytes().all(|b| b.is_ascii_digit());
        let owned = OWNERS.contains(&&*word.key) && words.len() > coloured + 1;
        year || owned || is_colour(&word.key)
    });
    coloured == 1 || described
}

fn is_colour(key: &str) -> bool {
    matches!(
        key,
        "beige"
            | "black"
            | "blue"
            | "brown"
            | "burgundy"
            | "gold"
            | "gray"
            | "green"
            | "grey"
            | "maroon"
            | "orange"
            | "purple"
            | "red"
            | "silver"
            | "tan"
            | "white"
            | "yellow"
    )
}

/// Makes of cars of which many are named in reports.
fn is_make(key: &str) -> bool {
    matches!(
        key,
        "acura"
            | "audi"
            | "bmw"
            | "buick"
            | "cadillac"
            | "chevrolet"
            | "chevy"
            | "chrysler"
            | "dodge"
            | "fiat"
            | "ford"
            | "gmc"
            | "honda"
            | "hyundai"
            | "infiniti"
            | "jaguar"
            | "jeep"
            | "kia"
            | "lexus"
            | "lincoln"
            | "mazda"
            | "mercedes"
            | "mercedes-benz"
            | "mercury"
            | "mitsubishi"
            | "nissan"
            | "oldsmobile"
            | "peugeot"
            | "pontiac"
            | "porsche"
            | "renault"
            | "saturn"
            | "skoda"
            | "subaru"
            | "suzuki"
            | "tesla"
            | "toyota"
            | "vauxhall"
            | "volkswagen"
            | "volvo"
    )
}
