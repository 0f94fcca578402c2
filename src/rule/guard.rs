//! Under which conditions is a line that matches a match: where it stands, in what run, beside what?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where in the document a match may stand. See `place::in_zone` for the borders.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Where {
    /// Head and tail: the first and last lines, a third of the text at least.
    #[serde(default)]
    pub zone: Zone,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Zone {
    Head,
    Tail,
    #[default]
    Any,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Lines at least.
    #[serde(default)]
    pub min: Option<usize>,
    /// Lines at most.
    #[serde(default)]
    pub max: Option<usize>,
}

/// What the neighbours must be: the nearest line that is not blank, before and after the match.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// The nearest line before the match.
    #[serde(default)]
    pub prev: Option<Neighbour>,
    /// The nearest line after it.
    #[serde(default)]
    pub next: Option<Neighbour>,
}

/// All given keys must hold.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Neighbour {
    /// Words that it has at least.
    #[serde(default)]
    pub min_words: Option<usize>,
    /// Words that it has at most.
    #[serde(default)]
    pub max_words: Option<usize>,
    /// Whether a blank line (or the edge of the document) stands between.
    #[serde(default)]
    pub blank: Option<bool>,
    /// Whether the match is the first (last) line of the document.
    #[serde(default)]
    pub edge: Option<bool>,
    /// The whole neighbour; case, quotes, bullets and end marks do not count.
    #[serde(default)]
    pub equals: Option<String>,
    /// It must match the whole neighbour.
    #[serde(default)]
    pub regex: Option<String>,
    /// The neighbour is itself claimed by a rule of one of these categories (rules without such a condition count).
    #[serde(default)]
    pub category: Vec<String>,
}
