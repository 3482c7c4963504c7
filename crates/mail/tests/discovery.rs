//! Finding the servers of an address, with a name server of the test's own.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use desk_core::account::{Issuer, Security, ServerSettings};
use desk_core::address::EmailAddress;
use desk_mail::discovery::{FoundBy, NameServers, Setup, find};
use desk_mail::providers::Passwords;
use desk_testkit::name_server::{NameServer, Zone};

async fn found(zone: Zone, address: &str) -> Option<Setup> {
    let server = NameServer::start(zone);
    find(&EmailAddress::parse(address).unwrap(), NameServers::At(server.address())).await
}

fn settings(host: &str, port: u32, security: Security) -> ServerSettings {
    ServerSettings { host: host.to_owned(), port, security }
}

#[tokio::test]
async fn an_address_of_a_known_provider_needs_no_name_server() {
    let setup = found(Zone::silent(), "ada@gmail.com").await.unwrap();
    assert_eq!((setup.provider.as_str(), setup.found_by), ("Gmail", FoundBy::Table));
    assert_eq!((setup.issuer, setup.passwords), (Some(Issuer::Google), Passwords::App));
}

#[tokio::test]
async fn the_exchange_of_a_company_leads_to_its_provider() {
    let zone = Zone::default()
        .mx("acme.example", 20, "backup.acme.example")
        .mx("acme.example", 10, "acme-example.mail.protection.outlook.com")
        .srv("_submissions._tcp.acme.example", [0, 1, 465], "old.acme.example");
    let setup = found(zone, "ada@acme.example").await.unwrap();
    assert_eq!((setup.provider.as_str(), setup.found_by), ("Microsoft 365", FoundBy::Exchange));
    assert_eq!(setup.smtp, settings("smtp.office365.com", 587, Security::StartTls));
}

#[tokio::test]
async fn a_domain_that_names_its_servers_is_believed_by_priority_and_weight() {
    let zone = Zone::default()
        .mx("acme.example", 10, "mx.acme.example")
        .srv("_submission._tcp.acme.example", [10, 50, 587], "slow.acme.example")
        .srv("_submissions._tcp.acme.example", [10, 10, 465], "light.acme.example")
        .srv("_submissions._tcp.acme.example", [10, 20, 465], "Mail.acme.example")
        .srv("_imaps._tcp.acme.example", [0, 0, 0], ".")
        .srv("_imap._tcp.acme.example", [5, 0, 143], "mail.acme.example");
    let setup = found(zone, "ada@acme.example").await.unwrap();
    assert_eq!((setup.provider.as_str(), setup.found_by), ("acme.example", FoundBy::Service));
    assert_eq!(setup.smtp, settings("mail.acme.example", 465, Security::Tls));
    assert_eq!(setup.imap, Some(settings("mail.acme.example", 143, Security::StartTls)));
}

#[tokio::test]
async fn a_domain_of_which_nothing_is_known_is_asked_about() {
    assert_eq!(found(Zone::default(), "ada@acme.example").await, None);
    let offers_nothing = Zone::default().srv("_submissions._tcp.acme.example", [0, 0, 0], ".").srv(
        "_imaps._tcp.acme.example",
        [0, 1, 993],
        "mail.acme.example",
    );
    assert_eq!(found(offers_nothing, "ada@acme.example").await, None);
}

/// Time stands still but for what is waited for: without a limit of its own this would not end.
#[tokio::test(start_paused = true)]
async fn a_silent_name_server_is_not_waited_for_for_long() {
    assert_eq!(found(Zone::silent(), "ada@acme.example").await, None);
}
