//! Names of records: row ids inside one workspace file, and uids that may leave it.

use crate::time::Timestamp;

/// Makes newtypes of row ids within a workspace. Positive, never reused.
macro_rules! row_ids {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {
        $(
            $(#[doc = $doc])+
            /// Positive, never reused within its workspace.
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
            #[cfg_attr(feature = "wire", derive(ts_rs::TS))]
            pub struct $name(pub i64);
        )+
    };
}

row_ids! {
    /// Row id of a cadence.
    CadenceId;
    /// Row id of a step: the same step in every version of its cadence.
    StepId;
    /// Row id of a version of a cadence.
    VersionId;
    /// Row id of a partnership.
    PartnershipId;
    /// Row id of a contact.
    ContactId;
    /// Row id of an enrolment: one contact working through one cadence.
    EnrolmentId;
    /// Row id of a touch: one execution of a step for one enrolment.
    TouchId;
    /// Row id of an entry of the timeline.
    EventId;
    /// Row id of a message in the outbox.
    OutboxId;
    /// Row id of a message that has arrived.
    IncomingId;
    /// Row id of a mail account.
    AccountId;
    /// Row id of an entry of the suppression list.
    SuppressionId;
    /// Row id of a custom field.
    CustomFieldId;
}

/// A UUIDv7 (RFC 9562, section 5.7): names a record across workspaces, sorts by creation time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uid(uuid::Uuid);

impl Uid {
    /// Builds a uid from the moment of creation and ten random bytes.
    #[must_use]
    pub fn new(created: Timestamp, random: [u8; 10]) -> Self {
        let millis = u64::try_from(created.as_millis()).unwrap_or(0);
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// The sixteen bytes, in network order, as they are stored.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// A uid from its sixteen bytes, as they are stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(uuid::Uuid::from_bytes(bytes))
    }
}

/// The one source of new uids. Injected, so that a test sees the same ones every time.
pub trait Ids: Send + Sync {
    /// A uid that was never given out before, for a record created at `now`.
    fn uid(&self, now: Timestamp) -> Uid;
}

/// Uids that count up from one.
#[cfg(any(test, feature = "test-support"))]
#[derive(Debug, Default)]
pub struct SequentialIds(std::sync::atomic::AtomicU64);

#[cfg(any(test, feature = "test-support"))]
impl Ids for SequentialIds {
    fn uid(&self, now: Timestamp) -> Uid {
        let count = self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1;
        let mut random = [0; 10];
        random.iter_mut().rev().zip(count.to_le_bytes()).for_each(|(slot, byte)| *slot = byte);
        Uid::new(now, random)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uid_is_version_seven_and_carries_its_moment() {
        let uid = Uid::new(Timestamp::from_millis(1_764_000_000_123), [0xFF; 10]);
        assert_eq!(uid.0.get_version_num(), 7);
        let (seconds, nanos) = uid.0.get_timestamp().unwrap().to_unix();
        assert_eq!((seconds, nanos), (1_764_000_000, 123_000_000));
    }

    #[test]
    fn uids_sort_by_creation() {
        let early = Uid::new(Timestamp::from_millis(1_000), [0xFF; 10]);
        let late = Uid::new(Timestamp::from_millis(1_001), [0; 10]);
        assert!(early.as_bytes() < late.as_bytes());
    }

    #[test]
    fn sequential_ids_never_repeat() {
        let ids = SequentialIds::default();
        let now = Timestamp::from_millis(5);
        assert_ne!(ids.uid(now), ids.uid(now));
    }
}
