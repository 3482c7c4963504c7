//! Signing in with a provider: from the browser to mail that is sent and read, and what becomes of it when
//! the tokens' time is over.

use crate::support;
use crate::support::Desk;
use crate::support::job::HOUR;
use desk_engine::ports::{Directory, Endpoints, NameServers, SecretsError};
use desk_testkit::identity_server::{CLIENT, CLIENT_SECRET, IdentityServer, browse};
use desk_testkit::mail_server::MailServer;
use desk_testkit::name_server::{NameServer, Zone};
use desk_wire::account::SignInFailure;
use desk_wire::command::{Handler, Nothing};
use desk_wire::error::Problem;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::channel;
use std::time::Duration;

const ADDRESS: &str = "sender@example.test";

/// A program, its provider's sign-in and mail servers, and a name server.
struct Office {
    desk: Desk,
    mail: MailServer,
    identity: IdentityServer,
    _names: NameServer,
    _folder: tempfile::TempDir,
}

impl Office {
    fn open() -> Self {
        let mail = MailServer::start_with_tokens();
        mail.put_in_inbox("sender", []);
        let identity = IdentityServer::start(&mail);
        let names =
            NameServer::start(Zone::default().mx("acme.example", 10, "aspmx.l.google.com").srv(
                "_submission._tcp.example.test",
                [0, 1, 587],
                "mail.example.test",
            ));
        let asked = Endpoints { authorize: identity.authorize(), token: identity.token() };
        let directory = Directory {
            name_servers: NameServers::At(names.address()),
            endpoints: Arc::new(move |_| asked.clone()),
        };
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::with_directory(folder.path(), mail.ca(), directory);
        Self { desk, mail, identity, _names: names, _folder: folder }
    }

    fn settings(&self) -> Value {
        let ports = self.mail.ports();
        json!({
            "address": ADDRESS, "user": ADDRESS,
            "sign_in": {"by": "oauth", "issuer": "google", "client_id": CLIENT},
            "smtp": {"host": "localhost", "port": ports.submission, "security": "start_tls"},
            "imap": {"host": "localhost", "port": ports.imap, "security": "start_tls"},
        })
    }

    fn ask_to_sign_in(&self, secret: Option<&str>) -> Result<Value, Problem> {
        let request = json!({"issuer": "google", "address": ADDRESS, "client_id": CLIENT, "client_secret": secret});
        self.desk.ask("account_sign_in", request)
    }

    /// Asks to sign in while `rep` does something with the page in the browser.
    fn sign_in_while(
        &self,
        secret: Option<&str>,
        rep: impl FnOnce(String) + Send,
    ) -> Result<Value, Problem> {
        self.desk.opener.0.lock().unwrap().clear();
        std::thread::scope(|scope| {
            let opener = Arc::clone(&self.desk.opener);
            scope.spawn(move || rep(page(&opener)));
            self.ask_to_sign_in(secret)
        })
    }

    /// Signs in in the browser; the ticket.
    fn sign_in(&self) -> String {
        let consent = |page: String| drop(browse(&page));
        let signed_in = self.sign_in_while(Some(CLIENT_SECRET), consent).unwrap();
        signed_in["ticket"].as_str().unwrap().to_owned()
    }

    fn save(&self, ticket: Option<&str>) -> Result<Value, Problem> {
        let input = json!({"settings": self.settings(), "password": null, "ticket": ticket});
        self.desk.ask("account_save", input)
    }

    /// A message to Bob is to leave.
    fn send(&self, company: &str) {
        let cadence = self.desk.cadence(company);
        let (id, contact) =
            self.desk.partnership(company, "Bob", &format!("bob+{company}@example.test"));
        self.desk.assign(cadence, contact);
        self.desk.send(id).unwrap();
        self.desk.pass(10_000);
    }

    fn until_sent(&self, count: usize) {
        self.desk.until("it leaves", || self.desk.outbox("sent").len() == count);
    }

    fn until_held(&self, reason: &str) {
        let held = || self.desk.outbox("waiting").first().map(|row| row["state"].clone());
        self.desk.until(&format!("it is held: {:?}", held()), || {
            held() == Some(json!({"state": "held", "reason": reason}))
        });
    }

    fn until_read(&self) {
        let folders = || self.desk.ask("mailbox_get", json!({})).unwrap();
        self.desk.until(&format!("the mailbox is read: {}", folders()), || {
            folders()["folders"].as_array().is_some_and(|all| {
                !all.is_empty() && all.iter().all(|folder| !folder["read_at"].is_null())
            })
        });
    }

    fn password(&self) -> Value {
        self.desk.ask("account_list", json!({})).unwrap()["accounts"]
            .get(0)
            .map_or(json!("missing"), |account| account["password"].clone())
    }

    fn seen(&self) -> Vec<String> {
        self.identity.seen()
    }
}

