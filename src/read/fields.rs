//! Which field of a record holds what? By the usual names, or as the user says.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::error::Error;
use crate::read::Raw;
use crate::read::outlet;
use crate::source::Content;
use crate::source::Source;

/// What a field can hold that presswash reads; every other field is passed on as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Id,
    Url,
    Outlet,
    Text,
    Html,
    Title,
    Authors,
    Date,
    Crawled,
    Language,
    Scraper,
}

/// A role, its word in `--field`, and the usual names of its field, likeliest first; in any case.
///
/// Gathered from the outputs of trafilatura, newspaper, news-please, Common Crawl News, NewsAPI,
/// Media Cloud, schema.org and the data sets of `requests.md`'s threads.
pub static ROLES: &[(Role, &str, &[&str])] = &[
    (Role::Id, "id", &["id", "_id", "uid", "uuid", "doc_id", "docid", "document_id", "article_id", "guid"]),
    (Role::Url, "url", &["url", "link", "uri", "source_url", "canonical_url", "page_url", "article_url"]),
    (
        Role::Outlet,
        "outlet",
        &[
            "outlet",
            "domain",
            "source_domain",
            "hostname",
            "host",
            "site",
            "publisher",
            "publication",
            "newspaper",
            "source",
        ],
    ),
    (
        Role::Text,
        "text",
        &[
            "text",
            "content",
            "body",
            "maintext",
            "main_text",
            "full_text",
            "fulltext",
            "article_text",
            "body_text",
            "plain_text",
            "raw_text",
            "cleaned_text",
            "article",
            "story",
        ],
    ),
    (Role::Html, "html", &["html", "raw_html", "page_html", "html_content", "body_html", "page"]),
    (Role::Title, "title", &["title", "headline", "heading"]),
    (Role::Authors, "authors", &["authors", "author", "byline", "creator"]),
    (
        Role::Date,
        "date",
        &[
            "date",
            "published",
            "date_published",
            "published_at",
            "publishedat",
            "publish_date",
            "date_publish",
            "published_date",
            "publication_date",
            "pub_date",
            "pubdate",
            "datepublished",
            "timestamp",
            "created_at",
        ],
    ),
    (
        Role::Crawled,
        "crawled",
        &[
            "crawled",
            "crawled_at",
            "crawl_date",
            "date_crawled",
            "fetched_at",
            "fetch_date",
            "fetch_time",
            "scraped_at",
            "scrape_date",
            "date_scraped",
            "retrieved_at",
            "date_download",
            "download_date",
            "accessed",
            "collected_at",
            "warc-date",
        ],
    ),
    (Role::Language, "language", &["language", "lang", "language_code", "lang_code", "locale"]),
    (Role::Scraper, "scraper", &["scraper", "extractor", "crawler", "parser"]),
];

/// The fields that the user named, before any usual name.
#[derive(Clone, Debug, Default)]
pub struct FieldMap(Vec<(Role, String)>);

impl FieldMap {
    /// Reads settings of the form `text=body_text`.
    ///
    /// # Errors
    /// When a setting has no `=` or names no role.
    pub fn parse(settings: &[String]) -> Result<Self, Error> {
        settings.iter().map(|setting| one(setting)).collect::<Result<_, _>>().map(Self)
    }

    /// Returns the field that the user named for a role.
    pub fn named(&self, role: Role) -> Option<&str> {
        self.0.iter().rev().find(|(named, _)| *named == role).map(|(_, name)| name.as_str())
    }
}

fn one(setting: &str) -> Result<(Role, String), Error> {
    let words: Vec<&str> = ROLES.iter().map(|(_, word, _)| *word).collect();
    let advice = format!("write --field ROLE=NAME with a ROLE of {}", words.join(", "));
    let Some((word, name)) = setting.split_once('=') else {
        return Err(Error::Usage(format!("--field {setting}: no `=`; {advice}")));
    };
    match ROLES.iter().find(|(_, known, _)| *known == word.trim()) {
        Some((role, _, _)) => Ok((*role, name.to_owned())),
        None => Err(Error::Usage(format!("--field {setting}: unknown role `{word}`; {advice}"))),
    }
}

