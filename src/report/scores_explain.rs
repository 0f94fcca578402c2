//! Why has an outlet the score that it has? Each kind of dirt with its reason, its rate and examples.

use std::fmt::Write;

use anstyle::Style;

use crate::judge::evidence::settings::Settings;
use crate::judge::outlet::cell::Count;
use crate::judge::outlet::copies::Copies;
use crate::judge::outlet::estimate::wilson;
use crate::judge::outlet::table::Dirt;
use crate::judge::outlet::table::Row;
use crate::report::paint::NOTE;
use crate::report::paint::columns_of;
use crate::report::paint::fit;
use crate::report::paint::paint;
use crate::report::paint::thousands;
use crate::report::paint::wrap;
use crate::report::scores_copies;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Points a document below which a kind of dirt is not told: it rounds to nothing.
const TOLD_POINTS: f64 = 0.05;

/// Copies that are named.
const COPIES: usize = 3;

/// Returns what an outlet lost points for, worst first, with examples.
pub fn explain(row: &Row, copies: &Copies<'_>, settings: &Settings, width: usize) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{} · {NOTE}", paint(BOLD, &row.name));
    let dates = match (&row.cell.first, &row.cell.last) {
        (Some(first), Some(last)) => format!(", {first} to {last}"),
        _ => String::new(),
    };
    let (raw, clean) = (row.raw, row.clean);
    let _ = writeln!(out, "{} documents{dates} · grade {}", thousands(row.documents), row.grade.text());
    let _ = writeln!(
        out,
        "as they came   {:>5.1} [{:.1} to {:.1}], plain mean {:.1}\nafter cleaning {:>5.1} [{:.1} to {:.1}]\n",
        raw.score, raw.low, raw.high, raw.mean, clean.score, clean.low, clean.high
    );
    for dirt in row.dirt.iter().filter(|dirt| dirt.points >= TOLD_POINTS) {
        let why = settings.metrics.get(dirt.metric).map_or("", |charge| &charge.why);
        let head = format!("{:>5.1}  {}", dirt.points, dirt.name);
        let _ = writeln!(out, "{}  {}", paint(BOLD, &head), paint(DIM, &rate(dirt)));
        for line in wrap(why, width.saturating_sub(7)) {
            let _ = writeln!(out, "       {line}");
        }
        examples(&mut out, row, copies, dirt.metric, width);
    }
    if row.dirt.is_empty() {
        let _ = writeln!(out, "no points lost");
    }
    elsewhere(&mut out, row, copies, width);
    months(&mut out, row);
    out
}

/// Tells what stood in other outlets before: mostly an agency's, and never charged.
fn elsewhere(out: &mut String, row: &Row, copies: &Copies<'_>, width: usize) {
    let shares = row.copies;
    if shares.near_copies + shares.reworked == 0 {
        return;
    }
    let head = format!(
        "\nin another outlet before, of {} documents compared: {} whole, {} in part (a tag, no points)",
        thousands(shares.compared),
        thousands(shares.near_copies),
        thousands(shares.reworked)
    );
    let _ = writeln!(out, "{}", paint(BOLD, &head));
    for text in scores_copies::of_outlet(&row.name, copies, false).take(COPIES) {
        let _ = writeln!(out, "       {}", paint(DIM, fit(&format!("· {text}"), width.saturating_sub(7)).trim_end()));
    }
}

/// Months that are told, the newest.
const MONTHS: usize = 12;

fn months(out: &mut String, row: &Row) {
    let months = &row.cell.months;
    if months.len() < 2 {
        return;
    }
    let _ = writeln!(out, "\n{}", paint(BOLD, "by month, plain mean as they came → after cleaning"));
    for (name, month) in months.iter().skip(months.len().saturating_sub(MONTHS)) {
        let n = month.documents.max(1) as f64 * 100.0;
        let (raw, clean) = (month.raw.sum as f64 / n, month.clean.sum as f64 / n);
        let _ = writeln!(out, "  {name:<8} {raw:>5.1} → {clean:<5.1}  n {}", thousands(month.documents));
    }
}

fn rate(dirt: &Dirt) -> String {
    if dirt.applicable == 0 {
        return "found in the outlet as a whole".to_owned();
    }
    let (low, high) = wilson(dirt.hits, dirt.applicable);
    let percent = |share: f64| share * 100.0;
    format!(
        "in {} of {} documents: {:.1} % [{:.1} to {:.1}]",
        thousands(dirt.hits),
        thousands(dirt.applicable),
        percent(dirt.hits as f64 / dirt.applicable as f64),
        percent(low),
        percent(high)
    )
}

fn examples(out: &mut String, row: &Row, copies: &Copies<'_>, metric: &str, width: usize) {
    let mut say = |text: &str| {
        let _ = writeln!(out, "       {}", paint(DIM, fit(&format!("· {text}"), width.saturating_sub(7)).trim_end()));
    };
    if metric == "duplicate" {
        scores_copies::of_outlet(&row.name, copies, true).take(COPIES).for_each(|text| say(&text));
    }
    for example in row.cell.metrics.get(metric).map(|count: &Count| count.examples.values()).into_iter().flatten() {
        let place = if example.place == example.id { String::new() } else { format!(" ({})", example.place) };
        let shown = shown(&example.text);
        let text = if shown.is_empty() { String::new() } else { format!(": “{shown}”") };
        say(&format!("{}{place}{text}", example.id));
    }
}

/// Returns an example as it can be seen: a character that shows nothing by its number.
fn shown(text: &str) -> String {
    let unseen = |c: char| columns_of(c.encode_utf8(&mut [0; 4])) == 0 || c == '\u{ad}' || c.is_control();
    match text.trim() {
        one if one.chars().count() == 1 && one.chars().all(unseen) => {
            one.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect()
        }
        more => more.to_owned(),
    }
}
