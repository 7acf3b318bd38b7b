//! The places of a story as a map, drawn without network: land, a grid of degrees, and a mark for each place.
//!
//! Plain SVG in the page. The projection is equirectangular, true to scale at the middle latitude of what is shown. The table
//! below the map says the same in words, so nothing is lost to who can not see it. There are no borders: where they run is
//! what some stories are about.

mod frame;
mod land;

use std::fmt::Write as _;

use retold_model::{PlaceFeature, Placing};
use unicode_width::UnicodeWidthStr;

use self::frame::{Frame, Pixels};
use super::drawing::words;
use crate::inert::visible;
use crate::story_place_record::StoryPlaceRecord;
use crate::wrap::shorten;

/// Per cent from which a place is put on the map, and from which its mark is full.
const LEAST_SURE: u8 = 50;
const SURE: u8 = 80;

/// Marks at most; the table has all places.
const MOST_MARKS: usize = 60;

/// Columns of a name on the map, and pixels of a column and of a line.
const NAME_COLUMNS: usize = 28;
const COLUMN: f64 = 6.8;
const LINE: f64 = 14.0;

/// The map; `None` where no place has a mark. Marks lead to `#place-N`, N being the place in `places` from 1.
pub(super) fn map(places: &[StoryPlaceRecord]) -> Option<String> {
    // A place that is only named as beside something would be a mark where nobody says that anything is.
    let sure = || {
        { (1..).zip(places) }
            .filter(|(_, place)| place.confidence >= LEAST_SURE && place.placing == Placing::Itself)
    };
    let spots: Vec<(usize, &StoryPlaceRecord)> = sure()
        .filter(|(_, place)| is_spot(place.feature))
        .take(MOST_MARKS)
        .collect();
    let areas: Vec<(usize, &StoryPlaceRecord)> = sure()
        .filter(|(_, place)| is_area(place.feature))
        .take(MOST_MARKS)
        .collect();
    // Countries have their middle for a place: they tell where to look only if nothing smaller does.
    let seen = if spots.is_empty() { &areas } else { &spots };
    let points: Vec<land::Degrees> = seen.iter().map(|(_, place)| degrees(place)).collect();
    let frame = Frame::around(&points)?;
    let mut drawn = Drawn::default();
    grid(&frame, &mut drawn);
    marks(&frame, &spots, &mut drawn);
    names_of_areas(&frame, &areas, &mut drawn);
    let mut coast = String::new();
    for ring in land::rings() {
        frame.draw(&ring, &mut coast);
    }
    let (width, height) = (frame.width, frame.height);
    let shown: Vec<&str> = { spots.iter().chain(&areas) }
        .filter(|(_, place)| frame.holds(degrees(place)))
        .map(|(_, place)| place.place.as_str())
        .collect();
    let names = words(&shown.join(", "));
    Some(format!(
        "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" class=\"map\" \
         aria-labelledby=\"map-title map-text\"><title id=\"map-title\">Map of the places</title>\
         <desc id=\"map-text\">Shows {names}. The table below has the same in words.</desc>\
         <path d=\"{coast}\" class=\"land\"/>{}{}{}</svg>",
        drawn.lines, drawn.names, drawn.marks
    ))
}

fn is_spot(feature: PlaceFeature) -> bool {
    use PlaceFeature as F;
    feature.is_town()
        || matches!(
            feature,
            F::Division | F::District | F::Island | F::Mountain | F::Lake | F::Site
        )
}

/// What is written over the land without a mark. A continent is everywhere.
fn is_area(feature: PlaceFeature) -> bool {
    !is_spot(feature) && feature != PlaceFeature::Continent
}

fn degrees(place: &StoryPlaceRecord) -> land::Degrees {
    (
        f64::from(place.longitude_e5) / 1e5,
        f64::from(place.latitude_e5) / 1e5,
    )
}

/// What is drawn so far, and the room it takes.
#[derive(Default)]
struct Drawn {
    lines: String,
    names: String,
    marks: String,
    taken: Vec<Room>,
}

