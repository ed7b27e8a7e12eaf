//! Pictures: asked of the loader, checked, kept once.

use base64::Engine;
use fonds_model::{Asset, AssetInfo, Diagnostic, Digest};
use image::{ImageError, ImageFormat, ImageReader};
use std::collections::HashMap;
use std::io::{self, Cursor};
use unicode_normalization::UnicodeNormalization;
use url::Url;

/// A picture's longer side has at most so many pixels.
const LONGEST_SIDE: u32 = 30_000;
/// More pixels are no picture.
const MOST_PIXELS: u64 = 180_000_000;
/// Pictures of at most so many pixels are looked at whole.
const MOST_LOOKED_AT: u64 = 40_000_000;

/// Gives the files that a document refers to by relative address.
pub trait AssetLoader {
    /// The bytes of the file at `reference`, as the document writes it, percent-decoded.
    ///
    /// # Errors
    /// When there is no such file, or it may not be read.
    fn load(&self, reference: &str) -> io::Result<Vec<u8>>;

    /// The file at an absolute address (`https:`, `cid:`), where the loader's files are known by address, as those of a
    /// web archive are; `None` from loaders whose files are not.
    fn load_address(&self, _address: &str) -> Option<io::Result<Vec<u8>>> {
        None
    }
}

/// So many addresses of one picture on the network are asked for.
const MOST_CANDIDATES: usize = 4;

/// Has no files.
pub struct NoAssets;

impl AssetLoader for NoAssets {
    fn load(&self, _: &str) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::NotFound.into())
    }
}

/// Gathers the pictures of one document.
pub(crate) struct Pictures<'a> {
    loader: &'a dyn AssetLoader,
    /// What relative addresses are relative to, where the loader knows files by their addresses.
    pub base: Option<Url>,
    known: HashMap<String, Option<Digest>>,
    /// What is to be said of addresses that gave none, until it is said.
    missed: HashMap<String, Diagnostic>,
    pub assets: Vec<Asset>,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Pictures<'a> {
    pub fn of(loader: &'a dyn AssetLoader) -> Self {
        Self {
            loader,
            base: None,
            known: HashMap::new(),
            missed: HashMap::new(),
            assets: vec![],
            diagnostics: vec![],
        }
    }

    /// The first of several addresses of one picture that can be had. Each is asked for once; where none can be had, one
    /// remark says so.
    pub fn fetch_any(&mut self, addresses: &[String]) -> Option<Digest> {
        let mut far = 0;
        let worth = |address: &&String| {
            far += usize::from(is_far(address));
            !is_far(address) || far <= MOST_CANDIDATES
        };
        let found = addresses.iter().filter(worth).find_map(|address| self.look_for(address));
        if found.is_none() {
            let unsaid = addresses.iter().find_map(|address| self.missed.remove(address.trim()));
            self.diagnostics.extend(unsaid);
        }
        found
    }

    /// The picture at an address; `None` with a remark when it cannot be kept, without one when it is a tracking dot.
    pub fn fetch(&mut self, address: &str) -> Option<Digest> {
        let found = self.look_for(address);
        self.diagnostics.extend(self.missed.remove(address.trim()));
        found
    }

    fn look_for(&mut self, address: &str) -> Option<Digest> {
        let address = address.trim();
        if address.is_empty() {
            return None;
        }
        if let Some(known) = self.known.get(address) {
            return known.clone();
        }
        let found = match self.load(address).and_then(|bytes| checked(address, bytes)) {
            Ok(asset) => self.keep(asset),
            Err(remark) => {
                self.missed.insert(address.to_owned(), remark);
                None
            }
        };
        self.known.insert(address.to_owned(), found.clone());
        found
    }

    fn keep(&mut self, asset: Asset) -> Option<Digest> {
        if asset.info.width <= 2 || asset.info.height <= 2 {
            return None;
        }
        let digest = asset.info.digest.clone();
        if !self.assets.iter().any(|known| known.info.digest == digest) {
            self.assets.push(asset);
        }
        Some(digest)
    }

    fn load(&self, address: &str) -> Result<Vec<u8>, Diagnostic> {
        if let Some(data) = address.strip_prefix("data:") {
            return decode_data(data)
                .ok_or_else(|| remark("image-broken", "a picture inside the page is broken", "data:"));
        }
        match self.by_address(address) {
            Some(Ok(bytes)) => return Ok(bytes),
            Some(Err(_)) => {
                let hint = "capture the page again with its pictures";
                return Err(
                    remark("image-missing", "the archive does not hold a picture", address).hint(hint)
                );
            }
            None => {}
        }
        if is_far(address) {
            let hint = "save the page with its pictures and import that";
            return Err(
                remark("image-not-fetched", "a picture on the network was left out", address).hint(hint)
            );
        }
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned();
        let path = path.strip_prefix("file://").unwrap_or(&path);
        self.beside(path).map_err(|error| {
            let message = if error.kind() == io::ErrorKind::NotFound {
                "a picture is not beside the file".to_owned()
            } else {
                format!("a picture could not be read: {error}")
            };
            remark("image-missing", message, address).hint("put it beside the file and import again")
        })
    }

    fn by_address(&self, address: &str) -> Option<io::Result<Vec<u8>>> {
        let absolute = match &self.base {
            Some(base) => base.join(address),
            None => Url::parse(address),
        };
        self.loader.load_address(absolute.ok()?.as_str())
    }

    /// The file at a path. Its name may be in another normal form than the page: macOS decomposes names.
    fn beside(&self, path: &str) -> io::Result<Vec<u8>> {
        let found = self.loader.load(path);
        if path.is_ascii() || found.is_ok() {
            return found;
        }
        let forms = [path.nfc().collect::<String>(), path.nfd().collect()];
        let other = forms.iter().filter(|form| *form != path).find_map(|form| self.loader.load(form).ok());
        other.map_or(found, Ok)
    }
}

