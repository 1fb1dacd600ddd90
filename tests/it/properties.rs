//! What must hold for every YAML input: values map back to the file, replacements decode to what was wanted, and nothing hangs.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use ase_lint::document::yaml::{Node, Scalar, Value, Yaml, to_json};
use ase_lint::source::Span;
use proptest::prelude::*;

/// Every scalar of the file, in order, keys included.
fn scalars(yaml: &Yaml) -> Vec<(Span, &Scalar)> {
    fn walk<'a>(node: &'a Node, out: &mut Vec<(Span, &'a Scalar)>) {
        match &node.value {
            Value::Scalar(scalar) => out.push((node.span, scalar)),
            Value::Sequence(items) => items.iter().for_each(|item| walk(item, out)),
            Value::Mapping(entries) => entries.iter().for_each(|entry| {
                walk(&entry.key, out);
                walk(&entry.value, out);
            }),
            Value::Alias { .. } => {}
        }
    }
    let mut out = Vec::new();
    yaml.documents.iter().filter_map(|document| document.root.as_ref()).for_each(|root| walk(root, &mut out));
    out
}

fn check_map(source: &str, node: Span, scalar: &Scalar) {
    let text = &scalar.text;
    assert!(node.contains(text.span()), "{source:?}: {node:?} {scalar:?}");
    assert!(text.is_exact(), "{source:?}: {scalar:?}");
    for segment in text.segments().iter().filter(|segment| segment.is_verbatim()) {
        let value = &text.value()[segment.value..segment.value + segment.value_len];
        assert_eq!(value, &source[segment.source..segment.source + segment.source_len], "{source:?}");
    }
    let len = text.value().len();
    for start in 0..=len {
        let mut last = 0;
        for end in start..=len.min(start + 40) {
            let span = text.locate(start..end);
            assert!(text.span().contains(span), "{source:?}: {start}..{end} of {scalar:?} is {span:?}");
            assert!(source.get(span.range()).is_some(), "{source:?}: {start}..{end} of {scalar:?} is {span:?}");
            assert_eq!(start == end, span.is_empty() && start == end, "{source:?}: {start}..{end}");
            assert!(span.end >= last || end == start + 1, "{source:?}: {start}..{end} of {scalar:?} ends before a shorter one");
            last = span.end;
        }
    }
}

fn check_encode(source: &str, yaml: &Yaml, index: usize, range: (usize, usize), new_text: &str) {
    let all = scalars(yaml);
    let text = &all[index].1.text;
    let at = |offset: usize| (0..=offset.min(text.value().len())).rev().find(|&at| text.value().is_char_boundary(at)).unwrap();
    let (start, end) = (at(range.0.min(range.1)), at(range.0.max(range.1)));
    let Some((span, written)) = text.edit(start..end, new_text) else { return };
    let wanted = [&text.value()[..start], new_text, &text.value()[end..]].concat();
    let changed = [&source[..span.start], &written, &source[span.end..]].concat();
    let again = Yaml::parse(&changed);
    assert!(again.errors.is_empty(), "{source:?} with {start}..{end} = {new_text:?} became {changed:?}: {:?}", again.errors);
    let values: Vec<_> = scalars(&again).iter().map(|(_, scalar)| scalar.text.value().to_owned()).collect();
    let mut expected: Vec<_> = all.iter().map(|(_, scalar)| scalar.text.value().to_owned()).collect();
    expected[index] = wanted;
    assert_eq!(values, expected, "{source:?} with {start}..{end} of {index} = {new_text:?} became {changed:?}");
}

const WORDS: &[&str] = &["a", "é", "🦀", "Jill", "x y", "#", "- b", ":", "''", "*", "%", "1", "~", "ü: z", "|", ">", "---", "\\", "\"", "don't"];

fn word() -> impl Strategy<Value = String> {
    proptest::sample::select(WORDS).prop_map(str::to_owned)
}

/// One line of a value, with blanks where they are awkward.
fn line() -> impl Strategy<Value = String> {
    let blank = proptest::sample::select(&["", "", "", " ", "  ", "\t"][..]);
    (blank.clone(), proptest::collection::vec(word(), 0..4), blank).prop_map(|(before, words, after)| format!("{before}{}{after}", words.join(" ")))
}

