//! Does a tree have the keys and kinds of values that a rule file may have?
//!
//! What is allowed comes from the JSON Schema of the Rust types, so there is one list of keys only.
//! A word under a text key is a text, whatever it looks like (`equals: 404`, `langs: [no]`).

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::Map;
use serde_json::Number;
use serde_json::Value as Json;

use crate::rule::RuleFile;
use crate::rule::problem::Code;
use crate::rule::problem::Sink;
use crate::rule::problem::Spot;
use crate::rule::yaml::Node;
use crate::rule::yaml::Value;

/// What may stand at a place of the tree.
#[derive(Clone, Debug)]
pub enum Shape {
    Text,
    Flag,
    /// A whole number from 0.
    Count,
    Number,
    /// One of these words.
    Word(Vec<String>),
    List(Box<Shape>),
    Map(Keys),
}

/// The keys of a map.
#[derive(Clone, Debug)]
pub struct Keys {
    /// The name of the Rust type, in lower case (`rule`, `test`).
    pub of: String,
    pub keys: Vec<Key>,
}

#[derive(Clone, Debug)]
pub struct Key {
    pub name: String,
    pub shape: Shape,
    pub required: bool,
    /// The first line of what the schema says of it.
    pub about: String,
}

impl Keys {
    pub fn get(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// Returns the JSON Schema of a rule file.
pub fn schema() -> Json {
    let mut schema = schemars::schema_for!(RuleFile).to_value();
    let types = schema.get_mut("$defs").and_then(Json::as_object_mut).into_iter().flatten().map(|(_, of)| of);
    types.for_each(allow_one);
    allow_one(&mut schema);
    schema
}

/// Lets one text stand for a list of one, as `convert` does.
fn allow_one(of: &mut Json) {
    for (_, property) in of.get_mut("properties").and_then(Json::as_object_mut).into_iter().flatten() {
        let item = property.get("items").cloned().unwrap_or_default();
        let is_text = item.get("type").and_then(Json::as_str) == Some("string");
        if let (true, Some(kind)) = (is_text, property.get_mut("type")) {
            *kind = serde_json::json!(["array", "string"]);
        }
    }
}

/// Returns the keys of a rule file.
pub fn file_keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let schema = schema();
        keys_of("file", &schema, schema.get("$defs").unwrap_or(&Json::Null))
    })
}

fn keys_of(of: &str, schema: &Json, defs: &Json) -> Keys {
    let required: Vec<&str> =
        schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect();
    let properties = schema.get("properties").and_then(Json::as_object);
    let keys = properties.into_iter().flatten().map(|(name, property)| Key {
        name: name.clone(),
        shape: shape_of(property, defs),
        required: required.contains(&name.as_str()),
        about: property.get("description").and_then(Json::as_str).and_then(|d| d.lines().next()).unwrap_or("").into(),
    });
    Keys { of: of.to_owned(), keys: keys.collect() }
}

/// The types hold no cycle, so this ends.
fn shape_of(schema: &Json, defs: &Json) -> Shape {
    if let Some(name) = schema.get("$ref").and_then(Json::as_str).and_then(|path| path.rsplit('/').next()) {
        let target = defs.get(name).unwrap_or(&Json::Null);
        let words = words_of(target);
        return if words.is_empty() {
            Shape::Map(keys_of(&name.to_lowercase(), target, defs))
        } else {
            Shape::Word(words)
        };
    }
    if let Some(options) = schema.get("anyOf").and_then(Json::as_array) {
        let option = options.iter().find(|option| option.get("type").and_then(Json::as_str) != Some("null"));
        return option.map_or(Shape::Text, |option| shape_of(option, defs));
    }
    let kind = schema.get("type");
    let first = kind.and_then(Json::as_array).and_then(|kinds| kinds.first()).or(kind).and_then(Json::as_str);
    match first {
        Some("array") => Shape::List(Box::new(shape_of(schema.get("items").unwrap_or(&Json::Null), defs))),
        Some("boolean") => Shape::Flag,
        Some("integer") => Shape::Count,
        Some("number") => Shape::Number,
        _ => Shape::Text,
    }
}

fn words_of(schema: &Json) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let options = schema.get("oneOf").and_then(Json::as_array);
    for option in options.into_iter().flatten().chain([schema]) {
        words.extend(option.get("const").and_then(Json::as_str).map(str::to_owned));
        let listed = option.get("enum").and_then(Json::as_array);
        words.extend(listed.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned));
    }
    words
}

