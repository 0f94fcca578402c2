//! How do the strip lines of ftr-site-config become rules of ours?

pub mod css;
pub mod file;
pub mod ftr;
pub mod sample;
pub mod xpath;

use scraper::Html;
use scraper::Selector;

use crate::rule::import::ftr::SiteConfig;
use crate::rule::import::ftr::Strip;
use crate::rule::import::ftr::What;
use crate::rule::import::xpath::Path;

/// What an element that is taken out holds in a proof.
const CHROME: &str = "strip me";
/// What stays in a proof where the file names no text of a page.
const CONTENT: &str =
    "The harbour board met on Monday, and the ferry to the island sailed at noon as it does every week.";
/// Elements that hold the words of an article on many pages: a selector that names nothing else only marks.
const CONTENT_ELEMENTS: &[&str] = &[
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "div",
    "span",
    "a",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "tbody",
    "strong",
    "b",
    "em",
    "i",
    "blockquote",
    "figure",
    "article",
    "main",
    "section",
    "header",
    "hgroup",
    "*",
    "pre",
    "code",
    "label",
    "small",
    "center",
    "font",
    "u",
];

/// A strip line that became a selector.
#[derive(Clone, Debug, PartialEq)]
pub struct Converted {
    /// Lines of the file that say the same, from 1.
    pub lines: Vec<usize>,
    pub css: String,
    /// Markup with an element that the selector takes; what stays of it is `x` at most.
    pub markup: String,
    /// It names nothing but an element that may hold content.
    pub broad: bool,
}

/// A line that could not be taken over.
#[derive(Clone, Debug, PartialEq)]
pub struct Loss {
    pub line: usize,
    pub text: String,
    pub reason: String,
}

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Site {
    pub config: SiteConfig,
    pub converted: Vec<Converted>,
    /// Strip lines only.
    pub losses: Vec<Loss>,
}

/// Converts what a file says.
pub fn convert(config: SiteConfig) -> Site {
    let mut site = Site::default();
    for strip in &config.strips {
        match converted(strip) {
            Ok(new) => match site.converted.iter_mut().find(|held| held.css == new.css) {
                Some(held) => held.lines.extend(new.lines),
                None => site.converted.push(new),
            },
            Err(reason) => {
                let text = match &strip.what {
                    What::XPath(path) => format!("strip: {path}"),
                    What::IdOrClass(name) => format!("strip_id_or_class: {name}"),
                };
                site.losses.push(Loss { line: strip.line, text, reason });
            }
        }
    }
    Site { config, ..site }
}

fn converted(strip: &Strip) -> Result<Converted, String> {
    let (css, markup, broad) = match &strip.what {
        What::IdOrClass(name) => {
            let quoted = css::quoted(name);
            let markup = format!("<div class=\"{}\">{CHROME}</div>", name.replace('"', "&quot;"));
            (format!("[class*={quoted}], [id*={quoted}]"), Some(markup), false)
        }
        What::XPath(text) => by_path(text)?,
    };
    let selector = Selector::parse(&css).map_err(|_| "CSS does not nest such conditions".to_owned())?;
    let markup = markup.filter(|markup| proves(&selector, markup)).ok_or("no page comes to mind that proves it")?;
    Ok(Converted { lines: vec![strip.line], css, markup, broad })
}

fn by_path(text: &str) -> Result<(String, Option<String>, bool), String> {
    let paths = xpath::parse(text)?;
    let with_text: Vec<&Path> = paths.iter().filter(|path| sample::without_text(path).is_none()).collect();
    if let (true, Some(name)) = (with_text.is_empty(), paths.first().and_then(sample::without_text)) {
        return Err(format!("`{name}` holds no text: nothing to cut"));
    }
    let selectors: Vec<String> = with_text.iter().map(|path| css::selector(path)).collect::<Result<_, _>>()?;
    let markup = with_text.iter().find_map(|path| sample::markup(path, CHROME));
    Ok((selectors.join(", "), markup, with_text.iter().any(|path| is_broad(path))))
}

/// Returns whether no condition of the path names anything.
fn is_broad(path: &Path) -> bool {
    let unnamed = path.steps.iter().all(|step| step.predicates.iter().all(|one| matches!(one, xpath::Expr::Number(_))));
    unnamed && path.steps.last().is_some_and(|step| CONTENT_ELEMENTS.contains(&step.test.as_str()))
}

/// Returns whether the selector takes the chrome of the markup and leaves the content beside it.
fn proves(selector: &Selector, markup: &str) -> bool {
    let page = Html::parse_document(&format!("{}{markup}", content(CONTENT)));
    let taken: Vec<String> = page.select(selector).map(|element| element.text().collect()).collect();
    taken.iter().any(|text: &String| text.contains(CHROME)) && !taken.iter().any(|text| text.contains(CONTENT))
}

/// Content in a list of definitions: hardly a selector asks for one.
fn content(text: &str) -> String {
    let safe = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("<dl><dd>{safe}</dd></dl>")
}
