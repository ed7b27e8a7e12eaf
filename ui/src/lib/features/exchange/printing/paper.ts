/** The papers as people know them. */
import type { Paper } from '../../../api';

export const PAPERS: { name: Paper; label: string; size: [number, number] }[] = [
  { name: 'a4', label: 'A4 · 210 × 297 mm', size: [210, 297] },
  { name: 'a5', label: 'A5 · 148 × 210 mm', size: [148, 210] },
  { name: 'b5', label: 'B5 · 176 × 250 mm', size: [176, 250] },
  { name: 'letter', label: 'Letter · 8.5 × 11 in', size: [215.9, 279.4] },
  { name: '6x9', label: '6 × 9 in', size: [152.4, 228.6] }
];

/** Width and height in millimetres. */
export function sizeOf(paper: Paper): [number, number] {
  return [...(PAPERS.find(({ name }) => name === paper)?.size ?? [210, 297])] as [number, number];
}
