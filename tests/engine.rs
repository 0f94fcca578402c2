//! What does each unit and guard of the rule language cut, and what does it spare?

use std::sync::Arc;

use presswash::judge::resolve::Policy;
use presswash::pipeline::Cleaned;
use presswash::pipeline::Cleaner;
use presswash::rule::Layer;
use presswash::rule::Origin;
use presswash::rule::RuleFile;
use presswash::rule::data;
use presswash::rule::matcher::Loaded;
use presswash::rule::matcher::LoadedOverride;
use presswash::rule::matcher::RuleSet;
use presswash::source::Source;

fn clean(yaml: &str, outlet: &str, input: &str) -> Cleaned {
    let file: RuleFile = data::built_in(yaml);
    let origin = Origin { layer: Layer::Project, ..Origin::default() };
    let rules = file.rules.into_iter().map(|rule| Loaded { rule, origin: origin.clone() }).collect();
    let overrides = file.overrides.into_iter().map(|item| LoadedOverride { item, origin: origin.clone() }).collect();
    let cleaner = Cleaner::new(Arc::new(RuleSet::compile(rules, overrides)), Policy::default());
    let source = if input.starts_with("<html") { Source::html("case", input) } else { Source::text("case", input) };
    cleaner.clean(&Source { outlet: Some(outlet.to_owned()), ..source })
}

fn check(yaml: &str, cases: &[(&str, &str, &str)]) {
    for (outlet, input, want) in cases {
        let cleaned = clean(yaml, outlet, input);
        assert_eq!(cleaned.verdict.clean_text(&cleaned.document.text), *want, "{outlet}: {input:?}");
    }
}

const PROSE: &str = "The harbour board met on Monday and agreed to dredge the northern channel before winter sets in.";

#[test]
fn a_line_goes_with_its_break_wherever_its_literal_stands_alone() {
    let yaml = "
rules:
- { id: navigation/skip-link, why: Accessibility link., unit: line, match: { any_of: [Skip to main content, Skip to content] } }
";
    check(
        yaml,
        &[
            ("", "Skip to main content\nTalks resume\n", "Talks resume\n"),
            ("", "* SKIP TO CONTENT:\nTalks resume\n", "Talks resume\n"),
            ("", "He pressed Skip to main content and read on.\n", "He pressed Skip to main content and read on.\n"),
            ("", "", ""),
        ],
    );
}

#[test]
fn a_block_goes_from_its_start_to_its_end_and_no_further_than_max_lines() {
    let yaml = "
rules:
- id: error-page/widget
  why: Fragment of an error page.
  unit: block
  start: { equals: Page not found }
  end: { regex: 'The content you requested does not exist.*' }
  max_lines: 2
";
    check(
        yaml,
        &[
            ("", "A.\n\nPage not found\n\nThe content you requested does not exist.\n\nB.\n", "A.\n\nB.\n"),
            (
                "",
                "Page not found\none\nThe content you requested does not exist.\n",
                "Page not found\none\nThe content you requested does not exist.\n",
            ),
        ],
    );
}

#[test]
fn a_span_goes_out_of_its_line() {
    let yaml = r"
rules:
- id: dateline/glued
  why: Agency credit.
  unit: span
  at: line_start
  match: { regex: '(?<cut>\((?<source>CNN|AP|AFP)\))\s?\p{Lu}' }
  lift: [source]
- { id: editorial-insert/site, why: Inserted link label., unit: span, match: { regex: '\[official website\]' } }
";
    check(
        yaml,
        &[
            ("", "(CNN)Russia wants talks.", "Russia wants talks."),
            ("", "He told (CNN)Russia.", "He told (CNN)Russia."),
            ("", "Putin [official website] rejected it.", "Putin rejected it."),
        ],
    );
    let cleaned = clean(yaml, "", "(CNN)Russia wants talks.");
    assert_eq!(cleaned.verdict.metadata.source.as_deref(), Some("CNN"));
}

#[test]
fn a_tail_goes_only_at_its_outlet_and_below_its_share() {
    let yaml = "
rules:
- { id: vt.example/end, category: disclaimer, why: Standing notice., unit: tail, sites: [vt.example], from: { equals: ATTENTION READERS }, max_share: 0.3 }
";
    let dirty = format!("{PROSE}\n\nATTENTION READERS\nWe see all sides.\n");
    let long = format!("Short.\nATTENTION READERS\n{PROSE}\n");
    check(
        yaml,
        &[
            ("vt.example", &dirty, &format!("{PROSE}\n")),
            ("www.vt.example", &dirty, &format!("{PROSE}\n")),
            ("other.example", &dirty, &dirty),
            ("vt.example", &long, &long),
        ],
    );
}

#[test]
fn a_verdict_needs_its_words_and_cuts_nothing() {
    let yaml = "
rules:
- { id: error-page/whole, why: Not an article., unit: document, when: { max_words: 12, any: [{ contains: [page not found] }] }, verdict: error-page }
";
    for (input, want) in [
        ("Sorry\nPage not found here\n", presswash::rule::Kind::ErrorPage),
        (&format!("Page not found\n{PROSE}\n"), presswash::rule::Kind::Article),
        ("  \n", presswash::rule::Kind::Empty),
    ] {
        let cleaned = clean(yaml, "", input);
        assert_eq!(cleaned.verdict.kind, want, "{input:?}");
        assert!(cleaned.verdict.cuts.is_empty());
    }
}

