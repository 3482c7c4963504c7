//! Cache tags: which records a transaction changed, so that the window asks for them again.

use std::collections::{BTreeMap, BTreeSet};

/// More changed ids than this of one kind are told as "the whole kind".
pub const MAX_IDS_PER_KIND: usize = 50;

/// A kind of thing that a query can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum TagKind {
    /// Cadences; the id is a [`crate::ids::CadenceId`].
    Cadence,
    /// Whether the workspace is open, and where it lies. Has no ids.
    Workspace,
    /// Partnerships with their contacts, enrolments and timeline; the id is a
    /// [`crate::ids::PartnershipId`].
    Partnership,
    /// The list of stages. Has no ids.
    Stage,
    /// Open touches: what is due and what waits; the id is a [`crate::ids::TouchId`].
    Touch,
    /// Messages on their way; the id is a [`crate::ids::OutboxId`].
    Outbox,
    /// Mail that has arrived; the id is a [`crate::ids::IncomingId`].
    Incoming,
    /// Which folders of the mailbox are read, how far, and what went wrong. Has no ids.
    Mailbox,
    /// The mail account, its keychain entry and the sender profile. Has no ids.
    Account,
    /// The suppression list. Has no ids.
    Suppression,
    /// Which custom fields there are. Has no ids.
    CustomField,
    /// Reminders that the window shows itself, and places that it is asked to go to. Has no ids.
    Reminder,
}

/// One changed record, or with no id, everything of that kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
pub struct Tag {
    /// What kind of thing changed.
    pub kind: TagKind,
    /// Its row id; none for all of the kind.
    pub id: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Ids {
    Some(BTreeSet<i64>),
    All,
}

/// What one or more transactions changed. Grows by merging, never shrinks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes(BTreeMap<TagKind, Ids>);

impl Changes {
    /// Adds one record.
    pub fn record(&mut self, kind: TagKind, id: i64) {
        let ids = self.0.entry(kind).or_insert_with(|| Ids::Some(BTreeSet::new()));
        if let Ids::Some(set) = ids {
            set.insert(id);
            if set.len() > MAX_IDS_PER_KIND {
                *ids = Ids::All;
            }
        }
    }

    /// Adds everything of a kind.
    pub fn all(&mut self, kind: TagKind) {
        self.0.insert(kind, Ids::All);
    }

    /// Adds what `other` holds.
    pub fn merge(&mut self, other: &Self) {
        for tag in other.tags() {
            match tag.id {
                Some(id) => self.record(tag.kind, id),
                None => self.all(tag.kind),
            }
        }
    }

    /// True when nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The tags to publish, in a fixed order.
    #[must_use]
    pub fn tags(&self) -> Vec<Tag> {
        let mut tags = Vec::new();
        for (&kind, ids) in &self.0 {
            match ids {
                Ids::All => tags.push(Tag { kind, id: None }),
                Ids::Some(set) => tags.extend(set.iter().map(|&id| Tag { kind, id: Some(id) })),
            }
        }
        tags
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_record_is_told_once() {
        let mut changes = Changes::default();
        changes.record(TagKind::Cadence, 7);
        changes.record(TagKind::Cadence, 7);
        assert_eq!(changes.tags(), [Tag { kind: TagKind::Cadence, id: Some(7) }]);
    }

    #[test]
    fn more_than_fifty_records_become_the_whole_kind() {
        let mut changes = Changes::default();
        (0..50).for_each(|id| changes.record(TagKind::Cadence, id));
        assert_eq!(changes.tags().len(), 50);
        changes.record(TagKind::Cadence, 50);
        assert_eq!(changes.tags(), [Tag { kind: TagKind::Cadence, id: None }]);
        changes.record(TagKind::Cadence, 51);
        assert_eq!(changes.tags().len(), 1);
    }

    #[test]
    fn merging_keeps_both_sides() {
        let mut left = Changes::default();
        left.record(TagKind::Cadence, 1);
        let mut right = Changes::default();
        right.record(TagKind::Cadence, 2);
        right.all(TagKind::Workspace);
        left.merge(&right);
        assert_eq!(left.tags().len(), 3);
    }
}
