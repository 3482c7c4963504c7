//! A real mail server of a test's own: dovecot (IMAP, sign-in, mailboxes) and exim (SMTP), run by
//! one unprivileged user in one temporary folder. Ready in about a third of a second.
//!
//! What a real server does not do on demand, [`crate::scripted_smtp`] does.

use crate::access_token::TokenIssuer;
use crate::certificates::Authority;
use crate::mail_server_conf::{dovecot_conf, exim_conf, oauth2_conf};
use crate::port::free_port;
use crate::process::Process;
use futures_util::TryStreamExt;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// The domain of everybody here.
pub const DOMAIN: &str = "example.test";
/// Whose mailboxes there are: `alice@example.test` and so on. Mail to `refused@` is answered with
/// `550 5.1.1`, to `tempfail@` with `451 4.2.0`; everybody else is taken and has no mailbox.
pub const USERS: [&str; 4] = ["alice", "bob", "carol", "sender"];
/// Most bytes of a message.
pub const SIZE_LIMIT: usize = 10 * 1024 * 1024;

/// How often, and how long in between, is looked whether a server listens: 20 s in all.
const LOOKS: u32 = 2000;
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// The ports of one server. Each listens on 127.0.0.1 and 127.0.0.2.
#[derive(Debug, Clone, Copy)]
pub struct Ports {
    /// IMAP with STARTTLS.
    pub imap: u16,
    /// IMAP with TLS from the first byte.
    pub imaps: u16,
    /// SMTP with STARTTLS, for signed-in users.
    pub submission: u16,
    /// SMTP with TLS from the first byte, for signed-in users.
    pub submissions: u16,
    /// SMTP as between servers, without signing in: for bringing replies.
    pub mx: u16,
}

/// A running server. Ends, with all it has received, when it is dropped. Its certificate bears
/// `localhost` and `127.0.0.1`; 127.0.0.2 is a name that the certificate does not bear.
#[derive(Debug)]
pub struct MailServer {
    ports: Ports,
    authority: Authority,
    pub(crate) tokens: TokenIssuer,
    // In this order: the folder goes when nobody writes to it any more.
    _exim: Process,
    _dovecot: Process,
    folder: TempDir,
}

/// As whom the servers run: root would be refused by both.
pub(crate) struct RunAs {
    pub user: String,
    pub group: String,
    pub uid: u32,
    pub gid: u32,
    drops_root: bool,
}

impl MailServer {
    /// Starts both and waits until they listen.
    ///
    /// # Panics
    /// When a program is missing or does not start within 20 s.
    #[must_use]
    pub fn start() -> Self {
        Self::begin(false)
    }

    /// One that lets in by tokens as well ([`MailServer::token`]).
    ///
    /// # Panics
    /// As [`MailServer::start`].
    #[must_use]
    pub fn start_with_tokens() -> Self {
        Self::begin(true)
    }

    fn begin(with_tokens: bool) -> Self {
        // Short, because a Unix socket's path may have 108 bytes.
        let folder = tempfile::Builder::new().prefix("dm").tempdir().expect("a temporary folder");
        let dir = folder.path();
        let run_as = RunAs::for_owner_of(dir);
        let ports = Ports {
            imap: free_port(),
            imaps: free_port(),
            submission: free_port(),
            submissions: free_port(),
            mx: free_port(),
        };
        let (authority, tokens) = (Authority::new(), TokenIssuer::new());
        lay_out(dir, &run_as, &authority, (&tokens, with_tokens), ports);
        let conf = |name: &str| dir.join(name).display().to_string();
        let dovecot = ["dovecot", "-F", "-c", &conf("dovecot.conf")].map(str::to_owned);
        // Debian has given it a name of its own.
        let exim = if Path::new("/usr/sbin/exim4").exists() { "exim4" } else { "exim" };
        let exim = [exim, "-C", &conf("exim.conf"), "-bdf", "-q5s"].map(str::to_owned);
        let mut dovecot = run_as.start(dir, "dovecot", &dovecot);
        let mut exim = run_as.start(dir, "exim4", &exim);
        for port in [ports.imap, ports.imaps] {
            wait_until_it_listens(port, &mut dovecot, dir);
        }
        wait_until_it_checks_passwords(dir, &mut dovecot);
        for port in [ports.submission, ports.submissions, ports.mx] {
            wait_until_it_listens(port, &mut exim, dir);
        }
        Self { ports, authority, tokens, _exim: exim, _dovecot: dovecot, folder }
    }

    /// Where it listens.
    #[must_use]
    pub fn ports(&self) -> Ports {
        self.ports
    }

    /// The certificate of its authority, PEM.
    #[must_use]
    pub fn ca(&self) -> String {
        self.authority.pem()
    }

    /// The file with that certificate, for `SSL_CERT_FILE`.
    #[must_use]
    pub fn ca_pem(&self) -> PathBuf {
        self.folder.path().join("tls/ca.pem")
    }

