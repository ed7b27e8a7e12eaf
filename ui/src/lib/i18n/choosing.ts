/** The words of choosing what comes in, in both languages. */
const en = {
  look: 'Choose articles…',
  looking: 'Looking into the sources…',
  lookHelp: 'See what a feed, an archive or a book holds, and choose.',
  all: 'All',
  none: 'None',
  filter: 'Find among them',
  here: 'in the library',
  chosen: (n: number, of: number) => `${n} of ${of} chosen`,
  take: (n: number) => (n === 1 ? 'Import 1 article' : `Import ${n} articles`),
  back: 'Back'
};

export const choosing: { en: typeof en; vi: typeof en } = {
  en,
  vi: {
    look: 'Chọn bài…',
    looking: 'Đang xem trong các nguồn…',
    lookHelp: 'Xem bảng tin, kho lưu trữ hay sách có những bài nào rồi chọn.',
    all: 'Tất cả',
    none: 'Bỏ chọn',
    filter: 'Tìm trong danh sách',
    here: 'đã có trong thư viện',
    chosen: (n, of) => `Đã chọn ${n} trên ${of}`,
    take: (n) => `Nhập ${n} bài`,
    back: 'Quay lại'
  }
};
