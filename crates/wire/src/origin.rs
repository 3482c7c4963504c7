//! Which pages may ask: those of the program itself, by the addresses that Tauri gives them.

/// Whether a page with this scheme and host is the program's own.
#[must_use]
pub fn is_ours(scheme: &str, host: Option<&str>) -> bool {
    matches!(
        (scheme, host),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_programs_own_pages_may_ask() {
        for (scheme, host, ours) in [
            ("tauri", Some("localhost"), true),
            ("http", Some("tauri.localhost"), true),
            ("http", Some("localhost"), false),
            ("https", Some("example.test"), false),
            ("tauri", Some("elsewhere"), false),
            ("file", None, false),
        ] {
            assert_eq!(is_ours(scheme, host), ours, "{scheme} {host:?}");
        }
    }
}
