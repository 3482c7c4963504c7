//! What the window is to show or to go to: told once, kept in memory until the window asks.

use crate::ports::{Note, NoteTarget};
use desk_core::ids::TouchId;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Reminders that the desktop did not show, and the last place that the rep asked for.
#[derive(Debug, Default)]
pub(crate) struct Attention(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    notes: Vec<Note>,
    place: Option<TouchId>,
    /// Whether the last notification was shown by the desktop; none before the first.
    desktop: Option<bool>,
}

impl Attention {
    /// Keeps a note for the window.
    pub fn remind(&self, note: Note) {
        self.locked().notes.push(note);
    }

    /// Keeps whether the desktop shows notifications.
    pub fn desktop_shows(&self, shows: bool) {
        self.locked().desktop = Some(shows);
    }

    /// Whether the desktop shows notifications.
    pub fn shown_by_desktop(&self) -> Option<bool> {
        self.locked().desktop
    }

    /// Keeps where a clicked notification leads.
    pub fn go_to(&self, target: NoteTarget) {
        if let NoteTarget::Touch { id } = target {
            self.locked().place = Some(TouchId(id));
        }
    }

    /// Gives out what was kept.
    pub fn take(&self) -> (Vec<Note>, Option<TouchId>) {
        let mut kept = self.locked();
        (std::mem::take(&mut kept.notes), kept.place.take())
    }

    fn locked(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
