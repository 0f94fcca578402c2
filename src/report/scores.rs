//! How do outlets and documents compare, for a person at a terminal? Text hygiene, not truthfulness.

use std::fmt::Write;

use anstyle::Style;

use crate::judge::evidence::settings::Settings;
use crate::judge::outlet::Key;
use crate::judge::outlet::copies::Copies;
use crate::judge::outlet::estimate::Grade;
use crate::judge::outlet::estimate::Standing;
use crate::judge::outlet::sample::Hex;
use crate::judge::outlet::table::Change;
use crate::judge::outlet::table::Dirt;
use crate::judge::outlet::table::Row;
use crate::judge::outlet::table::Table;
use crate::judge::outlet::whole::Kept;
use crate::report::paint;
use crate::report::paint::NOTE;
use crate::report::paint::fit;
use crate::report::paint::paint;
use crate::report::paint::thousands;
use crate::report::scores_copies;

/// One document as a row.
#[derive(Clone, Debug)]
pub struct DocumentRow {
    pub id: String,
    pub place: String,
    pub key: Key,
    /// Under which its text is kept; `None` for a document without words.
    pub text: Option<Hex>,
    pub kind: &'static str,
    pub raw: f64,
    pub clean: f64,
    /// Metric and points, the worst first.
    pub dirt: Vec<(&'static str, f64)>,
    pub signals: Vec<&'static str>,
    /// What the dump as a whole says of it is charged once that is known.
    pub kept: Kept,
}

/// Cells of the bar: five points each.
const BAR: usize = 20;

/// Rows that are shown whatever they stand for; of more, outlets with too few documents are only counted.
const SHORT: usize = 30;

/// Columns that the parts of a row need, and from which width of the terminal on they are shown.
const SUB_SCORES_FROM: usize = 110;
const BAR_FROM: usize = 84;
const LEAST_NAME: usize = 14;
const MOST_NAME: usize = 28;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Returns the table of outlets in `width` columns; `all` shows those with too few documents as well.
pub fn outlets(table: &Table<'_>, settings: &Settings, width: usize, all: bool) -> String {
    let what = table.by.name();
    let few = |row: &&Row| row.grade.standing == Standing::TooFew;
    let hide = !all && table.rows.len() > SHORT && table.rows.iter().any(|row| !few(&row));
    let shown = || table.rows.iter().filter(|row| !hide || !few(row));
    let name = shown().map(|row| row.name.chars().count()).max().unwrap_or(0).clamp(LEAST_NAME, MOST_NAME);
    let columns = Columns { width, name };
    let mut out = String::new();
    let count = |n: usize, one: &str| format!("{} {one}{}", thousands(n as u64), if n == 1 { "" } else { "s" });
    let (documents, rows) = (count(table.documents as usize, "document"), count(table.rows.len(), what));
    let _ = writeln!(out, "{} · {documents} of {rows}\n", paint(BOLD, NOTE));
    let _ = writeln!(out, "{}", paint(DIM, &columns.head(what)));
    for row in shown() {
        let _ = writeln!(out, "{}", columns.row(row));
    }
    let left_out = table.rows.iter().filter(few).count();
    if hide && left_out > 0 {
        let text = format!(
            "… and {} with fewer than {} documents: --all shows them",
            count(left_out, what),
            settings.grades.provisional
        );
        let _ = writeln!(out, "{}", paint(DIM, &text));
    }
    let _ = write!(out, "\n{}{}", scores_copies::summary(&table.copies, width), legend(table, settings, width));
    out
}

struct Columns {
    width: usize,
    name: usize,
}

impl Columns {
    fn bar(&self) -> bool {
        self.width >= BAR_FROM
    }

    fn sub_scores(&self) -> bool {
        self.width >= SUB_SCORES_FROM
    }

    /// What is left for the dirt; it may be nothing.
    fn dirt(&self) -> usize {
        let used = 9
            + 2
            + self.name
            + 2
            + if self.bar() { BAR + 1 } else { 0 }
            + 3
            + 5
            + 8
            + if self.sub_scores() { 13 } else { 0 }
            + 2;
        self.width.saturating_sub(used)
    }

    fn head(&self, what: &str) -> String {
        let bar = if self.bar() { fit("0 · score · 100", BAR + 1) } else { String::new() };
        let sub = if self.sub_scores() { "  res dam ide" } else { "" };
        let head = format!("{} {}  {bar}raw→clean {:>6}{sub}", fit("grade", 10), fit(what, self.name), "n");
        format!("{head}  {}", fit("worst dirt (points a document)", self.dirt())).trim_end().to_owned()
    }

