//! Why does a document come out as it does? The listing with the reason of every cut and of every claim that lost.

use std::collections::BTreeMap;

use anstyle::AnsiColor;
use anstyle::Style;

use crate::document::Block;
use crate::document::Document;
use crate::document::page::Within;
use crate::judge::Hygiene;
use crate::judge::Lost;
use crate::judge::Metadata;
use crate::judge::Verdict;
use crate::judge::repair::REPAIRS;
use crate::mark::Mark;
use crate::mark::prose;
use crate::report::listing;
use crate::report::listing::KEEP;
use crate::report::listing::Row;
use crate::report::paint;
use crate::text::Span;

/// Columns that stand before a reason, so that it lies under the text of its row.
const INDENT: &str = "               ";
/// Points below which a measure is not told: it rounds to nothing.
const TOLD_POINTS: f64 = 0.05;
/// Lines on which the lost claims of one rule are told; what a wide rule lost on every line drowns the rest.
const TOLD_LINES: usize = 2;
/// Chances from which the trained model is told to be sure of main content, and to think so.
const SURE: f32 = 0.9;
const LIKELY: f32 = 0.5;
/// Columns below which a terminal's lines are left to the terminal.
const MIN_WIDTH: usize = 40;

/// What an element above a line may be, and the word for it.
const PLACES: &[(Within, &str)] = &[
    (Within::NAV, "nav"),
    (Within::ASIDE, "aside"),
    (Within::FOOTER, "footer"),
    (Within::HEADER, "header"),
    (Within::FORM, "form"),
    (Within::DIALOG, "dialog"),
    (Within::HIDDEN, "hidden"),
    (Within::NOSCRIPT, "noscript"),
    (Within::FIGURE, "figure"),
    (Within::TABLE, "table"),
    (Within::ARTICLE, "article"),
    (Within::MAIN, "main"),
];

/// Returns the explanation, for a person.
///
/// `width`: columns of the terminal; lines are cut and reasons wrapped to fit. Without it lines are whole, as files
/// want them. Styled: who prints it strips the style where colour is not wanted.
pub fn explain(document: &Document, verdict: &Verdict, width: Option<usize>) -> String {
    let width = width.filter(|width| *width >= MIN_WIDTH);
    let mut lost: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = String::new();
    let rows = listing::rows(document, verdict);
    let mut losers = Losers { ahead: &verdict.lost, open: Vec::new() };
    let mut rows = rows
        .iter()
        .map(|row| (row, notes(document, row, verdict, &mut losers, &mut lost)))
        .collect::<Vec<_>>()
        .into_iter()
        .peekable();
    while let Some((row, notes)) = rows.next() {
        out.push_str(&shown(row, document, width));
        // What is said of several lines in a row is said once, after the last.
        if rows.peek().is_some_and(|(_, next)| *next == notes) {
            continue;
        }
        for note in notes {
            out.push_str(&wrapped(&note, width));
        }
    }
    for (rule, lines) in lost.into_iter().filter(|(_, lines)| *lines > TOLD_LINES) {
        let is_repair = REPAIRS.iter().any(|repair| repair.name() == rule);
        let what = if is_repair { "mended" } else { "lost on" };
        out.push_str(&wrapped(&format!("· {rule} {what} {} more lines", lines - TOLD_LINES), width));
    }
    out.push_str(&summary(verdict));
    out
}

fn shown(row: &Row<'_>, document: &Document, width: Option<usize>) -> String {
    let line = row.line(&document.text);
    let line = width.map_or(line.clone(), |width| paint::fit(&line, width).trim_end().to_owned());
    if row.category == KEEP { line + "\n" } else { paint::paint(Style::new().dimmed(), &line) + "\n" }
}

/// Returns a reason under its row, on as many lines as it needs.
fn wrapped(note: &str, width: Option<usize>) -> String {
    let style = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
    let room = width.map_or(usize::MAX, |width| width.saturating_sub(INDENT.len() + 2));
    let lines = paint::wrap(note, room);
    let told = lines.iter().enumerate().map(|(at, line)| {
        let hang = if at == 0 { "" } else { "  " };
        format!("{INDENT}{}\n", paint::paint(style, &format!("{hang}{line}")))
    });
    told.collect()
}

/// Returns what speaks for and against a row: the claims that cut it, those that lost, and what its markup says.
fn notes<'a>(
    document: &Document,
    row: &Row<'_>,
    verdict: &'a Verdict,
    losers: &mut Losers<'a>,
    seen: &mut BTreeMap<&'a str, usize>,
) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    if row.category != KEEP {
        let first = verdict.cuts.partition_point(|cut| cut.span.end <= row.span.start);
        let cuts = verdict.cuts.iter().skip(first).take_while(|cut| cut.span.start < row.span.end);
        let own = cuts.filter(|cut| *cut.mark.category == *row.category);
        notes.extend(own.map(|cut| format!("└ cut by {}", told(&cut.mark))));
    }
    let before = notes.len();
    for lost in losers.of(row.span) {
        let lines = seen.entry(&lost.mark.by).or_default();
        *lines += 1;
        if *lines <= TOLD_LINES {
            notes.push(format!("· not {}: {}", told(&lost.mark), lost.because));
        }
    }
    let first = verdict.repairs.partition_point(|change| change.span.end <= row.span.start);
    let near = verdict.repairs.iter().skip(first).take_while(|change| change.span.start <= row.span.end);
    for change in near.filter(|change| change.span.overlaps(row.span) || row.span.end == change.span.start) {
        let lines = seen.entry(change.repair).or_default();
        *lines += 1;
        if *lines <= TOLD_LINES {
            notes.push(format!("~ {}: {:?} becomes {:?}", change.repair, change.span.of(&document.text), change.with));
        }
    }
    notes.dedup();
    let contested = notes.len() > before;
    let at = document.blocks.partition_point(|block| block.span.end <= row.span.start);
    if contested && let Some(facts) = document.blocks.get(at).and_then(|block| facts(block, document)) {
        notes.push(facts);
    }
    if row.category == KEEP
        && let Some(chance) = verdict.main.get(at)
    {
        notes.insert(0, taken(*chance));
    }
    notes
}

