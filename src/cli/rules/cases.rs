//! `presswash rules test`: do the cases of rules come out as they say, once or after every change of a file?

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use clap::Args;

use crate::cli::print;
use crate::cli::rules::lint;
use crate::cli::rules::text;
use crate::document::Document;
use crate::error::Error;
use crate::rule::Layer;
use crate::rule::Test;
use crate::rule::load;
use crate::rule::matcher::Loaded;
use crate::rule::problem::count;
use crate::rule::proof;
use crate::rule::proof::Case;
use crate::segment;
use crate::source::Source;

/// How often the files are looked at: soon enough to feel at once, and no load.
const LOOK_EVERY: Duration = Duration::from_millis(200);

#[derive(Debug, Args)]
pub struct TestArgs {
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Fail for a rule that no case fires, too
    #[arg(long)]
    pub coverage: bool,
    /// Check the files as `lint` does, too
    #[arg(long)]
    pub lint: bool,
    /// Test again whenever a file changes, until Ctrl-C
    #[arg(long, requires = "paths")]
    pub watch: bool,
}

/// What a file looked like: when it was changed, and its bytes.
type Stamp = (PathBuf, Option<SystemTime>, u64);

/// Tests once, or again and again; returns the exit code of the last test.
///
/// # Errors
/// A path cannot be read, a rule file is broken, or `out` is closed. While watching only the last of these.
pub fn run(args: &TestArgs, more: &[PathBuf], out: &mut dyn Write) -> Result<u8, Error> {
    let paths = [args.paths.as_slice(), more].concat();
    if !args.watch {
        let (text, code) = once(args, &paths)?;
        print::put(out, &text)?;
        return Ok(code);
    }
    loop {
        let (start, before) = (Instant::now(), stamps(&paths));
        let text = match once(args, &paths) {
            Ok((text, _)) => text,
            Err(error) => format!("{error}\n"),
        };
        let took = start.elapsed().as_secs_f64();
        print::put(out, &format!("{text}({took:.2} s; waiting for a change, Ctrl-C ends)\n\n"))?;
        while stamps(&paths) == before {
            thread::sleep(LOOK_EVERY);
        }
    }
}

fn once(args: &TestArgs, paths: &[PathBuf]) -> Result<(String, u8), Error> {
    let (told, wrong) = if args.lint { lint::lint_paths(paths)? } else { (String::new(), 0) };
    let (tested, failed) = test(paths, args.coverage)?;
    Ok((told + &tested, wrong.max(failed)))
}

/// Runs the cases of the files; the built-in rules run along, so that a case can ask what they claim.
fn test(paths: &[PathBuf], coverage: bool) -> Result<(String, u8), Error> {
    let rules = load::load(paths)?;
    let wanted = |loaded: &Loaded| paths.is_empty() || loaded.origin.layer != Layer::BuiltIn;
    let cases = proof::prove(&rules.rules, &wanted, &document_of);
    let failed: Vec<&Case> = cases.iter().filter(|case| !case.failures.is_empty()).collect();
    let uncovered = if coverage { proof::uncovered(&rules.rules, &wanted, &cases) } else { Vec::new() };
    let mut text = String::new();
    failed.iter().for_each(|case| text.push_str(&text::failed(case)));
    for loaded in &uncovered {
        let origin = &loaded.origin;
        let _ =
            writeln!(text, "{}:{}: {}: no case fires this rule\n", origin.file.display(), origin.line, loaded.rule.id);
    }
    let proven = rules.rules.iter().filter(|loaded| wanted(loaded)).count();
    let _ = write!(text, "{} of {}: ", count(cases.len(), "case"), count(proven, "rule"));
    let bad = if coverage { format!(", {} never fired", uncovered.len()) } else { String::new() };
    let _ = writeln!(text, "{} passed, {} failed{bad}", cases.len() - failed.len(), failed.len());
    Ok((text, u8::from(!failed.is_empty() || !uncovered.is_empty())))
}

/// Returns the document of a case.
pub fn document_of(test: &Test) -> Document {
    let source = match &test.html {
        Some(html) => Source::html("case", html),
        None => Source::text("case", test.input.as_deref().unwrap_or("")),
    };
    segment::segment(&source)
}

/// Returns the stamps of the rule files; a path that cannot be read has none, until it can.
fn stamps(paths: &[PathBuf]) -> Vec<Stamp> {
    paths.iter().flat_map(|path| load::paths(path).unwrap_or_default()).map(|path| stamp(&path)).collect()
}

fn stamp(path: &Path) -> Stamp {
    let held = path.metadata().ok();
    (path.to_owned(), held.as_ref().and_then(|held| held.modified().ok()), held.map_or(0, |held| held.len()))
}
