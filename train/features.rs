//! Writes what the model sees of each page: a JSON line a page to standard output, the numbers of its blocks to a file.
//!
//! `features ROWS [NAMES FIRST] < PAGES.jsonl`, where a page is `{"id","url","html"}`, NAMES the learnt weights of names
//! (may be empty) and FIRST the first opinion on each block of every page, as 32-bit floats.

use std::env;
use std::error::Error;
use std::fs;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::sync::Arc;
use std::vec;

use presswash::document::Document;
use presswash::judge::content::features;
use presswash::judge::content::features::GROUPS;
use presswash::judge::content::lexicon;
use presswash::judge::content::lexicon::Lexicon;
use presswash::judge::content::view::View;
use presswash::mark;
use presswash::mark::Context;
use presswash::rule::load;
use presswash::rule::matcher::RuleSet;
use presswash::segment;
use presswash::source::Source;
use serde::Deserialize;
use serde_json::Value;
use serde_json::json;

#[derive(Deserialize)]
struct Line {
    id: String,
    url: Option<String>,
    html: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let rows = args.next().ok_or("name the file for the rows")?;
    let names = args.next().map(fs::read_to_string).transpose()?.unwrap_or_default();
    let mut first = args.next().map(fs::read).transpose()?.map(|bytes| floats(&bytes).into_iter());
    let lexicon = Lexicon::read(&names);
    let rules = Arc::new(load::load(&[])?.compile());
    let mut rows = BufWriter::new(File::create(rows)?);
    let mut out = BufWriter::new(io::stdout().lock());
    let groups: Vec<Value> = GROUPS.iter().map(|group| json!([group.name, group.features])).collect();
    writeln!(out, "{}", json!({ "groups": groups }))?;
    for line in io::stdin().lines() {
        let page: Line = serde_json::from_str(&line?)?;
        let source = Source { url: page.url, ..Source::html(&page.id, &page.html) };
        write(&source, &rules, &lexicon, first.as_mut(), &mut rows, &mut out)?;
    }
    Ok(())
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect()
}

fn write(
    source: &Source,
    rules: &RuleSet,
    lexicon: &Lexicon,
    first: Option<&mut vec::IntoIter<f32>>,
    rows: &mut impl Write,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let document = segment::segment(source);
    let Some(page) = &document.page else { return Ok(()) };
    let context = Context {
        rules,
        outlet: source.outlet.as_deref(),
        address: source.url.as_deref(),
        host: source.host(),
        title: None,
        language: Some("en"),
        profile: None,
        without: &[],
    };
    let marks = mark::mark(&document, &context);
    let view = View::new(&document, page, &marks, source.url.as_deref().unwrap_or(""));
    let mut table = features::table(&view, lexicon);
    if let Some(first) = first {
        let opinions: Vec<f32> = first.take(document.blocks.len()).collect();
        features::add_opinions(&view, &opinions, &mut table);
    }
    for row in table.rows() {
        for value in row {
            rows.write_all(&value.to_le_bytes())?;
        }
    }
    let names = page.elements.iter().map(|element| {
        let node = page.tree.tree.get(element.node).and_then(|node| node.value().as_element());
        json!([element.parent, node.map(lexicon::of_element).unwrap_or_default(), element.blocks])
    });
    let line = json!({ "id": source.id, "elements": names.collect::<Vec<_>>(), "blocks": blocks(&document) });
    Ok(writeln!(out, "{line}")?)
}

/// Each block as its element, its words, what it says and the words that a label is read by.
fn blocks(document: &Document) -> Vec<Value> {
    let block = |block: &presswash::document::Block| {
        let text = document.text_of(block);
        json!([block.markup.as_ref().map(|markup| markup.element), block.words, text, lexicon::label(text)])
    };
    document.blocks.iter().map(block).collect()
}
