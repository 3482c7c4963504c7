//! Secrets longer than one item of the keychain may be, stored in parts.
//!
//! Windows keeps at most 2,560 bytes in one item, and a sign-in token can be longer. What is true
//! there is done everywhere, so that one way of storing is tested on every platform.
//!
//! A short secret is one item under its name. A long one leaves a *head* under its name, which says
//! where its parts are; they lie under `name.a.0`, `name.a.1` … or, the next time, under `name.b.…`.
//! The parts are written first and the head last, so a write that is cut off leaves the old secret
//! readable. What it left behind goes with the next write.

use crate::error::KeychainError;
use crate::secret::Secret;
use std::str::FromStr;
use zeroize::Zeroizing;

/// The most bytes of one item (`CRED_MAX_CREDENTIAL_BLOB_SIZE`, wincred.h).
const LARGEST_ITEM: usize = 2_560;

/// The most parts of one secret: 80 KiB in all.
const MOST_PARTS: usize = 32;

/// What a head begins with, and no secret stored whole.
const MARK: &str = "desk-parts/1 ";

/// Single items, as the keychain has them.
pub(crate) trait Shelf {
    /// What lies under the name, if anything does.
    fn get(&mut self, item: &str) -> Result<Option<Secret>, KeychainError>;
    /// Puts a text under the name, over what lay there.
    fn put(&mut self, item: &str, text: &str) -> Result<(), KeychainError>;
    /// Removes what lies under the name, if anything does.
    fn remove(&mut self, item: &str) -> Result<(), KeychainError>;
}

/// Which of the two places the parts are in. A new version never overwrites the parts of the old.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    A,
    B,
}

impl Place {
    const fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }

    fn part(self, name: &str, number: usize) -> String {
        let place = match self {
            Self::A => 'a',
            Self::B => 'b',
        };
        format!("{name}.{place}.{number}")
    }
}

/// What lies under a long secret's name.
struct Head {
    place: Place,
    parts: usize,
    bytes: usize,
}

impl Head {
    fn text(&self) -> String {
        let place = if self.place == Place::A { 'a' } else { 'b' };
        format!("{MARK}{place} {} {}", self.parts, self.bytes)
    }
}

impl FromStr for Head {
    type Err = KeychainError;

    fn from_str(text: &str) -> Result<Self, KeychainError> {
        let fields: Vec<&str> = text.strip_prefix(MARK).unwrap_or_default().split(' ').collect();
        let [place, parts, bytes] = fields.as_slice() else { return Err(incomplete()) };
        let place = match *place {
            "a" => Place::A,
            "b" => Place::B,
            _ => return Err(incomplete()),
        };
        let number = |field: &str| field.parse().map_err(|_| incomplete());
        Ok(Self { place, parts: number(parts)?, bytes: number(bytes)? })
    }
}

/// The secret under a name, if there is one.
pub(crate) fn read(shelf: &mut impl Shelf, name: &str) -> Result<Option<Secret>, KeychainError> {
    let Some(stored) = shelf.get(name)? else { return Ok(None) };
    if !stored.expose().starts_with(MARK) {
        return Ok(Some(stored));
    }
    let head: Head = stored.expose().parse()?;
    // Grown text would leave copies behind in memory.
    let mut whole = Zeroizing::new(String::with_capacity(head.bytes));
    for number in 0..head.parts.min(MOST_PARTS) {
        let part = shelf.get(&head.place.part(name, number))?.ok_or_else(incomplete)?;
        whole.push_str(part.expose());
    }
    if whole.len() != head.bytes {
        return Err(incomplete());
    }
    Ok(Some(Secret::new(std::mem::take(&mut *whole))))
}

/// Puts a secret under a name, over what lay there.
pub(crate) fn write(
    shelf: &mut impl Shelf,
    name: &str,
    secret: &Secret,
) -> Result<(), KeychainError> {
    let text = secret.expose();
    if text.is_empty() {
        return Err(KeychainError::Other("an empty secret cannot be stored".to_owned()));
    }
    let before = head(shelf, name)?;
    let place = before.map_or(Place::A, |head| head.place.other());
    let mut used = 0;
    if text.len() <= LARGEST_ITEM && !text.starts_with(MARK) {
        shelf.put(name, text)?;
    } else {
        let parts = cut(text);
        if parts.len() > MOST_PARTS {
            return Err(KeychainError::Other(format!(
                "a secret of {} bytes is too long for the keychain",
                text.len()
            )));
        }
        for (number, part) in parts.iter().enumerate() {
            shelf.put(&place.part(name, number), part)?;
        }
        used = parts.len();
        shelf.put(name, &Head { place, parts: used, bytes: text.len() }.text())?;
    }
    // The new secret is in place. What cannot be removed now goes with the next write.
    let swept = sweep(shelf, name, place, used).and_then(|()| sweep(shelf, name, place.other(), 0));
    if let Err(error) = swept {
        tracing::warn!(%error, "parts of an earlier secret stay in the keychain");
    }
    Ok(())
}

/// Removes the secret under a name, if there is one. Cut off in between, it can be done again.
pub(crate) fn delete(shelf: &mut impl Shelf, name: &str) -> Result<(), KeychainError> {
    if let Some(head) = head(shelf, name)? {
        for number in 0..head.parts.min(MOST_PARTS) {
            shelf.remove(&head.place.part(name, number))?;
        }
    }
    sweep(shelf, name, Place::A, 0)?;
    sweep(shelf, name, Place::B, 0)?;
    shelf.remove(name)
}

