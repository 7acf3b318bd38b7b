//! Names of writers, agencies and sites as bylines and titles give them.

use std::sync::LazyLock;

use regex::Regex;
use retold_model::BylineKind;
use retold_outlets::register;
use retold_text::fold::{fold_space, fold_word};
use rustc_hash::FxHashSet;

/// Whether a word in lower case may stand in a name ("van", "de la").
pub(crate) fn is_particle(word: &str) -> bool {
    PARTICLES.has(word)
}

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this file are regular expressions")
}

/// Whether `name` is an agency, by the register.
pub(crate) fn is_agency(name: &str) -> bool {
    register().is_agency(name)
}

/// Words of bylines by what they say: `[section]` lines, then one word a line.
const BYLINE_WORDS: &str = include_str!("../data/byline_words.txt");

/// The words of one section of the register.
#[derive(Default)]
struct Words {
    whole: FxHashSet<&'static str>,
    /// What also counts as the end of a longer word.
    ends: Vec<&'static str>,
}

impl Words {
    fn section(name: &str) -> Self {
        let mut words = Self::default();
        let mut inside = false;
        for line in BYLINE_WORDS.lines().filter(|line| !line.starts_with('#')) {
            if let Some(section) = line.strip_prefix('[') {
                inside = section.trim_end_matches(']') == name;
            } else if inside && !line.is_empty() {
                let stem = line.strip_prefix('*');
                words.whole.insert(stem.unwrap_or(line));
                words.ends.extend(stem);
            }
        }
        words
    }

    fn has(&self, word: &str) -> bool {
        self.whole.contains(word) || self.ends.iter().any(|end| word.ends_with(end))
    }
}

static NO_NAMES: LazyLock<Words> = LazyLock::new(|| Words::section("none"));
static ROLES: LazyLock<Words> = LazyLock::new(|| Words::section("role"));
static DESKS: LazyLock<Words> = LazyLock::new(|| Words::section("desk"));
static ORGANISATIONS: LazyLock<Words> = LazyLock::new(|| Words::section("organisation"));
static PARTICLES: LazyLock<Words> = LazyLock::new(|| Words::section("particle"));

/// Words that stand before the writer's name.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:(?:written|posted|reported|published|submitted|publié|compiled|words|story|text|article|report|opinion|photos?|fotos?|geschrieben|verfasst|erstellt|eingestellt|gespeichert|gepostet|veröffentlicht|(?:ein )?(?:artikel|beitrag|gastbeitrag|kommentar|bericht)|interview|beiträge|(?:view |show |zeige )?(?:all|alles?)(?: posts| articles| beiträge| artikel| einträge)?|more|mehr|profile)\s*(?:by|von|vom|par|por|of|from)\b|(?:text|words|interview|redaktion|fotos?|bericht)(?:\s*(?:&|und|and|/|,)\s*(?:fotos?|photos?|bilder|video))?\s*:|(?:by|von|vom|par|por|di|door|przez|nga|autor(?:in|en)?|(?:post )?author|auteur|words|interview)\b|(?:责任编辑|编辑|作者|记者)[:：])\s*:?\s*",
    )
});

/// Bytes of a byline at most.
const MAX_BYLINE: usize = 400;
/// Words of a name at most.
const MAX_NAME_WORDS: usize = 6;
/// Bytes of a name at most.
const MAX_NAME: usize = 60;

/// The names in a byline, in order. Roles, addresses, dates and the site's own name are left out: an outlet's name says
/// who carried the article, not who wrote it. A byline that ends in a place or role (`Ada Moor, Oslo`) names the
/// person alone.
pub(crate) fn people(text: &str, site: Option<&str>) -> Vec<(String, BylineKind)> {
    // A site's name may hold signs that part names.
    if site.is_some_and(|site| crate::content::same_words(site, text)) {
        return Vec::new();
    }
    let mut result: Vec<(String, BylineKind)> = parts(text)
        .into_iter()
        .filter_map(|name| {
            let kind = kind(&name)?;
            // The site itself is its outlet, no writer.
            let own = is_domain(&name)
                || site.is_some_and(|site| crate::content::same_words(site, &name));
            (!own).then_some((name, kind))
        })
        .collect();
    let is_full =
        |(name, kind): &(String, BylineKind)| *kind == BylineKind::Person && name.contains(' ');
    if result.iter().any(is_full) {
        result.retain(|found| match found.1 {
            BylineKind::Person => is_full(found),
            BylineKind::Agency => true,
            BylineKind::Desk => false,
        });
    }
    result
}

