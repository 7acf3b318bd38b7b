//! Names of writers, agencies and sites as bylines and titles give them.

use std::sync::LazyLock;

use regex::Regex;
use retold_model::BylineKind;
use retold_text::fold::{fold_space, fold_word};

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this file are regular expressions")
}

/// Names of agencies as credit lines and bylines write them, folded. One a line, its short forms after it.
const AGENCIES: &str = include_str!("../data/agencies.txt");

/// Whether `name` is an agency, by the register.
pub(crate) fn is_agency(name: &str) -> bool {
    static NAMES: LazyLock<rustc_hash::FxHashSet<String>> = LazyLock::new(|| {
        AGENCIES
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(|line| line.split('|'))
            .map(|name| fold_word(name.trim()))
            .collect()
    });
    let name = fold_word(name.trim().trim_end_matches('.'));
    let name = name.strip_prefix("the ").unwrap_or(&name);
    NAMES.contains(name)
        || name
            .split(['/', '-'])
            .all(|part| NAMES.contains(part.trim()))
}

/// The names in a byline, in order. Roles, addresses, dates and the site's own name are left out.
pub(crate) fn people(text: &str, site: Option<&str>) -> Vec<(String, BylineKind)> {
    static NOISE: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)https?://\S+|\S+@\S+|@\w+|\((?:[^()]*)\)|\b(?:updated|aktualisiert|last modified)\b.*$|\b(?:published|posted|veröffentlicht)\b[^\d]{0,24}\d.*$|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}.*$",
        )
    });
    static LEAD: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)^\W*(?:(?:written|posted|reported|published|publié|compiled|words|story|text|article|report|opinion|photos?|foto|geschrieben|verfasst|erstellt|eingestellt|gespeichert|veröffentlicht|(?:ein )?(?:artikel|beitrag|gastbeitrag|kommentar)|interview|(?:view |show |zeige )?(?:all|alle)(?: posts| articles| beiträge| artikel| einträge)?|more|mehr|profile)\s*(?:by|von|vom|par|por|of|from)|by|von|vom|par|por|di|door|przez|autor(?:in|en)?|author|auteur|text|redaktion|words|interview)\b\s*:?\s*",
        )
    });
    static TAIL: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\s+(?:alle artikel|alle beiträge|mehr artikel|view profile|profile|am|illustration|fotos?|photos?|kommentare|on|um)\b.*$",
        )
    });
    static SPLIT: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\s*(?:;|,|\||•|·|\s/\s|&|\band\b|\bund\b|\bet\b|\by\b|\n|\bwith\b|\bfor\b|\bin\b|\s[-–—]\s)\s*",
        )
    });
    if text.len() > 400 {
        return Vec::new();
    }
    let text = fold_space(&NOISE.replace_all(text, " "));
    let mut text = text.as_str();
    for _ in 0..3 {
        text = LEAD.find(text).map_or(text, |lead| &text[lead.end()..]);
    }
    let mut result: Vec<(String, BylineKind)> = Vec::new();
    for part in SPLIT.split(text) {
        let name = LEAD.replace(part.trim(), "");
        let name = TAIL.replace(&name, "");
        let name = name
            .trim_matches(|c: char| {
                !c.is_alphanumeric() && !matches!(c, '.' | ')' | '"' | '\'' | '’')
            })
            .trim();
        if let Some(kind) = kind(name, site) {
            result.push((name.to_owned(), kind));
        }
    }
    result
}

