//! Which part of a plain text is the thread of readers' comments below an article?
//!
//! A scraper that takes all text of a page takes the comments along, and they read like prose: neither rules nor the shape
//! of their lines tell them from the article. What surrounds them does: a label, then again and again a line that says
//! who wrote or when, or a button. On the full texts of 788 labelled articles 25 threads are found so, with 30,900 words,
//! none of them content. Without line breaks there are no heads.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::RegexSet;
use regex::RegexSetBuilder;
use serde::Deserialize;

use crate::document::Block;
use crate::document::Document;
use crate::document::Form;
use crate::mark::Context;
use crate::mark::Mark;
use crate::mark::Marker;
use crate::mark::forum;
use crate::rule::data;
use crate::rule::sentence;
use crate::text::Span;

/// Words of prose that stand above the thread: a forum's page begins with its first post.
const MIN_ARTICLE: usize = 150;
/// Words of a line of prose.
const PROSE_LINE: usize = 12;
/// Bytes and words that a label or a head has at most.
const MAX_BYTES: usize = 160;
const MAX_WORDS: usize = 14;
/// Lines from the label to the first head, and from one head to the next, at most: a form, or a long comment.
const MAX_TO_FIRST: usize = 16;
const MAX_BETWEEN: usize = 40;
/// Heads of comments at least, and those among them that are more than a time: dates stand in any list of articles.
const MIN_HEADS: usize = 4;
const MIN_VOICES: usize = 2;

/// Below the limit of `--profile careful`: of 112 forums as full text 5 would be taken for articles with comments, did their
/// address not tell.
const CONFIDENCE: f32 = 0.88;

/// `rules/structure/threads.yml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: Vec<String>,
    labels: Vec<String>,
    voices: Vec<String>,
    times: Vec<String>,
}

static FILE: LazyLock<File> = LazyLock::new(|| data::built_in(include_str!("../../rules/structure/threads.yml")));
static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = AhoCorasick::builder().ascii_case_insensitive(true).build(&FILE.words);
    words.expect("internal error: the words of threads.yml make no automaton")
});
// Each is compiled at its first use: most dumps have no label, and most labels no head.
static LABELS: LazyLock<RegexSet> = LazyLock::new(|| whole(&FILE.labels));
static VOICES: LazyLock<RegexSet> = LazyLock::new(|| whole(&FILE.voices));
static TIMES: LazyLock<RegexSet> = LazyLock::new(|| whole(&FILE.times));

/// Compiles regexes that cover a whole line, any case, bullets, colons and brackets at its ends aside.
fn whole(regexes: &[String]) -> RegexSet {
    let whole = regexes.iter().map(|regex| format!(r"^[^\pL\d]*(?:{regex})[\s:()\[\]|·•»↓]*$"));
    let set = RegexSetBuilder::new(whole).case_insensitive(true).build();
    set.expect("internal error: a regex of threads.yml is broken")
}

/// The name of the claim on the whole thread.
pub const SECTION: &str = "thread/comments";

pub struct ByThread;

impl Marker for ByThread {
    fn name(&self) -> &'static str {
        "thread"
    }

    fn mark(&self, document: &Document, context: &Context<'_>) -> Vec<Mark> {
        if document.form != Form::Text {
            return Vec::new();
        }
        let Some(frame) = thread(document) else { return Vec::new() };
        if forum::is_known(context.address, context.host) {
            return Vec::new();
        }
        let why = "Readers' comments: a label, then heads and buttons of comments again and again.";
        let section = claim(document, (frame[0], frame[frame.len() - 1]), SECTION, why);
        let why = "The label of readers' comments, who wrote one or when, or a button below it.";
        let heads = frame.iter().map(|line| claim(document, (*line, *line), "thread/head", why));
        std::iter::once(section).chain(heads).collect()
    }
}

fn claim(document: &Document, (from, to): (usize, usize), by: &str, why: &str) -> Mark {
    let span = Span::new(document.blocks[from].span.start, document.blocks[to].span.end);
    Mark {
        span,
        category: "comments".into(),
        by: by.into(),
        why: why.into(),
        confidence: CONFIDENCE,
        ..Mark::default()
    }
}

/// Returns the lines that frame the comments of the first thread, in order: its label, and heads and buttons.
fn thread(document: &Document) -> Option<Vec<usize>> {
    let (mut prose, mut asked) = (0, 0);
    for (at, block) in document.blocks.iter().enumerate() {
        if block.words >= PROSE_LINE {
            prose += block.words;
        } else if at >= asked && prose >= MIN_ARTICLE && is_label(document, block) {
            let (frame, voices) = heads(document, at);
            if frame.len() > MIN_HEADS && voices >= MIN_VOICES {
                return Some(frame);
            }
            // A label among heads that are too few has fewer below it.
            asked = frame.last().map_or(at, |last| last + 1);
        }
    }
    None
}

