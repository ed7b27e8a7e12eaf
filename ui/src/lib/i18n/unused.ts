/** The words of originals that nothing refers to any more, in both languages. */

const en = {
  open: 'Originals no longer used…',
  title: 'Originals no longer used',
  looking: 'Looking for originals that nothing refers to…',
  none: 'Every original belongs to something in the library or in the trash.',
  found: (n: number, size: string) =>
    n === 1 ? `1 original (${size}) belongs to nothing any more, here or in the trash. It is still kept.` : `${n} originals (${size}) belong to nothing any more, here or in the trash. They are still kept.`,
  of: (title: string) => `of “${title}”`,
  sure: (n: number) =>
    `Remove ${n === 1 ? 'it' : `all ${n}`} from the archive for good? This cannot be undone; the next backup follows. If other devices share this library, first open it on each of them.`,
  more: (n: number) => `and ${n} more`,
  keep: 'Keep them',
  purge: 'Remove them for good',
  purged: (n: number, size: string) => (n === 1 ? `1 original (${size}) is kept no more.` : `${n} originals (${size}) are kept no more.`),
  waits: 'Files of another device hold some of them until Fonds opens the library there.',
  stopped: 'Stopped; the others are still kept.'
};

const vi: typeof en = {
  open: 'Nguyên bản không còn dùng…',
  title: 'Nguyên bản không còn dùng',
  looking: 'Đang tìm những nguyên bản không còn gì dùng đến…',
  none: 'Mọi nguyên bản đều thuộc về bài nào đó trong thư viện hoặc thùng rác.',
  found: (n, size) => `${n} nguyên bản (${size}) không còn thuộc về bài nào, trong thư viện lẫn thùng rác. Chúng vẫn đang được lưu.`,
  of: (title) => `của “${title}”`,
  sure: (n) =>
    `Xoá hẳn ${n === 1 ? 'nguyên bản này' : `cả ${n} nguyên bản`} khỏi kho? Không hoàn tác được; lần sao lưu sau cũng sẽ xoá theo. Nếu có thiết bị khác dùng chung thư viện này, trước hết hãy mở thư viện trên từng thiết bị.`,
  more: (n) => `và ${n} nguyên bản nữa`,
  keep: 'Giữ lại',
  purge: 'Xoá hẳn',
  purged: (n, size) => `${n} nguyên bản (${size}) không còn được lưu.`,
  waits: 'Tập tin của thiết bị khác còn giữ một số cho đến khi Fonds mở thư viện ở đó.',
  stopped: 'Đã dừng; những nguyên bản còn lại vẫn được lưu.'
};

export const unused = { en, vi };
