//! Which record does a text file hold? One, whose id is its path.

use std::io;
use std::io::BufRead;
use std::io::Read;
use std::ops::ControlFlow;
use std::sync::Arc;

use encoding_rs::Encoding;

use crate::read::Emit;
use crate::read::File;
use crate::read::Options;
use crate::read::Raw;
use crate::read::Reader;
use crate::read::decode;
use crate::read::decode::Decoded;
use crate::source::Content;
use crate::source::Original;
use crate::source::Source;

pub struct Text;

impl Reader for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn fits(&self, _head: &[u8]) -> bool {
        true
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
        emit(whole(stream, file, options))
    }

    fn parse(&self, raw: &Raw, options: &Options) -> Result<Source, String> {
        let decoded = decode::decode(&raw.bytes, options.encoding, None);
        Ok(of_file(raw, options, decoded, Content::Text))
    }
}

/// Reads a file that is one record.
pub fn whole(stream: Box<dyn BufRead>, file: &Arc<File>, options: &Options) -> Raw {
    let (mut bytes, limit) = (Vec::new(), options.max_record);
    let read = read_up_to(stream, limit, &mut bytes);
    let broken = match read {
        Err(error) => Some(format!("the file breaks off after {} bytes: {error}", bytes.len())),
        Ok(false) => {
            Some(format!("the file has more than {limit} bytes (--max-record); its first {limit} are kept here"))
        }
        Ok(true) if decode::is_binary(&bytes, options.encoding) => {
            Some("it holds NUL bytes, so it is no text; name its charset with --encoding if it is".to_owned())
        }
        Ok(true) => None,
    };
    Raw { file: Arc::clone(file), record: None, byte: 0, bytes, columns: None, broken }
}

/// Returns whether the stream ended within the limit.
fn read_up_to(mut stream: Box<dyn BufRead>, limit: u64, bytes: &mut Vec<u8>) -> io::Result<bool> {
    stream.by_ref().take(limit).read_to_end(bytes)?;
    Ok(stream.fill_buf()?.is_empty())
}

/// Returns the source of a file that is one record.
pub fn of_file(raw: &Raw, options: &Options, decoded: Decoded, content: fn(String) -> Content) -> Source {
    let mut source = Source::text(&raw.file.path, "");
    source.original = (!decoded.exact && options.keep_bytes)
        .then(|| Original { bytes: raw.bytes.clone(), encoding: decoded.encoding.name() });
    source.encoding = Some(decoded.encoding.name());
    source.content = content(decoded.text);
    source.outlet.clone_from(&raw.file.outlet);
    source
}
