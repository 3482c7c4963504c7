//! The schema's history: numbered SQL files, each applied once in its own transaction.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

/// Marks a SQLite file as a workspace of Cadence Desk: the letters "CDSK".
pub const APPLICATION_ID: i32 = 0x4344_534B;

const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("../migrations/0001_cadence.sql")),
    M::up(include_str!("../migrations/0002_steps.sql")),
    M::up(include_str!("../migrations/0003_work.sql")),
    M::up(include_str!("../migrations/0004_rules.sql")),
    M::up(include_str!("../migrations/0005_figures.sql")),
    M::up(include_str!("../migrations/0006_speed.sql")),
    M::up(include_str!("../migrations/0007_incoming.sql")),
    M::up(include_str!("../migrations/0008_replies.sql")),
    M::up(include_str!("../migrations/0009_accounts.sql")),
    M::up(include_str!("../migrations/0010_outgoing.sql")),
    M::up(include_str!("../migrations/0011_working_with_replies.sql")),
    M::up(include_str!("../migrations/0012_waking.sql")),
    M::up(include_str!("../migrations/0013_counts.sql")),
    M::up(include_str!("../migrations/0014_receipts.sql")),
    M::up(include_str!("../migrations/0015_shared_inbox.sql")),
    M::up(include_str!("../migrations/0016_safety.sql")),
    M::up(include_str!("../migrations/0017_cheaper_counts.sql")),
    M::up(include_str!("../migrations/0018_custom_fields.sql")),
    M::up(include_str!("../migrations/0019_stages.sql")),
    M::up(include_str!("../migrations/0020_merging.sql")),
    M::up(include_str!("../migrations/0021_caller_ids.sql")),
    M::up(include_str!("../migrations/0022_lighter_sending.sql")),
];

/// The version of a file that has every migration of this program.
#[must_use]
pub fn latest_version() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Brings the file to [`latest_version`].
pub(crate) fn migrate(writer: &mut Connection) -> Result<(), rusqlite_migration::Error> {
    Migrations::from_slice(MIGRATIONS).to_latest(writer)
}

