//! The folders of a mailbox, and what each is for: said by the server (RFC 6154), else known by
//! habit.

use crate::reading::command::{Command, Ended};
use crate::reading::folder_names;
use crate::reading::grammar::Item;
use crate::reading::problem::Problem;
use crate::reading::session::Session;
use crate::reading::utf7;

/// The name of a folder as its server writes it. Kept as it came, so that it is found again
/// whatever way of writing it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FolderName(Vec<u8>);

impl FolderName {
    /// The folder that every mailbox has.
    #[must_use]
    pub fn inbox() -> Self {
        Self(b"INBOX".to_vec())
    }

    /// A name as a server wrote it.
    #[must_use]
    pub fn from_wire(name: Vec<u8>) -> Self {
        Self(name)
    }

    /// The name as the server writes it: for keeping, not for showing.
    #[must_use]
    pub fn wire(&self) -> &[u8] {
        &self.0
    }
}

/// What a folder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Where mail arrives.
    Inbox,
    /// Where mail is put away.
    Archive,
    /// Everything in the mailbox, whatever other folder it is in.
    All,
    /// What the provider takes for junk, sometimes wrongly.
    Junk,
    /// Copies of what was sent.
    Sent,
    /// What is not sent yet.
    Drafts,
    /// What was thrown away.
    Trash,
    /// The rep's own.
    Other,
}

impl Role {
    /// Whether a reply to us usually lies in such a folder. In junk it may; the rep's own folders
    /// hold replies where rules sort them there, and only the rep knows.
    #[must_use]
    pub fn holds_replies(self) -> bool {
        matches!(self, Self::Inbox | Self::Archive | Self::All)
    }

    /// Whether a reply may lie there at all: such a folder can be chosen to be read.
    #[must_use]
    pub fn may_hold_replies(self) -> bool {
        !matches!(self, Self::Sent | Self::Drafts | Self::Trash)
    }
}

/// A folder that can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Its name for the server.
    pub name: FolderName,
    /// Its name for the rep, with its parents.
    pub shown: String,
    /// What it is for.
    pub role: Role,
}

/// The attribute that says what a folder is for.
const SPECIAL_USE: [(&str, Role); 7] = [
    ("\\ALL", Role::All),
    ("\\ARCHIVE", Role::Archive),
    ("\\DRAFTS", Role::Drafts),
    ("\\JUNK", Role::Junk),
    ("\\SPAM", Role::Junk),
    ("\\SENT", Role::Sent),
    ("\\TRASH", Role::Trash),
];

/// Folders under which a provider's own folders lie, in lower case.
const PARENTS: [&str; 4] = ["", "inbox", "[gmail]", "[google mail]"];

/// Most folders that are looked at.
const FOLDERS_MAX: usize = 10_000;

impl Session {
    /// All folders that can be opened, in the server's order. At most one is each of inbox, sent,
    /// drafts and so on where the server says which; where it does not, several may be by habit.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn folders(&mut self) -> Result<Vec<Folder>, Problem> {
        let plain = Command::new("LIST \"\" \"*\"");
        let heard = if self.offers.has("SPECIAL-USE") && self.offers.has("LIST-EXTENDED") {
            let asked = Command::new("LIST \"\" \"*\" RETURN (SPECIAL-USE)");
            match self.talk.say(&asked, 4096, 4 << 20).await? {
                Ended::Done(heard) => heard,
                // It offers what it does not do.
                Ended::Refused(..) => self.talk.say(&plain, 4096, 4 << 20).await?.done()?,
            }
        } else {
            self.talk.say(&plain, 4096, 4 << 20).await?.done()?
        };
        let listed = heard.all("LIST").filter_map(|items| Listed::read(items, self.utf8));
        Ok(with_habits(listed.take(FOLDERS_MAX).collect()))
    }
}

/// A line of the list.
struct Listed {
    folder: Folder,
    /// The name without its parents and these, in lower case.
    leaf: String,
    parents: String,
}

impl Listed {
    /// `None` for what cannot be opened.
    fn read(items: &[Item], utf8: bool) -> Option<Self> {
        let [attributes, separator, name, ..] = items else { return None };
        let attributes = attributes.list()?.iter().filter_map(Item::keyword);
        let attributes: Vec<String> = attributes.collect();
        let has = |name: &str| attributes.iter().any(|attribute| attribute == name);
        if has("\\NOSELECT") || has("\\NONEXISTENT") {
            return None;
        }
        let wire = name.bytes()?;
        let shown = shown(wire, utf8);
        let is_inbox = wire.eq_ignore_ascii_case(b"INBOX");
        let special = SPECIAL_USE.iter().find(|(attribute, _)| has(attribute));
        let role = match special {
            _ if is_inbox => Role::Inbox,
            Some((_, role)) => *role,
            None => Role::Other,
        };
        let separator = separator.bytes().and_then(|bytes| bytes.first()).copied().map(char::from);
        let lower = shown.to_lowercase();
        let (parents, leaf) = separator
            .and_then(|separator| lower.rsplit_once(separator))
            .unwrap_or(("", lower.as_str()));
        let (parents, leaf) = (parents.to_owned(), leaf.to_owned());
        let folder = Folder { name: FolderName(wire.to_vec()), shown, role };
        Some(Self { folder, leaf, parents })
    }
}

