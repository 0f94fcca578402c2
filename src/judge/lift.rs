//! What metadata do the chrome, the record and the page hold?

use std::sync::OnceLock;

use serde::Deserialize;

use crate::document::Block;
use crate::document::Document;
use crate::document::page::Found;
use crate::document::page::PageMetadata;
use crate::judge::Cut;
use crate::judge::Metadata;
use crate::judge::date;
use crate::mark::Mark;
use crate::rule::Field;
use crate::rule::data;
use crate::source::Source;
use crate::text::SITE_SEPARATORS;
use crate::text::count_words;

/// Words of a headline: fewer are a label, more are a sentence.
const TITLE_WORDS: std::ops::RangeInclusive<usize> = 3..=25;
/// Words of the block after a headline at least: what stands above another short line may be a menu.
const WORDS_AFTER_TITLE: usize = 8;

/// Words of a site's name at most.
const SITE_WORDS: usize = 4;

#[derive(Deserialize)]
struct Names {
    joiners: Vec<String>,
    leads: Vec<String>,
}

/// Returns the metadata; the record's word counts more than the page's, that more than the chrome's, and that more
/// than a guess.
///
/// `marks` are the claims that hold, whether they were cut or kept.
pub fn lift(source: &Source, document: &Document, marks: &[&Mark], cuts: &[Cut]) -> Metadata {
    let mut found = Metadata { title: source.title.clone(), authors: source.authors.clone(), ..Metadata::default() };
    found.published = source.date.as_deref().and_then(date::iso);
    if let Some(page) = &document.page {
        from_page(&mut found, &page.metadata);
    }
    let mut lifts: Vec<(Field, &str)> =
        marks.iter().flat_map(|mark| &mark.lifts).map(|(field, text)| (*field, text.trim())).collect();
    lifts.retain(|(_, text)| !text.is_empty());
    for (field, text) in lifts {
        take(&mut found, field, text);
    }
    if found.title.is_none() {
        found.title = headline(document, cuts);
    }
    found
}

fn take(found: &mut Metadata, field: Field, text: &str) {
    let set = |slot: &mut Option<String>, value: Option<String>| {
        if slot.is_none() {
            *slot = value;
        }
    };
    match field {
        Field::Title => set(&mut found.title, Some(text.to_owned())),
        Field::Section => set(&mut found.section, Some(text.to_owned())),
        Field::Source => set(&mut found.source, Some(text.to_owned())),
        Field::Published => set(&mut found.published, date::iso(text)),
        Field::Modified => set(&mut found.modified, date::iso(text)),
        Field::ReadingMinutes => found.reading_minutes = found.reading_minutes.or_else(|| first_number(text)),
        Field::Authors => add_all(&mut found.authors, names(text)),
        Field::Contributors => add_all(&mut found.contributors, names(text)),
        Field::Tags => add_all(&mut found.tags, parts(text, &[',', ';', '|', '·', '•', '#', '\n'])),
    }
}

/// Takes what the head of a page says where the record says nothing; of several values of one field the first.
fn from_page(found: &mut Metadata, page: &PageMetadata) {
    if found.title.is_none() {
        found.title = page.title.first().map(title_of);
    }
    if found.authors.is_empty() {
        let first = page.authors.first().map(|author| author.origin);
        let of_one_origin = page.authors.iter().filter(|author| Some(author.origin) == first);
        let people = of_one_origin.filter(|author| !author.value.contains("://"));
        add_all(&mut found.authors, people.flat_map(|author| names(&author.value)).collect());
    }
    let day = |values: &[Found]| values.iter().find_map(|value| date::iso(&value.value));
    found.published = found.published.take().or_else(|| day(&page.published));
    found.modified = day(&page.modified);
    found.section = page.section.first().map(|section| section.value.clone());
    add_all(&mut found.tags, page.tags.iter().flat_map(|tag| parts(&tag.value, &[',', ';'])).collect());
}

/// The title of a page without the name of the site that `<title>` adds: `Dam held | Harbour News`.
fn title_of(title: &Found) -> String {
    let text = title.value.trim();
    if title.origin != "title" {
        return text.to_owned();
    }
    let cut = SITE_SEPARATORS.iter().find_map(|separator| text.rsplit_once(separator));
    let named = cut.filter(|(head, tail)| count_words(tail) <= SITE_WORDS && TITLE_WORDS.contains(&count_words(head)));
    named.map_or(text, |(head, _)| head.trim()).to_owned()
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

/// Returns the names of a list such as `Ann Lee, Bo Ek and Cy Fox`, in order.
pub fn names(text: &str) -> Vec<String> {
    static WORDS: OnceLock<Names> = OnceLock::new();
    let words = WORDS.get_or_init(|| data::built_in(include_str!("../../rules/lift/names.yml")));
    let mut names: Vec<Vec<&str>> = vec![Vec::new()];
    for part in text.split([',', ';', '、', '،', '|', '/']) {
        for token in part.split_whitespace() {
            let lower = token.to_lowercase();
            if words.joiners.contains(&lower) {
                names.push(Vec::new());
            } else if let Some(name) = names.last_mut()
                && !(name.is_empty() && words.leads.contains(&lower))
            {
                name.push(token);
            }
        }
        names.push(Vec::new());
    }
    let joined = names.into_iter().map(|name| name.join(" ").trim_matches(['.', ':', '-', '–', '—', ' ']).to_owned());
    joined.filter(|name| name.chars().any(char::is_alphabetic)).collect()
}

/// The first kept block, where it looks like a headline: short, no full stop, prose below it, of which a part may go.
fn headline(document: &Document, cuts: &[Cut]) -> Option<String> {
    let is_left = |block: &&Block| !cuts.iter().any(|cut| cut.span.contains(block.span));
    let mut left = document.blocks.iter().filter(is_left);
    let (first, second) = (left.next()?, left.next()?);
    if cuts.iter().any(|cut| cut.span.overlaps(first.span)) {
        return None;
    }
    let text = document.text_of(first);
    let fits = TITLE_WORDS.contains(&first.words) && second.words >= WORDS_AFTER_TITLE;
    let ends = text.ends_with(['.', ':', ',', ';', '…', '。', '"', '”']);
    let starts = text.starts_with(['-', '*', '•', '(', '"', '“', '–', '—']);
    (fits && !ends && !starts).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_names() {
        for (text, want) in [
            ("Seb Oar, Sam Elm and Jo Kay", vec!["Seb Oar", "Sam Elm", "Jo Kay"]),
            ("By Ann de la Cruz", vec!["Ann de la Cruz"]),
            ("von Eva Roth und Jan Berg", vec!["Eva Roth", "Jan Berg"]),
            ("ANN LEE, and BO EK", vec!["ANN LEE", "BO EK"]),
            ("12", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(names(text), want, "{text}");
        }
    }
}
