/** What the page would have a browser send to GitHub. */
export async function formAt(address: string): Promise<{ action: string; manifest: string; response: Response }> {
  const response = await fetch(address);
  const page = await response.text();
  const [, action = ''] = /<form action="([^"]*)"/.exec(page) ?? [];
  const [, manifest = ''] = /name="manifest" value="([^"]*)"/.exec(page) ?? [];
  return { action: unescaped(action), manifest: unescaped(manifest), response };
}

/** Presses the button: where GitHub then sends the browser. */
export async function sent({ action, manifest }: { action: string; manifest: string }): Promise<string> {
  const body = new URLSearchParams({ manifest });
  const { headers } = await fetch(action, { method: 'POST', body, redirect: 'manual' });
  return headers.get('location') ?? '';
}

const unescaped = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
