//! Do plain texts lose what the line model claims, and nothing of what is clean, whatever the profile?

#![allow(clippy::panic, reason = "a panic is how a test says what is wrong")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use ignore::WalkBuilder;
use presswash::document::Form;
use presswash::judge::comments;
use presswash::judge::comments::Comments;
use presswash::judge::lines::dump::DumpType;
use presswash::judge::resolve::Policy;
use presswash::judge::resolve::Thoroughness;
use presswash::pipeline::Cleaned;
use presswash::pipeline::Cleaner;
use presswash::rule::load;
use presswash::rule::matcher::RuleSet;
use presswash::source::Source;

/// Ten sentences of a story, as paragraphs of a newspaper are.
const STORY: [&str; 10] = [
    "The council of the river town voted on Tuesday to close the old bridge to all traffic until the spring.",
    "Engineers who looked at the piers last month found cracks that had grown since the flood two years ago.",
    "The mayor said that nobody would be put at risk for the sake of a shorter way to work or to school.",
    "Shopkeepers on the northern bank fear for their trade, and some of them came to the meeting to say so.",
    "A ferry will carry people on foot and on bicycles from seven in the morning until ten at night.",
    "The ferry costs nothing for the first month, and half of what a bus ticket costs after that.",
    "Two of the eleven members voted against the plan, because they wanted the bus company to pay for it.",
    "The state has promised to bear a third of what the repair costs, which is put at nine million.",
    "Work on the first of the four piers is to begin as soon as the water is low enough for the divers.",
    "Nobody knows how long the repair will take, but the engineers hope that it is done within a year.",
];

/// Words that rules know as menus', and names that none does.
const MENU: [&str; 12] = [
    "Home",
    "World",
    "Harbour life",
    "Politics",
    "Upper town",
    "Business",
    "Old photos",
    "Sport",
    "Market days",
    "Culture",
    "Log in",
    "Search",
];

#[test]
fn clean_cases_stay_to_the_byte_in_every_profile() {
    let mut seen = 0;
    for (name, source) in clean_texts() {
        for thoroughness in Thoroughness::ALL {
            for dump in [None, Some(DumpType::Extract)] {
                let cleaned = clean(&source, Policy { thoroughness, dump, ..Policy::default() });
                let got = cleaned.verdict.clean_text(&cleaned.document.text);
                assert_eq!(got, cleaned.document.text, "{name} with --profile {}", thoroughness.as_str());
            }
        }
        seen += 1;
    }
    assert!(seen > 20, "only {seen} clean texts were found");
}

#[test]
fn a_menu_around_a_story_goes_and_the_story_stays() {
    let text = format!("{}\n{}\n{}", MENU.join("\n"), STORY.join("\n"), MENU.join("\n"));
    let cleaned = clean(&Source::text("page", &text), Policy::default());
    assert!(!matches!(cleaned.verdict.dump, None | Some(DumpType::Extract)), "{:?}", cleaned.verdict.dump);
    assert_eq!(cleaned.verdict.clean_text(&text).trim(), STORY.join("\n"));
    let why = cleaned.verdict.cuts.iter().map(|cut| &cut.mark).find(|mark| mark.by.starts_with("model/"));
    assert!(why.is_some_and(|mark| mark.why.starts_with("A short line")), "{why:?}");
}

#[test]
fn without_the_model_only_what_rules_know_goes() {
    let text = format!("{}\n{}\n{}", MENU.join("\n"), STORY.join("\n"), MENU.join("\n"));
    let by_model = |without: &[&str]| {
        let without = without.iter().map(|kind| (*kind).to_owned()).collect();
        let cleaned = clean(&Source::text("page", &text), Policy { without, ..Policy::default() });
        cleaned.verdict.cuts.iter().filter(|cut| cut.mark.by.starts_with("model/")).count()
    };
    assert!(by_model(&[]) > 0);
    assert_eq!(by_model(&["model"]), 0);
}

#[test]
fn a_headline_stays_though_no_title_is_named() {
    let text = format!("{}\nCouncil closes the old bridge\nUpper town news\n{}", MENU.join("\n"), STORY.join("\n"));
    let policy = Policy { dump: Some(DumpType::FullText), thoroughness: Thoroughness::Thorough, ..Policy::default() };
    let clean = |title: Option<&str>| {
        let source = Source { title: title.map(str::to_owned), ..Source::text("page", &text) };
        clean(&source, policy.clone()).verdict.clean_text(&text)
    };
    let by_two = "Council closes the old bridge - Nora Quill, Ada van Lind and Mira Sund - Harbour Post";
    for title in [None, Some("Council closes the old bridge - Harbour Post"), Some(by_two)] {
        assert!(clean(title).starts_with("Council closes the old bridge\n"), "{title:?}: {}", clean(title));
    }
    assert!(!clean(Some("The ferry of Orla")).contains("Council closes"), "the model would cut it");
}

