//! One connection of [`crate::scripted_imap`].

use crate::imap_mailbox::{ImapFolder, Letter, Poison, day};
use crate::scripted_imap::{ImapAction, ImapScript, Shared};
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How often is looked for something new while the client is idle.
const LOOK: Duration = Duration::from_millis(5);

/// Talks until the client leaves or the script ends it.
pub(crate) fn hold(stream: &TcpStream, script: &ImapScript, shared: &Shared) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let input = BufReader::new(stream);
    let counted = HashMap::new();
    let mut talk = Talk { stream, input, script, shared, counted, open: None, told: 0 };
    talk.write(format!("{}\r\n", script.greeting).as_bytes())?;
    while let Some((tag, command)) = talk.command()? {
        let over = match talk.scripted(&tag, &command)? {
            Scripted::Nothing => talk.carry_out(&tag, &command)?,
            Scripted::Answered => false,
            Scripted::Over => true,
        };
        if over {
            return Ok(());
        }
    }
    Ok(())
}

/// What the script has done about a command.
enum Scripted {
    /// The usual answer is due.
    Nothing,
    Answered,
    /// The conversation is over.
    Over,
}

struct Talk<'a> {
    stream: &'a TcpStream,
    input: BufReader<&'a TcpStream>,
    script: &'a ImapScript,
    shared: &'a Shared,
    /// How often each scripted beginning has come.
    counted: HashMap<String, usize>,
    open: Option<String>,
    /// Of how many messages in the open folder the client knows.
    told: usize,
}

/// Whether the conversation is over.
type Over = io::Result<bool>;

