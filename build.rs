//! Makes cargo build anew when a rule file is added or removed: `include_dir` alone sees changed files only.

fn main() {
    println!("cargo:rerun-if-changed=rules");
    println!("cargo:rerun-if-changed=build.rs");
}
