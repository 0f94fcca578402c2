//! What does a page say of itself in its head, its JSON-LD and its microdata?

use std::borrow::Cow;
use std::collections::HashMap;

use ego_tree::NodeId;
use ego_tree::NodeRef;
use scraper::Html;
use scraper::Node;
use scraper::node::Element;
use serde_json::Value;

use crate::document::page::Found;
use crate::document::page::PageMetadata;

/// Objects of JSON-LD that are looked at, so that a hostile script costs no more than a real one.
const MAX_OBJECTS: usize = 1000;
/// Bytes of a string that is looked at for character references: a title, a list of names.
const MAX_ESCAPED: usize = 1000;

/// Returns what the page says; the more trusted origin first: JSON-LD, Open Graph, meta, microdata, the rest.
pub fn collect(tree: &Html, facts: &[NodeId]) -> PageMetadata {
    let mut known = PageMetadata::default();
    let nodes = || facts.iter().filter_map(|id| tree.tree.get(*id));
    for node in nodes() {
        if let Some(element) = node.value().as_element()
            && element.name() == "script"
        {
            from_json(&mut known, &text_of(node));
        }
    }
    for node in nodes() {
        if let Some(element) = node.value().as_element() {
            from_element(&mut known, node, element);
        }
    }
    if let Some(lang) = root_lang(tree) {
        known.lang.insert(0, Found { value: lang, origin: "html lang" });
    }
    known
}

fn root_lang(tree: &Html) -> Option<String> {
    let root = tree.tree.root().children().find_map(|child| child.value().as_element())?;
    let lang = root.attr("lang").or_else(|| root.attr("xml:lang"))?.trim();
    (!lang.is_empty()).then(|| lang.to_owned())
}

fn from_element(known: &mut PageMetadata, node: NodeRef<'_, Node>, element: &Element) {
    match element.name() {
        "meta" => from_meta(known, element),
        "title" => add(&mut known.title, &text_of(node), "title"),
        "link" if element.attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
            add(&mut known.canonical, element.attr("href").unwrap_or_default(), "link canonical");
        }
        "link" if element.attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("next")) => {
            add(&mut known.next, element.attr("href").unwrap_or_default(), "link next");
        }
        "time" if element.attr("itemprop").is_none() && element.attr("pubdate").is_some() => {
            add(&mut known.published, element.attr("datetime").unwrap_or_default(), "time");
        }
        _ => {}
    }
    if let Some(property) = element.attr("itemprop") {
        from_microdata(known, node, element, property);
    }
}

fn from_meta(known: &mut PageMetadata, element: &Element) {
    let Some(name) = element.attr("property").or_else(|| element.attr("name")).or_else(|| element.attr("http-equiv"))
    else {
        return;
    };
    let value = element.attr("content").unwrap_or_default();
    let (field, origin) = match name.to_ascii_lowercase().as_str() {
        "og:title" => (&mut known.title, "og:title"),
        "twitter:title" => (&mut known.title, "twitter:title"),
        "dc.title" | "dcterms.title" => (&mut known.title, "meta dc.title"),
        "author" => (&mut known.authors, "meta author"),
        "article:author" | "og:article:author" => (&mut known.authors, "article:author"),
        "parsely-author" | "sailthru.author" => (&mut known.authors, "meta author"),
        "dc.creator" | "dcterms.creator" | "byl" => (&mut known.authors, "meta dc.creator"),
        "article:published_time" | "og:article:published_time" => (&mut known.published, "article:published_time"),
        "datepublished" | "date" | "pubdate" | "publishdate" | "publish-date" | "parsely-pub-date"
        | "sailthru.date" | "dc.date" | "dc.date.issued" | "dcterms.created" | "dcterms.date" | "citation_date" => {
            (&mut known.published, "meta date")
        }
        "article:modified_time" | "og:article:modified_time" | "og:updated_time" => {
            (&mut known.modified, "article:modified_time")
        }
        "datemodified" | "last-modified" | "dcterms.modified" => (&mut known.modified, "meta modified"),
        "article:section" | "og:article:section" | "section" | "parsely-section" => {
            (&mut known.section, "article:section")
        }
        "article:tag" | "og:article:tag" => (&mut known.tags, "article:tag"),
        "keywords" | "news_keywords" => return add_list(&mut known.tags, value, "meta keywords"),
        "og:site_name" => (&mut known.site, "og:site_name"),
        "application-name" | "publisher" | "dc.publisher" => (&mut known.site, "meta publisher"),
        "og:url" => (&mut known.canonical, "og:url"),
        "og:locale" => (&mut known.lang, "og:locale"),
        "content-language" | "language" | "dc.language" => (&mut known.lang, "meta language"),
        "og:type" => (&mut known.kind, "og:type"),
        "og:description" => (&mut known.description, "og:description"),
        "description" => (&mut known.description, "meta description"),
        "og:image" | "og:image:url" | "og:image:secure_url" => (&mut known.image, "og:image"),
        "twitter:image" | "twitter:image:src" => (&mut known.image, "twitter:image"),
        _ => return,
    };
    add(field, value, origin);
}

