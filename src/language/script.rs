//! Which script is a text in?

/// Scripts as far as they matter for the language: those of one language and those of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Devanagari,
    Hebrew,
    Ethiopic,
    /// Han with the kana: Chinese and Japanese.
    Han,
    Hangul,
    Greek,
    Armenian,
    Georgian,
    Bengali,
    Gurmukhi,
    Gujarati,
    Oriya,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Thai,
    Lao,
    Tibetan,
    Myanmar,
    Khmer,
    Thaana,
}

/// The blocks of Unicode that hold a script's letters and marks: first and last code point.
const RANGES: &[(u32, u32, Script)] = &[
    (0x0041, 0x005A, Script::Latin),
    (0x0061, 0x007A, Script::Latin),
    (0x00C0, 0x00D6, Script::Latin),
    (0x00D8, 0x00F6, Script::Latin),
    (0x00F8, 0x024F, Script::Latin),
    (0x0250, 0x02AF, Script::Latin),
    (0x0370, 0x03FF, Script::Greek),
    (0x0400, 0x052F, Script::Cyrillic),
    (0x0531, 0x0587, Script::Armenian),
    (0x0591, 0x05F4, Script::Hebrew),
    (0x0610, 0x061A, Script::Arabic),
    (0x0620, 0x065F, Script::Arabic),
    (0x066E, 0x06D3, Script::Arabic),
    (0x06D5, 0x06EF, Script::Arabic),
    (0x06FA, 0x06FF, Script::Arabic),
    (0x0750, 0x077F, Script::Arabic),
    (0x0780, 0x07BF, Script::Thaana),
    (0x08A0, 0x08FF, Script::Arabic),
    (0x0900, 0x0963, Script::Devanagari),
    (0x0970, 0x097F, Script::Devanagari),
    (0x0980, 0x09E3, Script::Bengali),
    (0x09F0, 0x09FF, Script::Bengali),
    (0x0A00, 0x0A65, Script::Gurmukhi),
    (0x0A70, 0x0A7F, Script::Gurmukhi),
    (0x0A80, 0x0AE3, Script::Gujarati),
    (0x0B00, 0x0B65, Script::Oriya),
    (0x0B71, 0x0B7F, Script::Oriya),
    (0x0B80, 0x0BE5, Script::Tamil),
    (0x0C00, 0x0C65, Script::Telugu),
    (0x0C80, 0x0CE5, Script::Kannada),
    (0x0D00, 0x0D65, Script::Malayalam),
    (0x0D80, 0x0DF3, Script::Sinhala),
    (0x0E01, 0x0E4E, Script::Thai),
    (0x0E80, 0x0ECF, Script::Lao),
    (0x0EDC, 0x0EDF, Script::Lao),
    (0x0F00, 0x0F0B, Script::Tibetan),
    (0x0F40, 0x0FBC, Script::Tibetan),
    (0x1000, 0x103F, Script::Myanmar),
    (0x1050, 0x109F, Script::Myanmar),
    (0x10A0, 0x10FF, Script::Georgian),
    (0x1100, 0x11FF, Script::Hangul),
    (0x1200, 0x135F, Script::Ethiopic),
    (0x1380, 0x139F, Script::Ethiopic),
    (0x1780, 0x17DD, Script::Khmer),
    (0x1C90, 0x1CBF, Script::Georgian),
    (0x1E00, 0x1EFF, Script::Latin),
    (0x1F00, 0x1FFF, Script::Greek),
    (0x2D00, 0x2D2F, Script::Georgian),
    (0x2D80, 0x2DDF, Script::Ethiopic),
    (0x3005, 0x3007, Script::Han),
    (0x3041, 0x309F, Script::Han),
    (0x30A1, 0x30FF, Script::Han),
    (0x3131, 0x318E, Script::Hangul),
    (0x31F0, 0x31FF, Script::Han),
    (0x3400, 0x4DBF, Script::Han),
    (0x4E00, 0x9FFF, Script::Han),
    (0xAB00, 0xAB2F, Script::Ethiopic),
    (0xAC00, 0xD7A3, Script::Hangul),
    (0xF900, 0xFAFF, Script::Han),
    (0xFB1D, 0xFB4F, Script::Hebrew),
    (0xFB50, 0xFDFB, Script::Arabic),
    (0xFE70, 0xFEFC, Script::Arabic),
    (0xFF66, 0xFF9D, Script::Han),
    (0x20000, 0x2FA1F, Script::Han),
];

