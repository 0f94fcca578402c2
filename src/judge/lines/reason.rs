//! Why does the model claim a line? In words, from what added most to its score.

use std::sync::LazyLock;

use crate::judge::lines::names::NAMES;
use crate::judge::lines::names::Row;

/// How many reasons a sentence gives besides what the line itself looks like.
const TOLD: usize = 2;

/// What a feature tells of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    Words,
    Neighbours,
    Claims,
    Place,
    Twins,
    Page,
    Line,
}

const FAMILIES: [Family; 6] =
    [Family::Words, Family::Neighbours, Family::Claims, Family::Place, Family::Twins, Family::Page];

/// What each feature tells of. Every claim asks, and full-page texts have thousands.
static FAMILY_OF: LazyLock<[Family; NAMES.len()]> = LazyLock::new(|| NAMES.map(family));

/// Where the features stand that a sentence asks for.
const WORDS: usize = place_of("words");
const ENDING: usize = place_of("ending");
const FROM_RUN: usize = place_of("from-run-12");
const SHORT_NEAR: usize = place_of("short~8");
const WORDS_BEFORE: usize = place_of("words-before");

/// Returns one sentence: what the line looks like and the main reasons against it.
///
/// `steps` is what each feature added to the score, in log-odds.
pub fn of(steps: &[f32; NAMES.len()], row: &Row) -> String {
    let mut weights: Vec<(f32, Family)> = FAMILIES.into_iter().map(|family| (0.0, family)).collect();
    for (family, step) in FAMILY_OF.iter().zip(steps) {
        // Families stand in their order; what the line itself looks like is told anyway.
        if let Some((weight, _)) = weights.get_mut(*family as usize) {
            *weight += step;
        }
    }
    weights.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let told = weights.iter().filter(|(weight, _)| *weight > 0.0).take(TOLD);
    let mut phrases: Vec<(Family, &str)> = told.map(|(_, family)| (*family, phrase(*family, row))).collect();
    phrases.sort();
    let phrases: Vec<&str> = phrases.into_iter().map(|(_, phrase)| phrase).collect();
    match phrases[..] {
        [] => format!("{}.", line(row)),
        _ => format!("{} {}.", line(row), phrases.join(", ")),
    }
}

fn family(name: &str) -> Family {
    let tail = name.trim_start_matches("doc-");
    if name == "said" {
        Family::Words
    } else if tail.contains("claimed") || ["doubted", "since-comments", "since-related"].contains(&tail) {
        Family::Claims
    } else if tail.starts_with("twins") {
        Family::Twins
    } else if name.starts_with("doc-") {
        Family::Page
    } else if name.contains('~') || name.ends_with(|c: char| c.is_ascii_digit()) && !name.contains("run") {
        Family::Neighbours
    } else if ["before", "after", "since-", "until-", "run-", "gap", "position", "apart"]
        .iter()
        .any(|w| name.contains(w))
    {
        Family::Place
    } else {
        Family::Line
    }
}

fn line(row: &Row) -> &'static str {
    let words = value(row, WORDS).exp_m1();
    match words {
        words if words < 5.0 => "A short line",
        _ if value(row, ENDING) < 1.0 => "A line that is no sentence",
        _ => "A line",
    }
}

fn phrase(family: Family, row: &Row) -> &'static str {
    let run = value(row, FROM_RUN);
    match family {
        Family::Words => "with words of menus and notices",
        Family::Neighbours if value(row, SHORT_NEAR) >= 0.5 => "among short lines",
        Family::Neighbours => "among lines that are no running text",
        Family::Claims => "near lines that rules claim",
        Family::Place if run < 0.0 => "before the main run of text",
        Family::Place if run > 0.0 => "after the main run of text",
        Family::Place if value(row, WORDS_BEFORE) > 0.5 => "late in the text",
        Family::Place => "early in the text",
        Family::Twins => "where lines repeat within the text",
        Family::Page | Family::Line => "in a text with many such lines",
    }
}

/// Returns a feature by its place; 0 where there is none.
fn value(row: &Row, place: usize) -> f32 {
    row.get(place).copied().unwrap_or_default()
}

/// Returns the place of a feature by its name; beyond all where there is none of that name.
const fn place_of(name: &str) -> usize {
    let (name, mut place) = (name.as_bytes(), 0);
    while place < NAMES.len() {
        let (own, mut same) = (NAMES[place].as_bytes(), 0);
        while same < own.len() && same < name.len() && own[same] == name[same] {
            same += 1;
        }
        if same == own.len() && same == name.len() {
            break;
        }
        place += 1;
    }
    place
}