impl Talk<'_> {
    /// The tag and the command with its literals in place; APPEND's is asked for later.
    fn command(&mut self) -> io::Result<Option<(String, String)>> {
        let Some(mut line) = self.line()? else { return Ok(None) };
        let is_append = |line: &str| line.split(' ').nth(1) == Some("APPEND");
        while let Some(size) = announced(&line) {
            if is_append(&line) {
                break;
            }
            self.write(b"+ go on\r\n")?;
            let mut literal = vec![0; size];
            self.input.read_exact(&mut literal)?;
            let rest = self.line()?.unwrap_or_default();
            let (before, _) = line.rsplit_once('{').expect("a size");
            line = format!("{before}\"{}\"{rest}", String::from_utf8_lossy(&literal));
        }
        let (tag, command) = line.split_once(' ').unwrap_or((&line, ""));
        self.shared.note_command(command);
        Ok(Some((tag.to_owned(), command.to_owned())))
    }

    fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        self.input.read_until(b'\n', &mut line)?;
        let text = String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned();
        Ok((!line.is_empty()).then_some(text))
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.shared.lock().record.bytes += bytes.len();
        if self.script.in_pieces {
            return bytes.iter().try_for_each(|byte| self.stream.write_all(&[*byte]));
        }
        self.stream.write_all(bytes)
    }

    fn say(&mut self, text: &str) -> Over {
        self.write(format!("{text}\r\n").as_bytes())?;
        Ok(false)
    }

    /// Does what the script has for this command.
    fn scripted(&mut self, tag: &str, command: &str) -> io::Result<Scripted> {
        let mut found = None;
        for (beginning, nth, action) in &self.script.steps {
            if command.starts_with(beginning.as_str()) {
                let counted = self.counted.entry(format!("{beginning} {nth}")).or_default();
                *counted += 1;
                if counted == nth {
                    found = Some(action.clone());
                }
            }
        }
        let with_tag =
            |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).replace("%TAG%", tag).into_bytes();
        let (bytes, then) = match found {
            None => return Ok(Scripted::Nothing),
            Some(ImapAction::Answer(answer)) => {
                (format!("{tag} {answer}\r\n").into_bytes(), Scripted::Answered)
            }
            Some(ImapAction::Raw(bytes)) => (with_tag(bytes), Scripted::Answered),
            Some(ImapAction::First(bytes)) => (with_tag(bytes), Scripted::Nothing),
            Some(ImapAction::RawThenClose(bytes)) => (with_tag(bytes), Scripted::Over),
            Some(ImapAction::Close) => (Vec::new(), Scripted::Over),
            Some(ImapAction::Stall) => {
                self.shared.wait_for_release();
                (Vec::new(), Scripted::Nothing)
            }
        };
        self.write(&bytes)?;
        Ok(then)
    }

    fn carry_out(&mut self, tag: &str, command: &str) -> Over {
        let mut words = command.split(' ');
        let verb = words.next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "CAPABILITY" => self.say(&format!("* CAPABILITY {}", self.script.offers))?,
            "LOGIN" => return self.let_in(tag, &argument(command, 1)),
            "AUTHENTICATE" => return self.authenticate(tag, command),
            "LIST" => self.list(&argument(command, 1))?,
            "STATUS" => return self.status(tag, &argument(command, 0)),
            "EXAMINE" | "SELECT" => return self.open(tag, &argument(command, 0)),
            "NOOP" => self.tell_what_is_new()?,
            "IDLE" => return self.idle(tag),
            "APPEND" => return self.append(tag, command),
            "UID" if command.starts_with("UID SEARCH") => self.search(command)?,
            "UID" => return self.fetch(tag, command),
            "LOGOUT" => return Ok(true),
            "ID" | "ENABLE" => false,
            _ => return self.say(&format!("{tag} BAD unknown command")),
        };
        self.say(&format!("{tag} OK done"))
    }

    fn let_in(&mut self, tag: &str, proof: &str) -> Over {
        match &self.script.proof {
            Some(expected) if expected != proof => {
                self.say(&format!("{tag} NO [AUTHENTICATIONFAILED] not so"))
            }
            _ => self.say(&format!("{tag} OK welcome")),
        }
    }

    fn authenticate(&mut self, tag: &str, command: &str) -> Over {
        let said = match command.split(' ').nth(2) {
            Some(said) => said.to_owned(),
            None => {
                self.say("+ ")?;
                self.line()?.unwrap_or_default()
            }
        };
        if self.script.proof.as_ref().is_some_and(|expected| *expected != said) {
            self.say("+ eyJzdGF0dXMiOiI0MDAifQ==")?;
            let last = self.line()?;
            assert_eq!(last.as_deref(), Some(""), "the explanation is answered by an empty line");
        }
        self.let_in(tag, &said)
    }

    fn list(&mut self, pattern: &str) -> Over {
        let lines: Vec<String> = {
            let state = self.shared.lock();
            let matching = state.folders.iter().filter(|one| pattern == "*" || one.name == pattern);
            let line =
                |one: &ImapFolder| format!("* LIST ({}) \"/\" \"{}\"", one.attributes, one.name);
            matching.map(line).collect()
        };
        lines.iter().try_for_each(|line| self.say(line).map(drop))?;
        Ok(false)
    }

    fn folder(&self, name: &str) -> Option<ImapFolder> {
        self.shared.lock().folders.iter().find(|one| one.name == name).cloned()
    }

    fn status(&mut self, tag: &str, name: &str) -> Over {
        let Some(folder) = self.folder(name) else {
            return self.say(&format!("{tag} NO there is none"));
        };
        let ImapFolder { uid_next, uid_validity, letters, .. } = &folder;
        let messages = letters.len();
        self.say(&format!(
            "* STATUS \"{name}\" (UIDNEXT {uid_next} UIDVALIDITY {uid_validity} MESSAGES {messages} \
             HIGHESTMODSEQ {uid_next})"
        ))?;
        self.say(&format!("{tag} OK done"))
    }

    fn open(&mut self, tag: &str, name: &str) -> Over {
        let Some(folder) = self.folder(name) else {
            return self.say(&format!("{tag} NO there is none"));
        };
        let ImapFolder { uid_next, uid_validity, letters, .. } = &folder;
        (self.open, self.told) = (Some(name.to_owned()), letters.len());
        self.say("* FLAGS (\\Seen \\Answered)")?;
        self.say(&format!("* {} EXISTS", letters.len()))?;
        self.say(&format!("* OK [UIDVALIDITY {uid_validity}] fine"))?;
        self.say(&format!("* OK [UIDNEXT {uid_next}] fine"))?;
        self.say(&format!("* OK [HIGHESTMODSEQ {uid_next}] fine"))?;
        self.say(&format!("{tag} OK [READ-ONLY] done"))
    }

    fn letters(&self) -> Vec<Letter> {
        let folder = self.open.as_deref().and_then(|name| self.folder(name));
        folder.map(|folder| folder.letters).unwrap_or_default()
    }

    fn tell_what_is_new(&mut self) -> Over {
        let state = self.shared.lock();
        let open = self.open.as_deref();
        let folder = state.folders.iter().find(|one| Some(one.name.as_str()) == open);
        let now = folder.map_or(0, |folder| folder.letters.len());
        drop(state);
        if self.script.says_what_is_new && now != self.told {
            self.told = now;
            self.say(&format!("* {now} EXISTS"))?;
        }
        Ok(false)
    }

    fn idle(&mut self, tag: &str) -> Over {
        self.say("+ idling")?;
        self.stream.set_read_timeout(Some(LOOK))?;
        let mut said = Vec::new();
        loop {
            match self.input.read_until(b'\n', &mut said) {
                Ok(_) => break,
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    self.tell_what_is_new()?;
                }
                Err(error) => return Err(error),
            }
        }
        self.stream.set_read_timeout(None)?;
        self.shared.note_command(String::from_utf8_lossy(&said).trim_end());
        if said != b"DONE\r\n" {
            return Ok(true);
        }
        self.say(&format!("{tag} OK idled"))
    }

    fn append(&mut self, tag: &str, command: &str) -> Over {
        self.write(b"+ go on\r\n")?;
        let mut message = vec![0; announced(command).expect("a literal")];
        self.input.read_exact(&mut message)?;
        self.line()?;
        let name = argument(command, 0);
        let uid = {
            let mut state = self.shared.lock();
            state.record.appended.push((command.to_owned(), message.clone()));
            let folder = state.folders.iter_mut().find(|one| one.name == name);
            folder.map(|folder| (folder.put(&argument(command, 2), &message), folder.uid_validity))
        };
        match uid {
            Some((uid, validity)) => {
                self.say(&format!("{tag} OK [APPENDUID {validity} {uid}] filed"))
            }
            None => self.say(&format!("{tag} NO [TRYCREATE] there is none")),
        }
    }

    fn search(&mut self, command: &str) -> Over {
        let words: Vec<&str> = command.split(' ').collect();
        let after =
            |key: &str| words.iter().position(|word| *word == key).and_then(|at| words.get(at + 1));
        // The first UID is the command's.
        let set = words.iter().rposition(|word| *word == "UID").filter(|at| *at > 0);
        let set = set.and_then(|at| words.get(at + 1));
        let since = after("SINCE").map(|date| day(date));
        let text = command.rsplit_once(" \"").map(|(_, text)| text.trim_end_matches('"'));
        let found = self.letters().into_iter().filter(|letter| {
            set.is_none_or(|set| is_in(set, letter.uid))
                && since.is_none_or(|since| letter.day() >= since)
                && text.is_none_or(|text| String::from_utf8_lossy(letter.headers()).contains(text))
        });
        let uids: Vec<String> = found.map(|letter| letter.uid.to_string()).collect();
        self.say(format!("* SEARCH {}", uids.join(" ")).trim_end())
    }

    fn fetch(&mut self, tag: &str, command: &str) -> Over {
        let mut words = command.splitn(4, ' ').skip(2);
        let (set, asked) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let mut end = "OK done".to_owned();
        let letters = self.letters();
        for (at, letter) in letters.iter().enumerate().filter(|(_, one)| is_in(set, one.uid)) {
            let uid = letter.uid;
            let seq = at + 1;
            match &letter.poison {
                None => self.give(seq, letter, asked)?,
                Some(Poison::AnswerButFields(_)) if asked.contains("HEADER.FIELDS") => {
                    self.give(seq, letter, asked)?;
                }
                Some(Poison::Answer(answer) | Poison::AnswerButFields(answer)) => {
                    end.clone_from(answer);
                }
                Some(Poison::Nil) => {
                    self.say(&format!("* {seq} FETCH (UID {uid} BODY[HEADER]<0> NIL)"))?;
                }
                Some(Poison::Garbage) => {
                    self.say(&format!("* {seq} FETCH (UID {uid} BODY[HEADER] \"((("))?;
                }
                Some(Poison::LeftOut) => {}
                Some(Poison::Close) => {
                    self.write(
                        format!("* {seq} FETCH (UID {uid} BODY[HEADER] {{99}}\r\nFrom").as_bytes(),
                    )?;
                    return Ok(true);
                }
            }
        }
        self.say(&format!("{tag} {end}"))
    }

    fn give(&mut self, seq: usize, letter: &Letter, asked: &str) -> io::Result<()> {
        let Letter { uid, received, bytes, .. } = letter;
        let section = asked.split_once("BODY.PEEK[").map_or("", |(_, rest)| rest);
        let (name, range) = section.split_once(']').unwrap_or(("", ""));
        let text = if name.is_empty() { &bytes[..] } else { letter.headers() };
        let range = range.split_once("<0.").and_then(|(_, rest)| rest.split_once('>'));
        let most = range.and_then(|(most, _)| most.parse().ok());
        let most = most.filter(|_| !self.script.ignores_ranges).unwrap_or(text.len());
        let text = &text[..text.len().min(most)];
        let origin = if range.is_some() { "<0>" } else { "" };
        let head = format!(
            "* {seq} FETCH (FLAGS () UID {uid} INTERNALDATE \"{received}\" RFC822.SIZE {} \
             BODY[{name}]{origin} {{{}}}\r\n",
            bytes.len(),
            text.len(),
        );
        self.write(&[head.as_bytes(), text, b")\r\n"].concat())
    }
}

/// The size of a literal at the end of a line.
fn announced(line: &str) -> Option<usize> {
    line.strip_suffix('}')?.rsplit_once('{')?.1.parse().ok()
}

/// The text number `nth` in quotation marks, counted from 0.
fn argument(command: &str, nth: usize) -> String {
    command.split('"').nth(nth * 2 + 1).unwrap_or_default().to_owned()
}

fn is_in(set: &str, uid: u32) -> bool {
    set.split(',').any(|range| {
        let (first, last) = range.split_once(':').unwrap_or((range, range));
        let number = |text: &str| text.parse().unwrap_or(u32::MAX);
        (number(first)..=number(last)).contains(&uid)
    })
}
