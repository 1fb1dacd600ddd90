//! A piece of a value is exactly these characters of the file, in every style, and so is what is written in its place.

use ase_lint::document::scalar_map::Text;
use ase_lint::document::yaml::{Resolved, Yaml, to_json};
use serde_json::json;

fn text(yaml: &Yaml) -> &Text {
    yaml.root().unwrap().get("notes").unwrap().value.as_str().unwrap()
}

/// The characters of the file for `piece` of the value of `notes`.
fn cut<'a>(source: &'a str, piece: &str) -> &'a str {
    let yaml = Yaml::parse(source);
    assert!(yaml.errors.is_empty(), "{source:?}: {:?}", yaml.errors);
    let text = text(&yaml);
    let at = text.value().find(piece).unwrap_or_else(|| panic!("{piece:?} is not in {:?}", text.value()));
    &source[text.locate(at..at + piece.len()).range()]
}

/// The file with `new` in place of `old` in the value of `notes`.
fn edited(source: &str, old: &str, new: &str) -> Option<String> {
    let yaml = Yaml::parse(source);
    let text = text(&yaml);
    let at = text.value().find(old).unwrap();
    let (span, written) = text.edit(at..at + old.len(), new)?;
    let mut changed = source.to_owned();
    changed.replace_range(span.range(), &written);
    let wanted = text.value().replacen(old, new, 1);
    let again = Yaml::parse(&changed);
    assert_eq!(self::text(&again).value(), wanted, "{changed:?}");
    Some(changed)
}

#[test]
fn literal() {
    let lf = "id: 1\nnotes: |\n  é Jill\n\n    is 🦀 here\n  now\n\n\nname: x\n";
    for source in [lf.to_owned(), lf.replace('\n', "\r\n"), format!("\u{feff}{}", lf.replace('\n', "\r\n"))] {
        assert_eq!(cut(&source, "Jill"), "Jill");
        assert_eq!(cut(&source, "is 🦀"), "is 🦀");
        assert_eq!(cut(&source, "\n\n  is"), "  is", "without the breaks, with the indentation that the value has");
        assert_eq!(cut(&source, "now\n"), "now", "without the break");
        let yaml = Yaml::parse(&source);
        assert!(source[text(&yaml).span().range()].starts_with('é') && source[text(&yaml).span().range()].ends_with("now"));
        let scalar = yaml.root().unwrap().get("notes").unwrap().value.scalar().unwrap();
        assert_eq!((&source[scalar.header.unwrap().range()], scalar.indent), ("|", 2));
    }
    assert_eq!(cut(lf, "Jill\n\n  is"), "Jill\n\n    is");
    assert_eq!(cut("notes: |2-\n   a\n   b\n", " b"), " b");
    assert_eq!(edited(lf, "Jill", "Jack\nand Jill").unwrap(), lf.replace("Jill", "Jack\n  and Jill"));
    assert_eq!(edited("notes: |\r\n  a\r\n", "a", "a\n\nb").unwrap(), "notes: |\r\n  a\r\n\r\n  b\r\n");
    assert_eq!(edited("notes: |\n  a\n", "a", " a"), None, "it would set another indentation");
}

#[test]
fn folded() {
    let source = "notes: >-\n  é Jill\n  is\n\n  here\n   * a\n  now\n";
    assert_eq!(Yaml::parse(source).root().unwrap().get("notes").unwrap().value.as_str().unwrap().value(), "é Jill is\nhere\n * a\nnow");
    assert_eq!(cut(source, "Jill is"), "Jill\n  is");
    assert_eq!(cut(source, "is\nhere"), "is\n\n  here");
    assert_eq!(cut(source, " is"), "is", "without the fold");
    assert_eq!(edited(source, "here", "there\nand here").unwrap(), source.replace("here", "there\n\n  and here"));
}

