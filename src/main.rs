//! The program `seamline`; everything it does is in the library, where it is tested.

use std::process::ExitCode;

fn main() -> ExitCode {
    seamline::cli::main(std::env::args_os())
}
