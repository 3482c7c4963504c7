//! Texts of steps with their variables filled.

use crate::outreach::custom::CustomOf;
use desk_core::account::SenderProfile;
use desk_core::noted::Noted;
use desk_core::partnership::Tier;
use desk_core::step::{Step, StepContent};
use desk_core::template::{self, Filled, TemplateProblem, Values};
use desk_store::contact::Contact;
use desk_store::partnership::PartnershipRow;
use std::borrow::Cow;

/// Variables with their values.
type Named<'a> = [(&'static str, &'a str); 19];

/// The values of a contact's variables.
pub(crate) fn values(
    contact: &Contact,
    partnership: &PartnershipRow,
    custom: &CustomOf,
    sender: &SenderProfile,
    noted: &Noted,
) -> Values {
    let mut values = Values::default();
    let name = contact.name();
    let of_contact = named(contact, &name, partnership, sender);
    for (name, value) in of_contact.into_iter().chain(touched(noted)) {
        values.set(name, value);
    }
    for (name, value) in custom.named() {
        values.set(&name, value);
    }
    values
}

/// Which of what was noted is empty, as one bit each.
pub(crate) fn empty_notes(noted: &Noted) -> u32 {
    bits(&touched(noted))
}

fn touched(noted: &Noted) -> [(&'static str, &str); 2] {
    [("touch.personal_line", &noted.personal_line), ("touch.video_url", &noted.video_url)]
}

fn bits(named: &[(&str, &str)]) -> u32 {
    named.iter().fold(0, |bits, (_, value)| bits << 1 | u32::from(value.is_empty()))
}

/// Which of the values of a contact's variables are empty, as one bit each; without what was noted.
pub(crate) fn empty(
    contact: &Contact,
    partnership: &PartnershipRow,
    sender: &SenderProfile,
) -> u32 {
    let name = contact.name();
    bits(&named(contact, &name, partnership, sender))
}

fn named<'a>(
    contact: &'a Contact,
    whole_name: &'a str,
    partnership: &'a PartnershipRow,
    sender: &'a SenderProfile,
) -> Named<'a> {
    let (fields, home) = (&contact.fields, &partnership.fields);
    [
        ("contact.first_name", &fields.first_name),
        ("contact.last_name", &fields.last_name),
        ("contact.name", whole_name),
        ("contact.title", &fields.title),
        ("contact.linkedin", &fields.linkedin),
        ("contact.email", contact.usable_emails.first().map_or("", String::as_str)),
        ("contact.phone", contact.usable_phones.first().map_or("", |(number, _)| number)),
        ("partnership.name", &home.name),
        ("partnership.website", &home.website),
        ("partnership.industry", &home.industry),
        ("partnership.country", &home.country),
        ("partnership.stage", &partnership.stage_name),
        ("partnership.tier", tier(home.tier)),
        ("sender.name", &sender.name),
        ("sender.title", &sender.title),
        ("sender.company", &sender.company),
        ("sender.phone", &sender.phone),
        ("sender.calendar_url", &sender.calendar_url),
        ("sender.postal_address", &sender.postal_address),
    ]
}

const fn tier(tier: Option<Tier>) -> &'static str {
    match tier {
        Some(Tier::One) => "1",
        Some(Tier::Two) => "2",
        Some(Tier::Three) => "3",
        None => "",
    }
}

/// The values as the texts of a step see them: with its name and its own variables (R47).
pub(crate) fn in_step<'a>(step: &Step, values: &'a Values) -> Cow<'a, Values> {
    let variables = &step.rules.variables;
    if variables.is_empty() && step.name.is_empty() {
        return Cow::Borrowed(values);
    }
    let mut own = values.clone();
    own.set("step.name", &step.name);
    for variable in variables {
        let name = format!("step.{}", variable.name);
        match template::fill(&variable.text, values) {
            Ok(filled) => own.set_filled(&name, &filled),
            Err(_) => own.set(&name, &variable.text),
        }
    }
    Cow::Owned(own)
}

/// What a step is about: the subject of an e-mail, the script of a call, the instructions of a
/// task. A text that cannot be filled is shown as it is.
pub(crate) fn about(step: &Step, values: &Values) -> String {
    let text = match &step.content {
        StepContent::Email { subject, .. } => subject,
        StepContent::Call { script } => script,
        StepContent::Task { instructions, .. } => instructions,
    };
    let values = in_step(step, values);
    template::fill(text, &values).map_or_else(|_| text.clone(), |filled| filled.text)
}

/// Subject and body of an e-mail step, filled.
///
/// # Errors
/// A text that is not written in the language of templates.
pub(crate) fn email(
    step: &Step,
    (subject, body): (&str, &str),
    values: &Values,
) -> Result<(Filled, Filled), TemplateProblem> {
    let values = in_step(step, values);
    Ok((template::fill(subject, &values)?, template::fill(body, &values)?))
}

/// The names of the variables that a step's e-mail lacks.
pub(crate) fn missing(step: &Step, values: &Values) -> Vec<String> {
    let StepContent::Email { subject, body, .. } = &step.content else { return Vec::new() };
    match email(step, (subject, body), values) {
        Ok((subject, body)) => template::missing(&format!("{}\n{}", subject.text, body.text)),
        Err(_) => Vec::new(),
    }
}
