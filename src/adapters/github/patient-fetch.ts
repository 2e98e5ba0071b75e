/** GitHub answers within 10 s or not at all; a call that hangs longer is given up and tried again later. */
const CALL_TIMEOUT = 20_000;

/**
 * Asks GitHub, and waits for the whole answer: Octokit would take one that breaks off for a text, and one that should hold a token
 * for a token, which it keeps for an hour and asks with, as nobody.
 */
export async function patientFetch(url: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(CALL_TIMEOUT) });
  if (!answer.ok) return answer;
  const text = await answer.clone().text();
  if (url.endsWith('/access_tokens') && !holdsToken(text)) throw new TypeError('there is no token in its answer');
  return answer;
}

function holdsToken(text: string): boolean {
  try {
    const { token } = JSON.parse(text) as { token?: unknown };
    return typeof token === 'string' && token !== '';
  } catch {
    return false;
  }
}