/// One value of a record, as its format holds it.
pub enum Cell<'a> {
    Json(&'a RawValue),
    Plain(Cow<'a, str>),
}

impl Cell<'_> {
    /// Returns the value as JSON.
    fn to_raw(&self) -> Box<RawValue> {
        match self {
            Self::Json(value) => (*value).to_owned(),
            Self::Plain(text) => serde_json::value::to_raw_value(text).unwrap_or_else(|_| RawValue::NULL.to_owned()),
        }
    }

    /// Returns the string that the value is; an error where it is a string that is no Unicode text.
    fn string(&self) -> Result<Option<String>, String> {
        match self {
            Self::Plain(text) => Ok(Some(text.clone().into_owned())),
            Self::Json(value) if value.get().starts_with('"') => {
                let text = serde_json::from_str(value.get());
                text.map(Some).map_err(|error| format!("its string is broken: {error}"))
            }
            Self::Json(_) => Ok(None),
        }
    }

    /// Returns a short value as words: a string that is not blank, a number as it is written.
    fn word(&self) -> Option<String> {
        match self.string() {
            Ok(Some(text)) => Some(text).filter(|text| !text.trim().is_empty()),
            Ok(None) => self.number(),
            Err(_) => None,
        }
    }

    fn number(&self) -> Option<String> {
        match self {
            Self::Json(value) if value.get().starts_with(|c: char| c == '-' || c.is_ascii_digit()) => {
                Some(value.get().to_owned())
            }
            _ => None,
        }
    }

    /// Returns a list of names, or the one name that is there.
    fn words(&self) -> Vec<String> {
        match self {
            Self::Json(value) if value.get().starts_with('[') => {
                let list: Vec<serde_json::Value> = serde_json::from_str(value.get()).unwrap_or_default();
                list.iter().filter_map(name_of).map(str::to_owned).collect()
            }
            _ => self.word().into_iter().collect(),
        }
    }
}

fn name_of(value: &serde_json::Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("name")?.as_str())
}

/// Returns the field of a role among the names: the user's, else the likeliest usual one with a value.
///
/// `None` where there is none; a name of the user's is taken to the letter.
pub fn find(role: Role, map: &FieldMap, names: &[&str], full: impl Fn(usize) -> bool) -> Option<usize> {
    if let Some(wanted) = map.named(role) {
        return names.iter().position(|name| *name == wanted);
    }
    let (_, _, usual) = ROLES.iter().find(|(known, _, _)| *known == role)?;
    usual.iter().find_map(|wanted| {
        let same = |at: &usize| names[*at].eq_ignore_ascii_case(wanted) && full(*at);
        (0..names.len()).find(same)
    })
}

/// Returns the source of a record with these fields.
///
/// # Errors
/// When no field holds a text or a page, or its string is broken.
pub fn source(cells: Vec<(Cow<'_, str>, Cell<'_>)>, raw: &Raw, map: &FieldMap) -> Result<Source, String> {
    let names: Vec<&str> = cells.iter().map(|(name, _)| name.as_ref()).collect();
    let word = |role| find(role, map, &names, |at| cells[at].1.word().is_some()).and_then(|at| cells[at].1.word());
    let (at, content) = content(&cells, &names, map)?;
    let url = word(Role::Url);
    let place = raw.record.map_or_else(|| raw.file.path.clone(), |line| format!("{}#{line}", raw.file.path));
    let mut source = Source::text(&word(Role::Id).or_else(|| url.clone()).unwrap_or(place), "");
    source.outlet = word(Role::Outlet).map(|name| outlet::normalise(&name));
    source.outlet =
        source.outlet.or_else(|| url.as_deref().and_then(outlet::of_url)).or_else(|| raw.file.outlet.clone());
    source.scraper = word(Role::Scraper);
    source.title = word(Role::Title);
    source.authors = find(Role::Authors, map, &names, |_| true).map_or_else(Vec::new, |at| cells[at].1.words());
    source.date = word(Role::Date);
    source.crawled = word(Role::Crawled);
    source.language = word(Role::Language);
    source.url = url;
    source.content = content;
    source.content_field = Some(names[at].to_owned());
    source.fields = fields(cells, at);
    Ok(source)
}

