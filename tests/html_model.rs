//! Does the trained model decide as it was trained to, and can it be left out?

use std::sync::Arc;

use presswash::judge::content::features;
use presswash::judge::content::lexicon::Lexicon;
use presswash::judge::content::model::Model;
use presswash::judge::content::view::View;
use presswash::judge::resolve::Policy;
use presswash::mark;
use presswash::mark::Context;
use presswash::pipeline::Cleaner;
use presswash::report::explain;
use presswash::rule::load;
use presswash::rule::matcher::RuleSet;
use presswash::segment;
use presswash::source::Source;

/// An invented article page as news sites build them: head, menu, body in two containers, teasers, footer.
fn page() -> String {
    let body = |n: usize| {
        format!(
            "<p>The bridge over the river opened on Monday, after {n} years of work and one flood that took its piers. \
             Some two hundred people walked across it in the first hour, most of them with their dogs.</p>"
        )
    };
    let menu: String =
        ["World", "Sport", "Money", "Culture"].map(|name| format!("<li><a href=/{name}>{name}</a></li>")).concat();
    let teasers: String = (0..6)
        .map(|n| format!("<div class=teaser><a href=/{n}><h3>Ferry number {n} closes for good</h3></a></div>"))
        .collect();
    let parts: String = [1, 2, 3].map(|n| format!("<div class=article-part>{}{}</div>", body(n), body(n + 7))).concat();
    format!(
        "<html lang=en><head><title>Bridge opens | Example</title></head><body><header><nav><ul>{menu}</ul></nav></header>\
         <main><article><h1>Bridge opens</h1>{parts}<div class=share-buttons><a href=/s>Share</a></div></article>\
         <section class=more-stories><h2>More stories</h2>{teasers}</section></main>\
         <footer><p>Copyright Example Media. All rights reserved.</p><a href=/about>About</a></footer></body></html>"
    )
}

#[test]
fn the_built_in_model_can_be_read() {
    assert!(Model::built_in().is_some());
}

#[test]
fn every_number_of_every_block_is_filled_in() {
    let document = segment::segment(&Source::html("page", &page()));
    let rules = load::load(&[]).expect("the built-in rules").compile();
    let context = Context {
        rules: &rules,
        outlet: None,
        address: None,
        host: None,
        title: None,
        language: Some("en"),
        profile: None,
        without: &[],
    };
    let marks = mark::mark(&document, &context);
    let page = document.page.as_ref().expect("a page");
    let view = View::new(&document, page, &marks, "https://example.org/news/bridge-opens");
    let mut table = features::table(&view, &Lexicon::default());
    features::add_opinions(&view, &vec![0.5; document.blocks.len()], &mut table);
    assert_eq!(table.rows().count(), document.blocks.len());
    assert_eq!(table.width, features::GROUPS.iter().map(|group| group.features.len()).sum::<usize>());
    assert!(table.values.iter().all(|value| value.is_finite()));
}

#[test]
fn the_model_keeps_the_article_and_cuts_what_stands_around_it() {
    for without in [vec![], vec!["model".to_owned()]] {
        let policy = Policy { without: without.clone(), ..Policy::default() };
        let cleaned = Cleaner::new(Arc::new(RuleSet::default()), policy).clean(&Source::html("page", &page()));
        let text = cleaned.verdict.clean_text(&cleaned.document.text);
        for part in ["Bridge opens", "after 1 years", "after 3 years", "after 10 years"] {
            assert!(text.contains(part), "lost {part:?} without {without:?}:\n{text}");
        }
        for part in ["Money", "All rights reserved"] {
            assert!(!text.contains(part), "kept {part:?} without {without:?}:\n{text}");
        }
        let claims = cleaned.verdict.cuts.iter().map(|cut| &cut.mark);
        let mut claims = claims.chain(cleaned.verdict.lost.iter().map(|lost| &lost.mark));
        let by_model = claims.any(|mark| &*mark.by == "content/model");
        assert_eq!(by_model, without.is_empty());
    }
}