/// The site's own name in a byline that names nobody else: `By The Paper`.
pub(crate) fn own_name(text: &str, site: &str) -> Option<String> {
    let names = parts(text);
    let [name] = names.as_slice() else {
        return None;
    };
    let is_own = is_domain(name) || crate::content::same_words(site, name);
    is_own.then(|| name.clone())
}

/// A name without the stop that ends the sentence it stood at the end of; an initial and "Jr." keep theirs.
fn without_stop(name: &str) -> &str {
    /// Letters of a word from which it is no abbreviation.
    const WHOLE_WORD: usize = 4;
    let last = name.rsplit(' ').next().unwrap_or(name);
    let is_abbreviation =
        last.chars().count() <= WHOLE_WORD || last.trim_end_matches('.').contains('.');
    if is_abbreviation {
        name
    } else {
        name.trim_end_matches('.')
    }
}

/// A person's name apart from the agency's that stands behind it with nothing between: `Ada Moor Associated Press`.
fn before_agency(name: &str) -> Option<(&str, &str)> {
    if is_agency(name) {
        return None;
    }
    // "Agency" alone is no agency's name, nor is what others are called, too.
    let is_named = |rest: &str| {
        is_agency(rest)
            && !ORGANISATIONS.has(&fold_word(rest))
            && register().named(rest).is_some_and(|found| !found.ambiguous)
    };
    name.match_indices(' ')
        .skip(1)
        .map(|(at, _)| (&name[..at], &name[at + 1..]))
        .find(|(person, rest)| is_named(rest) && kind(person) == Some(BylineKind::Person))
}

/// The parts of a byline that could be names.
fn parts(text: &str) -> Vec<String> {
    static NOISE: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)https?://\S+|\S+@\S+|@\w+|\((?:[^()]*)\)|\b(?:updated|aktualisiert|last modified)\b.*$|\b(?:published|posted|veröffentlicht)(?:\s*:|\s+(?:on|at|am|um|in)\b)?\s*(?:\p{L}+,?\s+)?\d.*$|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}.*$|\b\d{1,2}\.? \p{L}{3,12},? (?:19|20)\d\d.*$|\b\p{L}{3,12} \d{1,2},? (?:19|20)\d\d.*$",
        )
    });
    static TAIL: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\s+(?:alle artikel|alle beiträge|mehr artikel|view profile|profile|follow|envoyée?s?|am|illustration|fotos?|photos?|kommentare|on|um)\b.*$",
        )
    });
    static SPLIT: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\s*(?:;|,|\||•|·|/|&|\band\b|\bund\b|\bet\b|\by\b|\n|\bwith\b|\bfor\b|\bin\b|\s[-–—]\s)\s*",
        )
    });
    if text.len() > MAX_BYLINE {
        return Vec::new();
    }
    let text = fold_space(&NOISE.replace_all(text, " "));
    let mut text = without_glued_by(&text);
    for _ in 0..3 {
        text = LEAD.find(text).map_or(text, |lead| &text[lead.end()..]);
    }
    if is_agency(text) {
        return vec![text.to_owned()];
    }
    SPLIT
        .split(text)
        .map(|part| {
            let name = LEAD.replace(part.trim(), "");
            let name = TAIL.replace(&name, "");
            without_double(without_day(&name))
                .trim_matches(|c: char| {
                    !c.is_alphanumeric() && !matches!(c, '.' | ')' | '"' | '\'' | '’')
                })
                .trim()
                .to_owned()
        })
        .filter(|name| !name.is_empty())
        .flat_map(|name| match before_agency(&name) {
            Some((person, agency)) => vec![person.to_owned(), agency.to_owned()],
            None => vec![without_stop(&name).to_owned()],
        })
        .collect()
}

