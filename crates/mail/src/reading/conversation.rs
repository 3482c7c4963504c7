//! The conversation with an IMAP server: saying a command and hearing everything up to its end
//! (RFC 9051, 2.2 and 7). What commands mean is not here.
//!
//! A command that is not heard to its end, because its future was dropped or something failed,
//! leaves the conversation over: nobody can tell any more which answer belongs to what. The one
//! exception is IDLE, which is made to be left.

use crate::connect::Pipe;
use crate::lines::{Interrupted, Lines};
use crate::reading::command::{Command, Ended, Heard};
use crate::reading::grammar::{Answer, Status, Verdict};
use crate::reading::incoming::{Incoming, TEXT_MAX};
use crate::reading::problem::Problem;
use std::time::Duration;
use tokio::time::timeout;
use zeroize::Zeroizing;

/// How long to wait for a server.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For each piece of an answer, and for each piece of a command to be taken.
    pub piece: Duration,
    /// For all of one command and its answers.
    pub command: Duration,
}

impl Default for Patience {
    /// A minute of silence, ten minutes for everything.
    fn default() -> Self {
        Self { piece: Duration::from_secs(60), command: Duration::from_secs(600) }
    }
}

/// Most answers to one command that cannot be understood; with more of them it is not IMAP.
const UNREADABLE_MAX: usize = 1000;

#[derive(Debug, PartialEq, Eq)]
enum State {
    Ready,
    /// A command has been begun and not been heard to its end.
    Busy,
    Idle {
        tag: String,
        /// The server has said that it listens.
        begun: bool,
    },
}

/// How IDLE goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Idle {
    Goes,
    /// The server does not do it, or has ended it by itself.
    Ended,
}

/// A connection on which commands are said.
#[derive(Debug)]
pub(crate) struct Conversation {
    lines: Lines,
    incoming: Incoming,
    patience: Patience,
    state: State,
    /// A command could not be written to its end.
    cut_short: bool,
    tags: u32,
    /// How many messages the folder that is open has, as far as the server has told.
    exists: u32,
    /// Whether that number has grown since it was last asked for.
    arrived: bool,
}

impl Conversation {
    pub(crate) fn new(pipe: Pipe, patience: Patience) -> Self {
        Self {
            lines: Lines::new(pipe),
            incoming: Incoming::default(),
            patience,
            state: State::Ready,
            cut_short: false,
            tags: 0,
            exists: 0,
            arrived: false,
        }
    }

    /// Hears the server's greeting.
    pub(crate) async fn greeting(&mut self) -> Result<Status, Problem> {
        self.state = State::Busy;
        let greeting = match self.hear(0).await? {
            Answer::Untagged(verdict) if verdict.status == Status::Bye => {
                return Err(Problem::good_bye(&verdict));
            }
            Answer::Untagged(verdict) => verdict.status,
            other => return Err(Problem::Garbage(other.beginning())),
        };
        self.state = State::Ready;
        Ok(greeting)
    }

    /// Says a command and hears it to its end, keeping at most `keep` bytes of each answer's
    /// literals, and `all` bytes in all beside what one answer may have without them.
    pub(crate) async fn say(
        &mut self,
        command: &Command,
        keep: usize,
        all: usize,
    ) -> Result<Ended, Problem> {
        self.leave_idle().await?;
        if self.state != State::Ready {
            return Err(Interrupted::Closed.into());
        }
        self.state = State::Busy;
        let whole = self.patience.command;
        let ended = timeout(whole, self.say_all(command, keep, all + TEXT_MAX)).await;
        let ended = ended.map_err(|_| Problem::TimedOut)??;
        if !self.cut_short {
            self.state = State::Ready;
        }
        Ok(ended)
    }

    /// A command whose answers have no literals to speak of.
    pub(crate) async fn ask(&mut self, command: &Command) -> Result<Heard, Problem> {
        self.say(command, 4096, TEXT_MAX).await?.done()
    }