/// The schema as SQL text, one statement a paragraph, in a fixed order. `docs/schema.sql` holds it.
///
/// # Errors
/// When the schema cannot be read.
pub fn describe(connection: &Connection) -> rusqlite::Result<String> {
    let mut statement = connection.prepare(
        "SELECT sql FROM sqlite_schema
         WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
         ORDER BY tbl_name, type DESC, name",
    )?;
    let rows: Vec<String> =
        statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(rows.iter().map(|sql| format!("{sql};\n")).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{kept, recount};

    /// A partnership with one contact, whose first mail of two was answered and who was called.
    const OLDER: &str = r#"
        INSERT INTO cadence (id, uid, name, name_key, description, status, created_at, updated_at)
        VALUES (1, randomblob(16), 'A', 'a', '', 'active', 0, 0);
        INSERT INTO cadence_version VALUES (1, 1, 1, 0, '{"steps":[]}', 0);
        INSERT INTO partnership (id, uid, name, name_key, website, industry, country, stage, created_at,
                                 updated_at)
        VALUES (1, randomblob(16), 'P', 'p', '', '', '', 'lead', 0, 0);
        INSERT INTO contact (id, uid, partnership_id, first_name, last_name, title, linkedin, is_primary)
        VALUES (1, randomblob(16), 1, 'C', '', '', '', 1);
        INSERT INTO enrolment (id, uid, cadence_id, version_id, partnership_id, contact_id, state, frozen,
                               run, touches, started_at)
        VALUES (1, randomblob(16), 1, 1, 1, 1, '{"state":"active"}', 0, 1, 2, 5);
        INSERT INTO agenda (id, enrolment_id, cadence_id, step_id, partnership_id, contact_id, kind, visit,
                            attempt, base_at, ready_at, due_at, state, live)
        VALUES (9, 1, 1, 3, 1, 1, 'task', 1, 1, 0, 0, 777, 'waiting', 1);
        INSERT INTO touch (id, enrolment_id, step_id, run, visit, attempt, outcome, due_at, closed_at)
        VALUES (1, 1, 1, 1, 1, 1, 'done', 0, 100), (2, 1, 2, 1, 1, 1, 'done', 0, 86400100);
        INSERT INTO outbox (message_id, touch_id, enrolment_id, partnership_id, contact_id, draft, chain,
                            state, unattended, created_at, next_try, sent_at)
        VALUES ('a', 1, 1, 1, 1, '{}', '', 'sent', 0, 0, 0, 100),
               ('b', 2, 1, 1, 1, '{}', '', 'sent', 0, 0, 0, 86400100);
        INSERT INTO event (uid, at, actor, what, partnership_id, contact_id, cadence_id, enrolment_id,
                           undone_at)
        VALUES
            (randomblob(16), 100, 'rule', '{"type":"email_sent"}', 1, 1, 1, 1, NULL),
            (randomblob(16), 200, 'contact', '{"type":"replied"}', 1, 1, 1, 1, NULL),
            (randomblob(16), 86400100, 'rule', '{"type":"email_sent"}', 1, 1, 1, 1, NULL),
            (randomblob(16), 86400200, 'rep', '{"type":"call_logged","disposition":"busy"}', 1, 1, 1, 1,
             NULL),
            (randomblob(16), 86400300, 'rep',
             '{"type":"call_logged","disposition":"connected","success":true}', 1, 1, 1, 1, NULL),
            (randomblob(16), 86400400, 'contact', '{"type":"bounced"}', 1, 1, 1, 1, 86400500);"#;

    #[test]
    fn an_older_file_is_filled_with_the_figures_of_what_it_holds() {
        let mut connection = Connection::open_in_memory().unwrap();
        let migrations = Migrations::from_slice(MIGRATIONS);
        migrations.to_version(&mut connection, 4).unwrap();
        connection.execute_batch(OLDER).unwrap();
        migrations.to_latest(&mut connection).unwrap();
        let kept = kept(&connection).unwrap();
        assert_eq!(kept, recount(&connection).unwrap());
        let total = |key: &str| kept.totals.get(&(1, key.to_owned())).copied().unwrap_or_default();
        let keys =
            ["enrolled", "mails", "calls", "contacts", "successes", "calls_to_contact", "done"];
        assert_eq!(keys.map(total), [1, 2, 2, 1, 1, 2, 2]);
        assert_eq!(["people_replied", "people_bounced", "people_delivered"].map(total), [1, 0, 1]);
        assert_eq!(kept.until.get(&(1, "mails".to_owned(), 1)), Some(&2));
        assert_eq!(kept.steps.get(&(1, 1, "replied".to_owned())), Some(&1));
        assert_eq!(kept.steps.get(&(1, 2, "replied".to_owned())), None);
        assert_eq!(kept.next_due.get(&1), Some(&777));
    }

    #[test]
    fn the_account_of_an_older_file_keeps_its_folders_and_its_mail() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "foreign_keys", true).unwrap();
        let migrations = Migrations::from_slice(MIGRATIONS);
        migrations.to_version(&mut connection, 8).unwrap();
        connection.execute_batch(OLDER).unwrap();
        connection
            .execute_batch(
                "INSERT INTO mail_account (id, uid, document) VALUES (1, randomblob(16), '{}');
                 INSERT INTO mailbox_folder (id, name, shown, role, is_read)
                 VALUES (4, x'49', 'Inbox', 'inbox', 1), (9, x'50', 'Old', 'other', 0);
                 DELETE FROM mailbox_folder WHERE id = 9;
                 INSERT INTO incoming (id, uid, message_id, folder_id, sender, subject, received_at,
                                       heard_at, verdict, code, seen, version, text, raw)
                 VALUES (1, randomblob(16), 'c', 4, '', '', 0, 0, 'review', '', '', 1, '', x'00');",
            )
            .unwrap();
        migrations.to_latest(&mut connection).unwrap();
        let (account, default, folder, lay_in, mails): (i64, bool, i64, i64, i64) = connection
            .query_row(
                "SELECT mail_account.id, is_default, mailbox_folder.id, folder_id,
                        (SELECT count(*) FROM outbox WHERE outbox.account_id = mail_account.id)
                 FROM mail_account JOIN mailbox_folder ON mailbox_folder.account_id = mail_account.id
                 JOIN incoming ON incoming.folder_id = mailbox_folder.id",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
            )
            .unwrap();
        assert_eq!((account, default, folder, lay_in, mails), (1, true, 4, 4, 2));
        connection
            .execute_batch(
                "INSERT INTO mailbox_folder (account_id, name, shown, role, is_read)
                 VALUES (1, x'51', 'New', 'other', 0);",
            )
            .unwrap();
        // The number of a folder that is gone is not given again.
        assert_eq!(connection.last_insert_rowid(), 10);
    }

    #[test]
    fn r46_the_stages_of_an_older_file_are_in_the_list_and_its_lists_keep_their_order() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "foreign_keys", true).unwrap();
        let migrations = Migrations::from_slice(MIGRATIONS);
        migrations.to_version(&mut connection, 16).unwrap();
        connection.execute_batch(OLDER).unwrap();
        for (name, stage) in [("a", "lost"), ("b", "active_partner"), ("c", "in_conversation")] {
            connection
                .execute(
                    "INSERT INTO partnership (uid, name, name_key, website, industry, country, stage,
                                              created_at, updated_at)
                     VALUES (randomblob(16), ?1, ?1, '', '', '', ?2, 0, 0)",
                    (name, stage),
                )
                .unwrap();
        }
        migrations.to_latest(&mut connection).unwrap();
        let listed: Vec<(String, u32)> = connection
            .prepare(
                "SELECT partnership.name, stage.id FROM partnership
                 JOIN stage ON stage.id = stage_id AND stage.key = stage ORDER BY position",
            )
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let listed: Vec<_> = listed.iter().map(|(name, id)| (name.as_str(), *id)).collect();
        assert_eq!(listed, [("P", 1), ("c", 3), ("b", 4), ("a", 5)]);
        let empty: (String, Option<i64>, String, String) = connection
            .query_row(
                "SELECT source, value_amount, contact.persona, cadence.stages
                 FROM partnership JOIN contact ON partnership_id = partnership.id, cadence",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
            )
            .unwrap();
        assert_eq!(empty, (String::new(), None, String::new(), "[]".to_owned()));
    }
}
