//! Which contacts of two partnerships are the same person: those with an equal address (R24).

use crate::address::EmailAddress;
use crate::incoming::without_tag;
use std::collections::{HashMap, HashSet};

/// The form in which the addresses of two contacts are compared: as they are compared everywhere, and without a
/// tag behind a plus sign, which leads to the same person.
#[must_use]
pub fn compared(address: &EmailAddress) -> String {
    without_tag(address).unwrap_or_else(|| address.clone()).key().to_owned()
}

/// Whom of the other side is whom of the kept one, by their places, with the address that says so. Each of the
/// other side is at most one; by addresses in their order, the first first.
#[must_use]
pub fn pairs(
    kept: &[Vec<EmailAddress>],
    other: &[Vec<EmailAddress>],
) -> Vec<(usize, usize, EmailAddress)> {
    let mut known: HashMap<String, usize> = HashMap::new();
    for (place, addresses) in kept.iter().enumerate() {
        for address in addresses {
            known.entry(compared(address)).or_insert(place);
        }
    }
    let same = |addresses: &Vec<EmailAddress>| {
        addresses.iter().find_map(|one| Some((*known.get(&compared(one))?, one.clone())))
    };
    let found = other.iter().enumerate();
    found.filter_map(|(there, all)| same(all).map(|(here, by)| (here, there, by))).collect()
}

/// What both have, the kept one's first, none twice.
#[must_use]
pub fn united<T: Clone>(kept: &[T], other: &[T], key: impl Fn(&T) -> String) -> Vec<T> {
    let mut seen = HashSet::new();
    kept.iter().chain(other).filter(|one| seen.insert(key(one))).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn address(raw: &str) -> EmailAddress {
        EmailAddress::parse(raw).unwrap()
    }

    #[test]
    fn r24_who_has_an_equal_address_is_the_same_person() {
        let kept = [vec![address("ben@acme.example")], vec![address("Ada@acme.example")]];
        let other = [
            vec![address("eve@acme.example")],
            vec![address("x@acme.example"), address("ada+desk@ACME.example")],
        ];
        let found: Vec<_> =
            pairs(&kept, &other).into_iter().map(|(here, there, _)| (here, there)).collect();
        assert_eq!(found, [(1, 1)]);
    }

    fn side() -> impl Strategy<Value = Vec<Vec<EmailAddress>>> {
        let one = "[a-c](\\+[a-b])?@[x-y]\\.example".prop_map(|raw| address(&raw));
        prop::collection::vec(prop::collection::vec(one, 0..4), 0..4)
    }

    proptest! {
        #[test]
        fn nobody_of_the_other_side_is_two_people(kept in side(), other in side()) {
            let found = pairs(&kept, &other);
            let there: HashSet<_> = found.iter().map(|(_, there, _)| *there).collect();
            prop_assert_eq!(there.len(), found.len());
            for (here, there, _) in found {
                let of = |all: &[EmailAddress]| -> HashSet<String> {
                    all.iter().map(compared).collect()
                };
                prop_assert!(!of(&kept[here]).is_disjoint(&of(&other[there])));
            }
        }

        #[test]
        fn no_address_is_lost_and_none_is_there_twice(kept in side(), other in side()) {
            let (kept, other) = (kept.concat(), other.concat());
            let key = |one: &EmailAddress| one.key().to_owned();
            let all = united(&kept, &other, key);
            let keys: HashSet<_> = all.iter().map(key).collect();
            prop_assert_eq!(keys.len(), all.len());
            prop_assert!(kept.iter().chain(&other).all(|one| keys.contains(one.key())));
        }
    }
}
