//! What a delivery report says to people: where the returned message begins in it, which addresses
//! it is about, and what it says of each.

use crate::classify::phrase::Phrases;
use std::sync::LazyLock;

/// The text of a report.
pub(crate) struct Notice<'t> {
    /// What the reporting program wrote.
    pub body: &'t str,
    /// The returned message, as far as it stands in the same text.
    pub returned: &'t str,
}

/// Longest part of a text that is read as a notice, in lines; behind it come other people's mails.
const MAX_LINES: usize = 400;

/// Most recipients of one report. Nobody writes to more at once from here.
pub(crate) const MAX_RECIPIENTS: usize = 100;

impl<'t> Notice<'t> {
    /// Parts the report from what it returns.
    pub(crate) fn read(text: &'t str) -> Self {
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if start > 0 && begins_returned(line) {
                break;
            }
            start += line.len();
        }
        let (body, returned) = text.split_at_checked(start).unwrap_or((text, ""));
        Self { body, returned }
    }

    /// What it says of each address that it is about: those at the beginning of a line, else those
    /// behind a reply (`554 <a@b.test>…`), else those behind words such as `delivered to:`, else any. Addresses of `except` are passed over.
    pub(crate) fn sections(&self, except: &[String]) -> Vec<(String, String)> {
        let lists = self.sections_by(except, str::is_empty);
        let found = if lists.is_empty() { self.transcript(except) } else { lists };
        let found = if found.is_empty() { self.sections_by(except, introduces) } else { found };
        if found.is_empty() { self.sections_by(except, |_| true) } else { found }
    }

    /// What sendmail's transcripts say of each address: the lines up to the reply that names it.
    fn transcript(&self, except: &[String]) -> Vec<(String, String)> {
        let mut sections: Vec<(String, String)> = Vec::new();
        let mut lines = String::new();
        for line in self.body.lines().take(MAX_LINES) {
            lines.push_str(line);
            lines.push('\n');
            let named = address_in(line)
                .filter(|(before, address)| is_reply_code(before) && !except.contains(address));
            let known = |address: &String| sections.iter().any(|(one, _)| one == address);
            if let Some((_, address)) =
                named.filter(|(_, address)| !known(address) && sections.len() < MAX_RECIPIENTS)
            {
                sections.push((address, std::mem::take(&mut lines)));
            }
        }
        sections
    }

    fn sections_by(&self, except: &[String], is_about: fn(&str) -> bool) -> Vec<(String, String)> {
        let mut sections: Vec<(String, String)> = Vec::new();
        let mut current: Option<usize> = None;
        for line in self.body.lines().take(MAX_LINES) {
            let about = address_in(line)
                .filter(|(before, address)| is_about(before) && !except.contains(address));
            if let Some((_, address)) = about {
                let known = sections.iter().position(|(one, _)| *one == address);
                current = known.or(Some(sections.len()));
                if known.is_none() {
                    if sections.len() == MAX_RECIPIENTS {
                        break;
                    }
                    sections.push((address, String::new()));
                }
            }
            if let Some((_, text)) = current.and_then(|at| sections.get_mut(at)) {
                text.push_str(line);
                text.push('\n');
            }
        }
        sections
    }
}

/// The first address in a line with what stands before it, both in lower case.
pub(crate) fn address_in(line: &str) -> Option<(String, String)> {
    let at = line.find('@')?;
    let (head, tail) = line.split_at_checked(at)?;
    let outside = |c: char| c.is_whitespace() || "<>()[]{},;:\"'|=\\".contains(c);
    let start = head.rfind(outside).map_or(0, |at| at + head.get(at..).map_or(1, first_len));
    let end =
        tail.char_indices().skip(1).find(|(_, c)| outside(*c)).map_or(tail.len(), |(at, _)| at);
    let local = head.get(start..)?;
    let domain = tail.get(1..end)?.trim_end_matches(['.', '!', '?']);
    if local.is_empty() || !domain.contains('.') || domain.contains('@') {
        return None;
    }
    let before = head.get(..start)?.trim_matches(|c: char| !c.is_alphanumeric() && c != ':');
    Some((before.to_lowercase(), format!("{local}@{domain}").to_lowercase()))
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

fn is_reply_code(before: &str) -> bool {
    before.len() == 3
        && before.starts_with(['4', '5'])
        && before.bytes().all(|b| b.is_ascii_digit())
}

/// Words before an address that make it the one a report is about.
fn introduces(before: &str) -> bool {
    const WORDS: &[&str] =
        &["to", "for", "recipient", "user", "address", "an", "à", "a", "emailaddress"];
    // Fields of the returned message that a report may repeat.
    const OTHERS: &[&str] = &[
        "from",
        "id",
        "message-id",
        "sender",
        "source",
        "by",
        "reply-to",
        "return-path",
        "value",
        "envelope-from",
    ];
    let named = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let name = named.rsplit(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default();
    WORDS.contains(&name) || (before.ends_with(':') && !OTHERS.contains(&name))
}

/// Words in the line above a returned message.
#[rustfmt::skip]
static RETURNED: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new([
        "original message", "original message headers", "returned message", "copy of the message",
        "copy of your message", "copy of the original message", "copy of the original",
        "copy of the returned message", "is a copy of the message", "message headers follow",
        "message header follows", "headers of the original", "header of the original message",
        "undelivered message", "unsent message", "unsent message below", "message text follows",
        "text of your message", "your message reads", "your original message", "message follows",
        "message contents", "returned message follows", "received: by", "begin message",
        "body of message generated response", "failed message", "message header",
    ])
});

fn begins_returned(line: &str) -> bool {
    let line = line.trim();
    if line.is_empty() || line.len() > 120 {
        return false;
    }
    let lower = line.to_lowercase();
    let is_header =
        ["received: ", "return-path: ", "received:\t"].iter().any(|one| lower.starts_with(one));
    let is_heading = line.starts_with(['-', '*', '=', '_', '#', '|'])
        || line.ends_with([':', '.', '-', '*', '=']);
    is_header
        || (is_heading
            && RETURNED.any(&lower)
            && !lower.contains("attached")
            && !lower.contains("delete"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_returned_message_begins_where_it_is_announced_or_where_its_headers_stand() {
        for mark in [
            "--- Below this line is a copy of the message.",
            "------ This is a copy of the message, including all the headers. ------",
            "Original message headers:",
            "   ----- Original message follows -----",
            "Received: from a.test by b.test",
        ] {
            let text = format!("Sorry.\nThe original message was received at 9\n{mark}\nFrom: x\n");
            let notice = Notice::read(&text);
            assert_eq!(notice.body, "Sorry.\nThe original message was received at 9\n", "{mark}");
            assert!(notice.returned.ends_with("From: x\n"));
        }
    }

    #[test]
    fn each_address_has_its_lines() {
        let text = "Sorry.\n<Ada@a.test>:\nno user\n  bo@b.test\n  full\nask <postmaster@b.test>\n";
        let sections = Notice::read(text).sections(&["rep@r.test".to_owned()]);
        assert_eq!(sections[0], ("ada@a.test".to_owned(), "<Ada@a.test>:\nno user\n".to_owned()));
        assert_eq!(sections[1].0, "bo@b.test");
        let sections = Notice::read("Your mail was undeliverable to ada@a.test.\n").sections(&[]);
        assert_eq!(sections[0].0, "ada@a.test");
    }
}
