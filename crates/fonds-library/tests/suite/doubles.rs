//! The same article in other papers: found among others like it, and nothing taken for it that is not.

use fonds_library::{ImportOptions, Language, Library, environment};
use fonds_model::{ArticleId, Quiet};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }
}

const WORDS: &str = "sông cầu nước đêm làng chợ thuyền bờ đê lúa mưa nắng người nhà đường phố trường học sách báo \
    ảnh tỉnh huyện xã dân công trình khánh thành khởi công vốn đầu tư tỷ đồng năm tháng ngày sáng chiều tối hội nghị \
    kế hoạch phát triển kinh tế văn hóa lịch sử di tích bảo tồn lễ hội du lịch khách biển rừng núi cây hoa quả vụ mùa \
    giá thị trường xuất khẩu gạo cá tôm cà phê cao su thép điện than dầu khí tàu xe ga bến cảng sân bay chuyến hàng";

fn sentence(dice: &mut Dice) -> String {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let many = 10 + dice.roll(12);
    let text: Vec<&str> = (0..many).map(|_| words[dice.roll(words.len())]).collect();
    format!("{}.", text.join(" "))
}

/// A report of paragraphs; every one of a paper ends in the paper's own words.
fn report(dice: &mut Dice) -> Vec<String> {
    let many = 6 + dice.roll(10);
    (0..many).map(|_| (0..3).map(|_| sentence(dice)).collect::<Vec<_>>().join(" ")).collect()
}

/// How another paper prints it: a headline of its own, a word here and there, a paragraph less, its own last line.
fn reprint(report: &[String], paper: usize, dice: &mut Dice) -> Vec<String> {
    let mut copy = report.to_vec();
    if copy.len() > 8 {
        copy.remove(1 + dice.roll(copy.len() - 1));
    }
    for _ in 0..3 {
        let at = dice.roll(copy.len());
        copy[at] = copy[at].replacen(' ', " cũng ", 1);
    }
    copy.push(format!(
        "Báo số {paper} giữ bản quyền nội dung trên trang này, mọi trích dẫn phải ghi rõ nguồn."
    ));
    copy
}

#[test]
fn families_are_found_and_kept_apart() {
    let dir = tempfile::tempdir().unwrap();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut family_of: BTreeMap<String, usize> = BTreeMap::new();
    let folder = dir.path().join("in");
    fs::create_dir(&folder).unwrap();
    for family in 0..120 {
        let first = report(&mut dice);
        let copies = if family % 3 == 0 { 1 + dice.roll(4) } else { 0 };
        for paper in 0..=copies {
            let text = if paper == 0 { first.clone() } else { reprint(&first, paper, &mut dice) };
            let name = format!("{family:03}-{paper}.txt");
            let title = format!("Bài {family} trên báo {paper}");
            fs::write(folder.join(&name), format!("{title}\n\n{}\n", text.join("\n\n"))).unwrap();
            family_of.insert(title, family);
        }
    }
    let library = Library::create(&dir.path().join("D.fonds"), "D", environment()).unwrap();
    let report =
        library.import_paths(&[folder], ImportOptions::default(), Language::English, &Quiet).unwrap();
    assert_eq!(report.imported.len(), family_of.len());
    let family = |title: &str| family_of[title];
    let titles: BTreeMap<&ArticleId, &str> =
        report.imported.iter().map(|made| (&made.id, made.title.as_str())).collect();

    let mut found = BTreeSet::new();
    for made in &report.imported {
        // While they come in, each is told of the likes before it.
        assert!(made.alike.iter().all(|other| family(titles[&other.id]) == family(&made.title)));
        found.extend(library.alike(&made.id).unwrap().into_iter().map(|other| (made.id.clone(), other.id)));
    }
    let mut pairs = BTreeSet::new();
    for a in titles.keys() {
        pairs.extend(
            titles
                .keys()
                .filter(|b| a != *b && family(titles[*a]) == family(titles[**b]))
                .map(|b| ((*a).clone(), (*b).clone())),
        );
    }
    let right = found.intersection(&pairs).count() as f64;
    let (precision, recall) = (right / found.len() as f64, right / pairs.len() as f64);
    assert!(pairs.len() > 200, "{}", pairs.len());
    assert!(precision > 0.99 && recall > 0.97, "precision {precision:.3}, recall {recall:.3}");
    let told: usize = report.imported.iter().map(|made| made.alike.len()).sum();
    assert!(told as f64 > 0.97 * pairs.len() as f64 / 2.0, "{told} of {}", pairs.len() / 2);
}

/// Records of other programs keep the key that their owner cites them by; one that is taken gives way.
#[test]
fn citekeys_of_references_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("refs.bib");
    let entry = |key: &str, title: &str| {
        format!(
            "@book{{{key},\n  title = {{{title}}},\n  author = {{Nguyễn, Văn An}},\n  date = {{2020}}\n}}\n"
        )
    };
    let library = Library::create(&dir.path().join("R.fonds"), "R", environment()).unwrap();
    let mut keys = Vec::new();
    for entries in [
        [entry("AnCầu2020", "Cầu"), entry("an:Pha-2020", "Phà")],
        [entry("an:Pha-2020", "Đò ngang"), entry("nguyen2020", "Bến")],
    ] {
        fs::write(&file, entries.concat()).unwrap();
        let paths = std::slice::from_ref(&file);
        let report =
            library.import_paths(paths, ImportOptions::default(), Language::English, &Quiet).unwrap();
        keys.extend(report.imported.into_iter().map(|made| made.citekey));
    }
    assert_eq!(keys, ["nguyen2020", "an:Pha-2020", "nguyen2020a", "nguyen2020b"]);
}

/// What is passed over takes no letter from those that come in.
#[test]
fn citekeys_have_no_gaps() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("in");
    fs::create_dir(&folder).unwrap();
    let page = |address: &str, text: &str, mark: &str| {
        let text = format!("Sáng nay, {text}, người dân hai bờ vui mừng và kéo nhau ra xem. ").repeat(4);
        format!(
            "<html><head><title>Cầu</title><link rel=canonical href='https://bao.example.vn/{address}'>\
             <meta name=author content='Nguyễn Văn An'><meta property='article:published_time' content='2020-03-01'>\
             </head><body><!-- {mark} --><article><h1>Cầu</h1><p>{text}</p></article></body></html>"
        )
    };
    for (name, address, text, mark) in [
        ("1.html", "a", "cầu mới bắc qua sông được khánh thành", ""),
        ("2.html", "a", "cầu mới bắc qua sông được khánh thành", "chép lần hai"),
        ("3.html", "b", "bến phà cũ đóng cửa sau bốn mươi năm chở khách", ""),
    ] {
        fs::write(folder.join(name), page(address, text, mark)).unwrap();
    }
    let library = Library::create(&dir.path().join("K.fonds"), "K", environment()).unwrap();
    let report =
        library.import_paths(&[folder], ImportOptions::default(), Language::English, &Quiet).unwrap();
    assert_eq!(report.duplicates.len(), 1);
    let keys: Vec<&str> = report.imported.iter().map(|made| made.citekey.as_str()).collect();
    assert_eq!(keys, ["nguyen2020", "nguyen2020a"]);
}
