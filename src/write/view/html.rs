//! How is an outline written as HTML: elements of structure, all text escaped, nothing that runs?

use super::outline::Container;
use super::outline::Format;
use super::outline::Inline;
use super::outline::Kind;
use super::outline::Leaf;
use super::outline::Table;

/// Returns the HTML of an outline, a leaf a line; "" without leaves.
pub fn write(leaves: &[Leaf<'_>]) -> String {
    let mut out = String::new();
    let mut open: Vec<Container> = Vec::new();
    for (at, leaf) in leaves.iter().enumerate() {
        let shared = open.iter().zip(&leaf.within).take_while(|(a, b)| a == b).count();
        close(&mut out, &mut open, shared);
        for container in leaf.within.iter().skip(shared) {
            out.push_str(&start(container));
            open.push(*container);
        }
        let next = leaves.get(at + 1).map_or(&[][..], |next| next.within.as_slice());
        let alone = open.len() > shared && matches!(open.last(), Some(Container::Item(_))) && !next.starts_with(&open);
        let text = text(&leaf.kind, alone);
        out.push_str(&text);
        if !alone {
            out.push('\n');
        }
    }
    close(&mut out, &mut open, 0);
    out
}

fn close(out: &mut String, open: &mut Vec<Container>, depth: usize) {
    while open.len() > depth {
        out.push_str(match open.pop() {
            Some(Container::Quote(_)) => "</blockquote>\n",
            Some(Container::List(_, Some(_))) => "</ol>\n",
            Some(Container::List(_, None)) => "</ul>\n",
            Some(Container::Item(_)) => "</li>\n",
            None => "",
        });
    }
}

fn start(container: &Container) -> String {
    match container {
        Container::Quote(_) => "<blockquote>\n".to_owned(),
        Container::List(_, None) => "<ul>\n".to_owned(),
        Container::List(_, Some(1)) => "<ol>\n".to_owned(),
        Container::List(_, Some(first)) => format!("<ol start=\"{first}\">\n"),
        Container::Item(_) => "<li>".to_owned(),
    }
}

/// Returns the element of a leaf; a paragraph that is all of an item needs none.
fn text(kind: &Kind<'_>, alone: bool) -> String {
    match kind {
        Kind::Paragraph(line) if alone => inlines(line),
        Kind::Paragraph(line) => format!("<p>{}</p>", inlines(line)),
        Kind::Heading(level, line) => format!("<h{level}>{}</h{level}>", inlines(line)),
        Kind::Caption(line) => format!("<p><em>{}</em></p>", inlines(line)),
        Kind::Term(line) => format!("<p><strong>{}</strong></p>", inlines(line)),
        Kind::Code(code, language) => {
            let class =
                language.as_deref().map_or_else(String::new, |name| format!(" class=\"language-{}\"", escaped(name)));
            format!("<pre><code{class}>{}\n</code></pre>", escaped(code))
        }
        Kind::Table(table) => rows(table),
        Kind::Picture(src, alt) => format!("<p><img src=\"{}\" alt=\"{}\"></p>", escaped(src), escaped(alt)),
    }
}

fn rows(table: &Table<'_>) -> String {
    let mut out = "<table>\n".to_owned();
    for (at, row) in table.rows.iter().enumerate() {
        let tag = if at == 0 && table.headed { "th" } else { "td" };
        let cells: String = row.iter().map(|cell| format!("<{tag}>{}</{tag}>", inlines(cell))).collect();
        out.push_str(&format!("<tr>{cells}</tr>\n"));
    }
    out + "</table>"
}

fn inlines(line: &[Inline<'_>]) -> String {
    let piece = |inline: &Inline<'_>| match inline {
        Inline::Text(text) => escaped(text),
        Inline::Break => "<br>\n".to_owned(),
        Inline::Open(Format::Link(address)) => format!("<a href=\"{}\">", escaped(address)),
        Inline::Open(format) => format!("<{}>", tag(format)),
        Inline::Close(format) => format!("</{}>", tag(format)),
    };
    line.iter().map(piece).collect()
}

const fn tag(format: &Format) -> &'static str {
    match format {
        Format::Strong => "strong",
        Format::Emphasis => "em",
        Format::Struck => "del",
        Format::Code => "code",
        Format::Link(_) => "a",
    }
}

/// Returns text that is text wherever it stands: between tags and between quotes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // A page cannot hold NUL, and a form feed is white space.
            '\0' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
