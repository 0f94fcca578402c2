//! What does `-o` mean: which format, which file or folder, and may it be written?

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::error::Error;
use crate::read::inputs::Input;
use crate::write::WRITERS;
use crate::write::Writer;
use crate::write::atomic;
use crate::write::view::VIEWS;
use crate::write::view::View;

/// Endings of packed files.
const PACKED: &[&str] = &["gz", "zst", "zstd"];

/// Where the output goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    Stdout,
    File(PathBuf),
    Folder(PathBuf),
}

impl Target {
    /// Returns the file of records: the file itself, or `records.ENDING` in the folder; `None` for standard output.
    pub fn records(&self, ending: &str) -> Option<PathBuf> {
        match self {
            Self::Stdout => None,
            Self::File(path) => Some(path.clone()),
            Self::Folder(path) => Some(path.join(format!("records.{ending}"))),
        }
    }

    /// Returns the name of the output with an ending more, for what is kept beside it; `None` for standard output.
    pub fn beside(&self, ending: &str) -> Option<PathBuf> {
        let (Self::File(path) | Self::Folder(path)) = self else { return None };
        let mut name = path.file_name()?.to_os_string();
        name.push(format!(".{ending}"));
        Some(path.with_file_name(name))
    }

    /// Returns the file of what could not be read; `None` beside standard output.
    pub fn quarantine(&self) -> Option<PathBuf> {
        self.companion("quarantine.jsonl")
    }

    /// Returns the file of the run's account; `None` beside standard output.
    pub fn account(&self) -> Option<PathBuf> {
        self.companion("run.json")
    }

    /// Returns a file that goes with the output: `NAME` in a folder, `STEM.NAME` beside a file.
    fn companion(&self, name: &str) -> Option<PathBuf> {
        match self {
            Self::Stdout => None,
            Self::Folder(path) => Some(path.join(name)),
            Self::File(path) => {
                let own = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let own = without_packing(&own);
                let stem = own.rsplit_once('.').map_or(own, |(stem, _)| stem);
                Some(path.with_file_name(format!("{stem}.{name}")))
            }
        }
    }
}

/// What is written, where to, and in which form the documents are.
pub struct Chosen {
    pub writer: &'static dyn Writer,
    pub target: Target,
    pub view: View,
}

/// Returns the format and the place that the user asks for.
///
/// `format` is one word or two, with a comma between: a container of records (`jsonl`, `csv`) and a form of the
/// documents (`text`, `markdown`, `html`). A form without a container gives documents alone, unless the name says
/// otherwise.
///
/// # Errors
/// When the name does not tell the format, or the two do not go together.
pub fn resolve(output: Option<&str>, format: Option<&str>) -> Result<Chosen, Error> {
    let (container, form) = words(format.unwrap_or(""))?;
    let chosen = |writer: &'static dyn Writer, target| Chosen {
        writer,
        target,
        view: writer.view().or(form).unwrap_or_default(),
    };
    let Some(output) = output.filter(|output| *output != "-") else {
        let documents = form.and_then(|form| of_view(form, false));
        return Ok(chosen(container.or(documents).unwrap_or(WRITERS[0]), Target::Stdout));
    };
    let path = PathBuf::from(output);
    if path.is_dir() || output.ends_with(['/', '\\']) || (path.extension().is_none() && !path.exists()) {
        let files = of_view(form.unwrap_or_default(), true);
        return Ok(chosen(container.or(files).unwrap_or(WRITERS[0]), Target::Folder(path)));
    }
    let documents = form.and_then(|form| of_view(form, false));
    match (container.or(by_ending(&path)).or(documents), form) {
        (Some(writer), Some(form)) if writer.view().is_some_and(|view| view != form) => Err(Error::Usage(format!(
            "-o {output} --format {}: the name says another form; leave one of the two out",
            form.name()
        ))),
        (Some(writer), _) => Ok(chosen(writer, Target::File(path))),
        (None, _) => Err(Error::Usage(format!(
            "-o {output}: the name tells no format; end it in .{}, end it in / for a folder, or name one with --format",
            WRITERS.iter().flat_map(|writer| writer.endings()).copied().collect::<Vec<_>>().join(", .")
        ))),
    }
}

