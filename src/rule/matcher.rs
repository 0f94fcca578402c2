//! Which rules hit which spans of a document? Rules see the original text only, so their order cannot matter.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::document::Document;
use crate::document::Form;
use crate::rule::Field;
use crate::rule::Format;
use crate::rule::Origin;
use crate::rule::Override;
use crate::rule::Rule;
use crate::rule::Status;
use crate::rule::Unit;
use crate::rule::Zone;
use crate::rule::compiled;
use crate::rule::compiled::CompiledRule;
use crate::rule::compiled::Labels;
use crate::rule::compiled::Role;
use crate::rule::index;
use crate::rule::index::Asked;
use crate::rule::index::Gate;
use crate::rule::index::Index;
use crate::rule::index::LineMatch;
use crate::rule::pattern::Compiled;
use crate::rule::place;
use crate::rule::place::CompiledNeighbour;
use crate::rule::scope;
use crate::rule::scope::Overrides;
pub use crate::rule::scope::Scope;
use crate::rule::sentence::Sentences;
use crate::rule::unit::Case;
use crate::rule::unit::Raw;
use crate::text::Span;
use crate::text::cover::Cover;

/// A rule and where it was written.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub rule: Rule,
    pub origin: Origin,
}

/// An override and where it was written.
#[derive(Clone, Debug)]
pub struct LoadedOverride {
    pub item: Override,
    pub origin: Origin,
}

/// A match of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The rule's place in `RuleSet::rules`.
    pub rule: usize,
    pub span: Span,
    pub lifts: Vec<(Field, String)>,
    /// An override says `flag`, or the rule is a draft.
    pub flag_only: bool,
    /// Why the hit cannot hold after all: a neighbour that is not there, an exception.
    pub void: Option<String>,
}

/// Every rule that can run, indexed by host and by the literals that it needs. Built once, shared by all threads.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Loaded>,
    overruled: Vec<Loaded>,
    overrides: Vec<LoadedOverride>,
    compiled: Vec<CompiledRule>,
    /// What is asked of a rule before all else, beside each other in memory.
    guards: Vec<Guard>,
    patterns: Vec<Compiled>,
    /// What a line must be for each pattern.
    gates: Vec<Gate>,
    /// For each pattern its rule and what it is to it.
    owners: Vec<(usize, Role)>,
    everywhere: Group,
    by_host: HashMap<String, Group>,
    asked: Overrides,
}

/// The guards of a rule that cost nothing: length, zone, the document's size.
#[derive(Clone, Copy, Debug)]
struct Guard {
    looks_inside: bool,
    zone: Zone,
    /// Words of the line, or of the document.
    max_words: Option<usize>,
    of_document: bool,
}

impl Guard {
    fn of(rule: &Rule) -> Self {
        let of_document = rule.unit == Unit::Document;
        let max_words = match &rule.when {
            Some(when) if of_document => when.max_words,
            None if of_document => Some(0),
            _ => rule.max_words,
        };
        let zone = rule.place.unwrap_or_default().zone;
        Self { looks_inside: compiled::looks_inside(rule), zone, max_words, of_document }
    }

    fn fits(self, document: &Document, block: usize, words: usize) -> bool {
        let item = &document.blocks[block];
        if self.of_document {
            return self.max_words.is_none_or(|max| words <= max);
        }
        if self.looks_inside {
            // A part of the line stands in the zone where one of its ends does.
            return place::in_zone(document, self.zone, block, item.span.start)
                || place::in_zone(document, self.zone, block, item.span.end);
        }
        self.max_words.is_none_or(|max| item.words <= max)
            && place::in_zone(document, self.zone, block, item.span.start)
    }
}

/// Rules that run for the same documents.
#[derive(Debug, Default)]
struct Group {
    rules: Vec<usize>,
    /// Those that may hit without any line that matches: CSS rules, verdicts by size alone.
    unlined: Vec<usize>,
    index: OnceLock<Index>,
}

impl Group {
    fn add(&mut self, rule: usize, lined: bool) {
        self.rules.push(rule);
        if !lined {
            self.unlined.push(rule);
        }
    }
}

/// What a document's outlet makes of the rules.
struct Applied {
    names: Vec<String>,
    overrides: Vec<usize>,
}

