//! What people are called.

use retold_model::{ClaimKind, NameKind, SameGround, Voucher};

use super::{Point, Scene, Slot, Value};
use crate::claims::reading::Reading;
use crate::entities::fold_name;

pub(super) fn names<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for (_, range, name) in reading.full_persons() {
        let folded = fold_name(NameKind::Person, name);
        let mut words = folded.split(' ');
        let (Some(given), Some(surname)) = (words.next(), words.next_back()) else {
            continue;
        };
        let Some(initial) = surname.chars().next() else {
            continue;
        };
        let Some(statement) = reading.statement(range, Voucher::Outlet) else {
            continue;
        };
        points.push(Point {
            slot: Slot::Name(given.to_owned(), initial),
            kind: ClaimKind::Name,
            value: Value::Name(name),
            statement: retold_model::Statement {
                voucher: reading.voucher(range),
                ..statement
            },
            scene: Scene::default(),
            grounds: vec![SameGround::OnlyOne],
        });
    }
}