#[test]
fn a_standfirst_stays_below_its_headline_only() {
    let standfirst = "Ferry twice an hour for all who live beyond the river";
    let policy = Policy { dump: Some(DumpType::FullText), thoroughness: Thoroughness::Thorough, ..Policy::default() };
    let clean = |above: &str| {
        let text = format!("{}\n{above}\n{standfirst}\n{}\n{}", MENU.join("\n"), MENU.join("\n"), STORY.join("\n"));
        let source = Source { title: Some("Council closes the old bridge".into()), ..Source::text("page", &text) };
        clean(&source, policy.clone()).verdict.clean_text(&text)
    };
    assert!(clean("Council closes the old bridge").contains(standfirst));
    assert!(!clean("Harbour and ferries").contains(standfirst), "the model would cut it");
}

#[test]
fn on_a_forum_the_model_must_be_surer() {
    let posts: String = STORY.iter().map(|said| format!("Anglers of Orla\n{said}\nSee you at the quay\n")).collect();
    let text = format!("{}\n{posts}{}", MENU.join("\n"), MENU.join("\n"));
    let cut = |address: &str| {
        let source = Source { url: Some(address.to_owned()), ..Source::text("page", &text) };
        let policy =
            Policy { dump: Some(DumpType::FullText), thoroughness: Thoroughness::Thorough, ..Policy::default() };
        clean(&source, policy).verdict.cuts.iter().map(|cut| cut.span.len()).sum::<usize>()
    };
    let [news, forum] = ["https://harbour.example/bridge", "https://forum.harbour.example/bridge"].map(cut);
    assert!(forum < news, "{forum} bytes go on a forum, {news} elsewhere");
}

#[test]
fn comments_below_a_story_are_cut_kept_or_put_beside_it() {
    let story = format!("{}\n{}", STORY.join("\n"), STORY.join("\n"));
    let said =
        ["I crossed it twice a day for forty years.", "My boat is faster, by far.", "Who pays for the ferry then?"];
    let thread: String =
        said.iter().map(|said| format!("Nora says:\nMay 3, 2019 at 5:14 pm\n{said}\nReply\n")).collect();
    let text = format!("{story}\n3 Comments\n{thread}");
    for (comments, left) in [(Comments::Cut, 0), (Comments::Keep, said.len()), (Comments::Separate, 0)] {
        let cleaned = clean(&Source::text("story", &text), Policy { comments, ..Policy::default() });
        let clean = cleaned.verdict.clean_text(&text);
        assert!(clean.starts_with(&story), "{comments:?}: {clean}");
        assert_eq!(said.iter().filter(|said| clean.contains(**said)).count(), left, "{comments:?}: {clean}");
        if comments == Comments::Separate {
            assert_eq!(comments::texts(&cleaned.document, &cleaned.verdict.cuts), said);
        }
    }
}

#[test]
fn a_story_alone_stays_whatever_its_form() {
    let wrapped = STORY.join(" ").split(' ').fold((String::new(), 0), wrap).0;
    for (text, dump) in [
        (STORY.join("\n\n"), DumpType::Extract),
        (STORY.join(" ").repeat(2), DumpType::Flattened),
        (wrapped, DumpType::Wrapped),
    ] {
        for thoroughness in Thoroughness::ALL {
            let cleaned = clean(&Source::text("story", &text), Policy { thoroughness, ..Policy::default() });
            assert_eq!(cleaned.verdict.dump, Some(dump), "{text}");
            assert_eq!(cleaned.verdict.clean_text(&text), text);
        }
    }
}

#[test]
fn a_long_clean_story_with_subheads_stays_to_the_byte() {
    let subheads = ["Cracks in the piers", "A ferry for the summer", "Who pays", "What comes next"];
    let mut lines: Vec<String> = Vec::new();
    for (at, subhead) in subheads.iter().enumerate() {
        lines.push((*subhead).to_owned());
        lines.extend((0..6).map(|step| format!("{} {}", STORY[(at + step) % 10], STORY[(at * 3 + step * 2 + 1) % 10])));
    }
    for text in [lines.join("\n\n"), lines.join("\n")] {
        for thoroughness in Thoroughness::ALL {
            let cleaned = clean(&Source::text("story", &text), Policy { thoroughness, ..Policy::default() });
            assert_eq!(cleaned.verdict.clean_text(&text), text);
        }
    }
}

