//! The states of a message on its way (R27).

use crate::time::Timestamp;

/// Why a message waits although its moment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum HoldReason {
    /// No mail account is set up.
    NoAccount,
    /// No password is stored for the account.
    NoPassword,
    /// The keychain is locked.
    KeychainLocked,
    /// There is no keychain.
    KeychainAbsent,
    /// The keychain refused.
    KeychainDenied,
    /// The server refused to sign the account in.
    SignInRefused,
    /// The provider has ended the sign-in: the rep has to sign in again.
    SignInAgain,
    /// The server's certificate is not trusted.
    Certificate,
    /// The provider refused mail from this account.
    AccountBlocked,
    /// The mailbox was not read lately: somebody may have answered (PRODUCT 6.5).
    MailboxNotRead,
    /// It follows a message that left through another account, where answers to it arrive (R31).
    OtherAccount,
    /// It is more than a day late for want of the program or its mailbox: the rep is asked (R11).
    Late,
}

/// Why a message will not leave by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum FailReason {
    /// The recipient's server does not know the address.
    Address,
    /// The provider does not let this account send.
    Account,
    /// The provider's limit is used up.
    Quota,
    /// The message itself was refused.
    Policy,
    /// The message is too large.
    TooLarge,
    /// It was tried for 48 hours.
    TimeOver,
    /// The address is suppressed.
    Suppressed,
    /// Anything else that the server refused for good.
    Refused,
}

/// Where a message is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "state", rename_all = "snake_case"))]
pub enum OutboxState {
    /// It leaves at this moment.
    Queued {
        /// When.
        leaves_at: Timestamp,
    },
    /// It waits for something to be put right.
    Held {
        /// For what.
        reason: HoldReason,
    },
    /// It is on its way right now.
    Sending,
    /// It was taken by the server.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// It was not taken and is tried again.
    RetryAt {
        /// When.
        at: Timestamp,
        /// What went wrong; may be empty.
        answer: String,
    },
    /// It was refused for good; the rep decides.
    Failed {
        /// Why.
        reason: FailReason,
        /// What the server said; may be empty.
        answer: String,
    },
    /// It was cut off while the server had it: it may or may not have left. Never sent again by
    /// itself.
    InDoubt {
        /// Since when.
        since: Timestamp,
    },
    /// It was taken back before it left.
    Cancelled,
}

/// How long to wait after the `attempt`th try (from 1), in milliseconds: one minute at first, twice
/// as long after each, at most two hours; up to a quarter more, so that messages that failed together
/// are not tried together.
#[must_use]
pub fn retry_pause(attempt: u32, seed: i64) -> i64 {
    const FIRST: i64 = 60_000;
    const LONGEST: i64 = 2 * 3_600_000;
    let pause = FIRST.saturating_mul(1_i64 << attempt.saturating_sub(1).min(20)).min(LONGEST);
    // Any scattering will do; this one needs no source of chance.
    let scattered = seed.wrapping_mul(2_654_435_761).wrapping_add(i64::from(attempt) * 40_503);
    pause + pause / 4 * scattered.rem_euclid(1_000) / 1_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_two_hours_and_are_scattered() {
        for (attempt, least) in [(1, 60_000), (2, 120_000), (8, 7_200_000), (u32::MAX, 7_200_000)] {
            for seed in [1, 2, 99, i64::MAX] {
                let pause = retry_pause(attempt, seed);
                assert!((least..=least + least / 4).contains(&pause), "{attempt} {seed}: {pause}");
            }
        }
        assert_ne!(retry_pause(1, 1), retry_pause(1, 2));
    }
}