/// A rectangle of the map in pixels.
#[derive(Clone, Copy)]
struct Room {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Room {
    fn around(at: Pixels, radius: f64) -> Self {
        Self {
            left: at.0 - radius,
            top: at.1 - radius,
            right: at.0 + radius,
            bottom: at.1 + radius,
        }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

impl Drawn {
    /// Takes the room if nothing else has it and it lies on the map.
    fn take(&mut self, room: Room, frame: &Frame) -> bool {
        let inside = room.left >= 0.0
            && room.top >= 0.0
            && room.right <= f64::from(frame.width)
            && room.bottom <= f64::from(frame.height);
        let free = inside && !self.taken.iter().any(|taken| taken.meets(&room));
        if free {
            self.taken.push(room);
        }
        free
    }
}

/// Lines of latitude and longitude with their degrees at the rim.
fn grid(frame: &Frame, drawn: &mut Drawn) {
    let (width, height) = (frame.width, frame.height);
    for (degrees, x) in frame.meridians() {
        let name = named(degrees, "E", "W");
        let room = Room {
            left: x + 2.0,
            top: f64::from(height) - LINE,
            right: x + 2.0 + columns(&name),
            bottom: f64::from(height),
        };
        let _ = write!(
            drawn.lines,
            "<line x1=\"{x:.0}\" y1=\"0\" x2=\"{x:.0}\" y2=\"{height}\" class=\"grid\"/>"
        );
        if drawn.take(room, frame) {
            let (x, y) = (x + 3.0, height - 4);
            let _ = write!(
                drawn.lines,
                "<text x=\"{x:.0}\" y=\"{y}\" class=\"degrees\">{name}</text>"
            );
        }
    }
    for (degrees, y) in frame.parallels() {
        let name = named(degrees, "N", "S");
        let room = Room {
            left: 0.0,
            top: y - LINE,
            right: columns(&name) + 3.0,
            bottom: y,
        };
        let _ = write!(
            drawn.lines,
            "<line x1=\"0\" y1=\"{y:.0}\" x2=\"{width}\" y2=\"{y:.0}\" class=\"grid\"/>"
        );
        if drawn.take(room, frame) {
            let y = y - 3.0;
            let _ = write!(
                drawn.lines,
                "<text x=\"3\" y=\"{y:.0}\" class=\"degrees\">{name}</text>"
            );
        }
    }
}

fn named(degrees: i32, plus: &str, minus: &str) -> String {
    match degrees {
        0 => "0°".to_owned(),
        degrees if degrees < 0 => format!("{}° {minus}", -degrees),
        degrees => format!("{degrees}° {plus}"),
    }
}

/// A mark for each place, and its name where there is room: those that most articles name first.
fn marks(frame: &Frame, spots: &[(usize, &StoryPlaceRecord)], drawn: &mut Drawn) {
    let radius = |place: &StoryPlaceRecord| 3.5 + f64::from(place.articles.min(5)) * 0.5;
    let at: Vec<Pixels> = { spots.iter() }
        .map(|(_, place)| frame.project(degrees(place)))
        .collect();
    for ((_, place), &at) in spots.iter().zip(&at) {
        drawn.taken.push(Room::around(at, radius(place)));
    }
    for ((number, place), &(x, y)) in spots.iter().zip(&at) {
        let radius = radius(place);
        let title = words(&place.place);
        let class = if place.confidence < SURE {
            "spot unsure"
        } else {
            "spot"
        };
        let _ = write!(
            drawn.marks,
            "<a href=\"#place-{number}\"><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" class=\"{class}\">\
             <title>{title}</title></circle></a>"
        );
        let name = shorten(&visible(&place.place), NAME_COLUMNS);
        let wide = columns(&name);
        let (gap, half) = (radius + 3.0, LINE / 2.0);
        let sides = [
            (x + gap, y - half),
            (x - gap - wide, y - half),
            (x - wide / 2.0, y - gap - LINE),
            (x - wide / 2.0, y + gap),
        ];
        for (left, top) in sides {
            let room = Room {
                left,
                top,
                right: left + wide,
                bottom: top + LINE,
            };
            if drawn.take(room, frame) {
                let (name, y) = (words(&name), top + LINE - 3.5);
                let _ = write!(
                    drawn.names,
                    "<text x=\"{left:.1}\" y=\"{y:.1}\" class=\"name\">{name}</text>"
                );
                break;
            }
        }
    }
}

/// Names of countries, seas and regions at their middle, where there is room.
fn names_of_areas(frame: &Frame, areas: &[(usize, &StoryPlaceRecord)], drawn: &mut Drawn) {
    for (_, place) in areas {
        if !frame.holds(degrees(place)) {
            continue;
        }
        let (x, y) = frame.project(degrees(place));
        let name = shorten(&visible(&place.place), NAME_COLUMNS);
        let half = columns(&name) * 0.6;
        let room = Room {
            left: x - half,
            top: y - LINE / 2.0,
            right: x + half,
            bottom: y + LINE / 2.0,
        };
        if drawn.take(room, frame) {
            let class = if place.feature == PlaceFeature::Country {
                "country"
            } else {
                "area"
            };
            let (name, y) = (words(&name), y + 4.0);
            let _ = write!(
                drawn.names,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" class=\"{class}\">{name}</text>"
            );
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "columns of a line")]
fn columns(name: &str) -> f64 {
    name.width() as f64 * COLUMN
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(
        name: &str,
        feature: PlaceFeature,
        north: i32,
        east: i32,
        sure: u8,
    ) -> StoryPlaceRecord {
        StoryPlaceRecord {
            place: name.to_owned(),
            feature,
            latitude_e5: north * 1_000,
            longitude_e5: east * 1_000,
            geonames: None,
            wikidata: None,
            country: None,
            division: None,
            placing: Placing::Itself,
            confidence: sure,
            names: Vec::new(),
            articles: 1,
        }
    }

    /// The names and marks of a map.
    fn shown(places: &[StoryPlaceRecord]) -> (Vec<String>, usize) {
        let map = map(places).unwrap();
        let names = map.split("<text ").skip(1);
        let names = names.filter(|text| !text.contains("degrees"));
        let words = |text: &str| {
            let start = text.find('>').unwrap() + 1;
            text[start..text.find("</text>").unwrap()].to_owned()
        };
        (names.map(words).collect(), map.matches("<circle").count())
    }

    #[test]
    fn towns_have_marks_and_countries_in_view_have_names() {
        let places = [
            place("Beijing", PlaceFeature::Capital, 3_991, 11_640, 94),
            place("Harbin", PlaceFeature::Town, 4_575, 12_665, 100),
            place("China", PlaceFeature::Country, 4_300, 12_100, 100),
            place("Iran", PlaceFeature::Country, 3_200, 5_300, 100),
            place("Asia", PlaceFeature::Continent, 4_000, 11_800, 100),
            place("Springfield", PlaceFeature::Town, 3_979, -8_964, 30),
        ];
        let expected = ["Beijing", "Harbin", "China"].map(str::to_owned).to_vec();
        assert_eq!(shown(&places), (expected, 2));
    }

    #[test]
    fn places_on_both_sides_of_the_date_line_are_near() {
        let places = [
            place("Suva", PlaceFeature::Capital, -1_814, 17_844, 90),
            place("Apia", PlaceFeature::Capital, -1_383, -17_177, 90),
        ];
        let map = map(&places).unwrap();
        assert!(map.contains("180°") || map.contains("175° W"), "{map}");
        assert!(!map.contains(">0°<"), "{map}");
    }

    #[test]
    fn names_that_have_no_room_are_left_to_the_table() {
        let crowd: Vec<StoryPlaceRecord> = (0..40)
            .map(|n| {
                place(
                    &format!("Town {n}"),
                    PlaceFeature::Town,
                    4_000 + n,
                    2_000 + n,
                    90,
                )
            })
            .collect();
        let (names, marks) = shown(&crowd);
        assert_eq!(marks, 40);
        assert!((1..10).contains(&names.len()), "{names:?}");
    }

    #[test]
    fn a_story_without_sure_places_has_no_map() {
        assert_eq!(map(&[place("X", PlaceFeature::Town, 0, 0, 20)]), None);
        assert_eq!(
            map(&[place("Asia", PlaceFeature::Continent, 0, 0, 99)]),
            None
        );
    }

    #[test]
    fn any_coordinates_give_a_map() {
        for (north, east) in [
            (9_000, 18_000),
            (-9_000, -18_000),
            (i32::MAX / 1_000, i32::MIN / 1_000),
        ] {
            let map = map(&[place("X", PlaceFeature::Town, north, east, 90)]).unwrap();
            assert!(!map.contains("NaN") && !map.contains("inf"), "{map}");
        }
    }

    #[test]
    fn hostile_names_are_text() {
        let map = map(&[place("<script>\u{202e}", PlaceFeature::Town, 0, 0, 90)]).unwrap();
        assert!(!map.contains("<script"), "{map}");
        assert!(!map.contains('\u{202e}'), "{map}");
    }
}
