//! How is what was decided shown to a person or a program?

pub mod explain;
pub mod finding;
pub mod listing;
pub mod paint;
pub mod scores;
pub mod scores_copies;
pub mod scores_copies_json;
pub mod scores_explain;
pub mod scores_json;
pub mod starter;
