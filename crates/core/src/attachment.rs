//! Files that go with an e-mail: by their content, so that the same file is kept once whoever sends it.

/// Most files that go with one e-mail.
pub const MAX_FILES: usize = 20;

/// Longest name of a file, in characters.
const MAX_NAME: usize = 150;

/// What names a file that is kept: the SHA-256 of its content, in 64 hexadecimal digits. Never a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "wire", ts(type = "string"))]
pub struct FileHash(String);

/// What is no [`FileHash`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a file is named by 64 hexadecimal digits")]
pub struct NotAHash;

impl FileHash {
    /// The hash as its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for FileHash {
    type Error = NotAHash;

    fn try_from(digits: String) -> Result<Self, NotAHash> {
        let is_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if digits.len() == 64 && digits.bytes().all(is_digit) {
            Ok(Self(digits))
        } else {
            Err(NotAHash)
        }
    }
}

impl From<FileHash> for String {
    fn from(hash: FileHash) -> Self {
        hash.0
    }
}

/// The name under which a file is sent: 1 to 150 characters of one line, no path and no hidden file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "wire", ts(type = "string"))]
pub struct FileName(String);

/// What is no [`FileName`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the name of a file is one line without path")]
pub struct NotAName;

impl FileName {
    /// The name that a file has outside, made fit: what cannot stand in it becomes `_`, and a long one is
    /// cut before its ending.
    #[must_use]
    pub fn of(outside: &str) -> Self {
        let fit = |c: char| if is_unfit(c) { '_' } else { c };
        let name: String = outside.trim().trim_start_matches('.').chars().map(fit).collect();
        let name = name.trim();
        if name.is_empty() {
            return Self("file".to_owned());
        }
        let length = name.chars().count();
        if length <= MAX_NAME {
            return Self(name.to_owned());
        }
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let kept = ending.chars().count() + 1;
        if ending.is_empty() || kept > 12 {
            return Self(name.chars().take(MAX_NAME).collect());
        }
        let beginning: String = name.chars().take(MAX_NAME - kept).collect();
        Self(format!("{beginning}.{ending}"))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind its last dot, in small letters; empty where there is none.
    #[must_use]
    pub fn ending(&self) -> String {
        self.0.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
    }
}

/// Line breaks and other control characters, what cannot stand in a name on some system or parts a path
/// there, and what turns the direction of writing, so that `exe.pdf` reads as `fdp.exe`. Without `?` no mail
/// program takes a name for an encoded word (RFC 2047), as some do where none may stand.
fn is_unfit(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\u{2028}' | '\u{2029}'
        )
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl TryFrom<String> for FileName {
    type Error = NotAName;

    fn try_from(name: String) -> Result<Self, NotAName> {
        if Self::of(&name).0 == name { Ok(Self(name)) } else { Err(NotAName) }
    }
}

impl From<FileName> for String {
    fn from(name: FileName) -> Self {
        name.0
    }
}

/// A file that goes with an e-mail.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Attachment {
    /// Its content.
    pub file: FileHash,
    /// The name under which it is sent.
    pub name: FileName,
    /// In bytes; what it takes in a message is a third more.
    pub size: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_fit_for_one_line_and_no_path() {
        for (outside, name) in [
            ("Offer 2026.pdf", "Offer 2026.pdf"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("a\r\nBcc: x@y.z.pdf", "a__Bcc_ x@y.z.pdf"),
            ("C:\\Users\\x.doc", "C__Users_x.doc"),
            (".hidden", "hidden"),
            ("photo\u{202e}gnp.exe", "photo_gnp.exe"),
            ("=?utf-8?q?=0D=0A?=", "=_utf-8_q_=0D=0A_="),
            (" \n ", "file"),
            ("", "file"),
        ] {
            let made = FileName::of(outside);
            assert_eq!(made.as_str(), name, "{outside:?}");
            assert_eq!(FileName::try_from(name.to_owned()).as_ref(), Ok(&made));
        }
        let long = FileName::of(&format!("{}.PDF", "é".repeat(300)));
        assert_eq!((long.as_str().chars().count(), long.ending().as_str()), (MAX_NAME, "pdf"));
        for bad in ["a/b", "a\nb", "", ".x", " x"] {
            assert!(FileName::try_from(bad.to_owned()).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_hash_is_64_digits_and_nothing_that_leads_elsewhere() {
        assert!(FileHash::try_from("0a".repeat(32)).is_ok());
        for bad in ["", "0A", &"0A".repeat(32), &"../".repeat(22), &"0a".repeat(33)] {
            assert_eq!(FileHash::try_from(bad.to_owned()), Err(NotAHash));
        }
    }
}
