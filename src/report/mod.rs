//! How is what was decided shown to a person or a program?

pub mod explain;
pub mod finding;
pub mod listing;
