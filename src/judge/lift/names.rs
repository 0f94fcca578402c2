//! Which names of people stand in a line, and is a name that of a person at all?

use std::sync::LazyLock;

use serde::Deserialize;

use crate::rule::data;

/// Words of a person's name at most: `María de los Ángeles Fernández y Gómez` has seven.
const MAX_WORDS: usize = 7;

/// `rules/lift/names.yml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    joiners: Vec<String>,
    leads: Vec<String>,
    nobody: Vec<String>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| data::built_in(include_str!("../../../rules/lift/names.yml")));

/// Returns the names of a list such as `Ann Lee, Bo Ek and Cy Fox`, in order.
pub fn names(text: &str) -> Vec<String> {
    let mut names: Vec<Vec<&str>> = vec![Vec::new()];
    for part in text.split([',', ';', '、', '،', '|', '/']) {
        for token in part.split_whitespace() {
            let lower = token.to_lowercase();
            if NAMES.joiners.contains(&lower) {
                names.push(Vec::new());
            } else if let Some(name) = names.last_mut()
                && !(name.is_empty() && NAMES.leads.contains(&lower))
            {
                name.push(token);
            }
        }
        names.push(Vec::new());
    }
    let joined = names.into_iter().map(|name| name.join(" ").trim_matches(['.', ':', '-', '–', '—', ' ']).to_owned());
    joined.filter(|name| name.chars().any(char::is_alphabetic)).collect()
}

/// Returns whether an author that a page names may be a person or a desk: no address, no account, no `admin`.
pub fn is_author(name: &str) -> bool {
    let lower = name.trim().to_lowercase();
    let account = lower.contains(['@', '{', '<', '=', '_']) || lower.contains("//") || lower.starts_with("www.");
    let digits = lower.chars().filter(char::is_ascii_digit).count();
    let letters = lower.chars().filter(|c| c.is_alphabetic()).count();
    !account && letters > 1 && digits <= letters / 2 && !NAMES.nobody.contains(&lower)
}

/// Returns whether a name in running text can be that of a person: two words or more, each with a capital, but for
/// particles; or in a script without capitals.
pub fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&str| word.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase());
    let capitals = words.iter().filter(|word| capital(word)).count();
    is_author(name)
        && (2..=MAX_WORDS).contains(&words.len())
        && capitals * 2 > words.len()
        && words.first().is_some_and(capital)
        && words.last().is_some_and(capital)
        && !name.chars().any(|c| c.is_ascii_digit() || matches!(c, ':' | '!' | '?' | '"' | '(' | ')'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_names() {
        for (text, want) in [
            ("Seb Oar, Sam Elm and Jo Kay", vec!["Seb Oar", "Sam Elm", "Jo Kay"]),
            ("By Ann de la Cruz", vec!["Ann de la Cruz"]),
            ("von Eva Roth und Jan Berg", vec!["Eva Roth", "Jan Berg"]),
            ("ANN LEE, and BO EK", vec!["ANN LEE", "BO EK"]),
            ("12", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(names(text), want, "{text}");
        }
    }

    #[test]
    fn authors_and_people() {
        for (name, author, person) in [
            ("Ann Lee", true, true),
            ("Ludwig van Beethoven", true, true),
            ("Harbour Desk", true, true),
            ("cyfox", true, false),
            ("admin", false, false),
            ("Super User", false, false),
            ("@annlee", false, false),
            ("https://a.example/ann", false, false),
            ("ann@a.example", false, false),
            ("5 min read", true, false),
            ("王小明", true, false),
            ("", false, false),
        ] {
            assert_eq!((is_author(name), is_person(name)), (author, person), "{name}");
        }
    }
}
