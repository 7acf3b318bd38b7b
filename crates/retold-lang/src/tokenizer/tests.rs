use fancy_regex::Regex;
use proptest::prelude::*;
use serde_json::json;

use super::*;

// Patterns of the same kinds as those of spaCy's models, but small.
const PREFIXES: &str = r#"^§|^\(|^"|^\$|^\.\.+|^…|^……|^US\$|^C\$|^\+(?![0-9])|^[\u2190-\u21FF\U0001F600-\U0001F64F]|^(?:(d|l)['’])(?=[a-zé])"#;
const SUFFIXES: &str = r#"…$|……$|\)$|"$|,$|:$|\!$|\.\.+$|[\u2190-\u21FF]$|'s$|’s$|(?<=[0-9])\+$|(?<=°[FfCc])\.$|(?<=[0-9])(?:\$|US\$|km|km²|m|m/s|kg|%)$|(?<=[0-9a-z\u00DF-\u00FF%²\-\+(?:"\)])\.$|(?<=[A-Z\u00C0-\u00DE][A-Z\u00C0-\u00DE])\.$|(?<=[a-z])[-–](ce|il)$"#;
const INFIXES: &str = r#"\.\.+|…|[\u2190-\u21FF]|(?<=[0-9])[+\-\*^](?=[0-9-])|(?<=[a-zé'"])\.(?=[A-Z'"])|(?<=[A-Za-z]),(?=[A-Za-z])|(?<=[A-Za-z0-9])(?:-|–|--|---|~)(?=[A-Za-z])|(?<=[A-Za-z0-9])[:<>=/](?=[A-Za-z])|(?<=[a-z]['’])(?=[a-zé])"#;
const URL: &str = r"(?u)^(?:(?:[\w\+\-\.]{2,})://)?(?:\S+(?::\S*)?@)?(?:(?!(?:10|127)(?:\.\d{1,3}){3})(?!172\.(?:1[6-9]|2\d)(?:\.\d{1,3}){2})(?:[1-9]\d?|1\d\d)(?:\.(?:1?\d{1,2}|2[0-4]\d)){3}|(?:(?:[A-Za-z0-9\u00a1-\uffff][A-Za-z0-9\u00a1-\uffff_-]{0,62})?[A-Za-z0-9\u00a1-\uffff]\.)+(?:[a-zé]{2,63}))(?::\d{2,5})?(?:[/?#]\S*)?$";
const WHOLE: &str = r"(?iu)(?:^[ée]tats[-–]uni[a-zé]*$)|(?:^qui(?:tte|nte|ck?)?[-–]a[-a-z'’]*$)|(?:^[A-Za-z]+[-–]d[eu][-–](?:l['’])?[A-Za-z]+$)";

fn tokenizer_with(changes: &serde_json::Value) -> Result<Tokenizer, ModelError> {
    Tokenizer::from_bytes(&file_with(changes))
}

fn file_with(changes: &serde_json::Value) -> Vec<u8> {
    let mut file = json!({
        "prefix_search": PREFIXES,
        "suffix_search": SUFFIXES,
        "infix_finditer": INFIXES,
        "token_match": WHOLE,
        "url_match": URL,
        "exceptions": {
            "don't": [{"65": "do"}, {"65": "n't", "67": "not"}],
            "(no)": [{"65": "(no)"}],
            "no.": [{"65": "no.", "67": "number"}],
            ":)": [{"65": ":)"}],
            ":))": [{"65": ":))", "67": ":)"}],
            "->": [{"65": "->"}],
            "\n": [{"65": "\n"}],
            "\u{a0}": [{"65": "\u{a0}", "67": "  "}],
        },
        "faster_heuristics": true,
    });
    for (key, value) in changes.as_object().unwrap() {
        file[key] = value.clone();
    }
    msgpack::file_of(&file)
}

fn tokenizer() -> Tokenizer {
    tokenizer_with(&json!({})).unwrap()
}

