//! Bugs to plant, so that it is seen that each would be found: the file is changed behind the program's
//! back as the program would if it had that bug.

/// A bug to plant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// Its name.
    pub name: &'static str,
    /// What the program would do wrong.
    pub says: &'static str,
    /// The deed after which it shows; any when empty.
    pub after: &'static str,
    /// What it does to the file; `?1` is the enrolment.
    pub sql: &'static [&'static str],
}

const fn planted(
    name: &'static str,
    says: &'static str,
    after: &'static str,
    sql: &'static [&'static str],
) -> Break {
    Break { name, says, after, sql }
}

/// All of them.
pub const BREAKS: [Break; 19] = [
    planted(
        "pause-counts",
        "the time of a pause counts",
        "resume",
        &["UPDATE agenda SET base_at = base_at - 3600000, ready_at = ready_at - 3600000,
              due_at = due_at - 3600000 WHERE enrolment_id = ?1 AND state = 'waiting'"],
    ),
    planted(
        "early-due",
        "a touch is due before its time",
        "time",
        &["UPDATE agenda SET state = 'due' WHERE id =
              (SELECT min(id) FROM agenda WHERE state = 'waiting' AND live = 1)"],
    ),
    planted(
        "closed-twice",
        "a touch is closed twice",
        "done",
        &["INSERT INTO touch (id, enrolment_id, step_id, run, visit, attempt, outcome, due_at, closed_at)
           SELECT 1000000 + max(id), enrolment_id, step_id, run, visit, attempt + 100, outcome, due_at,
                  closed_at FROM touch WHERE enrolment_id = ?1 GROUP BY enrolment_id"],
    ),
    planted(
        "count-off",
        "a kept count is off by one",
        "",
        &["UPDATE due_count SET due = due + 1 WHERE step_id = (SELECT min(step_id) FROM due_count)"],
    ),
    planted(
        "open-after-end",
        "an enrolment that is over still has an open touch",
        "remove",
        &["INSERT INTO agenda (enrolment_id, cadence_id, step_id, partnership_id, contact_id, kind,
              visit, attempt, base_at, ready_at, due_at, state, live)
           SELECT e.id, e.cadence_id, 1, e.partnership_id, e.contact_id, 'task', 1, 1, 0, 0, 0,
                  'waiting', 1 FROM enrolment e WHERE e.id = ?1 AND e.is_finished = 1"],
    ),
    planted(
        "mail-after-opt-out",
        "a message leaves after an opt-out",
        "opt out",
        &["INSERT INTO outbox (message_id, touch_id, enrolment_id, partnership_id, contact_id, draft,
              chain, state, unattended, created_at, next_try, sent_at)
           SELECT '<late@example.com>', 0, id, partnership_id, contact_id, '{}', '', 'sent', 1, 0, 0, 0
           FROM enrolment WHERE id = ?1"],
    ),
    planted(
        "silent-pause",
        "an enrolment is paused without a word",
        "",
        &["UPDATE enrolment SET state = '{\"state\":\"paused\",\"reason\":\"rep\",\"since\":0}'
           WHERE id = (SELECT min(id) FROM enrolment WHERE state ->> 'state' = 'active')"],
    ),
    planted(
        "skip-moves-base",
        "the base after a skip is not the click",
        "skip",
        &["UPDATE agenda SET base_at = base_at + 60000 WHERE enrolment_id = ?1"],
    ),
    planted(
        "frozen-goes-on",
        "an enrolment goes on although its cadence is not active",
        "freeze",
        &[
            "UPDATE enrolment SET frozen = 0, stopped_since = NULL WHERE id =
                (SELECT min(id) FROM enrolment WHERE frozen = 1 AND is_finished = 0)",
            "UPDATE agenda SET live = 1 WHERE live = 0 AND enrolment_id IN
                (SELECT id FROM enrolment WHERE frozen = 0 AND state ->> 'state' = 'active')",
        ],
    ),
    planted(
        "sunday",
        "a touch comes to lie on a Sunday",
        "time",
        &["UPDATE agenda SET due_at = due_at + (7 - (due_at / 86400000 + 4) % 7) * 86400000
           WHERE id = (SELECT min(id) FROM agenda
                       WHERE state = 'waiting' AND (due_at / 86400000 + 4) % 7 <> 0)"],
    ),
    planted(
        "lost-draft",
        "a message that is taken back is not in the draft again",
        "cancel",
        &["DELETE FROM draft WHERE touch_id = (SELECT id FROM agenda WHERE enrolment_id = ?1)"],
    ),
    planted(
        "same-identity",
        "a touch gets the identity of one that is over",
        "",
        &["UPDATE agenda SET (step_id, visit, attempt) =
              (SELECT step_id, visit, attempt FROM touch
               WHERE touch.enrolment_id = agenda.enrolment_id ORDER BY id DESC LIMIT 1)
           WHERE id = (SELECT min(a.id) FROM agenda a JOIN touch t ON t.enrolment_id = a.enrolment_id)"],
    ),
    planted(
        "same-run",
        "the next run has the number of the one before",
        "",
        &["UPDATE enrolment SET run = run - 1 WHERE id =
              (SELECT min(id) FROM enrolment WHERE run > 1 AND is_finished = 0)"],
    ),
    planted(
        "lost-entry",
        "the timeline forgets something",
        "",
        &["DELETE FROM event WHERE id = (SELECT max(id) - 1 FROM event)"],
    ),
    planted(
        "forgotten-hold",
        "somebody who is away is not held",
        "away",
        &["UPDATE enrolment SET state = json_set(state, '$.held_until', NULL)
           WHERE id = ?1 AND state ->> 'held_until' IS NOT NULL"],
    ),
    planted(
        "forgotten-opt-out",
        "an opt-out is not kept",
        "opt out",
        &[
            "UPDATE contact SET opted_out_at = NULL WHERE id =
                (SELECT contact_id FROM enrolment WHERE id = ?1)",
            "DELETE FROM suppression",
        ],
    ),
    planted(
        "live-while-paused",
        "a paused touch turns due",
        "pause",
        &["UPDATE agenda SET live = 1 WHERE enrolment_id = ?1"],
    ),
    planted(
        "lost-mail",
        "a message that was sent never leaves",
        "send",
        &["UPDATE outbox SET state = 'cancelled' WHERE enrolment_id = ?1 AND state = 'queued'"],
    ),
    planted(
        "old-version",
        "somebody stays on the old version",
        "version",
        &["UPDATE enrolment SET version_id = version_id - 1 WHERE id =
              (SELECT min(e.id) FROM enrolment e JOIN cadence_version v ON v.id = e.version_id - 1
               WHERE v.cadence_id = e.cadence_id AND e.is_finished = 0)"],
    ),
];

/// The bug of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Break> {
    BREAKS.iter().find(|planted| planted.name == name)
}
