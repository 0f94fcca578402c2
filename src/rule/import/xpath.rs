//! What does an XPath 1.0 expression say, as far as people write them to point at elements of a page?

/// Brackets and parentheses inside each other; people write three.
const MAX_DEPTH: usize = 24;

/// A location path: `//div[@class='x']/p`.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Starts at the root (`/html`, `//div`), not at the node that a predicate asks about.
    pub absolute: bool,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub axis: Axis,
    /// `div`, `*`, `text()`, `node()`; the name of an attribute on [`Axis::Attribute`]. Lower case.
    pub test: String,
    pub predicates: Vec<Expr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    Child,
    Descendant,
    Itself,
    Parent,
    Ancestor,
    AncestorOrSelf,
    FollowingSibling,
    PrecedingSibling,
    Attribute,
    /// `following` and `preceding`, which CSS has no word for.
    Elsewhere,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    Or(Vec<Expr>),
    And(Vec<Expr>),
    Compare(Box<Expr>, String, Box<Expr>),
    Call(String, Vec<Expr>),
    Path(Path),
    Text(String),
    Number(f64),
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Text(String),
    Number(f64),
    /// `/ // [ ] ( ) @ , | . .. :: = != < <= > >= * + -`
    Sign(&'static str),
}

const SIGNS: &[&str] =
    &["//", "..", "::", "!=", "<=", ">=", "/", "[", "]", "(", ")", "@", ",", "|", ".", "=", "<", ">", "*", "+", "-"];

/// Returns the paths of an expression, which `|` joins.
///
/// # Errors
/// Says what is wrong, or which part of XPath is none of ours.
pub fn parse(text: &str) -> Result<Vec<Path>, String> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
    let mut paths = vec![parser.path()?];
    while parser.takes("|") {
        // A stray bar at the end joins nothing.
        if parser.at == parser.tokens.len() {
            break;
        }
        paths.push(parser.path()?);
    }
    match parser.tokens.get(parser.at) {
        None => Ok(paths),
        Some(token) => Err(format!("no XPath: {} is not expected there", shown(token))),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '\'' | '"' => {
                let end = rest[1..].find(first).ok_or("no XPath: a quote is not closed")?;
                out.push(Token::Text(rest[1..=end].to_owned()));
                end + 2
            }
            '0'..='9' => {
                let len = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
                out.push(Token::Number(rest[..len].parse().map_err(|_| "no XPath: a number is broken")?));
                len
            }
            c if c.is_alphabetic() || c == '_' => {
                let len = rest.find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c))).unwrap_or(rest.len());
                // `og:title` is one name, `self::p` is not.
                let len = match rest[len..].strip_prefix(':') {
                    Some(after) if after.starts_with(char::is_alphabetic) => {
                        let tail = after.find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)));
                        len + 1 + tail.unwrap_or(after.len())
                    }
                    _ => len,
                };
                out.push(Token::Name(rest[..len].to_owned()));
                len
            }
            other => {
                let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
                let sign = sign.ok_or_else(|| format!("no XPath: `{other}` is not expected there"))?;
                out.push(Token::Sign(sign));
                sign.len()
            }
        };
        rest = rest[len..].trim_start();
    }
    Ok(out)
}