#[test]
fn of_lines_of_one_shape_in_the_midst_of_a_story_the_words_tell_which_go() {
    let notices = [
        "More news about our site",
        "More about our site and our blog",
        "Please read our privacy guides",
        "About us and our news blog",
        "More guides on our blog",
    ];
    let prose = [
        "When they often like it best",
        "That can include each of these",
        "While others are into it, too",
        "If some of it has been used",
        "It often has what they like",
    ];
    let left = [notices, prose].map(|lines| {
        let (menu, story, end) = (MENU.join("\n"), STORY.join("\n"), STORY[..3].join("\n"));
        let text = format!("{menu}\n{story}\n{}\n{end}\n{menu}", lines.join("\n"));
        let policy = Policy { dump: Some(DumpType::FullText), ..Policy::default() };
        let cleaned = clean(&Source::text("page", &text), policy);
        let clean = cleaned.verdict.clean_text(&text);
        lines.into_iter().filter(|line| clean.contains(line)).count()
    });
    assert!(left[0] <= 2, "{} notices stay", left[0]);
    assert_eq!(left[1], 5, "prose goes");
}

#[test]
fn what_a_line_says_before_the_title_goes_only_where_a_menu_runs_into_it() {
    let title = "Council closes the old bridge of Orla";
    let check = |before: &str, rest: &str, left: &str| {
        let text = format!("{before}{title}{rest}");
        let source = Source { title: Some(title.into()), ..Source::text("story", &text) };
        let cleaned = clean(&source, Policy::default());
        assert_eq!(cleaned.verdict.clean_text(&text), format!("{left}{title}{rest}"));
    };
    let (flat, lines) = (format!(" {}", STORY.join(" ")), format!(" this spring\n\n{}", STORY.join("\n\n")));
    let menu =
        "Harbour Post Home World Politics Upper town Business Old photos Sport Market days Culture Log in Search ";
    check(menu, &flat, "");
    check("Why the ", &flat, "Why the ");
    check(
        "After a long night in the river town by the sea, and against two votes, ",
        &lines,
        "After a long night in the river town by the sea, and against two votes, ",
    );
    check("Upper town\n", &lines, "");
}

#[test]
fn a_careful_run_cuts_no_more_than_a_thorough_one() {
    let text = format!("{}\n{}\n{}", MENU.join("\n"), STORY.join("\n"), MENU.join("\n"));
    let left = Thoroughness::ALL.map(|thoroughness| {
        let cleaned = clean(&Source::text("page", &text), Policy { thoroughness, ..Policy::default() });
        cleaned.verdict.clean_text(&text).len()
    });
    assert!(left.is_sorted_by(|careful, bold| careful >= bold), "{left:?}");
}

#[test]
fn every_dump_type_is_found_by_its_name() {
    for dump in DumpType::ALL {
        assert_eq!(DumpType::parse(dump.as_str()), Some(dump));
    }
    assert_eq!(DumpType::parse("soup"), None);
}

/// Adds a word to a text that is broken after about 70 characters.
fn wrap((mut text, width): (String, usize), word: &str) -> (String, usize) {
    let broken = width + word.len() > 70;
    text += if broken {
        "\n"
    } else if width > 0 {
        " "
    } else {
        ""
    };
    text += word;
    (text, if broken { word.len() } else { width + word.len() + 1 })
}

fn clean(source: &Source, policy: Policy) -> Cleaned {
    Cleaner::new(rules(), policy).clean(source)
}

fn rules() -> Arc<RuleSet> {
    static RULES: std::sync::OnceLock<Arc<RuleSet>> = std::sync::OnceLock::new();
    let load = || Arc::new(load::load(&[]).map(load::Rules::compile).unwrap_or_default());
    Arc::clone(RULES.get_or_init(load))
}

/// Returns the texts of `corpus/` that are clean by their `about.yml`, with their names.
fn clean_texts() -> Vec<(String, Source)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let files = WalkBuilder::new(root).build().filter_map(Result::ok).map(ignore::DirEntry::into_path);
    let mut texts: Vec<(String, Source)> = files
        .filter(|path| path.file_name().is_some_and(|name| name == "about.yml"))
        .filter(|path| fs::read_to_string(path).is_ok_and(|about| about.lines().any(|line| line == "clean: true")))
        .filter_map(|path| {
            Some((path.display().to_string(), fs::read_to_string(path.with_file_name("source.txt")).ok()?))
        })
        .map(|(name, text)| (name.clone(), Source::text(&name, &text)))
        .collect();
    texts.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(texts.iter().all(|(_, source)| presswash::segment::segment(source).form == Form::Text));
    texts
}