impl Script {
    /// The scripts that, in the news, write one language each.
    pub(super) const ALL_SINGLE: [Script; 19] = [
        Script::Hangul,
        Script::Greek,
        Script::Armenian,
        Script::Georgian,
        Script::Bengali,
        Script::Gurmukhi,
        Script::Gujarati,
        Script::Oriya,
        Script::Tamil,
        Script::Telugu,
        Script::Kannada,
        Script::Malayalam,
        Script::Sinhala,
        Script::Thai,
        Script::Lao,
        Script::Tibetan,
        Script::Myanmar,
        Script::Khmer,
        Script::Thaana,
    ];

    /// Returns the script of a letter or mark; `None` for digits, punctuation and rarer scripts.
    pub(super) fn of(c: char) -> Option<Script> {
        if c.is_ascii() {
            return c.is_ascii_alphabetic().then_some(Script::Latin);
        }
        let point = u32::from(c);
        let at = RANGES.partition_point(|(_, last, _)| *last < point);
        RANGES.get(at).filter(|(first, _, _)| *first <= point).map(|(_, _, script)| *script)
    }

    pub(super) fn holds(self, c: char) -> bool {
        Script::of(c) == Some(self)
    }

    /// Returns the script that most of the letters are in; `None` without letters.
    ///
    /// Names of firms, agencies and sites stand in Latin letters inside texts of every script, the reverse
    /// is rare, so a letter of another script weighs three times a Latin one, and a syllable or a Han character,
    /// which stands for two letters or more, six times.
    pub(super) fn dominant(letters: impl Iterator<Item = char>) -> Option<Script> {
        let mut counts: Vec<(Script, usize)> = Vec::with_capacity(4);
        for script in letters.filter_map(Script::of) {
            if let Some((first, count)) = counts.first_mut().filter(|(first, _)| *first == script) {
                *count += first.weight();
                continue;
            }
            match counts.iter_mut().find(|(known, _)| *known == script) {
                Some((_, count)) => *count += script.weight(),
                None => counts.push((script, script.weight())),
            }
        }
        // The first of equals wins, so the order in the text decides, never that of a map.
        counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(script, _)| script)
    }

    fn weight(self) -> usize {
        match self {
            Script::Latin => 1,
            Script::Han | Script::Hangul => 6,
            _ => 3,
        }
    }

    /// Returns the language of a script that, in the news, writes one language; `None` for the others.
    pub(super) fn only_language(self) -> Option<&'static str> {
        Some(match self {
            Script::Greek => "el",
            Script::Armenian => "hy",
            Script::Georgian => "ka",
            Script::Bengali => "bn",
            Script::Gurmukhi => "pa",
            Script::Gujarati => "gu",
            Script::Oriya => "or",
            Script::Tamil => "ta",
            Script::Telugu => "te",
            Script::Kannada => "kn",
            Script::Malayalam => "ml",
            Script::Sinhala => "si",
            Script::Thai => "th",
            Script::Lao => "lo",
            Script::Tibetan => "bo",
            Script::Myanmar => "my",
            Script::Khmer => "km",
            Script::Thaana => "dv",
            Script::Hangul => "ko",
            Script::Latin | Script::Cyrillic | Script::Arabic | Script::Devanagari | Script::Hebrew => return None,
            Script::Ethiopic | Script::Han => return None,
        })
    }
}
