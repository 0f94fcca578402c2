//! Language: short texts, texts that hold none, hints, mixed documents, and what must always hold.

use proptest::prelude::any;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;

use presswash::document::Document;
use presswash::language::detect;
use presswash::language::of_document;
use presswash::language::of_page;
use presswash::segment::segment;
use presswash::source::Source;

fn code(text: &str, hint: Option<&str>) -> String {
    detect(text, hint).map_or("und".to_owned(), |guess| guess.code)
}

fn document(text: &str) -> Document {
    segment(&Source::text("test", text))
}

const TEXTS: &[(&str, &str)] = &[
    ("en", "The ferry was late again, and nobody at the harbour could say why."),
    ("de", "Die Fähre kam wieder zu spät, und niemand am Hafen wusste, warum."),
    ("fr", "Le bac était encore en retard et personne au port ne savait pourquoi."),
    ("es", "El barco llegó tarde otra vez y nadie en el puerto sabía por qué."),
    ("pt", "O barco chegou atrasado outra vez e ninguém no porto sabia dizer porquê."),
    ("it", "Il traghetto era di nuovo in ritardo e nessuno al porto sapeva perché."),
    ("nl", "De veerboot was weer te laat en niemand in de haven wist waarom."),
    ("sv", "Färjan var sen igen och ingen i hamnen visste varför."),
    ("da", "Færgen var forsinket igen, og ingen på havnen vidste hvorfor."),
    ("nb", "Fergen var forsinket igjen, og ingen på kaia visste hvorfor."),
    ("fi", "Lautta oli taas myöhässä, eikä kukaan satamassa tiennyt miksi."),
    ("pl", "Prom znowu się spóźnił i nikt w porcie nie wiedział dlaczego."),
    ("cs", "Přívoz měl zase zpoždění a nikdo v přístavu nevěděl proč."),
    ("sk", "Kompa opäť meškala a nikto v prístave nevedel, prečo sa to stalo."),
    ("hbs", "Brod je opet kasnio, a nitko u luci nije znao zašto se to dogodilo."),
    ("hu", "A komp megint késett, és a kikötőben senki sem tudta, hogy miért."),
    ("ro", "Bacul a întârziat din nou și nimeni din port nu știa de ce."),
    ("sq", "Trageti u vonua përsëri dhe askush në port nuk e dinte pse."),
    ("tr", "Vapur yine geç kaldı ve limanda kimse nedenini bilmiyordu."),
    ("vi", "Chuyến phà lại đến muộn và không ai ở bến cảng biết vì sao."),
    ("id", "Kapal feri itu terlambat lagi dan tidak ada orang di pelabuhan yang tahu alasannya."),
    ("is", "Ferjan var aftur of sein og enginn við höfnina vissi hvers vegna það var."),
    ("ru", "Паром снова опоздал, и никто в порту не знал почему."),
    ("uk", "Пором знову запізнився, і ніхто в порту не знав чому."),
    ("bg", "Фериботът отново закъсня и никой на пристанището не знаеше защо."),
    ("kk", "Паром тағы да кешігіп келді, бірақ порттағы ешкім неге екенін білген жоқ."),
    ("el", "Το πλοίο άργησε ξανά και κανείς στο λιμάνι δεν ήξερε γιατί."),
    ("ar", "تأخرت العبارة مرة أخرى ولم يعرف أحد في الميناء السبب."),
    ("fa", "کشتی باز هم دیر رسید و هیچ کس در بندر نمی‌دانست که چرا این طور شد."),
    ("ur", "کشتی پھر دیر سے آئی اور بندرگاہ پر کسی کو نہیں معلوم تھا کہ کیوں۔"),
    ("he", "המעבורת שוב איחרה ואיש בנמל לא ידע למה."),
    ("hi", "नाव फिर देर से आई और बंदरगाह पर किसी को नहीं पता था कि क्यों।"),
    ("th", "เรือข้ามฟากมาสายอีกแล้ว และไม่มีใครที่ท่าเรือรู้ว่าทำไม"),
    ("ko", "배가 또 늦었고 항구에 있던 누구도 그 이유를 몰랐다."),
    ("ja", "フェリーはまた遅れ、港の誰も理由を知らなかった。"),
    ("zh", "渡轮又晚点了，港口没有人知道原因。"),
    ("lo", "ເຮືອຂ້າມຟາກມາຊ້າອີກແລ້ວ"),
];

