/** The words for parts of pictures, in both languages. */

const en = {
  mark: 'Mark a part of the picture',
  part: (colour: string, note: string) => `Part of the picture, ${colour}${note ? `: ${note}` : ''}`,
  inPicture: 'Part of the picture',
  draw: 'Rectangle over the picture',
  at: (left: number, top: number, width: number, height: number) => `${left} % from the left, ${top} % from the top, ${width} % wide, ${height} % high`,
  keys: [
    ['← ↑ → ↓', 'move'],
    ['Shift', 'size'],
    ['Ctrl', 'finely'],
    ['Enter', 'keep'],
    ['Esc', 'leave']
  ] as [string, string][],
  byMouse: 'Draw over the picture, or:',
  keep: 'Keep',
  leave: 'Cancel',
  marked: (colour: string) => `Part of the picture marked: ${colour}`
};

const vi: typeof en = {
  mark: 'Đánh dấu một phần của ảnh',
  part: (colour, note) => `Một phần của ảnh, ${colour}${note ? `: ${note}` : ''}`,
  inPicture: 'Một phần của ảnh',
  draw: 'Khung trên ảnh',
  at: (left, top, width, height) => `cách trái ${left} %, cách trên ${top} %, rộng ${width} %, cao ${height} %`,
  keys: [
    ['← ↑ → ↓', 'dời'],
    ['Shift', 'đổi cỡ'],
    ['Ctrl', 'từng chút'],
    ['Enter', 'giữ'],
    ['Esc', 'bỏ']
  ],
  byMouse: 'Vẽ khung trên ảnh, hoặc:',
  keep: 'Giữ',
  leave: 'Bỏ',
  marked: (colour) => `Đã đánh dấu một phần của ảnh: ${colour}`
};

export const regions = { en, vi };
