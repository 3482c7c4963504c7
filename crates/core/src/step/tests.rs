use super::*;

fn step(content: StepContent) -> Step {
    let rules = StepRules::default();
    Step { id: StepId(1), name: String::new(), delay: Delay::NONE, content, rules }
}

fn email(thread: EmailThread, subject: &str, body: &str) -> Step {
    step(StepContent::Email {
        mode: EmailMode::Manual,
        thread,
        subject: subject.to_owned(),
        body: body.to_owned(),
    })
}

fn with_delay(amount: i64, unit: DelayUnit) -> Result<Step, StepProblem> {
    let mut call = step(StepContent::Call { script: String::new() });
    call.delay = Delay { amount, unit };
    call.checked(&|_| true)
}

#[test]
fn a_delay_reaches_from_nothing_to_a_year_in_every_unit() {
    for (unit, max) in [
        (DelayUnit::Minutes, 525_600),
        (DelayUnit::Hours, 8_760),
        (DelayUnit::Days, 365),
        (DelayUnit::BusinessDays, 365),
    ] {
        assert!(with_delay(0, unit).is_ok() && with_delay(i64::from(max), unit).is_ok());
        for bad in [-1, i64::from(max) + 1, 1_000_000_000_000, i64::MIN] {
            assert_eq!(
                with_delay(bad, unit),
                Err(StepProblem::Delay(DelayProblem { max })),
                "{bad} {unit:?}"
            );
        }
    }
}

#[test]
fn a_draft_may_have_empty_texts() {
    let saved = email(EmailThread::New, "  ", "").checked(&|_| true).unwrap();
    assert_eq!(saved, email(EmailThread::New, "", ""));
}

#[test]
fn a_line_break_in_a_subject_is_refused() {
    let problem = email(EmailThread::New, "Hello\r\nBcc: all", "").checked(&|_| true).unwrap_err();
    assert_eq!(
        problem,
        StepProblem::Text { field: StepField::Subject, problem: TextProblem::ControlCharacter }
    );
}

#[test]
fn a_name_longer_than_120_characters_is_refused() {
    let mut task = step(StepContent::Task { work: TaskWork::Other, instructions: String::new() });
    task.name = "x".repeat(10_000);
    assert!(matches!(
        task.checked(&|_| true),
        Err(StepProblem::Text {
            field: StepField::Name,
            problem: TextProblem::TooLong { length: 10_000, max: 120 }
        })
    ));
}

#[test]
fn r47_variables_of_a_step_have_names_that_can_stand_in_a_text() {
    let with = |names: &[&str]| {
        let variable =
            |name: &&str| StepVariable { name: (*name).to_owned(), text: " Hello ".to_owned() };
        let mut step = step(StepContent::Call { script: String::new() });
        step.rules.variables = names.iter().map(variable).collect();
        step.checked(&|_| true).map(|step| step.rules.variables.len())
    };
    assert_eq!(with(&["hook", "hook_2"]), Ok(2));
    let many: Vec<String> = (0..=MAX_VARIABLES).map(|n| format!("v{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let long = "x".repeat(41);
    for bad in
        [&["hook", "hook"][..], &[""], &["2nd"], &["Hook"], &["a b"], &["name"], &[&long], &many]
    {
        assert_eq!(with(bad), Err(StepProblem::Variables), "{bad:?}");
    }
}

#[test]
fn gaps_name_each_e_mail_that_could_not_be_sent() {
    let steps = [
        email(EmailThread::Same, "", "Hello"),
        step(StepContent::Call { script: String::new() }),
        email(EmailThread::Same, "", "Again"),
        email(EmailThread::New, "", ""),
    ];
    assert_eq!(
        gaps(&steps),
        [(0, StepGap::NothingToAnswer), (3, StepGap::NoSubject), (3, StepGap::NoBody)]
    );
}
