//! Which charset is it in? As browsers tell it: byte order mark, what the user says, what the page
//! declares, UTF-8 where it is valid, then a guess.

use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;

use chardetng::EncodingDetector;
use chardetng::Iso2022JpDetection;
use chardetng::Utf8Detection;
use encoding_rs::Decoder;
use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;
use encoding_rs::WINDOWS_1252;
use encoding_rs::X_USER_DEFINED;

const UTF8_BOM: &[u8] = b"\xef\xbb\xbf";

/// Bytes of a page in which a declaration counts. The standard asks for 1,024 and allows more;
/// pages that put scripts first declare later, and browsers find those too.
const PRESCAN: usize = 16 << 10;

/// Bytes read from a stream at once while it is decoded.
const PIECE: usize = 64 << 10;

/// A text and how it was written.
#[derive(Debug, PartialEq)]
pub struct Decoded {
    pub text: String,
    pub encoding: &'static Encoding,
    /// Whether `text` written as UTF-8 gives the very bytes that were read.
    pub exact: bool,
}

/// Decodes a whole file. `declared`: what the page says of itself.
///
/// Bytes that the charset does not know become U+FFFD.
pub fn decode(bytes: &[u8], asked: Option<&'static Encoding>, declared: Option<&'static Encoding>) -> Decoded {
    let marked = Encoding::for_bom(bytes);
    let encoding = match marked {
        Some((encoding, _)) => encoding,
        None => asked.or(declared).unwrap_or_else(|| guess(bytes, true)),
    };
    let bytes = &bytes[marked.map_or(0, |(_, length)| length)..];
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    let exact = encoding == UTF_8 && marked.is_none() && !malformed;
    Decoded { text: text.into_owned(), encoding, exact }
}

/// Returns the bytes without a UTF-8 byte order mark.
pub fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(UTF8_BOM).unwrap_or(bytes)
}

/// Returns whether the bytes cannot be text in any charset without a mark: they hold NUL.
pub fn is_binary(head: &[u8], asked: Option<&'static Encoding>) -> bool {
    asked.is_none() && Encoding::for_bom(head).is_none() && head.contains(&0)
}

/// Returns the charset that a page declares in its first bytes.
///
/// A page that can be read so far and says UTF-16 is not in UTF-16: as in the standard it counts as UTF-8.
pub fn declared(page: &[u8]) -> Option<&'static Encoding> {
    let head = page[..page.len().min(PRESCAN)].to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = find(&head[at..], b"<") {
        at += found;
        let rest = &head[at..];
        if rest.starts_with(b"<!--") {
            at += find(rest, b"-->")?;
        } else if rest.starts_with(b"<meta") {
            let end = find(rest, b">").unwrap_or(rest.len());
            if let Some(encoding) = charset_of(&rest[..end]) {
                let unlikely = encoding == UTF_16LE || encoding == UTF_16BE;
                return Some(if unlikely { UTF_8 } else { encoding });
            }
            at += end;
        } else {
            at += 1;
        }
    }
    None
}

/// Returns the charset of a `<meta charset=x>` or `<meta http-equiv=content-type content="…; charset=x">`.
fn charset_of(meta: &[u8]) -> Option<&'static Encoding> {
    let at = find(meta, b"charset")? + b"charset".len();
    let rest = meta[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|b| b.is_ascii_whitespace() || b"\"';/>".contains(b)).unwrap_or(rest.len());
    let encoding = Encoding::for_label(&rest[..end])?;
    Some(if encoding == X_USER_DEFINED { WINDOWS_1252 } else { encoding })
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, needle)
}

/// Returns UTF-8 where the bytes are valid, else the likeliest charset. `whole`: they are all there are.
fn guess(bytes: &[u8], whole: bool) -> &'static Encoding {
    match std::str::from_utf8(bytes) {
        Ok(_) => UTF_8,
        // The last character of a piece may be cut.
        Err(error) if !whole && error.error_len().is_none() => UTF_8,
        Err(_) => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, whole);
            detector.guess(None, Utf8Detection::Deny)
        }
    }
}

