//! The mistakes that people make in YAML: what is said, at which characters, and what the repair makes of the file.

use ase_lint::document::yaml::Yaml;

/// The characters of the first error, what is said, and the file with the repair.
fn first_error(source: &str) -> (&str, String, Option<String>) {
    let yaml = Yaml::parse(source);
    let error = yaml.errors.first().unwrap_or_else(|| panic!("{source:?} has no error"));
    assert!(error.help.is_some(), "{source:?}: {error:?}");
    let fixed = error.fix.as_ref().map(|(_, edits)| {
        let mut fixed = source.to_owned();
        edits.iter().rev().for_each(|(span, text)| fixed.replace_range(span.range(), text));
        fixed
    });
    (&source[error.span.range()], error.message.clone(), fixed)
}

#[test]
fn mistakes_are_told_in_words_and_repaired() {
    let cases: &[(&str, &str, &str, Option<&str>)] = &[
        ("notes: |\n\t# Hi\n\ttext\n", "\t", "with a tab", Some("notes: |\n  # Hi\n  text\n")),
        ("notes: |\n  # Hi\n\ttext\n", "\t", "with a tab", Some("notes: |\n  # Hi\n  text\n")),
        ("notes: |\r\n  # Hi\r\n\t\ttext\r\n", "\t\t", "with a tab", Some("notes: |\r\n  # Hi\r\n    text\r\n")),
        ("id: 1\n\tname: x\n", "\t", "with a tab", Some("id: 1\nname: x\n")),
        ("notes: |\n\u{a0}\u{a0}text\n", "\u{a0}\u{a0}", "no-break space (U+00A0)", Some("notes: |\n  text\n")),
        ("notes: |\n  text\n\u{a0}text\nid: 1\n", "\u{a0}", "no-break space (U+00A0)", Some("notes: |\n  text\n  text\nid: 1\n")),
        ("notes: |\n\u{3000}text\n", "\u{3000}", "only looks like a space (U+3000)", Some("notes: |\n text\n")),
        ("a:\n\u{a0}\u{a0}name: x\n", "\u{a0}\u{a0}", "no-break space", Some("a:\n  name: x\n")),
        ("name: Acme: EU\n", ": ", "cannot hold a colon and a space", Some("name: 'Acme: EU'\n")),
        ("name: Jill's: EU # c\n", ": ", "cannot hold a colon and a space", Some("name: \"Jill's: EU\" # c\n")),
        ("\u{feff}name: é: x\r\n", ": ", "cannot hold a colon and a space", Some("\u{feff}name: 'é: x'\r\n")),
        ("notes: @jill", "@", "cannot start with `@`", Some("notes: '@jill'")),
        ("notes: `x` y\n", "`", "cannot start with a backtick", Some("notes: '`x` y'\n")),
        ("notes: %x\n", "%", "cannot start with `%`", Some("notes: '%x'\n")),
        ("notes: *bold* text\nid: 1\n", "*bold*", "starts with `*` is an alias", Some("notes: '*bold* text'\nid: 1\n")),
        ("notes: **bold** text\n", "**bold**", "starts with `*` is an alias", Some("notes: '**bold** text'\n")),
        ("notes: * item\n", "*", "starts with `*` is an alias", Some("notes: '* item'\n")),
        ("notes: & more\n", "&", "starts with `&` is an anchor", Some("notes: '& more'\n")),
        ("notes: !x, y\n", "!", "starts with `!` is a tag", Some("notes: '!x, y'\n")),
        ("notes: [text](url) more\n", "[", "starts with `[` is a list", Some("notes: '[text](url) more'\n")),
        ("notes: [text](url): more\n", "[", "starts with `[` is a list", Some("notes: '[text](url): more'\n")),
        ("notes: {x} more\n  text\n", "{", "starts with `{` is a mapping", Some("notes: '{x} more\n  text'\n")),
        ("notes: [x\nid: 1\n", "[", "`[` is not closed", Some("notes: '[x'\nid: 1\n")),
        ("notes: \"abc\nid: 1\n", "\"", "the double quote is never closed", Some("notes: \"abc\"\nid: 1\n")),
        ("notes: 'abc", "'", "the single quote is never closed", Some("notes: 'abc'")),
        ("notes: \"é\\qx\"\n", "\\q", "`\\q` is no escape", Some("notes: \"é\\\\qx\"\n")),
        ("notes: \"é\\x4\"\n", "\\x4", "needs 2 hexadecimal digits and has 1", Some("notes: \"é\\\\x4\"\n")),
        ("notes: \"C:\\dir\\new\"\n", "\\d", "is no escape", Some("notes: \"C:\\\\dir\\\\new\"\n")),
        ("notes: \"abc\" def\n", "def", "text follows the closing quote", Some("notes: '\"abc\" def'\n")),
        ("notes: 'don't'\n", "t'", "text follows the closing quote", Some("notes: 'don''t'\n")),
        ("notes: \"say \"hi\"\"\n", "hi\"\"", "text follows the closing quote", Some("notes: \"say \\\"hi\\\"\"\n")),
        ("notes: \"x\",\n", ",", "a comma follows", Some("notes: \"x\"\n")),
        ("notes: \"a\nb\"\nid: 1\n", "b\"", "must be indented", Some("notes: \"a\n  b\"\nid: 1\n")),
        (
            "notes: |\n    x\n  y\nid: 1\n",
            "y",
            "indented by 2 spaces instead of 4, so it is outside the text of `notes`",
            Some("notes: |\n    x\n    y\nid: 1\n"),
        ),
        ("notes: |\n  x\n\nJill is away.\n- a\nid: 1\n", "Jill is away.", "is not indented", Some("notes: |\n  x\n\n  Jill is away.\n  - a\nid: 1\n")),
        ("notes: |\n  x\n- item\n- item\n", "- item", "is not indented", Some("notes: |\n  x\n  - item\n  - item\n")),
        ("notes: |\n  x\n# Title\n  y\n", "# Title", "is a comment to YAML", Some("notes: |\n  x\n  # Title\n  y\n")),
        ("notes: |\n  x\n| a | b |\n", "| a | b |", "is not indented", Some("notes: |\n  x\n  | a | b |\n")),
        ("notes: | text\n  x\n", "text", "cannot stand on the line of `|`", Some("notes: |\n  text\n  x\n")),
        ("notes: > see\n", "see", "cannot stand on the line of `>`", Some("notes: >\n  see\n")),
        ("notes: |0\n  x\n", "|0", "one digit from 1 to 9", Some("notes: |\n  x\n")),
        ("notes: |2\n x\n", "x", "its first line says 2 spaces", Some("notes: |2\n  x\n")),
        ("notes: |\n\n      \n  y\n", "      ", "the empty line holds 6 spaces", Some("notes: |\n\n\n  y\n")),
        ("id: 1\nname x\n", "name x", "a colon is missing after `name`", Some("id: 1\nname: x\n")),
        ("id 1\nname: x\n", "id 1", "a colon is missing after `id`", Some("id: 1\nname: x\n")),
        ("id:1\nname: x\n", ":", "a space is missing after the colon of `id`", Some("id: 1\nname: x\n")),
        ("id: 1\nsome words\n", "some words", "neither a key with a colon nor part of a text", None),
        ("id: 1\n  name: x\n", "name", "`name` is indented under `id`", Some("id: 1\nname: x\n")),
        ("notes: Jill\n  Region: x\n", ": ", "goes over several lines", Some("notes: |\n  Jill\n  Region: x\n")),
        ("notes:\n  A: b.\n  More\n", "More", "neither a key", Some("notes: |\n  A: b.\n  More\n")),
        ("a:\n  - x\n - y\n", "-", "the item is indented by 1 space, its list by 2 spaces", Some("a:\n  - x\n  - y\n")),
        ("id: 1\n- x\n", "-", "a list item stands among keys", None),
        ("- a\nb: 1\n", "b: 1", "a key stands among the items", None),
        ("name: - x\n", "-", "a list cannot start on the line of its key", Some("name: '- x'\n")),
        ("  id: 1\nname: x\n", "name: x", "the lines above by 2 spaces", Some("id: 1\nname: x\n")),
        ("a: b\n\u{feff}c: d\n", "\u{feff}", "byte-order mark", Some("a: b\nc: d\n")),
        ("a: \u{1}b\n", "\u{1}", "U+0001", Some("a: b\n")),
        ("a: 'x'#c\n", "#", "needs a space before its `#`", Some("a: 'x' #c\n")),
        ("id: 1\n<<<<<<< HEAD\nnotes: x\n=======\nnotes: y\n>>>>>>> b\n", "<<<<<<< HEAD", "unfinished merge", None),
    ];
    for (source, characters, message, fixed) in cases {
        let (found, said, repaired) = first_error(source);
        assert_eq!(found, *characters, "{source:?}: {said}");
        assert!(said.contains(message), "{source:?}: {said}");
        assert_eq!(repaired.as_deref(), *fixed, "{source:?}: {said}");
    }
}

#[test]
fn what_stands_before_an_error_is_kept() {
    let yaml = Yaml::parse("id: 1\nname: \"x\"\nnotes: @jill\n");
    let root = yaml.root().unwrap();
    assert_eq!(root.mapping().unwrap().len(), 3);
    assert_eq!(root.get("name").unwrap().value.as_str().unwrap().value(), "x");
    assert!(root.get("notes").unwrap().value.as_str().is_none());
    let yaml = Yaml::parse("a: [1, {b: 2\n---\nc: 3\n");
    assert_eq!(yaml.documents.len(), 2);
    assert_eq!(yaml.documents[1].root.as_ref().unwrap().get("c").unwrap().value.as_str().unwrap().value(), "3");
}

#[test]
fn one_error_a_line() {
    assert_eq!(Yaml::parse("notes: *bold* text\n").errors.len(), 1);
    assert_eq!(Yaml::parse("a: *x\nb: *y\n").errors.len(), 2);
}
