//! What do Markdown and HTML show of a page, and can a text ever become markup or script?

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics fails")]

use presswash::document::Document;
use presswash::judge::Cut;
use presswash::judge::Verdict;
use presswash::judge::repair::Change;
use presswash::mark::Mark;
use presswash::segment;
use presswash::source::Source;
use presswash::text::Span;
use presswash::write::view;
use proptest::prelude::*;
use scraper::Html;

const ADDRESS: Option<&str> = Some("https://news.example/a/1.html");

fn page(html: &str) -> Document {
    segment::segment(&Source::html("page", html))
}

/// The cuts of every line that holds the word CUT.
fn cuts(document: &Document) -> Vec<Cut> {
    let cut = document.blocks.iter().filter(|block| document.text_of(block).contains("CUT"));
    cut.map(|block| Cut { span: block.span, mark: Mark::default() }).collect()
}

#[track_caller]
fn check(html: &str, markdown: &str) {
    let document = page(html);
    assert_eq!(view::markdown(&document, &cuts(&document), &[], ADDRESS), markdown, "{html}");
}

#[track_caller]
fn check_html(html: &str, expected: &str) {
    let document = page(html);
    assert_eq!(view::html(&document, &cuts(&document), &[], ADDRESS), expected, "{html}");
}

#[test]
fn repairs_stand_in_the_views() {
    let document = page("<p>The <b>townâ€™s</b> dam held.<p>Twice.<p>Twice.<p>It did.");
    let change = |needle: &str, with: &str| {
        let start = document.text.rfind(needle).unwrap();
        let span = Span::new(start, start + needle.len());
        Change { span, with: with.to_owned(), repair: "mojibake", why: "" }
    };
    let repairs = [change("â€™", "’"), change("Twice.\n", "")];
    assert_eq!(view::markdown(&document, &[], &repairs, ADDRESS), "The **town’s** dam held.\n\nTwice.\n\nIt did.\n");
    assert_eq!(
        view::html(&document, &[], &repairs, ADDRESS),
        "<p>The <strong>town’s</strong> dam held.</p>\n<p>Twice.</p>\n<p>It did.</p>\n"
    );
}

#[test]
fn blocks_of_markdown() {
    for (html, markdown) in [
        ("", ""),
        ("<h1>Head</h1><p>One<p>Two", "# Head\n\nOne\n\nTwo\n"),
        ("<div>One</div><div>Two</div>three", "One\n\nTwo\n\nthree\n"),
        ("<p>One<br>two<br><br>three", "One\\\ntwo\n\nthree\n"),
        ("<h2>A<br>b #</h2>", "## A b \\#\n"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul><p>d", "- a\n- b\n  - c\n\nd\n"),
        ("<ol start=3><li>a<li><p>b<p>c</ol>", "3. a\n4. b\n\n   c\n"),
        ("<ol><li>a<li>CUT<li>c</ol>", "1. a\n2. c\n"),
        ("<blockquote><p>a<p>b<ul><li>c</ul></blockquote>d", "> a\n>\n> b\n>\n> - c\n\nd\n"),
        ("<pre><code class='language-rust'>fn a() {\n    b\n}\n</code></pre>", "```rust\nfn a() {\n    b\n}\n```\n"),
        ("<pre>a ``` b</pre>", "````\na ``` b\n````\n"),
        ("<ul><li>a<pre>x\n y</pre></ul>", "- a\n\n  ```\n  x\n   y\n  ```\n"),
        ("<dl><dt>Term<dd>Meaning</dl>", "**Term**\n\nMeaning\n"),
        ("<figure><img src=/i.jpg alt='A dam'><figcaption>The dam.</figcaption></figure>", "*The dam.*\n"),
        ("<p>a<p><img src=/i.jpg alt='A  dam'><p>b", "a\n\n![A dam](https://news.example/i.jpg)\n\nb\n"),
        ("<p>a<p><img src=/i.jpg alt='i.jpg'><img src=/i.gif width=1 alt=x><img src=data:x alt=x><p>b", "a\n\nb\n"),
    ] {
        check(html, markdown);
    }
}

#[test]
fn tables_of_data_and_of_layout() {
    for (html, markdown) in [
        (
            "<table><tr><th>Year<th>Sum<tr><td>2019<td>1|2<tr><td>2020<td></table>",
            "| Year | Sum |\n| --- | --- |\n| 2019 | 1\\|2 |\n| 2020 |  |\n",
        ),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "|  |  |\n| --- | --- |\n| a | b |\n| c | d |\n"),
        (
            "<table><caption>T</caption><thead><tr><td colspan=2>a<tbody><tr><td><p>b<p>c<td>d<tr><td>e<td>f</table>",
            "*T*\n\n| a |  |\n| --- | --- |\n| b c | d |\n| e | f |\n",
        ),
        ("<table><tr><td><div>menu</div></td><td><h2>Head</h2>text</td></tr></table>", "menu\n\n## Head\n\ntext\n"),
        (
            "<table><tr><td>CUT<td>b<tr><td>c<td>d<tr><td>e<td>f</table>",
            "|  |  |\n| --- | --- |\n| c | d |\n| e | f |\n",
        ),
    ] {
        check(html, markdown);
    }
}

