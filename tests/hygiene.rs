//! What does each metric charge, what does it spare, and where does it not apply?

use presswash::judge::Cut;
use presswash::judge::Hygiene;
use presswash::judge::Lost;
use presswash::judge::Measure;
use presswash::judge::Metadata;
use presswash::judge::evidence::Case;
use presswash::judge::evidence::OutletFacts;
use presswash::judge::evidence::settings::Settings;
use presswash::judge::metric::METRICS;
use presswash::judge::score;
use presswash::mark::Mark;
use presswash::rule::Kind;
use presswash::segment;
use presswash::source::Source;
use presswash::text::Span;

/// A story of our own: 9 paragraphs, 210 words, nothing wrong with it.
const STORY: &str = include_str!("data/story.txt");

/// A document as a test tells it.
#[derive(Clone, Default)]
struct Page<'a> {
    text: String,
    /// Needles that are cut, by category.
    cut: Vec<(&'a str, &'a str)>,
    /// Needles that are claimed and not cut.
    stands: Vec<(&'a str, &'a str)>,
    title: Option<&'a str>,
    language: Option<&'a str>,
    kind: Kind,
    outlet: Option<OutletFacts>,
}

fn story() -> Page<'static> {
    page(STORY)
}

fn page(text: &str) -> Page<'static> {
    Page { text: text.to_owned(), language: Some("en"), kind: Kind::Article, ..Page::default() }
}

fn mark(text: &str, needle: &str, category: &str) -> Mark {
    let start = text.find(needle).expect("the page holds the needle");
    Mark { span: Span::new(start, start + needle.len()), category: category.into(), confidence: 0.9, ..Mark::default() }
}

fn score(page: &Page<'_>) -> Hygiene {
    let document = segment::segment(&Source::text("page", &page.text));
    let mut cuts: Vec<Cut> = page
        .cut
        .iter()
        .map(|(needle, category)| mark(&page.text, needle, category))
        .map(|mark| Cut { span: mark.span, mark })
        .collect();
    cuts.sort_by_key(|cut| cut.span);
    let stands = page.stands.iter().map(|(needle, category)| mark(&page.text, needle, category));
    let lost: Vec<Lost> = stands.map(|mark| Lost { mark, because: "kept".to_owned() }).collect();
    let metadata = Metadata { title: page.title.map(str::to_owned), ..Metadata::default() };
    let case = Case {
        document: &document,
        cuts: &cuts,
        repairs: &[],
        lost: &lost,
        kind: page.kind,
        language: page.language,
        metadata: &metadata,
        outlet: page.outlet.as_ref(),
    };
    score::score_case(case, Settings::built_in())
}

fn measure<'a>(measures: &'a [Measure], metric: &str) -> Option<&'a Measure> {
    measures.iter().find(|m| m.metric == metric)
}

/// What a metric must say of the text as it came.
#[derive(Clone, Copy, Debug)]
enum Says {
    Charged,
    Free,
    NotApplicable,
}
use Says::Charged;
use Says::Free;
use Says::NotApplicable;

