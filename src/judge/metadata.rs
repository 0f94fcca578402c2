//! What is known about a document besides its text, where was each thing found, and what contradicts it?

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

/// What was lifted out of the chrome or taken from the record or the page. Unknown is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Metadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contributors: Vec<String>,
    /// ISO 8601: `2016-10-20`, with a time where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The agency or broadcaster that the text credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading_minutes: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The name of the site, as the page gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// The canonical address, as the page gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The address of the page that goes on where this one ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The language that the page claims, as it writes it. What the text is in stands in `language`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The address of the picture that stands for the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Where each field was found: `record`, `json-ld`, `og:title`, `meta author`, `microdata author`, `heading`,
    /// `title`, `time`, `byline`, `address`, `text`, and so on.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub found_in: BTreeMap<&'static str, &'static str>,
    /// What other places say instead. Left out when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Conflict>,
}

/// A value that was not taken.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Conflict {
    /// The field that it would have been.
    pub field: &'static str,
    pub value: String,
    pub found_in: &'static str,
    /// `differs` from the value that was taken; or `too early` or `in the future`, as no such page can be.
    pub why: &'static str,
}

impl Metadata {
    /// Notes where a field was found, unless that is known.
    pub fn found(&mut self, field: &'static str, origin: &'static str) {
        self.found_in.entry(field).or_insert(origin);
    }

    /// Notes a value that was not taken, once.
    pub fn object(&mut self, field: &'static str, value: &str, found_in: &'static str, why: &'static str) {
        let conflict = Conflict { field, value: value.to_owned(), found_in, why };
        if !self.conflicts.contains(&conflict) {
            self.conflicts.push(conflict);
        }
    }
}
