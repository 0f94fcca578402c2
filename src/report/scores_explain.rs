//! Why has an outlet the score that it has? Each kind of dirt with its reason, its rate and examples.

use std::fmt::Write;

use anstyle::Style;

use crate::judge::evidence::settings::Settings;
use crate::judge::outlet::cell::Count;
use crate::judge::outlet::estimate::wilson;
use crate::judge::outlet::table::Dirt;
use crate::judge::outlet::table::Row;
use crate::report::paint::NOTE;
use crate::report::paint::fit;
use crate::report::paint::paint;
use crate::report::paint::thousands;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Copies that are named.
const COPIES: usize = 3;

/// Returns what an outlet lost points for, worst first, with examples.
pub fn explain(row: &Row, settings: &Settings, width: usize) -> String {
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
        "as they came {:.1} [{:.1} to {:.1}], plain mean {:.1} · after cleaning {:.1} [{:.1} to {:.1}]\n",
        raw.score, raw.low, raw.high, raw.mean, clean.score, clean.low, clean.high
    );
    for dirt in &row.dirt {
        let why = settings.metrics.get(dirt.metric).map_or("", |charge| &charge.why);
        let head = format!("{:>5.1}  {}", dirt.points, dirt.name);
        let _ = writeln!(out, "{}  {}", paint(BOLD, &head), paint(DIM, &rate(dirt)));
        let _ = writeln!(out, "       {}", fit(why, width.saturating_sub(7)).trim_end());
        examples(&mut out, row, dirt.metric, width);
    }
    if row.dirt.is_empty() {
        let _ = writeln!(out, "no points lost");
    }
    out
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

fn examples(out: &mut String, row: &Row, metric: &str, width: usize) {
    let mut say = |text: &str| {
        let _ = writeln!(out, "       {}", paint(DIM, fit(&format!("· {text}"), width.saturating_sub(7)).trim_end()));
    };
    if metric == "duplicate" {
        for (id, documents) in row.cell.sample.most_copied(COPIES) {
            say(&format!("{id} came {documents} times"));
        }
    }
    for example in row.cell.metrics.get(metric).map(|count: &Count| count.examples.values()).into_iter().flatten() {
        let place = if example.place == example.id { String::new() } else { format!(" ({})", example.place) };
        let text = if example.text.is_empty() { String::new() } else { format!(": “{}”", example.text) };
        say(&format!("{}{place}{text}", example.id));
    }
}
