//! Files in a message: a part each, in base64, under a name that RFC 2231 carries in any script.

use crate::message::ComposeProblem;
use desk_core::attachment::FileName;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Attachment, Body, SinglePart};

/// A file that goes with a message.
#[derive(Clone, PartialEq, Eq)]
pub struct Attached {
    /// The name under which it is sent: by its type one line without control characters.
    pub name: FileName,
    /// What it holds.
    pub content: Vec<u8>,
}

/// What files with these endings are (RFC 2046 and the register of media types). What can run in a mail
/// program or a browser is named nothing in particular, and so is what must not be in base64
/// (message/rfc822).
const KINDS: [(&str, &str); 26] = [
    ("csv", "text/csv"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("gif", "image/gif"),
    ("ics", "text/calendar"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("json", "application/json"),
    ("key", "application/vnd.apple.keynote"),
    ("md", "text/markdown"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("txt", "text/plain"),
    ("vcf", "text/vcard"),
    ("webp", "image/webp"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("zip", "application/zip"),
];

fn kind(name: &FileName) -> &'static str {
    let ending = name.ending();
    let known = KINDS.iter().find(|(known, _)| *known == ending);
    known.map_or("application/octet-stream", |(_, kind)| kind)
}

/// How many bytes the content of a file takes in a message: base64 in lines of 76 (RFC 2045, 6.8).
#[must_use]
pub fn encoded_size(size: u32) -> u64 {
    let letters = u64::from(size).div_ceil(3) * 4;
    letters + letters.saturating_sub(1) / 76 * 2
}

/// A file as a part of a message.
pub(crate) fn part(file: &Attached) -> Result<SinglePart, ComposeProblem> {
    let kind = ContentType::parse(kind(&file.name)).map_err(|_| ComposeProblem::Unfit)?;
    // Whatever it holds, also text: no byte of it can be changed on the way.
    let encoding = ContentTransferEncoding::Base64;
    let body = Body::new_with_encoding(file.content.clone(), encoding);
    let body = body.map_err(|_| ComposeProblem::Unfit)?;
    Ok(Attachment::new(file.name.as_str().to_owned()).body(body, kind))
}
