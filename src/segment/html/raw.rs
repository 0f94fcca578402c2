//! Which bytes of a page are scripts and styles, which nobody reads, so that the parser may pass them over?

use memchr::memmem;

/// The inside of a script or a style sheet: a half-open range of bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inside {
    pub start: usize,
    pub end: usize,
}

/// Finds what looks like the inside of a script or a style sheet, in order.
///
/// Whether it is one only the parser can tell (`<script>` may stand in a comment or in a title): it is asked at `start`.
/// What holds structured data is no such range, nor what `<!--` makes hard to find the end of.
pub struct Insides<'a> {
    html: &'a str,
    at: usize,
    script: memmem::Finder<'static>,
    style: memmem::Finder<'static>,
    /// Where the next tag of either kind stands; `None` where there is no more.
    next: [Option<usize>; 2],
}

const OPENINGS: [&str; 2] = ["<script", "<style"];
const CLOSINGS: [&str; 2] = ["</script", "</style"];

impl<'a> Insides<'a> {
    pub fn of(html: &'a str) -> Self {
        let (script, style) = (memmem::Finder::new(OPENINGS[0]), memmem::Finder::new(OPENINGS[1]));
        let next = [script.find(html.as_bytes()), style.find(html.as_bytes())];
        Self { html, at: 0, script, style, next }
    }

    fn tag(&mut self) -> Option<(usize, usize)> {
        for (next, finder) in self.next.iter_mut().zip([&self.script, &self.style]) {
            if next.is_some_and(|next| next < self.at) {
                *next = finder.find(self.html.as_bytes().get(self.at..)?).map(|found| self.at + found);
            }
        }
        match self.next {
            [Some(script), style] if style.is_none_or(|style| script < style) => Some((script, 0)),
            [_, style] => style.map(|style| (style, 1)),
        }
    }
}

impl Iterator for Insides<'_> {
    type Item = Inside;

    fn next(&mut self) -> Option<Inside> {
        while let Some((tag, kind)) = self.tag() {
            let name = tag + OPENINGS[kind].len();
            if !self.html.as_bytes().get(name).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'>') {
                self.at = name;
                continue;
            }
            // Where one has no end, those after it have none either.
            let start = tag_end(self.html.as_bytes(), name)?;
            let end = end(self.html, start, CLOSINGS[kind])?;
            self.at = end;
            let holds_data = self.html[name..start].to_ascii_lowercase().contains("ld+json");
            let escapes = memmem::find(&self.html.as_bytes()[start..end], b"<!--").is_some();
            if end > start && !holds_data && !escapes {
                return Some(Inside { start, end });
            }
        }
        None
    }
}

/// Returns the byte behind the `>` of a tag, outside of quotes.
fn tag_end(bytes: &[u8], name: usize) -> Option<usize> {
    let mut at = name;
    loop {
        let found = at + memchr::memchr3(b'>', b'"', b'\'', bytes.get(at..)?)?;
        match bytes.get(found)? {
            b'>' => return Some(found + 1),
            quote => at = found + 2 + memchr::memchr(*quote, bytes.get(found + 1..)?)?,
        }
    }
}

/// Returns where the end tag begins that closes raw text.
fn end(html: &str, start: usize, closing: &str) -> Option<usize> {
    let bytes = html.as_bytes();
    let mut at = start;
    loop {
        let found = at + memmem::find(bytes.get(at..)?, b"</")?;
        let after = found + closing.len();
        let is_name = bytes.get(found..after).is_some_and(|name| name.eq_ignore_ascii_case(closing.as_bytes()));
        if is_name && bytes.get(after).is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/')) {
            return Some(found);
        }
        at = found + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_reads_is_found() {
        for (html, want) in [
            ("<p>a<script>let a = '<p>';</script>b<style>p {}</style>", vec!["let a = '<p>';", "p {}"]),
            ("<script type='application/ld+json'>{}</script><script src='a>b'>x()</SCRIPT >", vec!["x()"]),
            ("<script><!-- <script> </script> --></script><script>y()</script >", vec!["y()"]),
            ("<scripting>a</scripting><script></script><script>open", vec![]),
            ("<style>a</styles></style\n><script async>b('</scr');</script/>", vec!["a</styles>", "b('</scr');"]),
        ] {
            let got: Vec<&str> = Insides::of(html).map(|inside| &html[inside.start..inside.end]).collect();
            assert_eq!(got, want, "{html}");
        }
    }
}
