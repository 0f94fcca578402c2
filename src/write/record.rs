//! What does the record of a cleaned document say?
//!
//! The fields of the input record stand where they stood. Where one of them has a name of ours, ours
//! takes its place and its value moves to `input.replaced`: so nothing is lost, and a name means one thing.

pub mod about;
pub mod input;
pub mod spans;

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeMap;
use serde_json::value::RawValue;

use crate::document::Document;
use crate::judge::Metadata;
use crate::judge::Verdict;
use crate::judge::comments;
use crate::rule::Kind;
use crate::source::Source;
use crate::write::record::about::HygieneOut;
use crate::write::record::about::LanguageOut;
pub use crate::write::record::input::FormOut;
pub use crate::write::record::input::InputOut;
pub use crate::write::record::input::SourceOut;
use crate::write::record::spans::Marked;
use crate::write::record::spans::Removed;
use crate::write::record::spans::Repaired;
use crate::write::view;
use crate::write::view::View;

/// The version of the record.
pub const SCHEMA: &str = "presswash.record/1";

/// The names that are ours, in the order in which those are added that the input record lacks.
pub const OURS: &[&str] = &[
    "id",
    "text",
    "verdict",
    "verdict_by",
    "outlet",
    "language",
    "metadata",
    "hygiene",
    "removed",
    "repaired",
    "marked",
    "alarms",
    "schema",
    "input",
    "source",
];

/// The names that are ours only where the user asks for them: pages come with fields of these names, too.
const ON_REQUEST: &[&str] = &["markdown", "html", "comments"];

/// One cleaned document. Further fields are those of the input record, as they were.
///
/// Hygiene means text hygiene, not truthfulness: nothing here says whether a text is true.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(title = "presswash.record/1")]
pub struct Record<'a> {
    /// The record's id as it came; without one its url; without that its place: the path of a file, `path#line` of a record.
    #[schemars(with = "Id")]
    pub id: Cow<'a, str>,
    /// The clean text. Each `removed[].text` put in at its `start`, and each `repaired[].text` in the place of its
    /// `with`, in rising order, gives the original text back.
    pub text: String,
    /// What kind of document it is.
    pub verdict: Kind,
    /// The rule that gave the verdict. Left out where none did: the text itself tells.
    #[schemars(skip_serializing_if = "Option::is_none")]
    pub verdict_by: Option<&'a str>,
    /// Who published it: the registrable domain where one is known, else the name as the record gives it.
    pub outlet: Option<&'a str>,
    /// The language of the text.
    pub language: LanguageOut<'a>,
    /// What was lifted out of the chrome or taken from the record or the page. Unknown fields are left out.
    pub metadata: &'a Metadata,
    /// Text hygiene, not truthfulness: how clean the text was and is.
    pub hygiene: HygieneOut,
    /// Every span that was cut, in order, without overlap.
    pub removed: Vec<Removed<'a>>,
    /// Every span that was mended, in order, without overlap among themselves and with `removed`. Left out when empty.
    #[schemars(skip_serializing_if = "Vec::is_empty")]
    pub repaired: Vec<Repaired<'a>>,
    /// Claims that were not cut because they were in doubt, or because the user keeps their category. Left out when empty.
    #[schemars(skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<Marked<'a>>,
    /// What a person should look at. Left out when empty.
    #[schemars(skip_serializing_if = "<[_]>::is_empty")]
    pub alarms: &'a [String],
    /// `presswash.record/1`.
    pub schema: &'static str,
    /// Where the document came from, and what `restore` needs.
    pub input: InputOut<'a>,
    /// The source itself, with `--keep-source`, where `text` and `removed` do not give it back. Left out otherwise.
    #[schemars(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceOut<'a>>,
    /// What `text` is, as Markdown, with `--format markdown`. Left out otherwise.
    #[schemars(skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
    /// What `text` is, as HTML without a head, with `--format html`. Left out otherwise.
    #[schemars(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// The comments of readers that were cut, in order, with `--comments separate`. Left out otherwise.
    #[schemars(skip_serializing_if = "Option::is_none")]
    pub comments: Option<Vec<&'a str>>,
    #[schemars(skip)]
    fields: &'a [(String, Box<RawValue>)],
}

/// How an id is written: as the record had it.
#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "only its schema is used")]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

