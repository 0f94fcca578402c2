//! What was read: one document with where it came from and what its record said of it.

use serde_json::value::RawValue;

/// Where a document was read: enough for a person to find it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path as it was given; `-` for standard input.
    pub path: String,
    /// The line or row of the record in its file, from 1; `None` where the file is the document.
    pub record: Option<u64>,
}

/// The text as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Text(String),
    Html(String),
}

/// The bytes of a file that its text does not give back by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    pub bytes: Vec<u8>,
    /// The charset's name in the WHATWG standard.
    pub encoding: &'static str,
}

/// One document as it was read. Unknown is `None`; `fields` holds the whole record in its order.
#[derive(Clone, Debug)]
pub struct Source {
    /// The record's id, its url, or its place: never empty.
    pub id: String,
    pub place: Place,
    pub content: Content,
    pub url: Option<String>,
    /// The outlet as a registrable domain (`france24.com`), or as the record names it.
    pub outlet: Option<String>,
    /// Which scraper or extractor made the text.
    pub scraper: Option<String>,
    pub title: Option<String>,
    pub authors: Vec<String>,
    /// As the record gives it; `judge::lift` reads it.
    pub date: Option<String>,
    /// When it was fetched, as the record gives it: no document is of a later day.
    pub crawled: Option<String>,
    /// A BCP 47 tag that the record claims: a hint, never a fact.
    pub language: Option<String>,
    /// Every field of the record in its order, as raw JSON; empty for a plain file. The one that
    /// `content` was taken from stands as `null`, to hold a long text once.
    pub fields: Vec<(String, Box<RawValue>)>,
    /// The field of `fields` that `content` was taken from.
    pub content_field: Option<String>,
    /// The charset that the text was read in, by its name in the WHATWG standard.
    pub encoding: Option<&'static str>,
    /// The file's bytes, where they were asked for and are not `content` in UTF-8.
    pub original: Option<Original>,
}

impl Source {
    /// Returns a source with nothing known but its id and its text.
    pub fn text(id: &str, text: &str) -> Self {
        Self::of(id, Content::Text(text.to_owned()))
    }

    /// Returns a source with nothing known but its id and its page.
    pub fn html(id: &str, html: &str) -> Self {
        Self::of(id, Content::Html(html.to_owned()))
    }

    /// Returns the host of the document's address, as written there.
    pub fn host(&self) -> Option<&str> {
        let (_, rest) = self.url.as_deref()?.split_once("://")?;
        let authority = rest.split(['/', '?', '#']).next()?;
        let host = authority.rsplit('@').next()?.split(':').next()?;
        (!host.is_empty()).then_some(host)
    }

    fn of(id: &str, content: Content) -> Self {
        Self {
            id: id.to_owned(),
            place: Place::default(),
            content,
            url: None,
            outlet: None,
            scraper: None,
            title: None,
            authors: Vec::new(),
            date: None,
            crawled: None,
            language: None,
            fields: Vec::new(),
            content_field: None,
            encoding: None,
            original: None,
        }
    }
}
