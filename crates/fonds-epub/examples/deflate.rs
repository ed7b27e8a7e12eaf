//! The floor of writing an e-book: the files of one that is there, deflated or stored again by the same library. A benchmark
//! runs it.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name an e-book")?;
    let mut from = ZipArchive::new(BufReader::new(File::open(&path)?))?;
    let mut to = ZipWriter::new(BufWriter::new(File::create(format!("{path}.again"))?));
    let mut bytes = Vec::new();
    for n in 0..from.len() {
        let mut file = from.by_index(n)?;
        bytes.clear();
        file.read_to_end(&mut bytes)?;
        let options = SimpleFileOptions::default().compression_method(file.compression());
        to.start_file(file.name(), options)?;
        to.write_all(&bytes)?;
    }
    to.finish()?;
    Ok(())
}
