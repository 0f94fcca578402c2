//! Which rule would cut a line that an outlet repeats? A whole file with its proof, for a person to read first.

use xxhash_rust::xxh3::xxh3_64;

use crate::report::gather::residue::Repeated;
use crate::report::proof_case::quoted;

/// Returns a rule file for the line; `None` where the outlet is no host, as a rule without one would cut everywhere.
pub fn of(line: &Repeated) -> Option<String> {
    let host = &line.outlet;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
    if !host.contains('.') || host.starts_with(['-', '.']) || !host.chars().all(plain) {
        return None;
    }
    let id = xxh3_64(line.text.as_bytes()) & 0xFFFF_FFFF;
    let text = line.text.trim();
    let (input, spared) = (format!("{text}\n"), format!("A reader wrote: {text} That is all she wrote.\n"));
    Some(format!(
        "about: Lines that {host} repeats.\n\
         sites: [{host}]\n\
         rules:\n\
         - id: {host}/line-{id:08x}\n\
         \x20 category: template\n\
         \x20 why: The line stands in {} of {} documents of the outlet.\n\
         \x20 unit: line\n\
         \x20 match: {{ equals: {} }}\n\
         \x20 tests:\n\
         \x20 - {{ input: {}, want: \"\" }}\n\
         \x20 - {{ name: a sentence that holds it stays, input: {}, want: unchanged }}\n",
        line.documents,
        line.of,
        quoted(text),
        quoted(&input),
        quoted(&spared),
    ))
}
