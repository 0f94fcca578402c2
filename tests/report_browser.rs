//! Does the report work in a browser: sorting, filtering, before and after, no request? Skipped where there is none.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics fails")]

use std::process::Command;

/// The exit code of the script where Python, playwright or a browser is missing.
const SKIPPED: i32 = 77;

#[test]
fn the_report_works_in_a_browser() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/report_browser.py");
    let ran = Command::new("python3").args([script, "--bin", env!("CARGO_BIN_EXE_presswash")]).output();
    let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match ran {
        Err(error) => eprintln!("skipped: no python3 here ({error})"),
        Ok(output) if output.status.code() == Some(SKIPPED) => eprintln!("{}", told(&output.stdout)),
        Ok(output) => assert!(output.status.success(), "{}{}", told(&output.stdout), told(&output.stderr)),
    }
}
