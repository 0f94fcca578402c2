//! Which scrap of a page is one that a path points at? The proof of an imported rule.

use crate::rule::import::xpath::Axis;
use crate::rule::import::xpath::Expr;
use crate::rule::import::xpath::Path;
use crate::rule::import::xpath::Step;

/// Elements that hold no text of their own.
const WITHOUT_TEXT: &[&str] = &[
    "img", "svg", "source", "picture", "hr", "br", "input", "iframe", "script", "style", "video", "audio", "link",
    "meta", "object", "embed", "noscript", "path", "use", "canvas", "amp-img", "select", "textarea",
];

/// Returns the kind of element that a path takes out, where such an element holds no text.
pub fn without_text(path: &Path) -> Option<&'static str> {
    let last = &path.steps.last()?.test;
    WITHOUT_TEXT.iter().copied().find(|name| name == last)
}

/// Returns markup in which the path points at an element that holds `text`; `None` where none comes to mind.
pub fn markup(path: &Path, text: &str) -> Option<String> {
    built(&path.steps, text)
}

fn built(steps: &[Step], content: &str) -> Option<String> {
    let (last, before) = steps.split_last()?;
    let made = Made::of(last)?;
    match last.axis {
        _ if before.is_empty() => made.around(content),
        Axis::Child | Axis::Descendant => built(before, &made.around(content)?),
        Axis::Parent | Axis::Ancestor | Axis::AncestorOrSelf => {
            made.around(&format!("{}{content}", built(before, "x")?))
        }
        Axis::FollowingSibling => beside(before, &made.around(content)?, true),
        Axis::PrecedingSibling => beside(before, &made.around(content)?, false),
        Axis::Itself => built(before, content),
        Axis::Attribute | Axis::Elsewhere => None,
    }
}

/// Puts `what` beside the element that the steps point at, in the same parent.
fn beside(steps: &[Step], what: &str, after: bool) -> Option<String> {
    let (last, before) = steps.split_last()?;
    let own = Made::of(last)?.around("x")?;
    let both = if after { format!("{own}{what}") } else { format!("{what}{own}") };
    if before.is_empty() { Some(both) } else { built(before, &both) }
}

/// An element that fits a step.
#[derive(Default)]
struct Made {
    name: String,
    attributes: Vec<(String, String)>,
    inside: String,
}

impl Made {
    fn of(step: &Step) -> Option<Self> {
        let name = if matches!(step.test.as_str(), "*" | "node()") { "div" } else { &step.test };
        let mut made = Self { name: name.to_owned(), ..Self::default() };
        for predicate in &step.predicates {
            made.fit(predicate)?;
        }
        Some(made)
    }

    fn around(&self, content: &str) -> Option<String> {
        if matches!(self.name.as_str(), "html" | "body" | "head") {
            return Some(format!("{}{content}", self.inside));
        }
        let written = |(name, value): &(String, String)| format!(" {name}=\"{}\"", value.replace('"', "&quot;"));
        let attributes: String = self.attributes.iter().map(written).collect();
        if matches!(self.name.as_str(), "img" | "hr" | "br" | "input" | "source" | "link" | "meta") {
            return Some(format!("<{}{attributes}>{content}", self.name));
        }
        Some(format!("<{0}{attributes}>{1}{content}</{0}>", self.name, self.inside))
    }

    /// Makes a condition hold; of a choice the first that can be made to.
    fn fit(&mut self, expr: &Expr) -> Option<()> {
        match expr {
            Expr::And(all) => all.iter().try_for_each(|one| self.fit(one)),
            Expr::Or(all) => all.iter().find_map(|one| self.fit(one)),
            Expr::Number(number) => (*number == 1.0).then_some(()),
            Expr::Call(name, _) if matches!(name.as_str(), "not" | "last") => Some(()),
            Expr::Call(name, arguments) => match (name.as_str(), arguments.as_slice()) {
                ("contains" | "starts-with" | "ends-with", [left, Expr::Text(text)]) => self.set(left, text),
                _ => None,
            },
            Expr::Compare(left, sign, right) => match (&**left, &**right) {
                (Expr::Call(name, _), _) if name == "position" => Some(()),
                (left, Expr::Text(text)) if sign == "=" => self.set(left, text),
                (_, Expr::Text(_)) if sign == "!=" => self.set(left, "x"),
                (Expr::Text(text), right) if sign == "=" => self.set(right, text),
                _ => None,
            },
            Expr::Path(path) => self.lead(path),
            Expr::Text(_) => None,
        }
    }

    fn set(&mut self, left: &Expr, text: &str) -> Option<()> {
        match left {
            Expr::Call(_, arguments) => {
                let inner = arguments.iter().find(|argument| !matches!(argument, Expr::Text(_)))?;
                self.set(inner, text.trim())
            }
            Expr::Path(path) if path.steps.len() == 1 && path.steps[0].axis == Axis::Attribute => {
                let name = &path.steps[0].test;
                match self.attributes.iter_mut().find(|(held, _)| held == name) {
                    Some((_, value)) => {
                        value.push(' ');
                        value.push_str(text);
                    }
                    None => self.attributes.push((name.clone(), text.to_owned())),
                }
                Some(())
            }
            _ => None,
        }
    }

    /// Makes what a path in a condition asks for: an attribute, or elements inside.
    fn lead(&mut self, path: &Path) -> Option<()> {
        let first = path.steps.first()?;
        match first.axis {
            Axis::Attribute => {
                if !self.attributes.iter().any(|(held, _)| *held == first.test) {
                    self.attributes.push((first.test.clone(), "x".to_owned()));
                }
            }
            Axis::Child | Axis::Descendant => {
                let steps: Vec<Step> = path.steps.iter().filter(|step| step.axis != Axis::Attribute).cloned().collect();
                self.inside.push_str(&built(&steps, "x")?);
            }
            _ => return None,
        }
        Some(())
    }
}
