//! How does a report look? One HTML file that needs nothing else and asks nobody, made from the JSON document.
//!
//! Every text that comes from a page goes through the escaping of the template engine; the security policy in the
//! head allows the two blocks of this file, by a nonce, and nothing else.

mod filters;

use std::collections::BTreeMap;

use minijinja::AutoEscape;
use minijinja::Environment;
use minijinja::UndefinedBehavior;
use minijinja::Value;
use minijinja::context;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use xxhash_rust::xxh3::xxh3_128;

use crate::report::run_report::Report;

/// The templates, each a part of the page.
const TEMPLATES: &[(&str, &str)] = &[
    ("page", include_str!("page.html.jinja")),
    ("macros", include_str!("macros.html.jinja")),
    ("inputs", include_str!("inputs.html.jinja")),
    ("headline", include_str!("headline.html.jinja")),
    ("outlets", include_str!("outlets.html.jinja")),
    ("months", include_str!("months.html.jinja")),
    ("copies", include_str!("copies.html.jinja")),
    ("rules", include_str!("rules.html.jinja")),
    ("verdicts", include_str!("verdicts.html.jinja")),
    ("pages", include_str!("pages.html.jinja")),
    ("losses", include_str!("losses.html.jinja")),
    ("residue", include_str!("residue.html.jinja")),
    ("languages", include_str!("languages.html.jinja")),
    ("method", include_str!("method.html.jinja")),
];

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Colours of categories; the name stands beside each, so that colour is never all there is.
const HUES: usize = 8;

/// Returns the page.
///
/// # Errors
/// When a template is broken, which the tests rule out.
pub fn page(report: &Report) -> Result<String, String> {
    let told = |error: minijinja::Error| format!("internal error: the report's template: {error:#}");
    let mut env = Environment::new();
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.set_formatter(filters::write);
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(told)?);
    filters::add(&mut env);
    let hues = hues(report);
    env.add_filter("hue", move |category: &str| hues.get(category).copied().unwrap_or(0));
    for (name, text) in TEMPLATES {
        env.add_template(name, text).map_err(told)?;
    }
    let json = serde_json::to_vec(report).map_err(|error| format!("internal error: the report's JSON: {error}"))?;
    let whole = context! {
        r => Serde(report),
        style => Value::from_safe_string(STYLE.to_owned()),
        script => Value::from_safe_string(SCRIPT.to_owned()),
        // Nobody whose text stands in the report can know it: it depends on all of the report.
        nonce => format!("{:032x}", xxh3_128(&json)),
    };
    env.get_template("page").and_then(|page| page.render(whole)).map_err(told)
}

/// Gives each category of the report a colour, in the order of their names.
fn hues(report: &Report) -> BTreeMap<String, usize> {
    let mut hues: BTreeMap<String, usize> = report.rules.iter().map(|rule| (rule.category.clone(), 0)).collect();
    hues.values_mut().enumerate().for_each(|(at, hue)| *hue = at % HUES);
    hues
}