#[test]
fn double_quoted() {
    let source = "notes: \"é Jill\\n\\u00e9 \\\"is\\\"  \n   here \\\n  now\"\n";
    assert_eq!(cut(source, "Jill"), "Jill");
    assert_eq!(cut(source, "é \"is"), "é Jill\\n\\u00e9 \\\"is".split("\\n").nth(1).unwrap());
    assert_eq!(cut(source, "is\" here"), "is\\\"  \n   here");
    assert_eq!(cut(source, "here now"), "here \\\n  now");
    assert_eq!(edited(source, "Jill", "\"J\"\n").unwrap(), source.replace("Jill", "\\\"J\\\"\\n"));
}

#[test]
fn single_quoted() {
    let source = "notes: 'é don''t\n\n  stop' # c\n";
    assert_eq!(cut(source, "don't"), "don''t");
    assert_eq!(cut(source, "t\nstop"), "t\n\n  stop");
    let yaml = Yaml::parse(source);
    assert_eq!(&source[text(&yaml).span().range()], "'é don''t\n\n  stop'");
    assert_eq!(edited(source, "stop", "it's").unwrap(), source.replace("stop", "it''s"));
}

#[test]
fn plain() {
    let source = "notes: é Jill\n  is\n\n  here # c\n";
    assert_eq!(cut(source, "Jill is"), "Jill\n  is");
    assert_eq!(cut(source, "is\nhere"), "is\n\n  here");
    assert_eq!(edited("notes: Jill\n", "Jill", "Jack").unwrap(), "notes: Jack\n");
    assert_eq!(edited("notes: Jill\n", "Jill", "J: x").unwrap(), "notes: 'J: x'\n", "in quotes where it has to be");
    assert_eq!(edited("notes: Jill # c\n", "Jill", "null").unwrap(), "notes: 'null' # c\n");
}

#[test]
fn json_has_a_place_for_every_pointer() {
    let source = "id: 27946339528\nnotes: &n |\n  x\ndetails: *n\na/b: {c~: [1, 2]}\nid: 2\nbig: 9223372036854775808\nhuge: 1e400\nvast: 123456789012345678901234567890\n";
    let yaml = Yaml::parse(source);
    let json = to_json(yaml.root().unwrap());
    let expected = json!({"id": 27_946_339_528_i64, "notes": "x\n", "details": "x\n", "a/b": {"c~": [1, 2]}, "big": 9_223_372_036_854_775_808_u64, "huge": 2_251_799_813_685_248.5, "vast": 1.234_567_890_123_456_8e29});
    assert_eq!(json.value, expected);
    let place = |pointer: &str| {
        let place = json.places[pointer];
        (place.key.map(|key| &source[key.range()]), &source[place.value.range()])
    };
    assert_eq!(place("/id"), (Some("id"), "27946339528"), "the first of two");
    assert_eq!(place("/notes"), (Some("notes"), "|\n  x"));
    assert_eq!(place("/details"), (Some("details"), "*n"));
    assert_eq!(place("/a~1b/c~0/1"), (None, "2"));
    assert_eq!(json.place("/a~1b/c~0/1/x/y"), json.places.get("/a~1b/c~0/1").copied());
    let entry = yaml.root().unwrap().get("vast").unwrap();
    assert_eq!(entry.value.resolve(), Some(Resolved::BigInt("123456789012345678901234567890")));
}

#[test]
fn what_is_not_written_stands_behind_its_colon() {
    let source = "details:   # none\n\nnotes: x\nlist:\n-\n- a\n";
    let yaml = Yaml::parse(source);
    let root = yaml.root().unwrap();
    assert_eq!(root.get("details").unwrap().value.span.start, "details:".len());
    assert!(root.get("details").unwrap().value.as_str().is_none());
    assert_eq!(root.get("list").unwrap().value.sequence().unwrap()[0].span.start, source.find("-\n").unwrap() + 1);
    assert_eq!(yaml.comments.iter().map(|comment| &source[comment.range()]).collect::<Vec<_>>(), ["# none"]);
}
