//! What does the line model see, and what does a model leave of a text? For the training script.
//!
//! `line_features` prints the names of the features.
//! `line_features DUMP.jsonl OUT.bin` writes for each record of `{"id", "url", "title", "text"}`, in order and
//! little-endian: the number of lines (u32), the signs of the dump type (f32 each), and the features of each line.
//! `line_features DUMP.jsonl OUT.jsonl FOLDER VOTERS.jsonl` cleans the dump by the model in a folder, in each profile; the
//! type of the dump is what its voters say. It writes `{"id", "profile", "text"}`.

use std::error::Error;
use std::fs;
use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use presswash::judge::Verdict;
use presswash::judge::guard;
use presswash::judge::lines;
use presswash::judge::lines::About;
use presswash::judge::lines::around::Around;
use presswash::judge::lines::dump::Vote;
use presswash::judge::lines::model::Model;
use presswash::judge::lines::names::NAMES;
use presswash::judge::resolve::Policy;
use presswash::judge::resolve::Thoroughness;
use presswash::mark::forum;
use presswash::pipeline::Cleaner;
use presswash::rule::load;
use presswash::source::Source;

/// Documents whose vote tells the type of a dump, as in `clean`.
const VOTERS: usize = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let cleaner = Cleaner::new(Arc::new(load::load(&[])?.compile()), Policy::default());
    match args.as_slice() {
        [dump, out] => features(&cleaner, dump, out),
        [dump, out, folder, voters] => clean(&cleaner, dump, out, Path::new(folder), voters),
        _ => {
            anstream::println!("{}", NAMES.join("\n"));
            Ok(())
        }
    }
}

fn sources(dump: &str) -> Result<impl Iterator<Item = Result<Source, Box<dyn Error>>>, Box<dyn Error>> {
    Ok(BufReader::new(File::open(dump)?).lines().map(|line| {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |name: &str| record.get(name).and_then(|value| value.as_str());
        let mut source = Source::text(text("id").unwrap_or_default(), text("text").unwrap_or_default());
        source.url = text("url").map(str::to_owned);
        source.title = text("title").map(str::to_owned);
        Ok(source)
    }))
}

fn features(cleaner: &Cleaner, dump: &str, out: &str) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(out)?);
    for source in sources(dump)? {
        let source = source?;
        let (document, marks, language) = cleaner.marks(&source);
        let words = lines::model::built_in().and_then(|model| model.words(language.primary()));
        let lines = lines::facts::lines(&document, &marks, source.title.as_deref(), words);
        let around = Around::new(&lines, lines::is_cased(language.primary()));
        out.write_all(&u32::try_from(lines.len())?.to_le_bytes())?;
        let rows = (0..lines.len()).flat_map(|at| around.row(at));
        for value in around.signs().into_iter().chain(rows) {
            out.write_all(&value.to_le_bytes())?;
        }
    }
    Ok(())
}

fn clean(cleaner: &Cleaner, dump: &str, out: &str, folder: &Path, voters: &str) -> Result<(), Box<dyn Error>> {
    let read = |name: &str| fs::read_to_string(folder.join(name));
    let model = Model::parse(&read("lines.json")?, &read("lines-words.tsv")?).ok_or("no such model")?;
    let mut vote = Vote::default();
    for source in sources(voters)?.take(VOTERS) {
        if let Some(fit) = cleaner.fit(&source?) {
            vote.add(&fit);
        }
    }
    let mut out = BufWriter::new(File::create(out)?);
    for source in sources(dump)? {
        let source = source?;
        let (document, marks, language) = cleaner.marks(&source);
        let (title, language) = (source.title.as_deref(), language.primary());
        let mut weighed = marks;
        let forum = forum::is_known(source.url.as_deref(), source.host());
        let about = About { title, language, dump: None, vote, forum, model: Some(&model) };
        let dump = lines::weigh(&document, &mut weighed, &about);
        for thoroughness in Thoroughness::ALL {
            let policy = Policy { thoroughness, ..Policy::default() };
            let (cuts, ..) = guard::resolve(&document, &mut weighed.clone(), &policy, dump);
            let verdict = Verdict { cuts, ..Verdict::default() };
            let text = verdict.clean_text(&document.text);
            let line = serde_json::json!({"id": source.id, "profile": thoroughness.as_str(), "text": text});
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}
