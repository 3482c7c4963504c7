//! The rules of an enrolment by example and by property.

mod branching;
mod change;
mod events;
mod exits;
mod holds;
mod moments;
mod pause;
mod plan;
mod properties;
mod random;
mod routing;
mod runs;
mod support;
mod work;
