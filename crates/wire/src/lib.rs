//! What the window may ask and what it is told: the one list of commands, their requests and
//! responses, the error codes and the change event.
//!
//! [`command::commands!`](crate::command) reads the list twice: as a Rust [`Handler`](command::Handler)
//! that must answer every command, and as the TypeScript file that the window is compiled against
//! ([`typescript`]). Nothing here knows a database or a window.

pub mod account;
pub mod attachment;
pub mod cadence;
pub mod caller;
pub mod command;
pub mod custom;
pub mod enrolment;
pub mod error;
pub mod event;
pub mod figures;
pub mod focus;
pub mod incoming;
pub mod merging;
pub mod origin;
pub mod outbox;
pub mod partnership;
pub mod practice;
pub mod reply;
pub mod rules;
pub mod stage;
pub mod suppression;
pub mod test_mail;
pub mod typescript;
pub mod waking;
pub mod work;
pub mod workspace;
