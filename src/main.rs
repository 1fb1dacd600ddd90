//! The command `ase-lint`.

/// Notes are read into many small pieces, for which this allocator takes a fraction of the time of the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    ase_lint::cli::main()
}
