//! How long does each stage of a page take? Runs one stage over the pages of a JSONL file, for `scripts/html_speed.py`.
//!
//! `html_stages STAGE PAGES.jsonl` with a stage of `read` (the lines and nothing else), `scraper` (the bare parse of the
//! library), `segment`, `extract` (the main content by the markup and the model) and `clean` (everything).

use std::env;
use std::error::Error;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::sync::Arc;

use presswash::judge::content;
use presswash::judge::content::Evidence;
use presswash::judge::resolve::Policy;
use presswash::judge::resolve::resolve;
use presswash::mark;
use presswash::mark::Context;
use presswash::pipeline::Cleaner;
use presswash::rule::load;
use presswash::rule::matcher::RuleSet;
use presswash::segment;
use presswash::source::Source;
use scraper::Html;
use serde::Deserialize;

#[derive(Deserialize)]
struct Line {
    id: String,
    html: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let stage = args.next().ok_or("name a stage")?;
    let pages = BufReader::new(File::open(args.next().ok_or("name the pages")?)?);
    let cleaner = Cleaner::new(Arc::new(load::load(&[])?.compile()), Policy::default());
    let none = RuleSet::default();
    let (mut count, mut size) = (0, 0);
    for line in pages.lines() {
        let page: Line = serde_json::from_str(&line?)?;
        count += 1;
        size += match stage.as_str() {
            "read" => page.html.len(),
            "scraper" => Html::parse_document(&page.html).tree.nodes().len(),
            "segment" => segment::segment(&Source::html(&page.id, &page.html)).text.len(),
            "extract" => extract(&Source::html(&page.id, &page.html), &none),
            "clean" => cleaner.clean(&Source::html(&page.id, &page.html)).verdict.cuts.len(),
            other => return Err(format!("no stage is called {other}").into()),
        };
    }
    Ok(writeln!(io::stdout(), "{stage}: {count} pages, {size}")?)
}

fn extract(source: &Source, rules: &RuleSet) -> usize {
    let document = segment::segment(source);
    let context = Context { rules, outlet: None, host: None, language: None, without: &[] };
    let mut marks = mark::mark(&document, &context);
    content::weigh(&document, &mut marks, &Evidence { address: "", without: &[] });
    resolve(&document, &marks, &Policy::default()).0.len()
}