    async fn say_all(
        &mut self,
        command: &Command,
        keep: usize,
        all: usize,
    ) -> Result<Ended, Problem> {
        let tag = self.next_tag();
        let mut heard = Heard::default();
        let mut room = all;
        let mut first = Zeroizing::new(format!("{tag} ").into_bytes());
        let mut lines = command.lines().peekable();
        while let Some(line) = lines.next() {
            let mut bytes = std::mem::take(&mut first);
            // Growing would leave what may be a password behind.
            bytes.reserve_exact(line.len() + 2);
            bytes.extend_from_slice(line);
            bytes.extend_from_slice(b"\r\n");
            self.write(&bytes).await?;
            let more = lines.peek().is_some() || command.said_if_asked().is_some();
            let verdict = self.hear_up_to(&tag, more, keep, &mut room, &mut heard).await?;
            if let Some(verdict) = verdict {
                return Ok(Ended::of(verdict, heard));
            }
        }
        self.write(&[command.said_if_asked().unwrap_or_default(), b"\r\n"].concat()).await?;
        let verdict = self.hear_up_to(&tag, false, keep, &mut room, &mut heard).await?;
        let verdict = verdict.ok_or(Problem::Garbage("+".to_owned()))?;
        Ok(Ended::of(verdict, heard))
    }

    /// Hears up to the end of command `tag`; `None` is the plus before, where one is due.
    async fn hear_up_to(
        &mut self,
        tag: &str,
        plus_is_due: bool,
        keep: usize,
        room: &mut usize,
        heard: &mut Heard,
    ) -> Result<Option<Verdict>, Problem> {
        loop {
            let patience = self.patience.piece;
            let next = self.incoming.next(&mut self.lines, keep, patience).await;
            let (answer, size) = next.map_err(Problem::from)?;
            *room = room.checked_sub(size).ok_or(Problem::TooLarge)?;
            self.note(&answer)?;
            match answer {
                Answer::Tagged(of, verdict) if of == tag => return Ok(Some(verdict)),
                Answer::Continue(_) if plus_is_due => return Ok(None),
                Answer::Untagged(verdict) => heard.verdicts.push(verdict),
                Answer::Data(items) => heard.data.push(items),
                Answer::Tagged(..) | Answer::Continue(_) | Answer::Unreadable(_) => {
                    heard.unreadable += 1;
                    if heard.unreadable > UNREADABLE_MAX {
                        return Err(Problem::Garbage(answer.beginning()));
                    }
                }
            }
        }
    }

    /// The connection itself, unless the server has said more than it was asked.
    pub(crate) fn into_pipe(self) -> Option<Pipe> {
        if self.incoming.is_empty() { self.lines.into_pipe() } else { None }
    }

    /// Says good-bye and waits for nothing.
    pub(crate) async fn leave(mut self) {
        let line = format!("{} LOGOUT\r\n", self.next_tag());
        let _ = self.lines.write(line.as_bytes(), Duration::from_secs(1)).await;
    }

    /// The next answer, whatever it is.
    async fn hear(&mut self, keep: usize) -> Result<Answer, Problem> {
        let patience = self.patience.piece;
        Ok(self.incoming.next(&mut self.lines, keep, patience).await?.0)
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        match self.lines.write(bytes, self.patience.piece).await {
            Ok(()) => Ok(()),
            // It stopped reading to say something; that is heard next, and is the last.
            Err(Interrupted::Spoke) => {
                self.cut_short = true;
                Ok(())
            }
            Err(interrupted) => Err(interrupted.into()),
        }
    }

    fn next_tag(&mut self) -> String {
        self.tags += 1;
        format!("d{}", self.tags)
    }

