//! What does a page say of itself: in its head, in its markup, and above its text?

use std::collections::HashSet;
use std::ops::Range;

use url::Url;

use super::Lift;
use super::When;
use super::add_all;
use super::names::is_author;
use super::names::is_person;
use super::names::names;
use super::parts;
use super::set;
use super::title;
use crate::document::Document;
use crate::document::page::Element;
use crate::document::page::Found;
use crate::document::page::Page;
use crate::document::page::Tag;
use crate::document::page::Within;
use crate::judge::Metadata;
use crate::judge::date;
use crate::mark::Mark;
use crate::source::Source;

/// Bytes of text around the title in which a date or a byline is that of the page: a headline, a dek, a picture's
/// caption and a row of buttons.
const NEAR_TITLE: usize = 1500;
/// Bytes of a byline at most: more is an author's biography.
const MAX_BYLINE: usize = 160;

/// Authors of a text at most; more are the authors of the posts of a page.
const MAX_AUTHORS: usize = 8;

/// Takes what the page says, the most trusted place first.
pub fn take(lift: &mut Lift, source: &Source, document: &Document, page: &Page, marks: &[&Mark]) {
    if let Some((title, origin)) = title::choose(document, page) {
        lift.title(title, origin);
    }
    let head = &page.metadata;
    let near = near_title(document, page);
    people(lift, document, page, marks, &near);
    for (when, values) in [(When::Published, &head.published), (When::Modified, &head.modified)] {
        let mut origins = HashSet::new();
        // Each post of a thread has a day; the first is that of the page.
        for found in values.iter().filter(|found| origins.insert(found.origin)) {
            if let Some(day) = date::iso(&found.value) {
                lift.day(when, &day, found.origin, true);
            }
        }
    }
    // A page shows the days of other pages, too: shown ones count only where the head names none.
    if lift.found.published.is_none()
        && let Some((day, origin)) = shown_day(document, page, marks, &near)
    {
        lift.day(When::Published, &day, origin, true);
    }
    one(lift, "section", &head.section, |found| &mut found.section);
    one(lift, "site", &head.site, |found| &mut found.site);
    languages(lift, &head.lang);
    addresses(lift, source, page);
    let first = head.tags.first().map(|tag| tag.origin);
    let tags = head.tags.iter().flat_map(|tag| parts(&tag.value, &[',', ';'])).collect();
    lift.tags(tags, first.unwrap_or("meta keywords"));
}

/// Takes the first value of a field.
fn one(lift: &mut Lift, field: &'static str, values: &[Found], slot: fn(&mut Metadata) -> &mut Option<String>) {
    if let Some(first) = values.first()
        && set(slot(&mut lift.found), &first.value)
    {
        lift.found.found(field, first.origin);
    }
}

/// Takes the authors of each place that names some; the name of the site is one only where nobody else is named.
fn people(lift: &mut Lift, document: &Document, page: &Page, marks: &[&Mark], near: &Range<usize>) {
    let sites: HashSet<String> = page.metadata.site.iter().map(|site| site.value.to_lowercase()).collect();
    let mut groups: Vec<(&'static str, Vec<String>)> = Vec::new();
    for found in page.metadata.authors.iter().filter(|found| is_author(&found.value) && found.value.len() <= MAX_BYLINE)
    {
        let said: Vec<String> = names(&found.value).into_iter().filter(|name| is_author(name)).collect();
        match groups.iter_mut().find(|(origin, _)| *origin == found.origin) {
            Some((_, group)) => add_all(group, said),
            None => groups.push((found.origin, said)),
        }
    }
    for (_, group) in groups.iter_mut().filter(|(_, group)| group.len() > MAX_AUTHORS) {
        // Those of the posts of a thread.
        group.truncate(1);
    }
    let is_site = |group: &[String]| group.iter().all(|name| sites.contains(&name.to_lowercase()));
    let (desks, named): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(_, group)| is_site(group));
    for (origin, group) in named {
        lift.authors(group, origin);
    }
    if lift.found.authors.is_empty() {
        let (origin, group) = shown_people(document, page, marks, near);
        lift.authors(group, origin);
    }
    for (origin, group) in desks {
        if lift.found.authors.is_empty() {
            lift.authors(group, origin);
        }
    }
}

/// Returns the text around the title: from a little above it to a little below.
fn near_title(document: &Document, page: &Page) -> Range<usize> {
    let title = page.elements.iter().find(|element| element.tag == Tag::H1).map_or(0, |title| title.span.start);
    title.saturating_sub(NEAR_TITLE)..(title + NEAR_TITLE).min(document.text.len())
}

