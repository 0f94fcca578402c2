//! How does one document go through every stage, and how do many, in parallel and in order?

pub mod census;
pub mod early;
pub mod gather;
pub mod run;

use std::sync::Arc;

use crate::document::Document;
use crate::judge::Cut;
use crate::judge::Verdict;
use crate::judge::comments;
use crate::judge::content;
use crate::judge::content::Evidence;
use crate::judge::content::model::Model;
use crate::judge::evidence::settings::Settings;
use crate::judge::guard;
use crate::judge::kind;
use crate::judge::lift;
use crate::judge::lines;
use crate::judge::lines::About;
use crate::judge::lines::dump::Fit;
use crate::judge::lines::dump::Vote;
use crate::judge::repair;
use crate::judge::repair::Left;
use crate::judge::repair::Repair;
use crate::judge::resolve::Policy;
use crate::judge::score;
use crate::language;
use crate::language::Language;
use crate::mark;
use crate::mark::Context;
use crate::mark::Mark;
use crate::mark::forum;
use crate::pipeline::early::Early;
use crate::pipeline::early::Marked;
use crate::rule::matcher::RuleSet;
use crate::segment;
use crate::source::Content;
use crate::source::Source;
use crate::survey::profile::Profile;

/// Cleans one document at a time. Does no I/O, cannot fail, is cheap to clone and safe to share.
#[derive(Clone)]
pub struct Cleaner {
    rules: Arc<RuleSet>,
    policy: Arc<Policy>,
    settings: Arc<Settings>,
    repairs: Arc<[&'static dyn Repair]>,
    vote: Vote,
    profile: Option<Arc<Profile>>,
    early: Arc<Early>,
}

/// A document and what was decided on it.
pub struct Cleaned {
    pub document: Document,
    pub verdict: Verdict,
}

impl Cleaner {
    pub fn new(rules: Arc<RuleSet>, policy: Policy) -> Self {
        Self {
            rules,
            policy: Arc::new(policy),
            settings: Arc::new(Settings::built_in().clone()),
            repairs: Arc::default(),
            vote: Vote::default(),
            profile: None,
            early: Arc::default(),
        }
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

    /// Returns the rules in force.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Returns the cleaner that knows what the first documents of a dump say of its type.
    #[must_use]
    pub fn with_vote(self, vote: Vote) -> Self {
        Self { vote, ..self }
    }

    /// Returns the cleaner with what outlets repeat.
    #[must_use]
    pub fn with_profile(self, profile: Arc<Profile>) -> Self {
        Self { profile: Some(profile), early: Arc::default(), ..self }
    }

    /// Returns the document of a source, what every marker claims of it, and its language.
    pub fn marks(&self, source: &Source) -> Marked {
        let document = segment::segment(source);
        let claimed = document
            .page
            .as_ref()
            .and_then(|page| language::of_page(page.metadata.lang.iter().map(|claim| claim.value.as_str())));
        let language = language::of_document(&document, source.language.as_deref().or(claimed));
        let context = Context {
            rules: &self.rules,
            outlet: source.outlet.as_deref(),
            address: source.url.as_deref(),
            host: source.host(),
            title: source.title.as_deref(),
            language: language.primary(),
            without: &self.policy.without,
            profile: self.profile.as_deref(),
        };
        let mut marks = mark::mark(&document, &context);
        marks.retain(|mark| self.policy.asks(&mark.category));
        (document, marks, language)
    }

    /// Returns how well each dump type fits a source; `None` where it is a page, or its line breaks tell the type.
    pub fn fit(&self, source: &Source) -> Option<Fit> {
        self.fit_marked(source)?.0
    }

    /// The same of a source that will be cleaned later: what the markers find is kept until then.
    pub fn fit_early(&self, source: Source) -> Option<Fit> {
        let (fit, marked) = self.fit_marked(&source)?;
        self.early.keep(source, marked);
        fit
    }

    fn fit_marked(&self, source: &Source) -> Option<(Option<Fit>, Marked)> {
        if matches!(source.content, Content::Html(_)) {
            return None;
        }
        let (document, marks, language) = self.marks(source);
        let fit = lines::fit(&document, &marks, &self.about(source, &language));
        Some((fit, (document, marks, language)))
    }

    /// Returns the document of a source and the verdict on it.
    pub fn clean(&self, source: &Source) -> Cleaned {
        let (document, mut marks, language) = self.early.take(source).unwrap_or_else(|| self.marks(source));
        let address = source.url.as_deref().or_else(|| canonical(&document)).unwrap_or_default();
        let asks = document.page.is_some() && self.policy.asks_kind("model");
        let model = if asks { Model::built_in() } else { None };
        let readability = self.policy.asks_kind("readability");
        let main = content::weigh(&document, &mut marks, &Evidence { address, model, readability });
        // The line model sees comments as claimed, whatever the user wants with them.
        let dump = lines::weigh(&document, &mut marks, &self.about(source, &language));
        comments::treat(&mut marks, self.policy.comments);
        let (mut cuts, mut lost, mut alarm) = guard::resolve(&document, &mut marks, &self.policy, dump);
        let doubles = repair::marks(&left(&document, &cuts, &language), &self.repairs);
        if !doubles.is_empty() {
            marks.extend(doubles);
            (cuts, lost, alarm) = guard::resolve(&document, &mut marks, &self.policy, dump);
        }
        let repairs = repair::changes(&left(&document, &cuts, &language), &self.repairs);
        let (kind, by) = kind::kind(&document, &marks, &cuts);
        let holding: Vec<&Mark> = marks.iter().filter(|mark| mark.holds()).collect();
        let metadata = lift::lift(source, &document, &holding, &cuts, self.policy.latest.as_deref());
        let mut alarms = document.page.as_ref().map(|page| page.alarms.clone()).unwrap_or_default();
        alarms.extend(alarm);
        let mut verdict = Verdict {
            kind,
            by,
            cuts,
            repairs,
            lost,
            metadata,
            language: Some(language),
            alarms,
            main,
            dump,
            ..Verdict::default()
        };
        verdict.hygiene = score::score(&document, &verdict, &self.settings);
        Cleaned { document, verdict }
    }

    fn about<'a>(&self, source: &'a Source, language: &'a Language) -> About<'a> {
        About {
            title: source.title.as_deref(),
            language: language.primary(),
            dump: self.policy.dump,
            vote: self.vote,
            forum: forum::is_known(source.url.as_deref(), source.host()),
            model: lines::model::built_in().filter(|_| self.policy.asks_kind("model")),
        }
    }
}

fn canonical(document: &Document) -> Option<&str> {
    document.page.as_ref()?.metadata.canonical.first().map(|found| found.value.as_str())
}

fn left<'a>(document: &'a Document, cuts: &'a [Cut], language: &'a Language) -> Left<'a> {
    Left { document, cuts, language: language.primary() }
}
