//! Which pictures stand between the leaves, where are they, and what do they show?

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::links;
use super::outline::Container;
use super::outline::Kept;
use super::outline::Kind;
use super::outline::Leaf;
use crate::document::Document;
use crate::document::page::Page;
use crate::text::Span;

/// Where pages put the address of a picture that is fetched late, before the usual place.
const SOURCES: &[&str] = &["data-src", "data-lazy-src", "data-original", "src"];
/// Width or height in pixels below which a picture is an icon or counts visits.
const MIN_PIXELS: u32 = 50;

/// Endings of files: an `alt` that ends in one names the file, not what it shows.
const ENDINGS: &[&str] = &["jpg", "jpeg", "png", "gif", "webp", "svg", "avif"];

/// Puts the pictures that are described (`alt`) among the leaves: those that stand inside of what is left.
pub fn add<'a>(leaves: &mut Vec<Leaf<'a>>, document: &'a Document, kept: &Kept<'a>, address: Option<&'a str>) {
    let (Some(page), Some(first)) = (&document.page, leaves.first().map(|leaf| leaf.start)) else { return };
    let mut waiting: Vec<(String, String)> = Vec::new();
    let mut found: Vec<Leaf<'a>> = Vec::new();
    for node in page.tree.tree.root().descendants() {
        if !waiting.is_empty()
            && let Some(span) = page.spans.get(&node.id())
        {
            let place = |(src, alt)| Leaf { within: Vec::new(), kind: Kind::Picture(src, alt), start: span.start };
            found.extend(waiting.drain(..).map(place));
        }
        if let Some(element) = node.value().as_element().filter(|element| element.name() == "img")
            && let Some(picture) = picture(element, address)
            && !is_gone(page, kept, node)
        {
            waiting.push(picture);
        }
    }
    found.retain(|picture| picture.start > first);
    merge(leaves, found);
}

/// Returns the address of a picture and what it shows; `None` for icons and for what is not described.
fn picture(element: &Element, address: Option<&str>) -> Option<(String, String)> {
    let alt = element.attr("alt")?.split_whitespace().collect::<Vec<_>>().join(" ");
    let small = |name| element.attr(name).and_then(|size| size.parse::<u32>().ok()).is_some_and(|px| px < MIN_PIXELS);
    let is_file_name =
        alt.rsplit_once('.').is_some_and(|(_, end)| ENDINGS.contains(&end.to_ascii_lowercase().as_str()));
    if alt.is_empty() || is_file_name || small("width") || small("height") {
        return None;
    }
    let src = SOURCES.iter().find_map(|name| links::picture(element.attr(name)?, address))?;
    Some((src, alt))
}

/// Returns whether what stands around a picture is cut: a caption that is cut leaves its picture.
fn is_gone(page: &Page, kept: &Kept<'_>, node: NodeRef<'_, Node>) -> bool {
    let around = node.ancestors().find_map(|up| {
        let in_figure = up.value().as_element().is_some_and(|element| matches!(element.name(), "figure" | "picture"));
        page.spans.get(&up.id()).filter(|_| !in_figure).copied()
    });
    around.is_none_or(|around: Span| kept.is_gone(around))
}

/// Puts the pictures before the leaf that follows them, inside of what both neighbours stand in.
fn merge<'a>(leaves: &mut Vec<Leaf<'a>>, pictures: Vec<Leaf<'a>>) {
    if pictures.is_empty() {
        return;
    }
    let mut merged: Vec<Leaf<'a>> = Vec::with_capacity(leaves.len() + pictures.len());
    let mut pictures = pictures.into_iter().peekable();
    for leaf in leaves.drain(..) {
        while let Some(mut picture) = pictures.next_if(|picture| picture.start <= leaf.start) {
            if let Some(before) = merged.last() {
                picture.within = shared(&before.within, &leaf.within);
            }
            merged.push(picture);
        }
        merged.push(leaf);
    }
    *leaves = merged;
}

/// Returns the containers that two leaves stand in; never a list without its item.
fn shared(a: &[Container], b: &[Container]) -> Vec<Container> {
    let mut shared: Vec<Container> = a.iter().zip(b).take_while(|(a, b)| a == b).map(|(a, _)| *a).collect();
    if let Some(Container::List(..)) = shared.last() {
        shared.pop();
    }
    shared
}