/// Returns the people whom the page names beside its title: by `rel=author`, or by what is called a byline.
fn shown_people(document: &Document, page: &Page, marks: &[&Mark], near: &Range<usize>) -> (&'static str, Vec<String>) {
    let text = |element: &Element| element.span.of(&document.text).to_owned();
    let by_rel = page.elements.iter().filter(|element| element.tag == Tag::A && is_near(element, near));
    let by_rel = by_rel.filter(|element| attribute(page, element, "rel").is_some_and(says_author)).map(text);
    let by_rel = people_of(by_rel);
    if !by_rel.is_empty() {
        return ("rel author", by_rel);
    }
    let bylines = marks.iter().filter(|mark| *mark.category == *"byline" && near.contains(&mark.span.start));
    let bylines = bylines.filter(|mark| mark.span.len() <= MAX_BYLINE).map(|mark| mark.span.of(&document.text));
    // What follows the names: a date, a length, a place.
    let bylines = bylines.flat_map(|line| line.split(['\n', '|', '·', '•', '\t']).map(str::to_owned));
    ("byline", people_of(bylines))
}

fn says_author(rel: &str) -> bool {
    rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("author"))
}

fn people_of(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut people = Vec::new();
    add_all(&mut people, lines.flat_map(|line| names(&line)).filter(|name| is_person(name)).collect());
    people
}

fn is_near(element: &Element, near: &Range<usize>) -> bool {
    let aside = Within::ASIDE.and(Within::NAV).and(Within::FOOTER);
    near.contains(&element.span.start) && !element.within.has(aside)
}

fn attribute<'p>(page: &'p Page, element: &Element, name: &str) -> Option<&'p str> {
    page.tree.tree.get(element.node)?.value().as_element()?.attr(name)
}

/// Returns the first day that the page shows beside its title: in a `<time>`, or in what is called a byline.
fn shown_day(document: &Document, page: &Page, marks: &[&Mark], near: &Range<usize>) -> Option<(String, &'static str)> {
    let times = page.elements.iter().filter(|element| element.tag == Tag::Time && is_near(element, near));
    let days = times.filter_map(|element| {
        let machine = attribute(page, element, "datetime").and_then(date::iso);
        machine.or_else(|| date::iso(element.span.of(&document.text)))
    });
    let days = days.map(|day| (day, "time"));
    let bylines = marks.iter().filter(|mark| matches!(&*mark.category, "byline" | "timestamp"));
    let bylines = bylines.filter(|mark| near.contains(&mark.span.start) && mark.span.len() <= MAX_BYLINE);
    let bylines = bylines.filter_map(|mark| Some((date::iso(mark.span.of(&document.text))?, "byline")));
    days.chain(bylines).next()
}

/// Takes the language that the page claims, and reports claims of another.
fn languages(lift: &mut Lift, claims: &[Found]) {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    for claim in claims.iter().filter(|claim| (2..=3).contains(&primary(&claim.value).len())) {
        match &lift.found.language {
            Some(taken) if primary(taken) != primary(&claim.value) => {
                lift.found.object("language", &claim.value, claim.origin, "differs");
            }
            Some(_) => {}
            None => {
                lift.found.language = Some(claim.value.clone());
                lift.found.found("language", claim.origin);
            }
        }
    }
}

/// Takes the addresses of the page and its picture, whole; reports a page that calls another site its source.
fn addresses(lift: &mut Lift, source: &Source, page: &Page) {
    let base = source.url.as_deref().and_then(|url| Url::parse(url).ok());
    let whole = |found: &Found| {
        let url = match &base {
            Some(base) => base.join(&found.value),
            None => Url::parse(&found.value),
        };
        url.ok().filter(|url| matches!(url.scheme(), "http" | "https"))
    };
    for found in &page.metadata.canonical {
        let Some(url) = whole(found) else { continue };
        let taken = lift.found.url.as_deref().and_then(|taken| Url::parse(taken).ok());
        match taken.as_ref().or(base.as_ref()) {
            Some(other) if host(other) != host(&url) => {
                lift.found.object("url", url.as_str(), found.origin, "differs");
            }
            _ => {}
        }
        if set(&mut lift.found.url, url.as_str()) {
            lift.found.found("url", found.origin);
        }
    }
    let first = |values: &[Found]| values.iter().find_map(|found| Some((whole(found)?.to_string(), found.origin)));
    if let Some((url, origin)) = first(&page.metadata.image) {
        lift.found.image = Some(url);
        lift.found.found("image", origin);
    }
    if let Some((url, origin)) = first(&page.metadata.next) {
        lift.found.next = Some(url);
        lift.found.found("next", origin);
    }
}

fn host(url: &Url) -> Option<&str> {
    url.host_str().map(|host| host.strip_prefix("www.").unwrap_or(host))
}
