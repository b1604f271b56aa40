/** Plays the window of time over the axis, like a film. */

import { filmStart, played } from "./timeline-steps.js";
import { t } from "./words.js";

/** @typedef {import("./timeline-steps.js").Span} Span */
/**
 * @typedef {object} Reel what it plays on
 * @property {() => Span} window @property {() => Span} view the days to play over
 * @property {(window: Span) => void} show @property {() => void} stop
 */

const WHOLE = 24_000; // milliseconds for the whole axis at speed 1
const STILL = 700; // between two pictures, for who wants less motion

export class Player {
  /** @param {{play: HTMLButtonElement, speed: HTMLSelectElement, mode: HTMLSelectElement}} controls @param {Reel} reel */
  constructor({ play, speed, mode }, reel) {
    this.play = play;
    this.speed = speed;
    this.mode = mode;
    this.reel = reel;
    this.frame = 0;
    this.last = 0;
    /** @type {Span} */
    this.exact = [0, 0];
    play.addEventListener("click", () => { if (this.isPlaying) this.pause(); else this.start(); });
    this.label();
  }

  get isPlaying() { return this.frame !== 0; }

  get kind() { return this.mode.value === "growing" ? /** @type {const} */ ("growing") : /** @type {const} */ ("moving"); }

  start() {
    this.exact = filmStart(this.reel.window(), this.kind, this.reel.view());
    this.last = performance.now();
    this.reel.show(this.rounded());
    this.next();
    this.label();
  }

  next() { this.frame = requestAnimationFrame((now) => this.step(now)); }

  /** @param {number} now */
  step(now) {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (isStill && now - this.last < STILL) {
      this.next();
      return;
    }
    const view = this.reel.view();
    const days = (view[1] - view[0]) * Math.max(0, now - this.last) / WHOLE * Number(this.speed.value);
    const { window, isOver } = played(this.exact, days, this.kind, view);
    this.exact = window;
    this.last = now;
    this.reel.show(this.rounded());
    if (isOver) this.pause();
    else this.next();
  }

  /** @returns {Span} */
  rounded() { return [Math.round(this.exact[0]), Math.round(this.exact[1])]; }

  pause() {
    if (!this.isPlaying) return;
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.label();
    this.reel.stop();
  }

  label() {
    this.play.setAttribute("aria-label", this.isPlaying ? t("Pause") : t("Play"));
    this.play.title = this.isPlaying ? t("Pause") : t("Play");
    this.play.classList.toggle("is-playing", this.isPlaying);
  }
}
