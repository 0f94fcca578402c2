//! How does what a subcommand says reach standard output or a file?

use std::io::Write;
use std::path::Path;

use crate::error::Error;
use crate::write::atomic::Out;

/// Columns where standard output is no terminal.
const DEFAULT_WIDTH: usize = 140;

/// Prints to standard output; colour only where it is wanted.
///
/// # Errors
/// When standard output fails; a closed pipe as well.
pub fn print(text: &str) -> Result<(), Error> {
    put(&mut anstream::stdout().lock(), text)
}

/// Writes a text to standard output, or wherever the caller wants it, at once.
///
/// # Errors
/// `out` is closed.
pub fn put(out: &mut dyn Write, text: &str) -> Result<(), Error> {
    let done = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    done.map_err(|e| Error::io(Path::new("standard output"), "write", e))
}

/// Writes a file whole or not at all.
///
/// # Errors
/// The file cannot be written.
pub fn write(path: &Path, text: &str) -> Result<(), Error> {
    let mut file = Out::create(&Some(path.to_owned()))?;
    file.write(text.as_bytes())?;
    file.finish()
}

/// Columns of the terminal.
pub fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    told.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))).unwrap_or(DEFAULT_WIDTH)
}
