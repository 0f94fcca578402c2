//! What is said of pages of many kinds: their metadata and where it was found, their verdict, their comments?

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics fails")]

use std::sync::Arc;

use presswash::judge::comments;
use presswash::judge::comments::Comments;
use presswash::judge::resolve::Policy;
use presswash::pipeline::Cleaned;
use presswash::pipeline::Cleaner;
use presswash::rule::Kind;
use presswash::rule::load;
use presswash::source::Source;
use serde_json::Value;
use serde_json::json;

const PROSE: &str = "<p>The dam of Orla held on Monday night, and the mayor thanked all who had carried sand to it, in the \
                     rain, for two days and two nights.</p>";

fn source(html: &str) -> Source {
    Source { url: Some("https://news.example/a/1.html".to_owned()), ..Source::html("page", html) }
}

fn clean(source: &Source, comments: Comments) -> Cleaned {
    let rules = load::load_with(load::built_in(), &[]).unwrap().compile();
    let policy = Policy { comments, latest: Some("2026-05-01".to_owned()), ..Policy::default() };
    Cleaner::new(Arc::new(rules), policy).clean(source)
}

/// Checks some fields of the metadata of a page.
#[track_caller]
fn check(html: &str, wanted: &Value) {
    check_source(&source(html), wanted);
}

#[track_caller]
fn check_source(source: &Source, wanted: &Value) {
    let got = serde_json::to_value(&clean(source, Comments::Cut).verdict.metadata).unwrap();
    for (field, value) in wanted.as_object().unwrap() {
        assert_eq!(got.get(field).unwrap_or(&Value::Null), value, "{field} of {got}");
    }
}

#[test]
fn each_field_says_where_it_was_found() {
    let html = "<html lang=de><title>Damm hielt | Hafenblatt</title><meta property=og:site_name content=Hafenblatt>\
                <link rel=canonical href=/a/damm><link rel=next href=/a/damm/2><meta property=og:image content=/i.jpg>\
                <meta property=article:section content=Lokales><meta name=keywords content='Damm, Orla'>\
                <script type=application/ld+json>{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"Damm hielt\",\
                \"datePublished\":\"2024-05-01T10:00:00+02:00\",\"author\":{\"@id\":\"#ann\"}},\
                {\"@type\":\"Person\",\"@id\":\"#ann\",\"name\":\"Ann M&uuml;ller\"}]}</script>\
                <h1>Damm hielt</h1>";
    let wanted = json!({
        "title": "Damm hielt", "authors": ["Ann Müller"], "published": "2024-05-01T10:00:00+02:00", "site": "Hafenblatt",
        "section": "Lokales", "tags": ["Damm", "Orla"], "url": "https://news.example/a/damm", "language": "de",
        "next": "https://news.example/a/damm/2",
        "image": "https://news.example/i.jpg", "conflicts": null,
        "found_in": {"title": "heading", "authors": "json-ld", "published": "json-ld", "site": "og:site_name",
            "section": "article:section", "tags": "meta keywords", "url": "link canonical", "language": "html lang",
            "image": "og:image", "next": "link next"},
    });
    check(&format!("{html}{PROSE}"), &wanted);
}

#[test]
fn bylines_and_times_beside_the_title_count_where_the_head_is_silent() {
    for html in [
        "<h1>Dam held</h1><a rel=author href=/ann>Ann Lee</a><time datetime=2024-05-01>1 May</time>",
        "<h1>Dam held</h1><div class=byline>By Ann Lee | May 1, 2024</div>",
    ] {
        check(&format!("{html}{PROSE}"), &json!({"authors": ["Ann Lee"], "published": "2024-05-01"}));
    }
    let far = format!("<h1>Dam held</h1>{}<time datetime=2020-01-01>x</time>", PROSE.repeat(20));
    check(&far, &json!({"published": null}));
}

#[test]
fn what_nobody_is_called_is_no_author() {
    for author in ["admin", "https://facebook.example/paper", "//paper.example", "@paper", "ann@paper.example"] {
        check(&format!("<meta name=author content='{author}'><h1>Dam held</h1>{PROSE}"), &json!({"authors": null}));
    }
}

