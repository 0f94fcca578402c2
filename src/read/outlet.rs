//! Who published it? The registrable domain, where a name or an address tells one.

use url::Host;
use url::Url;

/// Returns an outlet's registrable domain (`www.CNN.com` gives `cnn.com`), or the name as it is.
pub fn normalise(name: &str) -> String {
    let name = name.trim();
    of_url(name).or_else(|| of_host(name)).unwrap_or_else(|| name.to_owned())
}

/// Returns the registrable domain of an address; `None` for one without a host.
pub fn of_url(url: &str) -> Option<String> {
    let url = url.trim();
    let full = match url.strip_prefix("//") {
        Some(rest) => Url::parse(&format!("https://{rest}")),
        None if url.contains("://") => Url::parse(url),
        // Dumps often lack the scheme: `cnn.com/2016/…`.
        None => Url::parse(&format!("https://{}", url.split_once('/').map(|_| url)?)),
    };
    match full.ok()?.host()? {
        // An address has a host for certain, so a suffix that no list knows (`.example`, an intranet) will do.
        Host::Domain(host) => presswash_domain::registrable(&lower(host)).map(str::to_owned),
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    }
}

/// Returns the outlet that a folder of a path names: the nearest one that is a host.
pub fn of_folder(path: &str) -> Option<String> {
    let folders = path.rsplit(['/', '\\']).skip(1);
    folders.filter(|folder| !folder.starts_with('.')).find_map(of_host)
}

/// Returns the registrable domain of what is a host and nothing else.
fn of_host(name: &str) -> Option<String> {
    if !name.contains('.') || name.contains(|c: char| c.is_whitespace() || matches!(c, '/' | '@' | ':' | '?')) {
        return None;
    }
    match Host::parse(name).ok()? {
        Host::Domain(host) => registrable(&host),
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    }
}

/// Returns the registrable domain of a name that may be no host at all, so its suffix must be known.
fn registrable(name: &str) -> Option<String> {
    let host = lower(name);
    let known = presswash_domain::has_known_suffix(&host);
    known.then(|| presswash_domain::registrable(&host).map(str::to_owned))?
}

fn lower(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_of_outlets() {
        for (name, want) in [
            ("www.CNN.com", "cnn.com"),
            ("https://www.bbc.co.uk/news/1?x=y", "bbc.co.uk"),
            ("edition.cnn.com/2016/", "cnn.com"),
            ("someone.blogspot.com", "someone.blogspot.com"),
            ("münchen.de", "xn--mnchen-3ya.de"),
            (" The Times ", "The Times"),
            ("St. Louis Post", "St. Louis Post"),
            ("10.0.0.1", "10.0.0.1"),
            ("https://www.harbour.example/a", "harbour.example"),
            ("report.pdf.example", "report.pdf.example"),
            ("", ""),
        ] {
            assert_eq!(normalise(name), want, "{name}");
        }
    }

    #[test]
    fn folders_that_are_hosts() {
        for (path, want) in [
            ("dump/cnn.com/x.txt", Some("cnn.com")),
            ("www.france24.com/2016/10/x.txt", Some("france24.com")),
            ("x.com.txt", None),
            ("dump.v1/x.txt", None),
            ("../x.txt", None),
        ] {
            assert_eq!(of_folder(path).as_deref(), want, "{path}");
        }
    }
}
