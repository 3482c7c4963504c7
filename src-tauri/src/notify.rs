//! Desktop notifications, and what a click on one leads to.
//!
//! Showing and hearing of clicks is the notification plugin's work. What it leaves out is here: it
//! reports success before it sends anything and drops what goes wrong then, so the service is asked
//! first; and it passes texts on as they are, which many services read as markup.

use desk_engine::ports::{NotShown, Note, NoteTarget, Notifier};
use std::sync::Arc;
use tauri::plugin::{Plugin, TauriPlugin};
use tauri::{AppHandle, Wry};
use tauri_plugin_notification::{Action, ActionPerformed, ActionType, NotificationExt};

/// The kind of our notifications, which carries their button.
const KIND: &str = "note";

/// What the plugin calls a click on the notification itself.
const CLICK: &str = "tap";

/// The button, for desktops where a click on the notification only closes it.
const OPEN: &str = "open";

/// The key of the target in a notification's payload.
const TARGET: &str = "target";

/// The notifications of the desktop. Works from any thread, also within an asynchronous runtime;
/// [`Notifier::show`] may take two seconds where the service is slow.
pub struct DesktopNotifier {
    app: AppHandle,
}

impl DesktopNotifier {
    /// Prepares notifications. `clicked` is called on a thread of the plugin's, which has to hear of
    /// the next click soon. The plugin must be registered ([`plugin`]).
    ///
    /// # Errors
    /// The plugin's; on desktops there are none today.
    pub fn new(
        app: &AppHandle,
        clicked: Arc<dyn Fn(NoteTarget) + Send + Sync>,
    ) -> tauri_plugin_notification::Result<Self> {
        let notifications = app.notification();
        let open = Action::builder(OPEN, "Open").build();
        notifications
            .register_action_types(vec![ActionType::builder(KIND).actions(vec![open]).build()])?;
        // Only notifications that are shown after this report what is done with them.
        notifications.on_action(move |performed| {
            if let Some(target) = target_of(performed) {
                clicked(target);
            }
        })?;
        Ok(Self { app: app.clone() })
    }
}

impl Notifier for DesktopNotifier {
    fn show(&self, note: &Note) -> Result<(), NotShown> {
        let key = key(note.target);
        let service = service::ask(&self.app, key)?;
        let notification = self.app.notification().builder();
        notification
            .id(key)
            .title(one_line(&note.title))
            .body(service.written(&note.body))
            .action_type_id(KIND)
            .extra(TARGET, text(note.target))
            .show()
            .map_err(|error| NotShown::Failed(error.to_string()))
    }
}

/// The notification plugin without its page side. That would run a script in the window which asks
/// for permission by a command of the plugin's, and the window is allowed one command only: ours.
pub fn plugin() -> impl Plugin<Wry> {
    WithoutPage(tauri_plugin_notification::init())
}

struct WithoutPage(TauriPlugin<Wry>);

impl Plugin<Wry> for WithoutPage {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn initialize(
        &mut self,
        app: &AppHandle,
        config: serde_json::Value,
    ) -> Result<(), Box<dyn std::error::Error>> {
        self.0.initialize(app, config)
    }
}

fn target_of(performed: &ActionPerformed) -> Option<NoteTarget> {
    if ![CLICK, OPEN].contains(&performed.action_id()) {
        return None;
    }
    target(performed.notification()?.extra().get(TARGET)?.as_str()?)
}

/// A target as text, for the notification's payload.
fn text(target: NoteTarget) -> String {
    match target {
        NoteTarget::Touch { id } => format!("touch {id}"),
        NoteTarget::Due => "due".to_owned(),
    }
}

/// Reads what [`text`] wrote.
fn target(text: &str) -> Option<NoteTarget> {
    match text {
        "due" => Some(NoteTarget::Due),
        touch => {
            let id = touch.strip_prefix("touch ")?.parse().ok()?;
            Some(NoteTarget::Touch { id })
        }
    }
}

/// The same for notifications that lead to the same place: the later one replaces the earlier.
fn key(target: NoteTarget) -> i32 {
    match target {
        // Two touches would have to be two thousand million apart to share one.
        NoteTarget::Touch { id } => i32::try_from(id & i64::from(i32::MAX)).unwrap_or(0),
        NoteTarget::Due => -1,
    }
}

