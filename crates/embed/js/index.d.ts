import type { CausewayDataFlow } from './class.js';

export * from './class.js';

declare global {
  interface HTMLElementTagNameMap {
    'causeway-data-flow': CausewayDataFlow;
  }
}
