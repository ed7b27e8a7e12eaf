//! `cargo xtask bench epub`: e-books of articles with pictures, beside the mere deflating of the same bytes by the same
//! library in the same run.

use crate::bench::{Job, write_articles};
use crate::bench_pdf::measure;
use crate::shell::{Done, build_for_benchmarks, built, command, output, target};
use std::fs;
use std::path::Path;

/// Puts a picture of 24 kB of noise beside each article; argument: the folder.
const PICTURES: &str = "import os, random, struct, sys, zlib
def chunk(kind, data):
    body = kind + data
    return struct.pack('>I', len(data)) + body + struct.pack('>I', zlib.crc32(body))
folder = sys.argv[1]
for name in sorted(os.listdir(folder)):
    noise = random.Random(name)
    rows = b''.join(b'\\0' + noise.randbytes(160) for _ in range(150))
    png = b'\\x89PNG\\r\\n\\x1a\\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 160, 150, 8, 0, 0, 0, 0))
    png += chunk(b'IDAT', zlib.compress(rows, 1)) + chunk(b'IEND', b'')
    stem = name.rsplit('.', 1)[0]
    lines = open(os.path.join(folder, name), encoding='utf-8').read().split('\\n', 1)
    with open(os.path.join(folder, stem + '.png'), 'wb') as file: file.write(png)
    with open(os.path.join(folder, stem + '.md'), 'w', encoding='utf-8') as file:
        file.write('# ' + lines[0] + '\\n\\n![Hình](' + stem + '.png)\\n\\n' + lines[1].replace('\\n', '\\n\\n'))
    os.remove(os.path.join(folder, name))";

/// Makes e-books of so many articles.
pub fn bench(arguments: &[&str]) -> Done {
    let wanted: Result<Vec<usize>, _> = arguments.iter().map(|text| text.parse()).collect();
    let mut wanted = wanted.map_err(|_| "give numbers of articles".to_owned())?;
    if wanted.is_empty() {
        wanted = vec![100, 1000, 10_000];
    }
    build_for_benchmarks()?;
    wanted.into_iter().try_for_each(book)
}

fn book(count: usize) -> Done {
    let folder = target().join("bench-epub");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    }
    let articles = folder.join("articles");
    write_articles(&articles, count)?;
    output(command("python3", &["-c", PICTURES]).arg(&articles))?;
    let job = Job { library: folder.join("Bench.fonds") };
    job.fonds(&["new"])?;
    job.fonds(&["import", &articles.display().to_string()])?;
    job.fonds(&["collection", "new", "All"])?;
    job.add_all()?;
    let fonds = built("release", "fonds").display().to_string();
    let (library, file) = (job.library.display().to_string(), folder.join("all.epub"));
    let name = file.display().to_string();
    let made = measure(&[&fonds, "--quiet", "--library", &library, "export", "All", "-o", &name])?;
    let program = format!("deflate{}", std::env::consts::EXE_SUFFIX);
    let program = target().join("release").join("examples").join(program).display().to_string();
    let floor = measure(&[&program, &name])?;
    tell(count, &file, &made, &floor)
}

fn tell(count: usize, file: &Path, made: &serde_json::Value, floor: &serde_json::Value) -> Done {
    let size = fs::metadata(file).map_err(|error| error.to_string())?.len() as f64 / 1e6;
    let number = |value: &serde_json::Value, name: &str| value[name].as_f64().unwrap_or_default();
    println!(
        "{count:6} articles  {size:6.1} MB  {:6.2} s  {:6.2} s CPU  {:5.1} MB/s  {:5.0} MB of memory  {:.2} × the CPU of deflating ({:.2} s)",
        number(made, "seconds"),
        number(made, "cpu"),
        size / number(made, "seconds"),
        number(made, "megabytes"),
        number(made, "cpu") / number(floor, "cpu"),
        number(floor, "cpu")
    );
    Ok(())
}
