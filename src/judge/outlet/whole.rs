//! What does a document lose that only the whole dump shows: lines of its outlet's template, an earlier copy?
//!
//! A line that an outlet repeats is prose as long as one document is looked at. It thins the share of chrome, lifts a
//! brief text over a border, and hides that the paragraph before it broke off. So what was measured is corrected: as
//! if the document had come without these lines, and with what they cost.

use std::collections::HashSet;

use crate::judge::Hygiene;
use crate::judge::Measure;
use crate::judge::evidence::settings::Settings;
use crate::judge::metric::Group;
use crate::judge::outlet::sample::Hex;
use crate::judge::print::End;
use crate::judge::print::LinePrint;
use crate::judge::score;

/// What is kept of a document until the dump is through: about 1.6 KB.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    raw: Vec<Measure>,
    clean: Vec<Measure>,
    lines: Vec<LinePrint>,
    ends: Vec<End>,
}

/// What the dump says of one document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told<'a> {
    /// Lines that its outlet repeats.
    pub template: Option<&'a HashSet<Hex>>,
    /// An earlier document of the outlet has the same text.
    pub duplicate: bool,
    /// It is in another language than nearly all of the outlet.
    pub other_language: bool,
}

/// A document's scores before and after cleaning, and the points that each metric cost, the worst first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Charged {
    pub raw: f64,
    pub clean: f64,
    pub dirt: Vec<(&'static str, f64)>,
}

impl Kept {
    /// Keeps what can change.
    pub fn of(hygiene: &Hygiene) -> Self {
        let charged = |measures: &[Measure]| -> Vec<Measure> {
            let counts = |m: &&Measure| m.value > 0.0 || m.severity > 0.0;
            measures.iter().filter(counts).map(|m| Measure { spans: Vec::new(), ..m.clone() }).collect()
        };
        Self {
            raw: charged(&hygiene.measures),
            clean: charged(&hygiene.left),
            lines: hygiene.print.lines.clone(),
            ends: hygiene.print.ends.clone(),
        }
    }

    /// Returns the scores with what the dump says.
    pub fn charge(&self, told: Told<'_>, settings: &Settings) -> Charged {
        let (raw, clean) = (self.side(&self.raw, told, settings), self.side(&self.clean, told, settings));
        let mut dirt: Vec<(&'static str, f64)> =
            raw.iter().filter(|m| m.points > 0.0).map(|m| (m.metric, m.points)).collect();
        dirt.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        Charged { raw: score::product(&raw), clean: score::product(&clean), dirt }
    }

    fn side(&self, measures: &[Measure], told: Told<'_>, settings: &Settings) -> Vec<Measure> {
        let mut measures = measures.to_vec();
        let template = told.template.map(|lines| self.without(lines, &mut measures, settings)).unwrap_or_default();
        measures.push(own("template-share", Group::Residue, "share", template));
        measures.push(own("duplicate", Group::Identity, "flag", f64::from(u8::from(told.duplicate))));
        measures.push(own("language-differs", Group::Identity, "flag", f64::from(u8::from(told.other_language))));
        for measure in &mut measures {
            measure.severity = settings.severity(measure.metric, measure.value);
        }
        score::share_out(&mut measures);
        measures
    }

    /// Corrects what was measured as if the template's lines were not there, and returns their share of the letters.
    fn without(&self, template: &HashSet<Hex>, measures: &mut Vec<Measure>, settings: &Settings) -> f64 {
        let is_template = |hash: u64| template.contains(&Hex(hash));
        let share = |of: fn(&LinePrint) -> u32| -> f64 {
            let own = self.lines.iter().filter(|line| is_template(line.hash)).map(|line| f64::from(of(line)));
            own.sum::<f64>() / self.lines.iter().map(|line| f64::from(of(line))).sum::<f64>().max(1.0)
        };
        let (letters, words) = (share(|line| line.letters), share(|line| line.words));
        if letters > 0.0 {
            let all = measures.iter().find(|m| m.metric == WORDS).map_or(0.0, |m| m.value);
            let least = |words: f64| words.max(settings.least_words);
            let thinned = least(all) / least(all * (1.0 - words));
            for measure in measures.iter_mut().filter(|measure| measure.value > 0.0) {
                match measure.unit {
                    // Of dirt and content, only the content gets less.
                    "share" if measure.group == Group::Residue => {
                        measure.value /= measure.value + (1.0 - measure.value) * (1.0 - letters);
                    }
                    "per-1000-words" => measure.value *= thinned,
                    "words" => measure.value *= 1.0 - words,
                    _ => {}
                }
            }
            // The end of the text is the last line before the template's.
            if let Some(end) = self.ends.iter().find(|end| !is_template(end.hash)) {
                measures.retain(|measure| measure.metric != BROKEN);
                measures.push(own(BROKEN, Group::Damage, "flag", f64::from(u8::from(end.breaks))));
            }
        }
        letters
    }
}

/// The metrics whose values are words of content, and a flag at the end of the text.
const WORDS: &str = "few-words";
const BROKEN: &str = "truncation";

fn own(metric: &'static str, group: Group, unit: &'static str, value: f64) -> Measure {
    Measure { metric, group, value, unit, severity: 0.0, points: 0.0, spans: Vec::new() }
}
