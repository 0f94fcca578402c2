//! How is an outline written as Markdown: CommonMark 0.31, with the tables and the strike-through of GitHub?

use super::outline::Container;
use super::outline::Format;
use super::outline::Inline;
use super::outline::Kind;
use super::outline::Leaf;
use super::outline::Table;

/// Returns the Markdown of an outline, ended by a line break; "" without leaves.
pub fn write(leaves: &[Leaf<'_>]) -> String {
    let mut writer = Writer::default();
    for leaf in leaves {
        let lines = lines(&leaf.kind);
        if lines.iter().any(|line| !line.is_empty()) {
            writer.leaf(&leaf.within, &lines, matches!(leaf.kind, Kind::Paragraph(_)));
        }
    }
    writer.out
}

#[derive(Default)]
struct Writer {
    out: String,
    /// What the last leaf stood in, and the number of each item where it has one.
    open: Vec<Open>,
    /// The last leaf was a paragraph.
    after_paragraph: bool,
}

#[derive(Clone, Copy)]
struct Open {
    container: Container,
    /// Items that a list has had so far.
    items: u32,
}

impl Writer {
    fn leaf(&mut self, within: &[Container], lines: &[String], paragraph: bool) {
        let shared = self.open.iter().zip(within).take_while(|(open, new)| open.container == **new).count();
        let tight = paragraph && self.after_paragraph && is_next_item(&self.open, within, shared);
        if !self.out.is_empty() && !tight {
            let prefix = self.prefix(shared);
            self.out.push_str(prefix.trim_end());
            self.out.push('\n');
        }
        let mut first = self.prefix(shared);
        self.open.truncate(shared);
        for container in within.iter().skip(shared) {
            if let Container::Item(_) = container
                && let Some(list) = self.open.last_mut()
            {
                list.items += 1;
            }
            self.open.push(Open { container: *container, items: 0 });
            first.push_str(&self.marker());
        }
        let rest = self.prefix(self.open.len());
        for (at, line) in lines.iter().enumerate() {
            let line = format!("{}{line}", if at == 0 { &first } else { &rest });
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
        self.after_paragraph = paragraph;
    }

    /// Returns what opens the innermost container.
    fn marker(&self) -> String {
        match self.open.last().map(|open| open.container) {
            Some(Container::Quote(_)) => "> ".to_owned(),
            Some(Container::Item(_)) => self.item_marker(self.open.len() - 1),
            _ => String::new(),
        }
    }

    fn item_marker(&self, at: usize) -> String {
        match at.checked_sub(1).and_then(|list| self.open.get(list)) {
            Some(Open { container: Container::List(_, Some(first)), items }) => {
                // Nine digits are what CommonMark allows.
                format!("{}. ", (u64::from(*first) + u64::from(items.saturating_sub(1))) % 1_000_000_000)
            }
            _ => "- ".to_owned(),
        }
    }

    /// Returns what stands before a line inside of the first `depth` open containers.
    fn prefix(&self, depth: usize) -> String {
        let mut prefix = String::new();
        for (at, open) in self.open.iter().enumerate().take(depth) {
            match open.container {
                Container::Quote(_) => prefix.push_str("> "),
                Container::Item(_) => prefix.push_str(&" ".repeat(self.item_marker(at).len())),
                Container::List(..) => {}
            }
        }
        prefix
    }
}

/// Returns whether a leaf starts an item in a list in which the last one stood, or which starts in its item.
fn is_next_item(open: &[Open], within: &[Container], shared: usize) -> bool {
    let in_list = |depth: usize| matches!(within.get(depth), Some(Container::Item(_)));
    let goes_on = shared > 0 && in_list(shared) && matches!(within.get(shared - 1), Some(Container::List(..)));
    // A list that starts with another number than 1 needs a blank line after a paragraph.
    let nests = open.len() == shared
        && matches!(open.last(), Some(Open { container: Container::Item(_), .. }))
        && matches!(within.get(shared), Some(Container::List(_, None | Some(1))))
        && in_list(shared + 1);
    goes_on || nests
}

/// Returns the lines of a leaf, without what stands before them.
fn lines(kind: &Kind<'_>) -> Vec<String> {
    match kind {
        Kind::Paragraph(line) => paragraph(line),
        Kind::Heading(level, line) => {
            let text = flat(line);
            // A `#` at the end would be taken for the end of the mark.
            let text = text.strip_suffix('#').map_or(text.clone(), |head| format!("{head}\\#"));
            vec![if text.is_empty() { text } else { format!("{} {text}", "#".repeat(usize::from(*level))) }]
        }
        Kind::Caption(line) => wrapped(&flat(line), "*"),
        Kind::Term(line) => wrapped(&flat(line), "**"),
        Kind::Code(code, language) => fenced(code, language.as_deref()),
        Kind::Table(table) => piped(table),
        Kind::Picture(src, alt) => vec![format!("![{}]({})", escaped(alt), destination(src))],
    }
}

/// Returns a line in emphasis, unless it has some of its own.
fn wrapped(text: &str, mark: &str) -> Vec<String> {
    let own = text.contains(['*', '`']) || text.is_empty();
    vec![if own { unblocked(text) } else { format!("{mark}{text}{mark}") }]
}

fn paragraph(line: &[Inline<'_>]) -> Vec<String> {
    let parts: Vec<String> = line.split(|inline| *inline == Inline::Break).map(inlines).collect();
    let last = parts.len().saturating_sub(1);
    let ended = |(at, part): (usize, String)| {
        let part = unblocked(part.trim());
        if at < last && !part.is_empty() { part + "\\" } else { part }
    };
    parts.into_iter().enumerate().map(ended).filter(|part| !part.is_empty()).collect()
}

/// Returns a line without breaks.
fn flat(line: &[Inline<'_>]) -> String {
    let parts: Vec<String> = line.split(|inline| *inline == Inline::Break).map(inlines).collect();
    parts.join(" ").trim().to_owned()
}

fn fenced(code: &str, language: Option<&str>) -> Vec<String> {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let mut lines = vec![format!("{fence}{}", language.unwrap_or(""))];
    lines.extend(code.lines().map(str::to_owned));
    lines.push(fence);
    lines
}

fn piped(table: &Table<'_>) -> Vec<String> {
    let columns = table.rows.first().map_or(0, Vec::len);
    let row = |cells: &[Vec<Inline<'_>>]| {
        let cells: Vec<String> = cells.iter().map(|cell| flat(cell).replace('|', "\\|")).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut rows = table.rows.iter();
    let head = if table.headed { rows.next().cloned() } else { None };
    let mut lines =
        vec![row(&head.unwrap_or_else(|| vec![Vec::new(); columns])), format!("|{}", " --- |".repeat(columns))];
    lines.extend(rows.map(|cells| row(cells)));
    lines
}

/// Returns the Markdown of pieces of a line. A mark that would not be read as one is left out.
fn inlines(line: &[Inline<'_>]) -> String {
    let mut out = String::new();
    // Where each open format starts in `out`.
    let mut open: Vec<usize> = Vec::new();
    let mut in_code = false;
    for (at, inline) in line.iter().enumerate() {
        // Nothing opens inside of code.
        match inline {
            Inline::Open(Format::Code) => in_code = true,
            Inline::Close(Format::Code) => in_code = false,
            _ => {}
        }
        match inline {
            Inline::Text(text) if in_code => out.push_str(text),
            Inline::Text(text) => out.push_str(&escaped(text)),
            Inline::Break => out.push(' '),
            Inline::Open(_) => open.push(out.len()),
            Inline::Close(format) => {
                let inner = out.split_off(open.pop().unwrap_or(0).min(out.len()));
                let after = line.get(at + 1..).unwrap_or_default().iter().find_map(first_char);
                let before = out.chars().next_back();
                if before == Some('!') && matches!(format, Format::Link(_)) {
                    // Else the link would be read as a picture.
                    out.insert(out.len() - 1, '\\');
                }
                let formatted = formatted(&inner, format, before, after);
                out.push_str(&formatted);
            }
        }
    }
    out
}

fn first_char(inline: &Inline<'_>) -> Option<char> {
    match inline {
        Inline::Text(text) => text.chars().next(),
        Inline::Break => Some(' '),
        Inline::Open(_) | Inline::Close(_) => None,
    }
}

fn formatted(inner: &str, format: &Format, before: Option<char>, after: Option<char>) -> String {
    let mark = match format {
        Format::Link(address) => return format!("[{inner}]({})", destination(address)),
        // Two code spans side by side would be read as one.
        Format::Code if before == Some('`') => return escaped(inner),
        Format::Code => return code_span(inner),
        Format::Strong => "**",
        Format::Emphasis => "*",
        Format::Struck => "~~",
    };
    let beside = before.is_some_and(|c| matches!(c, '*' | '~'));
    // Three stars in a row are read as two and one only where white space or an end tells which side they open.
    let nested = inner.starts_with('*') || inner.ends_with('*');
    let free = before.is_none_or(char::is_whitespace) && after.is_none_or(|c| !c.is_alphanumeric());
    if !beside && (!nested || free) && opens(inner, before) && closes(inner, after) {
        format!("{mark}{inner}{mark}")
    } else {
        inner.to_owned()
    }
}

/// Returns whether a mark before `inner` is left-flanking: not before punctuation that follows a letter.
fn opens(inner: &str, before: Option<char>) -> bool {
    let punctuated = inner.starts_with(|c: char| !c.is_alphanumeric());
    !inner.is_empty() && (!punctuated || before.is_none_or(|c| !c.is_alphanumeric()))
}

fn closes(inner: &str, after: Option<char>) -> bool {
    let punctuated = inner.ends_with(|c: char| !c.is_alphanumeric());
    !punctuated || after.is_none_or(|c| !c.is_alphanumeric())
}

fn code_span(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{code}{pad}{fence}")
}

/// Returns an address as the destination of a link: white space, brackets and parentheses percent-encoded.
fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            ' ' => out.push_str("%20"),
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            c if c.is_whitespace() || c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Returns text in which no character is read as a mark.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before: Option<char> = None;
    while let Some(c) = chars.next() {
        let inside_word =
            before.is_some_and(char::is_alphanumeric) && chars.peek().is_some_and(|c| c.is_alphanumeric());
        let marks = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' => true,
            '_' => !inside_word,
            '~' => before == Some('~') || chars.peek() == Some(&'~'),
            '&' => chars.peek().is_some_and(|c| c.is_ascii_alphabetic() || *c == '#'),
            _ => false,
        };
        if marks {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
        before = Some(c);
    }
    out
}

/// Returns a line that no mark of a block starts: no heading, item, quote, rule, fence or indented code.
fn unblocked(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let after = line.get(digits..).unwrap_or("");
    let at = match line.chars().next() {
        Some('#' | '>' | '+' | '-' | '=' | '|' | ':') => Some(0),
        Some('0'..='9') if after.starts_with(['.', ')']) => Some(digits),
        _ => None,
    };
    match at {
        Some(at) => format!("{}\\{}", line.get(..at).unwrap_or(""), line.get(at..).unwrap_or("")),
        None => line.to_owned(),
    }
}
