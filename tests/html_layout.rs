//! What text does a page show, line by line?

#![allow(clippy::panic, reason = "a panic is how a test says which page is wrong")]

use presswash::document::Document;
use presswash::document::page::Found;
use presswash::segment;
use presswash::source::Source;

fn page(html: &str) -> Document {
    segment::segment(&Source::html("page", html))
}

#[track_caller]
fn check(html: &str, expected: &str) {
    assert_eq!(page(html).text, expected, "{html}");
}

#[test]
fn blocks_stand_on_lines_of_their_own() {
    for (html, text) in [
        ("", ""),
        ("<p>One<p>Two", "One\n\nTwo"),
        ("<div>One</div><div>Two</div>three", "One\nTwo\nthree"),
        ("<h1>Head</h1>text<ul><li>a<li>b</ul>after", "Head\n\ntext\n\na\nb\n\nafter"),
        ("<p>One<br>two<br><br>three</p>", "One\ntwo\n\nthree"),
        ("<div><br></div><div><p> </p>x</div>", "x"),
        ("a<hr>b", "a\n\nb"),
    ] {
        check(html, text);
    }
}

#[test]
fn white_space_is_squeezed_and_nothing_is_glued_or_torn() {
    for (html, text) in [
        ("<p>  un<b>believ</b>able \n\t news </p>", "unbelievable news"),
        ("<p><span>H</span>ello</p>", "Hello"),
        ("<p>one<i> two</i> <b>three </b>four</p>", "one two three four"),
        ("<a href=/>Home</a><a href=/n>News</a>", "Home News"),
        ("<p>one<img src=x>two<button>Buy</button>now", "one two Buy now"),
        ("<p>a&nbsp;&nbsp;b&#x3000;c</p>", "a b c"),
        ("<p>今天\n天气，\n好</p><p>ABC\n公司</p>", "今天天气，好\n\nABC 公司"),
        ("<p>한국어\n문장</p>", "한국어 문장"),
        ("<p>a<script>x()</script>b</p>", "ab"),
    ] {
        check(html, text);
    }
}

#[test]
fn code_keeps_its_lines() {
    check(
        "<p>See:</p><pre>\nfn main() {\n    <b>run</b>();\n\n\n}\n</pre><p>Done",
        "See:\n\nfn main() {\n    run();\n\n\n}\n\nDone",
    );
    check("<pre>  <i>a</i>  <i>b</i></pre>", "  a  b");
}

#[test]
fn cells_stand_apart_in_a_row_and_on_lines_where_they_hold_blocks() {
    check("<table><caption>Cap</caption><tr><th>Year<th>Sum<tr><td>2019<td>12</table>", "Cap\nYear\tSum\n2019\t12");
    check("<table><tr><td><div>menu</div></td><td>text<br>more</td></tr></table>", "menu\ntext\nmore");
}

#[test]
fn what_the_page_does_not_show_is_left_out() {
    for (html, text) in [
        ("<head><title>T</title><style>p{}</style></head><body>x", "x"),
        ("<template><p>no</p></template><svg><title>icon</title></svg>x", "x"),
        ("<select><option>Afghanistan<option>Albania</select>x<textarea>draft</textarea>", "x"),
        ("<noscript>Turn scripts on</noscript>x", "x"),
        ("<!-- no -->x<iframe>old</iframe>", "x"),
        ("x<p hidden>seen by the marker</p>", "x\n\nseen by the marker"),
    ] {
        check(html, text);
    }
}

#[test]
fn posts_in_noscript_are_read_where_the_page_shows_nothing_else() {
    let posts: String = (0..80).map(|n| format!("<div class=post><p>Post {n} of the thread.</p></div>")).collect();
    let document = page(&format!("<div>Loading</div><noscript>{posts}</noscript>"));
    assert!(document.text.contains("Post 79 of the thread."), "{}", document.text);
    assert_eq!(document.page.map(|page| page.alarms.len()), Some(1));
}

#[test]
fn blocks_and_elements_know_their_text() {
    let document = page("<main><p>One <a href=/>link</a></p><nav><ul><li><a href=/>Home</a></ul></nav></main>");
    let told: Vec<_> = document
        .blocks
        .iter()
        .map(|block| (document.text_of(block), block.markup.as_ref().map(|m| (m.tag, m.link_chars))))
        .collect();
    assert_eq!(told, [("One link", Some(("p", 4))), ("Home", Some(("li", 4)))]);
    let Some(page) = &document.page else { panic!("no page") };
    let elements: Vec<_> = page.elements.iter().map(|e| (e.tag.name(), e.span.of(&document.text), e.blocks)).collect();
    assert_eq!(
        elements,
        [
            ("html", "One link\n\nHome", (0, 2)),
            ("body", "One link\n\nHome", (0, 2)),
            ("main", "One link\n\nHome", (0, 2)),
            ("p", "One link", (0, 1)),
            ("a", "link", (0, 1)),
            ("nav", "Home", (1, 2)),
            ("ul", "Home", (1, 2)),
            ("li", "Home", (1, 2)),
            ("a", "Home", (1, 2)),
        ]
    );
    assert_eq!(
        page.elements
            .iter()
            .find(|e| e.tag.name() == "nav")
            .and_then(|e| page.spans.get(&e.node))
            .map(|s| s.of(&document.text)),
        Some("Home")
    );
}

#[test]
fn the_head_names_its_origins() {
    let document = page(
        r#"<html lang=en><title>Fair opens - Daily</title><meta property="og:title" content="Fair opens">
        <meta name=author content="Ann Lee"><link rel=canonical href="https://daily.example/fair">
        <script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Fair opens",
        "author":[{"name":"Ann Lee"}],"datePublished":"2024-05-01","publisher":{"name":"Daily"}}]}</script>"#,
    );
    let Some(page) = document.page else { panic!("no page") };
    let first = |found: &[Found]| found.first().map(|f| (f.value.clone(), f.origin));
    let told = |value: &str, origin| Some((value.to_owned(), origin));
    assert_eq!(first(&page.metadata.title), told("Fair opens", "json-ld"));
    assert_eq!(first(&page.metadata.authors), told("Ann Lee", "json-ld"));
    assert_eq!(first(&page.metadata.published), told("2024-05-01", "json-ld"));
    assert_eq!(first(&page.metadata.site), told("Daily", "json-ld"));
    assert_eq!(first(&page.metadata.canonical), told("https://daily.example/fair", "link canonical"));
    assert_eq!((page.lang.as_deref(), page.title.as_deref()), (Some("en"), Some("Fair opens - Daily")));
}
