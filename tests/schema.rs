//! Do the published schemas say what is written? `UPDATE=1 cargo test` rewrites them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics fails")]

use std::fs;

use presswash::cli::rules::stats::Stats;
use presswash::report::run_json::RunOut;
use presswash::report::run_report::Report;
use presswash::report::scores_diff_json::Diff;
use presswash::report::scores_json::Scores;
use presswash::write::quarantine;
use presswash::write::record::Record;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

fn check<T: JsonSchema>(path: &str) {
    let schema = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>();
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let shipped = fs::read_to_string(&path).unwrap_or_default();
    assert!(shipped == text, "{path} is not what the types say; run UPDATE=1 cargo test, and read the diff");
}

#[test]
fn shipped_schemas_are_those_of_the_types() {
    check::<Record<'_>>("schema/record.schema.json");
    check::<Scores>("schema/score.schema.json");
    check::<Diff>("schema/score-diff.schema.json");
    check::<Report>("schema/report.schema.json");
    check::<RunOut>("schema/run.schema.json");
    check::<quarantine::Line<'_>>("schema/quarantine.schema.json");
    check::<Stats>("schema/rule-stats.schema.json");
}
