//! The keychain's own thread, and the handle through which everybody asks it.
//!
//! One request runs at a time. A request never shows a question unless the rep just did something
//! that needs the keychain; while such a question is open all other requests are told *locked*
//! instead of waiting behind it. No caller waits without a limit, whatever the system's keychain does.

use crate::error::KeychainError;
use crate::name::SecretName;
use crate::parts::{self, Shelf};
use crate::secret::Secret;
use crate::system::{self, Intent};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Duration;

/// How long to wait for the system's keychain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For one answer. A request needs several; its caller waits three times as long.
    pub answer: Duration,
    /// For the rep to answer the keychain's question.
    pub question: Duration,
}

impl Default for Patience {
    /// Ten seconds for an answer: at login the keychain itself may still be starting. Two minutes
    /// for the rep, who may have to look the password up.
    fn default() -> Self {
        Self { answer: Duration::from_secs(10), question: Duration::from_secs(120) }
    }
}

/// A handle to the operating system's keychain. Clones share one thread, which ends with the last.
///
/// The plain calls wait and belong on threads where waiting is allowed. Each has an `_async` twin
/// that waits on a thread of tokio's for blocking work.
#[derive(Debug, Clone)]
pub struct Keychain {
    requests: Sender<Request>,
    asking: Arc<Mutex<bool>>,
    patience: Patience,
}

type Answer = Result<Option<Secret>, KeychainError>;

#[derive(Debug)]
struct Request {
    task: Task,
    may_ask: bool,
    answer: SyncSender<Answer>,
    /// Gone when the caller has given up.
    caller: Weak<()>,
}

#[derive(Debug)]
enum Task {
    Get(SecretName),
    Set(SecretName, Secret),
    Delete(SecretName),
    Probe,
}

