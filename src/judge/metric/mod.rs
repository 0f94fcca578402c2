//! How clean is a text: one metric a file, each with its unit, range and source.
//!
//! What each costs stands in `rules/hygiene/hygiene.yml`. Text hygiene is not truthfulness.

pub mod chrome_present;
pub mod chrome_share;
pub mod control_characters;
pub mod disclaimer;
pub mod duplicate;
pub mod duplicate_lines;
pub mod ellipsis;
pub mod error_fragment;
pub mod error_page;
pub mod exclamation;
pub mod few_words;
pub mod language_differs;
pub mod markup;
pub mod mojibake;
pub mod repeated_phrases;
pub mod run_on_words;
pub mod share_counters;
pub mod short_lines;
pub mod spun_copy;
pub mod template_share;
pub mod title_absent;
pub mod truncation;
pub mod unbalanced_quotes;
pub mod wire_credit;

use crate::judge::evidence::Evidence;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// What a metric speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// What the site left in the text.
    Residue,
    /// What the way to us broke.
    Damage,
    /// Whether it is the text that it says it is.
    Identity,
    /// Told, never charged.
    Advisory,
}

impl Group {
    /// The groups that are charged, in the order of tables.
    pub const CHARGED: [Self; 3] = [Self::Residue, Self::Damage, Self::Identity];

    /// Returns the word for tables and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Residue => "residue",
            Self::Damage => "damage",
            Self::Identity => "identity",
            Self::Advisory => "advisory",
        }
    }
}

/// What a metric is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct About {
    /// `chrome-share`.
    pub id: &'static str,
    /// A name for tables, at most 20 characters.
    pub name: &'static str,
    /// `share` (0 to 1), `count`, `per-1000-words`, `flag` (0 or 1), `pieces`, `words`.
    pub unit: &'static str,
    /// Least and greatest value.
    pub range: (f64, f64),
    pub group: Group,
    /// Whether cuts or repairs make a difference; else it reads the same before and after cleaning, and is asked once.
    pub sided: bool,
}

/// One kind of dirt.
pub trait Metric: Sync {
    fn about(&self) -> &'static About;
    /// Returns the value; `None` where the metric does not apply (no rules for the language, too short, not known).
    fn measure(&self, evidence: &Evidence<'_>, side: Side) -> Option<Reading>;
}

/// Every metric, in the order of reports. What is written and not listed here fails `tests/house.rs`.
pub static METRICS: &[&dyn Metric] = &[
    &chrome_present::ChromePresent,
    &chrome_share::ChromeShare,
    &template_share::TemplateShare,
    &share_counters::ShareCounters,
    &short_lines::ShortLines,
    &duplicate_lines::DuplicateLines,
    &repeated_phrases::RepeatedPhrases,
    &error_page::ErrorPage,
    &error_fragment::ErrorFragment,
    &few_words::FewWords,
    &mojibake::Mojibake,
    &truncation::Truncation,
    &run_on_words::RunOnWords,
    &markup::Markup,
    &control_characters::ControlCharacters,
    &title_absent::TitleAbsent,
    &language_differs::LanguageDiffers,
    &spun_copy::SpunCopy,
    &duplicate::Duplicate,
    &unbalanced_quotes::UnbalancedQuotes,
    &exclamation::Exclamation,
    &ellipsis::Ellipsis,
    &disclaimer::Disclaimer,
    &wire_credit::WireCredit,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::evidence::settings::Settings;

    #[test]
    fn every_metric_has_its_charge_and_every_charge_its_metric() {
        let settings = Settings::parse("{}").expect("the built-in file is valid");
        let mut ids: Vec<_> = METRICS.iter().map(|m| m.about().id).collect();
        ids.sort_unstable();
        assert_eq!(ids, settings.metrics.keys().map(String::as_str).collect::<Vec<_>>());
        for (id, charge) in &settings.metrics {
            assert!(!charge.why.is_empty(), "{id} has no reason");
        }
    }
}
