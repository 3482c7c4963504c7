//! From an address to the servers of its mail: the table of providers, then what the name servers say of
//! its domain, then nothing, and the rep is asked. Nobody is connected to in order to find out.
//!
//! The name servers are asked for the exchanges of the domain (MX), which show where a provider of the
//! table keeps it, and for the services that the domain names itself (SRV: RFC 6186, and RFC 8314, 5.1).
//! Answers of name servers can be forged. What comes of MX leads to a server of the table only; what comes
//! of SRV is shown to the rep before anything is sent there, as RFC 6186, 6 wants it.

use crate::providers::{Passwords, Provider, of_domain, of_exchange};
use desk_core::account::{Issuer, Security, ServerSettings};
use desk_core::address::EmailAddress;
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::RData;
use std::cmp::Reverse;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::time::timeout;

/// How long the name servers are waited for, all their answers together.
pub const LOOK_UP_WAIT: Duration = Duration::from_secs(5);

/// How long one question may take before it is asked again.
const QUESTION_WAIT: Duration = Duration::from_secs(2);

/// Which name servers are asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NameServers {
    /// Those that the computer is set to.
    #[default]
    System,
    /// This one: for tests.
    At(SocketAddr),
}

/// How the servers were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundBy {
    /// The address belongs to a provider of the table.
    Table,
    /// The domain keeps its mail with a provider of the table.
    Exchange,
    /// The domain names its servers. Where they are not part of the domain, the rep should know them.
    Service,
}

/// The servers of an address, and what one signs in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// The provider's name; the domain where it is not known.
    pub provider: String,
    /// How it was found.
    pub found_by: FoundBy,
    /// The server that takes mail.
    pub smtp: ServerSettings,
    /// The server that holds mail; none when the domain offers none.
    pub imap: Option<ServerSettings>,
    /// Which password is taken.
    pub passwords: Passwords,
    /// Where one signs in by OAuth, if one can.
    pub issuer: Option<Issuer>,
}

/// A server that a domain names for a service (RFC 2782).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The smaller is preferred.
    pub priority: u16,
    /// Among equal ones the greater is preferred. RFC 2782 draws lots by it; a setting is made once.
    pub weight: u16,
    /// Its port.
    pub port: u16,
    /// Its name without a dot at the end; empty when the domain does not offer the service.
    pub target: String,
}

/// What the name servers say of a domain. Empty where they say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    /// The names of its exchanges, the preferred one first.
    pub exchanges: Vec<String>,
    /// `_submissions._tcp`: sending with TLS from the first byte.
    pub submissions: Vec<Service>,
    /// `_submission._tcp`: sending with STARTTLS.
    pub submission: Vec<Service>,
    /// `_imaps._tcp`: reading with TLS from the first byte.
    pub imaps: Vec<Service>,
    /// `_imap._tcp`: reading with STARTTLS.
    pub imap: Vec<Service>,
}

/// Finds the servers of an address; none when nothing is known and the rep has to say. Takes at most
/// [`LOOK_UP_WAIT`].
pub async fn find(address: &EmailAddress, name_servers: NameServers) -> Option<Setup> {
    let domain = address.domain();
    if let Some(provider) = of_domain(domain) {
        return Some(of_provider(provider, FoundBy::Table));
    }
    choose(domain, &look_up(domain, name_servers).await)
}

/// What follows from the records of a domain that is not in the table.
#[must_use]
pub fn choose(domain: &str, records: &Records) -> Option<Setup> {
    let provider = records.exchanges.iter().find_map(|exchange| of_exchange(exchange));
    if let Some(provider) = provider {
        return Some(of_provider(provider, FoundBy::Exchange));
    }
    Some(Setup {
        provider: domain.to_owned(),
        found_by: FoundBy::Service,
        smtp: preferred(&records.submissions, &records.submission)?,
        imap: preferred(&records.imaps, &records.imap),
        passwords: Passwords::Usual,
        issuer: None,
    })
}

fn of_provider(provider: &Provider, found_by: FoundBy) -> Setup {
    Setup {
        provider: provider.name.to_owned(),
        found_by,
        smtp: provider.smtp.clone(),
        imap: Some(provider.imap.clone()),
        passwords: provider.passwords,
        issuer: provider.issuer,
    }
}

/// The server of the smallest priority; of equal ones that with TLS from the first byte (RFC 8314, 3), then
/// the weightier.
fn preferred(tls: &[Service], start_tls: &[Service]) -> Option<ServerSettings> {
    let tls = tls.iter().map(|service| (Security::Tls, service));
    let start_tls = start_tls.iter().map(|service| (Security::StartTls, service));
    let offered = tls.chain(start_tls).filter(|(_, one)| !one.target.is_empty() && one.port != 0);
    let best = offered.min_by_key(|(security, service)| {
        (service.priority, *security != Security::Tls, Reverse(service.weight))
    });
    best.map(|(security, service)| ServerSettings {
        host: service.target.clone(),
        port: u32::from(service.port),
        security,
    })
}

