/** A delivery as GitHub logs it. Instants in ms. */
export interface LoggedDelivery {
  id: number;
  /** The same for every attempt to deliver the same event. */
  guid: string;
  at: number;
  /** Taken in by us; `undefined` while nobody answered yet. */
  taken: boolean | undefined;
}

/** A comment that nobody told of: as an event would have told it. */
export interface FoundComment {
  id: number;
  nodeId: string;
  number: number;
  onPull: boolean;
  body: string;
  by: string;
}

/** An issue that changed. */
export interface FoundIssue {
  number: number;
  labels: string[];
}
