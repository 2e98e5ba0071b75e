import type { World } from '../github/world.ts';

const TEAMS: Record<string, readonly string[]> = {
  product: ['pia', 'paolo'],
  engineering: ['ada', 'grace', 'linus', 'mei', 'noor', 'omar', 'stella', 'tomas', 'yuki', 'zofia'],
  mentors: ['mira', 'tomas'],
  staff: ['stella'],
};

/** Who works at acme. */
export function addTeams(world: World): void {
  for (const [slug, members] of Object.entries(TEAMS)) world.addTeam(slug, members);
}
