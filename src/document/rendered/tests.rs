//! What a reader sees of a note, by example.

use super::*;

/// The visible text, and each link as (destination, destination as written, whole link).
fn seen(markdown: &str) -> (String, Vec<(String, String, String)>) {
    let rendered = Rendered::parse(markdown);
    assert!(rendered.text.is_exact(), "{markdown:?}");
    let links = rendered.links.iter().map(|link| (link.destination.clone(), markdown[link.target.clone()].to_owned(), markdown[link.range.clone()].to_owned()));
    (rendered.text.value().trim().to_owned(), links.collect())
}

fn text(markdown: &str) -> String {
    seen(markdown).0
}

#[test]
fn a_reader_sees_text_and_not_its_marks() {
    assert_eq!(text("# Who\n\n> **Jill** is\n> the _ASE_"), "Who\n\nJill is\nthe ASE");
    assert_eq!(text("a ~~TBD~~ b ~c~ <!-- TODO --> d"), "a  b c  d");
    assert_eq!(text("| a | b |\n|---|---|\n| c\\|d | `e` |"), "a\n\nb\n\nc|d\n\ne");
    assert_eq!(text("- [ ] one\n- two<br>three"), "one\n\ntwo\n\nthree");
    assert_eq!(text("&lt;ASE&gt; \\<name\\> <ASE name>"), "<ASE> <name> <ASE name>");
    assert_eq!(text("<details>\n<summary>More TBD</summary>\n\nx\n\n</details>"), "More TBD\n\n\nx");
    assert_eq!(text("<!-- a\nb\nTODO -->\n\nc"), "c");
    assert_eq!(text("![???](x.png) a"), "a");
    assert_eq!(text("a <del>x\n\nb"), "a \n\nb", "what nobody closes hides its paragraph");
}

#[test]
fn code_is_marked_as_such() {
    let markdown = "a `` b`c `` d\n\n```sh\nTODO\n```\n\ne";
    let rendered = Rendered::parse(markdown);
    let at = |needle: &str| rendered.text.value().find(needle).expect("it is visible");
    for (needle, code) in [("a ", false), ("b`c", true), (" d", false), ("TODO", true), ("e", false)] {
        let range = at(needle)..at(needle) + needle.len();
        assert_eq!(rendered.is_code(&range), code, "{needle}");
        assert_eq!(&markdown[rendered.markdown(range)], needle);
    }
}

#[test]
fn every_visible_word_knows_its_markdown() {
    let markdown = "Tom &amp; *Jill*, \\*APJ\\*\r\n> see [the &quot;page&quot;](/x) or TBD";
    let rendered = Rendered::parse(markdown);
    for (visible, written) in [("Tom & Jill", "Tom &amp; *Jill"), ("*APJ*", "*APJ\\*"), ("\"page\"", "&quot;page&quot;"), ("TBD", "TBD")] {
        let at = rendered.text.value().find(visible).expect("it is visible");
        assert_eq!(&markdown[rendered.markdown(at..at + visible.len())], written, "{visible}");
    }
}

#[test]
fn destinations_are_found_in_every_form_of_link() {
    let cases = [
        ("[a](/x)", "/x", "/x"),
        ("![a](/x)", "/x", "/x"),
        ("[a]( </x y> 'title' )", "/x y", "/x y"),
        ("[a [b] `](` c](/x(y)z \"t\")", "/x(y)z", "/x(y)z"),
        ("[**a**](\n/x)", "/x", "/x"),
        ("> [a](\n> /x)", "/x", "/x"),
        ("[a](/x\\)&amp;y)", "/x)&y", "/x\\)&amp;y"),
        ("[](/x)", "/x", "/x"),
        ("[a]()", "", ""),
        ("[a](<>)", "", ""),
        ("[a][b]\n\n[b]: <https://x.yz/> (t)", "https://x.yz/", "https://x.yz/"),
        ("[a\\]] x\n\n[a\\]]: /y", "/y", "/y"),
        ("<https://x.yz/a>", "https://x.yz/a", "https://x.yz/a"),
        ("<jill@example.com>", "jill@example.com", "jill@example.com"),
        ("see (https://x.yz/a_b).", "https://x.yz/a_b", "https://x.yz/a_b"),
        ("**https://x.yz/a**", "https://x.yz/a", "https://x.yz/a"),
    ];
    for (markdown, destination, written) in cases {
        let (_, links) = seen(markdown);
        assert_eq!(links.len(), 1, "{markdown}: {links:?}");
        assert_eq!((links[0].0.as_str(), links[0].1.as_str()), (destination, written), "{markdown}");
    }
}

#[test]
fn an_image_in_a_link_gives_both() {
    let (_, links) = seen("[![a](/i.png)](/x)");
    assert_eq!(links.iter().map(|link| link.1.as_str()).collect::<Vec<_>>(), ["/x", "/i.png"]);
}

#[test]
fn code_comments_and_link_texts_hold_no_urls() {
    for markdown in ["`https://x.yz`", "<!-- https://x.yz -->", "~~https://x.yz~~", "~~[a](/x)~~", "```\nhttps://x.yz\n```"] {
        assert_eq!(seen(markdown).1, [], "{markdown}");
    }
    assert_eq!(seen("[https://x.yz](https://x.yz)").1.len(), 1);
}

#[test]
fn a_definition_is_the_target_of_its_first_use() {
    let rendered = Rendered::parse("[a][l] [b][L]\n\n[l]: /x");
    assert_eq!(rendered.links.iter().map(|link| link.kind).collect::<Vec<_>>(), [LinkKind::Reference, LinkKind::Repeated]);
    assert_eq!(rendered.links[0].target, rendered.links[1].target);
}

#[test]
fn urls_in_the_text_are_known_as_such() {
    let rendered = Rendered::parse("TBD https://x.yz/TODO [TBD](https://x.yz)");
    let value = rendered.text.value();
    let places: Vec<(usize, bool)> = value.match_indices('T').map(|(at, _)| (at, rendered.is_url(&(at..at + 3)))).collect();
    assert_eq!(places, [(0, false), (17, true), (22, false)]);
}
