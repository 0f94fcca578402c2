//! What does the line model see? Reads a dump of texts and writes, for the training script, the features of every line.
//!
//! `cargo run --release --example line_features -- names` prints the names of the features;
//! `… -- DUMP.jsonl OUT.bin` writes for each record of `{"id", "url", "title", "text"}`, in order and little-endian:
//! the number of lines (u32), the signs of the dump type (f32 each), and the features of each line (f32 each).

use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Write;
use std::sync::Arc;

use presswash::judge::lines;
use presswash::judge::lines::around::Around;
use presswash::judge::lines::around::NAMES;
use presswash::judge::resolve::Policy;
use presswash::pipeline::Cleaner;
use presswash::rule::load;
use presswash::source::Source;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [dump, out] = args.as_slice() else {
        anstream::println!("{}", NAMES.join("\n"));
        return Ok(());
    };
    let cleaner = Cleaner::new(Arc::new(load::load(&[])?.compile()), Policy::default());
    let mut out = BufWriter::new(File::create(out)?);
    for line in BufReader::new(File::open(dump)?).lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |name: &str| record.get(name).and_then(|value| value.as_str());
        let mut source = Source::text(text("id").unwrap_or_default(), text("text").unwrap_or_default());
        source.url = text("url").map(str::to_owned);
        source.title = text("title").map(str::to_owned);
        let (document, marks, language) = cleaner.marks(&source);
        let lines = lines::facts::lines(&document, &marks, source.title.as_deref());
        let around = Around::new(&lines, lines::is_cased(language.primary()));
        out.write_all(&u32::try_from(lines.len())?.to_le_bytes())?;
        let rows = (0..lines.len()).flat_map(|at| around.row(at));
        for value in around.signs().into_iter().chain(rows) {
            out.write_all(&value.to_le_bytes())?;
        }
    }
    Ok(())
}
