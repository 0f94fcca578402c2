//! How does a record give back the text, and the input record, that it was made from?

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::value::to_raw_value;

use crate::source::Content;
use crate::source::Source;
use crate::write::record::FormOut;

/// What a document was before it was cleaned.
#[derive(Debug)]
pub struct Restored {
    pub id: String,
    pub outlet: Option<String>,
    /// The path of the file that it was read from.
    pub path: String,
    /// Whether the file was the document.
    pub is_file: bool,
    pub form: FormOut,
    /// Whether `bytes` are the page or the file itself, and not the text that was read from it.
    pub is_source: bool,
    /// The text in UTF-8, or the source where it was kept.
    pub bytes: Vec<u8>,
    /// The fields of the input record in their order; `id` and `text` for a file.
    pub fields: Vec<(String, Box<RawValue>)>,
}

/// What is read of `removed`.
#[derive(Deserialize)]
struct Removed {
    start: usize,
    end: usize,
    text: String,
}

/// What is read of `repaired`.
#[derive(Deserialize)]
struct Repaired {
    start: usize,
    end: usize,
    text: String,
    with: String,
}

/// What is put back: where in the original, in code points, what stood there, and what stands in its place now.
struct Edit<'a> {
    start: usize,
    text: &'a str,
    with: &'a str,
}

/// What is read of `input`.
#[derive(Deserialize)]
struct Input {
    path: String,
    #[serde(default)]
    record: Option<u64>,
    form: FormOut,
    #[serde(default)]
    field: Option<String>,
    #[serde(default)]
    fields: Vec<String>,
    #[serde(default)]
    replaced: HashMap<String, Box<RawValue>>,
    #[serde(default)]
    json: Vec<String>,
    #[serde(default)]
    more: HashMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kept {
    Html(String),
    Bytes { base64: String },
}

impl Restored {
    /// Iterates over the fields of the input record.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_ref()))
    }
}

