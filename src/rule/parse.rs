//! What does the text of each rule file say, and what is wrong in it or between the files?

use std::collections::HashMap;
use std::collections::HashSet;

use serde_json::Value as Json;

use crate::rule::Layer;
use crate::rule::Origin;
use crate::rule::Override;
use crate::rule::Rule;
use crate::rule::check;
use crate::rule::check::Depth;
use crate::rule::load::RuleText;
use crate::rule::load::Rules;
use crate::rule::matcher::Loaded;
use crate::rule::matcher::LoadedOverride;
use crate::rule::problem::Code;
use crate::rule::problem::Sink;
use crate::rule::problem::Spot;
use crate::rule::shape;
use crate::rule::shape::Key;
use crate::rule::yaml;
use crate::rule::yaml::Node;
use crate::rule::yaml::Value;

/// What lint does with every rule that has the right shape.
pub type Also<'a> = &'a dyn Fn(&Rule, &Node, &mut Sink<'_>);

/// Which files are linted, and how.
#[derive(Clone, Copy)]
pub struct Lint<'a> {
    /// The number of the first; those before are only there to be referred to.
    pub from: usize,
    pub also: Also<'a>,
}

/// What must hold between files.
#[derive(Default)]
struct Seen {
    ids: HashMap<(Layer, String), Origin>,
    /// Layer, site and id of an override, and whether it disables.
    said: HashMap<(Layer, String, String), (bool, Origin)>,
    /// Every id that is written, also of rules that are broken otherwise.
    written: HashSet<String>,
    /// Ids that overrides name: the number of the file, the id, and where it stands.
    named: Vec<(usize, String, Spot)>,
    /// The number of the file that is being parsed.
    file: usize,
}

/// Parses and checks files together: ids must be unique in a layer, overrides must name rules.
pub fn parse_all(texts: &[RuleText], lint: Option<Lint<'_>>) -> Rules {
    let mut all = Rules::default();
    let mut seen = Seen::default();
    for (number, text) in texts.iter().enumerate() {
        seen.file = number;
        let also = lint.filter(|lint| number >= lint.from).map(|lint| lint.also);
        parse_text(text, also, &mut all, &mut seen);
    }
    unknown_names(texts, &seen, &mut all);
    all
}

/// Tells of overrides that name no rule.
fn unknown_names(texts: &[RuleText], seen: &Seen, all: &mut Rules) {
    let groups = seen.written.iter().filter_map(|id| id.split_once('/').map(|(left, _)| left));
    let groups: HashSet<&str> = groups.chain(all.rules.iter().map(|loaded| loaded.rule.category())).collect();
    let unknown = |id: &str| match id.strip_suffix("/*") {
        Some(group) => !groups.contains(group),
        None => !seen.written.contains(id),
    };
    for (number, file) in texts.iter().enumerate() {
        let missing = || seen.named.iter().filter(|(at, id, _)| *at == number && unknown(id));
        if missing().next().is_none() {
            continue;
        }
        let mut sink = Sink::new(&file.path, without_bom(&file.text));
        for (_, id, spot) in missing() {
            if sink.is_full() {
                break;
            }
            let near = shape::nearest(id, all.rules.iter().map(|rule| rule.rule.id.as_str()));
            let problem = sink.error(Code::UnknownRule, *spot, format!("no rule has the id `{id}`"));
            problem.label(near.map(|near| format!("did you mean `{near}`?")).unwrap_or_default());
            problem.help("`presswash rules list` shows every id; `category/*` means a whole category");
        }
        all.problems.append(&mut sink.problems);
    }
}

fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn parse_text(file: &RuleText, also: Option<Also<'_>>, all: &mut Rules, seen: &mut Seen) {
    let text = without_bom(&file.text);
    let mut sink = Sink::new(&file.path, text);
    if text.contains('\u{fffd}') {
        let spot = sink.find('\u{fffd}');
        sink.error(Code::Unreadable, spot, "a character that is no UTF-8").help("save the file as UTF-8");
    } else if let Some(root) = yaml::parse(text, &mut sink) {
        let quick = file.layer == Layer::BuiltIn && also.is_none();
        let depth = if quick { Depth::Quick } else { Depth::Whole };
        FileParser { file, depth, also, all, seen }.root(&root, &mut sink);
    } else if sink.problems.is_empty() {
        sink.file_error(Code::MissingKey, "an empty rule file")
            .help("add `rules:` or `overrides:`, or remove the file");
    }
    all.problems.append(&mut sink.problems);
}

struct FileParser<'a> {
    file: &'a RuleText,
    depth: Depth,
    also: Option<Also<'a>>,
    all: &'a mut Rules,
    seen: &'a mut Seen,
}

