//! Passages in texts that are corrected, and quotes in texts of which nothing else is known.

use super::*;
use crate::Block;
use proptest::prelude::*;

fn projection(paragraphs: &[&str]) -> Projection {
    Projection::of_blocks(&paragraphs.iter().map(|text| Block::paragraph(*text)).collect::<Vec<_>>())
}

/// The target of the first such words.
fn target(text: &Projection, words: &str) -> TextTarget {
    let at = text.text.find(words).unwrap();
    let start = text.text[..at].chars().count();
    TextTarget::at(text, TextPosition { start, end: start + words.chars().count() }).unwrap()
}

/// What the passage says after a correction of the text.
fn carried(before: &str, words: &str, after: &str) -> Option<String> {
    let (before, after) = (projection(&[before]), projection(&[after]));
    let map = TextMap::between(&before.text, &after.text);
    carry(&target(&before, words), &map, &before, &after).map(|target| target.quote.exact)
}

/// What the passage says where only the text as it is now is known.
fn found(before: &[&str], words: &str, after: &[&str]) -> Option<String> {
    let (before, after) = (projection(before), projection(after));
    let place = target(&before, words).resolve(&after)?;
    Some(after.slice(place.start, place.end))
}

#[test]
fn misread_letters_are_corrected_within_the_passage() {
    let scanned = "Ngày 2 tháng 9 năm l945, Chù tịch Hô Chí Minh đọc bàn Tuyên ngôn Độc lâp.";
    let corrected = "Ngày 2 tháng 9 năm 1945, Chủ tịch Hồ Chí Minh đọc bản Tuyên ngôn Độc lập.";
    for (old, new) in [
        ("l945", "1945"),
        ("Chù tịch Hô Chí Minh", "Chủ tịch Hồ Chí Minh"),
        ("Hô", "Hồ"),
        ("lâp", "lập"),
        ("đọc bàn Tuyên ngôn Độc lâp", "đọc bản Tuyên ngôn Độc lập"),
    ] {
        assert_eq!(carried(scanned, old, corrected).as_deref(), Some(new), "{old}");
    }
}

#[test]
fn what_is_added_at_the_edge_does_not_belong_to_it() {
    assert_eq!(
        carried("Cầu mới đã thông.", "Cầu mới", "Hôm nay, Cầu mới đã thông.").as_deref(),
        Some("Cầu mới")
    );
    assert_eq!(carried("Cầu mới đã thông.", "đã thông", "Cầu mới đã thông xe.").as_deref(), Some("đã thông"));
    let within = carried("Cầu mới đã thông.", "Cầu mới đã thông", "Cầu mới hôm qua đã thông.");
    assert_eq!(within.as_deref(), Some("Cầu mới hôm qua đã thông"));
}

#[test]
fn what_is_gone_is_gone() {
    assert_eq!(carried("Sông dài. Cầu mới đã thông. Đò cũ.", "Cầu mới đã thông", "Sông dài. Đò cũ."), None);
    // The words stand elsewhere too, but that is another place.
    let before = "Hà Nội có mưa to. Ngoài ra không có gì đáng kể. Huế và Hà Nội nắng.";
    assert_eq!(carried(before, "Hà Nội", "Ngoài ra không có gì đáng kể. Huế và Hà Nội nắng."), None);
    // Another sentence in its place shares letters by chance.
    let other = "Sông dài. Giá gạo hạ nhiều. Đò cũ.";
    assert_eq!(carried("Sông dài. Cầu mới đã thông. Đò cũ.", "Cầu mới đã thông", other), None);
}

#[test]
fn words_that_went_elsewhere_are_found_there() {
    let before = "Câu đầu tiên của bài. Câu này sẽ chuyển xuống cuối bài. Câu thứ ba ở lại.";
    let after = "Câu đầu tiên của bài. Câu thứ ba ở lại. Câu này sẽ chuyển xuống cuối bài.";
    let words = "Câu này sẽ chuyển xuống cuối bài";
    assert_eq!(carried(before, words, after).as_deref(), Some(words));
}

