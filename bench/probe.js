// Runs inside every page before its own scripts, and offers `bench` to whoever measures. It looks from outside, with
// what any page has: elements, events, frames. Must not know which page it is in.

/**
 * `ready` is [[selector, count]…]: the page is ready once there are so many of each. `drawnInFrame` says that the page
 * tells what it has drawn while it draws it (a canvas), not before.
 */
export function probe({ ready, drawnInFrame }) {
  const startOfFrame = () => new Promise((tell) => requestAnimationFrame(() => tell(performance.now())));

  /**
   * When what makes `holds()` true is painted, ms: it is asked at the start of each frame; the frame in which it holds is
   * committed when the next one starts. That is late by less than a frame, for all pages alike.
   */
  const painted = async (holds) => {
    let now = await startOfFrame();
    while (!holds()) now = await startOfFrame();
    return drawnInFrame ? now : startOfFrame();
  };

  // A widget keeps its elements in a shadow root.
  const roots = () => [document, document.querySelector('causeway-data-flow')?.shadowRoot].filter(Boolean);
  const count = (selector) => roots().reduce((sum, root) => sum + root.querySelectorAll(selector).length, 0);

  const faults = [];
  addEventListener('error', ({ message }) => faults.push(message));
  addEventListener('unhandledrejection', ({ reason }) => faults.push(String(reason)));

  globalThis.bench = {
    faults,

    /** Since the navigation began. */
    loaded: painted(() => ready.every(([selector, least]) => count(selector) >= least)),

    /** From the next release of the pointer or a key until `holds()` is painted. */
    async response(holds) {
      const released = await new Promise((tell) => {
        addEventListener('pointerup', tell, { capture: true, once: true });
      });
      return (await painted(holds)) - released.timeStamp;
    },

    /** The middle of up to `count` elements of a class that a pointer can reach, from the top. */
    reachable(name, count) {
      const places = globalThis.labelPlaces?.() ?? middles(document.getElementsByClassName(name), count);
      return places.filter(isInView).slice(0, count);
    },

    /** Scrolls down and back up in `duration`, a step a frame; answers the times between frames, ms. */
    async scroll(move, distance, duration) {
      const between = [];
      const began = await startOfFrame();
      let last = began;
      while (last - began < duration) {
        const way = (last - began) / duration;
        move(Math.round(distance * (1 - Math.abs(1 - 2 * way))));
        const now = await startOfFrame();
        between.push(now - last);
        last = now;
      }
      return between;
    },
  };

  function middles(elements, count) {
    const found = [];
    for (const element of elements) {
      const box = element.getBoundingClientRect();
      const place = [box.x + box.width / 2, box.y + box.height / 2];
      if (isInView(place) && element.contains(document.elementFromPoint(...place))) found.push(place);
      if (found.length === count) break;
    }
    return found;
  }

  function isInView([x, y]) {
    return x > 0 && x < innerWidth && y > 0 && y < innerHeight;
  }
}
