//! Where a story falls into phases: at gaps between the days of publication.

use jiff::civil::Date;
use retold_model::{ArticleStub, Phase, PhaseTie, Precision};

use super::{GAP, Near};
use crate::story::story;

/// The day on which an article was published, where it states one.
pub(crate) fn day(stub: &ArticleStub) -> Option<Date> {
    let published = stub.published?;
    (published.precision() >= Precision::Day).then(|| published.date())
}

/// Days from one article to another; `None` where one has no day.
pub(super) fn days(from: &ArticleStub, to: &ArticleStub) -> Option<i32> {
    Some((day(to)? - day(from)?).get_days())
}

/// The articles by time, cut where no article was published for [`GAP`] days. Those without a day are left out.
pub(crate) fn cut(mut dated: Vec<ArticleStub>) -> Vec<Vec<ArticleStub>> {
    dated.retain(|stub| day(stub).is_some());
    dated.sort_by_key(|stub| (stub.published, stub.id));
    let mut phases: Vec<Vec<ArticleStub>> = Vec::new();
    for stub in dated {
        let last = phases.last_mut().and_then(|phase| {
            let days = days(phase.last()?, &stub)?;
            (days < GAP).then_some(phase)
        });
        match last {
            Some(phase) => phase.push(stub),
            None => phases.push(vec![stub]),
        }
    }
    phases
}

/// A phase of `members`, which [`cut`] gave.
pub(super) fn phase(members: &[ArticleStub], near: &Near, tie: Option<PhaseTie>) -> Phase {
    let sum = |one: &ArticleStub| -> u64 {
        let pairs = { members.iter() }.map(|other| (one.id.min(other.id), one.id.max(other.id)));
        pairs
            .filter_map(|pair| near.get(&pair))
            .map(|&score| u64::from(score))
            .sum()
    };
    let with_sums = members.iter().map(|stub| (stub.clone(), sum(stub)));
    let published = |stub: &ArticleStub| stub.published.expect("members of a phase have a day");
    Phase {
        headline: story(with_sums.collect()).headline,
        first: published(&members[0]),
        last: published(&members[members.len() - 1]),
        articles: members.iter().map(|stub| stub.id).collect(),
        tie,
    }
}

#[cfg(test)]
mod tests {
    use retold_model::ArticleId;

    use super::*;

    fn stub(number: usize, published: &str) -> ArticleStub {
        ArticleStub {
            id: ArticleId::of_url(&format!("https://example.org/{number}")),
            headline: Some(format!("Headline {number}")),
            published: published.parse().ok(),
            outlet: None,
        }
    }

    #[test]
    fn two_weeks_without_an_article_divide() {
        let check = |published: &[&str], expected: &[usize]| {
            let stubs = published.iter().zip(0..).map(|(day, n)| stub(n, day));
            let found: Vec<usize> = cut(stubs.collect()).iter().map(Vec::len).collect();
            assert_eq!(found, expected, "{published:?}");
        };
        check(&[], &[]);
        check(&["2024-05-03"], &[1]);
        check(&["2024-05-03", "2024-05-16"], &[2]);
        check(&["2024-05-03", "2024-05-17"], &[1, 1]);
        check(
            &[
                "2024-05-18T10:00",
                "2024-05-03T23:00",
                "2024-05-04",
                "2025-05-03",
            ],
            &[2, 1, 1],
        );
        // Thirteen days, and again: a story that is told on and on has one phase.
        check(&["2024-05-01", "2024-05-14", "2024-05-27"], &[3]);
        // Without a day there is no place in the order.
        check(&["2024-05-03", "2024-06", "2024"], &[1]);
        check(&["2024-06"], &[]);
    }
}