fn from_microdata(known: &mut PageMetadata, node: NodeRef<'_, Node>, element: &Element, property: &str) {
    let value =
        || element.attr("content").or_else(|| element.attr("datetime")).map_or_else(|| text_of(node), str::to_owned);
    for name in property.split_ascii_whitespace() {
        match name {
            "headline" => add(&mut known.title, &value(), "microdata headline"),
            "author" => {
                let named = node.descendants().skip(1).take(MAX_OBJECTS).find(|node| {
                    node.value().as_element().is_some_and(|element| element.attr("itemprop") == Some("name"))
                });
                add(&mut known.authors, &named.map_or_else(value, text_of), "microdata author");
            }
            "datePublished" => add(&mut known.published, &value(), "microdata datePublished"),
            "dateModified" => add(&mut known.modified, &value(), "microdata dateModified"),
            "articleSection" => add(&mut known.section, &value(), "microdata articleSection"),
            "keywords" => add_list(&mut known.tags, &value(), "microdata keywords"),
            _ => {}
        }
    }
}

fn add(field: &mut Vec<Found>, value: &str, origin: &'static str) {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if !value.is_empty() && !field.iter().any(|found| found.value == value) {
        field.push(Found { value, origin });
    }
}

fn add_list(field: &mut Vec<Found>, value: &str, origin: &'static str) {
    for part in value.split([',', ';']) {
        add(field, part, origin);
    }
}

/// Returns the text under a node; the trees of real facts are small, others are cut short.
fn text_of(node: NodeRef<'_, Node>) -> String {
    let texts = node.descendants().take(MAX_OBJECTS).filter_map(|node| node.value().as_text());
    texts.fold(String::new(), |mut all, text| {
        all.push_str(&text.text);
        all
    })
}

/// Reads the objects of one script, those in `@graph` and lists among them; serde_json bounds the nesting.
fn from_json(known: &mut PageMetadata, script: &str) {
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let Ok(value) = serde_json::from_str::<Value>(script) else { return };
    let names = named(&value);
    let mut open = vec![&value];
    let mut seen = 0;
    while let Some(value) = open.pop() {
        seen += 1;
        if seen > MAX_OBJECTS {
            return;
        }
        match value {
            Value::Array(values) => open.extend(values.iter().rev()),
            Value::Object(object) => {
                if let Some(graph) = object.get("@graph").or_else(|| object.get("mainEntity")) {
                    open.push(graph);
                }
                from_object(known, value, &names);
            }
            _ => {}
        }
    }
}

/// Returns the names of the objects of a graph that others refer to by `@id`.
fn named(value: &Value) -> HashMap<&str, &str> {
    let graph = value.get("@graph").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let named = graph.iter().take(MAX_OBJECTS);
    named.filter_map(|object| Some((object.get("@id")?.as_str()?, object.get("name")?.as_str()?))).collect()
}

fn from_object(known: &mut PageMetadata, object: &Value, names: &HashMap<&str, &str>) {
    let kinds = strings(object.get("@type"));
    for kind in &kinds {
        add(&mut known.kind, kind, "json-ld");
    }
    if kinds.iter().any(|kind| is_site(kind)) {
        for name in strings(object.get("name")) {
            add(&mut known.site, &name, "json-ld");
        }
        return;
    }
    if !kinds.iter().any(|kind| is_work(kind)) {
        return;
    }
    let take = |field: &mut Vec<Found>, key: &str| {
        for value in strings(object.get(key)).into_iter().chain(referred(object.get(key), names)) {
            add(field, &unescaped(&value), "json-ld");
        }
    };
    take(&mut known.title, "headline");
    take(&mut known.authors, "author");
    take(&mut known.published, "datePublished");
    take(&mut known.modified, "dateModified");
    take(&mut known.section, "articleSection");
    take(&mut known.site, "publisher");
    take(&mut known.lang, "inLanguage");
    take(&mut known.description, "description");
    if let Some(value) = address_of(object.get("image")) {
        add(&mut known.image, &value, "json-ld");
    }
    if let Some(Value::String(body)) = object.get("articleBody") {
        // Its line breaks are paragraphs.
        known.body.push(Found { value: body.clone(), origin: "json-ld" });
    }
    for value in strings(object.get("keywords")) {
        add_list(&mut known.tags, &value, "json-ld");
    }
}

fn is_site(kind: &str) -> bool {
    matches!(kind, "WebSite" | "Organization" | "NewsMediaOrganization")
}

fn is_work(kind: &str) -> bool {
    kind.ends_with("Article") || kind.ends_with("Posting") || matches!(kind, "WebPage" | "Report" | "QAPage")
}

/// Returns the names of objects that a value refers to.
fn referred(value: Option<&Value>, names: &HashMap<&str, &str>) -> Vec<String> {
    let one = |value: &Value| {
        let id = value.get("@id")?.as_str().filter(|_| value.get("name").is_none())?;
        names.get(id).map(|name| (*name).to_owned())
    };
    match value {
        Some(Value::Array(values)) => values.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Returns the address of a picture: a string, the `url` of an object, the first of a list.
fn address_of(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Object(object) => object.get("url").and_then(Value::as_str).map(str::to_owned),
        Value::Array(values) => address_of(values.first()),
        _ => None,
    }
}

/// Returns a string of JSON without the character references that some programs leave in.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') || text.len() > MAX_ESCAPED {
        return Cow::Borrowed(text);
    }
    let page = Html::parse_fragment(&text.replace('<', "&lt;"));
    Cow::Owned(page.root_element().text().collect())
}

/// Returns the strings of a value: itself, its members, or the `name` of an object.
fn strings(value: Option<&Value>) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(object) => object.get("name").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    match value {
        Some(Value::Array(values)) => values.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}
