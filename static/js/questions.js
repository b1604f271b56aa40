/** Asks the index for a summary: what changed since is asked with what was still on its way. */

/** @typedef {import("./index-types.js").Index} Index */
/** @typedef {import("./index-types.js").State} State */
/** @typedef {import("./index-types.js").Bounds} Bounds */
/** @typedef {import("./index-types.js").Part} Part */
/** @typedef {import("./index-types.js").Summary} Summary */
/** @typedef {import("./axis.js").Axis} Axis */
/**
 * @typedef {object} View what it asks about
 * @property {() => State} state @property {() => Bounds} bounds @property {() => Axis | null} axis
 * @property {(summary: Summary, axis: Axis | null) => void} onAnswer @property {(error: Error) => void} onError
 */

export class Questions {
  /** @param {Index} index @param {View} view */
  constructor(index, view) {
    this.index = index;
    this.view = view;
    /** @type {Set<Part>} */
    this.parts = new Set();
    this.asking = new AbortController();
    this.timer = 0;
    this.isQueued = false;
  }

  /** @param {Part[]} parts @param {number} [wait] milliseconds for more to come */
  ask(parts, wait = 0) {
    for (const part of parts) this.parts.add(part);
    clearTimeout(this.timer);
    if (wait) this.timer = setTimeout(() => this.send(), wait);
    else if (!this.isQueued) this.queue();
  }

  /** At once, with what else is asked in this turn. */
  queue() {
    this.isQueued = true;
    queueMicrotask(() => {
      this.isQueued = false;
      this.send();
    });
  }

  async send() {
    if (!this.parts.size) return;
    this.asking.abort();
    const controller = this.asking = new AbortController();
    const parts = [...this.parts];
    const axis = this.view.axis();
    try {
      const question = { bounds: this.view.bounds(), axis: parts.includes("histogram") ? axis : null, parts };
      const summary = await this.index.summary(this.view.state(), question, controller.signal);
      if (controller.signal.aborted) return;
      for (const part of parts) this.parts.delete(part);
      this.view.onAnswer(summary, axis);
    } catch (error) {
      if (!controller.signal.aborted) this.view.onError(/** @type {Error} */ (error));
    }
  }
}
