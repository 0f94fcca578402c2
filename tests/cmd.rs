//! What do commands print, and with which exit code do they end? The cases are data: `tests/cmd/`.

#[test]
fn commands_print_and_exit_as_told() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}
