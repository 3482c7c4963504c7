//! Access tokens as an OAuth provider gives them out, signed with a key that the mail server has too
//! (RFC 7519, HS256).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::hmac;
use ring::rand::SystemRandom;
use std::sync::atomic::{AtomicU64, Ordering};

/// 2001-09-09, and the year 2100.
const PAST: u64 = 1_000_000_000;
const FUTURE: u64 = 4_102_444_800;

/// Who gives out tokens.
#[derive(Debug, Clone)]
pub(crate) struct TokenIssuer {
    bytes: [u8; 32],
    key: hmac::Key,
}

impl TokenIssuer {
    pub fn new() -> Self {
        let bytes: [u8; 32] = ring::rand::generate(&SystemRandom::new()).expect("chance").expose();
        Self { bytes, key: hmac::Key::new(hmac::HMAC_SHA256, &bytes) }
    }

    /// The key as dovecot reads it.
    pub fn key_file(&self) -> String {
        STANDARD.encode(self.bytes)
    }

    /// A token for `address` that is good, or whose time is over. No two are the same.
    pub fn token(&self, address: &str, is_good: bool) -> String {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let expires = if is_good { FUTURE } else { PAST };
        let header = r#"{"alg":"HS256","typ":"JWT"}"#;
        let claims = format!(
            r#"{{"sub":"{address}","email":"{address}","iat":{PAST},"exp":{expires},"jti":"{number}"}}"#
        );
        let encoded = |part: &str| URL_SAFE_NO_PAD.encode(part);
        let signed = format!("{}.{}", encoded(header), encoded(&claims));
        let signature = hmac::sign(&self.key, signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}
