//! Texts of steps with their variables filled.

use desk_core::account::SenderProfile;
use desk_core::partnership::{Stage, Tier};
use desk_core::step::{Step, StepContent};
use desk_core::template::{self, Filled, TemplateProblem, Values};
use desk_store::contact::Contact;
use desk_store::partnership::PartnershipRow;

/// The values of a contact's variables.
pub(crate) fn values(
    contact: &Contact,
    partnership: &PartnershipRow,
    sender: &SenderProfile,
) -> Values {
    let mut values = Values::default();
    let fields = &contact.fields;
    values.set("contact.first_name", &fields.first_name);
    values.set("contact.last_name", &fields.last_name);
    values.set("contact.name", &contact.name());
    values.set("contact.title", &fields.title);
    values.set("contact.linkedin", &fields.linkedin);
    values.set("contact.email", contact.usable_emails.first().map_or("", String::as_str));
    values.set("contact.phone", contact.usable_phones.first().map_or("", |(number, _)| number));
    let home = &partnership.fields;
    values.set("partnership.name", &home.name);
    values.set("partnership.website", &home.website);
    values.set("partnership.industry", &home.industry);
    values.set("partnership.country", &home.country);
    values.set("partnership.stage", stage(home.stage));
    values.set("partnership.tier", tier(home.tier));
    values.set("sender.name", &sender.name);
    values.set("sender.title", &sender.title);
    values.set("sender.company", &sender.company);
    values.set("sender.phone", &sender.phone);
    values.set("sender.calendar_url", &sender.calendar_url);
    values.set("sender.postal_address", &sender.postal_address);
    values
}

const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Lead => "lead",
        Stage::Contacted => "contacted",
        Stage::InConversation => "in conversation",
        Stage::ActivePartner => "active partner",
        Stage::Lost => "lost",
    }
}

const fn tier(tier: Option<Tier>) -> &'static str {
    match tier {
        Some(Tier::One) => "1",
        Some(Tier::Two) => "2",
        Some(Tier::Three) => "3",
        None => "",
    }
}

/// What a step is about: the subject of an e-mail, the script of a call, the instructions of a
/// task. A text that cannot be filled is shown as it is.
pub(crate) fn about(step: &Step, values: &Values) -> String {
    let text = match &step.content {
        StepContent::Email { subject, .. } => subject,
        StepContent::Call { script } => script,
        StepContent::Task { instructions, .. } => instructions,
    };
    template::fill(text, values).map_or_else(|_| text.clone(), |filled| filled.text)
}

/// Subject and body of an e-mail step, filled.
///
/// # Errors
/// A text that is not written in the language of templates.
pub(crate) fn email(
    subject: &str,
    body: &str,
    values: &Values,
) -> Result<(Filled, Filled), TemplateProblem> {
    Ok((template::fill(subject, values)?, template::fill(body, values)?))
}

/// The names of the variables that a step's e-mail lacks.
pub(crate) fn missing(step: &Step, values: &Values) -> Vec<String> {
    let StepContent::Email { subject, body, .. } = &step.content else { return Vec::new() };
    match email(subject, body, values) {
        Ok((subject, body)) => template::missing(&format!("{}\n{}", subject.text, body.text)),
        Err(_) => Vec::new(),
    }
}
