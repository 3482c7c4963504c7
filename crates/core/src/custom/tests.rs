use super::value::{MAX_DIGITS, ValueProblem, canonical, example, key};
use super::*;
use crate::condition::{Branch, Comparison, Condition, ConditionProblem, Holds, Test};
use proptest::prelude::*;
use std::cmp::Ordering;

fn definition(kind: FieldKind) -> FieldDefinition {
    let choices = ["Basic", "Größe L"].map(str::to_owned).to_vec();
    let (key, name) = ("plan".to_owned(), "Plan".to_owned());
    FieldDefinition { of: FieldOwner::Partnership, key, name, kind, choices }
}

fn field(kind: FieldKind) -> CustomField {
    CustomField { id: CustomFieldId(1), definition: definition(kind) }
}

fn kept(kind: FieldKind, typed: &str) -> Result<String, ValueProblem> {
    canonical(&definition(kind), typed)
}

#[test]
fn a_definition_is_trimmed_and_what_cannot_stand_in_a_text_is_refused() {
    let checked = FieldDefinition { name: "  Plan ".into(), ..definition(FieldKind::Text) };
    let checked = checked.checked().unwrap();
    assert_eq!((checked.name.as_str(), checked.choices.len()), ("Plan", 0));
    for key in ["", "Plan", "1st", "_x", "a-b", "a b", "größe", &"a".repeat(MAX_KEY + 1)] {
        let key = key.to_owned();
        let refused = FieldDefinition { key, ..definition(FieldKind::Text) }.checked();
        assert_eq!(refused, Err(FieldProblem::Key));
    }
    let nameless = FieldDefinition { name: " ".into(), ..definition(FieldKind::Text) };
    assert_eq!(nameless.checked(), Err(FieldProblem::Name(TextProblem::Empty)));
}

#[test]
fn choices_are_few_and_differ() {
    let with = |choices: &[&str]| {
        let choices = choices.iter().map(|&choice| choice.to_owned()).collect();
        FieldDefinition { choices, ..definition(FieldKind::Choice) }.checked()
    };
    assert_eq!(with(&[" A ", "B"]).unwrap().choices, ["A", "B"]);
    assert_eq!(with(&[]), Err(FieldProblem::Choices));
    assert_eq!(with(&["x"; MAX_CHOICES + 1]), Err(FieldProblem::Choices));
    assert_eq!(with(&["A", "b", "a"]), Err(FieldProblem::ChoiceTwice { entry: 2 }));
    let empty = FieldProblem::Choice { entry: 1, problem: TextProblem::Empty };
    assert_eq!(with(&["A", " "]), Err(empty));
}

#[test]
fn a_value_has_one_form_whatever_was_typed() {
    for (kind, typed, expected) in [
        (FieldKind::Text, "  A {{ line }} <b>  ", "A {{ line }} <b>"),
        (FieldKind::Number, "0012.500", "12.5"),
        (FieldKind::Number, "+7", "7"),
        (FieldKind::Number, "-0.0", "0"),
        (FieldKind::Number, "−0.50", "-0.5"),
        (FieldKind::Date, "2028-02-29", "2028-02-29"),
        (FieldKind::Choice, "GRÖSSE l", "none"),
        (FieldKind::Choice, "größe L", "Größe L"),
        (FieldKind::YesNo, "Yes", "yes"),
        (FieldKind::YesNo, " no ", "no"),
    ] {
        if expected == "none" {
            assert_eq!(kept(kind, typed), Err(ValueProblem::NotAChoice));
        } else {
            assert_eq!(kept(kind, typed).unwrap(), expected, "{kind:?} {typed}");
        }
    }
    for kind in [FieldKind::Text, FieldKind::Number, FieldKind::Date, FieldKind::Choice] {
        assert_eq!(kept(kind, "  ").unwrap(), "", "no value");
    }
}

#[test]
fn what_is_no_value_of_the_kind_is_refused() {
    let long = "9".repeat(MAX_DIGITS + 1);
    for typed in ["1,5", "1.", ".5", "1e3", "inf", "nan", "--1", "1 000", "٣", "0x1", &long] {
        assert_eq!(kept(FieldKind::Number, typed), Err(ValueProblem::NotANumber), "{typed}");
    }
    for typed in ["2026-02-30", "31.03.2026", "2026-13-01", "20260301", "99999-01-01", "0026-01-01"]
    {
        assert_eq!(kept(FieldKind::Date, typed), Err(ValueProblem::NotADate), "{typed}");
    }
    assert_eq!(kept(FieldKind::YesNo, "true"), Err(ValueProblem::NotYesOrNo));
    assert!(kept(FieldKind::Text, "two\nlines").is_err());
    assert!(kept(FieldKind::Text, &"x".repeat(value::MAX_VALUE + 1)).is_err());
    assert!(kept(FieldKind::Text, &"x".repeat(value::MAX_VALUE)).is_ok());
}

