//! An open workspace with everything that handlers and loops may ask for.

use crate::attention::Attention;
use crate::chosen::Chosen;
use crate::loops::Waker;
use crate::loops::quiet::Quiet;
use crate::ports::{Endpoints, Notifier, Ports, Reads, Secrets, Writes, Zoned};
use crate::publish::Publisher;
use crate::sign_in::Renewals;
use crate::waking::mark::MarkFile;
use desk_core::account::Issuer;
use desk_core::change::Changes;
use desk_core::ids::{Ids, Uid};
use desk_core::schedule::plus;
use desk_core::time::{Clock, Timestamp};
use desk_core::zone::Zone;
use desk_mail::server::{Trust, TrustProblem};
use desk_store::files::KeptFiles;
use desk_store::workspace::{self, Kind};
use desk_store::{Connection, Store, StoreError};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, OnceLock};

/// Folder, beside the practice workspace's file, into which its mail is written.
const SENT: &str = "sent";

/// An open workspace.
pub(crate) struct Session {
    store: Store,
    ports: Ports,
    publisher: Publisher,
    kind: Kind,
    /// Milliseconds by which the practice workspace's clock is ahead.
    offset: AtomicI64,
    waker: Waker,
    /// Wakes whoever reads the mailbox, who does not look at every change.
    mailbox: Waker,
    quiet: Quiet,
    attention: Arc<Attention>,
    /// Due touches of which it is noted that the rep is told, and of which a note is still to tell.
    untold: AtomicUsize,
    trust: OnceLock<Trust>,
    chosen: Chosen,
    /// What lies beside the file to know it again.
    mark: MarkFile,
    /// When the last sign of life was given; the least number before the first.
    last_sign: AtomicI64,
    abandoned: AtomicBool,
    renewals: Renewals,
    /// Dropped with the session, last of all: whoever listens knows that the file is closed.
    _held: Sender<()>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Session").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Session {
    /// What a store is needs no more than a look at it.
    pub fn new(
        store: Store,
        ports: Ports,
        publisher: Publisher,
        attention: Arc<Attention>,
        held: Sender<()>,
    ) -> Result<Self, StoreError> {
        let row = store.read(workspace::get)?;
        let mark = MarkFile::beside(store.path());
        Ok(Self {
            store,
            ports,
            publisher,
            kind: row.kind,
            offset: AtomicI64::new(row.clock_offset),
            waker: Waker::new(),
            mailbox: Waker::new(),
            quiet: Quiet::default(),
            attention,
            untold: AtomicUsize::new(0),
            trust: OnceLock::new(),
            chosen: Chosen::default(),
            mark,
            last_sign: AtomicI64::new(i64::MIN),
            abandoned: AtomicBool::new(false),
            renewals: Renewals::default(),
            _held: held,
        })
    }

    pub const fn kind(&self) -> Kind {
        self.kind
    }

    pub const fn waker(&self) -> &Waker {
        &self.waker
    }

    /// Wakes whoever reads the mailbox: the account has changed.
    pub const fn mailbox(&self) -> &Waker {
        &self.mailbox
    }

    /// Who is at work, for pausing the loops.
    pub const fn quiet(&self) -> &Quiet {
        &self.quiet
    }

    pub fn attention(&self) -> &Attention {
        &self.attention
    }

    /// Keeps how many due touches the next note tells of as well.
    pub fn tell_with_the_next(&self, touches: usize) {
        self.untold.fetch_add(touches, Ordering::SeqCst);
    }

    /// How many these are. From here on there are none.
    pub fn take_untold(&self) -> usize {
        self.untold.swap(0, Ordering::SeqCst)
    }

    pub fn notifier(&self) -> &dyn Notifier {
        self.ports.notifier.as_ref()
    }

    pub fn secrets(&self) -> Arc<dyn Secrets> {
        Arc::clone(&self.ports.secrets)
    }

    pub fn boot(&self) -> &str {
        &self.ports.boot
    }

    /// Names this computer; may be empty.
    pub fn machine(&self) -> &str {
        &self.ports.machine
    }

    /// The mark beside the file.
    pub const fn mark(&self) -> &MarkFile {
        &self.mark
    }

    /// When the last sign of life was given in this run.
    pub fn last_sign(&self) -> Option<Timestamp> {
        let at = self.last_sign.load(Ordering::SeqCst);
        (at != i64::MIN).then(|| Timestamp::from_millis(at))
    }

    /// Keeps when the last sign of life was given.
    pub fn set_last_sign(&self, at: Timestamp) {
        self.last_sign.store(at.as_millis(), Ordering::SeqCst);
    }

    /// Whether nothing is to be written any more.
    pub fn is_abandoned(&self) -> bool {
        self.abandoned.load(Ordering::SeqCst)
    }

    /// Whose certificates are believed. Read once: it takes files.
    pub fn trust(&self) -> Result<&Trust, TrustProblem> {
        if let Some(trust) = self.trust.get() {
            return Ok(trust);
        }
        let trust = (self.ports.trust)()?;
        Ok(self.trust.get_or_init(|| trust))
    }

    /// Where a provider is asked for tokens.
    pub fn endpoints(&self, issuer: Issuer) -> Endpoints {
        (self.ports.directory.endpoints)(issuer)
    }

    /// Who renews tokens.
    pub const fn renewals(&self) -> &Renewals {
        &self.renewals
    }

    /// Where the practice workspace's mail goes.
    pub fn sent_folder(&self) -> PathBuf {
        self.store.path().with_file_name(SENT)
    }

    /// The attachments folder.
    pub fn files(&self) -> KeptFiles {
        KeptFiles::of(&self.store)
    }

    /// Files that the rep has chosen and that are not attached yet.
    pub const fn chosen(&self) -> &Chosen {
        &self.chosen
    }

    pub fn read_store<T>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.store.read(query)
    }

    pub fn abandon(&self) -> Result<(), StoreError> {
        self.abandoned.store(true, Ordering::SeqCst);
        self.store.abandon()
    }

    /// Moves the practice workspace's clock ahead to `moment`.
    pub fn jump_to(&self, moment: Timestamp) -> Result<(), StoreError> {
        let ahead = moment.as_millis().saturating_sub(self.ports.clock.now().as_millis());
        self.write(|tx| workspace::set_clock_offset(tx, ahead))?;
        self.offset.store(ahead, Ordering::SeqCst);
        self.waker.wake();
        Ok(())
    }
}

impl Reads for Session {
    fn store(&self) -> &Store {
        &self.store
    }
}

impl Writes for Session {
    fn publish(&self, changes: Changes) {
        if !changes.is_empty() {
            self.waker.wake();
        }
        self.publisher.publish(changes);
    }
}

impl Clock for Session {
    fn now(&self) -> Timestamp {
        plus(self.ports.clock.now(), self.offset.load(Ordering::SeqCst))
    }
}

impl Ids for Session {
    fn uid(&self, now: Timestamp) -> Uid {
        self.ports.ids.uid(now)
    }
}

impl Zoned for Session {
    fn rep_zone(&self) -> Zone {
        (self.ports.zone)()
    }
}
