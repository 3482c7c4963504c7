//! Having the list of tokens over HTTPS, and reading it. What a page answers is a stranger's word: it is
//! bounded, and nothing but tokens is taken from it.

use std::time::Duration;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

/// How long the page may take in all.
const PATIENCE: Duration = Duration::from_secs(30);

/// The longest list, in bytes: 100,000 tokens.
const MOST: u64 = 5 * 1024 * 1024;

/// Digits of a token: see `desk_mail::message_id`.
const DIGITS: usize = 40;

/// The tokens of a page; what went wrong, in words.
pub(super) fn fetch(page: &str) -> Result<Vec<String>, String> {
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let config = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        // Where the rep's page leads is nothing that the rep has set.
        .max_redirects(0)
        .proxy(None)
        .user_agent("Cadence Desk")
        .tls_config(tls)
        .build();
    let mut response = Agent::new_with_config(config)
        .get(page)
        .header("Accept", "application/json, text/plain")
        .call()
        .map_err(|error| error.to_string())?;
    if !response.status().is_success() {
        return Err(format!("the page answers {}", response.status()));
    }
    let body = response.body_mut().with_config().limit(MOST).read_to_string();
    read(&body.map_err(|error| error.to_string())?)
}

/// The tokens of an answer; why it is none.
fn read(answer: &str) -> Result<Vec<String>, String> {
    let answer = answer.trim_start_matches('\u{feff}').trim();
    let texts: Vec<String> = match answer.chars().next() {
        None => Vec::new(),
        Some('[') => serde_json::from_str(answer).map_err(|error| error.to_string())?,
        Some('{') => {
            #[derive(serde::Deserialize)]
            struct Listed {
                tokens: Vec<String>,
            }
            let listed: Listed = serde_json::from_str(answer).map_err(|error| error.to_string())?;
            listed.tokens
        }
        Some(_) => answer.lines().map(str::to_owned).collect(),
    };
    let trimmed: Vec<&str> = texts.iter().map(|text| text.trim()).collect();
    let tokens: Vec<String> = trimmed
        .iter()
        .filter(|text| is_token(text))
        .map(|text| text.to_ascii_lowercase())
        .collect();
    // A page of words is not a list without entries.
    if tokens.is_empty() && trimmed.iter().any(|text| !text.is_empty()) {
        return Err("the answer is no list of tokens".to_owned());
    }
    Ok(tokens)
}

fn is_token(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_json_or_lines_and_nothing_else() {
        let (a, b) = ("0a".repeat(20), "ff".repeat(20));
        let both = vec![a.clone(), b.clone()];
        assert_eq!(read(&format!("[\"{a}\", \"{}\"]", b.to_uppercase())), Ok(both.clone()));
        assert_eq!(
            read(&format!("\u{feff}{{\"tokens\": [\"{a}\", \"{b}\"], \"more\": 1}}")),
            Ok(both.clone())
        );
        assert_eq!(read(&format!("{a}\r\n\r\n {b}\nnot-a-token\n")), Ok(both));
        for none in ["", " \n", "[]", "{\"tokens\": []}"] {
            assert_eq!(read(none), Ok(Vec::new()), "{none:?}");
        }
        for bad in ["<html>Not found</html>", "[1]", "{}", "{\"tokens\": \"x\"}", "' OR 1=1 --"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
