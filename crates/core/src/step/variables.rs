//! Which variables the texts of steps use, and whether there are such (R47).

use super::{Step, StepContent};
use crate::condition::Test;
use crate::custom::{CustomField, FieldDefinition, compare};
use crate::template;

/// The first variable in the texts of steps, or custom field in their conditions, that does not exist beside
/// these fields: the position of its step, from 0, and its name. A step knows its own ones.
#[must_use]
pub fn unknown_variable(steps: &[Step], custom: &[CustomField]) -> Option<(usize, String)> {
    let keys: Vec<&str> = custom.iter().map(|field| field.definition.key.as_str()).collect();
    steps.iter().enumerate().find_map(|(position, step)| {
        let condition = step.rules.condition.as_ref();
        let name = condition.and_then(|condition| compare::unknown(condition, custom));
        Some((position, name.or_else(|| unknown_in(step, &keys))?))
    })
}

/// Whether a text of a step, a variable of its own or its condition uses a custom field.
#[must_use]
pub fn uses_custom(step: &Step, field: &FieldDefinition) -> bool {
    let own = step.rules.variables.iter().map(|variable| variable.text.as_str());
    let variable = field.variable();
    let mut tests = step.rules.condition.iter().flat_map(|condition| &condition.tests);
    texts(step).into_iter().chain(own).any(|text| template::uses_custom(text, &field.key))
        || tests.any(|test| matches!(test, Test::Field { field, .. } if *field == variable))
}

fn unknown_in(step: &Step, custom: &[&str]) -> Option<String> {
    let own = &step.rules.variables;
    let is_own = |name: &str| {
        name.strip_prefix("step.").is_some_and(|name| own.iter().any(|own| own.name == name))
    };
    // Those of a step's own are made of the others.
    let in_own = own.iter().flat_map(|variable| template::unknown(&variable.text, custom));
    let in_texts = texts(step).into_iter().flat_map(|text| template::unknown(text, custom));
    in_own.chain(in_texts.filter(|name| !is_own(name))).next()
}

fn texts(step: &Step) -> Vec<&str> {
    let own: &[&str] = match &step.content {
        StepContent::Email { subject, body, .. } => &[subject, body],
        StepContent::Call { script } => &[script],
        StepContent::Task { instructions, .. } => &[instructions],
    };
    let variants = step.rules.variants.iter().flat_map(|text| [text.subject.as_str(), &text.body]);
    own.iter().copied().chain(variants).chain(step.rules.voicemail.as_deref()).collect()
}
