//! E-mail: composing a message, handing it to the rep's own server, and testing an account.
//!
//! What is handed in is a credential, a message and the moment; what comes back says what is
//! certain about the message. There is no database, no keychain and no clock here, and nothing is
//! tried twice: the outbox decides about that, because only it knows what was decided before.
//!
//! A program that sends the same letter twice has failed, so the ways to send it are few:
//! [`message::compose`] is the only maker of bytes for the wire, [`smtp::send`] the only one to
//! write them, and [`practice::write_eml`] the only other place that they can go to.

mod answer;
pub mod attached;
pub mod check;
pub mod classify;
pub mod connect;
mod dialogue;
pub mod discovery;
pub mod header;
mod html;
mod lines;
pub mod message;
pub mod message_id;
pub mod oauth;
pub mod opened;
pub mod practice;
pub mod providers;
pub mod reading;
mod reply;
pub mod server;
pub mod smtp;
mod wire;