#[test]
fn a_sentence_tells_its_language_in_capitals_and_among_chrome_too() {
    let mut wrong = Vec::new();
    for (want, text) in TEXTS {
        let noisy = format!("@harbour #ferry 14:35 https://example.org/en/the-ferry-was-late {text} desk@example.org");
        for form in [text.to_string(), text.to_uppercase(), noisy] {
            let got = code(&form, None);
            if got != *want {
                wrong.push(format!("{want}, not {got}: {form}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn what_holds_no_language_is_undetermined_even_with_a_hint() {
    for text in [
        "",
        "   \n",
        "14.35 2,017.80 -3 % 12/05/2024",
        "https://example.org/a/b?c=d www.example.org/x",
        "desk@example.org @harbour",
        "🚢 🌊 ⏰ ▶ ⭐",
        "dGhlIGZlcnJ5IHdhcyBsYXRlIGFnYWluIGFuZCBub2JvZHkga25ldyB3aHk9Pw==",
        "fn late(&self) -> Option<u32> { self.minutes.map(|m| m + 1) }",
        "if (x == null) { return foo(bar[1]); }",
    ] {
        assert_eq!(code(text, None), "und", "{text}");
        assert_eq!(code(text, Some("de")), "und", "{text}");
    }
}

#[test]
fn gibberish_tickers_and_scorers_are_undetermined() {
    for text in [
        "xkqzj wvrtpl mnbqgh zzkrt plmvx qwrtzp",
        "QXV 12.50 +1.2% ZRTK 3.07 -0.4% BVN 88.10 +0.9%",
        "Okonjo 12', Varga 40', Lindqvist 61', Moreau 88'",
    ] {
        assert_eq!(code(text, None), "und", "{text}");
    }
}

#[test]
fn a_hint_counts_only_where_the_text_does_not_tell() {
    let sure = "The ferry was late again, and nobody at the harbour could say why.";
    for (text, hint, want) in [
        ("Information", Some("de"), "de"),
        ("Information", Some("fr"), "fr"),
        (sure, Some("de"), "en"),
        ("Brod je opet kasnio, a nitko u luci nije znao zašto.", Some("hr"), "hr"),
        ("Brod je opet kasnio, a niko u luci nije znao zašto.", Some("sr-RS"), "sr-Latn"),
        ("東京", Some("ja"), "ja"),
        ("東京", None, "zh"),
        ("Паром", Some("uk_UA"), "uk"),
        ("Information", Some("German"), "de"),
        ("Information", Some("deu"), "de"),
        (sure, Some("§§"), "en"),
    ] {
        assert_eq!(code(text, hint), want, "{text} {hint:?}");
    }
}

#[test]
fn a_page_hints_by_what_it_claims_unless_that_is_english() {
    for (claims, want) in [
        (&["en"][..], None),
        (&["en-US", "en_GB"], None),
        (&["de-AT"], Some("de-AT")),
        (&["en", "fr_FR"], Some("fr_FR")),
        (&["de", "fr_FR", "fr"], Some("fr_FR")),
        (&["de", "fr_FR"], Some("de")),
        (&["", "§"], None),
        (&[], None),
    ] {
        assert_eq!(of_page(claims.iter().copied()), want, "{claims:?}");
    }
}

#[test]
fn a_mixed_document_has_a_main_language_and_paragraphs_in_others() {
    let german = "Die Fähre kam wieder zu spät, und niemand am Hafen wusste, warum das so war.\n";
    let french = "Le bac était encore en retard et personne au port ne savait pourquoi c'était ainsi.\n";
    for (before, inside, after) in [(2, 2, 1), (0, 2, 3), (150, 20, 150)] {
        let text = [german.repeat(before), french.repeat(inside), german.repeat(after)].concat();
        let language = of_document(&document(&text), None);
        let want = vec![("fr".to_owned(), before, before + inside)];
        assert_eq!((language.code.as_str(), language.paragraphs), ("de", want));
    }
}

#[test]
fn english_chrome_lines_do_not_outvote_the_article() {
    let text = "Home\nNews\nSport\nFollow us\nSign in\n\
        Die Fähre kam wieder zu spät, und niemand am Hafen wusste, warum das so war.\n\
        Am Abend sagte die Reederei, dass ein Motor ausgefallen sei und nun geprüft werde.\nShare\nAll rights reserved\n";
    assert_eq!(of_document(&document(text), None).code, "de");
}

#[test]
fn an_empty_document_is_undetermined_with_confidence_zero() {
    let language = of_document(&document(""), Some("de"));
    assert_eq!((language.code.as_str(), language.confidence), ("und", 0.0));
}

proptest! {
    #[test]
    fn any_text_and_any_hint_give_a_tag_and_a_share_and_the_same_twice(
        text in any::<String>(),
        hint in any::<Option<String>>(),
    ) {
        let document = document(&text);
        let first = of_document(&document, hint.as_deref());
        let blocks = document.blocks.len();
        prop_assert!((0.0..=1.0).contains(&first.confidence));
        prop_assert!(first.code.len() >= 2);
        prop_assert!(first.paragraphs.iter().all(|(tag, from, to)| from < to && *to <= blocks && *tag != first.code));
        prop_assert_eq!(of_document(&document, hint.as_deref()), first);
    }

    #[test]
    fn words_signs_and_scripts_in_any_mix_never_fail(
        text in "[a-zéßžøа-яёא-ת一-龥ぁ-んก-ฮ'’@#:/.{}0-9 \n\u{300}\u{200d}]{0,80}",
    ) {
        let guess = detect(&text, Some("sr"));
        prop_assert!(guess.is_none_or(|g| g.confidence > 0.0 && g.confidence <= 1.0));
    }
}