/// A byline whose "By" stands in an element of its own, with nothing before the name: `ByAda Moor`.
fn without_glued_by(text: &str) -> &str {
    text.strip_prefix("By")
        .filter(|rest| rest.starts_with(char::is_uppercase))
        .unwrap_or(text)
}

/// A name without the day that stands behind it: `Ada Moor Thursday`.
fn without_day(name: &str) -> &str {
    let mut name = name.trim_end();
    while let Some((head, last)) = name.rsplit_once(' ')
        && head.contains(' ')
        && is_of_calendar(&fold_word(
            last.trim_matches(|c: char| !c.is_alphanumeric()),
        ))
    {
        name = head.trim_end();
    }
    name
}

/// A name without the word that stands before it once more: `Gazette Gazette staff`, of a logo and its text.
fn without_double(name: &str) -> &str {
    match name.split_once(' ') {
        Some((first, rest)) if rest.contains(' ') && rest.split(' ').next() == Some(first) => rest,
        _ => name,
    }
}

/// What a name stands for; `None` for what is no name.
fn kind(name: &str) -> Option<BylineKind> {
    let words: Vec<String> = name
        .split_whitespace()
        .map(|word| fold_word(word.trim_matches(|c: char| !c.is_alphanumeric())))
        .collect();
    let last = words.last()?;
    let folded = fold_word(name);
    if words.len() > MAX_NAME_WORDS || name.len() > MAX_NAME || NO_NAMES.has(&folded) {
        return None;
    }
    if is_agency(name) {
        return Some(BylineKind::Agency);
    }
    // "The desk" signs where nobody else does: `Staff Writer`, `Die Redaktion`.
    if words.iter().any(|word| DESKS.has(word)) {
        return Some(BylineKind::Desk);
    }
    let first = words.first()?;
    if words.iter().any(|word| word == "admin") {
        return None;
    }
    if ROLES.has(first) || ROLES.has(last) || words.iter().all(|word| is_of_calendar(word)) {
        return None;
    }
    if words.iter().any(|word| ORGANISATIONS.has(word)) {
        return Some(BylineKind::Desk);
    }
    let is_person = match words.as_slice() {
        [_] => is_user_name(name),
        _ => is_written_as_name(name),
    };
    is_person.then_some(BylineKind::Person)
}

/// Whether a word is a number, a month or a day of the week.
fn is_of_calendar(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit()) || crate::dates::is_month_or_weekday(word)
}

/// One word that a person may be called by: a name, or what a user goes by (`moor84`).
fn is_user_name(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_alphabetic)
        && name.chars().count() > 1
        && !name.to_ascii_lowercase().contains("admin")
}

/// Whether several words are written as names of people are: capitalised but for particles, or all in lower case.
fn is_written_as_name(name: &str) -> bool {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let is_small = |word: &str| word.chars().next().is_some_and(char::is_lowercase);
    let small = name
        .split_whitespace()
        .filter(|word| is_small(word))
        .count();
    let all = name.split_whitespace().count();
    let only_particles = name
        .split_whitespace()
        .filter(|word| is_small(word))
        .all(|word| PARTICLES.has(&fold_word(word)));
    digits <= 2 && ((only_particles && small < all) || (small == all && all <= 3))
}

