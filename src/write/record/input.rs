//! What does a record say of where its document came from, and of the source itself?

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use serde::Serializer;
use serde_json::value::RawValue;

use crate::source::Content;
use crate::source::Source;
use crate::write::base64;
use crate::write::record::OURS;

/// Where the document came from, and what `restore` needs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InputOut<'a> {
    /// The path as it was given; `-` for standard input.
    pub path: &'a str,
    /// The line that the record starts in, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
    /// What the document was made from. The text of a page is its whole visible text.
    pub form: FormOut,
    /// The field that held the text or the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'a str>,
    /// The names of the input record's fields, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<&'a str>,
    /// Values of input fields whose name is now used for something else.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_map")]
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    pub replaced: Vec<(&'a str, &'a RawValue)>,
    /// In a table: the columns whose cell holds JSON, not a string.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub json: Vec<&'a str>,
    /// In a table: fields without a column, and their cells.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub more: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FormOut {
    Text,
    Html,
}

/// A source as it was, in one of its forms.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SourceOut<'a> {
    /// The page.
    Html(&'a str),
    /// The bytes of a file, in base64.
    Bytes {
        base64: String,
        /// The charset that they were read in, by its name in the WHATWG standard.
        encoding: &'a str,
    },
}

/// Returns where a source came from.
pub fn input(source: &Source) -> InputOut<'_> {
    let field = source.content_field.as_deref();
    InputOut {
        path: &source.place.path,
        record: source.place.record,
        form: match source.content {
            Content::Text(_) => FormOut::Text,
            Content::Html(_) => FormOut::Html,
        },
        field,
        fields: source.fields.iter().map(|(name, _)| name.as_str()).collect(),
        replaced: source
            .fields
            .iter()
            .filter(|(name, value)| field != Some(name) && is_replaced(name, value, source))
            .map(|(name, value)| (name.as_str(), value.as_ref()))
            .collect(),
        json: Vec::new(),
        more: BTreeMap::new(),
    }
}

fn is_replaced(name: &str, value: &RawValue, source: &Source) -> bool {
    match name {
        "id" => !same(value, &source.id),
        "outlet" => source.outlet.as_ref().is_none_or(|outlet| !same(value, outlet) || !value.get().starts_with('"')),
        _ => OURS.contains(&name),
    }
}

/// Returns whether a JSON value is this string, or this number.
pub fn same(value: &RawValue, text: &str) -> bool {
    if value.get().starts_with('"') {
        serde_json::from_str::<Cow<'_, str>>(value.get()).is_ok_and(|string| string == text)
    } else {
        value.get() == text && text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
    }
}

/// Returns the source itself, where it is to be kept and the record would not give it back.
pub fn kept(source: &Source, keep: bool) -> Option<SourceOut<'_>> {
    if !keep {
        return None;
    }
    if let Some(original) = &source.original {
        let base64 = base64(&original.bytes);
        return Some(SourceOut::Bytes { base64, encoding: original.encoding });
    }
    match &source.content {
        Content::Html(page) => Some(SourceOut::Html(page)),
        Content::Text(_) => None,
    }
}

fn as_map<S: Serializer>(pairs: &[(&str, &RawValue)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().copied())
}
