//! Looking for many phrases at once in a text that was brought into one form. What the phrases
//! mean is not known here.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// Longest text that is looked through for phrases, in bytes. What decides stands at the
/// beginning; behind it come the returned message and disclaimers.
pub(crate) const READ: usize = 16 * 1024;

/// The beginning of `text` of at most `max` bytes.
pub(crate) fn beginning(text: &str, max: usize) -> &str {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Lower case, every run of white space one space, typographic apostrophes plain.
pub(crate) fn normal(text: &str) -> String {
    let text = beginning(text, READ);
    let is_space = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        // Almost everything is ASCII, and is brought into lower case at the end.
        let plain = rest.bytes().take_while(u8::is_ascii_graphic).count();
        let (word, behind) = rest.split_at_checked(plain).unwrap_or((rest, ""));
        out.push_str(word);
        let mut chars = behind.chars();
        match chars.next() {
            Some(c) if is_space(c) && (out.is_empty() || out.ends_with(' ')) => {}
            Some(c) if is_space(c) => out.push(' '),
            Some('\u{2018}' | '\u{2019}' | '\u{b4}') => out.push('\''),
            Some(c) if c.is_ascii() => out.push(c),
            Some(c) => out.extend(c.to_lowercase()),
            None => {}
        }
        rest = chars.as_str();
    }
    out.make_ascii_lowercase();
    out.truncate(out.trim_end().len());
    out
}

/// As [`normal`], without addresses and links: their words (`spam@…`, `…/userunknown`) say nothing.
/// What stands before an address in brackets is kept (`from:<a@b.test>`), and the host of a link: a
/// block list is often named by its address alone.
pub(crate) fn normal_words(text: &str) -> String {
    let text = normal(text);
    if !text.contains('@') && !text.contains("://") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split(' ') {
        let says = match word.split_once("://") {
            Some((_, link)) => link.split(['/', '?']).next().unwrap_or_default(),
            None => match word.split_once('@') {
                Some((before, after)) => beside_address(before, after),
                None => word,
            },
        };
        if !says.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(says);
        }
    }
    out
}

/// What a word with an address in it says beside: `from:<a@b.test>`, `(a@b.test:blocked)`.
fn beside_address<'w>(before: &'w str, after: &'w str) -> &'w str {
    match (before.split_once('<'), after.split_once(':')) {
        (Some((said, _)), _) if !said.is_empty() => said,
        (_, Some((_, said))) if said.starts_with(|c: char| c.is_ascii_alphanumeric()) => said,
        _ => "",
    }
}

/// A set of phrases, each with its place in the set.
pub(crate) struct Phrases(Option<AhoCorasick>);

impl Phrases {
    /// The phrases must be in the form of [`normal`].
    pub(crate) fn new<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        let phrases: Vec<&str> = phrases.into_iter().collect();
        debug_assert!(phrases.iter().all(|phrase| normal(phrase) == *phrase), "{phrases:?}");
        // Only sets of gigabytes cannot be built, and these are constant tables.
        Self(AhoCorasick::new(phrases).ok())
    }

    /// As [`Phrases::new`], found about twice as fast, for some megabytes: for the largest table.
    pub(crate) fn fast<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        Self(AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(phrases).ok())
    }

    /// Which phrases stand in `text` as whole words, and where each begins.
    pub(crate) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        let found = self.0.iter().flat_map(move |set| set.find_overlapping_iter(text));
        found
            .filter(|found| stands_alone(text, found.start(), found.end()))
            .map(|found| (found.pattern().as_usize(), found.start()))
    }

    /// The first phrase that stands in `text`.
    pub(crate) fn first(&self, text: &str) -> Option<usize> {
        self.find(text).map(|(which, _)| which).next()
    }

    /// Whether any phrase stands in `text`, be it within a word.
    pub(crate) fn touch(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|set| set.is_match(text))
    }

    /// Whether any phrase stands in `text`.
    pub(crate) fn any(&self, text: &str) -> bool {
        self.first(text).is_some()
    }
}

fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let word =
        |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let joined_before = word(Some(start)) && word(start.checked_sub(1));
    let joined_after = word(end.checked_sub(1)) && word(Some(end));
    !joined_before && !joined_after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_brought_into_one_form() {
        assert_eq!(normal("  I’m\r\n\tOUT  of Ärger \u{feff}"), "i'm out of ärger");
        assert_eq!(
            normal_words("550 to:<spam@a.test>: See https://a.test/spam Now"),
            "550 to: see a.test now"
        );
        assert_eq!(normal_words("(a@b.test:Blocked) <a@b.test>: no"), "blocked) no");
        assert_eq!(beginning("aé", 2), "a");
    }

    #[test]
    fn phrases_are_found_as_whole_words() {
        let phrases = Phrases::new(["spam", "user unknown", "unknown"]);
        let found = |text: &str| phrases.find(text).map(|(which, _)| which).collect::<Vec<_>>();
        assert_eq!(found("a user unknown here"), [1, 2]);
        assert_eq!(found("spamming antispam"), Vec::<usize>::new());
        assert!(phrases.any("(spam)"));
    }
}
