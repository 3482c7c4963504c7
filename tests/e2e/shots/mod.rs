//! A picture of every screen in every theme and size, each inspected for mistakes. A new screen is
//! a line in the list of its area: [`own`], [`practised`] or [`correspondence`].

mod album;
mod correspondence;
mod mailroom;
mod own;
mod practised;

use crate::support::desk::Desk;
use crate::support::inspect::{accessibility_mistakes, text_mistakes};
use crate::troubles::TROUBLES;
use album::{Album, use_theme};
use serde_json::json;

async fn troubles(album: &mut Album) {
    for trouble in TROUBLES {
        let name = format!("trouble-{}", trouble.name);
        if album.wants(&name) {
            let troubled = trouble.start().await;
            use_theme(&troubled.desk.page, album.theme).await;
            album.take(&troubled.desk, &name).await;
        }
    }
}

async fn every_screen(theme: &'static str) {
    let mut album = Album::new(theme);
    own::open_workspace(&mut album).await;
    practised::practice_workspace(&mut album).await;
    correspondence::correspondence(&mut album).await;
    troubles(&mut album).await;
    assert!(album.taken > 0, "no screen is named like {:?}", album.only);
    assert!(album.mistakes.is_empty(), "{}", album.mistakes.join("\n"));
}

// A test a theme, so that they run side by side.

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_without_mistakes_in_the_light_theme() {
    every_screen("light").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_without_mistakes_in_the_dark_theme() {
    every_screen("dark").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn planted_mistakes_are_found() {
    let desk = Desk::start().await;
    let plant = |style: &str, text: &str| {
        let style = format!("position: fixed; z-index: 999; font-size: 20px; {style}");
        desk.page.script(
            "const planted = document.body.appendChild(document.createElement('p'));
             planted.style.cssText = arguments[0]; planted.textContent = arguments[1];",
            vec![json!(style), json!(text)],
        )
    };
    plant("top: 300px; left: 300px; color: #ccc; background: #fff", "too pale to read").await;
    plant(
        "top: 360px; left: 300px; width: 60px; overflow: hidden; white-space: nowrap",
        "cut off here",
    )
    .await;
    plant("top: 420px; left: 300px", "one lies").await;
    plant("top: 424px; left: 310px", "on the other").await;
    plant("top: 480px; right: -60px", "outside the window").await;

    let found = text_mistakes(&desk.page).await.join("\n");
    for mistake in
        ["cut off: \"cut off here\"", "overlap: \"one lies\"", "cut off: \"outside the window\""]
    {
        assert!(found.contains(mistake), "{mistake} is not among\n{found}");
    }
    let found = accessibility_mistakes(&desk.page).await.join("\n");
    assert!(found.contains("color-contrast") && found.contains("too pale"), "{found}");
}