/// Returns the lines of a label and of the heads of the comments below it, and how many of them are voices.
fn heads(document: &Document, label: usize) -> (Vec<usize>, usize) {
    let (mut frame, mut last, mut voices) = (vec![label], label, 0);
    for (at, block) in document.blocks.iter().enumerate().skip(label + 1) {
        if at - last > if last == label { MAX_TO_FIRST } else { MAX_BETWEEN } {
            break;
        }
        let Some(line) = short(document, block) else { continue };
        let is_voice = VOICES.is_match(line);
        if is_voice || TIMES.is_match(line) {
            frame.push(at);
            (last, voices) = (at, voices + usize::from(is_voice));
        }
    }
    (frame, voices)
}

fn is_label(document: &Document, block: &Block) -> bool {
    short(document, block).is_some_and(|line| WORDS.is_match(line) && LABELS.is_match(line))
}

/// Returns a line that is short and no sentence; `5:14 p.m.` is none.
fn short<'a>(document: &'a Document, block: &Block) -> Option<&'a str> {
    let line = document.text_of(block);
    let fits = line.len() <= MAX_BYTES && block.words <= MAX_WORDS;
    (fits && (!sentence::is_ended(line) || line.ends_with("m."))).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::load;
    use crate::segment;
    use crate::source::Source;

    const ARTICLE: &str =
        "The council of the river town voted on Tuesday to close the old bridge to all traffic until the spring.\n";

    fn claimed(text: &str, address: &str) -> Option<String> {
        let rules = load::load(&[]).expect("the built-in rules").compile();
        let document = segment::segment(&Source::text("page", text));
        let context = Context {
            rules: &rules,
            outlet: None,
            address: Some(address),
            host: None,
            title: None,
            language: None,
            without: &[],
            profile: None,
        };
        ByThread.mark(&document, &context).first().map(|mark| mark.span.of(text).to_owned())
    }

    fn comments(says: &str) -> String {
        (1..4)
            .map(|day| format!("Nora {says}:\nMay {day}, 2019 at 5:14 p.m.\nI crossed it for years. Good.\nReply\n"))
            .collect()
    }

    #[test]
    fn comments_are_known_by_their_buttons_and_ages() {
        let ages = "Nora 16 minutes ago\nI crossed it for years. Good.\n";
        let fans =
            "Nora\n34 Fans\n05:14 PM on 8/16/2019\nI crossed it for years. Good.\nHistory | Permalink | Share it\n";
        let french = "Soumis par Nora, le 3 mai 2019 à 16h01\nJe le prenais tous les jours.\nAlerter Répondre\n";
        for comment in [ages, fans, french] {
            let text = format!("{}102 comments\n{}", ARTICLE.repeat(9), comment.repeat(5));
            assert!(claimed(&text, "https://news.example/bridge").is_some(), "{comment}");
        }
        let dates =
            format!("{}102 comments\n{}", ARTICLE.repeat(9), "May 3, 2019 at 5:14 p.m.\nBridge closed\n".repeat(5));
        assert_eq!(claimed(&dates, "https://news.example/bridge"), None, "a list of articles");
    }

    #[test]
    fn a_thread_below_an_article_is_claimed_from_its_label_to_the_last_button() {
        for (label, says) in [
            ("3 Comments", "says"),
            ("Leave a reply", "wrote"),
            ("3 Kommentare", "schreibt"),
            ("2 comentarios", "dice"),
            ("There are 3 comments", "says"),
            ("Reader Comments  3 Total", "wrote"),
            ("10 réactions", "a répondu"),
            ("15 » Comentarios ¿Quieres comentar? Entra", "dice"),
        ] {
            let thread = format!("{label}\n{}", comments(says));
            let text = format!("{}{thread}Imprint\n", ARTICLE.repeat(9));
            assert_eq!(claimed(&text, "https://news.example/bridge").as_deref(), Some(thread.trim_end()), "{label}");
            assert_eq!(claimed(&text, "https://forum.news.example/bridge"), None);
            assert_eq!(claimed(&text, "https://news.example/threads/bridge"), None);
        }
    }

    #[test]
    fn a_label_among_too_few_heads_hides_no_thread_further_down() {
        let dates = "Comments\nMay 3, 2019 10:45\n".repeat(3);
        let thread = format!("3 Comments\n{}", comments("says"));
        let text = format!("{}{dates}{}{thread}", ARTICLE.repeat(9), ARTICLE.repeat(MAX_BETWEEN + 1));
        assert_eq!(claimed(&text, "https://news.example/bridge").as_deref(), Some(thread.trim_end()));
    }

    #[test]
    fn what_only_looks_like_a_thread_is_left() {
        let says =
            "“We will miss it,” the mayor said.\nShe spoke on May 3, 2019 at 5:14 p.m. in the town hall of Orla.\n";
        let live = "Comments\nMay 3, 2019 10:45\nThe bridge is closed.\nMay 3, 2019 11:02\nThe ferry is late.\n";
        for (name, text) in [
            ("a forum: posts and no article", format!("3 Comments\n{}", comments("says"))),
            ("a story goes on behind a button", format!("{}Comments\n{}", ARTICLE.repeat(9), says.repeat(9))),
            ("times of a live blog", format!("{}{}", ARTICLE.repeat(9), live.repeat(3))),
            ("no label", format!("{}{}", ARTICLE.repeat(9), comments("says"))),
        ] {
            assert_eq!(claimed(&text, "https://news.example/bridge"), None, "{name}");
        }
    }
}
