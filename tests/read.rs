//! What do the readers make of bytes?

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics fails")]

use std::fs;
use std::io::Read;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use flate2::Compression;
use flate2::write::GzEncoder;
use presswash::read;
use presswash::read::Item;
use presswash::read::Options;
use presswash::read::fields::FieldMap;
use presswash::read::inputs;
use presswash::read::inputs::Input;
use presswash::read::ledger::Ledger;
use presswash::source::Content;

fn items(path: &Path, options: &Options) -> Vec<Item> {
    let mut items = Vec::new();
    let input = Input::File(path.to_owned());
    let _ = read::split(&input, options, &Arc::new(AtomicU64::new(0)), &Ledger::default(), &mut |raw| {
        items.push(read::parse(raw, options));
        ControlFlow::Continue(())
    });
    items
}

/// One line a record: `id | outlet | text or <html>`, or `! line: reason`.
fn listing(name: &str, bytes: &[u8], options: &Options) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    let strip = |text: &str| text.replace(&path.to_string_lossy().into_owned(), name);
    items(&path, options)
        .into_iter()
        .map(|item| match item {
            Ok(source) => {
                let text = match source.content {
                    Content::Text(text) => text,
                    Content::Html(page) => format!("html {page}"),
                };
                format!("{} | {} | {text}", strip(&source.id), source.outlet.unwrap_or_default())
            }
            Err(bad) => format!("! {}: {}", bad.place.record.unwrap_or_default(), bad.reason),
        })
        .collect()
}

fn check(name: &str, bytes: &[u8], want: &[&str]) {
    check_with(name, bytes, &Options::default(), want);
}

fn check_with(name: &str, bytes: &[u8], options: &Options, want: &[&str]) {
    assert_eq!(listing(name, bytes, options), want, "{name}");
}

#[test]
fn files_that_are_documents() {
    check("a.txt", "é\r\n\nx".as_bytes(), &["a.txt |  | é\r\n\nx"]);
    check("cnn.com/a.txt", b"\xef\xbb\xbfx", &["cnn.com/a.txt | cnn.com | x"]);
    check("a.txt", b"", &["a.txt |  | "]);
    check("a.htm", b"<meta charset=windows-1252><p>\xe9", &["a.htm |  | html <meta charset=windows-1252><p>é"]);
    check("a", b"<!DOCTYPE html><p>x", &["a |  | html <!DOCTYPE html><p>x"]);
    check("a.txt", b"a\0b", &["! 0: it holds NUL bytes, so it is no text; name its charset with --encoding if it is"]);
}

#[test]
fn records_of_jsonl() {
    check("a.jsonl", b"{\"text\":\"x\"}\n\n{\"text\":\"y\"}", &["a.jsonl#1 |  | x", "a.jsonl#3 |  | y"]);
    check("a.jsonl", b"{\"id\":7,\"Body\":\"x\",\"link\":\"http://www.bbc.co.uk/1\"}", &["7 | bbc.co.uk | x"]);
    check(
        "a.jsonl",
        b"{\"url\":\"http://a.com/\",\"text\":\"\",\"html\":\"<p>\"}",
        &["http://a.com/ | a.com | html <p>"],
    );
    check("a.jsonl", b"{\"text\":\"x\",\"html\":\"<p>\"}", &["a.jsonl#1 |  | x"]);
    check("a.jsonl", b"{\"domain\":\"The Times\",\"text\":\"\"}", &["a.jsonl#1 | The Times | "]);
    check("a", b"\xef\xbb\xbf{\"text\":\"x\"}", &["a#1 |  | x"]);
}

#[test]
fn records_of_jsonl_that_cannot_be_read() {
    for (line, reason) in [
        ("{\"text\":", "! 1: not a JSON object: EOF while parsing a value at column 8"),
        ("[1]", "! 1: not a JSON object: invalid type: sequence, expected an object at column 0"),
        ("{\"a\":1}", "! 1: no field holds a text; the record has `a`; name it with --field text=NAME"),
        ("{\"text\":null}", "! 1: no field holds a text; the record has `text`; name it with --field text=NAME"),
        ("{\"text\":\"a\",\"text\":\"b\"}", "! 1: not a JSON object: the field `text` is there twice at column 23"),
    ] {
        check("a.jsonl", format!("{line}\n{{\"text\":\"x\"}}\n").as_bytes(), &[reason, "a.jsonl#2 |  | x"]);
    }
    check("a.jsonl", b"{\"text\":\"\xff\"}", &["! 1: not UTF-8 at byte 9 of the record"]);
    let small = Options { max_record: 14, ..Options::default() };
    let long = "! 1: the record has 16 bytes and the limit is 14 (--max-record); its first 14 are kept here";
    check_with("a.jsonl", b"{\"text\":\"xxxxx\"}\n{\"text\":\"y\"}", &small, &[long, "a.jsonl#2 |  | y"]);
}

