//! Which glued phrases are the same but for a name? `Ann Wit/Getty Images` and `Bo Larsen/Getty Images` are one.

use std::collections::BTreeMap;

use crate::survey::look;

/// Phrases from which on their names become a pattern.
const MIN_ALIKE: usize = 2;

/// Phrases that share their first or their last words, and are names otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Alike {
    /// What stands before the name; empty where the name comes first.
    pub before: String,
    pub after: String,
    /// The numbers of the phrases.
    pub members: Vec<usize>,
}

/// Groups phrases; one that is alone belongs to no group.
pub fn group(phrases: &[&str]) -> Vec<Alike> {
    let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (number, phrase) in phrases.iter().enumerate() {
        if let Some(key) = after_name(phrase).or_else(|| before_name(phrase)) {
            groups.entry(key).or_default().push(number);
        }
    }
    groups.retain(|_, members| members.len() >= MIN_ALIKE);
    groups.into_iter().map(|((before, after), members)| Alike { before, after, members }).collect()
}

/// A name and a slash, as in credits: what comes from the slash on.
fn after_name(phrase: &str) -> Option<(String, String)> {
    let (name, rest) = phrase.split_once('/')?;
    (look::is_names(name) && look::has_words(rest)).then(|| (String::new(), format!("/{rest}")))
}

/// A label with a colon, and a name after it.
fn before_name(phrase: &str) -> Option<(String, String)> {
    let (label, name) = phrase.split_once(": ")?;
    (look::is_names(name) && !label.contains('/')).then(|| (format!("{label}: "), String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_set_aside() {
        let phrases =
            ["Ann Wit/Getty Images", "Photo: AP", "Bo Larsen/Getty Images", "Photo: Getty Images", "Read more: here"];
        let got: Vec<(String, String, Vec<usize>)> =
            group(&phrases).into_iter().map(|alike| (alike.before, alike.after, alike.members)).collect();
        let want = [("", "/Getty Images", vec![0, 2]), ("Photo: ", "", vec![1, 3])];
        assert_eq!(got, want.map(|(before, after, members)| (before.to_owned(), after.to_owned(), members)));
    }
}
