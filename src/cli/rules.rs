//! What do the rules say, are they right, and what do they do at a host?

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;
use serde_json::json;

use crate::cli::rules_import;
use crate::cli::rules_import::ImportCommand;
use crate::cli::rules_new;
use crate::cli::rules_new::NewArgs;
use crate::cli::rules_review;
use crate::cli::rules_review::ReviewArgs;
use crate::cli::rules_stats;
use crate::cli::rules_stats::StatsArgs;
use crate::cli::rules_test;
use crate::cli::rules_test::TestArgs;
pub use crate::cli::rules_test::document_of;
use crate::cli::rules_text;
use crate::error::Error;
use crate::rule::Layer;
use crate::rule::config;
use crate::rule::lint;
use crate::rule::load;
use crate::rule::load::RuleText;
use crate::rule::matcher::Loaded;
use crate::rule::parse;
use crate::rule::problem;
use crate::rule::problem::count;
use crate::rule::shape;
use crate::write::atomic::Out;

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
    Test(TestArgs),
    /// Write a starter file for a site: the lines of a page that look like chrome, with proof.
    New(NewArgs),
    /// Walk through the drafts of rule files: accept, reject, exchange the category, skip.
    Review(ReviewArgs),
    /// Tell which rules fire in a dump and how often, where they overlap, and which never fire.
    Stats(StatsArgs),
    /// Make rule files out of the rules of another program.
    Import {
        #[command(subcommand)]
        from: ImportCommand,
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
        RulesCommand::Test(own) => return rules_test::run(own, &args.rules, out),
        RulesCommand::New(own) => return rules_new::run(own, &args.rules, out),
        RulesCommand::Review(own) => return rules_review::run(own, out),
        RulesCommand::Stats(own) => return rules_stats::run(own, &args.rules, out),
        RulesCommand::Import { from } => rules_import::run(from)?,
        RulesCommand::Schema => (schema_text(), 0),
    };
    put(out, &text)?;
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

/// Checks files, or the built-in ones; returns what is wrong and the exit code.
///
/// # Errors
/// A path cannot be read.
pub fn lint_paths(paths: &[PathBuf]) -> Result<(String, u8), Error> {
    let own = texts(paths, paths.is_empty())?;
    let wanted: Vec<PathBuf> = own.iter().map(|text| text.path.clone()).collect();
    // A built-in file that is named on the command line is linted as it stands there, and once.
    let plain = |path: &Path| path.strip_prefix("./").unwrap_or(path).to_owned();
    let named: Vec<PathBuf> = wanted.iter().map(|path| plain(path)).collect();
    let mut known = if paths.is_empty() { Vec::new() } else { load::built_in() };
    known.retain(|text| !named.contains(&text.path));
    let mut linted = lint::lint(&[known, own].concat());
    linted.problems.retain(|problem| wanted.contains(&problem.file));
    if linted.problems.is_empty() {
        let rules = linted.rules.iter().filter(|loaded| wanted.contains(&loaded.origin.file)).count();
        return Ok((format!("{} in {}: nothing to say\n", count(rules, "rule"), count(wanted.len(), "file")), 0));
    }
    Ok((format!("{}\n", problem::render(&linted.problems)), 1))
}

/// Writes a text to standard output, or wherever the caller wants it, at once.
///
/// # Errors
/// `out` is closed.
pub fn put(out: &mut dyn Write, text: &str) -> Result<(), Error> {
    let done = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    done.map_err(|e| Error::io(Path::new("-"), "write", e))
}

/// Writes a file whole or not at all.
///
/// # Errors
/// The file cannot be written.
pub fn write(path: &Path, text: &str) -> Result<(), Error> {
    let mut file = Out::create(&Some(path.to_owned()))?;
    file.write(text.as_bytes())?;
    file.finish()
}

/// Returns the files under the paths, after the built-in ones where those are wanted.
fn texts(paths: &[PathBuf], built_in: bool) -> Result<Vec<RuleText>, Error> {
    let mut texts = if built_in { load::built_in() } else { Vec::new() };
    for path in paths {
        texts.extend(load::read(path, Layer::Project)?);
    }
    Ok(texts)
}