fn kind(name: &str, site: Option<&str>) -> Option<BylineKind> {
    let words = name.split_whitespace().count();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 || words > 6 || name.len() > 60 {
        return None;
    }
    let folded = fold_word(name);
    if is_agency(name) {
        return Some(BylineKind::Agency);
    }
    let role = [
        "reporter",
        "editor",
        "correspondent",
        "writer",
        "contributor",
        "journalist",
        "columnist",
        "producer",
        "redakteur",
        "redakteurin",
        "chefredakteur",
        "staff",
        "freelance",
        "senior",
        "chief",
        "director",
        "head of",
        "professor",
        "photographer",
        "author",
        "autor",
        "admin",
        "administrator",
        "gast",
        "guest",
        "unknown",
        "ph.d",
        "phd",
        "md",
        "jr",
        "inc",
        "llc",
        "gmbh",
        "home",
        "news",
        "more",
        "read",
        "contact",
        "email",
        "e-mail",
        "twitter",
        "facebook",
        "follow",
        "share",
        "online",
        "on",
        "the",
        "um",
        "uhr",
        "updated",
        "comments",
        "comment",
        "undefined",
        "null",
        "none",
        "publisher",
        "super user",
        "autoren",
        "authors",
        "artikel",
        "beitrag",
        "thread starter",
        "written",
        "anonymous",
        "min read",
        "view profile",
        "bio",
        "archive",
        "about",
        "am",
        "at",
        "profile",
    ];
    if role.contains(&folded.as_str()) {
        return None;
    }
    if [
        "writer",
        "reporter",
        "reporters",
        "correspondent",
        "photographer",
        "author",
    ]
    .iter()
    .any(|role| folded.strip_prefix("staff ") == Some(role))
    {
        return None;
    }
    let desk = [
        "staff",
        "desk",
        "redaktion",
        "team",
        "editorial",
        "newsroom",
        "editors",
        "reporters",
        "redaccion",
        "redacao",
        "redazione",
        "online",
        "bureau",
        "service",
    ];
    if folded.split_whitespace().any(|word| desk.contains(&word)) {
        return Some(BylineKind::Desk);
    }
    if ["reporter", "correspondent", "editor", "columnist", "writer"]
        .iter()
        .any(|role| folded.ends_with(role))
        && words > 1
    {
        return None;
    }
    // The site itself is its outlet, no writer.
    if is_domain(name) || site.is_some_and(|site| crate::content::same_words(site, name)) {
        return None;
    }
    if name.chars().filter(char::is_ascii_digit).count() > 2 {
        return None;
    }
    Some(BylineKind::Person)
}

/// The names in a line that says "By …", at its start or after a sign; `None` for other lines.
pub(crate) fn by_line(line: &str) -> Option<&str> {
    static BY: LazyLock<Regex> = LazyLock::new(|| {
        compile(concat!(
            r"(?:^|[|•·,;/(–—-]\s*|\d{4}\s+|\d\s+)\W{0,3}",
            r"(?:(?:[Ww]ritten|[Pp]osted|[Rr]eported|[Cc]ompiled|[Ss]tory|[Gg]eschrieben|[Vv]erfasst|[Ee]rstellt|[Gg]espeichert|[Ee]ingestellt|[Vv]eröffentlicht|[Pp]ublié|(?:Ein )?(?:Artikel|Beitrag)|Text) (?:by|von|par)|[Bb]y|BY|[Vv]on|VON|[Pp]ar|[Pp]or|Autor(?:in)?(?: ?:)|Author ?:|Auteur ?:|AUTOR(?:IN)? ?:|Text ?:|Words ?:|Reporter ?:|Text (?:& Fotos|und Fotos) ?:)",
            r":? {0,2}((?:\p{Lu}[\p{L}.'’-]+|[a-z]\w+\d+)(?: (?:\p{Lu}[\p{L}.'’-]*|de|van|von|der|den|la|bin|al|and|und|&)){0,6})",
        ))
    });
    let line = line.trim();
    BY.captures(line)
        .and_then(|captures| captures.get(1))
        .map(|names| names.as_str())
}

/// The parts of a page title between the signs that sites put there.
pub(crate) fn title_parts(title: &str) -> impl Iterator<Item = &str> {
    static SIGNS: LazyLock<Regex> =
        LazyLock::new(|| compile(r"\s+[|–—•·»«:›~-]+\s+|\s*[|»•›]\s*|\s::\s|\s//\s"));
    SIGNS
        .split(title)
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// A title without the site's name at its end or beginning.
pub(crate) fn without_site(title: &str, site: Option<&str>) -> String {
    let title = title.trim();
    static LAST: LazyLock<Regex> = LazyLock::new(|| {
        compile(r"^(.*\S)(?:\s+[|–—•·»«›~-]+\s+|\s*[|»•›]\s*|\s::\s|\s//\s)(\S.*)$")
    });
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
        check("https://facebook.com/paper", &[]);
        check("The Paper", &[("The Paper", Desk)]);
        check(
            "Posted by: Ada Moor | Updated 3 May 2024",
            &[("Ada Moor", Person)],
        );
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
