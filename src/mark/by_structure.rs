//! What does the markup of a page say: navigation, aside, footer, hidden, a form, a name that tells?

use std::sync::Arc;

use super::Context;
use super::Mark;
use super::Marker;
use super::classes::Hint;
use super::classes::Names;
use super::forum;
use super::prose::Prose;
use crate::document::Document;
use crate::document::page::Element;
use crate::document::page::Page;
use crate::document::page::Tag;
use crate::document::page::Within;
use crate::text::Span;

/// Of the running text of a page: an element that holds more is not what its tag says (a `<form>` around a whole
/// page). On 747 pages 0.2 to 0.6 came within 0.002 word F1.
const MAX_SHARE_OF_TAG: f32 = 0.4;
/// Words of a block: a part of a longer one stays, whatever its class is called.
const MAX_WORDS_AROUND: usize = 8;

/// An element that says what it is: bit, reason, category, confidence, why.
type Role = (Within, &'static str, &'static str, f32, &'static str);

const ROLES: &[Role] = &[
    (Within::NAV, "nav", "navigation", 0.9, "The element is navigation, by its tag or its role."),
    (Within::DIALOG, "dialog", "promotion", 0.8, "The element is a dialog that lies over the page."),
    (Within::HIDDEN, "hidden", "hidden", 0.8, "The page does not show the element."),
    (Within::BUTTON, "button", "widget", 0.8, "The element is a button or the label of a field."),
    (Within::FORM, "form", "form", 0.7, "The element is a form."),
    (Within::ASIDE, "aside", "related", 0.7, "The element is an aside, by its tag or its role."),
    (Within::CAPTION, "caption", "media-caption", 0.7, "The element is the caption of a figure."),
    (Within::FOOTER, "footer", "navigation", 0.85, "The element is the footer of the page."),
    (Within::HEADER, "header", "navigation", 0.8, "The element is the header of the page."),
];

pub struct ByStructure;

impl Marker for ByStructure {
    fn name(&self) -> &'static str {
        "structure"
    }

    fn mark(&self, document: &Document, context: &Context<'_>) -> Vec<Mark> {
        let Some(page) = &document.page else { return Vec::new() };
        let prose = Prose::of(document, |_| true);
        let forum = is_forum(page, context.host);
        let mut names = Names::default();
        let mut marks: Vec<Mark> = Vec::new();
        // The last claim that holds: what lies inside of it and is no surer adds nothing.
        let (mut covered, mut sure) = (Span::default(), 0.0);
        for element in &page.elements {
            let Some((mut mark, most)) = claim(document, page, element, &mut names) else { continue };
            if covered.contains(element.span) && mark.confidence <= sure {
                continue;
            }
            mark.void = objection(document, element, &mark, most, &prose, forum);
            // Comments may be kept, and what is chrome among them is claimed for that.
            if mark.void.is_none() && *mark.category != *"comments" {
                (covered, sure) = (element.span, mark.confidence);
            }
            marks.push(mark);
        }
        marks
    }
}

/// Returns whether posts are what the page is about, as it says itself.
fn is_forum(page: &Page, host: Option<&str>) -> bool {
    page.metadata.kind.iter().any(|kind| forum::is_kind(&kind.value))
        || page.metadata.canonical.first().is_some_and(|found| forum::is_address(&found.value))
        || host.is_some_and(forum::is_host)
}

/// Returns what an element claims, and the share of the running text that it may hold to be believed.
fn claim(document: &Document, page: &Page, element: &Element, names: &mut Names) -> Option<(Mark, f32)> {
    if matches!(element.tag, Tag::Html | Tag::Body) {
        return None;
    }
    let role = role_of(page, element);
    let hint = hint_of(page, element, names);
    match (role, hint) {
        (Some(role), Some(hint)) if hint.confidence > role.3 => Some((by_name(element, hint), hint.most)),
        (Some(role), _) => Some((by_role(element, role), MAX_SHARE_OF_TAG)),
        (None, Some(hint)) if whole_blocks(document, element) => Some((by_name(element, hint), hint.most)),
        _ => None,
    }
}

/// Returns what an element says that those above it do not.
fn role_of(page: &Page, element: &Element) -> Option<&'static Role> {
    let above = element.parent.and_then(|at| page.elements.get(at as usize)).map_or(Within::default(), |up| up.within);
    let new = Within(element.within.0 & !above.0);
    let role = ROLES.iter().find(|role| new.has(role.0))?;
    // Headers and footers of an article hold its title and its date.
    let inner = role.0.has(Within::FOOTER.and(Within::HEADER)) && above.has(Within::ARTICLE.and(Within::MAIN));
    // The caption of a table is its title.
    let of_table = role.0.has(Within::CAPTION) && element.tag == Tag::Caption;
    (!inner && !of_table).then_some(role)
}

fn hint_of(page: &Page, element: &Element, names: &mut Names) -> Option<&'static Hint> {
    if matches!(element.tag, Tag::Main | Tag::Article | Tag::H1) {
        return None;
    }
    let named = page.named(element);
    names.hint(named.class, named.id).filter(|hint| hint.confidence > 0.0)
}

/// Returns whether an element covers its blocks whole, or all but a few words of them.
fn whole_blocks(document: &Document, element: &Element) -> bool {
    let (first, last) = (element.blocks.0 as usize, element.blocks.1.saturating_sub(1) as usize);
    let (Some(first), Some(last)) = (document.blocks.get(first), document.blocks.get(last)) else { return false };
    let covers = |at: Span| element.span.contains(at);
    (covers(first.span) || first.words < MAX_WORDS_AROUND) && (covers(last.span) || last.words < MAX_WORDS_AROUND)
}

fn by_role(element: &Element, (_, reason, category, confidence, why): &Role) -> Mark {
    Mark {
        span: element.span,
        category: (*category).into(),
        by: format!("structure/{reason}").into(),
        why: (*why).into(),
        confidence: *confidence,
        ..Mark::default()
    }
}

fn by_name(element: &Element, hint: &Hint) -> Mark {
    Mark {
        span: element.span,
        category: hint.category.clone(),
        by: format!("structure/class-{}", hint.word).into(),
        why: format!("The name of its class or its id says `{}`.", hint.word).into(),
        confidence: hint.confidence,
        ..Mark::default()
    }
}

/// Returns why the claim cannot hold.
fn objection(
    document: &Document,
    element: &Element,
    mark: &Mark,
    most: f32,
    prose: &Prose,
    forum: bool,
) -> Option<Arc<str>> {
    let by_name = mark.by.starts_with("structure/class-");
    if forum && by_name && *mark.category == *"comments" {
        return Some("on a forum the posts are the content".into());
    }
    let of_text = element.span.len() as f32 / document.text.len().max(1) as f32;
    let share = if prose.total() == 0 { of_text } else { prose.share(element.blocks) };
    if share > most {
        return Some(format!("it holds {:.0} % of the running text of the page", share * 100.0).into());
    }
    (by_name && of_text > most.max(0.5)).then(|| "it holds most of the text of the page".into())
}
