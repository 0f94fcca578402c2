//! Which day does a date line name?

use std::sync::OnceLock;

use serde::Deserialize;

use crate::rule::data;

/// Earlier years are not the date of a page, later ones are typing errors.
const YEARS: std::ops::RangeInclusive<u32> = 1800..=2100;

#[derive(Deserialize)]
struct Names {
    months: Vec<Vec<String>>,
}

/// Returns the first day that a text names, as `2016-10-20`, with the time of day where it names one (`T09:30`), which
/// is that of the outlet's place: names of zones are set aside.
///
/// Month names come from `rules/lift/dates.yml`. `03/04/2016` names two days, so it names none.
pub fn iso(text: &str) -> Option<String> {
    let day = || from_words(text).or_else(|| from_numbers(text));
    iso_already(text.trim()).or_else(|| day().map(|day| day + &time(text).unwrap_or_default()))
}

/// `10:30`, `9:14 a.m.`, `8.02 PM` only with its half of the day: a full stop may be part of a date.
fn time(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    lower.match_indices([':', '.']).find_map(|(at, mark)| {
        let hours = lower.get(..at)?.rsplit(|c: char| !c.is_ascii_digit()).next()?;
        let rest = lower.get(at + 1..)?;
        let minutes = rest.get(..2).filter(|two| two.bytes().all(|b| b.is_ascii_digit()))?;
        let half: String = rest.get(2..)?.chars().filter(|c| !matches!(c, ' ' | '.' | '\u{a0}')).take(2).collect();
        let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
        let hours = match half.as_str() {
            "am" if (1..=12).contains(&hours) => hours % 12,
            "pm" if (1..=12).contains(&hours) => hours % 12 + 12,
            "am" | "pm" => return None,
            _ if mark == "." => return None,
            _ => hours,
        };
        (hours < 24 && minutes < 60).then(|| format!("T{hours:02}:{minutes:02}"))
    })
}

/// Returns the number of a day, by the day that its ISO 8601 form starts with; differences are days.
pub fn number(iso: &str) -> Option<i64> {
    let mut parts = iso.get(..10)?.split('-').map(str::parse::<i64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    // Hinnant, "chrono-compatible low-level date algorithms", days_from_civil: years start in March.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let of_year = (153 * month + 2) / 5 + day - 1;
    Some(365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - DAYS_TO_1970)
}

/// Days from the first of March of the year 0 to the first of January 1970.
const DAYS_TO_1970: i64 = 719_468;

/// Returns the day with a number: days since 1970-01-01, as `2016-10-20`.
pub fn of_number(days: i64) -> String {
    // The inverse of `number`, by the same source: civil_from_days.
    let days = days + DAYS_TO_1970;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, after) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", year_of_era + era * 400 + after)
}

fn iso_already(text: &str) -> Option<String> {
    let day = text.get(..10)?;
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, date] = parts.as_slice() else { return None };
    let day = format_day(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?)?;
    let time = text.get(10..).filter(|rest| is_time(rest)).unwrap_or_default().replacen(' ', "T", 1);
    Some(day + &time)
}

/// `T09:30`, ` 09:30:00`, `T09:30:00.000Z`, `T09:30:00+02:00`.
fn is_time(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    bytes.len() >= 6
        && matches!(bytes[0], b'T' | b' ')
        && bytes[3] == b':'
        && bytes[1..].iter().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'+' | b'-' | b'Z'))
}

/// A month by name with a day and a year beside it, in any order.
fn from_words(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let tokens: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).collect();
    tokens.iter().enumerate().find_map(|(at, token)| {
        let month = month(token)?;
        let near = &tokens[at.saturating_sub(2)..(at + 4).min(tokens.len())];
        let year = near.iter().filter_map(|t| small(t)).find(|n| YEARS.contains(n))?;
        let day = near.iter().filter_map(|t| small(t)).find(|n| (1..=31).contains(n))?;
        format_day(year, month, day)
    })
}

/// `20.10.2016`, `2016/10/20`, `20/10/2016`, `2016年10月20日`.
fn from_numbers(text: &str) -> Option<String> {
    let numbers: Vec<u32> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|t| !t.is_empty()).filter_map(|t| t.parse().ok()).collect();
    numbers.windows(3).find_map(|three| match *three {
        [year, month, day] if YEARS.contains(&year) => format_day(year, month, day),
        [day, month, year] if YEARS.contains(&year) && text.contains('.') => format_day(year, month, day),
        [a, b, year] if YEARS.contains(&year) && a > 12 => format_day(year, b, a),
        [a, b, year] if YEARS.contains(&year) && b > 12 => format_day(year, a, b),
        [a, b, year] if YEARS.contains(&year) && a == b => format_day(year, a, b),
        _ => None,
    })
}

/// `20`, `20th`, `1er`: a number with at most two letters behind it.
fn small(token: &str) -> Option<u32> {
    let digits = token.trim_end_matches(|c: char| c.is_alphabetic());
    (token.chars().count() - digits.chars().count() <= 2).then(|| digits.parse().ok()).flatten()
}

fn month(token: &str) -> Option<u32> {
    static NAMES: OnceLock<Names> = OnceLock::new();
    let names = NAMES.get_or_init(|| data::built_in(include_str!("../../rules/lift/dates.yml")));
    let at = names.months.iter().position(|names| names.iter().any(|name| name == token))?;
    u32::try_from(at + 1).ok()
}

fn format_day(year: u32, month: u32, day: u32) -> Option<String> {
    let ok = YEARS.contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    ok.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_numbers() {
        for (day, n) in [("1970-01-01", 0), ("2000-02-29", 11_016), ("2016-10-20", 17_094), ("1888-12-31", -29_585)] {
            assert_eq!((number(day), of_number(n).as_str()), (Some(n), day));
        }
    }

    #[test]
    fn dates_as_pages_write_them() {
        for (text, want) in [
            ("— Oct 20, 2016", Some("2016-10-20")),
            ("20 October 2016", Some("2016-10-20")),
            ("Published 1st May 2019 at 10:30", Some("2019-05-01T10:30")),
            ("March 4, 2021 8:02 p.m. EST", Some("2021-03-04T20:02")),
            ("March 4, 2021 12.05 AM", Some("2021-03-04T00:05")),
            ("March 4, 2021 25:10", Some("2021-03-04")),
            ("le 3 février 2021", Some("2021-02-03")),
            ("20.10.2016", Some("2016-10-20")),
            ("3.4.2016", Some("2016-04-03")),
            ("10/20/2016", Some("2016-10-20")),
            ("03/04/2016", None),
            ("2016年10月20日", Some("2016-10-20")),
            ("2016-10-20T09:30:00Z", Some("2016-10-20T09:30:00Z")),
            ("2016-10-20 09:30", Some("2016-10-20T09:30")),
            ("2016-10-20 and later", Some("2016-10-20")),
            ("12 марта 2020", Some("2020-03-12")),
            ("He may win 3 of 5", None),
            ("2016-13-40", None),
            ("", None),
        ] {
            assert_eq!(iso(text).as_deref(), want, "{text}");
        }
    }
}
