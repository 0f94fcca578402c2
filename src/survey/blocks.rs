//! Which lines does an outlet repeat together, one below the other, and which lines start a tail of links?

use std::collections::HashMap;

use crate::document::Document;
use crate::rule::Unit;
use crate::survey::draft::Draft;
use crate::survey::draft::line_pattern;
use crate::survey::lines;
use crate::survey::lines::FEWEST;
use crate::survey::lines::Group;
use crate::survey::look;
use crate::survey::view;
use crate::survey::view::Spot;
use crate::survey::view::View;
use crate::survey::words;

/// The share of the documents of two lines in which the one must follow the other, to be of one block.
const TOGETHER: f64 = 0.9;
/// The share of the documents of a label after which nothing but short lines may come, for it to start a tail.
const TAIL_TOGETHER: f64 = 0.9;
/// The largest share of a text that a learnt tail may take: more than a third may be the article under its label.
const MAX_TAIL: f64 = 0.33;
/// What a tail may take more than the largest that was seen.
const TAIL_SLACK: f64 = 1.2;

/// Which group each repeated line belongs to.
struct Grouped<'a> {
    view: &'a View,
    groups: &'a [Group],
    at: HashMap<Spot, usize>,
}

/// Returns a draft for every block of repeated lines, and for every tail.
pub fn find(view: &View, groups: &[Group]) -> Vec<Draft> {
    let spots = groups.iter().enumerate().flat_map(|(number, group)| group.spots.iter().map(move |s| (*s, number)));
    let grouped = Grouped { view, groups, at: spots.collect() };
    let blocks = grouped.chains().into_iter().filter_map(|chain| grouped.block(&chain));
    let tails = groups.iter().filter_map(|group| grouped.tail(group));
    blocks.chain(tails).collect()
}

impl Grouped<'_> {
    /// Returns the runs of groups of which each nearly always follows the one before.
    fn chains(&self) -> Vec<Vec<usize>> {
        let next: Vec<Option<usize>> = (0..self.groups.len()).map(|number| self.follower(number)).collect();
        let followed: Vec<bool> = (0..next.len()).map(|number| next.contains(&Some(number))).collect();
        let starts = (0..next.len()).filter(|number| !followed[*number] && next[*number].is_some());
        starts
            .map(|start| {
                let mut chain = vec![start];
                while let Some(Some(after)) = chain.last().map(|last| next[*last])
                    && !chain.contains(&after)
                {
                    chain.push(after);
                }
                chain
            })
            .collect()
    }

    /// The group whose lines follow those of this one, as often as both are there.
    fn follower(&self, number: usize) -> Option<usize> {
        let group = &self.groups[number];
        if self.is_subhead(group) {
            return None;
        }
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for spot in &group.spots {
            if let Some(after) = self.at.get(&(spot.0, spot.1 + 1)) {
                *counts.entry(*after).or_default() += 1;
            }
        }
        let (after, count) = counts.into_iter().max_by_key(|(after, count)| (*count, std::cmp::Reverse(*after)))?;
        let most = group.spots.len().max(self.groups[after].spots.len());
        (after != number && count as f64 >= TOGETHER * most as f64 && !self.is_subhead(&self.groups[after]))
            .then_some(after)
    }

    fn is_subhead(&self, group: &Group) -> bool {
        let standing = self.view.standing(&group.spots);
        let words = group.spots.first().map_or(0, |spot| self.view.words(*spot));
        !words::tells(&group.text) && look::is_heading(&group.text, words) && standing.before_prose >= 0.5
    }

    fn block(&self, chain: &[usize]) -> Option<Draft> {
        let groups: Vec<&Group> = chain.iter().filter_map(|number| self.groups.get(*number)).collect();
        let confidence =
            groups.iter().filter_map(|group| lines::confidence(self.view, group)).max_by(f64::total_cmp)?;
        let (first, last) = (groups.first()?, groups.last()?);
        let text = groups.iter().map(|group| group.text.as_str()).collect::<Vec<&str>>().join(" ");
        let mut draft = Draft::new(&self.view.outlet, Unit::Block, &text, confidence);
        draft.rule.start = Some(line_pattern(&first.text));
        draft.rule.end = Some(line_pattern(&last.text));
        draft.rule.max_lines = Some(groups.len());
        Some(draft)
    }

    /// A label after which only short lines come, up to the end, and others in each document.
    fn tail(&self, group: &Group) -> Option<Draft> {
        words::category(&group.text)?;
        let count = view::documents(&group.spots);
        if count < self.view.fewest(FEWEST.0, FEWEST.1) || count < group.spots.len() {
            return None;
        }
        let shares: Vec<f64> = group.spots.iter().filter_map(|spot| self.tail_share(*spot)).collect();
        let varies = group.spots.iter().filter(|spot| !self.at.contains_key(&(spot.0, spot.1 + 1))).count();
        if (shares.len() as f64) < TAIL_TOGETHER * count as f64 || varies * 2 < count {
            return None;
        }
        let max = shares.into_iter().max_by(f64::total_cmp)?;
        let mut draft = Draft::new(&self.view.outlet, Unit::Tail, &group.text, 0.8);
        draft.rule.from = Some(line_pattern(&group.text));
        draft.rule.max_share = Some(((max * TAIL_SLACK).min(MAX_TAIL) * 100.0).ceil() / 100.0);
        Some(draft)
    }

    /// The share of the text from a line on, where more lines come and none of them is a sentence.
    fn tail_share(&self, spot: Spot) -> Option<f64> {
        let document: &Document = self.view.documents.get(spot.0)?;
        let after = document.blocks.get(spot.1 + 1..)?;
        let short =
            after.iter().all(|block| !look::is_prose(block.words) && !look::ends_sentence(document.text_of(block)));
        let share = 1.0 - document.blocks.get(spot.1)?.span.start as f64 / document.text.len().max(1) as f64;
        (!after.is_empty() && short && share <= MAX_TAIL).then_some(share)
    }
}