#[test]
fn neighbours_runs_and_zones_guard_bare_numbers() {
    let yaml = r"
rules:
- id: share-count/bare-numbers
  why: Counters of a share box.
  unit: line
  match: { regex: '\d{1,4}' }
  run: { min: 1, max: 2 }
  where: { zone: head }
  context: { next: { min_words: 8 } }
";
    let kept = format!("Scores\n3\n1\n2\n{PROSE}\n");
    check(
        yaml,
        &[
            ("", &format!("Title\n1\n2178\n{PROSE}\n"), &format!("Title\n{PROSE}\n")),
            ("", &kept, &kept),
            ("", "1\n2178\nToo short\n", "1\n2178\nToo short\n"),
        ],
    );
}

#[test]
fn a_neighbours_category_counts_only_where_it_is_claimed_itself() {
    let yaml = "
rules:
- { id: credit/end, why: Contributor credit., unit: line, match: { regex: '.* contributed to this report\\.' } }
- { id: related/orphan, why: Headline of another story., unit: line, match: { regex: '[^.]{10,80}\\?' }, context: { next: { category: [credit] } } }
";
    check(
        yaml,
        &[
            ("", "A.\nWhat does the harbour want?\nAnn Lee contributed to this report.\n", "A.\n"),
            (
                "",
                "A.\nWhat does the harbour want?\nIt wants dredging.\n",
                "A.\nWhat does the harbour want?\nIt wants dredging.\n",
            ),
        ],
    );
}

#[test]
fn a_run_is_judged_by_the_neighbours_of_the_whole_run() {
    let yaml = r"
rules:
- { id: social/label, why: Share buttons., unit: line, match: { equals: Share } }
- { id: share-count/above, why: Counters., unit: line, match: { regex: '\d+K?' }, run: { max: 3 }, context: { next: { category: [social] } } }
";
    check(
        yaml,
        &[
            ("", "Title\n18\n24K\nShare\nText.\n", "Title\nText.\n"),
            ("", "Title\n18\n24K\nText.\n", "Title\n18\n24K\nText.\n"),
        ],
    );
}

#[test]
fn overrides_disable_flag_and_except_for_their_outlet() {
    let yaml = "
rules:
- { id: advertisement/label, why: Ad label., unit: line, match: { equals: Advertisement } }
- { id: related/more, why: Link to another story., unit: line, match: { starts_with: ['Read more:'] } }
overrides:
- { site: a.example, why: It writes about ads., disable: [advertisement/label] }
- { site: b.example, why: Its links are content., flag: ['related/*'] }
- { site: c.example, why: Its own series., except: ['harbour'] }
";
    let input = "One.\nAdvertisement\nRead more: the harbour story\nTwo.\n";
    check(
        yaml,
        &[
            ("z.example", input, "One.\nTwo.\n"),
            ("a.example", input, "One.\nAdvertisement\nTwo.\n"),
            ("b.example", input, "One.\nRead more: the harbour story\nTwo.\n"),
            ("c.example", input, "One.\nRead more: the harbour story\nTwo.\n"),
        ],
    );
    let flagged = clean(yaml, "b.example", input).verdict.lost;
    assert!(flagged.iter().any(|lost| &*lost.mark.by == "related/more" && lost.because.contains("only marks")));
}

#[test]
fn drafts_mark_and_deprecated_rules_sleep() {
    let yaml = "
rules:
- { id: a/draft, why: New., unit: line, status: draft, match: { equals: One } }
- { id: a/old, why: Old., unit: line, status: deprecated, match: { equals: Two } }
- { id: a/unsure, why: Doubtful., unit: line, confidence: 0.3, match: { equals: Three } }
";
    let cleaned = clean(yaml, "", "One\nTwo\nThree\n");
    assert_eq!(cleaned.verdict.clean_text(&cleaned.document.text), "One\nTwo\nThree\n");
    let marked: Vec<&str> = cleaned.verdict.lost.iter().map(|lost| &*lost.mark.by).collect();
    assert_eq!(marked, ["a/draft", "a/unsure"]);
}

#[test]
fn scopes_of_language_and_excluded_hosts() {
    let yaml = "
rules:
- { id: a/not-there, why: Label., unit: line, sites: ['!a.example'], match: { equals: Menu } }
";
    check(yaml, &[("a.example", "Menu\nX\n", "Menu\nX\n"), ("b.example", "Menu\nX\n", "X\n")]);
}

#[test]
fn of_rules_with_one_id_the_stronger_layer_wins() {
    let loaded = |layer, literal: &str| Loaded {
        rule: data::built_in::<RuleFile>(&format!(
            "rules: [{{ id: a/label, why: Label., unit: line, match: {{ equals: {literal} }} }}]"
        ))
        .rules
        .remove(0),
        origin: Origin { layer, ..Origin::default() },
    };
    let set = RuleSet::compile(vec![loaded(Layer::Project, "Mine"), loaded(Layer::BuiltIn, "Theirs")], Vec::new());
    assert_eq!(set.rules().len(), 1);
    assert_eq!(set.rules()[0].origin.layer, Layer::Project);
    assert_eq!(set.overruled().len(), 1);
}

#[test]
fn an_article_under_a_banner_stays_an_article() {
    let yaml = "
rules:
- { id: consent/whole, why: Consent wall., unit: document, when: { max_words: 300, any: [{ contains: [our partners] }] }, verdict: consent-wall }
";
    let article = format!("We and our partners use cookies.\n\n{PROSE}\n\n{PROSE}\n\n{PROSE}\n\n{PROSE}\n");
    let flat = article.replace('\n', " ");
    for (input, want) in [
        ("We and our partners use cookies.\nAccept all\n", presswash::rule::Kind::ConsentWall),
        (&article, presswash::rule::Kind::Article),
        (&flat, presswash::rule::Kind::Article),
    ] {
        assert_eq!(clean(yaml, "", input).verdict.kind, want, "{input:?}");
    }
}
