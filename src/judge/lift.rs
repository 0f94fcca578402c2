//! What metadata do the chrome, the record and the page hold, and which of several values is taken?

mod day;
mod names;
mod page;
mod title;

pub use names::names;

use crate::document::Block;
use crate::document::Document;
use crate::judge::Cut;
use crate::judge::Metadata;
use crate::judge::date;
use crate::mark::Mark;
use crate::rule::Field;
use crate::source::Source;

/// Words of a headline: fewer are a label, more are a sentence.
const TITLE_WORDS: std::ops::RangeInclusive<usize> = 3..=25;
/// Words of the block after a headline at least: what stands above another short line may be a menu.
const WORDS_AFTER_TITLE: usize = 8;

/// Where the record says it, and where a rule reads it in the text: a text names days and people of other stories,
/// too, so it contradicts nothing.
const RECORD: &str = "record";
const TEXT: &str = "text";

/// Returns the metadata; the record's word counts more than the page's, that more than the chrome's, and that more
/// than a guess. What is not taken and contradicts is reported.
///
/// `marks` are the claims that hold, whether they were cut or kept. `latest` is the last day on which the document
/// can have been read, in ISO 8601: no document is of a later one.
pub fn lift(source: &Source, document: &Document, marks: &[&Mark], cuts: &[Cut], latest: Option<&str>) -> Metadata {
    let latest = source.crawled.as_deref().and_then(last_day).or_else(|| latest.map(str::to_owned));
    let mut lift = Lift { found: Metadata::default(), latest };
    lift.record(source);
    if let Some(page) = &document.page {
        page::take(&mut lift, source, document, page, marks);
    }
    for (field, text) in marks.iter().flat_map(|mark| &mark.lifts) {
        if !text.trim().is_empty() {
            lift.text(*field, text.trim());
        }
    }
    if let Some(day) = source.url.as_deref().and_then(day::of_address) {
        lift.day(When::Published, &day, "address", true);
    }
    if lift.found.title.is_none()
        && let Some(title) = headline(document, cuts)
    {
        lift.title(title, TEXT);
    }
    lift.found
}

/// Returns the day after that of a crawl: its clock may be that of another time zone.
fn last_day(crawled: &str) -> Option<String> {
    Some(date::of_number(date::number(&date::iso(crawled)?)? + 1))
}

/// The metadata so far.
struct Lift {
    found: Metadata,
    latest: Option<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum When {
    Published,
    Modified,
}

impl Lift {
    fn record(&mut self, source: &Source) {
        if let Some(title) = &source.title {
            self.title(title.clone(), RECORD);
        }
        self.authors(source.authors.clone(), RECORD);
        if let Some(day) = source.date.as_deref().and_then(date::iso) {
            self.day(When::Published, &day, RECORD, false);
        }
    }

    /// Takes what a rule reads in the text.
    fn text(&mut self, field: Field, text: &str) {
        let found = &mut self.found;
        match field {
            Field::Title => self.title(text.to_owned(), TEXT),
            Field::Section if set(&mut found.section, text) => found.found("section", TEXT),
            Field::Source if set(&mut found.source, text) => found.found("source", TEXT),
            Field::Section | Field::Source => {}
            Field::Published | Field::Modified => {
                let when = if field == Field::Published { When::Published } else { When::Modified };
                if let Some(day) = date::iso(text) {
                    self.day(when, &day, TEXT, false);
                }
            }
            Field::ReadingMinutes => found.reading_minutes = found.reading_minutes.or_else(|| first_number(text)),
            Field::Authors => {
                found.found("authors", TEXT);
                // Lines of the text may name one author each; other places name them all.
                if found.found_in.get("authors") == Some(&TEXT) {
                    add_all(&mut found.authors, names(text));
                }
            }
            Field::Contributors => add_all(&mut found.contributors, names(text)),
            Field::Tags => self.tags(parts(text, &[',', ';', '|', '·', '•', '#', '\n']), TEXT),
        }
    }

    fn title(&mut self, title: String, origin: &'static str) {
        match &self.found.title {
            None => {
                self.found.title = Some(title);
                self.found.found("title", origin);
            }
            Some(taken) if origin != TEXT && title::differ(taken, &title) => {
                self.found.object("title", &title, origin, "differs");
            }
            Some(_) => {}
        }
    }

    /// Takes the authors of one origin, or reports them where those that were taken are others.
    fn authors(&mut self, authors: Vec<String>, origin: &'static str) {
        if authors.is_empty() {
            return;
        }
        if self.found.authors.is_empty() {
            add_all(&mut self.found.authors, authors);
            self.found.found("authors", origin);
        } else if !authors.iter().any(|author| self.found.authors.iter().any(|taken| is_same_name(taken, author))) {
            self.found.object("authors", &authors.join(", "), origin, "differs");
        }
    }

    /// Takes a day, unless no document can be of it or another was taken before.
    fn day(&mut self, when: When, day: &str, origin: &'static str, of_head: bool) {
        let (slot, field) = match when {
            When::Published => (&mut self.found.published, "published"),
            When::Modified => (&mut self.found.modified, "modified"),
        };
        if let Some(why) = day::objection(day, of_head, self.latest.as_deref()) {
            self.found.object(field, day, origin, why);
        } else if set(slot, day) {
            self.found.found(field, origin);
        } else if origin != TEXT && slot.as_deref().is_some_and(|taken| day::differ(taken, day)) {
            self.found.object(field, day, origin, "differs");
        }
    }

    fn tags(&mut self, tags: Vec<String>, origin: &'static str) {
        if !tags.is_empty() {
            add_all(&mut self.found.tags, tags);
            self.found.found("tags", origin);
        }
    }
}

/// Sets what is not known yet; returns whether it did.
fn set(slot: &mut Option<String>, value: &str) -> bool {
    let is_new = slot.is_none();
    if is_new {
        *slot = Some(value.to_owned());
    }
    is_new
}

/// Returns whether two names share a word of more than an initial: `A. Lee` and `Ann Lee` may be one person.
fn is_same_name(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let lower = name.to_lowercase();
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).map(str::to_owned).collect()
    };
    let (a, b) = (words(a), words(b));
    a.iter().any(|word| b.contains(word))
}

fn add_all(list: &mut Vec<String>, more: Vec<String>) {
    for item in more {
        if !list.iter().any(|held| held.to_lowercase() == item.to_lowercase()) {
            list.push(item);
        }
    }
}

fn first_number(text: &str) -> Option<u32> {
    text.split(|c: char| !c.is_ascii_digit()).find(|run| !run.is_empty())?.parse().ok()
}

fn parts(text: &str, separators: &[char]) -> Vec<String> {
    text.split(separators).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The first kept block, where it looks like a headline: short, no full stop, prose below it, of which a part may go.
fn headline(document: &Document, cuts: &[Cut]) -> Option<String> {
    let is_left = |block: &&Block| !Cut::any_takes(cuts, block.span);
    let mut left = document.blocks.iter().filter(is_left);
    let (first, second) = (left.next()?, left.next()?);
    if Cut::any_touches(cuts, first.span) {
        return None;
    }
    let text = document.text_of(first);
    let fits = TITLE_WORDS.contains(&first.words) && second.words >= WORDS_AFTER_TITLE;
    let ends = text.ends_with(['.', ':', ',', ';', '…', '。', '"', '”']);
    let starts = text.starts_with(['-', '*', '•', '(', '"', '“', '–', '—']);
    (fits && !ends && !starts).then(|| text.to_owned())
}
