//! `cargo xtask bench`: a generated library imported and exported, each figure with a ratio to a floor of the same run.

use crate::shell::{Done, build_for_benchmarks, built, command, run_example, target};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What one command took.
pub(crate) struct Taken {
    seconds: f64,
    /// Peak of resident memory in megabytes, where the system tells.
    memory: Option<f64>,
    /// Seconds that the processors worked, likewise.
    cpu: Option<f64>,
    pub printed: String,
}

/// Imports `COUNT` articles (1,000 by default) with a release build, keeps and exports them; `store COUNT` leaves the
/// exports out, for large libraries.
pub fn bench(arguments: &[&str]) -> Done {
    let (store_only, rest) = match arguments {
        ["store", rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let count: usize =
        rest.first().map_or(Ok(1000), |text| text.parse().map_err(|_| "give a number".to_owned()))?;
    let (job, bytes, import) = whole_import(count)?;
    let folder = target().join("bench");
    keep(&job, &folder, bytes, &import)?;
    if store_only { Ok(()) } else { export(&job, &folder, &import) }
}

/// A whole import, durable and indexed, on all cores: the library, the bytes of its texts, and what it took.
pub(crate) fn whole_import(count: usize) -> Done<(Job, u64, Taken)> {
    build_for_benchmarks()?;
    let folder = target().join("bench");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    }
    let articles = folder.join("articles");
    let bytes = write_articles(&articles, count)?;
    println!("{count} articles, {:.1} MB of text, Vietnamese and English", bytes as f64 / 1e6);
    let job = Job { library: folder.join("Bench.fonds") };
    job.fonds(&["new"])?;
    let floor = copy_durably(&articles, &folder.join("copy"))?;
    let import = job.fonds(&["import", &articles.display().to_string()])?;
    println!(
        "import  {:8.0} articles/s  {:6.1} s  {:.1} CPU s  {}  {:.1} × copying the files durably",
        count as f64 / import.seconds,
        import.seconds,
        import.cpu.unwrap_or_default(),
        memory(&import),
        import.seconds / floor
    );
    Ok((job, bytes, import))
}

/// Opening, what keeping costs, checking, rebuilding and backing up.
fn keep(job: &Job, folder: &Path, text: u64, import: &Taken) -> Done {
    // The first opening after an import reads what sled has written since; the others do not.
    let (first, open) = (job.fonds(&["devices"])?, job.fonds(&["devices"])?);
    println!(
        "open    {:6.2} s  {}  {:.2} s the first time after the import",
        open.seconds,
        memory(&open),
        first.seconds
    );
    let library = job.library.display().to_string();
    let cpu = import.cpu.unwrap_or_default().to_string();
    run_example("archive", &[&library, &cpu])?;
    let (archive, hashing) = hash_all(&[job.library.join("journal"), job.library.join("originals")])?;
    let verify = job.fonds(&["verify"])?;
    let speed = archive as f64 / 1e6 / verify.seconds;
    println!(
        "verify  {:6.2} s  {speed:.0} MB/s of {:.1} MB  {}  {:.1} × sha256sum of the same files",
        verify.seconds,
        archive as f64 / 1e6,
        memory(&verify),
        verify.seconds / hashing
    );
    let rebuild = job.fonds(&["rebuild"])?;
    println!(
        "rebuild {:6.1} s  {}  {:.2} × importing the same",
        rebuild.seconds,
        memory(&rebuild),
        rebuild.seconds / import.seconds
    );
    let backup = folder.join("Backup.fonds").display().to_string();
    let (first, again) = (job.fonds(&["backup", &backup])?, job.fonds(&["backup", &backup])?);
    println!("backup  {:6.2} s, again {:.2} s", first.seconds, again.seconds);
    let size = |name: &str| hash_all(&[job.library.join(name)]).map_or(0.0, |(bytes, _)| bytes as f64 / 1e6);
    let sizes = ["journal", "originals", "catalog", "index"].map(|name| (name, size(name)));
    let parts = sizes.map(|(name, size)| format!("{name} {size:.1} MB"));
    let (all, text) = (sizes.iter().map(|(_, size)| size).sum::<f64>(), text as f64 / 1e6);
    println!("on disk {}  for {text:.1} MB of text: {:.1} ×", parts.join(", "), all / text);
    Ok(())
}

fn export(job: &Job, folder: &Path, import: &Taken) -> Done {
    job.fonds(&["collection", "new", "All"])?;
    job.add_all()?;
    for name in ["all.epub", "all.pdf"] {
        let file = folder.join(name);
        let made = job.fonds(&["--json", "export", "All", "-o", &file.display().to_string()])?;
        let size = fs::metadata(&file).map_err(|error| error.to_string())?.len();
        let pages = made
            .printed
            .split("\"pages\": ")
            .nth(1)
            .and_then(|rest| rest.split([',', '\n']).next()?.trim().parse::<f64>().ok());
        let rate = pages.map_or_else(String::new, |pages| {
            format!("{:.0} pages, {:.0} pages/s  ", pages, pages / made.seconds)
        });
        println!(
            "{name:8}{:6.1} s  {rate}{:.1} MB  {}  {:.1} × importing the same",
            made.seconds,
            size as f64 / 1e6,
            memory(&made),
            made.seconds / import.seconds
        );
    }
    Ok(())
}

/// Bytes of all files below some folders, and the seconds that `sha256sum` takes for them.
fn hash_all(folders: &[PathBuf]) -> Done<(u64, f64)> {
    let mut files = Vec::new();
    for folder in folders {
        files.extend(crate::test::files_below(folder)?);
    }
    let bytes = files.iter().filter_map(|file| file.metadata().ok()).map(|meta| meta.len()).sum();
    let begun = Instant::now();
    crate::shell::output(command("sha256sum", &[]).args(&files))?;
    Ok((bytes, begun.elapsed().as_secs_f64()))
}

pub(crate) struct Job {
    pub library: PathBuf,
}

impl Job {
    pub fn fonds(&self, arguments: &[&str]) -> Done<Taken> {
        let begun = Instant::now();
        let mut command = command(built("release", "fonds"), &["--quiet", "--library"]);
        let output = command.arg(&self.library).args(arguments).env("FONDS_STATS", "1").output();
        let output = output.map_err(|error| error.to_string())?;
        let seconds = begun.elapsed().as_secs_f64();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() {
            return Err(format!("fonds {}: {told}", arguments.join(" ")));
        }
        let number = |name: &str| told.split(name).nth(1)?.split_whitespace().next()?.parse::<f64>().ok();
        let (memory, cpu) =
            (number("peak_rss_kb=").map(|kb| kb / 1024.0), number("cpu_ms=").map(|ms| ms / 1e3));
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(Taken { seconds, memory, cpu, printed })
    }

    pub fn add_all(&self) -> Done {
        let listed = self.fonds(&["list"])?.printed;
        let ids: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
        self.fonds(&[&["collection", "add", "All"][..], &ids].concat()).map(|_| ())
    }
}

fn memory(taken: &Taken) -> String {
    taken.memory.map_or_else(String::new, |megabytes| format!("{megabytes:.0} MB"))
}

/// The floor of an import: every file read, copied and made durable, one after the other.
fn copy_durably(from: &Path, to: &Path) -> Done<f64> {
    fs::create_dir_all(to).map_err(|error| error.to_string())?;
    let begun = Instant::now();
    let mut all = fs::File::create(to.join("all")).map_err(|error| error.to_string())?;
    for entry in fs::read_dir(from).map_err(|error| error.to_string())?.flatten() {
        let bytes = fs::read(entry.path()).map_err(|error| error.to_string())?;
        all.write_all(&bytes).map_err(|error| error.to_string())?;
    }
    all.sync_all().map_err(|error| error.to_string())?;
    Ok(begun.elapsed().as_secs_f64())
}

const VIETNAMESE: [&str; 12] = [
    "Sáng nay, hàng trăm người dân đã có mặt hai bên bờ sông để chờ chuyến phà đầu tiên trong năm.",
    "Theo kế hoạch của huyện, tuyến đường dẫn dài hơn ba cây số sẽ hoàn thành trước mùa mưa tới.",
    "Ông Trần Văn Khuê nhớ lại những năm tháng nước lên tận hiên nhà, cả làng phải đi lại bằng thuyền.",
    "Các nhà nghiên cứu cho biết nguồn tài liệu còn giữ được ở xã rất quý và cần được số hoá sớm.",
    "Giá thuê ghe tăng gấp rưỡi, trong khi số khách đến chợ nổi lại giảm so với cùng kỳ năm ngoái.",
    "Bà con mong muốn chính quyền giữ lại bến cũ như một phần ký ức của vùng đất này.",
    "Lớp học đêm mở ở đình làng đã thu hút hơn bốn mươi em nhỏ con các gia đình làm nghề chài lưới.",
    "Những trang báo cáo viết tay được xếp trong hộp không axit, ghi rõ năm tháng và người lập.",
    "Công trình được nghiệm thu vào cuối quý ba với sự tham gia của ba đơn vị tư vấn độc lập.",
    "Mùa gió chướng năm nay đến sớm, tàu thuyền nhỏ được khuyến cáo không nên ra khơi.",
    "Nghề làm giấy dó tưởng đã mất nay được hai người trẻ trong làng gây dựng lại từ đầu.",
    "Cuối buổi, mọi người cùng thắp hương ở miếu đầu làng rồi mới ra về trong cơn mưa nhỏ.",
];
const ENGLISH: [&str; 8] = [
    "The ferry made its last crossing on a Sunday, with more photographers than passengers on board.",
    "Conservators measured the acidity of every sheet before deciding which ones could be handled.",
    "A survey from 1912 shows the same sandbank four hundred metres upstream of where it lies today.",
    "Residents said they would miss the landing, the tea stall and the old fare list painted on tin.",
    "The district archive holds twelve pages of handwritten reports and one map drawn in pencil.",
    "Funding for the reading room was approved in March after three years of correspondence.",
    "Nobody could say when the floodgate had last been opened, so they opened it and took notes.",
    "Paper made by hand from long fibres has outlived most of the buildings it was written in.",
];

/// Writes articles of about 6 kB, the same ones each time; three in four are Vietnamese. Gives their bytes. Half of the words
/// of a sentence are others each time: texts that are all alike are nobody's archive.
pub(crate) fn write_articles(folder: &Path, count: usize) -> Done<u64> {
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let mut total = 0;
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below as u64) as usize
    };
    for n in 0..count {
        let vietnamese = n % 4 != 3;
        let sentences: &[&str] = if vietnamese { &VIETNAMESE } else { &ENGLISH };
        let words: Vec<&str> =
            sentences.iter().flat_map(|line| line.trim_end_matches('.').split(' ')).collect();
        let date = format!("{:02}/{:02}/{}", 1 + next(28), 1 + next(12), 1990 + next(33));
        let mut text = if vietnamese {
            format!("Chuyện bên sông số {n}\n{date} 08:{:02}\n", next(60))
        } else {
            format!("River notes, number {n}\n2019-05-{:02}\n", 1 + next(28))
        };
        while text.len() < 6000 {
            for _ in 0..2 + next(4) {
                for word in sentences[next(sentences.len())].trim_end_matches('.').split(' ') {
                    text.push_str(if next(2) == 0 { words[next(words.len())] } else { word });
                    text.push(' ');
                }
                text.pop();
                text.push_str(". ");
            }
            text.push('\n');
        }
        text.push_str(if vietnamese {
            "Nguồn: baovidu.example.vn\n"
        } else {
            "Source: The River Courier\n"
        });
        total += text.len() as u64;
        fs::write(folder.join(format!("{n:05}.txt")), text).map_err(|error| error.to_string())?;
    }
    Ok(total)
}
