//! Does any page bring the reader down? Each shape ends, on a stack of 2 MB, with its text.

use std::thread;

use presswash::document::Document;
use presswash::segment;
use presswash::source::Source;

const MANY: usize = 50_000;

fn page(html: String) -> Document {
    let run = move || segment::segment(&Source::html("page", &html));
    // `Document` holds a tree that stays on its thread: what is sent back is made of its parts.
    let thread = thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let document = run();
        (document.text.clone(), document.page.map(|page| page.alarms).unwrap_or_default())
    });
    let Ok(Ok((text, alarms))) = thread.map(thread::JoinHandle::join) else { panic!("the thread died") };
    let mut document = presswash::segment::text::segment(&text);
    document.page = (!alarms.is_empty()).then(|| {
        let mut page = presswash::segment::html::segment("").page.unwrap_or_else(|| panic!("no page"));
        page.alarms = alarms;
        page
    });
    document
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
        ("many scripts", repeat("<script>x</script>") + "end"),
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
        let document = page(html);
        assert!(
            document.text.ends_with("end"),
            "{name}: {:?}",
            document.text.chars().rev().take(40).collect::<String>()
        );
    }
    // Nothing closes this one: its text is the script's.
    assert_eq!(page("<script>".to_owned() + &repeat("x")).text, "");
}

#[test]
fn caps_are_told() {
    for (html, words) in [
        (repeat("<div>") + "end", "nested too deep"),
        (format!("<p{}>end", (0..MANY).map(|n| format!(" a{n}=b")).collect::<String>()), "too many attributes"),
        ((0..5_000).map(|n| format!("<p><font size={n}>x")).collect(), "flat text"),
    ] {
        let alarms = page(html).page.map(|page| page.alarms.join(" ")).unwrap_or_default();
        assert!(alarms.contains(words), "{alarms}");
    }
}
