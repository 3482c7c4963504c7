//! The list of commands. A new command is one line here; the compiler then asks for its handler.

use crate::cadence::{
    CadenceCreate, CadenceDetail, CadenceListRequest, CadencePage, CadenceRef, CadenceSave,
    CadenceSummary, CadenceUpdate,
};
use crate::error::WireError;
use crate::workspace::WorkspaceStatus;
use serde::{Deserialize, Serialize};

/// A request or response without content: `{}`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Reads the list of commands as a request type, a handler trait with a router, and the rows from
/// which the TypeScript file is written.
macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $name:ident $variant:ident ($request:ty) -> $response:ty;)+) => {
        /// One request of the window: the command's name and its input.
        #[derive(Debug, Clone, Deserialize)]
        #[serde(tag = "command", content = "input", rename_all = "snake_case")]
        pub enum Request {
            $($(#[doc = $doc])+ $variant($request),)+
        }

        impl Request {
            /// The command's name, for the log.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => stringify!($name),)+ }
            }
        }

        /// Answers every command of the list.
        pub trait Handler {
            $(
                $(#[doc = $doc])+
                ///
                /// # Errors
                /// A [`WireError`] with a closed code that the window turns into a sentence.
                fn $name(&self, request: $request) -> Result<$response, WireError>;
            )+
        }

        /// Hands a request to its handler and its response back as JSON.
        ///
        /// # Errors
        /// The handler's own, or `internal` when the response cannot be written as JSON.
        pub fn route(handler: &impl Handler, request: Request) -> Result<serde_json::Value, WireError> {
            match request {
                $(Request::$variant(input) => to_json(handler.$name(input)?),)+
            }
        }

        pub(crate) fn typescript_rows(cfg: &ts_rs::Config) -> Vec<crate::typescript::CommandRow> {
            vec![$(crate::typescript::CommandRow {
                name: stringify!($name),
                doc: concat!($($doc),+),
                request: <$request as ts_rs::TS>::name(cfg),
                response: <$response as ts_rs::TS>::name(cfg),
            },)+]
        }

        pub(crate) fn typescript_visit(visitor: &mut impl ts_rs::TypeVisitor) {
            $(visitor.visit::<$request>(); visitor.visit::<$response>();)+
        }
    };
}

fn to_json(response: impl Serialize) -> Result<serde_json::Value, WireError> {
    serde_json::to_value(response).map_err(|error| WireError::internal(&error))
}

commands! {
    /// Tells whether the workspace is open, and what is in the way when it is not.
    workspace_status WorkspaceStatus (Nothing) -> WorkspaceStatus;
    /// Tries again to open a workspace that could not be opened.
    workspace_retry WorkspaceRetry (Nothing) -> WorkspaceStatus;
    /// Renames a damaged workspace file, keeping it whole, and starts an empty one in its place.
    workspace_set_aside WorkspaceSetAside (Nothing) -> WorkspaceStatus;
    /// Shows the workspace's folder in the file manager.
    workspace_reveal WorkspaceReveal (Nothing) -> Nothing;
    /// One page of cadences by name, with the count of each filter.
    cadence_list CadenceList (CadenceListRequest) -> CadencePage;
    /// Makes a draft.
    cadence_create CadenceCreate (CadenceCreate) -> CadenceSummary;
    /// Gives a cadence another name and description.
    cadence_update CadenceUpdate (CadenceUpdate) -> CadenceSummary;
    /// One cadence with its steps.
    cadence_get CadenceGet (CadenceRef) -> CadenceDetail;
    /// Saves goal and steps of a cadence that is not archived.
    cadence_save CadenceSave (CadenceSave) -> CadenceDetail;
    /// Lets a draft or inactive cadence act. Refused while something is missing in a step.
    cadence_activate CadenceActivate (CadenceRef) -> CadenceSummary;
    /// Stops an active cadence from acting.
    cadence_deactivate CadenceDeactivate (CadenceRef) -> CadenceSummary;
    /// Makes a draft "Copy of …" with the same description, goal and steps.
    cadence_clone CadenceClone (CadenceRef) -> CadenceSummary;
    /// Hides a cadence and keeps its history.
    cadence_archive CadenceArchive (CadenceRef) -> CadenceSummary;
    /// Brings an archived cadence back: a draft as a draft, any other as inactive.
    cadence_restore CadenceRestore (CadenceRef) -> CadenceSummary;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_its_command_and_input() {
        let request: Request = serde_json::from_value(serde_json::json!({
            "command": "cadence_archive", "input": {"id": 3}
        }))
        .unwrap();
        assert_eq!(request.name(), "cadence_archive");
    }

    #[test]
    fn an_unknown_command_and_an_unknown_field_are_refused() {
        for bad in [
            serde_json::json!({"command": "drop_everything", "input": {}}),
            serde_json::json!({"command": "cadence_archive", "input": {"id": 3, "path": "/etc"}}),
        ] {
            assert!(serde_json::from_value::<Request>(bad).is_err());
        }
    }
}
