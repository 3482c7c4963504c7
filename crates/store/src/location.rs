//! Folders in which a database must not live: those that another program copies or serves while
//! the database is in use.
//!
//! SQLite's write-ahead log needs shared memory between processes of one computer, so a network
//! disk breaks it (<https://www.sqlite.org/wal.html>, section 1), and a synchroniser copies the
//! database and its log at different moments.

use std::path::Path;

/// Why a folder cannot hold a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadLocation {
    /// A program keeps the folder in step with other computers.
    Synchronised {
        /// The program or service that was recognised.
        service: String,
    },
    /// The folder is on another computer's disk.
    NetworkDisk {
        /// The kind of file system.
        file_system: String,
    },
}

/// Folder names by which synchronisers are known: exactly this name, or this name followed by the
/// separator that the service puts before an account ("OneDrive - Contoso", "Dropbox (Personal)").
const FOLDER_NAMES: &[(&str, &str)] = &[
    ("dropbox", "Dropbox"),
    ("onedrive", "OneDrive"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("icloud drive", "iCloud Drive"),
    ("iclouddrive", "iCloud Drive"),
    ("mobile documents", "iCloud Drive"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("pclouddrive", "pCloud"),
    ("pcloud drive", "pCloud"),
    ("box sync", "Box"),
    ("proton drive", "Proton Drive"),
    ("mega", "MEGA"),
    ("megasync", "MEGA"),
    ("syncthing", "Syncthing"),
    ("seafile", "Seafile"),
    ("tresorit", "Tresorit"),
];

/// The file that Dropbox leaves at the top of what it keeps in step. A folder of the same name in the
/// rep's home only holds its settings.
const DROPBOX_FILE: &str = ".dropbox";

/// Files and folders that synchronisers leave at the top of what they keep in step.
const MARKERS: &[(&str, &str)] = &[
    (".dropbox.cache", "Dropbox"),
    (".stfolder", "Syncthing"),
    (".owncloudsync.log", "ownCloud or Nextcloud"),
    (".nextcloudsync.log", "Nextcloud"),
    (".tmp.driveupload", "Google Drive"),
    (".seafile-data", "Seafile"),
    (".resilio", "Resilio Sync"),
];

/// On macOS every synchroniser that uses the system's own mechanism keeps its files below
/// `~/Library/CloudStorage/<Service>-<account>`.
const CLOUD_STORAGE: &str = "cloudstorage";

/// Checks `folder`, which need not exist yet, and everything above it.
///
/// # Errors
/// [`BadLocation`] names what was recognised.
pub fn check(folder: &Path) -> Result<(), BadLocation> {
    // A link in the path must not hide where the files really lie.
    let existing = folder.ancestors().find_map(|ancestor| ancestor.canonicalize().ok());
    let home = std::env::home_dir();
    for path in [Some(folder.to_path_buf()), existing.clone()].into_iter().flatten() {
        if let Some(service) = synchroniser(&path, home.as_deref()) {
            return Err(BadLocation::Synchronised { service });
        }
    }
    match existing.as_deref().and_then(network_file_system) {
        Some(file_system) => Err(BadLocation::NetworkDisk { file_system }),
        None => Ok(()),
    }
}

/// The service that keeps `folder` in step. The home folder and those above it are named after the
/// rep, who may be called Mega; their names say nothing.
fn synchroniser(folder: &Path, home: Option<&Path>) -> Option<String> {
    folder.ancestors().find_map(|ancestor| {
        let named_after_somebody = home.is_some_and(|home| home.starts_with(ancestor));
        let by_name = if named_after_somebody { None } else { by_name(ancestor) };
        by_name.or_else(|| by_marker(ancestor))
    })
}

fn by_name(folder: &Path) -> Option<String> {
    let name = folder.file_name()?.to_string_lossy().to_lowercase();
    let above =
        folder.parent().and_then(Path::file_name).map(|n| n.to_string_lossy().to_lowercase());
    if above.as_deref() == Some(CLOUD_STORAGE) {
        let service = folder.file_name()?.to_string_lossy();
        return Some(service.split('-').next().unwrap_or(&service).to_owned());
    }
    FOLDER_NAMES
        .iter()
        .find(|(known, _)| {
            name.strip_prefix(known).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with(" (") || rest.starts_with(" - ")
            })
        })
        .map(|&(_, service)| service.to_owned())
}

