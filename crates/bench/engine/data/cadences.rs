//! Real cadences: ten steps, saved as the editor saves them.

use super::{CADENCES, NOW};
use desk_core::account::SenderProfile;
use desk_core::cadence::{CadenceDescription, CadenceName};
use desk_core::ids::{CadenceId, Ids, SequentialIds, StepId, VersionId};
use desk_core::rules::Rules;
use desk_core::step::{Delay, DelayUnit, EmailMode, EmailThread, StepContent, StepRules, TaskWork};
use desk_core::touch::TouchKind;
use desk_store::version::StepToSave;
use desk_store::{Store, StoreError, account, cadence, version, workspace};

/// A cadence as rows refer to it.
pub struct Made {
    /// Its id.
    pub cadence: CadenceId,
    /// Its one version.
    pub version: VersionId,
    /// Its steps with their kinds and names.
    pub steps: Vec<(StepId, TouchKind, String)>,
}

const BODY: &str = "Hello {{ contact.first_name }},\n\nI looked at what {{ partnership.name }} does in \
{{ partnership.country | default(\"your country\") }} and wondered how you plan the work of your \
partners at the moment. Most {{ contact.title | lower }}s whom I talk to keep it in a sheet, and \
lose about a day a week with it.\n\nWe have built something that takes this off your hands. Two of \
your neighbours use it; one of them wrote down what has changed, and I would gladly send it.\n\n\
Would fifteen minutes this week or next be too much? {% if contact.phone %}I can also call you \
under {{ contact.phone }}.{% endif %}\n\nKind regards\n{{ sender.name }}";

/// Makes the cadences, and what the rep signs with. Behind those that are filled come two empty ones:
/// in the last, the first e-mail leaves by itself.
pub fn make(store: &Store) -> Result<Vec<Made>, Box<dyn std::error::Error>> {
    let ids = SequentialIds::default();
    let written = store.write(|tx| {
        workspace::set_zone(tx, "Europe/Berlin")?;
        account::save_sender(tx, &sender())?;
        (1..=CADENCES + 2)
            .map(|number| {
                let name = CadenceName::parse(&format!("Cadence {number:02}"))
                    .map_err(|problem| Failed(problem.to_string()))?;
                let about = CadenceDescription::parse("For measuring")
                    .map_err(|problem| Failed(problem.to_string()))?;
                let row = cadence::insert_draft(tx, ids.uid(NOW), &name, &about, NOW)?;
                let mode =
                    if number > CADENCES + 1 { EmailMode::Automatic } else { EmailMode::Manual };
                let document = (steps(mode), Rules::default());
                let (row, version) = version::save(tx, row.id, 0, "A meeting", document, NOW)
                    .map_err(|problem| Failed(problem.to_string()))?;
                cadence::set_active(tx, row.id, true, NOW)?;
                let steps = version.steps.into_iter();
                Ok(Made {
                    cadence: row.id,
                    version: version.id,
                    steps: steps.map(|s| (s.id, s.content.kind(), s.name)).collect(),
                })
            })
            .collect::<Result<Vec<_>, Failed>>()
    });
    Ok(written?.value)
}

fn sender() -> SenderProfile {
    SenderProfile {
        name: "Kim Reed".to_owned(),
        title: "Partner manager".to_owned(),
        company: "Cadence Ltd".to_owned(),
        ..SenderProfile::default()
    }
}

/// E-mail, call, e-mail, task and so on, two days apart.
fn steps(first: EmailMode) -> Vec<StepToSave> {
    let email = |mode, thread, subject: &str| StepContent::Email {
        mode,
        thread,
        subject: subject.to_owned(),
        body: BODY.to_owned(),
    };
    let step = |number: usize, content| StepToSave {
        id: None,
        name: format!("Step {number}"),
        delay: Delay { amount: if number == 1 { 0 } else { 2 }, unit: DelayUnit::Days },
        content,
        rules: StepRules::default(),
    };
    (1..=10)
        .map(|number| {
            let content = match number {
                1 => email(first, EmailThread::New, "A question for {{ partnership.name }}"),
                2 | 6 | 9 => StepContent::Call { script: BODY.to_owned() },
                4 | 8 => StepContent::Task {
                    work: TaskWork::LinkedinResearch,
                    instructions: "Look {{ contact.name }} up.".to_owned(),
                },
                5 => {
                    email(EmailMode::Manual, EmailThread::New, "{{ contact.first_name }}, one idea")
                }
                _ => email(EmailMode::Manual, EmailThread::Same, ""),
            };
            step(number, content)
        })
        .collect()
}

/// Why the cadences could not be made.
#[derive(Debug)]
pub struct Failed(String);

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

impl From<cadence::CadenceError> for Failed {
    fn from(error: cadence::CadenceError) -> Self {
        Self(error.to_string())
    }
}