    fn row(&self, row: &Row) -> String {
        let faint = row.grade.standing == Standing::TooFew;
        let colour = if faint { DIM } else { paint::of_letter(row.grade.letter) };
        let bar = if self.bar() { paint(colour, &bar(row)) + " " } else { String::new() };
        let sub: String = match self.sub_scores() {
            true => row.groups.iter().fold(String::from(" "), |text, (_, raw, _)| text + &format!(" {raw:>3.0}")),
            false => String::new(),
        };
        let grade = paint(colour, &fit(&grade(row.grade), 10));
        let (raw, clean, n) = (row.raw.score, row.clean.score, thousands(row.documents));
        let name = if faint { fit(&row.name, self.name) } else { paint(BOLD, &fit(&row.name, self.name)) };
        let text = format!("{grade} {name}  {bar}{raw:>3.0} → {clean:<3.0} {n:>6}{sub}");
        format!("{text}  {}", paint(DIM, &dirt(&row.dirt, self.dirt()))).trim_end().to_owned()
    }
}

/// A provisional grade bears a tilde.
fn grade(grade: Grade) -> String {
    match grade.standing {
        Standing::Provisional => format!("~{}", grade.text()),
        _ => grade.text(),
    }
}

/// Full up to the lower end of the interval, shaded to its upper end.
fn bar(row: &Row) -> String {
    let cell = |points: f64| (points / 100.0 * BAR as f64).round() as usize;
    let (low, high) = (cell(row.raw.low).min(BAR), cell(row.raw.high).min(BAR));
    "█".repeat(low) + &"▒".repeat(high - low) + &"·".repeat(BAR - high)
}

/// The three worst, as many as fit.
fn dirt(dirt: &[Dirt], width: usize) -> String {
    let named: Vec<(&str, f64)> = dirt.iter().map(|dirt| (dirt.name, dirt.points)).collect();
    list(&named, width)
}

fn list(dirt: &[(&str, f64)], width: usize) -> String {
    let mut out = String::new();
    for (name, points) in dirt.iter().filter(|(_, points)| *points >= 0.05).take(3) {
        let next = format!("{}{} {points:.1}", if out.is_empty() { "" } else { ", " }, name.replace('-', " "));
        if out.chars().count() + next.chars().count() > width {
            break;
        }
        out += &next;
    }
    out
}

fn legend(table: &Table<'_>, settings: &Settings, width: usize) -> String {
    let text = format!(
        "score: of the texts as they came, 0 to 100, with its 95 % interval (▒), drawn to the mean of all ({:.0}) where n \
         is small; standard deviation between outlets {:.1}, within one {:.1}. clean: of what cleaning leaves.\n\
         grade: of the text as it came; ~ is provisional (n < {}), (A–C) spans the interval. res, dam, ide: by \
         residue, damage and identity alone. {NOTE}: nothing here says whether an outlet tells the truth.",
        table.raw.mean,
        table.raw.between.sqrt(),
        table.raw.within.sqrt(),
        settings.grades.graded,
    );
    paint::wrapped(DIM, &text, width)
}

/// Returns a table of documents, in the order given.
pub fn documents(rows: &[DocumentRow], copies: &Copies<'_>, width: usize) -> String {
    let longest = |text: fn(&DocumentRow) -> &str, most| {
        rows.iter().map(|row| text(row).chars().count()).max().unwrap_or(0).clamp(LEAST_NAME, most)
    };
    let (id, outlet) = (longest(|row| &row.id, MOST_NAME + 8), longest(|row| &row.key.outlet, MOST_NAME - 4));
    let mut out = String::new();
    let n =
        if rows.len() == 1 { "1 document".to_owned() } else { format!("{} documents", thousands(rows.len() as u64)) };
    let _ = writeln!(out, "{} · {n}\n", paint(BOLD, NOTE));
    let head = format!("raw → clean  {}  {}  kind          dirt (points)", fit("document", id), fit("outlet", outlet));
    let _ = writeln!(out, "{}", paint(DIM, &head));
    for row in rows {
        let left = width.saturating_sub(13 + id + 2 + outlet + 2 + 14);
        let mut dirt = list(&row.dirt, left);
        if row.signals.contains(&"spun-copy") && !dirt.contains("spun") {
            dirt = fit(&format!("spun copy! {dirt}"), left).trim_end().to_owned();
        }
        if let Some(tag) = scores_copies::tag(row, copies) {
            dirt = fit(&format!("{tag}; {dirt}"), left).trim_end_matches([' ', ';']).to_owned();
        }
        let scores = format!("{:>3.0} → {:<5.0}", row.raw, row.clean);
        let (name, from) = (fit(&row.id, id), fit(&row.key.outlet, outlet));
        let line = format!("{}  {name}  {from}  {}{}", paint(BOLD, &scores), fit(row.kind, 14), paint(DIM, &dirt));
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// Returns a table of changes: greater than noise first.
pub fn changes(changes: &[Change], width: usize) -> String {
    let name =
        changes.iter().map(|c| c.name.chars().count()).max().unwrap_or(0).clamp(LEAST_NAME, MOST_NAME.min(width));
    let mut out = String::new();
    let beyond = changes.iter().filter(|change| change.beyond_noise).count();
    let _ = writeln!(out, "{} · {} outlets in both, {beyond} changed beyond noise\n", paint(BOLD, NOTE), changes.len());
    let _ =
        writeln!(out, "{}", paint(DIM, &format!("{}    old    new  change       n old → new", fit("outlet", name))));
    for change in changes {
        let (old, new) = change.documents;
        let noise = if change.beyond_noise { "" } else { "  within noise" };
        let style = if change.beyond_noise { BOLD } else { DIM };
        let line = format!(
            "{} {:>6.1} {:>6.1}  {:>+6.1}  {:>6} → {}{noise}",
            fit(&change.name, name),
            change.old.mean,
            change.new.mean,
            change.points,
            thousands(old),
            thousands(new)
        );
        let _ = writeln!(out, "{}", paint(style, &line));
    }
    out
}
