//! Parse, run, exit code.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Cleaning makes and drops many small values, and each document leaves the thread that made it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    presswash::cli::main()
}