    /// Notes what a server may say at any time.
    fn note(&mut self, answer: &Answer) -> Result<(), Problem> {
        match answer {
            Answer::Untagged(verdict) if verdict.status == Status::Bye => {
                Err(Problem::good_bye(verdict))
            }
            Answer::Data(items) => {
                if let [number, keyword, ..] = items.as_slice()
                    && let Some(number) = number.number::<u32>()
                {
                    self.note_number(number, keyword.keyword().as_deref());
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn note_number(&mut self, number: u32, keyword: Option<&str>) {
        match keyword {
            Some("EXISTS") => {
                self.arrived |= number > self.exists;
                self.exists = number;
            }
            Some("EXPUNGE") => self.exists = self.exists.saturating_sub(1),
            _ => {}
        }
    }
}

/// Watching the folder that is open.
impl Conversation {
    /// How many messages the folder has, as far as the server has told.
    pub(crate) fn exists(&self) -> u32 {
        self.exists
    }

    /// Another folder is about to be opened.
    pub(crate) fn forget(&mut self) {
        self.exists = 0;
    }

    /// From now on it is noted when something arrives.
    pub(crate) fn watch(&mut self) {
        self.arrived = false;
    }

    /// Whether the folder has got messages since [`Conversation::watch`].
    pub(crate) fn arrived(&self) -> bool {
        self.arrived
    }

    /// Begins IDLE (RFC 2177).
    pub(crate) async fn idle(&mut self) -> Result<Idle, Problem> {
        self.leave_idle().await?;
        if self.state != State::Ready {
            return Err(Interrupted::Closed.into());
        }
        let tag = self.next_tag();
        self.state = State::Busy;
        self.write(format!("{tag} IDLE\r\n").as_bytes()).await?;
        self.state = State::Idle { tag, begun: false };
        let patience = self.patience.piece;
        self.idle_until(patience, |state, _| matches!(state, State::Idle { begun: true, .. })).await
    }

    /// Listens until something arrives or the server ends it. Dropping the future loses nothing.
    pub(crate) async fn listen(&mut self) -> Result<Idle, Problem> {
        // Who waits for it decides how long.
        self.idle_until(Duration::MAX, |_, arrived| arrived).await
    }

    async fn idle_until(
        &mut self,
        patience: Duration,
        enough: impl Fn(&State, bool) -> bool,
    ) -> Result<Idle, Problem> {
        while !enough(&self.state, self.arrived) {
            let answer = match self.incoming.next(&mut self.lines, 4096, patience).await {
                Ok((answer, _)) => answer,
                Err(interrupted) => return Err(self.over(interrupted.into())),
            };
            if let Err(problem) = self.note(&answer) {
                return Err(self.over(problem));
            }
            let State::Idle { tag, begun } = &mut self.state else { return Ok(Idle::Ended) };
            match answer {
                Answer::Continue(_) => *begun = true,
                Answer::Tagged(of, _) if of == *tag => {
                    self.state = State::Ready;
                    return Ok(Idle::Ended);
                }
                _ => {}
            }
        }
        Ok(Idle::Goes)
    }

    fn over(&mut self, problem: Problem) -> Problem {
        self.state = State::Busy;
        problem
    }

    /// Ends IDLE, wherever it is.
    pub(crate) async fn leave_idle(&mut self) -> Result<(), Problem> {
        if !matches!(self.state, State::Idle { .. }) {
            return Ok(());
        }
        let patience = self.patience.piece;
        let begun = |state: &State, _| matches!(state, State::Idle { begun: true, .. });
        if self.idle_until(patience, begun).await? == Idle::Ended {
            return Ok(());
        }
        if let State::Idle { tag, .. } = std::mem::replace(&mut self.state, State::Busy) {
            self.write(b"DONE\r\n").await?;
            let (mut heard, mut room) = (Heard::default(), TEXT_MAX);
            let whole = self.patience.command;
            let ended = self.hear_up_to(&tag, false, 4096, &mut room, &mut heard);
            timeout(whole, ended).await.map_err(|_| Problem::TimedOut)??;
            self.state = State::Ready;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[tokio::test(start_paused = true)]
    async fn who_says_a_little_again_and_again_is_given_up_too() {
        let (near, mut far) = tokio::io::duplex(1024);
        let patience =
            Patience { piece: Duration::from_secs(60), command: Duration::from_secs(600) };
        let mut talk = Conversation::new(Box::new(near), patience);
        tokio::spawn(async move {
            while far.write_all(b"* 1 EXISTS\r\n").await.is_ok() {
                tokio::time::sleep(Duration::from_secs(50)).await;
            }
        });
        let command = Command::new("NOOP");
        assert_eq!(talk.say(&command, 0, 0).await.unwrap_err(), Problem::TimedOut);
        assert!(matches!(talk.say(&command, 0, 0).await, Err(Problem::Closed(_))));
    }

    #[tokio::test]
    async fn a_command_that_could_not_be_said_to_its_end_is_the_last() {
        let (near, mut far) = tokio::io::duplex(64);
        let mut talk = Conversation::new(Box::new(near), Patience::default());
        let refusing = tokio::spawn(async move {
            far.read_exact(&mut [0; 16]).await.unwrap();
            far.write_all(b"+ go on\r\n").await.unwrap();
            far.read_exact(&mut [0; 10]).await.unwrap();
            far.write_all(b"d1 NO [TOOBIG] enough\r\n").await.unwrap();
            far
        });
        let command = Command::new("APPEND").literal(&[b'x'; 1000]);
        let Ended::Refused(verdict, _) = talk.say(&command, 0, 0).await.unwrap() else {
            panic!("it is refused")
        };
        assert_eq!(verdict.code().0, "TOOBIG");
        assert!(talk.say(&Command::new("NOOP"), 0, 0).await.is_err());
        drop(refusing.await.unwrap());
    }
}
