//! Phone numbers: what can be called, and when two are the same.

/// Why a phone number was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneProblem {
    /// A character that no phone number has.
    #[error("it contains a character that is no digit, space or one of + ( ) - . /")]
    Character,
    /// Fewer than 3 or more than 15 digits (E.164 allows 15).
    #[error("it has {digits} digits, 3 to 15 are allowed")]
    Digits {
        /// How many it has.
        digits: usize,
    },
}

/// A phone number that can be dialled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneNumber {
    shown: String,
    key: String,
}

impl PhoneNumber {
    /// Takes what the rep typed.
    ///
    /// # Errors
    /// [`PhoneProblem`] says what is wrong with it.
    pub fn parse(raw: &str) -> Result<Self, PhoneProblem> {
        let shown = raw.trim();
        let (plus, rest) = match shown.strip_prefix('+') {
            Some(rest) => ("+", rest),
            None => ("", shown),
        };
        if !rest.chars().all(|c| c.is_ascii_digit() || " ()-./\u{a0}".contains(c)) {
            return Err(PhoneProblem::Character);
        }
        // "+44 (0)20 …": the zero in brackets is dialled at home only.
        let rest = if plus.is_empty() { rest.to_owned() } else { rest.replacen("(0)", "", 1) };
        let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
        if !(3..=15).contains(&digits.len()) {
            return Err(PhoneProblem::Digits { digits: digits.len() });
        }
        Ok(Self { shown: shown.to_owned(), key: format!("{plus}{digits}") })
    }

    /// The number as it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// The number as it is dialled and compared: digits, with a leading + if it has one.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_makes_no_difference() {
        for typed in ["+49 (0)30 / 1234-567", "+49 30 1234567", "+49.30.1234567"] {
            assert_eq!(PhoneNumber::parse(typed).unwrap().key(), "+49301234567", "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_dialled_is_refused() {
        assert_eq!(PhoneNumber::parse("call me"), Err(PhoneProblem::Character));
        assert_eq!(PhoneNumber::parse("+1;rm -rf"), Err(PhoneProblem::Character));
        assert_eq!(PhoneNumber::parse("12"), Err(PhoneProblem::Digits { digits: 2 }));
        assert_eq!(PhoneNumber::parse(&"1".repeat(16)), Err(PhoneProblem::Digits { digits: 16 }));
    }
}
