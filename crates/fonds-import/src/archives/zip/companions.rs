//! Files in an archive that are no articles: pictures, styles, what systems leave behind, the files of a saved page.

use super::members::Member;
use std::collections::HashSet;

/// Endings of files that other files show or run.
const PASSED_OVER: [&str; 32] = [
    "css", "js", "mjs", "map", "woff", "woff2", "ttf", "otf", "eot", "svg", "ico", "bmp", "avif", "tif",
    "tiff", "png", "jpg", "jpeg", "jpe", "jfif", "gif", "webp", "heic", "mp3", "m4a", "ogg", "wav", "mp4",
    "m4v", "webm", "mov", "avi",
];
/// Of them, those that are unpacked because an article may show them.
const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "jpe", "jfif", "gif", "webp"];
/// What browsers add to the name of a page for the folder of its files.
const FOLDER_MARKS: [&str; 3] = ["_files", ".files", "_file"];

/// Whether a file is worth unpacking: it may be an article or a picture of one.
pub(crate) fn may_be_read(path: &str) -> bool {
    let hidden = path.split('/').any(|part| part == "__MACOSX" || (part.starts_with('.') && part != ".."));
    let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let of_a_system = matches!(name.as_str(), "thumbs.db" | "desktop.ini");
    let ending = ending(path);
    let used = !PASSED_OVER.contains(&ending.as_str()) || PICTURES.contains(&ending.as_str());
    !hidden && !of_a_system && used
}

/// The files of an archive that belong to others.
pub(crate) struct Companions {
    /// Folders with the files of saved pages, each ending with a stroke.
    folders: HashSet<String>,
}

impl Companions {
    /// Finds the folders of saved pages.
    pub fn of(members: &[Member]) -> Self {
        let pages =
            members.iter().filter(|member| matches!(ending(&member.path).as_str(), "html" | "htm" | "xhtml"));
        let stems = pages.filter_map(|page| page.path.rsplit_once('.')).map(|(stem, _)| stem);
        let folders = stems.flat_map(|stem| FOLDER_MARKS.map(|mark| format!("{stem}{mark}"))).collect();
        Self { folders }
    }

    /// Whether a file is one of them.
    pub fn has(&self, path: &str) -> bool {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        PASSED_OVER.contains(&ending(path).as_str())
            || folders.into_iter().any(|folder| self.folders.contains(folder))
    }
}

fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_belongs_to_others() {
        let member = |path: &str| Member { path: path.into(), content: Ok([].into()) };
        let companions = Companions::of(&[member("a/Bài.html"), member("b.txt")]);
        assert!(companions.has("a/Bài_files/frame.html"));
        assert!(companions.has("a/x.PNG"));
        assert!(!companions.has("a/Bài.html"));
        assert!(!companions.has("b_files/x.html"));
        assert!(
            !may_be_read("__MACOSX/a/._Bài.html") && !may_be_read("a/.git/x.md") && !may_be_read("a/x.css")
        );
        assert!(may_be_read("a/x.png") && may_be_read("a/x.html"));
    }
}
