//! What is the main content of a page? Invented pages, each for one kind.

#![allow(clippy::panic, reason = "a panic is how a test says which page is wrong")]

use std::sync::Arc;

use presswash::judge::resolve::Policy;
use presswash::pipeline::Cleaned;
use presswash::pipeline::Cleaner;
use presswash::rule::matcher::RuleSet;
use presswash::source::Source;

const BODY: &str = "<p>The new bridge over the river opened on Monday, after three years of work and one flood.</p>\
    <p>Some two hundred people walked across it in the first hour, most of them with their dogs.</p>\
    <p>The mayor, who had promised it before the last election, cut the ribbon twice for the cameras.</p>";

/// Cleans with the evidence of the page alone: no rule runs.
fn clean(html: &str) -> Cleaned {
    Cleaner::new(Arc::new(RuleSet::default()), Policy::default()).clean(&Source::html("page", html))
}

#[track_caller]
fn check(html: &str, keeps: &[&str], cuts: &[&str]) {
    let cleaned = clean(html);
    let text = cleaned.verdict.clean_text(&cleaned.document.text);
    for part in keeps {
        assert!(text.contains(part), "lost {part:?} of {html}\n---\n{text}");
    }
    for part in cuts {
        assert!(!text.contains(part), "kept {part:?} of {html}\n---\n{text}");
    }
}

#[test]
fn an_article_is_kept_and_what_stands_around_it_is_cut() {
    check(
        &format!(
            "<header><a href=/>Daily Example</a></header><nav><a href=/a>World</a> <a href=/b>Sport</a></nav>\
             <main><article><h1>Bridge opens</h1>{BODY}</article>\
             <div class=related-stories><h3>Read this too</h3><a href=/x>Ferry closes for good</a></div></main>\
             <footer>All rights reserved</footer>"
        ),
        &["Bridge opens", "The new bridge", "cut the ribbon twice"],
        &["Daily Example", "Sport", "Read this too", "Ferry closes", "All rights"],
    );
}

#[test]
fn a_form_around_the_whole_page_is_no_form() {
    check(&format!("<form action=/>{BODY}</form>"), &["The new bridge", "cut the ribbon"], &[]);
}

#[test]
fn comments_are_chrome_on_an_article_and_content_on_a_forum() {
    let replies: String = (0..3)
        .map(|n| {
            format!("<div class=comment><p>I crossed it {n} times today, and it shook a bit in the wind.</p></div>")
        })
        .collect();
    let page = |head: &str| format!("<head>{head}</head><body><div><div>{BODY}{BODY}{BODY}</div>{replies}</div>");
    check(&page(""), &["The new bridge"], &["I crossed it 1 times"]);
    let forum = page("<link rel=canonical href=https://forum.example/bridge>");
    check(&forum, &["The new bridge", "I crossed it 1 times"], &[]);
}

#[test]
fn the_links_of_a_listing_are_its_content() {
    let items: String = (0..12).map(|n| format!("<li><a href=/{n}>Headline number {n} of the day</a></li>")).collect();
    check(
        &format!("<nav><a href=/>Home</a></nav><main><ul>{items}</ul></main>"),
        &["Headline number 0", "Headline number 11"],
        &["Home"],
    );
}

#[test]
fn a_list_of_links_beside_running_text_is_cut() {
    let links: String = (0..5).map(|n| format!("<li><a href=/{n}>Another headline {n}</a></li>")).collect();
    check(&format!("<div>{BODY}<ul>{links}</ul>{BODY}</div>"), &["The new bridge"], &["Another headline"]);
}

#[test]
fn every_cut_says_why() {
    let cleaned = clean(&format!("<nav><a href=/>Home</a></nav><div>{BODY}</div><div><p>Elsewhere</div>"));
    let told: Vec<_> = cleaned.verdict.cuts.iter().map(|cut| (&*cut.mark.category, &*cut.mark.by)).collect();
    assert_eq!(told, [("navigation", "structure/nav"), ("outside-main", "content/outside")]);
    assert!(cleaned.verdict.cuts.iter().all(|cut| !cut.mark.why.is_empty()));
}

/// Five containers with a fifth of the article each: none is too big for its name to be believed, and the five hold
/// everything.
#[test]
fn an_article_in_containers_with_a_misleading_name_is_saved_by_the_second_opinion() {
    let parts = [BODY; 5].map(|body| format!("<div class=sidebar-widget>{body}</div>")).concat();
    let page = format!("<nav><a href=/>Home</a></nav><div><h1>Bridge opens</h1>{parts}</div>");
    check(&page, &["The new bridge", "cut the ribbon"], &["Home"]);
    // The model sees through the names by itself.
    let policy = Policy { without: vec!["model".to_owned()], ..Policy::default() };
    let lost = Cleaner::new(Arc::new(RuleSet::default()), policy).clean(&Source::html("page", &page)).verdict.lost;
    let given_back = lost.iter().filter(|lost| lost.because.contains("readability")).count();
    assert_eq!(given_back, 5, "{lost:?}");
}
