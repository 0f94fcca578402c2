//! How are documents written as a folder of files, with their records beside them?
//!
//! Nothing that an id or an outlet says can name a place outside the folder.

use std::collections::HashMap;
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use tempfile::Builder;
use tempfile::TempDir;
use xxhash_rust::xxh3::xxh3_64;

use crate::error::Error;
use crate::write::Page;
use crate::write::Row;
use crate::write::Sink;
use crate::write::Writer;
use crate::write::atomic;
use crate::write::atomic::Out;
use crate::write::jsonl;
use crate::write::output::Target;
use crate::write::own;
use crate::write::pages;
use crate::write::record::FormOut;
use crate::write::record::Record;
use crate::write::restore::Restored;
use crate::write::view::View;

/// With the form of the documents.
pub struct Tree(pub View);

/// The file of records in the folder.
pub const RECORDS: &str = "records.jsonl";

/// Bytes of a name without its ending: file systems take 255, and archives add to it.
const MAX_NAME: usize = 120;

/// Names that Windows keeps for devices.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "com", "lpt"];

impl Writer for Tree {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn view(&self) -> Option<View> {
        Some(self.0)
    }

    fn endings(&self) -> &'static [&'static str] {
        &[]
    }

    fn encode(&self, record: &Record<'_>) -> Row {
        let page = Page {
            id: record.id.to_string(),
            outlet: record.outlet.map(str::to_owned),
            bytes: pages::whole(record, self.0).into_bytes(),
            is_file: record.input.record.is_none(),
            ending: self.0.ending(),
        };
        Row { bytes: jsonl::line(record), page: Some(page), ..Row::default() }
    }

    fn restored(&self, restored: &Restored) -> Row {
        let is_page = matches!(restored.form, FormOut::Html) && restored.is_source;
        let page = Page {
            id: if restored.is_file { restored.path.clone() } else { restored.id.clone() },
            outlet: restored.outlet.clone(),
            bytes: restored.bytes.clone(),
            is_file: restored.is_file,
            ending: if is_page { ".html" } else { ".txt" },
        };
        Row { page: Some(page), ..Row::default() }
    }

    fn open(&self, target: &Target) -> Result<Box<dyn Sink>, Error> {
        let Target::Folder(folder) = target else {
            let text = "a file for each document needs a folder: name one with -o NAME/";
            return Err(Error::Usage(text.to_owned()));
        };
        let failed = |error| Error::io(folder, "write", error);
        let older = own::listed(folder)?;
        let full = fs::read_dir(folder).map_err(failed)?.next().is_some();
        if full && older.is_none() {
            let text = format!(
                "{} is not empty, and not by an earlier run: choose a new folder with -o, or empty it",
                folder.display()
            );
            return Err(Error::Usage(text));
        }
        let stage = Builder::new().prefix(".presswash-").tempdir_in(folder).map_err(failed)?;
        atomic::remember(stage.path());
        let older = older.unwrap_or_default();
        let list = own::List::create(folder)?;
        Ok(Box::new(Files { folder: folder.clone(), stage, records: None, names: HashMap::new(), older, list }))
    }
}

struct Files {
    folder: PathBuf,
    stage: TempDir,
    records: Option<Out>,
    /// How often a name was asked for, by the hash of its lower case: a wrong match only costs a number.
    names: HashMap<u64, u32>,
    /// What an earlier run wrote here: it goes when this one is done.
    older: HashSet<String>,
    list: own::List,
}

impl Sink for Files {
    fn write(&mut self, row: Row) -> Result<(), Error> {
        if !row.bytes.is_empty() {
            let path = Some(self.folder.join(RECORDS));
            let records = match &mut self.records {
                Some(records) => records,
                None => self.records.insert(Out::create(&path)?),
            };
            records.write(&row.bytes)?;
        }
        let Some(page) = row.page else { return Ok(()) };
        let name = self.free(&name(&page), page.ending);
        self.list.add(&name)?;
        let path = self.stage.path().join(name);
        let failed = |error| Error::io(&path, "write", error);
        make_folders(self.stage.path(), atomic::parent(&path)).map_err(failed)?;
        fs::write(&path, &page.bytes).map_err(failed)
    }

