//! What is in the window, as a rep finds it: by words and roles.

use super::desk::PATIENCE;
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

/// The page in the window.
pub struct Page(Client);

impl Page {
    pub(super) const fn new(client: Client) -> Self {
        Self(client)
    }

    /// Waits until a screen is painted and nothing is on its way.
    pub async fn ready(&self) {
        self.until("document.documentElement.dataset.ready && !('busy' in document.documentElement.dataset)")
            .await;
    }

    /// Whether this screen is shown.
    pub async fn is_on(&self, screen: &str) -> bool {
        self.script("return document.documentElement.dataset.ready", vec![]).await == json!(screen)
    }

    /// Waits until a condition in the page holds. The page answers when it does: no polling.
    pub async fn until(&self, condition: &str) {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             const deadline = performance.now() + {};
             const look = () => ({condition}) ? done(true)
               : performance.now() > deadline ? done(document.body.innerText)
               : requestAnimationFrame(look);
             look();",
            PATIENCE.as_millis()
        );
        let outcome = self.0.execute_async(&script, vec![]).await.expect("the page answers");
        assert_eq!(outcome, json!(true), "timed out: {condition}");
    }

    /// Waits until nothing moves: no transition runs and the last frame is on the display.
    pub async fn still(&self) {
        self.ready().await;
        self.until("document.getAnimations().every((a) => a.playState !== 'running')").await;
        let two_frames = "const done = arguments[arguments.length - 1];
            requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";
        self.script_async(two_frames, vec![]).await;
    }

    /// Runs a script and returns its result.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.0.execute(script, arguments).await.expect("the page runs the script")
    }

    /// Runs a script that calls its last argument with its result.
    pub async fn script_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.0.execute_async(script, arguments).await.expect("the page runs the script")
    }

    /// Waits until the visible text of the window contains `text`.
    pub async fn sees(&self, text: &str) {
        self.until(&format!("document.body.innerText.includes({})", json!(text))).await;
    }

    /// Waits until the visible text of the window does not contain `text`.
    pub async fn sees_no(&self, text: &str) {
        self.until(&format!("!document.body.innerText.includes({})", json!(text))).await;
    }

    /// The element with this role and accessible name, once it is there.
    pub async fn control(&self, role: &str, name: &str) -> Element {
        let (tag, name) = (role, xpath_text(name));
        let xpath = format!(
            "//*[self::{tag} or @role='{role}']\
             [@aria-label={name} or normalize-space()={name} or *[normalize-space()={name}]]"
        );
        let found = self.0.wait().at_most(PATIENCE).for_element(Locator::XPath(&xpath)).await;
        found.unwrap_or_else(|error| panic!("no {role} {name}: {error}"))
    }

    /// Clicks the button with this name.
    pub async fn press(&self, name: &str) {
        let button = self.control("button", name).await;
        button.click().await.unwrap_or_else(|error| panic!("{name} cannot be clicked: {error}"));
    }

    /// Clicks the entry of an open menu with this name.
    pub async fn choose(&self, name: &str) {
        let entry = self.control("menuitem", name).await;
        entry.click().await.unwrap_or_else(|error| panic!("{name} cannot be chosen: {error}"));
    }

    /// Chooses an option of the list behind a field.
    pub async fn select(&self, label: &str, option: &str) {
        self.field(label).await.click().await.expect("the list opens");
        let entry = self.control("option", option).await;
        entry.click().await.unwrap_or_else(|error| panic!("{option} cannot be chosen: {error}"));
    }

    /// The input field with this label.
    pub async fn field(&self, label: &str) -> Element {
        self.field_below("", label).await
    }

    /// The input field with this label in the docked window.
    pub async fn docked_field(&self, label: &str) -> Element {
        self.field_below("//*[@aria-label='Docked window']", label).await
    }

    async fn field_below(&self, place: &str, label: &str) -> Element {
        let label = xpath_text(label);
        let xpath = format!(
            "{place}//*[self::input or self::textarea]\
             [@aria-label={label} or @id=//label[starts-with(normalize-space(), {label})]/@for]"
        );
        let found = self.0.wait().at_most(PATIENCE).for_element(Locator::XPath(&xpath)).await;
        found.unwrap_or_else(|error| panic!("no field {label}: {error}"))
    }

    /// Replaces what is in a field by typing.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        field.clear().await.expect("the field is cleared");
        if !text.is_empty() {
            // A line feed is no key.
            let keys = text.replace('\n', &char::from(Key::Enter).to_string());
            field.send_keys(&keys).await.expect("the field takes keys");
        }
    }

    /// Types into whatever has the focus.
    pub async fn keys(&self, keys: &str) {
        let focused = self.0.active_element().await.expect("something has the focus");
        focused.send_keys(keys).await.expect("it takes keys");
    }

    /// Presses a key that has no letter.
    pub async fn key(&self, key: Key) {
        self.keys(&char::from(key).to_string()).await;
    }

    /// Presses `key` while Control is held.
    pub async fn control_key(&self, key: &str) {
        self.keys(&format!("{}{key}{}", char::from(Key::Control), char::from(Key::Null))).await;
    }

    /// Presses `key` while Alt is held.
    pub async fn alt_key(&self, key: Key) {
        let [alt, key, release] = [Key::Alt, key, Key::Null].map(char::from);
        self.keys(&format!("{alt}{key}{release}")).await;
    }

    /// Asks a command past the user interface, as another part of the program would.
    pub async fn ask(&self, command: &str, input: Value) -> Result<Value, Value> {
        let script = "const done = arguments[arguments.length - 1];
             window.__TAURI_INTERNALS__.invoke('rpc', {request: arguments[0]})
               .then(ok => done({ok}), error => done({error}));";
        let request = json!({"command": command, "input": input});
        let mut answer = self.script_async(script, vec![request]).await;
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["ok"].take()),
        }
    }

    /// Loads the page anew, at another address inside it if one is given.
    pub async fn reload(&self, address: Option<&str>) {
        if let Some(address) = address {
            self.script("location.hash = arguments[0]", vec![json!(address)]).await;
        }
        self.0.refresh().await.expect("the page is loaded anew");
        self.ready().await;
    }

    /// Moves the program's clock to `now`, in milliseconds since the Unix epoch.
    pub async fn set_clock(&self, now: i64) {
        let script = "const done = arguments[arguments.length - 1];
             window.__TAURI_INTERNALS__.invoke('e2e_clock', {now: arguments[0]}).then(done);";
        self.script_async(script, vec![json!(now)]).await;
    }

    pub(super) async fn close(&self) {
        self.0.close_window().await.expect("the window closes");
        self.forget().await;
    }

    /// Ends the session with a window that may be gone.
    pub(super) async fn forget(&self) {
        let _ = self.0.clone().close().await;
    }
}

/// A text as an XPath expression, whatever quotes it holds.
fn xpath_text(text: &str) -> String {
    let parts: Vec<String> = text.split('\'').map(|part| format!("'{part}'")).collect();
    match parts.as_slice() {
        [one] => one.clone(),
        parts => format!("concat({})", parts.join(", \"'\", ")),
    }
}