impl RuleSet {
    /// Builds the index. Of rules with one id the one of the strongest layer stays, of one layer the first.
    pub fn compile(mut rules: Vec<Loaded>, overrides: Vec<LoadedOverride>) -> Self {
        rules.sort_by(|a, b| (&a.rule.id, b.origin.layer, &a.origin).cmp(&(&b.rule.id, a.origin.layer, &b.origin)));
        let mut set = Self { asked: Overrides::new(&overrides), overrides, ..Self::default() };
        for loaded in rules {
            if set.rules.last().is_some_and(|held| held.rule.id == loaded.rule.id) {
                set.overruled.push(loaded);
            } else {
                set.add(loaded);
            }
        }
        set
    }

    fn add(&mut self, loaded: Loaded) {
        let number = self.rules.len();
        self.compiled.push(CompiledRule::new(number, &loaded.rule, &mut self.patterns, &mut self.owners));
        self.guards.push(Guard::of(&loaded.rule));
        self.gates.extend(self.patterns[self.gates.len()..].iter().map(Gate::of));
        if compiled::runs(&loaded.rule) {
            let hosts: Vec<String> = scope::hosts(&loaded.rule).collect();
            let lined = self.compiled[number].needs_a_line();
            if hosts.is_empty() {
                self.everywhere.add(number, lined);
            }
            for host in hosts {
                self.by_host.entry(host).or_default().add(number, lined);
            }
        }
        self.rules.push(loaded);
    }

    /// Returns the rules in force, in the order of their ids.
    pub fn rules(&self) -> &[Loaded] {
        &self.rules
    }

    /// Returns what claims of a rule say, by its place in `rules`.
    pub fn labels(&self, rule: usize) -> &Labels {
        &self.compiled[rule].labels
    }

    /// Returns the rules that a stronger layer replaces, in the order of their ids.
    pub fn overruled(&self) -> &[Loaded] {
        &self.overruled
    }

    pub fn overrides(&self) -> &[LoadedOverride] {
        &self.overrides
    }

    /// Returns every hit, sorted by span and rule.
    pub fn hits(&self, document: &Document, scope: Scope<'_>) -> Vec<Hit> {
        let names = scope.names();
        let applied = Applied { overrides: self.asked.of(&names), names };
        let hosts = applied.names.iter().filter_map(|name| self.by_host.get(name));
        let groups: Vec<&Group> = std::iter::once(&self.everywhere).chain(hosts).collect();
        let allowed = |rule: &usize| self.allows(*rule, document, scope, &applied);
        let mut rules: Vec<usize> = groups.iter().flat_map(|group| &group.unlined).copied().filter(allowed).collect();
        let mut matches = self.find(&groups, document, scope, &applied);
        matches.sort_unstable();
        matches.dedup();
        rules.extend(matches.iter().map(|(pattern, _)| self.owners[*pattern].0));
        rules.sort_unstable();
        rules.dedup();
        let sentences = Sentences::new(scope.language);
        self.judge_neighbours(document, &rules, &matches, &applied, &sentences)
    }

    fn find(&self, groups: &[&Group], document: &Document, scope: Scope<'_>, applied: &Applied) -> Vec<LineMatch> {
        let indexes: Vec<&Index> = groups.iter().map(|group| group.index.get_or_init(|| self.index(group))).collect();
        let words: usize = document.blocks.iter().map(|block| block.words).sum();
        let mut allowed: Vec<Option<bool>> = vec![None; self.rules.len()];
        let mut wanted = |pattern: usize, block: usize| {
            let (number, _) = self.owners[pattern];
            self.guards[number].fits(document, block, words)
                && *allowed[number].get_or_insert_with(|| self.allows(number, document, scope, applied))
        };
        let verify = |pattern: usize| !self.guards[self.owners[pattern].0].looks_inside;
        let (patterns, gates) = (self.patterns.as_slice(), self.gates.as_slice());
        index::find(&indexes, document, Asked { patterns, gates, words, wanted: &mut wanted, verify: &verify })
    }

    fn index(&self, group: &Group) -> Index {
        // The last line of a block is asked for only where a first one stands before it: see `unit`.
        let asked =
            group.rules.iter().flat_map(|rule| &self.compiled[*rule].patterns).filter(|(role, _)| *role != Role::End);
        let members: Vec<usize> = asked.map(|(_, id)| *id).collect();
        Index::new(&self.patterns, &members)
    }

