//! What did cleaning do to a dump, in ten parts? One JSON document: the truth behind the HTML page, and the API.
//!
//! Hygiene is text hygiene, not truthfulness. Documents are samples, chosen by hash; counts are of all.

pub mod build;
pub mod pieces;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::run_json::RulesOut;
use crate::report::run_json::RunOut;
use crate::report::run_report::pieces::PageOut;
use crate::report::scores_json::Scores;

/// The version of [`Report`].
pub const SCHEMA: &str = "presswash.report/1";

/// What cleaning did to a dump.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "presswash.report/1")]
pub struct Report {
    /// `presswash.report/1`.
    pub schema: &'static str,
    /// `text hygiene, not truthfulness`.
    pub note: &'static str,
    pub made: MadeOut,
    pub headline: HeadlineOut,
    /// `presswash.score/1`: outlets, best first, with their intervals and what they lost points for.
    pub scores: Scores,
    /// What cut, marked or gave a verdict, the most characters first; then the rules that did not fire.
    pub rules: Vec<RuleOut>,
    /// Documents by verdict, the most frequent first, with samples.
    pub verdicts: Vec<VerdictOut>,
    /// Documents before and after: at least one for each category of what was cut.
    pub pages: Vec<PageOut>,
    pub losses: LossesOut,
    pub residue: ResidueOut,
    /// The most frequent first.
    pub languages: Vec<LanguageOut>,
    pub encodings: Vec<EncodingOut>,
    pub method: MethodOut,
}

/// By what, and of what, the report was made.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MadeOut {
    /// The version of presswash that made the report.
    pub presswash: String,
    /// The rules that the report knows.
    pub rules: RulesOut,
    /// `records` that `clean` wrote, `documents` cleaned for this report, or `both`.
    pub of: &'static str,
    /// The accounts of the runs, where they lie beside the records; else one of this reading.
    pub runs: Vec<RunOut>,
    /// Whether a run had other rules than the report knows: `why` and "never fired" may then be wrong.
    pub other_rules: bool,
}

/// The three numbers that a person wants first, with what they are made of.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HeadlineOut {
    pub documents: u64,
    pub outlets: u64,
    /// Records that could not be read.
    pub quarantined: u64,
    /// Mean hygiene of documents from 0 to 100, as they came and as they are left. Text hygiene, not truthfulness.
    pub raw: f64,
    pub clean: f64,
    /// Documents by hygiene as they came and as they are left, in 20 classes of five points; 100 is in the last.
    pub raw_classes: Vec<u64>,
    pub clean_classes: Vec<u64>,
    /// Code points of all texts, and of what was cut.
    pub characters: u64,
    pub cut: u64,
    /// From 0 to 1.
    pub cut_share: f64,
    /// Documents that something was cut from.
    pub touched: u64,
    /// Documents whose verdict is `article`, and their share from 0 to 1.
    pub articles: u64,
    pub article_share: f64,
}

/// One rule or kind of evidence, and what it did.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RuleOut {
    /// A rule's id, or the kind of evidence (`structure/nav`).
    pub id: String,
    pub category: String,
    pub why: String,
    /// `fired`; `never-fired`: documents that it is for were there; `not-asked`: none in its language, of its outlet
    /// or in its format; `draft`, `deprecated`: it cuts nothing.
    pub state: &'static str,
    /// Cuts.
    pub hits: u64,
    pub documents: u64,
    pub outlets: u64,
    /// Code points that it cut, and their share, from 0 to 1, of all that was cut.
    pub characters: u64,
    pub share: f64,
    /// Claims that were not cut.
    pub marked: u64,
    /// Documents whose verdict it gave.
    pub verdicts: u64,
    pub examples: Vec<ExampleOut>,
}

/// Something that was cut.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExampleOut {
    pub id: String,
    pub outlet: Option<String>,
    pub text: String,
}

/// Documents of one verdict.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VerdictOut {
    pub verdict: &'static str,
    pub documents: u64,
    /// From 0 to 1.
    pub share: f64,
    pub samples: Vec<TasteOut>,
}

/// The beginning of a document as it came.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TasteOut {
    pub id: String,
    /// A path, with the record's line.
    pub place: String,
    pub outlet: Option<String>,
    pub characters: u64,
    /// The rule that gave the verdict, where one did.
    pub by: Option<String>,
    pub text: String,
}

/// Documents that lost so much that a person should look.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LossesOut {
    /// Documents above the border.
    pub documents: u64,
    /// Shares of characters, from 0 to 1, from which on a loss is an alarm: of a text, of an HTML page.
    pub text_border: f64,
    pub page_border: f64,
    /// Those that lost the most.
    pub pages: Vec<PageOut>,
    /// Other alarms, and the documents that gave them.
    pub alarms: BTreeMap<String, u64>,
}

/// Lines that outlets repeat and no rule covers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ResidueOut {
    /// Lines found; those below are the most frequent.
    pub lines: u64,
    pub listed: Vec<ResidueLine>,
}

/// One such line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ResidueLine {
    pub outlet: String,
    pub text: String,
    /// Documents with the line, and different documents of the outlet.
    pub documents: u64,
    pub of: u64,
    /// From 0 to 1.
    pub share: f64,
    /// A rule file that would cut it, with its proof; null where the outlet is no host. To be read before use.
    pub rule: Option<String>,
}

/// Documents of one language.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LanguageOut {
    /// A BCP 47 tag; `und` where undetermined.
    pub code: String,
    pub documents: u64,
    /// From 0 to 1.
    pub share: f64,
    /// Mean confidence from 0 to 1.
    pub confidence: f64,
    /// Share of characters cut, from 0 to 1.
    pub cut_share: f64,
    /// Mean hygiene from 0 to 100.
    pub raw: f64,
    pub clean: f64,
}

/// Documents in one charset.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EncodingOut {
    /// Its name in the WHATWG standard.
    pub name: String,
    pub documents: u64,
    /// From 0 to 1.
    pub share: f64,
}

/// Borders that the numbers depend on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MethodOut {
    /// Documents from which on a grade is provisional, and from which on it stands.
    pub provisional: u64,
    pub graded: u64,
    /// Least scores of A, B, C, D.
    pub grades: [f64; 4],
    /// A line is residue from so many documents, and from this share of the outlet's, from 0 to 1.
    pub template_documents: u64,
    pub template_share: f64,
    /// HTML pages among the documents; their text is all visible text, menus included.
    pub html_pages: u64,
}
