//! `presswash rules stats`: which rules fire in a dump and how often, where do they overlap, which never fire?

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::documents;
use crate::cli::documents::SkipArgs;
use crate::cli::print;
use crate::cli::reading::ReadArgs;
use crate::cli::reading::RuleArgs;
use crate::error::Error;
use crate::language;
use crate::pipeline::Cleaned;
use crate::rule::Unit;
use crate::rule::load;
use crate::rule::matcher::Hit;
use crate::rule::matcher::RuleSet;
use crate::rule::matcher::Scope;
use crate::rule::problem::count;
use crate::source::Source;

/// The version of the JSON that other programs read.
const SCHEMA: &str = "presswash.rule-stats/1";
/// Overlapping pairs that the table shows; the JSON has all.
const SHOWN_OVERLAPS: usize = 20;

#[derive(Debug, Args)]
pub struct StatsArgs {
    #[command(flatten)]
    reading: ReadArgs,
    #[command(flatten)]
    skip: SkipArgs,
    /// One JSON document
    #[arg(long)]
    json: bool,
}

/// What the rules do to a dump.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Stats {
    /// `presswash.rule-stats/1`
    pub schema: String,
    pub documents: u64,
    /// Rules that fired, the one in most documents first.
    pub rules: Vec<Row>,
    /// Pairs of rules that claim the same text, the most frequent first.
    pub overlaps: Vec<Overlap>,
    /// Rules that never fired, by id.
    pub never: Vec<String>,
}

/// What one rule did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Row {
    pub id: String,
    /// Documents in which it fired.
    pub documents: u64,
    /// Matches that hold: neighbours, exceptions and overrides allow them.
    pub hits: u64,
    /// Code points under them; 0 for a rule that gives a verdict.
    pub characters: u64,
    /// Matches that a neighbour or an exception refused.
    pub refused: u64,
}

/// Two rules that claim the same text.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Overlap {
    pub rules: [String; 2],
    /// Pairs of matches of the two that share text.
    pub hits: u64,
}

/// What the rules do to one document: numbers of rules, and of pairs of them.
#[derive(Default)]
struct Tally {
    rows: BTreeMap<usize, [u64; 4]>,
    pairs: BTreeMap<(usize, usize), u64>,
}

/// Counts, and writes a table or JSON.
///
/// # Errors
/// When an argument makes no sense, a rule file is broken, or `out` is closed.
pub fn run(args: &StatsArgs, user: &[PathBuf], out: &mut dyn Write) -> Result<u8, Error> {
    let set = load::load(user)?.compile();
    let rules = RuleArgs::of(user);
    let (mut documents, mut sum) = (0, Tally::default());
    let work = |source: &Source, cleaned: &Cleaned| tally(&set, source, cleaned);
    let unread = documents::each(&args.reading, &rules, &args.skip, work, |tally| {
        documents += 1;
        sum.add(&tally);
        Ok(())
    })?;
    let stats = stats(&set, documents, sum);
    let json = || serde_json::to_string_pretty(&stats).unwrap_or_default() + "\n";
    print::put(out, &if args.json { json() } else { table(&stats) })?;
    Ok(u8::from(unread > 0))
}

fn tally(set: &RuleSet, source: &Source, cleaned: &Cleaned) -> Tally {
    let tag = cleaned.verdict.language.as_ref().and_then(|language| language.code.split('-').next());
    let language = tag.filter(|tag| *tag != language::UNDETERMINED);
    let scope = Scope { host: source.host(), outlet: source.outlet.as_deref(), language };
    let (held, refused): (Vec<Hit>, Vec<Hit>) =
        set.hits(&cleaned.document, scope).into_iter().partition(|hit| hit.void.is_none());
    let mut tally = Tally::default();
    for hit in &held {
        let of_text = set.rules()[hit.rule].rule.unit != Unit::Document;
        let characters = if of_text { hit.span.of(&cleaned.document.text).chars().count() as u64 } else { 0 };
        let row = tally.rows.entry(hit.rule).or_insert([1, 0, 0, 0]);
        row[1] += 1;
        row[2] += characters;
    }
    refused.iter().for_each(|hit| tally.rows.entry(hit.rule).or_default()[3] += 1);
    let spans: Vec<&Hit> = held.iter().filter(|hit| set.rules()[hit.rule].rule.unit != Unit::Document).collect();
    for (at, hit) in spans.iter().enumerate() {
        // Sorted by start: the first that starts behind the end ends the search.
        for other in spans[at + 1..].iter().take_while(|other| other.span.start < hit.span.end) {
            if other.rule != hit.rule {
                let pair = (hit.rule.min(other.rule), hit.rule.max(other.rule));
                *tally.pairs.entry(pair).or_default() += 1;
            }
        }
    }
    tally
}

