//! Reading a mailbox over IMAP (PRODUCT 7.1): what has arrived, whether something arrives, and the
//! copies of what was sent.
//!
//! Read-only: folders are opened by EXAMINE and texts fetched by BODY.PEEK; the one thing that is
//! ever written is a copy in the folder of sent mail ([`session::Session::file_copy`], R53). There
//! is no database and no clock here: cursors and moments are handed in. What a message means is
//! decided elsewhere.
//!
//! Everything a server says is taken for what a stranger says: each answer has limits of size and
//! time, and nothing in it can stop the program ([`grammar`], [`incoming`]).

pub mod catching_up;
mod command;
pub mod conversation;
pub mod fetch;
pub mod folder;
mod folder_names;
mod grammar;
pub mod headers;
mod incoming;
pub(crate) mod opening;
pub mod problem;
pub mod sent;
pub mod session;
mod utf7;
pub mod waiting;