/// Returns the value of a node, or `None` after telling `sink` everything that is wrong with it.
pub fn convert(node: &Node, shape: &Shape, key: &str, sink: &mut Sink<'_>) -> Option<Json> {
    match (shape, &node.value) {
        (Shape::Map(keys), Value::Map(entries)) => convert_map(node.spot, entries, keys, sink),
        (Shape::List(item), Value::List(items)) => {
            let values: Vec<Option<Json>> = items.iter().map(|node| convert(node, item, key, sink)).collect();
            values.into_iter().collect::<Option<Vec<Json>>>().map(Json::Array)
        }
        (_, Value::Text { text, plain: true }) if matches!(text.as_str(), "" | "~" | "null") => {
            let problem = sink.error(Code::WrongType, node.spot, format!("`{key}` has no value"));
            problem.help(format!("write {}, or remove the key; quote a text that starts with `#`", wanted(shape)));
            None
        }
        (Shape::List(item), Value::Text { .. }) if matches!(item.as_ref(), Shape::Text) => {
            convert(node, item, key, sink).map(|value| Json::Array(vec![value]))
        }
        (Shape::Text, Value::Text { text, .. }) => Some(Json::String(text.clone())),
        (Shape::Flag, Value::Text { text, .. }) => flag(text).or_else(|| mistyped(node, shape, key, sink)),
        (Shape::Count, Value::Text { text, .. }) => {
            text.parse::<u32>().ok().map(Json::from).or_else(|| mistyped(node, shape, key, sink))
        }
        (Shape::Number, Value::Text { text, .. }) => {
            let number = text.parse::<f64>().ok().and_then(Number::from_f64);
            number.map(Json::Number).or_else(|| mistyped(node, shape, key, sink))
        }
        (Shape::Word(words), Value::Text { text, .. }) => {
            if words.contains(text) {
                return Some(Json::String(text.clone()));
            }
            unknown_word(node, text, words, key, sink);
            None
        }
        _ => mistyped(node, shape, key, sink),
    }
}

/// YAML 1.1 writes truth as `on` and `off`, `yes` and `no` too; people still do.
fn flag(text: &str) -> Option<Json> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(Json::Bool(true)),
        "false" | "no" | "off" => Some(Json::Bool(false)),
        _ => None,
    }
}

/// Returns the entries of a map as far as they are right, or `None` if one is not.
fn convert_map(spot: Spot, entries: &[(Node, Node)], keys: &Keys, sink: &mut Sink<'_>) -> Option<Json> {
    let ok = check_keys(spot, entries, keys, sink);
    let mut out = Map::new();
    let mut all = true;
    for (name, node) in entries {
        let Some(key) = name.text().and_then(|name| keys.get(name)) else { continue };
        match convert(node, &key.shape, &key.name, sink) {
            Some(value) => drop(out.insert(key.name.clone(), value)),
            None => all = false,
        }
    }
    (ok && all).then_some(Json::Object(out))
}

/// Tells of keys that are unknown, twice there, or missing; returns whether there was none.
pub fn check_keys(spot: Spot, entries: &[(Node, Node)], keys: &Keys, sink: &mut Sink<'_>) -> bool {
    let before = sink.problems.len();
    let mut seen: HashMap<&str, Spot> = HashMap::new();
    for (name, _) in entries {
        let Some(text) = name.text() else {
            sink.error(Code::WrongType, name.spot, "a key must be a word").help("quote a text that starts with [ or {");
            continue;
        };
        if let Some(first) = seen.insert(text, name.spot) {
            let problem = sink.error(Code::DuplicateKey, name.spot, format!("duplicate key `{text}`"));
            problem.label(format!("first given in line {}", first.line)).help("keep one of the two");
        } else if keys.get(text).is_none() {
            unknown_key(name.spot, text, keys, sink);
        }
    }
    let spot = entries.first().map_or(spot, |(name, _)| name.spot);
    for key in keys.keys.iter().filter(|key| key.required && !seen.contains_key(key.name.as_str())) {
        let problem = sink.error(Code::MissingKey, spot, format!("missing key `{}` in {}", key.name, called(&keys.of)));
        problem.label(format!("{} starts here", called(&keys.of).replacen("a ", "the ", 1)));
        problem.help(format!("add `{}:` {}", key.name, key.about));
    }
    sink.problems.len() == before
}

