//! Which lines of a plain text are boilerplate by the company that they keep? Weighs shape, place, neighbours and what
//! rules and other markers claim, by a model that was trained on labelled pages.
//!
//! It runs after the markers, since it reads their claims; it is silent on pages with markup.

pub mod around;
pub mod dump;
pub mod facts;
pub mod grove;
pub mod headline;
pub mod model;
pub mod names;
mod places;
mod reason;
mod said;
pub mod shape;
pub mod spelling;
pub mod words;

use std::sync::Arc;

use crate::document::Document;
use crate::document::Form;
use crate::judge::lines::around::Around;
use crate::judge::lines::dump::DumpType;
use crate::judge::lines::dump::Fit;
use crate::judge::lines::dump::Vote;
use crate::judge::lines::facts::Line;
use crate::judge::lines::grove::Grove;
use crate::judge::lines::model::Model;
use crate::judge::lines::names::Row;
use crate::mark::MIN_CONFIDENCE;
use crate::mark::Mark;

/// Languages that write common nouns with a capital, so that capitals do not tell headlines from prose.
const CAPITAL_NOUNS: [&str; 2] = ["de", "lb"];
/// In fewer lines there is no company to judge by: the windows of 8 lines to either side would see the whole text.
/// Short stories with a label or two lost sentences without this limit; whole pages run to hundreds of lines.
const MIN_LINES: usize = 20;

/// How much likelier than elsewhere a claim within the main run of text is wrong. Of 205,708 such lines, scored by
/// models that saw no page of their site, 5.6 % of the words within were content, and 2.2 % of those outside:
/// tables, schedules and lists of references.
const MAIN_RUN_DOUBT: f32 = 2.0;
/// The same on a forum: a thread of short posts looks like chrome. Of 112 forums as full text, 101 known by their address,
/// `balanced` loses 1.7 % of the content with it and 6.0 % without, `careful` .4 and 1.2.
const FORUM_DOUBT: f32 = 3.0;
/// The same in what an extractor has kept, where hardly a line is chrome. Without it `balanced` cut 42 lines of 12,400 news
/// stories, and 28 of them were content: names in a list, subheads, words of a map.
const EXTRACT_DOUBT: f32 = 2.0;

/// What is known of a text besides its lines.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    pub title: Option<&'a str>,
    /// Primary language tag; `None` where undetermined.
    pub language: Option<&'a str>,
    /// The dump type, where the user names it.
    pub dump: Option<DumpType>,
    /// What the first documents of the dump say.
    pub vote: Vote,
    /// Whether the address is one of a forum.
    pub forum: bool,
    /// The line model; without one nothing is claimed.
    pub model: Option<&'a Model>,
}

/// Adds a claim on each line that looks like boilerplate, and returns the text's dump type.
///
/// Does nothing to a page with markup, and returns `None` for it.
pub fn weigh(document: &Document, marks: &mut Vec<Mark>, about: &About<'_>) -> Option<DumpType> {
    if document.form != Form::Text {
        return None;
    }
    let lines = match about.model.filter(|_| document.blocks.len() >= MIN_LINES) {
        Some(model) => facts::lines(document, marks, about.title, model.words(about.language)),
        None => facts::outlines(document, marks),
    };
    let around = Around::new(&lines, is_cased(about.language));
    let own = dump::fit(&around.signs());
    let voted = about.vote.mean();
    let joined: Fit = [own[0] + voted[0], own[1] + voted[1], own[2] + voted[2]];
    let dump = about.dump.or_else(|| dump::by_breaks(&lines)).unwrap_or_else(|| dump::best(&joined));
    if let Some(model) = about.model
        && lines.len() >= MIN_LINES
        && model.knows(dump)
    {
        let sure = Sure::new(model, &around, dump, about.forum);
        second(document, &sure, marks);
        let headline = if about.title.is_none() { headline::find(&lines, &around) } else { None };
        claim(document, &lines, &sure, headline, marks);
        marks.sort_by(|a, b| (a.span, &a.by, &a.category).cmp(&(b.span, &b.by, &b.category)));
    }
    Some(dump)
}