impl Tally {
    fn add(&mut self, other: &Self) {
        for (rule, row) in &other.rows {
            let sum = self.rows.entry(*rule).or_default();
            sum.iter_mut().zip(row).for_each(|(sum, more)| *sum += more);
        }
        for (pair, hits) in &other.pairs {
            *self.pairs.entry(*pair).or_default() += hits;
        }
    }
}

fn stats(set: &RuleSet, documents: u64, sum: Tally) -> Stats {
    let id = |number: usize| set.rules()[number].rule.id.clone();
    let row = |(number, [documents, hits, characters, refused]): (usize, [u64; 4])| Row {
        id: id(number),
        documents,
        hits,
        characters,
        refused,
    };
    let mut rules: Vec<Row> = sum.rows.into_iter().map(row).collect();
    let fired: Vec<&str> = rules.iter().filter(|row| row.hits > 0).map(|row| row.id.as_str()).collect();
    let all = set.rules().iter().map(|loaded| loaded.rule.id.as_str());
    let never = all.filter(|id| !fired.contains(id)).map(str::to_owned).collect();
    rules.sort_by(|a, b| {
        (Reverse(a.documents), Reverse(a.hits), &a.id).cmp(&(Reverse(b.documents), Reverse(b.hits), &b.id))
    });
    let mut overlaps: Vec<Overlap> =
        sum.pairs.into_iter().map(|((a, b), hits)| Overlap { rules: [id(a), id(b)], hits }).collect();
    overlaps.sort_by(|a, b| (Reverse(a.hits), &a.rules).cmp(&(Reverse(b.hits), &b.rules)));
    Stats { schema: SCHEMA.to_owned(), documents, rules, overlaps, never }
}

fn table(stats: &Stats) -> String {
    let ids = stats.rules.iter().map(|row| row.id.len());
    let width = ids.max().unwrap_or(0).max("rule".len());
    let mut text =
        format!("{:width$} {:>10} {:>10} {:>12} {:>8}\n", "rule", "documents", "hits", "characters", "refused");
    for row in &stats.rules {
        let _ = writeln!(
            text,
            "{:width$} {:>10} {:>10} {:>12} {:>8}",
            row.id, row.documents, row.hits, row.characters, row.refused
        );
    }
    if !stats.overlaps.is_empty() {
        text.push_str("\nclaim the same text:\n");
    }
    for overlap in stats.overlaps.iter().take(SHOWN_OVERLAPS) {
        let _ = writeln!(text, "{:>8}  {}  {}", overlap.hits, overlap.rules[0], overlap.rules[1]);
    }
    if stats.overlaps.len() > SHOWN_OVERLAPS {
        let _ = writeln!(text, "          and {} more pairs; `--json` has all", stats.overlaps.len() - SHOWN_OVERLAPS);
    }
    if !stats.never.is_empty() {
        let _ = writeln!(text, "\nnever fired:\n  {}", stats.never.join("\n  "));
    }
    let fired = stats.rules.iter().filter(|row| row.hits > 0).count();
    let of = count(fired + stats.never.len(), "rule");
    let _ = writeln!(text, "\n{fired} of {of} fired in {}", count(stats.documents as usize, "document"));
    text
}
