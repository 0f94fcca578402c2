//! `presswash rules new`: how does a person start a rule file for a site, with a page of it or without?

use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;

use crate::cli::documents;
use crate::cli::documents::SkipArgs;
use crate::cli::print;
use crate::cli::reading::ReadArgs;
use crate::cli::reading::RuleArgs;
use crate::error::Error;
use crate::mark::classes::Names;
use crate::pipeline::Cleaned;
use crate::read::DEFAULT_MAX_RECORD;
use crate::report::starter;
use crate::source::Source;

/// A rule to write over, where no page was given or nothing on it looks like chrome.
const EXAMPLE: &str = r#"- id: HOST/tip-line
  category: newsletter
  why: The site's standing call for tips.
  unit: line
  match: { starts_with: ['Tip line:'] }
  where: { zone: tail }
  tests:
  - { input: "The dam held.\n\nTip line: write to tips@HOST\n", absent: 'Tip line' }
  - { name: a sentence that mentions it stays, input: "The tip line rang all night.\n", want: unchanged }
"#;

#[derive(Debug, Args)]
pub struct NewArgs {
    /// The site: example.com
    pub host: String,
    /// A page of the site, as text or HTML, or a dump of which the first document counts
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// The file to write; by default HOST.yml. A file that is there is not written over
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
}

/// Writes the starter file and tells what to do next.
///
/// # Errors
/// The host is none, the page cannot be read, or the file is there already or cannot be written.
pub fn run(args: &NewArgs, user: &[PathBuf], out: &mut dyn Write) -> Result<u8, Error> {
    let host = host_of(&args.host)?;
    let path = args.output.clone().unwrap_or_else(|| PathBuf::from(format!("{host}.yml")));
    if path.exists() {
        return Err(Error::Usage(format!("{}: is there already; name another file with -o", path.display())));
    }
    let (rules, cut, edges) = match &args.from {
        Some(from) => found(from, &host, user)?,
        None => (String::new(), 0, String::new()),
    };
    let known = match (&args.from, rules.is_empty()) {
        (None, _) => "# An example to write over.\n".to_owned(),
        (Some(from), true) => {
            let known = "looks like chrome; parts that the known rules cut";
            format!("# Nothing else on {} {known}: {cut}.\n{edges}# An example to write over.\n", name(from))
        }
        (Some(from), false) => format!(
            "# Lines of {} that look like chrome; other parts, that the known rules cut already: {cut}.\n\
             # Delete what is content, and say in `why` what the rest is.\n",
            name(from)
        ),
    };
    let rules = if rules.is_empty() { EXAMPLE.replace("HOST", &host) } else { rules };
    print::write(&path, &format!("{known}about: {host}.\nsites: [{host}]\nrules:\n{rules}"))?;
    let shown = path.display();
    print::put(out, &format!("{shown}: written; edit it, with `presswash rules test {shown} --watch` beside it\n"))?;
    Ok(0)
}

fn name(path: &Path) -> String {
    starter::flat(&path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy()))
}

/// Returns the host of what a person typed: an address will do.
fn host_of(typed: &str) -> Result<String, Error> {
    let rest = typed.split_once("://").map_or(typed, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or(rest).trim_start_matches("www.").to_lowercase();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    if host.contains('.') && host.chars().all(fits) && !host.starts_with(['.', '-']) {
        return Ok(host);
    }
    Err(Error::Usage(format!("{typed}: no host; write it as in `presswash rules new example.com`")))
}

/// Returns the rules for what looks like chrome in the first document of a file, how much the rules cut already, and the
/// lines at its ends.
fn found(from: &Path, host: &str, user: &[PathBuf]) -> Result<(String, usize, String), Error> {
    let reading = ReadArgs {
        inputs: vec![from.to_string_lossy().into_owned()],
        input_format: None,
        fields: Vec::new(),
        outlet: Some(host.to_owned()),
        language_hint: None,
        encoding: None,
        max_record: DEFAULT_MAX_RECORD,
        jobs: None,
    };
    let rules = RuleArgs::of(user);
    let skip = SkipArgs { exclude: Vec::new(), force_exclude: false, max_size: None };
    let work = |_: &Source, cleaned: &Cleaned| {
        let (document, verdict) = (&cleaned.document, &cleaned.verdict);
        (starter::rules(document, verdict, host, &category_of), verdict.cuts.len(), starter::edges(document, verdict))
    };
    let mut first = None;
    documents::each(&reading, &rules, &skip, work, |made| {
        first.get_or_insert(made);
        Ok(())
    })?;
    first.ok_or_else(|| Error::Usage(format!("{}: holds no document", from.display())))
}

/// The kind of chrome that the words of a line or a name speak of, by the list that pages are judged by.
fn category_of(text: &str) -> Option<String> {
    let joined: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name = joined.join("-");
    let mut names = Names::default();
    let hint = names.hint(&name, "").filter(|hint| hint.confidence > 0.0);
    hint.map(|hint| hint.category.to_string())
}
