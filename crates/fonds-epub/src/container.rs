//! The OCF container (EPUB 3.3, section 4): what epub-builder put together, mended and packed anew.
//!
//! epub-builder keeps its `Zip` trait to itself, so its finished archive is read and written again: package document
//! and nav are replaced, the NCX is completed, the order is fixed, and no time of the clock is left in it.

use crate::EpubError;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// What takes the place of epub-builder's own.
pub(crate) struct Mended {
    /// The package document.
    pub package: String,
    /// The navigation document.
    pub nav: String,
    /// The book's identifier.
    pub identifier: String,
}

/// Files that no reader needs and that would only repeat others.
const LEFT_OUT: [&str; 2] = ["mimetype", "META-INF/com.apple.ibooks.display-options.xml"];

/// Packs the archive anew.
pub(crate) fn repack(bytes: &[u8], mended: &Mended) -> Result<Vec<u8>, EpubError> {
    let files = unpack(bytes, mended)?;
    let mut archive = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let fixed = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    let stored = fixed.compression_method(CompressionMethod::Stored);
    let deflated = fixed.compression_method(CompressionMethod::Deflated);
    let mut put = |name: &str, bytes: &[u8], options| {
        archive.start_file(name, options).map_err(failed)?;
        archive.write_all(bytes).map_err(failed)
    };
    put("mimetype", b"application/epub+zip", stored)?;
    for (name, bytes) in files {
        let picture = [".png", ".jpg", ".gif", ".webp"].iter().any(|ending| name.ends_with(ending));
        put(&name, &bytes, if picture { stored } else { deflated })?;
    }
    Ok(archive.finish().map_err(failed)?.into_inner())
}

/// The files by name, `META-INF/` first.
fn unpack(bytes: &[u8], mended: &Mended) -> Result<BTreeMap<String, Vec<u8>>, EpubError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(failed)?;
    let mut files = BTreeMap::new();
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).map_err(failed)?;
        let name = file.name().to_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        let bytes = match name.as_str() {
            "OEBPS/content.opf" => mended.package.clone().into_bytes(),
            "OEBPS/nav.xhtml" => mended.nav.clone().into_bytes(),
            "OEBPS/toc.ncx" => complete_ncx(&String::from_utf8_lossy(&bytes), mended).into_bytes(),
            _ => bytes,
        };
        if !LEFT_OUT.contains(&name.as_str()) {
            files.insert(name, bytes);
        }
    }
    Ok(files)
}

/// epub-builder's NCX lacks the identifier that ties it to the package (NCX 2005-1).
fn complete_ncx(ncx: &str, mended: &Mended) -> String {
    let identifier = crate::xhtml::escaped(&mended.identifier);
    ncx.replacen("<head>", &format!("<head>\n    <meta name=\"dtb:uid\" content=\"{identifier}\" />"), 1)
}

fn failed(error: impl std::fmt::Display) -> EpubError {
    EpubError::Write(error.to_string())
}
