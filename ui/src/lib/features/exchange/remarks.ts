/** What is remarked, each once: the same is often to be said of several pictures. */
export function gathered(messages: string[]): string[] {
  const counts = new Map<string, number>();
  for (const message of messages) counts.set(message, (counts.get(message) ?? 0) + 1);
  return [...counts].map(([message, count]) => (count > 1 ? `${message} × ${count}` : message));
}
