//! The rule language: what a rule file may say. How it is read stands in `load`, how it matches in `matcher`.

pub mod check;
pub mod check_pattern;
pub mod clue;
pub mod common;
pub mod compiled;
pub mod config;
pub mod data;
pub mod edge;
pub mod edit;
pub mod field;
pub mod folded;
pub mod glued;
pub mod guard;
pub mod import;
pub mod index;
pub mod inline;
pub mod lazy;
pub mod learned;
pub mod lint;
pub mod literal;
pub mod load;
pub mod matcher;
pub mod need;
pub mod needles;
pub mod origin;
pub mod parse;
pub mod pattern;
pub mod place;
pub mod problem;
pub mod proof;
pub mod scope;
pub mod sentence;
pub mod shape;
pub mod unit;
pub mod walk;
pub mod walker;
pub mod whole;
pub mod yaml;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::rule::field::Field;
pub use crate::rule::guard::Context;
pub use crate::rule::guard::Neighbour;
pub use crate::rule::guard::Run;
pub use crate::rule::guard::Where;
pub use crate::rule::guard::Zone;
pub use crate::rule::learned::Learned;
pub use crate::rule::origin::Layer;
pub use crate::rule::origin::Origin;

/// One file under `rules/`: a category (`rules/newsletter.yml`) or an outlet (`rules/sites/cnn.com.yml`).
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// One sentence: what kind of chrome, or which outlet, the file is about.
    #[serde(default)]
    pub about: Option<String>,
    /// The hosts of every rule in the file that names none itself.
    #[serde(default)]
    pub sites: Vec<String>,
    /// The languages (BCP 47 primary tags) of every rule in the file that names none itself.
    #[serde(default)]
    pub langs: Vec<String>,
    /// What is chrome.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// Exceptions from rules, by site.
    #[serde(default)]
    pub overrides: Vec<Override>,
}

/// One rule as it is written.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `category/name`, lower case with dashes; an outlet's rule may use `host/name` with `category:`.
    pub id: String,
    /// The category of the removed text; by default the part of `id` before the slash.
    #[serde(default)]
    pub category: Option<String>,
    /// For the person who reads the report: what this text is and why it is not content.
    pub why: String,
    /// What is removed.
    pub unit: Unit,
    /// A draft marks and never cuts; what is deprecated does not run. Default stable.
    #[serde(default)]
    pub status: Status,
    /// The version of presswash, or the date, since when the rule exists.
    #[serde(default)]
    pub since: Option<String>,
    /// Addresses that show the chrome or discuss it.
    #[serde(default)]
    pub refs: Vec<String>,
    /// Registrable domains or hosts, subdomains included; `!host` excludes. Empty: everywhere.
    #[serde(default)]
    pub sites: Vec<String>,
    /// Primary language tags of the document (`en`); empty: every language.
    #[serde(default)]
    pub langs: Vec<String>,
    /// Which kinds of source; empty: all.
    #[serde(default)]
    pub formats: Vec<Format>,
    /// `line`, `sentence` and `span`: what must match.
    #[serde(default, rename = "match")]
    pub matches: Option<Pattern>,
    /// `span`: where in the line, or in a sentence of it, the match must stand. `sentence`: where in the line. `tail`:
    /// `sentence_start` lets it start with a sentence that `from` matches.
    #[serde(default)]
    pub at: At,
    /// `block`: the first line.
    #[serde(default)]
    pub start: Option<Pattern>,
    /// `block`: the last line, which may be the first.
    #[serde(default)]
    pub end: Option<Pattern>,
    /// `block`: lines at most, blank ones not counted. Mandatory there.
    #[serde(default)]
    pub max_lines: Option<usize>,
    /// `tail`: the line from which on everything goes.
    #[serde(default)]
    pub from: Option<Pattern>,
    /// `tail`: the largest share of the text's characters that may go, from 0 to 1. Mandatory there.
    #[serde(default)]
    pub max_share: Option<f64>,
    /// `document`: the conditions of the verdict.
    #[serde(default)]
    pub when: Option<When>,
    /// `document`: the verdict.
    #[serde(default)]
    pub verdict: Option<Kind>,
    /// `html`: CSS selectors; the text under any matching element goes.
    #[serde(default)]
    pub css: Vec<String>,
    /// `html`: the largest share of the page's visible characters that one element may hold. Default 0.5.
    #[serde(default)]
    pub max_text_share: Option<f64>,
    /// Where in the document the match must stand.
    #[serde(default, rename = "where")]
    pub place: Option<Where>,
    /// `line`: how many matching lines must stand together (blank lines between them do not count).
    #[serde(default)]
    pub run: Option<Run>,
    /// What the nearest lines before and after must be.
    #[serde(default)]
    pub context: Option<Context>,
    /// `line`, `block`, `tail`: words that a matching line has at most. `sentence`: words of the sentence; default 60.
    #[serde(default)]
    pub max_words: Option<usize>,
    /// How sure the rule is that its match is no content, above 0 up to 1. Default 0.95; below 0.5 it only marks.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// Metadata fields that the match holds. A regex names the part: `(?<authors>…)`; without, the whole match.
    #[serde(default)]
    pub lift: Vec<Field>,
    /// Literals of which a line must hold at least one (any case) before the regex is tried.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Says that the rule must try its regex on every line, as no literal can be required. Lint warns without it.
    #[serde(default)]
    pub scans: bool,
    /// What the dump says of a rule that `presswash learn` wrote.
    #[serde(default)]
    pub learned: Option<Learned>,
    /// The proof: at least one case that matches and one look-alike that is spared.
    #[serde(default)]
    pub tests: Vec<Test>,
}

