//! What a handler may ask of the world around it, one narrow trait a need, and the real ones that
//! do not depend on a window.

use desk_core::account::Issuer;
use desk_core::change::Changes;
use desk_core::ids::{Ids, Uid};
use desk_core::phone::PhoneNumber;
use desk_core::time::{Clock, Timestamp};
use desk_core::zone::Zone;
pub use desk_mail::discovery::NameServers;
use desk_mail::oauth::attempt::Attempt;
pub use desk_mail::oauth::issuers::Endpoints;
use desk_mail::oauth::issuers::endpoints;
pub use desk_mail::server::{Secret, Trust, TrustProblem};
use desk_store::{Committed, Store, StoreError, Tx};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// What the program needs from outside.
#[derive(Clone)]
pub struct Ports {
    /// The present moment.
    pub clock: Arc<dyn Clock>,
    /// New uids.
    pub ids: Arc<dyn Ids>,
    /// The rep's time zone.
    pub zone: fn() -> Zone,
    /// The file manager and the phone program.
    pub opener: Arc<dyn Opener>,
    /// The system's dialog for files.
    pub files: Arc<dyn Files>,
    /// The keychain.
    pub secrets: Arc<dyn Secrets>,
    /// Desktop notifications.
    pub notifier: Arc<dyn Notifier>,
    /// Whose certificates are believed. Asked once.
    pub trust: Arc<dyn Fn() -> Result<Trust, TrustProblem> + Send + Sync>,
    /// Names the time since the computer was started; see [`boot_id`].
    pub boot: String,
    /// Names this computer for good; empty where it has no name. See [`machine_id`].
    pub machine: String,
    /// Who is asked when an account is set up.
    pub directory: Directory,
}

/// Who is asked when an account is set up, besides its own servers.
#[derive(Clone)]
pub struct Directory {
    /// For the servers of an address.
    pub name_servers: NameServers,
    /// For tokens.
    pub endpoints: Arc<dyn Fn(Issuer) -> Endpoints + Send + Sync>,
}

impl Default for Directory {
    /// The computer's name servers, and the providers themselves.
    fn default() -> Self {
        Self { name_servers: NameServers::System, endpoints: Arc::new(endpoints) }
    }
}

/// Reads the open workspace.
pub trait Reads {
    /// The open workspace.
    fn store(&self) -> &Store;
}

/// Writes the open workspace and tells what changed.
pub trait Writes: Reads {
    /// Tells whoever shows the changed records. Called after the commit, never before.
    fn publish(&self, changes: Changes);

    /// Like [`Writes::write`], and on the disk before it returns.
    ///
    /// # Errors
    /// Whatever `change` returns, or the database's; nothing is changed or published then.
    fn write_durably<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let Committed { value, changes } = self.store().write_durably(change)?;
        self.publish(changes);
        Ok(value)
    }

    /// Runs `change` in one transaction and publishes what it changed once it is committed.
    ///
    /// # Errors
    /// Whatever `change` returns, or the database's; nothing is changed or published then.
    fn write<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let Committed { value, changes } = self.store().write(change)?;
        self.publish(changes);
        Ok(value)
    }
}

/// Knows where the rep is.
pub trait Zoned {
    /// The rep's time zone, asked anew each time: the rep may travel.
    fn rep_zone(&self) -> Zone;
}

/// Opens things outside the program.
pub trait Opener: Send + Sync {
    /// Shows a folder in the system's file manager.
    ///
    /// # Errors
    /// What the operating system said when there is no file manager or it would not start.
    fn show_folder(&self, folder: &Path) -> io::Result<()>;

    /// Hands a `tel:` address to the program that the system uses for calls.
    ///
    /// # Errors
    /// What the operating system said when there is no such program or it would not start.
    fn call(&self, number: &TelAddress) -> io::Result<()>;

    /// Opens a provider's page in the rep's browser.
    ///
    /// # Errors
    /// What the operating system said when there is no browser or it would not start.
    fn open_page(&self, page: &PageAddress) -> io::Result<()>;

    /// Hands an http, https or mailto address of a message, which the rep has confirmed, to the program
    /// that the system uses for it.
    ///
    /// # Errors
    /// What the operating system said when there is no such program or it would not start.
    fn open_link(&self, url: &str) -> io::Result<()>;
}

/// The address of a provider's page on which the rep signs in; made here and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageAddress(String);

