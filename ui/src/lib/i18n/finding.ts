/** The words of finding, in both languages. Problems of a query go by their codes and tell what stands there. */
import type { FacetKind, Sort } from '../api';

type Problems = Record<string, (value: string) => string>;

/** A row of the table of the query language: what one writes, and what it finds. */
type Rule = [string, string];

const en = {
  filter: 'Filter',
  facets: {
    year: 'Year',
    decade: 'Years',
    publication: 'Publication',
    tag: 'Tag',
    language: 'Language',
    kind: 'Kind'
  } as Record<FacetKind, string>,
  chosen: (n: number) => `${n} chosen`,
  moreValues: (n: number) => `${n} more`,
  fewerValues: 'fewer',
  removeFilter: (label: string) => `Remove the filter ${label}`,
  order: 'Order',
  orders: {
    relevance: 'Best match',
    newest: 'Newest first',
    oldest: 'Oldest first',
    title: 'By title',
    added: 'Last added'
  } as Record<Sort, string>,
  moreHits: 'Show more',
  inNote: 'In a note:',
  problems: {
    'unclosed-quote': () => 'A quotation mark is not closed; it is taken to end here.',
    'unclosed-parenthesis': () => 'A parenthesis is not closed; it is taken to end here.',
    'unexpected-parenthesis': () => 'A parenthesis is closed that was not opened; it is left out.',
    'missing-alternative': (value) => `“${value}” needs something on both sides.`,
    'unknown-field': (value) => `There is no field “${value}:”; the words are looked for as they stand.`,
    'missing-value': (value) => `Something is missing after “${value}”.`,
    'bad-date': (value) => `“${value}” is not a date. Write 1945, 1945-09-02 or 1945..1954.`,
    'reversed-date': (value) => `“${value}” ends before it begins.`,
    'unknown-kind': (value) => `There is no kind of document “${value}”.`,
    'unknown-has': (value) => `“has:” is followed by note, highlight or tag, not by “${value}”.`,
    'unknown-tag': (value) => `There is no tag “${value}”.`,
    'unknown-collection': (value) => `There is no collection “${value}”.`,
    'too-deep': () => 'Too many parentheses within each other; the inner ones are left out.',
    'too-long': () => 'The query is too long; the rest is left out.'
  } as Problems,
  help: 'How to search',
  write: 'Write',
  finds: 'Finds articles',
  rules: [
    ['chiến tranh', 'with both words; marks may be left out: chien tranh'],
    ['"chiến tranh"', 'with these words side by side'],
    ['chiến tranh OR hoà bình', 'with the words before OR, or with those after it'],
    ['cầu -đường', 'with the first word and without the second'],
    ['cầu (thép OR gỗ)', 'with “cầu” and one of the two in parentheses'],
    ['giao*', 'with words that begin so'],
    ['author:"Vân Khánh"', 'by this author'],
    ['source:"Tuổi trẻ"', 'from this publication'],
    ['tag:"Hội hoạ"', 'with this tag, or one under it'],
    ['date:1945', 'of this year; also 1945-09, 1945-09-02, 194X'],
    ['date:1945..1954', 'from one date to another; also ..1954 and 1945..'],
    ['kind:letter', 'of this kind: newspaper, magazine, journal, web-page, report, letter, interview, speech, legislation, manuscript, document'],
    ['has:note', 'that have a note; also has:highlight, has:tag'],
    ['in:"Sông nước"', 'in this collection'],
    ['lang:vi', 'in this language']
  ] as Rule[]
};

const vi: typeof en = {
  filter: 'Lọc',
  facets: {
    year: 'Năm',
    decade: 'Thời kỳ',
    publication: 'Báo, tạp chí',
    tag: 'Nhãn',
    language: 'Ngôn ngữ',
    kind: 'Loại'
  },
  chosen: (n) => `đã chọn ${n}`,
  moreValues: (n) => `thêm ${n}`,
  fewerValues: 'bớt',
  removeFilter: (label) => `Bỏ điều kiện ${label}`,
  order: 'Thứ tự',
  orders: {
    relevance: 'Phù hợp nhất',
    newest: 'Mới nhất trước',
    oldest: 'Cũ nhất trước',
    title: 'Theo tên bài',
    added: 'Mới nhập trước'
  },
  moreHits: 'Xem thêm',
  inNote: 'Trong ghi chú:',
  problems: {
    'unclosed-quote': () => 'Thiếu dấu ngoặc kép đóng; coi như đóng ở cuối.',
    'unclosed-parenthesis': () => 'Thiếu dấu ngoặc đơn đóng; coi như đóng ở cuối.',
    'unexpected-parenthesis': () => 'Có dấu ngoặc đóng mà không có dấu mở; dấu này được bỏ qua.',
    'missing-alternative': (value) => `“${value}” cần có từ ở cả hai bên.`,
    'unknown-field': (value) => `Không có trường “${value}:”; tìm nguyên các chữ đó.`,
    'missing-value': (value) => `Sau “${value}” còn thiếu nội dung.`,
    'bad-date': (value) => `“${value}” không phải ngày tháng. Hãy viết 1945, 1945-09-02 hoặc 1945..1954.`,
    'reversed-date': (value) => `“${value}” kết thúc trước khi bắt đầu.`,
    'unknown-kind': (value) => `Không có loại tài liệu “${value}”.`,
    'unknown-has': (value) => `Sau “has:” là note, highlight hoặc tag, không phải “${value}”.`,
    'unknown-tag': (value) => `Không có nhãn “${value}”.`,
    'unknown-collection': (value) => `Không có bộ sưu tập “${value}”.`,
    'too-deep': () => 'Quá nhiều ngoặc lồng nhau; các ngoặc bên trong được bỏ qua.',
    'too-long': () => 'Câu tìm quá dài; phần còn lại được bỏ qua.'
  },
  help: 'Cách tìm',
  write: 'Viết',
  finds: 'Tìm các bài',
  rules: [
    ['chiến tranh', 'có cả hai chữ; gõ không dấu cũng được: chien tranh'],
    ['"chiến tranh"', 'có các chữ này liền nhau'],
    ['chiến tranh HOẶC hoà bình', 'có các chữ trước HOẶC, hay các chữ sau nó (cũng viết OR)'],
    ['cầu -đường', 'có chữ trước và không có chữ sau'],
    ['cầu (thép HOẶC gỗ)', 'có “cầu” và một trong hai chữ trong ngoặc'],
    ['giao*', 'có chữ bắt đầu như vậy'],
    ['author:"Vân Khánh"', 'của tác giả này'],
    ['source:"Tuổi trẻ"', 'đăng ở báo này'],
    ['tag:"Hội hoạ"', 'có nhãn này hoặc nhãn con của nó'],
    ['date:1945', 'trong năm này; cũng viết 1945-09, 1945-09-02, 194X'],
    ['date:1945..1954', 'từ thời điểm này đến thời điểm kia; cũng viết ..1954 và 1945..'],
    ['kind:letter', 'thuộc loại này: newspaper (bài báo), magazine (tạp chí), journal (nghiên cứu), web-page (trang web), report (báo cáo), letter (thư từ), interview (phỏng vấn), speech (diễn văn), legislation (pháp luật), manuscript (tài liệu lưu trữ), document (tài liệu)'],
    ['has:note', 'có ghi chú; cũng viết has:highlight (tô màu), has:tag (nhãn)'],
    ['in:"Sông nước"', 'trong bộ sưu tập này'],
    ['lang:vi', 'bằng ngôn ngữ này']
  ]
};

export const finding = { en, vi };