impl Keychain {
    /// Starts the keychain's thread. Asks nothing of the system yet.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(Patience::default())
    }

    /// As [`Keychain::start`], with other limits.
    #[must_use]
    pub fn start_with(patience: Patience) -> Self {
        let (requests, received) = channel();
        let asking = Arc::new(Mutex::new(false));
        let worker = Worker { requests: received, asking: Arc::clone(&asking), patience };
        let started = thread::Builder::new().name("keychain".to_owned()).spawn(|| worker.run());
        if let Err(error) = started {
            // Every request then fails, because nobody receives it.
            tracing::error!(%error, "the keychain's thread did not start");
        }
        Self { requests, asking, patience }
    }

    /// The secret under a name; none when there is none. Never shows a question.
    ///
    /// # Errors
    /// See [`KeychainError`].
    pub fn get(&self, name: &SecretName) -> Result<Option<Secret>, KeychainError> {
        self.request(Task::Get(name.clone()), false)
    }

    /// Stores a secret for a rep who just entered it, over what was there, and reads it back. May
    /// show the system's question and then waits for the rep, up to [`Patience::question`].
    ///
    /// # Errors
    /// See [`KeychainError`]; `Other` also when something else was read back, when the secret is
    /// empty or longer than 80 KiB.
    pub fn set(&self, name: &SecretName, secret: &Secret) -> Result<(), KeychainError> {
        self.request(Task::Set(name.clone(), secret.clone()), true).map(drop)
    }

    /// As [`Keychain::set`], without ever showing a question: for a token that was renewed while
    /// nobody was looking.
    ///
    /// # Errors
    /// As [`Keychain::set`]; `Locked` where that would have asked.
    pub fn set_unattended(&self, name: &SecretName, secret: &Secret) -> Result<(), KeychainError> {
        self.request(Task::Set(name.clone(), secret.clone()), false).map(drop)
    }

    /// Deletes the secret under a name. Not being there is no error. Never shows a question.
    ///
    /// # Errors
    /// See [`KeychainError`].
    pub fn delete(&self, name: &SecretName) -> Result<(), KeychainError> {
        self.request(Task::Delete(name.clone()), false).map(drop)
    }

    /// Writes a secret, reads it back and deletes it, for a rep who sets an account up or says "try
    /// again". May show the system's question, as [`Keychain::set`] does.
    ///
    /// # Errors
    /// See [`KeychainError`].
    pub fn probe(&self) -> Result<(), KeychainError> {
        self.request(Task::Probe, true).map(drop)
    }

    /// [`Keychain::get`] for asynchronous code.
    ///
    /// # Errors
    /// As [`Keychain::get`].
    pub async fn get_async(&self, name: &SecretName) -> Result<Option<Secret>, KeychainError> {
        let name = name.clone();
        self.aside(move |keychain| keychain.get(&name)).await
    }

    /// [`Keychain::set`] for asynchronous code.
    ///
    /// # Errors
    /// As [`Keychain::set`].
    pub async fn set_async(&self, name: &SecretName, secret: &Secret) -> Result<(), KeychainError> {
        let (name, secret) = (name.clone(), secret.clone());
        self.aside(move |keychain| keychain.set(&name, &secret)).await
    }

    /// [`Keychain::set_unattended`] for asynchronous code.
    ///
    /// # Errors
    /// As [`Keychain::set_unattended`].
    pub async fn set_unattended_async(
        &self,
        name: &SecretName,
        secret: &Secret,
    ) -> Result<(), KeychainError> {
        let (name, secret) = (name.clone(), secret.clone());
        self.aside(move |keychain| keychain.set_unattended(&name, &secret)).await
    }

    /// [`Keychain::delete`] for asynchronous code.
    ///
    /// # Errors
    /// As [`Keychain::delete`].
    pub async fn delete_async(&self, name: &SecretName) -> Result<(), KeychainError> {
        let name = name.clone();
        self.aside(move |keychain| keychain.delete(&name)).await
    }

    /// [`Keychain::probe`] for asynchronous code.
    ///
    /// # Errors
    /// As [`Keychain::probe`].
    pub async fn probe_async(&self) -> Result<(), KeychainError> {
        self.aside(Self::probe).await
    }

    async fn aside<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Self) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let keychain = self.clone();
        let done = tokio::task::spawn_blocking(move || ask(&keychain)).await;
        done.unwrap_or_else(|error| Err(KeychainError::other(error)))
    }

    fn request(&self, task: Task, may_ask: bool) -> Answer {
        let (answer, answered) = sync_channel(1);
        let waiting = Arc::new(());
        let request = Request { task, may_ask, answer, caller: Arc::downgrade(&waiting) };
        {
            // Held while sending, so that nothing gets in behind a question that is just opening.
            let asking = locked(&self.asking);
            if *asking {
                return Err(KeychainError::Locked);
            }
            self.requests.send(request).map_err(|_| ended())?;
        }
        let mut limit = self.patience.answer * 3;
        if may_ask {
            limit += self.patience.question;
        }
        match answered.recv_timeout(limit) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Disconnected) => Err(ended()),
            Err(RecvTimeoutError::Timeout) if *locked(&self.asking) => Err(KeychainError::Locked),
            Err(RecvTimeoutError::Timeout) => {
                Err(KeychainError::Other("no answer in time".to_owned()))
            }
        }
    }
}

/// The thread's side.
struct Worker {
    requests: Receiver<Request>,
    asking: Arc<Mutex<bool>>,
    patience: Patience,
}

impl Worker {
    fn run(self) {
        while let Ok(Request { task, may_ask, answer, caller }) = self.requests.recv() {
            // Nothing is written for somebody who was told that it was not.
            if caller.strong_count() == 0 {
                continue;
            }
            // The stores of some platforms panic where they cannot go on.
            let done = catch_unwind(AssertUnwindSafe(|| self.perform(&task, may_ask)));
            let done =
                done.unwrap_or_else(|_| Err(KeychainError::Other("the store failed".to_owned())));
            // The caller may have given up meanwhile.
            let _ = answer.send(done);
        }
    }

    fn perform(&self, task: &Task, may_ask: bool) -> Answer {
        let writes = matches!(task, Task::Set(..) | Task::Probe);
        let quiet = Intent { writes, may_ask: false, answer: self.patience.answer };
        match attempt(task, quiet) {
            Err(KeychainError::Locked) if may_ask => {
                let _open = Question::open(&self.asking, &self.requests);
                system::ask(self.patience)?;
                attempt(task, Intent { may_ask: true, ..quiet })
            }
            answer => answer,
        }
    }
}

