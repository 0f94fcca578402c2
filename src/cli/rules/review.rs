//! `presswash rules review`: which drafts of rules does a person take, one by one or from a file of decisions?

use std::collections::HashSet;
use std::fs;
use std::io;
use std::io::BufRead;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use anstyle::AnsiColor;
use anstyle::Style;
use clap::Args;

use crate::cli::print;
use crate::cli::rules::cases::document_of;
use crate::cli::rules::decide;
use crate::cli::rules::decide::Decision;
use crate::cli::rules::decide::Verb;
use crate::cli::rules::text;
use crate::error::Error;
use crate::report::paint::paint;
use crate::rule::Layer;
use crate::rule::Status;
use crate::rule::edit;
use crate::rule::load;
use crate::rule::load::RuleText;
use crate::rule::matcher::Loaded;
use crate::rule::parse;
use crate::rule::problem::count;
use crate::rule::proof;
use crate::rule::proof::Case;

const ASK: &str = "a accept · r reject · c NAME category · s skip · q quit > ";
const HELP: &str = "\
a       the rule cuts from now on (status: stable)
r       it stays in the file and does not run (status: deprecated)
c NAME  its category is another; then decide
s       leave it a draft
q       stop here; the next review goes on with what is still a draft
";

#[derive(Debug, Args)]
pub struct ReviewArgs {
    /// Rule files or folders with drafts (`status: draft`)
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Do what a file says instead of asking: lines such as `accept cnn.com/tip`, `category cnn.com/tip newsletter`
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
}

/// What was done so far.
#[derive(Default)]
struct Done {
    accepted: usize,
    rejected: usize,
    skipped: usize,
}

/// Walks through the drafts; what is decided is written at once, so that a review can be broken off and resumed.
///
/// # Errors
/// A path cannot be read or written, a rule file or a decision is broken, or `out` is closed.
pub fn run(args: &ReviewArgs, out: &mut dyn Write) -> Result<u8, Error> {
    let texts = texts(&args.paths)?;
    let rules = parse::parse_all(&[load::built_in(), texts].concat(), None).checked()?;
    let is_draft = |loaded: &&Loaded| loaded.origin.layer == Layer::Project && loaded.rule.status == Status::Draft;
    let mut drafts: Vec<Loaded> = rules.rules.iter().filter(is_draft).cloned().collect();
    drafts.sort_by(|a, b| a.origin.cmp(&b.origin));
    let mut done = Done::default();
    match &args.decisions {
        Some(path) => scripted(path, &rules.rules, &drafts, &mut done)?,
        None => {
            let ids: HashSet<&str> = drafts.iter().map(|draft| draft.rule.id.as_str()).collect();
            let cases = proof::prove(&rules.rules, &|loaded| ids.contains(loaded.rule.id.as_str()), &document_of);
            walk(&drafts, &cases, &mut io::stdin().lock(), out, &mut done)?;
        }
    }
    let left = drafts.len() - done.accepted - done.rejected;
    let left = if left == 0 { "no draft left".to_owned() } else { format!("{} left", count(left, "draft")) };
    let Done { accepted, rejected, skipped } = done;
    print::put(out, &format!("{accepted} accepted, {rejected} rejected, {skipped} skipped; {left}\n"))?;
    Ok(0)
}

fn texts(paths: &[PathBuf]) -> Result<Vec<RuleText>, Error> {
    let texts: Vec<Vec<RuleText>> =
        paths.iter().map(|path| load::read(path, Layer::Project)).collect::<Result<_, _>>()?;
    Ok(texts.concat())
}

