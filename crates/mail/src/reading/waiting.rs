//! Waiting until something arrives: by IDLE where the server does it (RFC 2177), else by asking.
//!
//! A server may stay silent in IDLE although mail has come, and a connection may be dead without
//! anybody saying so. Hence every spell of IDLE ends in a NOOP, and whoever waits reads on in the
//! folder after [`Woken::Timeout`] too.

use crate::reading::conversation::Idle;
use crate::reading::folder::FolderName;
use crate::reading::problem::Problem;
use crate::reading::session::Session;
use std::pin::Pin;
use std::time::Duration;
use tokio::time::sleep;

/// How long IDLE goes on before the server must show that it is there (PRODUCT 6.5). Servers end
/// it after 29 minutes.
pub const IDLE_SPELL: Duration = Duration::from_secs(300);
/// How long between two questions where there is no IDLE.
pub const POLL_SPELL: Duration = Duration::from_secs(60);

/// Why waiting ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woken {
    /// Something has arrived: catch up.
    New,
    /// Nothing was heard for as long as was to be waited; the server has answered a NOOP since.
    Timeout,
    /// The caller wanted it to end. The session goes on.
    Interrupted,
}

/// How one spell of waiting ended.
enum Spell {
    Over,
    Woken(Woken),
}

impl Session {
    /// Waits until something arrives in `folder`, at most for `patience`, or until `stop` is
    /// ready. What has arrived since the folder was last caught up with counts too. Dropping the
    /// future leaves the session usable, as `stop` does.
    ///
    /// # Errors
    /// [`Problem`]; the folder may be gone.
    pub async fn wait(
        &mut self,
        folder: &FolderName,
        patience: Duration,
        stop: impl Future<Output = ()>,
    ) -> Result<Woken, Problem> {
        if !self.is_open(folder) {
            // Whatever is there was there before anybody waited for it, or nobody has looked yet.
            self.examine(folder).await?;
            return Ok(Woken::New);
        }
        let mut stop = Box::pin(stop);
        let mut left = patience;
        while !self.talk.arrived() {
            if left.is_zero() {
                return Ok(Woken::Timeout);
            }
            let spell = left.min(if self.can_idle { IDLE_SPELL } else { POLL_SPELL });
            if let Spell::Woken(woken) = self.spell(spell, &mut stop).await? {
                return Ok(woken);
            }
            left -= spell;
        }
        Ok(Woken::New)
    }

    async fn spell<F: Future<Output = ()>>(
        &mut self,
        spell: Duration,
        stop: &mut Pin<Box<F>>,
    ) -> Result<Spell, Problem> {
        if self.can_idle && self.talk.idle().await? == Idle::Ended {
            // It offers what it does not do.
            self.can_idle = false;
        }
        let timer = sleep(spell);
        tokio::pin!(timer);
        let woken = loop {
            tokio::select! {
                idle = self.talk.listen(), if self.can_idle => match idle? {
                    Idle::Goes => break Spell::Woken(Woken::New),
                    // A server that ends it by itself is asked now and then instead.
                    Idle::Ended => self.can_idle = false,
                },
                () = &mut timer => break Spell::Over,
                () = stop.as_mut() => break Spell::Woken(Woken::Interrupted),
            }
        };
        self.talk.leave_idle().await?;
        if let Spell::Over = woken {
            self.noop().await?;
        }
        Ok(woken)
    }
}
