//! `presswash rules lint`: what is wrong in rule files?

use std::path::Path;
use std::path::PathBuf;

use crate::error::Error;
use crate::rule::Layer;
use crate::rule::lint;
use crate::rule::load;
use crate::rule::load::RuleText;
use crate::rule::problem;
use crate::rule::problem::count;

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
    let mut linted = lint::lint_beside(&known, &own);
    linted.problems.retain(|problem| wanted.contains(&problem.file));
    if linted.problems.is_empty() {
        let rules = linted.rules.iter().filter(|loaded| wanted.contains(&loaded.origin.file)).count();
        return Ok((format!("{} in {}: nothing to say\n", count(rules, "rule"), count(wanted.len(), "file")), 0));
    }
    Ok((format!("{}\n", problem::render(&linted.problems)), 1))
}

/// Returns the files under the paths, after the built-in ones where those are wanted.
///
/// # Errors
/// A path cannot be read.
pub fn texts(paths: &[PathBuf], built_in: bool) -> Result<Vec<RuleText>, Error> {
    let mut texts = if built_in { load::built_in() } else { Vec::new() };
    for path in paths {
        texts.extend(load::read(path, Layer::Project)?);
    }
    Ok(texts)
}
