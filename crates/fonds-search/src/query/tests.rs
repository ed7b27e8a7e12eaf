//! Queries read, written and edited.

use super::*;
use proptest::prelude::*;

/// The tree as text that shows its shape.
fn shape(node: &Node) -> String {
    let list = |parts: &[Node]| parts.iter().map(shape).collect::<Vec<_>>().join(" ");
    match node {
        Node::All(parts) => format!("({})", list(parts)),
        Node::Any(parts) => format!("[{}]", list(parts)),
        Node::Not(part) => format!("!{}", shape(part)),
        Node::Is(condition) => condition.to_string(),
    }
}

fn read(text: &str) -> (String, Vec<(ProblemCode, usize, usize)>) {
    let Parsed { query, problems } = Query::parse(text);
    let open = if query.is_open { "~" } else { "" };
    let problems = problems.iter().map(|p| (p.code, p.place.start, p.place.end)).collect();
    (shape(&query.root) + open, problems)
}

#[test]
fn shapes() {
    for (text, expected) in [
        ("", "()"),
        ("cầu", "cầu~"),
        ("cầu ", "cầu"),
        ("cầu mớ", "(cầu mớ)~"),
        ("cầu \"đường sắt\" -metro", "(cầu \"đường sắt\" !metro)"),
        ("cau* ", "cau*"),
        ("“đường sắt”", "\"đường sắt\""),
        ("chiến tranh OR hoà bình", "[(chiến tranh) (hoà bình)]~"),
        ("chiến HOẶC hoà ", "[chiến hoà]"),
        ("(a OR b) c ", "([a b] c)"),
        ("-(a b) ", "!(a b)"),
        ("--a ", "a"),
        ("((a)) ", "a"),
        ("a (b c) ", "(a b c)"),
        (" - & \"\" ", "()"),
        ("tag:Huế Tag:\"Hội hoạ\" ", "(tag:Huế tag:\"Hội hoạ\")"),
        ("-tag:Huế", "!tag:Huế"),
        ("author:\"Nguyễn V\"* source:tuổi* ", "(author:\"Nguyễn V\"* source:tuổi*)"),
        (
            "date:1945..1954 kind:letter has:note in:Báo lang:VI ",
            "(date:1945..1954 kind:letter has:note in:Báo lang:vi)",
        ),
        ("https://bao.vn/cau-moi 16:30", "(https://bao.vn/cau-moi 16:30)~"),
    ] {
        assert_eq!(read(text), (expected.to_owned(), vec![]), "{text}");
    }
}

#[test]
fn problems_have_places_and_the_rest_runs() {
    use ProblemCode::*;
    for (text, expected, problems) in [
        ("cầu \"chưa đóng", "(cầu \"chưa đóng\")", vec![(UnclosedQuote, 4, 14)]),
        ("(cầu ", "cầu", vec![(UnclosedParenthesis, 0, 1)]),
        ("cầu) ", "cầu", vec![(UnexpectedParenthesis, 3, 4)]),
        ("OR cầu OR ", "cầu", vec![(MissingAlternative, 0, 2), (MissingAlternative, 7, 9)]),
        ("auther:nam ", "\"auther:nam\"", vec![(UnknownField, 0, 10)]),
        ("cầu tag: ", "cầu", vec![(MissingValue, 4, 8)]),
        ("date:mai cầu ", "cầu", vec![(BadDate, 0, 8)]),
        ("date:1954..1945 ", "()", vec![(ReversedDate, 0, 15)]),
        ("kind:báo has:gì ", "()", vec![(UnknownKind, 0, 8), (UnknownHas, 9, 15)]),
    ] {
        assert_eq!(read(text), (expected.to_owned(), problems), "{text}");
    }
}

#[test]
fn depth_and_length_are_bounded() {
    let deep = Query::parse(&format!("{}a{}", "-(b OR ".repeat(50_000), ")".repeat(50_000)));
    assert!(deep.problems.iter().any(|problem| problem.code == ProblemCode::TooDeep));
    let long = Query::parse(&"a ".repeat(10_000));
    assert_eq!(long.query.root.conditions().len(), LONGEST);
    assert_eq!(long.problems.len(), 1);
}

#[test]
fn clauses_are_added_and_removed() {
    let tag = Condition::Tag("Hội hoạ".into());
    let query = Query::parse("chiến tranh OR hoà bì").query.with(&tag);
    assert_eq!(query.to_string(), "(chiến tranh OR hoà bì*) tag:\"Hội hoạ\"");
    assert!(query.holds(&tag));
    assert_eq!(query.with(&tag), query);
    assert_eq!(query.without(&tag).to_string(), "chiến tranh OR hoà bì*");
    assert_eq!(
        query.toggled("tag:\"Hội hoạ\"").toggled("tag:Huế").to_string(),
        "(chiến tranh OR hoà bì*) tag:Huế"
    );
    let either = Query::parse("tranh (tag:\"Hội hoạ\" OR tag:Huế)").query;
    assert!(either.holds(&tag));
    assert_eq!(either.without(&tag).to_string(), "tranh tag:Huế");
    let negative = Query::parse("-tag:Huế tranh ").query;
    assert!(!negative.holds(&Condition::Tag("Huế".into())));
}

/// Pieces of which queries are made, so that structure is met often.
fn query_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zà-ỹđ]{1,4}",
        2 => Just(" ".to_owned()),
        1 => prop::sample::select(vec![
            "(", ")", "-", "\"", "“", "\\", "*", ":", "OR", " OR ", " HOẶC ", "tag:", "author:", "source:", "in:",
            "lang:", "kind:letter", "has:tag", "date:1945", "date:1930/1935", "date:..194X", "foo:bar", "..", "\u{301}",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(text in query_text()) {
        let read = Query::parse(&text).query;
        let written = read.to_string();
        let again = Query::parse(&written);
        prop_assert_eq!(&again.query, &read, "{} was written as {}", text, written);
        prop_assert!(again.problems.is_empty(), "{} has {:?}", written, again.problems);
    }

    #[test]
    fn what_is_added_can_be_removed(text in query_text(), label in "[a-zđ \"()*-]{1,8}[a-z]") {
        let query = Query::parse(&text).query;
        let tag = Condition::Tag(fonds_model::text::clean_line(&label));
        prop_assume!(!query.holds(&tag));
        let with = Query::parse(&query.with(&tag).to_string()).query;
        prop_assert!(with.holds(&tag), "{}", with);
        let plain = |query: Query| query.with(&tag).without(&tag);
        prop_assert_eq!(with.without(&tag), plain(query));
    }

    #[test]
    fn places_are_within_the_text(text in query_text()) {
        for problem in Query::parse(&text).problems {
            prop_assert!(problem.place.start < problem.place.end);
            prop_assert!(problem.place.end <= text.chars().count());
        }
    }
}
