//! Values of custom fields beside what they belong to.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use proptest::prelude::*;
use support::workspace;

const FIELDS: &str = "
    INSERT INTO custom_field (id, uid, owner, key, name, kind, choices, position)
    VALUES (1, randomblob(16), 'partnership', 'a', 'A', 'text', '[]', 0),
           (2, randomblob(16), 'contact', 'b', 'B', 'number', '[]', 1);
    INSERT INTO partnership (id, uid, name, name_key, website, industry, country, stage, created_at,
                             updated_at)
    VALUES (2, randomblob(16), 'Q', 'q', '', '', '', 'lead', 0, 0);";

/// What may happen to those who have values; `?1` is 1 or 2.
const CHANGES: [&str; 7] = [
    "INSERT OR IGNORE INTO custom_value (field_id, partnership_id, contact_id, value, key, name_key)
     SELECT 1, id, NULL, 'x', 'x', name_key FROM partnership
     WHERE id = ?1 AND EXISTS (SELECT 1 FROM custom_field WHERE custom_field.id = 1)",
    "INSERT OR IGNORE INTO custom_value (field_id, partnership_id, contact_id, value, key, name_key)
     SELECT 2, partnership.id, contact.id, '7', 7.0, name_key FROM contact
     JOIN partnership ON partnership.id = partnership_id
     WHERE ?1 > 0 AND EXISTS (SELECT 1 FROM custom_field WHERE custom_field.id = 2)",
    "UPDATE partnership SET name_key = name_key || 'z' WHERE id = ?1",
    "UPDATE contact SET partnership_id = ?1 WHERE EXISTS (SELECT 1 FROM partnership WHERE id = ?1)",
    "DELETE FROM custom_field WHERE id = ?1",
    "DELETE FROM contact WHERE ?1 = 2 AND NOT EXISTS (SELECT 1 FROM enrolment)",
    "UPDATE partnership SET name = name || 'y' WHERE id = ?1",
];

/// Values that do not lie where their owner does.
const ASTRAY: &str = "
    SELECT count(*) FROM custom_value
    LEFT JOIN partnership ON partnership.id = custom_value.partnership_id
    LEFT JOIN contact ON contact.id = custom_value.contact_id
    WHERE partnership.name_key IS NOT custom_value.name_key
       OR (custom_value.contact_id IS NOT NULL
           AND contact.partnership_id IS NOT custom_value.partnership_id)";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn values_lie_where_their_owners_do(
        changes in proptest::collection::vec((0..CHANGES.len(), 1..3_i64), 0..30),
    ) {
        let (_folder, connection) = workspace();
        connection.pragma_update(None, "foreign_keys", true).unwrap();
        connection.execute_batch(FIELDS).unwrap();
        connection.execute_batch("DELETE FROM enrolment").unwrap();
        for (change, of) in changes {
            connection.execute(CHANGES[change], [of]).unwrap();
            let astray: i64 = connection.query_row(ASTRAY, [], |row| row.get(0)).unwrap();
            prop_assert_eq!(astray, 0);
        }
    }
}

#[test]
fn a_value_is_there_once_and_never_empty() {
    let (_folder, connection) = workspace();
    connection.execute_batch(FIELDS).unwrap();
    let insert = |contact: Option<i64>, value: &str| {
        connection.execute(
            "INSERT INTO custom_value (field_id, partnership_id, contact_id, value, key, name_key)
             VALUES (1, 1, ?1, ?2, ?2, 'p')",
            (contact, value),
        )
    };
    insert(None, "x").unwrap();
    insert(Some(1), "x").unwrap();
    assert!(insert(None, "y").is_err() && insert(Some(1), "y").is_err());
    assert!(insert(None, "").is_err());
}
