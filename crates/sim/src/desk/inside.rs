//! The program in this process.

use super::order::{Deed, Order};
use crate::ports::{self, NoPrograms, NoSecrets, Shown};
use desk_core::ids::Ids;
use desk_core::time::{Clock, ManualClock};
use desk_engine::ports::{Directory, Ports, Trust};
use desk_engine::program::Program;
use desk_engine::publish;
use desk_wire::command::{Request, route};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A running program.
pub(super) struct Inside {
    program: Program,
    clock: Arc<ManualClock>,
}

impl Inside {
    /// Starts on the workspaces in this folder and opens the one that was chosen.
    pub fn start(folder: PathBuf, clock: Arc<ManualClock>, ids: Arc<dyn Ids>) -> Self {
        let ports = Ports {
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            ids,
            zone: ports::zone,
            opener: Arc::new(NoPrograms),
            files: Arc::new(NoPrograms),
            secrets: Arc::new(NoSecrets),
            notifier: Arc::new(Shown),
            trust: Arc::new(Trust::system),
            boot: "simulated".to_owned(),
            machine: "simulated".to_owned(),
            directory: Directory::default(),
        };
        let (publisher, _) = publish::channel();
        let shown = |path: &Path| path.display().to_string();
        let program = Program::by_hand(folder, shown, ports, publisher);
        program.open();
        Self { program, clock }
    }

    /// Does what is asked; the answer, or the code of what went wrong.
    pub fn obey(&self, order: Order) -> Result<Value, String> {
        self.clock.set(order.now);
        match order.deed {
            Deed::Ask { command, input } => self.ask(&command, input),
            Deed::Turn => self.program.turn().map(Value::Bool),
            Deed::Limit { more } => self.program.limit_pages(more).map(|()| Value::Null),
        }
    }

    fn ask(&self, command: &str, input: Value) -> Result<Value, String> {
        let request: Request = serde_json::from_value(json!({"command": command, "input": input}))
            .map_err(|error| format!("{command} cannot be asked: {error}"))?;
        route(&self.program, request).map_err(|error| {
            let problem = serde_json::to_value(&error.problem).unwrap_or_default();
            match problem.get("code").and_then(Value::as_str) {
                Some("internal") | None => format!("internal: {}", error.message),
                Some(code) => code.to_owned(),
            }
        })
    }
}