/// Gives a role by its name to folders that have none, where the server has given it to nobody.
fn with_habits(mut listed: Vec<Listed>) -> Vec<Folder> {
    let said: Vec<Role> = listed.iter().map(|one| one.folder.role).collect();
    for one in &mut listed {
        if one.folder.role == Role::Other
            && PARENTS.contains(&one.parents.as_str())
            && let Some(role) = folder_names::role(&one.leaf)
            && !said.contains(&role)
        {
            one.folder.role = role;
        }
    }
    listed.into_iter().map(|one| one.folder).collect()
}

/// A name as the rep reads it.
fn shown(wire: &[u8], utf8: bool) -> String {
    let text = String::from_utf8_lossy(wire);
    if utf8 {
        return text.into_owned();
    }
    utf7::decoded(&text).unwrap_or_else(|| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::grammar::{Answer, Piece, read};

    fn folders(lines: &[&str], utf8: bool) -> Vec<(String, Role)> {
        let listed = lines.iter().filter_map(|line| {
            let answer = read(vec![Piece::Text(format!("* LIST {line}").into_bytes())]);
            let Answer::Data(items) = answer else { panic!("{answer:?}") };
            Listed::read(&items[1..], utf8)
        });
        let folders = with_habits(listed.collect());
        folders.into_iter().map(|folder| (folder.shown, folder.role)).collect()
    }

    fn named(name: &str, role: Role) -> (String, Role) {
        (name.to_owned(), role)
    }

    #[test]
    fn gmail_in_german_says_what_its_folders_are() {
        let found = folders(
            &[
                r#"(\HasNoChildren) "/" "INBOX""#,
                r#"(\HasChildren \Noselect) "/" "[Gmail]""#,
                r#"(\All \HasNoChildren) "/" "[Gmail]/Alle Nachrichten""#,
                r#"(\HasNoChildren \Sent) "/" "[Gmail]/Gesendet""#,
                r#"(\Drafts) "/" "[Gmail]/Entw&APw-rfe""#,
                r#"(\Junk) "/" "[Gmail]/Spam""#,
                r#"(\Trash) "/" "[Gmail]/Papierkorb""#,
                r#"(\HasNoChildren) "/" "Sent""#,
            ],
            false,
        );
        let expected = [
            named("INBOX", Role::Inbox),
            named("[Gmail]/Alle Nachrichten", Role::All),
            named("[Gmail]/Gesendet", Role::Sent),
            named("[Gmail]/Entwürfe", Role::Drafts),
            named("[Gmail]/Spam", Role::Junk),
            named("[Gmail]/Papierkorb", Role::Trash),
            named("Sent", Role::Other),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn where_the_server_says_nothing_names_tell() {
        let found = folders(
            &[
                r#"() "." inbox"#,
                r#"() "." "INBOX.&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-""#,
                r#"() "." "INBOX.Archiv""#,
                r#"() "." "INBOX.Kunden.Archiv""#,
                r#"() NIL "Papierkorb""#,
                r#"() "." {odd"#,
            ],
            false,
        );
        let expected = [
            named("inbox", Role::Inbox),
            named("INBOX.Отправленные", Role::Sent),
            named("INBOX.Archiv", Role::Archive),
            named("INBOX.Kunden.Archiv", Role::Other),
            named("Papierkorb", Role::Trash),
            named("{odd", Role::Other),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn names_in_utf_8_are_taken_as_they_are() {
        let lines = [r#"() "/" "Envoyés""#, r#"() "/" "R&-D""#, r#"() "/" "R&D""#];
        let expected = [named("Envoyés", Role::Sent), named("R&-D", Role::Other)];
        assert_eq!(folders(&lines[..2], true), expected);
        let expected = [named("R&D", Role::Other), named("R&D", Role::Other)];
        assert_eq!(folders(&lines[1..], false), expected);
    }

    #[test]
    fn drafts_trash_and_our_own_copies_hold_no_replies() {
        let can = |role: Role| (role.holds_replies(), role.may_hold_replies());
        for role in [Role::Inbox, Role::Archive, Role::All] {
            assert_eq!(can(role), (true, true));
        }
        assert_eq!((can(Role::Junk), can(Role::Other)), ((false, true), (false, true)));
        for role in [Role::Sent, Role::Drafts, Role::Trash] {
            assert_eq!(can(role), (false, false));
        }
    }
}
