//! Coming back: after sleep, a restart or a long absence (PRODUCT 6.7, R11), and with a workspace file
//! that was restored or copied (R34).
//!
//! [`life`] notes that the program runs and finds out when it did not; [`late`] holds what is more than a
//! day late; [`mark`] is what lies beside the file to know it again; [`returned`] is what happens when it
//! is not the one that was written last, [`copies`] finds in the folder of sent mail what left
//! meanwhile, and [`lost`] keeps what is left there of enrolments that are gone. The practice workspace has none of this: its clock is moved, and nothing leaves it.

pub(crate) mod copies;
pub(crate) mod late;
pub(crate) mod life;
pub(crate) mod lost;
pub(crate) mod mark;
pub(crate) mod returned;

use crate::outreach::{Moment, WorkError};
use crate::ports::{Writes, Zoned};
use crate::session::Session;
use desk_core::time::Clock;
use desk_core::waking::Return;
use desk_store::waking::{self as table, Life};
use desk_store::workspace::{self, Kind};
use mark::Mark;

/// Looks whether the file that was opened is the one that this computer wrote last, before anything is
/// done with it, and notes for how long the program did not run.
pub(crate) fn open(session: &Session) -> Result<(), WorkError> {
    if session.kind() == Kind::Practice {
        return Ok(());
    }
    let moment = Moment { ids: session, now: session.now(), rep_zone: session.rep_zone() };
    let (life, key) =
        session.read_store(|c| Ok((table::life(c)?, workspace::get(c)?.message_key)))?;
    let workspace = mark::hashed(&key, mark::WORKSPACE, "");
    let machine = match session.machine() {
        "" => String::new(),
        id => mark::hashed(&key, mark::MACHINE, id),
    };
    let known = session.mark().read().filter(|mark| mark.workspace == workspace);
    let how = how_returned(&life, known.as_ref(), &machine);
    let before = known.map_or(0, |mark| mark.generation).max(life.generation);
    let generation = session.write_durably(|tx| {
        if let Some(how) = how {
            returned::came_back(tx, moment, how)?;
        }
        table::belongs_to(tx, &machine, before)?;
        life::sign(tx, moment)
    })?;
    session.mark().begin(&workspace, generation);
    Ok(())
}

/// How a file came back that is not the one that this computer wrote last.
fn how_returned(life: &Life, mark: Option<&Mark>, machine: &str) -> Option<Return> {
    let elsewhere = !life.machine.is_empty() && !machine.is_empty() && life.machine != machine;
    if elsewhere {
        return Some(Return::Copied);
    }
    let older = match mark {
        Some(mark) => life.generation < mark.generation,
        // Beside a file that was used lies a mark, unless it came from somewhere else.
        None => life.generation > 0,
    };
    older.then_some(Return::Restored)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(generation: u64, machine: &str) -> Life {
        Life { generation, machine: machine.to_owned(), alive_at: None }
    }

    #[test]
    fn r34_a_file_that_is_older_than_its_mark_or_from_another_computer_is_recognised() {
        let mark = |generation| Mark { workspace: "w".to_owned(), generation };
        let how = |file, mark: Option<Mark>, here| how_returned(&file, mark.as_ref(), here);
        assert_eq!(how(life(7, "a"), Some(mark(7)), "a"), None);
        // Written into the file and not beside it, when the program was cut off.
        assert_eq!(how(life(8, "a"), Some(mark(7)), "a"), None);
        assert_eq!(how(life(6, "a"), Some(mark(7)), "a"), Some(Return::Restored));
        assert_eq!(how(life(9, "b"), Some(mark(7)), "a"), Some(Return::Copied));
        assert_eq!(how(life(9, "b"), None, "a"), Some(Return::Copied));
        assert_eq!(how(life(9, "a"), None, "a"), Some(Return::Restored));
        // A new file, and one of before there were marks.
        assert_eq!(how(life(0, ""), None, "a"), None);
        assert_eq!(how(life(0, ""), Some(mark(7)), "a"), Some(Return::Restored));
        // A computer without a name.
        assert_eq!(how(life(7, "a"), Some(mark(7)), ""), None);
    }
}
