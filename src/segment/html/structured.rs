//! Does a page hold its article in its structured data and not show it? Then the article follows what it shows.

use std::collections::HashSet;

use super::flat;
use super::layout::Layout;
use super::lines::Line;
use crate::document::page::PageMetadata;
use crate::text::Span;

/// Bytes of an article that is worth reading: less is a teaser, which the page shows as well.
const MIN_BYTES: usize = 500;

/// Adds the lines of the page's `articleBody` that the page does not show, if the whole page shows less than that.
///
/// Returns whether it did.
pub fn add(layout: &mut Layout, metadata: &PageMetadata) -> bool {
    let longest = metadata.body.iter().max_by_key(|found| found.value.len());
    let Some(body) = longest.map(|found| found.value.as_str()).filter(|body| body.len() >= MIN_BYTES) else {
        return false;
    };
    layout.text.len() < body.len() && append(layout, body)
}

/// Adds the lines of a text that the page does not show; returns whether there were any.
pub fn append(layout: &mut Layout, body: &str) -> bool {
    let before = layout.text.len();
    let shown: HashSet<String> = layout.lines.iter().map(|line| line.span.of(&layout.text).to_owned()).collect();
    let lines =
        body.lines().flat_map(|line| plain(line).lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>());
    for line in lines.filter(|line| !line.is_empty() && !shown.contains(line)) {
        push(layout, &line);
    }
    layout.text.len() > before
}

/// Returns the text of a line that may hold markup or entities.
fn plain(line: &str) -> String {
    if !line.contains(['<', '&']) {
        return line.to_owned();
    }
    let mut lines = flat::text(line);
    lines.finish();
    lines.text
}

fn push(layout: &mut Layout, line: &str) {
    let breaks = if layout.text.is_empty() { 0 } else { 2 };
    layout.text.push_str(&"\n\n"[..breaks]);
    let start = layout.text.len();
    layout.text.push_str(line);
    let number = layout.lines.last().map_or(0, |last| last.number + breaks);
    layout.lines.push(Line { span: Span::new(start, layout.text.len()), number, link_chars: 0, owner: 0 });
    if let Some(root) = layout.elements.first_mut() {
        (root.span.end, root.blocks.1) = (layout.text.len(), layout.lines.len() as u32);
    }
}
