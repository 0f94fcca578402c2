//! What is an element: navigation, main content, a form, hidden? Said by its name, its role and its attributes.

use html5ever::local_name;
use scraper::node::Element;

use crate::document::page::Tag;
use crate::document::page::Within;

/// Returns what an element adds to what stands above its text.
pub fn roles(tag: Tag, element: &Element) -> Within {
    let mut within = of_tag(tag);
    for (name, value) in &element.attrs {
        within = within.and(match name.local {
            local_name!("role") => of_role(value),
            local_name!("hidden") if **value != *"until-found" => Within::HIDDEN,
            local_name!("aria-hidden") if **value == *"true" => Within::HIDDEN,
            local_name!("style") if hides(value) => Within::HIDDEN,
            _ => Within::default(),
        });
    }
    within
}

fn of_tag(tag: Tag) -> Within {
    use Tag::*;
    match tag {
        Nav | Menu => Within::NAV,
        Aside => Within::ASIDE,
        Footer => Within::FOOTER,
        Header => Within::HEADER,
        Main => Within::MAIN,
        Article => Within::ARTICLE,
        Form | Search | Fieldset => Within::FORM,
        Figure => Within::FIGURE,
        Figcaption | Caption => Within::CAPTION,
        Li | Dd | Dt => Within::ITEM,
        Table => Within::TABLE,
        Blockquote => Within::QUOTE,
        Pre => Within::PRE,
        H1 | H2 | H3 | H4 | H5 | H6 => Within::HEADING,
        A => Within::LINK,
        Button | Label => Within::BUTTON,
        Dialog => Within::DIALOG,
        Noscript => Within::NOSCRIPT,
        P => Within::PARAGRAPH,
        _ => Within::default(),
    }
}

/// The roles of WAI-ARIA 1.2 that say as much as an element of HTML.
fn of_role(role: &str) -> Within {
    match role.trim() {
        "navigation" | "menu" | "menubar" | "directory" | "toolbar" | "tablist" => Within::NAV,
        "complementary" => Within::ASIDE,
        "contentinfo" => Within::FOOTER,
        "banner" => Within::HEADER,
        "main" => Within::MAIN,
        "article" => Within::ARTICLE,
        "search" | "form" => Within::FORM,
        "dialog" | "alertdialog" | "alert" => Within::DIALOG,
        "heading" => Within::HEADING,
        "button" | "tab" | "switch" => Within::BUTTON,
        "link" => Within::LINK,
        _ => Within::default(),
    }
}

/// Returns whether an inline style takes the element off the page.
fn hides(style: &str) -> bool {
    let mut rest = style;
    while let Some(at) = rest.find(':') {
        let (name, value) = (rest[..at].trim(), rest[at + 1..].trim_start());
        let name = name.rsplit(';').next().unwrap_or(name).trim();
        if name.eq_ignore_ascii_case("display") && starts(value, "none")
            || name.eq_ignore_ascii_case("visibility") && starts(value, "hidden")
        {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

fn starts(value: &str, word: &str) -> bool {
    value.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}