/// The head under a name, when a long secret is there. A head that cannot be read counts as none:
/// it is about to be overwritten or removed.
fn head(shelf: &mut impl Shelf, name: &str) -> Result<Option<Head>, KeychainError> {
    Ok(shelf.get(name)?.and_then(|stored| stored.expose().parse().ok()))
}

/// Removes the parts from `first` on. From the last to the first, so that no gap hides some of them
/// from the next time.
fn sweep(
    shelf: &mut impl Shelf,
    name: &str,
    place: Place,
    first: usize,
) -> Result<(), KeychainError> {
    let mut end = first;
    while end < MOST_PARTS && shelf.get(&place.part(name, end))?.is_some() {
        end += 1;
    }
    (first..end).rev().try_for_each(|number| shelf.remove(&place.part(name, number)))
}

/// Cuts a text into parts that fit, between characters.
fn cut(text: &str) -> Vec<Zeroizing<String>> {
    let empty = || Zeroizing::new(String::with_capacity(LARGEST_ITEM));
    let (mut parts, mut part) = (Vec::new(), empty());
    for c in text.chars() {
        if part.len() + c.len_utf8() > LARGEST_ITEM {
            parts.push(std::mem::replace(&mut part, empty()));
        }
        part.push(c);
    }
    parts.push(part);
    parts
}

fn incomplete() -> KeychainError {
    KeychainError::Other("a long secret is incomplete".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// A keychain in memory that fails after so many changes.
    #[derive(Default, Clone)]
    struct Memory {
        items: BTreeMap<String, String>,
        changes_left: Option<usize>,
    }

    impl Memory {
        fn change(&mut self) -> Result<(), KeychainError> {
            match &mut self.changes_left {
                Some(0) => return Err(KeychainError::Absent),
                Some(left) => *left -= 1,
                None => {}
            }
            Ok(())
        }
    }

    impl Shelf for Memory {
        fn get(&mut self, item: &str) -> Result<Option<Secret>, KeychainError> {
            Ok(self.items.get(item).map(Secret::new))
        }

        fn put(&mut self, item: &str, text: &str) -> Result<(), KeychainError> {
            assert!(text.len() <= LARGEST_ITEM, "{item} has {} bytes", text.len());
            self.change()?;
            self.items.insert(item.to_owned(), text.to_owned());
            Ok(())
        }

        fn remove(&mut self, item: &str) -> Result<(), KeychainError> {
            self.change()?;
            self.items.remove(item);
            Ok(())
        }
    }

    fn long(letter: char, bytes: usize) -> Secret {
        Secret::new(letter.to_string().repeat(bytes / letter.len_utf8()))
    }

    #[test]
    fn secrets_of_every_length_come_back_as_they_were() {
        let mut shelf = Memory::default();
        for secret in [
            Secret::new("x"),
            long('x', LARGEST_ITEM),
            long('x', LARGEST_ITEM + 1),
            long('€', 9_000),
            long('x', LARGEST_ITEM * MOST_PARTS),
            Secret::new(format!("{MARK}a 1 1")),
            Secret::new("y"),
        ] {
            write(&mut shelf, "n", &secret).unwrap();
            assert!(read(&mut shelf, "n").unwrap() == Some(secret));
        }
        assert_eq!(shelf.items.len(), 1, "a short secret leaves nothing of the long ones");
    }

    #[test]
    fn empty_and_endless_secrets_are_refused_and_change_nothing() {
        let mut shelf = Memory::default();
        write(&mut shelf, "n", &Secret::new("old")).unwrap();
        for secret in [Secret::new(""), long('x', LARGEST_ITEM * MOST_PARTS + 1)] {
            assert!(matches!(write(&mut shelf, "n", &secret), Err(KeychainError::Other(_))));
        }
        assert_eq!(shelf.items, BTreeMap::from([("n".to_owned(), "old".to_owned())]));
    }

    #[test]
    fn a_write_that_is_cut_off_leaves_the_old_secret_or_the_new_one() {
        let secrets = [Secret::new("s"), long('a', 6_000), long('b', 9_000), long('c', 3_000)];
        for (old, new) in secrets.iter().flat_map(|old| secrets.iter().map(move |new| (old, new))) {
            let mut start = Memory::default();
            write(&mut start, "n", old).unwrap();
            for changes in 0..12 {
                let mut shelf = Memory { changes_left: Some(changes), ..start.clone() };
                let written = write(&mut shelf, "n", new);
                let found = read(&mut shelf, "n").unwrap().unwrap();
                assert!(if written.is_ok() { found == *new } else { found == *old });

                shelf.changes_left = None;
                write(&mut shelf, "n", &Secret::new("short")).unwrap();
                assert_eq!(shelf.items.len(), 1, "the next write cleans up");
            }
        }
    }

    #[test]
    fn a_deletion_that_is_cut_off_can_be_done_again_and_leaves_nothing() {
        for changes in 0..6 {
            let mut shelf = Memory::default();
            write(&mut shelf, "n", &long('x', 9_000)).unwrap();
            shelf.changes_left = Some(changes);
            let done = delete(&mut shelf, "n");
            shelf.changes_left = None;
            delete(&mut shelf, "n").unwrap();
            assert!(shelf.items.is_empty(), "after {changes} changes, {done:?}");
        }
    }

    #[test]
    fn a_secret_whose_part_is_missing_is_an_error_and_not_half_a_secret() {
        let mut shelf = Memory::default();
        write(&mut shelf, "n", &long('x', 9_000)).unwrap();
        shelf.items.remove("n.a.1");
        assert_eq!(read(&mut shelf, "n"), Err(incomplete()));
        write(&mut shelf, "n", &Secret::new("new")).unwrap();
        assert!(read(&mut shelf, "n").unwrap() == Some(Secret::new("new")));
    }
}
