/** The words of correcting a text, in both languages. */
import type { Loss } from '../api';

const en = {
  open: 'Correct the text',
  help: 'Each box is a paragraph, in Markdown. Notes stay with their words.',
  changed: (n: number) => (n === 0 ? 'Nothing changed yet' : n === 1 ? '1 change' : `${n} changes`),
  save: 'Save the text',
  discard: 'Discard',
  block: (n: number) => `Paragraph ${n}`,
  up: 'Move up',
  down: 'Move down',
  merge: 'Join with the one above',
  split: 'Split where the cursor is',
  remove: 'Take out',
  putBack: 'Put back',
  takenOut: 'Taken out:',
  kind: 'Kind of paragraph',
  text: 'Text',
  heading: (level: number) => `Heading ${level - 1}`,
  loses: (what: string) => `If you change this one, it loses ${what}.`,
  losses: {
    words: 'spaces or signs that Markdown cannot hold',
    table: 'the form of the table',
    pictures: 'pictures',
    links: 'links',
    notes: 'references to notes',
    letters: 'italics, bold or raised letters',
    structure: 'its structure'
  } as Record<Loss, string>,
  sure: 'The text has changes that are not saved.',
  keepOn: 'Go on correcting',
  done: (moved: number, detached: number, found: number) =>
    [
      'The text is corrected.',
      moved === 1 ? '1 note moved with its words.' : moved > 1 ? `${moved} notes moved with their words.` : '',
      detached === 1 ? '1 note lost its words.' : detached > 1 ? `${detached} notes lost their words.` : '',
      found === 1 ? '1 note has its words again.' : found > 1 ? `${found} notes have their words again.` : ''
    ].filter(Boolean).join(' '),
  unchanged: 'The text is as it was.',
  /** In the palette nothing says what they are about. */
  leave: 'Stop correcting the text',
  paragraph: {
    split: 'Split the paragraph where the cursor is',
    merge: 'Join the paragraph with the one above',
    up: 'Move the paragraph up',
    down: 'Move the paragraph down',
    remove: 'Take the paragraph out'
  }
};

const vi: typeof en = {
  open: 'Sửa văn bản',
  help: 'Mỗi khung là một đoạn, viết bằng Markdown. Ghi chú đi theo chữ của nó.',
  changed: (n) => (n === 0 ? 'Chưa thay đổi gì' : `${n} thay đổi`),
  save: 'Lưu văn bản',
  discard: 'Bỏ thay đổi',
  block: (n) => `Đoạn ${n}`,
  up: 'Chuyển lên',
  down: 'Chuyển xuống',
  merge: 'Nối với đoạn trên',
  split: 'Tách tại con trỏ',
  remove: 'Bỏ đoạn này',
  putBack: 'Đặt lại',
  takenOut: 'Đã bỏ:',
  kind: 'Loại đoạn',
  text: 'Văn bản',
  heading: (level) => `Đề mục ${level - 1}`,
  loses: (what) => `Nếu sửa đoạn này sẽ mất ${what}.`,
  losses: {
    words: 'khoảng trắng hoặc ký hiệu mà Markdown không giữ được',
    table: 'hình thức của bảng',
    pictures: 'ảnh',
    links: 'liên kết',
    notes: 'chỗ dẫn tới chú thích',
    letters: 'chữ nghiêng, đậm hoặc chữ nâng',
    structure: 'cấu trúc'
  },
  sure: 'Văn bản có thay đổi chưa lưu.',
  keepOn: 'Sửa tiếp',
  done: (moved, detached, found) =>
    [
      'Đã sửa văn bản.',
      moved > 0 ? `${moved} ghi chú đã chuyển theo chữ.` : '',
      detached > 0 ? `${detached} ghi chú mất chỗ vì chữ không còn.` : '',
      found > 0 ? `${found} ghi chú đã tìm lại được chữ.` : ''
    ].filter(Boolean).join(' '),
  unchanged: 'Văn bản vẫn như cũ.',
  leave: 'Thôi sửa văn bản',
  paragraph: {
    split: 'Tách đoạn tại con trỏ',
    merge: 'Nối đoạn với đoạn trên',
    up: 'Chuyển đoạn lên',
    down: 'Chuyển đoạn xuống',
    remove: 'Bỏ đoạn này ra'
  }
};

export const correcting = { en, vi };
