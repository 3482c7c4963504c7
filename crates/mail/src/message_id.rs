//! The Message-ID of our own e-mails: a keyed hash of what the e-mail is, so that the same touch
//! made again, after a crash or a restored backup, has the same id and is recognised (PRODUCT 6.4).
//!
//! Keyed, so that nobody who knows an id can tell which touch it belongs to or guess another.

use crate::header::MessageId;
use desk_core::address::EmailAddress;
use ring::{digest, hmac};

/// Which execution of which step an e-mail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TouchIdentity {
    /// The uid of the enrolment: the sixteen bytes of a UUID.
    pub enrolment: [u8; 16],
    /// How often the enrolment was started anew.
    pub run: u64,
    /// The step of the cadence version.
    pub step: u64,
    /// How often the step was come to in this run.
    pub visit: u64,
    /// How often the rep decided to send this touch; retries of the outbox do not count.
    pub attempt: u64,
}

/// So that the same key can serve another purpose without giving the same hash.
const PURPOSE: &[u8] = b"cadence-desk message-id 1\0";

/// The id of the e-mail of `touch`, in the domain of `sender`: 160 bits of HMAC-SHA256 in
/// hexadecimal. The same arguments give the same id on every computer.
#[must_use]
pub fn message_id(key: &[u8; 32], touch: &TouchIdentity, sender: &EmailAddress) -> MessageId {
    let mut hash = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    hash.update(PURPOSE);
    hash.update(&touch.enrolment);
    // Of fixed length, so that no two identities run together to the same bytes.
    for number in [touch.run, touch.step, touch.visit, touch.attempt] {
        hash.update(&number.to_be_bytes());
    }
    MessageId::from_parts(&hex(hash.sign().as_ref(), 20), sender)
}

/// An id for a message of others that has none, made from its headers: the same wherever it lies. With
/// angle brackets.
#[must_use]
pub fn without_id(headers: &[u8]) -> String {
    let hash = digest::digest(&digest::SHA256, headers);
    format!("<{}@without.id>", hex(hash.as_ref(), 20))
}

/// The first `count` bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8], count: usize) -> String {
    bytes.iter().take(count).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TOUCH: TouchIdentity =
        TouchIdentity { enrolment: [7; 16], run: 1, step: 2, visit: 3, attempt: 4 };

    fn id(key: [u8; 32], touch: TouchIdentity) -> String {
        let sender = EmailAddress::parse("rep@Example.org").unwrap();
        message_id(&key, &touch, &sender).as_str().to_owned()
    }

    /// Python: `hmac.new(bytes(32), b"cadence-desk message-id 1\0" + b"\7"*16 +
    /// b"".join(n.to_bytes(8, "big") for n in (1, 2, 3, 4)), "sha256").hexdigest()[:40]`
    #[test]
    fn the_id_is_the_one_that_was_always_made() {
        assert_eq!(id([0; 32], TOUCH), "<40f8b7c7ca46d5592e513546378c009ffcf51fee@example.org>");
    }

    #[test]
    fn every_part_of_the_identity_and_the_key_make_a_difference() {
        let others = [
            id([1; 32], TOUCH),
            id([0; 32], TouchIdentity { enrolment: [8; 16], ..TOUCH }),
            id([0; 32], TouchIdentity { run: 2, ..TOUCH }),
            id([0; 32], TouchIdentity { step: 3, ..TOUCH }),
            id([0; 32], TouchIdentity { visit: 4, ..TOUCH }),
            id([0; 32], TouchIdentity { attempt: 5, ..TOUCH }),
        ];
        assert!(others.iter().all(|other| *other != id([0; 32], TOUCH)));
    }

    proptest! {
        #[test]
        fn an_id_can_stand_in_a_header(key: [u8; 32], enrolment: [u8; 16], run: u64, step: u64) {
            let made = id(key, TouchIdentity { enrolment, run, step, visit: 1, attempt: 1 });
            prop_assert_eq!(made.len(), 40 + "<@example.org>".len());
            prop_assert!(MessageId::parse(&made).is_ok());
        }
    }
}
