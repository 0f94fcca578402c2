//! How are documents written one after the other, without their records?

use crate::error::Error;
use crate::write::Row;
use crate::write::Sink;
use crate::write::Writer;
use crate::write::atomic::Out;
use crate::write::output::Target;
use crate::write::record::Record;
use crate::write::restore::Restored;
use crate::write::view::View;
use crate::write::view::escaped;

/// With the form of the documents.
pub struct Pages(pub View);

impl Writer for Pages {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn view(&self) -> Option<View> {
        Some(self.0)
    }

    fn endings(&self) -> &'static [&'static str] {
        match self.0 {
            View::Text => &["txt"],
            View::Markdown => &["md", "markdown"],
            View::Html => &["html", "htm"],
        }
    }

    fn encode(&self, record: &Record<'_>) -> Row {
        let mut text = whole(record, self.0);
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        Row { bytes: text.into_bytes(), ..Row::default() }
    }

    fn restored(&self, restored: &Restored) -> Row {
        Row { bytes: restored.bytes.clone(), ..Row::default() }
    }

    fn open(&self, target: &Target) -> Result<Box<dyn Sink>, Error> {
        let between = match self.0 {
            // What paginated text has between its pages.
            View::Text => "\n\u{c}\n",
            View::Markdown => "\n---\n\n",
            View::Html => "\n",
        };
        let out = Out::create(&target.records(self.0.ending().trim_start_matches('.')))?;
        Ok(Box::new(Stream { out, between, first: true }))
    }
}

/// Returns a document in a form, as a file of its own holds it.
pub fn whole(record: &Record<'_>, view: View) -> String {
    let shown = record.shown(view);
    if view != View::Html {
        return shown.to_owned();
    }
    let title = escaped(record.metadata.title.as_deref().unwrap_or(""));
    let language = escaped(record.language.code);
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<article>\n\
         {shown}</article>\n"
    )
}

struct Stream {
    out: Out,
    between: &'static str,
    first: bool,
}

impl Sink for Stream {
    fn write(&mut self, row: Row) -> Result<(), Error> {
        if !std::mem::take(&mut self.first) {
            self.out.write(self.between.as_bytes())?;
        }
        self.out.write(&row.bytes)
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        self.out.finish()
    }
}
