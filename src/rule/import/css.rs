//! Which CSS selector points at the elements that an XPath points at?

use crate::rule::import::xpath::Axis;
use crate::rule::import::xpath::Expr;
use crate::rule::import::xpath::Path;
use crate::rule::import::xpath::Step;

/// Siblings that are counted one by one (`p[4]`); people count to three.
const MAX_COUNT: usize = 6;

/// A selector in parts: what stands before the last element, and the last element.
#[derive(Clone, Debug, Default)]
struct Built {
    /// `div.a > `, or empty.
    before: String,
    /// `p.b:has(img)`
    last: String,
}

impl Built {
    fn whole(&self) -> String {
        format!("{}{}", self.before, self.last)
    }

    /// The selector as the argument of `:has(> …)`, where its first element must not bind to the scope.
    fn inside(&self) -> String {
        if self.before.is_empty() { self.last.clone() } else { format!(":is({})", self.whole()) }
    }
}

/// Returns the selector of a path.
///
/// # Errors
/// Says what of it CSS cannot say.
pub fn selector(path: &Path) -> Result<String, String> {
    if !path.absolute {
        return Err("the path does not start at the root: `//` is missing".to_owned());
    }
    match path.steps.last() {
        None => return Err("the path names no element".to_owned()),
        Some(step) if step.axis == Axis::Attribute => return Err("it takes an attribute out, no text".to_owned()),
        Some(step) if step.test == "text()" => return Err("CSS cannot take loose text without its element".to_owned()),
        Some(step) if step.test == "comment()" => return Err("it takes a comment out, no text".to_owned()),
        Some(_) => {}
    }
    let mut built = Built::default();
    for (number, step) in path.steps.iter().enumerate() {
        built = stepped(&built, step, number == 0)?;
    }
    Ok(built.whole())
}

fn stepped(from: &Built, step: &Step, first: bool) -> Result<Built, String> {
    let name = name_of(&step.test)?;
    if first {
        return finished(Built { before: String::new(), last: name }, step, "");
    }
    let (whole, inside) = (from.whole(), from.inside());
    let built = |before: String, last: String| Built { before, last };
    match step.axis {
        Axis::Child => finished(built(format!("{whole} > "), name), step, ""),
        Axis::Descendant => finished(built(format!("{whole} "), name), step, ""),
        Axis::Itself => {
            let narrowed = if name == "*" { from.last.clone() } else { format!("{}:is({name})", from.last) };
            finished(built(from.before.clone(), narrowed), step, "")
        }
        Axis::Parent => finished(built(String::new(), format!("{name}:has(> {inside})")), step, ""),
        Axis::Ancestor | Axis::AncestorOrSelf => {
            let reached = format!("{name}:has({inside})");
            if counts_one(step) {
                // The nearest: none of its kind stands between.
                return rest(built(String::new(), format!("{reached}:not(:has({name} {inside}))")), step);
            }
            finished(built(String::new(), reached), step, "")
        }
        Axis::FollowingSibling if counts_one(step) && name == "*" => rest(built(format!("{whole} + "), name), step),
        Axis::FollowingSibling => finished(built(format!("{whole} ~ "), name), step, &format!("{whole} ~ ")),
        Axis::PrecedingSibling if counts_one(step) && name == "*" => {
            rest(built(String::new(), format!("*:has(+ {inside})")), step)
        }
        Axis::PrecedingSibling if counts_one(step) => {
            rest(built(String::new(), format!("{name}:has(~ {inside}):not(:has(~ {name} ~ {inside}))")), step)
        }
        Axis::PrecedingSibling => finished(built(String::new(), format!("{name}:has(~ {inside})")), step, ""),
        Axis::Attribute => Err("an attribute in the middle of the path".to_owned()),
        Axis::Elsewhere => Err("CSS has no word for `following` and `preceding`".to_owned()),
    }
}

fn name_of(test: &str) -> Result<String, String> {
    match test {
        "*" | "node()" => Ok("*".to_owned()),
        test if test.ends_with("()") => Err(format!("CSS has no word for `{test}`")),
        test => Ok(test.replace(':', "\\:")),
    }
}

fn counts_one(step: &Step) -> bool {
    step.predicates.first() == Some(&Expr::Number(1.0))
}

/// Adds the predicates after the first, which the caller has dealt with.
fn rest(built: Built, step: &Step) -> Result<Built, String> {
    let rest = Step { predicates: step.predicates.get(1..).unwrap_or_default().to_vec(), ..step.clone() };
    finished(built, &rest, "")
}

