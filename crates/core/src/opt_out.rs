//! What a message says about getting no more: in its text, and by a page of the rep's own (R33, R53).

use crate::account::SenderProfile;

/// Stands in the address of a page for what names the message.
pub const TOKEN: &str = "{token}";

/// Longest web address, in characters.
const MAX_ADDRESS: usize = 500;

/// What the sender profile lacks for a cold cadence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ColdGap {
    /// There is no postal address.
    NoPostalAddress,
    /// No line says how to get no more.
    NoOptOutLine,
}

/// What the profile lacks before a cadence that writes to people who do not know the rep can be activated:
/// laws ask for it in many countries (R53).
#[must_use]
pub fn cold_gaps(profile: &SenderProfile) -> Vec<ColdGap> {
    let mut gaps = Vec::new();
    if profile.postal_address.trim().is_empty() {
        gaps.push(ColdGap::NoPostalAddress);
    }
    if profile.opt_out_line.trim().is_empty() {
        gaps.push(ColdGap::NoOptOutLine);
    }
    gaps
}

/// What stands under the text of every e-mail: signature, postal address and the line about opting out, each
/// unless the signature says it already.
#[must_use]
pub fn footer(profile: &SenderProfile) -> String {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let signature = words(&profile.signature);
    let said = |part: &str| part.trim().is_empty() || signature.contains(&words(part));
    let more =
        [&profile.postal_address, &profile.opt_out_line].into_iter().filter(|one| !said(one));
    let signature = Some(&profile.signature).filter(|signature| !signature.is_empty());
    let parts: Vec<&str> = signature.into_iter().chain(more).map(String::as_str).collect();
    parts.join("\n\n")
}

/// Whether `text` is the address of a page that takes wishes to get no more: https, or http on this very
/// computer, with [`TOKEN`] once.
#[must_use]
pub fn is_page(text: &str) -> bool {
    text.matches(TOKEN).count() == 1 && is_web_address(&text.replace(TOKEN, "0"))
}

/// Whether `text` is an address from which a list of tokens can be had.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| loopback(text)) else { return false };
    let fits =
        |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '{' | '}' | '\\' | ',');
    let starts = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[');
    starts && text.chars().count() <= MAX_ADDRESS && text.chars().all(fits)
}

/// What follows the scheme of an address on this computer.
fn loopback(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("http://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    matches!(host, "localhost" | "127.0.0.1" | "[::1]").then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cold_cadence_needs_a_postal_address_and_a_line_about_opting_out() {
        let mut profile = SenderProfile::default();
        assert_eq!(cold_gaps(&profile), [ColdGap::NoPostalAddress, ColdGap::NoOptOutLine]);
        profile.postal_address = "Example Street 1".to_owned();
        assert_eq!(cold_gaps(&profile), [ColdGap::NoOptOutLine]);
        profile.opt_out_line = "Just say so.".to_owned();
        assert_eq!(cold_gaps(&profile), []);
    }

    #[test]
    fn what_stands_under_an_e_mail_says_everything_once() {
        let mut profile = SenderProfile {
            signature: "Ada\nExample Street  1, Berlin".to_owned(),
            postal_address: "Example Street 1,\nBerlin".to_owned(),
            opt_out_line: "No more? Just say so.".to_owned(),
            ..SenderProfile::default()
        };
        assert_eq!(footer(&profile), "Ada\nExample Street  1, Berlin\n\nNo more? Just say so.");
        profile.signature = String::new();
        assert_eq!(footer(&profile), "Example Street 1,\nBerlin\n\nNo more? Just say so.");
        assert_eq!(footer(&SenderProfile::default()), "");
    }

    #[test]
    fn a_page_is_https_with_one_place_for_the_token() {
        for good in ["https://example.org/stop?t={token}", "http://127.0.0.1:8080/{token}"] {
            assert!(is_page(good), "{good}");
        }
        for bad in [
            "https://example.org/stop",
            "https://example.org/{token}/{token}",
            "http://example.org/{token}",
            "http://127.0.0.1.example.org/{token}",
            "https://exa mple.org/{token}",
            "https://example.org/{token}>, <mailto:x@y.z",
            "https:///{token}",
            "javascript:{token}",
            "",
        ] {
            assert!(!is_page(bad), "{bad}");
        }
        assert!(!is_page(&format!("https://example.org/{{token}}{}", "a".repeat(600))));
    }
}