#[test]
fn kept_blocks_keep_their_passages_wherever_they_go() {
    let (before, after) =
        (projection(&["Hà Nội.", "Giữa.", "Hà Nội."]), projection(&["Hà Nội.", "Hà Nội.", "Giữa."]));
    let mut map = TextMap::of(&before.text, &after.text);
    // The first one went behind the last one.
    map.keep(0..7, 8..15);
    map.keep(8..13, 16..21);
    map.keep(14..21, 0..7);
    assert_eq!(map.passage(TextPosition { start: 0, end: 6 }), Some(TextPosition { start: 8, end: 14 }));
    assert_eq!(map.passage(TextPosition { start: 14, end: 20 }), Some(TextPosition { start: 0, end: 6 }));
    // What ran from one to the next is no passage any more.
    assert_eq!(map.passage(TextPosition { start: 9, end: 20 }), None);
}

#[test]
fn a_quote_is_known_again_by_its_surroundings() {
    let before = ["Đoàn tàu rời ga lúc 7 giờ sáng, trễ mười phút so với lịch.", "Trời mưa."];
    let added = ["Tin mới nhận.", "Đoàn tàu rời ga lúc 7 giờ sáng, trễ mười phút so với lịch.", "Trời mưa."];
    assert_eq!(found(&before, "7 giờ", &added).as_deref(), Some("7 giờ"));
    // The same words in other surroundings are not the passage.
    assert_eq!(found(&before, "7 giờ", &["Chợ họp từ 7 giờ đến trưa.", "Trời mưa."]), None);
}

#[test]
fn a_corrected_quote_is_known_again() {
    let before = ["Đoàn tàu rời ga lúc 7 giờ sáng, trê mười phut so với lich.", "Trời mưa."];
    let after = ["Tin mới nhận.", "Đoàn tàu rời ga lúc 7 giờ sáng, trễ mười phút so với lịch.", "Trời mưa."];
    assert_eq!(found(&before, "trê mười phut so", &after).as_deref(), Some("trễ mười phút so"));
    // Nearly the same words in two places with the same surroundings: nobody knows which.
    let once = "Đoàn tàu rời ga lúc 7 giờ sáng, trễ mười phút so với lịch. Trời mưa.";
    assert_eq!(found(&before, "trê mười phut so", &["Tin.", once, once]), None);
    let long: String = (100..160).map(|n| format!("Đoạn thứ {n} rất dài. ")).collect();
    let long = long.trim_end();
    let corrected = long.replacen("rất", "rât", 3);
    let words = long.trim_end_matches('.');
    assert_eq!(
        found(&["Đầu.", long], words, &["Đầu.", "Thêm.", &corrected]).map(|t| t.chars().count()),
        Some(words.chars().count())
    );
}

/// Paragraphs of many different words, as texts have them.
fn paragraphs() -> impl Strategy<Value = Vec<Vec<String>>> {
    let word = "[bcdghklmnpqstvx]{1,2}(a|ă|ấ|e|ế|i|o|ô|ờ|u|ư|ữ)[cmnpt]?";
    proptest::collection::vec(proptest::collection::vec(word, 4..12), 2..6)
}

