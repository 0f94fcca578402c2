//! How clean is a text: one metric a file, each with its unit, range and source.
