//! How does a command look at every document that its arguments name, in their order?

use std::path::Path;

use clap::Args;
use ignore::gitignore::Gitignore;
use ignore::gitignore::GitignoreBuilder;

use crate::cli::reading::ReadArgs;
use crate::cli::reading::RuleArgs;
use crate::error::Error;
use crate::pipeline::Cleaned;
use crate::pipeline::run;
use crate::read;
use crate::read::Rejected;
use crate::read::inputs::Input;
use crate::source::Source;

/// Names files that no command of a hook looks at, in the syntax of .gitignore.
const IGNORE_FILE: &str = ".presswashignore";

/// Which of the named files a hook looks at.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Files")]
pub struct SkipArgs {
    /// A pattern of files to leave out, as in .gitignore; also read from .presswashignore
    #[arg(long, value_name = "PATTERN")]
    pub exclude: Vec<String>,
    /// Leave excluded files out even where an argument names them, as pre-commit does
    #[arg(long)]
    pub force_exclude: bool,
    /// Skip files above this size
    #[arg(long, value_name = "BYTES")]
    pub max_size: Option<u64>,
}

impl SkipArgs {
    /// Returns the inputs that are left; tells on stderr which are skipped for their size.
    ///
    /// # Errors
    /// When a pattern makes no sense.
    pub fn keep(&self, inputs: Vec<Input>, named: &[String]) -> Result<Vec<Input>, Error> {
        let excludes = self.excludes()?;
        Ok(inputs.into_iter().filter(|input| self.keeps(input, named, &excludes)).collect())
    }

    fn excludes(&self) -> Result<Gitignore, Error> {
        let mut builder = GitignoreBuilder::new("");
        if Path::new(IGNORE_FILE).is_file()
            && let Some(error) = builder.add(IGNORE_FILE)
        {
            return Err(Error::Usage(format!("{IGNORE_FILE}: {error}")));
        }
        for pattern in &self.exclude {
            builder.add_line(None, pattern).map_err(|error| Error::Usage(format!("--exclude {pattern}: {error}")))?;
        }
        builder.build().map_err(|error| Error::Usage(format!("--exclude: {error}")))
    }

    fn keeps(&self, input: &Input, named: &[String], excludes: &Gitignore) -> bool {
        let Input::File(path) = input else { return true };
        let is_named = named.iter().any(|name| Path::new(name) == path);
        let relative = path.strip_prefix("./").unwrap_or(path);
        let excluded = !relative.is_absolute() && excludes.matched_path_or_any_parents(relative, false).is_ignore();
        if excluded && (self.force_exclude || !is_named) {
            return false;
        }
        let too_large = self.max_size.is_some_and(|max| input.size() > max);
        if too_large {
            anstream::eprintln!("presswash: {}: skipped, larger than --max-size", path.display());
        }
        !too_large
    }
}

/// Does `work` on every document, in parallel, and hands what comes out to `each` in the order of the inputs.
///
/// Returns how many records could not be read. They are told on stderr; a Git LFS pointer is told and not counted.
///
/// # Errors
/// When an argument makes no sense, a rule file is broken, or `each` fails.
pub fn each<T: Send>(
    reading: &ReadArgs,
    rules: &RuleArgs,
    skip: &SkipArgs,
    work: impl Fn(&Source, &Cleaned) -> T + Sync,
    mut each: impl FnMut(T) -> Result<(), Error>,
) -> Result<u64, Error> {
    let mut plan = reading.run(false)?;
    plan.inputs = skip.keep(plan.inputs, &reading.inputs)?;
    let cleaner = rules.cleaner()?;
    let mut unread = 0;
    let clean = |item: read::Item| item.map(|source| work(&source, &cleaner.clean(&source)));
    run::run(plan, clean, |done| match done {
        Ok(item) => each(item),
        Err(rejected) => {
            unread += u64::from(!read::is_lfs_pointer(&rejected.raw));
            tell(&rejected);
            Ok(())
        }
    })?;
    Ok(unread)
}

fn tell(rejected: &Rejected) {
    let line = rejected.place.record.map_or_else(String::new, |line| format!(":{line}"));
    anstream::eprintln!("presswash: {}{line}: skipped: {}", rejected.place.path, rejected.reason);
}