fn check(metric: &str, cases: &[(&str, Page<'_>, Says)]) {
    for (name, page, want) in cases {
        let hygiene = score(page);
        let got = measure(&hygiene.measures, metric);
        let fits = match want {
            Charged => got.is_some_and(|m| m.severity > 0.0 && m.points > 0.0),
            Free => got.is_some_and(|m| m.severity == 0.0),
            NotApplicable => got.is_none(),
        };
        assert!(fits, "{metric}, {name}: want {want:?}, got {got:?}");
    }
}

fn with(text: &str) -> Page<'static> {
    page(&format!("{STORY}\n{text}\n"))
}

fn cut<'a>(text: &'a str, category: &'a str) -> Page<'a> {
    Page { cut: vec![(text, category)], ..with(text) }
}

#[test]
fn a_clean_story_keeps_every_point() {
    let hygiene = score(&Page { title: Some("Ferry line to Norholm island reopens after the storm"), ..story() });
    assert_eq!((hygiene.raw, hygiene.clean), (100.0, 100.0), "{:#?}", hygiene.measures);
    assert!(hygiene.signals.is_empty(), "{:?}", hygiene.signals);
}

#[test]
fn chrome_is_charged_before_cleaning_and_what_stands_after_it_too() {
    let banner = "Sign up for our newsletter and get the island news every morning";
    let arabic = Page { language: Some("ar"), ..story() };
    let cases = [
        ("a cut", cut(banner, "newsletter"), Charged),
        ("nothing", story(), Free),
        ("no rules for the language", arabic, NotApplicable),
        ("language not known", Page { language: None, ..story() }, NotApplicable),
        ("an error fragment is charged elsewhere", cut("Page not found", "error-page"), Free),
    ];
    check("chrome-present", &cases);
    check("chrome-share", &[("a cut", cut(&banner.repeat(3), "newsletter"), Charged), ("nothing", story(), Free)]);
    let (gone, left) = (cut(banner, "newsletter"), Page { stands: vec![(banner, "newsletter")], ..with(banner) });
    assert_eq!(score(&gone).clean, 100.0);
    assert!(score(&left).clean < 90.0);
    assert_eq!(score(&gone).raw, score(&left).raw);
}

#[test]
fn one_more_piece_of_chrome_always_costs_and_two_claims_on_one_piece_cost_once() {
    let raw = |n: usize| {
        let block: String = (0..n).map(|n| format!("Sign up for newsletter {n}\n")).collect();
        score(&Page { cut: vec![(block.as_str(), "newsletter")], ..page(&format!("{block}{STORY}")) }).raw
    };
    for n in 1..40 {
        assert!(raw(n) < raw(n - 1) - 0.01, "{n} pieces: {} after {}", raw(n), raw(n - 1));
    }
    let whole = cut("Photo: Ada / Norholm Post", "media-caption");
    let halves = vec![("Photo: Ada", "media-caption"), (" / Norholm Post", "media-caption")];
    let pieces = |page: &Page<'_>| measure(&score(page).measures, "chrome-present").map(|m| m.value);
    assert_eq!((pieces(&whole), pieces(&Page { cut: halves, ..whole.clone() })), (Some(0.6), Some(0.6)));
}

#[test]
fn residue_that_no_rule_names() {
    let lines = "Home\nWorld\nSport\nIsland life\nWeather map\nTides\nFerry times\nShop\nJobs\nLetters";
    check(
        "short-lines",
        &[
            ("a menu", with(lines), Charged),
            ("two subheads", with("Repairs ahead\nThe storm"), Free),
            ("short sentences", with("It held.\nNobody spoke.\nThen rain.\nIt held on."), Free),
            ("no words", page("***"), NotApplicable),
        ],
    );
    let first = STORY.lines().next().unwrap_or_default();
    check("duplicate-lines", &[("said twice", with(first), Charged), ("a refrain of stars", with("***\n***"), Free)]);
    let refrain = "and the island council will pay for all of it ".repeat(12);
    check(
        "repeated-phrases",
        &[("a refrain", with(&refrain), Charged), ("a story", story(), Free), ("short", page("Rain."), NotApplicable)],
    );
    check("share-counters", &[("a count", cut("2178", "share-count"), Charged), ("a story", story(), Free)]);
}

#[test]
fn an_error_page_costs_all_and_a_fragment_about_twenty_points() {
    let whole = Page { kind: Kind::ErrorPage, ..page("Page not found\nThe page that you asked for is not here.") };
    assert_eq!(score(&whole).raw, 0.0);
    let fragment = score(&cut("Page not found", "error-page"));
    assert!((78.0..=82.0).contains(&fragment.raw), "{}", fragment.raw);
    assert_eq!(fragment.clean, 100.0);
    check("error-fragment", &[("a page is no fragment", whole, NotApplicable), ("a story", story(), Free)]);
    check(
        "error-page",
        &[("a robot check", Page { kind: Kind::BotWall, ..story() }, Charged), ("a story", story(), Free)],
    );
}

#[test]
fn damage_of_ends() {
    let broken = STORY.trim_end().trim_end_matches('.');
    let pair = "face creams of the islands for 28 crowns at Norholm\nThey smell of heather and of the sea, they say.\n";
    let bare = (2..9).map(|n| format!("{n} {pair}")).collect::<String>() + broken;
    check(
        "truncation",
        &[
            ("no end mark", page(broken), Charged),
            ("an ellipsis", page(&format!("{broken}...")), Charged),
            ("chrome at the end", cut("Sign up for our newsletter and get the island news", "newsletter"), Free),
            ("tags after the end", with("The ferry sailed at noon as planned that day.</p><br/>"), Free),
            ("the headline of another story", with("Check out: 13 ways to cross the sound in a winter storm"), Free),
            ("a call in capitals", with("GET THE NEWS OF THE ISLANDS ON YOUR PHONE NOW"), Free),
            ("one of many bare lines", page(&bare), NotApplicable),
            ("a quote at the end", page(&format!("{broken}.”")), Free),
            ("who said it", with("“It was a long night for all of us here.” — Ada Lindqvist, pilot"), Free),
            ("a name at the end", with("Ada Lindqvist"), Free),
            ("headlines only", page("One more ferry leaves the old harbour at dawn today\n"), Charged),
            ("no prose", page("Rain.\nWind."), NotApplicable),
            (
                "Thai",
                Page {
                    language: Some("th"), ..page(&"เรือข้ามฟากกลับมาให้บริการอีกครั้งในวันจันทร์".repeat(4))
                },
                NotApplicable,
            ),
        ],
    );
}

#[test]
fn damage_of_characters() {
    check("few-words", &[("a caption", page("The harbour at dawn."), Charged), ("a story", story(), Free)]);
    check("mojibake", &[("wrong charset", with("The islandâ€™s mayor spoke."), Charged), ("a story", story(), Free)]);
    check(
        "markup",
        &[("tags", with("She <b>waved</b>&nbsp;back."), Charged), ("a formula", with("If a < b, so be it."), Free)],
    );
    check("control-characters", &[("a hidden space", with("hid\u{200b}den"), Charged), ("a story", story(), Free)]);
    check(
        "run-on-words",
        &[
            ("glued", with("The storm ended.The ferry sailed. Dailyletter newsletterReceive it."), Charged),
            ("names", with("JavaScript and YouTube met."), Free),
        ],
    );
}

#[test]
fn the_title_must_come_up_in_the_body() {
    let titled = |title| Page { title: Some(title), ..story() };
    check(
        "title-absent",
        &[
            ("another page", titled("Parliament debates pension reform before summer recess"), Charged),
            ("its own", titled("Ferry line to Norholm island reopens after storm"), Free),
            ("too short to tell", titled("Parliament debates"), NotApplicable),
            ("no title", story(), NotApplicable),
        ],
    );
}

#[test]
fn quotes_close_or_go_on_in_the_next_paragraph() {
    check(
        "unbalanced-quotes",
        &[
            ("left open", with("\"We will be back, she said."), Charged),
            ("goes on", with("“We will be back. It takes time.\n“But we will,” she said."), Free),
            ("German", with("„Wir kommen wieder“, sagte sie."), Free),
        ],
    );
}

#[test]
fn outlet_facts_are_charged_where_they_are_known() {
    let template = score(&story()).print.lines.iter().map(|line| line.hash).collect();
    let facts = |language: &str, duplicate| {
        Some(OutletFacts { language: Some(language.to_owned()), duplicate, template: Vec::new() })
    };
    let all = Page { outlet: Some(OutletFacts { template, ..OutletFacts::default() }), ..story() };
    check("template-share", &[("all of it", all, Charged), ("not known", story(), NotApplicable)]);
    let with_facts = |language, duplicate| Page { outlet: facts(language, duplicate), ..story() };
    check("duplicate", &[("a copy", with_facts("en", true), Charged), ("the first", with_facts("en", false), Free)]);
    check(
        "language-differs",
        &[
            ("not its own", with_facts("fr", false), Charged),
            ("its own", with_facts("en", false), Free),
            ("not known", story(), NotApplicable),
        ],
    );
}

#[test]
fn spun_copy_needs_several_kinds_and_spares_names_laws_lists_and_titles() {
    let spun = "On Monday, harbour officials said that Russian Federation was ready for talks about the northern route, \
        while the USA suspended its own plan. They said Russian Federation welcomed the worldwide community at the table. \
        A spokesman of the ministry [official website] added that the USA said little about any of it so far.";
    let today = "USA TODAY reported that the USA TODAY network and Team USA met in the USA on Friday for the games, \
        and Miss USA spoke to USA Today about USA Basketball, USA Swimming and the USA Network.";
    let law = "The USA PATRIOT Act was followed by the USA Freedom Act, said the USA Patriot Act's author, and the \
        worldwide community of lawyers read the USA PATRIOT Act again and again that year.";
    let list = "Country: Qatar Romania Russian Federation Rwanda Samoa Senegal Syrian Arab Republic Ukraine USA Uruguay \
        Qatar Romania Russian Federation Rwanda Samoa Senegal Syrian Arab Republic Ukraine USA Uruguay";
    let nations = "The Permanent Representative of the Russian Federation spoke after the Syrian Arab Republic and the \
        Islamic Republic of Iran; the delegate of the Russian Federation thanked the Republic of Korea for its help.";
    let british = "She moved to the USA in 1990 and left the USA again; trade with the USA is growing, and the USA is \
        her second home, as the USA was to many who came to the USA by ship.";
    check(
        "spun-copy",
        &[
            ("spun", page(spun), Charged),
            ("a newspaper and teams", page(today), Free),
            ("laws", page(law), Free),
            ("a drop-down", page(list), Free),
            ("a drop-down in lines", page(&list.replace(' ', "\n")), Free),
            ("names as the United Nations write them", page(nations), Free),
            ("British usage", page(british), Free),
            ("one trace in a long story", page(&STORY.replace("the captain", "the USA captain")), Free),
            ("no rules for the language", Page { language: Some("de"), ..page(spun) }, NotApplicable),
        ],
    );
    assert_eq!(score(&page(spun)).signals, ["spun-copy"]);
    let cut = Page { cut: vec![("[official website]", "editorial-insert")], ..page(spun) };
    assert_eq!(score(&cut).signals, ["spun-copy"], "the insert counts although it is cut");
}

#[test]
fn points_add_up_to_what_was_lost() {
    let dirty = Page { cut: vec![("Page not found", "error-page")], ..with("Page not found\nShe <b>waved</b>") };
    let hygiene = score(&dirty);
    let points: f64 = hygiene.measures.iter().map(|m| m.points).sum();
    assert!((points - (100.0 - hygiene.raw)).abs() < 1e-9);
    for m in hygiene.measures.iter().chain(&hygiene.left) {
        assert!(m.value.is_finite() && (0.0..=1.0).contains(&m.severity), "{m:?}");
    }
}

/// Makes one line of a kind of dirt; `n` tells the lines apart.
type Dirt = (&'static str, fn(usize) -> String, Option<&'static str>);

const DIRT: [Dirt; 15] = [
    ("newsletter", |n| format!("Sign up for newsletter {n} of the island"), Some("newsletter")),
    ("consent", |n| format!("We and our {n} partners use cookies on this site"), Some("consent")),
    ("advertisement", |_| "Advertisement".to_owned(), Some("advertisement")),
    ("disclaimer", |n| format!("Opinion {n} is not necessarily that of the paper"), Some("disclaimer")),
    ("navigation", |n| format!("Section {n} of the site"), Some("navigation")),
    ("share counter", |n| format!("{n}01"), Some("share-count")),
    ("error fragment", |n| format!("Page not found, error {n}"), Some("error-page")),
    ("byline", |n| format!("By Ada Lindqvist the {n}th"), Some("byline")),
    ("mojibake", |n| format!("The {n} islandâ€™s mayors spoke about the tide."), None),
    ("markup", |n| format!("She waved {n} times<br/>at the <b>ferry</b> crew."), None),
    ("zero width", |n| format!("The {n} hid\u{200b}den harbours of the north were quiet."), None),
    ("control", |n| format!("The {n} bells\u{7} of the north were quiet all night."), None),
    ("run-on", |n| format!("The {n} storms ended.The ferry crossed the sound."), None),
    ("duplicate line", |_| STORY.lines().next().unwrap_or_default().to_owned(), None),
    (
        "spun",
        |n| {
            format!(
                "On day {n} officials said Russian Federation was late and the USA said so, worldwide pressure or not, before dawn."
            )
        },
        None,
    ),
];

/// Appends `share` percent of the story's lines as dirt.
fn dirtied((_, make, category): &Dirt, share: usize) -> Hygiene {
    let lines = STORY.lines().filter(|line| !line.is_empty()).count();
    let dirt: Vec<String> = (0..(lines * share).div_ceil(100)).map(|n| make(n + 2)).collect();
    let block = dirt.join("\n");
    let text = format!("{block}\n{STORY}");
    let cut = category.filter(|_| share > 0).map(|category| (block.as_str(), category)).into_iter().collect();
    score(&Page { cut, ..page(&text) })
}

#[test]
fn more_dirt_never_raises_a_score_and_cleaning_never_lowers_it() {
    for dirt in &DIRT {
        let mut last = 100.0;
        for share in [0, 5, 10, 20, 40, 80] {
            let hygiene = dirtied(dirt, share);
            assert!(hygiene.raw <= last + 1e-9, "{} at {share} %: {last} rose to {}", dirt.0, hygiene.raw);
            assert!(hygiene.raw <= hygiene.clean + 1e-9, "{} at {share} %", dirt.0);
            last = hygiene.raw;
        }
        assert!(last < 98.0, "{}: {last}", dirt.0);
    }
}

#[test]
fn any_text_is_scored() {
    for text in ["", " \n ", "***", "\u{feff}", "Ã", "<", "&", "[", "{{", "â€", "a\u{200b}", "\u{0}", "今天天气很好"]
    {
        let hygiene = score(&page(text));
        assert!((0.0..=100.0).contains(&hygiene.raw), "{text:?}");
    }
    assert_eq!(score(&page("")).raw, 0.0);
}

#[test]
fn every_metric_that_is_written_is_listed() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/judge/metric");
    let names = std::fs::read_dir(folder).expect("the folder is there").flatten().map(|entry| entry.file_name());
    let files = names.filter(|name| name != "mod.rs").count();
    assert_eq!(files, METRICS.len(), "a metric is not in METRICS");
}
