use std::io::{BufRead, Write};
use std::sync::Arc;
use presswash::{pipeline::Cleaner, rule::load, judge::resolve::Policy, source::Source};
fn main() {
    let t0 = std::time::Instant::now();
    let rules = load::load(&[]).unwrap().checked().unwrap().compile();
    eprintln!("load {:?} rules {}", t0.elapsed(), rules.rules().len());
    let cleaner = Cleaner::new(Arc::new(rules), Policy::default());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut bytes, mut secs) = (0usize, 0f64);
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let v: serde_json::Value = serde_json::from_str(&line).unwrap();
        let text = v["text"].as_str().unwrap_or("");
        let source = Source { outlet: v["outlet"].as_str().or(v["domain"].as_str()).map(Into::into), ..Source::text("x", text) };
        let t = std::time::Instant::now();
        let c = cleaner.clean(&source);
        secs += t.elapsed().as_secs_f64();
        bytes += text.len();
        let clean = c.verdict.clean_text(&c.document.text);
        let removed: Vec<_> = c.verdict.cuts.iter().map(|k| serde_json::json!({"rule": &*k.mark.by, "text": k.span.of(&c.document.text)})).collect();
        let r = serde_json::json!({"id": v["id"], "text": clean, "verdict": c.verdict.kind, "removed": removed, "metadata": c.verdict.metadata});
        writeln!(out, "{r}").unwrap();
    }
    eprintln!("{:.1} MB in {:.2} s = {:.1} MB/s", bytes as f64 / 1e6, secs, bytes as f64 / 1e6 / secs);
}
