//! Which rules apply to an outlet: by host, by language, by override?

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::rule::Rule;
use crate::rule::lazy::LazyRegex;
use crate::rule::matcher::Loaded;
use crate::rule::matcher::LoadedOverride;

/// What a document is to the scopes of rules (`sites:`, `langs:`).
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope<'a> {
    /// The host of the document's address; by default the outlet.
    pub host: Option<&'a str>,
    pub outlet: Option<&'a str>,
    /// The primary language tag, `None` where undetermined.
    pub language: Option<&'a str>,
}

impl Scope<'_> {
    /// Returns the names under which rules may know the outlet, the most specific first:
    /// `edition.cnn.com`, `cnn.com`, `com`. Lower case, without duplicates.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for given in self.host.iter().chain(&self.outlet) {
            let lower = given.trim().trim_end_matches('.').to_lowercase();
            let tails = lower.match_indices('.').map(|(at, _)| lower.get(at + 1..).unwrap_or_default().to_owned());
            for name in std::iter::once(lower.clone()).chain(tails) {
                if !name.is_empty() && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }
}

/// Returns whether the languages and the excluded hosts of a rule allow it here.
///
/// A rule with `langs:` runs where the language is undetermined: its patterns are its proof then.
pub fn allows(rule: &Rule, names: &[String], language: Option<&str>) -> bool {
    let speaks = rule.langs.is_empty() || language.is_none_or(|code| rule.langs.iter().any(|lang| lang == code));
    speaks && !rule.sites.iter().filter_map(|site| site.strip_prefix('!')).any(|site| names.iter().any(|n| n == site))
}

/// Returns the hosts that a rule is limited to; empty where it runs everywhere.
pub fn hosts(rule: &Rule) -> impl Iterator<Item = String> + '_ {
    rule.sites.iter().filter(|site| !site.starts_with('!')).map(|site| site.to_lowercase())
}

/// What the overrides of an outlet say of a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ruling {
    pub disabled: bool,
    pub flag_only: bool,
}

/// The overrides by site, ready to ask.
#[derive(Debug, Default)]
pub struct Overrides {
    by_site: HashMap<String, Vec<usize>>,
    excepts: Vec<Vec<LazyRegex>>,
}

impl Overrides {
    pub fn new(items: &[LoadedOverride]) -> Self {
        let mut made = Self::default();
        for (number, loaded) in items.iter().enumerate() {
            made.by_site.entry(loaded.item.site.to_lowercase()).or_default().push(number);
            made.excepts.push(loaded.item.except.iter().map(|regex| LazyRegex::new(regex.clone())).collect());
        }
        made
    }

    /// Returns the numbers of the overrides that hold for an outlet, in the order of `names`, `*` last.
    pub fn of(&self, names: &[String]) -> Vec<usize> {
        let sites = names.iter().map(String::as_str).chain(std::iter::once("*"));
        sites.filter_map(|site| self.by_site.get(site)).flatten().copied().collect()
    }

    /// Returns whether a line is excepted from every cut by one of the overrides.
    pub fn excepts(&self, numbers: &[usize], line: &str) -> bool {
        numbers.iter().any(|number| self.excepts[*number].iter().any(|regex| regex.is_match(line)))
    }
}

/// Returns what the given overrides say of a rule; `numbers` go from the most specific host to `*`.
pub fn ruling(rule: &Loaded, items: &[LoadedOverride], numbers: &[usize]) -> Ruling {
    let item = decider(rule, items, numbers).and_then(|number| items.get(number));
    let named = |ids: &[String]| ids.iter().any(|id| names_rule(id, &rule.rule));
    item.map_or(Ruling::default(), |loaded| {
        let disabled = named(&loaded.item.disable);
        Ruling { disabled, flag_only: !disabled }
    })
}

/// Returns the number of the override that decides on a rule: of those that name it the one of the strongest
/// layer, of one layer the one for the most specific host.
pub fn decider(rule: &Loaded, items: &[LoadedOverride], numbers: &[usize]) -> Option<usize> {
    let names = |ids: &[String]| ids.iter().any(|id| names_rule(id, &rule.rule));
    let named = |loaded: &LoadedOverride| names(&loaded.item.disable) || names(&loaded.item.flag);
    let layer = |number: usize| items.get(number).map(|loaded| loaded.origin.layer);
    let all = numbers.iter().copied().enumerate().filter(|(_, number)| items.get(*number).is_some_and(named));
    all.min_by_key(|(place, number)| (Reverse(layer(*number)), *place)).map(|(_, number)| number)
}

/// Returns whether `id` of an override names the rule: its id, or `category/*`.
pub fn names_rule(id: &str, rule: &Rule) -> bool {
    id == rule.id || id.strip_suffix("/*").is_some_and(|category| category == rule.category())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_from_the_host_up() {
        let scope = Scope { host: Some("Edition.CNN.com"), outlet: Some("cnn.com"), language: None };
        assert_eq!(scope.names(), ["edition.cnn.com", "cnn.com", "com"]);
        assert!(Scope::default().names().is_empty());
    }
}