fn block_scalar() -> impl Strategy<Value = String> {
    let header = (proptest::sample::select(&["|", ">"][..]), proptest::sample::select(&["", "-", "+", "2", "3", "2-", "+2"][..]));
    let comment = proptest::sample::select(&["", " # c", "  # | é"][..]);
    (header, comment, proptest::collection::vec(line(), 0..6)).prop_map(|((style, indicators), comment, lines)| {
        let indent = if indicators.contains('3') { "   " } else { "  " };
        let body: String = lines.iter().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") }).collect();
        format!("{style}{indicators}{comment}\n{body}")
    })
}

fn quoted_scalar() -> impl Strategy<Value = String> {
    let part = proptest::sample::select(
        &[
            "a",
            "é",
            "🦀",
            " ",
            "  ",
            "\n  ",
            "\n\n  ",
            "\n   \n  ",
            "\\\n  ",
            "\\n",
            "\\t",
            "\\\"",
            "\\x41",
            "\\u00e9",
            "\\U0001F600",
            "\\ ",
            ": ",
            " # ",
            "\\\\",
            "\\ud83d\\ude00",
            "\t",
        ][..],
    );
    let double = proptest::collection::vec(part, 0..10).prop_map(|parts| format!("\"{}\"\n", parts.concat()));
    let part = proptest::sample::select(&["a", "é", "🦀", " ", "''", "\n  ", "\n\n  ", "\\", "\"", "\t", ": ", " #"][..]);
    let single = proptest::collection::vec(part, 0..10).prop_map(|parts| format!("'{}'\n", parts.concat()));
    prop_oneof![double, single]
}

fn plain_scalar() -> impl Strategy<Value = String> {
    let part = proptest::sample::select(&["a", "é b", "🦀", "\n  c", "\n\n  d", " e", "\n   \n  f", "'", "\\", "1", "\t", "#"][..]);
    (proptest::sample::select(&["x", "é", "-1", "null"][..]), proptest::collection::vec(part, 0..6))
        .prop_map(|(first, parts)| format!("{first}{}\n", parts.concat()))
}

/// A mapping of all styles, as LF or CRLF, with or without a byte-order mark and a last line end.
fn document() -> impl Strategy<Value = String> {
    let value = prop_oneof![3 => block_scalar(), 2 => quoted_scalar(), 1 => plain_scalar(), 1 => Just("[a, 'b', \"c\"]\n".to_owned())];
    let property = proptest::sample::select(&["", "", "", "&a|b ", "!!str "][..]);
    let entry = (property, value).prop_map(|(property, value)| format!("{property}{value}"));
    (proptest::collection::vec(entry, 1..4), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(values, crlf, bom, last)| {
        let mut text = String::new();
        for (index, value) in values.iter().enumerate() {
            write!(text, "k{index}: {value}").unwrap();
        }
        if !last {
            text.pop();
        }
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        if bom { format!("\u{feff}{text}") } else { text }
    })
}

fn soup() -> impl Strategy<Value = String> {
    let token = proptest::sample::select(
        &[
            "a", "é", "🦀", " ", "  ", "\n", "\r\n", "\r", "\t", ":", ": ", "- ", "? ", "[", "]", "{", "}", ",", "|", ">", "|2-\n", "'", "\"", "\\", "\\x",
            "#", " # c", "&a ", "*a", "!t ", "!!int ", "%", "@", "`", "---\n", "...\n", "\u{feff}", "\u{a0}", "\u{85}", "\u{2028}", "0", "-", "k: v\n",
            "  - x\n", "<<: ", "\0",
        ][..],
    );
    proptest::collection::vec(token, 0..24).prop_map(|tokens| tokens.concat())
}

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1024))
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_range_of_every_scalar_maps_inside_its_node(source in document()) {
        let yaml = Yaml::parse(&source);
        for (node, scalar) in scalars(&yaml) {
            check_map(&source, node, scalar);
        }
    }

    #[test]
    fn a_replacement_decodes_to_what_was_wanted(
        source in document(), index in any::<proptest::sample::Index>(), range in (0..40usize, 0..40usize), lines in proptest::collection::vec(line(), 0..3),
    ) {
        let yaml = Yaml::parse(&source);
        if yaml.errors.is_empty() {
            check_encode(&source, &yaml, index.index(scalars(&yaml).len()), range, &lines.join("\n"));
        }
    }

    #[test]
    fn no_input_gives_a_panic_and_all_spans_cut_the_text(source in soup()) {
        let yaml = Yaml::parse(&source);
        for document in &yaml.documents {
            prop_assert!(document.marker.is_none_or(|marker| source.get(marker.range()) == Some("---")), "{source:?}");
            if let Some(root) = &document.root {
                let json = to_json(root);
                prop_assert!(json.places.values().all(|place| source.get(place.value.range()).is_some()), "{source:?}");
            }
        }
        for (node, scalar) in scalars(&yaml) {
            prop_assert!(source.get(node.range()).is_some(), "{source:?} {scalar:?}");
            prop_assert!(source.get(scalar.text.span().range()).is_some(), "{source:?} {scalar:?}");
        }
        for comment in &yaml.comments {
            prop_assert!(source[comment.range()].starts_with('#'), "{source:?}");
        }
        for error in &yaml.errors {
            prop_assert!(source.get(error.span.range()).is_some(), "{source:?} {error:?}");
            prop_assert!(!error.message.contains(char::is_control) && !error.message.is_empty(), "{source:?} {error:?}");
            for (span, _) in error.fix.iter().flat_map(|(_, edits)| edits) {
                prop_assert!(source.get(span.range()).is_some(), "{source:?} {error:?}");
            }
        }
    }
}

