//! Where was a rule written, and whose word counts more?

use std::path::PathBuf;

/// From weak to strong: a later layer overrules an earlier one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    #[default]
    BuiltIn,
    FetchedPack,
    LocalPack,
    Project,
}

/// Where a rule or an override was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    pub layer: Layer,
    pub file: PathBuf,
    /// The line of its `id:` (or `site:`), from 1; 0 where it is not known.
    pub line: usize,
}

impl Layer {
    /// Returns the layer as tables write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::BuiltIn => "built in",
            Self::FetchedPack => "fetched pack",
            Self::LocalPack => "local pack",
            Self::Project => "project",
        }
    }
}
