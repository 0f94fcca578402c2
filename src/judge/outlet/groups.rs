//! Which texts of a dump belong together, which of them was first, and does one credit an agency?

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::judge::outlet::copies::Copies;
use crate::judge::outlet::copies::Kind;
use crate::judge::outlet::copies::Link;

/// Texts that copy one another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Places in [`Copies::units`], the earliest first.
    pub members: Vec<usize>,
    pub documents: u64,
    pub outlets: usize,
}

/// Returns the groups of two documents and more: the ones with most outlets first, then with most documents, then the
/// earliest.
pub fn groups(copies: &Copies<'_>) -> Vec<Group> {
    let roots = roots(copies);
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, unit) in copies.units.iter().enumerate() {
        let part = unit.across.filter(|link| link.kind != Kind::NearCopy && roots.get(at) == Some(&at));
        // A reworked text joins its source and brings nobody along.
        let root = |of: usize| roots.get(of).copied().unwrap_or(of);
        if let Some(link) = part {
            members.entry(root(link.of)).or_default().push(at);
        }
        members.entry(root(at)).or_default().push(at);
    }
    let mut groups: Vec<Group> = members.into_values().map(|members| group(copies, members)).collect();
    groups.retain(|group| group.documents > 1);
    groups.sort_by(|a, b| {
        (b.outlets, b.documents).cmp(&(a.outlets, a.documents)).then_with(|| a.members.cmp(&b.members))
    });
    groups
}

/// Returns for each text the earliest that it is tied to through whole copies; itself where there is none.
fn roots(copies: &Copies<'_>) -> Vec<usize> {
    let mut roots: Vec<usize> = (0..copies.units.len()).collect();
    for (at, unit) in copies.units.iter().enumerate() {
        let whole = |link: Option<Link>| link.filter(|link| matches!(link.kind, Kind::Duplicate | Kind::NearCopy));
        for link in [whole(unit.within), whole(unit.across)].into_iter().flatten() {
            let (a, b) = (root(&roots, at), root(&roots, link.of));
            if let Some(slot) = roots.get_mut(a.max(b)) {
                *slot = a.min(b);
            }
        }
    }
    (0..roots.len()).map(|at| root(&roots, at)).collect()
}

fn root(roots: &[usize], mut at: usize) -> usize {
    while let Some(&up) = roots.get(at).filter(|up| **up != at) {
        at = up;
    }
    at
}

fn group(copies: &Copies<'_>, mut members: Vec<usize>) -> Group {
    members.sort_unstable();
    let units = || members.iter().filter_map(|at| copies.units.get(*at));
    let outlets: BTreeSet<&str> = units().map(|unit| unit.key.outlet.as_str()).collect();
    Group { documents: units().map(|unit| unit.text.documents).sum(), outlets: outlets.len(), members }
}

impl Group {
    /// Returns the agency or broadcaster that the earliest text with a credit names.
    pub fn credit<'a>(&self, copies: &Copies<'a>) -> Option<&'a str> {
        let mut texts = self.members.iter().filter_map(|at| copies.units.get(*at)).map(|unit| unit.text);
        texts.find_map(|text| text.first.credit.as_deref())
    }
}