/// Adds the predicates of a step; `reach` is what counted siblings must stand behind.
fn finished(mut built: Built, step: &Step, reach: &str) -> Result<Built, String> {
    for (number, predicate) in step.predicates.iter().enumerate() {
        let suffix = match place_of(predicate) {
            Some(place) => {
                let plain = number == 0 && reach.is_empty() && !built.last.contains(':') && built.last != "*";
                counted(&built.last, place?, plain, reach)?
            }
            None => condition(predicate)?,
        };
        // `*.a` is `.a`.
        let last = if built.last == "*" && suffix.starts_with(['.', '[', ':']) { "" } else { built.last.as_str() };
        built.last = format!("{last}{suffix}");
    }
    Ok(built)
}

/// A place among siblings.
#[derive(Clone, Copy)]
enum Place {
    Exactly(usize),
    UpTo(usize),
    From(usize),
    Last,
}

fn place_of(predicate: &Expr) -> Option<Result<Place, String>> {
    let whole =
        |number: f64| if number >= 1.0 && number <= MAX_COUNT as f64 { Ok(number as usize) } else { Err(too_far()) };
    let called = |expr: &Expr, name: &str| matches!(expr, Expr::Call(held, _) if held == name);
    match predicate {
        Expr::Number(number) => Some(whole(*number).map(Place::Exactly)),
        Expr::Call(name, _) if name == "last" => Some(Ok(Place::Last)),
        Expr::Compare(left, sign, right) if called(left, "position") => Some(match (&**right, sign.as_str()) {
            (Expr::Call(name, _), "=") if name == "last" => Ok(Place::Last),
            (Expr::Number(number), "=") => whole(*number).map(Place::Exactly),
            (Expr::Number(number), "<=") => whole(*number).map(Place::UpTo),
            (Expr::Number(number), "<") => whole(*number - 1.0).map(Place::UpTo),
            (Expr::Number(number), ">=") => whole(*number).map(Place::From),
            (Expr::Number(number), ">") => whole(*number + 1.0).map(Place::From),
            _ => Err(too_far()),
        }),
        _ => None,
    }
}

fn too_far() -> String {
    format!("only places from 1 to {MAX_COUNT} and the last can be counted")
}

/// Returns the condition that an element is at a place among its siblings that match `last`.
fn counted(last: &str, place: Place, plain: bool, reach: &str) -> Result<String, String> {
    if plain {
        return Ok(match place {
            Place::Exactly(n) => format!(":nth-of-type({n})"),
            Place::UpTo(n) => format!(":nth-of-type(-n+{n})"),
            Place::From(n) => format!(":nth-of-type(n+{n})"),
            Place::Last => ":last-of-type".to_owned(),
        });
    }
    // n of its kind stand before it.
    let behind = |n: usize| format!("{reach}{}*", format!("{last} ~ ").repeat(n));
    Ok(match place {
        Place::Exactly(1) | Place::UpTo(1) => format!(":not({})", behind(1)),
        Place::Exactly(n) => format!(":is({}):not({})", behind(n - 1), behind(n)),
        Place::UpTo(n) => format!(":not({})", behind(n)),
        Place::From(1) => String::new(),
        Place::From(n) => format!(":is({})", behind(n - 1)),
        Place::Last if last.contains(":has(") => return Err("CSS cannot count from the end there".to_owned()),
        Place::Last => format!(":not(:has(~ {last}))"),
    })
}

/// Returns a predicate as something to write behind an element.
fn condition(expr: &Expr) -> Result<String, String> {
    match expr {
        Expr::Or(all) => {
            let all: Vec<String> = all.iter().map(condition).collect::<Result<_, _>>()?;
            Ok(format!(":is({})", all.join(", ")))
        }
        Expr::And(all) => all.iter().map(condition).collect::<Result<_, _>>().map(|all: Vec<String>| all.concat()),
        Expr::Call(name, arguments) => call(name, arguments),
        Expr::Compare(left, sign, right) => compare(left, sign, right),
        Expr::Path(path) => path_condition(path, ""),
        Expr::Number(_) => Err("a place inside `and` or `or`".to_owned()),
        Expr::Text(_) => Err("a text as a condition".to_owned()),
    }
}

fn call(name: &str, arguments: &[Expr]) -> Result<String, String> {
    match (name, arguments) {
        ("not", [inner]) => Ok(format!(":not({})", condition(inner)?)),
        ("boolean", [inner]) => condition(inner),
        ("contains", [left, Expr::Text(text)]) => contains(left, text),
        ("starts-with", [left, Expr::Text(text)]) => attribute(left, "^=", text),
        ("ends-with", [left, Expr::Text(text)]) => attribute(left, "$=", text),
        ("contains" | "starts-with" | "ends-with", _) => Err(format!("`{name}` needs an attribute and a text")),
        ("last" | "position", _) => Err("a place inside `and` or `or`".to_owned()),
        _ => Err(format!("CSS has no `{name}()`")),
    }
}

