//! Lists that only grow.

use std::ops::{Index, IndexMut};

/// A list that only grows: a place in it stays good.
#[derive(Debug, Clone)]
pub struct Arena<T>(Vec<T>);

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Arena<T> {
    /// Adds one and says where it is.
    pub fn push(&mut self, one: T) -> usize {
        self.0.push(one);
        self.0.len() - 1
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// The places of those that are meant, in order.
    pub fn places(&self, is_meant: impl Fn(&T) -> bool) -> Vec<usize> {
        self.0.iter().enumerate().filter(|(_, one)| is_meant(one)).map(|(at, _)| at).collect()
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "places are handed out by the list and never taken back"
)]
impl<T> Index<usize> for Arena<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        &self.0[at]
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "places are handed out by the list and never taken back"
)]
impl<T> IndexMut<usize> for Arena<T> {
    fn index_mut(&mut self, at: usize) -> &mut T {
        &mut self.0[at]
    }
}
