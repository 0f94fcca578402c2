//! What do the rules say, are they right, and what do they do at a host?

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;
use serde_json::json;

use crate::cli::rules_text;
use crate::document::Document;
use crate::error::Error;
use crate::rule::Layer;
use crate::rule::Test;
use crate::rule::config;
use crate::rule::lint;
use crate::rule::load;
use crate::rule::load::RuleText;
use crate::rule::load::Rules;
use crate::rule::matcher::Loaded;
use crate::rule::parse;
use crate::rule::problem;
use crate::rule::problem::count;
use crate::rule::proof;
use crate::rule::proof::Case;
use crate::rule::shape;
use crate::segment;
use crate::source::Source;

/// Show, check and prove rules.
#[derive(Debug, Args)]
pub struct RulesArgs {
    #[command(subcommand)]
    pub command: RulesCommand,
    /// A rule file or a folder of them besides the built-in rules; may be given more than once.
    #[arg(long, global = true, value_name = "PATH")]
    pub rules: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// List the rules.
    List {
        /// Only this category.
        #[arg(long, value_name = "NAME")]
        category: Option<String>,
        /// Only what applies to this host.
        #[arg(long, value_name = "HOST")]
        site: Option<String>,
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Show one rule as it is written, with its cases and its place.
    Show {
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Check rule files; without a path the built-in ones. Exit code 1 where something is wrong.
    Lint {
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Run the cases of rules; without a path those of the built-in ones. Exit code 1 where one fails.
    Test {
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Fail for a rule that no case fires, too.
        #[arg(long)]
        coverage: bool,
        /// Check the files as `lint` does, too.
        #[arg(long)]
        lint: bool,
    },
    /// Print the JSON Schema of rule files.
    Schema,
}

/// Runs a subcommand and returns the exit code: 0 clean, 1 found something.
///
/// # Errors
/// A path cannot be read, a rule file is broken (exit code 2), or `out` is closed.
pub fn run(args: &RulesArgs, out: &mut dyn Write) -> Result<u8, Error> {
    let (text, code) = match &args.command {
        RulesCommand::List { category, site, json } => {
            (list(&args.rules, category.as_deref(), site.as_deref(), *json)?, 0)
        }
        RulesCommand::Show { id } => (show(&args.rules, id)?, 0),
        RulesCommand::Lint { paths } => lint_paths(&[paths.as_slice(), &args.rules].concat())?,
        RulesCommand::Test { paths, coverage, lint } => {
            let paths = [paths.as_slice(), &args.rules].concat();
            let (told, wrong) = if *lint { lint_paths(&paths)? } else { (String::new(), 0) };
            let (tested, failed) = test(&paths, *coverage)?;
            (told + &tested, wrong.max(failed))
        }
        RulesCommand::Schema => (schema_text(), 0),
    };
    out.write_all(text.as_bytes()).map_err(|e| Error::io(Path::new("-"), "write", e))?;
    Ok(code)
}

/// Returns the table of `explain --config HOST`: every rule for the host, its place, and what overrules it.
///
/// # Errors
/// A path cannot be read, or a rule file is broken.
pub fn config_table(user: &[PathBuf], host: &str) -> Result<String, Error> {
    let set = load::load(user)?.compile();
    Ok(rules_text::config(&config::rows(&set, host), &config::exceptions(&set, host), host))
}

/// Returns the JSON Schema of a rule file as it is shipped.
pub fn schema_text() -> String {
    let mut text = serde_json::to_string_pretty(&shape::schema()).unwrap_or_default();
    text.push('\n');
    text
}

fn list(user: &[PathBuf], category: Option<&str>, site: Option<&str>, json: bool) -> Result<String, Error> {
    let set = load::load(user)?.compile();
    let wanted: Vec<&Loaded> = set
        .rules()
        .iter()
        .filter(|loaded| category.is_none_or(|category| loaded.rule.category() == category))
        .filter(|loaded| site.is_none_or(|host| config::applies(loaded, host)))
        .collect();
    if !json {
        return Ok(rules_text::list(&wanted));
    }
    let mut text = String::new();
    for loaded in wanted {
        let (rule, origin) = (&loaded.rule, &loaded.origin);
        let line = json!({
            "id": rule.id, "category": rule.category(), "unit": rule.unit, "why": rule.why, "status": rule.status,
            "sites": rule.sites, "langs": rule.langs, "tests": rule.tests.len(),
            "layer": origin.layer.name(), "file": origin.file.to_string_lossy(), "line": origin.line,
        });
        let _ = writeln!(text, "{line}");
    }
    Ok(text)
}

fn show(user: &[PathBuf], id: &str) -> Result<String, Error> {
    let texts = texts(user, true)?;
    let rules = parse::parse_all(&texts, None).checked()?;
    let mut found: Vec<&Loaded> = rules.rules.iter().filter(|loaded| loaded.rule.id == id).collect();
    found.sort_by_key(|loaded| Reverse(loaded.origin.layer));
    if found.is_empty() {
        let near = shape::nearest(id, rules.rules.iter().map(|loaded| loaded.rule.id.as_str()));
        let hint =
            near.map_or("`presswash rules list` shows every id".to_owned(), |near| format!("did you mean {near}?"));
        return Err(Error::Usage(format!("no rule has the id {id}; {hint}")));
    }
    let text_of = |loaded: &Loaded| texts.iter().find(|text| text.path == loaded.origin.file);
    let parts: Vec<String> = found
        .iter()
        .map(|loaded| rules_text::as_written(loaded, text_of(loaded).map_or("", |t| t.text.as_str())))
        .collect();
    Ok(parts.join("\n"))
}

fn lint_paths(paths: &[PathBuf]) -> Result<(String, u8), Error> {
    let own = texts(paths, paths.is_empty())?;
    let known = if paths.is_empty() { Vec::new() } else { load::built_in() };
    let files = own.len();
    let wanted: Vec<PathBuf> = own.iter().map(|text| text.path.clone()).collect();
    let mut linted = lint::lint(&[known, own].concat());
    linted.problems.retain(|problem| wanted.contains(&problem.file));
    if linted.problems.is_empty() {
        let rules = linted.rules.iter().filter(|loaded| wanted.contains(&loaded.origin.file)).count();
        return Ok((format!("{} in {}: nothing to say\n", count(rules, "rule"), count(files, "file")), 0));
    }
    Ok((format!("{}\n", problem::render(&linted.problems)), 1))
}

fn test(paths: &[PathBuf], coverage: bool) -> Result<(String, u8), Error> {
    let rules: Rules = load::load(paths)?;
    let wanted = |loaded: &Loaded| paths.is_empty() || loaded.origin.layer != Layer::BuiltIn;
    let cases = proof::prove(&rules.rules, &wanted, &document_of);
    let failed: Vec<&Case> = cases.iter().filter(|case| !case.failures.is_empty()).collect();
    let uncovered = if coverage { proof::uncovered(&rules.rules, &wanted, &cases) } else { Vec::new() };
    let mut text = String::new();
    failed.iter().for_each(|case| text.push_str(&rules_text::failed(case)));
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

/// Returns the files under the paths, after the built-in ones where those are wanted.
fn texts(paths: &[PathBuf], built_in: bool) -> Result<Vec<RuleText>, Error> {
    let mut texts = if built_in { load::built_in() } else { Vec::new() };
    for path in paths {
        texts.extend(load::read(path, Layer::Project)?);
    }
    Ok(texts)
}
