//! What does only a page have: its tree, its elements and the text under each, what its head says.

use ego_tree::NodeId;
use html5ever::local_name;
use scraper::Html;
use scraper::node;

use crate::text::Span;

/// A parsed page.
pub struct Page {
    pub tree: Html,
    /// Every element that has visible text, in document order (a parent before its children).
    pub elements: Vec<Element>,
    pub spans: Spans,
    /// Bytes of `Document::text` that the page shows; what follows was read from its structured data.
    pub shown: usize,
    /// `lang` of the root element, as written.
    pub lang: Option<String>,
    /// The text of `<title>`.
    pub title: Option<String>,
    pub metadata: PageMetadata,
    /// What a person should know of the parse: a cap that was hit, content taken from `<noscript>`.
    pub alarms: Vec<String>,
}

/// What an element is called.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Named<'a> {
    pub tag: &'a str,
    /// "" where it has none.
    pub class: &'a str,
    pub id: &'a str,
    pub role: Option<&'a str>,
    pub itemprop: Option<&'a str>,
}

impl Page {
    /// Returns what an element is called: one pass over its attributes.
    pub fn named(&self, element: &Element) -> Named<'_> {
        let node = self.tree.tree.get(element.node).and_then(|node| node.value().as_element());
        node.map(Named::of).unwrap_or_default()
    }
}

impl<'a> Named<'a> {
    pub fn of(element: &'a node::Element) -> Self {
        let mut named = Self { tag: element.name(), ..Self::default() };
        for (name, value) in &element.attrs {
            match name.local {
                local_name!("class") => named.class = &**value,
                local_name!("id") => named.id = &**value,
                local_name!("role") => named.role = Some(&**value),
                local_name!("itemprop") => named.itemprop = Some(&**value),
                _ => {}
            }
        }
        named
    }
}

/// An element with visible text.
#[derive(Clone, Debug)]
pub struct Element {
    pub node: NodeId,
    /// The index of the nearest element above it; `None` at the top.
    pub parent: Option<u32>,
    pub tag: Tag,
    /// Elements above it, at most 512 or so.
    pub depth: u16,
    /// What it and the elements above it are.
    pub within: Within,
    /// Its visible text in `Document::text`, without white space around it.
    pub span: Span,
    /// The blocks that it covers, whole or in part: a half-open range of indexes.
    pub blocks: (u32, u32),
}

/// The text under each element: looked up by the node of the tree.
#[derive(Clone, Debug, Default)]
pub struct Spans(Vec<(NodeId, Span)>);

impl Spans {
    pub fn new(mut spans: Vec<(NodeId, Span)>) -> Self {
        spans.sort_unstable_by_key(|(node, _)| *node);
        Self(spans)
    }

    /// Returns the visible text under an element; `None` where it has none.
    pub fn get(&self, node: &NodeId) -> Option<&Span> {
        let at = self.0.binary_search_by_key(node, |(node, _)| *node).ok()?;
        self.0.get(at).map(|(_, span)| span)
    }
}

/// Which elements stand above a place: a set of the ones that matter, inherited downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Within(pub u32);

impl Within {
    pub const NAV: Self = Self(1);
    pub const ASIDE: Self = Self(1 << 1);
    pub const FOOTER: Self = Self(1 << 2);
    pub const HEADER: Self = Self(1 << 3);
    pub const MAIN: Self = Self(1 << 4);
    pub const ARTICLE: Self = Self(1 << 5);
    pub const FORM: Self = Self(1 << 6);
    pub const FIGURE: Self = Self(1 << 7);
    pub const CAPTION: Self = Self(1 << 8);
    pub const ITEM: Self = Self(1 << 9);
    pub const TABLE: Self = Self(1 << 10);
    pub const QUOTE: Self = Self(1 << 11);
    pub const PRE: Self = Self(1 << 12);
    pub const HIDDEN: Self = Self(1 << 13);
    pub const HEADING: Self = Self(1 << 14);
    pub const LINK: Self = Self(1 << 15);
    pub const BUTTON: Self = Self(1 << 16);
    pub const DIALOG: Self = Self(1 << 17);
    pub const NOSCRIPT: Self = Self(1 << 18);
    pub const PARAGRAPH: Self = Self(1 << 19);

    /// Returns whether any of `other` is in the set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

macro_rules! tags {
    ($($variant:ident $name:literal,)*) => {
        /// The name of an element, as far as any stage asks for it; every other one is `Other`.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Tag { $($variant,)* #[default] Other }

        impl Tag {
            pub fn of(name: &str) -> Self {
                match name { $($name => Self::$variant,)* _ => Self::Other }
            }

            /// Returns the name in lower case; `other` where it is not one of the known.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* Self::Other => "other" }
            }
        }
    };
}

tags! {
    A "a", Address "address", Article "article", Aside "aside", Audio "audio", B "b", Blockquote "blockquote",
    Body "body", Br "br", Button "button", Canvas "canvas", Caption "caption", Center "center", Code "code",
    Datalist "datalist", Dd "dd", Details "details", Dialog "dialog", Div "div", Dl "dl", Dt "dt", Em "em",
    Fieldset "fieldset", Figcaption "figcaption", Figure "figure", Font "font", Footer "footer", Form "form",
    H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6", Head "head", Header "header", Hgroup "hgroup", Hr "hr",
    Html "html", I "i", Iframe "iframe", Img "img", Input "input", Label "label", Legend "legend", Li "li",
    Link "link", Main "main", Menu "menu", Meta "meta", Nav "nav", Noscript "noscript", Object "object", Ol "ol",
    Optgroup "optgroup", Option "option", P "p", Picture "picture", Pre "pre", Rp "rp", Rt "rt", Script "script",
    Search "search", Section "section", Select "select", Small "small", Span "span", Strong "strong",
    Style "style", Summary "summary", Svg "svg", Table "table", Tbody "tbody", Td "td", Template "template",
    Textarea "textarea", Tfoot "tfoot", Th "th", Thead "thead", Time "time", Title "title", Tr "tr", U "u", Ul "ul",
    Video "video",
}

/// What a page says of itself, best origin first. Empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageMetadata {
    pub title: Vec<Found>,
    pub authors: Vec<Found>,
    /// As written: ISO 8601 nearly always.
    pub published: Vec<Found>,
    pub modified: Vec<Found>,
    pub section: Vec<Found>,
    /// The name of the site or the publisher.
    pub site: Vec<Found>,
    pub tags: Vec<Found>,
    pub lang: Vec<Found>,
    pub canonical: Vec<Found>,
    /// The address of the next part of a document in several pages, or of the next page of a list.
    pub next: Vec<Found>,
    pub description: Vec<Found>,
    pub image: Vec<Found>,
    /// The text of the article, with its line breaks.
    pub body: Vec<Found>,
    /// `og:type` and the `@type`s of JSON-LD (`article`, `NewsArticle`, `DiscussionForumPosting`, `Product`).
    pub kind: Vec<Found>,
}

/// A value and where it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub value: String,
    /// `json-ld`, `og:title`, `meta author`, `link canonical`, `microdata author`, `time`, `html lang`, `title`.
    pub origin: &'static str,
}
