import { describe, expect, it } from 'vitest';
import { called, complete, nameOf, type Named } from './complete';

const node = (id: string, label: string, parent: string | null = null, also: string[] = [], weight = 0): Named => ({ id, label, parent, also, weight });
const nodes = [
  node('art', 'Nghệ thuật', null, ['Mỹ thuật'], 3),
  node('paint', 'Hội hoạ', 'art', [], 2),
  node('hue', 'Huế', null, [], 1),
  node('huepaint', 'Hội hoạ', 'hue', [], 5),
  node('bridge', 'Cầu Long Biên', null, [], 9),
  node('bridges', 'Cầu'),
  node('demand', 'Nhu cầu', null, [], 4),
  node('road', 'Đường'),
  node('sun', 'Dương')
];
const found = (typed: string) => complete(nodes, typed).map(({ node }) => node.id);

describe('complete', () => {
  it('folds marks, and puts the whole name before its beginning before the rest', () => {
    expect(found('cau')).toEqual(['bridges', 'bridge', 'demand']);
    expect(found('LONG cau')).toEqual(['bridge']);
    expect(found('xyz')).toEqual([]);
  });

  it('puts what has the marks that were typed first', () => {
    expect(found('đường')).toEqual(['road', 'sun']);
    expect(found('dương')).toEqual(['sun', 'road']);
  });

  it('finds other names, after own ones, and says which', () => {
    expect(complete(nodes, 'my thuat').map(({ node, via }) => [node.id, via])).toEqual([['art', 'Mỹ thuật']]);
    expect(found('thuật')).toEqual(['art']);
  });

  it('tells where things stand, and follows a path', () => {
    expect(complete(nodes, 'hoi hoa').map(({ above }) => above)).toEqual([['Huế'], ['Nghệ thuật']]);
    expect(found('nghe/hoi')).toEqual(['paint']);
    expect(found('hue/')).toEqual(['huepaint']);
  });

  it('leaves out what is not wanted, but not from what stands under it', () => {
    expect(complete(nodes, 'hoi hoa', ['hue']).map(({ above }) => above.join())).toEqual(['Huế', 'Nghệ thuật']);
    expect(complete(nodes, 'hue', ['hue'])).toEqual([]);
  });

  it('begins with what is used most', () => {
    expect(complete(nodes, '', [], 2).map(({ node }) => node.id)).toEqual(['bridge', 'huepaint']);
  });
});

describe('names', () => {
  it('finds what is called so', () => {
    expect(called(nodes, ' Cầu ')?.id).toBe('bridges');
    expect(called(nodes, 'Huế / Hội hoạ')?.id).toBe('huepaint');
    expect(called(nodes, 'Mỹ thuật')?.id).toBe('art');
    expect(called(nodes, 'cau')).toBeUndefined();
  });

  it('names a node so that it is told from others', () => {
    expect(nodes.map((node) => nameOf(nodes, node)).slice(0, 4)).toEqual(['Nghệ thuật', 'Nghệ thuật/Hội hoạ', 'Huế', 'Huế/Hội hoạ']);
  });
});
