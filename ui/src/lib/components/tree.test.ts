import { describe, expect, it } from 'vitest';
import { byId, isWithin, path, rows, typed, type Leaf } from './tree';

const leaf = (id: string, label: string, parent: string | null = null): Leaf => ({ id, label, parent });
const nodes = [leaf('d', 'Đường'), leaf('t1', 'Tranh lụa', 'p'), leaf('p', 'Hội hoạ', 'a'), leaf('a', 'Nghệ thuật'), leaf('y', 'Âm nhạc', 'a'), leaf('x', 'Dân ca'), leaf('o', 'Mồ côi', 'gone')];
const line = (folded: string[], fits: ((node: Leaf) => boolean) | null = null) =>
  rows(nodes, (id) => folded.includes(id), fits).map(({ node, level, place, size, open }) => `${level} ${node.label} ${place}/${size}${open ? ' v' : ''}`);

describe('rows', () => {
  it('stand in the order of Vietnamese dictionaries, each under its own', () => {
    expect(line([])).toEqual(['1 Dân ca 1/4', '1 Đường 2/4', '1 Mồ côi 3/4', '1 Nghệ thuật 4/4 v', '2 Âm nhạc 1/2', '2 Hội hoạ 2/2 v', '3 Tranh lụa 1/1']);
  });

  it('hide what stands under a folded one', () => {
    expect(line(['a'])).toEqual(['1 Dân ca 1/4', '1 Đường 2/4', '1 Mồ côi 3/4', '1 Nghệ thuật 4/4']);
  });

  it('show what fits a filter with all that it stands under, folded or not', () => {
    expect(line(['a', 'p'], ({ label }) => label.includes('lụa'))).toEqual(['1 Nghệ thuật 1/1 v', '2 Hội hoạ 1/1 v', '3 Tranh lụa 1/1']);
  });
});

describe('lineage', () => {
  it('leads from the root', () => {
    const known = byId(nodes);
    expect(path(known, 't1').map(({ id }) => id)).toEqual(['a', 'p', 't1']);
    expect([isWithin(known, 't1', 'a'), isWithin(known, 'a', 'a'), isWithin(known, 'a', 't1')]).toEqual([true, true, false]);
  });

  it('comes to an end in a loop', () => {
    const known = byId([leaf('1', 'a', '2'), leaf('2', 'b', '1')]);
    expect(path(known, '1').map(({ id }) => id)).toEqual(['2', '1']);
  });
});

it('finds the row that begins as typed, and goes round', () => {
  const all = rows(nodes, () => false, null);
  const at = (from: number, text: string) => all[typed(all, from, text)]?.node.label;
  expect(at(0, 'd')).toBe('Đường');
  expect(at(1, 'd')).toBe('Dân ca');
  expect(at(1, 'du')).toBe('Đường');
  expect(at(6, 'am')).toBe('Âm nhạc');
  expect(typed(all, 0, 'xyz')).toBe(-1);
});
