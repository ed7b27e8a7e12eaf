/** The words of sharing: what is particular to an e-book, and what comes from another library. In both languages. */

const en = {
  ebook: 'E-book',
  data: 'Carry articles, notes and tags as data',
  dataHelp: 'Another Fonds library can take the book in: articles, notes, tags and order come back as they are here.',
  printedPages: 'Page numbers of the printed edition',
  pictures: 'Pictures',
  pictureWidths: { '': 'as they are', '1600': 'at most 1,600 pixels wide', '1200': 'at most 1,200 pixels wide', '800': 'at most 800 pixels wide' },
  notesAppendix: 'An appendix of all notes',
  cover: 'Cover',
  coverOfLetters: 'letters, made from the title',
  coverPicture: 'a picture of your own',
  choosePicture: 'Choose a picture…',
  noPicture: 'Use letters again',
  font: 'Typeface',
  fonts: { '': 'that of the reading system', serif: 'Noto Serif, in the file', sans: 'Noto Sans, in the file' },
  volumes: 'At most so many MB a volume',
  volumesHelp: 'A larger book comes in several files. Empty: one file.',
  contents: 'Contents of the e-book',
  lookSoon: 'The e-book appears here.',
  previousPage: 'Previous chapter',
  nextPage: 'Next chapter',
  dragOut: 'Drag it into a folder or another program',
  inVolumes: (n: number) => (n === 1 ? '1 volume.' : `${n} volumes.`),
  brought: (title: string, added: number, isNew: boolean) =>
    isNew ? `Collection “${title}” came in.` : added > 0 ? `Collection “${title}”: ${added} added at its end.` : `Collection “${title}” is here already.`,
  size: (all: string) => `Size: ${all}.`,
  picturesReduced: (given: string, written: string) => `Pictures: ${written} instead of ${given}.`
};

const vi: typeof en = {
  ebook: 'Sách điện tử',
  data: 'Mang theo bài viết, ghi chú và nhãn dưới dạng dữ liệu',
  dataHelp: 'Thư viện Fonds khác có thể nhận cuốn sách: bài viết, ghi chú, nhãn và thứ tự trở lại đúng như ở đây.',
  printedPages: 'Số trang của bản in',
  pictures: 'Hình ảnh',
  pictureWidths: { '': 'giữ nguyên', '1600': 'rộng tối đa 1.600 điểm ảnh', '1200': 'rộng tối đa 1.200 điểm ảnh', '800': 'rộng tối đa 800 điểm ảnh' },
  notesAppendix: 'Phụ lục gồm mọi ghi chú',
  cover: 'Bìa',
  coverOfLetters: 'bìa chữ, làm từ nhan đề',
  coverPicture: 'hình của bạn',
  choosePicture: 'Chọn hình…',
  noPicture: 'Dùng lại bìa chữ',
  font: 'Phông chữ',
  fonts: { '': 'của thiết bị đọc', serif: 'Noto Serif, kèm trong sách', sans: 'Noto Sans, kèm trong sách' },
  volumes: 'Mỗi tập tối đa (MB)',
  volumesHelp: 'Sách lớn hơn được chia thành nhiều tập tin. Để trống: một tập tin.',
  contents: 'Mục lục sách điện tử',
  lookSoon: 'Sách điện tử sẽ hiện ở đây.',
  previousPage: 'Chương trước',
  nextPage: 'Chương sau',
  dragOut: 'Kéo vào thư mục hoặc chương trình khác',
  inVolumes: (n) => `${n} tập.`,
  brought: (title, added, isNew) =>
    isNew ? `Đã nhận bộ sưu tập “${title}”.` : added > 0 ? `Bộ sưu tập “${title}”: thêm ${added} mục vào cuối.` : `Bộ sưu tập “${title}” đã có sẵn.`,
  size: (all) => `Dung lượng: ${all}.`,
  picturesReduced: (given, written) => `Hình ảnh: ${written} thay vì ${given}.`
};

export const sharing = { en, vi };