impl FileParser<'_> {
    fn root(&mut self, root: &Node, sink: &mut Sink<'_>) {
        let keys = shape::file_keys();
        let Value::Map(entries) = &root.value else {
            sink.error(Code::WrongType, root.spot, "a rule file is a map of keys")
                .help("put the rules under `rules:`, the exceptions under `overrides:`");
            return;
        };
        shape::check_keys(root.spot, entries, keys, sink);
        if root.get("rules").is_none() && root.get("overrides").is_none() {
            sink.error(Code::MissingKey, root.spot, "a rule file without rules").help("add `rules:` or `overrides:`");
        }
        let sites = strings(root, "sites", sink);
        let langs = strings(root, "langs", sink);
        check::check_scope(&sites, &langs, root, sink);
        if let (Some(node), Some(key)) = (root.get("about"), keys.get("about")) {
            shape::convert(node, &key.shape, "about", sink);
        }
        let written = root.get("rules").map(Node::items).unwrap_or_default();
        self.seen.written.extend(written.iter().filter_map(|node| node.get("id")?.text().map(str::to_owned)));
        for (node, value) in items(root, "rules", sink) {
            self.rule(node, value, &sites, &langs, sink);
        }
        for (node, value) in items(root, "overrides", sink) {
            self.item(node, value, sink);
        }
    }

    fn rule(&mut self, node: &Node, value: Json, sites: &[String], langs: &[String], sink: &mut Sink<'_>) {
        let mut rule: Rule = match serde_json::from_value(value) {
            Ok(rule) => rule,
            Err(error) => {
                sink.error(Code::WrongType, node.spot, format!("the rule cannot be read: {error}"));
                return;
            }
        };
        check::check_rule(&rule, node, self.depth, sink);
        if let Some(also) = self.also {
            also(&rule, node, sink);
        }
        if node.get("sites").is_none() {
            rule.sites = sites.to_vec();
        }
        if node.get("langs").is_none() {
            rule.langs = langs.to_vec();
        }
        for site in &mut rule.sites {
            *site = site.to_lowercase();
        }
        for (test, node) in rule.tests.iter_mut().zip(node.get("tests").map(Node::items).unwrap_or_default()) {
            test.line = node.spot.line;
        }
        let origin = self.origin(node, "id");
        if let Some(first) = self.seen.ids.insert((origin.layer, rule.id.clone()), origin.clone()) {
            let spot = check::spot_of(node, "id");
            let problem = sink.error(Code::DuplicateId, spot, format!("two rules have the id `{}`", rule.id));
            problem.label(format!("first in {}:{}", first.file.display(), first.line)).help("rename one of the two");
        }
        self.all.rules.push(Loaded { rule, origin });
    }

    fn item(&mut self, node: &Node, value: Json, sink: &mut Sink<'_>) {
        let mut item: Override = match serde_json::from_value(value) {
            Ok(item) => item,
            Err(error) => {
                sink.error(Code::WrongType, node.spot, format!("the override cannot be read: {error}"));
                return;
            }
        };
        check::check_override(&item, node, self.depth, sink);
        item.site = item.site.to_lowercase();
        let origin = self.origin(node, "site");
        for key in ["disable", "flag"] {
            for id in node.get(key).map(Node::items).unwrap_or_default() {
                if let Some(text) = id.text().filter(|text| text.contains('/')) {
                    self.named(text, id.spot, &item.site, key == "disable", &origin, sink);
                }
            }
        }
        self.all.overrides.push(LoadedOverride { item, origin });
    }

    /// Notes an id that an override names; tells of one that is both disabled and flagged for a site.
    fn named(&mut self, id: &str, spot: Spot, site: &str, disables: bool, origin: &Origin, sink: &mut Sink<'_>) {
        self.seen.named.push((self.seen.file, id.to_owned(), spot));
        let key = (origin.layer, site.to_owned(), id.to_owned());
        let Some((before, first)) = self.seen.said.insert(key, (disables, origin.clone())) else { return };
        if before != disables {
            let message = format!("`{id}` is disabled and flagged for {site}");
            let problem = sink.error(Code::Conflict, spot, message);
            problem.label(format!("the other is in {}:{}", first.file.display(), first.line));
            problem.help("keep it under `disable` or under `flag`");
        }
    }

    fn origin(&self, node: &Node, key: &str) -> Origin {
        Origin { layer: self.file.layer, file: self.file.path.clone(), line: check::spot_of(node, key).line }
    }
}

/// Returns the items of a list of maps that have the right shape.
fn items<'n>(root: &'n Node, name: &str, sink: &mut Sink<'_>) -> Vec<(&'n Node, Json)> {
    let (Some(node), Some(Key { shape, .. })) = (root.get(name), shape::file_keys().get(name)) else {
        return Vec::new();
    };
    let (Value::List(nodes), shape::Shape::List(item)) = (&node.value, shape) else {
        shape::convert(node, shape, name, sink);
        return Vec::new();
    };
    let word = name.strip_suffix('s').unwrap_or(name);
    nodes.iter().filter_map(|node| Some((node, shape::convert(node, item, word, sink)?))).collect()
}

fn strings(root: &Node, name: &str, sink: &mut Sink<'_>) -> Vec<String> {
    let (Some(node), Some(key)) = (root.get(name), shape::file_keys().get(name)) else { return Vec::new() };
    let value = shape::convert(node, &key.shape, name, sink);
    value.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default()
}
