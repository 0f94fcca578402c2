//! What does whatlang say of a text, and which of its languages does a tag name?

use whatlang::Lang;
use whatlang::dev::RawLangInfo;
use whatlang::dev::raw_detect;

use crate::language::UNDETERMINED;

/// How far one language lies behind the engine's best: 0 for the best, −1 where the engine calls the gap reliable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Answer {
    pub tag: &'static str,
    pub gap: f64,
}

/// Returns every language that the engine compares with the text, best first; empty without letters.
///
/// The engine's confidence compares its first two languages only, so this reads the scores under it and
/// measures each gap as the engine does: relative, and against `3 / trigrams + 0.015`.
pub(super) fn answers(text: &str) -> Vec<Answer> {
    let combined = match raw_detect(text).lang_info {
        None => return Vec::new(),
        Some(RawLangInfo::OneScript(lang) | RawLangInfo::Mandarin(lang)) => {
            return vec![Answer { tag: tag(lang), gap: 0.0 }];
        }
        Some(RawLangInfo::MultiScript(combined)) => combined,
    };
    let trigrams = combined.trigram_raw_outcome.trigrams_count.max(1) as f64;
    let unit = 3.0 / trigrams + 0.015;
    let best = combined.scores.iter().fold(0.0, |best: f64, (_, score)| best.max(*score));
    let gap = |score: f64| if best > 0.0 { (score - best) / score.max(best / 10.0) / unit } else { 0.0 };
    combined.scores.iter().map(|(lang, score)| Answer { tag: tag(*lang), gap: gap(*score) }).collect()
}

fn tag(lang: Lang) -> &'static str {
    TAGS.iter().find(|(known, _)| *known == lang).map_or(UNDETERMINED, |(_, tag)| *tag)
}

/// Returns the tag for a code of ISO 639-3 that the engine knows (`deu`).
pub(super) fn tag_of_code(code: &str) -> Option<&'static str> {
    Lang::from_code(code).map(tag)
}

/// The tag of each of the engine's languages: the shortest code of ISO 639, as BCP 47 wants it.
/// `hrv` is the engine's only profile of Serbo-Croatian in Latin script, so it stands for the group.
const TAGS: &[(Lang, &str)] = &[
    (Lang::Epo, "eo"),
    (Lang::Eng, "en"),
    (Lang::Rus, "ru"),
    (Lang::Cmn, "zh"),
    (Lang::Spa, "es"),
    (Lang::Por, "pt"),
    (Lang::Ita, "it"),
    (Lang::Ben, "bn"),
    (Lang::Fra, "fr"),
    (Lang::Deu, "de"),
    (Lang::Ukr, "uk"),
    (Lang::Kat, "ka"),
    (Lang::Ara, "ar"),
    (Lang::Hin, "hi"),
    (Lang::Jpn, "ja"),
    (Lang::Heb, "he"),
    (Lang::Yid, "yi"),
    (Lang::Pol, "pl"),
    (Lang::Amh, "am"),
    (Lang::Jav, "jv"),
    (Lang::Kor, "ko"),
    (Lang::Nob, "nb"),
    (Lang::Dan, "da"),
    (Lang::Swe, "sv"),
    (Lang::Fin, "fi"),
    (Lang::Tur, "tr"),
    (Lang::Nld, "nl"),
    (Lang::Hun, "hu"),
    (Lang::Ces, "cs"),
    (Lang::Ell, "el"),
    (Lang::Bul, "bg"),
    (Lang::Bel, "be"),
    (Lang::Mar, "mr"),
    (Lang::Kan, "kn"),
    (Lang::Ron, "ro"),
    (Lang::Slv, "sl"),
    (Lang::Hrv, "hbs"),
    (Lang::Srp, "sr"),
    (Lang::Mkd, "mk"),
    (Lang::Lit, "lt"),
    (Lang::Lav, "lv"),
    (Lang::Est, "et"),
    (Lang::Tam, "ta"),
    (Lang::Vie, "vi"),
    (Lang::Urd, "ur"),
    (Lang::Tha, "th"),
    (Lang::Guj, "gu"),
    (Lang::Uzb, "uz"),
    (Lang::Pan, "pa"),
    (Lang::Aze, "az"),
    (Lang::Ind, "id"),
    (Lang::Tel, "te"),
    (Lang::Pes, "fa"),
    (Lang::Mal, "ml"),
    (Lang::Ori, "or"),
    (Lang::Mya, "my"),
    (Lang::Nep, "ne"),
    (Lang::Sin, "si"),
    (Lang::Khm, "km"),
    (Lang::Tuk, "tk"),
    (Lang::Aka, "ak"),
    (Lang::Zul, "zu"),
    (Lang::Sna, "sn"),
    (Lang::Afr, "af"),
    (Lang::Lat, "la"),
    (Lang::Slk, "sk"),
    (Lang::Cat, "ca"),
    (Lang::Tgl, "tl"),
    (Lang::Hye, "hy"),
    (Lang::Cym, "cy"),
];
