//! How is what was decided shown to a person or a program?

pub mod listing;