    /// The records come last: where they are, the folder is complete.
    fn finish(self: Box<Self>) -> Result<(), Error> {
        let failed = |error| Error::io(&self.folder, "write", error);
        let names = own::files_under(self.stage.path()).map_err(failed)?;
        if let Some(name) = names.iter().find(|name| !self.older.contains(*name) && self.folder.join(name).exists()) {
            let place = self.folder.join(name);
            let text =
                format!("{} is there, and not by an earlier run: move it, or choose another -o", place.display());
            return Err(Error::Usage(text));
        }
        own::remove(&self.folder, &self.older).map_err(failed)?;
        for name in &names {
            let place = self.folder.join(name);
            fs::create_dir_all(atomic::parent(&place)).map_err(failed)?;
            fs::rename(self.stage.path().join(name), &place).map_err(failed)?;
        }
        atomic::forget(self.stage.path());
        self.list.finish()?;
        self.records.map_or(Ok(()), Out::finish)
    }
}

impl Files {
    /// Returns the path with its ending, numbered where it was given away before.
    fn free(&mut self, name: &Path, ending: &str) -> PathBuf {
        let name = name.to_string_lossy();
        let mut candidate = format!("{name}{ending}");
        loop {
            let times = self.names.entry(xxh3_64(candidate.to_lowercase().as_bytes())).or_default();
            *times += 1;
            if *times == 1 {
                return PathBuf::from(candidate);
            }
            candidate = format!("{name}-{times}{ending}");
        }
    }
}

/// Makes the folders between two, and never the upper one: a run that is broken off has removed it.
fn make_folders(upper: &Path, lower: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = lower.ancestors().take_while(|path| *path != upper && !path.is_dir()).collect();
    missing.into_iter().rev().try_for_each(fs::create_dir)
}

/// Returns the path of a document in the folder, without its ending: that of its file, or outlet and id.
fn name(page: &Page) -> PathBuf {
    let id = page.id.split_once("://").map_or(page.id.as_str(), |(_, rest)| rest);
    if !page.is_file {
        let outlet = page.outlet.as_deref().unwrap_or("unknown");
        return Path::new(&folder_name(outlet)).join(safe(id));
    }
    let mut parts: Vec<&str> = page.id.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..")).collect();
    let last = parts.pop().unwrap_or("document");
    let stem = last.strip_suffix(page.ending).unwrap_or(last);
    parts.into_iter().map(folder_name).collect::<PathBuf>().join(safe(stem))
}

/// Returns a name for a folder, which no file can have.
fn folder_name(name: &str) -> String {
    let name = safe(name);
    let is_file_name = [".txt", ".md", ".html", ".jsonl"].iter().any(|ending| name.to_lowercase().ends_with(ending));
    if is_file_name { format!("{name}_") } else { name }
}

/// Returns a name that is one step of a path on every file system.
fn safe(name: &str) -> String {
    let replaced = |c: char| if c.is_control() || r#"<>:"/\|?*"#.contains(c) { '_' } else { c };
    let name: String = name.chars().map(replaced).collect();
    let mut safe = name.trim_end_matches(['.', ' ']).to_owned();
    if safe.len() > MAX_NAME {
        let end = (0..=MAX_NAME).rev().find(|at| safe.is_char_boundary(*at)).unwrap_or(0);
        safe.truncate(end);
        safe.push_str(&format!("-{:016x}", xxh3_64(name.as_bytes())));
    }
    let stem = safe.split('.').next().unwrap_or("").trim_end_matches(|c: char| c.is_ascii_digit()).to_lowercase();
    if safe.is_empty() || safe.starts_with(['.', ' ', '-', '~']) || DEVICES.contains(&stem.as_str()) {
        safe.insert(0, '_');
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside_the_folder() {
        for (id, is_file, want) in [
            ("a/b.txt", true, "a/b"),
            ("../../etc/passwd", true, "etc/passwd"),
            ("/etc/passwd", true, "etc/passwd"),
            ("c:\\x\\con.txt", true, "c_/x/_con"),
            ("x.txt/y", true, "x.txt_/y"),
            ("..", true, "document"),
            ("page.html", true, "page.html"),
            ("../x", false, "cnn.com/_.._x"),
            ("https://cnn.com/a?b=c", false, "cnn.com/cnn.com_a_b=c"),
            ("a\u{0}b", false, "cnn.com/a_b"),
            ("", false, "cnn.com/_"),
        ] {
            let page = Page {
                id: id.to_owned(),
                outlet: Some("cnn.com".to_owned()),
                bytes: Vec::new(),
                is_file,
                ending: ".txt",
            };
            assert_eq!(name(&page).to_string_lossy(), want, "{id}");
        }
    }

    #[test]
    fn long_names_are_cut_and_stay_distinct() {
        let (a, b) = (safe(&format!("{}é1", "x".repeat(150))), safe(&format!("{}é2", "x".repeat(150))));
        assert!(a.len() < 150 && a != b);
    }
}
