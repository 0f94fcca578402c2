//! How long does each stage of a page take? Runs one stage over the pages of a JSONL file, for `scripts/html_speed.py`.
//!
//! `html_stages STAGE PAGES.jsonl` with a stage of `read` (the lines and nothing else), `scraper` (the bare parse of the
//! library), `segment`, `extract` (the main content by the markup and the model) and `clean` (everything).
//! `html_stages predict PAGES.jsonl MODEL` writes what is kept with the model of another folder, for the trainer.

use std::env;
use std::error::Error;
use std::fs;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use presswash::judge::Verdict;
use presswash::judge::content;
use presswash::judge::content::Evidence;
use presswash::judge::content::model::Model;
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
use serde_json::json;

#[derive(Deserialize)]
struct Line {
    id: String,
    url: Option<String>,
    html: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let stage = args.next().ok_or("name a stage")?;
    let pages = BufReader::new(File::open(args.next().ok_or("name the pages")?)?);
    let other = args.next().map(|folder| read(&folder)).transpose()?.flatten();
    let mut out = BufWriter::new(io::stdout().lock());
    let rules = Arc::new(load::load(&[])?.compile());
    let cleaner = Cleaner::new(rules.clone(), Policy::default());
    let none = RuleSet::default();
    let (mut count, mut size) = (0, 0);
    for line in pages.lines() {
        let page: Line = serde_json::from_str(&line?)?;
        count += 1;
        size += match stage.as_str() {
            "read" => page.html.len(),
            "scraper" => Html::parse_document(&page.html).tree.nodes().len(),
            "segment" => segment::segment(&Source::html(&page.id, &page.html)).text.len(),
            "extract" => extract(&Source::html(&page.id, &page.html), &none, Model::built_in()).len(),
            "predict" => {
                let source = Source { url: page.url.clone(), ..Source::html(&page.id, &page.html) };
                writeln!(out, "{}", json!({ "id": page.id, "text": extract(&source, &rules, other.as_ref()) }))?;
                continue;
            }
            "clean" => cleaner.clean(&Source::html(&page.id, &page.html)).verdict.cuts.len(),
            other => return Err(format!("no stage is called {other}").into()),
        };
    }
    if stage != "predict" {
        writeln!(out, "{stage}: {count} pages, {size}")?;
    }
    Ok(out.flush()?)
}

fn read(folder: &str) -> Result<Option<Model>, io::Error> {
    let text = |name: &str| fs::read_to_string(Path::new(folder).join(name));
    Ok(Model::read(&text("names.tsv")?, &text("first.txt")?, &text("second.txt")?))
}

/// Returns what is kept of a page.
fn extract(source: &Source, rules: &RuleSet, model: Option<&Model>) -> String {
    let document = segment::segment(source);
    let context = Context {
        rules,
        outlet: None,
        address: source.url.as_deref(),
        host: source.host(),
        title: None,
        language: None,
        profile: None,
        without: &[],
    };
    let mut marks = mark::mark(&document, &context);
    let address = source.url.as_deref().unwrap_or_default();
    content::weigh(&document, &mut marks, &Evidence { address, model, readability: true });
    let (cuts, _) = resolve(&document, &marks, &Policy::default());
    Verdict { cuts, ..Verdict::default() }.clean_text(&document.text)
}