/// Does what a file of decisions says; what is decided already stays so.
fn scripted(path: &Path, rules: &[Loaded], drafts: &[Loaded], done: &mut Done) -> Result<(), Error> {
    let text = fs::read_to_string(path).map_err(|e| Error::io(path, "read", e))?;
    let own: Vec<&Loaded> = rules.iter().filter(|loaded| loaded.origin.layer == Layer::Project).collect();
    let decisions = decide::parse(path, &text, &own)?;
    for draft in drafts {
        let own = || decisions.iter().filter(|decision| decision.names(&draft.rule.id));
        let is_category = |decision: &&Decision| matches!(decision.verb, Verb::Category(_));
        // The last word on a rule counts.
        let category = own().rfind(is_category);
        let verdict = own().rfind(|decision| !is_category(decision));
        for decision in category.into_iter().chain(verdict) {
            carry_out(draft, decision, done)?;
        }
    }
    Ok(())
}

fn walk(
    drafts: &[Loaded],
    cases: &[Case],
    answers: &mut dyn BufRead,
    out: &mut dyn Write,
    done: &mut Done,
) -> Result<(), Error> {
    for (number, draft) in drafts.iter().enumerate() {
        let mut stands = true;
        show(number + 1, drafts.len(), draft, cases, out)?;
        while stands {
            print::put(out, &paint(Style::new().bold(), ASK))?;
            let mut line = String::new();
            let read = answers.read_line(&mut line).map_err(|e| Error::io(Path::new("-"), "read", e))?;
            let decision = match (read, decide::of_key(&line, &draft.rule.id)) {
                (0, _) => return Ok(()),
                (_, Some(decision)) if decision.verb == Verb::Quit => return Ok(()),
                (_, Some(decision)) => decision,
                (_, None) => {
                    print::put(out, HELP)?;
                    continue;
                }
            };
            carry_out(draft, &decision, done)?;
            stands = matches!(decision.verb, Verb::Category(_));
            if let Verb::Category(name) = &decision.verb {
                print::put(out, &format!("its category is {name} now\n"))?;
            }
        }
    }
    Ok(())
}

/// Shows the rule as it is written, with its counts and examples, and how its proof comes out.
fn show(number: usize, of: usize, draft: &Loaded, cases: &[Case], out: &mut dyn Write) -> Result<(), Error> {
    let text = fs::read_to_string(&draft.origin.file).map_err(|e| Error::io(&draft.origin.file, "read", e))?;
    let own: Vec<&Case> = cases.iter().filter(|case| case.id == draft.rule.id).collect();
    let failed: String = own.iter().filter(|case| !case.failures.is_empty()).map(|case| text::failed(case)).collect();
    let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
    let proof = match (own.is_empty(), failed.is_empty()) {
        (true, _) => paint(colour(AnsiColor::Yellow), "no proof"),
        (false, true) => paint(colour(AnsiColor::Green), &format!("proof: {} passed", count(own.len(), "case"))),
        (false, false) => paint(colour(AnsiColor::Red), "the proof fails:") + "\n" + failed.trim_end(),
    };
    let head = paint(Style::new().bold(), &format!("draft {number} of {of}"));
    let written = text::as_written(draft, &text);
    print::put(out, &format!("\n{head}  category: {}\n{written}{proof}\n", draft.rule.category()))
}

fn carry_out(draft: &Loaded, decision: &Decision, done: &mut Done) -> Result<(), Error> {
    match &decision.verb {
        Verb::Accept => {
            change(draft, "status", "stable")?;
            done.accepted += 1;
        }
        Verb::Reject => {
            change(draft, "status", "deprecated")?;
            done.rejected += 1;
        }
        Verb::Category(name) => change(draft, "category", name)?,
        Verb::Skip => done.skipped += 1,
        Verb::Quit => {}
    }
    Ok(())
}

/// Changes one word of the rule in its file. The file is read again: an editor may have changed it meanwhile.
fn change(draft: &Loaded, key: &str, value: &str) -> Result<(), Error> {
    let path = &draft.origin.file;
    let text = fs::read_to_string(path).map_err(|e| Error::io(path, "read", e))?;
    let changed = edit::set(&text, &draft.rule.id, key, value).ok_or_else(|| {
        Error::Usage(format!(
            "{}: the rule {} is not there any more; start the review again",
            path.display(),
            draft.rule.id
        ))
    })?;
    print::write(path, &changed)
}
