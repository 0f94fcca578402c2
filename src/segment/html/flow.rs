//! How does an element lay out its text: in the line, on lines of its own, as a paragraph, or not at all?

use crate::document::page::Tag;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    Inline,
    /// On lines of its own.
    Line,
    /// On lines of its own, with a blank line around it.
    Paragraph,
    /// Like a paragraph; white space stays as it is.
    Pre,
    /// A cell of a table: on the row's line, or on lines of its own where it holds blocks.
    Cell,
    Break,
    /// In the line, but never glued to its neighbours.
    Apart,
    /// No visible text of its own.
    Hidden,
}

/// Returns the flow of an element by its name, as browsers' default style sheet has it.
///
/// Left out: what the page does not show (scripts, styles, templates, the head), what is the state of a form
/// (`select`, `textarea`), and what stands in for media that cannot be played.
pub fn flow(tag: Tag) -> Flow {
    use Tag::*;
    match tag {
        P | H1 | H2 | H3 | H4 | H5 | H6 | Blockquote | Ul | Ol | Dl | Table | Figure | Hr | Article | Menu => {
            Flow::Paragraph
        }
        Div | Section | Main | Aside | Nav | Header | Footer | Li | Dt | Dd | Tr | Tbody | Thead | Tfoot | Caption
        | Form | Fieldset | Legend | Figcaption | Details | Summary | Dialog | Address | Center | Hgroup | Search
        | Body | Html | Noscript | Option | Optgroup => Flow::Line,
        Pre => Flow::Pre,
        Td | Th => Flow::Cell,
        Br => Flow::Break,
        Button | Label | Input | Img | Picture => Flow::Apart,
        Script | Style | Template | Head | Title | Svg | Iframe | Audio | Video | Canvas | Object | Select
        | Datalist | Textarea | Rp | Link | Meta => Flow::Hidden,
        _ => Flow::Inline,
    }
}