#[test]
fn words_in_a_line() {
    for (html, markdown) in [
        ("<p>a <b>b <i>c</i></b> d", "a **b *c*** d\n"),
        ("<p>a <a href=/x?y(z)>b</a>!", "a [b](https://news.example/x?y%28z%29)!\n"),
        ("<p>Oh!<a href=/x>b</a>", "Oh\\![b](https://news.example/x)\n"),
        ("<a href=/x><h3>b</h3><p>c</p></a>", "### [b](https://news.example/x)\n\n[c](https://news.example/x)\n"),
        ("<p>use <code>a*b`c</code>", "use ``a*b`c``\n"),
        ("<p><kbd>F</kbd><kbd>*</kbd> <del>g</del>", "`F`\\* ~~g~~\n"),
        ("<p>a<b>“b”</b>c", "a“b”c\n"),
        ("<p>今天<b>「天气」</b>好", "今天「天气」好\n"),
        ("<h2><b>all</b> bold</h2>", "## all bold\n"),
        ("<p><b>CUT</b></p><p><b>x</b></p>", "**x**\n"),
        ("<p>a <del>b</del> <kbd>c</kbd>", "a ~~b~~ `c`\n"),
    ] {
        check(html, markdown);
    }
}

#[test]
fn text_is_never_a_mark() {
    for (html, markdown) in [
        (
            "<p># 1. *a* _b_ c_d [e] `f` ~~g~~ &amp;lt; &lt;i>",
            "\\# 1. \\*a\\* \\_b\\_ c_d \\[e\\] \\`f\\` \\~\\~g\\~\\~ \\&lt; \\<i>\n",
        ),
        ("<p>1. a<p>- b<p>> c<p>=<p>2) d<p>2019 e", "1\\. a\n\n\\- b\n\n\\> c\n\n\\=\n\n2\\) d\n\n2019 e\n"),
        ("<p>AT&amp;T 5 < 6 \\", "AT\\&T 5 \\< 6 \\\\\n"),
    ] {
        check(html, markdown);
    }
}

#[test]
fn a_plain_text_keeps_its_lines() {
    let document = segment::segment(&Source::text("text", "One\ntwo\n\n- three\n"));
    assert_eq!(view::markdown(&document, &[], &[], None), "One\\\ntwo\n\n\\- three\n");
    assert_eq!(view::html(&document, &[], &[], None), "<p>One<br>\ntwo</p>\n<p>- three</p>\n");
}