/// The names in a line that says "By …": at its start or after a sign, after a word for writing, after "Author:".
/// `None` for other lines.
pub(crate) fn by_line(line: &str) -> Option<&str> {
    /// A word of a name; one name; several, of which each after the first has two words at least, or it is a place.
    const WORD: &str = r"\p{Lu}[\p{L}\d.'’-]*";
    const PARTICLES: &str = r"(?: (?:de|van|von|vom|der|den|del|da|la|le|du|bin|al|zu|zur)){0,2}";
    static NAMES: LazyLock<String> = LazyLock::new(|| {
        format!(
            r"(?:(?:Dr|Prof)\.(?:-Ing\.)? ){{0,2}}{WORD}(?:{PARTICLES} {WORD}){{0,5}}(?:\s*(?:,|&|/|\band\b|\bund\b|\bet\b|\by\b)\s*{WORD}(?:{PARTICLES} {WORD}){{1,4}})*"
        )
    });
    static WRITTEN_BY: LazyLock<Regex> = LazyLock::new(|| {
        compile(&format!(
            r"(?:^|[^\p{{L}}])(?i:written|posted|reported|compiled|submitted|created|published|story|geschrieben|verfasst|erstellt|gespeichert|eingestellt|gepostet|veröffentlicht|publié|rédigé|écrit|(?:ein )?(?:artikel|beitrag|gastbeitrag|kommentar|bericht)|text)(?: (?i:on|am|at|um|in|le)\b[^\n]{{0,50}}?)? (?i:by|von|par|por):? {{0,2}}({names}|[\p{{L}}][\w.-]{{1,30}})",
            names = *NAMES,
        ))
    });
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        compile(&format!(
            r"(?:^|[|•·,;/(–—-]\s*)\W{{0,3}}(?i:autor(?:in|en|:in|\*in)?|author|auteur|text(?: ?(?:&|und|/) ?fotos?)?|words|reporter|interview|bericht|by|von) ?: {{0,2}}({names})",
            names = *NAMES,
        ))
    });
    static BY: LazyLock<Regex> = LazyLock::new(|| {
        compile(&format!(
            r"(?:^|[|•·,;/(–—-]\s*|\d{{4}}\s+|\d\s+)\W{{0,3}}(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|[Pp]or) {{1,2}}({names})",
            names = *NAMES,
        ))
    });
    static VERBS: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)written|posted|reported|compiled|submitted|created|published|story|geschrieben|verfasst|erstellt|gespeichert|eingestellt|gepostet|veröffentlicht|publié|rédigé|écrit|artikel|beitrag|kommentar|bericht|text",
        )
    });
    let line = line.trim();
    let spaces = Prepositions::in_line(line);
    // The patterns are slow where letters are not ASCII, and few lines have what they cannot do without.
    let asked: [(bool, &LazyLock<Regex>); 3] = [
        (spaces.after_space && VERBS.is_match(line), &WRITTEN_BY),
        (line.contains(':'), &LABEL),
        (spaces.before_name, &BY),
    ];
    asked
        .into_iter()
        .filter(|(could, _)| *could)
        .find_map(|(_, pattern)| pattern.captures(line))
        .and_then(|captures| captures.get(1))
        .map(|names| names.as_str())
}

/// How words as "by", or parts of words that are written so, stand in a line.
#[derive(Default)]
struct Prepositions {
    /// One stands behind a space.
    after_space: bool,
    /// One stands before a space and a capital.
    before_name: bool,
}

impl Prepositions {
    fn in_line(line: &str) -> Self {
        const FORMS: [&str; 4] = ["by", "von", "par", "por"];
        let mut found = Self::default();
        for (at, _) in line.match_indices(['b', 'B', 'v', 'V', 'p', 'P']) {
            let Some(form) = FORMS.iter().find(|form| {
                let word = line.as_bytes().get(at..at + form.len());
                word.is_some_and(|word| word.eq_ignore_ascii_case(form.as_bytes()))
            }) else {
                continue;
            };
            let rest = &line[at + form.len()..];
            found.after_space |= line[..at].ends_with(' ');
            found.before_name |= rest.starts_with(' ')
                && rest.trim_start_matches(' ').starts_with(char::is_uppercase);
        }
        found
    }
}

