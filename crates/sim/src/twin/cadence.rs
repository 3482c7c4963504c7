//! What is done to a cadence, or to all of them.

use super::{Kind, Told, Twin, Version};
use desk_core::enrolment::{Event, Outcome};
use desk_core::pace::Pace;
use desk_core::rep::WorkingTime;
use std::rc::Rc;

impl Twin {
    fn open_in(&self, plan: usize) -> Vec<usize> {
        let mut lives = self.open_lives();
        lives.retain(|&life| self.lives[life].plan == plan);
        lives
    }

    /// A cadence acts from now on, or does not any more.
    pub fn set_active(&mut self, plan: usize, active: bool) -> Told {
        if self.plans[plan].archived {
            return Err("cadence_archived");
        }
        self.plans[plan].active = active;
        for life in self.open_in(plan) {
            if self.lives[life].model.is_frozen() == active {
                let event = if active { Event::Thaw } else { Event::Freeze };
                let _ = self.tell(life, event);
            }
        }
        Ok(())
    }

    /// A cadence goes into the archive.
    pub fn archive(&mut self, plan: usize) -> Told {
        if !self.open_in(plan).is_empty() {
            return Err("people_inside");
        }
        self.plans[plan].archived = true;
        self.plans[plan].active = false;
        Ok(())
    }

    /// A cadence comes back from the archive.
    pub fn restore(&mut self, plan: usize) -> Told {
        self.plans[plan].archived = false;
        Ok(())
    }

    /// Whether somebody works, or has worked, through the latest version of a cadence.
    #[must_use]
    pub fn is_used(&self, plan: usize) -> bool {
        let latest = self.plans[plan].latest();
        self.lives.iter().any(|life| !life.gone && life.plan == plan && life.version == latest)
    }

    /// A cadence was saved: whoever is in it comes along if the rep says so (R17).
    pub fn save(&mut self, plan: usize, version: Version, move_people: bool) {
        if self.is_used(plan) || self.plans[plan].versions.is_empty() {
            self.plans[plan].versions.push(Rc::new(version));
        } else {
            let latest = self.plans[plan].latest();
            if let Some(slot) = self.plans[plan].versions.get_mut(latest) {
                *slot = Rc::new(version);
            }
        }
        self.plans[plan].revision += 1;
        if move_people {
            let to = self.plans[plan].latest();
            for life in self.open_in(plan) {
                self.move_version(life, to);
            }
        }
    }

    fn move_version(&mut self, life: usize, to: usize) {
        let from = self.lives[life].version;
        if from == to {
            return;
        }
        let old = self.plans[self.lives[life].plan].versions.get(from);
        let old = old.map(|version| version.steps.clone()).unwrap_or_default();
        let scene = self.scene_in(life, to);
        let at = self.spot(life).map(|(step, _)| step);
        if !scene.steps.iter().any(|step| Some(step.id) == at) {
            self.take_back_mail(life);
        }
        let before = self.lives[life].clone();
        let mut entry = self.begin_entry(Some(life), &[life]);
        let now = self.now;
        let Ok(answer) = self.lives[life].model.move_version(&old, &scene, now) else {
            self.lives[life] = before;
            return;
        };
        self.lives[life].version = to;
        self.note(life, Kind::Final, entry.told);
        self.follow(life, &before, &answer);
        entry.about = Some(life);
        self.end_entry(entry);
    }

    /// When the rep works, and how fast mail leaves.
    pub fn set_working(&mut self, working: WorkingTime, pace: Pace) -> Told {
        self.pace = pace;
        if self.working != working {
            self.working = working;
            self.replan(&self.open_lives());
        }
        Ok(())
    }

    /// Everything stands still, or goes on.
    pub fn pause_all(&mut self, paused: bool) -> Told {
        match (self.paused, paused) {
            (None, true) => self.paused = Some(self.now),
            (Some(since), false) => {
                self.paused = None;
                for life in self.open_lives() {
                    let _ = self.tell(life, Event::GoOn { since });
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A partnership goes into the bin, or comes out of it (R24).
    pub fn bin(&mut self, home: usize, deleted: bool) -> Told {
        if deleted {
            let people = self.people.places(|person| person.home == home);
            for person in people {
                for life in self.open_of(person) {
                    let _ = self.tell(life, Event::Finish { outcome: Outcome::Removed });
                }
            }
        }
        self.homes[home].deleted = deleted;
        Ok(())
    }
}