fn unknown_key(spot: Spot, name: &str, keys: &Keys, sink: &mut Sink<'_>) {
    if sink.is_full() {
        return;
    }
    let allowed: Vec<&str> = keys.keys.iter().map(|key| key.name.as_str()).collect();
    let nearest = nearest(name, allowed.iter().copied());
    let elsewhere = place_of(name, file_keys());
    let problem = sink.error(Code::UnknownKey, spot, format!("unknown key `{name}` in {}", called(&keys.of)));
    match (nearest, elsewhere) {
        (_, Some(of)) => drop(problem.label(format!("is a key of {}", called(of)))),
        (Some(near), None) => drop(problem.label(format!("did you mean `{near}`?"))),
        (None, None) => {}
    }
    problem.help(format!("allowed keys: {}", allowed.join(", ")));
}

/// Returns the first map, from the top, that has a key of this name.
fn place_of<'k>(name: &str, keys: &'k Keys) -> Option<&'k str> {
    if keys.get(name).is_some() {
        return Some(&keys.of);
    }
    keys.keys.iter().find_map(|key| match &key.shape {
        Shape::Map(inner) => place_of(name, inner),
        Shape::List(item) => match item.as_ref() {
            Shape::Map(inner) => place_of(name, inner),
            _ => None,
        },
        _ => None,
    })
}

fn unknown_word(node: &Node, text: &str, words: &[String], key: &str, sink: &mut Sink<'_>) {
    let problem = sink.error(Code::WrongType, node.spot, format!("`{text}` is no value of `{key}`"));
    if let Some(near) = nearest(text, words.iter().map(String::as_str)) {
        problem.label(format!("did you mean `{near}`?"));
    }
    problem.help(format!("allowed values: {}", words.join(", ")));
}

fn mistyped(node: &Node, shape: &Shape, key: &str, sink: &mut Sink<'_>) -> Option<Json> {
    let found = match &node.value {
        Value::Text { .. } => "a text",
        Value::List(_) => "a list",
        Value::Map(_) => "a map",
    };
    let example = match (shape, &node.value) {
        (Shape::List(item), Value::Text { .. }) if !matches!(item.as_ref(), Shape::Map(_)) => {
            format!(
                "put it in brackets: {key}: [{}]",
                sink.line(node.spot.line).chars().skip(node.spot.column - 1).take(node.spot.len).collect::<String>()
            )
        }
        (Shape::List(_), Value::Map(_)) => "start each item with `- `".to_owned(),
        (Shape::Map(keys), _) => format!("allowed keys: {}", names(keys)),
        (Shape::Text, Value::Map(_)) => "quote a text that holds `: ` or ends with `:`".to_owned(),
        _ => format!("write {}", wanted(shape)),
    };
    sink.error(Code::WrongType, node.spot, format!("`{key}` is {found} and should be {}", wanted(shape))).help(example);
    None
}

fn names(keys: &Keys) -> String {
    keys.keys.iter().map(|key| key.name.as_str()).collect::<Vec<&str>>().join(", ")
}

fn wanted(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text => "a text",
        Shape::Flag => "`true` or `false`",
        Shape::Count => "a whole number from 0",
        Shape::Number => "a number",
        Shape::Word(_) => "one of its words",
        Shape::List(_) => "a list",
        Shape::Map(_) => "a map of keys",
    }
}

/// Returns how a map is called in a message.
fn called(of: &str) -> &'static str {
    match of {
        "file" => "the file",
        "rule" => "a rule",
        "override" => "an override",
        "test" => "a test",
        "pattern" => "a pattern",
        "where" => "`where`",
        "run" => "`run`",
        "context" => "`context`",
        "neighbour" => "a neighbour (`prev`, `next`)",
        "when" => "`when`",
        "learned" => "`learned`",
        _ => "a map",
    }
}

/// Returns the word that was probably meant: at most a third of its letters differ, in the whole or in one part.
pub fn nearest<'w>(name: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let name = name.to_lowercase();
    let parts: Vec<&str> = name.split(['_', '-']).filter(|part| part.len() > 3).chain([name.as_str()]).collect();
    let distance =
        |word: &str| parts.iter().map(|part| strsim::damerau_levenshtein(part, word)).min().unwrap_or(usize::MAX);
    let best = words.map(|word| (distance(word), word)).min()?;
    (best.0 <= (best.1.len() / 3).max(1)).then_some(best.1)
}
