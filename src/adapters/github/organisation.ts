import { z } from 'zod';
import type { RepoRef } from '../../model/ref.ts';
import type { Client } from './client.ts';
import { hasStatus } from './faults.ts';
import { PAGE, paged } from './paging.ts';

const Repositories = z.array(
  z.object({ name: z.string(), owner: z.object({ login: z.string() }), archived: z.boolean().optional() }),
);

/** The repositories of an organisation that whoever asks sees; none where there is no such organisation. */
export async function readOfOrganisation(client: Client, installation: number, org: string): Promise<RepoRef[]> {
  try {
    const all = await paged(async (page) =>
      Repositories.parse(await client.rest(installation, 'GET /orgs/{org}/repos', { org, per_page: PAGE, page })),
    );
    return all
      .filter(({ archived }) => archived !== true)
      .map(({ name, owner }) => ({ installation, owner: owner.login, name }));
  } catch (error) {
    if (hasStatus(error, 404)) return [];
    throw error;
  }
}
