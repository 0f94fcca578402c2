//! How do numbers and texts stand in the page?

use minijinja::Environment;
use minijinja::Error;
use minijinja::Output;
use minijinja::State;
use minijinja::Value;
use minijinja::escape_formatter;

use crate::report::paint;

/// Adds the filters of the templates.
pub fn add(env: &mut Environment<'_>) {
    env.add_filter("thousands", paint::thousands);
    env.add_filter("percent", percent);
    env.add_filter("points", |points: f64| format!("{points:.1}"));
    env.add_filter("whole", |points: f64| format!("{points:.0}"));
    env.add_filter("at", |points: f64| format!("{:.1}", points.clamp(0.0, 100.0)).trim_end_matches(".0").to_owned());
    env.add_filter("head_space", |text: &str| text[..text.len() - text.trim_start().len()].to_owned());
    env.add_filter("tail_space", |text: &str| {
        if text.trim().is_empty() { String::new() } else { text[text.trim_end().len()..].to_owned() }
    });
    env.add_filter("words", |id: &str| id.replace('-', " "));
    env.add_filter("bytes", bytes);
}

/// Writes a value: what is no plain text as it is, a plain text escaped and without control characters, which have no
/// place in HTML and could drive a terminal that shows the file.
pub fn write(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    match value.as_str() {
        Some(text) if !value.is_safe() && text.contains(odd) => {
            let shown: String = text.chars().map(|c| if odd(c) { '\u{fffd}' } else { c }).collect();
            escape_formatter(out, state, &Value::from(shown))
        }
        _ => escape_formatter(out, state, value),
    }
}

/// Two digits that count, and `0 %` for nothing only.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        0.0 => "0 %".to_owned(),
        p if p >= 99.95 || p.fract() == 0.0 => format!("{p:.0} %"),
        p if p >= 1.0 => format!("{p:.1} %"),
        p if p >= 0.01 => format!("{p:.2} %"),
        _ => "< 0.01 %".to_owned(),
    }
}

/// Decimal units, as file managers have them.
fn bytes(n: u64) -> String {
    let units = [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)];
    let unit = units.iter().find(|(_, size)| n as f64 >= *size);
    unit.map_or_else(|| format!("{n} bytes"), |(name, size)| format!("{:.1} {name}", n as f64 / size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_sizes_are_short() {
        for (share, want) in [
            (0.0, "0 %"),
            (0.12345, "12.3 %"),
            (0.002, "0.20 %"),
            (1e-6, "< 0.01 %"),
            (1.0, "100 %"),
            (0.994, "99.4 %"),
            (0.5, "50 %"),
        ] {
            assert_eq!(percent(share), want);
        }
        for (n, want) in [(12, "12 bytes"), (1500, "1.5 kB"), (24_642_184, "24.6 MB")] {
            assert_eq!(bytes(n), want);
        }
    }
}