/// Takes out what no desktop can show; a text with NUL would not even be sent.
fn shown(text: &str, keep: impl Fn(char) -> bool) -> String {
    text.chars().map(|c| if c.is_control() && !keep(c) { ' ' } else { c }).collect()
}

fn one_line(text: &str) -> String {
    shown(text, |_| false)
}

fn lines(text: &str) -> String {
    shown(text, |c| c == '\n')
}

/// Linux and the BSDs: whoever owns the name on the session bus.
#[cfg(all(unix, not(target_os = "macos")))]
mod service {
    use super::{NotShown, lines};
    use std::sync::mpsc::{RecvTimeoutError, sync_channel};
    use std::thread;
    use std::time::Duration;
    use tauri::AppHandle;
    use tauri_plugin_notification::NotificationExt;
    use zbus::blocking::{Proxy, connection};

    const NAME: &str = "org.freedesktop.Notifications";
    const PATH: &str = "/org/freedesktop/Notifications";

    /// How long the service may take to say that it is there.
    const LIMIT: Duration = Duration::from_secs(2);

    /// A service that answers.
    pub struct Service {
        reads_markup: bool,
    }

    impl Service {
        /// A body as this service has to be given it to show what was meant.
        pub fn written(&self, body: &str) -> String {
            let body = lines(body);
            if !self.reads_markup {
                return body;
            }
            body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
        }
    }

    /// Asks the service what it can do, which also starts one that the system can start, and takes
    /// back an earlier notification of the same key. On a thread of its own: whoever wants to show
    /// something may be within a runtime, and connecting to a bus has no limit of time.
    pub fn ask(app: &AppHandle, key: i32) -> Result<Service, NotShown> {
        let (answer, answered) = sync_channel(1);
        let app = app.clone();
        let asking =
            thread::Builder::new().name("notification-service".to_owned()).spawn(move || {
                let service = capabilities().map(|capabilities| {
                    // Reports nothing; the earlier one may be gone.
                    let _ = app.notification().remove_active(vec![key]);
                    Service { reads_markup: capabilities.iter().any(|one| one == "body-markup") }
                });
                let _ = answer.send(service);
            });
        asking.map_err(|error| NotShown::Failed(error.to_string()))?;
        match answered.recv_timeout(LIMIT) {
            Ok(service) => service,
            Err(RecvTimeoutError::Timeout) => Err(NotShown::NoService),
            Err(RecvTimeoutError::Disconnected) => {
                Err(NotShown::Failed("the question to the service failed".to_owned()))
            }
        }
    }

    fn capabilities() -> Result<Vec<String>, NotShown> {
        let bus = connection::Builder::session()
            .and_then(|builder| builder.method_timeout(LIMIT).build())
            .map_err(|_| NotShown::NoService)?;
        Proxy::new(&bus, NAME, PATH, NAME)
            .and_then(|service| service.call("GetCapabilities", &()))
            .map_err(|error| match error {
                zbus::Error::MethodError(name, ..) if !nobody(name.as_str()) => {
                    NotShown::Failed(name.to_string())
                }
                // Its answer did not come, or the bus has gone.
                _ => NotShown::NoService,
            })
    }

    /// Whether the bus says that there is nobody and that it can start nobody.
    fn nobody(error: &str) -> bool {
        let error = error.strip_prefix("org.freedesktop.DBus.Error.").unwrap_or(error);
        ["ServiceUnknown", "NameHasNoOwner", "NoReply"].contains(&error)
            || error.starts_with("Spawn.")
    }
}

/// Windows and macOS: part of the system, and shows texts as they are.
#[cfg(not(all(unix, not(target_os = "macos"))))]
mod service {
    use super::{NotShown, lines};
    use tauri::AppHandle;

    /// The system's service.
    pub struct Service;

    impl Service {
        /// A body as the system has to be given it.
        pub fn written(&self, body: &str) -> String {
            lines(body)
        }
    }

    /// The system's service is there. It takes nothing back.
    pub fn ask(_: &AppHandle, _: i32) -> Result<Service, NotShown> {
        Ok(Service)
    }
}
