//! Which literals must a text hold for a regex to match at all? They let one automaton skip nearly every regex.

use regex_syntax::hir::Class;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;

/// Literals shorter than this (bytes) occur in nearly every line and would skip nothing.
const MIN_BYTES: usize = 3;
/// A set of alternatives larger than this costs more in the automaton than it saves.
const MAX_SET: usize = 64;

/// Returns a set of lower-case literals of which every match holds at least one; `None` where no such set is known.
///
/// Case is folded: `(?i)` costs nothing. Of several required sets the one whose shortest literal is longest wins.
pub fn required(hir: &Hir) -> Option<Vec<String>> {
    let set = best(hir)?;
    (score(&set) >= MIN_BYTES).then_some(set)
}

fn best(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Capture(capture) => best(&capture.sub),
        HirKind::Repetition(repeat) if repeat.min > 0 => best(&repeat.sub),
        HirKind::Alternation(parts) => union(parts),
        HirKind::Concat(parts) => of_concat(parts),
        HirKind::Literal(_) | HirKind::Class(_) => literal_of(hir).map(|text| vec![text]),
        _ => None,
    }
}

fn union(parts: &[Hir]) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for part in parts {
        all.extend(best(part)?);
    }
    all.sort();
    all.dedup();
    (all.len() <= MAX_SET).then_some(all)
}

/// The best of the runs of literal parts and of the parts that hold a set of their own.
fn of_concat(parts: &[Hir]) -> Option<Vec<String>> {
    let mut winner: Option<Vec<String>> = None;
    let mut offer = |set: Vec<String>| {
        if winner.as_ref().is_none_or(|held| score(&set) > score(held)) {
            winner = Some(set);
        }
    };
    let mut run = String::new();
    for part in parts {
        if let Some(text) = literal_of(part) {
            run.push_str(&text);
            continue;
        }
        if !run.is_empty() {
            offer(vec![std::mem::take(&mut run)]);
        }
        if let Some(set) = best(part) {
            offer(set);
        }
    }
    if !run.is_empty() {
        offer(vec![run]);
    }
    winner
}

fn score(set: &[String]) -> usize {
    set.iter().map(String::len).min().unwrap_or(0)
}

/// Returns the text of a literal, or of a class that holds one letter in its cases (`[Nn]` from `(?i)n`).
fn literal_of(hir: &Hir) -> Option<String> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(std::str::from_utf8(&literal.0).ok()?.to_lowercase()),
        HirKind::Class(Class::Unicode(class)) => {
            let chars: Vec<char> = class.iter().take(5).flat_map(|r| (r.start()..=r.end()).take(5)).collect();
            let first = lower(*chars.first()?)?;
            (chars.len() <= 4 && chars.iter().all(|c| lower(*c) == Some(first))).then(|| first.to_string())
        }
        _ => None,
    }
}

/// The letter that all of its cases fold to: through upper case, as `(?i)` also takes odd forms (`ſ`, `ᲂ`) for it.
fn lower(c: char) -> Option<char> {
    let only = |mut all: Box<dyn Iterator<Item = char>>| all.next().filter(|_| all.next().is_none());
    let upper = only(Box::new(c.to_uppercase())).unwrap_or(c);
    only(Box::new(upper.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn required_literals_of_regexes() {
        for (regex, want) in [
            ("(?i)sign up for .* newsletter", Some(vec!["sign up for "])),
            (r"\d+ min(ute)?s? read", Some(vec![" read"])),
            ("(AP|AFP|Reuters) Photo", Some(vec![" photo"])),
            ("(?:Getty|Reuters)", Some(vec!["getty", "reuters"])),
            (r"\d{1,3}", None),
            ("a?b?", None),
            ("(?i)подписаться", Some(vec!["подписаться"])),
        ] {
            let hir = regex_syntax::parse(regex).expect(regex);
            assert_eq!(required(&hir), want.map(|w| w.into_iter().map(str::to_owned).collect()), "{regex}");
        }
    }
}
