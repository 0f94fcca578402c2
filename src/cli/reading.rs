//! Which arguments say what is read and how? The same for every command that reads documents.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::thread;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use clap::Args;
use encoding_rs::Encoding;

use crate::cli::kinds;
use crate::error::Error;
use crate::judge::comments::Comments;
use crate::judge::date;
use crate::judge::lines::dump::DumpType;
use crate::judge::resolve;
use crate::judge::resolve::Policy;
use crate::judge::resolve::Thoroughness;
use crate::judge::resolve::WEIGHERS;
use crate::mark::MARKERS;
use crate::pipeline::Cleaner;
use crate::pipeline::run::Run;
use crate::read::DEFAULT_MAX_RECORD;
use crate::read::Options;
use crate::read::READERS;
use crate::read::fields::FieldMap;
use crate::read::inputs;
use crate::read::ledger::Ledger;
use crate::rule::load;
use crate::rule::matcher::RuleSet;

const SECONDS_A_DAY: u64 = 86_400;

/// What is read and how.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Reading")]
pub struct ReadArgs {
    /// Files, folders, patterns, or - for standard input: text, HTML, JSONL, CSV, TSV; plain, .gz or .zst
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// The format of the input, whatever its name says
    #[arg(long, value_name = "FORMAT")]
    pub input_format: Option<String>,
    /// The field that holds what: text=body_text (id, url, outlet, text, html, title, authors, date, crawled, language, scraper)
    #[arg(long = "field", value_name = "ROLE=NAME")]
    pub fields: Vec<String>,
    /// The outlet of every document, whatever its record says
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// The language of documents whose record names none: a hint, as BCP 47 tag
    #[arg(long, value_name = "TAG")]
    pub language_hint: Option<String>,
    /// The charset of inputs without a byte order mark, by its WHATWG label
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
    /// Bytes that one record may have; above, it goes to the quarantine
    #[arg(long, value_name = "BYTES", default_value_t = DEFAULT_MAX_RECORD)]
    pub max_record: u64,
    /// Threads; by default one for each core
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

/// Which rules run and what they may cut.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Rules")]
pub struct RuleArgs {
    /// A rule file or a folder of them, which overrule the built-in ones
    #[arg(long, value_name = "PATH")]
    pub rules: Vec<PathBuf>,
    /// Leave the built-in rules out
    #[arg(long)]
    pub no_builtin_rules: bool,
    /// Kinds of text that are marked and not cut: caption, byline, dateline, highlights, … (`rules list` has all)
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub keep: Vec<String>,
    /// Kinds of text that are cut although they are content by default: title
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub cut: Vec<String>,
    /// Damage to mend: mojibake, entities, hyphenation, line-wrap, zero-width, duplicate-paragraphs, or all
    #[arg(long, value_name = "DAMAGE", value_delimiter = ',')]
    pub repair: Vec<String>,
    /// What becomes of the comments under an article of a page: keep, cut, or separate for a field of their own
    #[arg(long, value_name = "WHAT", default_value = "cut")]
    pub comments: String,
    /// Kinds of evidence that are not asked: density, flat, repetition, rule, structure, thread, title, model, readability
    #[arg(long, value_name = "EVIDENCE", value_delimiter = ',')]
    pub without: Vec<String>,
    /// How sure a claim must be to cut: careful, balanced or thorough
    #[arg(long, value_name = "PROFILE", default_value = Thoroughness::default().as_str())]
    pub profile: String,
    /// What left the plain texts as they are, whatever they look like: full-text, harvest, extract, flattened, wrapped
    #[arg(long, value_name = "TYPE")]
    pub dump_type: Option<String>,
}

impl ReadArgs {
    /// Returns what the arguments ask for; every file that they name is there.
    ///
    /// # Errors
    /// When an argument makes no sense or names nothing.
    pub fn run(&self, keep_bytes: bool) -> Result<Run, Error> {
        let options = Options {
            fields: FieldMap::parse(&self.fields)?,
            format: self.input_format.as_deref().map(format).transpose()?,
            encoding: self.encoding.as_deref().map(encoding).transpose()?,
            max_record: self.max_record,
            keep_bytes,
            outlet: self.outlet.clone(),
            language: self.language_hint.clone(),
        };
        let cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Ok(Run {
            inputs: inputs::expand(&self.inputs, &options)?,
            options: Arc::new(options),
            jobs: self.jobs.map_or_else(cores, NonZeroUsize::get),
            consumed: Arc::new(AtomicU64::new(0)),
            ledger: Ledger::default(),
        })
    }
}

impl RuleArgs {
    /// Returns what a command without these flags uses: the built-in rules, those of `rules`, and the defaults.
    pub fn of(rules: &[PathBuf]) -> Self {
        let profile = Thoroughness::default().as_str().to_owned();
        Self {
            rules: rules.to_vec(),
            no_builtin_rules: false,
            keep: Vec::new(),
            cut: Vec::new(),
            repair: Vec::new(),
            comments: "cut".to_owned(),
            without: Vec::new(),
            profile,
            dump_type: None,
        }
    }

