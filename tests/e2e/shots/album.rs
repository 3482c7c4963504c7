//! Takes the pictures and collects what is wrong in them.

use crate::support::desk::Desk;
use crate::support::inspect::{accessibility_mistakes, text_mistakes};
use crate::support::page::Page;
use serde_json::json;
use std::fs;
use std::path::PathBuf;

const SIZES: &[(u32, u32)] = &[(1280, 800), (1920, 1080)];

/// Collects the mistakes of all pictures, so that one run shows them all.
pub struct Album {
    /// `light` or `dark`.
    pub theme: &'static str,
    folder: PathBuf,
    /// What the names of the wanted pictures contain.
    pub only: Option<String>,
    /// How many were taken.
    pub taken: usize,
    /// What is wrong in them.
    pub mistakes: Vec<String>,
}

impl Album {
    /// An empty one.
    pub fn new(theme: &'static str) -> Self {
        let folder = std::env::var_os("CADENCE_DESK_SHOTS_DIR").map_or_else(
            || PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("shots"),
            PathBuf::from,
        );
        fs::create_dir_all(&folder).expect("a folder for the pictures");
        let only = std::env::var("CADENCE_DESK_SHOTS_ONLY").ok();
        Self { theme, folder, only, taken: 0, mistakes: Vec::new() }
    }

    /// Whether a picture of this name is asked for.
    pub fn wants(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| name.contains(only))
    }

    /// Takes the pictures of what the window shows, in every size.
    pub async fn take(&mut self, desk: &Desk, name: &str) {
        for &(width, height) in SIZES {
            desk.resize(width, height).await;
            desk.page.still().await;
            let title = format!("{name}-{}-{width}x{height}", self.theme);
            desk.picture(&self.folder.join(format!("{title}.png")));
            let mut found = text_mistakes(&desk.page).await;
            if (width, height) == SIZES[0] {
                // Roles, names and colours are the same in every size.
                found.extend(accessibility_mistakes(&desk.page).await);
            }
            self.mistakes.extend(found.into_iter().map(|line| format!("{title}: {line}")));
            self.taken += 1;
        }
    }
}

/// Lets the window use a theme from now on.
pub async fn use_theme(page: &Page, theme: &str) {
    let script = "localStorage.setItem('cadence-desk.color-scheme', arguments[0])";
    page.script(script, vec![json!(theme)]).await;
    page.reload(None).await;
    page.until(&format!("document.documentElement.dataset.mantineColorScheme === '{theme}'")).await;
}
