//! Which variables the texts of steps use, and whether there are such (R47).

use super::{Step, StepContent};
use crate::template;

/// The first variable in the texts of steps that does not exist: the position of its step, from 0, and its
/// name. A step knows its own ones.
#[must_use]
pub fn unknown_variable(steps: &[Step]) -> Option<(usize, String)> {
    steps.iter().enumerate().find_map(|(position, step)| Some((position, unknown_in(step)?)))
}

fn unknown_in(step: &Step) -> Option<String> {
    let own = &step.rules.variables;
    let is_own = |name: &str| {
        name.strip_prefix("step.").is_some_and(|name| own.iter().any(|own| own.name == name))
    };
    // Those of a step's own are made of the others.
    let in_own = own.iter().flat_map(|variable| template::unknown(&variable.text));
    let in_texts = texts(step).into_iter().flat_map(template::unknown);
    in_own.chain(in_texts.filter(|name| !is_own(name))).next()
}

fn texts(step: &Step) -> Vec<&str> {
    let own: &[&str] = match &step.content {
        StepContent::Email { subject, body, .. } => &[subject, body],
        StepContent::Call { script } => &[script],
        StepContent::Task { instructions, .. } => &[instructions],
    };
    let variants = step.rules.variants.iter().flat_map(|text| [text.subject.as_str(), &text.body]);
    own.iter().copied().chain(variants).collect()
}
