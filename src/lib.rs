//! Washes scraped news and web text: strips site chrome by rules, keeps a record of every removal,
//! names the language and scores the hygiene of the text. Hygiene is not truthfulness.
//!
//! ```text
//! bytes ─read▶ Source ─segment▶ Document ─mark▶ [Mark] ─judge▶ Verdict ─write▶ records, files
//! ```
//!
//! `ARCHITECTURE.md` tells where a new thing goes.

pub mod cli;
pub mod document;
pub mod error;
pub mod judge;
pub mod language;
pub mod mark;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod rule;
pub mod segment;
pub mod source;
pub mod survey;
pub mod text;
pub mod write;
