//! Which part of a host name can be registered?
//!
//! `psl` is a list of 9,000 suffixes as generic, inlined code: called from presswash itself, 1,316 of its functions
//! were compiled into every build of presswash. Here they are built once.

/// Returns the registrable domain of a lower-case host (`www.bbc.co.uk` gives `bbc.co.uk`); a suffix that the list
/// does not know (`.example`) counts as one label.
#[inline(never)]
pub fn registrable(host: &str) -> Option<&str> {
    psl::domain_str(host)
}

/// Returns whether the public suffix list knows the suffix of a lower-case host.
#[inline(never)]
pub fn has_known_suffix(host: &str) -> bool {
    psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known())
}
