//! The machine-readable part of a delivery report (RFC 3464, 6533), and the same fields where a
//! program has put them into the text.

use super::codes::Status;

/// The fields on one recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields {
    /// `Original-Recipient`: the address that was written to.
    pub original: String,
    /// `Final-Recipient`: the address that failed.
    pub last: String,
    /// `X-Actual-Recipient` of sendmail: where the final one was forwarded to.
    pub actual: String,
    /// `Action`, its first word in lower case.
    pub action: String,
    /// `Status`.
    pub status: Option<Status>,
    /// `Diagnostic-Code` without its type.
    pub diagnostic: String,
}

impl Fields {
    fn names_somebody(&self) -> bool {
        [&self.original, &self.last, &self.actual].iter().any(|one| !one.is_empty())
    }

    fn has_result(&self) -> bool {
        self.status.is_some() || !self.action.is_empty() || !self.diagnostic.is_empty()
    }

    fn set(&mut self, name: &str, value: &str) {
        let once = |place: &mut String, value: String| {
            if place.is_empty() {
                *place = value;
            }
        };
        match name {
            "original-recipient" => once(&mut self.original, address(value)),
            "final-recipient" => once(&mut self.last, address(value)),
            "x-actual-recipient" => once(&mut self.actual, address(value)),
            "action" => once(&mut self.action, first_word(value)),
            "status" => self.status = self.status.or_else(|| status(value)),
            "diagnostic-code" => once(&mut self.diagnostic, without_type(value).to_owned()),
            _ => {}
        }
    }
}

/// Reads the fields, recipient by recipient. Fields on the whole message are passed over.
pub(crate) fn read(text: &str) -> Vec<Fields> {
    let mut found: Vec<Fields> = Vec::new();
    let mut now = Fields::default();
    for (name, value) in fields(text) {
        // A blank line ends a recipient; some programs leave it out.
        let starts = name.is_empty() || (name == "final-recipient" && !now.last.is_empty());
        if starts {
            close(&mut found, std::mem::take(&mut now));
        }
        now.set(&name, &value);
    }
    close(&mut found, now);
    found.retain(|one| one.names_somebody() || one.has_result());
    found
}

fn close(found: &mut Vec<Fields>, done: Fields) {
    match found.last_mut() {
        // A blank line in the middle of a recipient.
        Some(last) if !done.names_somebody() && done.has_result() && !last.has_result() => {
            last.action = done.action;
            last.status = done.status;
            last.diagnostic = done.diagnostic;
        }
        _ if done.names_somebody() || done.has_result() => found.push(done),
        _ => {}
    }
}

/// Names in lower case with their values, folded lines joined; an empty name for a blank line.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if line.trim().is_empty() {
            fields.push((String::new(), String::new()));
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        } else if let Some((_, value)) = fields.last_mut() {
            // Some servers' answers of several lines are not folded.
            value.push(' ');
            value.push_str(line.trim());
        }
    }
    fields
}

/// `rfc822; <a@b.test>` → `a@b.test`, lower case; empty when it is no address of e-mail.
fn address(value: &str) -> String {
    let value = value.split_once(';').map_or(value, |(_, address)| address).trim();
    let value = value.trim_matches(|c| matches!(c, '<' | '>')).trim().to_lowercase();
    let fine = value.contains('@') && !value.starts_with(['|', '/', '@']) && !value.contains(' ');
    if fine { value } else { String::new() }
}

fn first_word(value: &str) -> String {
    let word = value.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    word.to_ascii_lowercase()
}

fn status(value: &str) -> Option<Status> {
    value.split_whitespace().find_map(Status::parse)
}

fn without_type(value: &str) -> &str {
    match value.split_once(';') {
        Some((kind, rest)) if !kind.trim().contains(' ') => rest.trim(),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recipients_are_told_apart_with_and_without_blank_lines() {
        let text = "Reporting-MTA: dns; mx.test\r\nArrival-Date: today\r\n\r\n\
            Original-Recipient: rfc822;Team@a.test\r\nFinal-Recipient: RFC822; <ada@a.test>\r\n\
            Action: failed\r\nStatus: 5.1.1 (no user)\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n  nobody\r\n\
            Final-Recipient: rfc822; |/bin/x\r\nX-Actual-Recipient: rfc822; bo@b.test\r\n\r\n\
            Action: Delayed\r\nStatus: 4.4.1\r\n";
        let read = read(text);
        assert_eq!(read.len(), 2);
        assert_eq!(
            (read[0].original.as_str(), read[0].last.as_str()),
            ("team@a.test", "ada@a.test")
        );
        assert_eq!(
            (read[0].action.as_str(), read[0].diagnostic.as_str()),
            ("failed", "550 5.1.1 nobody")
        );
        assert_eq!((read[1].actual.as_str(), read[1].action.as_str()), ("bo@b.test", "delayed"));
    }
}
