//! Screens of the practice workspace, where there are people.

use super::album::{Album, use_theme};
use crate::support::desk::{Desk, Options};
use crate::support::page::Page;
use crate::support::surroundings::Surroundings;
use serde_json::json;
use std::sync::Arc;

/// A screen of the practice workspace, where there are people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Practised {
    Partnerships,
    Partnership,
    PartnershipMenu,
    Assign,
    Contact,
    OptOut,
    PanelPeople,
    Email,
    EmailExpanded,
    Call,
    Snooze,
    OutboxWaiting,
    OutboxSent,
    Settings,
    Menu,
    StartForReal,
}

/// In this order: the outbox waits for what was sent in the one before.
const PRACTISED: &[(Practised, &str)] = &[
    (Practised::Partnerships, "partnerships"),
    (Practised::Partnership, "partnership"),
    (Practised::PartnershipMenu, "partnership-simulate"),
    (Practised::Assign, "assign"),
    (Practised::Contact, "contact-dialog"),
    (Practised::OptOut, "opt-out"),
    (Practised::PanelPeople, "panel-people"),
    (Practised::Email, "email-window"),
    (Practised::EmailExpanded, "email-window-expanded"),
    (Practised::Call, "call-window"),
    (Practised::Snooze, "snooze-menu"),
    (Practised::OutboxWaiting, "outbox-waiting"),
    (Practised::OutboxSent, "outbox-sent"),
    (Practised::Settings, "settings-practice"),
    (Practised::Menu, "practice-menu"),
    (Practised::StartForReal, "start-for-real"),
];

/// Leads to a screen of the practice workspace from any other.
async fn practise(page: &Page, screen: Practised) {
    let partnership = async |name: &str| {
        let found = json!({"search": name, "after": null, "limit": 1});
        let found = page.ask("partnership_list", found).await.expect("it is found");
        page.reload(Some(&format!("/partnerships/{}", found["rows"][0]["id"]))).await;
        page.sees("Timeline").await;
    };
    match screen {
        Practised::Partnerships => {
            page.reload(Some("/partnerships")).await;
            page.sees("Ahornwerk Maschinen").await;
        }
        Practised::Partnership => partnership("Rheinbogen").await,
        Practised::PartnershipMenu => {
            partnership("Rheinbogen").await;
            page.press("Simulate (practice)").await;
            page.control("menuitem", "Out of office").await;
        }
        Practised::Assign => {
            partnership("Mizuki").await;
            page.press("Assign to cadence").await;
            page.select("Cadence", "Starter 4").await;
            page.sees("Cannot be assigned").await;
        }
        Practised::Contact => {
            partnership("Clonbarra").await;
            page.press("Add contact").await;
            page.field("First name").await;
        }
        Practised::OptOut => {
            partnership("Rheinbogen").await;
            page.press("Actions for Tobias Hellweg").await;
            page.choose("Mark as opted out…").await;
            page.sees("Stop all e-mail to Tobias Hellweg?").await;
        }
        Practised::PanelPeople => {
            page.reload(Some("/partnerships")).await;
            page.press("Simple outbound 5 2 due").await;
            page.press("Step 1 Introduction, E-mail 1 due").await;
            page.sees("Aoife Brannigan").await;
        }
        Practised::Email | Practised::EmailExpanded => {
            partnership("Norrsken").await;
            page.press("Run step").await;
            page.sees("Send & edit next").await;
            if screen == Practised::EmailExpanded {
                page.script(
                    "document.querySelector('[aria-label^=Expand][aria-pressed]').click()",
                    vec![],
                )
                .await;
            }
        }
        Practised::Call => {
            partnership("Rheinbogen").await;
            page.press("Run step").await;
            page.sees("Complete only").await;
        }
        Practised::Snooze => {
            partnership("Rheinbogen").await;
            page.press("Snooze").await;
            page.sees("Pick date and time…").await;
        }
        Practised::OutboxWaiting => {
            partnership("Norrsken").await;
            page.press("Run step").await;
            page.press("Send").await;
            page.sees("leaves in 10 s").await;
            page.reload(Some("/outbox")).await;
            page.sees("Elin Sandahl").await;
        }
        Practised::OutboxSent => {
            page.reload(Some("/outbox?tab=sent")).await;
            page.sees("Tobias Hellweg").await;
        }
        Practised::Settings => page.reload(Some("/settings")).await,
        Practised::Menu => {
            page.reload(Some("/partnerships")).await;
            page.press("Practice workspace: nothing leaves this computer").await;
            page.control("menuitem", "Start for real").await;
        }
        Practised::StartForReal => {
            page.reload(Some("/partnerships")).await;
            page.press("Practice workspace: nothing leaves this computer").await;
            page.choose("Start for real").await;
            page.sees("Copy my cadences as drafts").await;
        }
    }
}

/// Pictures of all of them.
pub async fn practice_workspace(album: &mut Album) {
    let options = Options { undecided: true, ..Options::default() };
    let desk = Desk::start_in(Arc::new(Surroundings::new()), options).await;
    use_theme(&desk.page, album.theme).await;
    if album.wants("welcome") {
        album.take(&desk, "welcome").await;
    }
    desk.page.press("Practice").await;
    desk.page.sees("Ahornwerk Maschinen").await;
    for &(screen, name) in PRACTISED {
        if album.wants(name) {
            practise(&desk.page, screen).await;
            album.take(&desk, name).await;
        }
    }
}
