//! Is a document of a forum or a board? There, what readers write is the content.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::rule::data;

/// `rules/structure/forums.yml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forums {
    kinds: Vec<String>,
    address: Vec<String>,
    endings: Vec<String>,
}

static FORUMS: LazyLock<Forums> = LazyLock::new(|| data::built_in(include_str!("../../rules/structure/forums.yml")));

/// Returns whether a kind of schema.org is one of forums.
pub fn is_kind(kind: &str) -> bool {
    FORUMS.kinds.iter().any(|held| held == kind)
}

/// Returns whether the address of a document, or its host, is one of a forum.
pub fn is_known(address: Option<&str>, host: Option<&str>) -> bool {
    address.is_some_and(is_address) || host.is_some_and(is_host)
}

/// Returns whether an address is one of a forum, as the labels of its host or the parts of its path say.
pub fn is_address(address: &str) -> bool {
    let address = address.split(['?', '#']).next().unwrap_or("").to_ascii_lowercase();
    let (host, path) =
        address.split_once("://").map_or(("", ""), |(_, rest)| rest.split_once('/').unwrap_or((rest, "")));
    path.split('/').rev().skip(1).any(says)
        || path.split('/').next_back().is_some_and(|last| last.ends_with(".php") && says(last))
        || is_host(host)
}

/// Returns whether a label of a host is one of forums.
pub fn is_host(host: &str) -> bool {
    host.split('.').any(|label| says(label) || FORUMS.endings.iter().any(|ending| label.ends_with(ending.as_str())))
}

fn says(word: &str) -> bool {
    FORUMS.address.iter().any(|held| held == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_a_forum() {
        for (address, want) in [
            ("https://forum.harbour.example/dam", true),
            ("https://www.harbourforum.example/dam", true),
            ("https://harbour.example/threads/the-dam.12/", true),
            ("https://harbour.example/old/viewtopic.php?t=3", true),
            ("https://harbour.example/news/forum", false),
            ("https://harbour.example/the-forum-of-orla/", false),
            ("forum", false),
        ] {
            assert_eq!(is_address(address), want, "{address}");
        }
        assert!(is_kind("QAPage") && !is_kind("NewsArticle") && is_host("boards.harbour.example"));
    }
}
