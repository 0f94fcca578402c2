//! Which metadata can a rule lift out of chrome?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A metadata field that chrome can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Title,
    Authors,
    Contributors,
    Published,
    Modified,
    Section,
    Source,
    ReadingMinutes,
    Tags,
}

impl Field {
    /// Returns the name of the field, which is also the name of a regex group that holds it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Authors => "authors",
            Self::Contributors => "contributors",
            Self::Published => "published",
            Self::Modified => "modified",
            Self::Section => "section",
            Self::Source => "source",
            Self::ReadingMinutes => "reading_minutes",
            Self::Tags => "tags",
        }
    }
}
