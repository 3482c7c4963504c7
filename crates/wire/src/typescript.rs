//! Writes the TypeScript reading of the command list: one file, in a fixed order.

use crate::{command, error, event};
use std::collections::BTreeMap;
use std::fmt::Write;
use ts_rs::{Config, TS, TypeVisitor};

/// One command, as TypeScript names it.
pub(crate) struct CommandRow {
    pub name: &'static str,
    pub doc: &'static str,
    pub request: String,
    pub response: String,
}

/// Collects the declaration of every type that the visited ones mention.
struct Declarations<'a> {
    cfg: &'a Config,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only types with a place of their own are declared; numbers, lists and options are not.
        if T::output_path().is_some() {
            let name = T::ident(self.cfg);
            if self.by_name.contains_key(&name) {
                return;
            }
            let docs = T::docs().map(|docs| comment(&docs)).unwrap_or_default();
            self.by_name.insert(name, format!("{docs}export {}", T::decl(self.cfg)));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

fn comment(docs: &str) -> String {
    let lines: Vec<&str> = docs.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    match lines.as_slice() {
        [] => String::new(),
        [one] if one.starts_with("/**") => format!("{one}\n"),
        lines => format!("{}\n", lines.join("\n")),
    }
}

/// The whole file `ui/src/wire/wire.ts`, before the formatter has been over it.
#[must_use]
pub fn typescript() -> String {
    let cfg = Config::default().with_large_int("number");
    let mut declarations = Declarations { cfg: &cfg, by_name: BTreeMap::new() };
    command::typescript_visit(&mut declarations);
    declarations.visit::<error::WireError>();
    declarations.visit::<event::Changed>();

    let mut file = String::from(
        "// Written by `cargo xtask gen` from crates/wire. Do not edit: change the Rust side and run it again.\n\n",
    );
    for declaration in declarations.by_name.values() {
        let _ = writeln!(file, "{declaration}\n");
    }
    let _ = writeln!(file, "/** Every command: what it takes and what it answers. */");
    let _ = writeln!(file, "export type Commands = {{");
    for row in command::typescript_rows(&cfg) {
        let (doc, name) = (row.doc.trim(), row.name);
        let _ = writeln!(file, "  /** {doc} */");
        let _ =
            writeln!(file, "  {name}: {{ request: {}; response: {} }};", row.request, row.response);
    }
    let _ = writeln!(file, "}};\n");
    let _ = writeln!(file, "/** The name of the event that carries {{@link Changed}}. */");
    let _ = writeln!(file, "export const CHANGED_EVENT = {:?};", event::CHANGED);
    file
}