/// Whether an address is one on the network.
pub(crate) fn is_far(address: &str) -> bool {
    let start: String = address.trim_start().chars().take(6).collect::<String>().to_ascii_lowercase();
    start.starts_with("http:") || start.starts_with("https:") || start.starts_with("//")
}

fn remark(code: &str, message: impl Into<String>, address: &str) -> Diagnostic {
    let place: String = address.chars().take(200).collect();
    Diagnostic::warning(code, message).at(place)
}

/// The picture that these bytes are, named after its address; a remark where they are none that is kept.
pub(crate) fn checked(address: &str, bytes: Vec<u8>) -> Result<Asset, Diagnostic> {
    let (format, media_type) = match image::guess_format(&bytes) {
        Ok(ImageFormat::Png) => (ImageFormat::Png, "image/png"),
        Ok(ImageFormat::Jpeg) => (ImageFormat::Jpeg, "image/jpeg"),
        Ok(ImageFormat::Gif) => (ImageFormat::Gif, "image/gif"),
        Ok(ImageFormat::WebP) => (ImageFormat::WebP, "image/webp"),
        _ => {
            let message = "a picture is of a kind that is not kept";
            return Err(remark("image-kind", message, address).hint("convert it to PNG or JPEG"));
        }
    };
    let broken = || remark("image-broken", "a picture is broken or cut short and was left out", address);
    let (width, height) = size(&bytes, format).ok_or_else(broken)?;
    let name = if address.starts_with("data:") { "" } else { address };
    let name =
        name.split(['?', '#']).next().unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    let info = AssetInfo {
        digest: Digest::of(&bytes),
        media_type: media_type.to_owned(),
        file_name: fonds_model::text::clean_line(&name),
        width,
        height,
        length: bytes.len() as u64,
    };
    Ok(Asset { info, bytes })
}

/// How wide and high a picture is; `None` where it is broken. It is looked at whole, unless that would take too much
/// memory: of the largest scans, only the head is believed.
fn size(bytes: &[u8], format: ImageFormat) -> Option<(u32, u32)> {
    let reader = || ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader().into_dimensions().ok()?;
    let pixels = u64::from(width) * u64::from(height);
    if width > LONGEST_SIDE || height > LONGEST_SIDE || pixels > MOST_PIXELS {
        return None;
    }
    if pixels <= MOST_LOOKED_AT {
        let mut whole = reader();
        let mut limits = image::Limits::default();
        limits.max_alloc = Some(MOST_LOOKED_AT * 4);
        whole.limits(limits);
        if matches!(whole.decode(), Err(error) if !matches!(error, ImageError::Limits(_))) {
            return None;
        }
    }
    Some((width, height))
}

