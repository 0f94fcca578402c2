//! Which lines and elements of a page look like chrome that no rule knows yet, and how are they written as rules?

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::fmt::Write;

use scraper::Selector;

use crate::document::Block;
use crate::document::Document;
use crate::document::page::Element;
use crate::document::page::Page;
use crate::document::page::Tag;
use crate::judge::Verdict;
use crate::text;

/// Words of a line that may be a label, a button or a credit; a person looks at each, so more is no harm.
const SHORT: usize = 12;
/// Words of a line at the end of a text that names an address or the outlet.
const LONG: usize = 45;
/// Words of a line that is running text when it ends as a sentence does.
const PROSE: usize = 15;
/// Cases that prove one rule.
const MAX_CASES: usize = 3;
/// Lines at each end of the text that are shown where nothing looks like chrome, and characters of each.
const EDGE: usize = 4;
const SHOWN: usize = 100;
/// Letters that a line has at least: a bare number is no line to know a site by.
const MIN_LETTERS: usize = 3;
/// Names of classes that a person gave: a longer one, or one with many digits, is made by a program.
const MAX_NAME: usize = 32;
/// The category of what nothing tells.
const UNKNOWN: &str = "template";
/// Words of a line without a bullet above the text that is a label and no headline.
const LABEL: usize = 5;
/// What an article says, where the page holds no sentence.
const SENTENCE: &str =
    "The harbour board met on Monday, and the ferry to the island sailed at noon as it does every week.";

/// Returns the kind of chrome that a name or a line speaks of.
pub type CategoryOf<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Where a line stands: above the running text, in it, below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Head,
    Middle,
    Tail,
}

/// Returns the rules of a starter file; "" where nothing looks like chrome.
pub fn rules(document: &Document, verdict: &Verdict, host: &str, category_of: CategoryOf<'_>) -> String {
    let mut found = candidates(document, verdict, host);
    let sentence = sentence(document, verdict);
    let mut out = String::new();
    if let Some(page) = &document.page {
        let elements = elements(document, page, verdict, &mut found, category_of);
        for (category, names) in &elements {
            element_rule(&mut out, host, category, names, &sentence);
        }
    }
    let mut groups: BTreeMap<Part, Vec<&str>> = BTreeMap::new();
    for (at, part) in &found {
        let line = document.text_of(&document.blocks[*at]);
        let lines = groups.entry(*part).or_default();
        // The same with another bullet is the same.
        if !lines.iter().any(|held| text::fold(held) == text::fold(line)) {
            lines.push(line);
        }
    }
    groups.iter().for_each(|(part, lines)| line_rule(&mut out, host, *part, lines, &sentence));
    out
}

/// Returns the first and the last lines that are left of a text, as comments of a file: a person may know better what is
/// chrome; "" where nothing is left.
pub fn edges(document: &Document, verdict: &Verdict) -> String {
    let kept: Vec<&Block> = document.blocks.iter().filter(|block| is_kept(block, verdict)).collect();
    let shown = |blocks: &[&Block]| blocks.iter().map(|block| comment(document.text_of(block))).collect::<String>();
    match kept.len() {
        0 => String::new(),
        few if few <= 2 * EDGE => format!("# The lines that are left, to copy from:\n{}", shown(&kept)),
        many => format!(
            "# The first lines that are left, to copy from:\n{}# The last ones:\n{}",
            shown(&kept[..EDGE]),
            shown(&kept[many - EDGE..])
        ),
    }
}

/// Returns a line, cut short, as a comment: a line break or another control character would end it or spoil the file.
fn comment(line: &str) -> String {
    let start: String = line.chars().take(SHOWN).collect();
    let more = if start.len() < line.len() { "…" } else { "" };
    format!("#   {}{more}\n", flat(&start))
}

fn is_kept(block: &Block, verdict: &Verdict) -> bool {
    let next = verdict.cuts.partition_point(|cut| cut.span.end <= block.span.start);
    verdict.cuts.get(next).is_none_or(|cut| cut.span.start >= block.span.end)
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')', '»'])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔'])
}