    /// The address of one of [`USERS`], which is also the user name.
    #[must_use]
    pub fn address(&self, user: &str) -> String {
        format!("{user}@{DOMAIN}")
    }

    /// The password of one of [`USERS`].
    #[must_use]
    pub fn password(&self, user: &str) -> String {
        password(user)
    }

    /// An OAuth access token of one of [`USERS`] for XOAUTH2, in reading and in sending.
    #[must_use]
    pub fn token(&self, user: &str) -> String {
        self.tokens.token(&self.address(user), true)
    }

    /// One whose time is over.
    #[must_use]
    pub fn expired_token(&self, user: &str) -> String {
        self.tokens.token(&self.address(user), false)
    }

    /// What both have written down, for a test that fails.
    #[must_use]
    pub fn logs(&self) -> String {
        logs(self.folder.path())
    }

    /// Where the mail of one of [`USERS`] lies once some has come.
    #[must_use]
    pub fn maildir(&self, user: &str) -> PathBuf {
        self.folder.path().join("mail").join(user).join("Maildir")
    }

    /// Puts messages, each with the moment at which it came, into the inbox of one of [`USERS`]
    /// as files: thousands in a second.
    ///
    /// # Panics
    /// When the files cannot be written.
    pub fn put_in_inbox(
        &self,
        user: &str,
        messages: impl IntoIterator<Item = (SystemTime, Vec<u8>)>,
    ) {
        self.put_in(self.maildir(user), messages);
    }

    /// [`MailServer::put_in_inbox`], in another folder, which is made if need be.
    ///
    /// # Panics
    /// When the files cannot be written.
    pub fn put_in_folder(
        &self,
        user: &str,
        folder: &str,
        messages: impl IntoIterator<Item = (SystemTime, Vec<u8>)>,
    ) {
        self.put_in_inbox(user, []);
        self.put_in(self.maildir(user).join(format!(".{folder}")), messages);
    }

    fn put_in(&self, maildir: PathBuf, messages: impl IntoIterator<Item = (SystemTime, Vec<u8>)>) {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let owner = fs::metadata(self.folder.path().join("mail")).expect("a folder");
        let hand_over = |path: &Path| {
            chown(path, Some(owner.uid()), Some(owner.gid())).expect("handed over");
        };
        let home = maildir.parent().expect("a home").to_owned();
        let folders = ["tmp", "new", "cur"].map(|name| maildir.join(name));
        for folder in [home, maildir].iter().chain(&folders) {
            if !folder.exists() {
                fs::create_dir(folder).expect("a folder");
                hand_over(folder);
            }
        }
        let [tmp, new, _] = folders;
        for (received, bytes) in messages {
            let seconds = received.duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            // In this order dovecot gives UIDs.
            let name = format!("{}.P{number:06}.test", seconds.as_secs());
            let path = tmp.join(&name);
            let mut file = fs::File::create(&path).expect("a file");
            file.write_all(&bytes).expect("a file");
            file.set_modified(received).expect("its time");
            hand_over(&path);
            fs::rename(path, new.join(name)).expect("a message");
        }
    }

    /// All messages in the inbox of one of [`USERS`], oldest first, as they are stored. Marks
    /// nothing as read.
    ///
    /// # Panics
    /// When IMAP fails.
    pub async fn inbox(&self, user: &str) -> Vec<Vec<u8>> {
        let stream = tokio::net::TcpStream::connect(("127.0.0.1", self.ports.imap)).await;
        let mut client = async_imap::Client::new(stream.expect("a connection"));
        client.read_response().await.expect("a greeting").expect("a greeting");
        let login = client.login(self.address(user), password(user)).await;
        let mut session = login.unwrap_or_else(|(error, _)| {
            panic!("{user} is not signed in: {error}\n{}", logs(self.folder.path()))
        });
        let inbox = session.examine("INBOX").await.expect("an inbox");
        let mut messages = Vec::new();
        if inbox.exists > 0 {
            let fetched = session.fetch("1:*", "BODY.PEEK[]").await.expect("messages");
            let fetched: Vec<_> = fetched.try_collect().await.expect("messages");
            messages = fetched.iter().map(|one| one.body().unwrap_or_default().to_vec()).collect();
        }
        session.logout().await.expect("signed out");
        messages
    }