#[test]
fn why_a_line_is_kept_is_told_once_for_a_run_of_lines() {
    let told = |without: Vec<String>| {
        let cleaner = Cleaner::new(Arc::new(RuleSet::default()), Policy { without, ..Policy::default() });
        let cleaned = cleaner.clean(&Source::html("page", &page()));
        explain::explain(&cleaned.document, &cleaned.verdict, None)
    };
    let text = told(Vec::new());
    let notes = text.matches("+ content/model: main content, ").count();
    let kept = text.lines().filter(|line| line.starts_with("keep ")).count();
    assert!((1..kept).contains(&notes), "{text}");
    assert!(!told(vec!["model".to_owned()]).contains("+ content/model"));
}

#[test]
fn an_article_that_only_the_structured_data_hold_is_read_from_there() {
    let line = "The bridge opened on Monday, after three years of work and one flood. ";
    let body = [line.repeat(5), "<p>The mayor cut the ribbon &amp; left.</p>".to_owned(), line.repeat(4)].join("\\n");
    let html = |shown: &str| {
        format!(
            "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script>\
             <div id=app>{shown}</div>"
        )
    };
    let clean = |html: &str| {
        let cleaner = Cleaner::new(Arc::new(RuleSet::default()), Policy::default());
        let cleaned = cleaner.clean(&Source::html("page", html));
        (cleaned.verdict.clean_text(&cleaned.document.text), cleaned.verdict.alarms.join(" "))
    };
    for shown in ["", "Please turn on scripts."] {
        let (text, alarms) = clean(&html(shown));
        assert!(text.contains("The mayor cut the ribbon & left.\n\nThe bridge"), "{text}");
        assert!(alarms.contains("JSON-LD"), "{alarms}");
    }
    let whole = format!("<p>{}</p><p>The mayor left.</p>", line.repeat(30));
    assert_eq!(clean(&html(&whole)).1, "");
}

#[test]
fn an_article_that_only_the_state_of_scripts_holds_is_read_from_there() {
    let line = "The bridge opened on Monday, after three years of work and one flood.";
    let story: Vec<String> = (2..12).map(|n| format!("{line} Some {n} hundred people walked across it.")).collect();
    let quoted = |text: &str| serde_json::to_string(text).expect("a string");
    let paragraphs: String =
        story.iter().map(|part| format!("{{\"type\":\"p\",\"text\":{}}},", quoted(part))).collect();
    let markup = story.iter().map(|part| format!("<p>{part}</p>")).collect::<String>();
    let teaser = "\"teaser\":\"A shorter text of another story, which nobody wants to read here at all.\"";
    let inner = format!("{{{teaser},\"body\":{}}}", quoted(&markup));
    for state in [
        format!("<script id=__NEXT_DATA__ type=application/json>{inner}</script>"),
        format!("<script>window.__STATE__ = {{{teaser}, 'parts': [{paragraphs}]}};</script>"),
        format!("<script>window.__STATE__ = JSON.parse({});</script>", quoted(&inner)),
        format!("<script>let a = \"x\";</script><script>push([1, {}])</script>", quoted(&format!("3:{inner}"))),
    ] {
        let clean = |shown: &str| {
            let cleaner = Cleaner::new(Arc::new(RuleSet::default()), Policy::default());
            let cleaned = cleaner.clean(&Source::html("page", &format!("<div id=app>{shown}</div>{state}")));
            (cleaned.verdict.clean_text(&cleaned.document.text), cleaned.verdict.alarms.join(" "))
        };
        let (text, alarms) = clean("Please turn on scripts.");
        for part in &story {
            assert!(text.contains(part.as_str()), "{state}\n{text}");
        }
        assert!(!text.contains("another story"), "{state}\n{text}");
        assert!(alarms.contains("state of its scripts"), "{alarms}");
        let shown: String = (0..20).map(|n| format!("<p>{line} They were {n} in all.</p>")).collect();
        assert_eq!(clean(&shown).1, "");
    }
}
