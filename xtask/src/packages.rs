//! The one list of what the operating system must provide, per platform.

use clap::ValueEnum;
use std::{env, fs, path::Path};

/// A family of systems that name their packages alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Platform {
    /// Debian, Ubuntu and what descends from them.
    Debian,
    /// Fedora and what descends from it.
    Fedora,
    /// Arch Linux and what descends from it.
    Arch,
    /// macOS.
    Macos,
    /// Windows.
    Windows,
}

/// What a command is going to do with the packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Compile the program and open its window.
    Build,
    /// Test against real mail servers and a real keychain.
    Servers,
    /// Show the window without a screen and take its picture.
    VirtualDisplay,
    /// Drive the window from tests.
    WindowTests,
}

impl Platform {
    /// The platform of this machine, or a sentence that says what is known instead.
    pub fn detect() -> anyhow::Result<Self> {
        match env::consts::OS {
            "macos" => Ok(Self::Macos),
            "windows" => Ok(Self::Windows),
            "linux" => {
                let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
                Self::from_os_release(&release).ok_or_else(|| {
                    anyhow::anyhow!(
                        "This Linux is none of Debian, Ubuntu, Fedora and Arch (nor derived from one, \
                         by /etc/os-release). `cargo xtask run --plan --os debian` lists what is \
                         needed: install the same under this system's names, then use `cargo build`."
                    )
                })
            }
            other => anyhow::bail!(
                "The program is built on Linux, macOS and Windows; this system is {other}."
            ),
        }
    }

    /// Reads `ID` and `ID_LIKE` of an os-release file.
    pub fn from_os_release(text: &str) -> Option<Self> {
        let value = |key: &str| {
            text.lines().find_map(|line| line.strip_prefix(key)).unwrap_or("").replace('"', "")
        };
        let (id, like) = (value("ID="), value("ID_LIKE="));
        std::iter::once(id.as_str()).chain(like.split_whitespace()).find_map(|name| match name {
            "debian" | "ubuntu" => Some(Self::Debian),
            "fedora" | "rhel" => Some(Self::Fedora),
            "arch" => Some(Self::Arch),
            _ => None,
        })
    }

    /// The platform's name in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Debian => "Debian or Ubuntu",
            Self::Fedora => "Fedora",
            Self::Arch => "Arch Linux",
            Self::Macos => "macOS",
            Self::Windows => "Windows",
        }
    }

    /// Whether a window can be shown without a screen here.
    pub fn is_linux(self) -> bool {
        matches!(self, Self::Debian | Self::Fedora | Self::Arch)
    }
}

/// The names of the packages that meet the needs, each once, in the order of the lists.
pub fn packages(platform: Platform, needs: &[Need]) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for name in needs.iter().flat_map(|need| list(platform, *need)) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    names
}

fn list(platform: Platform, need: Need) -> &'static [&'static str] {
    use {Need::*, Platform::*};
    match (platform, need) {
        (Debian, Build) => &[
            "build-essential",
            "pkg-config",
            "file",
            "patchelf",
            "libwebkit2gtk-4.1-dev",
            "libayatana-appindicator3-dev",
            "librsvg2-dev",
            "libxdo-dev",
            "libssl-dev",
            "fonts-dejavu-core",
        ],
        (Debian, Servers) => &[
            "dovecot-core",
            "dovecot-imapd",
            "dovecot-lmtpd",
            "exim4-daemon-heavy",
            "gnome-keyring",
            "libsecret-tools",
            "dbus",
        ],
        (Debian, VirtualDisplay) => {
            &["xvfb", "xauth", "xdotool", "imagemagick", "dbus", "dbus-x11", "x11-utils"]
        }
        (Debian, WindowTests) => &["webkit2gtk-driver", "dunst"],
        (Fedora, Build) => &[
            "gcc",
            "gcc-c++",
            "make",
            "pkgconf-pkg-config",
            "file",
            "patchelf",
            "webkit2gtk4.1-devel",
            "libappindicator-gtk3-devel",
            "librsvg2-devel",
            "libxdo-devel",
            "openssl-devel",
            "dejavu-sans-fonts",
        ],
        (Fedora, Servers) => &["dovecot", "exim", "gnome-keyring", "libsecret", "dbus-daemon"],
        (Fedora, VirtualDisplay) => &[
            "xorg-x11-server-Xvfb",
            "xdotool",
            "ImageMagick",
            "dbus-daemon",
            // Its package has changed its name between releases; the path has not.
            "/usr/bin/xwininfo",
        ],
        (Fedora, WindowTests) => &["/usr/bin/WebKitWebDriver", "dunst"],
        (Arch, Build) => &[
            "base-devel",
            "file",
            "patchelf",
            "webkit2gtk-4.1",
            "libappindicator-gtk3",
            "librsvg",
            "xdotool",
            "openssl",
            "ttf-dejavu",
        ],
        (Arch, Servers) => &["dovecot", "exim", "gnome-keyring", "libsecret", "dbus"],
        (Arch, VirtualDisplay) => {
            &["xorg-server-xvfb", "xdotool", "imagemagick", "dbus", "xorg-xwininfo"]
        }
        // WebKitWebDriver lies with the newest binding of the engine.
        (Arch, WindowTests) => &["webkitgtk-6.0", "dunst"],
        (Macos, Build) => &[COMMAND_LINE_TOOLS],
        (Windows, Build) => &[BUILD_TOOLS, WEBVIEW2],
        (Macos | Windows, Servers | VirtualDisplay | WindowTests) => &[],
    }
}

/// Apple's compiler and linker.
pub const COMMAND_LINE_TOOLS: &str = "Xcode Command Line Tools";
/// Microsoft's compiler and linker, by its name in winget.
pub const BUILD_TOOLS: &str = "Microsoft.VisualStudio.2022.BuildTools";
/// The web view of Windows, by its name in winget; part of Windows 11.
pub const WEBVIEW2: &str = "Microsoft.EdgeWebView2Runtime";

/// Where a program of this name lies in `PATH`.
pub fn in_path(program: &str) -> Option<std::path::PathBuf> {
    let file = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(&file)).find(|path| is_file(path))
}

fn is_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|data| data.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_system_counts_as_its_family() {
        let of = Platform::from_os_release;
        assert_eq!(of("NAME=x\nID=debian\n"), Some(Platform::Debian));
        assert_eq!(of("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"), Some(Platform::Debian));
        assert_eq!(of("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n"), Some(Platform::Fedora));
        assert_eq!(of("ID=manjaro\nID_LIKE=arch\n"), Some(Platform::Arch));
        assert_eq!(of("ID=nixos\n"), None);
    }

    #[test]
    fn a_package_that_two_needs_share_is_named_once() {
        let names = packages(Platform::Arch, &[Need::Build, Need::VirtualDisplay]);
        assert_eq!(names.iter().filter(|name| **name == "xdotool").count(), 1);
    }
}
