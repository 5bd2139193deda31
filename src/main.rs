//! Starts the program.

mod cli;

use std::process::ExitCode;

/// Records and pages are millions of small pieces, which the system's own allocator keeps less densely, and not as fast.
#[cfg(unix)]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run(std::env::args_os())
}
