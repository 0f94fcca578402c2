//! What does a person decide on a draft, by a key or by a line of a file?

use std::path::Path;

use crate::error::Error;
use crate::rule::matcher::Loaded;
use crate::rule::shape;

/// What becomes of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `status: stable`
    Accept,
    /// `status: deprecated`: it stays in the file, so that it is not proposed again.
    Reject,
    /// Another category; it stays a draft until it is accepted.
    Category(String),
    Skip,
    Quit,
}

/// A verb and the rules that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub verb: Verb,
    /// An id; `host/*` and `*` name many.
    pub id: String,
}

impl Decision {
    /// Returns whether the decision is about the rule with this id.
    pub fn names(&self, id: &str) -> bool {
        match self.id.strip_suffix('*') {
            Some(start) => id.starts_with(start),
            None => self.id == id,
        }
    }
}

/// Returns what a typed line means for a draft; `None` where it means nothing.
pub fn of_key(line: &str, id: &str) -> Option<Decision> {
    let mut words = line.split_whitespace();
    let verb = match (words.next()?, words.next()) {
        ("a" | "accept", None) => Verb::Accept,
        ("r" | "reject", None) => Verb::Reject,
        ("s" | "skip", None) => Verb::Skip,
        ("q" | "quit", None) => Verb::Quit,
        ("c" | "category", Some(name)) if is_category(name) && words.next().is_none() => {
            Verb::Category(name.to_owned())
        }
        _ => return None,
    };
    Some(Decision { verb, id: id.to_owned() })
}

fn is_category(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Returns the decisions of a file: `VERB ID`, one a line; `#` starts a comment.
///
/// # Errors
/// A line makes no sense, or names a rule that none of the files holds.
pub fn parse(path: &Path, text: &str, rules: &[&Loaded]) -> Result<Vec<Decision>, Error> {
    let mut decisions = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.split(" #").next().unwrap_or(line).trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = |why: String| Error::Usage(format!("{}:{}: {why}", path.display(), number + 1));
        let advice = "write `accept ID`, `reject ID`, `skip ID` or `category ID NAME`";
        let (verb, rest) = line.split_once(char::is_whitespace).ok_or_else(|| wrong(format!("`{line}`: {advice}")))?;
        let (id, name) = rest.trim().split_once(char::is_whitespace).unwrap_or((rest.trim(), ""));
        let decision = of_key(&format!("{verb} {name}"), id).filter(|decision| decision.verb != Verb::Quit);
        let decision = decision.ok_or_else(|| wrong(format!("`{line}`: {advice}")))?;
        if !rules.iter().any(|loaded| decision.names(&loaded.rule.id)) {
            let near = shape::nearest(id, rules.iter().map(|loaded| loaded.rule.id.as_str()));
            let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            return Err(wrong(format!("no rule of these files has the id {id}{near}")));
        }
        decisions.push(decision);
    }
    Ok(decisions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_ids_are_understood_or_refused() {
        let verb = |line: &str| of_key(line, "a/b").map(|decision| decision.verb);
        assert_eq!(verb("a\n"), Some(Verb::Accept));
        assert_eq!(verb(" c read-time \n"), Some(Verb::Category("read-time".into())));
        for line in ["", "x", "a b", "c", "c No", "c a b"] {
            assert_eq!(verb(line), None, "{line:?}");
        }
        let names = |id: &str| Decision { verb: Verb::Skip, id: id.to_owned() }.names("cnn.com/tip");
        assert!(names("cnn.com/tip") && names("cnn.com/*") && names("*") && !names("cnn.com/tips"));
    }
}