#[test]
fn an_example_is_a_value_of_its_kind() {
    for kind in
        [FieldKind::Text, FieldKind::Number, FieldKind::Date, FieldKind::Choice, FieldKind::YesNo]
    {
        let example = example(&definition(kind));
        assert_eq!(kept(kind, &example).as_ref(), Ok(&example), "{kind:?}");
        assert!(!example.is_empty());
    }
}

fn asking(is: Comparison, value: &str) -> Condition {
    let test = Test::Field { field: "custom.plan".into(), is, value: value.into() };
    Condition { holds: Holds::All, tests: vec![test], otherwise: Branch::Skip, then: None }
}

#[test]
fn a_condition_is_kept_with_a_value_of_the_kind() {
    let fields = [field(FieldKind::Number)];
    let checked = compare::checked(asking(Comparison::Above, "010.0"), &fields).unwrap();
    assert_eq!(checked, asking(Comparison::Above, "10"));
    let name = || "custom.plan".to_owned();
    let refused =
        |is, value, kind| compare::checked(asking(is, value), &[field(kind)]).unwrap_err();
    for (is, value, kind) in [
        (Comparison::Is, "ten", FieldKind::Number),
        (Comparison::Below, "", FieldKind::Date),
        (Comparison::Is, "Gold", FieldKind::Choice),
        (Comparison::IsNot, "maybe", FieldKind::YesNo),
    ] {
        assert_eq!(refused(is, value, kind), ConditionProblem::Value { field: name() });
    }
    for (is, kind) in [
        (Comparison::Below, FieldKind::Text),
        (Comparison::Above, FieldKind::YesNo),
        (Comparison::Contains, FieldKind::Number),
    ] {
        assert_eq!(refused(is, "1", kind), ConditionProblem::Comparison { field: name() });
    }
    let gone = compare::checked(asking(Comparison::IsEmpty, ""), &[]).unwrap_err();
    assert_eq!(gone, ConditionProblem::UnknownField { field: name() });
    assert_eq!(compare::unknown(&asking(Comparison::IsEmpty, ""), &[]), Some(name()));
    assert_eq!(compare::unknown(&asking(Comparison::IsEmpty, ""), &fields), None);
}

proptest! {
    #[test]
    fn a_kept_value_is_kept_as_it_is(typed in "[-+0-9.a-z ]{0,20}", choose in 0..5_usize) {
        let kinds = [
            FieldKind::Text, FieldKind::Number, FieldKind::Date, FieldKind::Choice, FieldKind::YesNo,
        ];
        let kind = kinds[choose];
        if let Ok(once) = kept(kind, &typed) {
            prop_assert_eq!(kept(kind, &once).unwrap(), once);
        }
    }

    #[test]
    fn numbers_lie_as_they_are_written(a in -99_999_999_i64..99_999_999, b in -99_999_999_i64..99_999_999) {
        let written = |n: i64| {
            let sign = if n < 0 { "-" } else { "" };
            format!("{sign}{}.{:03}", n.abs() / 1_000, n.abs() % 1_000)
        };
        let [one, other] = [a, b].map(|n| kept(FieldKind::Number, &written(n)).unwrap());
        prop_assert_eq!(compare::order(&one, &other), Some(a.cmp(&b)));
        prop_assert_eq!(one == other, a == b);
        let found = key(FieldKind::Number, &one).partial_cmp(&key(FieldKind::Number, &other));
        prop_assert_eq!(found, Some(a.cmp(&b)));
    }

    #[test]
    fn days_lie_as_the_calendar_does(a in 0..4_000_000_i64, b in 0..4_000_000_i64) {
        let first = chrono::NaiveDate::from_ymd_opt(1000, 1, 1).unwrap();
        let day = |n: i64| first + chrono::Duration::days(n % 3_000_000);
        let [one, other] = [a, b].map(|n| kept(FieldKind::Date, &day(n).to_string()).unwrap());
        prop_assert_eq!(compare::order(&one, &other), Some(day(a).cmp(&day(b))));
    }

    #[test]
    fn no_value_panics(typed in "\\PC{0,40}") {
        for kind in [FieldKind::Number, FieldKind::Date, FieldKind::Choice, FieldKind::YesNo] {
            let _ = kept(kind, &typed);
        }
        let _ = compare::order(&typed, "1");
        prop_assert_ne!(compare::order(&typed, "yes"), Some(Ordering::Equal));
    }
}
