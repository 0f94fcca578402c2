//! What can fail at the rim (reading, rules, writing), where, and what to do about it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Everything that can fail at the rim. Each message says where, what, and what to do.
#[derive(Debug)]
pub enum Error {
    /// A file or folder could not be read or written.
    Io { path: PathBuf, doing: &'static str, source: io::Error },
    /// What the user asked for makes no sense, or would do harm.
    Usage(String),
    /// One or more rule files are broken; the text is ready for a terminal.
    Rules(String),
}

impl Error {
    /// Returns an error about a file: `doing` is a verb in the infinitive ("read", "write").
    pub fn io(path: &Path, doing: &'static str, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), doing, source }
    }

    /// Returns whether the reader of our output went away: no failure, only the end.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, doing, source } => write!(f, "cannot {doing} {}: {source}", path.display()),
            Self::Usage(text) | Self::Rules(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Error {}
