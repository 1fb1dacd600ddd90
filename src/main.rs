//! The command `ase-lint`.

fn main() -> std::process::ExitCode {
    ase_lint::cli::main()
}
