/** The app as GitHub knows it. */
export interface Registration {
  id: number;
  slug: string;
  /** What the app asks for, by permission: `read` or `write`. */
  permissions: Readonly<Record<string, string>>;
  events: readonly string[];
  /** GitHub's time, ms, where it says so. */
  at: number | undefined;
}

/** Where GitHub sends webhooks. */
export interface Hook {
  url: string;
  contentType: string;
  hasSecret: boolean;
  checksCertificate: boolean;
}

/** How a delivery was answered: `status` is HTTP's, 0 where nothing answered. Instants in ms. */
export interface HookDelivery {
  at: number;
  event: string;
  status: number;
}

/** An organisation or a person that has the app, and what it may do there. */
export interface Grant {
  installation: number;
  owner: string;
  organisation: boolean;
  suspended: boolean;
  seesAll: boolean;
  permissions: Readonly<Record<string, string>>;
}