fn shown(token: &Token) -> String {
    match token {
        Token::Name(text) => format!("`{text}`"),
        Token::Text(text) => format!("'{text}'"),
        Token::Number(number) => format!("`{number}`"),
        Token::Sign(sign) => format!("`{sign}`"),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self, sign: &str) -> bool {
        matches!(self.tokens.get(self.at), Some(Token::Sign(held)) if *held == sign)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let there = self.peek(sign);
        self.at += usize::from(there);
        there
    }

    fn must(&mut self, sign: &str) -> Result<(), String> {
        if self.takes(sign) { Ok(()) } else { Err(format!("no XPath: a `{sign}` is missing")) }
    }

    fn name(&mut self) -> Option<String> {
        let Some(Token::Name(name)) = self.tokens.get(self.at) else { return None };
        let name = name.clone();
        self.at += 1;
        Some(name)
    }

    fn path(&mut self) -> Result<Path, String> {
        if self.peek("(") {
            return self.grouped();
        }
        let mut axis = Axis::Child;
        let absolute = self.peek("/") || self.peek("//");
        if self.takes("//") {
            axis = Axis::Descendant;
        } else {
            self.takes("/");
        }
        let mut steps = Vec::new();
        self.steps(axis, &mut steps)?;
        Ok(Path { absolute, steps })
    }

    /// `(//div)` is the path; `(//div)[1]` counts over the whole page, which CSS cannot.
    fn grouped(&mut self) -> Result<Path, String> {
        self.must("(")?;
        self.down()?;
        let mut path = self.path()?;
        if self.peek("|") {
            return Err("a choice in parentheses with more behind it".to_owned());
        }
        self.must(")")?;
        self.depth -= 1;
        if self.peek("[") {
            return Err("CSS cannot count over the whole page: (…)[n]".to_owned());
        }
        self.more_steps(&mut path.steps)?;
        Ok(path)
    }

    fn steps(&mut self, first: Axis, steps: &mut Vec<Step>) -> Result<(), String> {
        self.step(first, steps)?;
        self.more_steps(steps)
    }

    fn more_steps(&mut self, steps: &mut Vec<Step>) -> Result<(), String> {
        loop {
            if self.takes("//") {
                self.step(Axis::Descendant, steps)?;
            } else if self.takes("/") {
                self.step(Axis::Child, steps)?;
            } else {
                return Ok(());
            }
        }
    }

    fn step(&mut self, given: Axis, steps: &mut Vec<Step>) -> Result<(), String> {
        let mut axis = given;
        let test = if self.takes("..") {
            axis = Axis::Parent;
            "*".to_owned()
        } else if self.takes(".") {
            // `.//img`: the dot stands for where we are, the next step says the rest.
            return Ok(());
        } else {
            if self.takes("@") {
                axis = Axis::Attribute;
            } else if matches!(self.tokens.get(self.at + 1), Some(Token::Sign("::"))) {
                axis = axis_of(&self.name().unwrap_or_default(), given)?;
                self.must("::")?;
            }
            self.node_test()?
        };
        let mut predicates = Vec::new();
        while self.takes("[") {
            self.down()?;
            predicates.push(self.or()?);
            self.must("]")?;
            self.depth -= 1;
        }
        steps.push(Step { axis, test, predicates });
        Ok(())
    }

    fn node_test(&mut self) -> Result<String, String> {
        if self.takes("*") {
            return Ok("*".to_owned());
        }
        let name = self.name().ok_or("no XPath: a name is missing")?;
        if self.takes("(") {
            self.must(")")?;
            return Ok(format!("{name}()"));
        }
        Ok(name.to_lowercase())
    }

    fn or(&mut self) -> Result<Expr, String> {
        self.joined("or", Self::and, Expr::Or)
    }

    fn and(&mut self) -> Result<Expr, String> {
        self.joined("and", Self::comparison, Expr::And)
    }

    fn joined(
        &mut self,
        word: &str,
        item: fn(&mut Self) -> Result<Expr, String>,
        join: fn(Vec<Expr>) -> Expr,
    ) -> Result<Expr, String> {
        let first = item(self)?;
        let mut all = vec![first];
        while matches!(self.tokens.get(self.at), Some(Token::Name(name)) if name == word) {
            self.at += 1;
            all.push(item(self)?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { join(all) })
    }

    fn comparison(&mut self) -> Result<Expr, String> {
        let left = self.value()?;
        for sign in ["=", "!=", "<", "<=", ">", ">="] {
            if self.takes(sign) {
                let right = self.value()?;
                return Ok(Expr::Compare(Box::new(left), sign.to_owned(), Box::new(right)));
            }
        }
        if self.peek("+") || self.peek("-") || self.peek("*") {
            return Err("CSS cannot calculate".to_owned());
        }
        Ok(left)
    }

    fn value(&mut self) -> Result<Expr, String> {
        match self.tokens.get(self.at) {
            Some(Token::Text(text)) => {
                let text = text.clone();
                self.at += 1;
                Ok(Expr::Text(text))
            }
            Some(Token::Number(number)) => {
                let number = *number;
                self.at += 1;
                Ok(Expr::Number(number))
            }
            Some(Token::Sign("(")) => {
                self.at += 1;
                self.down()?;
                let inner = self.or()?;
                self.must(")")?;
                self.depth -= 1;
                Ok(inner)
            }
            Some(Token::Name(name)) if self.is_call(name) => self.call(),
            _ => {
                // `.` alone is the text of the element.
                if self.peek(".") && !matches!(self.tokens.get(self.at + 1), Some(Token::Sign("/" | "//"))) {
                    self.at += 1;
                    return Ok(Expr::Path(Path { absolute: false, steps: Vec::new() }));
                }
                Ok(Expr::Path(self.path()?))
            }
        }
    }

    fn is_call(&self, name: &str) -> bool {
        let opens = matches!(self.tokens.get(self.at + 1), Some(Token::Sign("(")));
        opens && !matches!(name, "text" | "node" | "comment" | "processing-instruction")
    }

    fn call(&mut self) -> Result<Expr, String> {
        let name = self.name().unwrap_or_default();
        self.must("(")?;
        self.down()?;
        let mut arguments = Vec::new();
        while !self.takes(")") {
            arguments.push(self.or()?);
            if !self.takes(",") && !self.peek(")") {
                return Err(format!("no XPath: `{name}(` is not closed"));
            }
        }
        self.depth -= 1;
        Ok(Expr::Call(name, arguments))
    }

    fn down(&mut self) -> Result<(), String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err("brackets too deep".to_owned()) } else { Ok(()) }
    }
}

fn axis_of(name: &str, given: Axis) -> Result<Axis, String> {
    Ok(match name {
        "child" => given,
        "descendant" | "descendant-or-self" => Axis::Descendant,
        "self" => Axis::Itself,
        "parent" => Axis::Parent,
        "ancestor" => Axis::Ancestor,
        "ancestor-or-self" => Axis::AncestorOrSelf,
        "following-sibling" => Axis::FollowingSibling,
        "preceding-sibling" => Axis::PrecedingSibling,
        "attribute" => Axis::Attribute,
        "following" | "preceding" => Axis::Elsewhere,
        _ => return Err(format!("no XPath: there is no axis `{name}`")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_and_nonsense_is_refused() {
        let steps = |text: &str| parse(text).map(|paths| paths.iter().map(|path| path.steps.len()).collect::<Vec<_>>());
        assert_eq!(steps("//div[@class='x']/p | //h1"), Ok(vec![2, 1]));
        assert_eq!(steps("(//div[a or not(b)])/parent::*"), Ok(vec![2]));
        assert_eq!(steps(".//meta[@property='og:title']"), Ok(vec![1]));
        for broken in ["//div[", "//div[@class='x]", "//div]", "div[contains(@class 'x')]", "", "//{}", "(//p)[1]"] {
            assert!(parse(broken).is_err(), "{broken}");
        }
        assert!(parse(&"//a[".repeat(500)).is_err());
        assert!(parse(&"(".repeat(500)).is_err());
    }
}
