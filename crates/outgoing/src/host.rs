//! The engine without a window on a workspace of the rep's own, whose account is at a server of ours.

use crate::receipts;
use crate::speed::RECEIPTS;
use desk_core::time::{Clock, Timestamp};
use desk_core::zone::Zone;
use desk_engine::ports::{
    Directory, Ports, Secret, Secrets, SecretsError, SystemIds, Trust, boot_id, machine_id,
};
use desk_engine::program::Program;
use desk_engine::publish::{self, Publications};
use desk_sim::ports::{NoPrograms, Shown};
use desk_sim::run::Stopwatch;
use desk_wire::command::{Request, route};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;

/// A Monday morning in Berlin: what leaves by itself may leave.
const BEGIN: Timestamp = Timestamp::from_millis(1_767_603_600_000);

/// From when on the outbox is worked, at each start: all that was given to it while it was filled is ripe.
const WORK: Timestamp = Timestamp::from_millis(BEGIN.as_millis() + 3_600_000);

/// A clock that goes, from a moment on.
struct Going(Timestamp, Stopwatch);

impl Clock for Going {
    fn now(&self) -> Timestamp {
        let millis = i64::try_from(self.1.so_far().as_millis()).unwrap_or(0);
        Timestamp::from_millis(self.0.as_millis().saturating_add(millis))
    }
}

/// A keychain that knows one password.
struct OnePassword;

impl Secrets for OnePassword {
    fn get(&self, _: &str) -> Result<Option<Secret>, SecretsError> {
        Ok(Some(Secret::new("secret".to_owned())))
    }

    fn set(&self, _: &str, _: &Secret) -> Result<(), SecretsError> {
        Ok(())
    }

    fn delete(&self, _: &str) -> Result<(), SecretsError> {
        Ok(())
    }

    fn probe(&self) -> Result<(), SecretsError> {
        Ok(())
    }
}

type Make = fn(PathBuf, fn(&Path) -> String, Ports, publish::Publisher) -> Program;

fn open(folder: &Path, from: Timestamp, make: Make) -> (Program, Publications) {
    let (publisher, publications) = publish::channel();
    let ports = Ports {
        clock: Arc::new(Going(from, Stopwatch::start())),
        ids: Arc::new(SystemIds),
        zone: || Zone::parse("Europe/Berlin").unwrap_or(Zone::UTC),
        opener: Arc::new(NoPrograms),
        secrets: Arc::new(OnePassword),
        notifier: Arc::new(Shown),
        trust: Arc::new(Trust::system),
        boot: boot_id(),
        files: Arc::new(NoPrograms),
        machine: machine_id(),
        directory: Directory::default(),
    };
    let shown = |path: &Path| path.display().to_string();
    let program = make(folder.to_owned(), shown, ports, publisher);
    program.open();
    (program, publications)
}

fn ask(program: &Program, command: &str, input: Value) -> Result<Value, String> {
    let request: Request = serde_json::from_value(json!({"command": command, "input": input}))
        .map_err(|error| format!("{command} cannot be asked: {error}"))?;
    route(program, request).map_err(|error| format!("{command}: {}", error.message))
}

/// What the workspace is to hold.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Messages that wait to leave by themselves, without a pace.
    pub messages: u32,
    /// Port of the server that takes them.
    pub port: u16,
    /// Connections that may be used at a time.
    pub connections: u32,
}

/// Makes a workspace in an empty folder. Nothing leaves yet.
///
/// # Errors
/// What the program or the system says.
pub fn fill(folder: &Path, plan: Plan) -> Result<(), String> {
    fs::write(folder.join("chosen"), "own").map_err(|error| error.to_string())?;
    let (program, _told) = open(folder, BEGIN, Program::by_hand);
    sign_in(&program, plan)?;
    let sender = json!({"name": "Kim Reed", "title": "Partner manager", "company": "Cadence Ltd", "phone": "", "calendar_url": "", "postal_address": "1 Example Street, Berlin", "signature": "Kim Reed\nPartner manager\nCadence Ltd"});
    ask(&program, "sender_save", json!({"profile": sender}))?;
    let cadence = cadence(&program)?;
    for number in 0..plan.messages {
        let fields = json!({"name": format!("Company {number}"), "website": "", "industry": "", "country": "", "stage": "lead", "tier": null, "zone": null});
        let contact = json!({"first_name": format!("Ada{number}"), "last_name": "Lee", "title": "", "emails": [recipient(number)], "phones": [], "linkedin": "", "zone": null});
        let made =
            ask(&program, "partnership_create", json!({"fields": fields, "contact": contact}))?;
        let contact = made.pointer("/contacts/0/id").cloned().unwrap_or_default();
        let assign = json!({"cadence": cadence, "contact": contact, "first_step": null, "start_at": null, "despite_warnings": true});
        ask(&program, "assign", assign)?;
    }
    let waiting = waiting(&program)?;
    program.close();
    if waiting == u64::from(plan.messages) {
        Ok(())
    } else {
        Err(format!("{waiting} messages wait instead of {}", plan.messages))
    }
}

