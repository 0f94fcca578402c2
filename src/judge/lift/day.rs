//! Can a day be that of a document, and which day does an address name?

use crate::judge::date;

/// The first day of the web's first public year: no page's head names an earlier one in earnest, and 1970-01-01 is
/// what a program writes that knows none.
const FIRST_OF_WEB: &str = "1990-01-01";
/// What programs write that know no day: the start of their time.
const NOTHING: &[&str] = &["1970-01-01", "1969-12-31", "1900-01-01", "0001-01-01"];

/// Returns why no document can be of this day, if so. `latest` is the last day on which it can have been read.
pub fn objection(day: &str, of_head: bool, latest: Option<&str>) -> Option<&'static str> {
    let day = day.get(..10).unwrap_or(day);
    if NOTHING.contains(&day) || of_head && day < FIRST_OF_WEB {
        Some("too early")
    } else if latest.is_some_and(|latest| day > latest) {
        Some("in the future")
    } else {
        None
    }
}

/// Returns whether two days are further apart than time zones make them.
pub fn differ(a: &str, b: &str) -> bool {
    match (date::number(a), date::number(b)) {
        (Some(a), Some(b)) => a.abs_diff(b) > 1,
        _ => false,
    }
}

/// Returns the day in an address: `/2016/10/20/…`, `/2016-10-20-…`.
pub fn of_address(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let path = rest.split(['?', '#']).next()?;
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let digits = |text: &str, len: usize| text.len() == len && text.bytes().all(|b| b.is_ascii_digit());
    let by_folders = segments.windows(3).find_map(|three| {
        let [year, month, day] = three else { return None };
        let fits = digits(year, 4) && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
        let all = fits && digits(month, month.len()) && digits(day, day.len());
        all.then(|| format!("{year}-{month:0>2}-{day:0>2}")).and_then(|day| date::iso(&day))
    });
    by_folders.or_else(|| {
        segments.iter().find_map(|segment| {
            let day = segment.get(..10)?;
            let ends = segment.get(10..).is_none_or(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
            let parts: Vec<&str> = day.split('-').collect();
            let fits = matches!(parts.as_slice(), [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2));
            (ends && fits).then(|| date::iso(day)).flatten()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_addresses() {
        for (url, want) in [
            ("https://a.example/2016/10/20/dam-held", Some("2016-10-20")),
            ("https://a.example/news/2016/1/2/dam", Some("2016-01-02")),
            ("https://a.example/2016-10-20-dam-held.html", Some("2016-10-20")),
            ("https://a.example/2016/10/dam", None),
            ("https://a.example/2016/13/40/dam", None),
            ("https://a.example/1234/12/12/parts", None),
            ("https://a.example/?d=2016/10/20", None),
            ("a", None),
        ] {
            assert_eq!(of_address(url).as_deref(), want, "{url}");
        }
    }

    #[test]
    fn days_that_no_document_can_have() {
        let latest = Some("2026-05-01");
        for (day, of_head, want) in [
            ("2016-10-20", true, None),
            ("1970-01-01T00:00:00Z", false, Some("too early")),
            ("1888-10-20", false, None),
            ("1888-10-20", true, Some("too early")),
            ("2026-05-01T23:00", true, None),
            ("2031-01-01", true, Some("in the future")),
        ] {
            assert_eq!(objection(day, of_head, latest), want, "{day}");
        }
        assert!(!differ("2016-10-20", "2016-10-21T01:00:00Z") && differ("2016-10-31", "2016-11-02"));
    }
}
