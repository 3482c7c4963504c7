//! The modified UTF-7 in which folder names are written (RFC 3501, 5.1.3).

use base64::Engine;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &IMAP_MUTF7,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// The name that `wire` stands for. `None` when it is none: the server writes names otherwise.
pub(crate) fn decoded(wire: &str) -> Option<String> {
    let mut name = String::new();
    let mut rest = wire;
    while let Some((plain, shifted)) = rest.split_once('&') {
        name.push_str(plain);
        let (code, after) = shifted.split_once('-')?;
        if code.is_empty() {
            name.push('&');
        } else {
            let bytes = BASE64.decode(code).ok()?;
            let units = bytes.chunks(2).map(|unit| match unit {
                [high, low] => Some(u16::from_be_bytes([*high, *low])),
                _ => None,
            });
            let units: Option<Vec<u16>> = units.collect();
            name.push_str(&String::from_utf16(&units?).ok()?);
        }
        rest = after;
    }
    name.push_str(rest);
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_read_as_the_standard_writes_them() {
        for (wire, name) in [
            ("~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語"),
            ("R&-D", "R&D"),
            ("&AMk-l&AOk-ments envoy&AOk-s", "Éléments envoyés"),
            ("Entw&APw-rfe", "Entwürfe"),
            ("&2D3cjA-", "💌"),
            ("INBOX", "INBOX"),
        ] {
            assert_eq!(decoded(wire).as_deref(), Some(name), "{wire}");
        }
        for wire in ["R&D", "&!-", "&AA-", "&2D0-"] {
            assert_eq!(decoded(wire), None, "{wire}");
        }
    }

    proptest! {
        #[test]
        fn no_name_is_too_odd_to_be_looked_at(wire in "[&A-Z,+-]{0,12}") {
            let _ = decoded(&wire);
        }
    }
}
