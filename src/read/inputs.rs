//! Which files do the arguments name, and in which format is each?

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use globset::GlobBuilder;
use ignore::WalkBuilder;

use crate::error::Error;
use crate::read::Options;
use crate::read::READERS;
use crate::read::Reader;
use crate::read::reader;

/// Endings of packed files.
const PACKED: &[&str] = &["gz", "zst", "zstd"];

/// What the account of a run says of itself.
const ACCOUNT: &str = "\"schema\": \"presswash.run/";

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    Stdin,
    File(PathBuf),
}

impl Input {
    /// Returns the path as it was given, with `/` between folders; `-` for standard input.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => path.to_string_lossy().replace('\\', if cfg!(windows) { "/" } else { "\\" }),
        }
    }

    /// Returns the bytes that the file has on the disk; 0 where that cannot be told.
    pub fn size(&self) -> u64 {
        match self {
            Self::Stdin => 0,
            Self::File(path) => fs::metadata(path).map_or(0, |meta| if meta.is_file() { meta.len() } else { 0 }),
        }
    }
}

/// Returns the files that the arguments name: files, folders, patterns, `-`.
///
/// Arguments keep their order; what a folder or a pattern holds is sorted. A folder gives the files
/// whose ending a reader knows (hidden ones apart); a file that is named is read whatever its ending.
///
/// # Errors
/// When an argument names nothing, or a file cannot be opened.
pub fn expand(arguments: &[String], options: &Options) -> Result<Vec<Input>, Error> {
    let mut inputs = Vec::new();
    for argument in arguments {
        let path = Path::new(argument);
        if argument == "-" {
            inputs.push(Input::Stdin);
        } else if path.is_dir() {
            inputs.extend(folder(path, options)?);
        } else if fs::symlink_metadata(path).is_ok() || !has_pattern(argument) {
            fs::File::open(path).map_err(|error| Error::io(path, "read", error))?;
            inputs.push(Input::File(path.to_owned()));
        } else {
            inputs.extend(pattern(argument)?);
        }
    }
    Ok(inputs)
}

fn has_pattern(argument: &str) -> bool {
    argument.contains(['*', '?', '[', '{'])
}

fn folder(path: &Path, options: &Options) -> Result<Vec<Input>, Error> {
    let known = |path: &Path| (options.format.is_some() || by_ending(path).is_some()) && !is_account(path);
    let found: Vec<Input> = files_under(path)?.into_iter().filter(|file| known(file)).map(Input::File).collect();
    if found.is_empty() {
        let endings: Vec<&str> = READERS.iter().flat_map(|reader| reader.endings()).copied().collect();
        return Err(Error::Usage(format!(
            "{}: no file in the folder ends in .{}; name the files themselves, or their format with --input-format",
            path.display(),
            endings.join(", .")
        )));
    }
    Ok(found)
}

/// Returns whether a file is the account that `clean` leaves beside its output: no document.
fn is_account(path: &Path) -> bool {
    let named = path.file_name().is_some_and(|name| name.to_string_lossy().ends_with("run.json"));
    named && fs::read_to_string(path).is_ok_and(|text| text.contains(ACCOUNT))
}

fn pattern(argument: &str) -> Result<Vec<Input>, Error> {
    let glob = GlobBuilder::new(argument).literal_separator(true).build();
    let glob = glob.map_err(|error| Error::Usage(format!("{argument}: {error}")))?.compile_matcher();
    let fixed: PathBuf =
        Path::new(argument).components().take_while(|part| !has_pattern(&part.as_os_str().to_string_lossy())).collect();
    let base = if fixed.as_os_str().is_empty() { Path::new(".") } else { fixed.as_path() };
    let relative = |file: PathBuf| file.strip_prefix("./").map(Path::to_owned).unwrap_or(file);
    let found: Vec<Input> = match base.is_dir() {
        true => {
            files_under(base)?.into_iter().map(relative).filter(|file| glob.is_match(file)).map(Input::File).collect()
        }
        false => Vec::new(),
    };
    if found.is_empty() {
        return Err(Error::Usage(format!("{argument}: no file matches the pattern")));
    }
    Ok(found)
}

/// Returns every file below a folder, sorted; links to folders are not followed, hidden files left out.
fn files_under(path: &Path) -> Result<Vec<PathBuf>, Error> {
    // Data are often what a .gitignore names, so it does not count here.
    let mut walk = WalkBuilder::new(path);
    walk.standard_filters(false).hidden(true).sort_by_file_path(Path::cmp);
    let mut files = Vec::new();
    for entry in walk.build() {
        let entry = entry.map_err(|error| Error::io(path, "read", io::Error::other(error)))?;
        if entry.path().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// Returns the reader that a file's name asks for.
pub fn by_ending(path: &Path) -> Option<&'static dyn Reader> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let inner = PACKED.iter().find_map(|packed| name.strip_suffix(packed)?.strip_suffix('.')).unwrap_or(&name);
    let (_, ending) = inner.rsplit_once('.')?;
    READERS.iter().copied().find(|reader| reader.endings().contains(&ending))
}

/// Returns the reader of an input: what the user says, what its name says, what it looks like.
pub fn reader_of(input: &Input, options: &Options, head: &[u8]) -> &'static dyn Reader {
    let named = match input {
        Input::File(path) => by_ending(path),
        Input::Stdin => None,
    };
    let looks = || READERS.iter().copied().find(|reader| reader.fits(head));
    options.format.and_then(reader).or(named).or_else(looks).unwrap_or(&super::text::Text)
}