#[test]
fn hostile_input_neither_hangs_nor_overflows_the_stack() {
    let lines = |line: &str, count: usize| line.repeat(count);
    let mut laughs = "a0: &a0 [lol, lol, lol, lol]\n".to_owned();
    for level in 1..40 {
        let before = level - 1;
        writeln!(laughs, "a{level}: &a{level} [*a{before}, *a{before}, *a{before}, *a{before}, *a{before}, *a{before}]").unwrap();
    }
    let mut chain = "a0: &a0 [x]\n".to_owned();
    for level in 1..20_000 {
        writeln!(chain, "a{level}: &a{level} [*a{}]", level - 1).unwrap();
    }
    let inputs = [
        "[".repeat(100_000),
        "{a: ".repeat(50_000),
        "- ".repeat(50_000),
        "? ".repeat(50_000),
        "&a [".repeat(50_000),
        "!t ".repeat(50_000),
        laughs,
        chain,
        format!("a: &a {{b: *a, {}}}\n", lines("c: *a, ", 1000)),
        lines("# |\n", 100_000) + "k: |\n  x\n",
        lines("k: # |\n", 1) + &lines("  # |\n", 100_000) + "  |\n  x\n",
        lines("  # |", 100_000) + "\nk: |\n  x\n",
        "|".repeat(300_000),
        "'".repeat(300_001),
        "\"".repeat(300_001),
        format!("k: \"{}\"", "\\n".repeat(200_000)),
        format!("k: |\n{}", lines("  a\n\n", 100_000)),
        format!("k: >\n{}", lines("  a\n\n", 100_000)),
        format!("k: |\n{}", "\n".repeat(300_000)),
        format!("k: {}", "a: ".repeat(100_000)),
        format!("k: 'a\n{}", lines("b: c\n", 60_000)),
        format!("notes: |\n  x\n{}", lines("dropped out\n", 60_000)),
        lines("a\n", 100_000),
        lines("---\n@\n", 50_000),
        lines("\t", 300_000),
        lines("\u{a0}", 150_000),
        lines("a: b\n", 60_000),
        lines(" ", 300_000),
        lines("k: |\n", 60_000),
        lines("- |\n", 60_000),
        lines("- |+\n\n", 60_000),
        lines("-\n", 60_000),
        format!("[{}", lines("a: b, ", 60_000)),
        format!("? {}\n: b", "a".repeat(300_000)),
        "\r".repeat(300_000),
        "\0".repeat(300_000),
        "é".repeat(300_000),
        "*a ".repeat(100_000),
        "%".repeat(300_000),
        lines("%A b\n", 60_000),
    ];
    for (index, input) in inputs.iter().enumerate() {
        let start = Instant::now();
        let yaml = Yaml::parse(input);
        for document in yaml.documents.iter().filter_map(|document| document.root.as_ref()) {
            to_json(document);
        }
        drop(yaml);
        let head: String = input.chars().take(20).collect();
        assert!(start.elapsed() < Duration::from_secs(5), "input {index}, {head:?}, took {:?}", start.elapsed());
    }
}