/// The parts of a page title between the signs that sites put there.
pub(crate) fn title_parts(title: &str) -> impl Iterator<Item = &str> {
    static SIGNS: LazyLock<Regex> =
        LazyLock::new(|| compile(r"(?:\s+(?:[|–—•·»«:›~-]+|//|::))+\s+|\s*[|│»•›]\s*"));
    SIGNS
        .split(title)
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// A title without the site's name at its end or beginning.
pub(crate) fn without_site(title: &str, site: Option<&str>) -> String {
    static LAST: LazyLock<Regex> =
        LazyLock::new(|| compile(r"^(.*\S)(?:\s+(?:[|–—•·»«›~-]+|::|//)\s+|\s*[|»•›]\s*)(\S.*)$"));
    let title = title.trim();
    let mut result = title;
    for _ in 0..3 {
        let Some(captures) = LAST.captures(result) else {
            break;
        };
        let (head, tail) = (
            captures.get(1).map_or("", |m| m.as_str()),
            captures.get(2).map_or("", |m| m.as_str()),
        );
        let is_site = site.is_some_and(|site| {
            let (site, tail) = (fold_word(site), fold_word(tail));
            site.contains(&tail) || tail.contains(&site)
        });
        let short = tail.split_whitespace().count() <= 4
            && head.split_whitespace().count() >= 3
            && (result.contains('|') || is_domain(tail) || tail.split_whitespace().count() <= 2);
        if !(is_site
            || (site.is_none() && short)
            || is_domain(tail)
            || (result.contains('|') && short))
        {
            break;
        }
        result = head;
    }
    if let Some(site) = site
        && let Some(rest) = result.strip_prefix(site)
    {
        let rest = rest.trim_start();
        if let Some(rest) = rest.strip_prefix(['|', '-', '–', ':', '»', '•']) {
            return rest.trim().to_owned();
        }
    }
    result.to_owned()
}

/// The headline in a page title: without the site's name, and of several other parts the longest.
pub(crate) fn headline_of(title: &str, site: Option<&str>) -> String {
    let title = without_site(title, site);
    let parts: Vec<&str> = title_parts(&title).collect();
    if parts.len() < 3 && !parts.iter().any(|part| is_domain(part)) {
        return title;
    }
    let longest = parts
        .iter()
        .filter(|part| !is_domain(part))
        .max_by_key(|part| part.chars().count());
    longest.map_or_else(|| title.clone(), |part| (*part).to_owned())
}

/// Whether a name is an address: `example.org`, `www.example.org`.
pub(crate) fn is_domain(name: &str) -> bool {
    !name.contains(' ')
        && name.contains('.')
        && psl::domain_str(name.trim_start_matches("www.")).is_some()
        && !name.ends_with('.')
}

/// The label of a site in its address: `example` for `https://www.example.co.uk/a`.
pub(crate) fn site_label(url: &str) -> Option<String> {
    let inner = url.rfind("http").map_or(url, |at| &url[at..]);
    let host = url::Url::parse(inner).ok()?.host_str()?.to_owned();
    let domain = psl::domain_str(&host)?.to_owned();
    let label = domain.split('.').next()?.to_owned();
    // A blog on a host of blogs has its name before the suffix, which the public suffix list knows.
    Some(label)
}

/// Whether a title's part is the name of the site at `host`: its letters, or its initials, are the host's.
pub(crate) fn matches_host(part: &str, host: &str) -> bool {
    let letters = |text: &str| -> String {
        fold_word(text)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect()
    };
    let (name, host) = (letters(part), letters(host));
    if name.len() < 2 || part.split_whitespace().count() > 6 {
        return false;
    }
    let initials: String = part
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_lowercase)
        .collect();
    let bare = name
        .strip_prefix("the")
        .or_else(|| name.strip_prefix("der"))
        .or_else(|| name.strip_prefix("die"))
        .unwrap_or(&name);
    name == host
        || bare == host
        || (name.len() >= 4
            && host.len() >= 4
            && (host.contains(&name)
                || (name.contains(&host) && part.split_whitespace().count() <= 4)))
        || (initials.len() >= 2 && initials == host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(byline: &str, expected: &[(&str, BylineKind)]) {
        let found = people(byline, Some("The Paper"));
        let found: Vec<_> = found
            .iter()
            .map(|(name, kind)| (name.as_str(), *kind))
            .collect();
        assert_eq!(found, expected, "{byline}");
    }

    #[test]
    fn names_of_a_byline() {
        use BylineKind::{Agency, Desk, Person};
        check(
            "By Ada Moor and Bo Lind",
            &[("Ada Moor", Person), ("Bo Lind", Person)],
        );
        check(
            "Von Ada Moor, Reuters",
            &[("Ada Moor", Person), ("Reuters", Agency)],
        );
        check("By ADA MOOR, Staff Writer", &[("ADA MOOR", Person)]);
        check(
            "Ada Moor Associated Press",
            &[("Ada Moor", Person), ("Associated Press", Agency)],
        );
        check("Westland Press Agency", &[("Westland Press Agency", Desk)]);
        check("Ada Moor Follow", &[("Ada Moor", Person)]);
        check(
            "Ada Moor, Bo Lind Envoyés spéciaux",
            &[("Ada Moor", Person), ("Bo Lind", Person)],
        );
        check("Photos by Ada Moor.", &[("Ada Moor", Person)]);
        check("Sammy Davis Jr.", &[("Sammy Davis Jr.", Person)]);
        check("User Admin", &[]);
        check("https://facebook.com/paper", &[]);
        check("The Paper", &[]);
        check("Von Ada Moor, Bergen", &[("Ada Moor", Person)]);
        check("By Staff Writer", &[("Staff Writer", Desk)]);
        check("Die Redaktion", &[("Die Redaktion", Desk)]);
        check("Text & Fotos: Ada Moor", &[("Ada Moor", Person)]);
        check("Institute of Rivers", &[("Institute of Rivers", Desk)]);
        check("ByAda Moor Thursday", &[("Ada Moor", Person)]);
        check("Ada Moor Jr.", &[("Ada Moor Jr.", Person)]);
        check(
            "Ada Moor, Projektleiterin der Halle",
            &[("Ada Moor", Person)],
        );
        check("moor84", &[("moor84", Person)]);
        check("wordpressadmin", &[]);
        check("Donnerstag, 07 Dezember", &[]);
        check("الجمعة", &[]);
        check("M. M.", &[("M. M.", Person)]);
        check("Gazette Gazette Redaktion", &[("Gazette Redaktion", Desk)]);
        check("Landesdienst für Wald", &[]);
        check("dpa/lno", &[("dpa/lno", Agency)]);
        check(
            "Posted by: Ada Moor | Updated 3 May 2024",
            &[("Ada Moor", Person)],
        );
    }

    #[test]
    fn own_name_of_a_site_counts_only_alone() {
        assert_eq!(
            own_name("Written by The Paper", "The Paper").as_deref(),
            Some("The Paper")
        );
        assert_eq!(own_name("Ada Moor, The Paper", "The Paper"), None);
        assert_eq!(own_name("Ada Moor", "The Paper"), None);
    }

    #[test]
    fn lines_that_name_their_writer() {
        for (line, expected) in [
            ("By Ada Moor", Some("Ada Moor")),
            ("Posted on May 4, 2012 by moor", Some("moor")),
            ("Gespeichert von moor84 am 24. Juli 2017", Some("moor84")),
            ("Ein Artikel von Ada Moor | 27.01.2022", Some("Ada Moor")),
            ("Autorin: Ada Moor, leads the house", Some("Ada Moor")),
            ("3. Mai 2024 | Von Ada Moor, Bergen", Some("Ada Moor")),
            (
                "Posted by Ada Moor, Bo Lind and Cy van Dam - Rivers",
                Some("Ada Moor, Bo Lind and Cy van Dam"),
            ),
            ("The bridge was built by hand", None),
            ("They stood by the river", None),
        ] {
            assert_eq!(by_line(line), expected, "{line}");
        }
    }

    #[test]
    fn registers_have_no_doubles() {
        for section in ["none", "role", "desk", "organisation", "particle"] {
            let mut lines: Vec<&str> = BYLINE_WORDS
                .split_once(&format!("[{section}]\n"))
                .and_then(|(_, rest)| rest.split("\n\n").next())
                .expect("the section is there")
                .lines()
                .collect();
            let all = lines.len();
            assert!(
                lines.iter().all(|line| *line == fold_word(line)),
                "{section}"
            );
            lines.sort_unstable();
            lines.dedup();
            assert_eq!(lines.len(), all, "{section}");
        }
    }

    #[test]
    fn titles_lose_their_site() {
        assert_eq!(
            without_site("Talks begin | The Paper", Some("The Paper")),
            "Talks begin"
        );
        assert_eq!(
            without_site("Talks begin - now", Some("The Paper")),
            "Talks begin - now"
        );
        assert_eq!(
            without_site("The Paper: Talks begin", Some("The Paper")),
            "Talks begin"
        );
    }

    #[test]
    fn names_of_hosts() {
        assert_eq!(
            site_label("https://www.example.co.uk/a").as_deref(),
            Some("example")
        );
        assert!(matches_host("The Daily Note", "dailynote"));
        assert!(!matches_host("Talks begin", "dailynote"));
    }
}