/// Returns the blocks that look like chrome, and where they stand.
fn candidates(document: &Document, verdict: &Verdict, host: &str) -> Vec<(usize, Part)> {
    let blocks = &document.blocks;
    let kept: Vec<usize> = (0..blocks.len()).filter(|at| is_kept(&blocks[*at], verdict)).collect();
    let is_prose = |at: &&usize| blocks[**at].words >= PROSE && ends_sentence(document.text_of(&blocks[**at]));
    let (first, last) = (kept.iter().find(is_prose), kept.iter().rfind(is_prose));
    let part = |at: usize| match (first, last) {
        (Some(first), _) if at < *first => Part::Head,
        (_, Some(last)) if at > *last => Part::Tail,
        (None, _) => Part::Head,
        _ => Part::Middle,
    };
    let title = verdict.metadata.title.as_deref().map(text::fold);
    // Once in a table of contents and once as a heading is no repetition.
    let inside =
        kept.iter().filter(|at| part(**at) == Part::Middle).map(|at| text::fold(document.text_of(&blocks[*at])));
    let mut seen: HashSet<String> = HashSet::new();
    let repeated: HashSet<String> = inside.filter(|line| !seen.insert(line.clone())).collect();
    let looks = |at: &usize| {
        let line = document.text_of(&blocks[*at]);
        let folded = text::fold(line);
        let letters = line.chars().filter(|c| c.is_alphabetic()).count();
        let is_title = title.as_ref() == Some(&folded);
        letters >= MIN_LETTERS
            && !is_title
            && looks_so(line, blocks[*at].words, part(*at), repeated.contains(&folded), host)
    };
    kept.iter().filter(|at| looks(at)).map(|at| (*at, part(*at))).collect()
}

fn looks_so(line: &str, words: usize, part: Part, repeated: bool, host: &str) -> bool {
    let label = host.split('.').next().unwrap_or(host);
    let lower = line.to_lowercase();
    let addressed = ["@", "http", "www.", "©", label].iter().any(|sign| lower.contains(sign));
    match part {
        Part::Head if line.starts_with(char::is_alphanumeric) => words <= LABEL && !ends_sentence(line),
        Part::Head => words <= SHORT,
        Part::Tail => words <= SHORT || addressed && words <= LONG,
        Part::Middle => words <= SHORT && repeated || addressed && words <= PROSE,
    }
}

/// Returns a sentence of the article for the proofs.
fn sentence(document: &Document, verdict: &Verdict) -> String {
    let lines = document.blocks.iter().filter(|block| is_kept(block, verdict)).map(|block| document.text_of(block));
    let mut sentences = lines.flat_map(|line| line.split_inclusive(['.', '!', '?', '。'])).map(str::trim);
    let fits = |sentence: &&str| (PROSE..LONG).contains(&text::count_words(sentence)) && ends_sentence(sentence);
    sentences.find(fits).unwrap_or(SENTENCE).to_owned()
}

/// Takes the blocks that a class or an id names off `found`; returns the names with a line each, by category.
fn elements(
    document: &Document,
    page: &Page,
    verdict: &Verdict,
    found: &mut Vec<(usize, Part)>,
    category_of: CategoryOf<'_>,
) -> BTreeMap<String, Vec<(String, String)>> {
    let chrome: HashSet<usize> = found.iter().map(|(at, _)| *at).collect();
    let is_chrome = |at: u32| chrome.contains(&(at as usize)) || !is_kept(&document.blocks[at as usize], verdict);
    let whole = |element: &Element| (element.blocks.0..element.blocks.1).all(is_chrome);
    let mut groups: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut covered: HashSet<usize> = HashSet::new();
    for (at, _) in found.iter() {
        let Some(markup) = document.blocks[*at].markup.as_ref().filter(|_| !covered.contains(at)) else { continue };
        let mut next = Some(markup.element);
        let mut best = None;
        while let Some(element) = next.and_then(|number| page.elements.get(number as usize)).filter(|held| whole(held))
        {
            best = named(page, element, &whole).or(best);
            next = element.parent;
        }
        let Some((name, blocks)) = best else { continue };
        covered.extend(blocks.clone().map(|at| at as usize));
        let line = document.text_of(&document.blocks[*at]).to_owned();
        let category = category_of(&name).unwrap_or_else(|| UNKNOWN.to_owned());
        groups.entry(category).or_default().push((name, line));
    }
    found.retain(|(at, _)| !covered.contains(at));
    groups
}