/// What is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A whole line.
    Line,
    /// From a start line to an end line.
    Block,
    /// Whole sentences of a line, however long the line is; `match` sees each as if it were a line.
    Sentence,
    /// The named group `cut` of a regex, or its whole match.
    Span,
    /// A line and everything after it.
    Tail,
    /// Nothing: the rule gives a verdict on the document.
    Document,
    /// The text under CSS selectors.
    Html,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Marks, never cuts.
    Draft,
    #[default]
    Stable,
    /// Does not run.
    Deprecated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    Text,
    Html,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// `sentence`: nothing but matching sentences stands before it in the line.
    LineStart,
    /// `sentence`: nothing but matching sentences follows it in the line.
    LineEnd,
    /// `span` and `tail` only.
    SentenceStart,
    /// `span` only.
    SentenceEnd,
    #[default]
    Anywhere,
}

/// How a line is matched: at least one key; one hit of any key is a match.
///
/// Literals are compared after `text::fold` (case, quotes, bullets, end marks set aside), unless
/// `exact`. A regex must match the whole trimmed line (`unit: sentence`: the whole sentence; `unit: span`: a part
/// of the line) and minds the case unless it says `(?i)`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// The whole line.
    #[serde(default)]
    pub equals: Option<String>,
    /// The whole line is one of these.
    #[serde(default)]
    pub any_of: Vec<String>,
    /// The line starts with one of these, up to the end of a word.
    #[serde(default)]
    pub starts_with: Vec<String>,
    /// The line holds one of these anywhere.
    #[serde(default)]
    pub contains: Vec<String>,
    /// A regex without look-around; it must match the whole line, in `unit: span` a part of it.
    #[serde(default)]
    pub regex: Option<String>,
    /// Compare the literals letter by letter.
    #[serde(default)]
    pub exact: bool,
}

/// The conditions of a verdict on a document; all given keys must hold.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// Words that the document has at least.
    #[serde(default)]
    pub min_words: Option<usize>,
    /// Words that it has at most.
    #[serde(default)]
    pub max_words: Option<usize>,
    /// Words at most in sentences that nothing claims: an article under a banner stays one. Default 30.
    #[serde(default)]
    pub max_prose: Option<usize>,
    /// One of these must match, anywhere in a line.
    #[serde(default)]
    pub any: Vec<Pattern>,
    /// Each of these must match.
    #[serde(default)]
    pub all: Vec<Pattern>,
    /// None of these may match.
    #[serde(default)]
    pub none: Vec<Pattern>,
}

/// A verdict on a whole document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Article,
    ErrorPage,
    ConsentWall,
    BotWall,
    Paywall,
    Listing,
    Empty,
    #[default]
    Unknown,
}

/// An outlet's exception from rules.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// A registrable domain or host; `*` for every outlet.
    pub site: String,
    /// Mandatory: why this outlet differs.
    pub why: String,
    /// Ids (or `category/*`) that do not run there.
    #[serde(default)]
    pub disable: Vec<String>,
    /// Ids (or `category/*`) that mark there and do not cut.
    #[serde(default)]
    pub flag: Vec<String>,
    /// Regexes: a line that one of them matches anywhere is never cut there.
    #[serde(default)]
    pub except: Vec<String>,
}

/// One case of a rule's proof.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// What the case shows.
    #[serde(default)]
    pub name: Option<String>,
    /// The outlet of the case; by default the rule's first site.
    #[serde(default)]
    pub site: Option<String>,
    /// The text of the case; one of `input`, `input_file` and `html` must be there.
    #[serde(default)]
    pub input: Option<String>,
    /// A text file beside the rule file.
    #[serde(default)]
    pub input_file: Option<String>,
    /// The page of the case.
    #[serde(default)]
    pub html: Option<String>,
    /// What this rule alone leaves of the input; `unchanged` for all of it.
    #[serde(default)]
    pub want: Option<String>,
    /// A text that must be left.
    #[serde(default)]
    pub contains: Option<String>,
    /// A text that must be gone.
    #[serde(default)]
    pub absent: Option<String>,
    /// The verdict that the rule must give; another one: it must give none.
    #[serde(default)]
    pub verdict: Option<Kind>,
    /// The line of the case in its file, from 1; 0 where it is not known.
    #[serde(skip)]
    pub line: usize,
}

impl Rule {
    /// Returns the category: the field, or the part of the id before the slash.
    pub fn category(&self) -> &str {
        self.category.as_deref().unwrap_or_else(|| self.id.split('/').next().unwrap_or(&self.id))
    }
}
