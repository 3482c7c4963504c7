//! What the rep notes at a task for the texts of later steps (R43, R47): the values of `touch.*`.
//!
//! Where the notes are kept, and of which enrolment they are, is not known here.

use crate::step::TaskWork;

/// Stands for a value that a task will have given before it is asked for.
const TO_COME: &str = "…";

/// The values of `touch.*` in an enrolment; empty where nothing was noted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noted {
    /// What was found out about the contact on LinkedIn, as one line.
    pub personal_line: String,
    /// Where the video for the contact is: an `https` link.
    pub video_url: String,
}

impl Noted {
    /// Out of what was noted at the tasks of an enrolment, the latest first. Notes without what a task is
    /// to give leave what an earlier one gave.
    #[must_use]
    pub fn of<'a>(latest_first: impl IntoIterator<Item = (TaskWork, &'a str)>) -> Self {
        let mut noted = Self::default();
        for (work, notes) in latest_first {
            let value = match work {
                TaskWork::LinkedinResearch => one_line(notes),
                TaskWork::Video => link(notes).unwrap_or_default().to_owned(),
                _ => continue,
            };
            if let Some(slot) = noted.slot(work).filter(|slot| slot.is_empty()) {
                *slot = value;
            }
        }
        noted
    }

    /// Counts as known what a task will give when it is done; whether that changes anything.
    pub fn promise(&mut self, work: TaskWork) -> bool {
        match self.slot(work) {
            Some(slot) if slot.is_empty() => {
                TO_COME.clone_into(slot);
                true
            }
            _ => false,
        }
    }

    /// Where a kind of task notes.
    const fn slot(&mut self, work: TaskWork) -> Option<&mut String> {
        match work {
            TaskWork::LinkedinResearch => Some(&mut self.personal_line),
            TaskWork::Video => Some(&mut self.video_url),
            _ => None,
        }
    }
}

/// A subject is one line.
fn one_line(notes: &str) -> String {
    notes.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first `https` link in a text, without the signs of the sentence around it.
fn link(text: &str) -> Option<&str> {
    const SCHEME: &str = "https://";
    text.split(|c: char| c.is_whitespace() || "<>\"“”„»«".contains(c)).find_map(|word| {
        let link = word.get(word.to_ascii_lowercase().find(SCHEME)?..)?;
        let link = link.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ']', '}']);
        let link = if link.contains('(') { link } else { link.trim_end_matches([')', '.']) };
        let host = link.get(SCHEME.len()..)?;
        host.starts_with(char::is_alphanumeric).then_some(link)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RESEARCH: TaskWork = TaskWork::LinkedinResearch;

    fn noted(latest_first: &[(TaskWork, &str)]) -> (String, String) {
        let Noted { personal_line, video_url } = Noted::of(latest_first.iter().copied());
        (personal_line, video_url)
    }

    #[test]
    fn the_latest_findings_count_and_are_one_line() {
        let (line, url) = noted(&[
            (TaskWork::Other, "Sent the parcel, https://other.example"),
            (RESEARCH, "  \n "),
            (RESEARCH, "Runs marathons.\n\n Speaks\tat the fair "),
            (RESEARCH, "Moved to Oslo"),
        ]);
        assert_eq!((line.as_str(), url.as_str()), ("Runs marathons. Speaks at the fair", ""));
    }

    #[test]
    fn the_link_is_taken_out_of_the_sentence_around_it() {
        for (notes, expected) in [
            ("https://video.example/v/1", "https://video.example/v/1"),
            ("Here: https://video.example/v?id=1&t=2.", "https://video.example/v?id=1&t=2"),
            ("(https://video.example/v) for her", "https://video.example/v"),
            ("see <HTTPS://video.example/V>,", "HTTPS://video.example/V"),
            ("https://v.example/a_(b), new", "https://v.example/a_(b)"),
            ("the first https://a.example counts, not https://b.example", "https://a.example"),
            ("http://video.example/v", ""),
            ("https://", ""),
            ("ftp://x javascript:https", ""),
        ] {
            assert_eq!(noted(&[(TaskWork::Video, notes)]).1, expected, "{notes}");
        }
        let found =
            noted(&[(TaskWork::Video, "no link"), (TaskWork::Video, "https://old.example")]);
        assert_eq!(found.1, "https://old.example", "the last that was noted with a link");
    }

    #[test]
    fn a_promise_does_not_stand_in_for_what_is_known() {
        let mut noted = Noted::of([(RESEARCH, "Runs marathons")]);
        assert!(!noted.promise(RESEARCH) && !noted.promise(TaskWork::Other));
        assert!(noted.promise(TaskWork::Video) && !noted.promise(TaskWork::Video));
        assert_eq!(
            (noted.personal_line.as_str(), noted.video_url.is_empty()),
            ("Runs marathons", false)
        );
    }

    proptest! {
        #[test]
        fn a_link_is_a_part_of_the_notes_without_spaces(notes in "[ht:/ps.<>(a é\n]{0,60}") {
            let (_, url) = noted(&[(TaskWork::Video, &notes)]);
            prop_assert!(notes.contains(&url) && !url.contains(char::is_whitespace));
        }
    }
}
