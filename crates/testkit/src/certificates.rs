//! Certificates of an authority that exists only in one test.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};
use std::sync::atomic::{AtomicU32, Ordering};

/// An authority of a test's own.
#[derive(Debug)]
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A server's certificate with its key, both PEM.
#[derive(Debug, Clone)]
pub struct ServerCertificate {
    /// The certificate.
    pub certificate: String,
    /// Its private key.
    pub key: String,
}

impl Authority {
    /// A new authority that nobody trusts yet.
    #[must_use]
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        // Of two authorities of one name, the wrong one's certificates would be called forged.
        let name = format!("Authority {}", NEXT.fetch_add(1, Ordering::Relaxed));
        let mut params = valid_until(2120);
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        Self(CertifiedIssuer::self_signed(params, new_key()).expect("a certificate"))
    }

    /// Its own certificate, PEM: whoever trusts it believes the certificates below.
    #[must_use]
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate for a server that is called by one of `names` (host names or IP addresses).
    #[must_use]
    pub fn certificate(&self, names: &[&str]) -> ServerCertificate {
        self.issue(names, 2120)
    }

    /// One whose time was over in 2021.
    #[must_use]
    pub fn expired_certificate(&self, names: &[&str]) -> ServerCertificate {
        self.issue(names, 2021)
    }

    fn issue(&self, names: &[&str], year: i32) -> ServerCertificate {
        let mut params = valid_until(year);
        // rustls goes by these names alone and wants a certificate that is no authority.
        params.subject_alt_names = alt_names(names);
        params.is_ca = IsCa::ExplicitNoCa;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = new_key();
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        ServerCertificate { certificate: certificate.pem(), key: key.serialize_pem() }
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

/// A certificate that is its own authority, as `openssl req -x509` makes it.
#[must_use]
pub fn self_signed(names: &[&str]) -> ServerCertificate {
    let mut params = valid_until(2120);
    params.subject_alt_names = alt_names(names);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = new_key();
    let certificate = params.self_signed(&key).expect("a certificate");
    ServerCertificate { certificate: certificate.pem(), key: key.serialize_pem() }
}

fn valid_until(year: i32) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(year, 1, 1);
    params
}

fn alt_names(names: &[&str]) -> Vec<rcgen::SanType> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    CertificateParams::new(names).expect("names").subject_alt_names
}

fn new_key() -> KeyPair {
    KeyPair::generate().expect("a key")
}
