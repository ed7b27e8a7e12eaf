//! The samples that come with Fonds, and a library made of them: articles, tags, highlights, and a collection that can be
//! exported at once.

use crate::problem::write_error;
use crate::{ImportOptions, Language, Library, LibraryError, Selection};
use fonds_model::{ArticleId, Colour, ExportSettings, ItemContent, Progress, TextQuote, TextRole};
use std::fs;
use std::path::Path;

/// Each file's path below `samples/`, and its bytes.
macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../../samples/", $path)).as_slice())),*]
    };
}

const FILES: &[(&str, &[u8])] = files![
    "ben-pha-cu.txt",
    "cau-song-dao.txt",
    "cho-noi.html",
    "lang-giay.html",
    "lu-lut-1971.txt",
    "mapping-the-river.md",
    "museum-note.txt",
    "nhat-ky-dien-da.md",
    "paper-that-lasts.html",
    "images/cho-noi.png",
    "images/folds.png",
    "images/river-map.png",
];

const TITLE: &str = "Sông nước đổi thay";
const FOREWORD: &str = "Tập này gom những bài viết về **sông** và những nghề sống nhờ sông.";

impl Library {
    /// Fills an empty library with the samples.
    ///
    /// # Errors
    /// What the disk says.
    pub fn fill_with_samples(&self, language: Language, progress: &dyn Progress) -> Result<(), LibraryError> {
        let folder = tempfile::tempdir().map_err(write_error(&std::env::temp_dir()))?;
        unpack(folder.path())?;
        let paths = [folder.path().to_owned()];
        self.import_paths(&paths, ImportOptions::default(), language, progress)?;
        self.mark_samples()?;
        self.collect_samples()
    }

    fn mark_samples(&self) -> Result<(), LibraryError> {
        let note = "So với bản tin năm 1998, số liệu đã thay đổi.";
        let quote = "hàng nghìn người dân ở hai bên sông";
        let infrastructure = ["Hạ tầng".to_owned()];
        self.annotate(&self.resolve("nguyen2022")?, &quoted(quote), Colour::Green, note, &infrastructure)?;
        let quote = "paper is the ink it is written in";
        self.annotate(&self.resolve("okafor2019")?, &quoted(quote), Colour::Blue, "", &[])?;
        self.tag(&self.samples(&["nguyen2022", "le2022", "huynh2023"])?, "Sông nước")?;
        self.tag(&self.samples(&["vu2017", "okafor2019"])?, "Giấy")?;
        Ok(())
    }

    fn collect_samples(&self) -> Result<(), LibraryError> {
        let settings = ExportSettings { locale: "vi-VN".into(), ..ExportSettings::default() };
        let id = self.new_collection(TITLE, settings)?.id;
        let foreword =
            ItemContent::Text { role: TextRole::Foreword, title: String::new(), text: FOREWORD.into() };
        let mut contents = vec![foreword, ItemContent::Part { title: "Qua sông".into() }];
        contents.extend(self.sample_items(&["nguyen2022", "le2022", "morton2022"])?);
        contents.push(ItemContent::Part { title: "Nghề và giấy".into() });
        contents.extend(self.sample_items(&["huynh2023", "vu2017", "okafor2019", "tran2020"])?);
        self.add_items(&id, contents, None)?;
        Ok(())
    }

    fn samples(&self, citekeys: &[&str]) -> Result<Vec<ArticleId>, LibraryError> {
        citekeys.iter().map(|citekey| self.resolve(citekey)).collect()
    }

    fn sample_items(&self, citekeys: &[&str]) -> Result<Vec<ItemContent>, LibraryError> {
        let articles = self.samples(citekeys)?;
        Ok(articles.into_iter().map(|article| ItemContent::Article { article }).collect())
    }
}

fn unpack(folder: &Path) -> Result<(), LibraryError> {
    for (path, bytes) in FILES {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).map_err(write_error(parent))?;
        }
        fs::write(&file, bytes).map_err(write_error(&file))?;
    }
    Ok(())
}

fn quoted(exact: &str) -> Selection {
    Selection::Quote(TextQuote { exact: exact.into(), prefix: String::new(), suffix: String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment;
    use fonds_model::Quiet;

    #[test]
    fn every_sample_becomes_an_article_and_the_collection_holds_them() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("Samples.fonds");
        let library = Library::create(&at, "Samples", environment()).unwrap();
        library.fill_with_samples(Language::Vietnamese, &Quiet).unwrap();
        let articles = FILES.iter().filter(|(path, _)| !path.starts_with("images/")).count();
        assert_eq!(library.list(None, None).unwrap().len(), articles);
        assert_eq!(library.shown_annotations(None).unwrap().len(), 2);
        let collection = library.collections().unwrap().remove(0);
        assert_eq!((collection.title.as_str(), collection.count), (TITLE, Some(7)));
        assert!(library.read(&library.resolve("weber2018").unwrap(), Language::English).is_ok());
    }

    #[test]
    fn every_file_of_the_samples_is_carried() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
        let count = |folder: &Path| {
            fs::read_dir(folder).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_file()).count()
        };
        assert_eq!(count(&folder) + count(&folder.join("images")), FILES.len());
    }
}