    /// As [`MailServer::inbox`], when there are at least `count` messages.
    ///
    /// # Panics
    /// When there are fewer after 20 s.
    pub async fn wait_for_messages(&self, user: &str, count: usize) -> Vec<Vec<u8>> {
        let mut messages = Vec::new();
        for _ in 0..400 {
            messages = self.inbox(user).await;
            if messages.len() >= count {
                return messages;
            }
            // Nothing says when exim has handed a message on to dovecot.
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{user} has {} of {count} messages:\n{}", messages.len(), logs(self.folder.path()));
    }
}

pub(crate) fn password(user: &str) -> String {
    format!("s3cret-{user}")
}

impl RunAs {
    /// Whoever made the folder, which is us; for root the user `nobody`.
    fn for_owner_of(folder: &Path) -> Self {
        let uid = fs::metadata(folder).expect("a folder").uid();
        let drops_root = uid == 0;
        let user = if drops_root { "nobody".to_owned() } else { id(&["-un"]) };
        let number = |what: &str| id(&[what, &user]).parse().expect("a number");
        Self { group: id(&["-gn", &user]), uid: number("-u"), gid: number("-g"), user, drops_root }
    }

    fn start(&self, folder: &Path, name: &str, words: &[String]) -> Process {
        let mut command = if self.drops_root {
            let mut command = Command::new("setpriv");
            command.args([format!("--reuid={}", self.uid), format!("--regid={}", self.gid)]);
            command.arg("--clear-groups").args(words);
            command
        } else {
            let mut command = Command::new(&words[0]);
            command.args(&words[1..]);
            command
        };
        let log = fs::File::create(folder.join(format!("log/{name}_stderr.log"))).expect("a log");
        let path = format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap_or_default());
        command.env("PATH", path).env("HOME", folder).current_dir(folder);
        Process::start(name, command.stdout(Stdio::null()).stderr(log))
    }
}

fn id(arguments: &[&str]) -> String {
    let output = Command::new("id").args(arguments).output().expect("the program id");
    assert!(output.status.success(), "id {arguments:?} fails");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// All folders and files, handed over to the user who runs the servers.
fn lay_out(
    dir: &Path,
    run_as: &RunAs,
    authority: &Authority,
    (tokens, with_tokens): (&TokenIssuer, bool),
    ports: Ports,
) {
    let folders = ["", "run", "state", "mail", "tls", "spool", "log"]
        .into_iter()
        .chain(["keys", "keys/default", "keys/default/HS256"])
        .map(|name| dir.join(name));
    let folders: Vec<PathBuf> = folders.collect();
    let certificate = authority.certificate(&["localhost", "127.0.0.1"]);
    let users: Vec<String> = USERS
        .iter()
        .map(|user| {
            let (uid, gid) = (run_as.uid, run_as.gid);
            let home = dir.join("mail").join(user);
            let password = password(user);
            format!("{user}@{DOMAIN}:{{PLAIN}}{password}:{uid}:{gid}::{}\n", home.display())
        })
        .collect();
    let files = [
        ("tls/ca.pem", authority.pem()),
        ("tls/srv.pem", certificate.certificate),
        ("tls/srv.key", certificate.key),
        ("users", users.concat()),
        ("keys/default/HS256/default", tokens.key_file()),
        ("oauth2.conf", oauth2_conf(dir, run_as)),
        ("dovecot.conf", dovecot_conf(dir, run_as, ports, with_tokens)),
        ("exim.conf", exim_conf(dir, run_as, ports)),
    ];
    for folder in &folders {
        fs::create_dir_all(folder).expect("a folder");
    }
    let files = files.map(|(name, content)| {
        let path = dir.join(name);
        fs::write(&path, content).expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("its mode");
        path
    });
    for path in folders.iter().chain(&files) {
        chown(path, Some(run_as.uid), Some(run_as.gid)).expect("handed over");
    }
}

fn wait_until_it_listens(port: u16, process: &mut Process, dir: &Path) {
    for _ in 0..LOOKS {
        process.assert_running(|| logs(dir));
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return;
        }
        // Neither server says when it is ready.
        std::thread::park_timeout(BETWEEN_LOOKS);
    }
    panic!("nothing listens on port {port}:\n{}", logs(dir));
}

/// dovecot listens before the part of it that checks passwords does, and hangs up on exim until
/// then.
fn wait_until_it_checks_passwords(dir: &Path, dovecot: &mut Process) {
    for _ in 0..LOOKS {
        dovecot.assert_running(|| logs(dir));
        if let Ok(stream) = UnixStream::connect(dir.join("run/auth-mta")) {
            stream.set_read_timeout(Some(Duration::from_secs(1))).expect("a time limit");
            if BufReader::new(stream).lines().map_while(Result::ok).any(|line| line == "DONE") {
                return;
            }
        }
        // It does not say either when it is ready.
        std::thread::park_timeout(BETWEEN_LOOKS);
    }
    panic!("dovecot checks no passwords:\n{}", logs(dir));
}

fn logs(dir: &Path) -> String {
    let Ok(entries) = fs::read_dir(dir.join("log")) else { return String::new() };
    let logs = entries.flatten().map(|entry| {
        let text = fs::read(entry.path()).unwrap_or_default();
        format!("--- {}\n{}", entry.path().display(), String::from_utf8_lossy(&text))
    });
    logs.collect()
}