/// Returns the clean text with everything put back, in rising order.
///
/// # Errors
/// When a place is not in the text, or holds something else: the record was changed since.
fn rebuild(clean: &str, edits: &[Edit<'_>]) -> Result<String, String> {
    let mut original = String::with_capacity(clean.len());
    let (mut rest, mut points) = (clean, 0);
    for &Edit { start, text, with } in edits {
        let missing = start.checked_sub(points).ok_or_else(|| format!("`removed` is out of order at {start}"))?;
        let at = match rest.char_indices().map(|(at, _)| at).chain([rest.len()]).nth(missing) {
            Some(at) => at,
            None => return Err(format!("`removed` starts at {start}, beyond the end of the text")),
        };
        let (kept, after) = rest.split_at(at);
        original.push_str(kept);
        original.push_str(text);
        let standing = after.strip_prefix(with);
        rest = standing.ok_or_else(|| format!("`repaired` at {start}: the text does not hold {with:?} there"))?;
        points = start + text.chars().count();
    }
    original.push_str(rest);
    Ok(original)
}

/// Returns what a record, read as a source, was made from.
///
/// # Errors
/// When it is no record of presswash, or was changed since.
pub fn restore(source: &Source) -> Result<Restored, String> {
    let Content::Text(clean) = &source.content else { return Err("it has no `text`".to_owned()) };
    let input: Input = own(source, "input")?;
    let removed: Vec<Removed> = own(source, "removed")?;
    let repaired: Vec<Repaired> = if has(source, "repaired") { own(source, "repaired")? } else { Vec::new() };
    let text = rebuild(clean, &edits(&removed, &repaired)?)?;
    let kept: Option<Kept> = if has(source, "source") { Some(own(source, "source")?) } else { None };
    let (bytes, page) = match kept {
        None => (text.clone().into_bytes(), None),
        Some(Kept::Html(page)) => (page.clone().into_bytes(), Some(page)),
        Some(Kept::Bytes { base64 }) => (STANDARD.decode(base64).map_err(|e| format!("`source`: {e}"))?, None),
    };
    Ok(Restored {
        id: source.id.clone(),
        outlet: source.outlet.clone(),
        path: input.path.clone(),
        is_file: input.record.is_none(),
        form: input.form,
        is_source: bytes != text.as_bytes() || page.is_some(),
        fields: fields(source, &input, page.as_deref().unwrap_or(&text), page.is_some())?,
        bytes,
    })
}

/// Returns what is put back, in rising order.
fn edits<'a>(removed: &'a [Removed], repaired: &'a [Repaired]) -> Result<Vec<Edit<'a>>, String> {
    let cuts = removed.iter().map(|cut| (Edit { start: cut.start, text: &cut.text, with: "" }, cut.end));
    let changes = repaired
        .iter()
        .map(|change| (Edit { start: change.start, text: &change.text, with: &change.with }, change.end));
    let mut edits = Vec::with_capacity(removed.len() + repaired.len());
    for (edit, end) in cuts.chain(changes) {
        if edit.start + edit.text.chars().count() != end {
            return Err(format!("the text at {} is not as long as its span", edit.start));
        }
        edits.push(edit);
    }
    if !repaired.is_empty() {
        edits.sort_by_key(|edit| edit.start);
    }
    Ok(edits)
}

/// Returns the fields as they came. The visible text of a page goes into `text`: it is not the page.
fn fields(
    source: &Source,
    input: &Input,
    content: &str,
    is_page: bool,
) -> Result<Vec<(String, Box<RawValue>)>, String> {
    let content = to_raw_value(content).map_err(|error| error.to_string())?;
    let Some(field) = &input.field else {
        let id = to_raw_value(&source.id).map_err(|error| error.to_string())?;
        return Ok(vec![("id".to_owned(), id), (if is_page { "html" } else { "text" }.to_owned(), content)]);
    };
    let as_text = matches!(input.form, FormOut::Html) && !is_page;
    let name_of_content = if as_text { "text" } else { field.as_str() };
    let from_table = raw(source, "input").is_some_and(|value| value.get().starts_with('"'));
    let mut fields = Vec::with_capacity(input.fields.len());
    for name in &input.fields {
        if name == field {
            fields.push((name_of_content.to_owned(), content.clone()));
        } else if !(as_text && name == "text") {
            fields.push((name.clone(), value(source, input, name, from_table)?));
        }
    }
    Ok(fields)
}

fn value(source: &Source, input: &Input, name: &str, from_table: bool) -> Result<Box<RawValue>, String> {
    if let Some(value) = input.replaced.get(name) {
        return Ok(value.clone());
    }
    let gone = || format!("the field `{name}` of the input is gone");
    if !from_table {
        return raw(source, name).map(ToOwned::to_owned).ok_or_else(gone);
    }
    let cell = match input.more.get(name) {
        Some(cell) => cell.clone(),
        None => raw(source, name).and_then(|cell| serde_json::from_str(cell.get()).ok()).ok_or_else(gone)?,
    };
    let is_json = input.json.iter().any(|known| known == name);
    let value = match is_json {
        true if cell.is_empty() => Ok(RawValue::NULL.to_owned()),
        true => RawValue::from_string(cell),
        false => to_raw_value(&cell),
    };
    value.map_err(|error| format!("the field `{name}`: {error}"))
}

/// Returns a field as it is written.
pub fn raw<'a>(source: &'a Source, name: &str) -> Option<&'a RawValue> {
    source.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_ref())
}

/// Returns whether a record has a field that says something.
pub fn has(source: &Source, name: &str) -> bool {
    raw(source, name).is_some_and(|value| !matches!(value.get(), "null" | "\"\""))
}

/// Reads one of our fields that is no plain word; in a table it is JSON within a string.
///
/// # Errors
/// When it is not there, or broken.
pub fn own<T: DeserializeOwned>(source: &Source, name: &str) -> Result<T, String> {
    let value = raw(source, name).ok_or_else(|| format!("no record of presswash: it has no `{name}`"))?;
    let inner: Option<String> = serde_json::from_str(value.get()).ok();
    let json = inner.as_deref().unwrap_or(value.get());
    serde_json::from_str(json).map_err(|error| format!("`{name}` is broken: {error}"))
}