fn joined(paragraphs: &[Vec<String>]) -> Projection {
    let texts: Vec<String> = paragraphs.iter().map(|words| words.join(" ")).collect();
    projection(&texts.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn a_region_stays_with_its_picture() {
    use crate::{Area, Block, Digest, Image, Region};
    let figure = || {
        let image = Image::new(Digest("p".into()), "Cầu");
        Block::Figure { image, caption: vec![] }
    };
    let line = |words: &str| Block::paragraph(words);
    let before = Projection::of_blocks(&[line("Một hai."), figure(), line("Ba."), figure()]);
    let region = Region { asset: Digest("p".into()), fragment: Area::percent(1.0, 2.0, 3.0, 4.0).unwrap() };
    let target = TextTarget::of_region(&before, region, 99).unwrap();
    let moved = |blocks: &[Block]| {
        let after = Projection::of_blocks(blocks);
        let map = TextMap::between(&before.text, &after.text);
        carry(&target, &map, &before, &after)
    };
    // The second of two that are the same stays the second.
    let longer = moved(&[line("Không, hai, ba, bốn, năm."), figure(), figure(), line("Ba.")]).unwrap();
    assert_eq!((longer.position.start, longer.region.as_ref()), (26, target.region.as_ref()));
    let first = moved(&[figure(), line("Ba.")]).unwrap();
    assert_eq!((first.position.start, first.position.end), (0, 0));
    assert_eq!(moved(&[line("Một hai."), line("Ba.")]), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Words are changed, added or taken out in one paragraph; a passage of another one stays where its words are.
    #[test]
    fn a_correction_elsewhere_leaves_a_passage_alone(
        before in paragraphs(), edited in 0usize..5, passage in 0usize..6, from in 0usize..4, count in 1usize..4,
        new in proptest::collection::vec("[a-zđờ]{1,5}", 0..8), at in 0usize..8,
    ) {
        let passage = passage % before.len();
        let edited = (passage + 1 + edited % (before.len() - 1)) % before.len();
        let mut after = before.clone();
        let at = at.min(after[edited].len());
        let end = (at + 3).min(after[edited].len());
        after[edited].splice(at..end, new);
        if after[edited].is_empty() {
            after.remove(edited);
        }
        let text = joined(&before);
        let start = text.leaves[passage].start + before[passage][..from].iter().map(|w| w.chars().count() + 1).sum::<usize>();
        let words = before[passage][from..(from + count).min(before[passage].len())].join(" ");
        let target = TextTarget::at(&text, TextPosition { start, end: start + words.chars().count() }).unwrap();
        let now = joined(&after);
        let map = TextMap::between(&text.text, &now.text);
        let carried = carry(&target, &map, &text, &now).unwrap();
        prop_assert_eq!(&carried.quote.exact, &words);
        let paragraph = if after.len() < before.len() && passage > edited { passage - 1 } else { passage };
        let expected = now.leaves[paragraph].start + (start - text.leaves[passage].start);
        // The same paragraph twice is the same text; which of the two it is cannot be told.
        prop_assume!(before.iter().filter(|other| **other == before[passage]).count() == 1);
        prop_assert_eq!(carried.position.start, expected);
        // And the correction taken back brings it back.
        let back = TextMap::between(&now.text, &text.text);
        prop_assert_eq!(carry(&carried, &back, &now, &text).unwrap(), target);
    }

    /// A letter of a longer passage is corrected; it stays, and says the same but for that letter.
    #[test]
    fn a_corrected_letter_keeps_the_passage(before in paragraphs(), which in 0usize..6, at in 0usize..40, letter in "[a-zđầ0-9]") {
        let which = which % before.len();
        let text = joined(&before);
        let leaf = text.leaves[which];
        let target = TextTarget::at(&text, TextPosition { start: leaf.start, end: leaf.end }).unwrap();
        let mut chars: Vec<char> = text.text.chars().collect();
        let place = leaf.start + at % (leaf.end - leaf.start);
        let place = if chars[place] == ' ' { place - 1 } else { place };
        chars[place] = letter.chars().next().unwrap();
        let after = chars.iter().collect::<String>();
        let after = projection(&after.split('\n').collect::<Vec<_>>());
        let map = TextMap::between(&text.text, &after.text);
        let carried = carry(&target, &map, &text, &after).unwrap();
        prop_assert_eq!(carried.position, target.position);
        // Another device sees only the text that came of it.
        if leaf.end - leaf.start > 24 {
            prop_assert_eq!(target.resolve(&after), Some(target.position));
        }
    }
}
