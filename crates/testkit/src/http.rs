//! As much HTTP/1.1 as a page and a form of a test need.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

const PATIENCE: Option<Duration> = Some(Duration::from_secs(20));

/// A request.
#[derive(Debug)]
pub(crate) struct Asked {
    pub method: String,
    pub target: String,
    pub body: String,
}

/// A response.
#[derive(Debug)]
pub(crate) struct Replied {
    pub status: u16,
    pub kind: &'static str,
    pub location: Option<String>,
    pub body: String,
}

impl Replied {
    pub fn text(status: u16, body: &str) -> Self {
        Self { status, kind: "text/plain", location: None, body: body.to_owned() }
    }

    pub fn json(status: u16, body: String) -> Self {
        Self { status, kind: "application/json", location: None, body }
    }

    pub fn redirect(to: String) -> Self {
        Self { status: 302, kind: "text/plain", location: Some(to), body: String::new() }
    }
}

/// Answers one request; a connection without one is let go.
pub(crate) fn serve(stream: TcpStream, answer: impl FnOnce(&Asked) -> Replied) {
    stream.set_read_timeout(PATIENCE).expect("a time limit");
    let mut reader = BufReader::new(stream);
    let Some((first, length, _)) = head(&mut reader) else { return };
    let mut words = first.split(' ');
    let (Some(method), Some(target)) = (words.next(), words.next()) else { return };
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_err() {
        return;
    }
    let body = String::from_utf8_lossy(&body).into_owned();
    let asked = Asked { method: method.to_owned(), target: target.to_owned(), body };
    let Replied { status, kind, location, body } = answer(&asked);
    let location = location.map(|to| format!("Location: {to}\r\n")).unwrap_or_default();
    let out = format!(
        "HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{location}\
         Connection: close\r\n\r\n{body}",
        body.len()
    );
    // Whoever asked may have gone away.
    let _ = reader.get_mut().write_all(out.as_bytes());
}

/// Asks for a page of this computer.
///
/// # Panics
/// When there is no answer.
pub(crate) fn get(url: &str) -> Replied {
    let rest = url.strip_prefix("http://").expect("a page of this computer");
    let (authority, path) = rest.split_once('/').expect("a path");
    let mut stream = TcpStream::connect(authority).expect("a connection");
    stream.set_read_timeout(PATIENCE).expect("a time limit");
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {authority}\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("a request");
    let mut reader = BufReader::new(stream);
    let (first, length, location) = head(&mut reader).expect("a response");
    let status = first.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let body = String::from_utf8_lossy(&body).into_owned();
    Replied { status, kind: "", location, body }
}

/// The first line, the length of the body, and where it leads.
fn head(reader: &mut impl BufRead) -> Option<(String, usize, Option<String>)> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let value = |name: &str| {
        let mut fields = lines.iter().filter_map(|line| line.split_once(':'));
        let found = fields.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim().to_owned())
    };
    let length = value("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let location = value("location");
    Some((lines.first()?.clone(), length, location))
}

/// The fields of a query or a form.
pub(crate) fn fields(form: &str) -> HashMap<String, String> {
    let pairs = form.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decoded::plain(name), decoded::plain(value))).collect()
}

/// `application/x-www-form-urlencoded`, both ways.
pub(crate) mod decoded {
    pub fn plain(text: &str) -> String {
        let (mut out, bytes) = (Vec::new(), text.as_bytes());
        let mut at = 0;
        while at < bytes.len() {
            let hex = text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
            match (bytes[at], hex) {
                (b'%', Some(byte)) => {
                    out.push(byte);
                    at += 2;
                }
                (b'+', _) => out.push(b' '),
                (byte, _) => out.push(byte),
            }
            at += 1;
        }
        String::from_utf8_lossy(&out).into_owned()
    }

    pub fn escaped(text: &str) -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                    char::from(byte).to_string()
                }
                byte => format!("%{byte:02X}"),
            })
            .collect()
    }
}