#[test]
fn days_that_cannot_be_are_told_and_not_taken() {
    let conflict = |value: &str, why: &str| json!([{"field": "published", "value": value, "found_in": "article:published_time", "why": why}]);
    for (day, why) in [("1970-01-01", "too early"), ("2031-01-01", "in the future"), ("1850-01-01", "too early")] {
        let html = format!("<meta property=article:published_time content={day}><h1>Dam held</h1>{PROSE}");
        check(&html, &json!({"published": null, "conflicts": conflict(day, why)}));
    }
    let html = format!("<meta property=article:published_time content=2024-05-03><h1>Dam held</h1>{PROSE}");
    let crawled = Source { crawled: Some("2024-05-01".to_owned()), ..source(&html) };
    check_source(&crawled, &json!({"published": null, "conflicts": conflict("2024-05-03", "in the future")}));
}

#[test]
fn what_differs_is_told() {
    let html =
        "<meta property=article:published_time content=2024-05-01><link rel=canonical href=https://wire.example/9>";
    let dated = Source {
        url: Some("https://news.example/2016/10/20/dam".to_owned()),
        ..Source::html(
            "page",
            &format!("{html}<html lang=en><meta property=og:locale content=fr_FR><h1>Dam</h1>{PROSE}"),
        )
    };
    let conflict = |field: &str, value: &str, found_in: &str| json!({"field": field, "value": value, "found_in": found_in, "why": "differs"});
    let conflicts = json!([
        conflict("language", "fr_FR", "og:locale"),
        conflict("url", "https://wire.example/9", "link canonical"),
        conflict("published", "2016-10-20", "address"),
    ]);
    check_source(&dated, &json!({"published": "2024-05-01", "language": "en", "conflicts": conflicts}));
}

#[test]
fn verdicts_of_pages() {
    let links: String = (0..12).map(|n| format!("<li><a href=/{n}>Story {n} of the dam of Orla</a>")).collect();
    let thread: String = (0..6)
        .map(|n| format!("<div class=post><a href=/u/{n}>User {n}</a><time>{n} hours ago</time>{PROSE}</div>"))
        .collect();
    for (html, kind) in [
        (format!("<h1>Dam held</h1>{PROSE}"), Kind::Article),
        (format!("<h1>All stories</h1><ul>{links}</ul>"), Kind::Listing),
        (format!("<title>Topic</title><h1>Is the dam safe?</h1>{thread}"), Kind::Article),
        ("<div id=root></div><noscript>Please turn on scripts.</noscript>".to_owned(), Kind::Empty),
        ("<div id=root><p>Harbour News</p><p>donate now</p></div>".to_owned(), Kind::Empty),
        ("<h1>Page not found</h1><p>The page you asked for does not exist.</p>".to_owned(), Kind::ErrorPage),
    ] {
        assert_eq!(clean(&source(&html), Comments::Cut).verdict.kind, kind, "{html}");
    }
}

#[test]
fn comments_are_cut_kept_or_put_beside_the_text() {
    let comment = |name: &str, text: &str| {
        format!("<li class=comment><span class=author-name>{name}</span><p>{text}</p><button>Reply</button></li>")
    };
    let html = format!(
        "<main><article><h1>Dam held</h1>{}</article></main><section class=comments><h3>2 comments</h3><ol>{}{}</ol></section>",
        PROSE.repeat(4),
        comment("annlee", "I was there, and it was a long night for all of us."),
        comment("boek", "The sand came from our yard, and nobody has paid for it."),
    );
    let said = "I was there, and it was a long night for all of us.";
    let cut = clean(&source(&html), Comments::Cut);
    assert!(!cut.verdict.clean_text(&cut.document.text).contains(said));
    let kept = clean(&source(&html), Comments::Keep);
    let text = kept.verdict.clean_text(&kept.document.text);
    assert!(text.contains(said) && !text.contains("Reply"), "{text}");
    let apart = clean(&source(&html), Comments::Separate);
    assert_eq!(apart.verdict.clean_text(&apart.document.text), cut.verdict.clean_text(&cut.document.text));
    let texts = comments::texts(&apart.document, &apart.verdict.cuts);
    assert_eq!(texts, [said, "The sand came from our yard, and nobody has paid for it."]);
}
