//! The rules by which mail is told apart, by name, so that a test can take one out and see that an
//! example of our own fails without it (PRODUCT 7.2). Outside tests every rule holds.

use super::verdict::Code;

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// What gives a verdict this reason.
    Gives(Code),
    /// What is quoted decides nothing.
    Quotation,
    /// Words of a report weigh.
    Words,
    /// The status of a report weighs.
    Status,
    /// What a server answered to weighs.
    Command,
    /// The number of a reply weighs.
    Reply,
    /// Fields of a machine part come before the text.
    Fields,
    /// The address that was written to comes before the one that failed.
    OriginalRecipient,
    /// The id of the message that is returned.
    Returned,
    /// A temporary failure makes no address dead.
    NotNow,
}

/// Whether the rule holds.
#[cfg(not(test))]
pub(crate) const fn holds(_: Rule) -> bool {
    true
}

/// Whether what gives this reason holds.
pub(crate) fn gives(code: Code) -> bool {
    holds(Rule::Gives(code))
}

#[cfg(test)]
pub(crate) use taken_out::holds;

#[cfg(test)]
mod taken_out {
    use super::Rule;
    use crate::classify::verdict::{Code, Finding};
    use crate::classify::{Context, Folder, classify};
    use chrono::NaiveDate;
    use desk_core::address::EmailAddress;
    use std::cell::Cell;
    use std::fs;
    use std::path::{Path, PathBuf};

    thread_local! {
        static OUT: Cell<Option<Rule>> = const { Cell::new(None) };
    }

    pub(crate) fn holds(rule: Rule) -> bool {
        OUT.get() != Some(rule)
    }

    fn examples() -> Vec<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let mut files = Vec::new();
        for folder in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let inside = fs::read_dir(&folder).into_iter().flatten();
            files.extend(inside.map(|entry| entry.unwrap().path()));
        }
        files.sort();
        files
    }

    /// What is found in each example, as mail that came and, the first ones, as the rep's own.
    fn findings(examples: &[Vec<u8>]) -> Vec<(Finding, Option<String>)> {
        let arrived = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let own = [EmailAddress::parse("cat@coast.test").unwrap()];
        let contexts: [(&[EmailAddress], Folder); 3] =
            [(&[], Folder::Incoming), (&own, Folder::Incoming), (&[], Folder::Sent)];
        let mut all = Vec::new();
        for (own, folder) in contexts {
            for raw in examples {
                let verdict = classify(raw, &Context { own, folder, arrived });
                all.push((verdict.finding, verdict.clues.original_message_id));
            }
        }
        all
    }

    #[test]
    fn every_rule_has_an_example_that_changes_without_it() {
        let examples: Vec<_> = examples().iter().map(|path| fs::read(path).unwrap()).collect();
        // A person is whoever no rule names; what matches nobody, or cannot be read, has no rule here.
        let others = [Code::NoMachineSign, Code::NoMatch, Code::WeakMatch, Code::Unreadable];
        let codes = Code::ALL.iter().filter(|code| !others.contains(code));
        let mut rules: Vec<Rule> = codes.map(|code| Rule::Gives(*code)).collect();
        rules.extend([
            Rule::Quotation,
            Rule::Words,
            Rule::Status,
            Rule::Command,
            Rule::Reply,
            Rule::Fields,
            Rule::OriginalRecipient,
            Rule::Returned,
            Rule::NotNow,
        ]);
        let all = findings(&examples);
        let idle = rules.into_iter().filter(|rule| {
            OUT.set(Some(*rule));
            let same = findings(&examples) == all;
            OUT.set(None);
            same
        });
        assert_eq!(idle.collect::<Vec<_>>(), []);
    }
}