/// The page that was opened in the browser.
#[expect(clippy::disallowed_methods, reason = "when a browser is opened has no signal")]
fn page(opener: &support::RecordingOpener) -> String {
    for _ in 0..3_000 {
        if let Some(page) = opener.0.lock().unwrap().last() {
            return page.display().to_string();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("no page was opened")
}

fn failure(result: Result<Value, Problem>) -> SignInFailure {
    match result {
        Err(Problem::SignInFailed { failure }) => failure,
        other => panic!("{other:?}"),
    }
}

#[test]
fn from_the_browser_to_a_sent_message_and_a_read_mailbox() {
    let office = Office::open();
    let ticket = office.sign_in();
    let input = json!({"settings": office.settings(), "password": null, "ticket": ticket});
    let test = office.desk.ask("account_test", input).unwrap();
    let stages = test["stages"].as_array().unwrap();
    assert_eq!(stages.len(), 10, "{stages:?}");
    assert!(stages.iter().all(|stage| stage["failure"].is_null()), "{stages:?}");
    // Nothing is kept before the account is.
    assert_eq!(office.save(None), Err(Problem::NotSignedIn));

    let saved = office.save(Some(&ticket)).unwrap();
    assert_eq!(saved["password"], "stored");
    office.until_read();
    office.send("Acme");
    office.until_sent(1);
    assert_eq!(office.seen(), ["authorization_code"]);
    // The ticket is used up, and what was kept is found again.
    office.save(Some(&ticket)).unwrap();
    let shown = office.desk.ask("account_list", json!({})).unwrap()["accounts"][0].clone();
    assert!(!shown.to_string().contains(CLIENT_SECRET), "{shown}");
}

#[test]
fn tokens_are_renewed_before_they_are_over_and_when_the_server_refuses_them_before() {
    let office = Office::open();
    office.identity.behave(|manner| manner.good_tokens = false);
    let ticket = office.sign_in();
    office.identity.behave(|manner| manner.good_tokens = true);
    // Good by the clock, and the mail server does not take them.
    office.save(Some(&ticket)).unwrap();
    office.send("Acme");
    office.until_sent(1);
    office.until_read();
    assert_eq!(office.seen(), ["authorization_code", "refresh_token"], "once for both loops");

    office.desk.pass(HOUR - 4 * 60_000);
    office.send("Berg");
    office.until_sent(2);
    // With rotation, so the renewed refresh token was kept.
    assert_eq!(office.seen(), ["authorization_code", "refresh_token", "refresh_token"]);
}

#[test]
fn a_test_to_oneself_renews_a_token_that_the_server_refuses() {
    let office = Office::open();
    office.identity.behave(|manner| manner.good_tokens = false);
    let ticket = office.sign_in();
    office.identity.behave(|manner| manner.good_tokens = true);
    let mut settings = office.settings();
    settings["imap"] = Value::Null;
    let input = json!({"settings": settings, "password": null, "ticket": ticket});
    office.desk.ask("account_save", input).unwrap();
    let step = json!({
        "id": null, "name": "", "rules": {}, "delay": {"amount": 0, "unit": "days"},
        "content": {"type": "email", "mode": "manual", "thread": "new", "subject": "Hi", "body": "Hi"},
    });
    let test = || {
        let input = json!({"steps": [step], "position": 0, "partnership": null});
        office.desk.ask("step_test", input)
    };
    assert_eq!(test(), Ok(json!({"to": ADDRESS})));
    assert_eq!(office.seen(), ["authorization_code", "refresh_token"]);
    office.identity.forget_consents();
    office.desk.pass(2 * HOUR);
    assert_eq!(test(), Err(Problem::NotSignedIn));
}

#[test]
fn a_provider_that_is_down_delays_and_a_consent_taken_back_holds_until_a_new_sign_in() {
    let office = Office::open();
    let ticket = office.sign_in();
    office.save(Some(&ticket)).unwrap();
    office.until_read();
    office.desk.pass(2 * HOUR);
    office.identity.behave(|manner| manner.is_down = true);
    office.send("Acme");
    let state = || office.desk.outbox("waiting")[0]["state"]["state"].clone();
    office.desk.until("it is tried again later", || state() == "retry_at");
    assert_eq!(office.password(), "stored");

    office.identity.behave(|manner| manner.is_down = false);
    office.identity.forget_consents();
    office.desk.pass(HOUR);
    office.until_held("sign_in_again");
    assert_eq!(office.password(), "sign_in_again");
    let asked = office.seen().len();
    // A dead refresh token is not tried over and over.
    office.send("Berg");
    office.desk.until("both are held", || {
        let held = office.desk.ask("activity", json!({})).unwrap()["held"].clone();
        held == json!([{"reason": "sign_in_again", "count": 2}])
    });
    assert_eq!(office.seen().len(), asked);

    // The client's secret is known from before.
    let consent = |page: String| drop(browse(&page));
    let signed_in = office.sign_in_while(None, consent).unwrap();
    office.save(signed_in["ticket"].as_str()).unwrap();
    assert_eq!(office.password(), "stored");
    office.desk.pass(10_000);
    office.until_sent(2);
}

#[test]
fn a_locked_keychain_holds_and_what_was_signed_in_for_is_not_lost() {
    let office = Office::open();
    let ticket = office.sign_in();
    *office.desk.secrets.trouble.lock().unwrap() = Some(SecretsError::Locked);
    assert_eq!(office.save(Some(&ticket)), Err(Problem::KeychainLocked));
    *office.desk.secrets.trouble.lock().unwrap() = None;
    // The sign-in is still there.
    office.save(Some(&ticket)).unwrap();
    office.until_read();
    *office.desk.secrets.trouble.lock().unwrap() = Some(SecretsError::Locked);
    office.send("Acme");
    office.until_held("keychain_locked");
    *office.desk.secrets.trouble.lock().unwrap() = None;
    office.desk.pass(2 * HOUR);
    office.until_sent(1);
}

/// With rotation, the refresh token in the keychain is of no use after the first renewal.
#[test]
fn a_renewed_token_that_the_keychain_does_not_take_is_used_and_offered_again() {
    let office = Office::open();
    let ticket = office.sign_in();
    office.save(Some(&ticket)).unwrap();
    office.until_read();
    office.desk.secrets.takes_nothing.store(true, Ordering::SeqCst);
    for (count, company) in [(1, "Acme"), (2, "Berg")] {
        office.desk.pass(2 * HOUR);
        office.send(company);
        office.until_sent(count);
    }
    office.desk.secrets.takes_nothing.store(false, Ordering::SeqCst);
    office.send("Cobalt");
    office.until_sent(3);
    office.desk.program.close();
    // Only what the keychain has is left.
    office.desk.program.open();
    office.desk.pass(2 * HOUR);
    office.send("Delta");
    office.until_sent(4);
    let seen = office.seen();
    assert!(seen.iter().all(|grant| !grant.ends_with("refused")), "{seen:?}");
}

/// The provider has used the refresh token up, and its answer is still on the way.
#[test]
fn a_program_that_is_closed_during_a_renewal_keeps_what_it_brings() {
    let office = Office::open();
    let ticket = office.sign_in();
    office.save(Some(&ticket)).unwrap();
    office.until_read();
    let program = &office.desk.program;
    program.close();
    office.desk.pass(2 * HOUR);
    office.identity.keep_back(true);
    program.open();
    office.desk.until("the mailbox asks", || office.seen().len() == 2);
    std::thread::scope(|scope| {
        scope.spawn(|| program.close());
        // Nobody gets an answer from a program that is closing.
        office.desk.until("it closes", || {
            let (asked, answered) = channel();
            scope.spawn(move || asked.send(program.workspace_status(Nothing {})).is_ok());
            answered.recv_timeout(Duration::from_millis(200)).is_err()
        });
        office.identity.keep_back(false);
    });
    program.open();
    office.send("Acme");
    office.until_sent(1);
    assert_eq!(office.seen(), ["authorization_code", "refresh_token"]);
}

#[test]
fn what_comes_to_nothing_is_said_and_changes_nothing() {
    let office = Office::open();
    office.identity.behave(|manner| manner.declines = true);
    let declined = office.sign_in_while(Some(CLIENT_SECRET), |page| drop(browse(&page)));
    assert_eq!(failure(declined), SignInFailure::Declined);

    let program = &office.desk;
    let cancelled = office.sign_in_while(Some(CLIENT_SECRET), |_| {
        program.ask("account_sign_in_cancel", json!({})).unwrap();
    });
    assert_eq!(failure(cancelled), SignInFailure::Cancelled);

    let no_client =
        json!({"issuer": "microsoft", "address": ADDRESS, "client_id": " ", "client_secret": null});
    if option_env!("CADENCE_DESK_MICROSOFT_CLIENT_ID").is_none() {
        let asked = office.desk.ask("account_sign_in", no_client);
        assert_eq!(failure(asked), SignInFailure::NoClient);
    }
    assert_eq!(office.password(), "missing");
    assert!(office.save(None).is_err());
}

#[test]
fn the_servers_of_an_address_are_found_by_table_exchange_and_service() {
    let office = Office::open();
    let servers =
        |address: &str| office.desk.ask("account_servers", json!({"address": address})).unwrap();
    let google = servers("ada@gmail.com");
    assert_eq!((&google["provider"], &google["found_by"]), (&json!("Gmail"), &json!("table")));
    assert_eq!(google["passwords"], "app");
    assert_eq!(google["sign_in"]["issuer"], "google");
    let company = servers("ada@acme.example");
    assert_eq!(company["provider"], "Google Workspace");
    assert_eq!(company["found_by"], "exchange");
    let own = servers(ADDRESS);
    assert_eq!(own["found_by"], "service");
    assert_eq!(own["smtp"]["host"], "mail.example.test");
    assert_eq!(own["imap"], Value::Null);
    assert_eq!(servers("ada@nothing.example"), Value::Null);
    assert_eq!(servers("ada"), Value::Null);
}
