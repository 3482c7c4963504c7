//! One connection of [`crate::scripted_smtp`].

use crate::scripted_smtp::{Action, Moment, Phase, Received, Script, Shared};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// Whether the conversation goes on.
#[derive(PartialEq, Eq)]
enum Next {
    GoesOn,
    Ends,
}

/// Talks until the client leaves or the script ends it.
pub(crate) fn hold(stream: &TcpStream, script: &Script, shared: &Shared) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut talk = Talk { stream, input: BufReader::new(stream), script, shared, taken: 0 };
    if talk.answer(Phase::Greeting, "220 scripted ESMTP")? == Next::Ends {
        return Ok(());
    }
    let (mut mail, mut rcpt) = (String::new(), Vec::new());
    while let Some(line) = talk.command()? {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let next = match verb.as_str() {
            "EHLO" | "HELO" => talk.answer(Phase::Ehlo, &talk.offers())?,
            "AUTH" => talk.auth(&line)?,
            "MAIL" => {
                shared.note(Moment::Mail);
                mail = line;
                rcpt.clear();
                talk.answer(Phase::Mail, "250 2.1.0 Ok")?
            }
            "RCPT" => {
                shared.note(Moment::Rcpt);
                rcpt.push(line.clone());
                talk.recipient(&line)?
            }
            "DATA" => talk.data(&mail, &rcpt)?,
            "RSET" | "NOOP" => talk.say("250 2.0.0 Ok")?,
            "QUIT" => {
                talk.say("221 2.0.0 Bye")?;
                Next::Ends
            }
            _ => talk.say("502 5.5.2 Command not recognized")?,
        };
        if next == Next::Ends {
            return Ok(());
        }
    }
    Ok(())
}

struct Talk<'a> {
    stream: &'a TcpStream,
    input: BufReader<&'a TcpStream>,
    script: &'a Script,
    shared: &'a Shared,
    /// Messages that were accepted on this connection.
    taken: usize,
}

impl Talk<'_> {
    fn command(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        self.input.read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned();
        self.shared.note_command(&line);
        Ok(Some(line))
    }

    fn say(&mut self, line: &str) -> io::Result<Next> {
        self.stream.write_all(format!("{line}\r\n").as_bytes())?;
        Ok(Next::GoesOn)
    }

    fn scripted(&self, phase: Phase) -> Option<&Action> {
        self.script.steps.iter().find(|(at, _)| *at == phase).map(|(_, action)| action)
    }

    /// Gives the scripted answer, or else the usual one.
    fn answer(&mut self, phase: Phase, usual: &str) -> io::Result<Next> {
        match self.scripted(phase).cloned() {
            None => self.say(usual),
            Some(Action::Answer(code, text)) => self.say(&format!("{code} {text}")),
            Some(Action::Raw(bytes)) => {
                self.stream.write_all(&bytes)?;
                Ok(Next::GoesOn)
            }
            Some(Action::Close) => Ok(Next::Ends),
            Some(Action::Stall) => {
                self.shared.wait_for_release();
                self.say(usual)
            }
        }
    }

    fn offers(&self) -> String {
        let mut lines = vec!["scripted greets you".to_owned()];
        if !self.script.bare {
            lines.push("8BITMIME".to_owned());
        }
        if self.script.pipelining {
            lines.push("PIPELINING".to_owned());
        }
        if let Some(limit) = self.script.size {
            lines.push(format!("SIZE {limit}"));
        }
        let mechanisms = self.script.mechanisms.as_deref().unwrap_or("PLAIN LOGIN");
        if !mechanisms.is_empty() {
            lines.push(format!("AUTH {mechanisms}"));
        }
        let last = lines.len() - 1;
        let line = |(at, line): (usize, &String)| {
            format!("250{}{line}", if at == last { ' ' } else { '-' })
        };
        lines.iter().enumerate().map(line).collect::<Vec<_>>().join("\r\n")
    }

    fn auth(&mut self, line: &str) -> io::Result<Next> {
        if self.scripted(Phase::Auth).is_some() {
            return self.answer(Phase::Auth, "235 2.7.0 Welcome");
        }
        let words: Vec<&str> = line.split(' ').collect();
        let given = if words.get(1).is_some_and(|word| word.eq_ignore_ascii_case("LOGIN")) {
            let user = self.challenge("Username:")?;
            (user, self.challenge("Password:")?)
        } else {
            let answer = words.get(2).map(|word| decoded(word)).unwrap_or_default();
            let mut parts = answer.split('\0').skip(1).map(str::to_owned);
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
        };
        match &self.script.password {
            Some(expected) if *expected != given => {
                self.say("535 5.7.8 Authentication credentials invalid")
            }
            _ => self.say("235 2.7.0 Welcome"),
        }
    }

    fn challenge(&mut self, prompt: &str) -> io::Result<String> {
        self.say(&format!("334 {}", STANDARD.encode(prompt)))?;
        Ok(self.command()?.map(|line| decoded(&line)).unwrap_or_default())
    }

    fn recipient(&mut self, line: &str) -> io::Result<Next> {
        let scripted = self.script.recipients.iter().find(|(who, ..)| line.contains(who.as_str()));
        match scripted.cloned() {
            Some((_, code, text)) => self.say(&format!("{code} {text}")),
            None => self.answer(Phase::Rcpt, "250 2.1.5 Ok"),
        }
    }

    fn data(&mut self, mail: &str, rcpt: &[String]) -> io::Result<Next> {
        self.shared.note(Moment::Data);
        match self.scripted(Phase::Data) {
            // Whatever was said, no body follows.
            Some(Action::Answer(..) | Action::Raw(_) | Action::Close) => {
                return self.answer(Phase::Data, "");
            }
            Some(Action::Stall) => self.shared.wait_for_release(),
            None => {}
        }
        self.say("354 End data with <CR><LF>.<CR><LF>")?;
        self.shared.note(Moment::DataBegun);
        match self.scripted(Phase::Body).cloned() {
            None => {}
            Some(Action::Stall) => self.shared.wait_for_release(),
            Some(action) => {
                // In the middle: something has come and the rest is on its way.
                self.input.read_exact(&mut [0; 20])?;
                if action != Action::Close {
                    self.answer(Phase::Body, "")?;
                }
                return Ok(Next::Ends);
            }
        }
        let raw = self.body()?;
        let message = Received { mail: mail.to_owned(), rcpt: rcpt.to_vec(), raw, accepted: false };
        let message = self.shared.note_message(message);
        self.shared.note(Moment::Received);
        match self.scripted(Phase::End) {
            Some(Action::Stall) => self.shared.wait_for_release(),
            Some(_) => return self.answer(Phase::End, ""),
            None => {}
        }
        // Before the client can know: whoever is killed in between has had a message accepted.
        self.shared.note_accepted(message);
        self.say("250 2.0.0 Ok: queued")?;
        self.taken += 1;
        match &self.script.last {
            Some((messages, farewell)) if *messages == self.taken => {
                if !farewell.is_empty() {
                    self.say(farewell)?;
                }
                Ok(Next::Ends)
            }
            _ => Ok(Next::GoesOn),
        }
    }

    /// Everything up to the final dot, exactly as it came.
    fn body(&mut self) -> io::Result<Vec<u8>> {
        let mut raw = Vec::new();
        loop {
            let start = raw.len();
            if self.input.read_until(b'\n', &mut raw)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let after_line_end = start == 0 || raw[..start].ends_with(b"\r\n");
            if after_line_end && &raw[start..] == b".\r\n" {
                return Ok(raw);
            }
        }
    }
}

fn decoded(text: &str) -> String {
    let bytes = STANDARD.decode(text).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