    /// Returns a cleaner with the rules that the arguments ask for.
    ///
    /// # Errors
    /// When a rule file cannot be read or is broken.
    pub fn cleaner(&self) -> Result<Cleaner, Error> {
        let repairs = kinds::repairs(&self.repair)?;
        let rules = self.rule_set()?;
        let policy = self.policy(&rules)?;
        Ok(Cleaner::new(Arc::new(rules), policy).with_repairs(repairs))
    }

    /// Returns what is wanted with comments.
    ///
    /// # Errors
    /// When the word is none of the three.
    pub fn comments(&self) -> Result<Comments, Error> {
        match self.comments.as_str() {
            "cut" => Ok(Comments::Cut),
            "keep" => Ok(Comments::Keep),
            "separate" => Ok(Comments::Separate),
            other => Err(Error::Usage(format!("--comments {other}: unknown; choose one of keep, cut, separate"))),
        }
    }

    fn policy(&self, rules: &RuleSet) -> Result<Policy, Error> {
        if let Some(name) = self.without.iter().find(|name| !evidence().any(|known| known == **name)) {
            let known = evidence().collect::<Vec<&str>>().join(", ");
            return Err(Error::Usage(format!("--without {name}: unknown; choose among {known}")));
        }
        let thoroughness =
            Thoroughness::ALL.into_iter().find(|known| known.as_str() == self.profile).ok_or_else(|| {
                Error::Usage(format!("--profile {}: unknown; choose careful, balanced or thorough", self.profile))
            })?;
        let dump = self.dump_type.as_deref().map(dump_type).transpose()?;
        let keep = kinds::named("--keep", &self.keep, &kinds::known(rules))?;
        let cut = kinds::named("--cut", &self.cut, resolve::CONTENT)?;
        let (without, comments) = (self.without.clone(), self.comments()?);
        Ok(Policy { keep, cut, comments, latest: tomorrow(), without, thoroughness, dump })
    }

    /// Returns the rules that the arguments ask for.
    ///
    /// # Errors
    /// When a rule file cannot be read or is broken.
    pub fn rule_set(&self) -> Result<RuleSet, Error> {
        let built_in = if self.no_builtin_rules { Vec::new() } else { load::built_in() };
        Ok(load::load_with(built_in, &self.rules)?.compile())
    }
}

/// Returns the day after today by the clock: today's in every time zone.
fn tomorrow() -> Option<String> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    Some(date::of_number(i64::try_from(seconds / SECONDS_A_DAY).ok()? + 1))
}

fn format(name: &str) -> Result<&'static str, Error> {
    READERS.iter().map(|reader| reader.name()).find(|known| *known == name).ok_or_else(|| {
        let names: Vec<&str> = READERS.iter().map(|reader| reader.name()).collect();
        Error::Usage(format!("--input-format {name}: unknown; choose one of {}", names.join(", ")))
    })
}

fn dump_type(name: &str) -> Result<DumpType, Error> {
    DumpType::parse(name).ok_or_else(|| {
        let names = DumpType::ALL.map(DumpType::as_str).join(", ");
        Error::Usage(format!("--dump-type {name}: unknown; choose one of {names}"))
    })
}

fn encoding(label: &str) -> Result<&'static Encoding, Error> {
    Encoding::for_label(label.as_bytes()).ok_or_else(|| {
        Error::Usage(format!("--encoding {label}: unknown; write a label such as utf-8, windows-1252 or shift_jis"))
    })
}

/// Returns every kind of evidence, as `--without` names them.
fn evidence() -> impl Iterator<Item = &'static str> {
    MARKERS.iter().map(|marker| marker.name()).chain(WEIGHERS.iter().copied())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        rules: RuleArgs,
    }

    #[test]
    fn the_help_names_every_kind_of_evidence() {
        let help = Command::command().render_long_help().to_string();
        let (_, help) = help.split_once("--without").expect("the option");
        let (listed, _) = help.split_once("--profile").expect("the next option");
        for name in evidence() {
            assert!(listed.contains(name), "{name} is not in the help of --without");
        }
    }
}