    fn allows(&self, number: usize, document: &Document, scope: Scope<'_>, applied: &Applied) -> bool {
        let loaded = &self.rules[number];
        let form = if document.form == Form::Html { Format::Html } else { Format::Text };
        (loaded.rule.formats.is_empty() || loaded.rule.formats.contains(&form))
            && scope::allows(&loaded.rule, &applied.names, scope.language)
            && !scope::ruling(loaded, &self.overrides, &applied.overrides).disabled
    }

    /// Rules that ask for a neighbour's category run after the others and see only what those claim.
    fn judge_neighbours(
        &self,
        document: &Document,
        rules: &[usize],
        matches: &[(usize, usize)],
        applied: &Applied,
        sentences: &Sentences<'_>,
    ) -> Vec<Hit> {
        let case = |number: usize, claimed: &Cover| {
            let (rule, compiled) = (&self.rules[number].rule, &self.compiled[number]);
            Case { rule, compiled, patterns: &self.patterns, document, matches, claimed, sentences }.hits()
        };
        let (second, first): (Vec<usize>, Vec<usize>) = rules.iter().partition(|r| self.runs_second(**r));
        let mut hits = Vec::new();
        let mut claims: Vec<Vec<&str>> = vec![Vec::new(); document.blocks.len()];
        let nothing = Cover::default();
        let mut claimed = Cover::default();
        for number in first {
            for raw in case(number, &nothing) {
                let hit = self.hit(number, &raw, document, applied);
                if hit.void.is_none() {
                    let category = self.rules[number].rule.category();
                    claims[raw.blocks.0..=raw.blocks.1].iter_mut().for_each(|held| held.push(category));
                    claimed.add(raw.span);
                }
                hits.push(hit);
            }
        }
        for number in second {
            for mut raw in case(number, &claimed) {
                if raw.void.is_none() {
                    raw.void = self.category_misfit(number, &raw, &claims);
                }
                hits.push(self.hit(number, &raw, document, applied));
            }
        }
        hits.sort_by_key(|hit| (hit.span, hit.rule));
        hits
    }

    /// Rules that ask what others claim: of a neighbour, or of the whole document.
    fn runs_second(&self, number: usize) -> bool {
        self.rules[number].rule.unit == Unit::Document || self.compiled[number].asks_category()
    }

    fn hit(&self, number: usize, raw: &Raw, document: &Document, applied: &Applied) -> Hit {
        let loaded = &self.rules[number];
        let ruling = scope::ruling(loaded, &self.overrides, &applied.overrides);
        let mut lines = document.blocks[raw.blocks.0..=raw.blocks.1].iter();
        let excepted = !applied.overrides.is_empty()
            && lines.any(|block| self.asked.excepts(&applied.overrides, document.text_of(block)));
        let void = raw.void.clone().or_else(|| excepted.then(|| "an override of the outlet excepts it".to_owned()));
        let flag_only = ruling.flag_only || loaded.rule.status == Status::Draft;
        Hit { rule: number, span: raw.span, lifts: raw.lifts.clone(), flag_only, void }
    }

    /// A neighbour of the wanted category may also stand inside the run, between its edge and the line: the label
    /// of a list looks like the lines under it.
    fn category_misfit(&self, number: usize, raw: &Raw, claims: &[Vec<&str>]) -> Option<String> {
        let compiled = &self.compiled[number];
        let ask = |neighbour: &Option<CompiledNeighbour>, beside: Range<usize>| {
            let wanted = &neighbour.as_ref().filter(|neighbour| !neighbour.category.is_empty())?.category;
            let fits = |name: &&str| wanted.iter().any(|want| want == "*" || want == name);
            let held = claims.get(beside.start..beside.end.min(claims.len())).unwrap_or_default();
            (!held.iter().flatten().any(fits)).then(|| format!("no neighbour is {}", wanted.join(" or ")))
        };
        ask(&compiled.prev, raw.edges.0.saturating_sub(1)..raw.blocks.0)
            .or_else(|| ask(&compiled.next, raw.blocks.1 + 1..raw.edges.1 + 2))
    }
}
