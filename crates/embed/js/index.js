// The module of the script tag and of the package: registers the element.
import { CausewayDataFlow } from './class.js';

CausewayDataFlow.define();

export { CausewayDataFlow };
