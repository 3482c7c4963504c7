//! Text that people type: what is allowed, how long it may be, how it is compared.

use unicode_normalization::UnicodeNormalization;

/// Why a typed text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextProblem {
    /// Nothing but white space.
    #[error("it is empty")]
    Empty,
    /// More than `max` characters (Unicode scalar values).
    #[error("it has {length} characters, {max} are allowed")]
    TooLong {
        /// How many characters it has after trimming.
        length: usize,
        /// How many are allowed.
        max: usize,
    },
    /// A line break, tab or other control character where one line of text is expected.
    #[error("it contains a line break or another control character")]
    ControlCharacter,
}

/// A line of text: trimmed, composed (NFC), without control characters, 1 to `max` characters.
///
/// # Errors
/// [`TextProblem`] says which of these it breaks.
pub fn line(raw: &str, max: usize) -> Result<String, TextProblem> {
    let text = block(raw, max)?;
    if text.is_empty() {
        return Err(TextProblem::Empty);
    }
    if text.chars().any(char::is_control) {
        return Err(TextProblem::ControlCharacter);
    }
    Ok(text)
}

/// A block of text: trimmed, composed (NFC), line ends as LF, 0 to `max` characters. No control
/// characters but line feed and tab.
///
/// # Errors
/// [`TextProblem`] says which of these it breaks.
pub fn block(raw: &str, max: usize) -> Result<String, TextProblem> {
    let text: String = raw.replace("\r\n", "\n").trim().nfc().collect();
    let length = text.chars().count();
    if length > max {
        return Err(TextProblem::TooLong { length, max });
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(TextProblem::ControlCharacter);
    }
    Ok(text)
}

/// The form in which names are compared and sorted: lower case, compatibility-composed (NFKC), so
/// that another case, another composition of an accent and full-width letters make no difference.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_is_trimmed_and_keeps_its_inner_spaces() {
        assert_eq!(line("  Cold  outbound ", 120).unwrap(), "Cold  outbound");
    }

    #[test]
    fn a_line_of_white_space_is_empty() {
        assert_eq!(line(" \u{2003}\n", 120), Err(TextProblem::Empty));
    }

    #[test]
    fn a_line_break_inside_a_line_is_refused() {
        assert_eq!(line("a\r\nBcc: b", 120), Err(TextProblem::ControlCharacter));
    }

    #[test]
    fn length_counts_characters_not_bytes() {
        assert!(line(&"é".repeat(120), 120).is_ok());
        assert_eq!(
            line(&"é".repeat(121), 120),
            Err(TextProblem::TooLong { length: 121, max: 120 })
        );
    }

    #[test]
    fn a_block_may_be_empty_and_keeps_its_lines() {
        assert_eq!(block("", 10).unwrap(), "");
        assert_eq!(block("a\r\nb", 10).unwrap(), "a\nb");
        assert_eq!(block("a\0b", 10), Err(TextProblem::ControlCharacter));
    }

    #[test]
    fn folding_meets_case_and_composition() {
        assert_eq!(fold("ÉTÉ"), fold("e\u{301}te\u{301}"));
        assert_eq!(fold("ＡＢＣ"), "abc");
    }

    proptest! {
        #[test]
        fn an_accepted_line_is_accepted_again_unchanged(raw in ".{0,200}") {
            if let Ok(once) = line(&raw, 120) {
                prop_assert_eq!(line(&once, 120), Ok(once));
            }
        }

        #[test]
        fn folding_twice_changes_nothing_more(raw in ".{0,60}") {
            let once = fold(&raw);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