/// The pieces of `text`, parted by `|`; `_` stands for a space that belongs to no piece.
fn cut(tokenizer: &Tokenizer, text: &str) -> String {
    let vocabulary = Vocabulary::from_bytes(b"\x80").unwrap();
    let (mut lexicon, mut cache, mut pieces) =
        (Lexicon::default(), ChunkCache::default(), Vec::new());
    tokenizer.tokenize(text, &vocabulary, &mut lexicon, &mut cache, &mut pieces);
    let first = pieces.clone();
    tokenizer.tokenize(text, &vocabulary, &mut lexicon, &mut cache, &mut pieces);
    assert_eq!(pieces, first, "the cache knows what was cut");
    check_pieces(text, &pieces, &lexicon);
    let mut shown = String::new();
    for piece in &pieces {
        if !shown.is_empty() {
            shown.push('|');
        }
        shown.push_str(&text[piece.start as usize..piece.end as usize]);
        if piece.space {
            shown.push('_');
        }
    }
    shown
}

fn check_pieces(text: &str, pieces: &[Piece], lexicon: &Lexicon) {
    let mut rebuilt = String::new();
    for piece in pieces {
        assert_eq!(rebuilt.len(), piece.start as usize);
        assert!(piece.start < piece.end);
        let form = &text[piece.start as usize..piece.end as usize];
        assert_eq!(&*lexicon.get(piece.lexeme).text, form);
        rebuilt.push_str(form);
        if piece.space {
            rebuilt.push(' ');
        }
    }
    assert_eq!(rebuilt, text);
}

#[test]
fn chunks_end_where_white_space_begins_or_ends() {
    let tokenizer = tokenizer();
    let cases = [
        ("", ""),
        ("a", "a"),
        ("a b", "a_|b"),
        ("a  b", "a_| |b"),
        (" a ", " |a_"),
        ("a\n b", "a|\n |b"),
        ("a \n", "a_|\n"),
        ("a\u{1f}b", "a|\u{1f}|b"),
        ("  ", "  "),
    ];
    for (text, expected) in cases {
        assert_eq!(cut(&tokenizer, text), expected, "{text:?}");
    }
}

#[test]
fn affixes_are_cut_from_outside_in() {
    let tokenizer = tokenizer();
    let cases = [
        ("(\"hello\")", "(|\"|hello|\"|)"),
        ("US$5", "US$|5"),
        ("5US$", "5|US$"),
        ("...well...", "...|well|..."),
        ("+5 +x", "+5_|+|x"),
        ("12km² 25°C. USA. it.", "12|km²_|25°C|._|USA|._|it|."),
        ("dog's,", "dog|'s|,"),
        ("……", "…|…"),
        ("((((", "(|(|(|("),
        ("d'été", "d'|été"),
        ("vient-il", "vient|-il"),
    ];
    for (text, expected) in cases {
        assert_eq!(cut(&tokenizer, text), expected, "{text:?}");
    }
}

#[test]
fn middles_are_cut_at_infixes() {
    let tokenizer = tokenizer();
    let cases = [
        ("well-known", "well|-|known"),
        ("a--b", "a|--|b"),
        ("end.\"Start", "end|.|\"Start"),
        ("3-4*5", "3|-|4|*|5"),
        ("this,that/other", "this|,|that|/|other"),
        ("a..b", "a|..|b"),
        ("ab'cd", "ab'|cd"),
        // Infixes at the start are no infixes.
        ("-a", "-a"),
    ];
    for (text, expected) in cases {
        assert_eq!(cut(&tokenizer, text), expected, "{text:?}");
    }
}

#[test]
fn whole_words_and_addresses_stay_whole() {
    let tokenizer = tokenizer();
    let cases = [
        ("ÉTATS-UNIS", "ÉTATS-UNIS"),
        ("Bois-de-l'Abbé", "Bois|-|de|-|l'Abbé"),
        ("Bois-de-l'Est,", "Bois-de-l'Est|,"),
        (
            "(http://example.org/a-b?c=d)",
            "(|http://example.org/a-b?c=d|)",
        ),
        ("me@example.org", "me@example.org"),
        ("127.0.0.1-a 128.0.0.1", "127.0.0.1|-|a_|128.0.0.1"),
    ];
    for (text, expected) in cases {
        assert_eq!(cut(&tokenizer, text), expected, "{text:?}");
    }
}

#[test]
fn exceptions_are_cut_as_they_say() {
    let tokenizer = tokenizer();
    let cases = [
        ("don't", "do|n't"),
        ("(don't)", "(|do|n't|)"),
        ("(no)", "(no)"),
        ("((no))", "(|(no)|)"),
        ("no.,", "no.|,"),
        ("a\u{a0}b", "a|\u{a0}|b"),
    ];
    for (text, expected) in cases {
        assert_eq!(cut(&tokenizer, text), expected, "{text:?}");
    }
}

