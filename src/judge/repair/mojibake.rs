//! Was UTF-8 read as Windows-1252 or Latin-1, once or more often?
//!
//! The idea of ftfy (Speer 2019): mend only what decodes whole and looks less broken afterwards. Where a letter may be
//! a word's own ("CAFÉ»"), `evidence::damage` has the say, as for the hygiene.

use crate::judge::evidence::damage;
use crate::judge::evidence::scan::Sight;
use crate::judge::repair::Left;
use crate::judge::repair::Proposal;
use crate::judge::repair::Repair;
use crate::text::Span;

/// Times that a text may have been read wrongly; dumps with three are known, with four not.
const MAX_TIMES: usize = 3;
/// What UTF-8 `”` becomes where the byte 9D, which Windows-1252 leaves free, was dropped.
const CLOSING_QUOTE: &str = "â€";
/// What UTF-8 `à` becomes where its second byte, a no-break space, was made a plain one.
const A_GRAVE: &str = "Ã ";

pub struct Mojibake;

impl Repair for Mojibake {
    fn name(&self) -> &'static str {
        "mojibake"
    }

    fn why(&self) -> &'static str {
        "UTF-8 was read as Windows-1252 or Latin-1."
    }

    fn repair(&self, left: &Left<'_>) -> Proposal {
        let text = &left.document.text;
        let mut changes = runs(text);
        if !changes.is_empty() {
            changes.extend(graves(text));
        }
        changes.extend(controls(text));
        Proposal { changes, ..Proposal::default() }
    }
}

/// Returns the runs of characters that were taken apart, and what they were.
fn runs(text: &str) -> Vec<(Span, String)> {
    let (mut out, mut at, mut before) = (Vec::new(), 0, ' ');
    while let Some(rest) = text.get(at..) {
        // What is not Latin-1 from C2 on begins no run: most of most texts is passed over here.
        let Some(next) = rest.find(|c: char| ('\u{c2}'..='\u{f4}').contains(&c)) else { break };
        before = rest.get(..next).and_then(|passed| passed.chars().next_back()).unwrap_or(before);
        at += next;
        let length = run(text, at, before);
        if length == 0 {
            before = '\u{c2}';
            at += before.len_utf8();
            continue;
        }
        let span = Span::new(at, at + length);
        if let Some(mended) = decode(span.of(text)) {
            out.push((span, mended));
        }
        before = span.of(text).chars().next_back().unwrap_or(' ');
        at = span.end;
    }
    out
}

/// Returns the length in bytes of the run that begins at `at`; 0 where none does.
fn run(text: &str, at: usize, mut before: char) -> usize {
    let mut end = at;
    while let Some(c) = text.get(end..).and_then(|rest| rest.chars().next()) {
        let length = match damage::at(text, end, c, before) {
            Some((Sight::Mojibake, length)) if c != '\u{fffd}' => length,
            // Beside a run, a pair that might be a word's own is part of it.
            _ if end > at && damage::sequence(text.get(end..).unwrap_or_default()).is_some() => {
                damage::sequence(text.get(end..).unwrap_or_default()).map_or(0, |(_, length)| length)
            }
            _ if lost_quote(text.get(end..).unwrap_or_default()) => CLOSING_QUOTE.len(),
            _ => break,
        };
        end += length;
        before = text.get(..end).and_then(|passed| passed.chars().next_back()).unwrap_or(' ');
    }
    end - at
}

/// Whether `â€` begins here and nothing that could be its third byte follows.
fn lost_quote(rest: &str) -> bool {
    rest.strip_prefix(CLOSING_QUOTE)
        .is_some_and(|after| after.chars().next().is_none_or(|c| damage::continuation(c).is_none()))
}

/// Returns what a run was before it was read wrongly; `None` where the result is no better.
fn decode(run: &str) -> Option<String> {
    let mut text = run.to_owned();
    for _ in 0..MAX_TIMES {
        let Some(better) = decode_once(&text) else { break };
        text = better;
    }
    let sane = |c: char| !c.is_control() && !matches!(u32::from(c), 0xE000..=0xF8FF | 0xFFFD | 0xF0000..);
    (text != run && text.chars().all(sane)).then_some(text)
}

/// Decodes every sequence of a run; `None` where there is none, or where something else stands between them.
fn decode_once(run: &str) -> Option<String> {
    let (mut out, mut rest, mut found) = (String::new(), run, false);
    while !rest.is_empty() {
        if let Some((c, length)) = damage::sequence(rest) {
            out.push(c);
            rest = rest.get(length..)?;
            found = true;
        } else if lost_quote(rest) {
            out.push('”');
            rest = rest.get(CLOSING_QUOTE.len()..)?;
            found = true;
        } else {
            return None;
        }
    }
    found.then_some(out)
}

/// Finds characters of Windows-1252 that were read as Latin-1, which has control characters in their place. What is
/// part of a run is found first and stays with it: changes do not overlap.
fn controls(text: &str) -> impl Iterator<Item = (Span, String)> {
    let shown = |(at, c): (usize, char)| Some((Span::new(at, at + c.len_utf8()), damage::windows_1252(c)?.to_string()));
    text.char_indices().filter(|(_, c)| ('\u{80}'..='\u{9f}').contains(c) && *c != '\u{85}').filter_map(shown)
}

/// Finds `Ã ` at the end of words, in a text that is known to be broken.
fn graves(text: &str) -> Vec<(Span, String)> {
    let hits = text.match_indices(A_GRAVE).filter(|(at, _)| {
        let before = text.get(..*at).and_then(|passed| passed.chars().next_back()).unwrap_or(' ');
        !before.is_uppercase()
    });
    let mended = hits.map(|(at, found)| {
        let end = at + found.len();
        // Two spaces: the first was the byte. One: the two were squeezed.
        let with = if text.get(end..).is_some_and(|rest| rest.starts_with(' ')) { "à" } else { "à " };
        (Span::new(at, end), with.to_owned())
    });
    mended.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::repair::mended;

    fn check(dirty: &str, want: &str) {
        assert_eq!(mended(dirty, &Mojibake), want, "{dirty:?}");
    }

    #[test]
    fn what_was_read_wrongly_is_read_again() {
        for (dirty, want) in [
            ("the cityâ€™s mayor", "the city’s mayor"),
            ("â€œWe won,â€ he said", "“We won,” he said"),
            ("â€œWe won.â€\u{9d}", "“We won.”"),
            ("Ã©cole fermÃ©e Ã  Orla", "école fermée à Orla"),
            ("dÃ©jÃ  la", "déjà la"),
            ("Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "привет"),
            ("smile ðŸ˜‚", "smile 😂"),
            ("Â£40 a year", "£40 a year"),
            ("the cityÃ¢â‚¬â„¢s mayor", "the city’s mayor"),
            ("cafÃƒÂ©", "café"),
            ("don\u{92}t say \u{93}no\u{94}", "don’t say “no”"),
        ] {
            check(dirty, want);
        }
    }

    #[test]
    fn what_may_be_right_stays() {
        for text in [
            "",
            "LE CAFÉ» est ouvert, São Paulo, NÃO, IRMÃ»",
            "« à\u{a0}» et Þór og Ðað",
            "lost sign\u{fffd} here",
            "naïve façade, Ångström, ‘quote’ – “dash” — £5 €6",
            "IRMÃ OU IRMÃO",
            "Âge d’or, â propos",
        ] {
            check(text, text);
        }
    }
}
