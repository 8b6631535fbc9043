/** Which side starts an exchange, and whether an answer comes back; others may come from a newer server. */
export type Verb = 'SEND' | 'RECEIVE' | 'REQUEST' | 'RESPOND' | (string & {});
/** Does it work? Others may come from a newer server. */
export type Status = 'down' | 'attention' | 'healthy' | 'noTraffic' | 'requested' | (string & {});

/** One end of arrows: a card of the picture. */
export interface FlowCard {
  /** Names the card within this picture. */
  key: string;
  kind: 'apiKey' | 'endpoint' | (string & {});
  /** GUID of the API key or endpoint. */
  id: string;
  /** Whether `id` is a stand-in that means nothing outside of this answer; it is not shown then. */
  idHidden?: boolean;
  /** Whether `url` is left out because it is withheld. */
  urlHidden?: boolean;
  exchange: 'oneWay' | 'twoWay' | (string & {});
  name: string;
  url?: string | null;
  connectionType?: string | null;
  state?: string | null;
  editable: boolean;
  vpn?: { status: string; staleAt?: string | null } | null;
}

/** One arrow. */
export interface DataFlow {
  /** GUID. */
  id: string;
  verb: Verb;
  /** A data model (`PatientAdmin`) or a FHIR resource (`FHIR.Encounter`). */
  dataType: string;
  eventTypes: string[];
  /** Key of the card on the left. */
  left: string;
  /** Key of the card on the right. */
  right: string;
  status: Status;
  /** RFC 3339. */
  lastMessageAt?: string | null;
}

/** The whole picture, as `GET /embed/v1/connections/{id}/data-flow` answers it. */
export interface ConnectionDataFlow {
  connection: { id: string; name: string } & Record<string, unknown>;
  left: FlowCard[];
  right: FlowCard[];
  flows: DataFlow[];
}

export interface LoadDetail {
  /** How many arrows there are. */
  flows: number;
  /** GUID of the connection. */
  connection: string;
}

export interface ErrorDetail {
  code: 'network' | 'token' | 'refused' | 'notFound' | 'server' | 'data' | 'program';
  /** The status of HTTP, or 0. */
  status: number;
  message: string;
}

export interface FlowSelectDetail {
  /** GUID of the arrow; `null` when none is selected any more. */
  id: string | null;
  dataType: string;
  verb: Verb | '';
  status: Status | '';
}

export interface EndpointSelectDetail {
  /** GUID; empty where it is withheld. */
  id: string;
  kind: FlowCard['kind'];
  name: string;
}

export interface CausewayDataFlowEventMap {
  'causeway-load': CustomEvent<LoadDetail>;
  'causeway-error': CustomEvent<ErrorDetail>;
  'causeway-flow-select': CustomEvent<FlowSelectDetail>;
  'causeway-endpoint-select': CustomEvent<EndpointSelectDetail>;
}

/** `<causeway-data-flow>`. */
export class CausewayDataFlow extends HTMLElement {
  /** Registers the element; a name that is taken already stays what it is. */
  static define(name?: string, registry?: CustomElementRegistry): void;

  /** The first feed: no network at all. */
  data: ConnectionDataFlow | null;
  /** Gives a token for the third feed; asked again when one has ended. */
  getToken: (() => string | Promise<string>) | null;
  /** GUID of the selected arrow. */
  selected: string | null;
  /** The second feed: a URL of the same JSON. */
  src: string;
  /** The third feed: origin and path of a Causeway server. */
  apiBase: string;
  /** The third feed: GUID of the connection. */
  connection: string;
  /** Seconds between two requests, at least 5; 0 for none. */
  refresh: number;
  theme: 'auto' | 'light' | 'dark';
  density: 'comfortable' | 'compact';
  /** The partner's side: sides and verbs are swapped. */
  mirror: boolean;
  withoutLegend: boolean;
  withoutDetails: boolean;
  /** Whether the names of cards are buttons that tell of a press. */
  withEndpointSelect: boolean;

  /** Asks again now. */
  reload(): Promise<void>;

  addEventListener<K extends keyof CausewayDataFlowEventMap>(
    type: K,
    listener: (this: CausewayDataFlow, event: CausewayDataFlowEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: CausewayDataFlow, event: HTMLElementEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}