#[test]
fn exceptions_over_several_pieces_are_put_together() {
    let tokenizer = tokenizer();
    let cases = [
        ("so:)", "so|:)"),
        ("so:)) yes", "so|:))_|yes"),
        (":) :)", ":)_|:)"),
        ("so:):))!", "so|:)|:))|!"),
        // With a space between they are not the exception.
        ("so: )", "so|:_|)"),
    ];
    for (text, expected) in cases {
        assert_eq!(cut(&tokenizer, text), expected, "{text:?}");
    }
}

#[test]
fn norms_of_exceptions_reach_the_lexemes() {
    let (tokenizer, vocabulary) = (tokenizer(), Vocabulary::from_bytes(b"\x80").unwrap());
    let (mut lexicon, mut cache, mut pieces) =
        (Lexicon::default(), ChunkCache::default(), Vec::new());
    tokenizer.tokenize(
        "don't no.",
        &vocabulary,
        &mut lexicon,
        &mut cache,
        &mut pieces,
    );
    let norms: Vec<u64> = pieces
        .iter()
        .map(|piece| lexicon.get(piece.lexeme).norm)
        .collect();
    assert_eq!(norms, ["do", "not", "number"].map(crate::lexeme::string_id));
}

#[test]
fn long_chunks_are_not_kept() {
    let (tokenizer, vocabulary) = (tokenizer(), Vocabulary::from_bytes(b"\x80").unwrap());
    let (mut lexicon, mut cache, mut pieces) =
        (Lexicon::default(), ChunkCache::default(), Vec::new());
    tokenizer.tokenize("a a", &vocabulary, &mut lexicon, &mut cache, &mut pieces);
    let bytes = cache.bytes();
    tokenizer.tokenize(
        &"b".repeat(2000),
        &vocabulary,
        &mut lexicon,
        &mut cache,
        &mut pieces,
    );
    assert_eq!(cache.bytes(), bytes);
    cache.clear();
    assert_eq!(cache.bytes(), 0);
}

#[test]
fn hostile_texts_cost_no_more_than_their_length() {
    let tokenizer = tokenizer();
    let count = |text: &str| {
        let vocabulary = Vocabulary::from_bytes(b"\x80").unwrap();
        let (mut lexicon, mut cache, mut pieces) =
            (Lexicon::default(), ChunkCache::default(), Vec::new());
        tokenizer.tokenize(text, &vocabulary, &mut lexicon, &mut cache, &mut pieces);
        pieces.len()
    };
    // Quadratic work on any of these would take minutes.
    assert_eq!(count(&"(".repeat(200_000)), 200_000);
    assert_eq!(count(&".".repeat(200_000)), 1);
    assert_eq!(count(&"a".repeat(200_000)), 1);
    assert_eq!(count(&"a@".repeat(100_000)), 1);
    assert_eq!(count(&"http://".repeat(30_000)), 1);
    assert_eq!(
        count(&format!("{}{}", "a".repeat(100_000), ")".repeat(100_000))),
        100_001
    );
    assert_eq!(count(&"a-".repeat(100_000)), 199_999);
    assert_eq!(count(&":) ".repeat(100_000)), 100_000);
    assert_eq!(count(&"\n ".repeat(100_000)), 1);
}

#[test]
fn err_what_is_not_supported() {
    let problem = |changes| match tokenizer_with(&changes) {
        Ok(_) => "none".to_owned(),
        Err(error) => error.to_string(),
    };
    assert_eq!(
        problem(json!({"prefix_search": "^a|b"})),
        "tokenizer: `prefix_search`: a Prefix alternative with no `^` at its start is not supported"
    );
    assert_eq!(
        problem(json!({"suffix_search": "(?<!x)a$"})),
        "tokenizer: `suffix_search`: a look-around that is no sequence of characters is not supported"
    );
    assert_eq!(
        problem(json!({"url_match": r"^(a)\1$"})),
        r"tokenizer: `url_match`: a pattern has at byte 6 the unknown escape `\1`"
    );
    assert_eq!(
        problem(json!({"token_match": r"^a(?=b*)$"})),
        "tokenizer: `token_match`: a look-ahead without near end is not supported"
    );
    assert_eq!(
        problem(json!({"exceptions": {"ab": [{"65": "a"}]}})),
        "tokenizer: the pieces of the exception `ab` are not all of it"
    );
    assert_eq!(
        problem(json!({"exceptions": {"a": [{"65": "a", "73": "x"}]}})),
        r#"tokenizer: the exception `a` has an unknown piece `{65: "a", 73: "x"}`"#
    );
}

