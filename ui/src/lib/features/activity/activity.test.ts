import { describe, expect, it, vi } from 'vitest';
import { Activity, type Work } from './activity.svelte';

/** Work that ends when it is told to. */
function held<T>(kind: Work<T>['kind'] = 'import', more: Partial<Work<T>> = {}) {
  let end: (result: T) => void = () => {};
  let fail: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((resolve, reject) => ([end, fail] = [resolve, reject]));
  const run = vi.fn(() => promise);
  return { work: { kind, title: 'x', run, ...more } as Work<T>, run, end: (result: T) => end(result), fail: (reason: unknown) => fail(reason) };
}

function desk() {
  const cancel = vi.fn(async () => {});
  return { cancel, activity: new Activity({ cancel, now: () => 0 }) };
}

describe('Activity', () => {
  it('tells each job only of itself', () => {
    const { activity } = desk();
    const one = activity.start(held('import').work);
    const two = activity.start(held('export').work);
    activity.heard({ job: two.id, stage: 'layout', done: 3, total: 4 });
    expect([one.stage, two.stage, two.share]).toEqual(['', 'layout', 0.75]);
  });

  it('runs different kinds side by side, the same kind one after the other', async () => {
    const { activity } = desk();
    const first = held<number>();
    const second = held<number>();
    const other = held<number>('verify');
    const one = activity.start(first.work);
    const two = activity.start(second.work);
    activity.start(other.work);
    expect(other.run).toHaveBeenCalled();
    expect([one.state, two.state]).toEqual(['running', 'waiting']);
    first.end(1);
    await one.ended;
    await vi.waitFor(() => expect(second.run).toHaveBeenCalled());
    expect([one.state, one.result, two.state]).toEqual(['done', 1, 'running']);
  });

  it('goes on with the next when one has failed', async () => {
    const { activity } = desk();
    const first = held<number>();
    const second = held<number>();
    const one = activity.start(first.work);
    activity.start(second.work);
    first.fail({ code: 'disk-full', message: 'full', hint: null });
    await one.ended;
    expect([one.state, one.problem?.code]).toEqual(['failed', 'disk-full']);
    await vi.waitFor(() => expect(second.run).toHaveBeenCalled());
  });

  it('never begins what was stopped while it waited', async () => {
    const { activity, cancel } = desk();
    const first = held<number>();
    const second = held<number>();
    activity.start(first.work);
    const two = activity.start(second.work);
    await activity.cancel(two);
    first.end(1);
    await two.ended;
    expect(two.state).toBe('stopped');
    expect(second.run).not.toHaveBeenCalled();
    expect(cancel).not.toHaveBeenCalled();
  });

  it('stops by the id, and takes the end from the work itself', async () => {
    const { activity, cancel } = desk();
    const only = held<number>();
    const job = activity.start(only.work);
    await activity.cancel(job);
    expect(cancel).toHaveBeenCalledWith(job.id);
    expect([job.state, job.stopping]).toEqual(['running', true]);
    only.fail({ code: 'cancelled', message: '', hint: null });
    await job.ended;
    expect([job.state, job.stopping]).toEqual(['stopped', false]);
  });

  it('keeps the result of work that was stopped half way', async () => {
    const { activity } = desk();
    const only = held<{ cancelled: boolean }>('import', { wasStopped: (report) => report.cancelled });
    const job = activity.start(only.work);
    only.end({ cancelled: true });
    await job.ended;
    expect([job.state, job.result]).toEqual(['stopped', { cancelled: true }]);
  });

  it('waits for everything that it stops', async () => {
    const { activity } = desk();
    const only = held<number>('preview', { quiet: true });
    activity.start(only.work);
    let over = false;
    const all = activity.cancelAll().then(() => (over = true));
    await Promise.resolve();
    expect(over).toBe(false);
    only.fail({ code: 'cancelled', message: '', hint: null });
    await all;
    expect(over).toBe(true);
  });

  it('lists no quiet work, and dismisses nothing that goes on', async () => {
    const { activity } = desk();
    const ended = vi.fn();
    activity.onend = ended;
    const quiet = held<number>('preview', { quiet: true });
    const loud = held<number>();
    const result = activity.result(quiet.work);
    const job = activity.start(loud.work);
    activity.dismiss(job);
    activity.clear();
    expect(activity.listed).toEqual([job]);
    quiet.end(7);
    expect(await result).toBe(7);
    loud.end(1);
    await job.ended;
    expect(ended).toHaveBeenCalledTimes(1);
    expect(activity.unseen).toEqual([job]);
    activity.look();
    expect(activity.unseen).toEqual([]);
    activity.clear();
    expect(activity.jobs).toEqual([]);
  });

  it('lists the making of the search index while it goes on, each time anew', async () => {
    const { activity, cancel } = desk();
    const [indexed, ended] = [vi.fn(), vi.fn()];
    [activity.onindexed, activity.onend] = [indexed, ended];
    const heard = (done: number) => activity.heard({ job: 'index', stage: 'index', done, total: 900 });
    for (const times of [1, 2]) {
      heard(0);
      heard(500);
      expect(activity.going.map(({ kind, done }) => [kind, done])).toEqual([['index', 500]]);
      // The window closes without a word of it.
      expect(activity.wanted).toEqual([]);
      if (activity.indexing) await activity.cancel(activity.indexing);
      expect(cancel).toHaveBeenCalledTimes(times);
      heard(900);
      await vi.waitFor(() => expect(indexed).toHaveBeenCalledTimes(times));
      expect([activity.jobs, activity.indexing]).toEqual([[], null]);
    }
    expect(ended).not.toHaveBeenCalled();
  });

  it('makes nothing of an index that has ended before it was heard of', () => {
    const { activity } = desk();
    activity.heard({ job: 'index', stage: 'index', done: 1, total: 1 });
    expect(activity.jobs).toEqual([]);
  });
});