/// Asks for everything at once. What is not answered in time is left out.
async fn look_up(domain: &str, name_servers: NameServers) -> Records {
    let Some(resolver) = resolver(name_servers) else { return Records::default() };
    let service = |kind: &str| services(&resolver, format!("{kind}._tcp.{domain}."));
    let (exchanges, submissions, submission, imaps, imap) = tokio::join!(
        exchanges(&resolver, domain),
        service("_submissions"),
        service("_submission"),
        service("_imaps"),
        service("_imap"),
    );
    Records { exchanges, submissions, submission, imaps, imap }
}

async fn exchanges(resolver: &TokioResolver, domain: &str) -> Vec<String> {
    let answer = timeout(LOOK_UP_WAIT, resolver.mx_lookup(format!("{domain}."))).await;
    let Ok(Ok(found)) = answer else { return Vec::new() };
    let mut exchanges: Vec<(u16, String)> = found
        .answers()
        .iter()
        .filter_map(|record| match &record.data {
            RData::MX(mx) => Some((mx.preference, bare(&mx.exchange.to_utf8()))),
            _ => None,
        })
        .collect();
    exchanges.sort();
    exchanges.into_iter().map(|(_, exchange)| exchange).collect()
}

async fn services(resolver: &TokioResolver, name: String) -> Vec<Service> {
    let answer = timeout(LOOK_UP_WAIT, resolver.srv_lookup(name)).await;
    let Ok(Ok(found)) = answer else { return Vec::new() };
    let read = |data: &RData| match data {
        RData::SRV(srv) => Some(Service {
            priority: srv.priority,
            weight: srv.weight,
            port: srv.port,
            target: bare(&srv.target.to_utf8()),
        }),
        _ => None,
    };
    found.answers().iter().filter_map(|record| read(&record.data)).collect()
}

fn bare(name: &str) -> String {
    name.trim_end_matches('.').to_lowercase()
}

/// None when the computer is set to no name server.
fn resolver(name_servers: NameServers) -> Option<TokioResolver> {
    let mut builder = match name_servers {
        NameServers::System => TokioResolver::builder_tokio().ok()?,
        NameServers::At(address) => {
            let mut connection = ConnectionConfig::udp();
            connection.port = address.port();
            let server = NameServerConfig::new(address.ip(), true, vec![connection]);
            let config = ResolverConfig::from_name_servers(vec![server]);
            TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
        }
    };
    builder.options_mut().timeout = QUESTION_WAIT;
    builder.options_mut().attempts = 1;
    builder.build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(priority: u16, weight: u16, target: &str, port: u16) -> Service {
        Service { priority, weight, port, target: target.to_owned() }
    }

    fn chosen(records: &Records) -> Option<(String, u32, Security)> {
        choose("acme.example", records)
            .map(|setup| (setup.smtp.host, setup.smtp.port, setup.smtp.security))
    }

    #[test]
    fn priority_stands_above_tls_and_tls_above_weight() {
        let mut records = Records {
            submissions: vec![service(10, 1, "a", 465), service(10, 5, "b", 465)],
            submission: vec![service(10, 90, "c", 587), service(20, 99, "d", 587)],
            ..Records::default()
        };
        assert_eq!(chosen(&records), Some(("b".to_owned(), 465, Security::Tls)));
        records.submission.push(service(5, 0, "e", 2587));
        assert_eq!(chosen(&records), Some(("e".to_owned(), 2587, Security::StartTls)));
    }

    #[test]
    fn what_is_not_offered_is_not_taken() {
        let not_offered = vec![service(0, 0, "", 0)];
        let offered = vec![service(0, 1, "mail.acme.example", 587)];
        let none = Records { submissions: not_offered.clone(), ..Records::default() };
        assert_eq!(choose("acme.example", &none), None);
        let half = Records { submission: offered, imaps: not_offered, ..none };
        let setup = choose("acme.example", &half).unwrap();
        assert_eq!((setup.smtp.host.as_str(), setup.imap), ("mail.acme.example", None));
    }

    #[test]
    fn a_mailbox_without_a_way_to_send_is_no_setup() {
        let imaps = vec![service(0, 1, "mail.acme.example", 993)];
        assert_eq!(choose("acme.example", &Records { imaps, ..Records::default() }), None);
    }

    #[test]
    fn a_known_exchange_stands_above_what_the_domain_names() {
        let records = Records {
            exchanges: vec!["mx.acme.example".to_owned(), "aspmx.l.google.com".to_owned()],
            submissions: vec![service(0, 1, "mail.acme.example", 465)],
            ..Records::default()
        };
        let setup = choose("acme.example", &records).unwrap();
        assert_eq!(setup.provider, "Google Workspace");
        assert_eq!((setup.found_by, setup.issuer), (FoundBy::Exchange, Some(Issuer::Google)));
    }
}
