//! Conditions on custom fields: which comparisons a kind knows, and with what.

use super::value::{canonical, is_day};
use super::{CustomField, FieldKind, PREFIX};
use crate::condition::{Comparison, Condition, ConditionProblem, Test};

/// The condition with the values that it compares custom fields with in the form in which those are kept.
///
/// # Errors
/// A field that there is not, a comparison that its kind does not know, or a value that is none of its kind.
pub fn checked(
    mut condition: Condition,
    fields: &[CustomField],
) -> Result<Condition, ConditionProblem> {
    for test in &mut condition.tests {
        let Test::Field { field: name, is, value } = test else { continue };
        let Some(key) = name.strip_prefix(PREFIX) else { continue };
        let found = fields.iter().map(|field| &field.definition).find(|field| field.key == key);
        let Some(field) = found else {
            return Err(ConditionProblem::UnknownField { field: name.clone() });
        };
        if !knows(field.kind, *is) {
            return Err(ConditionProblem::Comparison { field: name.clone() });
        }
        // A part of a value is none, and the others look at no text.
        if matches!(is, Comparison::IsEmpty | Comparison::IsFilled | Comparison::Contains) {
            continue;
        }
        let no_value = || ConditionProblem::Value { field: name.clone() };
        let kept = canonical(field, value).map_err(|_| no_value())?;
        if kept.is_empty() && field.kind != FieldKind::Text {
            return Err(no_value());
        }
        *value = kept;
    }
    Ok(condition)
}

/// The first custom field that a condition looks at and that there is not, by its whole name.
#[must_use]
pub fn unknown(condition: &Condition, fields: &[CustomField]) -> Option<String> {
    let mut names = condition.tests.iter().filter_map(|test| match test {
        Test::Field { field, .. } => Some((field, field.strip_prefix(PREFIX)?)),
        _ => None,
    });
    let exists = |key: &str| fields.iter().any(|field| field.definition.key == key);
    names.find(|(_, key)| !exists(key)).map(|(name, _)| name.clone())
}

/// Whether values of a kind are compared in this way.
#[must_use]
pub const fn knows(kind: FieldKind, is: Comparison) -> bool {
    match is {
        Comparison::Is | Comparison::IsNot | Comparison::IsEmpty | Comparison::IsFilled => true,
        Comparison::Contains => matches!(kind, FieldKind::Text),
        Comparison::Below | Comparison::Above => {
            matches!(kind, FieldKind::Number | FieldKind::Date)
        }
    }
}

/// How a kept value lies to another of its kind, number or day; none where one of them is missing.
#[must_use]
pub fn order(found: &str, value: &str) -> Option<std::cmp::Ordering> {
    if let (Ok(found), Ok(value)) = (found.parse::<f64>(), value.parse::<f64>()) {
        return found.partial_cmp(&value);
    }
    (is_day(found) && is_day(value)).then(|| found.cmp(value))
}