fn fields(cells: Vec<(Cow<'_, str>, Cell<'_>)>, content: usize) -> Vec<(String, Box<RawValue>)> {
    let raw = |at, cell: Cell<'_>| if at == content { RawValue::NULL.to_owned() } else { cell.to_raw() };
    cells.into_iter().enumerate().map(|(at, (name, cell))| (name.into_owned(), raw(at, cell))).collect()
}

/// Returns which field holds the document: a text that is not empty, else a page, else an empty text.
fn content(cells: &[(Cow<'_, str>, Cell<'_>)], names: &[&str], map: &FieldMap) -> Result<(usize, Content), String> {
    let string = |at: usize| matches!(&cells[at].1, Cell::Plain(_)) || is_string(&cells[at].1);
    let full = |at: usize| string(at) && !is_empty(&cells[at].1);
    let only_html = map.named(Role::Html).is_some() && map.named(Role::Text).is_none();
    let text = |full: &dyn Fn(usize) -> bool| if only_html { None } else { find(Role::Text, map, names, full) };
    // A text that the user names and the record lacks is told, not made up for by a page.
    let only_text = map.named(Role::Text).is_some() && map.named(Role::Html).is_none();
    let page = if only_text { None } else { find(Role::Html, map, names, full).map(|at| (at, Role::Html)) };
    let found = text(&full).map(|at| (at, Role::Text)).or(page).or_else(|| text(&string).map(|at| (at, Role::Text)));
    let Some((at, role)) = found else { return Err(missing(names, map)) };
    let Some(text) = cells[at].1.string().map_err(|error| format!("field `{}`: {error}", names[at]))? else {
        return Err(format!("the field `{}` is no string", names[at]));
    };
    Ok((at, if role == Role::Html { Content::Html(text) } else { Content::Text(text) }))
}

fn is_string(cell: &Cell<'_>) -> bool {
    matches!(cell, Cell::Json(value) if value.get().starts_with('"'))
}

fn is_empty(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Json(value) => value.get() == "\"\"",
        Cell::Plain(text) => text.is_empty(),
    }
}

fn missing(names: &[&str], map: &FieldMap) -> String {
    let has = if names.is_empty() { "no field".to_owned() } else { format!("`{}`", names.join("`, `")) };
    match map.named(Role::Text).or_else(|| map.named(Role::Html)) {
        Some(wanted) => format!("no field `{wanted}` with a text (--field); the record has {has}"),
        None => format!("no field holds a text; the record has {has}; name it with --field text=NAME"),
    }
}

/// Returns one line that tells which fields were taken for what, for the first record of a run.
pub fn told(source: &Source, map: &FieldMap) -> Option<String> {
    let content = source.content_field.as_deref()?;
    let names: Vec<&str> = source.fields.iter().map(|(name, _)| name.as_str()).collect();
    let full = |at: usize| Cell::Json(&source.fields[at].1).word().is_some();
    let html = matches!(source.content, Content::Html(_));
    let found = ROLES.iter().filter_map(|(role, word, _)| match role {
        Role::Text => (!html).then(|| format!("text from `{content}`")),
        Role::Html => html.then(|| format!("page from `{content}`")),
        Role::Authors => find(*role, map, &names, |_| true).map(|at| format!("{word} from `{}`", names[at])),
        _ => find(*role, map, &names, full).map(|at| format!("{word} from `{}`", names[at])),
    });
    Some(format!("fields: {} (set others with --field ROLE=NAME)", found.collect::<Vec<_>>().join(", ")))
}