/// Returns a selector by id or class under which the page holds nothing but chrome, and the blocks of the element.
fn named(page: &Page, element: &Element, whole: &dyn Fn(&Element) -> bool) -> Option<(String, std::ops::Range<u32>)> {
    if matches!(element.tag, Tag::Html | Tag::Body | Tag::Main | Tag::Article) {
        return None;
    }
    let value = page.tree.tree.get(element.node)?.value().as_element()?;
    let ids = value.attr("id").into_iter().map(|id| format!("#{id}"));
    let classes = value.attr("class").unwrap_or("").split_ascii_whitespace().map(|class| format!(".{class}"));
    let safe = |selector: &String| {
        let Ok(parsed) = Selector::parse(selector) else { return false };
        let taken: HashSet<_> = page.tree.select(&parsed).map(|held| held.id()).collect();
        page.elements.iter().filter(|held| taken.contains(&held.node)).all(whole)
    };
    let mut names = ids.chain(classes).filter(|name| is_given(&name[1..])).filter(safe);
    names.next().map(|name| (name, element.blocks.0..element.blocks.1))
}

fn is_given(name: &str) -> bool {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    (MIN_LETTERS..=MAX_NAME).contains(&name.len())
        && digits < 3
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

fn element_rule(out: &mut String, host: &str, category: &str, names: &[(String, String)], sentence: &str) {
    head(out, host, &format!("{category}-elements"), category, "Elements that are part of the page's frame.", "html");
    out.push_str("  css:\n");
    let mut page = format!("<article><p>{}</p></article>", escaped(sentence));
    for (name, line) in names {
        let _ = writeln!(out, "  - {} # {}", quoted(name), shortened(line));
        let attribute = if name.starts_with('#') { "id" } else { "class" };
        page += &format!("<div {attribute}=\"{}\">strip me</div>", &name[1..]);
    }
    let _ =
        writeln!(out, "  tests:\n  - {{ html: {}, absent: strip me, contains: {} }}", quoted(&page), quoted(sentence));
    let article = format!("<article><p>{}</p></article>", escaped(sentence));
    let _ = writeln!(out, "  - {{ name: the article stays, html: {}, want: unchanged }}", quoted(&article));
}

fn line_rule(out: &mut String, host: &str, part: Part, lines: &[&str], sentence: &str) {
    let (name, why, zone) = match part {
        Part::Head => ("head", "Stands above the article on every page.", Some("head")),
        Part::Middle => ("inside", "Stands between the paragraphs of the article.", None),
        Part::Tail => ("tail", "Stands below the article on every page.", Some("tail")),
    };
    head(out, host, name, UNKNOWN, why, "line");
    let (counted, plain): (Vec<&str>, Vec<&str>) =
        lines.iter().copied().partition(|line| line.contains(|c: char| c.is_ascii_digit()));
    out.push_str("  match:\n");
    if !plain.is_empty() {
        out.push_str("    any_of:\n");
        plain.iter().for_each(|line| *out += &format!("    - {}\n", quoted(line)));
    }
    if !counted.is_empty() {
        let regexes: Vec<String> = counted.iter().map(|line| without_numbers(line)).collect();
        let _ = writeln!(
            out,
            "    # A number may be another one on the next page.\n    regex: {}",
            quoted(&regexes.join("|"))
        );
    }
    if let Some(zone) = zone {
        let _ = writeln!(out, "  where: {{ zone: {zone} }}");
    }
    out.push_str("  tests:\n");
    for line in lines.iter().take(MAX_CASES) {
        let input = if part == Part::Head { format!("{line}\n{sentence}\n") } else { format!("{sentence}\n{line}\n") };
        let _ = writeln!(out, "  - {{ input: {}, want: {} }}", double(&input), double(&format!("{sentence}\n")));
    }
    if let Some(line) = lines.first() {
        let alike = format!("{line} is what the sign at the gate says, and few mind it.\n");
        let _ = writeln!(
            out,
            "  - {{ name: a sentence that begins alike stays, input: {}, want: unchanged }}",
            double(&alike)
        );
    }
}

fn head(out: &mut String, host: &str, name: &str, category: &str, why: &str, unit: &str) {
    let _ = writeln!(out, "- id: {host}/{name}\n  category: {category}\n  why: {why}\n  unit: {unit}");
}

/// Returns a regex for the line in which every number is any number.
fn without_numbers(line: &str) -> String {
    let mut out = String::new();
    let mut in_number = false;
    for c in line.chars() {
        if !c.is_ascii_digit() {
            out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
        } else if !in_number {
            out.push_str(r"\d+");
        }
        in_number = c.is_ascii_digit();
    }
    out
}

fn shortened(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().take(SHORT).collect();
    flat(&words.join(" "))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Returns a text with a space for each control character.
pub fn flat(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn quoted(text: &str) -> String {
    format!("'{}'", flat(text).replace('\'', "''"))
}

/// Returns a text in double quotes, with its line breaks written as `\n`.
fn double(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