#[test]
fn html_has_structure_and_nothing_that_runs() {
    for (html, expected) in [
        ("<h1 onclick=x()>A & b</h1>", "<h1>A &amp; b</h1>\n"),
        ("<p>&lt;script>x()&lt;/script>", "<p>&lt;script&gt;x()&lt;/script&gt;</p>\n"),
        ("<p><a href='javascript:x()'>a</a><a href='JAVA&#9;SCRIPT:x'>b</a>", "<p>a b</p>\n"),
        ("<p><a href='/x?a=1&b=\"'>a</a>", "<p><a href=\"https://news.example/x?a=1&amp;b=%22\">a</a></p>\n"),
        ("<ul><li>a<li><p>b<p>c</ul>", "<ul>\n<li>a</li>\n<li><p>b</p>\n<p>c</p>\n</li>\n</ul>\n"),
        ("<pre class='lang-\"x'>a<b>b</pre>", "<pre><code>ab\n</code></pre>\n"),
        (
            "<table><tr><th>a<th>b<tr><td>c<td>d<tr><td>e<td>f</table>",
            "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>c</td><td>d</td></tr>\n<tr><td>e</td><td>f</td></tr>\n</table>\n",
        ),
    ] {
        check_html(html, expected);
    }
}

/// Pieces that make hostile pages when they are thrown together.
const PIECES: &str = r#"<p> </p> <b> </b> <i> <a href='x'> </a> <a href="javascript:a"> <ul> <li> </ul> <table> <tr> <td> <th> </table>
<pre> </pre> <code> </code> <h2> </h2> <br> <blockquote> </blockquote> <img src=/x alt='"><script>'> &lt;script&gt; <ol start='7'>
<dt> <caption> <div> </div> &amp; &#0; <style> </style> 漢字 CUT word"#;

fn markup() -> impl Strategy<Value = String> {
    let known: Vec<String> = PIECES.split_inclusive([' ', '\n']).map(str::to_owned).collect();
    let piece = prop_oneof!["[ a-z<>&\"'`*_#|\\\\\\[\\]!()-]{0,8}", prop::sample::select(known)];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// The HTML of any page has no element but those of structure, no address that runs, and the words of the text.
    #[test]
    fn any_page_makes_safe_html_with_the_same_words(html in markup()) {
        let document = page(&html);
        let cuts = cuts(&document);
        let shown = view::html(&document, &cuts, &[], ADDRESS);
        let tree = Html::parse_fragment(&shown);
        for element in tree.tree.nodes().filter_map(|node| node.value().as_element()) {
            let known = ["html", "body", "p", "h1", "h2", "ul", "ol", "li", "blockquote", "pre", "code", "table", "tbody", "tr", "th",
                "td", "a", "strong", "em", "del", "br", "img"];
            prop_assert!(known.contains(&element.name()), "{} in {shown}", element.name());
            for (name, value) in element.attrs() {
                prop_assert!(["href", "src", "alt", "start", "class"].contains(&name), "{name} in {shown}");
                prop_assert!(name == "alt" || !value.contains("javascript:"), "{value} in {shown}");
            }
        }
        let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '\u{fffd}').collect::<String>();
        let kept = Verdict { cuts, ..Verdict::default() }.clean_text(&document.text);
        let text: String = tree.tree.nodes().filter_map(|node| node.value().as_text()).map(|text| &*text.text).collect();
        prop_assert_eq!(solid(&text), solid(&kept), "{} from {}", shown, html);
    }

    /// Markdown never loses a letter of the text.
    #[test]
    fn any_page_makes_markdown_with_the_same_letters(html in markup()) {
        let document = page(&html);
        let shown = view::markdown(&document, &[], &[], ADDRESS);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
        let (shown, text) = (letters(&shown), letters(&document.text));
        let mut rest = shown.chars();
        prop_assert!(text.chars().all(|c| rest.any(|other| other == c)), "{} lost of {}", shown, text);
    }
}

#[test]
fn spans_of_cuts_inside_a_line_leave_the_rest() {
    let document = page("<p>Keep <a href=/x>this link</a> here");
    let at = document.text.find("this ").unwrap();
    let cut = Cut { span: Span::new(at, at + 5), mark: Mark::default() };
    assert_eq!(view::markdown(&document, &[cut], &[], ADDRESS), "Keep [link](https://news.example/x) here\n");
}
