//! The bytes of a message on the wire: which are fit for it, and how its end is told from a dot in
//! it. lettre's own SMTP client gets the latter wrong for bare line ends (RUSTSEC-2026-0561); it
//! is not compiled into this program.

/// Longest line without its CRLF (RFC 5322, 2.1.1).
const LINE_MAX: usize = 998;

/// Whether `bytes` are what every server takes unchanged: 7-bit text without NUL, of lines that
/// end in CRLF and have at most 998 bytes, with no CR or LF elsewhere, not even a missing last one.
pub(crate) fn is_fit(bytes: &[u8]) -> bool {
    let Some(text) = bytes.strip_suffix(b"\r\n") else { return false };
    let mut lines = text.split(|b| *b == b'\n').peekable();
    while let Some(line) = lines.next() {
        // All but the last one lost their LF to `split`; their CR must be there.
        let line = match (lines.peek(), line.strip_suffix(b"\r")) {
            (Some(_), Some(line)) => line,
            (Some(_), None) => return false,
            (None, _) => line,
        };
        let fine = |b: &u8| b.is_ascii() && *b != 0 && *b != b'\r';
        if line.len() > LINE_MAX || !line.iter().all(fine) {
            return false;
        }
    }
    true
}

/// The end of a message on the wire, behind the CRLF of its last line.
pub(crate) const FINAL_DOT: &[u8] = b".\r\n";

/// A fit message with every dot at the start of a line doubled, and the final dot (RFC 5321,
/// 4.5.2): what is written after the server's 354, as one piece.
pub(crate) fn stuffed(message: &[u8]) -> Vec<u8> {
    let mut data = Vec::with_capacity(message.len() + message.len() / 32 + FINAL_DOT.len());
    for line in message.split_inclusive(|b| *b == b'\n') {
        if line.starts_with(b".") {
            data.push(b'.');
        }
        data.extend_from_slice(line);
    }
    data.extend_from_slice(FINAL_DOT);
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_whole_lines_of_seven_bit_text_are_fit() {
        for fit in ["a\r\n", "\r\n", "a\r\n\r\n.b\r\n"] {
            assert!(is_fit(fit.as_bytes()), "{fit:?}");
        }
        for unfit in
            ["", "a", "a\n", "a\r", "a\nb\r\n", "a\rb\r\n", "a\r\r\n", "\n\r\n", "ä\r\n", "\0\r\n"]
        {
            assert!(!is_fit(unfit.as_bytes()), "{unfit:?}");
        }
    }

    #[test]
    fn a_line_has_at_most_998_bytes() {
        assert!(is_fit(format!("{}\r\nb\r\n", "a".repeat(998)).as_bytes()));
        assert!(!is_fit(format!("b\r\n{}\r\n", "a".repeat(999)).as_bytes()));
    }

    #[test]
    fn a_dot_at_the_start_of_a_line_is_doubled_once() {
        assert_eq!(stuffed(b".\r\na.b\r\n..c\r\n"), b"..\r\na.b\r\n...c\r\n.\r\n");
    }

    proptest! {
        #[test]
        fn the_final_dot_is_the_only_line_of_one_dot(lines in prop::collection::vec("[.a]{0,4}", 1..20)) {
            let message = lines.join("\r\n") + "\r\n";
            prop_assert!(is_fit(message.as_bytes()));
            let data = String::from_utf8(stuffed(message.as_bytes())).unwrap();
            let body = data.strip_suffix(".\r\n").unwrap();
            prop_assert!(body.lines().all(|line| line != "."));
            let back: Vec<&str> = body.lines().map(|l| l.strip_prefix('.').unwrap_or(l)).collect();
            prop_assert_eq!(back, lines);
        }
    }
}