impl<'a> Record<'a> {
    /// Returns the record of what was decided on a source. `keep`: with the source itself.
    pub fn new(source: &'a Source, document: &'a Document, verdict: &'a Verdict, keep: bool) -> Self {
        Self {
            id: Cow::Borrowed(&source.id),
            text: verdict.clean_text(&document.text),
            verdict: verdict.kind,
            verdict_by: verdict.by.as_deref(),
            outlet: source.outlet.as_deref(),
            language: about::language(source, verdict),
            metadata: &verdict.metadata,
            hygiene: about::hygiene(&verdict.hygiene),
            removed: spans::cuts(document, verdict),
            repaired: spans::repaired(document, verdict),
            marked: spans::marked(document, verdict),
            alarms: &verdict.alarms,
            schema: SCHEMA,
            input: input::input(source),
            source: input::kept(source, keep),
            markdown: None,
            html: None,
            comments: None,
            fields: &source.fields,
        }
    }

    /// Adds a view of the clean text.
    #[must_use]
    pub fn with_view(mut self, view: View, source: &'a Source, document: &Document, verdict: &Verdict) -> Self {
        let (cuts, repairs, address) = (&verdict.cuts, &verdict.repairs, source.url.as_deref());
        match view {
            View::Text => return self,
            View::Markdown => self.markdown = Some(view::markdown(document, cuts, repairs, address)),
            View::Html => self.html = Some(view::html(document, cuts, repairs, address)),
        }
        self.replace(view.name());
        self
    }

    /// Adds the comments that were cut.
    #[must_use]
    pub fn with_comments(mut self, document: &'a Document, verdict: &Verdict) -> Self {
        self.comments = Some(comments::texts(document, &verdict.cuts));
        self.replace("comments");
        self
    }

    /// Returns the clean text in a form: as plain text where no other was made.
    pub fn shown(&self, view: View) -> &str {
        let made = match view {
            View::Text => None,
            View::Markdown => self.markdown.as_deref(),
            View::Html => self.html.as_deref(),
        };
        made.unwrap_or(&self.text)
    }

    /// Returns whether a field of this name is ours.
    pub fn is_ours(&self, name: &str) -> bool {
        OURS.contains(&name) || self.has(name)
    }

    fn has(&self, name: &str) -> bool {
        match name {
            "markdown" => self.markdown.is_some(),
            "html" => self.html.is_some(),
            "comments" => self.comments.is_some(),
            _ => false,
        }
    }

    /// Takes the place of the input's field of this name.
    fn replace(&mut self, name: &str) {
        let field = self.fields.iter().find(|(field, _)| field == name && self.input.field != Some(field));
        if let Some((field, value)) = field {
            self.input.replaced.push((field, value));
        }
    }

    /// Writes one of our fields, unless it says nothing.
    fn own<M: SerializeMap>(&self, name: &str, map: &mut M) -> Result<(), M::Error> {
        match name {
            "id" => map.serialize_entry(name, &self.id),
            "text" => map.serialize_entry(name, &self.text),
            "verdict" => map.serialize_entry(name, &self.verdict),
            "verdict_by" if self.verdict_by.is_some() => map.serialize_entry(name, &self.verdict_by),
            "outlet" => map.serialize_entry(name, &self.outlet),
            "language" => map.serialize_entry(name, &self.language),
            "metadata" => map.serialize_entry(name, &self.metadata),
            "hygiene" => map.serialize_entry(name, &self.hygiene),
            "removed" => map.serialize_entry(name, &self.removed),
            "repaired" if !self.repaired.is_empty() => map.serialize_entry(name, &self.repaired),
            "marked" if !self.marked.is_empty() => map.serialize_entry(name, &self.marked),
            "alarms" if !self.alarms.is_empty() => map.serialize_entry(name, &self.alarms),
            "schema" => map.serialize_entry(name, &self.schema),
            "input" => map.serialize_entry(name, &self.input),
            "source" if self.source.is_some() => map.serialize_entry(name, &self.source),
            "markdown" if self.markdown.is_some() => map.serialize_entry(name, &self.markdown),
            "html" if self.html.is_some() => map.serialize_entry(name, &self.html),
            "comments" if self.comments.is_some() => map.serialize_entry(name, &self.comments),
            _ => Ok(()),
        }
    }
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let has = |name: &str| self.fields.iter().any(|(field, _)| field == name);
        let content = self.input.field;
        if !has("id") || content == Some("id") {
            self.own("id", &mut map)?;
        }
        for (name, value) in self.fields {
            if content == Some(name) {
                self.own("text", &mut map)?;
            } else if name == "id" && input::same(value, &self.id) {
                // A number stays a number.
                map.serialize_entry(name, value)?;
            } else if self.is_ours(name) {
                if name != "text" {
                    self.own(name, &mut map)?;
                }
            } else {
                map.serialize_entry(name, value)?;
            }
        }
        for name in OURS.iter().chain(ON_REQUEST) {
            let there =
                if *name == "text" { content.is_some() } else { *name == "id" || has(name) && content != Some(name) };
            if !there {
                self.own(name, &mut map)?;
            }
        }
        map.end()
    }
}
