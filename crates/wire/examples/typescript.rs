//! Prints the TypeScript reading of the command list; `cargo xtask gen` writes it into the UI.

#![allow(clippy::print_stdout, reason = "printing is this program's one purpose")]

fn main() {
    print!("{}", desk_wire::typescript::typescript());
}