/// Returns the charset that [`stream`] reads in.
pub fn of_stream(head: &[u8], asked: Option<&'static Encoding>) -> &'static Encoding {
    Encoding::for_bom(head).map(|(encoding, _)| encoding).or(asked).unwrap_or(UTF_8)
}

/// Returns the charset that [`guessed_stream`] reads in.
pub fn of_guessed_stream(head: &[u8], asked: Option<&'static Encoding>) -> &'static Encoding {
    let marked = Encoding::for_bom(head).map(|(encoding, _)| encoding);
    marked.or(asked).unwrap_or_else(|| guess(head, false))
}

/// Returns the stream as UTF-8 where a byte order mark or the user says that it is in another charset.
pub fn stream(mut stream: Box<dyn BufRead>, asked: Option<&'static Encoding>) -> Box<dyn BufRead> {
    let marked = stream.fill_buf().ok().and_then(Encoding::for_bom).map(|(encoding, _)| encoding);
    transcoded(stream, marked.or(asked))
}

/// The same, and where nobody says, by a guess from `head`.
pub fn guessed_stream(stream: Box<dyn BufRead>, head: &[u8], asked: Option<&'static Encoding>) -> Box<dyn BufRead> {
    transcoded(stream, Some(of_guessed_stream(head, asked)))
}

fn transcoded(stream: Box<dyn BufRead>, encoding: Option<&'static Encoding>) -> Box<dyn BufRead> {
    match encoding {
        None => stream,
        Some(encoding) if encoding == UTF_8 => stream,
        Some(encoding) => {
            let decoder = encoding.new_decoder();
            let pending = io::Cursor::new(Vec::new());
            Box::new(BufReader::with_capacity(PIECE, Transcoded { stream, decoder, pending, ended: false }))
        }
    }
}

struct Transcoded {
    stream: Box<dyn BufRead>,
    decoder: Decoder,
    pending: io::Cursor<Vec<u8>>,
    ended: bool,
}

impl Read for Transcoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.pending.read(buffer)?;
            if read > 0 || self.ended || buffer.is_empty() {
                return Ok(read);
            }
            let piece = self.stream.fill_buf()?;
            let (used, last) = (piece.len().min(PIECE), piece.is_empty());
            let room = self.decoder.max_utf8_buffer_length(used).unwrap_or(PIECE * 4);
            let mut text = String::with_capacity(room);
            let (_, consumed, _) = self.decoder.decode_to_string(&piece[..used], &mut text, last);
            self.stream.consume(consumed);
            self.ended = last;
            self.pending = io::Cursor::new(text.into_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charset_is_told_by_mark_then_flag_then_page_then_validity_then_guess() {
        let russian: &[u8] = b"\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0?";
        let cases: &[(&[u8], Option<&'static Encoding>, &str, &str)] = &[
            (b"\xef\xbb\xbfa\xc3\xa9", Some(WINDOWS_1252), "UTF-8", "aé"),
            (b"\xff\xfea\0\xe9\0", None, "UTF-16LE", "aé"),
            (b"a\xc3\xa9", None, "UTF-8", "aé"),
            (b"a\xc3\xa9", Some(WINDOWS_1252), "windows-1252", "aÃ©"),
            (b"caf\xe9 cr\xe8me d\xe9j\xe0 vu", None, "windows-1252", "café crème déjà vu"),
            (russian, None, "windows-1251", "Привет, как дела?"),
            (b"", None, "UTF-8", ""),
        ];
        for (bytes, asked, encoding, text) in cases {
            let got = decode(bytes, *asked, None);
            assert_eq!((got.encoding.name(), got.text.as_str()), (*encoding, *text));
        }
    }

    #[test]
    fn declarations_of_pages() {
        let cases: &[(&str, Option<&str>)] = &[
            ("<meta charset=utf-8>", Some("UTF-8")),
            ("<html><head><META CHARSET=\"ISO-8859-1\">", Some("windows-1252")),
            ("<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'>", Some("KOI8-R")),
            ("<!-- <meta charset=koi8-r> --><meta charset=gbk>", Some("GBK")),
            ("<meta charset=utf-16le>", Some("UTF-8")),
            ("<meta charset=x-user-defined>", Some("windows-1252")),
            ("<meta name=a content=b><p>", None),
            ("<meta charset", None),
            ("", None),
        ];
        for (page, want) in cases {
            assert_eq!(declared(page.as_bytes()).map(Encoding::name), *want, "{page}");
        }
    }

    #[test]
    fn a_stream_with_a_mark_becomes_utf_8() {
        let bytes: Vec<u8> =
            b"\xff\xfe".iter().copied().chain("né\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let mut text = String::new();
        stream(Box::new(io::Cursor::new(bytes)), None).read_to_string(&mut text).unwrap();
        assert_eq!(text, "né\n");
    }
}