#[test]
fn rows_of_tables() {
    check("a.csv", b"id,text\r\n1,\"a\r\n\"\"b\"\r\n", &["1 |  | a\r\n\"b"]);
    check("a.tsv", b"id\ttext\n1\ta, b\n", &["1 |  | a, b"]);
    check("a.csv", b"id;text\n1;a, b\n2;c\n", &["1 |  | a, b", "2 |  | c"]);
    check("a.csv", b"id,text\n1,caf\xe9 cr\xe8me\n", &["1 |  | café crème"]);
    check("a", b"url,title,content\nu,t,c\n", &["u |  | c"]);
    check(
        "a.csv",
        b"id,text\n1,a,b\n2\n",
        &["! 2: the row has 3 cells and the head has 2", "! 3: the row has 1 cells and the head has 2"],
    );
    check("a.csv", b"id,text\n1,\"a\n2,b\n", &["! 2: a quote is opened in this line and never closed", "2 |  | b"]);
}

#[test]
fn fields_that_the_user_names() {
    let options = |settings: &[&str]| {
        let settings: Vec<String> = settings.iter().map(|s| (*s).to_owned()).collect();
        Options { fields: FieldMap::parse(&settings).unwrap(), ..Options::default() }
    };
    let record = br#"{"k":"7","body_text":"b","text":"x","html":"<p>"}"#;
    check_with("a.jsonl", record, &options(&["text=body_text", "id=k"]), &["7 |  | b"]);
    check_with("a.jsonl", record, &options(&["html=html"]), &["a.jsonl#1 |  | html <p>"]);
    let gone = "! 1: no field `none` with a text (--field); the record has `k`, `body_text`, `text`, `html`";
    check_with("a.jsonl", record, &options(&["text=none"]), &[gone]);
    assert!(FieldMap::parse(&["txt=a".to_owned()]).is_err());
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

#[test]
fn packed_files_and_what_is_wrong_with_them() {
    let two = [gzip("{\"text\":\"x\"}\n"), gzip("{\"text\":\"y\"}\n")].concat();
    check("a.jsonl.gz", &two, &["a.jsonl.gz#1 |  | x", "a.jsonl.gz#2 |  | y"]);
    check("named-wrongly.txt", &gzip("x"), &["named-wrongly.txt |  | x"]);
    check("a.txt.zst", &zstd::encode_all(&b"x"[..], 3).unwrap(), &["a.txt.zst |  | x"]);
    let got = listing("a.jsonl.gz", &two[..two.len() - 12], &Options::default());
    assert_eq!(got[0], "a.jsonl.gz#1 |  | x");
    assert!(got[1].starts_with("! 2: the file breaks off here: "), "{got:?}");
    check(
        "a.jsonl",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n",
        &["! 0: a Git LFS pointer, not the data; fetch them with `git lfs pull`"],
    );
}

#[test]
fn a_bomb_is_stopped() {
    let bomb = zstd::encode_all(std::io::repeat(b'a').take(80 << 20), 19).unwrap();
    let options = Options { max_record: 1 << 40, ..Options::default() };
    let got = listing("a.txt.zst", &bomb, &options);
    assert!(got.len() == 1 && got[0].contains("decompression bomb"), "{:.200?}", got);
}

#[test]
fn arguments_that_name_files() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b.txt", "a.jsonl.gz", "c/d.html", "c/e.dat", ".hidden.txt", "c/.gitignore"] {
        fs::create_dir_all(folder.path().join("c")).unwrap();
        fs::write(folder.path().join(name), "*.txt").unwrap();
    }
    let names = |argument: &str| {
        let argument = folder.path().join(argument).to_string_lossy().into_owned();
        let found = inputs::expand(&[argument], &Options::default())?;
        let base = format!("{}/", folder.path().display());
        Ok::<_, presswash::error::Error>(
            found.iter().map(|i| i.name().replace(&base, "")).collect::<Vec<_>>().join(" "),
        )
    };
    assert_eq!(names("").unwrap(), "a.jsonl.gz b.txt c/d.html");
    assert_eq!(names("*.txt").unwrap(), "b.txt");
    assert_eq!(names("**/*.{html,dat}").unwrap(), "c/d.html c/e.dat");
    assert_eq!(names("c/e.dat").unwrap(), "c/e.dat");
    assert!(names("none.txt").is_err() && names("*.none").is_err());
}
