//! In which phase of a sending the engine was killed, as the file and the server tell.

use super::file::Row;
use crate::sink::{Letter, Point};
use std::fmt;

/// Where the message was that was furthest on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Claimed, and not named to the server.
    ClaimToMail,
    /// Named to the server, which has not said 354.
    MailToData,
    /// 354 was said, and not yet 250.
    DataToAnswer,
    /// 250 was said, and the file does not know it.
    AnswerToReceipt,
    /// Nothing was on its way.
    Between,
}

impl Phase {
    /// All, in their order.
    pub const ALL: [Self; 5] = [
        Self::ClaimToMail,
        Self::MailToData,
        Self::DataToAnswer,
        Self::AnswerToReceipt,
        Self::Between,
    ];

    /// At which moments of the conversation to kill in order to meet it.
    #[must_use]
    pub const fn points(self) -> &'static [Option<Point>] {
        match self {
            Self::ClaimToMail => &[Some(Point::Connected)],
            Self::MailToData => &[Some(Point::Mail)],
            Self::DataToAnswer => &[Some(Point::Begun), Some(Point::Received)],
            Self::AnswerToReceipt => &[Some(Point::Accepted)],
            Self::Between => &[None],
        }
    }

    /// The phase of a kill, from what the file held then and what has become of the messages that the
    /// killed engine had begun to send.
    #[must_use]
    pub fn of(rows: &[Row], letters: &[Letter]) -> Self {
        let sending = |to: &str| rows.iter().any(|row| row.state == "sending" && row.to == to);
        let phases = letters.iter().filter(|letter| letter.to.is_empty() || sending(&letter.to));
        let furthest = phases.map(|letter| match letter {
            Letter { accepted: true, .. } => Self::AnswerToReceipt,
            Letter { begun: true, .. } => Self::DataToAnswer,
            _ => Self::MailToData,
        });
        let order = |phase: &Self| Self::ALL.iter().position(|one| one == phase);
        match furthest.max_by_key(order) {
            Some(phase) => phase,
            None if rows.iter().any(|row| row.state == "sending") => Self::ClaimToMail,
            None => Self::Between,
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ClaimToMail => "claim → MAIL",
            Self::MailToData => "MAIL → DATA",
            Self::DataToAnswer => "DATA → 250",
            Self::AnswerToReceipt => "250 → receipt",
            Self::Between => "elsewhere",
        })
    }
}
