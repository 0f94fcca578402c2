//! How does a file come into being whole or not at all?
//!
//! It is written under another name beside its place and renamed at the end. Whatever ends the run
//! before, Ctrl-C included, the half file goes and an older file of that name stays as it was.

use std::fs;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::Builder;
use tempfile::TempPath;
use zstd::stream::write::Encoder as ZstdEncoder;

use crate::error::Error;

/// Bytes written at once.
const BUFFER: usize = 256 << 10;

/// How a file that is not finished is called, before its random part.
const PREFIX: &str = ".presswash-";

/// zstd's own default.
const ZSTD_LEVEL: i32 = 3;

/// Attempts to remove a folder that another thread is still filling.
const ATTEMPTS: usize = 10;

/// What is not finished and must go when the run is broken off.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Where bytes go: a file in the making, standard output, or a device.
pub struct Out {
    path: PathBuf,
    sink: Packer,
    temporary: Option<TempPath>,
}

enum Packer {
    Plain(BufWriter<Box<dyn Write>>),
    Gzip(Box<GzEncoder<BufWriter<Box<dyn Write>>>>),
    Zstd(Box<ZstdEncoder<'static, BufWriter<Box<dyn Write>>>>),
}

impl Out {
    /// Opens the file; `None` is standard output. A name that ends in `.gz` or `.zst` packs it.
    ///
    /// # Errors
    /// When no file can be made there.
    pub fn create(path: &Option<PathBuf>) -> Result<Self, Error> {
        let Some(path) = path else {
            let sink = Packer::Plain(BufWriter::with_capacity(BUFFER, Box::new(io::stdout())));
            return Ok(Self { path: PathBuf::from("standard output"), sink, temporary: None });
        };
        let place = place_of(path);
        let failed = |error| Error::io(path, "write", error);
        let (file, temporary) = match fs::metadata(&place) {
            Ok(meta) if !meta.is_file() => (fs::OpenOptions::new().write(true).open(&place).map_err(failed)?, None),
            found => {
                let (file, temporary) = temporary(&place, found.ok()).map_err(failed)?;
                (file, Some(temporary))
            }
        };
        let sink = packer(path, BufWriter::with_capacity(BUFFER, Box::new(file))).map_err(failed)?;
        Ok(Self { path: place, sink, temporary })
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// When the disk is full, the pipe closed, or the like.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let written = match &mut self.sink {
            Packer::Plain(sink) => sink.write_all(bytes),
            Packer::Gzip(sink) => sink.write_all(bytes),
            Packer::Zstd(sink) => sink.write_all(bytes),
        };
        written.map_err(|error| Error::io(&self.path, "write", error))
    }

    /// Writes what is left and gives the file its name.
    ///
    /// # Errors
    /// When the disk is full, or the file cannot be renamed.
    pub fn finish(self) -> Result<(), Error> {
        let failed = |error| Error::io(&self.path, "write", error);
        let mut sink = match self.sink {
            Packer::Plain(sink) => sink,
            Packer::Gzip(sink) => sink.finish().map_err(failed)?,
            Packer::Zstd(sink) => sink.finish().map_err(failed)?,
        };
        sink.flush().map_err(failed)?;
        drop(sink);
        if let Some(temporary) = self.temporary {
            let name = temporary.to_path_buf();
            temporary.persist(&self.path).map_err(|error| failed(error.error))?;
            forget(&name);
        }
        Ok(())
    }
}

/// Returns where the bytes of a path lie: a link's target.
fn place_of(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn temporary(place: &Path, older: Option<fs::Metadata>) -> io::Result<(fs::File, TempPath)> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX);
    #[cfg(unix)]
    let every = {
        use std::os::unix::fs::PermissionsExt;
        // As any program makes a file; the umask takes its share.
        fs::Permissions::from_mode(0o666)
    };
    #[cfg(unix)]
    builder.permissions(every);
    let file = builder.tempfile_in(parent(place))?;
    remember(file.path());
    if let Some(older) = older {
        fs::set_permissions(file.path(), older.permissions())?;
    }
    Ok(file.into_parts())
}

/// Returns the folder that a file lies in.
pub fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn packer(path: &Path, sink: BufWriter<Box<dyn Write>>) -> io::Result<Packer> {
    Ok(match path.extension().map(|ending| ending.to_ascii_lowercase()) {
        Some(ending) if ending == "gz" => Packer::Gzip(Box::new(GzEncoder::new(sink, Compression::default()))),
        Some(ending) if ending == "zst" || ending == "zstd" => {
            Packer::Zstd(Box::new(ZstdEncoder::new(sink, ZSTD_LEVEL)?))
        }
        _ => Packer::Plain(sink),
    })
}

/// Notes a file or folder that must go when the run is broken off.
pub fn remember(path: &Path) {
    if let Ok(mut unfinished) = UNFINISHED.lock() {
        unfinished.push(path.to_owned());
    }
}

/// Forgets one that has become what it should be, or is gone.
pub fn forget(path: &Path) {
    if let Ok(mut unfinished) = UNFINISHED.lock() {
        unfinished.retain(|known| known != path);
    }
}

/// Removes what is not finished: for the moment in which a run is broken off.
pub fn sweep() {
    let paths = UNFINISHED.lock().map(|mut paths| std::mem::take(&mut *paths)).unwrap_or_default();
    for path in paths {
        let gone = || if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        let _ = (0..ATTEMPTS).find(|_| gone().is_ok() || !path.exists());
    }
}
