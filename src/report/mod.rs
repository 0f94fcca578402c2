//! How is what was decided shown to a person or a program?

pub mod explain;
pub mod finding;
pub mod gather;
pub mod html;
pub mod listing;
pub mod paint;
pub mod proof_case;
pub mod residue_rule;
pub mod run_json;
pub mod run_report;
pub mod scores;
pub mod scores_copies;
pub mod scores_copies_json;
pub mod scores_diff_json;
pub mod scores_explain;
pub mod scores_json;
pub mod starter;
