//! What the tests share: a session of one test's own (home folder and session bus), a real keyring
//! in it, and the keychain under test in a process that lives there.

pub mod other_side;
pub mod scripted;
pub mod session;