/// `contains(@class, 'x')`, and the long form that means one whole class.
fn contains(left: &Expr, text: &str) -> Result<String, String> {
    let Expr::Call(name, arguments) = left else { return attribute(left, "*=", text) };
    if name != "concat" {
        return attribute(left, "*=", text);
    }
    let blank = |expr: Option<&Expr>| matches!(expr, Some(Expr::Text(text)) if text.trim().is_empty());
    let inner = arguments.iter().find(|argument| !matches!(argument, Expr::Text(_))).ok_or("a `concat` of texts")?;
    let whole = blank(arguments.first()) && blank(arguments.last());
    let word = text.trim();
    if !whole || word.is_empty() || word.contains(char::is_whitespace) || word.len() + 2 != text.len() {
        return attribute(inner, "*=", word);
    }
    let is_class = matches!(inner_attribute(inner), Some((path, name)) if path.steps.is_empty() && name == "class");
    if is_class && is_name(word) { Ok(format!(".{word}")) } else { attribute(inner, "~=", word) }
}

fn is_name(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        && !word.starts_with(|c: char| c.is_ascii_digit() || c == '-')
}

fn compare(left: &Expr, sign: &str, right: &Expr) -> Result<String, String> {
    match (left, right) {
        (_, Expr::Text(text)) if sign == "=" => attribute(left, "=", text),
        (_, Expr::Text(text)) if sign == "!=" => {
            Ok(format!("{}:not({})", attribute_is_there(left)?, attribute(left, "=", text)?))
        }
        (Expr::Text(_), _) if !matches!(right, Expr::Text(_)) => compare(right, sign, left),
        (Expr::Call(name, arguments), Expr::Number(number)) if name == "count" => count(arguments, sign, *number),
        (Expr::Call(name, _), _) if name == "string-length" => Err("CSS cannot measure a text".to_owned()),
        (_, Expr::Number(number)) if sign == "=" => attribute(left, "=", &number.to_string()),
        _ => Err("CSS cannot compare this".to_owned()),
    }
}

/// `count(x) = 0` and `count(x) > 0` ask whether there is one.
fn count(arguments: &[Expr], sign: &str, number: f64) -> Result<String, String> {
    let [inner] = arguments else { return Err("`count` needs a path".to_owned()) };
    match (sign, number) {
        ("=", 0.0) | ("<", 1.0) => Ok(format!(":not({})", condition(inner)?)),
        (">", 0.0) | (">=", 1.0) => condition(inner),
        _ => Err("CSS cannot count".to_owned()),
    }
}

/// Returns the elements that lead to an attribute, and its name; `None` for what is no attribute.
fn inner_attribute(expr: &Expr) -> Option<(Path, String)> {
    match expr {
        Expr::Call(name, arguments) if matches!(name.as_str(), "normalize-space" | "string") => {
            inner_attribute(arguments.first()?)
        }
        Expr::Path(path) => {
            let (last, before) = path.steps.split_last()?;
            let is_attribute = last.axis == Axis::Attribute && last.predicates.is_empty();
            let path = Path { absolute: path.absolute, steps: before.to_vec() };
            is_attribute.then(|| (path, last.test.clone()))
        }
        _ => None,
    }
}

fn attribute(left: &Expr, sign: &str, text: &str) -> Result<String, String> {
    match inner_attribute(left) {
        Some((_, name)) if name == "*" => Err("CSS needs the name of the attribute".to_owned()),
        Some((path, name)) => path_condition(&path, &format!("[{name}{sign}{}]", quoted(text))),
        None => Err(not_an_attribute(left)),
    }
}

fn attribute_is_there(left: &Expr) -> Result<String, String> {
    match inner_attribute(left) {
        Some((path, name)) if path.steps.is_empty() => Ok(format!("[{name}]")),
        _ => Err(not_an_attribute(left)),
    }
}

fn not_an_attribute(expr: &Expr) -> String {
    match expr {
        Expr::Call(name, arguments) if matches!(name.as_str(), "normalize-space" | "string") => {
            arguments.first().map_or("CSS cannot ask for the words of an element".to_owned(), not_an_attribute)
        }
        Expr::Call(name, _) => format!("CSS has no `{name}()`"),
        Expr::Path(path) if path.steps.last().is_some_and(|step| step.axis == Axis::Attribute) => {
            "no XPath: an attribute has no such part".to_owned()
        }
        _ => "CSS cannot ask for the words of an element".to_owned(),
    }
}

