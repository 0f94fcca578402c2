//! How is one word of a rule file changed, and every other byte left as it is?

use crate::rule::problem::Sink;
use crate::rule::problem::Spot;
use crate::rule::yaml;
use crate::rule::yaml::Node;

/// Sets a key of the rule with the id: its value is exchanged, or the key is added behind the id.
///
/// Returns `None` where the text holds no such rule.
pub fn set(text: &str, id: &str, key: &str, value: &str) -> Option<String> {
    let bom = text.len() - text.trim_start_matches('\u{feff}').len();
    let (head, body) = text.split_at(bom);
    let mut sink = Sink::new("".as_ref(), body);
    let root = yaml::parse(body, &mut sink)?;
    let is_it = |rule: &&Node| rule.get("id").and_then(Node::text) == Some(id);
    let rule = root.get("rules")?.items().iter().find(is_it)?;
    let changed = match rule.get(key) {
        Some(held) => {
            let (from, to) = bytes_of(body, held.spot)?;
            format!("{}{value}{}", body.get(..from)?, body.get(to..)?)
        }
        None => added(body, rule, key, value)?,
    };
    Some(format!("{head}{changed}"))
}

/// Adds a key behind the id: on the same line in a map in braces, else on one of its own.
fn added(body: &str, rule: &Node, key: &str, value: &str) -> Option<String> {
    let (name, id) = rule.entry("id")?;
    let (key_start, _) = bytes_of(body, name.spot)?;
    let (_, end) = bytes_of(body, id.spot)?;
    let in_braces = matches!(body.get(..key_start)?.trim_end().chars().next_back(), Some('{' | ','));
    if in_braces {
        return Some(format!("{}, {key}: {value}{}", body.get(..end)?, body.get(end..)?));
    }
    // Behind the rest of the line, which may be a comment.
    let line_end = end + body.get(end..)?.find('\n').unwrap_or(body.len() - end);
    let line = body.get(..line_end)?;
    let broken = if line.ends_with('\r') { "\r\n" } else { "\n" };
    let line = line.trim_end_matches('\r');
    let indent = " ".repeat(name.spot.column - 1);
    Some(format!("{line}{broken}{indent}{key}: {value}{}", body.get(line.len()..)?))
}

/// Returns the bytes of a spot.
fn bytes_of(text: &str, spot: Spot) -> Option<(usize, usize)> {
    let start: usize = text.split_inclusive('\n').take(spot.line.checked_sub(1)?).map(str::len).sum();
    let line = text.get(start..)?.split('\n').next()?;
    let at = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let first = spot.column.checked_sub(1)?;
    Some((start + at(first), start + at(first + spot.len)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_changes_and_nothing_else() {
        let block = "\u{feff}# head\r\nrules:\r\n# über\r\n- id: a/b # why\r\n  why:  'x: y' \r\n  status:   draft   # 3 of 9\r\n- {id: c/d,  status: 'draft', why: z}\r\n";
        for (id, key, value, from, to) in [
            ("a/b", "status", "stable", "draft   # 3", "stable   # 3"),
            ("c/d", "status", "stable", "'draft'", "stable"),
            ("a/b", "category", "social", "# why\r\n", "# why\r\n  category: social\r\n"),
            ("c/d", "category", "social", "c/d,", "c/d, category: social,"),
        ] {
            assert_eq!(set(block, id, key, value), Some(block.replacen(from, to, 1)), "{id} {key}");
        }
        assert_eq!(set(block, "x/y", "status", "stable"), None);
    }
}
