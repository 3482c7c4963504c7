//! Looks for mistakes in what is shown: serious findings of axe (contrast below AA among them),
//! text that is cut off, text that lies on other text.

use super::page::Page;
use serde_json::{Value, json};
use std::path::Path;

const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/node_modules/axe-core/axe.min.js");

const FIND_TEXT_MISTAKES: &str = include_str!("find-text-mistakes.js");

/// Text that is cut off or lies on other text, a line each.
pub async fn text_mistakes(page: &Page) -> Vec<String> {
    lines(&page.script(FIND_TEXT_MISTAKES, vec![]).await)
}

/// Serious and critical findings of axe, a line each.
pub async fn accessibility_mistakes(page: &Page) -> Vec<String> {
    if page.script("return typeof axe", vec![]).await == json!("undefined") {
        let source = std::fs::read_to_string(Path::new(AXE)).expect("axe-core is installed");
        page.script(&format!("{source}; window.axe = axe;"), vec![]).await;
    }
    let script = "const done = arguments[arguments.length - 1];
        axe.run(document, {resultTypes: ['violations']}).then(({violations}) => done(violations
          .filter(({impact}) => impact === 'serious' || impact === 'critical')
          .flatMap(({id, nodes}) => nodes.map(({html, failureSummary}) =>
            `axe ${id}: ${html.slice(0, 160)} ${failureSummary.replace(/\\s+/g, ' ')}`))),
          error => done([`axe failed: ${error}`]));";
    lines(&page.script_async(script, vec![]).await)
}

fn lines(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list of mistakes");
    list.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
}
