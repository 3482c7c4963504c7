//! What the tests share: a desk (the running program with its surroundings) and a page (what is
//! in its window).

pub mod desk;
pub mod inspect;
pub mod keyring;
pub mod notifications;
pub mod page;
pub mod surroundings;
pub mod traces;
