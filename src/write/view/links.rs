//! Where does a link or a picture lead, and may it be written down?

use url::Url;

/// Schemes that show or fetch something and run nothing.
const SAFE: &[&str] = &["http", "https", "mailto", "tel"];

/// Returns the address of a link, resolved against the page's; `None` where it could run a script, or leads nowhere.
pub fn link(href: &str, address: Option<&str>) -> Option<String> {
    // Browsers leave tabs and line breaks out of an address, wherever they stand.
    let href: String = href.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let href = href.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    if href.is_empty() || href.starts_with('#') {
        return None;
    }
    match Url::parse(href) {
        Ok(url) => is_safe(&url).then(|| url.to_string()),
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            let base = address.and_then(|address| Url::parse(address).ok());
            match base.and_then(|base| base.join(href).ok()) {
                Some(url) => is_safe(&url).then(|| url.to_string()),
                None => relative(href),
            }
        }
        Err(_) => None,
    }
}

fn is_safe(url: &Url) -> bool {
    SAFE.contains(&url.scheme())
}

/// Returns a relative address, so written that no reader takes a part of it for a scheme.
fn relative(href: &str) -> Option<String> {
    let head = href.split(['/', '?', '#']).next().unwrap_or("");
    let written = |c: char| if c.is_control() || matches!(c, ' ' | '"' | '<' | '>' | '`' | '\\') { '_' } else { c };
    (!head.contains([':', '&', '%'])).then(|| href.chars().map(written).collect())
}

/// Returns the address of a picture: no data, no address relative to nothing.
pub fn picture(src: &str, address: Option<&str>) -> Option<String> {
    link(src, address).filter(|src| src.starts_with("http"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_resolved_and_run_nothing() {
        let base = Some("https://a.example/news/1.html");
        for (href, base, want) in [
            ("/b", base, Some("https://a.example/b")),
            ("c?d=1", base, Some("https://a.example/news/c?d=1")),
            ("//x.example/y", base, Some("https://x.example/y")),
            (" HTTPS://x.example/a b ", None, Some("https://x.example/a%20b")),
            ("mailto:a@b.example", None, Some("mailto:a@b.example")),
            ("/b", None, Some("/b")),
            ("a b.html", None, Some("a_b.html")),
            ("javascript:alert(1)", base, None),
            ("java\nscript:alert(1)", None, None),
            ("\u{1}javascript:alert(1)", None, None),
            ("JaVaScRiPt:alert(1)", None, None),
            ("javascript&colon;alert(1)", None, None),
            ("data:text/html,x", base, None),
            ("vbscript:x", None, None),
            ("#top", base, None),
            ("", base, None),
        ] {
            assert_eq!(link(href, base).as_deref(), want, "{href:?}");
        }
    }
}