fn attempt(task: &Task, intent: Intent) -> Answer {
    let mut shelf = system::open(intent)?;
    match task {
        Task::Get(name) => parts::read(&mut shelf, name.as_str()),
        Task::Delete(name) => parts::delete(&mut shelf, name.as_str()).map(|()| None),
        Task::Set(name, secret) => store(&mut shelf, name, secret).map(|()| None),
        Task::Probe => {
            let name = SecretName::probe();
            store(&mut shelf, &name, &something()?)?;
            parts::delete(&mut shelf, name.as_str()).map(|()| None)
        }
    }
}

/// Some stores take a secret and forget it.
fn store(shelf: &mut impl Shelf, name: &SecretName, secret: &Secret) -> Result<(), KeychainError> {
    parts::write(shelf, name.as_str(), secret)?;
    if parts::read(shelf, name.as_str())?.as_ref() != Some(secret) {
        return Err(KeychainError::Other("something else was read than was written".to_owned()));
    }
    Ok(())
}

/// A text that was never stored before.
fn something() -> Result<Secret, KeychainError> {
    let random = getrandom::u64().map_err(KeychainError::other)?;
    Ok(Secret::new(format!("probe {random:016x}")))
}

/// While it exists, the system's question is open and requests are told so.
struct Question<'a>(&'a Mutex<bool>);

impl<'a> Question<'a> {
    fn open(asking: &'a Mutex<bool>, requests: &Receiver<Request>) -> Self {
        let mut now = locked(asking);
        *now = true;
        for request in requests.try_iter() {
            let _ = request.answer.send(Err(KeychainError::Locked));
        }
        Self(asking)
    }
}

impl Drop for Question<'_> {
    fn drop(&mut self) {
        *locked(self.0) = false;
    }
}

fn ended() -> KeychainError {
    KeychainError::Other("the keychain's thread has ended".to_owned())
}

/// A flag is never half-written.
fn locked(flag: &Mutex<bool>) -> MutexGuard<'_, bool> {
    flag.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mock that `keyring` 3 is without a feature for the platform.
    struct Forgetful;

    impl Shelf for Forgetful {
        fn get(&mut self, _: &str) -> Result<Option<Secret>, KeychainError> {
            Ok(None)
        }

        fn put(&mut self, _: &str, _: &str) -> Result<(), KeychainError> {
            Ok(())
        }

        fn remove(&mut self, _: &str) -> Result<(), KeychainError> {
            Ok(())
        }
    }

    #[test]
    fn a_keychain_that_forgets_what_it_took_is_found_out() {
        let stored = store(&mut Forgetful, &SecretName::probe(), &something().unwrap());
        assert!(matches!(stored, Err(KeychainError::Other(_))), "{stored:?}");
    }

    fn reading(caller: Weak<()>) -> (Request, Receiver<Answer>) {
        let (answer, answered) = sync_channel(1);
        let task = Task::Get(SecretName::probe());
        (Request { task, may_ask: false, answer, caller }, answered)
    }

    #[test]
    fn requests_that_wait_when_a_question_opens_are_told_that_it_is_locked() {
        let (asking, waiting) = (Mutex::new(false), Arc::new(()));
        let (requests, received) = channel();
        let (request, answered) = reading(Arc::downgrade(&waiting));
        requests.send(request).unwrap();
        let question = Question::open(&asking, &received);
        assert_eq!(answered.try_recv(), Ok(Err(KeychainError::Locked)));
        assert!(*locked(&asking));
        drop(question);
        assert!(!*locked(&asking));
    }

    #[test]
    fn a_request_whose_caller_has_given_up_is_not_carried_out() {
        let (requests, received) = channel();
        let (request, answered) = reading(Weak::new());
        requests.send(request).unwrap();
        drop(requests);
        let asking = Arc::new(Mutex::new(false));
        Worker { requests: received, asking, patience: Patience::default() }.run();
        assert!(answered.try_recv().is_err());
    }

    #[test]
    fn a_handle_whose_thread_has_ended_says_so_and_does_not_wait() {
        let (requests, _) = channel();
        let asking = Arc::new(Mutex::new(false));
        let keychain = Keychain { requests, asking, patience: Patience::default() };
        assert_eq!(keychain.get(&SecretName::probe()), Err(ended()));
    }
}
