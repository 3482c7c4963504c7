//! The values of custom fields as texts and conditions see them.

use desk_core::custom::value::example;
use desk_core::custom::{CustomField, PREFIX};
use desk_store::contact::Contact;
use desk_store::{Connection, StoreError, custom};
use std::collections::HashMap;
use std::sync::Arc;

/// The values of all custom fields for one contact: its own and its partnership's. Keys are of their own over
/// both, so none stands in for another.
#[derive(Clone)]
pub(crate) struct CustomOf {
    fields: Arc<[CustomField]>,
    /// By their keys; those that have one.
    values: HashMap<String, String>,
}

impl CustomOf {
    /// Reads the values of a contact.
    pub fn read(
        c: &Connection,
        contact: &Contact,
        fields: Arc<[CustomField]>,
    ) -> Result<Self, StoreError> {
        let mut values = HashMap::new();
        if !fields.is_empty() {
            for (id, value) in custom::of_contact(c, contact.id, contact.partnership)? {
                if let Some(field) = fields.iter().find(|field| field.id == id) {
                    values.insert(field.definition.key.clone(), value);
                }
            }
        }
        Ok(Self { fields, values })
    }

    /// Values of somebody of whom everything is known.
    pub fn made_up(fields: Vec<CustomField>) -> Self {
        let example =
            |field: &CustomField| (field.definition.key.clone(), example(&field.definition));
        let values = fields.iter().map(example).collect();
        Self { fields: fields.into(), values }
    }

    /// The value of a field by its whole name, as `custom.<key>`; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        let key = name.strip_prefix(PREFIX).unwrap_or_default();
        self.values.get(key).map_or("", String::as_str)
    }

    /// The names of all fields with their values, empty ones too, in the order of the fields.
    pub fn named(&self) -> impl Iterator<Item = (String, &str)> {
        self.fields.iter().map(|field| {
            let value = self.values.get(&field.definition.key).map_or("", String::as_str);
            (field.definition.variable(), value)
        })
    }

    /// Which of the values are empty, as one bit each.
    pub fn empty(&self) -> u64 {
        let has = |field: &CustomField| self.values.contains_key(&field.definition.key);
        self.fields.iter().fold(0, |bits, field| bits << 1 | u64::from(!has(field)))
    }
}
