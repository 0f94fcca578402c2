//! Which rules are there: the built-in ones, and those of the user's files and folders?
//!
//! Every file is read and every problem in it told, not only the first. What is loaded can be compiled.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use include_dir::Dir;
use include_dir::include_dir;

use crate::error::Error;
use crate::rule::Layer;
use crate::rule::Origin;
use crate::rule::matcher::Loaded;
use crate::rule::matcher::LoadedOverride;
use crate::rule::matcher::RuleSet;
use crate::rule::parse::parse_all;
use crate::rule::problem;
use crate::rule::problem::Problem;
use crate::rule::problem::Severity;

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// Bytes of one rule file. 20,000 rules take about 6 MB.
const MAX_FILE_BYTES: u64 = 16 << 20;
/// Folders inside each other that are searched for rule files.
const MAX_FOLDER_DEPTH: usize = 8;

/// Folders of word lists beside the rules of this project: YAML, but no rules.
const WORD_LISTS: &[&str] = &["hygiene", "language", "lift", "repair", "sentence", "structure", "survey"];

/// Everything that was loaded, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub rules: Vec<Loaded>,
    pub overrides: Vec<LoadedOverride>,
    pub problems: Vec<Problem>,
}

/// A rule file before it is parsed.
#[derive(Clone, Debug)]
pub struct RuleText {
    pub layer: Layer,
    pub path: PathBuf,
    pub text: String,
}

impl Rules {
    /// Returns the rules ready to run.
    pub fn compile(self) -> RuleSet {
        RuleSet::compile(self.rules, self.overrides)
    }

    /// Returns itself if nothing is wrong.
    ///
    /// # Errors
    /// `Error::Rules` with every error, ready for a terminal.
    pub fn checked(self) -> Result<Self, Error> {
        if self.problems.iter().any(|problem| problem.severity == Severity::Error) {
            return Err(Error::Rules(problem::render(&self.problems)));
        }
        Ok(self)
    }
}

/// Returns the built-in rules and those of the user's files and folders, which overrule them.
///
/// # Errors
/// A path cannot be read, or a file is broken.
pub fn load(user: &[PathBuf]) -> Result<Rules, Error> {
    load_with(built_in(), user)
}

/// Returns the rules of these texts and of the user's files and folders, which overrule them.
///
/// # Errors
/// A path cannot be read, or a file is broken.
pub fn load_with(mut texts: Vec<RuleText>, user: &[PathBuf]) -> Result<Rules, Error> {
    for path in user {
        texts.extend(read(path, Layer::Project)?);
    }
    parse_all(&texts, None).checked()
}

/// Returns the built-in rule files, sorted by path (`rules/navigation.yml`).
pub fn built_in() -> Vec<RuleText> {
    let mut texts = Vec::new();
    let folders = [Some(&BUILT_IN), BUILT_IN.get_dir("sites")];
    for file in folders.into_iter().flatten().flat_map(Dir::files) {
        if is_rule_file(file.path())
            && let Some(text) = file.contents_utf8()
        {
            let path = Path::new("rules").join(file.path());
            texts.push(RuleText { layer: Layer::BuiltIn, path, text: text.to_owned() });
        }
    }
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    texts
}

/// Returns the rule files under a path, as `paths` finds them.
///
/// # Errors
/// The path cannot be read, or the folder holds no rule file.
pub fn read(path: &Path, layer: Layer) -> Result<Vec<RuleText>, Error> {
    paths(path)?.into_iter().map(|path| Ok(RuleText { layer, text: read_text(&path)?, path })).collect()
}

/// Returns the paths of the rule files under a path: the file itself, or every `.yml` and `.yaml` of a folder, sorted.
///
/// # Errors
/// The folder cannot be read, or holds no rule file.
pub fn paths(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut paths = Vec::new();
    if path.is_dir() {
        search(path, MAX_FOLDER_DEPTH, &mut paths)?;
        if paths.is_empty() {
            return Err(Error::Usage(format!("no rule file (.yml, .yaml) in {}", path.display())));
        }
        paths.sort();
    } else {
        paths.push(path.to_owned());
    }
    Ok(paths)
}

fn search(folder: &Path, depth: usize, out: &mut Vec<PathBuf>) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(|e| Error::io(folder, "read", e))? {
        let entry = entry.map_err(|e| Error::io(folder, "read", e))?;
        let kind = entry.file_type().map_err(|e| Error::io(&entry.path(), "read", e))?;
        if kind.is_dir() {
            let is_list = WORD_LISTS.iter().any(|name| entry.file_name() == *name);
            if depth > 0 && !is_list {
                search(&entry.path(), depth - 1, out)?;
            }
        } else if is_rule_file(&entry.path()) {
            out.push(entry.path());
        }
    }
    Ok(())
}

fn is_rule_file(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "yml" || end == "yaml")
}

/// Bytes that are no UTF-8 become U+FFFD, which `parse_text` tells of.
fn read_text(path: &Path) -> Result<String, Error> {
    let size = fs::metadata(path).map_err(|e| Error::io(path, "read", e))?.len();
    if size > MAX_FILE_BYTES {
        let limit = MAX_FILE_BYTES >> 20;
        return Err(Error::Usage(format!("{}: a rule file above {limit} MiB; split it", path.display())));
    }
    let bytes = fs::read(path).map_err(|e| Error::io(path, "read", e))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Returns the text of a case that stands in a file of its own, beside the rule file or below it.
///
/// # Errors
/// The file cannot be read, or does not lie in the folder of the rule file.
pub fn input_file(origin: &Origin, name: &str) -> Result<String, Error> {
    if origin.layer == Layer::BuiltIn {
        let path = origin.file.strip_prefix("rules").unwrap_or(&origin.file).with_file_name(name);
        let file = BUILT_IN.get_file(&path).and_then(|file| file.contents_utf8());
        return file.map(str::to_owned).ok_or_else(|| Error::Usage(format!("no built-in file {}", path.display())));
    }
    let folder = match origin.file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let path = folder.join(name);
    let real = |path: &Path| fs::canonicalize(path).map_err(|e| Error::io(path, "read", e));
    if !real(&path)?.starts_with(real(folder)?) {
        let (path, folder) = (path.display(), folder.display());
        return Err(Error::Usage(format!("{path}: does not lie in {folder}; put the file beside the rule file")));
    }
    read_text(&path)
}
