//! How does one document go through every stage, and how do many, in parallel and in order?

pub mod gather;
pub mod run;

use std::sync::Arc;

use crate::document::Document;
use crate::judge::Verdict;
use crate::judge::content;
use crate::judge::evidence::settings::Settings;
use crate::judge::kind;
use crate::judge::lift;
use crate::judge::repair;
use crate::judge::repair::Left;
use crate::judge::repair::Repair;
use crate::judge::resolve;
use crate::judge::resolve::Policy;
use crate::judge::score;
use crate::language;
use crate::mark;
use crate::mark::Context;
use crate::mark::Mark;
use crate::rule::matcher::RuleSet;
use crate::segment;
use crate::source::Source;
use crate::survey::profile::Profile;

/// Cleans one document at a time. Does no I/O, cannot fail, is cheap to clone and safe to share.
#[derive(Clone)]
pub struct Cleaner {
    rules: Arc<RuleSet>,
    policy: Arc<Policy>,
    settings: Arc<Settings>,
    repairs: Arc<[&'static dyn Repair]>,
    profile: Option<Arc<Profile>>,
}

/// A document and what was decided on it.
pub struct Cleaned {
    pub document: Document,
    pub verdict: Verdict,
}

impl Cleaner {
    pub fn new(rules: Arc<RuleSet>, policy: Policy) -> Self {
        let settings = Arc::new(Settings::built_in().clone());
        Self { rules, policy: Arc::new(policy), settings, repairs: Arc::default(), profile: None }
    }

    /// Returns the cleaner that also mends damage: of `judge::repair::REPAIRS` those that are given.
    #[must_use]
    pub fn with_repairs(self, repairs: Vec<&'static dyn Repair>) -> Self {
        Self { repairs: repairs.into(), ..self }
    }

    /// Returns the cleaner with other severities for the hygiene of texts.
    #[must_use]
    pub fn with_settings(self, settings: &Settings) -> Self {
        Self { settings: Arc::new(settings.clone()), ..self }
    }

    /// Returns the cleaner with what outlets repeat.
    #[must_use]
    pub fn with_profile(self, profile: Arc<Profile>) -> Self {
        Self { profile: Some(profile), ..self }
    }

    /// Returns the document of a source and the verdict on it.
    pub fn clean(&self, source: &Source) -> Cleaned {
        let document = segment::segment(source);
        let claimed = document.page.as_ref().and_then(|page| language::of_page(page.lang.as_deref()));
        let language = language::of_document(&document, source.language.as_deref().or(claimed));
        let primary = language.code.split('-').next().filter(|tag| *tag != language::UNDETERMINED);
        let context = Context {
            rules: &self.rules,
            outlet: source.outlet.as_deref(),
            host: source.host(),
            title: source.title.as_deref(),
            language: primary,
            profile: self.profile.as_deref(),
        };
        let mut marks = mark::mark(&document, &context);
        marks.retain(|mark| self.policy.asks(&mark.category));
        content::weigh(&document, &mut marks);
        let (mut cuts, mut lost) = resolve::resolve(&document, &marks, &self.policy);
        let doubles = repair::marks(&Left { document: &document, cuts: &cuts, language: primary }, &self.repairs);
        if !doubles.is_empty() {
            marks.extend(doubles);
            (cuts, lost) = resolve::resolve(&document, &marks, &self.policy);
        }
        let repairs = repair::changes(&Left { document: &document, cuts: &cuts, language: primary }, &self.repairs);
        let (kind, _) = kind::kind(&document, &marks, &cuts);
        let holding: Vec<&Mark> = marks.iter().filter(|mark| mark.holds()).collect();
        let metadata = lift::lift(source, &document, &holding, &cuts);
        let alarms = document.page.as_ref().map(|page| page.alarms.clone()).unwrap_or_default();
        let mut verdict =
            Verdict { kind, cuts, repairs, lost, metadata, language: Some(language), alarms, ..Verdict::default() };
        verdict.hygiene = score::score(&document, &verdict, &self.settings);
        Cleaned { document, verdict }
    }
}