impl PageAddress {
    /// The page of a sign-in.
    #[must_use]
    pub fn of(attempt: &Attempt) -> Self {
        Self(attempt.page().to_owned())
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Lets the rep choose files in the system's own dialog: the window names none.
pub trait Files: Send + Sync {
    /// Waits until the rep has chosen; none when the dialog was closed or could not be opened.
    fn choose(&self) -> Vec<PathBuf>;
}

/// A `tel:` address (RFC 3966) of a number that is made of digits and a leading + only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TelAddress(String);

impl TelAddress {
    /// The address of a number in the form in which it is dialled.
    #[must_use]
    pub fn of(number: &PhoneNumber) -> Self {
        Self(format!("tel:{}", number.key()))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where passwords are kept. Calls may take long: a rep may be asked to unlock it.
pub trait Secrets: Send + Sync {
    /// The secret of this name, if there is one.
    ///
    /// # Errors
    /// [`SecretsError`] says why it could not be looked up.
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError>;

    /// Keeps a secret under a name.
    ///
    /// # Errors
    /// [`SecretsError`] says why it was not kept.
    fn set(&self, name: &str, secret: &Secret) -> Result<(), SecretsError>;

    /// Forgets a secret. One that is not there is forgotten already.
    ///
    /// # Errors
    /// [`SecretsError`] says why it may still be there.
    fn delete(&self, name: &str) -> Result<(), SecretsError>;

    /// Finds out whether secrets can be kept. May ask the rep to unlock the keychain.
    ///
    /// # Errors
    /// [`SecretsError`] says why they cannot.
    fn probe(&self) -> Result<(), SecretsError>;
}

/// Why the keychain did not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretsError {
    /// There is none.
    #[error("there is no keychain")]
    Absent,
    /// It is locked.
    #[error("the keychain is locked")]
    Locked,
    /// It refused.
    #[error("the keychain refused")]
    Denied,
    /// Anything else.
    #[error("the keychain: {0}")]
    Other(String),
}

/// What a notification says and what it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its title; plain text.
    pub title: String,
    /// Its text; plain text.
    pub body: String,
    /// Where a click leads.
    pub target: NoteTarget,
}

/// Where a click on a notification leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteTarget {
    /// To the person of a touch, with its window open.
    Touch {
        /// Id of the touch.
        id: i64,
    },
    /// To the list of due touches.
    Due,
}

/// Why a notification was not shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotShown {
    /// The desktop has no service for notifications.
    #[error("the desktop shows no notifications")]
    NoService,
    /// The service failed.
    #[error("the notification was not shown: {0}")]
    Failed(String),
}

/// Shows desktop notifications.
pub trait Notifier: Send + Sync {
    /// Shows one.
    ///
    /// # Errors
    /// [`NotShown`] when nobody will see it.
    fn show(&self, note: &Note) -> Result<(), NotShown>;
}

/// The computer's wall clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system's clock")]
    fn now(&self) -> Timestamp {
        let now = SystemTime::now();
        // A clock set before 1970 counts backward from the epoch.
        let millis = match now.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()),
            Err(before) => i64::try_from(before.duration().as_millis()).map(|millis| -millis),
        };
        Timestamp::from_millis(millis.unwrap_or(i64::MAX))
    }
}

/// The zone that the computer is set to; UTC when it is set to none that is known.
#[must_use]
pub fn system_zone() -> Zone {
    let named = std::env::var("TZ").ok().and_then(|name| Zone::parse(name.trim_start_matches(':')));
    named
        .or_else(|| iana_time_zone::get_timezone().ok().and_then(|name| Zone::parse(&name)))
        .unwrap_or(Zone::UTC)
}

/// Names the time since the computer was started; another one after each start. Where the system
/// does not tell, each run of the program counts as a start, which is the careful side: what was
/// being sent when the program ended is then in doubt.
#[must_use]
pub fn boot_id() -> String {
    #[cfg(target_os = "linux")]
    if let Ok(id) = std::fs::read_to_string("/proc/sys/kernel/random/boot_id") {
        return id.trim().to_owned();
    }
    #[cfg(target_os = "macos")]
    if let Ok(output) =
        std::process::Command::new("/usr/sbin/sysctl").args(["-n", "kern.bootsessionuuid"]).output()
        && output.status.success()
    {
        return String::from_utf8_lossy(&output.stdout).trim().to_owned();
    }
    let uid = SystemIds.uid(SystemClock.now());
    uid.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Names this computer for good, by what its system calls it; empty where it is called nothing. It is kept
/// only as a hash.
#[must_use]
pub fn machine_id() -> String {
    machine_name().unwrap_or_default().trim().to_owned()
}

#[cfg(target_os = "linux")]
fn machine_name() -> Option<String> {
    ["/etc/machine-id", "/var/lib/dbus/machine-id"]
        .iter()
        .find_map(|path| std::fs::read_to_string(path).ok())
}

#[cfg(target_os = "macos")]
fn machine_name() -> Option<String> {
    let asked = ["-rd1", "-c", "IOPlatformExpertDevice"];
    let output = std::process::Command::new("/usr/sbin/ioreg").args(asked).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find(|line| line.contains("IOPlatformUUID"))?;
    line.split('"').nth(3).map(str::to_owned)
}

#[cfg(windows)]
fn machine_name() -> Option<String> {
    let asked = ["query", r"HKLM\SOFTWARE\Microsoft\Cryptography", "/v", "MachineGuid"];
    let output = std::process::Command::new("reg").args(asked).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find(|line| line.contains("MachineGuid"))?;
    line.split_whitespace().last().map(str::to_owned)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn machine_name() -> Option<String> {
    None
}

/// Uids from the operating system's random numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    fn uid(&self, now: Timestamp) -> Uid {
        let mut random = [0; 10];
        // Fails only on systems without a random source, which none of the supported ones is. The
        // unique index on every uid then refuses the second record instead of mixing two up.
        if let Err(error) = getrandom::fill(&mut random) {
            tracing::error!(%error, "the system gave no random numbers");
        }
        Uid::new(now, random)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_clock_is_after_this_program_was_written() {
        assert!(SystemClock.now() > Timestamp::from_millis(1_760_000_000_000));
    }

    #[test]
    fn system_ids_differ_within_one_millisecond() {
        let now = SystemClock.now();
        assert_ne!(SystemIds.uid(now), SystemIds.uid(now));
    }
}
