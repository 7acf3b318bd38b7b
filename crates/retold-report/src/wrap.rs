//! Lines of a given width on a terminal.

use unicode_width::UnicodeWidthStr;

/// `text` in lines of at most `width` columns where its words allow it; a longer word stands alone on its line.
/// Width counts as terminals do: most Chinese and Japanese characters take two columns, combining marks none.
///
/// ```
/// use retold_report::wrap;
/// assert_eq!(wrap("one two three", 8), ["one two", "three"]);
/// ```
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let columns = word.width();
        if used > 0 && used + 1 + columns > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += columns;
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// `text` cut to `width` columns, with `…` where something was left out.
pub fn shorten(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut result = String::new();
    let mut used = 0;
    for c in text.chars() {
        let columns = unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if used + columns + 1 > width {
            break;
        }
        used += columns;
        result.push(c);
    }
    result.truncate(result.trim_end().len());
    result.push('…');
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_no_wider_than_asked() {
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("abcdefghij kl", 4), ["abcdefghij", "kl"]);
        assert_eq!(wrap("日本 の 海", 6), ["日本", "の 海"]);
    }

    #[test]
    fn shortened_text_says_so() {
        assert_eq!(shorten("one two", 7), "one two");
        assert_eq!(shorten("one two", 6), "one t…");
        assert_eq!(shorten("one two", 5), "one…");
        assert_eq!(shorten("日本の海", 5), "日本…");
    }
}
