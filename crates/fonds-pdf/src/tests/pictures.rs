//! Pages as pictures: an opening page of each house style beside the one that was looked at. `FONDS_LOOKED_AT=1` keeps what
//! is drawn now as the picture to compare with; look at it first.

use super::{Pictures, book, everything, options, section};
use crate::{Layouts, write};
use fonds_model::{Block, Paper, Quiet, SectionKind};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Dots an inch: enough to see what stands where.
const RESOLUTION: &str = "36";
/// Mean difference of grey values, of 255. Renderers differ at the edges of letters.
const TOLERANCE: f64 = 2.0;

#[test]
fn opening_pages_look_as_they_did() {
    for house in ["dossier", "reader", "newspaper", "large-print"] {
        let mut blocks = everything();
        // A table whose widths are absurd is for other tests.
        blocks.retain(|block| !matches!(block, Block::Table { .. }));
        let book = book(vec![section("a", SectionKind::Article, "Cầu mới nối hai bờ sông Đào", blocks)]);
        let pdf = write(&book, &Pictures, &options(house, Paper::A5), &Layouts::default(), &Quiet).unwrap();
        let page = pdf.pages - u32::try_from(pdf.page_list.len()).unwrap() + 1;
        let drawn = draw(&pdf.bytes, page);
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/tests/pages/{house}.png"));
        if std::env::var_os("FONDS_LOOKED_AT").is_some() {
            drawn.save(&kept).unwrap();
        }
        let kept = image::open(&kept).unwrap().to_luma8();
        assert_eq!(kept.dimensions(), drawn.dimensions(), "{house}");
        let apart = kept.pixels().zip(drawn.pixels()).map(|(a, b)| f64::from(a.0[0].abs_diff(b.0[0])));
        let mean = apart.sum::<f64>() / f64::from(kept.width() * kept.height());
        assert!(mean < TOLERANCE, "{house}: {mean:.2}");
    }
}

fn draw(bytes: &[u8], page: u32) -> image::GrayImage {
    let dir = tempfile::tempdir().unwrap();
    let (file, to): (PathBuf, PathBuf) = (dir.path().join("book.pdf"), dir.path().join("page"));
    std::fs::write(&file, bytes).unwrap();
    let page = page.to_string();
    let status = Command::new("pdftoppm")
        .args(["-r", RESOLUTION, "-gray", "-png", "-singlefile", "-f", &page, "-l", &page])
        .args([&file, &to])
        .status();
    assert!(status.expect("pdftoppm (poppler-utils) must be installed for the tests").success());
    image::open(to.with_extension("png")).unwrap().to_luma8()
}
