//! Does any page bring the reader down? Each shape ends, on a stack of 2 MB, with its text.

use std::sync::Arc;
use std::thread;

use presswash::judge::resolve::Policy;
use presswash::pipeline::Cleaner;
use presswash::rule::matcher::RuleSet;
use presswash::segment;
use presswash::source::Source;

const MANY: usize = 50_000;

/// Returns the text of a page and the alarms of its parse; the tree itself stays on its thread.
fn page(html: String) -> (String, String) {
    let read = move || {
        let document = segment::segment(&Source::html("page", &html));
        (document.text, document.page.map(|page| page.alarms.join(" ")).unwrap_or_default())
    };
    let thread = thread::Builder::new().stack_size(2 << 20).spawn(read);
    thread.expect("a thread").join().expect("the thread lives to the end")
}

fn repeat(text: &str) -> String {
    text.repeat(MANY)
}

#[test]
fn every_shape_ends_and_keeps_its_text() {
    let shapes: Vec<(&str, String)> = vec![
        ("nested div", repeat("<div>") + "end" + &repeat("</div>")),
        ("unclosed div", repeat("<div>x") + "end"),
        ("nested lists", repeat("<ul><li>x") + "end"),
        ("nested b", repeat("<b>") + "end"),
        ("overlapping a", repeat("<a href=x>x<b>") + "end"),
        ("nested tables", repeat("<table><tr><td>") + "end"),
        ("foster parents", repeat("<table>x<div>") + "end"),
        ("font runs", (0..5_000).map(|n| format!("<p><font size={n}>x")).collect::<String>() + "end"),
        ("attributes", format!("<p{}>end", (0..MANY).map(|n| format!(" a{n}=b")).collect::<String>())),
        ("giant attribute", format!("<p title='{}'>end", repeat("words "))),
        ("comments", repeat("<!-- x -->") + "end"),
        ("giant comment", format!("<!--{}-->end", repeat("words "))),
        ("open comments", "end".to_owned() + &repeat("<!--x ")),
        ("many scripts", repeat("<script>x</script>") + "end"),
        ("open quotes", "<script>x</script>end".to_owned() + &repeat("<script a='")),
        ("states", repeat("<script>a = \"\\\"words of no state, and more of them: \\\"\"</script>") + "end"),
        ("NULs", repeat("\0") + "end"),
        ("entities", repeat("&amp") + " end"),
        ("stray <", repeat("< ") + "end"),
        ("br runs", repeat("<br>") + "end"),
        ("links", repeat("<a href=x>x</a>") + "end"),
        ("flat paragraphs", repeat("<p>x") + "end"),
        ("giant text", repeat("words ") + "end"),
        ("nested svg", "<svg>".to_owned() + &repeat("<g>") + "</svg>" + "end"),
        ("nested template", repeat("<template>") + &repeat("</template>") + "end"),
        ("nested form", repeat("<form><div>") + "end"),
        ("options", format!("<select>{}</select>end", repeat("<option>x"))),
        ("noscript in head", "<head>".to_owned() + &repeat("<noscript><link></noscript>") + "<body>end"),
        ("deep srcdoc", format!("<iframe srcdoc=\"{}\"></iframe>end", repeat("<div>"))),
        ("nested buttons", repeat("<button><p>") + "end"),
        ("deep rows", repeat("<table><tr><td><table>") + "end"),
    ];
    for (name, html) in shapes {
        let (text, _) = page(html);
        let tail: String = text.chars().skip(text.chars().count().saturating_sub(40)).collect();
        assert!(tail.ends_with("end"), "{name}: {tail:?}");
    }
    // Nothing closes this one: its text is the script's.
    assert_eq!(page("<script>".to_owned() + &repeat("x")).0, "");
}

/// What is passed over inside scripts and styles must not change what follows, wherever their tags stand.
#[test]
fn scripts_and_styles_end_where_a_browser_ends_them() {
    for html in [
        "<script>if (a < b) { '</p>' }</script>end",
        "<script><!-- <script> </script> --></script>end",
        "<svg><script/></svg>end<script>x</script>",
        "<svg><style><g></style></svg>end",
        "<!-- <script> -->end<script>x</script>",
        "<title><script></title>end<script>x</script>",
        "<textarea><style></textarea>end<style>x</style>",
        "<p title='<script>'>end<script>x</script>",
        "<p title=\"a '<style>\">end<style>'\"</style>",
        "<noscript><style>x</style></noscript>end",
        "<script>a</scripts></script >end",
        "<iframe><script></iframe>end<script>x</script>",
        "<template><script>x</script></template>end",
        "end<script>no end",
    ] {
        assert_eq!(page(html.to_owned()).0, "end", "{html}");
    }
}

#[test]
fn caps_are_told() {
    for (html, words) in [
        (repeat("<div>") + "end", "nested too deep"),
        (format!("<p{}>end", (0..MANY).map(|n| format!(" a{n}=b")).collect::<String>()), "too many attributes"),
        ((0..5_000).map(|n| format!("<p><font size={n}>x")).collect(), "flat text"),
    ] {
        let (_, alarms) = page(html);
        assert!(alarms.contains(words), "{alarms}");
    }
}

/// Each page looks like chrome to our own evidence, so that the readability algorithm is asked about it.
#[test]
fn the_second_opinion_ends_on_a_small_stack() {
    let words = "<p>The new bridge over the river opened on Monday, after three years of work and one flood.</p>";
    for (name, inside) in [
        ("nested div", "<div>".repeat(480) + &words.repeat(5)),
        ("nested b", "<b>".repeat(150) + &words.repeat(5)),
        ("nested lists", "<ul><li>".repeat(240) + &words.repeat(5)),
        ("nested tables", "<table><tr><td>".repeat(60) + &words.repeat(5)),
        ("many paragraphs", words.repeat(5_000)),
        ("too many paragraphs", words.repeat(20_000)),
        ("br runs", words.repeat(5) + &"<br>".repeat(10_000)),
        ("links", words.repeat(5) + &"<a href=x>x</a>".repeat(5_000)),
    ] {
        let html = format!("<aside>{inside}</aside>").repeat(3);
        let clean = move || {
            let cleaner = Cleaner::new(Arc::new(RuleSet::default()), Policy::default());
            cleaner.clean(&Source::html("page", &html)).verdict.alarms.len()
        };
        let thread = thread::Builder::new().stack_size(2 << 20).spawn(clean).expect("a thread");
        assert!(thread.join().is_ok(), "{name}");
    }
}

#[test]
fn the_verdict_tells_the_alarms_of_the_page() {
    let cleaner = Cleaner::new(Arc::new(RuleSet::default()), Policy::default());
    let cleaned = cleaner.clean(&Source::html("page", &("<div>".repeat(2_000) + "end")));
    assert_eq!(cleaned.verdict.alarms, ["elements nested too deep were taken as flat text"]);
}
