//! Opens things outside the program with the system's own means.

use desk_engine::ports::{Opener, PageAddress, TelAddress};
use std::io;
use std::path::Path;

/// The platform's default programs.
pub struct SystemOpener;

impl Opener for SystemOpener {
    fn show_folder(&self, folder: &Path) -> io::Result<()> {
        // A folder that could not be made is looked for from its nearest existing parent on.
        let existing = folder.ancestors().find(|ancestor| ancestor.is_dir()).unwrap_or(folder);
        ::opener::open(existing).map_err(io::Error::other)
    }

    fn call(&self, number: &TelAddress) -> io::Result<()> {
        ::opener::open(number.as_str()).map_err(io::Error::other)
    }

    fn open_page(&self, page: &PageAddress) -> io::Result<()> {
        ::opener::open_browser(page.as_str()).map_err(io::Error::other)
    }

    fn open_link(&self, url: &str) -> io::Result<()> {
        ::opener::open(url).map_err(io::Error::other)
    }
}
