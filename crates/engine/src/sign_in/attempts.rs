//! The rep's sign-ins in the browser: one at a time, waited for, and kept until the account is saved.
//!
//! What a sign-in has brought stays in memory under a ticket that the window hands in with the account, so
//! that nothing is kept of an account that is not saved. No address of a page passes through the window.

use super::kept::{Tokens, end, hex};
use crate::ports::{PageAddress, Ports, Secret};
use desk_core::account::Issuer;
use desk_mail::oauth::attempt::Attempt;
use desk_mail::oauth::{Client, Granted, Problem, issuers};
use desk_mail::server::Trust;
use desk_wire::account::SignInFailure;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Whom to ask, and as whom.
pub(crate) struct Question {
    pub issuer: Issuer,
    /// Empty for the program's own.
    pub client_id: String,
    pub client_secret: Option<Secret>,
    /// The rep's address.
    pub address: String,
}

/// The sign-in that is waited for, and the last that went well.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    running: Mutex<Option<watch::Sender<()>>>,
    done: Mutex<Option<(String, Tokens)>>,
}

impl Attempts {
    /// Opens the provider's page in the browser and waits for the rep, at most five minutes; the ticket of
    /// what came of it. One that is waited for already is given up.
    pub fn sign_in(
        &self,
        ports: &Ports,
        trust: &Trust,
        question: Question,
    ) -> Result<String, SignInFailure> {
        let Question { issuer, client_id, client_secret, address } = question;
        let client = if client_id.is_empty() {
            issuers::built_in(issuer).ok_or(SignInFailure::NoClient)?
        } else {
            Client { id: client_id, secret: client_secret }
        };
        let (running, given_up) = watch::channel(());
        *locked(&self.running) = Some(running);
        let asked = ports.clock.now();
        let granted = wait(ports, trust, issuer, &client, &address, given_up)?;
        let ticket = hex(ports.ids.uid(asked));
        let Granted { access, refresh, lasts } = granted;
        // Counted from before the question: sooner than it is over, never later.
        let good_until = end(asked, lasts);
        let sign_in = ticket.clone();
        let tokens = Tokens { sign_in, issuer, client, access, good_until, refresh };
        *locked(&self.done) = Some((ticket.clone(), tokens));
        Ok(ticket)
    }

    /// Gives up the sign-in that is waited for.
    pub fn cancel(&self) {
        // Whoever waits sees the other side go.
        drop(locked(&self.running).take());
    }

    /// What a sign-in has brought.
    pub fn tokens(&self, ticket: &str) -> Option<Tokens> {
        let done = locked(&self.done);
        done.as_ref().filter(|(known, _)| known == ticket).map(|(_, tokens)| tokens.clone())
    }

    /// Forgets what it has brought: it is kept elsewhere now.
    pub fn forget(&self) {
        *locked(&self.done) = None;
    }
}

fn wait(
    ports: &Ports,
    trust: &Trust,
    issuer: Issuer,
    client: &Client,
    address: &str,
    mut given_up: watch::Receiver<()>,
) -> Result<Granted, SignInFailure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|e| SignInFailure::Unreachable { detail: e.to_string() })?;
    let endpoints = (ports.directory.endpoints)(issuer);
    runtime.block_on(async {
        let attempt = Attempt::begin(issuer, &endpoints, client, address).await.map_err(failure)?;
        ports
            .opener
            .open_page(&PageAddress::of(&attempt))
            .map_err(|error| SignInFailure::NoBrowser { detail: error.to_string() })?;
        tokio::select! {
            granted = attempt.finish(trust) => granted.map_err(failure),
            _ = given_up.changed() => Err(SignInFailure::Cancelled),
        }
    })
}

fn failure(problem: Problem) -> SignInFailure {
    match problem {
        Problem::Declined => SignInFailure::Declined,
        Problem::WrongState => SignInFailure::WrongAnswer,
        Problem::TimedOut => SignInFailure::TimedOut,
        Problem::NotLasting => SignInFailure::NotLasting,
        Problem::Refused(answer) => SignInFailure::Refused { answer },
        Problem::Unreachable(detail) => SignInFailure::Unreachable { detail },
        Problem::SignInAgain => SignInFailure::Refused { answer: problem.to_string() },
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
