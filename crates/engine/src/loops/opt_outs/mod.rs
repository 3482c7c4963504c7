//! Asks the rep's own page for the wishes to get no more that it has taken (R33). Only because it is asked
//! may a message offer the page at all.
//!
//! The page answers a GET with the tokens of all such wishes: a JSON array of texts, an object with one as
//! `tokens`, or one a line. Each token is heard once.

mod list;

use super::sleep;
use crate::loops::agenda::tell_alert;
use crate::outreach::hear::{Heard, hear};
use crate::outreach::{Moment, WorkError, load_enrolment};
use crate::ports::{Writes, Zoned};
use crate::session::Session;
use desk_core::event::Actor;
use desk_core::schedule::plus;
use desk_core::time::{Clock, Timestamp};
use desk_store::workspace::Kind;
use desk_store::{account, contact, incoming, opt_out};
use tokio::sync::watch;

/// How often the page is asked, in milliseconds.
const EVERY: i64 = 10 * 60_000;

/// Runs until it is stopped.
pub(crate) async fn run(session: &Session, mut stopped: watch::Receiver<bool>) {
    if session.kind() == Kind::Practice {
        return;
    }
    let mut wakes = session.waker().listen();
    let mut asked: Option<(String, Timestamp)> = None;
    loop {
        wakes.mark_unchanged();
        let next = tokio::select! {
            next = step(session, &mut asked) => next.unwrap_or_else(|error| {
                tracing::error!(%error, "wishes to get no more could not be heard");
                Some(plus(session.now(), EVERY))
            }),
            _ = stopped.wait_for(|stop| *stop) => return,
        };
        if !sleep(session, &mut wakes, &mut stopped, next).await {
            return;
        }
    }
}

/// Asks when it is time to, at once when the page is another one or the clock was set back.
async fn step(
    session: &Session,
    asked: &mut Option<(String, Timestamp)>,
) -> Result<Option<Timestamp>, WorkError> {
    let page = session.read_store(account::sender)?.opt_out_list;
    if page.is_empty() {
        *asked = None;
        return Ok(None);
    }
    let now = session.now();
    if let Some((before, at)) = asked
        && *before == page
        && (*at..plus(*at, EVERY)).contains(&now)
    {
        return Ok(Some(plus(*at, EVERY)));
    }
    *asked = Some((page.clone(), now));
    let answer = tokio::task::spawn_blocking(move || list::fetch(&page)).await;
    let answer = answer.unwrap_or_else(|error| Err(error.to_string()));
    let Some(_at_work) = session.quiet().begin() else {
        *asked = None;
        return Ok(None);
    };
    match answer {
        Ok(tokens) => {
            for token in tokens {
                heard(session, &token)?;
            }
            session.write(|tx| opt_out::set_poll(tx, now, ""))?;
        }
        Err(problem) => {
            tracing::warn!(%problem, "the page for wishes to get no more does not answer");
            session.write(|tx| opt_out::set_poll(tx, now, &problem))?;
        }
    }
    Ok(Some(plus(now, EVERY)))
}

/// Lets everything follow from a wish, once.
fn heard(session: &Session, token: &str) -> Result<(), WorkError> {
    if session.read_store(|c| opt_out::is_heard(c, token))? {
        return Ok(());
    }
    let moment = Moment { ids: session, now: session.now(), rep_zone: session.rep_zone() };
    let told = session.write_durably(|tx| {
        // A token that is none of ours may become one: a restored file knows less than the page.
        let Some(ours) = incoming::by_token(tx.connection(), token)? else { return Ok(None) };
        if !opt_out::hear(tx, token, moment.now)? {
            return Ok(None);
        }
        let is_out = contact::get(tx.connection(), ours.contact)?
            .is_none_or(|contact| contact.opted_out_at.is_some());
        if is_out {
            return Ok(None);
        }
        let loaded = load_enrolment(tx.connection(), ours.enrolment)?;
        let (_, alert) = hear(tx, moment, &loaded, &Heard::OptOut, Actor::Contact, false)?;
        Ok::<_, WorkError>(alert.map(|alert| (alert, loaded.row)))
    })?;
    if let Some((alert, row)) = told {
        tell_alert(session, alert, &row)?;
    }
    Ok(())
}
