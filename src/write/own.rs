//! Which files of a folder did an earlier run write? A new run replaces those and touches no other.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;

use ignore::WalkBuilder;

use crate::error::Error;
use crate::write::atomic::Out;

/// The hidden file that lists what was written beside the records: one path a line, `/` between folders.
const LIST: &str = ".presswash-files";

/// The list in the making.
pub struct List(Out);

impl List {
    /// Opens the list of a folder; until it is finished the older one stays.
    ///
    /// # Errors
    /// When no file can be made there.
    pub fn create(folder: &Path) -> Result<Self, Error> {
        Ok(Self(Out::create(&Some(folder.join(LIST)))?))
    }

    /// Adds a path inside the folder.
    ///
    /// # Errors
    /// When the disk is full, or the like.
    pub fn add(&mut self, path: &Path) -> Result<(), Error> {
        self.0.write(format!("{}\n", name(path)).as_bytes())
    }

    /// Gives the list its name.
    ///
    /// # Errors
    /// When the disk is full, or the like.
    pub fn finish(self) -> Result<(), Error> {
        self.0.finish()
    }
}

/// Returns what an earlier run wrote into the folder; `None` where none did.
///
/// # Errors
/// When the list is there and cannot be read.
pub fn listed(folder: &Path) -> Result<Option<HashSet<String>>, Error> {
    let path = folder.join(LIST);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text.lines().filter(|line| is_inside(line)).map(str::to_owned).collect())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io(&path, "read", error)),
    }
}

/// A list that someone edited must not name a place outside of the folder.
fn is_inside(line: &str) -> bool {
    !line.is_empty() && !Path::new(line).is_absolute() && !line.split(['/', '\\']).any(|part| part == "..")
}

/// Removes files of a folder, and the folders in it that are empty then.
///
/// # Errors
/// When a file is there and cannot be removed.
pub fn remove(folder: &Path, names: &HashSet<String>) -> io::Result<()> {
    for name in names {
        match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    let parents: HashSet<&Path> = names.iter().flat_map(|name| Path::new(name).ancestors().skip(1)).collect();
    let mut parents: Vec<&Path> = parents.into_iter().filter(|parent| !parent.as_os_str().is_empty()).collect();
    parents.sort_by_key(|parent| std::cmp::Reverse(parent.components().count()));
    for parent in parents {
        // Fails where the folder holds something else, and then it is to stay.
        let _ = fs::remove_dir(folder.join(parent));
    }
    Ok(())
}

/// Returns the paths of all files below a folder, sorted.
///
/// # Errors
/// When a folder cannot be read.
pub fn files_under(folder: &Path) -> io::Result<Vec<String>> {
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false).sort_by_file_path(Path::cmp);
    let mut names = Vec::new();
    for entry in walk.build() {
        let entry = entry.map_err(io::Error::other)?;
        if entry.file_type().is_some_and(|kind| kind.is_file())
            && let Ok(path) = entry.path().strip_prefix(folder)
        {
            names.push(name(path));
        }
    }
    Ok(names)
}

fn name(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
