//! `presswash rules import ftr`: which rules become of a folder of site configs, and what could not be taken over?

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;

use crate::cli::print;
use crate::error::Error;
use crate::mark::classes::Names;
use crate::rule::import;
use crate::rule::import::Loss;
use crate::rule::import::Site;
use crate::rule::import::file;
use crate::rule::import::ftr;
use crate::rule::problem::count;

/// Bytes of a site config; the largest known has 12 KB.
const MAX_BYTES: u64 = 1 << 20;

#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Turn a folder of ftr-site-config files into rule files: XPath to CSS, `test_contains` as proof.
    Ftr(FtrArgs),
}

#[derive(Debug, Args)]
pub struct FtrArgs {
    /// The folder with the files, `example.com.txt` each
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The folder for the rule files; files that are there stay as they are
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// Write over rule files that are there
    #[arg(long)]
    pub force: bool,
}

/// Imports a folder; returns what could not be taken over, the summary, and the exit code: 1 where something was lost.
///
/// # Errors
/// The folder cannot be read or holds no site config, or a rule file is there already or cannot be written.
pub fn run(command: &ImportCommand) -> Result<(String, u8), Error> {
    let ImportCommand::Ftr(args) = command;
    let sites = read(&args.folder)?;
    let category_of = |css: &str| category_of(css);
    let files: Vec<(PathBuf, String)> = sites
        .iter()
        .filter_map(|(_, site)| Some((args.output.join(file::name(site)), file::text(site, &category_of)?)))
        .collect();
    if let (false, Some((path, _))) = (args.force, files.iter().find(|(path, _)| path.exists())) {
        return Err(Error::Usage(format!("{}: is there already; `--force` writes over it", path.display())));
    }
    fs::create_dir_all(&args.output).map_err(|e| Error::io(&args.output, "create", e))?;
    for (path, text) in &files {
        print::write(path, text)?;
    }
    Ok(told(&sites, files.len(), &args.output))
}

fn read(folder: &Path) -> Result<Vec<(String, Site)>, Error> {
    let failed = |e| Error::io(folder, "read", e);
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let small = entry.metadata().is_ok_and(|held| held.is_file() && held.len() <= MAX_BYTES);
        names
            .extend(entry.file_name().to_str().filter(|name| small && ftr::host_of(name).is_some()).map(str::to_owned));
    }
    names.sort();
    if names.is_empty() {
        return Err(Error::Usage(format!("no site config (example.com.txt) in {}", folder.display())));
    }
    let mut sites = Vec::new();
    for name in names {
        let path = folder.join(&name);
        let bytes = fs::read(&path).map_err(|e| Error::io(&path, "read", e))?;
        let Some((host, subdomains)) = ftr::host_of(&name) else { continue };
        let config = ftr::parse(&host, subdomains, &String::from_utf8_lossy(&bytes));
        sites.push((name, import::convert(config)));
    }
    Ok(sites)
}

/// The kind of chrome that the names in a selector speak of, by the list that pages are judged by.
fn category_of(css: &str) -> Option<String> {
    let mut names = Names::default();
    let words: Vec<&str> =
        css.split(['"', '.', '#', '[', ']', ' ', '>', '~']).filter(|word| !word.is_empty()).collect();
    let hint = words.iter().find_map(|word| names.hint(word, "").filter(|hint| hint.confidence > 0.0));
    hint.map(|hint| hint.category.to_string())
}

fn told(sites: &[(String, Site)], files: usize, output: &Path) -> (String, u8) {
    let mut text = String::new();
    let (mut strips, mut lost, mut mistyped) = (0, 0, 0);
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, site) in sites {
        strips += site.config.strips.len();
        for Loss { line, text: what, reason } in &site.losses {
            let _ = writeln!(text, "{name}:{line}: {reason}\n  {what}");
            *reasons.entry(reason).or_default() += 1;
            lost += 1;
        }
        for (line, what, reason) in &site.config.mistyped {
            let _ = writeln!(text, "{name}:{line}: {reason}\n  {what}");
            mistyped += 1;
        }
    }
    let share = 100.0 * (strips - lost) as f64 / strips.max(1) as f64;
    let _ = writeln!(
        text,
        "{} read, {files} rule files written to {}; {} of {} converted ({share:.1} %), {} above could not be, {} mistyped",
        count(sites.len(), "site config"),
        output.display(),
        strips - lost,
        count(strips, "strip line"),
        count(lost, "line"),
        count(mistyped, "line"),
    );
    (text, u8::from(lost + mistyped > 0))
}
