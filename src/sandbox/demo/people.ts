import type { World } from '../github/world.ts';

const TEAMS = {
  product: ['pia', 'paolo'],
  engineering: ['ada', 'grace', 'linus', 'mei', 'noor', 'omar', 'stella', 'tomas', 'yuki', 'zofia'],
  mentors: ['mira', 'tomas'],
  staff: ['stella'],
} as const;

/** Who works at acme. */
export function addTeams(world: World): void {
  for (const [slug, members] of Object.entries(TEAMS)) world.addTeam(slug, members);
  // Who is on the staff may ask for the week's digest.
  for (const login of TEAMS.staff) world.setRole(login, 'maintain');
}