/// To whom the message with this number goes.
#[must_use]
pub fn recipient(number: u32) -> String {
    format!("person{number}@example.test")
}

/// Points a workspace that was filled to another server, or to more connections.
///
/// # Errors
/// What the program says.
pub fn point(folder: &Path, plan: Plan) -> Result<(), String> {
    let (program, _told) = open(folder, BEGIN, Program::by_hand);
    let done = sign_in(&program, plan);
    program.close();
    done
}

fn sign_in(program: &Program, plan: Plan) -> Result<(), String> {
    let smtp = json!({"host": "127.0.0.1", "port": plan.port, "security": "plain"});
    let account = json!({"address": "rep@example.test", "user": "rep@example.test", "imap": null, "smtp": smtp});
    ask(program, "account_save", json!({"settings": account, "password": "secret"}))?;
    let working = ask(program, "work_settings", json!({}))?;
    let working = working.get("working").cloned().unwrap_or_default();
    let pace = json!({"gap_from": 0, "gap_until": 0, "connections": plan.connections});
    ask(program, "work_settings_save", json!({"working": working, "pace": pace}))?;
    Ok(())
}

/// A cadence whose first e-mail leaves by itself at once; its id.
fn cadence(program: &Program) -> Result<Value, String> {
    let made = ask(program, "cadence_create", json!({"name": "Outbound", "description": ""}))?;
    let id = made.get("id").cloned().unwrap_or_default();
    let step = |days: u32, content: Value| json!({"id": null, "name": "", "rules": {}, "delay": {"amount": days, "unit": "days"}, "content": content});
    let steps = json!([
        step(
            0,
            json!({"type": "email", "mode": "automatic", "thread": "new", "subject": "A question for {{ partnership.name }}", "body": BODY})
        ),
        step(2, json!({"type": "task", "instructions": "Look at {{ partnership.name }}."})),
    ]);
    let save = json!({"id": id, "revision": 0, "goal": "", "steps": steps, "rules": {}, "move_people": false});
    ask(program, "cadence_save", save)?;
    ask(program, "cadence_activate", json!({"id": id}))?;
    Ok(id)
}

/// As text and HTML, with signature and headers 1.4 KB. What nodemailer sends is as long: its headers are shorter, its
/// text is longer.
const BODY: &str = "Hello {{ contact.first_name }},\n\nI looked at what {{ partnership.name }} does and wondered how you plan the work of your partners.\n\nWe have built something that takes this off your hands. May I call?";

fn waiting(program: &Program) -> Result<u64, String> {
    let activity = ask(program, "activity", json!({}))?;
    activity.get("waiting").and_then(Value::as_u64).ok_or_else(|| "no count".to_owned())
}

/// Is the engine on this workspace until nothing waits any more.
///
/// # Errors
/// What the program says.
pub fn serve(folder: &Path) -> Result<(), String> {
    if let Some(log) = std::env::var_os(RECEIPTS) {
        receipts::log_to(Path::new(&log))?;
    }
    let (program, told) = open(folder, WORK, Program::new);
    let (something, changed) = channel();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    std::thread::spawn(move || {
        runtime.block_on(told.run(|_| {
            // Nobody listens any more when nothing waits.
            let _ = something.send(());
        }));
    });
    while waiting(&program)? > 0 {
        changed.recv().map_err(|error| error.to_string())?;
    }
    program.close();
    Ok(())
}
