//! How are the word lists that are built into the binary read?

use serde::de::DeserializeOwned;

/// Returns the value that a built-in YAML file holds.
///
/// # Panics
/// Where the file is broken; `tests/rules.rs` reads every one, so no release holds one.
pub fn built_in<T: DeserializeOwned>(yaml: &str) -> T {
    serde_saphyr::from_str(yaml).expect("internal error: a word list under rules/ is broken")
}