/// Returns the container and the form that the words of `--format` name.
fn words(format: &str) -> Result<(Option<&'static dyn Writer>, Option<View>), Error> {
    let (mut container, mut form) = (None, None);
    for word in format.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let writer = WRITERS.iter().copied().find(|writer| writer.view().is_none() && writer.name() == word);
        let view =
            VIEWS.iter().copied().find(|view| view.name() == word || view.ending().strip_prefix('.') == Some(word));
        match (writer, view) {
            (Some(writer), _) if container.is_none() => container = Some(writer),
            (None, Some(view)) if form.is_none() => form = Some(view),
            (None, None) => {
                return Err(Error::Usage(format!(
                    "--format {word}: unknown; choose jsonl or csv for records, text, markdown or html for documents"
                )));
            }
            _ => {
                return Err(Error::Usage(format!(
                    "--format {format}: one of jsonl and csv, and one of text, markdown and html at most"
                )));
            }
        }
    }
    Ok((container, form))
}

/// Returns the writer of documents in a form: files in a folder, or one after the other.
fn of_view(view: View, files: bool) -> Option<&'static dyn Writer> {
    let fits = |writer: &&dyn Writer| writer.view() == Some(view) && writer.endings().is_empty() == files;
    WRITERS.iter().copied().find(fits)
}

fn by_ending(path: &Path) -> Option<&'static dyn Writer> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let (_, ending) = without_packing(&name).rsplit_once('.')?;
    WRITERS.iter().copied().find(|writer| writer.endings().contains(&ending))
}

fn without_packing(name: &str) -> &str {
    PACKED.iter().find_map(|packed| name.strip_suffix(packed)?.strip_suffix('.')).unwrap_or(name)
}

/// A folder that was made for the output; it goes again if nothing comes to lie in it.
pub struct Made(PathBuf);

impl Drop for Made {
    fn drop(&mut self) {
        atomic::forget(&self.0);
        // Fails where the folder holds something, and then it is to stay.
        let _ = fs::remove_dir(&self.0);
    }
}

/// Makes the folder of the output, where there is none.
///
/// # Errors
/// When it cannot be made.
pub fn prepare(target: &Target) -> Result<Option<Made>, Error> {
    match target {
        Target::Folder(path) if !path.is_dir() => {
            fs::create_dir_all(path).map_err(|error| Error::io(path, "make the folder", error))?;
            atomic::remember(path);
            Ok(Some(Made(path.clone())))
        }
        _ => Ok(None),
    }
}

/// Refuses an output that would overwrite an input, or whose folder is not there.
///
/// # Errors
/// With what to do instead.
pub fn check(target: &Target, quarantine: Option<&Path>, inputs: &[Input]) -> Result<(), Error> {
    let outputs = [target.records("jsonl"), quarantine.map(Path::to_owned), target.account()];
    for output in outputs.into_iter().flatten() {
        for input in inputs {
            if let Input::File(input) = input
                && is_same(&output, input)
            {
                let text = format!("{} is an input too: choose another output with -o", output.display());
                return Err(Error::Usage(text));
            }
        }
    }
    match target {
        Target::File(path) if !atomic::parent(path).is_dir() => {
            let folder = atomic::parent(path).display();
            Err(Error::Usage(format!("cannot write {}: there is no folder {folder}; make it first", path.display())))
        }
        _ => Ok(()),
    }
}

fn is_same(a: &Path, b: &Path) -> bool {
    let regular = |path: &Path| fs::metadata(path).is_ok_and(|meta| meta.is_file());
    match (fs::canonicalize(a), fs::canonicalize(b)) {
        (Ok(a), Ok(b)) => a == b && regular(&a) || is_linked(&a, &b),
        _ => false,
    }
}

#[cfg(unix)]
fn is_linked(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let key = |path: &Path| fs::metadata(path).ok().filter(|meta| meta.is_file()).map(|meta| (meta.dev(), meta.ino()));
    key(a).is_some_and(|a| Some(a) == key(b))
}

#[cfg(not(unix))]
fn is_linked(_a: &Path, _b: &Path) -> bool {
    false
}