/// The claims that lost, met row after row from the first to the last.
struct Losers<'a> {
    /// Those that no row has reached yet, in order.
    ahead: &'a [Lost],
    /// Those that a row has reached and none has passed.
    open: Vec<&'a Lost>,
}

impl<'a> Losers<'a> {
    /// Returns those on a row, in order.
    fn of(&mut self, row: Span) -> impl Iterator<Item = &'a Lost> {
        let reached = self.ahead.partition_point(|lost| lost.mark.span.start < row.end);
        let (reached, ahead) = self.ahead.split_at(reached);
        self.ahead = ahead;
        self.open.extend(reached);
        self.open.retain(|lost| lost.mark.span.end > row.start);
        self.open.clone().into_iter().filter(move |lost| lost.mark.span.overlaps(row))
    }
}

/// Returns what the trained model says for a line that is kept.
fn taken(chance: f32) -> String {
    let sure = match chance {
        chance if chance >= SURE => "main content, surely (0.90 and more)",
        chance if chance >= LIKELY => "main content, likely (0.50 and more)",
        _ => "in doubt (below 0.50): as much of the page is kept as is likely to serve best",
    };
    format!("+ content/model: {sure}")
}

fn told(mark: &Mark) -> String {
    format!("{} ({:.2}) — {}", mark.by, mark.confidence, mark.why.trim_end_matches('.'))
}

/// Returns what the markup says of a line: what was weighed against the claims.
fn facts(block: &Block, document: &Document) -> Option<String> {
    let markup = block.markup.as_ref()?;
    let places: Vec<&str> = PLACES.iter().filter(|(set, _)| markup.within.has(*set)).map(|(_, name)| *name).collect();
    let places = if places.is_empty() { String::new() } else { format!(" in {}", places.join(", ")) };
    let links = prose::link_percent(block, document.text_of(block));
    let words = if block.words == 1 { "word" } else { "words" };
    Some(format!("· <{}>{places}, {} {words}, {links} % in links", markup.tag, block.words))
}

fn summary(verdict: &Verdict) -> String {
    let language = verdict.language.as_ref();
    let code = language.map_or("und", |language| language.code.as_str());
    let sure = language.map_or(0.0, |language| language.confidence);
    let alarms: String = verdict.alarms.iter().map(|alarm| format!("alarm      {alarm}\n")).collect();
    format!(
        "\nverdict    {}\nlanguage   {code} ({sure:.2})\n{}{alarms}{}",
        verdict.kind.as_str(),
        metadata(&verdict.metadata),
        hygiene(&verdict.hygiene)
    )
}

/// Returns a line a field: its value, and where it was found; and what contradicts it.
fn metadata(metadata: &Metadata) -> String {
    let minutes = metadata.reading_minutes.map(|minutes| format!("{minutes} min"));
    let list = |names: &[String]| Some(names.join(", ")).filter(|names| !names.is_empty());
    let fields = [
        ("title", metadata.title.clone()),
        ("authors", list(&metadata.authors)),
        ("contributors", list(&metadata.contributors)),
        ("published", metadata.published.clone()),
        ("modified", metadata.modified.clone()),
        ("section", metadata.section.clone()),
        ("source", metadata.source.clone()),
        ("reading", minutes),
        ("tags", list(&metadata.tags)),
        ("site", metadata.site.clone()),
        ("url", metadata.url.clone()),
        ("next", metadata.next.clone()),
        ("claims", metadata.language.clone()),
        ("image", metadata.image.clone()),
    ];
    let mut out = String::new();
    for (name, value) in fields {
        let key = if name == "claims" { "language" } else { name };
        let origin = metadata.found_in.get(key).map_or_else(String::new, |origin| format!("  ({origin})"));
        if let Some(value) = value {
            out.push_str(&format!("{name:<10} {}{origin}\n", paint::plain(&value)));
        }
        for conflict in metadata.conflicts.iter().filter(|conflict| conflict.field == key) {
            let (value, found_in, why) = (paint::plain(&conflict.value), conflict.found_in, conflict.why);
            out.push_str(&format!("           not {value} ({found_in}): {why}\n"));
        }
    }
    out
}

fn hygiene(hygiene: &Hygiene) -> String {
    let Hygiene { raw, clean, measures, .. } = hygiene;
    let mut text = format!("hygiene    {raw:.0} as it came, {clean:.0} clean (text hygiene, not truthfulness)\n");
    let mut costly: Vec<_> = measures.iter().filter(|measure| measure.points >= TOLD_POINTS).collect();
    costly.sort_by(|a, b| b.points.total_cmp(&a.points).then_with(|| a.metric.cmp(b.metric)));
    for measure in costly {
        let line = format!("{:>8.1}   {} = {:.3} {}\n", -measure.points, measure.metric, measure.value, measure.unit);
        text.push_str(&line);
    }
    text
}
