import { describe, expect, it } from 'vitest';
import { address } from './address';

describe('an address', () => {
  it('shows the host, and not what only looks like one', () => {
    expect(address('https://bao.vn/a?b#c')).toMatchObject({ before: 'https://', host: 'bao.vn', after: '/a?b#c', opens: true });
    expect(address('https://bao.vn@ngoai.example/dang-nhap')).toMatchObject({ before: 'https://bao.vn@', host: 'ngoai.example' });
    expect(address('https://bao.vn\\@ngoai.example')).toMatchObject({ whole: 'https://bao.vn\\@ngoai.example' });
  });

  it('opens mail and what a doi stands for, and nothing else', () => {
    expect(address('mailto:an@bao.vn?subject=x')).toMatchObject({ host: 'an@bao.vn', opens: true });
    expect(address('doi:10.1/x')).toMatchObject({ whole: 'https://doi.org/10.1/x', host: 'doi.org', opens: true });
    for (const other of ['javascript:alert(1)', 'file:///etc/passwd', 'tauri://localhost', '']) expect(address(other).opens).toBe(false);
  });
});
