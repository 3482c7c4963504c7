//! What a contact lacks for the e-mails of a version, asked for ten thousand contacts at once.
//!
//! Filling a text takes a hundred times as long as the rest of a contact's preflight. In nearly all texts
//! what is missing depends on nothing but which values are empty: these are filled once for all contacts
//! who lack the same. What the rep will note at a step on the way is not missing at the steps behind it.

use super::texts;
use crate::outreach::Person;
use desk_core::account::SenderProfile;
use desk_core::noted::Noted;
use desk_core::step::{Step, StepContent};
use std::cell::RefCell;
use std::collections::HashMap;

/// The names of the missing variables of an e-mail, by its position, the values that are empty, the custom
/// fields that are, and what the rep will not have noted by then.
type Known = HashMap<(u32, u32, u64, u32), Vec<String>>;

/// Knows what contacts lack for the e-mails of one version.
#[derive(Default)]
pub(super) struct Lacking {
    known: RefCell<Known>,
}

impl Lacking {
    /// The positions of the e-mails for which a contact lacks variables, with their names.
    pub fn of(
        &self,
        steps: &[(u32, &Step)],
        person: &Person,
        sender: &SenderProfile,
    ) -> Vec<(u32, Vec<String>)> {
        let Person { contact, partnership, custom, .. } = person;
        let (mut values, mut lacking) = (None, Vec::new());
        let (mut empty, mut noted) = (None, Noted::default());
        for (position, step) in steps {
            if let StepContent::Task { work, .. } = step.content
                && noted.promise(work)
            {
                values = None;
            }
            if !has_variables(step) {
                continue;
            }
            let empty = *empty.get_or_insert_with(|| texts::empty(contact, partnership, sender));
            let key = (*position, empty, custom.empty(), texts::empty_notes(&noted));
            let known = self.known.borrow().get(&key).cloned();
            let names = known.unwrap_or_else(|| {
                let values = values.get_or_insert_with(|| {
                    texts::values(contact, partnership, custom, sender, &noted)
                });
                let names = texts::missing(step, values);
                if depends_on_emptiness(step) {
                    self.known.borrow_mut().insert(key, names.clone());
                }
                names
            });
            if !names.is_empty() {
                lacking.push((*position, names));
            }
        }
        lacking
    }
}

fn has_variables(step: &Step) -> bool {
    parts(step).is_some_and(|parts| parts.iter().any(|text| text.contains('{')))
}

/// The texts that make an e-mail.
fn parts(step: &Step) -> Option<Vec<&str>> {
    let StepContent::Email { subject, body, .. } = &step.content else { return None };
    let variables = step.rules.variables.iter().map(|variable| variable.text.as_str());
    Some([subject.as_str(), body].into_iter().chain(variables).collect())
}

fn depends_on_emptiness(step: &Step) -> bool {
    parts(step).is_some_and(|parts| parts.into_iter().all(is_plain))
}

/// Whether every tag of a text is a variable with filters, or an `if` that asks whether a variable has a
/// value. Careful: a text that is not recognised is filled for each contact.
fn is_plain(text: &str) -> bool {
    let variables = text.split("{{").skip(1).all(|rest| {
        rest.split_once("}}").is_some_and(|(tag, _)| is_filtered_variable(trimmed(tag)))
    });
    let blocks = text
        .split("{%")
        .skip(1)
        .all(|rest| rest.split_once("%}").is_some_and(|(tag, _)| is_plain_block(trimmed(tag))));
    variables && blocks && !text.contains("{#")
}

/// A tag without its signs for white space.
fn trimmed(tag: &str) -> &str {
    tag.trim_matches(['-', '+']).trim()
}

fn is_plain_block(tag: &str) -> bool {
    let words: Vec<&str> = tag.split_whitespace().collect();
    match words.as_slice() {
        ["else" | "endif"] => true,
        ["if" | "elif", name] | ["if" | "elif", "not", name] => is_name(name),
        _ => false,
    }
}

fn is_filtered_variable(tag: &str) -> bool {
    let (name, filters) = tag.split_once('|').unwrap_or((tag, ""));
    // What stands in quotes is text; outside of them only names of filters and their arguments.
    let outside: Vec<&str> = filters.split('"').step_by(2).collect();
    let fine = |c: char| c.is_alphanumeric() || " |(),._".contains(c);
    let asks = ["if", "else", "in", "is", "and", "or", "not"];
    is_name(name.trim())
        && filters.matches('"').count().is_multiple_of(2)
        && outside.iter().all(|part| {
            part.chars().all(fine)
                && !part.split(|c: char| !c.is_alphanumeric()).any(|word| asks.contains(&word))
        })
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_ask_only_whether_there_is_a_value_are_plain() {
        for text in [
            "Hello {{ contact.first_name }},",
            "{{- contact.title | default(\"if you like\") | upper -}}",
            "{% if contact.phone %}{{ contact.phone }}{% else %}none{% endif %}",
            "{%- if not contact.title -%}x{% elif sender.name %}y{%- endif -%}",
            "no variables, { braces } at most",
        ] {
            assert!(is_plain(text), "{text}");
        }
    }

    #[test]
    fn texts_that_look_at_a_value_are_not() {
        for text in [
            "{% if partnership.country == \"France\" %}{{ contact.title }}{% endif %}",
            "{{ contact.title if partnership.tier == \"1\" else contact.name }}",
            "{{ contact.title | default(\"a\") if partnership.tier else \"\" }}",
            "{{ \"x\" ~ contact.title }}",
            "{% if contact.title and sender.name %}x{% endif %}",
            "{% raw %}{{ contact.title }}{% endraw %}",
            "{{ contact.title ",
            "{# {{ contact.title }} #}",
            "{{ contact.title | default('a') }}",
        ] {
            assert!(!is_plain(text), "{text}");
        }
    }
}