/// Returns how well the dump types fit a text; `None` for a page, and where line breaks tell the type.
pub fn fit(document: &Document, marks: &[Mark], about: &About<'_>) -> Option<Fit> {
    if document.form != Form::Text || document.blocks.is_empty() {
        return None;
    }
    let lines = facts::outlines(document, marks);
    let around = Around::new(&lines, is_cased(about.language));
    dump::by_breaks(&lines).is_none().then(|| dump::fit(&around.signs()))
}

/// Returns whether capitals tell headlines from prose in a language; where it is unknown they are not asked.
pub fn is_cased(language: Option<&str>) -> bool {
    language.is_some_and(|tag| !CAPITAL_NOUNS.contains(&tag))
}

/// The model at work on one text.
struct Sure<'a> {
    model: &'a Model,
    around: &'a Around<'a>,
    dump: DumpType,
    grove: Grove<'a>,
    /// How much likelier a claim is wrong outside of the main run of text and within, and the least score that makes one;
    /// `None` where none does.
    doubts: [(f32, Option<f32>); 2],
}

impl<'a> Sure<'a> {
    fn new(model: &'a Model, around: &'a Around<'a>, dump: DumpType, forum: bool) -> Self {
        let anywhere = match dump {
            _ if forum => FORUM_DOUBT,
            DumpType::Extract => EXTRACT_DOUBT,
            _ => 1.0,
        };
        let least = |doubt: f32| model.least_score(1.0 - (1.0 - MIN_CONFIDENCE) / doubt, dump);
        let doubts = [anywhere, anywhere * MAIN_RUN_DOUBT].map(|doubt| (doubt, least(doubt)));
        Self { model, around, dump, doubts, grove: Grove::new(model, &around.row(0)) }
    }

    /// Returns how sure the model is of a line, where it is more likely boilerplate than not, and the features; `leaves`
    /// takes where it comes to in each tree.
    fn of(&self, at: usize, leaves: &mut Vec<u16>) -> Option<(f32, Row)> {
        let (doubt, least) = self.doubts[usize::from(self.around.in_main_run(at))];
        let least = least.filter(|least| self.grove.may_reach(*least))?;
        let row = self.around.row(at);
        let stated = self.model.confidence(self.grove.score(&row, least, leaves)?, self.dump)?;
        let confidence = 1.0 - doubt * (1.0 - stated);
        (confidence >= MIN_CONFIDENCE).then_some((confidence, row))
    }
}

/// Claims the lines that no other claim covers, and never the title: who named a line knows more of it.
fn claim(document: &Document, lines: &[Line], sure: &Sure<'_>, headline: Option<usize>, marks: &mut Vec<Mark>) {
    let names: [Arc<str>; 2] = ["boilerplate".into(), "model/lines".into()];
    let mut leaves = Vec::new();
    let is_headline =
        |at: usize| headline == Some(at) || lines.get(at).is_some_and(|line| line.titled || line.in_title);
    let run = (0..lines.len()).find(|at| sure.around.in_main_run(*at)).unwrap_or(lines.len());
    for (at, (block, line)) in document.blocks.iter().zip(lines).enumerate() {
        let spared = is_headline(at) || at <= run && headline::is_standfirst(lines, at, is_headline);
        if line.claimed || spared || line.claims.doubted > 0.5 {
            continue;
        }
        if let Some((confidence, row)) = sure.of(at, &mut leaves) {
            let [category, by] = names.clone();
            let why = reason::of(&sure.grove.reasons(&leaves), &row).into();
            marks.push(Mark { span: block.span, category, by, why, confidence, ..Mark::default() });
        }
    }
}

/// Where the model is surer of a line than the rule that claims all of it, the claim is as sure as the model.
fn second(document: &Document, sure: &Sure<'_>, marks: &mut [Mark]) {
    let mut leaves = Vec::new();
    for mark in marks.iter_mut().filter(|mark| mark.holds() && mark.verdict.is_none() && !mark.flag_only) {
        let at = document.blocks.partition_point(|block| block.span.end <= mark.span.start);
        let whole = document.blocks.get(at).is_some_and(|block| block.span == mark.span);
        if whole && let Some((confidence, _)) = sure.of(at, &mut leaves) {
            mark.confidence = mark.confidence.max(confidence);
        }
    }
}
