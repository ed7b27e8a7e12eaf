/** The words of citing, in both languages. */
import type { AuthorForm, LocatorLabel } from '../api';

const en = {
  cite: 'Cite…',
  citeKey: 'Cite (Ctrl+Shift+K, or type [@)',
  picker: 'Cite articles',
  find: 'Title, author, year or citekey',
  nothing: 'No article has all of these words.',
  inCollection: 'in this collection',
  chosen: 'The citation',
  noneChosen: 'Choose one or several articles.',
  prefix: 'Words before',
  prefixHelp: 'see',
  locator: 'Place',
  kind: 'Kind of place',
  suffix: 'Words after',
  author: 'Author',
  authors: { styled: 'as the style has it', suppressed: 'left out', 'in-text': 'in the sentence' } as Record<AuthorForm, string>,
  remove: (key: string) => `Take out ${key}`,
  up: (key: string) => `Put ${key} earlier`,
  insert: 'Insert',
  change: 'Change',
  drop: 'Remove the citation',
  printed: 'As it will be printed',
  empty: 'What you write appears here as it will be printed.',
  unknown: (keys: string) => `No article has the citekey ${keys}. The citation stays as it is typed.`,
  locators: {
    page: 'page', chapter: 'chapter', section: 'section', paragraph: 'paragraph', line: 'line', part: 'part', volume: 'volume',
    issue: 'number', column: 'column', figure: 'figure', table: 'table', note: 'note', appendix: 'appendix', article: 'article of a law',
    book: 'book', folio: 'folio', verse: 'verse'
  } as Record<LocatorLabel, string>
};

const vi: typeof en = {
  cite: 'Trích dẫn…',
  citeKey: 'Trích dẫn (Ctrl+Shift+K, hoặc gõ [@)',
  picker: 'Trích dẫn bài viết',
  find: 'Nhan đề, tác giả, năm hoặc khoá trích dẫn',
  nothing: 'Không có bài nào chứa đủ các từ này.',
  inCollection: 'trong tập này',
  chosen: 'Trích dẫn',
  noneChosen: 'Chọn một hoặc nhiều bài.',
  prefix: 'Lời trước',
  prefixHelp: 'xem',
  locator: 'Chỗ',
  kind: 'Loại chỗ',
  suffix: 'Lời sau',
  author: 'Tác giả',
  authors: { styled: 'theo kiểu trích dẫn', suppressed: 'bỏ tên', 'in-text': 'nêu trong câu' },
  remove: (key) => `Bỏ ${key}`,
  up: (key) => `Đưa ${key} lên trước`,
  insert: 'Chèn',
  change: 'Đổi',
  drop: 'Bỏ trích dẫn này',
  printed: 'Khi in ra',
  empty: 'Những gì bạn viết hiện ở đây như khi in ra.',
  unknown: (keys) => `Không bài nào có khoá ${keys}. Trích dẫn giữ nguyên như đã gõ.`,
  locators: {
    page: 'trang', chapter: 'chương', section: 'mục', paragraph: 'đoạn', line: 'dòng', part: 'phần', volume: 'tập',
    issue: 'số', column: 'cột', figure: 'hình', table: 'bảng', note: 'chú thích', appendix: 'phụ lục', article: 'điều',
    book: 'quyển', folio: 'tờ', verse: 'câu'
  }
};

export const citing = { en, vi };
