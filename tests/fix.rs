//! Does `fix` cut what `check` finds, and leave every other byte as it was?

use std::fs;
use std::path::Path;
use std::process::Command;

fn run(folder: &Path, args: &[&str]) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_presswash"));
    command.args(args).current_dir(folder).output().expect("presswash runs").status.code()
}

fn check(name: &str, dirty: &[u8], want: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, dirty).expect("a file");
    let changes = dirty != want;
    assert_eq!(run(folder.path(), &["fix", name]), Some(i32::from(changes)), "exit code, {name}");
    let got = fs::read(&path).expect("the file");
    assert_eq!(String::from_utf8_lossy(&got), String::from_utf8_lossy(want), "{name}");
    assert_eq!(run(folder.path(), &["fix", name]), Some(0), "a second time, {name}");
}

const PROSE: &str = "The dam of Orla held on Monday night, and the mayor thanked all who had carried sand.";

#[test]
fn only_the_cut_bytes_of_a_text_go() {
    check("a.txt", format!("Skip to main content\n\n{PROSE}").as_bytes(), PROSE.as_bytes());
    let crlf = format!("\u{feff}{PROSE}\r\nAdvertisement\r\nIt held.\r\n");
    check("b.txt", crlf.as_bytes(), crlf.replace("Advertisement\r\n", "").as_bytes());
    check("c.txt", PROSE.as_bytes(), PROSE.as_bytes());
}

#[test]
fn only_the_cut_characters_of_a_record_go() {
    let clean = format!(r#"{{"n": 1.0,  "text": "{PROSE} D\u00e9j\u00e0 vu \ud83d\ude00\/", "z":"\/"}}"#);
    let dirty = clean.replace(r#""text": ""#, r#""text": "Skip to main content\n\n"#);
    check("d.jsonl", format!("{dirty}\n{clean}").as_bytes(), format!("{clean}\n{clean}").as_bytes());
}

#[cfg(unix)]
#[test]
fn a_link_and_the_mode_of_its_file_stay() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("real.txt");
    fs::write(&path, format!("Skip to main content\n\n{PROSE}\n")).expect("a file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("a mode");
    std::os::unix::fs::symlink("real.txt", folder.path().join("link.txt")).expect("a link");
    assert_eq!(run(folder.path(), &["fix", "link.txt"]), Some(1));
    assert!(folder.path().join("link.txt").is_symlink());
    assert_eq!(fs::metadata(&path).expect("the file").permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_to_string(&path).expect("text"), format!("{PROSE}\n"));
}
