//! What do the rules say, are they right, and what do they do at a host?

pub mod cases;
pub mod decide;
pub mod import;
pub mod lint;
pub mod new;
pub mod review;
pub mod stats;
pub mod text;

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;
use serde_json::json;

use crate::cli::print;
use crate::cli::rules::cases::TestArgs;
use crate::cli::rules::import::ImportCommand;
use crate::cli::rules::new::NewArgs;
use crate::cli::rules::review::ReviewArgs;
use crate::cli::rules::stats::StatsArgs;
use crate::error::Error;
use crate::rule::config;
use crate::rule::load;
use crate::rule::matcher::Loaded;
use crate::rule::parse;
use crate::rule::shape;

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
        RulesCommand::Lint { paths } => lint::lint_paths(&[paths.as_slice(), &args.rules].concat())?,
        RulesCommand::Test(own) => return cases::run(own, &args.rules, out),
        RulesCommand::New(own) => return new::run(own, &args.rules, out),
        RulesCommand::Review(own) => return review::run(own, out),
        RulesCommand::Stats(own) => return stats::run(own, &args.rules, out),
        RulesCommand::Import { from } => import::run(from)?,
        RulesCommand::Schema => (schema_text(), 0),
    };
    print::put(out, &text)?;
    Ok(code)
}

/// Returns the table of `explain --config HOST`: every rule for the host, its place, and what overrules it.
///
/// # Errors
/// A path cannot be read, or a rule file is broken.
pub fn config_table(user: &[PathBuf], host: &str) -> Result<String, Error> {
    let set = load::load(user)?.compile();
    Ok(text::config(&config::rows(&set, host), &config::exceptions(&set, host), host))
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
        return Ok(text::list(&wanted));
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
    let texts = lint::texts(user, true)?;
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
    let parts: Vec<String> =
        found.iter().map(|loaded| text::as_written(loaded, text_of(loaded).map_or("", |t| t.text.as_str()))).collect();
    Ok(parts.join("\n"))
}
