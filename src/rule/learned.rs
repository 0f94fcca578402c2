//! What does the dump say of a rule that was learnt from it?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What `presswash learn` counted in the dump, for the person who reviews the rule.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Learned {
    /// Documents of the outlet in which the rule matches, copies counted once.
    pub documents: usize,
    /// Documents of the outlet that were looked at, copies counted once.
    pub of: usize,
    /// `documents` divided by `of`, from 0 to 1.
    pub share: f64,
    /// The earliest date of a document in which the rule matches, in ISO 8601.
    #[serde(default)]
    pub first: Option<String>,
    /// The latest date of a document in which the rule matches, in ISO 8601.
    #[serde(default)]
    pub last: Option<String>,
    /// Texts that the rule matches, as they stand in the dump.
    #[serde(default)]
    pub examples: Vec<String>,
}
