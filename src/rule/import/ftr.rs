//! What does a file of ftr-site-config say, line by line? <https://github.com/fivefilters/ftr-site-config>

use crate::rule::shape;

/// The keys of the format, from its documentation and from what its 2,040 files use.
const KEYS: &[&str] = &[
    "author",
    "autodetect_next_page",
    "autodetect_on_failure",
    "body",
    "convert_double_br_tags",
    "date",
    "dissolve",
    "find_string",
    "footnotes",
    "http_header",
    "if_page_contains",
    "insert_detected_image",
    "login_extra_fields",
    "login_password_field",
    "login_uri",
    "login_username_field",
    "move_into",
    "native_ad_clue",
    "next_page_link",
    "not_logged_in_xpath",
    "parser",
    "post_strip_attr",
    "prune",
    "replace_string",
    "requires_login",
    "single_page_link",
    "single_page_link_in_feed",
    "skip_id_or_class",
    "skip_json_ld",
    "src_lazy_load_attr",
    "strip",
    "strip_attr",
    "strip_comments",
    "strip_id_or_class",
    "strip_image_src",
    "test_contains",
    "test_url",
    "tidy",
    "title",
    "wrap_in",
];

/// What a file says of one host.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteConfig {
    /// `example.com`
    pub host: String,
    /// The file is about subdomains: its name starts with a dot.
    pub subdomains: bool,
    pub strips: Vec<Strip>,
    /// Text that must be left of a page.
    pub contains: Vec<String>,
    pub urls: Vec<String>,
    /// Lines that say nothing that the format knows: line from 1, the line, what is wrong.
    pub mistyped: Vec<(usize, String, String)>,
}

/// One line that takes elements out.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// From 1.
    pub line: usize,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    XPath(String),
    /// Elements whose id or class holds this text.
    IdOrClass(String),
}

/// Returns the host that a file is about, by its name (`.example.com.txt`), and whether it is about its subdomains.
pub fn host_of(file: &str) -> Option<(String, bool)> {
    let stem = file.strip_suffix(".txt")?;
    let host = stem.trim_start_matches('.').to_lowercase();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let whole = host.contains('.') && host.chars().all(fits) && host.starts_with(|c: char| c.is_ascii_alphanumeric());
    whole.then(|| (host, stem.starts_with('.')))
}

/// Returns what the text of a file says.
pub fn parse(host: &str, subdomains: bool, text: &str) -> SiteConfig {
    let mut config = SiteConfig { host: host.to_owned(), subdomains, ..SiteConfig::default() };
    for (number, line) in text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate() {
        let line = line.trim();
        if !line.is_empty() && !line.starts_with(['#', ';']) && !line.starts_with("//") {
            config.line(number + 1, line);
        }
    }
    config
}

impl SiteConfig {
    fn line(&mut self, number: usize, line: &str) {
        let Some((key, value)) = line.split_once(':') else {
            self.mistyped.push((number, line.to_owned(), "no `key: value`".to_owned()));
            return;
        };
        let (key, value) = (key.trim(), value.trim());
        let name = key.split('(').next().unwrap_or(key).trim();
        let strip = |what| Strip { line: number, what };
        match name {
            "strip" if !value.is_empty() => self.strips.push(strip(What::XPath(value.to_owned()))),
            "strip_id_or_class" if !value.is_empty() => {
                let value = value.trim_matches(['\'', '"']).to_owned();
                self.strips.push(strip(What::IdOrClass(value)));
            }
            "test_contains" if !value.is_empty() => self.contains.push(value.to_owned()),
            "test_url" if !value.is_empty() => self.urls.push(value.to_owned()),
            // Empty, `replace_string` takes out what `find_string` finds.
            "strip" | "strip_id_or_class" | "test_contains" | "test_url" => {
                self.mistyped.push((number, line.to_owned(), format!("`{name}` has no value")));
            }
            name if KEYS.contains(&name) => {}
            name => {
                let near = shape::nearest(name, KEYS.iter().copied());
                let advice = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                self.mistyped.push((number, line.to_owned(), format!("unknown key `{name}`{advice}")));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_mistyped_keys_told() {
        let text =
            "titl: //h1\n# strip: //p\nstrip: //aside\nstrip_id_or_class: 'ad'\ntest_contains: The dam held\nx\n";
        let config = parse("a.example", false, text);
        assert_eq!(
            config.strips,
            [
                Strip { line: 3, what: What::XPath("//aside".into()) },
                Strip { line: 4, what: What::IdOrClass("ad".into()) },
            ]
        );
        assert_eq!(config.contains, ["The dam held"]);
        assert_eq!(config.mistyped.iter().map(|(line, ..)| *line).collect::<Vec<usize>>(), [1, 6]);
        assert!(config.mistyped[0].2.contains("did you mean `title`?"), "{:?}", config.mistyped);
        assert_eq!(host_of(".a.example.txt"), Some(("a.example".to_owned(), true)));
        assert_eq!(host_of("LICENSE.txt"), None);
    }
}
