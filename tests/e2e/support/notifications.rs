//! A real notification service, dunst, on a test's display and session bus.
//!
//! dunst offers what can be done with its notifications in a menu, which here is a script: it writes
//! down what is offered, or takes what the test has chosen.

#![allow(dead_code, reason = "what tests may ask of it, asked or not")]

use super::desk::{PATIENCE, wait_until};
use super::surroundings::{Process, Surroundings};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

/// A notification that is on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Displayed {
    /// The title.
    pub title: String,
    /// The captions of its buttons.
    pub buttons: Vec<String>,
}

/// A notification that was on the screen and is not any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The title.
    pub title: String,
    /// The body as it came, with its markup.
    pub body: String,
}

/// One line of the menu: `#Open (title) [7,open]`.
struct Offer {
    line: String,
    caption: String,
    title: String,
    id: String,
    action: String,
}

/// The running service. Its notifications stay until they are closed.
pub struct Dunst {
    // Before the surroundings, which it runs in.
    _process: Process,
    folder: PathBuf,
    surroundings: Arc<Surroundings>,
}

impl Dunst {
    /// Starts it and waits until it is there.
    pub async fn start(surroundings: &Arc<Surroundings>) -> Self {
        let folder = surroundings.home().join("dunst");
        let (config, menu) = (folder.join("dunstrc"), folder.join("menu.sh"));
        fs::create_dir_all(&folder).expect("a folder");
        let place = folder.display();
        fs::write(
            &menu,
            format!(
                "cd {place} && cat > offered.new\n\
                 if [ -f choice ]; then cat choice; rm choice; else mv offered.new offered; fi\n"
            ),
        )
        .expect("a file");
        fs::write(
            &config,
            format!(
                "[global]\ndmenu = sh {}\nmarkup = full\nnotification_limit = 0\n\
                 [urgency_low]\ntimeout = 0\n[urgency_normal]\ntimeout = 0\n\
                 [urgency_critical]\ntimeout = 0\n",
                menu.display()
            ),
        )
        .expect("a file");

        let mut command = surroundings.command("dunst");
        command.arg("-conf").arg(&config).stdout(Stdio::null()).stderr(Stdio::null());
        let process = Process::start(&mut command);
        wait_until("dunst is there", || {
            // Asked of the bus: a question to the name itself might start another one.
            let question = ["--session", "--dest=org.freedesktop.DBus", "--print-reply=literal"];
            let name = "string:org.freedesktop.Notifications";
            let ask = ["/", "org.freedesktop.DBus.NameHasOwner", name];
            surroundings.output("dbus-send", &[question, ask].concat()).ends_with("true")
        })
        .await;
        Self { _process: process, folder, surroundings: Arc::clone(surroundings) }
    }

    /// The notifications on the screen that can be clicked, newest first.
    pub async fn displayed(&self) -> Vec<Displayed> {
        let mut displayed: Vec<(String, Displayed)> = Vec::new();
        for Offer { caption, title, id, action, .. } in self.offers().await {
            if displayed.last().is_none_or(|(last, _)| *last != id) {
                displayed.push((id, Displayed { title, buttons: Vec::new() }));
            }
            // The first of each is the click on the notification itself.
            if let Some((_, last)) = displayed.last_mut().filter(|_| action != "default") {
                last.buttons.push(caption);
            }
        }
        displayed.into_iter().map(|(_, displayed)| displayed).collect()
    }

    /// Waits until a notification with this title is on the screen.
    pub async fn shows(&self, title: &str) {
        let attempt = async {
            while !self.displayed().await.iter().any(|one| one.title == title) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let shown = tokio::time::timeout(PATIENCE, attempt).await;
        assert!(shown.is_ok(), "“{title}” is not shown");
    }

    /// Clicks on the notification with this title, as soon as it is shown.
    pub async fn click(&self, title: &str) {
        self.choose(title, |offer| offer.action == "default").await;
    }

    /// Presses a button of the notification with this title, as soon as it is shown.
    pub async fn press(&self, title: &str, button: &str) {
        self.choose(title, |offer| offer.action != "default" && offer.caption == button).await;
    }

    /// Takes all notifications off the screen.
    pub async fn close_all(&self) {
        self.surroundings.output("dunstctl", &["close-all"]);
        wait_until("the notifications are closed", || self.count() == 0).await;
    }

    /// The notifications that are not on the screen any more, newest first.
    pub fn history(&self) -> Vec<Past> {
        let history = self.surroundings.output("dunstctl", &["history"]);
        let history: Value = serde_json::from_str(&history).expect("JSON");
        let text = |one: &Value, field: &str| {
            one[field]["data"].as_str().expect("a text of the notification").to_owned()
        };
        let past = history["data"][0].as_array().expect("a list of notifications");
        past.iter()
            .map(|one| Past { title: text(one, "summary"), body: text(one, "body") })
            .collect()
    }

    fn count(&self) -> usize {
        let count = self.surroundings.output("dunstctl", &["count", "displayed"]);
        count.parse().expect("a number")
    }

    async fn choose(&self, title: &str, wanted: impl Fn(&Offer) -> bool) {
        self.shows(title).await;
        let offers = self.offers().await;
        let offer = offers.iter().find(|offer| offer.title == title && wanted(offer));
        let offer = offer.unwrap_or_else(|| panic!("“{title}” does not offer that"));
        let choice = self.folder.join("choice");
        fs::write(&choice, &offer.line).expect("a file");
        self.open_menu_until("the choice is taken", || !choice.exists()).await;
    }

    /// What can be done with the notifications on the screen.
    async fn offers(&self) -> Vec<Offer> {
        if self.count() == 0 {
            return Vec::new();
        }
        let offered = self.folder.join("offered");
        let _ = fs::remove_file(&offered);
        self.open_menu_until("the menu is offered", || offered.exists()).await;
        let offered = fs::read_to_string(&offered).expect("text");
        offered.lines().map(|line| offer(line).expect("a line of the menu")).collect()
    }

    /// dunst opens no second menu while it is still busy with the last, and does not say so.
    async fn open_menu_until(&self, what: &str, done: impl Fn() -> bool) {
        wait_until(what, || {
            done() || {
                self.surroundings.output("dunstctl", &["context"]);
                false
            }
        })
        .await;
    }
}

fn offer(line: &str) -> Option<Offer> {
    let (what, which) = line.strip_prefix('#')?.strip_suffix(']')?.rsplit_once(" [")?;
    let (caption, title) = what.strip_suffix(')')?.split_once(" (")?;
    let (id, action) = which.split_once(',')?;
    Some(Offer {
        line: line.to_owned(),
        caption: caption.to_owned(),
        title: title.to_owned(),
        id: id.to_owned(),
        action: action.to_owned(),
    })
}