/// The bytes of a `data:` address without its scheme (RFC 2397).
fn decode_data(data: &str) -> Option<Vec<u8>> {
    let (head, body) = data.split_once(',')?;
    let body: Vec<u8> = percent_encoding::percent_decode_str(body).collect();
    if !head.to_ascii_lowercase().ends_with(";base64") {
        return Some(body);
    }
    let tight: Vec<u8> = body.into_iter().filter(|b| !b.is_ascii_whitespace()).collect();
    base64::engine::general_purpose::STANDARD.decode(tight).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(shade: u8) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = image::RgbImage::from_pixel(8, 8, image::Rgb([shade, 0, 0]));
        picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
        bytes
    }

    /// A folder with one file, whose name is taken byte by byte.
    struct Folder(String);

    impl AssetLoader for Folder {
        fn load(&self, reference: &str) -> io::Result<Vec<u8>> {
            if reference == self.0 { Ok(png(1)) } else { NoAssets.load(reference) }
        }
    }

    /// An archive with one file.
    struct Archive;

    impl AssetLoader for Archive {
        fn load(&self, reference: &str) -> io::Result<Vec<u8>> {
            NoAssets.load(reference)
        }

        fn load_address(&self, address: &str) -> Option<io::Result<Vec<u8>>> {
            Some(if address == "https://bao.example/anh/1.png" { Ok(png(2)) } else { NoAssets.load(address) })
        }
    }

    fn codes(pictures: &Pictures<'_>) -> Vec<String> {
        pictures.diagnostics.iter().map(|remark| remark.code.clone()).collect()
    }

    #[test]
    fn names_with_spaces_and_in_any_normal_form() {
        let name: String = "Chợ nổi_files/ảnh 1.png".nfd().collect();
        let folder = Folder(name.clone());
        let mut pictures = Pictures::of(&folder);
        let coded =
            percent_encoding::utf8_percent_encode(&name, percent_encoding::NON_ALPHANUMERIC).to_string();
        for address in [&name, "Chợ nổi_files/ảnh 1.png", "Chợ%20nổi_files/ảnh%201.png?x#y", &coded]
        {
            assert!(pictures.fetch(address).is_some(), "{address}");
        }
        assert!(pictures.fetch("ảnh 2.png").is_none());
        assert_eq!((pictures.assets.len(), codes(&pictures)), (1, vec!["image-missing".to_owned()]));
    }

    #[test]
    fn addresses_are_asked_of_archives_only() {
        let mut pictures = Pictures::of(&NoAssets);
        pictures.base = Url::parse("https://bao.example/tin/x.html").ok();
        assert!(pictures.fetch("https://bao.example/anh/1.png").is_none());
        assert_eq!(codes(&pictures), ["image-not-fetched"]);
        let mut pictures = Pictures::of(&Archive);
        pictures.base = Url::parse("https://bao.example/tin/x.html").ok();
        assert!(
            pictures.fetch("../anh/1.png").is_some() && pictures.fetch("//bao.example/anh/1.png").is_some()
        );
        let addresses = ["/anh/2.png".to_owned(), "https://bao.example/anh/1.png".into()];
        assert!(pictures.fetch_any(&addresses).is_some() && codes(&pictures).is_empty());
        assert!(pictures.fetch("/anh/2.png").is_none());
        assert_eq!(codes(&pictures), ["image-missing"]);
    }

    #[test]
    fn each_address_is_asked_once_and_the_next_one_when_it_fails() {
        #[derive(Default)]
        struct Asked(std::sync::Mutex<Vec<String>>);
        impl AssetLoader for Asked {
            fn load(&self, _: &str) -> io::Result<Vec<u8>> {
                Err(io::ErrorKind::NotFound.into())
            }
            fn load_address(&self, address: &str) -> Option<io::Result<Vec<u8>>> {
                self.0.lock().unwrap().push(address.to_owned());
                let picture =
                    concat!(env!("CARGO_MANIFEST_DIR"), "/samples/documents/sources/images/cau.png");
                Some(if address.ends_with("small.png") {
                    std::fs::read(picture)
                } else {
                    Err(io::ErrorKind::NotFound.into())
                })
            }
        }
        let loader = Asked::default();
        let mut pictures = Pictures::of(&loader);
        let all =
            |names: &[&str]| names.iter().map(|name| format!("https://a.vn/{name}")).collect::<Vec<_>>();
        let first = pictures.fetch_any(&all(&["large.png", "small.png", "other.png"]));
        assert!(first.is_some() && pictures.diagnostics.is_empty());
        assert_eq!(pictures.fetch_any(&all(&["small.png"])), first);
        assert_eq!(pictures.fetch_any(&all(&["large.png", "gone.png"])), None);
        assert_eq!(pictures.diagnostics.len(), 1);
        assert_eq!(*loader.0.lock().unwrap(), all(&["large.png", "small.png", "gone.png"]));
    }
}
