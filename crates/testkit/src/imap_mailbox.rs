//! What lies in the mailbox of [`crate::scripted_imap`].

/// A message in a folder.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Its UID.
    pub uid: u32,
    /// When it came, as IMAP writes it: `05-Jan-2026 09:00:00 +0000`.
    pub received: String,
    /// Headers, an empty line, a body.
    pub bytes: Vec<u8>,
    /// What goes wrong when it is fetched.
    pub poison: Option<Poison>,
}

impl Letter {
    /// The headers with the empty line behind them.
    #[must_use]
    pub fn headers(&self) -> &[u8] {
        let end = self.bytes.windows(4).position(|four| four == b"\r\n\r\n");
        end.map_or(&self.bytes[..], |end| &self.bytes[..end + 4])
    }

    /// Year, month and day, for comparing.
    pub(crate) fn day(&self) -> (u32, usize, u32) {
        day(self.received.split(' ').next().unwrap_or_default())
    }
}

/// What goes wrong when a message is fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Poison {
    /// The command that asks for it, among others or alone, ends with this.
    Answer(String),
    /// As [`Poison::Answer`], but its single fields are given.
    AnswerButFields(String),
    /// NIL comes in place of its headers.
    Nil,
    /// Its answer is no IMAP.
    Garbage,
    /// It is left out.
    LeftOut,
    /// The connection ends in the middle of its literal.
    Close,
}

/// A folder.
#[derive(Debug, Clone)]
pub struct ImapFolder {
    /// Its name on the wire.
    pub name: String,
    /// What LIST says of it: `\HasNoChildren \Sent`.
    pub attributes: String,
    /// Its UIDVALIDITY.
    pub uid_validity: u32,
    /// Its UIDNEXT.
    pub uid_next: u32,
    /// Its messages, by UID.
    pub letters: Vec<Letter>,
}

impl ImapFolder {
    /// An empty folder.
    #[must_use]
    pub fn new(name: &str, attributes: &str) -> Self {
        let (name, attributes) = (name.to_owned(), attributes.to_owned());
        Self { name, attributes, uid_validity: 7, uid_next: 1, letters: Vec::new() }
    }

    /// Puts a message in; its UID.
    pub fn put(&mut self, received: &str, bytes: &[u8]) -> u32 {
        let uid = self.uid_next;
        self.uid_next += 1;
        let (received, bytes) = (received.to_owned(), bytes.to_vec());
        self.letters.push(Letter { uid, received, bytes, poison: None });
        uid
    }

    /// Puts a message in that cannot be fetched; its UID.
    pub fn put_poisoned(&mut self, received: &str, bytes: &[u8], poison: Poison) -> u32 {
        let uid = self.put(received, bytes);
        self.letters.last_mut().expect("just put").poison = Some(poison);
        uid
    }

    /// Gives all messages new UIDs from 1, under another UIDVALIDITY.
    pub fn renumber(&mut self) {
        self.uid_validity += 1;
        self.uid_next = 1;
        for letter in &mut self.letters {
            letter.uid = self.uid_next;
            self.uid_next += 1;
        }
    }
}

/// `5-Jan-2026` for comparing.
pub(crate) fn day(text: &str) -> (u32, usize, u32) {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let parts: Vec<&str> = text.split('-').collect();
    let number = |at: usize| parts.get(at).and_then(|part| part.parse().ok()).unwrap_or(0);
    (number(2), parts.get(1).and_then(|month| MONTHS.find(month)).unwrap_or(0), number(0))
}