/// Python's `\w` has all letters and numbers, that of Rust has not.
fn reference(pattern: &str) -> Regex {
    Regex::new(&pattern.replace(r"\w", r"\p{L}\p{N}_")).unwrap()
}

fn word() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        4 => "[a-dhilkmstuAUSX0-9éÉß]".prop_map(String::from),
        4 => "[-–~.,:;/()\"'’+*^=<>%$§…→°²_@#?!|&\\[\\]😀]".prop_map(String::from),
        1 => prop::sample::select(vec!["US$", "km²", "°C.", "'s", "..", "http://", ".co", "127.0.0.1", "états-uni", "-de-", "l'", "quitte-a"])
            .prop_map(String::from),
    ];
    prop::collection::vec(bit, 0..9).prop_map(|bits| bits.concat())
}

proptest! {
    #[test]
    fn affixes_are_those_of_a_backtracking_engine(text in word()) {
        let tokenizer = &*SHARED;
        let length = |pattern: &Regex| pattern.find(&text).unwrap().map_or(0, |found| found.end() - found.start());
        prop_assert_eq!(tokenizer.prefixes.prefix(&text), length(&REFERENCES.0));
        prop_assert_eq!(tokenizer.suffixes.suffix(&text), length(&REFERENCES.1));
        let expected: Vec<(usize, usize)> =
            REFERENCES.2.find_iter(&text).map(|found| found.map(|found| (found.start(), found.end())).unwrap()).collect();
        let (mut found, mut from, mut may_be_empty) = (Vec::new(), 0, true);
        while let Some(infix) = tokenizer.infixes.infix(&text, from, may_be_empty) {
            found.push(infix);
            (from, may_be_empty) = (infix.1, infix.0 < infix.1);
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn whole_patterns_are_those_of_a_backtracking_engine(text in word()) {
        let tokenizer = &*SHARED;
        let mut scratch = AutomatonScratch::default();
        let mut is_match = |pattern: &Option<Automaton>| pattern.as_ref().unwrap().is_match(&text, &mut scratch).0;
        prop_assert_eq!(is_match(&tokenizer.url_match), REFERENCES.3.is_match(&text).unwrap());
        prop_assert_eq!(is_match(&tokenizer.token_match), REFERENCES.4.is_match(&text).unwrap());
    }

    #[test]
    fn broken_patterns_are_refused_or_run(source in "[\\^(?:=!<)\\[\\]a-c\\-.*+{}0-2,|$\\\\wdUu]{0,20}", text in "[a-c.]{0,8}") {
        let _ = Affix::new(&format!("^{source}"), Side::Prefix).map(|affix| affix.prefix(&text));
        let _ = Affix::new(&format!("{source}$"), Side::Suffix).map(|affix| affix.suffix(&text));
        let _ = Affix::new(&source, Side::Infix).map(|affix| affix.infix(&text, 0, true));
        if let Ok(automaton) = Automaton::new(&source) {
            automaton.is_match(&text, &mut AutomatonScratch::default());
        }
    }

    #[test]
    fn broken_files_are_refused_or_run(at in any::<prop::sample::Index>(), byte in any::<u8>(), text in word()) {
        let mut file = FILE_BYTES.clone();
        let at = at.index(file.len());
        file[at] = byte;
        if let Ok(tokenizer) = Tokenizer::from_bytes(&file) {
            cut(&tokenizer, &text);
        }
    }

    #[test]
    fn pieces_and_spaces_make_the_text(words in prop::collection::vec(prop_oneof![word(), "[ \n\t\u{a0}\u{1d}]{0,3}".prop_map(String::from), any::<String>()], 0..6)) {
        cut(&SHARED, &words.concat());
    }
}

static SHARED: std::sync::LazyLock<Tokenizer> = std::sync::LazyLock::new(tokenizer);

static FILE_BYTES: std::sync::LazyLock<Vec<u8>> =
    std::sync::LazyLock::new(|| file_with(&json!({})));

static REFERENCES: std::sync::LazyLock<(Regex, Regex, Regex, Regex, Regex)> =
    std::sync::LazyLock::new(|| {
        (
            reference(PREFIXES),
            reference(SUFFIXES),
            reference(INFIXES),
            reference(URL),
            reference(WHOLE),
        )
    });
