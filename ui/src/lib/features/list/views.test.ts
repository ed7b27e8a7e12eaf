import { expect, it } from 'vitest';
import { kept } from './views';

it('takes the last word of a kept query as whole', () => {
  expect([kept('sông'), kept(' bến phà  '), kept('"bến phà"')]).toEqual(['sông ', 'bến phà ', '"bến phà" ']);
});
