//! Prints the schema of a new workspace; `cargo xtask gen` writes it to `docs/schema.sql`.

#![allow(clippy::print_stdout, reason = "printing is this program's one purpose")]

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let store = desk_store::open::open(
        folder.path(),
        desk_store::workspace::Kind::Own,
        desk_store::open::Check::Usual,
    )?;
    let schema = store.read(|connection| Ok(desk_store::schema::describe(connection)?))?;
    println!("-- The schema of a workspace file, written by `cargo xtask gen`. Its history is in");
    println!("-- crates/store/migrations. Instants are UTC milliseconds.\n");
    print!("{schema}");
    Ok(())
}