fn by_marker(folder: &Path) -> Option<String> {
    if folder.join(DROPBOX_FILE).is_file() {
        return Some("Dropbox".to_owned());
    }
    MARKERS
        .iter()
        .find(|(marker, _)| folder.join(marker).exists())
        .map(|&(_, service)| service.to_owned())
}

/// The kind of network file system that holds `folder`, by the magic numbers of statfs(2).
#[cfg(target_os = "linux")]
fn network_file_system(folder: &Path) -> Option<String> {
    const KINDS: &[(u32, &str)] = &[
        (0x6969, "nfs"),
        (0x517B, "smb"),
        (0xFF53_4D42, "cifs"),
        (0xFE53_4D42, "smb2"),
        (0x5346_414F, "afs"),
        (0x7375_7245, "coda"),
        (0x00C3_6400, "ceph"),
        (0x0102_1997, "9p"),
    ];
    let statfs = rustix::fs::statfs(folder).ok()?;
    // The field's width and sign differ between architectures; the numbers fit in 32 bits.
    let magic = statfs.f_type as u32;
    KINDS.iter().find(|(kind, _)| *kind == magic).map(|&(_, name)| name.to_owned())
}

/// macOS marks a mounted volume as not local.
#[cfg(target_os = "macos")]
fn network_file_system(folder: &Path) -> Option<String> {
    const MNT_LOCAL: u32 = 0x1000;
    let statfs = rustix::fs::statfs(folder).ok()?;
    (statfs.f_flags & MNT_LOCAL == 0).then(|| "network volume".to_owned())
}

/// Windows resolves a mapped drive to its `\\server\share` form when the path is made canonical.
#[cfg(windows)]
fn network_file_system(folder: &Path) -> Option<String> {
    use std::path::{Component, Prefix};
    match folder.components().next() {
        Some(Component::Prefix(prefix)) => match prefix.kind() {
            Prefix::UNC(..) | Prefix::VerbatimUNC(..) => Some("network share".to_owned()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(path: &str) -> Option<String> {
        synchroniser(Path::new(path), Some(Path::new("/home/mega")))
    }

    #[test]
    fn folders_of_synchronisers_are_known_by_name() {
        for (path, name) in [
            ("/home/ada/Dropbox/work", "Dropbox"),
            ("/home/ada/Dropbox (Personal)/work", "Dropbox"),
            ("/Users/ada/OneDrive - Contoso/desk", "OneDrive"),
            ("/Users/ada/Library/Mobile Documents/com~apple~CloudDocs", "iCloud Drive"),
            (
                "/Users/ada/Library/CloudStorage/GoogleDrive-ada@example.test/My Drive",
                "Google Drive",
            ),
            ("/Users/ada/Library/CloudStorage/Egnyte-ada/desk", "Egnyte"),
        ] {
            assert_eq!(service(path).as_deref(), Some(name), "{path}");
        }
    }

    #[test]
    fn ordinary_folders_are_not_taken_for_synchronised_ones() {
        for path in [
            "/home/ada/.local/share/desk",
            "/home/ada/Dropboxes",
            "/srv/omega",
            "/home/mega/.local/share/desk",
        ] {
            assert_eq!(service(path), None, "{path}");
        }
    }

    #[test]
    fn a_marker_above_the_folder_tells_the_synchroniser() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("shared/desk");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::create_dir(root.path().join("shared/.stfolder")).unwrap();
        assert_eq!(
            check(&folder),
            Err(BadLocation::Synchronised { service: "Syncthing".to_owned() })
        );
    }

    #[test]
    fn dropbox_is_told_by_its_file_and_not_by_its_settings_folder() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join(".dropbox")).unwrap();
        let folder = home.path().join("desk");
        assert_eq!(check(&folder), Ok(()));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join(".dropbox"), "").unwrap();
        assert_eq!(
            check(&folder),
            Err(BadLocation::Synchronised { service: "Dropbox".to_owned() })
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_into_a_synchronised_folder_is_found() {
        let root = tempfile::tempdir().unwrap();
        let real = root.path().join("Dropbox/desk");
        std::fs::create_dir_all(&real).unwrap();
        let link = root.path().join("desk");
        std::os::unix::fs::symlink(&real, &link).unwrap();
        assert_eq!(
            check(&link.join("new")),
            Err(BadLocation::Synchronised { service: "Dropbox".to_owned() })
        );
    }

    #[test]
    fn a_local_folder_is_fine_before_it_exists() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(check(&root.path().join("not/yet/there")), Ok(()));
    }
}
