//! Which texts copy earlier ones, for a person at a terminal? Across outlets a tag, no fault.

use std::fmt::Write;

use anstyle::Style;

use crate::judge::evidence::settings::Settings;
use crate::judge::outlet::copies::Copies;
use crate::judge::outlet::copies::Link;
use crate::judge::outlet::copies::Shares;
use crate::judge::outlet::copies::Unit;
use crate::judge::outlet::groups;
use crate::judge::outlet::groups::Group;
use crate::judge::outlet::sample::Origin;
use crate::report::paint::NOTE;
use crate::report::paint::fit;
use crate::report::paint::paint;
use crate::report::paint::thousands;
use crate::report::paint::wrapped;
use crate::report::scores::DocumentRow;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Groups that are listed, and members of each.
const GROUPS: usize = 50;
const MEMBERS: usize = 8;

/// Returns one line on the copies of a dump; nothing where there are none.
pub fn summary(copies: &Copies<'_>, width: usize) -> String {
    let sum = total(copies);
    if sum.duplicates + sum.near_copies + sum.reworked == 0 {
        return String::new();
    }
    let text = format!(
        "copies, of {} documents compared: {} of an earlier one of their outlet (charged); of another outlet's {} whole \
         and {} in part (a tag, no fault: mostly an agency's). --copies lists them.",
        thousands(sum.compared),
        thousands(sum.duplicates),
        thousands(sum.near_copies),
        thousands(sum.reworked)
    );
    wrapped(DIM, &text, width)
}

/// Adds up what was found in all outlets.
pub fn total(copies: &Copies<'_>) -> Shares {
    copies.shares().values().fold(Shares::default(), |sum, one| Shares {
        compared: sum.compared + one.compared,
        duplicates: sum.duplicates + one.duplicates,
        near_copies: sum.near_copies + one.near_copies,
        reworked: sum.reworked + one.reworked,
    })
}

/// Returns the groups of texts that copy one another, the widest first.
pub fn groups(copies: &Copies<'_>, settings: &Settings, width: usize) -> String {
    let all = groups::groups(copies);
    let mut out = String::new();
    let documents = thousands(total(copies).compared);
    let _ = writeln!(
        out,
        "{} · {} groups of copies in {documents} documents",
        paint(BOLD, NOTE),
        thousands(all.len() as u64)
    );
    let rule = settings.copies;
    let legend = format!(
        "%: of the shorter text that stands in the longer. Within an outlet {:.0} make a duplicate, which is charged; \
         across outlets {:.0} make a copy and {:.0} a reworked text, which is a tag: mostly an agency's text, lawfully \
         printed.",
        rule.duplicate * 100.0,
        rule.near * 100.0,
        rule.reworked * 100.0
    );
    let _ = writeln!(out, "{}", wrapped(DIM, &legend, width));
    for one in all.iter().take(GROUPS) {
        group(&mut out, one, copies, width);
    }
    if all.len() > GROUPS {
        let _ =
            writeln!(out, "{}", paint(DIM, &format!("… and {} more groups", thousands((all.len() - GROUPS) as u64))));
    }
    out
}

fn group(out: &mut String, group: &Group, copies: &Copies<'_>, width: usize) {
    let credit = group.credit(copies).map_or_else(String::new, |name| format!(" · credited to {name}"));
    let outlets = if group.outlets == 1 { "1 outlet".to_owned() } else { format!("{} outlets", group.outlets) };
    let head = format!("{} documents of {outlets}{credit}", thousands(group.documents));
    let _ = writeln!(out, "{}", paint(BOLD, fit(&head, width).trim_end()));
    for (number, at) in group.members.iter().take(MEMBERS).enumerate() {
        let Some(unit) = copies.units.get(*at) else { continue };
        let how = match unit.across.or(unit.within) {
            None if number == 0 => "earliest".to_owned(),
            // A later one copies both: the two have little in common.
            None => "of the same".to_owned(),
            Some(link) => format!("{} {:.0} %", link.kind.name(), link.share * 100.0),
        };
        let times = if unit.text.documents > 1 { format!(", {} times", unit.text.documents) } else { String::new() };
        let line = format!("  {how:<15} {}: {}{times}", unit.key.outlet, told(&unit.text.first));
        let _ = writeln!(out, "{}", fit(&line, width).trim_end());
    }
    if group.members.len() > MEMBERS {
        let _ = writeln!(out, "  … and {} more texts", group.members.len() - MEMBERS);
    }
}

/// Date, id and place of a document; of the place the file's name, with the record's line.
fn told(origin: &Origin) -> String {
    let date = origin.date.as_ref().map_or_else(String::new, |date| format!("{date} "));
    let file = origin.place.rsplit(['/', '\\']).next().unwrap_or(&origin.place);
    let place = if origin.place == origin.id { String::new() } else { format!(" ({file})") };
    format!("{date}{}{place}", origin.id)
}

/// Returns the copies of one outlet in words: of its own texts, or of other outlets'.
pub fn of_outlet<'a>(outlet: &'a str, copies: &'a Copies<'a>, within: bool) -> impl Iterator<Item = String> {
    copies.of_outlet(outlet).filter_map(move |unit| {
        let text = unit.text;
        match if within { unit.within } else { unit.across } {
            Some(link) => Some(format!("{} {}", told(&text.first), link_told(link, copies, within)?)),
            None if within && text.documents > 1 => {
                Some(format!("{} came {} times", told(&text.first), text.documents))
            }
            None => None,
        }
    })
}

fn link_told(link: Link, copies: &Copies<'_>, within: bool) -> Option<String> {
    let of: &Unit<'_> = copies.units.get(link.of)?;
    let outlet = if within { String::new() } else { format!("{}: ", of.key.outlet) };
    let credit = of.text.first.credit.as_ref().map_or_else(String::new, |name| format!(", credited to {name}"));
    Some(format!("has {:.0} % in common with {outlet}{}{credit}", link.share * 100.0, told(&of.text.first)))
}

/// Returns the tag of a document that copies another: `duplicate of ID`, `near-copy of OUTLET: ID`.
pub fn tag(row: &DocumentRow, copies: &Copies<'_>) -> Option<String> {
    let unit = copies.unit(&row.key, row.text?)?;
    let first = &unit.text.first;
    if first.id != row.id || first.place != row.place {
        return Some(format!("duplicate of {}", first.id));
    }
    let link = unit.within.or(unit.across)?;
    let of = copies.units.get(link.of)?;
    let outlet = if of.key.outlet == unit.key.outlet { String::new() } else { format!("{}: ", of.key.outlet) };
    Some(format!("{} of {outlet}{}", link.kind.name(), of.text.first.id))
}