/// Returns the text in double quotes, as CSS writes it.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns the elements that lead to an attribute, and its name: of `a/@href`, and not of `@href`.
fn before_attribute(path: &Path) -> Option<(Path, &str)> {
    let (last, before) = path.steps.split_last()?;
    let is_attribute = last.axis == Axis::Attribute && last.predicates.is_empty() && !before.is_empty();
    is_attribute.then(|| (Path { absolute: path.absolute, steps: before.to_vec() }, last.test.as_str()))
}

/// Returns the condition that a path leads from the element to one with `suffix`.
fn path_condition(path: &Path, suffix: &str) -> Result<String, String> {
    if path.absolute {
        return Err("a condition on the page as a whole".to_owned());
    }
    if let Some((path, attribute)) = before_attribute(path).filter(|_| suffix.is_empty()) {
        return path_condition(&path, &format!("[{attribute}]"));
    }
    let Some((first, more)) = path.steps.split_first() else {
        return if suffix.is_empty() {
            Err("CSS cannot ask for the words of an element".into())
        } else {
            Ok(suffix.into())
        };
    };
    if first.axis == Axis::Attribute && more.is_empty() && suffix.is_empty() {
        return Ok(format!("[{}]", first.test));
    }
    if first.test == "text()" {
        return Err("CSS cannot ask for the words of an element".to_owned());
    }
    let named = finished(Built { before: String::new(), last: name_of(&first.test)? }, first, "")?;
    let mut built = named;
    for step in more {
        built = stepped(&built, step, false)?;
    }
    // `*[href]` is `[href]`.
    let last = if built.last == "*" && !suffix.is_empty() { String::new() } else { built.last.clone() };
    let whole = format!("{}{last}{suffix}", built.before);
    match (first.axis, more.is_empty()) {
        (Axis::Child, _) => Ok(format!(":has(> {whole})")),
        (Axis::Descendant, _) => Ok(format!(":has({whole})")),
        (Axis::FollowingSibling, _) if counts_one(first) => Err("the next sibling as a condition".to_owned()),
        (Axis::FollowingSibling, _) => Ok(format!(":has(~ {whole})")),
        (Axis::Itself, true) => Ok(format!(":is({whole})")),
        (Axis::Parent, true) => Ok(format!(":is({whole} > *)")),
        (Axis::Ancestor, true) => Ok(format!(":is({whole} *)")),
        (Axis::AncestorOrSelf, true) => Ok(format!(":is({whole}, {whole} *)")),
        (Axis::PrecedingSibling, true) => Ok(format!(":is({whole} ~ *)")),
        (Axis::Attribute, _) => Err("no XPath: an attribute has no such part".to_owned()),
        _ => Err("a condition that goes up and down again".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use scraper::Selector;

    use super::*;
    use crate::rule::import::xpath;

    #[test]
    fn an_xpath_becomes_a_selector() {
        for (path, want) in [
            ("//div[@class='a b']/p", "div[class=\"a b\"] > p"),
            ("//*[contains(concat(' ',normalize-space(@class),' '),' ad ')]", ".ad"),
            ("//p[contains(@id, 'x') or not(@class)]", "p:is([id*=\"x\"], :not([class]))"),
            ("//div[.//img and a/@href]", "div:has(img):has(> a[href])"),
            (
                "//a[starts-with(@href,'/n')]/ancestor::section[1]",
                "section:has(a[href^=\"/n\"]):not(:has(section a[href^=\"/n\"]))",
            ),
            ("//time/parent::div", "div:has(> time)"),
            ("//main[1]//header[1]", "main:nth-of-type(1) header:nth-of-type(1)"),
            ("//div[@class='x'][last()]", "div[class=\"x\"]:not(:has(~ div[class=\"x\"]))"),
            ("//hr/following-sibling::*[1]", "hr + *"),
            ("//hr[@id='e']/following-sibling::*", "hr[id=\"e\"] ~ *"),
            ("//p[parent::div[@id='q']]", "p:is(div[id=\"q\"] > *)"),
            ("//div[@id='a']/self::*", "div[id=\"a\"]"),
        ] {
            let got = selector(&xpath::parse(path).expect(path)[0]);
            assert_eq!(got.as_deref(), Ok(want), "{path}");
            assert!(Selector::parse(want).is_ok(), "{want}");
        }
        for path in ["//p/text()", "//a/@href", "//b[text()='x']", "//p[preceding::hr]", "div/p", "//p[.='x']"] {
            assert!(selector(&xpath::parse(path).expect(path)[0]).is_err(), "{path}");
        }
    }
}
