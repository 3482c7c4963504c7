//! The shell: a window around the engine. It wires; it holds no rule, no SQL and no text.

mod dialog;
#[cfg(feature = "e2e")]
mod e2e;
mod folder;
mod logging;
mod notify;
mod opener;
mod rpc;
mod window;

use desk_core::time::Clock;
use desk_engine::keychain::Keychain;
use desk_engine::ports::{
    Directory, NotShown, Note, NoteTarget, Notifier, Ports, SystemIds, Trust, boot_id, machine_id,
    system_zone,
};
use desk_engine::program::Program;
use desk_engine::publish;
use desk_wire::event;
use std::error::Error;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use tauri::plugin::TauriPlugin;
use tauri::{App, AppHandle, Emitter, Manager, RunEvent, Wry};

/// Runs the program until its last window is closed.
#[must_use]
pub fn run() -> ExitCode {
    // First, so that a second start ends before it touches anything.
    let builder = match single_instance() {
        Some(plugin) => tauri::Builder::default().plugin(plugin),
        None => tauri::Builder::default(),
    };
    let builder = builder
        .plugin(window::remembered_place())
        .plugin(notify::plugin())
        .plugin(tauri_plugin_dialog::init())
        .setup(|app| start(app));
    #[cfg(feature = "e2e")]
    let builder = builder.invoke_handler(tauri::generate_handler![rpc::rpc, e2e::e2e_clock]);
    #[cfg(not(feature = "e2e"))]
    let builder = builder.invoke_handler(tauri::generate_handler![rpc::rpc]);

    match builder.build(tauri::generate_context!()) {
        Ok(app) => ExitCode::from(u8::try_from(app.run_return(on_event)).unwrap_or(1)),
        Err(error) => {
            logging::last_words(&error);
            ExitCode::FAILURE
        }
    }
}

fn start(app: &mut App) -> Result<(), Box<dyn Error>> {
    logging::start(app);
    let folder = folder::workspace(app)?;
    let (publisher, publications) = publish::channel();
    let program = Arc::new(Program::new(folder, folder::shown, ports(app), publisher));
    app.manage(Arc::clone(&program));

    // Beside the window, which takes longer to come up than the workspace.
    tauri::async_runtime::spawn_blocking(move || program.open());
    let handle = app.handle().clone();
    tauri::async_runtime::spawn(publications.run(move |changed| {
        if let Err(error) = handle.emit_to(window::LABEL, event::CHANGED, changed) {
            tracing::warn!(%error, "the window was not told of a change");
        }
    }));
    window::open(app)?;
    Ok(())
}

fn ports(app: &App) -> Ports {
    Ports {
        clock: clock(app),
        ids: Arc::new(SystemIds),
        zone: system_zone,
        opener: Arc::new(opener::SystemOpener),
        files: Arc::new(dialog::SystemDialog(app.handle().clone())),
        secrets: Arc::new(Keychain::start()),
        notifier: notifier(app),
        trust: Arc::new(Trust::system),
        boot: boot_id(),
        machine: machine_id(),
        directory: Directory::default(),
    }
}

/// Notifications of the desktop; a click raises the window and leads to its place.
fn notifier(app: &App) -> Arc<dyn Notifier> {
    let handle = app.handle().clone();
    let clicked = move |target: NoteTarget| {
        window::raise(&handle);
        handle.state::<Arc<Program>>().go_to(target);
    };
    match notify::DesktopNotifier::new(app.handle(), Arc::new(clicked)) {
        Ok(notifier) => Arc::new(notifier),
        Err(error) => {
            tracing::warn!(%error, "there are no desktop notifications");
            Arc::new(NoNotifier)
        }
    }
}

/// Where the desktop has no notifications at all.
struct NoNotifier;

impl Notifier for NoNotifier {
    fn show(&self, _: &Note) -> Result<(), NotShown> {
        Err(NotShown::NoService)
    }
}

#[cfg(not(feature = "e2e"))]
fn clock(_: &App) -> Arc<dyn Clock> {
    Arc::new(desk_engine::ports::SystemClock)
}

#[cfg(feature = "e2e")]
fn clock(app: &App) -> Arc<dyn Clock> {
    e2e::clock(app)
}

fn on_event(app: &AppHandle, event: RunEvent) {
    if let RunEvent::Exit = event {
        app.state::<Arc<Program>>().close();
    }
}

/// A second start on the same workspace raises the window of the first and ends. Where instances
/// are not told apart by their workspace, the lock on the workspace keeps a second one out.
fn single_instance() -> Option<TauriPlugin<Wry>> {
    let builder = tauri_plugin_single_instance::Builder::new()
        .callback(|app, _arguments: Vec<String>, _folder: String| window::raise(app));
    match folder::override_from_environment() {
        None => Some(builder.build()),
        Some(folder) if cfg!(target_os = "linux") => {
            Some(builder.dbus_id(instance_name(&folder)).build())
        }
        Some(_) => None,
    }
}

/// A name on the session bus for the workspace in a folder of the rep's choice.
fn instance_name(folder: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    folder.hash(&mut hasher);
    format!("org.cadencedesk.desktop.w{:016x}", hasher.finish())
}
