use super::*;

struct Nobody;

impl Subject for Nobody {
    fn field(&self, name: &str) -> String {
        if name == "contact.title" { "Head of Élan".to_owned() } else { String::new() }
    }
    fn stage(&self) -> Stage {
        Stage::Lead
    }
    fn tier(&self) -> Option<Tier> {
        None
    }
    fn has_email(&self) -> bool {
        true
    }
    fn has_phone(&self) -> bool {
        false
    }
    fn replied(&self) -> bool {
        false
    }
    fn connected(&self) -> bool {
        false
    }
    fn buying_signal(&self) -> bool {
        false
    }
    fn disposition(&self, step: StepId) -> Option<Disposition> {
        (step == StepId(2)).then_some(Disposition::Busy)
    }
}

fn field(field: &str, is: Comparison, value: &str) -> Test {
    Test::Field { field: field.to_owned(), is, value: value.to_owned() }
}

fn condition(holds: Holds, tests: Vec<Test>) -> Condition {
    Condition { holds, tests, otherwise: Branch::Skip, then: None }
}

#[test]
fn fields_are_compared_whatever_their_case() {
    for (is, value, expected) in [
        (Comparison::Is, "head of élan", true),
        (Comparison::Is, "head", false),
        (Comparison::IsNot, "head", true),
        (Comparison::Contains, "ÉLAN", true),
        (Comparison::IsEmpty, "", false),
        (Comparison::IsFilled, "", true),
    ] {
        let asked = condition(Holds::All, vec![field("contact.title", is, value)]);
        assert_eq!(asked.holds(&Nobody), expected, "{is:?} {value}");
    }
}

#[test]
fn all_or_any_of_the_comparisons_have_to_hold() {
    let tests = vec![Test::HasEmail { is: true }, Test::HasPhone { is: true }];
    assert!(!condition(Holds::All, tests.clone()).holds(&Nobody));
    assert!(condition(Holds::Any, tests).holds(&Nobody));
}

#[test]
fn r48_a_condition_leads_to_one_outcome_and_an_optional_other() {
    let busy = Test::Disposition { step: StepId(2), is: Disposition::Busy };
    let asked = Condition {
        then: Some(Branch::Pause),
        otherwise: Branch::Jump { to: StepId(1) },
        ..condition(Holds::All, vec![busy])
    };
    assert_eq!(asked.branch(&Nobody), Some(Branch::Pause));
    let idle = Test::Disposition { step: StepId(3), is: Disposition::Busy };
    let asked = Condition { tests: vec![idle], ..asked };
    assert_eq!(asked.branch(&Nobody), Some(Branch::Jump { to: StepId(1) }));
}

#[test]
fn an_unknown_field_and_an_unknown_step_are_refused_when_saving() {
    let exists = |step: StepId| step == StepId(1);
    let unknown = condition(Holds::All, vec![field("contact.shoe_size", Comparison::Is, "44")]);
    assert_eq!(
        unknown.check(&exists),
        Err(ConditionProblem::UnknownField { field: "contact.shoe_size".to_owned() })
    );
    let jump = Condition {
        otherwise: Branch::Jump { to: StepId(9) },
        ..condition(Holds::All, vec![Test::HasEmail { is: true }])
    };
    assert_eq!(jump.check(&exists), Err(ConditionProblem::NoSuchStep(StepId(9))));
    assert_eq!(
        condition(Holds::All, vec![]).check(&exists),
        Err(ConditionProblem::Count { count: 0 })
    );
}
