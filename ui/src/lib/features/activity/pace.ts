/** How long work will still take, from how fast it went lately. */

/** Over how many seconds the speed is smoothed. */
const MEMORY = 6;
/** Seconds of a stage before anything is said; what begins fast often goes on slowly. */
const SILENCE = 2;

export class Pace {
  #stage = '';
  #begun = 0;
  #at = 0;
  #done = 0;
  /** Steps a second. */
  #speed = 0;
  /** How much of the speed is known, 0 to 1: the first measures weigh no more than later ones. */
  #known = 0;

  /** Hears how far a stage is at a moment in seconds; gives the seconds left in it, or null while that is unknown. */
  heard(stage: string, done: number, total: number, now: number): number | null {
    if (stage !== this.#stage || done < this.#done) {
      this.#stage = stage;
      this.#begun = this.#at = now;
      this.#done = done;
      this.#speed = this.#known = 0;
      return null;
    }
    const seconds = now - this.#at;
    if (seconds > 0) {
      const weight = 1 - Math.exp(-seconds / MEMORY);
      this.#speed += weight * ((done - this.#done) / seconds - this.#speed);
      this.#known += weight * (1 - this.#known);
      this.#at = now;
      this.#done = done;
    }
    if (now - this.#begun < SILENCE || this.#speed <= 0) return null;
    return Math.max(0, total - done) / (this.#speed / this.#known);
  }
}
