import type { Facts } from './facts.ts';
import type { Finding } from './finding.ts';
import { EVENTS, PERMISSIONS } from './needed.ts';

/** Whether GitHub knows the app by these credentials. */
export function credentialsFinding({ registration }: Facts): Finding {
  const about = 'credentials';
  if ('value' in registration) {
    const { slug, id } = registration.value;
    return { about, state: 'fine', found: `the app ${slug}, number ${id}` };
  }
  return {
    ...{ about, state: 'broken', found: registration.because },
    fix: 'APP_ID and PRIVATE_KEY have to be of one app, as its page shows them (and GHE_HOST its Enterprise Server); a key that was deleted there is refused',
  };
}

/** GitHub refuses tokens that were made more than a minute ahead of its time. */
const OFF = 30_000;

/** Whether this machine's clock agrees with GitHub's. */
export function clockFinding({ registration, now }: Facts): Finding {
  const about = 'clock';
  const at = 'value' in registration ? registration.value.at : undefined;
  if (at === undefined) return { about, state: 'unknown', found: 'GitHub’s time is not known' };
  const off = now - at;
  const found = `${Math.abs(Math.round(off / 1_000))} s ${off < 0 ? 'behind' : 'ahead of'} GitHub’s`;
  return Math.abs(off) < OFF
    ? { about, state: 'fine', found }
    : {
        about,
        state: 'look',
        found,
        fix: 'Let the machine keep its time (NTP): tokens from another time are refused, and days end too early or late',
      };
}

const LEVELS = ['none', 'read', 'write', 'admin'];

/** Permissions of what is needed that are not granted, each with what does not work without it. */
export const lacking = (granted: Readonly<Record<string, string>>): string[] =>
  Object.entries(PERMISSIONS)
    .filter(([name, { level }]) => LEVELS.indexOf(granted[name] ?? 'none') < LEVELS.indexOf(level))
    .map(([name, { level, without }]) => `${name}: ${level} (else ${without})`);

/** Whether the app asks for what it needs, and for no more. */
export function permissionsFinding({ registration, web }: Facts): Finding {
  const about = 'what the app asks for';
  if ('because' in registration) return { about, state: 'unknown', found: 'the app is not known' };
  const { permissions, events, slug } = registration.value;
  const lacks = lacking(permissions);
  const unheard = EVENTS.filter((event) => !events.includes(event));
  if (lacks.length > 0 || unheard.length > 0)
    return {
      ...{ about, state: 'broken' },
      found: [
        ...(lacks.length > 0 ? [`not asked for: ${lacks.join('; ')}`] : []),
        ...(unheard.length > 0 ? [`events not heard of: ${unheard.join(', ')}`] : []),
      ].join('. '),
      fix: `On the app’s page (${web}/apps/${slug}, App settings), under Permissions & events, ask for these; then let each installation accept`,
    };
  const more = Object.entries(permissions).filter(
    ([name, level]) => LEVELS.indexOf(level) > LEVELS.indexOf(PERMISSIONS[name]?.level ?? 'none'),
  );
  if (more.length > 0)
    return {
      ...{ about, state: 'look', found: `more than it needs: ${more.map((one) => one.join(': ')).join(', ')}` },
      fix: 'Take what is not needed away: who breaks in gets what the app may do',
    };
  return {
    about,
    state: 'fine',
    found: `${Object.keys(PERMISSIONS).length} permissions and ${EVENTS.length} events, no more`,
  };
}
