//! How is an imported site written as a rule file?

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::fmt::Write;

use ego_tree::NodeId;
use scraper::Html;
use scraper::Selector;

use crate::rule::import;
use crate::rule::import::CHROME;
use crate::rule::import::CONTENT;
use crate::rule::import::Converted;
use crate::rule::import::Site;

/// Addresses that a rule keeps to look at.
const MAX_REFS: usize = 3;
/// The category of what no name tells.
const UNKNOWN: &str = "template";

/// Returns the kind of chrome that a selector's names speak of.
pub type CategoryOf<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Returns the name of the file of a site.
pub fn name(site: &Site) -> String {
    let end = if site.config.subdomains { ".subdomains" } else { "" };
    format!("{}{end}.yml", site.config.host)
}

/// Returns the rule file of a site; `None` where no line of it could be taken over.
pub fn text(site: &Site, category_of: CategoryOf<'_>) -> Option<String> {
    if site.converted.is_empty() {
        return None;
    }
    let config = &site.config;
    let which = if config.subdomains { "the subdomains of " } else { "" };
    let mut out = format!("about: Imported from ftr-site-config, for {which}{}.\n", config.host);
    let _ = writeln!(out, "sites: [{}]\nrules:", config.host);
    for ((broad, category), items) in groups(site, category_of) {
        rule(&mut out, site, &category, broad, &items);
    }
    Some(out)
}

fn groups<'a>(site: &'a Site, category_of: CategoryOf<'_>) -> BTreeMap<(bool, String), Vec<&'a Converted>> {
    let mut groups: BTreeMap<(bool, String), Vec<&Converted>> = BTreeMap::new();
    for item in &site.converted {
        let category = if item.broad { None } else { category_of(&item.css) };
        groups.entry((item.broad, category.unwrap_or_else(|| UNKNOWN.to_owned()))).or_default().push(item);
    }
    groups
}

fn rule(out: &mut String, site: &Site, category: &str, broad: bool, items: &[&Converted]) {
    let config = &site.config;
    let ending = if config.subdomains { "-of-subdomains" } else { "" };
    let name = if broad { "content-elements" } else { category };
    let why = if broad {
        "Elements that ftr-site-config strips here; they may hold content, so look before they cut."
    } else {
        "Elements that ftr-site-config strips from the pages of this outlet."
    };
    let _ =
        writeln!(out, "- id: {}/{name}{ending}\n  category: {category}\n  why: {why}", config.host.replace('_', "-"));
    let _ = writeln!(out, "  unit: html");
    if broad {
        out.push_str("  status: draft\n");
    }
    out.push_str("  css:\n");
    for item in items {
        let lines: Vec<String> = item.lines.iter().map(usize::to_string).collect();
        let _ = writeln!(out, "  - {} # line {}", quoted(&item.css), lines.join(", "));
    }
    if !config.urls.is_empty() {
        out.push_str("  refs:\n");
        config.urls.iter().take(MAX_REFS).for_each(|url| *out += &format!("  - {}\n", quoted(url)));
    }
    proof(out, site, items);
}

/// One page with all elements, beside the text that must stay; and that text alone, which is spared.
fn proof(out: &mut String, site: &Site, items: &[&Converted]) {
    let texts: Vec<&str> =
        site.config.contains.iter().map(String::as_str).filter(|text| !text.contains(CHROME)).collect();
    let text = texts.first().copied().unwrap_or(CONTENT);
    let chrome: String = items.iter().map(|item| item.markup.as_str()).collect();
    let beside = if text == CONTENT { String::new() } else { import::content(CONTENT) };
    let head = format!("{beside}{}", import::content(text));
    let all = format!("{head}{chrome}");
    let pages = if leaves_none(&all, items) {
        vec![all]
    } else {
        // Counted siblings and the like: a page each.
        items.iter().map(|item| format!("{head}{}", item.markup)).collect()
    };
    let plain: Vec<&str> = text.split_whitespace().collect();
    out.push_str("  tests:\n");
    for page in pages {
        let _ = writeln!(out, "  - html: {}", quoted(&page));
        let _ = writeln!(out, "    absent: {CHROME}\n    contains: {}", quoted(&plain.join(" ")));
    }
    let others = if texts.is_empty() { vec![text] } else { texts };
    for text in others {
        let _ = writeln!(out, "  - {{ html: {}, want: unchanged }}", quoted(&import::content(text)));
    }
}

/// Returns whether the selectors together take every piece of chrome of a page.
fn leaves_none(page: &str, items: &[&Converted]) -> bool {
    let page = Html::parse_document(page);
    let selectors = items.iter().filter_map(|item| Selector::parse(&item.css).ok());
    let taken: HashSet<NodeId> =
        selectors.flat_map(|selector| page.select(&selector).map(|element| element.id()).collect::<Vec<_>>()).collect();
    let mut chrome = page.tree.nodes().filter(|node| node.value().as_text().is_some_and(|text| text.contains(CHROME)));
    chrome.all(|node| node.ancestors().any(|above| taken.contains(&above.id())))
}

/// Returns a text in single quotes on one line, as YAML reads it back.
fn quoted(text: &str) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("'{}'", flat.replace('\'', "''"))
}
