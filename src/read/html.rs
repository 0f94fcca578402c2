//! Which record does a page hold? One, whose id is its path.

use std::io::BufRead;
use std::ops::ControlFlow;
use std::sync::Arc;

use encoding_rs::Encoding;

use crate::read::Emit;
use crate::read::File;
use crate::read::Options;
use crate::read::Raw;
use crate::read::Reader;
use crate::read::decode;
use crate::read::text;
use crate::source::Content;
use crate::source::Source;

pub struct Html;

/// What a page starts with, in lower case, after white space.
const STARTS: &[&[u8]] = &[b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml", b"<!--"];

/// Bytes of a file that are looked at to tell a page.
const LOOKED_AT: usize = 1024;

impl Reader for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }

    fn fits(&self, head: &[u8]) -> bool {
        let head = decode::without_bom(head).trim_ascii_start();
        let head = head[..head.len().min(LOOKED_AT)].to_ascii_lowercase();
        STARTS.iter().any(|start| head.starts_with(start))
    }

    fn encoding(&self, _head: &[u8], _options: &Options) -> Option<&'static Encoding> {
        None
    }

    fn split(
        &self,
        stream: Box<dyn BufRead>,
        file: &Arc<File>,
        options: &Options,
        emit: &mut Emit<'_>,
    ) -> ControlFlow<()> {
        emit(text::whole(stream, file, options))
    }

    fn parse(&self, raw: &Raw, options: &Options) -> Result<Source, String> {
        let decoded = decode::decode(&raw.bytes, options.encoding, decode::declared(&raw.bytes));
        Ok(text::of_file(raw, options, decoded, Content::Html))
    }
}
