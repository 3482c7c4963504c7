//! The configuration files of [`crate::mail_server`], filled in.

use crate::mail_server::{DOMAIN, Ports, RunAs, SIZE_LIMIT};
use std::path::Path;

/// The file for dovecot. One that checks tokens as well crashes now and then while it delivers a message
/// and somebody signs in, so only who needs tokens gets it.
pub(crate) fn dovecot_conf(dir: &Path, run_as: &RunAs, ports: Ports, tokens: bool) -> String {
    let template = include_str!("mail_server/dovecot.conf");
    let (passdb, mechanisms) = if tokens {
        (include_str!("mail_server/passdb_tokens.conf"), "plain login xoauth2")
    } else {
        (include_str!("mail_server/passdb.conf"), "plain login")
    };
    let template = template.replace("@PASSDB@", passdb).replace("@MECHANISMS@", mechanisms);
    filled(
        &template,
        dir,
        run_as,
        &[("@IMAP@", ports.imap.to_string()), ("@IMAPS@", ports.imaps.to_string())],
    )
}

/// The file that tells dovecot how to check tokens.
pub(crate) fn oauth2_conf(dir: &Path, run_as: &RunAs) -> String {
    filled(include_str!("mail_server/oauth2.conf"), dir, run_as, &[])
}

/// The file for exim.
pub(crate) fn exim_conf(dir: &Path, run_as: &RunAs, ports: Ports) -> String {
    let Ports { submission, submissions, mx, .. } = ports;
    let interfaces: Vec<String> = ["127.0.0.1", "127.0.0.2"]
        .iter()
        .flat_map(|ip| [submission, submissions, mx].map(|port| format!("{ip}.{port}")))
        .collect();
    filled(
        include_str!("mail_server/exim.conf"),
        dir,
        run_as,
        &[
            ("@INTERFACES@", interfaces.join(" : ")),
            ("@SUBMISSIONS@", submissions.to_string()),
            ("@MX@", mx.to_string()),
            ("@DOMAIN@", DOMAIN.to_owned()),
            ("@SIZE_LIMIT@", SIZE_LIMIT.to_string()),
        ],
    )
}

fn filled(template: &str, dir: &Path, run_as: &RunAs, more: &[(&str, String)]) -> String {
    let mut text = template
        .replace("@DIR@", &dir.display().to_string())
        .replace("@USER@", &run_as.user)
        .replace("@GROUP@", &run_as.group);
    for (word, value) in more {
        text = text.replace(word, value);
    }
    text
}
