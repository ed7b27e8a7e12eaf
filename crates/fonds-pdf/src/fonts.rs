//! The fonts: those that come with Fonds, and the system's for what they lack.

use fonds_model::Book;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;
use typst::foundations::Bytes;
use typst::text::Font;

/// Text: Noto Serif. Furniture: Noto Sans. Code: DejaVu Sans Mono. All have Vietnamese.
static BUNDLED: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files: [&'static [u8]; 7] = [
        include_bytes!("../fonts/NotoSerif-Regular.ttf"),
        include_bytes!("../fonts/NotoSerif-Italic.ttf"),
        include_bytes!("../fonts/NotoSerif-Bold.ttf"),
        include_bytes!("../fonts/NotoSerif-BoldItalic.ttf"),
        include_bytes!("../fonts/NotoSans-Regular.ttf"),
        include_bytes!("../fonts/NotoSans-Bold.ttf"),
        include_bytes!("../fonts/DejaVuSansMono.ttf"),
    ];
    files.into_iter().filter_map(|file| Font::new(Bytes::new(file), 0)).collect()
});

/// The fonts that a book needs: the bundled ones, and the system's only where the book has letters that they lack,
/// so that other books do not depend on the machine.
pub(crate) fn for_book(book: &Book) -> Vec<Font> {
    let mut fonts = BUNDLED.clone();
    let mut missing = letters(book);
    missing.retain(|letter| !fonts.iter().any(|font| covers(font, *letter)));
    if missing.is_empty() {
        return fonts;
    }
    let mut files = system_files();
    files.sort();
    for file in files {
        if missing.is_empty() {
            break;
        }
        let Ok(bytes) = std::fs::read(&file) else { continue };
        let found =
            Font::iter(Bytes::new(bytes)).find(|font| missing.iter().any(|letter| covers(font, *letter)));
        if let Some(font) = found {
            missing.retain(|letter| !covers(&font, *letter));
            fonts.push(font);
        }
    }
    fonts
}

fn covers(font: &Font, letter: char) -> bool {
    font.info().coverage.contains(u32::from(letter))
}

/// Every letter that the book prints.
fn letters(book: &Book) -> BTreeSet<char> {
    let mut letters = BTreeSet::new();
    let json = serde_json::to_string(&book.sections).unwrap_or_default();
    letters.extend(json.chars());
    letters.extend(book.meta.title.chars().chain(book.meta.subtitle.chars()));
    letters.extend(
        book.meta.compiler.chars().chain(book.meta.institution.chars()).chain(book.meta.rights.chars()),
    );
    letters.retain(|c| !c.is_control() && !c.is_whitespace());
    letters
}

fn system_files() -> Vec<PathBuf> {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let windows = std::env::var_os("WINDIR").map(|folder| PathBuf::from(folder).join("Fonts"));
    let folders = ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts"];
    let mut stack: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
    stack.extend([home.join(".fonts"), home.join(".local/share/fonts"), home.join("Library/Fonts")]);
    stack.extend(windows);
    let mut files = Vec::new();
    while let Some(folder) = stack.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                stack.push(path);
            } else if ending.is_some_and(|ending| ending == "ttf" || ending == "otf") {
                files.push(path);
            }
        }
    }
    files
}
