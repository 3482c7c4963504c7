//! Looks into the workspace's file, beside the program, and says what is not as it has to be.

mod figures;
mod invariants;
mod print;
mod rows;

use crate::twin::Twin;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// How many events there are between two looks at the whole file.
const WHOLE: u64 = 20;

/// What is wrong, in words.
pub type Wrong = String;

pub use invariants::{is_open, sent_once};

/// Somebody who looks on.
pub struct Watch {
    file: Connection,
    /// Enrolments that are over and were found to be right.
    settled: HashSet<i64>,
    /// Enrolments and messages of the model by their rows.
    lives: HashMap<i64, usize>,
    letters: HashMap<i64, usize>,
    /// The last entry of the timeline that was looked at.
    last_event: i64,
    /// Enrolments that were over when it was looked last.
    ended: HashSet<i64>,
    looks: u64,
}

fn words(error: rusqlite::Error) -> Wrong {
    format!("the file cannot be read: {error}")
}

impl Watch {
    /// Looks into this file.
    ///
    /// # Errors
    /// The database's.
    pub fn new(file: &Path) -> Result<Self, Wrong> {
        Ok(Self {
            file: opened(file)?,
            settled: HashSet::new(),
            lives: HashMap::new(),
            letters: HashMap::new(),
            last_event: 0,
            ended: HashSet::new(),
            looks: 0,
        })
    }

    /// The latest version of a cadence.
    ///
    /// # Errors
    /// The database's.
    pub fn latest_version(&self, cadence: i64) -> Result<i64, Wrong> {
        let sql = "SELECT max(id) FROM cadence_version WHERE cadence_id = ?1";
        self.file.query_row(sql, [cadence], |row| row.get(0)).map_err(words)
    }

    /// Changes the file behind the program's back; whether there was something to change. `?1` in the
    /// statements is the enrolment.
    ///
    /// # Errors
    /// The database's.
    pub fn spoil(&self, statements: &[&str], enrolment: i64) -> Result<bool, Wrong> {
        self.file.execute_batch("PRAGMA query_only = OFF;").map_err(words)?;
        let mut changed = 0;
        for sql in statements {
            let mut statement = self.file.prepare(sql).map_err(words)?;
            changed += match statement.parameter_count() {
                0 => statement.execute([]),
                _ => statement.execute([enrolment]),
            }
            .map_err(words)?;
        }
        self.file.execute_batch("PRAGMA query_only = ON;").map_err(words)?;
        Ok(changed > 0)
    }

    /// The last message of an enrolment.
    ///
    /// # Errors
    /// The database's.
    pub fn last_message(&self, enrolment: i64) -> Result<Option<i64>, Wrong> {
        let sql = "SELECT max(id) FROM outbox WHERE enrolment_id = ?1";
        self.file.query_row(sql, [enrolment], |row| row.get(0)).map_err(words)
    }

    /// Lets go of the file: whoever opens it next finds it as a program that is gone has left it.
    ///
    /// # Errors
    /// The database's.
    pub fn leave(&mut self) -> Result<(), Wrong> {
        self.file = Connection::open_in_memory().map_err(words)?;
        Ok(())
    }

    /// Looks into the file again, which may have another place now.
    ///
    /// # Errors
    /// The database's.
    pub fn enter(&mut self, file: &Path) -> Result<(), Wrong> {
        self.file = opened(file)?;
        Ok(())
    }

    /// Everything has to be as the model says, and as it always has to be. `taken_back` says that
    /// something was taken back just now.
    ///
    /// # Errors
    /// What is not.
    pub fn look(&mut self, twin: &mut Twin, taken_back: bool) -> Result<(), Wrong> {
        self.looks += 1;
        if self.looks.is_multiple_of(WHOLE) {
            self.settled.clear();
        }
        self.compare(twin)?;
        self.compare_letters(twin)?;
        self.counts()?;
        self.new_entries(twin, taken_back)?;
        if self.looks.is_multiple_of(WHOLE) {
            self.look_at_everything(twin)?;
        }
        Ok(())
    }

    /// All that is too much for every event.
    ///
    /// # Errors
    /// What is not as it has to be.
    pub fn look_at_everything(&self, twin: &Twin) -> Result<(), Wrong> {
        self.people(twin)?;
        self.identities()?;
        self.entries()?;
        self.figures()
    }
}

fn opened(file: &Path) -> Result<Connection, Wrong> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(words)?;
    connection.set_prepared_statement_cache_capacity(64);
    // What a program that is gone has left in the log is for the next one to read.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(words)?;
    connection.execute_batch("PRAGMA query_only = ON;").map_err(words)?;
    Ok(connection)
}
